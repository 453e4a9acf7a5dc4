"""Running a lesson's cells in this process, and gathering the answers that its check cells would judge."""
import ast
from functools import cache

import pytest

from course_utils import settings
from course_utils.authoring import lesson_paths, make_notebook, read_lesson

ROOT = settings.checkout()
LESSONS = lesson_paths(ROOT)
OPTIONAL_KERAS = "runtime.start(optional=True)"


@cache
def lesson_at(path):
    """Return the Lesson at `path`, read once."""
    return read_lesson(path)


def code_cells(path, edition):
    """Return the code cells of an edition of the lesson at `path`, as notebook nodes."""
    notebook = make_notebook(lesson_at(path), edition)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def stated_in(stem, name):
    """Return the list or dictionary of literals that a learner cell of the lesson `stem` gives to `name`."""
    trees = [ast.parse(cell.source) for cell in code_cells(ROOT / "lessons" / f"{stem}.py", "learner")]
    return next(ast.literal_eval(node.value) for tree in trees for node in tree.body
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name)


def needs_keras(path):
    """Return whether the lesson at `path` cannot do without Keras: it starts it other than as an option."""
    return any("runtime.start(" in cell.source.replace(OPTIONAL_KERAS, "") for cell in lesson_at(path).cells
               if cell.kind == "code")


def is_long(path):
    """Return whether running the lesson at `path` is slow even with quick parameters: it trains with Keras, or reads data."""
    return needs_keras(path) or bool(lesson_at(path).header.data)


@cache
def content_here(name):
    """Return the fingerprint of the data set `name` as a lesson would load it on this machine, without the network."""
    from course_utils.data import load

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_OFFLINE", "1")
        return load(name).content


def data_not_at_hand(notebook):
    """Return the names of the data sets that this machine would give other than the stored `notebook` was built with."""
    recorded = notebook.metadata.course.data_loaded
    return [name for name, content in recorded.items() if content_here(name) != content]


def quick_run(path, edition, run):
    """Return nothing; call `run` with (cell, compiled code, namespace) for each code cell of an edition, in their order.

    As `course run --profile quick` does it: the lesson's quick parameters take the place of those in its parameters cell.
    Optional Keras sections find no Keras, so that a lesson in NumPy stays one; its notebook is run with them elsewhere.
    """
    namespace = {"__name__": "__main__"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_PROFILE", "quick")
        for cell in code_cells(path, edition):
            run(cell, compile(cell.source.replace(OPTIONAL_KERAS, "None"), f"<{cell.id}>", "exec"), namespace)
            if "parameters" in cell.metadata.get("tags", []):
                namespace.update(lesson_at(path).header.quick)


def answers_of(path, edition):
    """Return {exercise: answer} after a quick run of an edition in which the check cells are not run, only their answers."""
    answers = {}

    def run(cell, code, namespace):
        if cell.id.endswith("-check"):
            identifier, answer = ast.parse(cell.source, mode="eval").body.args
            answers[ast.literal_eval(identifier)] = eval(ast.unparse(answer), namespace)
        else:
            exec(code, namespace)

    quick_run(path, edition, run)
    return answers
