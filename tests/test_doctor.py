"""`course doctor`: well, with warnings, and broken in several ways; each line with its state and its cure."""
import http.server
import json
import os
import subprocess
import sys
import threading

import pytest

from course_utils import doctor, machine, settings
from course_utils.machine import OK, PROBLEM, WARNING, Line


def examined(tmp_path, **changes):
    """Return (exit status, {what: line}, overall status) of the command in a process of its own with these settings."""
    environment = {**os.environ, "COURSE_OFFLINE": "1", "COURSE_CACHE_DIR": str(tmp_path / "cache"), "KERAS_BACKEND": ""}
    environment.update({name: str(value) for name, value in changes.items()})
    run = subprocess.run([sys.executable, "-m", "course_utils.cli", "doctor", "--json"], capture_output=True, text=True,
                         env=environment, timeout=300, encoding="utf-8")
    said = json.loads(run.stdout)
    return run.returncode, {line["what"]: line for line in said["lines"]}, said["status"]


@pytest.fixture
def data_folder():
    """The folder of data sets, for a set-up in which nothing is to be warned of."""
    if not os.environ.get("COURSE_DATA_DIR"):
        pytest.skip("COURSE_DATA_DIR is not set, so no data sets are at hand")
    return os.environ["COURSE_DATA_DIR"]


@pytest.mark.slow
def test_a_healthy_set_up_has_no_problem(tmp_path, data_folder):
    returned, lines, status = examined(tmp_path)
    assert (returned, {line["what"] for line in lines.values() if line["state"] == PROBLEM}) == (0, set())
    assert status in (OK, WARNING), "a machine may be short of memory"
    assert {"Python", "packages", "backend", "GPU", "memory", "disk", "data", "kernel", "progress", "lessons", "cache",
            "network"} <= set(lines)
    assert lines["kernel"]["value"] == "starts, and says that 1 + 1 is 2"
    assert "starts, on" in lines["backend"]["value"]


@pytest.mark.slow
def test_warnings_alone_are_no_failure(tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_DATA_DIR", raising=False)
    returned, lines, status = examined(tmp_path)
    assert (returned, status, lines["data"]["state"]) == (0, WARNING, WARNING)
    assert "stand-ins" in lines["data"]["cure"]


@pytest.mark.slow
def test_a_backend_that_there_is_not_is_a_problem(tmp_path):
    returned, lines, status = examined(tmp_path, KERAS_BACKEND="nonsense")
    assert (returned, status, lines["backend"]["state"]) == (1, PROBLEM, PROBLEM)
    assert "'nonsense'; it must be one of tensorflow, jax, torch" in lines["backend"]["cure"]


@pytest.mark.slow
def test_several_broken_things_are_all_named(tmp_path, without_tensorflow):
    (tmp_path / "file").write_text("in the way")
    returned, lines, _ = examined(tmp_path, COURSE_DATA_DIR=tmp_path / "nowhere", PYTHONPATH=without_tensorflow,
                                  COURSE_PROGRESS_DIR=tmp_path / "file" / "progress")
    assert returned == 1
    assert {what for what, line in lines.items() if line["state"] == PROBLEM} == {"data", "backend", "progress"}
    assert "No module named 'tensorflow'" in lines["backend"]["value"] and "pip install" in lines["backend"]["cure"]
    assert "nowhere" in lines["data"]["value"] and "COURSE_DATA_DIR" in lines["data"]["cure"]
    assert "COURSE_PROGRESS_DIR" in lines["progress"]["cure"]


def test_every_line_that_is_not_ok_has_a_cure(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("COURSE_CACHE_DIR", str(tmp_path / "file" / "cache"))
    monkeypatch.setattr(machine, "LITTLE_MEMORY", 1e18)
    monkeypatch.setattr(machine, "LITTLE_DISK", 1e18)
    (tmp_path / "file").write_text("in the way")
    lines = [machine.memory(), machine.disk(), machine.data(), doctor.cache_folder()]
    assert [line.state for line in lines] == [WARNING, WARNING, PROBLEM, WARNING]
    assert all(line.cure for line in lines)


def test_a_full_disk_is_a_problem(monkeypatch):
    monkeypatch.setattr(machine, "LITTLE_DISK", 1e18)
    monkeypatch.setattr(machine, "NO_DISK", 1e18)
    assert machine.disk().state == PROBLEM


@pytest.mark.parametrize("needed, state, words", [
    ("no-such-package>=1", PROBLEM, "no-such-package is missing"), ("numpy<1", WARNING, "the course is tested with <1"),
    ("numpy>=2", OK, "all 1 needed"), ("no-such-package; extra == 'lab'", OK, "all 0 needed"),
    ("no-such-package; python_version < '3'", OK, "all 0 needed")])
def test_packages_are_compared_with_what_the_course_needs(monkeypatch, needed, state, words):
    monkeypatch.setattr(doctor, "requires", lambda name: [needed])
    [line] = doctor._lines_of(doctor.packages)
    assert line.state == state and words in line.value
    assert (state == OK) == (line.cure == "") and (state == OK or "-m pip install" in line.cure)


def test_a_course_that_is_not_installed_is_a_warning():
    assert doctor.packages("no-such-distribution").state == WARNING


def test_an_examination_that_fails_does_not_hide_the_others():
    def broken():
        raise ZeroDivisionError("a defect of ours")

    [line] = doctor._lines_of(broken)
    assert (line.what, line.state) == ("broken", PROBLEM) and "a defect of ours" in line.value


@pytest.mark.parametrize("states, worst", [([OK, OK], OK), ([OK, WARNING], WARNING), ([PROBLEM, WARNING, OK], PROBLEM)])
def test_the_status_is_the_worst(states, worst):
    assert doctor.status([Line("x", "y", state) for state in states]) == worst


@pytest.fixture
def server():
    """The address of a server on this machine that answers HEAD with the status its path names."""
    class Answering(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.send_response(int(self.path[1:]))
            self.end_headers()

        def log_message(self, *arguments):
            """Say nothing on the terminal."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_network_is_tried_at_one_address(server, monkeypatch):
    monkeypatch.delenv("COURSE_OFFLINE", raising=False)
    assert doctor.network(f"{server}/200").state == OK
    assert doctor.network(f"{server}/404").state == WARNING
    assert "cannot be reached" in doctor.network("http://127.0.0.1:9/").value


def test_offline_the_network_is_not_touched(monkeypatch):
    monkeypatch.setenv("COURSE_OFFLINE", "1")
    monkeypatch.setattr(doctor.urllib.request, "urlopen", lambda *arguments, **options: pytest.fail("it was touched"))
    assert doctor.network("http://127.0.0.1:9/").state == OK


def test_the_address_tried_is_one_of_the_registry():
    assert doctor._first_address().startswith("http")


def test_the_table_shows_value_and_cure_as_they_are(capsys):
    from rich.console import Console

    Console(width=120, force_terminal=False).print(doctor.as_table([Line("data", "[bold]x", WARNING, "Do [that].")]))
    assert "[bold]x" in capsys.readouterr().out


def test_facts_name_the_folders_that_are_used(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_CACHE_DIR", str(tmp_path / "not" / "yet" / "there"))
    assert str(tmp_path) in machine.disk().value
    assert machine.writable("cache", settings.cache_folder(), "cure").state == OK
    assert not (tmp_path / "not").exists(), "looking makes no folder"
