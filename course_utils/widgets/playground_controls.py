"""The controls of the live playground: one widget for each setting, read together and set together."""
from course_utils.widgets.playground_state import CHOICES, MOST_LAYERS, MOST_NEURONS, RANGES

BATCHES = (1, 2, 5, 10, 20, 30, 50, 100, "all")
RATES = (1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
STRENGTHS = (0.0, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
LABELS = {"data": {"circle": "circle", "xor": "xor", "gaussians": "two gaussians", "spiral": "spiral", "own": "own points",
                   "plane": "plane (regression)", "multi-gaussian": "multi-gaussian (regression)"},
          "inputs": {"x1^2": "x1\N{SUPERSCRIPT TWO}", "x2^2": "x2\N{SUPERSCRIPT TWO}", "x1x2": "x1 x2", "sin1": "sin x1",
                     "sin2": "sin x2"},
          "optimizer": {"sgd": "SGD", "nesterov": "Nesterov", "adagrad": "Adagrad", "adadelta": "Adadelta",
                        "rmsprop": "RMSProp", "adam": "Adam"},
          "regularisation": {"l1": "L1", "l2": "L2"}}
LIMITS = {"examples": (20, 1000), "noise": RANGES["noise"], "share": RANGES["share"]}
WIDTH = "236px"
LOOK = {"style": {"description_width": "92px"}, "layout": {"width": WIDTH}}


class Controls:
    """A widget for each setting of a PlaygroundState; `values()` reads them, `show(state)` sets them.

    `changed` is called with the name of a setting when the learner changes it, and not by `show`.
    """

    def __init__(self, state, changed):
        self._changed, self._quiet = changed, True
        self._make_numbers()
        self._make_menus()
        self._make_network()
        self.show(state)
        for name, widget in self._widgets():
            widget.observe(lambda change, name=name: self._hear(name), "value")

    def values(self):
        """Return {setting: value} as the controls stand; own points have their own place."""
        values = {name: widget.value for name, widget in self.single.items()}
        values["inputs"] = tuple(name for name, box in self.inputs.items() if box.value)
        values["hidden"] = tuple(box.value for box in self.neurons[:self.layers.value])
        return values

    def show(self, state):
        """Set all controls to a state, without being asked about it."""
        self._quiet = True
        try:
            for name, widget in self.single.items():
                value = getattr(state, name)
                if hasattr(widget, "options") and value not in [option for _, option in widget.options]:
                    widget.options = _ordered([*widget.options, (f"{value:g}", value)])
                widget.value = value
            for name, box in self.inputs.items():
                box.value = name in state.inputs
            self.layers.value = len(state.hidden)
            for box, size in zip(self.neurons, state.hidden):
                box.value = size
            self._show_layers()
            self._show_idle(state)
        finally:
            self._quiet = False

    def columns(self):
        """Return the controls laid out in three columns, a list of widgets; those of the picture stay with the buttons."""
        from ipywidgets import HBox, VBox

        tight = {"flex_flow": "row wrap", "width": WIDTH}
        inputs = HBox(list(self.inputs.values()), layout=tight)
        neurons = HBox(self.neurons, layout=tight)
        data, training = ([self.single[name] for name in names] for names in (
            ("data", "examples", "noise", "share", "seed"),
            ("batch", "optimizer", "learning_rate", "regularisation", "strength", "initialisation")))
        network = [inputs, self.layers, self.neuron_title, neurons, self.single["activation"]]
        columns = {"Data": data, "Network": network, "Training": training}
        return [VBox([_title(name), *widgets], layout={"width": "246px", "margin": "0 8px 0 0"})
                for name, widgets in columns.items()]

    def _make_numbers(self):
        from ipywidgets import BoundedIntText, Checkbox, IntSlider

        texts = {"examples": "examples", "noise": "noise %", "share": "training %"}
        self.single = {name: IntSlider(min=low, max=high, description=texts[name], continuous_update=False, **LOOK)
                       for name, (low, high) in LIMITS.items()}
        self.single["examples"].step = 1
        low, high = RANGES["seed"]
        self.single["seed"] = BoundedIntText(min=low, max=high, description="seed", **LOOK)
        for name, text in (("discretise", "discretise output"), ("show_test", "show test data")):
            self.single[name] = Checkbox(description=text, indent=False, layout={"width": "140px", "margin": "2px 0 2px 12px"})

    def _make_menus(self):
        from ipywidgets import Dropdown

        for name in ("data", "activation", "optimizer", "initialisation", "regularisation"):
            texts = LABELS.get(name, {})
            self.single[name] = Dropdown(options=[(texts.get(choice, choice), choice) for choice in CHOICES[name]],
                                         description={"initialisation": "first weights"}.get(name, name), **LOOK)
        for name, places, text in (("batch", BATCHES, "batch size"), ("learning_rate", RATES, "learning rate"),
                                   ("strength", STRENGTHS, "strength")):
            self.single[name] = Dropdown(options=[(place if place == "all" else f"{place:g}", place) for place in places],
                                         description=text, **LOOK)

    def _make_network(self):
        from ipywidgets import HTML, BoundedIntText, Checkbox, IntSlider

        texts = {name: LABELS["inputs"].get(name, name) for name in CHOICES["inputs"]}
        self.inputs = {name: Checkbox(description=text, indent=False, layout={"margin": "2px 0 2px 2px",
                                                                             "width": "54px" if len(text) < 4 else "74px"})
                       for name, text in texts.items()}
        self.layers = IntSlider(min=0, max=MOST_LAYERS, description="hidden layers", continuous_update=False, **LOOK)
        self.neuron_title = HTML()
        self.neurons = [BoundedIntText(value=4, min=1, max=MOST_NEURONS, layout={"width": "46px", "margin": "2px 0"},
                                       description=f"neurons in hidden layer {place}", style={"description_width": "0px"})
                        for place in range(1, MOST_LAYERS + 1)]  # the descriptions are for screen readers

    def _widgets(self):
        """Return all (name of a setting, widget that sets it), in pairs."""
        return [*self.single.items(), *(("inputs", box) for box in self.inputs.values()), ("hidden", self.layers),
                *(("hidden", box) for box in self.neurons)]

    def _hear(self, name):
        if not self._quiet:
            self._show_layers()
            self._changed(name)

    def _show_layers(self):
        """Show a box of neurons for each hidden layer that there is."""
        count = self.layers.value
        for place, box in enumerate(self.neurons):
            box.layout.display = None if place < count else "none"
        self.neuron_title.value = "neurons in each hidden layer:" if count else "no hidden layer"

    def _show_idle(self, state):
        """Disable what makes no difference in a state: how own points are generated, the strength of no penalty."""
        for name in ("examples", "noise"):
            self.single[name].disabled = state.data == "own"
        self.single["strength"].disabled = state.regularisation == "none"


def _ordered(options):
    """Return options (text, value) from the smallest number to the largest; words come last."""
    return sorted(options, key=lambda option: (isinstance(option[1], str), option[1]))


def _title(text):
    from ipywidgets import HTML

    return HTML(f"<b>{text}</b>")
