"""Answer cells: what stands between the solution markers, and what a learner sees in its place."""
import ast
import re
import textwrap

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
PLACE = "# your code here"
STUB = "...  " + PLACE
_NEARLY_A_MARKER = re.compile(r"\s*#+\s*(begin|end)\s*solution\b.*", re.IGNORECASE)
_ASSIGNMENT = re.compile(r"(?P<indent>\s*)(?P<name>[A-Za-z_]\w*) = (?P<value>[^#]*)")


class MarkerError(ValueError):
    """The solution markers of a cell do not pair up; the message says which, and what to do."""


def has_markers(source):
    """Return whether a cell holds a solution marker, or a line that looks like one."""
    return any(_NEARLY_A_MARKER.fullmatch(line) for line in source.splitlines())


def solution_regions(source):
    """Return [(first, last), ...]: the indices of each pair of marker lines. MarkerError where they do not pair up."""
    regions, opened = [], None
    lines = source.splitlines()
    for index, line in enumerate(lines):
        if not _NEARLY_A_MARKER.fullmatch(line):
            continue
        if line.strip() not in (BEGIN, END):
            raise MarkerError(f"the line {line.strip()!r} is nearly a marker; write `{BEGIN}` or `{END}`.")
        if (line.strip() == BEGIN) is (opened is not None):
            raise MarkerError(f"the markers do not alternate at {line.strip()!r}; every `{BEGIN}` needs one `{END}`.")
        if opened is not None:
            _refuse_region(lines, opened, index)
            regions.append((opened, index))
        opened = index if opened is None else None
    if opened is not None or not regions:
        raise MarkerError(f"has no complete pair of markers; put `{BEGIN}` and `{END}` around the solution.")
    return regions


def _refuse_region(lines, first, last):
    if _indent(lines[first]) != _indent(lines[last]):
        raise MarkerError("the two markers are indented differently; indent both like the code between them.")
    if not any(line.strip() for line in lines[first + 1:last]):
        raise MarkerError("nothing stands between the markers; write the solution there.")


def stub_of(source):
    """Return the cell as a learner finds it: `...  # your code here` in place of each solution.

    Where `name = ...` or `name = {"a": ..., "b": ...}` stands right above the markers and the solution binds that name,
    those lines are the place to write, and no second `...` follows. A cell never ends in a bare `...`, since Jupyter
    would print it as a result.
    """
    lines = source.splitlines()
    for first, last in reversed(solution_regions(source)):
        unset = _unset_above(lines, first, last)
        if unset:
            lines[first:last + 1] = []
            for index in unset:
                lines[index] = lines[index].rstrip() + "  " + PLACE
        else:
            lines[first:last + 1] = [_indent(lines[first]) + STUB]
    return _without_last_ellipsis("\n".join(lines))


def solution_of(source):
    """Return the cell as the solved edition runs it: no markers, and no `name = ...` that the solution overwrites."""
    lines = source.splitlines()
    for first, last in reversed(solution_regions(source)):
        unset = _unset_above(lines, first, last)
        lines[first:last + 1] = lines[first + 1:last]
        for index in unset:
            del lines[index]
    return "\n".join(lines)


def _unset_above(lines, first, last):
    """Return the indices, last first, of the lines `name = ...` right above a region that binds the name."""
    bound = _names_in(lines[first + 1:last])
    found, index = [], first - 1
    while index >= 0 and (match := _ASSIGNMENT.fullmatch(lines[index])):
        if match["indent"] != _indent(lines[first]) or match["name"] not in bound or not _is_unset(match["value"]):
            break
        found.append(index)
        index -= 1
    return found


def _is_unset(text):
    """Return whether an expression is `...`, or a list, tuple or dictionary with nothing else in its places."""
    try:
        value = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError):
        return False
    places = list(value.values()) if isinstance(value, dict) else value
    return value is ... or isinstance(places, (list, tuple)) and bool(places) and all(place is ... for place in places)


def _names_in(lines):
    try:
        tree = ast.parse(textwrap.dedent("\n".join(lines)))
    except SyntaxError:
        return set()  # a part of a statement, or a mistake that the validation reports
    stored = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return stored | {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}


def _without_last_ellipsis(source):
    try:
        last = ast.parse(source).body[-1]
    except (SyntaxError, IndexError):
        return source
    if not (isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant) and last.value.value is ...):
        return source
    lines = source.splitlines()
    lines[last.lineno - 1] = lines[last.lineno - 1].replace(STUB, PLACE)
    return "\n".join(lines)


def _indent(line):
    return line[:len(line) - len(line.lstrip())]
