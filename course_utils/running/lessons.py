"""Which notebooks are run, and with which parameters."""
import ast
import re
from pathlib import Path
from typing import Any, NamedTuple

import nbformat

from course_utils import settings

_NAME = re.compile(r"\d\d_[a-z0-9_]+")


class RunError(ValueError):
    """What was asked for cannot be run; the message says why, and what can."""


class Lesson(NamedTuple):
    """A notebook to run: its name, its content, {parameter: default as text}, {profile: {parameter: value}}."""

    name: str
    notebook: Any
    parameters: dict
    profiles: dict

    def parameters_for(self, profile, given):
        """Return the parameters to run with: those of the profile, then those of the `given` ones that it has."""
        known = {name: value for name, value in given.items() if name in self.parameters}
        return {**self.profiles.get(profile, {}), **known}


def find_lessons(names=(), solved=False):
    """Return the Lessons of these names, all where there are none; "06" is lesson 06 and its companion.

    solved: with every answer filled in, which takes a checkout. RunError where a name is unknown or nothing is there.
    """
    folder = settings.notebooks_folder()
    paths = [path for path in sorted(folder.glob("*.ipynb")) if _NAME.fullmatch(path.stem)]
    if not paths:
        raise RunError(f"There are no notebooks in {folder}. In a checkout `course build` makes them.")
    chosen = {path for name in names for path in _matching(name, paths)} if names else paths
    return [_lesson(path, _solved(path) if solved else _read(path)) for path in sorted(chosen)]


def _matching(name, paths):
    stem = Path(name).name.removesuffix(".ipynb").removesuffix(".py")
    found = [path for path in paths if path.stem == stem or (stem.isdecimal() and int(path.stem[:2]) == int(stem))]
    if not found:
        raise RunError(f"There is no lesson {name!r}; there are {', '.join(path.stem for path in paths)}. "
                       "Give a number or one of them.")
    return found


def _read(path):
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:  # a damaged notebook can fail in any way
        raise RunError(f"{path} cannot be read as a notebook ({type(error).__name__}). Restore it, or install the course "
                       "again.") from error


def _solved(path):
    root = settings.checkout()
    if root is None:
        raise RunError("The answers are filled in from the sources of the lessons, and this is no checkout of the course. "
                       "Run the learner's edition, without --solved.")
    from course_utils.authoring import make_notebook, read_lesson

    return make_notebook(read_lesson(root / "lessons" / f"{path.stem}.py"), "solved")


def _lesson(path, notebook):
    cells = [cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    facts = notebook.metadata.get("course", {})
    return Lesson(path.stem, notebook, parameters_in(cells[0]) if cells else {},
                  {profile: dict(facts.get(profile) or {}) for profile in settings.PROFILES})


def parameters_in(source):
    """Return {name: default as text} of the plain assignments in a parameters cell."""
    assignments = [node for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    return {target.id: ast.unparse(node.value) for node in assignments for target in node.targets
            if isinstance(target, ast.Name)}


def parse_parameters(texts):
    """Return {name: value} of texts such as "steps=1000"; a value is a Python literal, else the text itself."""
    given = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            raise RunError(f"-p was given {text!r}; it must be name=value, such as -p steps=1000.")
        try:
            given[name.strip()] = ast.literal_eval(value.strip())
        except (ValueError, SyntaxError):
            given[name.strip()] = value
    return given


def refuse_unknown(lessons, given):
    """Return nothing; RunError, with the parameters that there are, where no lesson has one of those given.

    papermill would only log it, and the lesson would run at its usual size.
    """
    unknown = [name for name in given if not any(name in lesson.parameters for lesson in lessons)]
    if unknown:
        known = "; ".join(f"{lesson.name} has {_listed(lesson.parameters)}" for lesson in lessons)
        raise RunError(f"None of the chosen lessons has the parameter {unknown[0]}. {known}.")


def _listed(parameters):
    return ", ".join(f"{name} = {default}" for name, default in parameters.items()) or "none"
