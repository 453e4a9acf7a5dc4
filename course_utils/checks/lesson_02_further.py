"""Exercises of the companion of lesson 02: the limit of mistakes, and the pocket."""
from functools import partial

import numpy as np

from course_utils.checks import call, close, exercise, mistake, script
from course_utils.checks.accept import NONE, is_number
from course_utils.checks.answers_02 import wrong_of
from course_utils.checks.answers_02_further import (
    limit_with,
    mistake_limit,
    overlapping,
    pocket,
    pocket_from_the_pocket,
    states,
)

exercise = partial(exercise, further=True)
_LINE = np.array([[1.0], [2.0], [4.0], [6.0]]), np.array([0, 0, 1, 1])
_PLANE = np.array([[0.0, 1.0], [1.0, 3.0], [3.0, 0.0], [2.0, -1.0], [-1.0, 0.5]]), np.array([0, 0, 1, 1, 0])


def _random_table(random):
    weights, bias = random.normal(size=3), float(random.normal())
    x = random.normal(size=(12, 3))
    return call(x, (x @ weights + bias > 0).astype(int), weights, bias).named("12 random examples with a separator of theirs")


exercise(
    "2.8", right=mistake_limit, points=3, accept=close(rtol=1e-6),
    probes=[call(*_LINE, np.array([1.0]), -3.0), call(*_PLANE, np.array([2.0, -2.0]), -1.0),
            call(*_LINE, np.array([1.0]), -5.5).named("a separator that gets one of four examples wrong"),
            call(*_LINE, np.array([1.0]), -4.0).named("a separator whose line goes through one of the examples")],
    random_probes=lambda random: [_random_table(random)],
    also_right=[lambda x, y, weights, bias: (lambda rows, v: (
        float("inf") if (rows @ v).min() <= 0 else max(row @ row for row in rows) * (v @ v) / (rows @ v).min() ** 2))(
            np.where(y == 1, 1, -1)[:, None] * np.hstack([x, np.ones((len(x), 1))]), np.concatenate([weights, [bias]]))],
    mistakes=[
        mistake("The separator was not brought to the length 1. Divide by the length of the vector (weights, bias), or the "
                "margin grows with the weights.", limit_with(unit=None)),
        mistake("You divided by the length of the weights alone. The vector of the augmented inputs has the bias in it, too.",
                limit_with(unit="weights")),
        mistake("R lacks the constant input. It is the largest length of an augmented row, (x, 1).", limit_with(augment=False)),
        mistake("R lacks the constant input, and the separator was not brought to the length 1.",
                limit_with(augment=False, unit=None)),
        mistake("R lacks the constant input, and the separator's length lacks the bias. Both belong to the augmented inputs.",
                limit_with(augment=False, unit="weights")),
        mistake("This is R divided by the margin. The limit is its square.", limit_with(power=1)),
        mistake("Without `axis=1`, `np.linalg.norm` takes the whole table for one long vector. R is the largest length of a "
                "row.",
                limit_with(furthest=np.linalg.norm)),
        mistake("You divided by the square of the vector's length. `np.linalg.norm(vector)`, the length itself, is enough.",
                limit_with(unit="square")),
        mistake("Where there is no margin, the number of mistakes has no limit: return np.inf.",
                lambda x, y, weights, bias: (lambda limit: limit if np.isfinite(limit) else 0)(
                    mistake_limit(x, y, weights, bias))),
        mistake("The fraction is upside down: R divided by the margin.", limit_with(power=-2)),
        mistake("The margin is that of the closest example: the smallest, not the largest.", limit_with(closest=np.max)),
        mistake("The margin is that of the closest example: the smallest, not the mean.", limit_with(closest=np.mean)),
        mistake("R is the length of the furthest example: the largest, not the mean.", limit_with(furthest=np.mean)),
        mistake("R is the length of the furthest example: the largest, not the smallest.", limit_with(furthest=np.min)),
        mistake("Where the separator makes a mistake there should be infinity. An absolute value hides the mistake: take the "
                "signs 2 * y - 1.", limit_with(signed=False)),
        mistake("Where the separator makes a mistake, the smallest value is negative, and there is no limit: return np.inf. At "
                "exactly 0, too.", limit_with(guarded=False)),
    ],
)

_TABLES = [overlapping(np.random.default_rng(seed), inputs) for seed, inputs in ((0, 2), (1, 2), (2, 3))]


def _count_wrong(answer):
    """Return for each table how many examples the answer's weights get wrong, or what the answer is instead."""
    counts = []
    for x, y in _TABLES:
        result = answer(x.copy(), y.copy(), 30)
        if not isinstance(result, (tuple, list)) or len(result) != 2:
            return None if result is None else "not two"
        weights, bias = np.asarray(result[0], dtype=float), np.asarray(result[1], dtype=float)
        if weights.shape != (x.shape[1],) or bias.size != 1:
            return "other shapes"
        counts.append(wrong_of(x, y, weights, float(bias.reshape(()))))
    return counts


def _as_few(got, expected):
    if got is None:
        return NONE
    if not isinstance(got, list) or not all(map(is_number, got)):
        return "The answer should be two values in a row: the best weights, one for each input, and the best bias."
    return None if got == expected else ""


exercise(
    "2.9", right=pocket, points=3, level="stretch", accept=_as_few,
    probes=[script(_count_wrong, "the wrong examples of three tables are counted, with the weights found in 30 epochs")],
    also_right=[lambda x, y, epochs: min(reversed(states(x, y, epochs)), key=lambda state: wrong_of(x, y, *state)),
                lambda x, y, epochs: list(pocket(x, y, epochs))],
    mistakes=[
        mistake("These are the last weights. Return those in the pocket.", lambda x, y, epochs: states(x, y, epochs)[-1]),
        mistake("These are the weights of the first epoch. Does each epoch go on from the weights of the one before, and is "
                "every epoch counted?",
                lambda x, y, epochs: states(x, y, epochs)[0]),
        mistake("Learning goes on from the weights in the pocket, so the same epoch is run again and again. It must go on from "
                "the last ones.", pocket_from_the_pocket),
        mistake("These are the worst weights. Keep those with fewer wrong examples.", lambda x, y, epochs: max(
            states(x, y, epochs), key=lambda state: wrong_of(x, y, *state))),
        mistake("These are the weights of zero, with which the loop begins. Does it store what it finds?",
                lambda x, y, epochs: (np.zeros(x.shape[1]), 0)),
    ],
)
