"""Points of a plane with their classes, the regions a classifier makes of it, and decision lines."""
import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.transforms import ScaledTranslation

from course_utils.figures.style import PALETTE, axes_or_new, fade

CLASS_COLOURS = ("vermilion", "blue", "green", "purple", "orange", "sky")
CLASS_MARKERS = "soD^vP"  # a class is never told by its colour alone
SIZE = (4.6, 4.2)         # inches
GRID = 200                # steps along an axis at which a classifier is asked
MARGIN = 0.12             # of the spread of the points, left free around them
SHADE = 0.22
LEGEND_BELOW = 0.5        # inches below the axes, where it clears the label of the x axis whatever their height


def plot_points(points, labels, *, names=None, x_label="x1", y_label="x2", title=None, ax=None):
    """Return the Axes with points of the plane, each class with a colour and a marker of its own.

    points: (n, 2) of finite numbers; labels: (n,) of whole numbers from 0 to 5, class 0 as open vermilion squares, class 1
    as blue discs. `names` are the names of the classes for the legend, by default "class 0", "class 1", ...

    Raises ValueError for other shapes, for labels that are no classes, and for fewer names than classes.
    """
    points, labels = _checked(points, labels)
    names = _checked_names(labels, names)
    ax = axes_or_new(ax, SIZE)
    for label in np.unique(labels):
        colour = PALETTE[CLASS_COLOURS[label]]
        ax.plot(*points[labels == label].T, CLASS_MARKERS[label], color=colour, markersize=5.5 if len(points) < 150 else 4,
                markerfacecolor="white" if label == 0 else colour, markeredgewidth=1.3, linestyle="none", label=names[label])
    ax.set(xlabel=x_label, ylabel=y_label, title=title or "")
    ax.margins(MARGIN)  # points at the rim are not cut, and a line outside of them can be seen
    below = ax.transAxes + ScaledTranslation(0, -LEGEND_BELOW, ax.get_figure(root=True).dpi_scale_trans)
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, 0), bbox_transform=below, ncols=3)
    return ax


def plot_regions(classify, points, labels, *, names=None, x_label="x1", y_label="x2", title=None, ax=None):
    """Return the Axes of `plot_points` with the plane behind shaded by what a classifier says of each place.

    classify: a function of points (m, 2) that returns their classes (m,), whole numbers from 0 to 5 or booleans. The plane
    is asked on a grid of 200 by 200 that reaches a little beyond the points. The rest is as for `plot_points`.

    Raises ValueError as plot_points does, and where classify returns another shape or other values.
    """
    points, labels = _checked(points, labels)
    names = _checked_names(labels, names)
    ax = axes_or_new(ax, SIZE)
    spread = np.maximum(np.ptp(points, axis=0), 1e-9)
    low, high = points.min(axis=0) - MARGIN * spread, points.max(axis=0) + MARGIN * spread
    across, up = (np.linspace(low[axis], high[axis], GRID) for axis in (0, 1))
    grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)  # (grid * grid, 2)
    answers = _checked_answers(classify(grid), len(grid))
    shades = ListedColormap([fade(PALETTE[name], SHADE) for name in CLASS_COLOURS])
    ax.pcolormesh(across, up, answers.reshape(GRID, GRID), cmap=shades, vmin=0, vmax=len(CLASS_COLOURS) - 1,
                  shading="nearest", rasterized=True, zorder=0)
    plot_points(points, labels, names=names, x_label=x_label, y_label=y_label, title=title, ax=ax)
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    return ax


def plot_line(weights, bias, *, ax, label=None, colour="black", dashed=False):
    """Return the Axes `ax` with the line weights[0] * x1 + weights[1] * x2 + bias = 0 drawn across it; limits stay.

    weights: (2,), not both zero. `colour` is a name of PALETTE. `label` comes into a legend, when one is drawn afterwards.
    """
    weights = np.asarray(weights, dtype=float)
    if weights.shape != (2,) or not weights.any() or not np.isfinite([*weights, bias]).all():
        raise ValueError(f"weights {weights} and bias {bias} make no line; give two finite weights, not both zero, and a "
                         "finite bias.")
    limits = ax.get_xlim(), ax.get_ylim()
    foot = -float(bias) * weights / (weights @ weights)  # the point of the line that is nearest to the origin
    ax.axline(foot, foot + [-weights[1], weights[0]], color=PALETTE[colour], linewidth=2,
              linestyle=(0, (5, 2)) if dashed else "-", label=label)
    ax.set(xlim=limits[0], ylim=limits[1])
    return ax


def _checked(points, labels):
    """Return points as floats and labels as integers, or raise ValueError."""
    points, labels = np.asarray(points, dtype=float), np.asarray(labels)
    if points.ndim != 2 or points.shape[1] != 2 or not len(points) or not np.isfinite(points).all():
        raise ValueError(f"points has shape {points.shape}; give (n, 2) finite numbers, one row a point.")
    if labels.shape != points.shape[:1]:
        raise ValueError(f"labels has shape {labels.shape}, and there are {len(points)} points; give one label each.")
    return points, _classes("labels", labels)


def _checked_names(labels, names):
    """Return one name for each class up to the largest, or raise ValueError."""
    names = [f"class {label}" for label in range(len(CLASS_COLOURS))] if names is None else list(names)
    if labels.max() >= len(names):
        raise ValueError(f"names holds {len(names)} names, and the labels go up to {labels.max()}; give one for each class, "
                         "from 0 on.")
    return names


def _checked_answers(answers, count):
    answers = np.asarray(answers)
    if answers.shape != (count,):
        raise ValueError(f"classify returned shape {answers.shape} for points of shape ({count}, 2); it must return one "
                         f"class for each, shape ({count},).")
    return _classes("classify's answers", answers)


def _classes(what, values):
    whole = np.asarray(values).astype(float)
    if not np.isin(whole, np.arange(len(CLASS_COLOURS))).all():
        odd = whole[~np.isin(whole, np.arange(len(CLASS_COLOURS)))][0]
        raise ValueError(f"{what} hold {odd:g}; classes are whole numbers from 0 to {len(CLASS_COLOURS) - 1}.")
    return whole.astype(int)
