"""Functions of one number in small panels side by side, each with its slope."""
import numpy as np

from course_utils.figures.style import PALETTE

PANEL = 2.4, 1.75  # inches
STEEPEST = 20      # between two samples; what is steeper is a jump, and drawn as a gap
DASHES = (0, (4, 1.5))


def plot_functions(functions, z, *, slopes=None, columns=3, y_limits=None):
    """Return the first Axes of a figure with a panel for each function, in rows of `columns`.

    functions: a dictionary, name: function of an array that returns one number for each of its numbers. z: (n,), the values
        at which they are drawn, rising; leave out 0 where a function jumps there.
    slopes: a dictionary with some of the names, name: function of the same kind, drawn dashed in the same panel.
    y_limits: (lowest, highest) of all panels; by default that of all values. A line breaks where a function jumps.

    Raises ValueError for no functions, slopes of other names, and functions that return another shape or infinite numbers.
    """
    slopes = slopes or {}
    if not functions or not set(slopes) <= set(functions):
        raise ValueError(f"The functions are {list(functions)} and the slopes {list(slopes)}; give at least one function, and "
                         "slopes with the names of functions.")
    z = np.asarray(z, dtype=float)
    rows = -(-len(functions) // columns)
    import matplotlib.pyplot as plt  # here, because it takes a while and not every lesson draws

    figure, grid = plt.subplots(rows, columns, sharex=True, sharey=True, squeeze=False, layout="constrained",
                                figsize=(columns * PANEL[0], rows * PANEL[1] + 0.3))
    for (name, function), ax in zip(functions.items(), grid.flat):
        ax.plot(z, _values(name, function, z), color=PALETTE["blue"], label="function")
        if name in slopes:
            ax.plot(z, _values(name, slopes[name], z), color=PALETTE["vermilion"], linestyle=DASHES, label="slope")
        ax.set_title(name)
        ax.axhline(0, color="#BBBBBB", linewidth=0.8, zorder=0)
        ax.axvline(0, color="#BBBBBB", linewidth=0.8, zorder=0)
    _finish(figure, grid, len(functions), y_limits)
    return grid.flat[0]


def _values(name, function, z):
    """Return what the function gives, with NaN, which leaves a gap, after each value from which it jumps."""
    values = np.asarray(function(z), dtype=float)
    if values.shape != z.shape or not np.isfinite(values).all():
        raise ValueError(f"{name} returned shape {values.shape} for {z.shape}, or numbers that are not finite; it must return "
                         "one finite number for each.")
    jumps = np.flatnonzero(np.abs(np.diff(values)) > STEEPEST * np.diff(z))
    values[jumps] = np.nan
    return values


def _finish(figure, grid, used, y_limits):
    """Return nothing; hide panels that are not used, label the axes, and put the legend where it is in nobody's way."""
    for place, ax in enumerate(grid.flat):
        if place >= used:
            ax.set_axis_off()
            continue
        ax.tick_params(labelbottom=True)
        if place + grid.shape[1] >= used:
            ax.set_xlabel("z")
    if y_limits is not None:
        grid[0, 0].set_ylim(*y_limits)
    handles, labels = max((ax.get_legend_handles_labels() for ax in grid.flat), key=lambda pair: len(pair[0]))
    if len(handles) > 1:
        spare = used < grid.size
        place = {"loc": "center"} if spare else {"loc": "outside lower center", "ncols": len(handles)}
        (grid.flat[-1] if spare else figure).legend(handles, labels, **place)
