"""The command `course`: exit statuses, one line for an expected error, and what it hands on to other modules."""
import inspect
import json
import os
import subprocess
import sys
import types

import pytest
from typer.testing import CliRunner

from course_utils import checks, cli, data, doctor, running, settings
from course_utils.authoring import build as authoring_build
from course_utils.data.fetching import Listed, Outcome
from course_utils.machine import OK, PROBLEM, WARNING, Line


@pytest.fixture
def course(monkeypatch, tmp_path):
    """A function that runs `course` with its arguments in this process and returns the result."""
    monkeypatch.setenv("COURSE_PROGRESS_DIR", str(tmp_path / "progress"))
    return lambda *arguments: CliRunner().invoke(cli.main, list(arguments))


@pytest.fixture
def notebooks(monkeypatch, tmp_path):
    """The names of two notebooks in a folder that stands in for the course's own."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    names = ["00_start_here.ipynb", "06_backpropagation_by_hand.ipynb"]
    for name in names:
        (folder / name).write_text('{"cells": []}')
    monkeypatch.setattr(settings, "notebooks_folder", lambda: folder)
    return names


@pytest.fixture
def builds(monkeypatch):
    """A stand-in for course_utils.authoring.build: its `calls` are recorded, its `outcome` returned or raised."""
    stand_in = types.SimpleNamespace(calls=[], outcome=True)

    def build_lessons(names, **options):
        stand_in.calls.append((names, options))
        if isinstance(stand_in.outcome, Exception):
            raise stand_in.outcome
        return stand_in.outcome

    stand_in.build_lessons = build_lessons
    monkeypatch.setitem(sys.modules, "course_utils.authoring.build", stand_in)
    return stand_in


def test_module_runs_from_any_folder_and_names_every_command(tmp_path):
    environment = dict(os.environ, COURSE_PROGRESS_DIR=str(tmp_path))
    result = subprocess.run([sys.executable, "-m", "course_utils.cli", "--help"], cwd=tmp_path, env=environment,
                            capture_output=True, encoding="utf-8", check=True)
    assert "Usage: course" in result.stdout
    assert all(name in result.stdout for name in ("lab", "doctor", "fetch", "run", "build", "progress"))


def test_help_imports_neither_tensorflow_nor_jupyter(tmp_path):
    heavy = ("tensorflow", "keras", "jupyter_server", "nbformat", "papermill", "pooch", "pydantic", "numpy")
    program = f"import sys, course_utils.cli; print([name for name in {heavy} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_build_hands_on_names_and_options(course, builds, tmp_path):
    assert course("build", "06", "07", "--check", "--edition", "plain", "--to", str(tmp_path)).exit_code == 0
    assert builds.calls == [(["06", "07"], {"check": True, "edition": "plain", "to": tmp_path})]


def test_build_without_names_means_all_of_the_learner_edition(course, builds):
    assert course("build").exit_code == 0
    assert builds.calls == [([], {"check": False, "edition": "learner", "to": None})]


def test_build_that_fails_exits_with_1(course, builds):
    builds.outcome = False
    assert course("build").exit_code == 1


def test_expected_build_error_is_one_line_and_status_2(course, builds):
    builds.outcome = ValueError("there is no lesson [bold]99")
    result = course("build", "99")
    assert result.exit_code == 2
    assert result.stderr == "error: there is no lesson [bold]99\n"


def test_unexpected_error_is_not_hidden(course, builds):
    builds.outcome = KeyError("a defect of ours")
    assert isinstance(course("build").exception, KeyError)


def test_the_real_build_takes_what_the_command_hands_on():
    inspect.signature(authoring_build.build_lessons).bind([], check=True, edition="learner", to=None)
    assert issubclass(authoring_build.AuthoringError, ValueError)


def test_building_without_the_packages_for_it_names_the_command_that_installs_them(course, monkeypatch):
    monkeypatch.delitem(sys.modules, "course_utils.authoring.build", raising=False)
    monkeypatch.setitem(sys.modules, "course_utils.authoring", None)
    result = course("build", "06")
    assert result.exit_code == 2 and "pip install -r requirements.lock" in result.stderr


def test_progress_prints_the_text_of_the_checks(course):
    result = course("progress")
    assert result.exit_code == 0
    assert result.stdout.startswith(checks.progress_text() + "\n")
    assert result.stdout.endswith(checks.progress_text(further=True) + "\n")


def test_lab_in_a_folder_that_cannot_be_written_is_one_line_and_status_2(course, notebooks, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("mine")
    result = course("lab", "--dir", str(in_the_way), "--no-browser")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: ") and "--dir" in result.stderr and result.stderr.count("\n") == 1


def test_lab_opens_the_first_lesson_and_hands_on_the_exit_status(course, notebooks, monkeypatch, tmp_path):
    calls = []

    def open_lab(target, notebook, *, browser, port, say):
        calls.append((target, notebook, browser, port))
        return 7

    monkeypatch.setattr(cli.laboratory, "open_lab", open_lab)
    result = course("lab", "--dir", str(tmp_path / "mine"), "--port", "9123")
    assert result.exit_code == 7
    assert calls == [(tmp_path / "mine", notebooks[0], True, 9123)]
    assert result.stdout == "".join(f"{name}: new\n" for name in notebooks)


@pytest.fixture
def lines(monkeypatch):
    """The lines that the doctor finds."""
    found = []
    monkeypatch.setattr(doctor, "examine", lambda: found)
    return found


@pytest.mark.parametrize("state, status", [(OK, 0), (WARNING, 0), (PROBLEM, 1)])
def test_only_problems_make_the_doctor_fail(course, lines, state, status):
    lines += [Line("Python", "3.13"), Line("disk", "1.2 GB free", state, "Free some.")]
    result = course("doctor")
    assert result.exit_code == status and "1.2 GB free" in result.stdout and "Free some." in result.stdout


def test_the_doctors_json_is_all_that_is_printed(course, lines):
    lines.append(Line("disk", "1.2 GB free", WARNING, "Free some."))
    said = json.loads(course("doctor", "--json").stdout)
    assert said == {"status": "warning", "lines": [
        {"what": "disk", "value": "1.2 GB free", "state": "warning", "cure": "Free some."}]}


@pytest.fixture
def fetches(monkeypatch):
    """A stand-in for `fetch`: its `calls` are recorded, its `outcomes` returned, or its `error` raised."""
    stand_in = types.SimpleNamespace(calls=[], outcomes=[], error=None)

    def fetch(names, report):
        stand_in.calls.append(names)
        if stand_in.error:
            raise stand_in.error
        report("one line for each set")
        return stand_in.outcomes

    monkeypatch.setattr(data, "fetch", fetch, raising=False)
    return stand_in


@pytest.mark.parametrize("states, status", [(["present", "fetched"], 0), (["manual"], 0), (["fetched", "failed"], 1)])
def test_fetch_fails_where_a_set_fails(course, fetches, states, status):
    fetches.outcomes = [Outcome("mnist", "official", 11, state, "") for state in states]
    result = course("fetch", "mnist", "names")
    assert (result.exit_code, fetches.calls) == (status, [["mnist", "names"]])
    assert "one line for each set" in result.stdout


def test_fetch_of_an_unknown_set_is_one_line_and_status_2(course, fetches):
    fetches.error = data.DataError("There is no data set 'mnits'.")
    result = course("fetch", "mnits")
    assert result.exit_code == 2 and result.stderr == "error: There is no data set 'mnits'.\n"


def test_fetch_list_downloads_nothing(course, fetches, monkeypatch):
    sets = [Listed("mnist", "MNIST", 11_490_434, True), Listed("hands", "Signing hands", None, False)]
    monkeypatch.setattr(data, "list_sets", lambda: sets, raising=False)
    result = course("fetch", "--list")
    assert (result.exit_code, fetches.calls) == (0, [])
    first, second = result.stdout.splitlines()
    assert first.split() == ["mnist", "11.5", "MB", "at", "hand", "MNIST"] and "by hand" in second


def test_run_hands_on_names_and_options(course, monkeypatch, tmp_path):
    calls = []
    monkeypatch.setattr(running, "run", lambda names, **options: calls.append((names, options)) or 1)
    result = course("run", "06", "--profile", "quick", "-p", "steps=3", "-p", "seed=1", "--to", str(tmp_path), "--solved")
    assert result.exit_code == 1
    assert calls == [(["06"], {"profile": "quick", "parameters": ["steps=3", "seed=1"], "seeds": None, "record": False,
                               "to": tmp_path, "solved": True})]


def test_run_of_an_unknown_lesson_is_one_line_and_status_2(course, notebooks):
    result = course("run", "99")
    assert result.exit_code == 2 and result.stderr.startswith("error: There is no lesson '99'; there are 00_start_here, 06_")


def test_running_without_the_packages_for_it_names_the_command_that_installs_them(course, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("course_utils.running")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "nbformat", None)
    result = course("run", "06")
    assert result.exit_code == 2 and "-m pip install papermill" in result.stderr
