"""Right answers of lesson 04, further, and the pieces of which wrong ones are made."""
import numpy as np


def hinge_from_labels(scores, labels):
    """Return max(0, 1 - y s) of each example, with y = -1 for label 0 and y = 1 for label 1. Built in lesson 04, further."""
    return np.maximum(0, 1 - (2 * labels - 1) * scores)


def kl_divergence(t, q):
    """Return the sum of t log(t / q) over the classes with t > 0; infinite where q is 0 and t is not.

    Source: S. Kullback and R. Leibler, On information and sufficiency, 1951. Built in lesson 04, further.
    """
    seen = t > 0
    with np.errstate(divide="ignore"):
        return np.sum(t[seen] * np.log(t[seen] / q[seen]))


def gaussian_loss(p, y, spread):
    """Return minus the logarithm of the normal density of y, with the centre p. Built in lesson 04, further."""
    return (p - y) ** 2 / (2 * spread ** 2) + np.log(spread) + np.log(2 * np.pi) / 2


def mixture_loss(y, first, second, spread):
    """Return -log of half a bell at `first` plus half a bell at `second`, for each y; safe far away.

    Source: C. M. Bishop, Mixture density networks, 1994. Built in lesson 04, further.
    """
    return -(np.logaddexp(-gaussian_loss(first, y, spread), -gaussian_loss(second, y, spread)) + np.log(0.5))


def soft_threshold(weights, amount):
    """Return the weights moved towards zero by `amount`, and no further than zero. Built in lesson 04, further.

    Source: D. L. Donoho, De-noising by soft-thresholding, 1995.
    """
    return np.sign(weights) * np.maximum(np.abs(weights) - amount, 0)


def divergence_by_loop(t, q):
    """Return the divergence, added up class by class in plain Python."""
    return sum(t_k * np.log(t_k / q_k) for t_k, q_k in zip(t, q) if t_k > 0)


def threshold_by_loop(weights, amount):
    """Return the thresholded weights, each one by comparisons."""
    moved = [weight - amount if weight > amount else weight + amount if weight < -amount else 0.0 for weight in weights]
    return np.array(moved)


def with_floor(t, q):
    """Return the divergence with all chances kept at 1e-7 or more, as Keras does."""
    t, q = np.clip(t, 1e-7, 1), np.clip(q, 1e-7, 1)
    return np.sum(t * np.log(t / q))


def kept_finite(got, right):
    """Return whether a divergence is finite where it should be infinite, and else nearly right, as with a floor."""
    return bool(np.isfinite(got)) and (np.isinf(right) or abs(got - right) < 1e-3)


def capped_far(got, right):
    """Return whether losses are right up to some height, and all the same beyond it, as with a floor under a density."""
    same = isinstance(got, np.ndarray) and got.shape == right.shape and np.isclose(got, right).any()
    return same and np.allclose(got, np.minimum(right, got.max()), atol=1e-3)


def almost_zero(got, right):
    """Return whether an array is right but for very small numbers in the place of zeros."""
    same = isinstance(got, np.ndarray) and got.shape == right.shape
    return same and np.allclose(got, right, rtol=1e-6, atol=1e-3) and (np.abs(got[right == 0]) > 0).any()
