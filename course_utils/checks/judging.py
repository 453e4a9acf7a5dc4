"""The second half of a check: comparing what was seen of an answer with what the right answer and known mistakes do."""
from dataclasses import dataclass

from course_utils.checks.collecting import collect, observe_right
from course_utils.checks.declaring import find_exercise
from course_utils.checks.plain import show_plain
from course_utils.checks.probes import Call

PASSED, UNTOUCHED, WRONG, RAISED, BROKEN = "passed", "not attempted yet", "not right", "your code raised", "could not check"

OTHER_CASE = (" It is right for the first case: what is different in this one? Perhaps something is fixed that should not be: "
              "a size, or a value of the notebook in the place of an argument.")
# Where neither a known mistake nor a reason was found; the key says whether both values are shown below.
NO_REASON = {True: "Compare the two values below.", False: "If you are stuck, unfold the first hint below."}


@dataclass(frozen=True)
class Verdict:
    """What a check found: the `outcome` (one of the five above), why, and the figures that show it.

    `mistake` is the sentence of the known mistake that was recognised; `facts` are (label, text) pairs.
    """

    exercise: str
    outcome: str
    reason: str = ""
    facts: tuple = ()
    mistake: str = ""

    def __bool__(self):
        return self.outcome == PASSED

    def _ipython_display_(self):
        """Show nothing: `check` has displayed it already, and once is enough."""


def judge(record):
    """Return the Verdict on what `collect` has written down, in this process or another."""
    entry = find_exercise(record["exercise"])
    if record["state"] == "raised":
        return _judge_error(entry, record)
    if record["state"] != "seen":
        return Verdict(entry.id, *_STATES[record["state"]](record))
    expected = observe_right(entry)
    if len(record["seen"]) != len(expected):
        return Verdict(entry.id, BROKEN, f"The record holds {len(record['seen'])} observations, and the exercise asks for "
                                         f"{len(expected)}. Was it collected with another version of the course?")
    reasons = [entry.accept(*pair) for pair in zip(record["seen"], expected)]
    wrong = [number for number, reason in enumerate(reasons) if reason is not None]
    if not wrong:
        return Verdict(entry.id, PASSED)
    known = _find_mistake(entry, record["seen"], expected)
    shown = min(wrong, key=lambda number: entry.all_probes()[number].size())
    facts = _facts(entry, record, expected, shown)
    return Verdict(entry.id, WRONG, known or _explain(entry, reasons, shown), facts, known)


def _explain(entry, reasons, shown):
    """Return what to say of an answer that makes no known mistake: the reason, or where to look."""
    reason = reasons[shown] or NO_REASON[entry.all_probes()[shown].reveals]
    only_later = isinstance(entry.all_probes()[0], Call) and reasons[0] is None
    return reason + (OTHER_CASE if only_later and (not reasons[shown] or "shape" in reason) else "")


def _judge_error(entry, record):
    """Return the Verdict on an answer that raised; a known mistake may raise the very same error at the same probe."""
    for known in entry.mistakes:
        if known.when is None:
            theirs = collect(entry, known.wrong)
            same = theirs["state"] == "raised" and theirs["probe"] == record["probe"]
            if same and [theirs["detail"][key] == record["detail"][key] for key in ("type", "message")] == [True, True]:
                outcome, _, facts = _raised(record)
                return Verdict(entry.id, outcome, known.sentence, facts, known.sentence)
    return Verdict(entry.id, *_raised(record))


def _find_mistake(entry, seen, expected):
    """Return the sentence of the first known mistake that does the same on all probes, else an empty text."""
    for known in entry.mistakes:
        if known.when is not None:
            agrees = all(_is_true_of(known.when, *pair) for pair in zip(seen, expected))
        else:
            theirs = collect(entry, known.wrong)
            agrees = theirs["state"] == "seen" and all(
                entry.accept(*pair) is None for pair in zip(seen, theirs["seen"]))
        if agrees:
            return known.sentence
    return ""


def _is_true_of(when, got, expected):
    try:
        return when(got, expected)
    except Exception:  # an answer may be of a kind that the author of the mistake did not think of
        return False


def _facts(entry, record, expected, number):
    probe = entry.all_probes()[number]
    facts = []
    if record["given"][number]:
        facts.append(("when called with" if isinstance(probe, Call) else "when", record["given"][number]))
    differing = record["seen"][number], expected[number]
    if probe.reveals:
        differing = _differing(entry, *differing)
    got, wanted = map(show_plain, differing)
    if got == wanted:  # they differ beyond the digits that are usually shown
        got, wanted = (show_plain(data, 12) for data in differing)
    facts.append(("your answer gives" if probe.reveals else "your answer", got))
    if probe.reveals:
        facts.append(("it should give", wanted))
    return tuple(facts) + _printed(record)


def _differing(entry, got, expected):
    """Return what was got and expected; of two dictionaries with several keys only those entries that differ."""
    if not (isinstance(got, dict) and isinstance(expected, dict) and set(expected) <= set(got)):
        return got, expected
    keys = [key for key in expected if entry.accept({key: got[key]}, {key: expected[key]}) is not None]
    return ({key: got[key] for key in keys}, {key: expected[key] for key in keys}) if keys else (got, expected)


def _printed(record):
    text = " / ".join(record["printed"].strip().splitlines()[:3])[:160]
    return (("printed on the way", text),) if text else ()


def _untouched(record):
    return UNTOUCHED, "Write your answer in the cell above, run it, then run this cell again."


def _partly(record):
    blanks = ", ".join(record["detail"]["blanks"])
    return WRONG, f"There is still a `...` in the place of: {blanks}."


def _not_callable(record):
    kind = record["detail"]["kind"]
    return WRONG, f"The answer is of the kind {kind}; a function is asked for. Hand over its name, without brackets after it."


def _none(record):
    return WRONG, "The answer is None: its name was given no value. Did it come from a function without a `return`?"


def _slow(record):
    detail = record["detail"]
    stuck = " It could not be stopped: restart the kernel before you go on." if detail["stuck"] else ""
    reason = f"It was still running after {detail['seconds']:g} s and was stopped. Is there a loop that never ends?{stuck}"
    return WRONG, reason, _given(record) + _printed(record)


def _changed(record):
    name, kind = record["detail"]["name"], record["detail"]["kind"]
    cure = {
        "dict": "Build a new dictionary of new arrays. (A copied dictionary still holds the same arrays, which `-=` changes.)",
        "list": "Build a new list.",
    }.get(kind, f"Work on a copy: begin with `{name} = {name}.copy()`, or build a new one.")
    reason = f"Your function changes its argument `{name}` itself, and its caller loses what was in it. {cure}"
    return WRONG, reason, _given(record)


def _raised(record):
    detail = record["detail"]
    line = (("in the line", detail["line"]),) if detail["line"] else ()
    error = detail["type"] + (f": {detail['message']}" if detail["message"] else "")
    return RAISED, detail["words"], (("error", error),) + line + _given(record) + _printed(record)


def _given(record):
    given = record["given"][record["probe"]] if record["given"] else ""
    return (("when called with", given),) if given else ()


_STATES = {"untouched": _untouched, "none": _none, "partly": _partly, "not callable": _not_callable, "slow": _slow,
           "changed": _changed, "raised": _raised}
