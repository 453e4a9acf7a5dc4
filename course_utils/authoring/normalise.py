"""Making an executed notebook comparable: the same lesson gives the same bytes on every build."""
import json
import re

import nbformat

from course_utils import settings
from course_utils.authoring.editions import LANGUAGE
from course_utils.authoring.execute import SCRATCH, BuildError

LARGEST_NOTEBOOK = 400_000  # bytes
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
# The tag of a cell whose output says something about the machine: what stood there would be another learner's.
UNCOMPARED = "nbval-ignore-output"
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{4,}")
_THIS_MACHINE = re.compile(rf"{re.escape(str(settings.PACKAGE.parent))}\b|\b{SCRATCH}")
_MODEL = re.compile(r"IPY_MODEL_([0-9a-f]{32})")


def normalise(notebook, name):
    """Return `notebook`, changed in place: everything that varies from build to build is fixed or taken out.

    Cells with the tag nbval-ignore-output lose their outputs.
    `name` is what messages call the notebook. BuildError where an output shows a memory address or a path of this
    machine: no normalisation could make that honest.
    """
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in codes:
        for key in ("execution", "collapsed", "scrolled", "trusted"):
            cell.metadata.pop(key, None)
        kept = [] if UNCOMPARED in cell.metadata.get("tags", []) else cell.outputs
        cell.outputs = _joined_streams(kept)
        for output in cell.outputs:
            output.pop("transient", None)
            _clean_texts(output, cell, name)
    _renumber(codes)
    _slim_models(notebook, codes)
    _rename_models(notebook, codes)
    notebook.metadata["language_info"] = {**LANGUAGE, "codemirror_mode": dict(LANGUAGE["codemirror_mode"])}
    return notebook


def to_bytes(notebook, name):
    """Return the notebook as stored: UTF-8, sorted keys, LF line ends. BuildError above 400 kB, or if not valid."""
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        raise BuildError(f"{name}: is not a valid notebook ({error}). Look at the cell it names.") from None
    stored = (nbformat.writes(notebook, version=4).rstrip("\n") + "\n").encode("utf-8")
    if len(stored) > LARGEST_NOTEBOOK:
        raise BuildError(f"{name}: has {len(stored):,} bytes; {LARGEST_NOTEBOOK:,} are allowed. Its largest outputs: "
                         f"{_largest_outputs(notebook)}. Draw less, or fewer colours.")
    return stored


def _largest_outputs(notebook, count=3):
    sizes = [(len(json.dumps(cell.outputs)), cell.id) for cell in notebook.cells if cell.get("outputs")]
    return "; ".join(f"cell {cell} with {size:,} bytes" for size, cell in sorted(sizes, reverse=True)[:count])


def _joined_streams(outputs):
    """Return the outputs with neighbouring pieces of a stream joined: how they were cut is a matter of timing."""
    joined = []
    for output in outputs:
        last = joined[-1] if joined else None
        if output.output_type == "stream" and last and last.output_type == "stream" and last.name == output.name:
            last.text += output.text
        else:
            joined.append(output)
    for output in joined:
        if output.output_type == "stream":
            output.text = "\n".join(_overwritten(line) for line in output.text.split("\n"))
    return joined


def _overwritten(line):
    """Return what a terminal shows of a line: a progress display goes back to its start with a carriage return."""
    return line.rstrip("\r").rsplit("\r", 1)[-1]


def _clean_texts(output, cell, name):
    if output.output_type == "stream":
        output.text = _clean(output.text, cell, name)
    for kind, content in output.get("data", {}).items():
        if isinstance(content, str) and not kind.startswith("image/"):
            output.data[kind] = _clean(content, cell, name)


def _clean(text, cell, name):
    for pattern, what in ((_ADDRESS, "a memory address, which changes with every run"),
                          (_THIS_MACHINE, "a path of the machine it was built on")):
        found = pattern.search(text)
        if found:
            line = next(line for line in text.splitlines() if found.group() in line)
            raise BuildError(f"{name}, cell {cell.id}: shows {what}: {line.strip()!r}. "
                             "Print something else, or end the cell with a line that has no such result.")
    return _ANSI.sub("", text)


def _renumber(codes):
    executed = [cell for cell in codes if cell.execution_count is not None]
    for count, cell in enumerate(executed, start=1):
        cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count


def _slim_models(notebook, codes):
    """Store no widget that is of no use without a kernel, and of the others no empty values: these stand for defaults."""
    for output in (output for cell in codes for output in cell.outputs if "data" in output):
        if output.metadata.pop("course", {}).get("live_only"):
            output.data.pop(WIDGET_VIEW, None)
    state = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    wanted = _reachable(_shown(codes), state)
    for name in [name for name in state if name not in wanted]:
        del state[name]
    for model in state.values():
        model["state"] = {name: value for name, value in model["state"].items() if value is not None}
    if not state:
        notebook.metadata.pop("widgets", None)


def _shown(codes):
    """Return the ids of the widgets that the outputs show, in order."""
    return [output.data[WIDGET_VIEW]["model_id"] for cell in codes for output in cell.outputs
            if WIDGET_VIEW in output.get("data", {})]


def _rename_models(notebook, codes):
    """Give each widget model a number in order of appearance instead of its random identifier."""
    widgets = notebook.metadata.get("widgets", {})
    state = widgets.get(WIDGET_STATE, {}).get("state", {})
    names = {old: f"{number:032x}" for number, old in enumerate(_reachable(_shown(codes), state), start=1)}
    if not names:
        return
    known = re.compile("|".join(names))
    for holder, key in [*((cell, "outputs") for cell in codes), (notebook.metadata, "widgets")]:
        if key in holder:
            renamed = known.sub(lambda match: names[match.group()], json.dumps(holder[key]))
            holder[key] = nbformat.from_dict(json.loads(renamed))


def _reachable(shown, state):
    """Return the model ids: those shown, each followed by the models its state refers to."""
    found, waiting = [], list(shown)
    while waiting:
        model = waiting.pop(0)
        if model not in found:
            found.append(model)
            waiting = _MODEL.findall(json.dumps(state.get(model, {}), sort_keys=True)) + waiting
    return found
