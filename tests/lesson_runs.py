"""Running a lesson's cells in this process, and gathering the answers that its check cells would judge."""
import ast

from course_utils import settings
from course_utils.authoring import lesson_paths, make_notebook, read_lesson

ROOT = settings.checkout()
LESSONS = lesson_paths(ROOT)


def code_cells(path, edition):
    """Return the code cells of an edition of the lesson at `path`, as notebook nodes."""
    notebook = make_notebook(read_lesson(path), edition)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def answers_of(path, edition, leave_out=()):
    """Return {exercise: answer} after running the code cells of an edition, except those that contain a text of `leave_out`."""
    namespace, answers = {"__name__": "__main__"}, {}
    for cell in code_cells(path, edition):
        if any(text in cell.source for text in leave_out):
            continue
        if cell.id.endswith("-check"):
            identifier, answer = ast.parse(cell.source, mode="eval").body.args
            answers[ast.literal_eval(identifier)] = eval(ast.unparse(answer), namespace)
        else:
            exec(compile(cell.source, f"<{cell.id}>", "exec"), namespace)
    return answers
