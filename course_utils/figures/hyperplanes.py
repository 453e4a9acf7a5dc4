"""A hyperplane among points: a line in the plane, a plane in space."""
import numpy as np

from course_utils.figures.plane import CLASS_COLOURS, CLASS_MARKERS, MARGIN, plot_line
from course_utils.figures.style import PALETTE, axes_or_new

SIZE = (4.4, 4.0)  # inches
GRID = 60          # steps in each direction in which a plane is drawn
TICKS = 4          # numbers on an axis of space, where there is little room
TURN = 75          # degrees by which a plane is looked at from the side, neither face on nor along its edge


def plot_hyperplane(points, weights, bias, *, labels=None, axis_labels=("x1", "x2", "x3"), title=None, ax=None):
    """Return the Axes with points and the hyperplane of all places p with weights @ p + bias = 0.

    points: (n, 2), with a line, or (n, 3), with a plane; weights: (2,) or (3,), not all zero; bias: one number.
    labels: (n,) of whole numbers from 0 to 5 where the hyperplane separates classes; None where it runs through the points.
    axis_labels: one for each coordinate, with units. ax: for three coordinates one made with projection="3d".

    Raises ValueError for other shapes.
    """
    points, weights = np.asarray(points, dtype=float), np.asarray(weights, dtype=float)
    if points.ndim != 2 or points.shape[1] not in (2, 3) or weights.shape != points.shape[1:] or not weights.any():
        raise ValueError(f"points has shape {points.shape} and weights {weights.shape}; give (n, 2) points with two weights or "
                         "(n, 3) with three, not all zero.")
    labels = np.ones(len(points), dtype=int) if labels is None else np.asarray(labels)
    if labels.shape != points.shape[:1]:
        raise ValueError(f"labels has shape {labels.shape}, and there are {len(points)} points; give one label each.")
    ax = _axes(ax, points.shape[1])
    for label in np.unique(labels):
        colour = PALETTE[CLASS_COLOURS[label]]
        ax.plot(*points[labels == label].T, CLASS_MARKERS[label], color=colour, markersize=4, linestyle="none",
                markerfacecolor="white" if label == 0 else colour)
    ax.set(xlabel=axis_labels[0], ylabel=axis_labels[1], title=title or "")
    if points.shape[1] == 2:
        ax.margins(MARGIN)
        return plot_line(weights, bias, ax=ax)
    return _with_plane(ax, points, weights, float(bias), axis_labels[2])


def _axes(ax, dimensions):
    """Return `ax`, or new Axes of two or three dimensions."""
    if ax is not None or dimensions == 2:
        return axes_or_new(ax, SIZE)
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=SIZE, layout="constrained", subplot_kw={"projection": "3d"})[1]


def _with_plane(ax, points, weights, bias, label):
    """Return the Axes with the part of the plane that lies in the box of the points."""
    low, high = points.min(axis=0), points.max(axis=0)
    steep = int(np.argmax(np.abs(weights) * (high - low)))  # the coordinate that the plane is solved for
    flat = [axis for axis in range(3) if axis != steep]
    mesh = np.meshgrid(*(np.linspace(low[axis], high[axis], GRID) for axis in flat))
    solved = -(bias + sum(weights[axis] * values for axis, values in zip(flat, mesh))) / weights[steep]
    solved = np.where((solved >= low[steep]) & (solved <= high[steep]), solved, np.nan)
    sheet = {flat[0]: mesh[0], flat[1]: mesh[1], steep: solved}
    ax.plot_surface(*(sheet[axis] for axis in range(3)), color=PALETTE["sky"], alpha=0.4, linewidth=0, antialiased=False,
                    rcount=GRID, ccount=GRID)
    normal = weights * (high - low) * (-1 if weights[2] < 0 else 1)  # towards the side that is seen from above
    ax.view_init(elev=22, azim=np.degrees(np.arctan2(normal[1], normal[0])) + TURN)
    ax.set_zlabel(label)
    ax.locator_params(nbins=TICKS)
    ax.set_box_aspect(None, zoom=0.88)  # else the label of the third axis is cut off
    return ax
