"""Right answers of lesson 04, and the pieces of which wrong ones are made."""
import numpy as np


def sigmoid(z):
    """Return 1 / (1 + e^-z) for each element."""
    return 1 / (1 + np.exp(-z))


def huber(p, y, delta):
    """Return the Huber loss of each example: half the square of an error up to delta, then a straight line. Built in lesson 04.

    Source: P. J. Huber, Robust estimation of a location parameter, 1964.
    """
    distance = np.abs(p - y)
    return np.where(distance <= delta, distance ** 2 / 2, delta * distance - delta ** 2 / 2)


def binary_cross_entropy(p, y):
    """Return -(y log p + (1 - y) log(1 - p)) for each example; p in (0, 1), y 0 or 1. Built in lesson 04."""
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


def cross_entropy_slope(z, y):
    """Return the slope of the binary cross-entropy of each example with respect to its logit z. Built in lesson 04."""
    return sigmoid(z) - y


def cross_entropy_from_logits(z, y):
    """Return the binary cross-entropy of each example from its logit, exact for logits of any size. Built in lesson 04."""
    return np.maximum(z, 0) - z * y + np.log(1 + np.exp(-np.abs(z)))


def sparse_cross_entropy(p, labels):
    """Return -log p[n, labels[n]] for each row n of probabilities (batch, classes); (batch,). Built in lesson 04."""
    return -np.log(p[np.arange(len(labels)), labels])


def ask_the_array(p, y, *_):
    """Return nothing: `if` asks an array of several truth values, as a formula written for one number does; ValueError."""
    if np.asarray(p) == np.asarray(y):
        return 0 * p
    return p


def loop_over(formula):
    """Return a function that applies `formula` to one example after the other, and gives an array."""
    def answer(p, y, *settings):
        return np.array([formula(one, other, *settings) for one, other in zip(p, y)])
    return answer


def huber_of_one(p, y, delta):
    """Return the Huber loss of one example, written with `if`."""
    if abs(p - y) <= delta:
        return 0.5 * (p - y) ** 2
    return delta * abs(p - y) - 0.5 * delta ** 2


def huber_by_masks(p, y, delta):
    """Return the Huber loss, written with a mask."""
    error = p - y
    losses = delta * (np.abs(error) - delta / 2)
    inside = np.abs(error) < delta
    losses[inside] = error[inside] ** 2 / 2
    return losses


def finite_is_right(got, right):
    """Return whether an array is right but for infinities and nan."""
    finite = np.isfinite(got)
    return isinstance(got, np.ndarray) and got.shape == right.shape and np.allclose(got[finite], right[finite], atol=1e-6)


def lost_in_a_small_number(got, right):
    """Return whether slopes are finite and right for small logits, and too small where the logits are large and wrong."""
    same = np.shape(got) == np.shape(right) and np.isfinite(got).all()
    large = np.abs(right) > 1 - 1e-12
    return same and np.allclose(got[~large], right[~large], atol=1e-5) and (np.abs(got[large]) < 0.999).all()


def nearly_right(got, right):
    """Return whether values are right but for a little, too little for another slip to explain it."""
    return np.shape(got) == np.shape(right) and np.allclose(got, right, rtol=0, atol=1e-4)


def right_where_finite(got, right):
    """Return whether losses are finite and right where all of `right` is small, and else at least right where finite."""
    return finite_is_right(got, right) and (np.isfinite(got).all() or right.max() > 12)


def cut_off(got, right):
    """Return whether losses are right where they are small, and nowhere larger than they should be, as clipping does."""
    small = right < 12
    same = np.shape(got) == np.shape(right) and np.isfinite(got).all()
    return same and np.allclose(got[small], right[small], atol=1e-5) and (got <= right + 1e-5).all()


def capped(got, right):
    """Return whether losses are right up to some height, and nowhere larger than that."""
    same = isinstance(got, np.ndarray) and np.shape(got) == np.shape(right) and np.isclose(got, right).any()
    return same and np.allclose(got, np.minimum(right, got.max()))


def digits_lost(got, right):
    """Return whether an array is the right one without its last digits: rounded to at most six, or cut off."""
    if not isinstance(got, np.ndarray) or got.shape != right.shape:
        return False
    shortened = [np.trunc(right), *(np.round(right, digits) for digits in range(7))]
    return any(np.allclose(got, short, rtol=0, atol=1e-12) for short in shortened)


def a_little_less(got, right):
    """Return whether losses are lower than they should be by up to a sixth, as when something is added to a probability."""
    same = isinstance(got, np.ndarray) and got.shape == right.shape
    return same and (got <= right).all() and (got >= 0.83 * right).all()


def softmax(logits):
    """Return the softmax of each row of logits (batch, classes)."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
