"""`check` and `accepted`: what lessons call."""
import copy
import types

from course_utils.checks import store
from course_utils.checks.collecting import collect
from course_utils.checks.declaring import UnknownExercise, find_exercise
from course_utils.checks.judging import BROKEN, PASSED, UNTOUCHED, Verdict, judge
from course_utils.checks.showing import show_both, show_verdict

_LAST = {}  # exercise -> (function or class, its verdict), so that `accepted` need not run a long check again
_LENT = {}  # exercise -> the course's answer that `accepted` has given out, lest it be taken for the learner's


class Outcome:
    """What a check came to: true if the answer passed; `verdict` holds the rest. It displays nothing by itself."""

    def __init__(self, verdict):
        self.verdict = verdict

    def __bool__(self):
        return bool(self.verdict)

    def __repr__(self):
        return f"<exercise {self.verdict.exercise}: {self.verdict.outcome}>"

    def _ipython_display_(self):
        """Show nothing: `check` has displayed it already, and once is enough."""


def check(id, answer):
    """Return the Outcome of an answer to an exercise, after showing it and keeping it among your progress.

    It never raises: what goes wrong in an answer is told as such, and a fault of the check itself is never blamed on you.
    """
    verdict = _verdict(id, answer)
    show_verdict(verdict, store.keep(verdict))
    return Outcome(verdict)


def accepted(id, answer):
    """Return your answer if it passes the check of the exercise, else the course's own, and say which it is.

    The lesson thus goes on with either. UnknownExercise where there is no such exercise.
    """
    entry = find_exercise(id)
    passed = _verdict(id, answer).outcome == PASSED
    text = (f"Going on with your answer to exercise {id}." if passed else
            f"Exercise {id} is not solved yet: the lesson goes on with the course's own answer.")
    show_both(text, f"<p><small>{text}</small></p>")
    if not passed:
        answer = _LENT[id] = copy.deepcopy(entry.right)
    return answer


def _verdict(id, answer):
    if id in _LENT and _LENT[id] is answer:
        return Verdict(id, UNTOUCHED, "This is the course's own answer, with which the lesson went on. Run the cell with your "
                                      "answer again, then this one.")
    if id in _LAST and _LAST[id][0] is answer:
        return _LAST[id][1]
    try:
        verdict = judge(collect(id, answer))
    except UnknownExercise as error:
        return Verdict(str(id), BROKEN, str(error))
    except Exception as error:  # a fault of ours must not look like a fault of the learner's
        return Verdict(str(id), BROKEN, "This is a fault of the check, not of your answer. Please report it with these words.",
                       (("error", f"{type(error).__name__}: {error}"),))
    if isinstance(answer, (types.FunctionType, type)):
        _LAST[id] = (answer, verdict)
    return verdict
