"""The proof of every exercise: untouched, right, right in another way, and wrong in each known way."""
from functools import lru_cache

import pytest
from lesson_runs import LESSONS, answers_of, is_long, lesson_at

from course_utils.checks import collect, exercises_of, judge
from course_utils.checks.declaring import lessons_with_exercises
from course_utils.checks.judging import PASSED, RAISED, UNTOUCHED, WRONG
from course_utils.checks.plain import dumps, loads
from course_utils.checks.showing import as_html, as_text

EXERCISES = [entry for lesson in lessons_with_exercises() for entry in exercises_of(lesson)]
HOMES = {exercise: path for path in LESSONS for exercise in lesson_at(path).exercises}  # exercise: its lesson
# With the scope of the module all tests of one exercise run together, and so all of one lesson: its answers are then made
# once, and gone before those of the next. They hold whatever the lesson has loaded and trained.
exercises = pytest.mark.parametrize("entry", [
    pytest.param(entry, id=entry.id, marks=[pytest.mark.slow] if entry.id in HOMES and is_long(HOMES[entry.id]) else [])
    for entry in EXERCISES], scope="module")


@lru_cache(maxsize=1)
def answers_in(path):
    """Return {edition: {exercise: answer}} of the lesson at `path`, untouched and solved."""
    return {edition: answers_of(path, edition) for edition in ("learner", "solved")}


@pytest.fixture
def answers(entry):
    """Return {edition: answer} for one exercise, as its lesson gives them."""
    return {edition: found[entry.id] for edition, found in answers_in(HOMES[entry.id]).items()}


def verdict_on(entry, answer):
    """Judge an answer as a grader would: what was seen of it goes through JSON in between."""
    return judge(loads(dumps(collect(entry, answer))))


def test_every_exercise_is_in_a_lesson_and_the_other_way_round():
    assert {entry.id for entry in EXERCISES} == set(HOMES)


@exercises
def test_a_stub_is_not_attempted(entry, answers, tally):
    assert verdict_on(entry, answers["learner"]).outcome == UNTOUCHED
    tally["exercises: stubs found not attempted"] += 1


@exercises
def test_the_solution_of_the_lesson_passes(entry, answers, tally):
    verdict = verdict_on(entry, answers["solved"])
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
