"""Curves over steps, epochs or any other common axis."""
import numpy as np
from matplotlib.ticker import MaxNLocator

from course_utils.figures.style import axes_or_new

MARKERS = "os^DvPX"
MARKED_POINTS = 8
VALIDATION_DASHES = (0, (5, 2))


def plot_curves(curves, *, x=None, x_label, y_label, log_x=False, log_y=False, validation=(), title=None, ax=None):
    """Return the Axes with one line for each entry of `curves`.

    `curves` maps a label to an array (n,) of finite numbers; all have the same n. `x` is an array (n,), by default
    1, 2, ..., n, as epochs are counted. Names in `validation` are drawn dashed, all others solid. More than one line
    gets a legend, and each its own colour and marker. Axis labels carry the units.

    Raises ValueError, naming the curve, for other shapes, different lengths, values that are not finite and values
    that a logarithmic axis cannot show; and for a name in `validation` that is not in `curves`.
    """
    lines, x = _checked(curves, x, validation)
    _check_logarithms(lines, x, log_x, log_y)
    ax = axes_or_new(ax)
    for index, (label, y) in enumerate(lines.items()):
        dashes = VALIDATION_DASHES if label in validation else "-"
        marker = MARKERS[index % len(MARKERS)] if len(lines) > 1 else ""
        ax.plot(x, y, label=label, linestyle=dashes, marker=marker, markevery=_marked(len(y), index, len(lines)))
    ax.set(xlabel=x_label, ylabel=y_label, title=title or "")
    ax.set(xscale="log" if log_x else "linear", yscale="log" if log_y else "linear")
    if np.array_equal(x, np.round(x)) and not log_x:
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))  # there is no epoch 2.5
    ax.grid(True, axis="y")
    if len(lines) > 1:
        ax.legend()
    return ax


def _marked(length, index, count):
    """Return where the markers of a line stand, as (first, step): a few, shifted from those of its neighbours."""
    step = max(1, length // MARKED_POINTS)
    return index * step // count, step


def _checked(curves, x, validation):
    """Return the curves and x as arrays of float, or raise ValueError."""
    if not curves:
        raise ValueError("curves is empty; give at least one, as in plot_curves({\"training\": losses}, ...).")
    lines = {label: np.asarray(values, dtype=float) for label, values in curves.items()}
    for label, y in lines.items():
        if y.ndim != 1 or y.size == 0:
            raise ValueError(f"Curve {label!r} has shape {y.shape}; it must be a one-dimensional array with values.")
        if not np.isfinite(y).all():
            first = int(np.flatnonzero(~np.isfinite(y))[0])
            raise ValueError(f"Curve {label!r} holds {y[first]} at index {first}; only finite numbers can be drawn. "
                             "Look for an overflow or a division by zero where it was computed, or cut it off there.")
    if unknown := [name for name in validation if name not in lines]:
        raise ValueError(f"validation names {unknown}, but the curves are called {list(lines)}.")
    return lines, _common_x(lines, x)


def _common_x(lines, x):
    lengths = {label: len(y) for label, y in lines.items()}
    x = np.arange(1, max(lengths.values()) + 1) if x is None else np.asarray(x)
    odd = [f"{label!r} has {length}" for label, length in lengths.items() if (length,) != x.shape]
    if odd:
        raise ValueError(f"Curves need one value for each of the {x.size} values of x, but {', '.join(odd)}. "
                         "Cut them to a common length, or draw them in Axes of their own.")
    return x


def _check_logarithms(lines, x, log_x, log_y):
    if log_x and (x <= 0).any():
        raise ValueError(f"x reaches down to {x.min()}; a logarithmic axis shows numbers above zero only.")
    for label, y in lines.items():
        if log_y and (y <= 0).any():
            raise ValueError(f"Curve {label!r} reaches down to {y.min()}; a logarithmic axis shows numbers above zero "
                             "only. Use log_y=False, or leave those points out.")
