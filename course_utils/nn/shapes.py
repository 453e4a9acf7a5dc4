"""Operations that gather, move and choose the numbers of tensors; their rules bring each gradient back to its place."""
import numpy as np

from course_utils.nn.tensor import Tensor, record, value_of


def total(operand, axis=None, keepdims=False):
    """Return the sum over `axis`; every number that was summed gets the gradient of its sum."""
    x = value_of(operand)
    value = _reduced("sum", np.sum, x, axis, keepdims)
    return record("sum", value, (operand, lambda gradient: _spread(gradient, x.shape, axis, keepdims), ()))


def mean(operand, axis=None, keepdims=False):
    """Return the mean over `axis`; every number gets its share of the gradient, one over how many there are."""
    x = value_of(operand)
    value = np.asarray(_reduced("mean", np.mean, x, axis, keepdims))
    share = value.size / max(x.size, 1)
    return record("mean", value, (operand, lambda gradient: _spread(gradient * share, x.shape, axis, keepdims), ()))


def largest(operand, axis=None, keepdims=False):
    """Return the maximum over `axis`; the gradient goes to the largest number alone, and is shared out where several are."""
    x = value_of(operand)
    value = np.asarray(_reduced("max", np.max, x, axis, keepdims))

    def rule(gradient):
        winners = x == _spread(value, x.shape, axis, keepdims)
        return _spread(gradient, x.shape, axis, keepdims) * winners / winners.sum(axis=axis, keepdims=True)
    return record("max", value, (operand, rule, (x, value)))


def reshape(operand, shape):
    """Return the same numbers in another shape; the gradient goes back in the old one."""
    x = value_of(operand)
    try:
        value = x.reshape(shape)
    except ValueError:
        raise ValueError(f"reshape was given {x.size} numbers of shape {x.shape}; they do not fill the shape {tuple(shape)}. "
                         "The sizes must multiply to the same count; one of them may be -1.") from None
    return record("reshape", value, (operand, lambda gradient: gradient.reshape(x.shape), ()))


def transpose(operand, axes=None):
    """Return the tensor with its axes in the order `axes`, reversed where it is None; the gradient goes the way back."""
    x = value_of(operand)
    order = tuple(range(x.ndim))[::-1] if axes is None else tuple(axes)
    if sorted(axis % x.ndim if x.ndim else axis for axis in order) != list(range(x.ndim)):
        raise ValueError(f"transpose was given the axes {order} for the shape {x.shape}; each of its {x.ndim} axes must occur "
                         "once.")
    back = np.argsort([axis % x.ndim for axis in order])
    return record("transpose", x.transpose(order), (operand, lambda gradient: gradient.transpose(back), ()))


def take(operand, index):
    """Return the numbers at `index`, which may be whatever NumPy takes in [ ]; what was not taken gets the gradient 0."""
    x = value_of(operand)
    if isinstance(index, Tensor):
        raise TypeError("An index is a tensor; positions have no gradient. Use an array of whole numbers, such as tensor.value"
                        ".astype(int).")
    try:
        value = x[index]
    except IndexError as error:
        raise IndexError(f"The index {index!r} does not fit a tensor of shape {x.shape}: {error}.") from None

    def rule(gradient):
        back = np.zeros(x.shape)
        np.add.at(back, index, gradient)  # not back[index] += gradient: an index that occurs twice must count twice
        return back
    return record("take", np.array(value), (operand, rule, ()))


def concatenate(operands, axis=0):
    """Return tensors or arrays joined along `axis`; each gets its own piece of the gradient."""
    arrays = [value_of(operand) for operand in operands]
    try:
        value = np.concatenate(arrays, axis=axis)
    except ValueError:
        raise ValueError(f"concatenate was given the shapes {[array.shape for array in arrays]}; they must be equal but for "
                         f"axis {axis}, and there must be at least one.") from None
    ends = np.cumsum([array.shape[axis] for array in arrays])

    def piece(start, end):
        return lambda gradient: gradient.take(np.arange(start, end), axis=axis)
    return record("concatenate", value, *((operand, piece(end - array.shape[axis], end), ())
                                          for operand, array, end in zip(operands, arrays, ends)))


def where(condition, chosen, other):
    """Return `chosen` where `condition` is true, elsewhere `other`; a gradient goes to the one that was taken.

    condition: an array of true and false, or what gives one; not a tensor, for it has no gradient.
    """
    if isinstance(condition, Tensor):
        raise TypeError("The condition of where is a tensor; it must be an array of true and false, such as tensor.value > 0.")
    a, b, truth = value_of(chosen), value_of(other), np.array(condition, dtype=bool)
    try:
        value = np.where(truth, a, b)
    except ValueError:
        raise ValueError(f"where was given the shapes {truth.shape}, {a.shape} and {b.shape}; compared from the last axis to "
                         "the first, sizes must be equal, or 1.") from None
    return record("where", value, (chosen, lambda gradient: np.where(truth, gradient, 0.0), ()),
                  (other, lambda gradient: np.where(truth, 0.0, gradient), ()))


def _reduced(operation, function, x, axis, keepdims):
    """Return function(x, axis, keepdims), or raise ValueError that names the operation and the shape."""
    try:
        return function(x, axis=axis, keepdims=keepdims)
    except ValueError as error:  # an axis that is not there, or the maximum of nothing
        raise ValueError(f"{operation} over axis {axis} does not fit a tensor of shape {x.shape}: {error}.") from None


def _spread(gradient, shape, axis, keepdims):
    """Return the gradient of a reduction, repeated along the axes that it has reduced."""
    if axis is not None and not keepdims:
        gradient = np.expand_dims(gradient, axis)
    return np.broadcast_to(gradient, shape)
