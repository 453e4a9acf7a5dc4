"""`course run`: sizes and parameters, what came of each lesson, seeds and the bounds that follow, measurements on file."""
import json
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from rich.console import Console

from course_utils import settings
from course_utils.running import RunError, executing, run
from course_utils.running.executing import FAILED, Outcome
from course_utils.running.lessons import find_lessons, parameters_in, parse_parameters
from course_utils.running.seeds import bound_from, record, record_times, summarise

PARAMETERS = "seed = 0\nsteps = 5000"
SIZES = "import os; print(seed, steps, os.environ['COURSE_PROFILE'])"
JUDGED = ("from course_utils import checkpoint\n"
          "checkpoint('01.1', 0.9 + seed / 100, {('', 'standard'): 0.9, ('', 'quick'): 0.95})")


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """The folder that stands in for the course's notebooks."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    monkeypatch.setenv("COURSE_NOTEBOOKS_DIR", str(folder))
    monkeypatch.delenv("COURSE_PROFILE", raising=False)
    return folder


@pytest.fixture
def course(tmp_path):
    """A function that runs lessons and returns (exit status, what was printed, run.json)."""
    def run_lessons(*names, **options):
        console = Console(file=open(tmp_path / "said.txt", "w+", encoding="utf-8"), width=200)
        with console.file:
            status = run(names, to=tmp_path / "runs", console=console, **options)
        said = (tmp_path / "said.txt").read_text(encoding="utf-8")
        return status, said, json.loads((tmp_path / "runs" / "run.json").read_text(encoding="utf-8"))
    return run_lessons


def lesson(folder, name, *sources, parameters=PARAMETERS, **facts):
    """Write a notebook of these cells, its first the parameters cell where there are parameters."""
    cells = [new_code_cell(parameters, metadata={"tags": ["parameters"]})] if parameters else []
    notebook = new_notebook(cells=cells + [new_code_cell(source) for source in sources], metadata={"course": facts})
    nbformat.write(notebook, folder / f"{name}.ipynb")


def printed(folder, name):
    """Return what the last cell of an executed notebook printed."""
    return nbformat.read(folder / "runs" / f"{name}.ipynb", as_version=4).cells[-1].outputs[0].text.strip()


def test_a_number_is_a_lesson_and_its_companion(folder):
    for name in ("01_neuron", "01_neuron_further", "02_layer", "notes"):
        lesson(folder, name)
    assert [found.name for found in find_lessons(["1"])] == ["01_neuron", "01_neuron_further"]
    assert [found.name for found in find_lessons(["02_layer.ipynb", "02"])] == ["02_layer"]
    assert len(find_lessons()) == 3


def test_an_unknown_lesson_is_refused_with_those_there_are(folder):
    with pytest.raises(RunError, match="no notebooks in"):
        find_lessons()
    lesson(folder, "01_neuron")
    with pytest.raises(RunError, match="no lesson '09'; there are 01_neuron"):
        find_lessons(["09"])
    (folder / "01_neuron.ipynb").write_text("<<<<<<< HEAD")
    with pytest.raises(RunError, match="cannot be read as a notebook"):
        find_lessons()


def test_parameters_are_literals_or_texts():
    assert parse_parameters(["steps=10", "rates=[0.1, 1]", "name = tanh", "a=b=c"]) == {
        "steps": 10, "rates": [0.1, 1], "name": " tanh", "a": "b=c"}
    with pytest.raises(RunError, match="'steps'; it must be name=value"):
        parse_parameters(["steps"])


def test_parameters_come_with_their_defaults():
    assert parameters_in("seed = 0\nrates = [0.1,\n 1]  # two\nprint(seed)") == {"seed": "0", "rates": "[0.1, 1]"}


def test_an_unknown_parameter_is_refused_before_anything_runs(folder, tmp_path):
    lesson(folder, "01_neuron")
    lesson(folder, "02_layer", parameters="")
    with pytest.raises(RunError, match="parameter stepz. 01_neuron has seed = 0, steps = 5000; 02_layer has none"):
        run(parameters=["stepz=3"], to=tmp_path / "runs")
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize("options, words", [
    ({"profile": "fast"}, "choose one of quick, standard, full"), ({"record": True, "parameters": ["steps=3"]}, "leave out -p"),
    ({"record": True, "seeds": 3, "parameters": ["steps=3"]}, "leave out -p")])
def test_what_cannot_go_together_is_refused(folder, options, words):
    lesson(folder, "01_neuron")
    with pytest.raises(RunError, match=words):
        run(**options)


def test_a_folder_that_cannot_be_made_is_refused(folder, tmp_path):
    lesson(folder, "01_neuron")
    (tmp_path / "file").write_text("mine")
    with pytest.raises(RunError, match="Choose another with --to"):
        run(to=tmp_path / "file" / "runs")


def test_missing_papermill_is_named_with_what_installs_it(folder, monkeypatch):
    lesson(folder, "01_neuron")
    monkeypatch.setitem(sys.modules, "papermill", None)
    with pytest.raises(RunError, match="-m pip install papermill"):
        run()


def test_without_a_checkout_there_are_no_answers_to_fill_in(folder, monkeypatch):
    lesson(folder, "01_neuron")
    monkeypatch.setattr(settings, "checkout", lambda: None)
    with pytest.raises(RunError, match="without --solved"):
        find_lessons(solved=True)


def test_a_solved_lesson_has_the_answers(monkeypatch):
    monkeypatch.delenv("COURSE_NOTEBOOKS_DIR", raising=False)
    learner, solved = (find_lessons(["06_backpropagation_by_hand"], solved=solved)[0] for solved in (False, True))
    assert any("your code here" in cell.source for cell in learner.notebook.cells)
    assert not any("your code here" in cell.source for cell in solved.notebook.cells)
    assert learner.parameters == solved.parameters != {}


@pytest.mark.slow
def test_profile_and_given_parameters_reach_the_lesson(folder, course, tmp_path):
    lesson(folder, "01_neuron", SIZES, quick={"steps": 7, "seed": 1})
    lesson(folder, "02_layer", "import os; print(os.environ['COURSE_PROGRESS_DIR'], os.getcwd())", parameters="")
    status, _, facts = course(profile="quick", parameters=["seed=3"])
    assert status == 0 and printed(tmp_path, "01_neuron") == "3 7 quick"
    assert [run["parameters"] for run in facts["runs"]] == [{"steps": 7, "seed": 3}, {}]
    progress, working = printed(tmp_path, "02_layer").split()
    assert "course-run-" in progress and working == str(tmp_path / "runs")


@pytest.mark.slow
def test_a_failed_lesson_does_not_stop_the_others(folder, course, tmp_path):
    lesson(folder, "01_neuron", "print('before')", "steps / 0", "print('never')")
    lesson(folder, "02_layer", SIZES)
    lesson(folder, "03_net", "import os; os._exit(1)")
    status, said, facts = course()
    assert status == 1
    assert [run["state"] for run in facts["runs"]] == ["failed", "passed", "failed"]
    assert "at In [3], which begins 'steps / 0': ZeroDivisionError: division by zero" in facts["runs"][0]["detail"]
    assert "kernel stopped" in facts["runs"][2]["detail"]
    assert "✗ failed" in said and "✓ passed" in said
    assert all((tmp_path / "runs" / f"{name}.ipynb").is_file() for name in ("01_neuron", "02_layer", "03_net"))


@pytest.mark.slow
def test_checkpoints_and_memory_are_collected(folder, course):
    held = "held = bytearray(300_000_000)\ndel held"
    lesson(folder, "01_neuron", held, JUDGED)
    status, said, facts = course(profile="quick")
    [found] = facts["runs"]
    assert (status, found["state"], found["detail"]) == (1, "not met", "checkpoint 01.1")
    assert (found["checkpoints"][0]["value"], found["checkpoints"][0]["met"]) == (0.9, False)
    assert "01.1: 0.9, not met" in said
    if sys.platform in ("linux", "win32"):  # elsewhere the system keeps no peak
        assert 300e6 < found["memory"] < 2e9


@pytest.mark.slow
def test_seeds_give_median_range_and_bound(folder, course, tmp_path, monkeypatch):
    lesson(folder, "01_neuron", JUDGED)
    lesson(folder, "02_layer", parameters="steps = 3")
    (tmp_path / "checkout").mkdir()
    monkeypatch.setattr(settings, "checkout", lambda: tmp_path / "checkout")
    status, said, facts = course(profile="quick", seeds=3, record=True)
    assert status == 0, "a checkpoint whose bound is being measured is no failure"
    assert [run["parameters"]["seed"] for run in facts["runs"]] == [0, 1, 2]
    assert "0.91" in said and "0.9 to 0.92" in said and "at least 0.86" in said
    kept = json.loads((tmp_path / "checkout" / "data" / "measurements" / "01_neuron.json").read_text(encoding="utf-8"))
    assert kept["checkpoints"]["01.1"]["|quick"]["values"] == [0.9, 0.91, 0.92]
    assert not (tmp_path / "checkout" / "data" / "measurements" / "02_layer.json").exists()


def test_seeds_of_lessons_without_a_seed_are_refused(folder):
    lesson(folder, "02_layer", parameters="steps = 3")
    with pytest.raises(RunError, match="has the parameter seed. 02_layer has steps = 3"):
        run(seeds=3)


@pytest.mark.parametrize("values, direction, bound", [
    ([0.9, 0.92, 0.91], "at least", 0.86), ([0.57, 0.57], "at least", 0.57), ([0.9701, 0.9706], "at least", 0.969),
    ([0.4, 0.45], "at most", 0.55), ([0.29, 0.29], "at most", 0.29), ([0.1004, 0.1007], "at most", 0.102)])
def test_the_bound_is_the_worst_seed_less_twice_the_range(values, direction, bound):
    assert bound_from(values, direction) == bound


def found(id, value, variant="official", profile="standard", direction="at least"):
    return {"id": id, "value": value, "variant": variant, "profile": profile, "bound": None, "direction": direction,
            "met": None}


def test_results_are_summarised_by_checkpoint_variant_and_profile():
    summary = summarise([(0, [found("09.1", 0.97), found("09.2", 3.0, direction="at most")]), (1, [found("09.1", 0.98)])])
    assert summary["09.1"]["official|standard"] == {
        "seeds": [0, 1], "values": [0.97, 0.98], "median": 0.975, "low": 0.97, "high": 0.98, "bound": 0.95,
        "direction": "at least"}
    assert summary["09.2"]["official|standard"]["bound"] == 3.0


def test_a_record_keeps_what_was_measured_on_other_data(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "checkout", lambda: tmp_path)
    for variant in ("official", "digits28"):
        path = record("09_digits", summarise([(0, [found("09.1", 0.9, variant)]), (1, [found("09.1", 0.95, variant)])]))
    record("09_digits", summarise([(0, [found("09.1", 0.96)]), (1, [found("09.1", 0.96)])]))
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert path == tmp_path / "data" / "measurements" / "09_digits.json"
    assert {key: entry["median"] for key, entry in kept["checkpoints"]["09.1"].items()} == {
        "official|standard": 0.96, "digits28|standard": 0.925}
    assert kept["lesson"] == "09_digits" and {"measured", "python", "keras", "tensorflow", "machine"} < set(kept)


def test_times_are_recorded_of_lessons_that_passed_at_their_standard_size(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "checkout", lambda: tmp_path)
    path = record_times([Outcome("06_a", {}, "", seconds=9.0, memory=700_000_000), Outcome("07_b", {}, "", FAILED)], "standard")
    record_times([Outcome("06_a", {}, "", seconds=1.0), Outcome("05_c", {}, "", seconds=2.0)], "quick")
    record_times([Outcome("05_c", {}, "", seconds=3.0, memory=500_000_000)], "standard")
    assert json.loads(path.read_text())["lessons"] == {"05_c": {"seconds": 3.0, "gigabytes": 0.5},
                                                       "06_a": {"seconds": 9.0, "gigabytes": 0.7}}


def test_a_damaged_record_is_not_overwritten(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "checkout", lambda: tmp_path)
    path = tmp_path / "data" / "measurements" / "09_digits.json"
    path.parent.mkdir(parents=True)
    path.write_text("<<<<<<<")
    with pytest.raises(RunError, match="is damaged"):
        record("09_digits", {})
    assert path.read_text() == "<<<<<<<"


def test_a_notebook_that_is_not_there_has_no_checkpoints(tmp_path):
    assert executing.checkpoints_in(tmp_path / "none.ipynb") == []
