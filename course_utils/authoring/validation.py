"""The rules that the cells of a lesson keep together. Each returns problems, ", cell N: what is wrong; what to do"."""
import warnings
from collections import Counter

from course_utils.authoring.answers import MarkerError, has_markers, solution_of, stub_of
from course_utils.authoring.names import bound_names, read_names

HINTS_AT_LEAST = 2


def problems_of(lesson):
    """Return the list of all that breaks the rules of the format in a parsed lesson; empty where nothing does."""
    problems = [*_cell_problems(lesson), *_exercise_problems(lesson), *_parameter_problems(lesson)]
    # What follows reads the code, so the code must be sound.
    return problems or _unbound_problems(lesson)


def _cell_problems(lesson):
    problems = []
    for cell in lesson.cells:
        if not cell.source.strip():
            problems.append(f", cell {cell.number}: is empty. Write it or remove it.")
        elif cell.kind == "code":
            problems += [f", cell {cell.number}: {problem}" for problem in _code_problems(cell)]
    return problems


def _code_problems(cell):
    if cell.role != "answer":
        if has_markers(cell.source):
            return ['has solution markers and is no answer cell. Write `# %% tags=["answer"] exercise="6.3"` above it.']
        return _syntax_problems(cell.source, "")
    try:
        solution, stub = solution_of(cell.source), stub_of(cell.source)
    except MarkerError as error:
        return [str(error)]
    return _syntax_problems(solution, "with the solution, ") or _syntax_problems(stub, "as the learner's stub, ")


def _syntax_problems(source, form):
    """Return what the compiler says of `source`, its warnings included: in a notebook they would be printed in red."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compile(source, "cell", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, Warning) as error:
        line = getattr(error, "lineno", None)
        where = f" in its line {line}, {source.splitlines()[line - 1].strip()!r}" if line else ""
        return [f"{form}is not plain Python{where}: {getattr(error, 'msg', error)}. "
                "Mend the line; notebook commands such as %timeit have no place in a lesson."]
    return []


def _exercise_problems(lesson):
    problems = []
    of_exercise = {}
    for cell in lesson.cells:
        if cell.role:
            of_exercise.setdefault(cell.exercise, []).append(cell)
    for exercise, cells in of_exercise.items():
        if not exercise.startswith(f"{lesson.header.number}."):
            problems.append(f", cell {cells[0].number}: exercise {exercise} is not numbered like lesson "
                            f"{lesson.header.number}. Call it {lesson.header.number}.something.")
        problems += [f", cell {cells[0].number}: exercise {exercise} {problem}" for problem in _one_exercise(cells)]
    return problems


def _one_exercise(cells):
    count = Counter(cell.role for cell in cells)
    problems = [f"has {count[role]} {name}; it needs exactly one. {advice}" for role, name, advice in (
        ("task", "headings", "Write `### Exercise N.M - title  (core, 5 min)` once; a second needs its own number."),
        ("answer", "answer cells", 'Write one `# %% tags=["answer"] exercise="N.M"`.'),
        ("check", "check cells", 'Write one `check("N.M", ...)` in a cell of its own after the answer.'),
    ) if count[role] != 1]
    if count["hint"] < HINTS_AT_LEAST:
        problems.append(f"has {count['hint']} hints; it needs at least {HINTS_AT_LEAST}, each stronger than the last. "
                        'Add cells `# %% [markdown] tags=["hint"] exercise="N.M"` after its check.')
    if problems:
        return problems
    order = [cell.role for cell in cells]
    if order != ["task", "answer", "check", *["hint"] * count["hint"]]:
        return [f"comes in the order {', '.join(order)}; put heading, answer, check, hints in this order."]
    return []


def _parameter_problems(lesson):
    from course_utils.running.lessons import parameters_in  # what `course run -p` will know

    tagged = [cell for cell in lesson.cells if "parameters" in cell.tags]
    if len(tagged) > 1:
        return [f", cell {tagged[1].number}: is the second with the tag parameters (the first is cell "
                f"{tagged[0].number}); papermill uses one. Join them."]
    asked = {**lesson.header.quick, **lesson.header.full}
    try:
        known = set(parameters_in(tagged[0].source)) if tagged else set()
    except SyntaxError:
        return []  # said with the line by the rule for code
    there_are = ", ".join(sorted(known)) or "none"
    return [f", header: quick or full sets {name!r}, which no parameters cell binds; there are {there_are}. "
            "Mend the name, or add it to the cell, as a line `name = value`." for name in asked if name not in known]


def _unbound_problems(lesson):
    """Return a problem for each name that only a solution binds, and that the untouched notebook would miss later."""
    problems, earlier = [], set()
    shown = [stub_of(cell.source) if cell.role == "answer" else cell.source for cell in lesson.cells]
    reads = [read_names(source) if cell.kind == "code" else set()
             for cell, source in zip(lesson.cells, shown, strict=True)]
    for index, (cell, source) in enumerate(zip(lesson.cells, shown, strict=True)):
        if cell.kind != "code":
            continue
        if cell.role == "answer":
            later = set().union(*reads[index:])
            missing = bound_names(solution_of(cell.source)) - bound_names(source) - earlier
            problems += [f", cell {cell.number}: {name!r} is bound in the solution only and read later; the untouched "
                         f"notebook would stop there. Write `{name} = ...` above the markers."
                         for name in sorted(missing & later)]
        earlier |= bound_names(source)
    return problems
