"""Editions: the same lesson as a notebook for different readers. A new edition is one more function in EDITIONS."""
import hashlib
from collections import Counter
from itertools import pairwise

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_utils.authoring.answers import solution_of, stub_of
from course_utils.authoring.lesson import AuthoringError
from course_utils.authoring.opening import opening_cells
from course_utils.copies import PREDICTED

# The form of the notebooks that this package writes. Raise it when a change here must rebuild all of them.
FORMAT = 2
# What of the header goes into the notebook's metadata: `course run` needs it where there are no lesson sources.
FACTS = {"number", "title", "part", "minutes", "data", "quick", "full"}
PREDICT = "**Predict"  # how a question before a result begins
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
# As a kernel reports it, less the version of Python: the same notebook is built on all of them.
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}


def learner_cells(lesson):
    """Return the cells of the learner's notebook: stubs to fill in, folded hints, a folded solution after the last.

    After the title come the two cells that make it run on Google Colab.
    """
    hints, cells = Counter(), []
    total = Counter(cell.exercise for cell in lesson.cells if cell.role == "hint")
    solutions = {cell.exercise: solution_of(cell.source) for cell in lesson.cells if cell.role == "answer"}
    for cell in lesson.cells:
        cells.append(_make_cell(cell, stub_of(cell.source) if cell.role == "answer" else cell.source, hints))
        if cell.role == "hint" and hints[cell.exercise] == total[cell.exercise]:
            cells.append(_solution_cell(cell.exercise, solutions[cell.exercise]))
    return [*cells[:1], *opening_cells(lesson.stem), *cells[1:]]


def solved_cells(lesson):
    """Return the cells of the notebook with every answer filled in: hints kept, the folded solutions left out."""
    hints = Counter()
    return [_make_cell(cell, solution_of(cell.source) if cell.role == "answer" else cell.source, hints)
            for cell in lesson.cells]


EDITIONS = {"learner": learner_cells, "solved": solved_cells}


def make_notebook(lesson, edition="learner"):
    """Return the notebook of a Lesson in one edition, not executed, as an nbformat 4.5 NotebookNode.

    AuthoringError where there is no such edition.
    """
    if edition not in EDITIONS:
        raise AuthoringError(f"There is no edition {edition!r}; choose one of {', '.join(sorted(EDITIONS))}.")
    cells = EDITIONS[edition](lesson)
    _name_plain_cells(cells)
    _mark_what_is_predicted(cells)
    notebook = new_notebook(cells=cells, metadata={
        "kernelspec": dict(KERNEL),
        "language_info": {**LANGUAGE, "codemirror_mode": dict(LANGUAGE["codemirror_mode"])},
        "course": {**lesson.header.model_dump(include=FACTS), "edition": edition, "format": FORMAT},
    })
    notebook.nbformat_minor = 5  # the first with cell ids
    nbformat.validate(notebook)
    return notebook


def _make_cell(cell, source, hints):
    """Return the notebook cell of a lesson cell, its id set if it has a role; `hints` counts those of each exercise."""
    if cell.role == "hint":
        hints[cell.exercise] += 1
        source = _folded(f"Hint {hints[cell.exercise]} for exercise {cell.exercise}", source)
    made = new_code_cell(source) if cell.kind == "code" else new_markdown_cell(source)
    if cell.tags:
        made.metadata["tags"] = list(cell.tags)
    ordinal = f"-{hints[cell.exercise]}" if cell.role == "hint" else ""
    made.id = f"{_stem(cell.exercise)}-{cell.role}{ordinal}" if cell.role else ""
    return made


def _solution_cell(exercise, code):
    fence = "```"
    while fence in code:
        fence += "`"
    made = new_markdown_cell(_folded(f"Solution of exercise {exercise}", f"{fence}python\n{code}\n{fence}"))
    made.id = f"{_stem(exercise)}-solution"
    made.metadata["tags"] = ["solution"]
    return made


def _folded(summary, text):
    # The empty lines make every reader of Markdown treat what is folded as Markdown, not as HTML.
    return f"<details><summary>{summary}</summary>\n\n{text}\n\n</details>"


def _stem(exercise):
    return f"ex-{exercise.replace('.', '-')}"


def _mark_what_is_predicted(cells):
    """Tag each cell that follows a question to predict its output; the learner's own copy comes without that output."""
    for question, cell in pairwise(cells):
        if cell.cell_type == "code" and question.cell_type == "markdown" and PREDICT in question.source:
            cell.metadata["tags"] = [*cell.metadata.get("tags", []), PREDICTED]


def _name_plain_cells(cells):
    """Give each cell without a role the hash of its source as its id, and an ordinal among those of equal source."""
    seen = Counter()
    for cell in cells:
        if not cell.id:
            digest = hashlib.sha256(cell.source.encode("utf-8")).hexdigest()[:10]
            seen[digest] += 1
            cell.id = f"c-{digest}-{seen[digest]}"
