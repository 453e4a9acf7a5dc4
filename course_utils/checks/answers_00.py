"""Right answers of lesson 00, and how a bias is judged."""
from math import exp

from course_utils.checks.accept import is_number, name_kind

CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))


def weighted_sum(inputs, weights, bias):
    """Return the sum of input times weight over all inputs, plus the bias. Built in lesson 00."""
    return sum((weight * value for value, weight in zip(inputs, weights)), bias)


def output(inputs, weights, bias):
    """Return the sigmoid of the weighted sum: what the neuron gives out. Built in lesson 00."""
    return 1 / (1 + exp(-weighted_sum(inputs, weights, bias)))


def fires_at(bias):
    """Return for each of the CORNERS whether a neuron with two weights of 1 and this bias fires there."""
    return [weighted_sum(corner, (1, 1), bias) > 0 for corner in CORNERS]


def makes_and(got, expected):
    """Return None where `got` is a bias with which only (1, 1) fires, else the reason: a way of accepting."""
    if isinstance(got, list):
        return f"This is {name_kind(got)}, and one number is asked for. Python writes it with a point: -0.25, not -0,25."
    if isinstance(got, str):
        return "This is text. Write the number without quotation marks."
    if not is_number(got):
        return f"This is {name_kind(got)}; one number is asked for."
    return None if fires_at(got) == fires_at(expected) else ""


def with_count_off(first, last):
    """Return a weighted sum over the inputs from number `first` on, leaving out `last` of them at the end."""
    def wrong(inputs, weights, bias):
        stop = len(inputs) - last
        return weighted_sum(inputs[first:stop], weights[first:stop], bias)
    return wrong


def without_zip(inputs, weights, bias):
    """Return what a loop over the two lists gives that goes through the lists instead of through the pairs."""
    total = bias
    for value, weight in inputs, weights:
        total = total + weight * value
    return total


def never_begun(inputs, weights, bias):
    """Return nothing: `total` is added to before it has a value."""
    for value, weight in zip(inputs, weights):
        total = total + weight * value  # noqa: F821
    return total + bias
