"""Right answers of the companion of lesson 07, and the pieces of which wrong ones are made."""
import numpy as np

from course_utils.checks.accept import close, fold, is_number, named, per_key
from course_utils.checks.gradients import gradient


def lookup_rule(shape, rows, gradient):
    """Return the gradient of a table of `shape` from that of table[rows] (positions, features). Built in lesson 07."""
    back = np.zeros(shape)
    np.add.at(back, rows, gradient)
    return back


def lookup_loop(shape, rows, gradient):
    """Return the same as `lookup_rule`, one position at a time."""
    back = np.zeros(shape)
    for row, part in zip(rows, gradient):
        back[row] += part
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


def into_shared_rows(shape, rows, gradient):
    """Return what a lookup's rule gives whose list of rows holds the same row each time."""
    back = [[0.0] * shape[1]] * shape[0]
    for row, part in zip(rows, gradient):
        for column, number in enumerate(part):
            back[row][column] += number
    return np.array(back)


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
    ways = per_key(loss=close(), gradient=gradient(batch=(2, 5)))
    return ways(dict(zip(("loss", "gradient"), got)), dict(zip(("loss", "gradient"), expected)))


def _ordinary(right):
    """Return whether these are the right loss and gradient of ordinary logits; the loss of those of 1000 is large."""
    return right[0] < 10


def fails_for_large(got, right):
    """Return whether a pair is right for ordinary logits, and not finite for large ones."""
    if _ordinary(right):
        return loss_and_gradient(got, right) is None
    return len(got) == 2 and not (np.isfinite(got[0]) and np.isfinite(got[1]).all())


def fails_in_the_loss(got, right):
    """Return whether a pair is right for ordinary logits, and for large ones all but the loss, which is not finite."""
    if _ordinary(right):
        return loss_and_gradient(got, right) is None
    return np.allclose(got[1], right[1]) and np.ndim(got[0]) == 0 and not np.isfinite(got[0])


def fails_below_the_largest(got, right):
    """Return whether a pair is right for ordinary logits, and not finite only in the row that has no large logit."""
    if _ordinary(right):
        return loss_and_gradient(got, right) is None
    return np.allclose(got[1][0], right[1][0]) and not np.isfinite(got[1][1]).any()


def loss_is_held_down(got, right):
    """Return whether of a pair the gradient is right, and the loss nearly right or, for large logits, much too small."""
    if np.ndim(got[0]) or not isinstance(got[1], np.ndarray) or not np.allclose(got[1], right[1]):
        return False
    return bool(np.isclose(got[0], right[0], rtol=1e-3) if _ordinary(right) else got[0] < 0.9 * right[0])


def logits_are_cut_off(got, right):
    """Return whether the loss is held down as by cutting the logits off at a whole number.

    Of the two rows with large logits the first has the bound for its loss, the second log(e + e^2 + e^3) - 1. A small number
    in the logarithm, 1e-12 say, would make no whole number of it.
    """
    bound = 0.0 if _ordinary(right) else 2 * got[0] - np.logaddexp.reduce([0.0, 1.0, 2.0])
    return loss_is_held_down(got, right) and abs(bound - round(bound)) < 1e-4


def quotient(a, a_slope, b, b_slope):
    """Return (value, slope) of a / b. Built in lesson 07."""
    return a / b, (a_slope * b - a * b_slope) / b ** 2


def value_and_slope(got, expected):
    """Return None where a value and its slope agree with the expected ones, else the reason; two in an array will do."""
    if isinstance(got, np.ndarray) and got.shape == (2,):
        got = got.tolist()
    return named(close(), "value", "slope")(got, expected)


def without_article(choice):
    """Return a choice as text is compared, a "the " before it left out, as in the messages of debug mode."""
    folded = fold(choice)
    return folded.removeprefix("the ").replace("_", " ") if isinstance(folded, str) else choice


def is_a_dual(got, right):
    """Return whether an object with the name Dual came back in the place of two numbers."""
    return got.kind == "Dual"


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


def by_norm_if(condition):
    """Return an answer to the clipping that scales by limit / norm where condition(gradients, limit) is true."""
    return lambda gradients, limit: scaled(
        gradients, limit / global_norm(gradients) if condition(gradients, limit) else 1.0)


def arrays_alike(got, expected):
    """Return None where two lists of arrays agree, else the reason: what is wrong with their common length or direction."""
    reason = close(rtol=1e-4)(got, expected)
    if reason is None or not reason.endswith("differs."):
        return reason and reason.replace("Value", "Array")
    if not all(isinstance(array, np.ndarray) or is_number(array) for array in (*got, *expected)):
        return reason
    for number, pair in enumerate(zip(got, expected), 1):
        if np.shape(pair[0]) != np.shape(pair[1]):
            return f"Array {number}: {close()(*pair)}"
    mine, right = (np.concatenate([np.ravel(array) for array in arrays]) for arrays in (got, expected))
    times = mine @ right / (right @ right or 1.0)
    if times <= 0:
        return ""
    if np.allclose(mine, times * right, rtol=1e-4):
        return f"All numbers together are {times:.4g} times as long as they should be. Look at the norm, and at the factor."
    return "The direction has changed: not all numbers have been multiplied by the same factor."
