"""The neuron of lesson 00 to play with: sliders for its weights and bias, the computation in numbers, its decision line."""
from base64 import b64encode
from html import escape

import numpy as np

from course_utils.widgets.neuron_model import NeuronModel
from course_utils.widgets.view import View

LIMIT, STEP = 3.0, 0.1  # of the sliders
INCHES = (4.4, 3.6)
SHADE = "#D6E6F2"       # where the neuron fires
GUIDE = "The neuron explorer: three sliders set w1, w2 and the bias. Run the cell in a notebook to move them."


def plot_neuron(model, *, ax=None):
    """Return the Axes with the plane of the inputs of a NeuronModel: where it fires, its decision line, its points.

    Points where it should fire are blue discs, the others open vermilion squares; the star is the neuron's own input.
    """
    from course_utils.figures.style import PALETTE, axes_or_new

    ax = axes_or_new(ax, INCHES)
    reach = 1.15 * max(1.0, *(abs(value) for x1, x2, _ in (*model.points, (model.x1, model.x2, 0)) for value in (x1, x2)))
    _draw_halves(ax, model, reach)
    looks = {1: ("o", PALETTE["blue"], PALETTE["blue"], "should fire"),
             0: ("s", "white", PALETTE["vermilion"], "should not fire")}
    for target, (marker, face, edge, label) in looks.items():
        chosen = np.array([point[:2] for point in model.points if point[2] == target])
        if len(chosen):
            ax.plot(*chosen.T, marker, markersize=13, markerfacecolor=face, markeredgecolor=edge, markeredgewidth=2,
                    label=label)
    ax.plot(model.x1, model.x2, "*", markersize=11, color=PALETTE["yellow"], markeredgecolor="black", label="the input")
    ax.set(xlabel="x1", ylabel="x2", xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=3, columnspacing=1, handlelength=1.2)
    return ax


def _draw_halves(ax, model, reach):
    """Shade the side where the neuron fires and draw the line between the sides; `reach` is how far the axes go."""
    ticks = np.linspace(-reach, reach, 2)  # the sum is linear, so the corners determine every contour exactly
    sums = model.net(ticks[None, :], ticks[:, None])  # (x2, x1)
    if not sums.min() < 0 < sums.max():
        ax.set_facecolor(SHADE if sums.max() > 0 else "white")
        return
    ax.contourf(ticks, ticks, sums, levels=[0, sums.max() + 1], colors=[SHADE])
    ax.contour(ticks, ticks, sums, levels=[0], colors="black", linewidths=2)


def explore_neuron(model=None):
    """Return a view with a slider for each of w1, w2 and bias; moving one changes the computation and the drawing.

    `model` is a NeuronModel; its inputs and points stay as they are. Without one there is a neuron with eight points
    that waits to be set right. Shown as the last expression of a cell, or by `display`.
    """
    return NeuronExplorer(NeuronModel() if model is None else model)


class NeuronExplorer(View):
    """The sliders, the computation as text and the drawing of `model`, a NeuronModel, which follows the sliders."""

    def __init__(self, model):
        from ipywidgets import HTML, HBox, VBox

        self.model = model
        self.sliders = {name: self._slider(name) for name in ("w1", "w2", "bias")}
        self.said, self.drawn = HTML(), HTML()
        self._update()
        panel = VBox([*self.sliders.values(), self.said], layout={"margin": "0 10px 0 0"})
        super().__init__(HBox([panel, self.drawn], layout={"flex_flow": "row wrap", "align_items": "center"}),
                         lambda: f"{GUIDE} {self.model.formula()}; {self.model.score()}".rstrip("; ") + ".")

    def _slider(self, name):
        from ipywidgets import FloatSlider

        from course_utils.figures.style import PALETTE

        value = getattr(self.model, name)
        limit = max(LIMIT, abs(value))
        slider = FloatSlider(value=value, min=-limit, max=limit, step=STEP, description=name, readout_format=".1f",
                             style={"handle_color": PALETTE["blue"]})  # white on a light page is hard to see
        slider.observe(lambda change: self._move(name, change["new"]), "value")
        return slider

    def _move(self, name, value):
        setattr(self.model, name, value)
        self._update()

    def _update(self):
        """Show the model as it is now. The text comes first: it is there at once, the drawing a moment later."""
        score = f"<br>{self.model.score()}" if self.model.points else ""
        self.said.value = (f'<div role="status" style="line-height:1.5">w1 × x1 + w2 × x2 + bias<br>= '
                           f"{self.model.formula()}{score}</div>")
        # An <img> of its own and not ipywidgets' Image, which has no alternative text, neither in version 7 nor in 8.
        picture = b64encode(_picture(self.model)).decode("ascii")
        self.drawn.value = (f'<img decoding="sync" alt="{escape(self.model.description())}" style="max-width:100%" '
                            f'src="data:image/png;base64,{picture}">')


def _picture(model):
    """Return the drawing of a NeuronModel as the bytes of a PNG, always of the same size."""
    from matplotlib.figure import Figure  # not pyplot: what pyplot knows, a notebook shows a second time

    from course_utils.figures.display import png_bytes

    figure = Figure(figsize=INCHES, layout="constrained")
    plot_neuron(model, ax=figure.subplots())
    return png_bytes(figure)
