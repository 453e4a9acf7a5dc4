"""Plots of the course and `show`, which shows one with its description. Importing this applies the course's style.

A module is loaded when one of its names is first used, so that a lesson depends on the plots that it shows and on no others.
"""
from importlib import import_module

from course_utils.figures.style import apply_style

_HOME_OF = {
    "Node": "graph", "PALETTE": "style", "SIGNED": "style", "plot_confusion": "confusion", "plot_curves": "curves",
    "plot_functions": "functions", "plot_graph": "graph", "plot_history": "history", "plot_hyperplane": "hyperplanes",
    "plot_landscape": "landscape", "plot_line": "plane", "plot_matrices": "matrices", "plot_network": "network",
    "plot_numbers": "numbers", "plot_pictures": "pictures", "plot_points": "plane", "plot_regions": "plane",
    "plot_timeline": "timeline", "show": "display",
}
__all__ = sorted(_HOME_OF)


def __getattr__(name):
    """Return the plot `name` from the module it lives in; AttributeError names what there is."""
    if name not in _HOME_OF:
        raise AttributeError(f"course_utils.figures has no {name!r}; it offers {', '.join(__all__)}")
    return getattr(import_module(f"course_utils.figures.{_HOME_OF[name]}"), name)


apply_style()
