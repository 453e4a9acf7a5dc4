"""What this machine has: facts that the report in a notebook and `course doctor` share. No framework is imported for them."""
import html
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from course_utils import runtime, settings

OK, WARNING, PROBLEM = "ok", "warning", "problem"
SIGNS = {OK: ("✓", "#009E73"), WARNING: ("!", "#E69F00"), PROBLEM: ("✗", "#D55E00")}
GIGABYTE = 1e9
LITTLE_MEMORY = 3 * GIGABYTE  # a lesson takes up to 2 GB, and a browser wants some, too
LITTLE_DISK, NO_DISK = 2 * GIGABYTE, 0.5 * GIGABYTE
GPU_SECONDS = 10


class Line(NamedTuple):
    """One fact: what it is about, what was found, whether that is ok, a warning or a problem, and then the cure."""

    what: str
    value: str
    state: str = OK
    cure: str = ""


class Report(NamedTuple):
    """The facts about a machine; a notebook shows them as a table, a terminal as text."""

    lines: list

    def __str__(self):
        width = max(len(line.what) for line in self.lines)
        return "\n".join(f"{SIGNS[line.state][0]} {line.what:<{width}}  {line.value}"
                         + (f"\n  {'':<{width}}  {line.cure}" if line.cure else "") for line in self.lines)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": str(self), "text/html": f"<table>{''.join(map(_row, self.lines))}</table>"}


def _row(line):
    sign, colour = SIGNS[line.state]
    left = 'style="text-align:left"'
    cure = f"<br><small>{html.escape(line.cure)}</small>" if line.cure else ""
    return (f'<tr><td style="color:{colour}" title="{line.state}">{sign}</td><th {left} scope="row">{html.escape(line.what)}'
            f"</th><td {left}>{html.escape(line.value)}{cure}</td></tr>")


def facts():
    """Return the list of Lines that can be had within about a second."""
    return [python(), system(), place(), cores(), memory(), disk(), framework(), gpu(), data(), progress()]


def python():
    """Return the Line on the interpreter; the package itself refuses versions it cannot run on."""
    return Line("Python", f"{platform.python_version()} ({sys.executable})")


def system():
    """Return the Line on the operating system."""
    return Line("system", f"{platform.system()} {platform.release()}, {platform.machine()}")


def place():
    """Return the Line on where this runs, and whose course it is."""
    root = settings.checkout()
    return Line("runs in", f"{runtime.where()}, course from {root or settings.PACKAGE}")


def cores():
    """Return the Line on the processor cores that this process may use."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Line("cores", f"{usable}")


def memory():
    """Return the Line on main memory, total and available, in gigabytes of 10^9 bytes."""
    import psutil

    found = psutil.virtual_memory()
    total, free = _within_container(found.total, found.available)
    value = f"{free / GIGABYTE:.1f} GB free of {total / GIGABYTE:.1f} GB"
    if free >= LITTLE_MEMORY:
        return Line("memory", value)
    return Line("memory", value, WARNING, "A lesson takes up to 2 GB: close other programs and notebooks you no longer need.")


def _within_container(total, free):
    """Return (total, free) bytes, less where a container's limit, as on a JupyterHub, is below what the machine has."""
    try:
        limit, used = (int(Path(f"/sys/fs/cgroup/memory.{name}").read_text()) for name in ("max", "current"))
    except (OSError, ValueError):  # not Linux, no limit ("max"), or an older kernel
        return total, free
    return min(total, limit), max(0, min(free, limit - used))


def disk():
    """Return the Line on the free disk space where downloaded data sets are kept."""
    folder = existing_parent(settings.cache_folder())
    free = shutil.disk_usage(folder).free
    state = OK if free >= LITTLE_DISK else WARNING if free >= NO_DISK else PROBLEM
    cure = "" if state == OK else ("All data sets together take more than 1 GB: free some space, or set COURSE_CACHE_DIR to a "
                                   "folder on another disk.")
    return Line("disk", f"{free / GIGABYTE:.1f} GB free at {folder}", state, cure)


def existing_parent(path):
    """Return `path`, or the nearest folder above it that exists."""
    return next(folder for folder in (path.absolute(), *path.absolute().parents) if folder.exists())


def framework():
    """Return the Line on Keras and its backend, from the metadata of the packages."""
    try:
        backend = runtime.chosen_backend()
    except runtime.FrameworkError as error:
        return Line("backend", os.environ["KERAS_BACKEND"], PROBLEM, str(error))
    found = {name: installed(name) for name in ("keras", backend)}
    absent = [name for name, number in found.items() if number is None]
    if not absent:
        return Line("backend", f"Keras {found['keras']} on {runtime.BACKENDS[backend]} {found[backend]}")
    if sys.platform == "darwin" and platform.machine() == "x86_64":
        return Line("backend", f"no {' and '.join(absent)}", WARNING, "TensorFlow has no packages for Macs with Intel "
                    "processors: the NumPy lessons run here, the Keras lessons on Colab.")
    return Line("backend", f"no {' and '.join(absent)}", PROBLEM, f'Install with: "{sys.executable}" -m pip install '
                f"{' '.join(absent)}. Until then only the NumPy lessons run.")


def installed(name):
    """Return the version of an installed distribution, or None."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def gpu():
    """Return the Line on graphics processors; to have none is well, the lessons are sized for two cores."""
    command = shutil.which("nvidia-smi")
    if command:
        query = [command, "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader"]
        try:
            said = subprocess.run(query, capture_output=True, text=True, timeout=GPU_SECONDS, check=True).stdout
        except (OSError, subprocess.SubprocessError) as error:
            return Line("GPU", f"nvidia-smi fails: {type(error).__name__}", WARNING, "Reinstall or restart the driver to use "
                        "the GPU; without it the lessons run on the processor.")
        return Line("GPU", "; ".join(filter(None, map(str.strip, said.splitlines()))) or "none")
    if sys.platform == "darwin" and platform.machine() == "arm64":
        return Line("GPU", "Apple's, which these lessons do not use")
    return Line("GPU", "none; none is needed, the lessons are sized for two cores")


def data():
    """Return the Line on how many of the registered data sets are at hand; nothing is downloaded or decoded."""
    from course_utils.data import list_sets

    folder = settings.data_folder()
    if folder is not None and not folder.is_dir():
        return Line("data", f"COURSE_DATA_DIR names {folder}, and there is no such folder", PROBLEM,
                    "Correct COURSE_DATA_DIR, mount the folder, or unset the variable.")
    present = [entry[3] for entry in list_sets()]
    value = f"{sum(map(bool, present))} of {len(present)} data sets at hand"
    if any(present):
        return Line("data", value)
    if settings.offline():
        return Line("data", f"{value}, and COURSE_OFFLINE is set", WARNING, "Lessons run on built-in stand-ins. For the real "
                    "sets, unset COURSE_OFFLINE and say `course fetch`, or set COURSE_DATA_DIR to a folder with them.")
    return Line("data", f"{value}; lessons fetch what they need, `course fetch` all of them")


def progress():
    """Return the Line on whether your progress can be kept."""
    return writable("progress", settings.progress_folder(), "Set COURSE_PROGRESS_DIR to a folder that you may write to.")


def writable(what, folder, cure, otherwise=PROBLEM):
    """Return the Line on whether `folder` can be written, or made where it is missing; `otherwise` is the state if not."""
    try:
        tempfile.TemporaryFile(dir=existing_parent(folder)).close()
    except OSError as error:
        return Line(what, f"{folder} cannot be written: {error.strerror or error}", otherwise, cure)
    return Line(what, f"in {folder}")
