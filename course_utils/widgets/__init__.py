"""Interactive pieces: each is a plain model class, which needs no notebook, and a thin view of ipywidgets on top of it.

`explore_neuron` shows what weights and bias do, `draw_digit` takes a digit drawn by hand, `open_playground` trains small
networks before one's eyes. A module is loaded when one of its names is first used, so that a lesson loads no more than it
shows.
"""
from importlib import import_module

_HOME_OF = {
    "DescentModel": "course_utils.widgets.descent_model",
    "Drawing": "course_utils.widgets.drawing_model",
    "DrawingPad": "course_utils.widgets.drawing",
    "NeuronModel": "course_utils.widgets.neuron_model",
    "Playground": "course_utils.widgets.playground_engine",
    "PlaygroundError": "course_utils.widgets.playground_state",
    "PlaygroundState": "course_utils.widgets.playground_state",
    "describe_playground": "course_utils.widgets.playground_plot",
    "draw_digit": "course_utils.widgets.drawing",
    "explore_descent": "course_utils.widgets.descent",
    "explore_neuron": "course_utils.widgets.neuron",
    "open_playground": "course_utils.widgets.playground",
    "plot_descent": "course_utils.widgets.descent",
    "plot_neuron": "course_utils.widgets.neuron",
    "plot_playground": "course_utils.widgets.playground_plot",
}
__all__ = sorted(_HOME_OF)


def __getattr__(name):
    """Return the widget `name` from the module it lives in; AttributeError names what there is."""
    if name not in _HOME_OF:
        raise AttributeError(f"course_utils.widgets has no {name!r}; it offers {', '.join(__all__)}")
    return getattr(import_module(_HOME_OF[name]), name)
