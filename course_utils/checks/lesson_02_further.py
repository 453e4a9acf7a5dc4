"""Exercises of the companion of lesson 02: the limit of mistakes, and the pocket."""
from functools import partial

import numpy as np

from course_utils.checks import call, close, exercise, mistake, script
from course_utils.checks.accept import NONE, is_number
from course_utils.checks.answers_02 import wrong_of
from course_utils.checks.answers_02_further import (
    after_each_example,
    bias_first,
    fewest_on_the_way,
    kept,
    limit_with,
    mistake_limit,
    of_class_one,
    pocket,
    pocket_from_the_pocket,
    states,
    table_of,
    without_its_bias,
)
from course_utils.checks.plain import show_plain

exercise = partial(exercise, further=True)
_LINE = np.array([[-7.0], [-2.0], [1.0], [4.0]]), np.array([0, 0, 1, 1])
_PLANE = np.array([[0.0, 1.0], [1.0, 3.0], [3.0, 0.0], [2.0, -1.0], [-1.0, 0.5]]), np.array([0, 0, 1, 1, 0])


def _random_table(random):
    weights, bias = random.normal(size=3), float(random.normal())
    x = random.normal(size=(12, 3))
    return call(x, (x @ weights + bias > 0).astype(int), weights, bias).named("12 random examples with a separator of theirs")


exercise(
    "2.8", right=mistake_limit, points=3, accept=close(rtol=1e-6),
    probes=[call(*_LINE, np.array([1.0]), 1.2), call(*_PLANE, np.array([2.0, -2.0]), -1.0),
            call(*_LINE, np.array([1.0]), -2.6).named("a separator that gets one of four examples wrong"),
            call(*_LINE, np.array([1.0]), -1.0).named("a separator whose line goes through one of the examples")],
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
        mistake("This is R divided by the margin. The limit is its square.", limit_with(powers=(1, 1))),
        mistake("Only R was squared. The margin belongs inside of the bracket as well.", limit_with(powers=(2, 1))),
        mistake("Only the margin was squared. R belongs inside of the bracket as well.", limit_with(powers=(1, 2))),
        mistake("It is infinite for every separator. The signs are -1 for label 0 and 1 for label 1: `1 - 2 * y` turns them, "
                "and with `y` itself every example with the label 0 seems to lie on the line.",
                lambda x, y, weights, bias: np.inf),
        mistake("The rows end with the constant 1, and your separator begins with the bias. Both need the same order: "
                "`np.append(weights, bias)`.", bias_first),
        mistake("The margin is that of the closest example of both classes. You looked at class 1 alone.",
                of_class_one(True, False)),
        mistake("R is the length of the furthest example of both classes. You looked at class 1 alone.",
                of_class_one(False, True)),
        mistake("The margin and R are those of all examples. You looked at class 1 alone.", of_class_one(True, True)),
        mistake("Without `axis=1`, `np.linalg.norm` takes the whole table for one long vector. R is the largest length of a "
                "row.",
                limit_with(furthest=np.linalg.norm)),
        mistake("You divided by the square of the vector's length. `np.linalg.norm(vector)`, the length itself, is enough.",
                limit_with(unit="square")),
        mistake("Where there is no margin, the number of mistakes has no limit: return np.inf.",
                lambda x, y, weights, bias: (lambda limit: limit if np.isfinite(limit) else 0)(
                    mistake_limit(x, y, weights, bias))),
        mistake("The fraction is upside down: R divided by the margin.", limit_with(powers=(-2, -2))),
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

_SMALL, _CLOUDS, _LATE, _THREE = (*table_of(29, 10, 2, whole=True), 6), (*table_of(5, 40, 2), 30), (*table_of(0, 30, 2), 5), (
    *table_of(181, 30, 3), 4)
_SHOWN = f"x = {show_plain(_SMALL[0])}, y = {show_plain(_SMALL[1])}, epochs = {_SMALL[2]}: wrong examples of what it returns"


def _count_wrong(x, y, epochs):
    """Return a function: how many examples of this table the answer's weights get wrong, or what the answer is instead."""
    def count(answer):
        result = answer(x.copy(), y.copy(), epochs)
        if not isinstance(result, (tuple, list)) or len(result) != 2:
            return None if result is None else "not two"
        weights, bias = np.asarray(result[0], dtype=float), np.asarray(result[1], dtype=float)
        if weights.shape != (x.shape[1],) or bias.size != 1:
            return "other shapes"
        return wrong_of(x, y, weights, float(bias.reshape(())))
    return count


def _as_few(got, expected):
    if got is None:
        return NONE
    if not is_number(got):
        return "The answer should be two values in a row: the best weights, one for each input, and the best bias."
    return None if got == expected else ""


def _at_zero(x, y, weights, bias):
    return np.sum((x @ weights + bias >= 0) != y)


exercise(
    "2.9", right=pocket, points=3, level="stretch", accept=_as_few,
    probes=[script(_count_wrong(*_SMALL), _SHOWN),
            script(_count_wrong(*_CLOUDS), "40 examples, 2 inputs, 30 epochs: wrong examples of what it returns"),
            script(_count_wrong(*_LATE), "30 examples, 2 inputs, 5 epochs: wrong examples of what it returns"),
            script(_count_wrong(*_THREE), "30 examples, 3 inputs, 4 epochs: wrong examples of what it returns")],
    also_right=[lambda x, y, epochs: min(reversed(states(x, y, epochs)), key=lambda state: wrong_of(x, y, *state)),
                kept(lambda x, y, epochs: [*states(x, y, epochs), (np.zeros(x.shape[1]), 0)], wrong_of),
                lambda x, y, epochs: list(pocket(x, y, epochs))],
    mistakes=[
        mistake("These are the last weights. Return those in the pocket; and if you do, is the smallest number so far stored, "
                "too, whenever weights go into it?", lambda x, y, epochs: states(x, y, epochs)[-1]),
        mistake("These are the weights of the first epoch. Does each epoch go on from the weights of the one before? Is every "
                "epoch counted? And does the count compare outputs with `y`: is there a `> 0`?",
                lambda x, y, epochs: states(x, y, epochs)[0]),
        mistake("Learning ends at the first epoch that is no better. Is there a `break`? Or does the next epoch begin with the "
                "weights in the pocket, and so is the same once more? It must go on from the last ones.",
                pocket_from_the_pocket),
        mistake("These are the worst weights. Wrong examples are those where the output differs from `y` (`!=`), and fewer are "
                "better.", lambda x, y, epochs: max(states(x, y, epochs), key=lambda state: wrong_of(x, y, *state))),
        mistake("These are the weights of zero, with which the loop begins. Does it store what it finds?",
                lambda x, y, epochs: (np.zeros(x.shape[1]), 0)),
        mistake("The last epoch is not counted. Run an epoch first and count its wrong examples then; do so `epochs` times.",
                lambda x, y, epochs: pocket(x, y, epochs - 1)),
        mistake("This is one epoch more than `epochs` says.", lambda x, y, epochs: pocket(x, y, epochs + 1)),
        mistake("The count takes a net input of exactly 0 for firing. The unit fires only above it.", kept(states, _at_zero)),
        mistake("The count lacks the bias: the net input is `x @ weights + bias`.",
                kept(states, lambda x, y, weights, bias: wrong_of(x, y, weights, 0))),
        mistake("In the count the two kinds of mistakes, 1 for 0 and 0 for 1, cancel. Count where output and `y` differ.",
                kept(states, lambda x, y, weights, bias: np.sum((x @ weights + bias > 0) - 1.0 * y))),
        mistake("This counts the mistakes made during the epoch, with weights that changed all the time. Count after the "
                "epoch, with the weights that it ended with.", fewest_on_the_way),
        mistake("The best weights come back with the bias of the last epoch. Store the bias, too.",
                without_its_bias(lambda found: found[-1][1])),
        mistake("The best weights come back with a bias of 0. Store the bias, too.", without_its_bias(lambda found: 0)),
        mistake("The weights have room for two inputs, and this table has three. `x.shape[1]` is their number.",
                lambda x, y, epochs: pocket(x, y, epochs) if x.shape[1] == 2 else x[0] @ np.zeros(2)),
        mistake("Better than asked: are the wrong examples counted after every example? Count only at the end of each epoch.",
                kept(after_each_example, wrong_of), when=lambda got, right: is_number(got) and got <= right),
    ],
)
