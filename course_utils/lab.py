"""What `course lab` does: it lays the learner's own copies of the lessons, then opens JupyterLab on them."""
import hashlib
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
from itertools import count
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from course_utils import settings

MANIFEST = ".course.json"  # in the learner's folder: which version of each notebook was laid there


class LabError(RuntimeError):
    """The lessons cannot be laid or opened; the message says why, and what to do."""


class Laid(NamedTuple):
    """What became of one notebook: action is new, updated, kept (edited; a newer version beside it) or unchanged."""

    name: str
    action: str
    beside: str = ""  # the name of the newer version, where the action is kept


def cells_digest(path):
    """Return the SHA-256 of a notebook's cells, or None where the file cannot be read as a notebook.

    Only the kind and the text of each cell count, in their order. Outputs, metadata and empty cells do not: running a
    notebook changes the former, and JupyterLab adds an empty cell whenever the last one is run.
    """
    try:
        cells = json.loads(path.read_bytes())["cells"]
        said = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    said = [(kind, text) for kind, text in said if text.strip()]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def refresh_lessons(source, target):
    """Return a list of Laid (name, action, beside), one per notebook of the folder `source`, after copying to `target`.

    A copy whose cells are as they were laid is brought up to date. One that was edited, that cannot be read or whose
    history is unknown is never touched: the newer version is laid beside it, once, as NN_topic.new.ipynb. Other files
    in `target` are left alone. Raises LabError where there is nothing to copy or `target` cannot be written.
    """
    source, target = Path(source), Path(target)
    originals = sorted(source.glob("*.ipynb"))
    if not originals:
        raise LabError(f"There are no notebooks in {source}. In a checkout, `course build` makes them; otherwise "
                       "install the course again.")
    if target.resolve() == source.resolve():
        raise LabError(f"{target} holds the course's own notebooks; choose another folder for yours with --dir.")
    try:
        target.mkdir(parents=True, exist_ok=True)
        manifest = _read_manifest(target)
        laid = [_refresh(original, target, manifest) for original in originals]
        _write(target / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    except OSError as error:
        raise LabError(f"Your lessons cannot be written to {target} ({error.strerror or error}). Choose another "
                       "folder: course lab --dir FOLDER") from error
    return laid


def _read_manifest(target):
    """Return {notebook: {"laid": digest or None, "beside": {file name: digest}}}, less what is damaged or missing."""
    try:
        found = json.loads((target / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    entries = found.items() if isinstance(found, dict) else ()
    return {name: entry for name, entry in entries
            if isinstance(entry, dict) and "laid" in entry and isinstance(entry.get("beside"), dict)}


def _refresh(original, target, manifest):
    """Return the Laid of one notebook; its entry in `manifest` is brought up to date."""
    name, copy, current = original.name, target / original.name, cells_digest(original)
    if current is None:
        raise LabError(f"{original} cannot be read as a notebook. Restore it (git checkout), or install the course "
                       "again.")
    entry = manifest.setdefault(name, {"laid": None, "beside": {}})
    there = copy.exists()
    found = cells_digest(copy) if there else None
    if found == current or not there or (found is not None and found == entry["laid"]):
        entry["laid"] = current
        if found == current:
            return Laid(name, "unchanged")
        _write(copy, original.read_bytes())
        return Laid(name, "updated" if there else "new")
    readable_and_latest = found is not None and entry["laid"] == current
    if readable_and_latest or current in entry["beside"].values():
        return Laid(name, "unchanged")
    return Laid(name, "kept", _lay_beside(original, copy, current, entry["beside"]))


def _lay_beside(original, copy, current, beside):
    """Return the name under which `original` now lies beside the learner's `copy`; `beside` (name: digest) gets it."""
    for number in count(1):
        place = copy.with_name(f"{copy.stem}.new{'' if number == 1 else f'-{number}'}.ipynb")
        found = cells_digest(place) if place.exists() else current
        if found is not None and found in (current, beside.get(place.name)):
            break
    _write(place, original.read_bytes())
    beside[place.name] = current
    return place.name


def _write(path, content):
    """Write bytes to `path` so that it is either as before or complete, whatever happens meanwhile."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def lessons_folder():
    """Return where the learner's copies lie by default: my_lessons in the checkout, else in the current folder."""
    return (settings.checkout() or Path.cwd()) / "my_lessons"


def sentence(laid):
    """Return what to tell the learner about one Laid, or an empty string where there is nothing to tell."""
    return {
        "new": f"{laid.name}: new",
        "updated": f"{laid.name}: updated",
        "kept": f"{laid.name}: kept as you left it; the course's new version lies beside it as {laid.beside}",
        "unchanged": "",
    }[laid.action]


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
    """Return the arguments that make JupyterLab ask nobody for news or updates, nor the learner whether it may."""
    (scratch / "settings").mkdir()
    quiet = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
    (scratch / "settings" / "overrides.json").write_text(json.dumps(quiet), encoding="utf-8")
    return [f"--LabApp.app_settings_dir={scratch / 'settings'}",
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
