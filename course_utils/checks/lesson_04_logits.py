"""Exercises 4.5 and 4.6 of lesson 04: cross-entropy from logits, and for several classes."""
import numpy as np

from course_utils.checks import call, exercise, mistake
from course_utils.checks.answers_04 import (
    ask_the_array,
    binary_cross_entropy,
    cross_entropy_from_logits,
    cut_off,
    loop_over,
    right_where_finite,
    sigmoid,
    softmax,
    sparse_cross_entropy,
)


def _softplus(z):
    """Return log(1 + e^z), safely."""
    return np.logaddexp(0, z)


exercise(
    "4.5", right=cross_entropy_from_logits, points=3,
    probes=[call(np.array([2.0, -1.0]), np.array([1, 0])), call(np.array([40.0, -40.0]), np.array([0, 1])),
            call(np.array([800.0, -800.0, 800.0, -800.0]), np.array([0, 1, 1, 0]))],
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
        mistake("Your loss is cut off: clipping the probability keeps infinities away, but 40 and 800 come out far too small. "
                "Work with the logits, without a sigmoid.",
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
        mistake("The logarithm is missing: max(z, 0) - z y is only the part for large logits.",
                lambda z, y: np.maximum(z, 0) - z * y),
        mistake("The sign is turned: a loss is never negative.", lambda z, y: -cross_entropy_from_logits(z, y)),
        mistake("The logits have been through a sigmoid here. Put z itself into the formula.",
                lambda z, y: cross_entropy_from_logits(sigmoid(z), y)),
        mistake("This is the mean. Return one loss for each example.", lambda z, y: np.mean(cross_entropy_from_logits(z, y))),
    ],
)

_ROWS = np.array([[0.7, 0.2, 0.1], [0.3, 0.5, 0.2], [0.1, 0.8, 0.1]])
exercise(
    "4.6", right=sparse_cross_entropy, points=2,
    probes=[call(_ROWS, np.array([0, 2, 1])), call(np.array([[0.6, 0.3, 0.1], [0.2, 0.3, 0.5]]), np.array([1, 1]))],
    random_probes=lambda random: [call(softmax(random.normal(size=(4, 6))), random.integers(0, 4, size=4))],
    also_right=[lambda p, labels: -np.log(np.take_along_axis(p, labels[:, None], axis=1)[:, 0]),
                lambda p, labels: -np.sum(np.eye(p.shape[1])[labels] * np.log(p), axis=1),
                lambda p, labels: np.array([-np.log(row[label]) for row, label in zip(p, labels)]),
                lambda p, labels: -np.log(p[range(len(p)), labels]), lambda p, labels: -np.diag(np.log(p)[:, labels])],
    mistakes=[
        mistake("`p[:, labels]` takes these columns of every row, a whole table. To pick one entry a row, give NumPy the row "
                "numbers as well: p[rows, labels].", lambda p, labels: -np.log(p[:, labels])),
        mistake("`p[labels]` picks whole rows. The labels are columns; the rows are 0, 1, 2, ...",
                lambda p, labels: -np.log(p[labels])),
        mistake("Rows and columns are exchanged: first the row number, then the label.",
                lambda p, labels: -np.log(p[labels, np.arange(len(labels))])),
        mistake("The row numbers are fixed at 0, 1, 2. A batch may have any number of rows: `np.arange(len(labels))`.",
                lambda p, labels: -np.log(p[[0, 1, 2], labels])),
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
