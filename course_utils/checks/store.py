"""Keeping progress: one JSON file for each learner and lesson, outside the repository, written whole or not at all."""
import getpass
import json
import os
import re
import tempfile
from datetime import UTC, datetime

from course_utils import settings
from course_utils.checks.judging import BROKEN, PASSED, UNTOUCHED

FORMAT = 1
_TOLD = set()  # notes that were given in this session; each is given once


def progress_file(lesson):
    """Return the path of the file that holds this learner's progress in a lesson; it need not exist."""
    learner = re.sub(r"[^\w.-]", "_", os.environ.get("COURSE_LEARNER", "") or _user())
    return settings.progress_folder() / learner / f"lesson_{lesson:02d}.json"


def _user():
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # in a container, a user need not have a name
        return "learner"


def read(lesson):
    """Return (exercises, note): number -> {passed, attempts, first_passed, last}, and what is to be said of the file.

    A damaged file is laid aside under another name, never deleted, and the record begins anew.
    """
    path = progress_file(lesson)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {id: _checked(entry) for id, entry in content["exercises"].items()}, ""
    except FileNotFoundError:
        return {}, ""
    except OSError as error:
        return {}, _once(f"Your progress could not be read: {error.strerror} ({path}).")
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}, _lay_aside(path)


def _checked(entry):
    if not isinstance(entry["passed"], bool) or not isinstance(entry["attempts"], int):
        raise ValueError("not an entry of a progress file")
    return entry


def _lay_aside(path):
    aside = path.with_name(f"{path.stem}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.json")
    try:
        os.replace(path, aside)
    except OSError:
        return _once(f"The record of your progress is damaged and could not be replaced: {path}.")
    return f"The record of your progress was damaged. It is kept as {aside.name}, and a new one has been begun."


def keep(verdict):
    """Add a verdict to the record, and return what the learner should be told about that, usually nothing.

    An exercise once passed stays passed. Untouched answers and faults of the check are not attempts.
    """
    if verdict.outcome in (UNTOUCHED, BROKEN):
        return ""
    lesson = int(verdict.exercise.split(".")[0])
    exercises, note = read(lesson)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    entry = exercises.get(verdict.exercise, {"passed": False, "attempts": 0, "first_passed": None})
    entry["attempts"] += 1
    entry["last"] = verdict.outcome
    if verdict.outcome == PASSED and not entry["passed"]:
        entry.update(passed=True, first_passed=now)
    exercises[verdict.exercise] = entry
    return " ".join(filter(None, (note, _write(lesson, exercises))))


def _write(lesson, exercises):
    path = progress_file(lesson)
    content = {"format": FORMAT, "lesson": lesson, "exercises": exercises}
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=1, sort_keys=True)
        os.replace(temporary, path)
        return ""
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        return _once(f"Your progress cannot be saved: {error.strerror} ({path.parent}). Answers are checked all the same. "
                     "Set COURSE_PROGRESS_DIR to a folder that you may write to.")


def _once(note):
    if note in _TOLD:
        return ""
    _TOLD.add(note)
    return note
