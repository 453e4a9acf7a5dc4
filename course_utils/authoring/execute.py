"""Running a notebook in a fresh kernel of this very interpreter, and refusing what must not be stored."""
import json
import os
import re
import tempfile
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell

from course_utils.authoring.lesson import AuthoringError
from course_utils.kernels import ThisInterpreter

SECONDS_PER_CELL = 120
# TensorFlow writes its warnings to stdout where somebody is looking on, as in a notebook.
_LOGGED = re.compile(r"^(?:WARNING|ERROR):(?:tensorflow|absl):.*", re.MULTILINE)
SCRATCH = "course-build-"  # how the temporary folder of a build is called; no output may show it
# Settings of the person who builds that would show in the outputs, or keep the kernel from reporting native messages.
_NOT_PASSED_ON = ("KERAS_BACKEND", "MPLBACKEND", "PYTHONSTARTUP", "PYTHONWARNINGS", "PYTEST_CURRENT_TEST")
_WHAT_WAS_USED = """
import json as _json, sys as _sys
_used = {module.__file__ for name, module in list(_sys.modules.items())
         if name.split(".")[0] == "course_utils" and getattr(module, "__file__", None)}
_data = _sys.modules.get("course_utils.data")
print(_json.dumps({"modules": sorted(_used), "data": dict(_data.loaded()) if _data else {}}))
"""


class BuildError(AuthoringError):
    """A notebook was refused; the message names the notebook, the cell and what was wrong with it."""


class Used(NamedTuple):
    """What a notebook used when it ran: files of course_utils modules; data sets, name -> fingerprint of the content."""

    modules: list[Path]
    data: dict[str, str]


def execute(notebook, folder, name):
    """Return what `notebook` Used, after running it in place with `folder` as working directory.

    `name` is what messages call the notebook. The modules are absolute Paths, sorted. BuildError where a cell raises,
    writes to stderr, takes more than 120 s, or the kernel dies.
    """
    asking = new_code_cell(_WHAT_WAS_USED)
    notebook.cells.append(asking)
    try:
        with tempfile.TemporaryDirectory(prefix=SCRATCH, ignore_cleanup_errors=True) as scratch:
            _run(notebook, folder, Path(scratch), name)
    finally:
        notebook.cells.remove(asking)
    used = json.loads(asking.outputs[0].text)
    return Used([Path(file).resolve() for file in used["modules"]], used["data"])


def _run(notebook, folder, scratch, name):
    # Checks know an untouched answer by the stub in the lesson's notebook, and that is the one to be built.
    nbformat.write(notebook, scratch / name)
    client = NotebookClient(
        notebook, kernel_manager_class=ThisInterpreter, timeout=SECONDS_PER_CELL, record_timing=False,
        iopub_timeout=30, raise_on_iopub_timeout=True, resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute(env=_environment(scratch))
    except CellExecutionError:
        pass  # the error is stored as an output, where the next line finds it
    except (CellTimeoutError, DeadKernelError) as error:
        raise BuildError(f"{name}: {_first_line(error)} A cell may take {SECONDS_PER_CELL} s; shorten it.") from None
    refuse_noise(notebook, name)


def _environment(scratch):
    kept = {key: value for key, value in os.environ.items() if key not in _NOT_PASSED_ON}
    # IPYTHONDIR: a personal IPython profile can load extensions and change how results are printed.
    return {**kept, "COURSE_PROGRESS_DIR": str(scratch / "progress"), "IPYTHONDIR": str(scratch / "ipython"),
            "COURSE_NOTEBOOKS_DIR": str(scratch), "COURSE_PROFILE": "standard", "PYTHONHASHSEED": "0"}


def refuse_noise(notebook, name):
    """Raise BuildError for the first output of an executed notebook that is an error, on stderr, or a logged warning."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                _refuse(name, cell, "raised", f"{output.ename}: {output.evalue}")
            if output.output_type == "stream" and output.name == "stderr":
                _refuse(name, cell, "wrote to stderr", output.text)
            if output.output_type == "stream" and (logged := _LOGGED.search(output.text)):
                _refuse(name, cell, "logged", logged.group())


def _refuse(name, cell, what, text):
    raise BuildError(f"{name}, cell {cell.id}, which begins {_first_line(cell.source)!r}, {what}:\n{text.strip()}\n"
                     "Mend the lesson; notebooks are stored without errors, warnings and messages on stderr.")


def _first_line(text):
    return (str(text).strip().splitlines() or [""])[0]
