"""The playground as a still: the same picture as the live one, drawn by matplotlib for pages without a kernel."""
import numpy as np

from course_utils.widgets.playground_frame import decades
from course_utils.widgets.playground_network import NAMES, PER_UNIT, THINNEST, WIDEST
from course_utils.widgets.playground_pictures import STRENGTH
from course_utils.widgets.playground_state import REACH
from course_utils.widgets.playground_words import describe_picture

INCHES = (7.8, 3.9)
# Left, bottom, width and height of network, surface, its key and losses, as shares of the figure: always in the same places.
PLACES = ((0, 0, 0.585, 1), (0.635, 0.425, 0.266, 0.532), (0.912, 0.5, 0.012, 0.38), (0.635, 0.12, 0.35, 0.135))
RESOLUTION, SMALL = 150, 24
HALF = 0.36                    # half the side of a neuron's map, in rows of the drawing
BEND = 0.5                     # where the lines of the weights bend, as a share of their way
EXTENT = (-REACH, REACH, -REACH, REACH)


def plot_playground(playground, *, figure=None):
    """Return the matplotlib Figure of a Playground, or of the one of a view: network, decision surface with points, losses.

    Shown by `show(plot_playground(p), alt=describe_playground(p))`. Blue is positive and class A, vermilion negative and class
    B; class A and numbers from 0 on are discs, the others squares; test examples, drawn if the state shows them, are hollow.
    """
    playground = getattr(playground, "playground", playground)
    if figure is None:
        import matplotlib.pyplot as plt  # here, because it takes a while and not every lesson draws

        figure = plt.figure(figsize=INCHES, layout="none")
    network, surface, key, losses = (figure.add_axes(place) for place in PLACES)
    _draw_network(network, playground)
    _draw_surface(surface, key, playground)
    _draw_losses(losses, playground)
    return figure


def describe_playground(playground):
    """Return the alternative text for `plot_playground`: data, network, what the surface shows, and the numbers reached."""
    playground = getattr(playground, "playground", playground)
    return describe_picture(playground, playground.surface(60))


def _colours():
    """Return what imshow needs for values from -1 to 1 in the signed colours, without the darkest at both ends."""
    from course_utils.figures.style import SIGNED

    return {"cmap": SIGNED, "vmin": -1 / STRENGTH, "vmax": 1 / STRENGTH, "interpolation": "bilinear"}


def _draw_network(ax, playground):
    """Draw a map for each neuron, a line for each weight, the names of inputs and layers."""
    maps, state = playground.maps(SMALL), playground.state
    ax.set_axis_off()
    columns = [[(place, len(layer) / 2 - row - 0.5) for row in range(len(layer))] for place, layer in enumerate(maps)]
    gap = 8 / max(len(maps) - 1, 1)  # rows between two columns: the drawing is as wide as it is high
    spots = [[(place * gap, height) for place, height in layer] for layer in columns]
    _draw_weights(ax, spots, playground.weights)
    for layer, values in zip(spots, maps):
        for (x, y), image in zip(layer, values):
            ax.imshow(image, extent=(x - HALF, x + HALF, y - HALF, y + HALF), zorder=3, **_colours())
            ax.add_patch(_frame(x, y))
    for (x, y), name in zip(spots[0], state.inputs):
        ax.text(x - HALF - 0.12, y, NAMES[name], ha="right", va="center", fontsize=9)
    titles = ["inputs", *(f"hidden {place}" for place in range(1, len(maps) - 1)), "output"]
    for layer, title in zip(spots, titles):
        ax.text(layer[0][0], 4.35, title, ha="center", fontsize=9 if len(maps) < 7 else 7)
    ax.set(xlim=(-1.4, 8.5), ylim=(-4.1, 4.8), aspect="equal")


def _frame(x, y):
    from matplotlib.patches import Rectangle

    return Rectangle((x - HALF, y - HALF), 2 * HALF, 2 * HALF, fill=False, edgecolor="#555555", linewidth=0.8, zorder=4)


def _draw_weights(ax, spots, weights):
    """Draw the weights as bent lines, whole and blue above zero, dashed and vermilion below, the wider the larger."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    from course_utils.figures.style import BACKWARD, PALETTE

    for before, after, matrix in zip(spots, spots[1:], weights):
        for (x0, y0), row in zip(before, matrix):
            for (x1, y1), weight in zip(after, np.nan_to_num(row)):
                middle = x0 + BEND * (x1 - x0)
                path = Path([(x0, y0), (middle, y0), (middle, y1), (x1, y1)], [Path.MOVETO] + 3 * [Path.CURVE4])
                width = min(THINNEST + PER_UNIT * abs(weight), WIDEST)
                colour, style = (PALETTE["blue"], "-") if weight > 0 else (BACKWARD, (0, (4, 2)))
                ax.add_patch(PathPatch(path, fill=False, edgecolor=colour, linestyle=style, linewidth=0.75 * width))


def _draw_surface(ax, key, playground):
    """Draw the answers over the plane and the points on top, with a key in words."""
    image = ax.imshow(playground.surface(RESOLUTION), extent=EXTENT, **_colours())
    for training in ([False, True] if playground.state.show_test else [True]):
        _draw_points(ax, playground, training)
    ax.set(xlabel="x1", ylabel="x2", xlim=EXTENT[:2], ylim=EXTENT[2:], xticks=(-6, -3, 0, 3, 6), yticks=(-6, -3, 0, 3, 6))
    ax.xaxis.labelpad = ax.yaxis.labelpad = 1
    ax.get_figure(root=True).colorbar(image, cax=key, boundaries=np.linspace(-1, 1, 129), ticks=(-1, 0, 1))
    if playground.state.problem == "classification":
        key.set_yticklabels(["B, squares", "undecided", "A, discs"])


def _draw_points(ax, playground, training):
    """Draw the points of one side: discs and squares, filled for training, hollow for the test."""
    from course_utils.figures.style import SIGNED

    points, targets = playground.data.side(training)
    classes = playground.state.problem == "classification"
    for rows, marker in ((targets >= 0, "o"), (targets < 0, "s")):
        faces = SIGNED((targets[rows] > 0).astype(float)) if classes else SIGNED(0.5 + 0.5 * STRENGTH * targets[rows])
        ax.scatter(*points[rows].T, s=16 if training else 20, marker=marker, linewidths=0.6 if training else 1.2,
                   facecolors=faces if training else "white", edgecolors=_rim(faces, training, classes), zorder=2 + training)


def _rim(faces, training, classes):
    """Return the colour around points: pale ones of regression need a dark one, hollow ones that of their class."""
    if not classes:
        return "#444444"
    return "white" if training else faces


def _draw_losses(ax, playground):
    """Draw both losses over the epochs on a logarithmic scale: training whole, test dashed."""
    from matplotlib.ticker import LogLocator

    from course_utils.figures.style import BACKWARD, PALETTE

    epochs = np.arange(playground.epoch + 1)
    for losses, name, colour, style in ((playground.training_losses, "training", PALETTE["blue"], "-"),
                                        (playground.test_losses, "test", BACKWARD, "--")):
        values = np.array(losses)
        shown = np.isfinite(values) & (values > 0)
        ax.plot(epochs[shown], values[shown], linestyle=style, color=colour, label=f"{name} {losses[-1]:.3f}")
    low, top = decades(playground)
    ax.set(yscale="log", xlabel="epoch", ylabel="loss", ylim=(10.0 ** low, 10.0 ** top))
    ax.yaxis.set_major_locator(LogLocator(numticks=4))
    ax.minorticks_off()
    ax.xaxis.labelpad = 1
    ax.legend(ncols=2, loc="lower left", bbox_to_anchor=(0, 0.94), borderpad=0)
