"""Right answers of lesson 00, and what is observed of a bias."""
from math import exp


def weighted_sum(inputs, weights, bias):
    """Return the sum of input times weight over all inputs, plus the bias. Built in lesson 00."""
    return sum((weight * value for value, weight in zip(inputs, weights)), bias)


def corners_that_fire(bias):
    """Return for (0, 0), (0, 1), (1, 0), (1, 1), in this order, whether a neuron with two weights of 1 fires there.

    TypeError where `bias` is no number.
    """
    return [bool(weighted_sum([x1, x2], [1, 1], bias + 0.0) > 0) for x1 in (0, 1) for x2 in (0, 1)]


def output(inputs, weights, bias):
    """Return the sigmoid of the weighted sum: what the neuron gives out. Built in lesson 00."""
    return 1 / (1 + exp(-weighted_sum(inputs, weights, bias)))
