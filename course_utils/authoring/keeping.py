"""Keeping what did not change: a notebook built again differs from the stored one only where something was changed."""
import nbformat

from course_utils.authoring.normalise import WIDGET_VIEW
from course_utils.authoring.sanitise import sanitised


def keep_outputs(notebook, target):
    """Return whether `notebook` was given the outputs that are stored in the file `target`, in place of its own.

    That is done where its code, the helpers and the data it was made from are those of the stored notebook, and its
    outputs differ at most in what is not compared: the values of checkpoints, and images. Results of training vary from
    machine to machine, and a changed sentence must not bring a new last digit with it.
    """
    try:
        stored = nbformat.read(target, as_version=4)
        same = _origin(stored) == _origin(notebook) and _shown(stored) == _shown(notebook)
    except Exception:  # there is none, or it is damaged, which can show in any way: there is nothing to keep
        return False
    if same:
        for new, old in zip(_codes(notebook), _codes(stored), strict=True):
            new.outputs = old.outputs
        if "widgets" in stored.metadata:
            notebook.metadata["widgets"] = stored.metadata["widgets"]
    return same


def _codes(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _origin(notebook):
    """Return all that outputs depend on: the code cells in their order, the helper modules, the data."""
    facts = notebook.metadata["course"]
    helpers = {name: digest for name, digest in facts["made_from"].items() if not name.startswith("lessons/")}
    return [(cell.id, cell.source) for cell in _codes(notebook)], helpers, facts["data_loaded"]


def _shown(notebook):
    """Return for each output of each code cell what a comparison sees of it."""
    return [[_compared(output) for output in cell.outputs] for cell in _codes(notebook)]


def _compared(output):
    if output.output_type == "stream":
        return output.name, sanitised(output.text)
    data = {kind: sanitised(content) if isinstance(content, str) else content for kind, content in output.data.items()
            if not kind.startswith("image/") and kind != WIDGET_VIEW}
    return output.output_type, sorted(output.data), data
