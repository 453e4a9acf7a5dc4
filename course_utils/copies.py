"""The learner's own copies of the lessons: laid, brought up to date, and never touched once they are edited."""
import hashlib
import json
import os
from itertools import count
from pathlib import Path
from typing import NamedTuple

from course_utils import settings

MANIFEST = ".course.json"  # in the learner's folder: which version of each notebook was laid there
PREDICTED = "predicted"  # the tag of a cell that follows a question to predict its output


class LabError(RuntimeError):
    """The lessons cannot be laid or opened; the message says why, and what to do."""


class Laid(NamedTuple):
    """What became of one notebook: action is new, updated, kept (edited; a newer version beside it) or unchanged."""

    name: str
    action: str
    beside: str = ""  # the name of the newer version, where the action is kept


def cells_digest(path):
    """Return the SHA-256 of a notebook's cells, or None where the file cannot be read as a notebook.

    Only the kind and the text of each cell count, in their order. Outputs, metadata and empty cells do not: running a
    notebook changes the former, and JupyterLab adds an empty cell whenever the last one is run.
    """
    try:
        cells = json.loads(path.read_bytes())["cells"]
        said = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    said = [(kind, text) for kind, text in said if text.strip()]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def as_laid(original):
    """Return the bytes of a notebook for the learner: what a cell prints after a "Predict" is left for them to find out."""
    content = original.read_bytes()
    notebook = json.loads(content)
    predicted = [cell for cell in notebook["cells"] if PREDICTED in cell.get("metadata", {}).get("tags", [])]
    for cell in predicted:
        cell.update(outputs=[], execution_count=None)
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode() if predicted else content


def refresh_lessons(source, target):
    """Return a list of Laid (name, action, beside), one per notebook of the folder `source`, after copying to `target`.

    A copy whose cells are as they were laid is brought up to date. One that was edited, that cannot be read or whose
    history is unknown is never touched: the newer version is laid beside it, once, as NN_topic.new.ipynb. Other files
    in `target` are left alone. Raises LabError where there is nothing to copy or `target` cannot be written.
    """
    source, target = Path(source), Path(target)
    originals = sorted(source.glob("*.ipynb"))
    if not originals:
        raise LabError(f"There are no notebooks in {source}. In a checkout, `course build` makes them; otherwise "
                       "install the course again.")
    if target.resolve() == source.resolve():
        raise LabError(f"{target} holds the course's own notebooks; choose another folder for yours with --dir.")
    try:
        target.mkdir(parents=True, exist_ok=True)
        manifest = _read_manifest(target)
        laid = [_refresh(original, target, manifest) for original in originals]
        _write(target / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    except OSError as error:
        raise LabError(f"Your lessons cannot be written to {target} ({error.strerror or error}). Choose another "
                       "folder: course lab --dir FOLDER") from error
    return laid


def _read_manifest(target):
    """Return {notebook: {"laid": digest or None, "beside": {file name: digest}}}, less what is damaged or missing."""
    try:
        found = json.loads((target / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    entries = found.items() if isinstance(found, dict) else ()
    return {name: entry for name, entry in entries
            if isinstance(entry, dict) and "laid" in entry and isinstance(entry.get("beside"), dict)}


def _refresh(original, target, manifest):
    """Return the Laid of one notebook; its entry in `manifest` is brought up to date."""
    name, copy, current = original.name, target / original.name, cells_digest(original)
    if current is None:
        raise LabError(f"{original} cannot be read as a notebook. Restore it (git checkout), or install the course "
                       "again.")
    entry = manifest.setdefault(name, {"laid": None, "beside": {}})
    there = copy.exists()
    found = cells_digest(copy) if there else None
    if found == current or not there or (found is not None and found == entry["laid"]):
        entry["laid"] = current
        if found == current:
            return Laid(name, "unchanged")
        _write(copy, as_laid(original))
        return Laid(name, "updated" if there else "new")
    readable_and_latest = found is not None and entry["laid"] == current
    if readable_and_latest or current in entry["beside"].values():
        return Laid(name, "unchanged")
    return Laid(name, "kept", _lay_beside(original, copy, current, entry["beside"]))


def _lay_beside(original, copy, current, beside):
    """Return the name under which `original` now lies beside the learner's `copy`; `beside` (name: digest) gets it."""
    for number in count(1):
        place = copy.with_name(f"{copy.stem}.new{'' if number == 1 else f'-{number}'}.ipynb")
        found = cells_digest(place) if place.exists() else current
        if found is not None and found in (current, beside.get(place.name)):
            break
    _write(place, as_laid(original))
    beside[place.name] = current
    return place.name


def _write(path, content):
    """Write bytes to `path` so that it is either as before or complete, whatever happens meanwhile."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def lessons_folder():
    """Return where the learner's copies lie by default: my_lessons in the checkout, else in the current folder."""
    return (settings.checkout() or Path.cwd()) / "my_lessons"


def sentence(laid):
    """Return what to tell the learner about one Laid, or an empty string where there is nothing to tell."""
    return {
        "new": f"{laid.name}: new",
        "updated": f"{laid.name}: updated",
        "kept": f"{laid.name}: kept as you left it; the course's new version lies beside it as {laid.beside}",
        "unchanged": "",
    }[laid.action]
