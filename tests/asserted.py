"""Which numbers the asserts of a lesson hold, so that a test can map each number of the syllabus to its cell."""
import ast

from lesson_runs import ROOT, code_cells


def asserted_numbers(stems):
    """Return {number: cell} of all numbers that stand inside an assert of the lessons of these names."""
    found = {}
    for stem in stems:
        for cell in code_cells(ROOT / "lessons" / f"{stem}.py", "learner"):
            for statement in ast.walk(ast.parse(cell.source)):
                if isinstance(statement, ast.Assert):
                    found.update(dict.fromkeys(numbers_in(statement), f"{stem}, cell {cell.id}"))
    return found


def numbers_in(node):
    """Return the number literals below a syntax node, with their signs."""
    negative = {inner.operand: -1 for inner in ast.walk(node)
                if isinstance(inner, ast.UnaryOp) and isinstance(inner.op, ast.USub)}
    return [inner.value * negative.get(inner, 1) for inner in ast.walk(node)
            if isinstance(inner, ast.Constant) and isinstance(inner.value, (int, float))]


def assert_syllabus(stems, syllabus, what, tally):
    """Fail where a number of `syllabus[what]`, a text of numbers, stands in no assert; print each with its cell."""
    asserted = asserted_numbers(stems)
    for number in syllabus[what].split():
        assert float(number) in asserted, f"{what}: no assert holds {number}"
        print(f"{number:>12}  {what:40}  {asserted[float(number)]}")
        tally[f"lesson {stems[0][:2]}: numbers of the syllabus asserted"] += 1
