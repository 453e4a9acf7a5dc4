"""The lessons in an environment like Google Colab's: its setup cell replaces no package, and the outputs are the same."""
import json
import os
import shutil
import subprocess
import sys
import tomllib

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from lesson_runs import ROOT, data_not_at_hand
from nbclient import NotebookClient
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from course_utils import settings
from course_utils.authoring.normalise import UNCOMPARED, WIDGET_VIEW, normalise
from course_utils.authoring.opening import BRANCH, SETUP_ID
from course_utils.authoring.sanitise import sanitised

CONSTRAINTS = ROOT / "deploy" / "colab-constraints.txt"
PINS = dict(line.split("==") for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
NEEDED = [Requirement(line) for line in
          tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]]
NOTEBOOKS = [path for number in ("00", "06", "08", "09") for path in sorted((ROOT / "notebooks").glob(f"{number}_*.ipynb"))
             if not path.stem.endswith("_further")]
IN_THE_WHEEL = ("course_utils", "notebooks", "data")
COLAB = "import sys, types\nsys.modules['google.colab'] = types.ModuleType('google.colab')\n"
LIST = "import importlib.metadata as m, json; print(json.dumps({d.metadata['Name']: d.version for d in m.distributions()}))"


def test_the_course_can_use_all_that_colab_has():
    assert {needed.name for needed in NEEDED} <= set(PINS)
    assert [str(needed) for needed in NEEDED if not needed.specifier.contains(PINS[needed.name])] == []


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """Return the interpreter of an environment that has what the course needs in the versions that Colab has."""
    folder = tmp_path_factory.mktemp("colab") / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    interpreter = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # Not compiled: most of it is never imported, and what is gets compiled when the first kernel imports it.
    run = subprocess.run([interpreter, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check",
                          "--no-compile", "-c", str(CONSTRAINTS), "ipykernel", *(needed.name for needed in NEEDED)],
                         capture_output=True, text=True)
    assert "ResolutionImpossible" not in run.stderr, run.stderr
    if run.returncode:
        reason = next((line for line in reversed(run.stderr.splitlines()) if line.startswith("ERROR")), run.stderr[-500:])
        pytest.skip(f"Colab's packages cannot be had here: {reason}")
    return interpreter


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Return the address of an archive of this checkout, packed as GitHub packs it."""
    folder = tmp_path_factory.mktemp("archive")
    for name in IN_THE_WHEEL:
        shutil.copytree(ROOT / name, folder / "course-main" / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / "course-main")
    return shutil.make_archive(str(folder / BRANCH), "zip", folder, "course-main")


@pytest.fixture(scope="module")
def run(python, archive, tmp_path_factory):
    """Return a function that runs a stored notebook as Colab would, with the archive at a local address; it returns it."""
    folder = tmp_path_factory.mktemp("content")
    (folder / "site").mkdir()
    (folder / "site" / "sitecustomize.py").write_text(COLAB, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name not in ("MPLBACKEND", "PYTEST_CURRENT_TEST")}
    environment.update(PYTHONPATH=str(folder / "site"), IPYTHONDIR=str(folder / "ipython"), PYTHONDONTWRITEBYTECODE="",
                       COURSE_PROGRESS_DIR=str(folder / "progress"), COURSE_PROFILE="standard")

    class Kernel(AsyncKernelManager):
        @property
        def kernel_spec(self):
            return KernelSpec(argv=[str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"], language="python")

    def run_notebook(path):
        notebook = nbformat.read(path, as_version=4)
        setup = next(cell for cell in notebook.cells if cell.id == SETUP_ID)
        public = f"{settings.repository_url()}/archive/refs/heads/{BRANCH}.zip"
        assert public in setup.source
        setup.source = setup.source.replace(public, archive)
        NotebookClient(notebook, kernel_manager_class=Kernel, timeout=600, resources={"metadata": {"path": str(folder)}}
                       ).execute(env=environment)
        return normalise(notebook, path.name)

    return run_notebook


def packages(python):
    """Return {name: version} of all that is installed in the environment of the interpreter `python`."""
    run = subprocess.run([python, "-c", LIST], capture_output=True, text=True, check=True)
    return {canonicalize_name(name): version for name, version in json.loads(run.stdout).items()}


def texts_of(notebook):
    """Return {cell: the texts of its outputs as a comparison sees them}, less cells that are not compared."""
    return {cell.id: [sanitised(output.get("text") or output.data.get("text/plain", "")) for output in cell.outputs
                      if WIDGET_VIEW not in output.get("data", {})]  # its plain form is that of the version of ipywidgets
            for cell in notebook.cells if cell.cell_type == "code" and cell.id != SETUP_ID
            and UNCOMPARED not in cell.metadata.get("tags", [])}


@pytest.mark.slow
def test_the_setup_cell_installs_the_helpers_and_replaces_nothing(python, run, tally):
    before = packages(python)
    done = run(NOTEBOOKS[0])
    after = packages(python)
    assert after.pop(settings.DISTRIBUTION) and after == before
    assert {name: version for name, version in after.items() if version != PINS.get(name, version)} == {}
    said = next(cell for cell in done.cells if cell.id == SETUP_ID).outputs[0].text
    assert said.startswith("The course's helpers are installed. Colab forgets")
    tally["packages as on Colab before and after the setup cell"] = len(after)


@pytest.mark.slow
@pytest.mark.compared
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_lesson_shows_on_colab_what_it_shows_elsewhere(path, run, tally):
    stored = nbformat.read(path, as_version=4)
    done = run(path)
    missing = data_not_at_hand(stored)
    if missing:
        pytest.skip(f"it ran on the Colab look-alike, but its data is not at hand to compare: {', '.join(missing)}")
    assert texts_of(done) == texts_of(stored)
    tally["notebooks: shown on the Colab look-alike as elsewhere"] += 1
