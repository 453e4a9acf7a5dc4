"""The limits of size that keep the code readable, and what no tracked file may hold."""
import ast
import re
import subprocess
import sys

import pytest
from lesson_runs import ROOT

MODULES = sorted((ROOT / "course_utils").rglob("*.py"))
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 250, 25
LARGEST = 400_000  # bytes


def body_lines(function):
    """Return how many lines a function has without its docstring and the lines of its inner functions' docstrings."""
    lines = function.end_lineno - function.lineno + 1
    for node in ast.walk(function):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None:
            lines -= node.body[0].end_lineno - node.body[0].lineno + 1
    return lines


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_and_functions_are_short(path):
    source = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    long = {node.name: body_lines(node) for node in functions if body_lines(node) > MOST_LINES_OF_A_FUNCTION}
    assert (len(source.splitlines()) <= MOST_LINES, long) == (True, {})


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_and_public_functions_are_documented(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name[0] != "_"]
    assert [node.name for node in [*public, tree] if ast.get_docstring(node) is None] == []


def test_ruff_finds_nothing():
    run = subprocess.run([sys.executable, "-m", "ruff", "check", "--no-cache", "."], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def tracked_files():
    run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if run.returncode:
        pytest.skip("this is no git checkout")
    return [ROOT / name for name in run.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_tracked_file_is_large():
    assert [path.name for path in tracked_files() if path.stat().st_size > LARGEST] == []


def test_no_tracked_file_names_a_registry_or_a_folder_of_one_machine():
    # Written in pieces, so that this file does not name them either.
    forbidden = re.compile("py" r"pi\.org|python" r"hosted|npm" r"js\.|/ho" r"me/\w|/ro" r"ot/|/wo" r"rk/|C:\\" "Users")
    texts = {path: path.read_text(encoding="utf-8", errors="ignore") for path in tracked_files()}
    assert {path.name: forbidden.search(text)[0] for path, text in texts.items() if forbidden.search(text)} == {}
