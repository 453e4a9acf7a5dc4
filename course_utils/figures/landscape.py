"""A function of two parameters seen from above, and paths that walk over it."""
import numpy as np

from course_utils.figures.style import GREY, PALETTE, axes_or_new, fade

GRID = 121                # places along an axis at which the height is asked
LEVELS = 8                # contour lines; closer together near the bottom, where paths end
SIZE = (5.8, 3.4)         # inches
PATH_COLOURS = ("blue", "vermilion", "green", "purple", "orange", "sky", "black")
PATH_MARKERS = "os^DvPX"  # a path is never told by its colour alone
MARKED = 60               # a longer path has a marker at every second, third, ... place
GROUND = PALETTE["sky"]


def plot_landscape(function, x_range, y_range, *, paths=None, marks=None, x_label="$\\theta_1$", y_label="$\\theta_2$",
                   title=None, ax=None):
    """Return the Axes with the contour lines of `function`, darker where it is higher, and paths over it.

    function: gets an array (2, rows, columns), the two parameters at every place of a grid, and returns the heights
    (rows, columns); what works on one pair `theta`, with theta[0] and theta[1], does so here. x_range, y_range: (low, high).
    `paths` maps a label to an array (n, 2) of the places visited: the first has a ring, the last a larger marker, and what
    lies outside of the ranges is cut off. `marks` maps a label to one place (2,), drawn as a black cross or plus.

    Raises ValueError for ranges that are none, heights that are not finite or of another shape, and paths that are not
    (n, 2) finite numbers: a path that runs away must be cut by the caller.
    """
    across, up, heights = _surveyed(function, x_range, y_range)
    lines = {label: _checked_path(label, path) for label, path in (paths or {}).items()}
    ax = axes_or_new(ax, SIZE)
    _draw_heights(ax, across, up, heights)
    for number, (label, path) in enumerate(lines.items()):
        _draw_path(ax, number, label, path)
    for marker, (label, place) in zip("x+*", (marks or {}).items()):  # thin and on top: a path that ends here stays visible
        ax.plot(*place, marker, color="black", markersize=12, markeredgewidth=1.6, linestyle="none", label=label, zorder=5)
    ax.set(xlabel=x_label, ylabel=y_label, title=title or "", xlim=x_range, ylim=y_range)
    if lines or marks:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.17), ncols=3, handlelength=2)
    return ax


def _surveyed(function, x_range, y_range):
    """Return the places along both axes and the heights (rows, columns) on their grid, or raise ValueError."""
    for name, values in (("x_range", x_range), ("y_range", y_range)):
        if len(values) != 2 or not np.isfinite(values).all() or not values[0] < values[1]:
            raise ValueError(f"{name} is {tuple(values)}; give the lowest and the highest value, such as (-2, 2).")
    across, up = np.linspace(*x_range, GRID), np.linspace(*y_range, GRID)
    heights = np.asarray(function(np.stack(np.meshgrid(across, up))), dtype=float)
    if heights.shape != (GRID, GRID) or not np.isfinite(heights).all():
        raise ValueError(f"The function returned shape {heights.shape} for parameters of shape (2, {GRID}, {GRID}); it must "
                         f"return ({GRID}, {GRID}) finite heights. Does it use theta[0] and theta[1]?")
    return across, up, heights


def _checked_path(label, path):
    path = np.asarray(path, dtype=float)
    if path.ndim != 2 or path.shape[1] != 2 or not len(path):
        raise ValueError(f"Path {label!r} has shape {path.shape}; it must be (n, 2), one row for each place.")
    if not np.isfinite(path).all():
        first = int(np.flatnonzero(~np.isfinite(path).all(axis=1))[0])
        raise ValueError(f"Path {label!r} holds {path[first]} at step {first}; only finite numbers can be drawn. "
                         "Cut it off before.")
    return path


def _draw_heights(ax, across, up, heights):
    low, high = heights.min(), heights.max()
    levels = low + (max(high - low, 1e-12)) * np.linspace(0, 1, LEVELS + 1) ** 2.2
    colours = [fade(GROUND, 0.04 + 0.5 * share) for share in np.linspace(0, 1, LEVELS)]
    ax.contourf(across, up, heights, levels=levels, colors=colours)
    ax.contour(across, up, heights, levels=levels[1:-1], colors=[fade(GREY, 0.45)], linewidths=0.6, linestyles="solid")


def _draw_path(ax, number, label, path):
    colour = PALETTE[PATH_COLOURS[number % len(PATH_COLOURS)]]
    marker = PATH_MARKERS[number % len(PATH_MARKERS)]
    every = max(1, len(path) // MARKED)
    ax.plot(*path.T, marker=marker, markersize=3.5, markevery=every, linewidth=1.2, color=colour, label=label, zorder=3)
    ax.plot(*path[0], "o", markersize=11, markerfacecolor="none", markeredgecolor=colour, markeredgewidth=1.5, zorder=4)
    ax.plot(*path[-1], marker, markersize=9, color=colour, markeredgecolor="white", zorder=4)
