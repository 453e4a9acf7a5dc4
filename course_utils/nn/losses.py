"""The losses of lesson 04 on tensors: each returns one number, the mean over all examples (and outputs).

Targets are constants, arrays. Predictions and targets must have equal shapes: (examples, 1) against (examples,) would be
stretched to a table of all pairs without a word, so it is refused.
"""
import numpy as np

from course_utils.nn.functions import absolute, log
from course_utils.nn.shapes import where
from course_utils.nn.tensor import record, value_of


def _matched(predictions, targets):
    """Return the targets as an array; ValueError where its shape is not that of the predictions."""
    wanted, given = value_of(predictions).shape, value_of(targets)
    if wanted != given.shape:
        raise ValueError(f"The predictions have the shape {wanted} and the targets {given.shape}; they must be equal. For one "
                         "output an example reshape the targets: targets.reshape(-1, 1).")
    return given


def mean_squared_error(predictions, targets):
    """Return the mean of (p - y)^2."""
    return ((predictions - _matched(predictions, targets)) ** 2).mean()


def mean_absolute_error(predictions, targets):
    """Return the mean of |p - y|."""
    return absolute(predictions - _matched(predictions, targets)).mean()


def huber(predictions, targets, delta=1.0):
    """Return the mean of (p - y)^2 / 2 where |p - y| is at most delta, elsewhere of delta |p - y| - delta^2 / 2."""
    error = predictions - _matched(predictions, targets)
    distance = absolute(error)
    return where(distance.value <= delta, error ** 2 / 2, delta * distance - delta ** 2 / 2).mean()


def mean_squared_log_error(predictions, targets):
    """Return the mean of (log(1 + p) - log(1 + y))^2, for predictions and targets above -1."""
    return ((log(1 + predictions) - np.log1p(_matched(predictions, targets))) ** 2).mean()


def binary_cross_entropy(logits, targets):
    """Return the mean of log(1 + e^z) - y z: the binary cross-entropy of sigmoid(z) and targets from 0 to 1.

    It takes logits z, not probabilities: its gradient, sigmoid(z) - y over the number of examples, then never vanishes for an
    answer that is confidently wrong. Source: lesson 04; Goodfellow, Bengio and Courville, Deep Learning, section 6.2.2.2.
    """
    y, z = _matched(logits, targets), value_of(logits)
    value = np.mean(np.logaddexp(0, z) - y * z)
    return record("binary_cross_entropy", value,
                  (logits, lambda gradient: gradient * (0.5 * (1 + np.tanh(0.5 * z)) - y) / z.size, (z, y)))


def softmax_cross_entropy(logits, targets):
    """Return the mean cross-entropy of softmax(logits) (examples, classes) and targets, in one operation.

    targets: the numbers of the right classes, (examples,) of whole numbers, or their probabilities, (examples, classes), such
    as one-hot rows. The gradient is p - t over the number of examples, as lesson 06 finds. ValueError for other shapes, for a
    class that there is not, for rows that do not sum to 1.
    """
    z = value_of(logits)
    t = _target_rows(z, np.asarray(targets))
    shifted = z - z.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    value = -np.sum(t * log_p) / len(z)
    return record("softmax_cross_entropy", value,
                  (logits, lambda gradient: gradient * (np.exp(log_p) - t) / len(z), (log_p, t)))


def _target_rows(z, targets):
    """Return targets as rows of probabilities (examples, classes)."""
    if z.ndim != 2:
        raise ValueError(f"The logits have the shape {z.shape}; they must be (examples, classes).")
    examples, classes = z.shape
    if targets.shape == (examples,) and targets.dtype.kind in "iu":
        if examples and not 0 <= targets.min() <= targets.max() < classes:
            raise ValueError(f"The targets name classes from {targets.min()} to {targets.max()}; with {classes} logits they "
                             f"must lie from 0 to {classes - 1}.")
        return np.eye(classes)[targets]
    if targets.shape != z.shape or not np.allclose(targets.sum(axis=1), 1):
        raise ValueError(f"The targets have the shape {targets.shape} and type {targets.dtype}; for logits {z.shape} they must "
                         f"be whole numbers ({examples},), or rows {z.shape} of probabilities that sum to 1.")
    return targets.astype(float)


def kl_divergence(targets, predictions):
    """Return the mean over examples of sum t log(t / q): targets t and predictions q are probabilities (examples, classes).

    Where t is 0 a class counts nothing; q must be above zero elsewhere.
    """
    t = _matched(predictions, targets)
    seen = t > 0
    surprise = t * (np.log(np.where(seen, t, 1.0)) - log(where(seen, predictions, 1.0)))
    return surprise.sum() / len(t)


def hinge(scores, targets):
    """Return the mean of max(0, 1 - y s) for targets y of -1 and 1."""
    y = _matched(scores, targets)
    if not np.isin(y, (-1.0, 1.0)).all():
        raise ValueError(f"The targets of hinge are {np.unique(y)[:5]}; they must be -1 or 1. From 0 and 1: 2 * targets - 1.")
    margin = 1 - y * scores
    return where(margin.value > 0, margin, 0.0).mean()


def l1_penalty(tensors):
    """Return the sum of the absolute values of all numbers of a list of tensors, such as the weights of all layers."""
    return sum((absolute(tensor).sum() for tensor in tensors[1:]), absolute(tensors[0]).sum())


def l2_penalty(tensors):
    """Return the sum of the squares of all numbers of a list of tensors, such as the weights of all layers."""
    return sum(((tensor ** 2).sum() for tensor in tensors[1:]), (tensors[0] ** 2).sum())
