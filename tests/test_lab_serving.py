"""Opening JupyterLab by `course lab`: it serves the learner's copies with the course's kernel, and says where."""
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from course_utils import lab, settings
from course_utils.lab import LabError

NAME = "06_backpropagation_by_hand.ipynb"


def test_missing_jupyterlab_names_the_command_that_installs_it(monkeypatch, tmp_path):
    monkeypatch.setattr(lab, "find_spec", lambda name: None)
    with pytest.raises(LabError, match="-m pip install jupyterlab"):
        lab.open_lab(tmp_path, NAME)


@pytest.mark.parametrize(("user", "expected"), [(0, True), (1000, False)])
def test_root_is_allowed_only_when_it_is_root(monkeypatch, user, expected):
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    assert ("--allow-root" in lab._command(Path("folder"), NAME, True, None)) is expected


def test_without_a_browser_jupyter_is_told_not_to_open_one(monkeypatch, tmp_path):
    def none_found():
        raise lab.webbrowser.Error("could not locate runnable browser")

    commands, lines = [], []
    monkeypatch.setattr(lab.webbrowser, "get", none_found)
    monkeypatch.setattr(lab.subprocess, "Popen", lambda command, env: commands.append(command))
    monkeypatch.setattr(lab, "_end_together", lambda process: None)
    monkeypatch.setattr(lab, "_wait", lambda *arguments: 0)
    assert lab.open_lab(tmp_path, NAME, say=lines.append) == 0
    assert "--no-browser" in commands[0]
    assert "address below" in lines[0]


def test_messages_of_a_kernel_are_sent_without_delay(monkeypatch):
    connection = pytest.importorskip("course_utils.lab_connection")
    calls = []

    class Handler:
        def set_nodelay(self, value):
            calls.append(value)

    monkeypatch.setattr(connection.ZMQChannelsWebsocketConnection, "connect", lambda self: calls.append("connected"))
    prompt = connection.PromptConnection.__new__(connection.PromptConnection)
    prompt._trait_values = {"websocket_handler": Handler()}
    prompt.connect()
    assert calls == [True, "connected"]


@pytest.fixture
def served(tmp_path):
    """A running `course lab --no-browser`: (process, folder with a space in its name, asked port, what it printed)."""
    home, target, output = tmp_path / "home", tmp_path / "my lessons", tmp_path / "output.txt"
    (tmp_path / "temporary").mkdir()
    other_kernel = home / "data" / "kernels" / "python3"
    other_kernel.mkdir(parents=True)
    (other_kernel / "kernel.json").write_text(json.dumps({"argv": ["/elsewhere/python"], "display_name": "mine"}))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY"))}
    environment |= {"JUPYTER_DATA_DIR": str(home / "data"), "JUPYTER_CONFIG_DIR": str(home / "config"),
                    "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "IPYTHONDIR": str(home / "ipython"),
                    "COURSE_PROGRESS_DIR": str(home / "progress")}
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(tmp_path / "temporary"))
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "course_utils.cli", "lab", "--no-browser", f"--dir={target}", f"--port={port}"]
    with open(output, "w") as stream:
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=stream, stderr=subprocess.STDOUT)
    family = [psutil.Process(process.pid)]
    try:
        printed = wait_for_address(process, output)
        family += family[0].children(recursive=True)
        yield process, target, port, printed
    finally:
        stop(family)
        process.wait()


def wait_for_address(process, output):
    """Return what the process printed, once an address with a token is in it; fails if it ends or after a minute."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        printed = output.read_text()
        if re.search(r"http://\S+token=\S+\n", printed):
            return printed
        time.sleep(0.1)
    pytest.fail(f"course lab printed no address:\n{output.read_text()}")


def stop(family):
    """End those of the processes that still run."""
    for member in family:
        if member.is_running():
            member.terminate()
    _, alive = psutil.wait_procs(family, timeout=10)
    for member in alive:
        member.kill()


def test_course_lab_serves_the_learners_copies_with_the_courses_kernel(served):
    _, target, port, printed = served
    first = sorted(path.name for path in settings.notebooks_folder().glob("*.ipynb"))[0]
    assert f"{first}: new" in printed
    address = re.search(r"(http://\S+?/)lab/tree/(\S+)\?token=(\S+)\n", printed)
    base, opened, token = address.groups()
    assert (opened, f":{port}/" in base) == (first, True)

    def answer(path):
        request = urllib.request.Request(base + path, headers={"Authorization": f"token {token}"})
        with urllib.request.urlopen(request, timeout=30) as reply:
            return reply.status, reply.read()

    assert "kernels" in json.loads(answer("api/status")[1])
    listed = {entry["name"] for entry in json.loads(answer("api/contents")[1])["content"]}
    assert listed == {path.name for path in target.glob("*.ipynb")} and first in listed
    kernels = json.loads(answer("api/kernelspecs")[1])["kernelspecs"]
    assert kernels["python3"]["spec"]["argv"][0] == sys.executable
    assert answer(f"lab/tree/{first}")[0] == 200
    notices = json.loads(answer("lab/api/settings/@jupyterlab/apputils-extension:notification")[1])["schema"]["properties"]
    assert (notices["fetchNews"]["default"], notices["checkForUpdates"]["default"]) == ("false", False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot ask a process to end")
def test_ending_the_command_ends_the_server_and_leaves_no_files(served, tmp_path):
    process, _, port, _ = served
    process.terminate()
    process.wait(timeout=30)
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=5)
    assert list((tmp_path / "temporary").iterdir()) == []
