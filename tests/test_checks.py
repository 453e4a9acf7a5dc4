"""What a check survives, and what it says: answers that loop, print, raise, return nonsense, cheat or are not there."""
import math
import time

import numpy as np
import pytest

from course_utils import checks
from course_utils.checks import call, check, collect, exact, exercise, judge, mistake
from course_utils.checks.declaring import UnknownExercise, find_exercise, forget
from course_utils.checks.limits import run_limited
from course_utils.checks.plain import dumps, loads
from course_utils.checks.probes import same_bits


@pytest.fixture(autouse=True)
def double():
    """Declare exercise 99.1, doubling an array, for each test."""
    yield exercise("99.1", right=lambda x: 2 * x, probes=[call(np.array([1.0, 2.0]))], seconds=1,
                   mistakes=[mistake("You squared it; to double is to add it to itself.", lambda x: x * x)])
    forget("99.1")
    forget("99.2")


def verdict_on(answer):
    return judge(collect("99.1", answer))


def loop(x):
    while True:
        pass


def loop_that_catches_errors(x):
    while True:
        try:
            x + 1
        except Exception:
            pass


def loop_that_prints(x):
    while True:
        print("again")


@pytest.mark.parametrize("answer", [loop, loop_that_catches_errors, loop_that_prints])
def test_an_endless_loop_is_stopped(answer):
    verdict = verdict_on(answer)
    assert verdict.outcome == "not right"
    assert "still running after 1 s" in verdict.reason and "restart" not in verdict.reason


def test_what_cannot_be_stopped_is_said():
    verdict = verdict_on(lambda x: time.sleep(4))
    assert "restart the kernel" in verdict.reason


def test_a_flood_of_prints_is_cut_and_the_answer_still_counts(capsys):
    def chatty(x):
        print("x" * 100_000)
        return 2 * x

    record = collect("99.1", chatty)
    assert judge(record).outcome == "passed"
    assert len(record["printed"]) <= 2000 and capsys.readouterr().out == ""


@pytest.mark.parametrize("answer, words", [
    (lambda x: None if x.size else 1, "Is there a `return`?"),
    (lambda x: "two", "text"),
    (lambda x: (2 * x)[:, None], "an array of shape (2, 1); it should be an array of shape (2,)"),
    (lambda x: float(2 * x[0]), "one number"),
    (lambda x: x * np.nan, "NaN"),
    (lambda x: x > 0, "truth values"),
    (lambda x: {"result": 2 * x}, "a dictionary"),
    (lambda x: [[1], [2, 3]], "a list"),
    (lambda x: object(), "an object of the kind object"),
])
def test_a_result_of_the_wrong_kind_is_named(answer, words):
    verdict = verdict_on(answer)
    assert verdict.outcome == "not right" and words in verdict.reason


def test_a_changed_argument_is_named_and_does_not_spoil_the_probe():
    def in_place(values):
        values *= 2
        return values

    assert "argument `values` itself" in verdict_on(in_place).reason
    assert verdict_on(lambda x: x + x).outcome == "passed"


def add_in_place(values):
    whole = np.zeros(len(values), dtype=int)
    whole += values


def unpack(values):
    first, = values
    return first


@pytest.mark.parametrize("answer, error, words", [
    (lambda x: x @ np.ones(3), "ValueError", "Print both shapes"),
    (lambda x: x + no_such_name, "NameError", "no value here"),  # noqa: F821
    (lambda x: x[7], "IndexError", "counted from 0"),
    (lambda x: np.sum(x, axis=1), "AxisError", "fewer axes"),
    (lambda x: x[[True]], "IndexError", "another length than the array"),
    (lambda x: x[1.0], "IndexError", "none of these"),
    (lambda x: math.exp(x), "TypeError", "takes an array"),
    (lambda x: x ^ 2, "TypeError", "`**` is"),
    (lambda x: x.tolist() * 1.5, "TypeError", "A list is not an array"),
    (lambda x: x if x > 1 else -x, "ValueError", "`np.where`"),
    (lambda x: np.array([x, x[:1]]), "ValueError", "different lengths"),
    (lambda x: add_in_place(x), "UFuncTypeError", "`a = a + b`"),
    (lambda x: unpack(x), "ValueError", "names on its left"),
    (lambda: 3, "TypeError", "other arguments than its `def` line takes"),
    (lambda x: exit(), "SystemExit", "must not end the program"),
    (lambda x: x + ..., "TypeError", "`...`"),
])
def test_an_error_is_told_with_its_line_in_our_words(answer, error, words):
    verdict = verdict_on(answer)
    facts = dict(verdict.facts)
    assert verdict.outcome == "your code raised" and words in verdict.reason
    assert facts["error"].startswith(error)


def test_the_line_that_raised_is_shown():
    def outer(x):
        return helper(x)

    def helper(x):
        return 1 / 0

    assert dict(verdict_on(outer).facts)["in the line"] == "return 1 / 0"


@pytest.mark.parametrize("answer", [..., lambda x: None, [..., ...], {"a": ...}])
def test_an_untouched_answer_is_not_attempted(answer):
    assert verdict_on(answer).outcome == "not attempted yet"


def test_a_function_that_returns_the_place_of_an_answer_is_not_right():
    assert "`...`, the place of an answer" in verdict_on(lambda x: ...).reason


def test_a_check_sees_what_was_mended_elsewhere():
    helper = {"factor": 3}

    def answer(x):
        return helper["factor"] * x

    assert not check("99.1", answer)
    helper["factor"] = 2  # the learner mends another cell, and runs this check again
    assert check("99.1", answer)


def test_a_number_that_equals_the_lent_one_counts():
    exercise("99.2", right=6, accept=exact())
    assert checks.accepted("99.2", ...) == 6
    assert check("99.2", 6).outcome == "passed"


def test_accepted_does_not_run_again_what_has_passed():
    calls = []

    def answer(x):
        calls.append(x)
        return 2 * x

    assert check("99.1", answer) and checks.accepted("99.1", answer) is answer
    assert len(calls) == 1


def test_the_line_shown_is_the_learners_even_if_the_library_raised():
    import random

    def answer(x):
        return random.choice([])

    assert dict(verdict_on(answer).facts)["in the line"] == "return random.choice([])"


def test_a_half_filled_answer_names_what_is_left():
    exercise("99.2", right={"a": 1, "b": 2}, accept=exact())
    assert "in the place of: b" in judge(collect("99.2", {"a": 1, "b": ...})).reason
    assert judge(collect("99.2", {"a": ..., "b": ...})).outcome == "not attempted yet"


def test_a_record_with_observations_missing_does_not_pass():
    record = collect("99.1", lambda x: x + x)
    assert judge(record) and judge(record | {"seen": []}).outcome == "could not check"


def test_a_mistake_whose_when_cannot_read_an_answer_is_not_made():
    useless = mistake("The key b is of no use here.", {"b": 1}, when=lambda got, right: got["b"])
    exercise("99.2", right={"a": 1}, mistakes=[useless])
    assert judge(collect("99.2", {"b": 1})).mistake == "The key b is of no use here."
    assert "lacks the key 'a'" in judge(collect("99.2", {"c": 1})).reason


def test_an_answer_that_claims_to_equal_everything_is_rejected():
    class Yes(np.ndarray):
        def __eq__(self, other):
            return True

        def __array_function__(self, *args, **kwargs):
            return True

    assert verdict_on(lambda x: np.zeros(2).view(Yes)).outcome == "not right"


def test_a_check_of_ours_that_fails_is_not_blamed_on_the_learner():
    exercise("99.2", right=lambda x: 1 / 0, probes=[call(1)])
    outcome = check("99.2", lambda x: 5)
    assert outcome.outcome == "could not check" and not outcome
    assert "not of your answer" in outcome.reason and "/issues with these words" in outcome.reason


@pytest.mark.parametrize("id, words", [
    ("99.7", "There is no exercise 99.7"), (6.3, 'such as "6.3"'), ("six", "such as"), (None, "such as"),
    (["6.3"], "such as")])
def test_an_unknown_exercise_is_said_without_an_error(id, words):
    outcome = check(id, 1)
    assert outcome.outcome == "could not check" and words in outcome.reason
    with pytest.raises(UnknownExercise):
        find_exercise(id)


def test_check_shows_once_and_counts_as_true_or_false(capsys):
    assert check("99.1", lambda x: x + x)
    assert not check("99.1", lambda x: x * x)
    printed = capsys.readouterr().out
    assert printed.count("Exercise 99.1") == 2
    assert printed.startswith("✓ Exercise 99.1: passed.") and "✗ Exercise 99.1: not right. You squared it" in printed


def test_a_check_leaves_the_learners_random_numbers_alone():
    np.random.seed(3)
    expected = np.random.uniform(size=2)
    np.random.seed(3)
    first = np.random.uniform()
    verdict_on(lambda x: x * np.random.uniform())
    assert [first, np.random.uniform()] == expected.tolist()


def test_accepted_gives_the_learners_answer_or_says_that_it_is_the_courses(capsys):
    mine = lambda x: x + x  # noqa: E731
    assert checks.accepted("99.1", mine) is mine
    lent = checks.accepted("99.1", ...)
    assert lent(3) == 6
    said = capsys.readouterr().out.splitlines()
    assert "your answer" in said[0] and "course's own answer" in said[1]


def test_a_lent_answer_never_counts_as_the_learners(capsys):
    lent = checks.accepted("99.1", ...)
    assert check("99.1", lent).outcome == "not attempted yet"
    assert checks.accepted("99.1", lent) is not ... and "your answer to" not in capsys.readouterr().out.splitlines()[-1]


def test_what_was_seen_survives_json():
    data = {"a": [np.arange(6.0).reshape(2, 3), np.array([True, False])], "b": frozenset({1, 2}), "c": [None, 1.5, "x", 2 + 1j],
            "d": float("nan"), "e": np.array(3)}
    assert same_bits(loads(dumps(data)), data)


def test_a_run_is_ended_by_an_interrupt_from_outside(monkeypatch):
    import threading

    def interrupted(self, seconds=None, real=threading.Thread.join):
        monkeypatch.setattr(threading.Thread, "join", real)
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Thread, "join", interrupted)
    run = run_limited(lambda: loop(1), seconds=5)
    assert isinstance(run.error, KeyboardInterrupt) and not run.slow


def test_what_is_printed_while_a_run_is_ended_is_not_the_learners():
    def endless():
        print("mine")
        try:
            while True:
                pass
        finally:
            print("Exception in thread")

    run = run_limited(endless, seconds=0.2)
    assert run.slow and run.printed == "mine\n"


@pytest.mark.parametrize("facts, words", [
    ({"id": "99.1"}, "not a free exercise number"), ({"id": "1"}, "of the form"),
    ({"id": "99.3", "level": "hard"}, "core, stretch")])
def test_a_wrong_declaration_is_refused(facts, words):
    with pytest.raises(ValueError, match=words):
        exercise(facts.pop("id"), right=1, **facts)
    with pytest.raises(ValueError, match="must explain"):
        mistake("wrong", 1)


def test_an_answer_that_is_only_tried_leaves_no_trace(progress_folder, capsys):
    check("6.1", 12, keep=False)
    assert "not right" in capsys.readouterr().out
    assert not list(progress_folder.rglob("*.json"))


def test_what_a_library_writes_in_bold_for_a_terminal_is_shown_plain():
    def shout(outputs, targets):
        raise ValueError("\x1b[1mLoud\x1b[0m")

    assert collect("6.3", shout)["detail"]["message"] == "Loud"
