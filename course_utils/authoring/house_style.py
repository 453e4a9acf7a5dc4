"""The house style, measured and enforced. Pure functions: a lesson or a built notebook goes in, problems come out."""
import json
from collections import Counter

import nbformat
import numpy as np

from course_utils.authoring import style_code, style_prose
from course_utils.authoring.normalise import LARGEST_NOTEBOOK, UNCOMPARED

LARGEST_IMAGE = 100_000  # bytes, as stored
SHORTEST_ALT = 30
EXEMPT_TAGS = {"nbval-skip", UNCOMPARED}
EXEMPT_COMMENTS = ("NBVAL_SKIP", "NBVAL_IGNORE_OUTPUT")
EXEMPT_CELLS, EXEMPT_SHARE = 2, 0.05
LESSON_RULES = (
    style_prose.title_problems, style_prose.wording_problems, style_prose.amount_problems, style_code.size_problems,
    style_code.opening_problems, style_code.flow_problems, style_code.habit_problems, style_code.name_problems,
)


def lesson_problems(lesson):
    """Return all that is not in house style in a Lesson, as a list of sentences; empty where all is well."""
    return [problem for rule in LESSON_RULES for problem in rule(lesson)]


def notebook_problems(notebook):
    """Return all that must not be in a stored notebook, as a list of sentences; empty where all is well."""
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    problems = [f"cell {cell.id}: was not executed. Build the notebook anew."
                for cell in codes if cell.execution_count is None]
    for cell in codes:
        problems += [f"cell {cell.id}: {problem}" for output in cell.outputs for problem in _output_problems(output)]
    return problems + _figure_problems(notebook.cells) + _exemption_problems(codes) + _size_problems(notebook)


def shared_exercises(lessons):
    """Return a problem for each exercise id that more than one lesson uses."""
    count = Counter(exercise for lesson in lessons for exercise in lesson.exercises)
    return [f"exercise {exercise} is in {count[exercise]} lessons; give each its own number."
            for exercise in sorted(count) if count[exercise] > 1]


def measures(lesson):
    """Return the measures of a Lesson as a dict: cells, lines, words, and its minutes as stated and as estimated."""
    lengths = [style_code.lines_of(source) for _, source in style_code.code_cells(lesson)] or [0]
    words, lines = style_prose.prose_words(lesson), style_code.learner_lines(lesson)
    return {
        "lesson": lesson.stem, "code cells": len(lengths), "median lines": float(np.median(lengths)),
        "p90 lines": float(np.percentile(lengths, 90)), "longest": max(lengths), "words": words, "code lines": lines,
        "words a line": round(words / max(lines, 1), 1), "exercises": len(lesson.exercises),
        "minutes": lesson.header.minutes, "estimated": round(style_prose.reading_minutes(lesson)),
    }


def measures_table(lessons):
    """Return the measures of several lessons as a Markdown table, one row each."""
    rows = [measures(lesson) for lesson in lessons]
    if not rows:
        return "There are no lessons to measure."
    lines = [list(rows[0]), ["---"] * len(rows[0]), *([f"{value:g}" if isinstance(value, float) else str(value)
                                                     for value in row.values()] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _images(output):
    return [kind for kind in output.get("data", {}) if kind.startswith("image/")]


def _output_problems(output):
    if output.output_type == "error":
        yield f"stores the error {output.ename}. Mend the lesson and build anew."
    if output.output_type == "stream" and output.name == "stderr":
        yield "stores output on stderr. Mend what warns, and build anew."
    for kind in _images(output):
        alt = output.metadata.get(kind, {}).get("alt", "")
        if len(alt) < SHORTEST_ALT:
            yield (f"an image has the alternative text {alt!r}; at least {SHORTEST_ALT} characters are wanted. "
                   "Say with show(figure, alt=...) what is to be seen.")
        stored = output.data[kind]
        size = len((stored if isinstance(stored, str) else json.dumps(stored)).encode("utf-8"))
        if size > LARGEST_IMAGE:
            yield f"an image has {size:,} bytes; at most {LARGEST_IMAGE:,} are allowed. Draw less, in fewer colours."


def _figure_problems(cells):
    return [f"cell {cell.id}: stores a figure and no prose follows. Say what is to be seen in it."
            for cell, after in zip(cells, (*cells[1:], None), strict=True)
            if any(_images(output) for output in cell.get("outputs", []))
            and (after is None or after.cell_type != "markdown" or after.source.startswith("<details>"))]


def _exemption_problems(codes):
    exempt = [cell for cell in codes if EXEMPT_TAGS.intersection(cell.metadata.get("tags", []))
              or any(comment in cell.source for comment in EXEMPT_COMMENTS)]
    allowed = max(EXEMPT_CELLS, EXEMPT_SHARE * len(codes))
    problems = [f"{len(exempt)} cells are exempt from comparison ({', '.join(cell.id for cell in exempt)}); at most "
                f"{allowed:g} may be. Make their outputs repeatable."] if len(exempt) > allowed else []
    return problems + [f"cell {cell.id}: is exempt from comparison and stores an output that nothing compares. Give it the "
                       f"tag {UNCOMPARED}, and build anew." for cell in exempt if cell.outputs]


def _size_problems(notebook):
    size = len(nbformat.writes(notebook, version=4).encode("utf-8"))
    return [f"has {size:,} bytes; at most {LARGEST_NOTEBOOK:,} are allowed."] if size > LARGEST_NOTEBOOK else []
