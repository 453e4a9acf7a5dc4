"""Showing progress: which exercises of which lessons have passed."""
import html

from course_utils.checks import store
from course_utils.checks.declaring import exercises_of, lessons_with_exercises
from course_utils.notebook import show_both

_SIGNS = {"passed": "✓", "not right yet": "✗", "not attempted": "○"}


def progress_rows(lesson=None, further=False):
    """Return (rows, notes): a row (exercise, level, points, state) for each exercise of one lesson or of all of them.

    Those of the lessons' companions are left out, or with `further` they alone are listed.
    """
    rows, notes = [], []
    for number in [lesson] if lesson is not None else lessons_with_exercises():
        record, note = store.read(number)
        notes += [note] if note else []
        for entry in (entry for entry in exercises_of(number) if entry.further == further):
            kept = record.get(entry.id)
            state = "not attempted" if kept is None else "passed" if kept["passed"] else "not right yet"
            rows.append((entry.id, entry.level, entry.points, state))
    return rows, notes


def progress_text(lesson=None, further=False):
    """Return the progress in one lesson, or in all of them, as text: a line for each exercise and the sum."""
    return _as_text(lesson, *progress_rows(lesson, further))


def _as_text(lesson, rows, notes):
    if not rows:
        return f"Lesson {lesson:02d} has no exercises." if lesson is not None else "No lesson has exercises yet."
    lines = [f"{_SIGNS[state]} {id:<6} {level:<8} {points} {'point ' if points == 1 else 'points'}  {state}"
             for id, level, points, state in rows]
    return "\n".join([*lines, _sum(rows), *notes])


def _sum(rows):
    passed = [row for row in rows if row[3] == "passed"]
    return (f"{len(passed)} of {len(rows)} exercises passed, "
            f"{sum(row[2] for row in passed)} of {sum(row[2] for row in rows)} points.")


def progress(lesson=None, further=False):
    """Show your progress in one lesson (by its number) or in all of them; with `further`, in their companions."""
    rows, notes = progress_rows(lesson, further)
    cells = "".join(f"<tr><td>{_SIGNS[state]}</td><td>{id}</td><td>{level}</td><td>{points}</td><td>{state}</td></tr>"
                    for id, level, points, state in rows)
    head = "<tr><th></th><th>exercise</th><th>level</th><th>points</th><th>state</th></tr>"
    last = "".join(f"<p>{html.escape(line)}</p>" for line in ([_sum(rows)] if rows else []) + notes)
    show_both(_as_text(lesson, rows, notes), f"<table>{head}{cells}</table>{last}")
