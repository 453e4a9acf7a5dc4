"""Exercises of the companion of lesson 03, first part: the slopes of tanh and of ELU."""
import math
from functools import partial

import numpy as np

from course_utils.checks import call, close, exercise, mistake, named
from course_utils.checks.answers_03 import central_difference, relu, sigmoid, sigmoid_slope, tanh_slope
from course_utils.checks.answers_03_further import elu, elu_below, elu_slope_below, elu_with, near_digits

exercise = partial(exercise, further=True)


def _slope_in_rows(z):
    slopes = np.zeros(len(z))
    for index in range(len(z)):
        slopes[index] = 1 - np.tanh(z[index]) ** 2
    return slopes


exercise(
    "3.8", right=tanh_slope, points=2, accept=near_digits,
    probes=[call(np.array([-1.0, 0.0, 0.5, 2.0])), call(np.array([[0.3, -0.7], [1.1, 3.0]]))],
    random_probes=lambda random: [call(random.normal(size=5))],
    also_right=[lambda z: 4 * sigmoid_slope(2 * z), lambda z: 1 / np.cosh(z) ** 2,
                lambda z: 4 * sigmoid(2 * z) * (1 - sigmoid(2 * z)), lambda z: (1 - np.tanh(z)) * (1 + np.tanh(z)),
                lambda z: 4 / (np.exp(z) + np.exp(-z)) ** 2, lambda z: tanh_slope(z.astype("float32"))],
    mistakes=[
        mistake("Very nearly: this is a central difference, or a formula that has been rounded. Find the slope by calculus, "
                "with the chain rule.", lambda z: central_difference(np.tanh, z),
                when=lambda got, right: isinstance(got, np.ndarray) and np.allclose(got, right, rtol=1e-5, atol=1e-7)),
        mistake("The numbers are right; keep the shape of z. A table has to come back as a table: np.tanh and arithmetic take "
                "any shape, so neither `flatten` nor a loop is needed.", lambda z: tanh_slope(z).ravel()),
        mistake("`z` may be a table, and then a loop over it meets whole rows. np.tanh and arithmetic take any shape: no loop "
                "is needed.", _slope_in_rows),
        mistake("A function for single numbers, such as `math.tanh`, cannot take an array; `np.tanh` can.",
                lambda z: 1 - math.tanh(z) ** 2),
        mistake("One factor 2 is missing. There are two: the doubling inside, of z, and the doubling outside, of the sigmoid.",
                lambda z: 2 * sigmoid_slope(2 * z)),
        mistake("Both factors 2 are missing: z is doubled inside, and the sigmoid is doubled outside.",
                lambda z: sigmoid_slope(2 * z)),
        mistake("One factor 2 too many. There are two doublings: one inside, of z, and one outside, of the sigmoid.",
                lambda z: 8 * sigmoid_slope(2 * z)),
        mistake("The slope in the middle has to be taken where the sigmoid is, at 2z.", lambda z: 4 * sigmoid_slope(z)),
        mistake("One factor 2 is missing, and the slope in the middle has to be taken at 2z.", lambda z: 2 * sigmoid_slope(z)),
        mistake("In sigma (1 - sigma) both sigmas are the same number. The second one has to be taken at 2z, too.",
                lambda z: 4 * sigmoid(2 * z) * (1 - sigmoid(z))),
        mistake("In sigma (1 - sigma) both sigmas are the same number. The first one has to be taken at 2z, too.",
                lambda z: 4 * sigmoid(z) * (1 - sigmoid(2 * z))),
        mistake("A bracket is missing: the whole of (1 - sigma) is a factor.", lambda z: 3 * sigmoid(2 * z)),
        mistake("The chain rule multiplies what the steps contribute. You have added both factors 2.",
                lambda z: 4 + sigmoid_slope(2 * z)),
        mistake("The chain rule multiplies what the steps contribute. One of the factors 2 has been added.",
                lambda z: 2 + 2 * sigmoid_slope(2 * z)),
        mistake("The constant -1 has moved the curve down. It has the slope 0, and does not appear in the derivative.",
                lambda z: 4 * sigmoid_slope(2 * z) - 1),
        mistake("The constant -1 does not appear in the derivative, and the doubling of z inside gives one more factor 2.",
                lambda z: 2 * sigmoid_slope(2 * z) - 1),
        mistake("This is 2 times the slope of the sigmoid, minus 1. A constant has the slope 0, and z is doubled inside.",
                lambda z: 2 * sigmoid_slope(z) - 1),
        mistake("t (1 - t) is the rule of the sigmoid. Tanh has another one, since it goes from -1 to 1.",
                lambda z: np.tanh(z) * (1 - np.tanh(z))),
        mistake("The rule of the sigmoid, sigma (1 - sigma), wants the value of the sigmoid itself, at 2z. The doubling "
                "outside and the -1 do not belong in it; they have had their turn.",
                lambda z: 4 * np.tanh(z) * (1 - np.tanh(z))),
        mistake("The rule of the sigmoid, sigma (1 - sigma), wants the value of the sigmoid itself, at 2z, not 2 sigma - 1. "
                "And there are two factors 2.", lambda z: 2 * np.tanh(z) * (1 - np.tanh(z))),
        mistake("In sigma (1 - sigma) stands the sigmoid itself, not its double: the factor 2 belongs in front of it all.",
                lambda z: 2 * sigmoid(2 * z) * (1 - 2 * sigmoid(2 * z))),
        mistake("The square is missing. As it stands, the slope would be above 1 wherever z is negative, and tanh is nowhere "
                "steeper than at 0.", lambda z: 1 - np.tanh(z)),
        mistake("The square is in the wrong place: it belongs to tanh(z) alone, and not to the difference.",
                lambda z: (1 - np.tanh(z)) ** 2),
        mistake("`* 2` doubles; a square is written `** 2`.", lambda z: 1 - np.tanh(z) * 2),
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
    """Compare values, and slopes more strictly; they may also be the two rows of one array."""
    stacked = isinstance(got, np.ndarray) and isinstance(expected, list) and got.shape == np.shape(expected)
    rows = list(got) if stacked else got
    reason = named(close(), "values", "slopes")(rows, expected)
    if reason is None and isinstance(rows, list) and isinstance(expected, list):
        return near_digits(rows[1], expected[1])
    return reason


def _has_values(below):
    """Return whether the values are z above zero and `below(slope)` below it, whatever the slopes: given got and right."""
    def when(got, right):
        values, slopes = map(np.asarray, right)
        return len(got) == 2 and np.allclose(got[0], np.where(values > 0, values, below(values, slopes)))
    return when


def _cut_off(got, right):
    """Return whether the slopes are whole numbers, cut off by an array of int, and not all of them 0 below zero."""
    slopes = np.asarray(got[1])
    return slopes.dtype.kind == "i" and np.array_equal(slopes, np.trunc(right[1])) and np.allclose(got[0], right[0])


def _whole_slopes(z, alpha):
    return elu(z, alpha)[0], elu(z, alpha)[1].astype(int)


_RIGHT_VALUES = "The values are right. "
exercise(
    "3.9", right=elu, points=2, accept=_two_arrays,
    probes=[call(np.array([-2.0, -0.5, 0.5, 3.0]), 1.0), call(np.array([-0.5, 2.0, -3.0]), 2.0)],
    random_probes=lambda random: [call(random.normal(size=(2, 3)), 0.3)],
    also_right=[_elu_in_loops, lambda z, alpha: np.array(elu(z, alpha)),
                lambda z, alpha: [part.astype("float32") for part in elu(z, alpha)],
                lambda z, alpha: [relu(z) + alpha * np.expm1(np.minimum(z, 0)),
                                  np.where(z > 0, 1, np.where(z > 0, z, elu_below(z, alpha)) + alpha)]],
    mistakes=[
        mistake(_RIGHT_VALUES + "The slopes are very nearly so, as those of a central difference are. Find them by calculus.",
                lambda z, alpha: (elu(z, alpha)[0], central_difference(lambda at: elu(at, alpha)[0], z)),
                when=lambda got, right: np.allclose(got, right, rtol=1e-5, atol=1e-7)
                and all(isinstance(part, np.ndarray) for part in got)),
        mistake(_RIGHT_VALUES + "The slopes are in an array of whole numbers, which cuts off what comes after the point. Write "
                "1.0 and 0.0 where it is made.", _whole_slopes, when=_cut_off),
        mistake("Alpha is missing below zero, in the value and in the slope.",
                elu_with(lambda z, a: np.exp(z) - 1, lambda z, a: np.exp(z))),
        mistake(_RIGHT_VALUES + "The slope below zero lacks its factor alpha.", elu_with(elu_below, lambda z, a: np.exp(z))),
        mistake("The slopes are right, and the value below zero lacks its factor alpha.",
                elu_with(lambda z, a: np.exp(z) - 1, elu_slope_below)),
        mistake("The bracket is missing in the value: alpha times the whole of (e^z - 1). As it is, the two halves do not meet "
                "at 0. Look at the slope after that.", elu_with(lambda z, a: a * np.exp(z) - 1, elu_slope_below),
                when=_has_values(lambda values, slopes: slopes - 1)),
        mistake("The -1 has slipped into the exponent: alpha (e^z - 1) takes the power of z first, and then subtracts 1.",
                elu_with(lambda z, a: a * np.exp(z - 1), lambda z, a: a * np.exp(z - 1)),
                when=_has_values(lambda values, slopes: slopes / np.e)),
        mistake("The exponent is z, with no minus. (The minus of the sigmoid's e^-z does not belong here.)",
                elu_with(lambda z, a: a * (np.exp(-z) - 1), lambda z, a: -a * np.exp(-z)),
                when=_has_values(lambda values, slopes: (slopes - values) ** 2 / slopes - (slopes - values))),
        mistake("These are the values of ReLU. Below zero ELU is not 0: there it is alpha (e^z - 1).",
                lambda z, alpha: (relu(z), elu(z, alpha)[1]), when=_has_values(lambda values, slopes: 0 * slopes)),
        mistake(_RIGHT_VALUES + "The slope below zero still has the constant in it: the derivative of -alpha is 0.",
                elu_with(elu_below, elu_below)),
        mistake(_RIGHT_VALUES + "The slope below zero still has a -1 in it; a constant has the slope 0.",
                elu_with(elu_below, lambda z, a: a * np.exp(z) - 1)),
        mistake(_RIGHT_VALUES + "The slope below zero is not 0: the curve still rises there, out of -alpha.",
                elu_with(elu_below, lambda z, a: 0 * z)),
        mistake(_RIGHT_VALUES + "Below zero the slope is not 1, since the curve bends.",
                elu_with(elu_below, lambda z, a: 0 * z + 1)),
        mistake(_RIGHT_VALUES + "Below zero the slope is alpha at the corner only, and alpha e^z further left.",
                elu_with(elu_below, lambda z, a: 0 * z + a)),
        mistake(_RIGHT_VALUES + "Above zero the slope is not 0: there the value is z. Differentiate it as well.",
                elu_with(elu_below, elu_slope_below, slope_above=0.0)),
        mistake(_RIGHT_VALUES + "The slope above zero is 1: there the value is z. Differentiate it as well.",
                lambda z, alpha: (elu(z, alpha)[0], np.where(z > 0, z, elu(z, alpha)[1]))),
        mistake(_RIGHT_VALUES + "The slopes are alpha e^z on both sides. Above zero it is 1: choose with np.where again.",
                lambda z, alpha: (elu(z, alpha)[0], elu_slope_below(z, alpha))),
        mistake(_RIGHT_VALUES + "In the slopes the two sides are exchanged: 1 belongs above zero.",
                lambda z, alpha: (elu(z, alpha)[0], np.where(z > 0, elu_slope_below(z, alpha), 1.0))),
        mistake(_RIGHT_VALUES + "The rule for powers of z, such as z^3, does not hold for e^z: its slope is e^z itself.",
                elu_with(elu_below, lambda z, a: a * z * np.exp(z - 1))),
        mistake(_RIGHT_VALUES + "No z comes down in front when e^z is differentiated: its slope is e^z itself.",
                elu_with(elu_below, lambda z, a: a * z * np.exp(z))),
        mistake(_RIGHT_VALUES + "The exponent does not become smaller when e^z is differentiated: its slope is e^z itself.",
                elu_with(elu_below, lambda z, a: a * np.exp(z - 1))),
        mistake(_RIGHT_VALUES + "In the slopes alpha has come into the exponent: it is a factor in front only.",
                elu_with(elu_below, lambda z, a: a * np.exp(a * z))),
        mistake("The two formulas change over at 0, not at alpha.",
                lambda z, alpha: (np.where(z > alpha, z, elu_below(z, alpha)),
                                  np.where(z > alpha, 1, elu_slope_below(z, alpha)))),
        mistake("This is a leaky ReLU: below zero ELU bends, alpha (e^z - 1).",
                elu_with(lambda z, a: a * z, lambda z, a: 0 * z + a)),
        mistake("The larger of the two is not always the right one: above zero alpha (e^z - 1) can be larger than z. Choose by "
                "the sign of z.", lambda z, alpha: (np.maximum(z, elu_below(z, alpha)), elu(z, alpha)[1])),
        mistake("Alpha belongs to the part below zero only; above, the value is z and the slope 1.",
                lambda z, alpha: tuple(np.where(z > 0, alpha * part, part) for part in elu(z, alpha))),
        mistake("The sign is turned below zero: e^z - 1 is negative there, and ELU goes down to -alpha.",
                elu_with(lambda z, a: -elu_below(z, a), lambda z, a: -elu_slope_below(z, a))),
        mistake("The two sides are exchanged: above zero it is z, below zero alpha (e^z - 1).",
                lambda z, alpha: (np.where(z < 0, z, elu_below(z, alpha)), np.where(z < 0, 1, elu_slope_below(z, alpha)))),
        mistake("The arguments are exchanged: the first is `z`, the second `alpha`.", lambda z, alpha: elu(alpha, z)),
        mistake("These are the values alone. Return two things: values, then slopes.", lambda z, alpha: elu(z, alpha)[0]),
        mistake("These are the slopes alone. Return two things: values, then slopes.", lambda z, alpha: elu(z, alpha)[1]),
        mistake("The two are in the wrong order: values first, then slopes.", lambda z, alpha: elu(z, alpha)[::-1]),
    ],
)
