"""Drawings of layered networks: neurons as circles, weights as arrows."""
from dataclasses import dataclass

import numpy as np
from matplotlib.patches import Circle, FancyArrowPatch

from course_utils.figures.labels import place_labels
from course_utils.figures.network_input import read_edges, read_highlight, read_layers, read_names, read_node_labels
from course_utils.figures.style import (
    BACKWARD,
    FORWARD,
    GREY,
    INK,
    PALETTE,
    axes_or_new,
    fade,
    frame_inches,
    text_inches,
)

FONT_SIZE = 10
POINTS_PER_INCH = 72
FULL = 1.0
# All in inches: centres of neighbouring layers are at most GAP apart, a figure of our own is at most WIDEST wide, its
# rows at least ROW apart with at least BETWEEN left free between circles; SMALLEST is the radius without text.
GAP, WIDEST, ROW, BETWEEN, SMALLEST, MARGIN, PANEL_SIDE = 2.4, 7.2, 1.3, 0.6, 0.2, 0.06, 0.45


@dataclass(frozen=True)
class _Look:
    """How the parts of one drawing look: what stands out, how strong the rest is, which way arrows point."""

    nodes: frozenset
    edges: frozenset
    faded: float
    reverse: bool
    size: float

    @property
    def accent(self):
        return BACKWARD if self.reverse else FORWARD

    @property
    def selective(self):
        return bool(self.nodes or self.edges)

    def node_strength(self, node):
        ends = {end for gap, i, j in self.edges for end in ((gap, i), (gap + 1, j))}
        return FULL if not self.selective or node in self.nodes | ends else self.faded

    def edge_strength(self, edge):
        return FULL if not self.selective or edge in self.edges else self.faded

    def font(self, factor=1.0):
        return FONT_SIZE * self.size * factor

    def text_color(self, strength):
        return fade(INK, min(FULL, 2.2 * strength))  # text that is faded as far as lines cannot be read


@dataclass(frozen=True)
class _Room:
    """The inches that a drawing needs: radius of the circles, margins beside, above and below all centres.

    `names` is how far above the highest centre the names of the layers end.
    """

    radius: float
    side: float
    names: float
    above: float
    below: float

    def figure_size(self, counts):
        gap = min(GAP, (WIDEST - 2 * self.side) / (len(counts) - 1))
        row = max(ROW, 2 * self.radius + BETWEEN)
        return 2 * self.side + gap * (len(counts) - 1), self.above + self.below + row * (max(counts) - 1)

    def centres(self, counts, frame):
        """Return {(layer, index): (x, y)} in a frame of (width, height); index 0 of a layer is its top."""
        width, height = frame
        gap = min((width - 2 * self.side) / (len(counts) - 1), GAP)
        row = (height - self.above - self.below) / max(max(counts) - 1, 1)
        left, middle = (width - gap * (len(counts) - 1)) / 2, (height - self.above + self.below) / 2
        return {(layer, index): (left + layer * gap, middle + row * ((count - 1) / 2 - index))
                for layer, count in enumerate(counts) for index in range(count)}


def plot_network(layers, *, weights=None, edge_labels=None, node_labels=None, layer_names=None, highlight=(), faded=0.3,
                 reverse=False, size=1.0, title=None, ax=None):
    """Return the Axes with a network drawn from left to right, each neuron a circle, each weight an arrow.

    layers: for each layer the number of its neurons, or an array (neurons,) of values or a list of strings, which are
        written into the circles; a string may have several lines.
    weights: for each of the gaps an array (neurons, neurons of the next layer) or None. Numbers are written on the
        edges, which are the thicker the larger the magnitude; blue is positive, vermilion with a minus sign negative.
    edge_labels: for each gap a nested list of strings of that shape, or None, written instead of the numbers.
    node_labels: for each layer a list of strings, or None, written above or below the circles.
    layer_names: for each layer a string, written above its column.
    highlight: edges as (gap, from, to) and neurons as (layer, index), counted from 0. They stand out, all else is
        drawn at the strength `faded` (0 to 1). With reverse=True arrows point from right to left and stand out in
        vermilion, as for an error on its way back.
    size: factor for all text; 0.75 suits four panels in one figure of 7 x 5.6 inches, drawn with ax=... each.

    Raises ValueError, saying which layer or gap, for shapes that do not fit and for edges that do not exist.
    """
    texts = read_layers(layers)
    counts = [len(layer) for layer in texts]
    edge_texts, strengths = read_edges(counts, weights, edge_labels)
    look = _Look(*read_highlight(counts, highlight), faded, reverse, size)
    own_figure = ax is None
    ax = axes_or_new(ax, (WIDEST, ROW))
    if title:  # inside the Axes, so that it changes nothing in how panels are laid out
        ax.set_title(title, fontsize=look.font(1.1), y=1.0, pad=-look.font(1.1))
    inside = _write_nodes(ax, texts, look)
    beside = _write_beside(ax, read_node_labels(counts, node_labels), look)
    names = _write_names(ax, read_names(counts, layer_names), look)
    room = _room(inside, beside, names, look, in_panel=not own_figure, titled=bool(title))
    if own_figure:
        ax.get_figure(root=True).set_size_inches(room.figure_size(counts))
    frame = frame_inches(ax)
    centres = room.centres(counts, frame)
    _place_names(names, centres, room)
    obstacles = _draw_nodes(ax, inside, centres, room.radius, look) + _place_beside(beside, centres, room.radius)
    for gap, labels in enumerate(edge_texts):
        ends = _draw_edges(ax, gap, counts, strengths[gap], centres, room.radius, look)
        _write_edges(ax, gap, labels, ends, obstacles, look)
    return ax


def _write(ax, text, gid, **options):
    """Return a Text that is not in its place yet, and does not count when the panels of a figure are laid out."""
    return ax.text(0, 0, text, ha="center", gid=gid, in_layout=False, **options)


def _write_nodes(ax, texts, look):
    """Return the texts in the circles, {(layer, index): Text}.

    All are bold if any neuron may be, until they are measured: panels have circles of one size, whatever stands out.
    """
    return {node: _write(ax, text, "node-text-{}-{}".format(*node), va="center", fontsize=look.font(), linespacing=1.2,
                         zorder=5, color=look.text_color(look.node_strength(node)),
                         weight="bold" if look.selective else "normal")
            for node, text in _by_node(texts).items()}


def _write_beside(ax, rows, look):
    """Return the texts next to the circles, {(layer, index): Text}."""
    box = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}
    return {node: _write(ax, text, "node-label-{}-{}".format(*node), va="center", fontsize=look.font(0.9), zorder=5,
                         bbox=box, color=look.text_color(look.node_strength(node)))
            for node, text in _by_node(rows).items() if text}


def _by_node(rows):
    return {(layer, index): entry for layer, row in enumerate(rows) for index, entry in enumerate(row)}


def _write_names(ax, names, look):
    return [_write(ax, name, f"layer-{layer}", va="top", fontsize=look.font(), color=GREY)
            for layer, name in enumerate(names)]


def _room(inside, beside, names, look, in_panel, titled):
    """Return the _Room that all these texts need; a panel keeps room for labels, so that panels look alike."""
    diagonals = [np.hypot(*text_inches(text)) / 2 for text in inside.values() if text.get_text()]
    radius = max([SMALLEST * look.size, *(half + 0.03 for half in diagonals)])
    least = PANEL_SIDE * look.size if in_panel else 0
    side = max([radius, least, *(text_inches(text)[0] / 2 for text in [*beside.values(), *names])]) + MARGIN
    line = 1.3 * look.font() / POINTS_PER_INCH
    label = max([line, *(text_inches(text)[1] for text in beside.values())]) + MARGIN if beside or in_panel else 0
    names_end = radius + MARGIN + label + (line if names else 0)
    return _Room(radius, side, names_end, names_end + (2 * line if titled else 0), radius + MARGIN + label)


def _place_names(names, centres, room):
    highest = max(y for _, y in centres.values())
    for layer, name in enumerate(names):
        name.set_position((centres[layer, 0][0], highest + room.names))


def _place_beside(beside, centres, radius):
    """Return the boxes of the texts next to the circles: above in the upper half, where most edges come from below."""
    boxes = []
    heights = [y for _, y in centres.values()]
    middle = (max(heights) + min(heights)) / 2 + 0.01
    for node, text in beside.items():
        x, y = centres[node]
        width, height = text_inches(text)
        y += (radius + 0.04 + height / 2) * (1 if y > middle else -1)
        text.set_position((x, y))
        boxes.append((x - width / 2, y - height / 2, x + width / 2, y + height / 2))
    return boxes


def _draw_nodes(ax, inside, centres, radius, look):
    """Return the boxes of the circles, which labels have to avoid; draw the circles and move their texts there."""
    for node, centre in centres.items():
        strength, chosen = look.node_strength(node), node in look.nodes
        fill = "white" if node[0] == 0 else fade(PALETTE["sky"], 0.22 * strength)
        ax.add_patch(Circle(centre, radius, facecolor=fill, edgecolor=fade(look.accent if chosen else GREY, strength),
                            linewidth=2.4 if chosen else 1.2, zorder=4, gid="node-{}-{}".format(*node)))
        inside[node].set(position=centre, weight="bold" if chosen else "normal")
    return [(x - radius, y - radius, x + radius, y + radius) for x, y in centres.values()]


def _draw_edges(ax, gap, counts, strengths, centres, radius, look):
    """Return start and end of every edge of a gap, {(from, to): ((x, y), (x, y))}; draw them as arrows."""
    ends = {}
    for i in range(counts[gap]):
        for j in range(counts[gap + 1]):
            start, end = np.array(centres[gap, i]), np.array(centres[gap + 1, j])
            step = (end - start) / np.linalg.norm(end - start) * radius
            ends[i, j] = start + step, end - step
            ax.add_patch(_arrow(ends[i, j], (gap, i, j), strengths[i][j], look))
    return ends


def _arrow(ends, edge, weight, look):
    chosen = edge in look.edges
    plain = GREY if weight == 0 else PALETTE["blue" if weight > 0 else "vermilion"]
    headless = look.selective and not chosen
    return FancyArrowPatch(
        *(ends[::-1] if look.reverse else ends), arrowstyle="-" if headless else "-|>", shrinkA=0, shrinkB=0,
        color=look.accent if chosen else fade(plain, look.edge_strength(edge)),
        linewidth=(3.0 if chosen else 0.9 + 1.6 * abs(weight)) * look.size,
        mutation_scale=(14 if chosen else 9) * look.size,
        zorder=3 if chosen else 2, gid="edge-{}-{}-{}".format(*edge))


def _write_edges(ax, gap, labels, ends, obstacles, look):
    """Return nothing; write the labels of a gap on its edges, each in a white box."""
    texts = {}
    for i, j in ends:
        if labels[i][j]:
            chosen = (gap, i, j) in look.edges
            texts[i, j] = _write(
                ax, labels[i][j], f"edge-label-{gap}-{i}-{j}", va="center", fontsize=look.font(0.9), linespacing=1.15,
                weight="bold" if chosen else "normal", zorder=6,
                color=look.accent if chosen else look.text_color(look.edge_strength((gap, i, j))),
                bbox={"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none"})
    if texts:
        padding = 2 * 0.12 * look.font(0.9) / POINTS_PER_INCH
        sizes = [np.add(text_inches(text), padding) for text in texts.values()]
        for text, place in zip(texts.values(), place_labels([ends[key] for key in texts], sizes, obstacles)):
            text.set_position(place)
