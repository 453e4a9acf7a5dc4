"""House style: each rule is shown to accept and to refuse, then all are applied to every lesson and notebook."""
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils.authoring import build_lessons, lesson_paths, read_lesson
from course_utils.authoring.house_style import (
    lesson_problems,
    measures,
    measures_table,
    notebook_problems,
    shared_exercises,
)
from course_utils.authoring.style_prose import prose_of, words_in

ROOT = Path(__file__).resolve().parents[1]
LESSONS = lesson_paths(ROOT)
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

PROSE = "# %% [markdown]\n# The next cell adds the part number {0} to the sum that grew in the cells above it.\n"
STEP = "# %%\npart_{0} = {0} + scale\ntotal = total + part_{0}\nassert total > {0}\n"
GOOD = '''\
# ---
# jupyter:
#   course: {number: 6, title: A good lesson, part: 1, minutes: 15, builds_on: [3], data: []}
# ---
# %% [markdown]
# # 06 · A good lesson
# In about 15 minutes you see a lesson that keeps every rule of the house.
# %%
import numpy as np
from course_utils import accepted, check, show
from course_utils.figures import plot_curves
# %% tags=["parameters"]
scale = 2
# %% [markdown]
# The first figure comes early. It shows a line which rises by the same amount with every single step.
# %%
axes = plot_curves({"sum": np.arange(4)}, x_label="step", y_label="sum")
show(axes, alt="A straight line that rises from zero to three.")
# %% [markdown]
# The line is straight, since every part is as large as the one before, and nothing gets lost on the way.
# Now we add up, part by part, and assert after each step that the total did not shrink.
# %%
total = 0
''' + "".join(PROSE.format(i) + STEP.format(i) for i in range(1, 11)) + '''\
# %% [markdown] tags=["exercise"]
# ### Exercise 6.1 - twice as much  (core, 5 min)
# Write the function that doubles its argument, whatever kind of number it may be given.
# %% tags=["answer"] exercise="6.1"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
# %%
check("6.1", double)
# %% [markdown] tags=["hint"] exercise="6.1"
# Add x to something.
# %% [markdown] tags=["hint"] exercise="6.1"
# Add x to x.
# %% [markdown]
# From here on the lesson uses your function where it is right, and its own where it is not.
# %%
double = accepted("6.1", double)
def quadruple(x):
    return np.asarray(double(double(x)))
'''
CELL = STEP.format(3)


def read(tmp_path, source, name="06_good"):
    path = tmp_path / f"{name}.py"
    path.write_text(source, encoding="utf-8")
    return read_lesson(path)


def test_a_good_lesson_has_no_problems(tmp_path):
    assert lesson_problems(read(tmp_path, GOOD)) == []


def add(code):
    """Return a replacement that puts a line of code into a cell in the middle."""
    return CELL, CELL + code + "\n"


@pytest.mark.parametrize("old, new, said", [
    ("# # 06 · A good", "# # 06 · A bad", "first cell must begin with '# 06 · A good lesson'"),
    ("In about 15 minutes", "In an hour", "does not say '15 minutes'"),
    ("In about", "In simply about", "cell 1: the word 'simply' is not wanted"),
    ("In about", "With state-of-the-art nets, in about", "the word 'state-of-the-art'"),
    ("Add x to something.", "Obviously, add x.", "the word 'Obviously'"),
    ("In about", "The behavior, in about", "cell 1: 'behavior' is American; write 'behaviour'"),
    ("In about", "Normalized, in about", "'Normalized' is American; write 'Normalised'"),
    ("In about", "word " * 500 + " in about", "words of prose to a line of code"),
    (CELL, CELL * 40, "has 56 code cells; 15 to 40 are wanted"),
    (CELL, CELL + "x = 1\n" * 23, "cell 13: has 26 lines; at most 25"),
    (CELL, CELL + "x = 1" + " " * 84 + "# and on it goes\n", "a line has 105 characters; notebooks show 104"),
    ("import numpy as np\n", "import numpy as np\n" * 7, "the imports cell has 9 lines; at most 8"),
    (' tags=["parameters"]', "", "has no parameters cell"),
    ("show(axes,", "print(axes,", "none of the first 4 code cells shows"),
    ("total = 0\n", "total = 0\nshow(axes)\n# %%\ntotal = 0\n", "cell 7: shows a figure and no prose follows"),
    (*add("from math import *"), "cell 13: imports * from math"),
    (*add("try:\n    x = 1\nexcept:\n    pass"), "has a bare `except:`"),
    (*add("x = globals()"), "calls globals()"),
    (*add("x = 1;"), "has a `;`"),
    (*add("def f(x=[]):\n    return x"), "has the mutable default []"),
    (*add("def f(*, x=dict()):\n    return x"), "has the mutable default dict()"),
    (*add("def f(x):\n    return x + total"), "the function f reads 'total' from the notebook"),
    (*add("def f(x):\n    return [x * scale for _ in range(2)]"), "the function f reads 'scale'"),
    (*add("class F:\n    def g(self):\n        return total"), "the function g reads 'total'"),
    (*add("def f(x, y):\n    return x"), "the function f does not use its argument 'y'"),
    (*add("sum = 1"), "the name 'sum' hides a builtin"),
    (*add("def f(input):\n    return input"), "the name 'input' hides a builtin"),
])
def test_a_rule_refuses_a_bad_lesson(tmp_path, old, new, said):
    assert old in GOOD
    assert said in "\n".join(lesson_problems(read(tmp_path, GOOD.replace(old, new, 1))))


def test_a_wrong_number_of_minutes_is_refused(tmp_path):
    problems = lesson_problems(read(tmp_path, GOOD.replace("15", "25")))
    assert len(problems) == 1 and "states 25 minutes, but takes about 1" in problems[0]


@pytest.mark.parametrize("longer, lines, said", [
    (10, 10, ["10.0 lines at the median"]), (3, 20, ["20.0 lines at the 90th percentile"]), (1, 16, []), (10, 6, []),
])
def test_cells_that_are_long_as_a_rule_are_refused(tmp_path, longer, lines, said):
    source = GOOD
    for i in range(1, longer + 1):
        source = source.replace(STEP.format(i), STEP.format(i) + "x = 1\n" * (lines - 3))
    problems = [problem for problem in lesson_problems(read(tmp_path, source)) if "code cells have" in problem]
    assert [part for part, problem in zip(said, problems, strict=True) if part in problem] == said


@pytest.mark.parametrize("bare, refused", [(1, False), (3, True)])
def test_code_without_prose_before_it_is_refused_above_a_share(tmp_path, bare, refused):
    source = GOOD
    for i in range(1, bare + 1):
        source = source.replace(PROSE.format(i), "")
    assert any("prose stands before" in problem for problem in lesson_problems(read(tmp_path, source))) is refused


@pytest.mark.parametrize("code", [
    "def f(x):\n    def g():\n        return x\n    return g", "def f(x, y):\n    return [x * i for i in range(y)]",
    "def f(x, _unused):\n    return np.sum(x)",
    "class F:\n    def sum(self):\n        return 1", "f = [total * i for i in range(3)]",
    "f = sorted([1], key=lambda i: i * total)", "def f(x):\n    return double(x)", "def f(x=None):\n    return x",
    "twice = lambda x: 2 * x\ndef f(x):\n    return twice(x)",
])
def test_a_rule_lets_ordinary_code_pass(tmp_path, code):
    assert lesson_problems(read(tmp_path, GOOD.replace(*add(code)))) == []


@pytest.mark.parametrize("line", ["`color` and $center$ and `normalize(x)`", 'the paper "Batch Normalization", 2015',
                                  "an optimizer and its initializer", "[a page](https://example.org/color/easy)"])
def test_wording_does_not_judge_code_formulas_quotations_and_addresses(tmp_path, line):
    assert lesson_problems(read(tmp_path, GOOD.replace("In about", f"{line}. In about"))) == []


def test_a_companion_may_be_short_and_show_its_figure_later(tmp_path):
    source = GOOD.replace("".join(PROSE.format(i) + STEP.format(i) for i in range(2, 11)), "")
    source = source.replace("show(axes", "print(axes").replace("15", "8")
    assert lesson_problems(read(tmp_path, source, "06_good_further")) == []
    assert "15 to 40 are wanted" in "\n".join(lesson_problems(read(tmp_path, source)))


def test_the_introduction_may_be_short_train_nothing_and_explain_more(tmp_path):
    source = GOOD.replace("".join(PROSE.format(i) + STEP.format(i) for i in range(2, 11)), "").replace("15", "9")
    source = source.replace('# %% tags=["parameters"]', PROSE + "# %%").replace("The line is", "word " * 200 + "The line is")
    said = "\n".join(lesson_problems(read(tmp_path, source)))
    assert "15 to 40 are wanted" in said and "no parameters cell" in said and "words of prose to a line" in said
    first = source.replace("number: 6", "number: 0").replace("06 ·", "00 ·").replace("6.1", "0.1")
    assert lesson_problems(read(tmp_path, first, "00_good")) == []


@pytest.mark.parametrize("text, words", [
    ("Two words", 2), ("A `code span` and $x + y = z$ here", 3), ("$$\na + b\n$$\nDone.", 1),
    ("```python\nx = 1\n```\nOne", 1), ("![no words](a.png) one", 1), ("[the link](https://example.org/a/b)", 2),
    ("<b>bold</b> 0.25 it's", 3), ("| a | b |\n| - | - |", 2),
])
def test_words_are_those_of_prose(text, words):
    assert words_in(text) == words, prose_of(text)


def test_measures_count_stubs_and_leave_checks_and_hints_out(tmp_path):
    measured = measures(read(tmp_path, GOOD))
    assert (measured["code cells"], measured["longest"], measured["exercises"], measured["minutes"]) == (17, 3, 1, 15)
    assert measured["code lines"] == 3 + 1 + 2 + 1 + 30 + 3 + 3
    assert measures_table([read(tmp_path, GOOD)]).splitlines()[2].startswith("| 06_good | 17 | 3 | 3 | 3 |")


def test_an_exercise_number_belongs_to_one_lesson(tmp_path):
    lesson = read(tmp_path, GOOD)
    assert shared_exercises([lesson]) == []
    assert shared_exercises([lesson, lesson]) == ["exercise 6.1 is in 2 lessons; give each its own number."]


# Stored notebooks ---------------------------------------------------------------------------------------------------

def figure(alt="A straight line that rises from zero to three.", size=100):
    return new_output("display_data", data={"image/png": "x" * size}, metadata={"image/png": {"alt": alt}})


def stored(*outputs, count=1, tags=(), then=True, source="x"):
    codes = [new_code_cell(source, execution_count=count, outputs=list(outputs), metadata={"tags": list(tags)})
             for _ in range(3)]
    pairs = [[code, new_markdown_cell("It rises.")] if then else [code] for code in codes]
    return new_notebook(cells=[cell for pair in pairs for cell in pair])


def one_exempt():
    """A notebook in which one cell of three tells about the machine."""
    notebook = stored()
    notebook.cells[0].metadata["tags"] = ["nbval-ignore-output"]
    return notebook


@pytest.mark.parametrize("notebook", [stored(figure()), stored(tags=["slow"], then=False), one_exempt()])
def test_a_good_notebook_has_no_problems(notebook):
    assert notebook_problems(notebook) == []


@pytest.mark.parametrize("notebook, said", [
    (stored(count=None), "was not executed"),
    (stored(new_output("error", ename="KeyError", evalue="", traceback=[])), "stores the error KeyError"),
    (stored(new_output("stream", name="stderr", text="hm")), "stores output on stderr"),
    (stored(figure(alt="A line.")), "has the alternative text 'A line.'"),
    (stored(figure(size=100_001)), "an image has 100,001 bytes"),
    (stored(figure(), then=False), "stores a figure and no prose follows"),
    (stored(tags=["nbval-ignore-output"]), "3 cells are exempt from comparison"),
    (stored(source="# NBVAL_SKIP\nx"), "3 cells are exempt from comparison"),
    (stored(figure(), tags=["nbval-ignore-output"]), "is exempt from comparison and stores an output"),
    (stored(new_output("stream", name="stdout", text="x" * 140_000)), "at most 400,000 are allowed"),
])
def test_a_rule_refuses_a_bad_notebook(notebook, said):
    assert said in "\n".join(notebook_problems(notebook))


# All of it, applied -------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_lesson_is_in_house_style(path):
    problems = lesson_problems(read_lesson(path))
    assert not problems, "\n".join([path.name, *problems])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_stored_notebook_is_in_house_style(path):
    problems = notebook_problems(nbformat.read(path, as_version=4))
    assert not problems, "\n".join([path.name, *problems])


@pytest.mark.skipif(not LESSONS, reason="lessons/ holds no lesson yet")
def test_every_notebook_is_in_step_with_its_lesson():
    said = []
    assert build_lessons(check=True, root=ROOT, report=said.append), "\n".join(said)


@pytest.mark.parametrize("path", [path for path in LESSONS if path.stem.endswith("_further")], ids=lambda path: path.stem)
def test_a_companion_has_the_title_of_its_lesson_and_builds_on_it(path):
    companion, lesson = read_lesson(path), read_lesson(path.with_name(path.name.replace("_further", "")))
    assert companion.header.title == f"{lesson.header.title}: further"
    assert companion.header.number in companion.header.builds_on


@pytest.mark.skipif(not LESSONS, reason="lessons/ holds no lesson yet")
def test_no_exercise_number_is_used_twice():
    assert shared_exercises([read_lesson(path) for path in LESSONS]) == []


def test_every_lesson_source_is_judged():
    assert {path.stem for path in LESSONS} == {path.stem for path in (ROOT / "lessons").glob("[0-9]*.py")}
