"""Keeping progress: what is written, and what happens where the file is damaged or cannot be written."""
import json

import numpy as np
import pytest

from course_utils.checks import call, check, exercise, progress, progress_text, store
from course_utils.checks.declaring import forget


@pytest.fixture(autouse=True)
def double(monkeypatch):
    """Declare exercise 98.1, and forget which notes have been given."""
    monkeypatch.setattr(store, "_TOLD", set())
    yield exercise("98.1", right=lambda x: 2 * x, probes=[call(np.array([1.0]))])
    forget("98.1")


def right(x):
    return x + x


def read_file():
    return json.loads(store.progress_file(98).read_text())["exercises"]["98.1"]


def test_a_pass_is_kept_and_stays(progress_folder):
    check("98.1", lambda x: 3 * x)
    check("98.1", right)
    check("98.1", lambda x: 3 * x)
    entry = read_file()
    assert (entry["passed"], entry["attempts"], entry["last"]) == (True, 3, "not right")
    assert store.progress_file(98) == progress_folder / "tester" / "lesson_98.json"


def test_an_untouched_answer_is_no_attempt():
    check("98.1", ...)
    assert not store.progress_file(98).exists()


@pytest.mark.parametrize("damage", [
    "", "{", "[]", '{"exercises": {"98.1": 3}}', '{"exercises": {"98.1": {"passed": "yes", "attempts": 1}}}', "\x00\x00"])
def test_a_damaged_file_is_kept_aside_and_begun_anew(damage, capsys):
    check("98.1", right)
    store.progress_file(98).write_text(damage)
    check("98.1", right)
    assert "was damaged" in capsys.readouterr().out
    aside = list(store.progress_file(98).parent.glob("lesson_98.damaged-*.json"))
    assert [file.read_text() for file in aside] == [damage] and read_file()["passed"]


def test_nothing_half_written_is_left_when_writing_fails(monkeypatch, capsys):
    check("98.1", lambda x: 3 * x)
    before = store.progress_file(98).read_bytes()

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.json, "dump", full)
    assert check("98.1", right), "the answer is judged all the same"
    assert "cannot be saved: No space left on device" in capsys.readouterr().out
    assert store.progress_file(98).read_bytes() == before
    assert len(list(store.progress_file(98).parent.iterdir())) == 1


@pytest.mark.parametrize("place", ["file/below", "/proc/progress"])
def test_a_home_that_cannot_be_written_is_said_once(place, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("a file, not a folder")
    monkeypatch.setenv("COURSE_PROGRESS_DIR", str(tmp_path / place))
    assert check("98.1", right) and check("98.1", right)
    printed = capsys.readouterr().out
    assert printed.count("COURSE_PROGRESS_DIR") == 1 and printed.count("passed.") == 2


def test_progress_stays_outside_of_the_repository_by_default(monkeypatch, tmp_path):
    from course_utils import settings

    monkeypatch.delenv("COURSE_PROGRESS_DIR")
    assert settings.checkout() not in store.progress_file(98).parents


def test_progress_lists_every_exercise_and_the_sum(capsys):
    check("6.4", "w6")
    check("6.1", 12)
    capsys.readouterr()
    progress(6)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("✗ 6.1 ") and lines[0].endswith("not right yet")
    assert lines[3].startswith("✓ 6.4 ") and lines[3].endswith("passed")
    assert lines[-1] == "1 of 8 exercises passed, 1 of 16 points."
    assert "has no exercises" in progress_text(50)
    assert progress_text(6, further=True).endswith("0 of 5 exercises passed, 0 of 10 points.")


def test_progress_tells_once_of_a_damaged_file(capsys):
    check("6.4", "w6")
    store.progress_file(6).write_text("{")
    capsys.readouterr()
    progress(6)
    assert capsys.readouterr().out.count("was damaged") == 1


def test_the_name_of_a_learner_cannot_lead_elsewhere(monkeypatch, progress_folder):
    monkeypatch.setenv("COURSE_LEARNER", "../../somebody else")
    check("98.1", right)
    assert progress_folder in store.progress_file(98).resolve().parents and store.progress_file(98).exists()
