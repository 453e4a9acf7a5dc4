"""Right answers of lesson 07, with the small engines that they are tried on, and the pieces of which wrong ones are made.

The Number is the package's; the Tensor is the lesson's, written once more. An answer may build its own Number or Tensor, and
any object that has `value` and `parents` can be gone through: nothing here asks of which class an object is.
"""
import math

import numpy as np

from course_utils.nn.scalar import Number, sort_numbers

sort_graph = sort_numbers     # as the lesson calls them
backward = Number.backward


def as_tensor(thing):
    """Return `thing` as it is where it has parents, else as a Tensor."""
    return thing if hasattr(thing, "parents") else Tensor(thing)


def sigmoid(x):
    """Return the sigmoid of a Number, as a number of the same class. Built in lesson 07."""
    value = 1 / (1 + math.exp(-x.value))
    return type(x)(value, ((x, value * (1 - value)),))


def sum_to_shape(gradient, shape):
    """Return `gradient` summed over the axes along which an array of `shape` was stretched. Built in lesson 07."""
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    return gradient.sum(axis=tuple(axis for axis, size in enumerate(shape) if size == 1), keepdims=True)


class Tensor:
    """An array that remembers what it was computed from: `value`, `parents` (pairs of Tensor and rule). Built in lesson 07."""

    __array_ufunc__ = None

    def __init__(self, value, parents=()):
        self.value, self.parents = np.asarray(value, dtype=float), parents
        self.gradient = np.zeros(self.value.shape)

    def __add__(self, other):
        other = as_tensor(other)
        return Tensor(self.value + other.value, ((self, lambda gradient: gradient), (other, lambda gradient: gradient)))

    def __mul__(self, other):
        other = as_tensor(other)
        return Tensor(self.value * other.value, ((self, lambda gradient: gradient * other.value),
                                                 (other, lambda gradient: gradient * self.value)))

    def __matmul__(self, other):
        other = as_tensor(other)
        return Tensor(self.value @ other.value,
                      ((self, lambda gradient: matmul_rules(gradient, self.value, other.value)[0]),
                       (other, lambda gradient: matmul_rules(gradient, self.value, other.value)[1])))

    def __rmatmul__(self, other):
        return Tensor(other) @ self

    __radd__, __rmul__ = __add__, __mul__

    def backward(self):
        """Return nothing; set the gradients of all tensors behind this one."""
        order = sort_graph(self)
        for tensor in order:
            tensor.gradient = np.zeros(np.shape(tensor.value))
        self.gradient = np.ones(np.shape(self.value))
        for tensor in reversed(order):
            for parent, rule in tensor.parents:
                parent.gradient = parent.gradient + sum_to_shape(np.asarray(rule(tensor.gradient)), np.shape(parent.value))


def matmul_rules(gradient, a, b):
    """Return the gradients of the factors of a @ b: arrays (n, m), (n, k), (k, m) -> (n, k), (k, m). Built in lesson 07."""
    return gradient @ b.T, a.T @ gradient


def mean(x):
    """Return the mean over all numbers of a Tensor. Built in lesson 07."""
    size = np.size(x.value)
    return type(x)(np.mean(x.value), ((x, lambda gradient: np.broadcast_to(gradient / size, np.shape(x.value))),))


def elementwise(value, slope):
    """Return an operation on a tensor that works on each number by itself, from its value(z) and slope(z, value)."""
    def operation(x):
        result = value(x.value)
        return type(x)(result, ((x, lambda gradient: gradient * slope(x.value, result)),))
    return operation


softplus = elementwise(lambda z: np.logaddexp(0, z), lambda z, value: np.exp(z - value))  # Built in lesson 07.


def train(compute_loss, parameters, optimizers, steps):
    """Return the loss of each step as a list of floats; every optimizer moves its parameter. Built in lesson 07."""
    losses = []
    for _ in range(steps):
        loss = compute_loss()
        loss.backward()
        for parameter, optimizer in zip(parameters, optimizers):
            parameter.value = optimizer.step(parameter.value, parameter.gradient)
        losses.append(float(loss.value))
    return losses
