"""Exercises 4.1 to 4.3 of lesson 04: the Huber loss, binary cross-entropy and four slips in it."""
import numpy as np

from course_utils.checks import call, exercise, matching, mistake
from course_utils.checks.answers_04 import (
    a_little_less,
    ask_the_array,
    binary_cross_entropy,
    capped,
    digits_lost,
    huber,
    huber_by_masks,
    huber_of_one,
    loop_over,
)


def _pieces(near, far, condition=None):
    """Return a Huber loss of other pieces: functions of the distance and delta; `condition` chooses the near one."""
    def answer(p, y, delta):
        distance = np.abs(p - y)
        chosen = condition(distance, delta) if condition else distance <= delta
        return np.where(chosen, near(distance, delta), far(distance, delta))
    return answer


def _square(distance, delta):
    return 0 * delta + distance ** 2 / 2


def _line(distance, delta):
    return delta * distance - delta ** 2 / 2


exercise(
    "4.1", right=huber, points=2,
    probes=[call(np.array([1.5, 0.2, -5.0, 8.0]), np.array([1.0, -0.5, -1.0, 1.5]), 3.0),
            call(np.array([30.0, 80.0, 85.0, 40.0]), np.array([90.0, 20.0, 95.0, 20.0]), 20.0)],
    random_probes=lambda random: [call(random.normal(size=6), random.normal(size=6), 0.7)],
    also_right=[loop_over(huber_of_one), huber_by_masks,
                lambda p, y, delta: np.minimum(abs(p - y), delta) * (abs(p - y) - np.minimum(abs(p - y), delta) / 2)],
    mistakes=[
        mistake("`if` asks a single truth value, and a whole array has many. `np.where(condition, a, b)` asks each entry.",
                ask_the_array),
        mistake("Every loss is twice what it should be: the square is halved, and the line is delta times the distance, less "
                "half of delta squared.", _pieces(lambda r, d: r ** 2, lambda r, d: 2 * d * r - d ** 2)),
        mistake("Near the target it is half of the square. The one half is missing there, so the two pieces do not meet.",
                _pieces(lambda r, d: r ** 2, _line)),
        mistake("Far from the target only half of delta squared is subtracted, so that the two pieces meet. You subtract all "
                "of it.", _pieces(_square, lambda r, d: d * r - d ** 2)),
        mistake("Both halves are missing: that of the square near the target, and that of delta squared far from it.",
                _pieces(lambda r, d: r ** 2, lambda r, d: d * r - d ** 2)),
        mistake("Far from the target half of delta squared is subtracted, so that the two pieces meet. That term is missing.",
                _pieces(_square, lambda r, d: d * r)),
        mistake("Two terms are missing: the one half near the target, and half of delta squared far from it.",
                _pieces(lambda r, d: r ** 2, lambda r, d: d * r)),
        mistake("Half of delta squared is subtracted far from the target. You add it.",
                _pieces(_square, lambda r, d: d * r + d ** 2 / 2)),
        mistake("In the straight line the half belongs to delta squared alone. You halve the whole: look at the brackets.",
                _pieces(_square, lambda r, d: (d * r - d ** 2) / 2)),
        mistake("In the straight line delta multiplies the distance alone. A bracket makes it multiply the last term, too.",
                _pieces(_square, lambda r, d: d * (r - d ** 2 / 2))),
        mistake("The straight line rises delta for each unit of the distance. The factor delta is missing.",
                _pieces(_square, lambda r, d: r - d ** 2 / 2)),
        mistake("An error of exactly delta belongs to one of the pieces, too. Yours leaves it out, as `<` and `>` without an "
                "equals sign do.", lambda p, y, d: huber(p, y, d) * (np.abs(p - y) != d)),
        mistake("In the straight line the half is taken of delta squared. Here half of delta is squared.",
                _pieces(_square, lambda r, d: d * r - (d / 2) ** 2)),
        mistake("In the straight line all of delta is subtracted; it is half of delta squared.",
                _pieces(_square, lambda r, d: d * r - d)),
        mistake("Near the target the distance has to be squared before it is halved.", _pieces(lambda r, d: r / 2, _line)),
        mistake("Near the target it is half of the square of the distance, not the square of its half.",
                _pieces(lambda r, d: (r / 2) ** 2, _line)),
        mistake("The squared distance is compared with delta. The distance itself decides.",
                _pieces(_square, _line, lambda r, d: r ** 2 <= d)),
        mistake("The condition looks at the prediction alone. The distance from the target decides.",
                lambda p, y, d: np.where(np.abs(p) <= d, (p - y) ** 2 / 2, d * np.abs(p - y) - d ** 2 / 2)),
        mistake("The right losses, but in another order: those near the target first. np.where keeps each at its place.",
                lambda p, y, d: np.concatenate([huber(p, y, d)[np.abs(p - y) <= d], huber(p, y, d)[np.abs(p - y) > d]])),
        mistake("The two pieces are added. Each example takes one of them.",
                lambda p, y, d: (p - y) ** 2 / 2 + d * np.abs(p - y) - d ** 2 / 2),
        mistake("The sign is turned: a loss is never negative.", lambda p, y, d: -huber(p, y, d)),
        mistake("You divided by the number of examples. Return one loss for each as it is.",
                lambda p, y, d: huber(p, y, d) / len(p)),
        mistake("This is the squared error for all of them, without the one half.", lambda p, y, d: (p - y) ** 2),
        mistake("The two formulas are exchanged: near the target it is the square, far from it the straight line.",
                _pieces(_line, _square)),
        mistake("The distance is compared with delta, not with delta squared.",
                _pieces(_square, _line, lambda r, d: r <= d ** 2)),
        mistake("The distance is the absolute value of p - y. The difference of two absolute values is something else.",
                lambda p, y, d: (lambda r: np.where(r <= d, r ** 2 / 2, d * r - d ** 2 / 2))(np.abs(p) - np.abs(y))),
        mistake("The error is the difference p - y. You add the two.", lambda p, y, d: huber(p, -y, d)),
        mistake("The condition looks at p - y without its absolute value: every prediction that is too small counts as near.",
                lambda p, y, d: np.where(p - y <= d, (p - y) ** 2 / 2, d * abs(p - y) - d ** 2 / 2)),
        mistake("The straight line lacks the absolute value: for predictions that are far too small the loss is negative.",
                lambda p, y, d: np.where(abs(p - y) <= d, (p - y) ** 2 / 2, d * (p - y) - d ** 2 / 2)),
        mistake("In the last term delta is squared: half of delta squared, not half of delta.",
                _pieces(_square, lambda r, d: d * r - d / 2)),
        mistake("The last term subtracts half of delta squared, not half of the error squared.",
                _pieces(_square, lambda r, d: d * r - r ** 2 / 2)),
        mistake("Delta is fixed at 20 in there, as for the marks. It is an argument: use `delta`.",
                lambda p, y, d: huber(p, y, 20)),
        mistake("Delta is fixed at 1 in there. It is an argument: use `delta`.", lambda p, y, d: huber(p, y, 1)),
        mistake("The slope of the straight line is delta. Yours is 1: is delta fixed at 1 somewhere?",
                _pieces(_square, lambda r, d: r - 0.5)),
        mistake("The straight line is used for all errors; small ones take the square. An `if` with `.all()` decides once for "
                "the whole array, and of the two formulas the line is always the smaller one. np.where decides for each.",
                lambda p, y, d: d * abs(p - y) - d ** 2 / 2),
        mistake("The square is used for all errors; beyond delta the loss goes on as a straight line. An `if` with `.any()` "
                "decides once for the whole array, and of the two formulas the square is always the larger one.",
                lambda p, y, d: (p - y) ** 2 / 2),
        mistake("The smaller of two formulas does not do it, and half of delta squared is missing. Ask where the distance is "
                "at most delta.", lambda p, y, d: np.minimum((p - y) ** 2 / 2, d * abs(p - y))),
        mistake("The arguments have another order: p, y, delta. Yours take the targets for delta.",
                lambda p, y, d: huber(d, p, y)),
        mistake("The arguments have another order: p, y, delta. Yours take the predictions for delta.",
                lambda p, y, d: huber(y, d, p)),
        mistake("`//` divides and cuts the rest off. The half is `/ 2`.",
                _pieces(lambda r, d: r ** 2 // 2, lambda r, d: d * r - d ** 2 // 2)),
        mistake("The losses are rounded, or digits are cut off: by `//`, `round` or a change to whole numbers. Keep them all.",
                lambda p, y, d: np.round(huber(p, y, d)), when=digits_lost),
        mistake("One number comes back, the loss of the first example: the loop ends at its first `return`. Collect all "
                "first.", lambda p, y, d: huber(p, y, d)[0]),
        mistake("This is the sum over the examples. Return one loss for each.", lambda p, y, d: np.sum(huber(p, y, d))),
        mistake("This is the mean. Return one loss for each example; the mean is taken later.",
                lambda p, y, d: np.mean(huber(p, y, d))),
        mistake("This is the slope of the Huber loss. Its value is asked for.", lambda p, y, d: np.clip(p - y, -d, d)),
    ],
)

exercise(
    "4.2", right=binary_cross_entropy, points=2,
    probes=[call(np.array([0.1, 0.8, 0.6]), np.array([1, 0, 1])),
            call(np.array([0.001, 0.999, 0.2, 0.7]), np.array([1, 0, 0, 1]))],
    random_probes=lambda random: [call(random.uniform(0.02, 0.98, size=6), random.integers(0, 2, size=6))],
    also_right=[lambda p, y: -np.log(np.where(y == 1, p, 1 - p)), loop_over(lambda p, y: -np.log(p if y else 1 - p)),
                lambda p, y: -y * np.log(p) - (1 - y) * np.log1p(-p)],
    mistakes=[
        mistake("`if` asks a single truth value, and a whole array has many. Let y and 1 - y choose, as factors.",
                ask_the_array),
        mistake("One term is missing: you have y log p alone, so the examples with the target 0 cost nothing.",
                lambda p, y: -y * np.log(p)),
        mistake("One term is missing: you have (1 - y) log(1 - p) alone, so the examples with the target 1 cost nothing.",
                lambda p, y: -(1 - y) * np.log(1 - p)),
        mistake("The minus belongs in front of both terms. Yours covers the first alone: a bracket is missing, or the sign "
                "between the terms is a minus.",
                lambda p, y: -y * np.log(p) + (1 - y) * np.log(1 - p)),
        mistake("Every value has the wrong sign. Logarithms of probabilities are negative, and a loss must not be.",
                lambda p, y: y * np.log(p) + (1 - y) * np.log(1 - p)),
        mistake("This is the mean. Return one loss for each example; the mean is taken later.",
                lambda p, y: np.mean(binary_cross_entropy(p, y))),
        mistake("This is the sum over the examples. Return one loss for each.",
                lambda p, y: np.sum(binary_cross_entropy(p, y))),
        mistake("The targets are turned: where y is 1 you take the logarithm of 1 - p.",
                lambda p, y: -((1 - y) * np.log(p) + y * np.log(1 - p))),
        mistake("Both logarithms count fully for every example. y and 1 - y have to switch one of them off.",
                lambda p, y: -(np.log(p) + np.log(1 - p))),
        mistake("The targets play no part: this is -log p for every example.", lambda p, y: -np.log(p)),
        mistake("A bracket is missing: `1 - y * ...` multiplies first and subtracts then. Write `(1 - y) * ...`.",
                lambda p, y: -(y * np.log(p) + 1 - y * np.log(1 - p))),
        mistake("This is the chance that was given to what happened. The loss is minus its logarithm.",
                lambda p, y: np.where(y == 1, p, 1 - p)),
        mistake("`np.log(1) - p` takes the logarithm of 1 and subtracts p then. It is `np.log(1 - p)`.",
                lambda p, y: -(y * np.log(p) + (1 - y) * np.log(1) - p)),
        mistake("Brackets are missing: `1 - y * ...` multiplies first and subtracts then. Write `(1 - y) * ...`.",
                lambda p, y: -y * np.log(p) - 1 - y * np.log(1 - p)),
        mistake("The second logarithm is that of 1 - p. 1 - log p is something else.",
                lambda p, y: -(y * np.log(p) + (1 - y) * (1 - np.log(p)))),
        mistake("The second logarithm is that of 1 - p. You took that of 1 - y.",
                lambda p, y: -(y * np.log(p) + (1 - y) * np.log(1 - y))),
        mistake("The predictions have been through a sigmoid here. They are probabilities already.",
                lambda p, y: binary_cross_entropy(1 / (1 + np.exp(-p)), y)),
        mistake("Every loss is half of what it should be. For each example only one term counts, so there is nothing to halve.",
                lambda p, y: binary_cross_entropy(p, y) / 2),
        mistake("The three predictions above are fixed in there. The function has to work with its arguments.",
                lambda p, y: binary_cross_entropy(np.array([0.1, 0.8, 0.6]), y)),
        mistake("The logarithm is the natural one, `np.log`. You used base 2.",
                lambda p, y: binary_cross_entropy(p, y) / np.log(2)),
        mistake("The logarithm is the natural one, `np.log`. You used base 10.",
                lambda p, y: binary_cross_entropy(p, y) / np.log(10)),
        mistake("This is the squared error.", lambda p, y: (p - y) ** 2),
        mistake("You divided by the number of examples. Return one loss for each as it is; the mean is taken later.",
                lambda p, y: binary_cross_entropy(p, y) / len(y)),
        mistake("The losses are rounded. Keep all digits; the later cells compute with them.",
                lambda p, y: np.round(binary_cross_entropy(p, y), 4), when=digits_lost),
        mistake("Your loss is cut off, by a maximum or by clipping. A chance of 0.001 for what happened costs 6.9, and it "
                "has to.",
                lambda p, y: np.minimum(binary_cross_entropy(p, y), 5), when=capped),
        mistake("Nearly: something small is added to the probabilities, or they are clipped. That is a makeshift against log "
                "0; the lesson finds a better way, so leave it out here.",
                lambda p, y: -(y * np.log(p + 0.001) + (1 - y) * np.log(1 - p + 0.001)), when=a_little_less),
        mistake("Every loss is infinite: each takes the logarithm of a 0. Are p and y exchanged, or are y and 1 - y inside a "
                "logarithm? Only p and 1 - p belong there.",
                lambda p, y: binary_cross_entropy(y, p)),
    ],
)

_RIGHT = {"A": "one term", "B": "sum", "C": "log2", "D": "labels"}


def _one_twice(got, right):
    """Return whether all choices are among the options, and one of them was made twice."""
    chosen = [str(got.get(key)).strip().lower() for key in right]
    return set(chosen) < set(right.values())


exercise(
    "4.3", right=_RIGHT, points=2, accept=matching("sum", "log2", "one term", "labels"),
    also_right=[{"D": "labels", "C": "Log2", "B": "SUM", "A": "one term "}],
    mistakes=[
        mistake("One slip stands there twice. Each of the four belongs to one person.", _RIGHT | {"D": "one term"},
                when=_one_twice),
        mistake("B and C are exchanged. A sum over three examples is three times their mean; the base of a logarithm gives a "
                "factor of 1 / 0.693.", _RIGHT | {"B": "log2", "C": "sum"}),
        mistake("A and D are exchanged. With the labels turned, the losses are -log(1 - 0.1), -log 0.8 and -log(1 - 0.6): two "
                "of them are small. With one term the 2.3026 of the first example stays.",
                _RIGHT | {"A": "labels", "D": "one term"}),
        mistake("A sum over three examples cannot be smaller than their mean, since every loss is above zero. Which of the "
                "four is the right one times three?", {"A": "sum", "B": "one term", "C": "log2", "D": "labels"},
                when=lambda got, right: any(str(got.get(key)).strip().lower() == "sum" for key in "AD")),
        mistake("One term leaves a loss out, so the mean becomes smaller. B and C are larger than the right value.",
                {"A": "labels", "B": "sum", "C": "one term", "D": "log2"},
                when=lambda got, right: any(str(got.get(key)).strip().lower() == "one term" for key in "BC")),
    ],
)
