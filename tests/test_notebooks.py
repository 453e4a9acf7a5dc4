"""The lessons as learners meet them: strictly compared, solved, without TensorFlow, restarted, cells run twice, rebuilt."""
import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import papermill
import pytest
from jupyter_client.manager import start_new_kernel
from lesson_runs import LESSONS, OPTIONAL_KERAS, ROOT, code_cells, data_not_at_hand, lesson_at, needs_keras, quick_run
from nbclient import NotebookClient

from course_utils.authoring import build_lessons, make_notebook
from course_utils.authoring.sanitise import PATTERNS
from course_utils.kernels import ThisInterpreter

BACKPROPAGATION = ROOT / "lessons" / "06_backpropagation_by_hand.py"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LARGEST, LARGEST_WITH_KERAS = 1_000_000, 2_000_000  # kilobytes of memory in a lesson's kernel
SECONDS = 900  # a notebook that takes longer hangs
FACTS = """
import json, pathlib, sys
status = pathlib.Path("/proc/self/status")  # Linux has it; not getrusage, which hands down the peak of the parent process
print(json.dumps({"tensorflow": "tensorflow" in sys.modules, "status": status.read_text() if status.exists() else ""}))
"""
# With the scope of the module all tests of one lesson run together, so that its notebook is run once for several of them.
lessons = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem, scope="module")
notebooks = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
pytestmark = pytest.mark.slow


def outputs_of(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def verdicts_of(notebook):
    """Return what the checks of the exercises say, in their order; a lesson may try a wrong answer elsewhere."""
    texts = [output.data["text/plain"] for cell in notebook.cells if cell.id.endswith("-check") for output in cell.outputs]
    return [re.match(r"\S Exercise \d+\.\d+: ([\w ]+)", text)[1] for text in texts]


def run_quickly(notebook, lesson, folder):
    """Return a notebook after papermill has run it in `folder` with the lesson's quick parameters."""
    nbformat.write(notebook, folder / "given.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_PROFILE", "quick")
        return papermill.execute_notebook(folder / "given.ipynb", folder / "done.ipynb", cwd=folder, progress_bar=False,
                                          parameters=lesson.header.quick, kernel_name="python3", log_output=False)


# The notebooks as they are stored -----------------------------------------------------------------------------------

def test_there_is_one_notebook_for_each_lesson():
    assert [path.stem for path in NOTEBOOKS] == [path.stem for path in LESSONS] != []


@pytest.mark.compared
@notebooks
def test_strict_comparison_where_the_data_is_at_hand(path, tally, tmp_path):
    notebook = nbformat.read(path, as_version=4)
    missing = data_not_at_hand(notebook)
    if missing:
        run_quickly(notebook, lesson_at(ROOT / "lessons" / f"{path.stem}.py"), tmp_path)
        tally[f"notebooks: only run, since their data is not at hand ({', '.join(missing)})"] += 1
        return
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "--nbval-cell-timeout=600", "-q",
               f"--nbval-sanitize-with={PATTERNS}", "-p", "no:cacheprovider", "-c", os.devnull, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=SECONDS,
                         env={**os.environ, "COURSE_PROFILE": "standard"})
    assert run.returncode == 0, run.stdout[-5000:]
    passed = int(re.search(r"(\d+) passed", run.stdout)[1])
    assert passed == sum(cell.cell_type == "code" for cell in notebook.cells), "each code cell is one test; none is left out"
    tally["notebooks: compared"] += 1
    tally["notebooks: cells equal under strict nbval"] += passed


def test_each_check_in_a_notebook_is_shown_once_in_both_forms(tally):
    for path in NOTEBOOKS:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.id.endswith("-check"):
                assert [sorted(output.data) for output in cell.outputs] == [["text/html", "text/plain"]]
                assert "not attempted yet" in cell.outputs[0].data["text/plain"]
                tally["notebooks: checks shown once"] += 1


# Solved, and with quick parameters ----------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def solved(path, tmp_path_factory):
    """Return a solved lesson's notebook, run with quick parameters, its FACTS before the Keras section and at its end."""
    notebook = make_notebook(lesson_at(path), "solved")
    optional = [number for number, cell in enumerate(notebook.cells)
                if cell.cell_type == "code" and OPTIONAL_KERAS in cell.source]
    places = [optional[0] if optional else len(notebook.cells), len(notebook.cells) + 1]
    for place in places:
        notebook.cells.insert(place, nbformat.v4.new_code_cell(FACTS, id=f"facts-{place}"))
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("solved")
        patch.setenv("COURSE_PROGRESS_DIR", str(folder / "progress"))
        done = run_quickly(notebook, lesson_at(path), folder)
    facts = {cell.id: json.loads(cell.outputs[0].text) for cell in done.cells if cell.id.startswith("facts-")}
    return done, *(facts[f"facts-{place}"] for place in places)


@lessons
def test_the_solved_notebook_runs_with_quick_parameters(path, solved, tally):
    verdicts = verdicts_of(solved[0])
    assert verdicts == ["passed"] * len(lesson_at(path).exercises)
    tally["notebooks: checks passed in solved notebooks under papermill"] += len(verdicts)


@lessons
@pytest.mark.skipif(sys.platform != "linux", reason="the peak memory of a process is read from /proc, which is Linux's")
def test_a_lesson_needs_little_memory(path, solved, tally):
    peak = int(re.search(r"VmHWM:\s+(\d+) kB", solved[-1]["status"])[1])
    tally[f"kilobytes at most in the kernel of {path.stem}"] = peak
    assert peak < (LARGEST_WITH_KERAS if needs_keras(path) else LARGEST)


@lessons
def test_nothing_loads_tensorflow_but_a_lesson_that_needs_it(path, solved):
    assert solved[1]["tensorflow"] is needs_keras(path)


@lessons
def test_every_cell_survives_being_run_twice(path, tally, capsys):
    def run_twice(cell, code, namespace):
        capsys.readouterr()
        exec(code, namespace)
        exec(code, namespace)
        assert not cell.id.endswith("-check") or capsys.readouterr().out.count(": passed") == 2
        tally["notebooks: cells run twice"] += 1

    quick_run(path, "solved", run_twice)


# Without what a lesson would like to have ---------------------------------------------------------------------------

def test_without_tensorflow_the_section_is_skipped_with_a_note(tmp_path, without_tensorflow, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(without_tensorflow))
    notebook = make_notebook(lesson_at(BACKPROPAGATION), "learner")
    NotebookClient(notebook, kernel_manager_class=ThisInterpreter, resources={"metadata": {"path": tmp_path}}).execute()
    said = "".join(output.text for output in outputs_of(notebook) if output.output_type == "stream")
    assert "TensorFlow is not installed here, so this section is skipped" in said
    assert len(verdicts_of(notebook)) == 8 and notebook.cells[-2].outputs, "the lesson goes on to its end"


def test_without_data_and_network_the_stand_in_is_used_and_said(tmp_path, monkeypatch):
    needing = [path for path in LESSONS if any(data_set in registered_sets() for data_set in lesson_at(path).header.data)]
    if not needing:
        pytest.skip("no lesson uses a data set that must be downloaded")
    monkeypatch.delenv("COURSE_DATA_DIR", raising=False)
    monkeypatch.setenv("COURSE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("COURSE_OFFLINE", "1")
    done = run_quickly(make_notebook(lesson_at(needing[0])), lesson_at(needing[0]), tmp_path)
    said = "".join(output.text for output in outputs_of(done) if output.output_type == "stream")
    assert "is not at hand" in said and "stand-in" in said


def registered_sets():
    from course_utils.data.registry import default_registry

    return default_registry().sets


# In the hands of a learner ------------------------------------------------------------------------------------------

def run_cell(client, source):
    """Return what running a cell gave: the texts of its outputs, and the name of its error if there was one."""
    said, failed = [], None

    def keep(message):
        nonlocal failed
        content = message["content"]
        said.append(content.get("text") or content.get("data", {}).get("text/plain", ""))
        failed = content.get("ename", failed)

    client.execute_interactive(source, output_hook=keep, timeout=60)
    return "".join(said), failed


def test_a_restart_in_mid_lesson_loses_no_progress(progress_folder):
    cells = code_cells(BACKPROPAGATION, "solved")
    half = next(number for number, cell in enumerate(cells) if cell.id == "ex-6-4-check") + 1
    manager, client = start_new_kernel()
    for cell in cells[:half]:
        run_cell(client, cell.source)
    manager.restart_kernel(now=True)
    client.wait_for_ready(timeout=60)
    said, failed = run_cell(client, "from course_utils import check, progress")
    said, failed = run_cell(client, cells[half].source)      # the learner goes on where they were
    assert failed == "NameError" and "Run All Above Selected Cell" in said
    said, failed = run_cell(client, "progress(6)")
    assert "4 of 8 exercises passed" in said and failed is None
    for cell in cells[:half + 1]:
        said, failed = run_cell(client, cell.source)
        assert failed is None, said
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    kept = json.loads((progress_folder / "tester" / "lesson_06.json").read_text())["exercises"]
    assert all(kept[f"6.{number}"]["passed"] for number in (1, 2, 3, 4))


def test_a_check_run_before_its_answer_says_what_to_do():
    manager, client = start_new_kernel()
    run_cell(client, "from course_utils import check")
    said, failed = run_cell(client, 'check("6.3", output_error)')
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    assert failed == "NameError" and "`output_error` has no value" in said


def test_one_changed_sentence_changes_that_notebook_by_that_sentence_only(tmp_path):
    shutil.copytree(ROOT / "lessons", tmp_path / "lessons")
    lesson = tmp_path / "lessons" / "06_backpropagation_by_hand_further.py"
    before, after = "One step closer to 1.", "One step closer to the target."
    text = lesson.read_text(encoding="utf-8")
    assert text.count(before) == 1
    lesson.write_text(text.replace(before, after), encoding="utf-8")
    assert build_lessons(["06_backpropagation_by_hand_further"], root=tmp_path, report=[].append)
    stored, built = ((folder / "notebooks" / f"{lesson.stem}.ipynb").read_text(encoding="utf-8").splitlines()
                     for folder in (ROOT, tmp_path))
    changed = [(old, new) for old, new in zip(stored, built) if old != new]
    assert len(stored) == len(built)
    kinds = [next(kind for kind in ('"id":', "closer to", '"lessons/06') if kind in old) for old, _ in changed]
    assert sorted(kinds) == ['"id":', '"lessons/06', "closer to"]


def test_building_again_gives_the_same_bytes(tmp_path):
    assert build_lessons(["06"], to=tmp_path, report=[].append)
    for path in sorted(tmp_path.glob("*.ipynb")):
        assert path.read_bytes() == (ROOT / "notebooks" / path.name).read_bytes()


def test_building_a_lesson_that_trains_again_gives_the_same_bytes(tmp_path):
    trains = [ROOT / "notebooks" / f"{path.stem}.ipynb" for path in LESSONS if needs_keras(path)]
    at_hand = [path for path in trains if not data_not_at_hand(nbformat.read(path, as_version=4))]
    if not at_hand:
        pytest.skip("there is no lesson that trains with Keras and whose data is at hand")
    shutil.copy(at_hand[0], tmp_path)
    assert build_lessons([at_hand[0].stem], to=tmp_path, report=[].append)
    assert (tmp_path / at_hand[0].name).read_bytes() == at_hand[0].read_bytes()


def test_the_stored_notebooks_are_in_step_with_their_sources():
    said = []
    assert build_lessons(check=True, report=said.append), said
