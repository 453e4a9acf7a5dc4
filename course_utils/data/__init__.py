"""The data sets of the course: `load("mnist")` gives a frozen Dataset, from wherever it can be had.

Only what is asked for is imported: a lesson that loads generated points needs neither pooch nor Pillow.
"""
import importlib

from course_utils.data.errors import DataError

_HOMES = {
    "Dataset": "dataset",
    "load": "loading", "loaded": "loading", "content_at_hand": "loading",
    "fetch": "fetching", "list_sets": "fetching", "at_hand": "places",
    "Pictures": "pictures",
    "split_groups": "splitting", "near_copies": "splitting",
    "load_folder": "folders", "read_text": "folders",
}

__all__ = ["DataError", *_HOMES]


def __getattr__(name):
    """Return a name of the public interface, importing the module that it is defined in."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"course_utils.data.{_HOMES[name]}"), name)


def __dir__():
    """Return the names of the public interface."""
    return sorted(__all__)
