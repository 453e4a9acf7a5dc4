"""Right answers of the companion of lesson 07, and the pieces of which wrong ones are made."""
import numpy as np

from course_utils.checks.accept import close, named, per_key
from course_utils.checks.gradients import gradient


def lookup_rule(shape, rows, gradient):
    """Return the gradient of a table of `shape` from that of table[rows] (positions, features). Built in lesson 07."""
    back = np.zeros(shape)
    np.add.at(back, rows, gradient)
    return back


def lookup_counts(shape, rows):
    """Return how often each row of a table was picked, (words, 1), and 1 where it was not."""
    return np.maximum(np.bincount(rows, minlength=shape[0]), 1)[:, None]


def last_only(shape, rows, gradient):
    """Return what a lookup's rule gives that writes to several rows at once: of each word the last gradient alone."""
    back = np.zeros(shape)
    back[rows] += gradient
    return back


def by_position(shape, rows, gradient):
    """Return what a lookup's rule gives that takes the position in the sentence for the row of the table."""
    back = np.zeros(shape)
    for position, part in enumerate(gradient):
        back[position] += part
    return back


def everything_to_each(shape, rows, gradient):
    """Return what two loops inside one another give: each picked row gets the whole gradient, summed."""
    back = np.zeros(shape)
    for row in rows:
        for part in gradient:
            back[row] += part
    return back


def whole_block(shape, rows, gradient):
    """Return nothing: adding the whole gradient to one row raises ValueError."""
    back = np.zeros(shape)
    for row in rows:
        back[row] += gradient
    return back


def cut_off(shape, rows, gradient):
    """Return what an array of whole numbers keeps of the gradient of a lookup."""
    back = np.zeros(shape, dtype=int)
    for row, part in zip(rows, gradient):
        back[row] = back[row] + part
    return back


def log_softmax(logits):
    """Return the logarithm of the softmax of each row, (examples, classes), computed safely."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def one_hot(logits, labels):
    """Return the labels as rows with a single 1, of the shape of the logits."""
    return np.eye(logits.shape[1])[labels]


def cross_entropy(logits, labels):
    """Return (loss, gradient) of the mean cross-entropy of logits (examples, classes) and labels. Built in lesson 07."""
    log_p, targets = log_softmax(logits), one_hot(logits, labels)
    return -np.sum(targets * log_p) / len(labels), (np.exp(log_p) - targets) / len(labels)


def cross_entropy_loops(logits, labels):
    """Return the same as `cross_entropy`, one example at a time."""
    loss, slopes = 0.0, np.zeros(logits.shape)
    for number, (row, label) in enumerate(zip(logits, labels)):
        total = np.logaddexp.reduce(row)
        loss += total - row[label]
        slopes[number] = np.exp(row - total)
        slopes[number, label] -= 1
    return loss / len(labels), slopes / len(labels)


def composed_cross_entropy(logits, labels):
    """Return (loss, gradient) by way of e^z itself, which overflows for large logits."""
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(labels)), labels])), (p - one_hot(logits, labels)) / len(labels)


def shifted_by_all(logits, labels):
    """Return (loss, gradient) with the largest logit of all examples taken off, not that of each row."""
    return composed_cross_entropy(logits - logits.max(), labels)


def rounded_to_zero(logits, labels, tiny=0.0):
    """Return (loss, gradient) with a safe softmax and a logarithm behind it; `tiny` is added inside the logarithm."""
    loss, slopes = cross_entropy(logits, labels)
    picked = np.exp(log_softmax(logits))[np.arange(len(labels)), labels]
    return -np.mean(np.log(picked + tiny)), slopes


def one_taken_from(logits, labels, where):
    """Return (loss, gradient) where the 1 was taken off at the index `where(labels)`."""
    p = np.exp(log_softmax(logits))
    p[where(labels)] -= 1
    return cross_entropy(logits, labels)[0], p / len(labels)


def loss_and_gradient(got, expected):
    """Return None where a pair of loss and gradient agrees with the expected one, else the reason; see `accept`."""
    pairs = [isinstance(pair, list) and len(pair) == 2 for pair in (got, expected)]
    if not all(pairs):
        return named(close(), "loss", "gradient")(got, expected)
    ways = per_key(loss=close(), gradient=gradient(batch=(2, 3)))
    return ways(dict(zip(("loss", "gradient"), got)), dict(zip(("loss", "gradient"), expected)))


def fails_for_large(got, right):
    """Return whether a pair of loss and gradient is right, or not finite although the right one is."""
    finite = np.isfinite(got[0]) and np.isfinite(got[1]).all()
    return len(got) == 2 and (not finite or loss_and_gradient(got, right) is None)


def fails_in_the_loss(got, right):
    """Return whether of a pair the gradient is right, and the loss right or not finite."""
    return np.allclose(got[1], right[1]) and (not np.isfinite(got[0]) or np.isclose(got[0], right[0]))


def loss_is_held_down(got, right):
    """Return whether of a pair the gradient is right, and the loss nearly right or, where it is above 10, too small."""
    return np.allclose(got[1], right[1]) and (np.isclose(got[0], right[0], rtol=1e-3) or got[0] < right[0] > 10)


def quotient(a, a_slope, b, b_slope):
    """Return (value, slope) of a / b. Built in lesson 07."""
    return a / b, (a_slope * b - a * b_slope) / b ** 2


def value_and_slope(got, expected):
    """Return None where a value and its slope agree with the expected ones, else the reason; two in an array will do."""
    if isinstance(got, np.ndarray) and got.shape == (2,):
        got = got.tolist()
    return named(close(rtol=1e-9), "value", "slope")(got, expected)


def global_norm(gradients):
    """Return the root of the sum of all squares of a list of arrays."""
    return np.sqrt(sum(np.sum(gradient ** 2) for gradient in gradients))


def scaled(gradients, factor):
    """Return a list of the arrays times a factor."""
    return [factor * gradient for gradient in gradients]


def clip(gradients, limit):
    """Return the arrays, scaled together such that their global norm is at most `limit`. Built in lesson 07."""
    return clip_by(global_norm, gradients, limit)


def clip_by(measure, gradients, limit):
    """Return the arrays, scaled together by limit / measure where `measure(gradients)` is above the limit."""
    size = measure(gradients)
    return scaled(gradients, limit / size if size > limit else 1.0)


def always_at_limit(limits):
    """Return a test whether a plain answer is arrays whose norm is one of the limits of the probes, or zero, or nan."""
    def when(got, right):
        norm = global_norm([np.asarray(array) for array in got])
        return isinstance(got, list) and len(got) == len(right) and (
            not np.isfinite(norm) or bool(np.isclose(norm, (0.0, *limits), rtol=1e-4).any()))
    return when
