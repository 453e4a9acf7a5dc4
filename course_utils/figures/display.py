"""Showing a figure together with its description in words."""
import html
import io
import sys
from base64 import b64encode

from matplotlib.axes import Axes
from matplotlib.figure import FigureBase

from course_utils.notebook import running_shell

DOTS_PER_INCH = 110
SHORTEST_ALT = 30
EMPTY_OPENINGS = ("a plot", "a figure", "an image", "this plot", "this figure", "this image")


def show(figure, alt):
    """Return None; show `figure` once, and `alt`, the text that says in words what is to be seen in it.

    `figure` is a matplotlib Figure, or an Axes, which stands for its figure. In a notebook two outputs appear: the
    picture, with `alt` in its metadata, and a folded "Figure description". Elsewhere the description is printed. The
    figure is closed afterwards; otherwise a notebook would show it a second time, without the text.

    Raises TypeError if `figure` is no figure or `alt` no string, ValueError if `alt` says too little: fewer than 30
    characters, or an opening such as "A plot", which a reader who cannot see the figure knows already.
    """
    figure = _figure_of(figure)
    alt = _checked(alt)
    if running_shell() is not None:
        _display(png_bytes(figure), alt)
    else:
        print("Figure description:", alt)
    _close(figure)


def png_bytes(figure):
    """Return `figure` as the bytes of a PNG: opaque, without a date, the same bytes each time it is drawn.

    Reduced to at most 256 colours, which is a third of the size and no visible loss, unless it holds a photograph.
    """
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DOTS_PER_INCH, facecolor="white", bbox_inches="tight",
                   metadata={"Software": None})
    return buffer.getvalue() if _holds_photograph(figure) else _with_fewer_colours(buffer)


def _with_fewer_colours(buffer):
    from PIL import Image  # matplotlib depends on Pillow

    reduced = io.BytesIO()
    Image.open(buffer).convert("RGB").quantize(256).save(reduced, format="png", optimize=True)
    return reduced.getvalue()


def _holds_photograph(figure):
    """Return whether anything in the figure has colours of its own, (height, width, channels), not a colour map's."""
    arrays = (artist.get_array() for artist in figure.findobj(lambda artist: hasattr(artist, "get_array")))
    return any(array is not None and array.ndim == 3 for array in arrays)


def _figure_of(figure):
    if isinstance(figure, Axes):
        figure = figure.get_figure(root=True)
    if isinstance(figure, FigureBase):
        return figure.get_figure(root=True)
    raise TypeError(f"show() was given {type(figure).__name__}; it needs a matplotlib Figure or one Axes. "
                    "After `figure, axes = plt.subplots(...)` pass the figure, as in show(figure, alt=\"...\").")


def _checked(alt):
    if not isinstance(alt, str):
        raise TypeError(f"alt is {type(alt).__name__}; it must be a string that says what is to be seen.")
    alt = " ".join(alt.split())
    if len(alt) < SHORTEST_ALT:
        raise ValueError(f"alt has {len(alt)} characters ({alt!r}), at least {SHORTEST_ALT} are needed. Say what is to "
                         "be seen for a reader who cannot see it: what is drawn, and what it shows.")
    if alt.lower().startswith(EMPTY_OPENINGS):
        raise ValueError(f"alt begins {alt[:20]!r}...; that it is a figure is known. Begin with what is to be seen, "
                         "for example \"The error falls from 0.25 to 0.01 within 200 steps ...\".")
    return alt


def _display(png, alt):
    from IPython.display import display

    picture = {"image/png": b64encode(png).decode("ascii"), "text/plain": "[figure]"}
    display(picture, metadata={"image/png": {"alt": alt}}, raw=True)
    folded = f"<details><summary>Figure description</summary><p>{html.escape(alt)}</p></details>"
    display({"text/html": folded, "text/plain": f"Figure description: {alt}"}, raw=True)


def _close(figure):
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)
