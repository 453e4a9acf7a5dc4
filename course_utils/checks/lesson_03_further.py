"""Exercises of the companion of lesson 03: slopes, log-sum-exp, last layers, depth."""
from functools import partial

import numpy as np

from course_utils.checks import call, close, exercise, matching, mistake, named
from course_utils.checks.answers_03 import central_difference, relu, sigmoid, sigmoid_slope, softmax, tanh_slope
from course_utils.checks.answers_03_further import (
    elu,
    elu_below,
    elu_slope_below,
    elu_with,
    log_sum_exp,
    sawtooth,
    sawtooth_with,
    tent,
)

exercise = partial(exercise, further=True)

exercise(
    "3.8", right=tanh_slope, points=2, accept=close(rtol=1e-12, atol=1e-13),
    probes=[call(np.array([-1.0, 0.0, 0.5, 2.0])), call(np.array([[0.3, -0.7], [1.1, 3.0]]))],
    random_probes=lambda random: [call(random.normal(size=5))],
    also_right=[lambda z: 4 * sigmoid_slope(2 * z), lambda z: 1 / np.cosh(z) ** 2,
                lambda z: 4 * sigmoid(2 * z) * (1 - sigmoid(2 * z)), lambda z: (1 - np.tanh(z)) * (1 + np.tanh(z))],
    mistakes=[
        mistake("Very nearly, as a central difference is. Here the formula is asked for, which is exact to the last digits.",
                lambda z: central_difference(np.tanh, z),
                when=lambda got, right: np.allclose(got, right, rtol=1e-5, atol=1e-7)),
        mistake("One factor 2 is missing. There are two: the doubling inside, of z, and the doubling outside, of the sigmoid.",
                lambda z: 2 * sigmoid_slope(2 * z)),
        mistake("Both factors 2 are missing: z is doubled inside, and the sigmoid is doubled outside.",
                lambda z: sigmoid_slope(2 * z)),
        mistake("The slope in the middle has to be taken where the sigmoid is, at 2z.", lambda z: 4 * sigmoid_slope(z)),
        mistake("One factor 2 is missing, and the slope in the middle has to be taken at 2z.", lambda z: 2 * sigmoid_slope(z)),
        mistake("The constant -1 has moved the curve down. It has the slope 0, and does not appear in the derivative.",
                lambda z: 4 * sigmoid_slope(2 * z) - 1),
        mistake("The constant -1 does not appear in the derivative, and the doubling of z inside gives one more factor 2.",
                lambda z: 2 * sigmoid_slope(2 * z) - 1),
        mistake("This is 2 times the slope of the sigmoid, minus 1. A constant has the slope 0, and z is doubled inside.",
                lambda z: 2 * sigmoid_slope(z) - 1),
        mistake("t (1 - t) is the rule of the sigmoid. Tanh has another one, since it goes from -1 to 1.",
                lambda z: np.tanh(z) * (1 - np.tanh(z))),
        mistake("The square is missing: at 0 and below zero too the slope is at most 1.", lambda z: 1 - np.tanh(z)),
        mistake("The sign is turned: tanh rises everywhere, so its slope is positive.", lambda z: np.tanh(z) ** 2 - 1),
        mistake("A sign is wrong: tanh is steepest at 0, and flatter where its value is larger.",
                lambda z: 1 + np.tanh(z) ** 2),
        mistake("You squared z instead of tanh(z): write `np.tanh(z) ** 2`.", lambda z: 1 - np.tanh(z ** 2)),
        mistake("These are the values of tanh. Its slope is asked for.", np.tanh),
        mistake("This is the slope of the sigmoid itself.", sigmoid_slope),
        mistake("This has been differentiated twice: it is the slope of the slope.",
                lambda z: -2 * np.tanh(z) * (1 - np.tanh(z) ** 2)),
    ],
)


def _elu_in_loops(z, alpha):
    values, slopes = np.zeros(z.shape), np.zeros(z.shape)
    for index in np.ndindex(z.shape):
        above = z[index] > 0
        values[index] = z[index] if above else alpha * np.exp(z[index]) - alpha
        slopes[index] = 1 if above else alpha * np.exp(z[index])
    return values, slopes


def _two_arrays(got, expected):
    """Compare values and slopes; they may also be the two rows of one array."""
    stacked = isinstance(got, np.ndarray) and isinstance(expected, list) and got.shape == np.shape(expected)
    rows = list(got) if stacked else got
    return named(close(), "values", "slopes")(rows, expected)


exercise(
    "3.9", right=elu, points=2, accept=_two_arrays,
    probes=[call(np.array([-2.0, -0.5, 0.5, 3.0]), 1.0), call(np.array([-1.0, 2.0, -3.0]), 2.0)],
    random_probes=lambda random: [call(random.normal(size=(2, 3)), 0.3)],
    also_right=[_elu_in_loops, lambda z, alpha: np.array(elu(z, alpha)),
                lambda z, alpha: [relu(z) + alpha * np.expm1(np.minimum(z, 0)),
                                                 np.where(z > 0, 1, np.where(z > 0, z, elu_below(z, alpha)) + alpha)]],
    mistakes=[
        mistake("The bracket is missing in the value: alpha times the whole of (e^z - 1). As it is, the two halves do not meet "
                "at 0.", elu_with(lambda z, a: a * np.exp(z) - 1, elu_slope_below)),
        mistake("Alpha is missing below zero, in the value and in the slope.",
                elu_with(lambda z, a: np.exp(z) - 1, lambda z, a: np.exp(z))),
        mistake("The values are right, and the slope below zero lacks its factor alpha.",
                elu_with(elu_below, lambda z, a: np.exp(z))),
        mistake("The slopes are right, and the value below zero lacks its factor alpha.",
                elu_with(lambda z, a: np.exp(z) - 1, elu_slope_below)),
        mistake("The values are right. The slope below zero still has the constant in it: the derivative of -alpha is 0.",
                elu_with(elu_below, elu_below)),
        mistake("The values are right. The slope below zero still has a -1 in it; a constant has the slope 0.",
                elu_with(elu_below, lambda z, a: a * np.exp(z) - 1)),
        mistake("The values are right. The slope below zero is not 0: the curve still falls there, towards -alpha.",
                elu_with(elu_below, lambda z, a: 0 * z)),
        mistake("The values are right. Below zero the slope is not 1, since the curve bends.",
                elu_with(elu_below, lambda z, a: 0 * z + 1)),
        mistake("The values are right. Below zero the slope is alpha at the corner only, and alpha e^z further left.",
                elu_with(elu_below, lambda z, a: 0 * z + a)),
        mistake("This is a leaky ReLU: below zero ELU bends, alpha (e^z - 1).",
                elu_with(lambda z, a: a * z, lambda z, a: 0 * z + a)),
        mistake("The larger of the two is not always the right one: above zero alpha (e^z - 1) can be larger than z. Choose by "
                "the sign of z.", lambda z, alpha: (np.maximum(z, elu_below(z, alpha)), elu(z, alpha)[1])),
        mistake("Alpha belongs to the part below zero only; above, the value is z and the slope 1.",
                lambda z, alpha: tuple(np.where(z > 0, alpha * part, part) for part in elu(z, alpha))),
        mistake("The slope above zero is 1: there the value is z. Differentiate it as well.",
                lambda z, alpha: (elu(z, alpha)[0], np.where(z > 0, z, elu(z, alpha)[1]))),
        mistake("The sign is turned below zero: e^z - 1 is negative there, and ELU goes down to -alpha.",
                elu_with(lambda z, a: -elu_below(z, a), lambda z, a: -elu_slope_below(z, a))),
        mistake("The two sides are exchanged: above zero it is z, below zero alpha (e^z - 1).",
                lambda z, alpha: (np.where(z < 0, z, elu_below(z, alpha)), np.where(z < 0, 1, elu_slope_below(z, alpha)))),
        mistake("These are the values alone. Return two things: values, then slopes.", lambda z, alpha: elu(z, alpha)[0]),
        mistake("The two are in the wrong order: values first, then slopes.", lambda z, alpha: elu(z, alpha)[::-1]),
    ],
)

_ROWS = np.array([[2.0, 1.0, -1.0], [0.0, 0.0, 3.0]])
_LARGE = np.array([[1000.0, 1000.0, 999.0], [-1000.0, -1001.0, -1002.0], [0.0, -800.0, 5.0]])


def _logs_with(lowered_by, back=True):
    def answer(logits):
        lowered = lowered_by(logits)
        return lowered[..., 0] * back + np.log(np.exp(logits - lowered).sum(axis=1))
    return answer


exercise(
    "3.10", right=log_sum_exp, points=2, probes=[call(_ROWS), call(_LARGE)],
    random_probes=lambda random: [call(random.normal(size=(4, 5)) * 4)],
    also_right=[lambda z: np.array([max(row) + np.log(sum(np.exp(row - max(row)))) for row in z]),
                lambda z: np.logaddexp.reduce(z, axis=1)],
    mistakes=[
        mistake("Right for small logits; large ones overflow to infinity, and very small ones underflow. Subtract the largest "
                "of each row before np.exp, and add it again at the end.", lambda z: np.log(np.exp(z).sum(axis=1))),
        mistake("What you have subtracted has to come back: add the largest of each row at the end.",
                _logs_with(lambda z: z.max(axis=1, keepdims=True), back=False)),
        mistake("The largest of each row is subtracted at the end, too. It was taken away, so it has to be added.",
                lambda z: log_sum_exp(z) - 2 * z.max(axis=1)),
        mistake("You subtract the largest of the whole batch, and a row far below it becomes ln 0. Take that of each row.",
                lambda z: z.max() + np.log(np.exp(z - z.max()).sum(axis=1))),
        mistake("Each row should give one number, and the result be flat, (batch,). Here an axis of length 1 is left from "
                "`keepdims`.", lambda z: log_sum_exp(z)[:, None]),
        mistake("The largest of each row come as a flat (batch,), which NumPy cannot lay along rows of another length. To "
                "subtract it, make it a column, with `keepdims=True`.",
                lambda z: z.max(axis=1) + np.log(np.exp(z - z.max(axis=1)).sum(axis=1))),
        mistake("A column, (batch, 1), has been added to a flat (batch,), and NumPy made a table of all sums. Add the largest "
                "without `keepdims`.", lambda z: log_sum_exp(z) - z.max(axis=1) + z.max(axis=1, keepdims=True)),
        mistake("You added up down the columns. Each row is one example: axis 1.", lambda z: log_sum_exp(z.T)),
        mistake("You added up over the whole batch. Each row is one example, and gives one number.",
                lambda z: log_sum_exp(z.reshape(1, -1))[0]),
        mistake("The logarithm is missing at the end, and it comes before the largest is added.",
                lambda z: z.max(axis=1) + np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1)),
        mistake("This is the logarithm of the mean. The sum is asked for.",
                lambda z: log_sum_exp(z) - np.log(z.shape[1])),
        mistake("These are the logarithms of the softmax. The one number of each row that they need is asked for.",
                lambda z: z - log_sum_exp(z)[:, None]),
        mistake("This is a softmax. One number for each row is asked for.", softmax),
        mistake("This is the largest of each row: close, but the others contribute as well.", lambda z: z.max(axis=1)),
        mistake("ln and exp cancel each other if the sum does not stand between them: first add up, then take the logarithm.",
                lambda z: z.sum(axis=1)),
        mistake("You subtract the smallest of each row, so that the others can still overflow. Subtract the largest.",
                _logs_with(lambda z: z.min(axis=1, keepdims=True))),
    ],
)

_RIGHT = {"rain": "sigmoid", "digit": "softmax", "price": "identity", "tags": "sigmoid"}


def _chose(key, *choices):
    return lambda got, right: isinstance(got, dict) and str(got.get(key)).strip().lower() in choices


exercise(
    "3.11", right=_RIGHT, points=2, accept=matching("sigmoid", "softmax", "identity"),
    also_right=[{"tags": "Sigmoid", "price": "identity", "digit": "softmax ", "rain": "sigmoid"}],
    mistakes=[
        mistake("Several tags may fit one photo. A softmax makes them share out 1 among them, so a photo of a dog in snow "
                "could never be sure of both.", _RIGHT | {"tags": "softmax"}, when=_chose("tags", "softmax")),
        mistake("A softmax over one single neuron always answers 1: it has nobody to share with.", _RIGHT | {"rain": "softmax"},
                when=_chose("rain", "softmax")),
        mistake("A sigmoid answers between 0 and 1, and a softmax too. A price can fall, and by more than 1.",
                _RIGHT | {"price": "sigmoid"}, when=_chose("price", "sigmoid", "softmax")),
        mistake("With ten sigmoids several digits could be claimed at once. Exactly one is right, so the probabilities should "
                "add up to 1.", _RIGHT | {"digit": "sigmoid"}, when=_chose("digit", "sigmoid")),
        mistake("A yes-or-no question needs a probability, between 0 and 1; the identity can answer anything.",
                _RIGHT | {"rain": "identity"}, when=_chose("rain", "identity")),
        mistake("Each tag needs a probability, between 0 and 1; the identity can answer anything.",
                _RIGHT | {"tags": "identity"}, when=_chose("tags", "identity")),
        mistake("The digits need probabilities; the identity gives logits, which can be anything.",
                _RIGHT | {"digit": "identity"}, when=_chose("digit", "identity")),
    ],
)

_X = np.linspace(0, 1, 17)
exercise(
    "3.12", right=sawtooth, points=2, probes=[call(_X, 1), call(_X, 2), call(_X, 4)],
    random_probes=lambda random: [call(random.uniform(size=6), 3)],
    also_right=[lambda x, depth: x if depth == 0 else sawtooth(2 * relu(x) - 4 * relu(x - 0.5), depth - 1),
                lambda x, depth: sawtooth_with(x, depth, lambda t: 1 - 2 * np.abs(t - 0.5)),
                lambda x, depth: 1 - np.abs((x * 2 ** depth) % 2 - 1)],
    mistakes=[
        mistake("The tent is applied once, whatever `depth` says. In the loop, assign its result to `x`, so that the next "
                "round begins with it.", lambda x, depth: tent(x)),
        mistake("Once too often: the tent is to be applied `depth` times.", lambda x, depth: sawtooth(x, depth + 1)),
        mistake("Once too few: the tent is to be applied `depth` times.", lambda x, depth: sawtooth(x, depth - 1)),
        mistake("You multiply the tent by `depth`. Send its result through the tent again.", lambda x, depth: depth * tent(x)),
        mistake("You multiply tents with each other. Send the result of one through the next.",
                lambda x, depth: tent(x) ** depth),
        mistake("You move x further into one tent, beyond its right end. Send the result of a tent through the next.",
                lambda x, depth: tent(depth * x)),
        mistake("You stretch x and use one tent. Beyond 1 a tent does not come back: send its result through the next one.",
                lambda x, depth: tent(2 ** (depth - 1) * x)),
        mistake("Your tent does not come down again. From the middle on, the second ReLU has to take away 4: 2 to stop the "
                "rise, and 2 more to fall.",
                lambda x, depth: sawtooth_with(x, depth, lambda t: 2 * relu(t) - 2 * relu(t - 0.5))),
        mistake("The second ReLU has to start at one half: relu(x - 0.5).",
                lambda x, depth: sawtooth_with(x, depth, lambda t: 2 * relu(t) - 4 * relu(t - 1))),
        mistake("A sign is wrong: the second ReLU is subtracted.",
                lambda x, depth: sawtooth_with(x, depth, lambda t: 2 * relu(t) + 4 * relu(t - 0.5))),
        mistake("Nothing has changed: the result of the tent is not assigned to `x`.", lambda x, depth: x),
    ],
)
