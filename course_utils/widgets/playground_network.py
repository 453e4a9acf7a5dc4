"""The drawing of the playground's network: a small map for each neuron, a line for each weight."""
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course_utils.widgets.playground_pictures import CLEAR, data_address, levels
from course_utils.widgets.playground_words import describe_network

WIDTH, HEIGHT = 500, 300   # of the drawing, in CSS pixels
CELLS = 20                 # a neuron's map has CELLS x CELLS cells ...
FINER = 3                  # and the surface FINER times as many, both ways
RESOLUTION = FINER * CELLS
SIDE = 30                  # ... and is drawn this large
SCALE = SIDE / CELLS
LEFT, TOP = 46, 26         # room for the names of inputs and layers
MOST_ROWS = 8
SIGNS = ((1, "#0072B2", ""), (-1, "#B54F00", ' stroke-dasharray="5 3"'))  # blue and whole, vermilion and dashed
THINNEST, PER_UNIT, WIDEST, STEP = 0.6, 1.5, 7.0, 0.4  # widths of lines in pixels: of weight 0, for each 1 more, at most
NAMES = {"x1": "x1", "x2": "x2", "x1^2": "x1\N{SUPERSCRIPT TWO}", "x2^2": "x2\N{SUPERSCRIPT TWO}", "x1x2": "x1 x2",
         "sin1": "sin x1", "sin2": "sin x2"}


@dataclass(frozen=True)
class Layout:
    """Where things are: `cells` of a neuron's map (column, row) in the picture of maps, `curves` of the weights as SVG.

    `curves` holds for each layer of weights a list (inputs) of lists (units) of path data.
    """

    cells: tuple
    curves: tuple
    labels: str


@lru_cache(maxsize=8)
def lay_out(inputs, hidden):
    """Return the Layout of a network with these input names and hidden layers, both tuples."""
    counts = [len(inputs), *hidden, 1]
    columns = _spread(len(counts), 0, int((WIDTH - LEFT - SIDE) / SCALE))
    rows = int((HEIGHT - TOP) / SCALE)
    cells = []
    for column, count in zip(columns, counts):
        pitch = min(rows // MOST_ROWS + 6, rows // count)
        first = (rows - pitch * (count - 1) - CELLS) // 2
        cells.append(tuple((column, first + pitch * place) for place in range(count)))
    corners = [[(LEFT + SCALE * x, TOP + SCALE * y) for x, y in layer] for layer in cells]
    curves = tuple(tuple(tuple(_curve(start, end) for end in after) for start in before)
                   for before, after in zip(corners, corners[1:]))
    return Layout(tuple(cells), curves, _labels(inputs, corners))


def network_html(playground, maps):
    """Return the drawing of a Playground's network as HTML; `maps` are its `maps(RESOLUTION)`."""
    state = playground.state
    layout = lay_out(state.inputs, state.hidden)
    picture = data_address(_sheet(layout, maps))
    box = f"left:{LEFT}px;top:{TOP}px;width:{_sheet_size()[1] * SCALE:g}px;height:{_sheet_size()[0] * SCALE:g}px"
    return (f'<div style="position:relative;width:{WIDTH}px;height:{HEIGHT}px">'
            f'<svg aria-hidden="true" width="{WIDTH}" height="{HEIGHT}" style="position:absolute;inset:0;overflow:visible">'
            f"{_lines(layout, playground.weights)}{layout.labels}</svg>"
            f'<img decoding="sync" alt="{describe_network(state)} A small map for each neuron." '
            f'style="position:absolute;{box};max-width:none;margin:0" src="{picture}"></div>')


def _sheet_size():
    """Return height and width of the picture of all maps, in cells."""
    return int((HEIGHT - TOP) / SCALE), int((WIDTH - LEFT - SIDE) / SCALE) + CELLS


def _sheet(layout, maps):
    """Return one picture with the maps of all neurons in their places, (height, width) of palette entries."""
    sheet = np.full(_sheet_size(), CLEAR, dtype=np.uint8)
    for places, layer in zip(layout.cells, maps):
        for (column, row), values in zip(places, levels(layer[:, FINER // 2::FINER, FINER // 2::FINER])):
            sheet[row:row + CELLS, column:column + CELLS] = values
    return sheet


def _lines(layout, weights):
    """Return the weights as SVG: one path for all lines of the same sign and width."""
    paths = []
    for sign, colour, dashes in SIGNS:
        groups = {}
        for curves, matrix in zip(layout.curves, weights):
            for row, values in zip(curves, _widths(sign * matrix)):
                for curve, width in zip(row, values):
                    groups.setdefault(width, []).append(curve)
        paths += [f'<path d="{"".join(curves)}" stroke="{colour}" stroke-width="{width:g}" fill="none"{dashes}/>'
                  for width, curves in sorted(groups.items()) if width]
    return "".join(paths)


def _widths(weights):
    """Return the widths of the lines of weights above zero in steps, a list of lists; 0 for all others and for nan."""
    widths = np.clip(THINNEST + PER_UNIT * np.nan_to_num(weights, posinf=WIDEST), 0, WIDEST)
    return np.where(weights > 0, np.round(np.round(widths / STEP) * STEP, 1), 0).tolist()


def _spread(count, first, last):
    """Return `count` whole numbers, evenly from first to last."""
    return [round(first + (last - first) * place / (count - 1)) for place in range(count)]


def _curve(start, end):
    """Return the path from the right side of the map at `start` to the left side of the one at `end`."""
    x0, y0, x1, y1 = start[0] + SIDE, start[1] + SIDE / 2, end[0], end[1] + SIDE / 2
    middle = (x0 + x1) / 2
    return f"M{x0:.0f} {y0:.0f}C{middle:.0f} {y0:.0f} {middle:.0f} {y1:.0f} {x1:.0f} {y1:.0f}"


def _labels(inputs, corners):
    """Return as SVG a frame for each map, the names of the inputs and the headings of the layers."""
    frames = "".join(f'<rect x="{x - 1:g}" y="{y - 1:g}" width="{SIDE + 2}" height="{SIDE + 2}" fill="#fff" stroke="#555"/>'
                     for layer in corners for x, y in layer)
    names = "".join(f'<text x="{LEFT - 5}" y="{y + SIDE / 2 + 4:g}" text-anchor="end">{NAMES[name]}</text>'
                    for name, (x, y) in zip(inputs, corners[0]))
    hidden = "hidden " if len(corners) < 7 else "h"
    titles = ["inputs", *(f"{hidden}{place}" for place in range(1, len(corners) - 1)), "output"]
    heads = "".join(f'<text x="{layer[0][0] + SIDE / 2:g}" y="13" text-anchor="middle">{title}</text>'
                    for title, layer in zip(titles, corners))
    return f'{frames}<g font-size="12" fill="#222">{names}{heads}</g>'
