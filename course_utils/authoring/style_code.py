"""House style of code cells: sizes, figures, and what functions may touch. Each rule returns a list of problems."""
import ast
import builtins
import io
import tokenize

import numpy as np

from course_utils.authoring.answers import solution_of, stub_of
from course_utils.authoring.names import scope_of

CODE_CELLS = (15, 40)
CODE_CELLS_FURTHER = (5, 40)  # also of the introduction
MEDIAN_LINES, P90_LINES, MOST_LINES, IMPORT_LINES = 6, 15, 25, 8
WIDEST_LINE = 104  # characters that JupyterLab shows beside its file list on a laptop, without scrolling sideways
FIRST_FIGURE = 4
PROSE_BEFORE = 0.85
# The site module adds these for interactive use; they are not part of the language.
_OF_SITE = {"copyright", "credits", "license", "exit", "quit"}
_BUILTINS = {name for name in dir(builtins) if not name.startswith("_")} - _OF_SITE
_GIVEN = set(dir(builtins)) | {"display", "get_ipython", "__name__"}  # there in every notebook
_MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)


def code_cells(lesson):
    """Return [(cell, source), ...] for the code cells of a Lesson, answers filled in and without markers."""
    return [(cell, solution_of(cell.source) if cell.role == "answer" else cell.source)
            for cell in lesson.cells if cell.kind == "code"]


def lines_of(source):
    """Return the number of non-blank lines."""
    return sum(bool(line.strip()) for line in source.splitlines())


def learner_lines(lesson):
    """Return the non-blank lines of code that a learner is given to read: stubs as stubs, check cells not counted."""
    return sum(lines_of(stub_of(cell.source) if cell.role == "answer" else cell.source)
               for cell in lesson.cells if cell.kind == "code" and cell.role != "check")


def size_problems(lesson):
    """Return what is wrong with the number of code cells and with their lengths in non-blank lines."""
    cells = code_cells(lesson)
    lengths = [lines_of(source) for _, source in cells] or [0]
    fewest, most = CODE_CELLS_FURTHER if lesson.further or lesson.introduction else CODE_CELLS
    problems = []
    if not fewest <= len(cells) <= most:
        problems.append(f"has {len(cells)} code cells; {fewest} to {most} are wanted. Split or join cells.")
    for name, value, limit in (("median", np.median(lengths), MEDIAN_LINES),
                               ("90th percentile", np.percentile(lengths, 90), P90_LINES)):
        if value > limit:
            problems.append(f"code cells have {value:.1f} lines at the {name}; at most {limit} are wanted. Split some.")
    problems += [f"cell {cell.number}: has {lines_of(source)} lines; at most {MOST_LINES} are allowed. Split it."
                 for cell, source in cells if lines_of(source) > MOST_LINES]
    return problems + [f"cell {cell.number}: a line has {len(line)} characters; notebooks show {WIDEST_LINE}. Break it."
                       for cell, source in cells for line in source.splitlines()
                       if len(line) > WIDEST_LINE and not line.lstrip().startswith(('"', 'alt="'))]  # texts to be heard


def opening_problems(lesson):
    """Return what is wrong with the first code cells: imports in eight lines, a parameters cell, an early figure."""
    cells = code_cells(lesson)
    problems = []
    first = cells[0][1] if cells else ""
    if not any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in ast.parse(first).body):
        problems.append("the first code cell imports nothing; begin with imports and seed.")
    if lines_of(first) > IMPORT_LINES:
        problems.append(f"the imports cell has {lines_of(first)} lines; at most {IMPORT_LINES} are allowed. "
                        "Import where it is used, or fewer names.")
    if lesson.introduction:
        return problems
    if not any("parameters" in cell.tags for cell, _ in cells):
        problems.append('has no parameters cell. Add one: `# %% tags=["parameters"]`.')
    if not lesson.further and not any(calls(source, "show") for _, source in cells[:FIRST_FIGURE]):
        problems.append(f"none of the first {FIRST_FIGURE} code cells shows a figure; move one to the front.")
    return problems


def flow_problems(lesson):
    """Return what is wrong with the alternation: prose before code cells, and prose after every figure."""
    cells, bare, counted = lesson.cells, [], 0
    problems = []
    for before, cell in zip((None, *cells), cells, strict=False):
        if cell.kind == "code" and _needs_prose(cell):
            counted += 1
            if before is None or before.kind != "markdown" or before.role == "hint":
                bare.append(str(cell.number))
    if counted and 1 - len(bare) / counted < PROSE_BEFORE:
        problems.append(f"prose stands before {1 - len(bare) / counted:.0%} of code cells, not {PROSE_BEFORE:.0%}. "
                        f"Without: cells {', '.join(bare)}. Write a sentence that says what comes.")
    for cell, after in zip(cells, (*cells[1:], None), strict=True):
        if cell.kind == "code" and calls(code_of(cell), "show") and (
                after is None or after.kind != "markdown" or after.role == "hint"):
            problems.append(f"cell {cell.number}: shows a figure and no prose follows. Say what is to be seen in it.")
    return problems


def _needs_prose(cell):
    imports_only = all(isinstance(node, (ast.Import, ast.ImportFrom)) for node in ast.parse(code_of(cell)).body)
    return not (cell.role in ("answer", "check") or "parameters" in cell.tags or imports_only)


def code_of(cell):
    """Return the code of a code cell as it runs in the solved edition."""
    return solution_of(cell.source) if cell.role == "answer" else cell.source


def calls(source, name):
    """Return whether the code calls a function by the bare `name`."""
    return any(isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
               for node in ast.walk(ast.parse(source)))


def habit_problems(lesson):
    """Return the habits that are not wanted: star imports, bare except, mutable defaults, globals(), semicolons."""
    problems = []
    for cell, source in code_cells(lesson):
        found = [habit for node in ast.walk(ast.parse(source)) for habit in _habits(node)]
        if any(token.type == tokenize.OP and token.string == ";"
               for token in tokenize.generate_tokens(io.StringIO(source).readline)):
            found.append("has a `;`. Figures end in show(...), and every statement has a line of its own.")
        problems += [f"cell {cell.number}: {habit}" for habit in found]
    return problems


def _habits(node):
    if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
        yield f"imports * from {node.module}. Import the names that are used."
    if isinstance(node, ast.ExceptHandler) and node.type is None:
        yield "has a bare `except:`. Name the exception."
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "globals":
        yield "calls globals(). Pass what is needed as an argument."
    if isinstance(node, ast.arguments):
        for default in (*node.defaults, *node.kw_defaults):
            made = isinstance(default, ast.Call) and ast.unparse(default.func) in ("list", "dict", "set")
            if made or isinstance(default, _MUTABLE):
                yield f"has the mutable default {ast.unparse(default)}. Use None, and make it in the function."


def name_problems(lesson):
    """Return the builtins that are hidden, the arguments that are not used, the notebook names that functions read."""
    cells = code_cells(lesson)
    allowed = _GIVEN.union(*(_shared_names(ast.parse(source)) for _, source in cells))
    problems = []
    for cell, source in cells:
        scope = scope_of(ast.parse(source))
        found = [*_hidden_builtins(scope), *_reads_of_functions(scope, allowed), *_unused_arguments(scope)]
        problems += [f"cell {cell.number}: {problem}" for problem in found]
    return problems


def _shared_names(tree):
    """Return what functions may read from a notebook: imports, functions, classes, and names bound by accepted(...)."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Assign) and (isinstance(node.value, ast.Lambda) or (
                isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "accepted")):
            names |= {part.id for target in node.targets for part in ast.walk(target) if isinstance(part, ast.Name)}
    return names


def _hidden_builtins(module):
    for scope in module.within():
        if scope.kind != "class":  # a method called sum hides nothing
            for name in sorted(scope.bound & _BUILTINS):
                yield f"the name {name!r} hides a builtin of Python. Choose another."


def _reads_of_functions(scope, allowed):
    """Yield a problem for each notebook name that a function or method reads; a lambda in a call may read them."""
    for child in scope.children:
        if child.kind == "function":
            for name in sorted(child.free() - allowed):
                yield f"the function {child.name} reads {name!r} from the notebook. Pass it as an argument."
        else:
            yield from _reads_of_functions(child, allowed)


def _unused_arguments(module):
    for scope in module.within():
        if scope.kind == "function":
            used = scope.read.union({"self", "cls"}, *(child.free() for child in scope.children))
            for name in scope.parameters:
                if name not in used and not name.startswith("_"):
                    yield f"the function {scope.name} does not use its argument {name!r}. Remove it."
