"""The first rung of lesson 07: automatic differentiation with one node for each number.

Slow, and short enough to be checked by eye: the oracle for the tensors, and what their speed is measured against.
"""
import math


class Number:
    """A number that remembers what it was computed from. Built in lesson 07.

    `value` and `gradient` are floats. `parents` holds a pair (Number, slope) for each number that the operation took: by how
    much the result moves for a small move of that parent.
    """

    def __init__(self, value, parents=()):
        self.value, self.gradient, self.parents = value, 0.0, parents

    def __add__(self, other):
        other = as_number(other)
        return Number(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = as_number(other)
        return Number(self.value * other.value, ((self, other.value), (other, self.value)))

    __radd__, __rmul__ = __add__, __mul__

    def tanh(self):
        """Return the hyperbolic tangent, with the slope 1 - t^2."""
        result = math.tanh(self.value)
        return Number(result, ((self, 1 - result ** 2),))

    def backward(self):
        """Return nothing; set the gradients of all numbers that this one was computed from."""
        order = sort_numbers(self)
        for number in order:
            number.gradient = 0.0
        self.gradient = 1.0
        for number in reversed(order):
            for parent, slope in number.parents:
                parent.gradient += number.gradient * slope


def as_number(thing):
    """Return `thing` as it is where it has parents, of whichever class it is, else as a Number."""
    return thing if hasattr(thing, "parents") else Number(thing)


def sort_numbers(result):
    """Return all numbers that `result` was computed from, itself the last, each one behind all its parents."""
    order, seen, stack = [], set(), [(result, False)]
    while stack:
        number, parents_are_in = stack.pop()
        if parents_are_in:
            order.append(number)
        elif id(number) not in seen:
            seen.add(id(number))
            stack.append((number, True))
            stack.extend((parent, False) for parent, _ in number.parents)
    return order
