"""Telling an untouched answer by the stub in the lesson's notebook, and judging in another process."""
import subprocess
import sys

import nbformat
import pytest

from course_utils.checks import collect, find_exercise
from course_utils.checks.plain import dumps
from course_utils.checks.stub import is_untouched, stub_codes

FUNCTION = '''
def train(slope, steps):
    """Positions on the way down."""
    positions = [1.0]
    for _ in range(steps):
        ...  # your code here
    return positions
'''
CLASS = '''
class Momentum:
    def __init__(self, learning_rate):
        self.learning_rate, self.velocity = learning_rate, 0.0

    def step(self, position, slope):
        ...  # your code here
'''


@pytest.fixture(params=[FUNCTION, CLASS], ids=["function", "class"])
def stub(request, tmp_path, monkeypatch):
    """Return the source of a stub that has code around its gap, and lies in a notebook."""
    cell = nbformat.v4.new_code_cell(request.param, id="ex-99-1-answer")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "99_toy.ipynb")
    monkeypatch.setenv("COURSE_NOTEBOOKS_DIR", str(tmp_path))
    stub_codes.cache_clear()
    yield request.param
    stub_codes.cache_clear()


def defined(source):
    """Return what the source defines, as a cell of a notebook would."""
    namespace = {}
    exec(compile(source, "<cell>", "exec"), namespace)
    return next(value for name, value in namespace.items() if name in ("train", "Momentum"))


def test_a_stub_with_given_code_is_untouched(stub):
    assert is_untouched("99.1", defined(stub))


def test_where_it_stands_and_what_is_said_around_it_do_not_count(stub):
    moved = "\n\n" + stub.replace("# your code here", "# I will do this later").replace("on the way down", "x")
    assert is_untouched("99.1", defined(moved))


@pytest.mark.parametrize("written", ["positions = 2", "pass; self = 3", "return position - slope", "print(steps)"])
def test_anything_written_into_the_gap_counts(stub, written):
    assert not is_untouched("99.1", defined(stub.replace("...  # your code here", written)))


def test_without_the_notebook_only_an_empty_body_is_untouched(stub, tmp_path):
    (tmp_path / "99_toy.ipynb").write_text("{ damaged")
    stub_codes.cache_clear()
    assert not is_untouched("99.1", defined(stub))
    assert is_untouched("99.1", defined("def train(slope, steps):\n    ..."))


def test_what_was_collected_here_can_be_judged_in_another_process():
    exercise = find_exercise("6.3")
    for answer, outcome in ((exercise.right, "passed"), (exercise.mistakes[1].wrong, "not right")):
        code = ("import sys; from course_utils.checks import judge; from course_utils.checks.plain import loads; "
                "print(judge(loads(sys.stdin.read())).outcome)")
        run = subprocess.run([sys.executable, "-c", code], input=dumps(collect("6.3", answer)), capture_output=True,
                             text=True, timeout=60, check=True)
        assert run.stdout.strip() == outcome
