"""The explorer of lesson 05: a surface seen from above, and the path that gradient descent takes for the chosen settings."""
from base64 import b64encode
from html import escape
from io import BytesIO

from course_utils.widgets.descent_model import MOST_STEPS, OPTIMIZERS, PRESETS, RATES, SURFACES, DescentModel, rate_text
from course_utils.widgets.view import View

INCHES = (5.2, 3.7)
DOTS_PER_INCH, COLOURS = 110, 32
# The places of the slider in each power of ten: about evenly spaced on a logarithmic scale, and numbers one would write.
# Not a FloatLogSlider: in the browser it moves any other value, such as 0.09, to the nearest power of ten on its own grid.
DIGITS = (1, 1.05, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2, 2.1, 2.2, 2.5, 2.8, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 9, 9.5)
GUIDE = ("The descent explorer: a slider for the learning rate, others for steps and start, menus for surface and optimizer. "
         "Run the cell in a notebook to move them.")


def plot_descent(model, *, ax=None):
    """Return the Axes with the surface of a DescentModel as a landscape, its minima as crosses, and the path over it."""
    from course_utils.figures import plot_landscape
    from course_utils.figures.style import axes_or_new

    place = model.place
    label = f"{model.optimizer}, learning rate {rate_text(model.learning_rate)}"
    marks = {"minimum" if len(place.minima) == 1 else f"minimum {count}": flat
             for count, flat in enumerate(place.minima, start=1)}
    return plot_landscape(place.height, place.x_range, place.y_range, paths={label: model.path()}, marks=marks,
                          title=model.surface, ax=axes_or_new(ax, INCHES))


def explore_descent(model=None):
    """Return a view with which the settings of a descent are changed; its path and what became of it follow.

    `model` is a DescentModel; without one it begins with descent in the ravine. Shown as the last expression of a cell, or
    by `display`.
    """
    return DescentExplorer(DescentModel() if model is None else model)


def learning_rates(also):
    """Return the places of the slider as (text, learning rate) from RATES[0] to RATES[1], the rate `also` among them."""
    powers = range(-4, 1)
    rates = {round(digits * 10 ** power, 6) for digits in DIGITS for power in powers} | {RATES[1], also}
    return [(rate_text(rate), rate) for rate in sorted(rates)]


class DescentExplorer(View):
    """The controls, what became of the descent as text, and the drawing of `model`, a DescentModel, which follows them."""

    def __init__(self, model):
        from ipywidgets import HTML, HBox, VBox

        self.model, self._quiet = model, False
        self.said, self.drawn = HTML(), HTML()
        self._make_controls()
        self.presets = {name: self._preset(name) for name in PRESETS}
        self._update()
        buttons = HBox([*self.presets.values()], layout={"flex_flow": "row wrap", "max_width": "330px"})
        self.said.layout.max_width = "330px"
        panel = VBox([*self.controls.values(), buttons, self.said], layout={"margin": "0 10px 0 0"})
        super().__init__(HBox([panel, self.drawn], layout={"flex_flow": "row wrap", "align_items": "center"}),
                         lambda: f"{GUIDE} {self.model.description()}")

    def _make_controls(self):
        from ipywidgets import Dropdown, FloatSlider, IntSlider, SelectionSlider

        from course_utils.figures.style import PALETTE

        look = {"style": {"handle_color": PALETTE["blue"], "description_width": "95px"}, "layout": {"width": "330px"}}
        menu = {"style": {"description_width": "95px"}, "layout": {"width": "330px"}}
        self.controls = {
            "learning_rate": SelectionSlider(options=learning_rates(self.model.learning_rate), value=self.model.learning_rate,
                                             description="learning rate", **menu),
            "steps": IntSlider(value=self.model.steps, min=1, max=MOST_STEPS, description="steps", **look),
            "surface": Dropdown(options=list(SURFACES), value=self.model.surface, description="surface", **menu),
            "optimizer": Dropdown(options=OPTIMIZERS, value=self.model.optimizer, description="optimizer", **menu),
        }
        for axis, name in enumerate(("start 1", "start 2")):
            low, high = (self.model.place.x_range, self.model.place.y_range)[axis]
            self.controls[name] = FloatSlider(value=self.model.start[axis], min=low, max=high, step=0.01,
                                              description=f"start \N{GREEK SMALL LETTER THETA}{axis + 1}", **look)
        style = self.controls["learning_rate"].style
        if style.has_trait("handle_color"):  # not so in ipywidgets 7
            style.handle_color = PALETTE["blue"]
        for name, control in self.controls.items():
            control.observe(lambda change, name=name: self._changed(name), "value")

    def _preset(self, name):
        from ipywidgets import Button

        settings = PRESETS[name]
        button = Button(description=name, layout={"width": "104px"},
                        tooltip=", ".join(f"{key} {value}" for key, value in settings.items()).replace("_", " "))
        button.on_click(lambda button: self._show(DescentModel(**settings)))
        return button

    def _changed(self, name):
        """Take over what the controls say; another surface begins at its own start."""
        if self._quiet:
            return
        values = {key: control.value for key, control in self.controls.items()}
        start = None if name == "surface" else (values["start 1"], values["start 2"])
        model = DescentModel(values["surface"], values["optimizer"], values["learning_rate"], start, values["steps"])
        if name == "surface":
            self._show(model)
        else:  # nothing is sent back to the controls: an answer to an old move would undo those made since
            self.model = model
            self._update()

    def _show(self, model):
        """Show another model; the controls that follow it do not answer back."""
        self.model, self._quiet = model, True
        try:
            for name in ("surface", "optimizer", "steps", "learning_rate"):
                self.controls[name].value = getattr(model, name)
            for axis, limits in enumerate((model.place.x_range, model.place.y_range)):
                slider = self.controls[f"start {axis + 1}"]
                slider.min, slider.max = min(slider.min, limits[0]), max(slider.max, limits[1])  # never an empty range
                slider.value = model.start[axis]
                slider.min, slider.max = limits
        finally:
            self._quiet = False
        self._update()

    def _update(self):
        """Show the model as it is now. The text comes first: it is there at once, the drawing a moment later."""
        description = escape(self.model.description())
        self.said.value = f'<div role="status" style="line-height:1.4; max-width:330px">{description}</div>'
        picture = b64encode(_picture(self.model)).decode("ascii")
        self.drawn.value = (f'<img decoding="sync" alt="{description}" style="max-width:100%" '
                            f'src="data:image/png;base64,{picture}">')


def _picture(model):
    """Return the drawing of a DescentModel as the bytes of a PNG, always of the same size, in about a tenth of a second.

    Not with figures.display.png_bytes: measuring a figure for its tight frame and formulas as tick labels take as long again,
    which a slider that is being dragged would make felt.
    """
    import matplotlib
    from matplotlib.figure import Figure  # not pyplot: what pyplot knows, a notebook shows a second time
    from PIL import Image  # matplotlib depends on Pillow

    drawn, stored = BytesIO(), BytesIO()
    with matplotlib.rc_context({"axes.formatter.use_mathtext": False}):
        figure = Figure(figsize=INCHES, layout="constrained")
        plot_descent(model, ax=figure.subplots())
        figure.savefig(drawn, format="png", dpi=DOTS_PER_INCH, facecolor="white")
    Image.open(drawn).convert("RGB").quantize(COLOURS).save(stored, format="png")
    return stored.getvalue()
