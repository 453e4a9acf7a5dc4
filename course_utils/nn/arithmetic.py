"""Arithmetic of tensors: every operation computes its value and says by which rule a gradient goes back to each operand."""
import numpy as np

from course_utils.nn import shapes
from course_utils.nn.tensor import Tensor, record, value_of


def add(left, right):
    """Return left + right; a gradient goes to both as it is."""
    value = _combined("add", np.add, value_of(left), value_of(right))
    return record("add", value, (left, _same, ()), (right, _same, ()))


def subtract(left, right):
    """Return left - right; a gradient goes to `right` with its sign turned."""
    value = _combined("subtract", np.subtract, value_of(left), value_of(right))
    return record("subtract", value, (left, _same, ()), (right, np.negative, ()))


def multiply(left, right):
    """Return left * right, number by number; the gradient of each is multiplied by the other."""
    a, b = value_of(left), value_of(right)
    value = _combined("multiply", np.multiply, a, b)
    return record("multiply", value, (left, lambda gradient: gradient * b, (b,)), (right, lambda gradient: gradient * a, (a,)))


def divide(left, right):
    """Return left / right, number by number."""
    a, b = value_of(left), value_of(right)
    value = _combined("divide", np.divide, a, b)
    return record("divide", value, (left, lambda gradient: gradient / b, (b,)),
                  (right, lambda gradient: -gradient * value / b, (value, b)))


def power(base, exponent):
    """Return base ** exponent for an exponent that is a constant, a number or an array; the slope is n x^(n - 1).

    TypeError where the exponent is a tensor.
    """
    if isinstance(exponent, Tensor):
        raise TypeError("The exponent of a power is a tensor; it must be a constant, a number or an array. For an exponent "
                        "that gets a gradient write nn.exp(exponent * nn.log(base)), with a base above zero.")
    x, n = value_of(base), value_of(exponent)
    value = _combined("power", np.power, x, n)
    return record("power", value, (base, lambda gradient: gradient * _power_slope(x, n), (x,)), (exponent, None, ()))


def _power_slope(x, n):
    if n.ndim == 0 and n == 2:  # by far the most frequent, and ten times as fast
        return 2 * x
    return n * np.where(n == 0, 1.0, x) ** np.where(n == 0, 0.0, n - 1)  # x^0 is 1 everywhere, its slope 0 even at 0


def matmul(left, right):
    """Return the matrix product left @ right of tensors with one axis or more, in front of the last two as many as you like.

    Its rules carry the transpose of the other factor, from the other side. ValueError for shapes that do not fit.
    """
    a, b = value_of(left), value_of(right)
    _check_product(a, b)
    if a.ndim == 1 and b.ndim == 1:
        return multiply(left, right).sum()
    if a.ndim == 1:
        row = matmul(shapes.reshape(left, (1, -1)), right)
        return row.reshape(row.shape[:-2] + row.shape[-1:])
    if b.ndim == 1:
        column = matmul(left, shapes.reshape(right, (-1, 1)))
        return column.reshape(column.shape[:-1])
    return record("matmul", a @ b, (left, lambda gradient: gradient @ b.swapaxes(-1, -2), (b,)),
                  (right, lambda gradient: a.swapaxes(-1, -2) @ gradient, (a,)))


def _check_product(a, b):
    """Raise ValueError where the arrays a and b have no matrix product."""
    if not a.ndim or not b.ndim:
        raise ValueError(f"matmul was given the shapes {a.shape} and {b.shape}; a single number has no axis to sum over. "
                         "Multiply by it with *.")
    rows = b.shape[-2] if b.ndim > 1 else b.shape[0]
    if a.shape[-1] != rows:
        raise ValueError(f"matmul was given the shapes {a.shape} and {b.shape}; the last size on the left, {a.shape[-1]}, must "
                         f"equal the rows on the right, {rows}. Transpose one with .T, or compare the units of two layers.")
    try:
        np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    except ValueError:
        raise ValueError(f"matmul was given the shapes {a.shape} and {b.shape}; in front of the last two axes the sizes must "
                         "be equal, or 1.") from None


def _same(gradient):
    return gradient


def _combined(operation, function, a, b):
    """Return function(a, b), or raise ValueError that names the operation and both shapes where they do not fit."""
    try:
        return function(a, b)
    except ValueError:
        raise ValueError(f"{operation} was given the shapes {a.shape} and {b.shape}; compared from the last axis to the first, "
                         "sizes must be equal, or one of them 1. Use .reshape or .T so that they fit.") from None
