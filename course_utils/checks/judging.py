"""The second half of a check: comparing what was seen of an answer with what the right answer and known mistakes do."""
from dataclasses import dataclass

from course_utils.checks.collecting import observe_ours, observe_right
from course_utils.checks.declaring import find_exercise
from course_utils.checks.plain import show_plain

PASSED, UNTOUCHED, WRONG, RAISED, BROKEN = "passed", "not attempted yet", "not right", "your code raised", "could not check"


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


def judge(record):
    """Return the Verdict on what `collect` has written down, in this process or another."""
    entry = find_exercise(record["exercise"])
    if record["state"] != "seen":
        return Verdict(entry.id, *_STATES[record["state"]](record))
    expected = observe_right(entry)
    reasons = [entry.accept(*pair) for pair in zip(record["seen"], expected)]
    wrong = [number for number, reason in enumerate(reasons) if reason is not None]
    if not wrong:
        return Verdict(entry.id, PASSED)
    known = _find_mistake(entry, record["seen"], expected)
    shown = min(wrong, key=lambda number: entry.all_probes()[number].size())
    facts = _facts(entry, record, expected, shown)
    return Verdict(entry.id, WRONG, known or reasons[shown] or NO_REASON[entry.all_probes()[shown].reveals], facts, known)


def _find_mistake(entry, seen, expected):
    """Return the sentence of the first known mistake that does the same on all probes, else an empty text."""
    for known in entry.mistakes:
        if known.when is not None:
            agrees = all(known.when(*pair) for pair in zip(seen, expected))
        else:
            agrees = all(entry.accept(*pair) is None for pair in zip(seen, observe_ours(entry, known.wrong)))
        if agrees:
            return known.sentence
    return ""


def _facts(entry, record, expected, number):
    probe = entry.all_probes()[number]
    facts = []
    if record["given"][number]:
        facts.append(("when" if hasattr(probe, "says") else "when called with", record["given"][number]))
    got, wanted = show_plain(record["seen"][number]), show_plain(expected[number])
    if got == wanted:  # they differ beyond the digits that are usually shown
        got, wanted = show_plain(record["seen"][number], 12), show_plain(expected[number], 12)
    facts.append(("your answer gives" if probe.reveals else "your answer", got))
    if probe.reveals:
        facts.append(("it should give", wanted))
    return tuple(facts) + _printed(record)


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
    name = record["detail"]["name"]
    return (WRONG, f"Your function changes its argument `{name}` in place, so whoever called it loses that array. "
                   f"Work on a copy: write `{name} = {name} + ...`, not `{name} += ...`.", _given(record))


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
