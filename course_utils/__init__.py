"""Helpers of the course "From Perceptron to Transformer".

Importing this package is cheap on purpose: a name is fetched from its module when it is first used, so that a lesson in
plain NumPy never waits for a framework. `check`, `show` and `load` are what lessons use most.
"""
import sys
from importlib import import_module

PYTHONS = ((3, 11), (3, 14))  # from the first up to, but not including, the second

if not PYTHONS[0] <= tuple(sys.version_info[:2]) < PYTHONS[1]:
    raise ImportError(
        "This course runs on Python 3.11, 3.12 or 3.13, and this is Python %d.%d (%s). "
        "Install one of them, then make the environment anew with `make lab`; the README lists the other ways."
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )

_HOME_OF = {
    "accepted": "course_utils.checks",
    "check": "course_utils.checks",
    "checkpoint": "course_utils.training",
    "course_map": "course_utils.contents",
    "load": "course_utils.data",
    "progress": "course_utils.checks",
    "runtime": "course_utils.runtime",
    "show": "course_utils.figures",
}
__all__ = ["accepted", "check", "checkpoint", "course_map", "load", "progress", "runtime", "show"]


def __getattr__(name):
    """Return the public helper `name`, importing the module it lives in; AttributeError names what there is."""
    if name not in _HOME_OF:
        raise AttributeError("course_utils has no %r; it offers %s" % (name, ", ".join(__all__)))
    module = import_module(_HOME_OF[name])
    return module if module.__name__.endswith("." + name) else getattr(module, name)


if "IPython" in sys.modules:
    import_module("course_utils.rescue").install()
