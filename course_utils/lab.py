"""What `course lab` does: it opens JupyterLab on the learner's own copies of the lessons."""
import json
import os
import secrets
import signal
import subprocess
import sys
import sysconfig
import tempfile
import webbrowser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from course_utils.copies import LabError


def open_lab(target, notebook, *, browser=True, port=None, say=print):
    """Return JupyterLab's exit status once it has ended; meanwhile it serves the folder `target`, `notebook` opened.

    `say` is called with each line for the learner. A taken `port` makes Jupyter choose another. Raises LabError where
    JupyterLab is not installed.
    """
    if find_spec("jupyterlab") is None:
        raise LabError("JupyterLab is not installed. Install it with: "
                       f'"{sys.executable}" -m pip install jupyterlab jupytext')
    if browser and not _browser_exists():
        say("No browser was found on this machine: open the address below in one.")
        browser = False
    with tempfile.TemporaryDirectory(prefix="course-lab-") as scratch:
        environment = _environment(Path(scratch))
        command = _command(Path(target).resolve(), notebook, browser, port) + _settings(Path(scratch))
        process = subprocess.Popen(command, env=environment)
        _end_together(process)
        return _wait(process, environment["JUPYTER_TOKEN"], notebook, say)


def _browser_exists():
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _command(target, notebook, browser, port):
    """Return the command line of JupyterLab as a list.

    Not `jupyter lab`: that looks for the subcommand along the PATH, where another installation's may come first. And -P
    keeps a file of the learner's, say random.py, from standing in for a module of the server.
    """
    command = [sys.executable, "-P", "-m", "jupyterlab", str(target / notebook),
               f"--ServerApp.root_dir={target}", "--log-level=ERROR", "--LabApp.log_level=ERROR"]
    command += [] if browser else ["--no-browser"]
    command += [] if port is None else [f"--ServerApp.port={port}"]
    runs_as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return command + (["--allow-root"] if runs_as_root else [])


def _settings(scratch):
    """Return the arguments that make JupyterLab ask nobody for news or updates, and its messages travel without delay."""
    (scratch / "settings").mkdir()
    quiet = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
    (scratch / "settings" / "overrides.json").write_text(json.dumps(quiet), encoding="utf-8")
    return [f"--LabApp.app_settings_dir={scratch / 'settings'}",
            "--ServerApp.kernel_websocket_connection_class=course_utils.lab_connection.PromptConnection",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url=None"]


def _environment(scratch):
    """Return the server's environment variables, after writing the course's kernel into the folder `scratch`.

    A user's own kernel named python3 would otherwise come first, and may be one without the course's packages.
    """
    from ipykernel.kernelspec import write_kernel_spec

    # Below ERROR each kernel reports on the terminal how it is connected, which reads as if something were wrong.
    write_kernel_spec(scratch / "kernels" / "python3", extra_arguments=["--log-level=ERROR"])
    changed = dict(os.environ, JUPYTER_PREFER_ENV_PATH="1")
    for name, first in {"JUPYTER_PATH": str(scratch), "PATH": sysconfig.get_path("scripts")}.items():
        changed[name] = os.pathsep.join(part for part in (first, os.environ.get(name)) if part)
    changed.setdefault("JUPYTER_TOKEN", secrets.token_hex(24))
    return changed


def _end_together(process):
    """Make whatever asks the command to end, `kill` or a terminal that is closed, end the server `process` instead.

    The command then ends by itself, after its temporary files are gone. Windows knows no such request.
    """
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: process.terminate())


def _wait(process, token, notebook, say):
    """Return the exit status of the server `process`; as soon as it answers to `token`, its address is said."""
    announced = False
    while True:
        try:
            return process.wait(timeout=None if announced else 0.5)
        except subprocess.TimeoutExpired:
            address = _address(token, notebook)
            if address:
                say(f"JupyterLab is running; Ctrl-C here stops it. Its address:\n{address}")
                announced = True
        except KeyboardInterrupt:
            continue  # Jupyter got the same signal, and asks whether to stop


def _address(token, notebook):
    """Return the full address of `notebook` on the running server that has this token, or None while there is none."""
    from jupyter_server.serverapp import list_running_servers

    for server in list_running_servers():
        if server["token"] == token:
            return f"{server['url']}lab/tree/{quote(notebook)}?token={quote(token)}"
    return None
