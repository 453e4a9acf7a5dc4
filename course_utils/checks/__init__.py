"""The check engine: exercises are declared in `lesson_NN.py` of this package, and judged by what their answers do.

Lessons use `check`, `accepted` and `progress`. Authors declare with `exercise`, `mistake`, the probes `call`, `script` and
`value`, and the ways of accepting in `accept`. `collect` and `judge` are the two halves of a check, for graders.
"""
from course_utils.checks.accept import (
    at_least,
    at_most,
    close,
    exact,
    matching,
    named,
    one_of,
    per_key,
    same_set,
    same_type,
    whole_number,
)
from course_utils.checks.checking import accepted, check
from course_utils.checks.collecting import collect
from course_utils.checks.declaring import exercise, exercises_of, find_exercise, mistake
from course_utils.checks.gradients import gradient
from course_utils.checks.judging import judge
from course_utils.checks.probes import call, script, value
from course_utils.checks.progress import progress, progress_text

__all__ = ["accepted", "at_least", "at_most", "call", "check", "close", "collect", "exact", "exercise", "exercises_of",
           "find_exercise", "gradient", "judge", "matching", "mistake", "named", "one_of", "per_key", "progress",
           "progress_text", "same_set", "same_type", "script", "value", "whole_number"]
