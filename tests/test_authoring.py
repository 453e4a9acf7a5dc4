"""Lesson sources: what is read, what is refused, what editions show, what a build stores, when it is out of date."""
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import types

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbval.plugin import get_sanitize_patterns

from course_utils import settings
from course_utils.authoring import (
    AuthoringError,
    BuildError,
    LessonError,
    build_lessons,
    lesson_paths,
    make_notebook,
    read_lesson,
)
from course_utils.authoring import build as build_module
from course_utils.authoring.answers import MarkerError, solution_of, stub_of
from course_utils.authoring.execute import refuse_noise
from course_utils.authoring.keeping import keep_outputs
from course_utils.authoring.names import bound_names, read_names
from course_utils.authoring.normalise import WIDGET_STATE, WIDGET_VIEW, normalise, to_bytes
from course_utils.authoring.sanitise import PATTERNS, sanitised

HEADER = """\
# ---
# jupyter:
#   course: {number: 6, title: Toy, part: 1, minutes: 60, builds_on: [3, 5], data: [],
#            quick: {steps: 1}}
# ---
"""
LESSON = HEADER + '''\
# %% [markdown]
# # 06 · Toy
# %%
import os
import sys
from course_utils import settings
# %% tags=["parameters"]
steps = 2
# %%
def check(exercise, answer):
    print(exercise, "not attempted" if answer is ... else answer)
# %%
print(settings.profile(), os.environ["PYTHONHASHSEED"], os.path.basename(os.getcwd()))
assert "course-build-" in os.environ["COURSE_PROGRESS_DIR"]
# %%
print("again")
# %%
print("again")
# %% [markdown] tags=["exercise"]
# ### Exercise 6.1 - how many?  (core, 5 min)
# Count.
# %% tags=["answer"] exercise="6.1"
parameters = ...
### BEGIN SOLUTION
parameters = 24 + steps
### END SOLUTION
# %%
check("6.1", parameters)
# %% [markdown] tags=["hint"] exercise="6.1"
# Weights first.
# %% [markdown] tags=["hint"] exercise="6.1"
# Then the biases.
'''


def write(folder, source, name="06_toy"):
    path = folder / "lessons" / f"{name}.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(source, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A small checkout with its notebook built, while the user has another kernel registered as python3."""
    root = tmp_path_factory.mktemp("checkout")
    kernels = root / "jupyter" / "kernels" / "python3"
    kernels.mkdir(parents=True)
    (kernels / "kernel.json").write_text('{"argv": ["no-such-python"], "display_name": "Mine", "language": "python"}')
    write(root, LESSON)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(root / "jupyter"))
        patch.setenv("JUPYTER_DATA_DIR", str(root / "jupyter"))
        said = []
        assert build_lessons(["6"], root=root, report=said.append), said
    return root


@pytest.fixture
def checkout(built, tmp_path):
    """A copy of the small checkout, to be spoilt."""
    return shutil.copytree(built, tmp_path / "checkout")


def notebook_of(root):
    return nbformat.read(root / "notebooks" / "06_toy.ipynb", as_version=4)


def checked(root):
    """Return (whether all is up to date, what was said)."""
    said = []
    return build_lessons(check=True, root=root, report=said.append), "\n".join(said)


# Reading ------------------------------------------------------------------------------------------------------------

def test_a_lesson_is_read_with_header_roles_and_exercises(tmp_path):
    lesson = read_lesson(write(tmp_path, LESSON))
    assert (lesson.header.number, lesson.header.builds_on, lesson.header.quick) == (6, [3, 5], {"steps": 1})
    assert [cell.role for cell in lesson.cells if cell.role] == ["task", "answer", "check", "hint", "hint"]
    assert lesson.exercises["6.1"]["title"] == "how many?" and lesson.exercises["6.1"]["minutes"] == "5"
    assert not lesson.further


@pytest.mark.filterwarnings("ignore:invalid escape sequence")  # said by the parser before the lesson is refused
@pytest.mark.parametrize("old, new, said", [
    ("title: Toy,", "", "header: the key 'title' is missing"),
    ("part: 1", "part: 1, colour: red", "header: unknown key 'colour'"),
    ("minutes: 60", "minutes: sixty", "header: minutes is 'sixty'"),
    ("number: 6", "number: 7", "number is 7, so the file name must begin with 07_"),
    ("course:", "curse:", "header: no lesson facts found"),
    ("data: [],", "data: [,", "cannot be read|no lesson facts"),
    ("quick: {steps: 1}", "quick: {epochs: 1}", "header: quick or full sets 'epochs'"),
    ("steps = 2", "steps, more = 2, 3", "header: quick or full sets 'steps'.*as a line `name = value`"),
    ("\"parameters\"]", "\"parameters\", \"raises-exception\"]", "cell 3: has the tag raises-exception"),
    ("steps = 2", "steps = = 2", "cell 3: is not plain Python in its line 1, 'steps = = 2'"),
    ("steps = 2", "%timeit 2", "cell 3: is not plain Python"),
    ("steps = 2", "steps = '\\d'", "cell 3: is not plain Python.*invalid escape"),
    ("steps = 2", "steps = 2\n### BEGIN SOLUTION", "cell 3: has solution markers and is no answer cell"),
    ("# %% tags=[\"parameters\"]", "# %% slide=1", "cell 3: .*carries slide"),
    ("# %% [markdown]\n# # 06", "# %% [raw]\n# # 06", "cell 1: is raw"),
    ("steps = 2", "", "cell 3: is empty"),
    ("### Exercise 6.1 - how many?  (core, 5 min)", "### Exercise 6.1: how many?", "cell 8: begins with"),
    ("tags=[\"answer\"] exercise=\"6.1\"", "tags=[\"answer\"]", "cell 9: does not say which exercise"),
    ("tags=[\"answer\"] exercise=\"6.1\"", "tags=[\"answer\"] exercise=6.1", "cell 9: exercise is the number 6.1"),
    ("# %% tags=[\"answer\"]", "# %% [markdown] tags=[\"answer\"]", "cell 9: is markdown"),
    ("tags=[\"answer\"] exercise=\"6.1\"", "exercise=\"6.1\"", "cell 9: .*none of the tags"),
    ("tags=[\"answer\"] exercise=\"6.1\"", "tags=[\"answer\"] exercise=\"6.2\"", "exercise 6.2 has 0 headings"),
    ("### END SOLUTION\n", "", "cell 9: has no complete pair"),
    ("parameters = 24 + steps\n", "", "cell 9: nothing stands between"),
    ("### BEGIN SOLUTION", "# BEGIN SOLUTION", "cell 9: the line '# BEGIN SOLUTION' is nearly a marker"),
    ("parameters = ...\n", "", "cell 9: 'parameters' is bound in the solution only"),
    ("check(\"6.1\", parameters)", "print(parameters)", "exercise 6.1 has 0 check cells"),
    ("check(\"6.1\", parameters)", "check(\"6.1\", 1)\n# %%\ncheck(\"6.1\", 2)", "exercise 6.1 has 2 check cells"),
    ("check(\"6.1\", parameters)", "check(\"6.1\", 1)\ncheck(\"6.2\", 2)", "cell 10: checks 6.1 and 6.2"),
    ("# %% [markdown] tags=[\"hint\"] exercise=\"6.1\"\n# Then the biases.\n", "", "exercise 6.1 has 1 hints"),
    ("6.1", "5.1", "exercise 5.1 is not numbered like lesson 6"),
    ("# %%\ncheck(\"6.1\", parameters)", "", "exercise 6.1 has 0 check cells"),
])
def test_a_broken_lesson_is_refused_with_file_cell_and_reason(tmp_path, old, new, said):
    assert old in LESSON
    with pytest.raises(LessonError, match=said) as refused:
        read_lesson(write(tmp_path, LESSON.replace(old, new)))
    assert "06_toy.py" in str(refused.value)


def test_an_exercise_in_another_order_is_refused(tmp_path):
    hint = '# %% [markdown] tags=["hint"] exercise="6.1"\n# Then the biases.\n'
    moved = LESSON.replace(hint, "").replace('# %%\ncheck("6.1"', hint + '# %%\ncheck("6.1"')
    with pytest.raises(LessonError, match="comes in the order task, answer, hint, check, hint"):
        read_lesson(write(tmp_path, moved))


def test_a_missing_lesson_is_named(tmp_path):
    with pytest.raises(LessonError, match="06_gone.py: there is no such lesson"):
        read_lesson(tmp_path / "lessons" / "06_gone.py")


def test_lesson_paths_are_sorted_and_leave_other_files_out(tmp_path):
    for name in ("10_b", "06_toy_further", "06_toy", "helper"):
        write(tmp_path, LESSON, name)
    assert [path.stem for path in lesson_paths(tmp_path)] == ["06_toy", "06_toy_further", "10_b"]


# Answers ------------------------------------------------------------------------------------------------------------

IN_FUNCTION = 'def f(x):\n    """Twice."""\n    ### BEGIN SOLUTION\n    y = x\n    return x + y\n    ### END SOLUTION'
FUNCTION = 'def f(x):\n    """Twice."""\n    y = x\n    return x + y'
FUNCTION_STUB = 'def f(x):\n    """Twice."""\n    ...  # your code here'
UNSET = "a = ...\nb = ...\n### BEGIN SOLUTION\na = 1\nb = 2\n### END SOLUTION\nprint(a)"
PLACES = 'slips = {"A": ..., "B": ...}\n### BEGIN SOLUTION\nslips = {"A": 1, "B": 2}\n### END SOLUTION'
BEFORE = "x = 0\n### BEGIN SOLUTION\nx = x + 1\n### END SOLUTION"
NOT_SET = "total = ...\n### BEGIN SOLUTION\nprint(1)\n### END SOLUTION"


@pytest.mark.parametrize("source, stub, solution", [
    (IN_FUNCTION, FUNCTION_STUB, FUNCTION),
    (UNSET, "a = ...  # your code here\nb = ...  # your code here\nprint(a)", "a = 1\nb = 2\nprint(a)"),
    (NOT_SET, "total = ...\n# your code here", "total = ...\nprint(1)"),
    (PLACES, 'slips = {"A": ..., "B": ...}  # your code here', 'slips = {"A": 1, "B": 2}'),
    (BEFORE, "x = 0\n# your code here", "x = 0\nx = x + 1"),
    (NOT_SET + "\nprint(2)", "total = ...\n...  # your code here\nprint(2)", "total = ...\nprint(1)\nprint(2)"),
    (IN_FUNCTION + "\n\n\n" + UNSET,
     FUNCTION_STUB + "\n\n\na = ...  # your code here\nb = ...  # your code here\nprint(a)",
     FUNCTION + "\n\n\na = 1\nb = 2\nprint(a)"),
])
def test_stub_and_solution(source, stub, solution):
    assert stub_of(source) == stub
    assert solution_of(source) == solution


@pytest.mark.parametrize("source", [
    "### END SOLUTION\nx = 1\n### BEGIN SOLUTION", "### BEGIN SOLUTION\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION",
    "def f():\n    ### BEGIN SOLUTION\n    return 1\n### END SOLUTION", "x = 1",
])
def test_markers_that_do_not_pair_up_are_refused(source):
    with pytest.raises(MarkerError):
        stub_of(source)


@pytest.mark.parametrize("source, names", [
    ("x = y", {"y"}), ("x = 1\nprint(x)", {"print"}), ("def f(a):\n    return a + b", {"b"}),
    ("def f(n):\n    return f(n - 1)", set()), ("x = x + 1", {"x"}), ("x += 1", {"x"}), ("[i for i in z]", {"z"}),
    ("f = lambda a, b=c: a + b + d", {"c", "d"}), ("{k: [v for v in k] for k in z}", {"z"}),
    ("class A(B):\n    x = 1\n    def f(self):\n        return x", {"B", "x"}),
    ("def f():\n    y = 1\n    def g():\n        return y\n    return g", set()),
    ("for i in z:\n    i", {"z"}), ("with z as a:\n    a", {"z"}), ("if z:\n    a = 1\n    a", {"z"}),
    ("try:\n    z\nexcept E as e:\n    e", {"z", "E"}),
    ("def f():\n    global x\n    x = 1", {"x"}), ("match p:\n    case (a, *b):\n        a + b", {"p"}),
])
def test_read_names_are_those_that_come_from_earlier_cells(source, names):
    assert read_names(source) == names


@pytest.mark.parametrize("source, names", [
    ("import a.b, c as d", {"a", "d"}), ("for i in []:\n    j = i", {"i", "j"}), ("[i for i in []]", set()),
    ("def f(a):\n    b = a", {"f"}), ("with open('a') as file:\n    (p, *q) = file", {"file", "p", "q"}),
    ("a.b = 1", set()), ("match p:\n    case (a, *b):\n        c = a", {"a", "b", "c"}),
])
def test_bound_names_are_those_of_the_notebook(source, names):
    assert bound_names(source) == names


# Editions -----------------------------------------------------------------------------------------------------------

def cells_of(tmp_path, edition, source=LESSON):
    return {cell.id: cell for cell in make_notebook(read_lesson(write(tmp_path, source)), edition).cells}


def test_the_learner_sees_a_stub_folded_hints_and_a_folded_solution(tmp_path):
    cells = cells_of(tmp_path, "learner")
    parts = ("task", "answer", "check", "hint-1", "hint-2", "solution")
    assert list(cells)[-6:] == [f"ex-6-1-{part}" for part in parts]
    assert cells["ex-6-1-answer"].source == "parameters = ...  # your code here"
    assert cells["ex-6-1-hint-2"].source == (
        "<details><summary>Hint 2 for exercise 6.1</summary>\n\nThen the biases.\n\n</details>")
    assert cells["ex-6-1-solution"].source == ("<details><summary>Solution of exercise 6.1</summary>\n\n"
                                               "```python\nparameters = 24 + steps\n```\n\n</details>")


def test_the_solved_edition_runs_the_solution_that_the_learner_is_shown(tmp_path):
    solved, learner = cells_of(tmp_path, "solved"), cells_of(tmp_path, "learner")
    assert f"```python\n{solved['ex-6-1-answer'].source}\n```" in learner["ex-6-1-solution"].source
    assert "ex-6-1-solution" not in solved and "ex-6-1-hint-1" in solved


def test_ids_are_legal_count_equal_cells_and_do_not_depend_on_place(tmp_path):
    before, after = cells_of(tmp_path, "learner"), cells_of(tmp_path, "learner", LESSON.replace("# Count.", "# Add."))
    again = [cell for cell in before if before[cell].source == 'print("again")']
    assert [cell[-2:] for cell in again] == ["-1", "-2"] and again[0][:-2] == again[1][:-2]
    assert list(before) == list(after)


def test_the_parameters_tag_and_the_facts_reach_the_notebook(tmp_path):
    notebook = make_notebook(read_lesson(write(tmp_path, LESSON)), "solved")
    assert [cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])] == ["steps = 2"]
    assert notebook.metadata.course == {"number": 6, "title": "Toy", "part": 1, "minutes": 60, "data": [],
                                        "quick": {"steps": 1}, "full": {}, "edition": "solved", "format": 2}
    assert notebook.metadata.kernelspec.name == "python3" and "version" not in notebook.metadata.language_info


def test_an_unknown_edition_is_refused(tmp_path):
    with pytest.raises(AuthoringError, match="no edition 'teacher'; choose one of learner, solved"):
        make_notebook(read_lesson(write(tmp_path, LESSON)), "teacher")


# Colab ---------------------------------------------------------------------------------------------------------------

def setup_cell(tmp_path):
    return cells_of(tmp_path, "learner")["setup"]


@pytest.fixture
def on_colab(monkeypatch):
    """Make this process look like a kernel of Colab without the helpers; return the list of commands that are run."""
    commands = []

    def run(command, **options):
        commands.append(command)
        return subprocess.CompletedProcess(command, 0 if len(commands) > 1 else 1, "", "no route")

    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(subprocess, "run", run)
    return commands


def test_below_the_title_stand_the_link_to_colab_and_the_cell_it_needs(tmp_path):
    cells = cells_of(tmp_path, "learner")
    assert list(cells)[1:3] == ["colab", "setup"]
    repository = settings.repository_url().removeprefix("https://github.com/")
    assert f"(https://colab.research.google.com/github/{repository}/blob/main/notebooks/06_toy.ipynb)" in cells["colab"].source
    assert cells["setup"].metadata.tags == ["setup"]
    assert not {"colab", "setup"}.intersection(cells_of(tmp_path, "solved"))


def test_outside_of_colab_the_setup_cell_does_nothing(tmp_path, on_colab, monkeypatch, capsys):
    monkeypatch.delitem(sys.modules, "google.colab")
    exec(setup_cell(tmp_path).source, {})
    assert on_colab == [] and capsys.readouterr() == ("", "")


def test_on_colab_the_setup_cell_installs_the_helpers_and_nothing_else(tmp_path, on_colab, capsys):
    with pytest.raises(RuntimeError, match="could not be installed from https.*network.*run this cell again(.|\\n)*no route"):
        exec(setup_cell(tmp_path).source, {})
    exec(setup_cell(tmp_path).source, {})
    archive = f"{settings.repository_url()}/archive/refs/heads/main.zip"
    assert on_colab == [[sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", archive]] * 2
    assert "Colab forgets your answers" in capsys.readouterr().out


def test_where_the_helpers_are_on_colab_already_nothing_is_installed(tmp_path, on_colab, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: "found")
    exec(setup_cell(tmp_path).source, {})
    assert on_colab == []


def test_an_address_that_colab_cannot_open_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "repository_url", lambda: "")
    with pytest.raises(AuthoringError, match="the address of the course is ''. Set Repository in pyproject.toml"):
        cells_of(tmp_path, "learner")


# Building -----------------------------------------------------------------------------------------------------------

def test_a_built_notebook_is_executed_here_in_its_folder(built):
    codes = [cell for cell in notebook_of(built).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in codes] == list(range(1, len(codes) + 1))
    assert codes[4].outputs[0].text == "standard 0 notebooks\n"
    assert codes[-1].outputs[0].text == "6.1 not attempted\n"


def test_a_built_notebook_lists_what_it_was_made_from(built):
    listed = list(notebook_of(built).metadata.course.made_from)
    assert {"course_utils/__init__.py", "course_utils/settings.py", "lessons/06_toy.py"} <= set(listed)
    assert listed == sorted(listed) and not any("authoring" in name for name in listed)


def test_building_again_gives_the_same_bytes_and_does_not_write(checkout):
    notebook = checkout / "notebooks" / "06_toy.ipynb"
    before, written = notebook.read_bytes(), notebook.stat().st_mtime_ns
    said = []
    assert build_lessons(["06_toy"], root=checkout, report=said.append)
    assert (notebook.read_bytes(), notebook.stat().st_mtime_ns, said) == (before, written, ["06_toy: built, unchanged"])
    assert before.endswith(b"}\n") and b"\r" not in before and b"\x1b" not in before


def test_the_kernel_finds_the_stubs_of_the_very_notebook_that_is_built(tmp_path):
    # Checks read them there, to know an untouched answer; the stored notebook may still be an older one, or none.
    line = 'print(open(os.path.join(os.environ["COURSE_NOTEBOOKS_DIR"], "06_toy.ipynb")).read().count("your code here"))'
    write(tmp_path, LESSON.replace('print("again")', line, 1))
    assert build_lessons(root=tmp_path, report=[].append)
    assert any(cell.outputs[0].text.strip().isdecimal() and int(cell.outputs[0].text) > 0
               for cell in notebook_of(tmp_path).cells if cell.get("outputs") and "COURSE_NOTEBOOKS_DIR" in cell.source)


def test_the_cell_after_a_prediction_is_tagged_and_no_other(tmp_path):
    source = LESSON.replace('# %%\nprint("again")', '# %% [markdown]\n# **Predict:** what?\n# %%\nprint("again")', 1)
    codes = [cell for cell in make_notebook(read_lesson(write(tmp_path, source))).cells if cell.cell_type == "code"]
    tagged = [cell.source for cell in codes if "predicted" in cell.metadata.get("tags", [])]
    assert tagged == ['print("again")'] and sum(cell.source == 'print("again")' for cell in codes) == 2


LOADED = """\
# %%
import types
sys.modules["course_utils.data"] = types.ModuleType("course_utils.data")
sys.modules["course_utils.data"].loaded = lambda: {"mnist": "CONTENT"}
"""


def test_a_notebook_records_the_data_it_was_made_with(tmp_path):
    write(tmp_path, LESSON + LOADED.replace("CONTENT", "0123abcd"))
    assert build_lessons(root=tmp_path, report=[].append)
    assert notebook_of(tmp_path).metadata.course.data_loaded == {"mnist": "0123abcd"}


def test_a_notebook_made_with_a_stand_in_is_stored_only_where_nobody_takes_it_for_the_real_one(tmp_path):
    write(tmp_path, LESSON + LOADED.replace("CONTENT", "stand-in:digits28"))
    said = []
    assert not build_lessons(root=tmp_path, report=said.append)
    assert "06_toy.ipynb: was made with the stand-in of mnist" in said[0] and "COURSE_DATA_DIR" in said[0]
    assert not (tmp_path / "notebooks" / "06_toy.ipynb").exists()
    assert build_lessons(["6"], root=tmp_path, to=tmp_path / "elsewhere", report=said.append)
    assert build_lessons(["6"], root=tmp_path, edition="solved", report=said.append)


def test_a_changed_sentence_brings_no_new_result_of_training_with_it(tmp_path):
    trained = 'import random\nprint(f"Checkpoint 06.1: {random.random():.6f}, at least 0: met.")'
    source = LESSON.replace('print("again")', trained, 1)
    write(tmp_path, source)
    assert build_lessons(root=tmp_path, report=[].append)
    before = (tmp_path / "notebooks" / "06_toy.ipynb").read_text().splitlines()
    write(tmp_path, source.replace("# Count.", "# Count them."))
    assert build_lessons(root=tmp_path, report=[].append)
    after = (tmp_path / "notebooks" / "06_toy.ipynb").read_text().splitlines()
    changed = [old.strip() for old, new in zip(before, after, strict=True) if old != new]
    assert [line.split(":")[0] for line in changed] == ['"Count."', '"lessons/06_toy.py"']


def test_the_lesson_that_shows_the_map_of_the_course_is_built_last_and_follows_every_header(tmp_path):
    with_map = LESSON.replace("number: 6", "number: 0").replace("6.1", "0.1").replace("import os\n", "import os\nimport "
                                                                                    "course_utils.contents\n", 1)
    write(tmp_path, with_map, "00_toy")
    write(tmp_path, LESSON)
    said = []
    assert build_lessons(root=tmp_path, report=said.append)
    assert said == ["06_toy: built", "00_toy: built"] and checked(tmp_path)[0]
    write(tmp_path, LESSON + "# More.\n")
    assert "00_toy: up to date" in checked(tmp_path)[1]
    write(tmp_path, LESSON.replace("minutes: 60", "minutes: 70"))
    assert "00_toy: out of date, the map of the course has changed" in checked(tmp_path)[1]


def test_another_edition_goes_to_its_own_folder(checkout):
    assert build_lessons([], edition="solved", root=checkout, report=[].append)
    solved = nbformat.read(checkout / "build" / "solved" / "06_toy.ipynb", as_version=4)
    assert next(cell for cell in solved.cells if cell.id == "ex-6-1-check").outputs[0].text == "6.1 26\n"


def test_a_lesson_that_raises_leaves_the_notebook_as_it_was(checkout):
    before = (checkout / "notebooks" / "06_toy.ipynb").read_bytes()
    write(checkout, LESSON.replace("steps = 2", "steps = 2 / 0"))
    said = []
    assert not build_lessons(root=checkout, report=said.append)
    assert "06_toy.ipynb, cell c-" in said[0] and "'steps = 2 / 0', raised:\nZeroDivisionError" in said[0]
    assert (checkout / "notebooks" / "06_toy.ipynb").read_bytes() == before


def test_what_is_up_to_date_is_not_executed(checkout, monkeypatch):
    monkeypatch.setattr(build_module, "execute", None)  # calling it would raise
    assert build_lessons(root=checkout, report=[].append)
    assert checked(checkout) == (True, "06_toy: up to date")


def test_line_ends_do_not_make_a_notebook_out_of_date(checkout):
    path = checkout / "lessons" / "06_toy.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert checked(checkout)[0]


def spoil_facts(root, **facts):
    notebook = notebook_of(root)
    notebook.metadata.course.update(facts)
    nbformat.write(notebook, root / "notebooks" / "06_toy.ipynb")


def spoil_digest(root, name):
    spoil_facts(root, made_from={**notebook_of(root).metadata.course.made_from, name: "0"})


def spoil_cell(root):
    notebook = notebook_of(root)
    notebook.cells[-1].source = "steps = 3"
    nbformat.write(notebook, root / "notebooks" / "06_toy.ipynb")


def spoil_address(root):
    notebook = notebook_of(root)
    notebook.cells[1].source = notebook.cells[1].source.replace("course", "fork")
    nbformat.write(notebook, root / "notebooks" / "06_toy.ipynb")


@pytest.mark.parametrize("spoil, reason", [
    (lambda root: write(root, LESSON + "# More.\n"), "06_toy: out of date, lessons/06_toy.py has changed"),
    (lambda root: (root / "notebooks" / "06_toy.ipynb").unlink(), "06_toy.ipynb is missing"),
    (lambda root: (root / "notebooks" / "06_toy.ipynb").write_text("{"), "cannot be read as a built notebook"),
    (lambda root: (root / "notebooks" / "07_x.ipynb").write_text("{}"), "07_x.ipynb: no lesson of this name"),
    (lambda root: spoil_facts(root, format=0), "built as learner in format 0, now learner in format 2"),
    (lambda root: spoil_facts(root, made_from={}), "it was made from another file"),
    (lambda root: spoil_digest(root, "course_utils/settings.py"), "course_utils/settings.py has changed"),
    (lambda root: spoil_digest(root, "course_utils/gone.py"), "course_utils/gone.py is gone"),
    (spoil_cell, "was edited by hand"),
    (spoil_address, "its cells for Colab are not those of the course's address today"),
])
def test_check_gives_the_reason_why_a_notebook_is_out_of_date(checkout, spoil, reason):
    spoil(checkout)
    good, said = checked(checkout)
    assert not good and reason in said


def test_a_number_selects_a_lesson_and_its_companion(checkout):
    write(checkout, LESSON, "06_toy_further")
    said = []
    build_lessons(["06"], check=True, root=checkout, report=said.append)
    assert [line.split(":")[0] for line in said] == ["06_toy", "06_toy_further"]


@pytest.mark.parametrize("names, root, said", [
    (["7"], "checkout", "no lesson '7'; there are 06_toy"),
    ([], "elsewhere", "built in a checkout"),
])
def test_requests_that_cannot_be_met_say_so(checkout, names, root, said):
    with pytest.raises(AuthoringError, match=said):
        build_lessons(names, root=checkout.parent / root, report=[].append)


# Keeping -------------------------------------------------------------------------------------------------------------

def training(value=0.5, image="old", code="train()", helper="1", data="a", more=()):
    outputs = [new_output("stream", name="stdout", text=f"Checkpoint 09.1: {value}, at least 0.1: met.\n"), *more,
               new_output("display_data", data={"image/png": image, "text/plain": "<Figure>"})]
    facts = {"made_from": {"course_utils/training.py": helper, "lessons/09.py": str(value)}, "data_loaded": {"mnist": data}}
    return new_notebook(cells=[new_code_cell(code, id="a", outputs=outputs)], metadata={"course": facts})


def kept(tmp_path, notebook):
    """Return whether `notebook` gets the outputs that are stored of training(), and its first line afterwards."""
    nbformat.write(training(), tmp_path / "stored.ipynb")
    return keep_outputs(notebook, tmp_path / "stored.ipynb"), notebook.cells[0].outputs[0].text


def test_outputs_that_count_as_equal_stay_as_stored(tmp_path):
    notebook = training(value=0.6, image="new")
    assert kept(tmp_path, notebook) == (True, "Checkpoint 09.1: 0.5, at least 0.1: met.\n")
    assert notebook.cells[0].outputs[-1].data["image/png"] == "old"


@pytest.mark.parametrize("changed", [
    {"code": "train(2)"}, {"helper": "2"}, {"data": "b"}, {"more": [new_output("stream", name="stdout", text="0.6\n")]},
    {"value": "0.6, at least 0.1: not met. Not"}, {"more": [new_output("display_data", data={"text/plain": "<Figure>"})]},
])
def test_outputs_are_new_where_anything_else_has_changed(tmp_path, changed):
    notebook = training(**{"value": 0.6, **changed})
    assert kept(tmp_path, notebook) == (False, training(**{"value": 0.6, **changed}).cells[0].outputs[0].text)


@pytest.mark.parametrize("content", ["{", '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'])
def test_from_a_damaged_notebook_nothing_is_kept(tmp_path, content):
    (tmp_path / "stored.ipynb").write_text(content)
    assert not keep_outputs(training(), tmp_path / "stored.ipynb")
    assert not keep_outputs(training(), tmp_path / "none.ipynb")


@pytest.mark.parametrize("text, as_compared", [
    ("Checkpoint 09.1: 0.9786, at least 0.975: met.", "Checkpoint 09.1: (measured), at least 0.975: met."),
    ("Checkpoint 14.2: 1.2e-05, at most 0.1: not met.", "Checkpoint 14.2: (measured), at most 0.1: not met."),
    ("Exercise 9.1: 0.9786, met", "Exercise 9.1: 0.9786, met"),
])
def test_only_the_value_of_a_checkpoint_is_left_out_of_a_comparison(text, as_compared):
    assert sanitised(text) == as_compared


def test_the_build_and_nbval_leave_the_same_out():
    patterns = get_sanitize_patterns(PATTERNS.read_text(encoding="utf-8"))
    text = "Checkpoint 09.1: 0.9786, at least 0.975: met."
    for regex, replace in patterns:
        text = re.sub(regex, replace, text)
    assert patterns and text == sanitised("Checkpoint 09.1: 0.1234, at least 0.975: met.")


# Normalising --------------------------------------------------------------------------------------------------------

def executed(*outputs):
    cell = new_code_cell("x", execution_count=7, outputs=list(outputs), metadata={"execution": {"started": "now"}})
    return new_notebook(cells=[cell])


def stream(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def test_streams_are_joined_and_cleaned_and_counts_begin_at_one():
    cell = normalise(executed(stream("10 %\r20 "), stream("%\n\x1b[31mred\x1b[0m\n")), "toy").cells[0]
    assert [output.text for output in cell.outputs] == ["20 %\nred\n"]
    assert cell.execution_count == 1 and "execution" not in cell.metadata


def test_a_cell_that_tells_about_the_machine_is_stored_without_its_output():
    notebook = executed(stream("16 cores\n"))
    notebook.cells[0].metadata["tags"] = ["nbval-ignore-output"]
    cell = normalise(notebook, "toy").cells[0]
    assert cell.outputs == [] and cell.execution_count == 1


@pytest.mark.parametrize("text", ["<function f at 0x7f00aa12>", str(build_module.__file__)])
def test_outputs_that_change_from_run_to_run_are_refused(text):
    with pytest.raises(BuildError, match="toy, cell .* shows a"):
        normalise(executed(stream(text)), "toy")


@pytest.mark.parametrize("output, what", [
    (stream("careful", "stderr"), "wrote to stderr:\ncareful"),
    (stream("1.0\nWARNING:tensorflow:retracing\n2.0\n"), "logged:\nWARNING:tensorflow:retracing\nMend"),
    (new_output("error", ename="KeyError", evalue="'a'", traceback=[]), "raised:\nKeyError: 'a'"),
])
def test_errors_stderr_and_logged_warnings_are_refused(output, what):
    with pytest.raises(BuildError, match=what):
        refuse_noise(executed(output), "toy")


def widget_notebook(box, slider):
    notebook = executed(new_output("display_data", data={WIDGET_VIEW: {"model_id": box}, "text/plain": "Box"}))
    notebook.cells[0].id = "c-1"
    state = {slider: {"state": {"value": 1, "tooltip": None}}, box: {"state": {"children": [f"IPY_MODEL_{slider}"]}}}
    notebook.metadata["widgets"] = {WIDGET_STATE: {"state": state, "version_major": 2, "version_minor": 0}}
    return notebook


def test_widget_models_are_numbered_in_order_of_appearance():
    random_ids = ("a" * 32, "b" * 32), ("f" * 32, "0" * 32)
    one, two = (to_bytes(normalise(widget_notebook(*ids), "toy"), "toy") for ids in random_ids)
    state = json.loads(one)["metadata"]["widgets"][WIDGET_STATE]["state"]
    assert state[f"{1:032x}"]["state"]["children"] == [f"IPY_MODEL_{2:032x}"]
    assert one == two
    assert state[f"{2:032x}"]["state"] == {"value": 1}  # what is empty stands for the default, and is left away


def test_a_widget_that_is_only_live_is_stored_as_text():
    live, kept = widget_notebook("a" * 32, "b" * 32), widget_notebook("c" * 32, "d" * 32)
    for name, model in live.metadata["widgets"][WIDGET_STATE]["state"].items():
        kept.metadata["widgets"][WIDGET_STATE]["state"][name] = model
    live.cells[0].outputs[0].metadata["course"] = {"live_only": True}
    kept.cells += live.cells
    normalise(kept, "toy")
    assert len(kept.metadata["widgets"][WIDGET_STATE]["state"]) == 2
    assert kept.cells[1].outputs[0].data == {"text/plain": "Box"} and WIDGET_VIEW in kept.cells[0].outputs[0].data
    assert "widgets" not in normalise(live, "toy").metadata


def test_a_notebook_over_the_limit_is_refused_with_its_largest_outputs():
    notebook = executed(stream("x" * 400_001))
    with pytest.raises(BuildError, match=f"400,000 are allowed.*cell {notebook.cells[0].id} with 400,"):
        to_bytes(notebook, "toy")
