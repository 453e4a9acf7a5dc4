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
from lesson_runs import LESSONS, ROOT, code_cells
from nbclient import NotebookClient

from course_utils.authoring import build_lessons, make_notebook, read_lesson
from course_utils.authoring.execute import ThisInterpreter

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LARGEST = 1_000_000  # kilobytes of memory in a lesson's kernel
lessons = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
pytestmark = pytest.mark.slow


def outputs_of(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def verdicts_of(notebook):
    texts = [output.data["text/plain"] for output in outputs_of(notebook) if "text/plain" in output.get("data", {})]
    return [text.split(":")[1].split(".")[0].strip() for text in texts if re.match(r"\S Exercise \d+\.\d+: ", text)]


def test_strict_comparison_of_every_learner_notebook(tally, tmp_path):
    assert len(NOTEBOOKS) == len(LESSONS) > 0
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "--nbval-cell-timeout=120", "-q",
               "-p", "no:cacheprovider", "-c", os.devnull, *map(str, NOTEBOOKS)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=900)
    assert run.returncode == 0, run.stdout[-5000:]
    passed = int(re.search(r"(\d+) passed", run.stdout)[1])
    cells = sum(len(code_cells(path, "learner")) for path in LESSONS)
    assert passed == cells, "each code cell is one test; none may be left out"
    tally["notebooks: cells equal under strict nbval"] += passed


def test_each_check_in_a_notebook_is_shown_once_in_both_forms(tally):
    for path in NOTEBOOKS:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.id.endswith("-check"):
                assert [sorted(output.data) for output in cell.outputs] == [["text/html", "text/plain"]]
                assert "not attempted yet" in cell.outputs[0].data["text/plain"]
                tally["notebooks: checks shown once"] += 1


@lessons
def test_the_solved_notebook_runs_with_quick_parameters_in_little_memory(path, tmp_path, tally):
    lesson = read_lesson(path)
    notebook = make_notebook(lesson, "solved")
    if sys.platform == "linux":  # not getrusage: it hands down the peak of the process that started the kernel
        notebook.cells.append(nbformat.v4.new_code_cell("print(open('/proc/self/status').read())"))
    nbformat.write(notebook, tmp_path / "solved.ipynb")
    done = papermill.execute_notebook(tmp_path / "solved.ipynb", tmp_path / "done.ipynb", cwd=tmp_path, progress_bar=False,
                                      parameters=lesson.header.quick, kernel_name="python3", log_output=False)
    verdicts = verdicts_of(done)
    assert verdicts == ["passed"] * len(lesson.exercises)
    tally["notebooks: checks passed in solved notebooks under papermill"] += len(verdicts)
    if sys.platform == "linux":
        peak = int(re.search(r"VmHWM:\s+(\d+) kB", done.cells[-1].outputs[0].text)[1])
        assert peak < LARGEST
        tally[f"kilobytes at most in the kernel of {path.stem}"] = peak


def test_nothing_loads_tensorflow_before_the_keras_section(tmp_path):
    notebook = make_notebook(read_lesson(ROOT / "lessons" / "06_backpropagation_by_hand.py"), "learner")
    index = next(number for number, cell in enumerate(notebook.cells)
                 if cell.cell_type == "code" and "runtime.start(" in cell.source)
    notebook.cells = [*notebook.cells[:index], nbformat.v4.new_code_cell("import sys; 'tensorflow' in sys.modules")]
    NotebookClient(notebook, kernel_manager_class=ThisInterpreter, resources={"metadata": {"path": tmp_path}}).execute()
    assert notebook.cells[-1].outputs[0].data["text/plain"] == "False"
    assert index > 60, "the Keras section is the last but one"


def test_without_tensorflow_the_section_is_skipped_with_a_note(tmp_path, without_tensorflow, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(without_tensorflow))
    notebook = make_notebook(read_lesson(ROOT / "lessons" / "06_backpropagation_by_hand.py"), "learner")
    NotebookClient(notebook, kernel_manager_class=ThisInterpreter, resources={"metadata": {"path": tmp_path}}).execute()
    said = "".join(output.text for output in outputs_of(notebook) if output.output_type == "stream")
    assert "TensorFlow is not installed here, so this section is skipped" in said
    assert len(verdicts_of(notebook)) == 8 and notebook.cells[-2].outputs, "the lesson goes on to its end"


@lessons
def test_every_cell_survives_being_run_twice(path, tally, capsys):
    namespace = {"__name__": "__main__"}
    for cell in code_cells(path, "solved"):
        for _ in range(2):
            exec(compile(cell.source, f"<{cell.id}>", "exec"), namespace)
        tally["notebooks: cells run twice"] += 1
    assert "not right" not in capsys.readouterr().out


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
    cells = code_cells(ROOT / "lessons" / "06_backpropagation_by_hand.py", "solved")
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
    for path in NOTEBOOKS:
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_the_stored_notebooks_are_in_step_with_their_sources():
    said = []
    assert build_lessons(check=True, report=said.append), said
