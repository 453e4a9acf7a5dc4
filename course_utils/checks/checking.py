"""`check` and `accepted`: what lessons call."""
import copy

import numpy as np

from course_utils import settings
from course_utils.checks import store
from course_utils.checks.collecting import collect
from course_utils.checks.declaring import UnknownExercise, find_exercise
from course_utils.checks.judging import BROKEN, PASSED, UNTOUCHED, Verdict, judge
from course_utils.checks.showing import show_verdict
from course_utils.notebook import show_both

_PASSED = {}  # exercise -> the answer that passed last, so that `accepted` need not train a model again
_LENT = {}  # exercise -> the course's answer that `accepted` has given out, lest it be taken for the learner's


def check(id, answer, keep=True):
    """Return the Verdict on an answer to an exercise, after showing it and keeping it among your progress.

    With `keep=False` it is only shown, for trying an answer that is not meant as yours. The Verdict is true if the answer
    passed. `check` never raises: what goes wrong in an answer is told as such, and a fault of the check itself is never
    blamed on you.
    """
    verdict = _verdict(id, answer)
    show_verdict(verdict, store.keep(verdict) if keep else "")
    return verdict


def accepted(id, answer):
    """Return your answer if it passes the check of the exercise, else the course's own, and say which it is.

    The lesson thus goes on with either. UnknownExercise where there is no such exercise.
    """
    entry = find_exercise(id)
    passed = _is(_PASSED, id, answer) or _verdict(id, answer).outcome == PASSED
    text = (f"Going on with your answer to exercise {id}." if passed else
            f"Exercise {id} is not solved yet: the lesson goes on with the course's own answer.")
    show_both(text, f"<p><small>{text}</small></p>")
    if not passed:
        answer = _LENT[id] = copy.deepcopy(entry.right)
    return answer


def _is(kept, id, answer):
    """Return whether this very object is the one that is kept; equal numbers and texts can be one object by chance."""
    has_identity = callable(answer) or isinstance(answer, (dict, list, set, np.ndarray))
    return has_identity and kept.get(id) is answer


def _verdict(id, answer):
    try:
        find_exercise(id)
        if _is(_LENT, id, answer):
            return Verdict(id, UNTOUCHED, "This is the course's own answer, with which the lesson went on. Run the cell with "
                                          "your answer again, then this one.")
        verdict = judge(collect(id, answer))
    except UnknownExercise as error:
        return Verdict(str(id), BROKEN, str(error))
    except Exception as error:  # a fault of ours must not look like a fault of the learner's
        where = f" at {settings.repository_url()}/issues" if settings.repository_url() else ""
        return Verdict(str(id), BROKEN, "This is a fault of the check, not of your answer. Please report it"
                       f"{where} with these words.", (("error", f"{type(error).__name__}: {error}"),))
    if verdict:
        _PASSED[id] = answer
    return verdict
