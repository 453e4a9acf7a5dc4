"""Colours, number format and axes shared by the plots of the course."""
import re
from pathlib import Path

import matplotlib.style
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb

# Okabe and Ito's colours, told apart by readers with any of the common colour-vision deficiencies.
PALETTE = {
    "blue": "#0072B2",
    "vermilion": "#D55E00",
    "green": "#009E73",
    "purple": "#CC79A7",
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "black": "#000000",
    "yellow": "#F0E442",
}
# Signed values on one map: vermilion is negative, near-white zero, blue positive. Use it with CenteredNorm(), or with
# vmin = -vmax, so that the middle of the map is the number zero.
SIGNED = LinearSegmentedColormap.from_list("signed", ["#7A3300", "#D55E00", "#F7F7F7", "#0072B2", "#003A5C"])

INK = "#222222"
GREY = "#555555"
FORWARD = PALETTE["blue"]
BACKWARD = "#B54F00"  # vermilion, darkened until small print on white has a contrast of 5 to 1
STYLE_FILE = Path(__file__).with_name("course.mplstyle")


def apply_style():
    """Return nothing; set matplotlib's defaults to the style file of the course."""
    matplotlib.style.use(STYLE_FILE)


def number_text(value, digits=4):
    """Return `value` as text with `digits` significant digits and a true minus sign.

    A string stays as it is, but for the minus sign of a line that begins with a negative number. Up to a million
    all digits before the decimal point are kept: 12345 stays 12345.
    """
    if isinstance(value, str):
        return re.sub(r"(?m)^-(?=[\d.])", "\N{MINUS SIGN}", value)
    value = float(value) or 0.0  # turns -0.0 into 0
    text = f"{value:.0f}" if 10**digits <= abs(value) < 1e6 else f"{value:.{digits}g}"
    return text.replace("-", "\N{MINUS SIGN}")


def fade(color, strength):
    """Return `color` mixed with white as "#rrggbb"; strength 1 leaves it, 0 gives white.

    Mixing instead of transparency, because where faded lines cross nothing should shine through.
    """
    return to_hex([1 - strength * (1 - part) for part in to_rgb(color)])


def axes_or_new(ax, figsize=None):
    """Return `ax`, or where it is None the Axes of a new figure of `figsize` inches."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt  # here, because it takes a while and not every lesson draws

    return plt.subplots(figsize=figsize, layout="constrained")[1]


def frame_inches(ax):
    """Return width and height of `ax` in inches, its frame hidden and one data unit equal to one inch.

    Drawings of circles and boxes are laid out in inches, the unit in which the size of their text is fixed.
    """
    ax.set_axis_off()
    figure = ax.get_figure(root=True)
    _lay_out(figure)
    box = ax.get_window_extent()
    width, height = box.width / figure.dpi, box.height / figure.dpi
    ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    return width, height


def _lay_out(figure):
    """Return nothing; give every Axes the size it will have once its neighbours are drawings without frames, too."""
    engine = figure.get_layout_engine()
    if engine is None:
        return
    waiting = [other for other in figure.axes if other.axison and not other.has_data()]
    for other in waiting:
        other.set_axis_off()
    try:
        engine.execute(figure)
    finally:
        for other in waiting:
            other.set_axis_on()


def text_inches(text):
    """Return width and height of a Text in inches, without its background box."""
    box = text.get_window_extent()
    dpi = text.get_figure(root=True).dpi
    return box.width / dpi, box.height / dpi
