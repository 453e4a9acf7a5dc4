"""The proof of every exercise: untouched, right, right in another way, and wrong in each known way."""
import pytest
from lesson_runs import LESSONS, answers_of

from course_utils.checks import collect, exercises_of, judge
from course_utils.checks.declaring import lessons_with_exercises
from course_utils.checks.judging import PASSED, RAISED, UNTOUCHED, WRONG
from course_utils.checks.plain import dumps, loads
from course_utils.checks.showing import as_html, as_text

EXERCISES = [entry for lesson in lessons_with_exercises() for entry in exercises_of(lesson)]
WITHOUT_KERAS = ("runtime.start",)
exercises = pytest.mark.parametrize("entry", EXERCISES, ids=lambda entry: entry.id)


def verdict_on(entry, answer):
    """Judge an answer as a grader would: what was seen of it goes through JSON in between."""
    return judge(loads(dumps(collect(entry, answer))))


@pytest.fixture(scope="module")
def answers():
    """Return {edition: {exercise: answer}} of all lessons."""
    gathered = {"learner": {}, "solved": {}}
    for path in LESSONS:
        for edition, found in gathered.items():
            found.update(answers_of(path, edition, WITHOUT_KERAS))
    return gathered


def test_every_exercise_is_in_a_lesson_and_the_other_way_round(answers):
    assert {entry.id for entry in EXERCISES} == set(answers["learner"]) == set(answers["solved"])


@exercises
def test_a_stub_is_not_attempted(entry, answers, tally):
    assert verdict_on(entry, answers["learner"][entry.id]).outcome == UNTOUCHED
    tally["exercises: stubs found not attempted"] += 1


@exercises
def test_the_solution_of_the_lesson_passes(entry, answers, tally):
    verdict = verdict_on(entry, answers["solved"][entry.id])
    assert verdict.outcome == PASSED, as_text(verdict)
    assert verdict_on(entry, entry.right).outcome == PASSED
    tally["exercises: solutions right"] += 1


@exercises
def test_differently_written_right_answers_pass(entry, tally):
    assert entry.also_right, "declare at least one right answer that is written differently"
    for answer in entry.also_right:
        verdict = verdict_on(entry, answer)
        assert verdict.outcome == PASSED, as_text(verdict)
        tally["exercises: differently written right answers accepted"] += 1


@exercises
def test_known_mistakes_are_rejected_each_with_its_sentence(entry, tally):
    assert len(entry.mistakes) >= 3
    assert len({known.sentence for known in entry.mistakes}) == len(entry.mistakes)
    for known in entry.mistakes:
        verdict = verdict_on(entry, known.wrong)
        assert verdict.outcome in (WRONG, RAISED) and verdict.mistake == known.sentence, as_text(verdict)
        assert known.sentence in as_text(verdict)
        assert known.sentence.split("`")[0].split("<")[0] in as_html(verdict)
        tally["exercises: known mistakes rejected with their sentence"] += 1


@exercises
def test_answers_of_the_wrong_kind_are_rejected_without_an_error(entry, tally):
    for answer in (None, "something else", -12345.678, float("nan"), object(), [], lambda *args, **kwargs: None):
        assert verdict_on(entry, answer).outcome != PASSED
        tally["exercises: answers of the wrong kind rejected"] += 1
