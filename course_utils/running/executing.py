"""Running one lesson in a fresh kernel, and what came of it."""
import re
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from course_utils import settings
from course_utils.running.lessons import RunError

PASSED, FAILED, NOT_MET = "passed", "failed", "not met"


@dataclass
class Outcome:
    """What came of running a lesson: `memory` is the kernel's peak in bytes (None: unknown), `notebook` the executed one."""

    lesson: str
    parameters: dict[str, Any]
    notebook: str
    state: str = PASSED
    detail: str = ""
    seconds: float = 0.0
    memory: int | None = None
    checkpoints: list = field(default_factory=list)


def import_papermill():
    """Return the module papermill; RunError says how to install it where it is missing."""
    import sys

    try:
        import papermill
    except ModuleNotFoundError as error:
        raise RunError(f"Running lessons needs the package papermill, and {error.name} is missing. Install it with: "
                       f'"{sys.executable}" -m pip install papermill') from error
    return papermill


def run_lesson(lesson, profile, parameters, target, on_cell=lambda number: None):
    """Return the Outcome of executing a Lesson with these parameters in a fresh kernel; the notebook is kept as `target`.

    `on_cell` is called with the number of each cell, from 1, before it runs. An error in the lesson is an Outcome, not an
    exception. The kernel's progress folder is a temporary one, its working directory the folder of `target`.
    """
    outcome, began = Outcome(lesson.name, parameters, str(target)), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="course-run-", ignore_cleanup_errors=True) as scratch:
        source = Path(scratch) / target.name
        nbformat.write(lesson.notebook, source)
        _execute(source, target, _environment(profile, Path(scratch)), outcome, on_cell)
    outcome.seconds = round(time.monotonic() - began, 1)
    outcome.checkpoints = checkpoints_in(target)
    missed = [entry["id"] for entry in outcome.checkpoints if entry["met"] is False]
    if missed and outcome.state == PASSED:
        outcome.state, outcome.detail = NOT_MET, f"checkpoint {', '.join(missed)}"
    return outcome


def _execute(source, target, environment, outcome, on_cell):
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    from course_utils.kernels import ThisInterpreter

    def measure(cell, cell_index, execute_reply):
        outcome.memory = max(filter(None, (outcome.memory, peak_of_children())), default=None)

    papermill = import_papermill()
    kernel = type("LessonKernel", (ThisInterpreter,), {"environment": environment})
    try:
        papermill.execute_notebook(
            str(source), str(target), parameters=outcome.parameters, cwd=str(target.parent), progress_bar=False,
            kernel_name="python3", language="python", kernel_manager_class=kernel,
            on_cell_executed=measure, on_cell_start=lambda cell, cell_index: on_cell(cell_index + 1))
    except papermill.PapermillExecutionError as error:
        outcome.state, outcome.detail = FAILED, _where(error)
    except (DeadKernelError, CellTimeoutError) as error:
        outcome.state, outcome.detail = FAILED, f"the kernel stopped ({error}); it may have run out of memory"


def _environment(profile, scratch):
    return {
        "COURSE_PROFILE": profile,
        "COURSE_PROGRESS_DIR": str(scratch / "progress"),
        "COURSE_NOTEBOOKS_DIR": str(settings.notebooks_folder().resolve()),
        "IPYTHONDIR": str(scratch / "ipython"),  # a personal profile can change how results are shown
        "PYTHONHASHSEED": "0",
    }


def _where(error):
    first_line = (error.source.strip().splitlines() or [""])[0]
    return f"at In [{error.exec_count}], which begins {first_line!r}: {error.ename}: {error.evalue}"


def checkpoints_in(path):
    """Return the facts of all checkpoints that an executed notebook shows, as dictionaries; none where it is missing."""
    if not path.is_file():
        return []
    outputs = [output for cell in nbformat.read(path, as_version=4).cells for output in cell.get("outputs", [])]
    facts = [output.get("metadata", {}).get("course", {}) for output in outputs]
    return [dict(entry["checkpoint"]) for entry in facts if "checkpoint" in entry]


def peak_of_children():
    """Return the largest memory in bytes that a process started by this one has had, None where that is unknown.

    On Linux and Windows the system keeps the peak; elsewhere it is what the process holds now.
    """
    import psutil

    peaks = []
    for process in psutil.Process().children(recursive=True):  # under Windows the kernel is a child of a child
        try:
            memory = process.memory_info()
            peaks.append(_kept_peak(process.pid) or getattr(memory, "peak_wset", memory.rss))
        except psutil.Error:  # it has ended meanwhile
            continue
    return max(peaks, default=None)


def _kept_peak(process_id):
    """Return the peak in bytes that Linux keeps of a process, None elsewhere."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process_id}/status").read_text())
    except OSError:
        return None
    return int(found[1]) * 1024 if found else None
