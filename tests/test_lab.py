"""Laying the lessons for `course lab`: a learner's work is never touched, and updates arrive."""
import json
import os

import pytest

from course_utils import copies
from course_utils.copies import LabError, refresh_lessons

NAME = "06_backpropagation_by_hand.ipynb"
BESIDE = "06_backpropagation_by_hand.new.ipynb"


def notebook(*texts, outputs=()):
    """Return the JSON text of a notebook with one code cell per text; `outputs` go to the first."""
    cells = [{"cell_type": "code", "source": text, "outputs": [], "metadata": {}} for text in texts]
    cells[0]["outputs"] = list(outputs)
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def folders(tmp_path):
    """The course's folder with version 1 of one notebook, and the learner's folder, where it was laid."""
    source, target = tmp_path / "notebooks", tmp_path / "my_lessons"
    source.mkdir()
    (source / NAME).write_text(notebook("version 1"))
    assert refresh_lessons(source, target) == [(NAME, "new", "")]
    return source, target


def test_new_notebook_is_copied_and_then_unchanged(folders):
    source, target = folders
    assert (target / NAME).read_bytes() == (source / NAME).read_bytes()
    assert refresh_lessons(source, target) == [(NAME, "unchanged", "")]
    assert sorted(path.name for path in target.iterdir()) == [".course.json", NAME]


def test_copy_comes_without_the_outputs_that_are_to_be_predicted(tmp_path):
    said = [{"output_type": "stream", "name": "stdout", "text": "16"}]
    content = json.loads(notebook("print(16)", "print(17)", outputs=said))
    content["cells"][0]["metadata"]["tags"], content["cells"][1]["outputs"] = ["predicted"], said
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / NAME).write_text(json.dumps(content))
    refresh_lessons(tmp_path / "notebooks", tmp_path / "mine")
    cells = json.loads((tmp_path / "mine" / NAME).read_text())["cells"]
    assert [cell["outputs"] for cell in cells] == [[], said]
    assert refresh_lessons(tmp_path / "notebooks", tmp_path / "mine") == [(NAME, "unchanged", "")]


def test_copy_nobody_edited_is_updated(folders):
    source, target = folders
    (source / NAME).write_text(notebook("version 2"))
    assert refresh_lessons(source, target) == [(NAME, "updated", "")]
    assert (target / NAME).read_text() == notebook("version 2")
    assert refresh_lessons(source, target) == [(NAME, "unchanged", "")]


def test_running_a_copy_is_no_edit(folders):
    source, target = folders
    ran = notebook("version 1", "", outputs=[{"output_type": "stream", "name": "stdout", "text": "1"}])
    (target / NAME).write_text(ran)  # the empty cell is the one JupyterLab adds below the last
    assert refresh_lessons(source, target) == [(NAME, "unchanged", "")]
    assert (target / NAME).read_text() == ran
    (source / NAME).write_text(notebook("version 2"))
    assert refresh_lessons(source, target) == [(NAME, "updated", "")]


def test_source_as_list_of_lines_is_no_edit(folders):
    source, target = folders
    content = json.loads(notebook("version 1"))
    content["cells"][0]["source"] = ["version", " 1"]
    (target / NAME).write_text(json.dumps(content))
    (source / NAME).write_text(notebook("version 2"))
    assert refresh_lessons(source, target) == [(NAME, "updated", "")]


@pytest.mark.parametrize("edited", [
    notebook("my answer"),
    notebook("version 1", "my own cell"),
    notebook("version 1").replace('"code"', '"markdown"'),
])
def test_edited_copy_is_kept(folders, edited):
    source, target = folders
    (target / NAME).write_text(edited)
    assert refresh_lessons(source, target) == [(NAME, "unchanged", "")], "no newer version, so nothing to lay beside"
    (source / NAME).write_text(notebook("version 2"))
    assert refresh_lessons(source, target) == [(NAME, "kept", BESIDE)]
    assert (target / NAME).read_text() == edited
    assert (target / BESIDE).read_text() == notebook("version 2")
    assert refresh_lessons(source, target) == [(NAME, "unchanged", "")]


def test_version_beside_is_not_laid_again_when_deleted(folders):
    source, target = folders
    (target / NAME).write_text(notebook("my answer"))
    (source / NAME).write_text(notebook("version 2"))
    refresh_lessons(source, target)
    (target / BESIDE).unlink()
    assert refresh_lessons(source, target) == [(NAME, "unchanged", "")]
    assert not (target / BESIDE).exists()
    (source / NAME).write_text(notebook("version 3"))
    assert refresh_lessons(source, target) == [(NAME, "kept", BESIDE)]


def test_version_beside_is_replaced_by_a_newer_one(folders):
    source, target = folders
    (target / NAME).write_text(notebook("my answer"))
    for version in ("version 2", "version 3"):
        (source / NAME).write_text(notebook(version))
        assert refresh_lessons(source, target) == [(NAME, "kept", BESIDE)]
        assert (target / BESIDE).read_text() == notebook(version)


def test_edited_version_beside_is_kept_too(folders):
    source, target = folders
    (target / NAME).write_text(notebook("my answer"))
    (source / NAME).write_text(notebook("version 2"))
    refresh_lessons(source, target)
    (target / BESIDE).write_text(notebook("my second answer"))
    (source / NAME).write_text(notebook("version 3"))
    second = BESIDE.replace(".new.", ".new-2.")
    assert refresh_lessons(source, target) == [(NAME, "kept", second)]
    assert (target / NAME).read_text() == notebook("my answer")
    assert (target / BESIDE).read_text() == notebook("my second answer")
    assert (target / second).read_text() == notebook("version 3")


def test_learner_who_takes_the_new_version_gets_updates_again(folders):
    source, target = folders
    (target / NAME).write_text(notebook("my answer"))
    (source / NAME).write_text(notebook("version 2"))
    refresh_lessons(source, target)
    (target / BESIDE).replace(target / NAME)
    assert refresh_lessons(source, target) == [(NAME, "unchanged", "")]
    (source / NAME).write_text(notebook("version 3"))
    assert refresh_lessons(source, target) == [(NAME, "updated", "")]


@pytest.mark.parametrize("manifest", [
    None, "{", "[]", json.dumps({NAME: 3}), json.dumps({NAME: {"laid": 1, "beside": []}}),
])
def test_without_a_manifest_whatever_differs_is_kept(folders, manifest):
    source, target = folders
    (target / ".course.json").unlink()
    if manifest is not None:
        (target / ".course.json").write_text(manifest)
    assert refresh_lessons(source, target) == [(NAME, "unchanged", "")], "an equal copy is recognised"
    (target / ".course.json").write_text(manifest or "")
    (source / NAME).write_text(notebook("version 2"))
    assert refresh_lessons(source, target) == [(NAME, "kept", BESIDE)]
    assert (target / NAME).read_text() == notebook("version 1")


@pytest.mark.parametrize("damage", ["", "{", "[]", "{}", '{"cells": [3]}', "\udcff"])
def test_damaged_copy_is_kept_and_a_good_one_laid_beside(folders, damage):
    source, target = folders
    damaged = damage.encode("utf-8", "surrogateescape")
    (target / NAME).write_bytes(damaged)
    assert refresh_lessons(source, target) == [(NAME, "kept", BESIDE)]
    assert (target / NAME).read_bytes() == damaged
    assert (target / BESIDE).read_text() == notebook("version 1")
    assert refresh_lessons(source, target) == [(NAME, "unchanged", "")]


@pytest.mark.parametrize("content", [notebook("my experiment"), "no notebook at all"])
def test_learners_own_files_are_left_alone(folders, content):
    source, target = folders
    own = {"notes.ipynb": notebook("mine"), "random.py": "x = 1", BESIDE: content}
    for name, content in own.items():
        (target / name).write_text(content)
    (target / NAME).write_text(notebook("my answer"))
    (source / NAME).write_text(notebook("version 2"))
    assert refresh_lessons(source, target) == [(NAME, "kept", BESIDE.replace(".new.", ".new-2."))]
    assert {name: (target / name).read_text() for name in own} == own


def test_target_that_cannot_be_written_names_the_way_out(folders):
    source, target = folders
    in_the_way = target / NAME  # a file where the folder should be; permissions would not stop root
    with pytest.raises(LabError, match="--dir"):
        refresh_lessons(source, in_the_way)
    assert in_the_way.read_text() == notebook("version 1")


def test_interrupted_write_leaves_the_old_file(folders, monkeypatch):
    source, target = folders
    (source / NAME).write_text(notebook("version 2"))

    def full_disk(*paths):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full_disk)
    with pytest.raises(LabError, match="No space left"):
        refresh_lessons(source, target)
    assert (target / NAME).read_text() == notebook("version 1")
    assert sorted(path.name for path in target.iterdir()) == [".course.json", NAME]


def test_source_without_notebooks_or_with_a_damaged_one_is_refused(folders, tmp_path):
    source, target = folders
    with pytest.raises(LabError, match="no notebooks"):
        refresh_lessons(tmp_path / "nowhere", target)
    (source / NAME).write_text("<<<<<<< HEAD")
    with pytest.raises(LabError, match="git checkout"):
        refresh_lessons(source, target)


def test_the_courses_own_folder_is_refused_as_target(folders):
    source, _ = folders
    with pytest.raises(LabError, match="--dir"):
        refresh_lessons(source, source / ".." / source.name)
    assert not (source / ".course.json").exists()


def test_sentence_says_where_the_new_version_lies():
    assert BESIDE in copies.sentence(copies.Laid(NAME, "kept", BESIDE))
    assert copies.sentence(copies.Laid(NAME, "unchanged")) == ""
