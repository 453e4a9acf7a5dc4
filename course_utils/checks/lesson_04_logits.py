"""Exercises 4.4 and 4.5 of lesson 04: the slope for the logit, and cross-entropy from logits."""
import numpy as np

from course_utils.checks import call, exercise, gradient, mistake
from course_utils.checks.answers_04 import (
    ask_the_array,
    binary_cross_entropy,
    cross_entropy_from_logits,
    cross_entropy_slope,
    cut_off,
    digits_lost,
    finite_is_right,
    loop_over,
    lost_in_a_small_number,
    right_where_finite,
    sigmoid,
)


def _softplus(z):
    """Return log(1 + e^z), safely."""
    return np.logaddexp(0, z)


def _log_part(z):
    """Return log(1 + e^-|z|), the part of the loss that is small for large logits."""
    return np.log(1 + np.exp(-np.abs(z)))


exercise(
    "4.4", right=cross_entropy_slope, points=2, accept=gradient(batch=(3, 5)),
    probes=[call(np.array([-2.0, 0.5, 3.0]), np.array([1, 0, 1])),
            call(np.array([100.0, -100.0, 100.0, -100.0]), np.array([1, 1, 0, 0]))],
    random_probes=lambda random: [call(3 * random.normal(size=5), random.integers(0, 2, size=5))],
    also_right=[lambda z, y: np.where(y == 1, -1 / (1 + np.exp(z)), 1 / (1 + np.exp(-z))),
                lambda z, y: np.exp(z) / (1 + np.exp(z)) - y,
                loop_over(lambda z, y: 0.5 * (1 + np.tanh(z / 2)) - y)],
    mistakes=[
        mistake("A number is put in the place of what becomes 0: added to a denominator, or by clipping the probability. The "
                "slope for large logits is lost in it. Shorten the formula on paper first; then nothing is divided.",
                lambda z, y: (sigmoid(z) - y) / (sigmoid(z) * (1 - sigmoid(z)) + 1e-12) * sigmoid(z) * (1 - sigmoid(z)),
                when=lost_in_a_small_number),
        mistake("Right for small logits. For z = 100, p (1 - p) is 0 in a computer, and dividing by it gives nan: shorten the "
                "formula first.",
                lambda z, y: (sigmoid(z) - y) / (sigmoid(z) * (1 - sigmoid(z))) * sigmoid(z) * (1 - sigmoid(z)),
                when=lambda got, right: finite_is_right(got, right) and np.isfinite(got).any()),
        mistake("The sign is turned: where the target is 1 and p is below it, the loss falls as z grows, so its slope is "
                "negative.",
                lambda z, y: y - sigmoid(z)),
        mistake("The factor p came from the slope of the sigmoid, and has cancelled. What remains is the difference.",
                lambda z, y: sigmoid(z) * (sigmoid(z) - y)),
        mistake("This is the squared error. The slope of cross-entropy is asked for.", lambda z, y: (sigmoid(z) - y) ** 2),
        mistake("This is minus the slope with respect to p. Turn the sign, and multiply by the sigmoid's slope, p (1 - p).",
                lambda z, y: y / sigmoid(z) - (1 - y) / (1 - sigmoid(z))),
        mistake("The target is subtracted from the probability, not the logit.", lambda z, y: sigmoid(z) - z),
        mistake("z is a logit, any number. Make a probability of it first: p = sigmoid(z).", lambda z, y: z - y),
        mistake("The factor p (1 - p) has cancelled against the denominator in the table. It must not be there any more.",
                lambda z, y: (sigmoid(z) - y) * sigmoid(z) * (1 - sigmoid(z))),
        mistake("This is the slope of squared error, the first row of the table.",
                lambda z, y: 2 * (sigmoid(z) - y) * sigmoid(z) * (1 - sigmoid(z))),
        mistake("This is the slope with respect to p. Multiply it by the slope of the sigmoid, p (1 - p).",
                lambda z, y: (sigmoid(z) - y) / (sigmoid(z) * (1 - sigmoid(z)))),
        mistake("You put z into the table where p belongs. p is sigmoid(z).", lambda z, y: (z - y) / (z * (1 - z))),
        mistake("The sigmoid is applied twice.", lambda z, y: sigmoid(sigmoid(z)) - y),
        mistake("A bracket is in the wrong place: the target is subtracted from the probability, not from the logit.",
                lambda z, y: sigmoid(z - y)),
        mistake("This is the loss. Its slope is asked for.", lambda z, y: binary_cross_entropy(sigmoid(z), y)),
        mistake("This is the probability alone. The target has to come in.", lambda z, y: sigmoid(z)),
        mistake("This is the slope of the sigmoid alone, p (1 - p). How wrong the prediction is has to come in.",
                lambda z, y: sigmoid(z) * (1 - sigmoid(z))),
        mistake("This is the mean over the examples. Return one slope for each.",
                lambda z, y: np.mean(sigmoid(z) - y)),
        mistake("This is the sum over the examples. Return one slope for each.", lambda z, y: np.sum(sigmoid(z) - y)),
        mistake("This is the size of the slope. Its sign says which way is down.", lambda z, y: np.abs(sigmoid(z) - y)),
        mistake("A bracket is missing: `1 / 1 + np.exp(-z)` divides 1 by 1 first. The sigmoid is 1 / (1 + np.exp(-z)), or "
                "`sigmoid(z)`.", lambda z, y: 1 / 1 + np.exp(-z) - y),
        mistake("In the sigmoid the exponent is -z. You have e to the power of z, which is the chance of the other answer.",
                lambda z, y: sigmoid(-z) - y),
        mistake("You divided by the number of examples. Return one slope for each as it is; the mean is taken later.",
                lambda z, y: (sigmoid(z) - y) / len(z)),
        mistake("The factor 2 belongs to the square in squared error. There is none here.", lambda z, y: 2 * (sigmoid(z) - y)),
        mistake("The arguments are exchanged: the logits come first, then the targets. Only the logits go through the sigmoid.",
                lambda z, y: sigmoid(y) - z),
        mistake("It is p - y, what was said minus what is so. You subtract 1 - y, so yes and no are turned.",
                lambda z, y: sigmoid(z) - (1 - y)),
        mistake("The target is subtracted from the probability. You add it.", lambda z, y: sigmoid(z) + y),
        mistake("Only the examples with the target 1 count here. Where the target is 0 the slope is p.",
                lambda z, y: y * (sigmoid(z) - 1)),
        mistake("Brackets are missing around a denominator: `/ p * (1 - p)` divides by p and multiplies by 1 - p. Shorten the "
                "formula on paper first.",
                lambda z, y: (sigmoid(z) - y) / sigmoid(z) * (1 - sigmoid(z)) * sigmoid(z) * (1 - sigmoid(z))),
        mistake("Brackets are missing around the slope of the sigmoid: `* 1 - p` subtracts p at the end. Shorten the formula "
                "on paper first.",
                lambda z, y: (sigmoid(z) - y) / (sigmoid(z) * (1 - sigmoid(z))) * sigmoid(z) * 1 - sigmoid(z)),
        mistake("The numbers are rounded, or made of a yes or no such as z above 0. The slope needs the probability itself.",
                lambda z, y: np.round(sigmoid(z) - y), when=digits_lost),
        mistake("An array of the notebook, with three entries, takes the place of an argument. Make p inside the function: p = "
                "sigmoid(z).", lambda z, y: np.array([0.1, 0.8, 0.6]) - y),
        mistake("The targets are squashed, too. They are 0 or 1 already; only z goes through the sigmoid.",
                lambda z, y: sigmoid(z) - sigmoid(y)),
    ],
)

exercise(
    "4.5", right=cross_entropy_from_logits, points=3,
    probes=[call(np.array([2.0, -1.0, 0.5, -3.0]), np.array([1, 0, 0, 1])),
            call(np.array([40.0, -40.0, 40.0, -40.0, 25.0]), np.array([0, 1, 1, 0, 0])),
            call(np.array([800.0, -800.0, 800.0, -800.0, 400.0]), np.array([0, 1, 1, 0, 0]))],
    random_probes=lambda random: [call(4 * random.normal(size=5), random.integers(0, 2, size=5))],
    also_right=[lambda z, y: np.logaddexp(0, z) - z * y, lambda z, y: np.logaddexp(0, np.where(y == 1, -z, z)),
                lambda z, y: np.where(z > 0, z + np.log1p(np.exp(-np.abs(z))), np.log1p(np.exp(-np.abs(z)))) - y * z,
                loop_over(lambda z, y: (max(z, 0) + np.log(1 + np.exp(-abs(z)))) - z * y)],
    mistakes=[
        mistake("`if` and Python's `max` ask a single truth value, and a whole array has many. np.where and np.maximum work "
                "entry by entry.", lambda z, y: ask_the_array(z, 0 * z)),
        mistake("`np.max` looks for the largest entry of the whole array. `np.maximum(z, 0)` compares entry by entry.",
                lambda z, y: np.max(z, 0) - z * y + np.log(1 + np.exp(-np.abs(z)))),
        mistake("The formula is right, and e^z overflows for z = 800. For positive z take z + log(1 + e^-z).",
                lambda z, y: np.log(1 + np.exp(z)) - z * y),
        mistake("Right as long as the logits are small. For large ones something overflows, or a logarithm of zero is taken. "
                "Never go through the sigmoid, and let no exponent become positive.",
                lambda z, y: binary_cross_entropy(sigmoid(z), y), when=right_where_finite),
        mistake("`np.nan_to_num` puts the largest number there is in the place of infinity, and hides it. The loss at z = 40 "
                "is 40: keep the infinity from arising.",
                lambda z, y: np.nan_to_num(binary_cross_entropy(sigmoid(z), y))),
        mistake("Your loss is cut off: clipping the probability or the logit keeps infinities away, but large losses come out "
                "too small. No clipping is needed if no exponent is positive.",
                lambda z, y: binary_cross_entropy(np.clip(sigmoid(z), 1e-7, 1 - 1e-7), y), when=cut_off),
        mistake("The exponent must be -|z|: with -z it is positive for negative logits, and the sum is wrong there.",
                lambda z, y: np.maximum(z, 0) - z * y + np.log(1 + np.exp(-z))),
        mistake("The exponent must be -|z|: with |z| it is positive.",
                lambda z, y: np.maximum(z, 0) - z * y + np.log(1 + np.exp(np.abs(z)))),
        mistake("The term z y has the wrong sign: a large logit is good where the target is 1.",
                lambda z, y: _softplus(z) + z * y),
        mistake("The target does not come in: this is the loss for the target 0, log(1 + e^z).", lambda z, y: _softplus(z)),
        mistake("This is the loss for the target 1, log(1 + e^-z). Where the target is 0 it is log(1 + e^z).",
                lambda z, y: _softplus(-z)),
        mistake("The two targets are exchanged: it is log(1 + e^-z) where y is 1.",
                lambda z, y: np.where(y == 1, _softplus(z), _softplus(-z))),
        mistake("max(z, 0) is missing: for positive z, log(1 + e^z) is z + log(1 + e^-z).",
                lambda z, y: -z * y + np.log(1 + np.exp(-np.abs(z)))),
        mistake("For negative logits the term - z y is lost: it stands inside of the maximum, or in the branch for positive "
                "logits alone. It belongs to both.",
                lambda z, y: np.maximum(z - z * y, 0) + _log_part(z)),
        mistake("The target multiplies the logit: z y is subtracted. You subtract y alone.", lambda z, y: _softplus(z) - y),
        mistake("The smaller of z and 0 is taken. It is the larger one, `np.maximum`.",
                lambda z, y: np.minimum(z, 0) - z * y + _log_part(z)),
        mistake("The logarithm is added, not subtracted: log(1 + e^z) is max(z, 0) plus the logarithm.",
                lambda z, y: np.maximum(z, 0) - z * y - _log_part(z)),
        mistake("The logarithm is the natural one, `np.log`. You used base 2.",
                lambda z, y: np.maximum(z, 0) - z * y + _log_part(z) / np.log(2)),
        mistake("A bracket closes too early: `np.log(1) + np.exp(...)` is not `np.log(1 + np.exp(...))`.",
                lambda z, y: np.maximum(z, 0) - z * y + np.exp(-np.abs(z))),
        mistake("The 1 is missing inside the logarithm, which then only undoes the exponential: log(1 + e^-|z|).",
                lambda z, y: np.maximum(z, 0) - z * y + np.log(np.exp(-np.abs(z)))),
        mistake("The exponent is -|z| on both sides of zero. Yours is 0 for all negative logits.",
                lambda z, y: np.maximum(z, 0) - z * y + np.log(1 + np.exp(-np.maximum(z, 0)))),
        mistake("The arguments are exchanged: the logits come first, then the targets.",
                lambda z, y: cross_entropy_from_logits(y, z)),
        mistake("The losses are rounded, or digits are cut off. Keep them all.",
                lambda z, y: cross_entropy_from_logits(z, y).astype(int), when=digits_lost),
        mistake("The logarithm is missing: max(z, 0) - z y is only the part for large logits.",
                lambda z, y: np.maximum(z, 0) - z * y),
        mistake("The sign is turned: a loss is never negative.", lambda z, y: -cross_entropy_from_logits(z, y)),
        mistake("The logits have been through a sigmoid here. Put z itself into the formula.",
                lambda z, y: cross_entropy_from_logits(sigmoid(z), y)),
        mistake("This is the mean. Return one loss for each example.", lambda z, y: np.mean(cross_entropy_from_logits(z, y))),
        mistake("This is the sum over the examples. Return one loss for each.",
                lambda z, y: np.sum(cross_entropy_from_logits(z, y))),
    ],
)
