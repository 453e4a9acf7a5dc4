"""Exercises 4.4 to 4.6 of lesson 04: the slope for the logit, cross-entropy from logits, and for several classes."""
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
    right_where_finite,
    sigmoid,
    softmax,
    sparse_cross_entropy,
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
        mistake("Right for small logits. For z = 100, p (1 - p) is 0 in a computer, and 0 / 0 is nan: shorten the formula "
                "first.",
                lambda z, y: (sigmoid(z) - y) / (sigmoid(z) * (1 - sigmoid(z))) * sigmoid(z) * (1 - sigmoid(z)),
                when=lambda got, right: finite_is_right(got, right) and np.isfinite(got).any()),
        mistake("The sign is turned: where the target is 1 and p is below it, the loss falls as z grows, so its slope is "
                "negative.",
                lambda z, y: y - sigmoid(z)),
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

_ROWS = np.array([[0.7, 0.2, 0.1], [0.3, 0.5, 0.2], [0.1, 0.8, 0.1]])
_WITH_ZEROS = np.array([[0.9, 0.1, 0.0], [0.0, 0.25, 0.75], [0.2, 0.0, 0.8]])
exercise(
    "4.6", right=sparse_cross_entropy, points=2,
    probes=[call(_ROWS, np.array([0, 2, 1])), call(np.array([[0.6, 0.3, 0.1], [0.2, 0.3, 0.5]]), np.array([1, 0])),
            call(_WITH_ZEROS, np.array([0, 2, 2]))],
    random_probes=lambda random: [call(softmax(random.normal(size=(5, 6))), np.array([4, 0, 3, 1, 1]))],
    also_right=[lambda p, labels: -np.log(np.take_along_axis(p, labels[:, None], axis=1)[:, 0]),
                lambda p, labels: np.array([-np.log(row[label]) for row, label in zip(p, labels)]),
                lambda p, labels: -np.log(p[range(len(p)), labels]), lambda p, labels: -np.diag(np.log(p)[:, labels])],
    mistakes=[
        mistake("With one-hot rows, 0 times log 0 is nan where another class has the chance 0. Pick the probability of the "
                "true class by its row and column, and take its logarithm alone.",
                lambda p, labels: -np.sum(np.eye(p.shape[1])[labels] * np.log(p), axis=1)),
        mistake("One-hot rows are not needed, and np.eye(3) fixes three classes. Pick entries by their rows and columns.",
                lambda p, labels: -np.sum(np.eye(3)[labels] * np.log(p), axis=1)),
        mistake("The table `probabilities` of the notebook is used in there. The function has to work with its argument p.",
                lambda p, labels: -np.log(_ROWS[np.arange(len(labels)), labels])),
        mistake("`p[:, labels]` takes these columns of every row, a whole table. To pick one entry a row, give NumPy the row "
                "numbers as well: p[rows, labels].", lambda p, labels: -np.log(p[:, labels])),
        mistake("`p[labels]` picks whole rows. The labels are columns; the rows are 0, 1, 2, ...",
                lambda p, labels: -np.log(p[labels])),
        mistake("Rows and columns are exchanged: first the row number, then the label.",
                lambda p, labels: -np.log(p[labels, np.arange(len(labels))])),
        mistake("As many row numbers are wanted as there are examples. Yours are fixed at 0, 1, 2, or as many as classes: look "
                "at what `np.arange` counts.",
                lambda p, labels: -np.log(p[[0, 1, 2], labels])),
        mistake("The rows and columns of the example in the text are fixed in there. The columns are `labels`.",
                lambda p, labels: -np.log(p[[0, 1, 2], [0, 2, 1]])),
        mistake("The rows are 0, 1, 2, ... up to len(labels) - 1. `len(labels)` is one too many, and there is no such row.",
                lambda p, labels: -np.log(p[len(labels), labels])),
        mistake("The labels are no factors. Each says which column to take in its row.",
                lambda p, labels: -labels * np.log(p)),
        mistake("The arguments are exchanged: the probabilities come first, then the labels.",
                lambda p, labels: -np.log(labels[np.arange(len(p)), p])),
        mistake("There is a softmax in it. The rows of p are probabilities already.",
                lambda p, labels: sparse_cross_entropy(softmax(p), labels)),
        mistake("The labels count from 0 already. Nothing has to be subtracted from them.",
                lambda p, labels: -np.log(p[np.arange(len(labels)), labels - 1])),
        mistake("`take` without an axis counts through the table as if it were one long row. Give rows and columns in "
                "brackets.",
                lambda p, labels: -np.log(np.take(p, labels))),
        mistake("The sign is turned: logarithms of probabilities are negative, and a loss must not be.",
                lambda p, labels: -sparse_cross_entropy(p, labels)),
        mistake("These are the probabilities of the true classes. The loss is minus their logarithm.",
                lambda p, labels: np.exp(-sparse_cross_entropy(p, labels))),
        mistake("This is the mean. Return one loss for each example.",
                lambda p, labels: np.mean(sparse_cross_entropy(p, labels))),
        mistake("This is the sum over the examples. Return one loss for each.",
                lambda p, labels: np.sum(sparse_cross_entropy(p, labels))),
        mistake("You took the largest probability of each row. The loss asks for that of the true class, whatever the "
                "others are.",
                lambda p, labels: -np.log(p.max(axis=1))),
        mistake("You added the logarithms of all classes up. Only the true class counts.",
                lambda p, labels: -np.log(p).sum(axis=1)),
        mistake("The other classes come in with log(1 - p). That is the binary form; categorical cross-entropy has the term of "
                "the true class alone.", lambda p, labels: binary_cross_entropy(p, np.eye(p.shape[1])[labels]).sum(axis=1)),
        mistake("You took 1 minus the probability of the true class.",
                lambda p, labels: -np.log(1 - np.exp(-sparse_cross_entropy(p, labels)))),
        mistake("The values are right, and they stand in a column of shape (batch, 1). Return shape (batch,).",
                lambda p, labels: sparse_cross_entropy(p, labels)[:, None]),
        mistake("This is a whole table: the products with zero are still in it. Add them up along each row.",
                lambda p, labels: -np.eye(p.shape[1])[labels] * np.log(p)),
        mistake("The logarithm is the natural one, `np.log`. You used base 2.",
                lambda p, labels: sparse_cross_entropy(p, labels) / np.log(2)),
    ],
)
