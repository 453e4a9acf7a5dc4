"""The map of the course: read from the notebooks, in order, with what is no notebook of the course left out."""
import json
import re

from lesson_runs import ROOT

from course_utils.contents import PARTS, course_map, list_lessons


def notebook(folder, name, **facts):
    course = {"number": int(name[:2]), "title": "A title", "part": 1, "minutes": 30} | facts
    (folder / f"{name}.ipynb").write_text(json.dumps({"metadata": {"course": course}}), encoding="utf-8")


def test_the_lessons_come_in_order_with_their_companions(tmp_path):
    for name in ("06_later", "06_later_further", "02_earlier"):
        notebook(tmp_path, name)
    assert [(entry.file, entry.further) for entry in list_lessons(tmp_path)] == [
        ("02_earlier.ipynb", False), ("06_later.ipynb", False), ("06_later_further.ipynb", True)]


def test_what_is_no_notebook_of_the_course_is_left_out(tmp_path):
    notebook(tmp_path, "01_one")
    (tmp_path / "02_damaged.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "03_other.ipynb").write_text('{"metadata": {}}', encoding="utf-8")
    (tmp_path / "notes.ipynb").write_text("{}", encoding="utf-8")
    assert [entry.number for entry in list_lessons(tmp_path)] == [1]


def test_the_notebook_being_built_replaces_the_stored_one(tmp_path):
    (tmp_path / "stored").mkdir()
    (tmp_path / "built").mkdir()
    notebook(tmp_path / "stored", "01_one", minutes=10)
    notebook(tmp_path / "built", "01_one", minutes=20)
    assert [entry.minutes for entry in list_lessons(tmp_path / "stored", tmp_path / "built")] == [20]


def test_the_map_names_every_notebook_of_the_course_with_its_minutes(capsys):
    course_map()
    said = capsys.readouterr().out
    entries = list_lessons(ROOT / "notebooks")
    assert [int(minutes) for minutes in re.findall(r"(\d+) min", said)] == [entry.minutes for entry in entries] != []
    assert all(entry.title in said and PARTS[entry.part] in said for entry in entries if not entry.further)
