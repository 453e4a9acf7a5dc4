"""The panels of the live playground as HTML: network with numbers, decision surface, points over it, loss curves, key."""
import math
from functools import lru_cache
from html import escape

import numpy as np

from course_utils.widgets.playground_data import make_data
from course_utils.widgets.playground_network import network_html
from course_utils.widgets.playground_pictures import colour_of, data_address, gradient, levels
from course_utils.widgets.playground_state import REACH
from course_utils.widgets.playground_words import describe_picture, loss_text

SIDE = 264                      # of the surface, in CSS pixels
CURVES = (264, 84)              # width and height of the loss curves
MOST_SHOWN = 110                # points of a curve; more cannot be seen
POINT, HOLLOW = 6.0, 3.0        # how wide a point is, and the hole of one that is a test example
RIM, DARK_RIM = "#fff", "#444"
CLASSES = {1.0: (RIM, "#003A5C"), -1.0: (RIM, "#7A3300")}  # the ends of the signed map, darker than any surface
TRAINING, TEST = 'stroke="#0072B2"', 'stroke="#B54F00" stroke-dasharray="5 3"'
SMALLEST_LOSS, LARGEST_LOSS = 1e-4, 1e6  # what lies beyond is drawn at the rim
BAR = "display:inline-block;width:120px;height:11px;border:1px solid #555;vertical-align:-2px"
BOX = "background:#fff;color:#222;font:13px/1.35 sans-serif;padding:6px;max-width:100%;overflow-x:auto;box-sizing:border-box"


def network_panel(playground, maps, footer=""):
    """Return the network of a Playground and its numbers as HTML; `maps` are its `maps(RESOLUTION)`, `footer` a line below."""
    return f'<div style="{BOX}">{network_html(playground, maps)}{_numbers(playground, footer)}</div>'


def surface_panel(playground, maps):
    """Return the decision surface as HTML, a picture with its alternative text: the one thing that every tick sends anew."""
    words = escape(describe_picture(playground, maps[-1][0]))
    return (f'<img decoding="sync" alt="{words}" width="{SIDE}" height="{SIDE}" src="{data_address(levels(maps[-1][0]))}" '
            f'style="display:block;width:{SIDE}px;height:{SIDE}px;max-width:none;margin:0;outline:1px solid #555">')


@lru_cache(maxsize=8)
def points_panel(state):
    """Return what lies over the surface as HTML, axes and points: it changes with the state only."""
    return (f'<svg aria-hidden="true" width="{SIDE}" height="{SIDE}" style="display:block;position:relative">'
            f"{_axes()}{points_svg(state)}</svg>")


def curves_panel(playground):
    """Return the losses over the epochs as HTML."""
    return f'<div style="{BOX}">{_curves(playground)}</div>'


def legend_html(state):
    """Return what colours, marks and lines mean, in words, as HTML; it is the same for every frame of a state."""
    ends = ("class B, squares", "class A, discs") if state.problem == "classification" else (
        "\N{MINUS SIGN}1 (squares: below 0)", "+1 (discs: 0 and above)")
    bar = f'<span aria-hidden="true" style="{BAR};background:{gradient()}"></span>'
    return (f'<div style="{BOX};font-size:12px">{ends[0]} {bar} {ends[1]}. Filled points are trained on, hollow ones test. '
            f"Lines are weights, the wider the larger: {_key(TRAINING)} above zero, {_key(TEST)} below. Curves are losses: "
            f"{_key(TRAINING)} training, {_key(TEST)} test. By keyboard: Tab goes on, Space presses a button or opens a menu, "
            "arrows move a slider or choose in an open menu.</div>")


@lru_cache(maxsize=1)
def _axes():
    """Return the names of the axes and the numbers at their ends, on white so that they can be read on any colour."""
    middle = SIDE / 2
    texts = ((SIDE - 4, middle - 4, "end", "x1"), (middle + 5, 13, "start", "x2"), (4, middle - 4, "start", "\N{MINUS SIGN}6"),
             (middle + 5, SIDE - 5, "start", "\N{MINUS SIGN}6"))
    lines = f'<path d="M0 {SIDE / 2:g}H{SIDE}M{SIDE / 2:g} 0V{SIDE}" stroke="#555" stroke-width="0.5"/>'
    return lines + "".join(f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="12" fill="#222" stroke="{RIM}" '
                           f'stroke-width="3" paint-order="stroke">{text}</text>' for x, y, anchor, text in texts)


def points_svg(state):
    """Return the points of a state as SVG: discs for A and numbers above zero, squares for the others.

    A path of length zero with round ends is a disc, with square ends a square: a tenth of the text of <circle>.
    """
    data = make_data(state)
    shades = data.targets if state.problem == "classification" else np.round(data.targets * 4) / 4
    sides = [False, True] if state.show_test else [True]
    return "".join(_marks(data.points[(data.in_training == training) & (shades == shade)], shade, training)
                   for training in sides for shade in np.unique(shades))


def _marks(points, shade, training):
    """Return points of one colour: a white rim, the colour, and for test examples a white middle."""
    places = np.round((points * (1, -1) + REACH) * (SIDE / (2 * REACH)), 1)
    path = "".join(f"M{x:g} {y:g}h0" for x, y in places)
    end = "round" if shade >= 0 else "square"
    wide = POINT if shade >= 0 else 0.85 * POINT  # a square is larger than a disc of the same width
    rim, colour = CLASSES.get(float(shade)) or (DARK_RIM, colour_of(float(shade)))  # pale colours need a dark rim
    layers = [(wide + 2.4, rim), (wide, colour)] + ([] if training else [(HOLLOW, RIM)])
    return "".join(f'<path d="{path}" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="{end}"/>'
                   for width, colour in layers)


def _curves(playground):
    """Return the losses over the epochs as SVG, on a logarithmic scale: training whole, test dashed."""
    width, height = CURVES
    series = [np.array(_thinned(losses)) for losses in (playground.training_losses, playground.test_losses)]
    low, top = decades(playground)
    lines = "".join(_tick(power, top, low) for power in _ticks(top, low))
    curves = "".join(_curve(values, top, low, look) for values, look in zip(
        series, (TRAINING, TEST)))
    return (f'<svg aria-hidden="true" width="{width}" height="{height}" style="display:block;margin-top:6px">{lines}'
            f'<g fill="none" stroke-width="2">{curves}</g></svg>')


def decades(playground):
    """Return the powers of ten between which the losses of a Playground lie, two whole numbers, at most 20 apart."""
    losses = np.array(playground.training_losses + playground.test_losses)
    losses = np.clip(losses[np.isfinite(losses)], SMALLEST_LOSS, LARGEST_LOSS)
    top = math.ceil(math.log10(losses.max(initial=SMALLEST_LOSS)) + 1e-9)
    return min(math.floor(math.log10(losses.min(initial=LARGEST_LOSS)) + 1e-9), top - 1), top


def _ticks(top, low):
    """Return which powers of ten get a line: all, or with many of them some."""
    return range(low, top + 1, max(1, (top - low) // 3))


def _thinned(losses):
    """Return at most about MOST_SHOWN of the losses, the last among them."""
    step = 1 + len(losses) // MOST_SHOWN
    return losses[::-step][::-1]


def _tick(power, top, low):
    y = _height(10.0 ** power, top, low)
    return (f'<path d="M46 {y:.1f}H{CURVES[0]}" stroke="#ddd"/><text x="42" y="{y + 4:.1f}" text-anchor="end" font-size="11" '
            f'fill="#222">{10.0 ** power:g}</text>')


def _height(losses, top, low):
    """Return how far down losses lie in the drawing; those below the lowest line on it, infinite ones at the top."""
    clipped = np.clip(np.nan_to_num(losses, nan=10.0 ** top, posinf=10.0 ** top), 10.0 ** low, 10.0 ** top)
    return 7 + (CURVES[1] - 14) * (top - np.log10(clipped)) / (top - low)


def _curve(values, top, low, look):
    across = np.linspace(48, CURVES[0] - 2, len(values)) if len(values) > 1 else np.array([48.0])
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, _height(values, top, low)))
    return f'<polyline points="{places}" {look}/>'


def _numbers(playground, footer):
    """Return epoch, losses and accuracies as a table row, with the key to the lines of the curves."""
    losses = ((("training", TRAINING), playground.training_loss), (("test", TEST), playground.test_loss))
    cells = [f"epoch<br><b>{playground.epoch:,}</b>",
             "<br>".join(f"{name} loss {_key(look)} <b>{loss_text(loss)}</b>" for (name, look), loss in losses)]
    if playground.state.problem == "classification":
        cells.append("<br>".join(f"{name} right <b>{playground.accuracy(name):.0%}</b>" for name in ("training", "test")))
    columns = "".join(f"<div>{cell}</div>" for cell in cells)
    return ('<div style="display:flex;gap:24px;margin:4px 0 0 46px;font-variant-numeric:tabular-nums">'
            f'{columns}</div><div style="margin:3px 0 0 46px;color:#555">{escape(footer)}</div>')


def _key(look):
    return f'<svg aria-hidden="true" width="26" height="8"><path d="M0 4H26" stroke-width="2" {look}/></svg>'
