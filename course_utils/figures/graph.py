"""Drawings of computational graphs with values flowing forward and gradients flowing back."""
from collections import Counter
from dataclasses import dataclass

from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from course_utils.figures.layering import layer_graph
from course_utils.figures.style import (
    BACKWARD,
    FORWARD,
    GREY,
    INK,
    PALETTE,
    axes_or_new,
    fade,
    frame_inches,
    number_text,
    text_inches,
)

SIGNS = {"*": "\N{MULTIPLICATION SIGN}", "-": "\N{MINUS SIGN}"}
FONT_SIZE, DIGITS = 10.5, 3
# All in inches.
BOX_HEIGHT, ROW, CURVE, MARGIN, FLOOR, ENTRY_STEP = 0.38, 0.85, 0.3, 0.08, 0.8, 0.13


@dataclass(frozen=True)
class Node:
    """One step of a computation, or a number that goes into it.

    `name` is unique in its graph. `inputs` are the names of the nodes that `operation` takes, in order; a leaf has
    neither. `value` and `gradient` are numbers, or strings to be shown as they are; None shows nothing. The name of an
    operation stands above it, unless `caption` is false.
    """

    name: str
    operation: str | None = None
    inputs: tuple[str, ...] = ()
    value: float | str | None = None
    gradient: float | str | None = None
    caption: bool = True


@dataclass(frozen=True)
class _Plan:
    """Where the parts of a drawing stand, in inches: boxes by name, columns by number."""

    centre: dict
    width: dict
    lefts: list   # where a column begins
    rights: list  # where the lines that leave its boxes end
    column: dict
    deepest: float

    def line_end(self, name):
        return self.rights[self.column[name]]

    def entry(self, name, source_names, position):
        """Return where an input arrives at the box `name`: inputs arrive side by side, the highest at the top."""
        ranks = sorted(range(len(source_names)), key=lambda index: -self.centre[source_names[index]][1])
        x, y = self.centre[name]
        return x - self.width[name] / 2 + 0.01, y + ENTRY_STEP * ((len(ranks) - 1) / 2 - ranks.index(position))


def plot_graph(nodes, *, ax=None):
    """Return the Axes with the computational graph of `nodes`, a list of Node, drawn from left to right.

    Leaves are squared boxes with their name, operations rounded ones with their name above. On the line that leaves a
    node stands its value, above and blue, and its gradient, below and vermilion; where a value is used more than once
    the line forks behind them, because its gradient is the sum over all uses. A small legend says which is which.
    Text shrinks in an `ax` that is smaller than the drawing wants to be.

    Raises ValueError for duplicate or unknown names, a cycle, or a node with an operation but no inputs, or inputs but
    no operation.
    """
    inputs = _checked_inputs(nodes)
    places, routes = layer_graph(inputs)
    own_figure = ax is None
    ax = axes_or_new(ax, (7.0, 4.0))
    texts = {node.name: _node_texts(ax, node) for node in nodes}
    plan = _plan(places, texts, [row for cells in routes.values() for _, row in cells])
    scale = _fit(ax, plan, own_figure)
    used = {source for names in inputs.values() for source in names}
    for node in nodes:
        _draw_node(ax, node, plan, final=node.name not in used)
        _place_texts(texts[node.name], node, plan, scale)
    for edge, cells in routes.items():
        _draw_edge(ax, edge, cells, inputs[edge[1]], plan)
    _draw_legend(ax, any(node.gradient is not None for node in nodes), scale)
    return ax


def _checked_inputs(nodes):
    """Return {name: names of the inputs}, or raise ValueError."""
    if not nodes:
        raise ValueError("nodes is empty; give a list of Node, such as [Node(\"a\", value=2.0), ...].")
    if twice := [name for name, count in Counter(node.name for node in nodes).items() if count > 1]:
        raise ValueError(f"The names {twice} stand for more than one node; give every node a name of its own.")
    known = {node.name: tuple(node.inputs) for node in nodes}
    for node in nodes:
        if unknown := [name for name in node.inputs if name not in known]:
            raise ValueError(f"Node {node.name!r} takes {unknown}, but the graph has only {list(known)}. Add the "
                             "missing node, or correct the name; one input is written (\"a\",), with a comma.")
        if bool(node.operation) != bool(node.inputs):
            raise ValueError(f"Node {node.name!r} has operation {node.operation!r} and inputs {node.inputs!r}; an "
                             "operation needs inputs, and a leaf has neither.")
    return known


def _node_texts(ax, node):
    """Return the Texts of a node by role: what stands in its box, its name above, its value, its gradient."""
    inside = SIGNS.get(node.operation, node.operation) or node.name
    shown = {
        "box": (inside, {"color": INK, "ha": "center", "va": "center"}),
        "name": (node.name if node.caption and node.operation and node.name != inside else "",
                 {"color": GREY, "ha": "center", "va": "bottom", "fontsize": 0.85 * FONT_SIZE, "style": "italic"}),
        "value": ("" if node.value is None else number_text(node.value, DIGITS),
                  {"color": FORWARD, "ha": "center", "va": "bottom", "fontsize": 0.9 * FONT_SIZE}),
        "gradient": ("" if node.gradient is None else number_text(node.gradient, DIGITS),
                     {"color": BACKWARD, "ha": "center", "va": "top", "fontsize": 0.9 * FONT_SIZE}),
    }
    common = {"zorder": 5, "in_layout": False, "fontsize": FONT_SIZE}
    return {role: ax.text(0, 0, text, gid=f"{role}-{node.name}", **(common | options))
            for role, (text, options) in shown.items()}


def _plan(places, texts, passed_rows):
    """Return the plan that gives every text of `texts` the room it needs, and the lines that pass by as well."""
    width = {name: max(BOX_HEIGHT, text_inches(parts["box"])[0] + 0.2) for name, parts in texts.items()}
    line = {name: 0.12 + max(0.25, *(text_inches(parts[role])[0] for role in ("value", "gradient")))
            for name, parts in texts.items()}
    deepest = max([row for _, row in places.values()] + passed_rows)
    centre, lefts, rights, left = {}, [], [], MARGIN
    for column in range(1 + max(column for column, _ in places.values())):
        names = [name for name in places if places[name][0] == column]
        middle = left + max(width[name] for name in names) / 2
        centre.update({name: (middle, _height(places[name][1], deepest)) for name in names})
        lefts.append(left)
        rights.append(max(middle + width[name] / 2 + line[name] for name in names))
        left = rights[-1] + CURVE
    return _Plan(centre, width, lefts, rights, {name: column for name, (column, _) in places.items()}, deepest)


def _height(row, deepest):
    """Return the y in inches of a row counted from the top."""
    return FLOOR + ROW * (deepest - row)


def _fit(ax, plan, own_figure):
    """Return the factor for text, at most 1, and set the limits of `ax` so that the whole plan is seen."""
    size = plan.rights[-1] + MARGIN, _height(0, plan.deepest) + BOX_HEIGHT / 2 + 0.25
    if own_figure:
        ax.get_figure(root=True).set_size_inches(size)
    room = frame_inches(ax)
    ax.set(xlim=(0, size[0]), ylim=(0, size[1]))
    return min(1.0, room[0] / size[0], room[1] / size[1])


def _draw_node(ax, node, plan, final):
    """Return nothing; draw the box of a node and its outgoing line, an arrow where the result leaves the graph."""
    x, y = plan.centre[node.name]
    width, height = plan.width[node.name], BOX_HEIGHT
    look = {"facecolor": fade(PALETTE["sky"], 0.22) if node.operation else "white", "edgecolor": GREY,
            "linewidth": 1.2, "zorder": 4, "gid": f"node-{node.name}"}
    if node.operation and width == height:
        ax.add_patch(Circle((x, y), height / 2, **look))
    else:
        rounding = height / 2 if node.operation else 0.04
        style = f"round,pad=0,rounding_size={rounding}"
        ax.add_patch(FancyBboxPatch((x - width / 2, y - height / 2), width, height, boxstyle=style, **look))
    ax.add_patch(FancyArrowPatch(
        (x + width / 2, y), (plan.line_end(node.name), y), arrowstyle="-|>" if final else "-", shrinkA=0, shrinkB=0,
        color=GREY, mutation_scale=10, linewidth=1.2, zorder=3, gid=f"line-{node.name}"))


def _place_texts(texts, node, plan, scale):
    """Return nothing; put the texts of a node in their places, in the size that fits."""
    x, y = plan.centre[node.name]
    middle = (x + plan.width[node.name] / 2 + plan.line_end(node.name)) / 2
    spots = {"box": (x, y), "name": (x, y + BOX_HEIGHT / 2 + 0.02), "value": (middle, y + 0.03),
             "gradient": (middle, y - 0.05)}
    for role, text in texts.items():
        text.set_position(spots[role])
        text.set_fontsize(text.get_fontsize() * scale)


def _draw_edge(ax, edge, cells, source_names, plan):
    """Return nothing; draw the curve from the end of one node's line, past `cells`, to the box of its consumer."""
    source, consumer, position = edge
    point = plan.line_end(source), plan.centre[source][1]
    vertices, codes = [point], [Path.MOVETO]
    for column, row in cells:
        y = _height(row, plan.deepest)
        vertices += [*_bend(point, (plan.lefts[column], y)), (plan.rights[column], y)]
        codes += [Path.CURVE4] * 3 + [Path.LINETO]
        point = plan.rights[column], y
    vertices += _bend(point, plan.entry(consumer, source_names, position))
    ax.add_patch(FancyArrowPatch(path=Path(vertices, codes + [Path.CURVE4] * 3), arrowstyle="-|>", mutation_scale=10,
                                 color=GREY, linewidth=1.2, zorder=3, gid=f"edge-{source}-{consumer}-{position}"))


def _bend(start, end):
    """Return the control points and the end of a curve that leaves `start` and arrives at `end` horizontally."""
    middle = (start[0] + end[0]) / 2
    return [(middle, start[1]), (middle, end[1]), end]


def _draw_legend(ax, with_gradients, scale):
    """Return nothing; draw in the lower left a line with its two captions, placed as on the lines of the graph."""
    x, y, size = MARGIN, 0.26, 0.8 * FONT_SIZE * scale
    ax.plot([x, x + 1.6], [y, y], color=GREY, linewidth=1.2, gid="legend-line")
    ax.text(x + 0.8, y + 0.03, "value (forward)", color=FORWARD, ha="center", va="bottom", fontsize=size)
    if with_gradients:
        ax.text(x + 0.8, y - 0.05, "gradient (backward)", color=BACKWARD, ha="center", va="top", fontsize=size)
