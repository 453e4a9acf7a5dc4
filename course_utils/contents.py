"""The map of the course: which lessons there are, read from the notebooks themselves."""
import html
import json
from typing import NamedTuple

from course_utils import settings
from course_utils.notebook import show_both

PARTS = ("Start", "Neurons by hand", "Keras", "Vision", "Sequences and transformers", "Beyond")


class Listed(NamedTuple):
    """One notebook of the course: its number, title, part, minutes, the sets it loads, its file, whether it is optional."""

    number: int
    title: str
    part: int
    minutes: int
    data: tuple
    file: str
    further: bool


def list_lessons(*folders):
    """Return the Listed notebooks of the course in the order in which they are taken, each once.

    folders: where to look; a notebook of a later folder replaces the one of the same name in an earlier one. By default the
    course's own, and then what COURSE_NOTEBOOKS_DIR names: the notebook that is being built. Files that are no notebooks of
    the course are left out.
    """
    folders = folders or (settings.own_notebooks(), settings.notebooks_folder())
    files = {path.name: path for folder in folders for path in folder.glob("[0-9][0-9]_*.ipynb")}
    return [entry for entry in (_listed(files[name]) for name in sorted(files)) if entry]


def _listed(path):
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))["metadata"]["course"]
        return Listed(facts["number"], facts["title"], facts["part"], facts["minutes"], tuple(facts.get("data", ())),
                      path.name, path.stem.endswith("_further"))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def course_map():
    """Show all lessons with their minutes, part by part; a companion, which is optional, stands below its lesson."""
    text, rows, part = [], [], None
    for entry in list_lessons():
        if entry.part != part:
            part = entry.part
            text.append(f"Part {part}: {PARTS[part]}")
            rows.append(f'<tr><th colspan="3" style="text-align:left">Part {part}: {html.escape(PARTS[part])}</th></tr>')
        number, title = ("  ", "further (optional)") if entry.further else (f"{entry.number:02d}", entry.title)
        text.append(f"  {number}  {title:<40} {entry.minutes:>3} min")
        rows.append(f'<tr><td>{number}</td><td style="text-align:left">{html.escape(title)}</td>'
                    f"<td>{entry.minutes} min</td></tr>")
    show_both("\n".join(text), f"<table>{''.join(rows)}</table>")
