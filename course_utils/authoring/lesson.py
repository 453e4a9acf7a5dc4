"""A lesson as its author writes it: the percent source, read and checked. Nothing here executes a lesson."""
import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from course_utils.authoring.validation import problems_of

TASK = re.compile(r"### Exercise (?P<id>\d+\.\d+) - (?P<title>.+?) +\((?P<level>[a-z]+), (?P<minutes>\d+) min\) *")
SOURCE_NAME = re.compile(r"(?P<number>\d\d)_[a-z0-9_]+")
ROLE_OF_TAG = {"exercise": "task", "answer": "answer", "hint": "hint"}
KIND_OF_ROLE = {"task": "markdown", "answer": "code", "hint": "markdown"}
# What jupytext adds for itself when it reads a cell.
OWN_OPTIONS = {"lines_to_next_cell", "lines_to_end_of_cell_marker"}


class AuthoringError(ValueError):
    """Something that an author asked for cannot be done; the message says what, where, and what to do."""


class LessonError(AuthoringError):
    """A lesson source breaks the rules of the format; the message has one line for each problem."""


class Header(BaseModel):
    """The facts of a lesson, as its header states them. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    number: int = Field(ge=0, le=99)
    title: str = Field(min_length=3)
    part: int = Field(ge=0, le=9)
    minutes: int = Field(ge=1, le=240)
    builds_on: list[int]
    data: list[str]
    quick: dict[str, Any] = Field(default_factory=dict)
    full: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """A cell of a lesson source: `number` counts from 1, `role` is task, answer, check, hint or an empty string."""

    number: int
    kind: str
    source: str
    tags: tuple[str, ...] = ()
    role: str = ""
    exercise: str | None = None


@dataclass(frozen=True)
class Lesson:
    """A checked lesson: where it came from, its header, its cells in order."""

    path: Path
    header: Header
    cells: tuple[Cell, ...]

    @property
    def stem(self):
        """Return the name that the lesson shares with its notebooks, such as 06_backpropagation_by_hand."""
        return self.path.stem

    @property
    def further(self):
        """Return whether this is the optional companion of a lesson."""
        return self.path.stem.endswith("_further")

    @property
    def introduction(self):
        """Return whether this is lesson 00, which shows how the course works: it trains nothing and derives nothing."""
        return self.header.number == 0

    @property
    def exercises(self):
        """Return a dict from exercise id to the match of its heading (groups id, title, level, minutes)."""
        return {cell.exercise: TASK.fullmatch(cell.source.splitlines()[0])
                for cell in self.cells if cell.role == "task"}


def lesson_paths(root):
    """Return the lesson sources of a checkout, sorted: every lessons/NN_topic.py below the folder `root`."""
    return sorted(path for path in (Path(root) / "lessons").glob("*.py") if SOURCE_NAME.fullmatch(path.stem))


def read_lesson(path):
    """Return the Lesson in the percent source `path`; LessonError lists everything that is wrong with it."""
    path = Path(path)
    lesson, problems = parse_lesson(path)
    problems = problems or problems_of(lesson)
    if problems:
        raise LessonError("\n".join(f"{path.name}{problem}" for problem in problems))
    return lesson


def parse_lesson(path):
    """Return (Lesson, problems) of a source: its cells are told apart, but not yet checked against each other."""
    notebook = _read_percent(path)
    problems, cells = [], []
    for number, raw in enumerate(notebook.cells, start=1):
        try:
            cells.append(_make_cell(number, raw))
        except LessonError as error:
            problems.append(f", cell {number}: {error}")
    return Lesson(path, _read_header(path, notebook.metadata.get("course")), tuple(cells)), problems


def _read_percent(path):
    try:
        return jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    except FileNotFoundError:
        raise LessonError(f"{path}: there is no such lesson source. Check the name against the folder "
                          f"{path.parent.name}/.") from None
    except Exception as error:  # jupytext passes on whatever YAML and nbformat raise
        raise LessonError(f"{path.name}: cannot be read as percent format ({type(error).__name__}: {error}). "
                          "Compare its header with that of another lesson.") from error


def _read_header(path, facts):
    if not isinstance(facts, dict):
        raise LessonError(f"{path.name}, header: no lesson facts found. Begin the file with `# ---`, `# jupyter:`, "
                          "`#   course: {number: 6, title: A title, part: 1, minutes: 60, builds_on: [], data: []}`, "
                          "`# ---`.")
    try:
        header = Header.model_validate(facts)
    except ValidationError as error:
        raise LessonError("\n".join(_say_header(path, entry) for entry in error.errors())) from None
    if not SOURCE_NAME.fullmatch(path.stem) or int(path.stem[:2]) != header.number:
        raise LessonError(f"{path.name}, header: number is {header.number}, so the file name must begin with "
                          f"{header.number:02d}_ and go on in lower case. Change the one or the other.")
    return header


def _say_header(path, entry):
    key = ".".join(str(part) for part in entry["loc"])
    if entry["type"] == "extra_forbidden":
        return (f"{path.name}, header: unknown key {key!r}; there are {', '.join(Header.model_fields)}. "
                "Remove or mend it.")
    if entry["type"] == "missing":
        return f"{path.name}, header: the key {key!r} is missing. Add it to `course:`."
    return f"{path.name}, header: {key} is {entry['input']!r}, and that will not do: {entry['msg']}. Mend the value."


def _make_cell(number, raw):
    options = {key: value for key, value in raw.metadata.items() if key not in OWN_OPTIONS}
    tags = options.pop("tags", [])
    exercise = options.pop("exercise", None)
    _refuse_options(raw.cell_type, options, tags, exercise)
    roles = [ROLE_OF_TAG[tag] for tag in tags if tag in ROLE_OF_TAG]
    if len(roles) > 1:
        raise LessonError(f"has the tags {', '.join(tags)}; exercise, answer and hint exclude one another. Keep one.")
    if not roles:
        return _plain_cell(number, raw, tuple(tags), exercise)
    if raw.cell_type != KIND_OF_ROLE[roles[0]]:
        raise LessonError(f"is {raw.cell_type}; the tag {tags[0]} belongs on a {KIND_OF_ROLE[roles[0]]} cell.")
    if roles[0] == "task":
        exercise = _exercise_in_heading(raw.source, exercise)
    if exercise is None:
        raise LessonError(f'does not say which exercise it belongs to. Write exercise="6.3" after tags=["{tags[0]}"].')
    return Cell(number, raw.cell_type, raw.source, tuple(tags), roles[0], exercise)


def _refuse_options(kind, options, tags, exercise):
    if kind not in ("code", "markdown"):
        raise LessonError(f"is {kind}; lessons have code and [markdown] cells only.")
    if options:
        raise LessonError(f"the line `# %%` carries {', '.join(sorted(options))}, which means nothing here. "
                          'It may carry [markdown], tags=["..."] and exercise="6.3".')
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise LessonError(f'tags is {tags!r}; write a list of quoted names, tags=["answer"].')
    if "raises-exception" in tags:
        raise LessonError("has the tag raises-exception; lessons run without errors. Catch the exception and print it.")
    if exercise is not None and not isinstance(exercise, str):
        raise LessonError(f'exercise is the number {exercise}; quote it, exercise="{exercise}" (6.10 is not 6.1).')


def _plain_cell(number, raw, tags, exercise):
    if exercise is not None:
        raise LessonError(f'has exercise="{exercise}" and none of the tags exercise, answer, hint. Add the tag.')
    checked = checked_exercises(raw.source) if raw.cell_type == "code" else []
    if len(checked) > 1:
        raise LessonError(f"checks {' and '.join(checked)}; give each check a cell of its own.")
    if checked:
        return Cell(number, raw.cell_type, raw.source, tags, "check", checked[0])
    return Cell(number, raw.cell_type, raw.source, tags)


def _exercise_in_heading(source, given):
    first_line = source.splitlines()[0] if source else ""
    heading = TASK.fullmatch(first_line)
    if heading is None:
        raise LessonError(f"begins with {first_line!r}; an exercise begins with a line such as "
                          "`### Exercise 6.3 - the error at an output  (core, 5 min)`.")
    if given not in (None, heading["id"]):
        raise LessonError(f'has exercise="{given}" above the heading of exercise {heading["id"]}. Make them agree.')
    return heading["id"]


def checked_exercises(source):
    """Return the exercise ids in the calls check("6.3", answer) of a code cell, in order, repeats included."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []  # said by the validation, with the line
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    return [call.args[0].value for call in calls
            if isinstance(call.func, ast.Name) and call.func.id == "check"
            and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)]
