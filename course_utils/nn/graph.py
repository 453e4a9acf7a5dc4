"""Backwards through a graph of tensors: reverse-mode automatic differentiation, as lesson 07 builds it.

A tensor that an operation gave knows its `parents`, a Parent for each tensor that the operation took. Going backwards needs
nothing else: from the result to the leaves, each rule turns the gradient of the result into that of one parent, and where a
tensor was used several times its gradient is the sum over the uses. Source: Griewank and Walther, Evaluating Derivatives,
chapter 3.
"""
from typing import NamedTuple

import numpy as np

from course_utils.nn.debugging import refuse_nan


class Parent(NamedTuple):
    """A tensor that an operation took, the rule that leads back to it, and the arrays that this rule needs unchanged.

    `rule(gradient)` gets the gradient of the operation's result and returns that of the parent, before sums over axes that
    broadcasting has stretched. `needs` holds pairs (array, fingerprint).
    """

    tensor: object
    rule: object
    needs: tuple


FACTORS = np.linspace(1.0, 2.0, 4096)  # all different, so that numbers that change places or signs are noticed, too


def fingerprint(array):
    """Return one number that changes where the numbers of `array` change, their order or their signs included.

    A weighted sum: in a microsecond or two, where a hash would take as long as the operations themselves.
    """
    flat, length = array.ravel(), len(FACTORS)
    if flat.size <= length:
        return float(flat.dot(FACTORS[:flat.size]))
    whole = flat.size - flat.size % length
    return fingerprint(flat[:whole].reshape(-1, length) @ FACTORS) + 3 * fingerprint(flat[whole:])


def sort_graph(result):
    """Return all tensors that `result` was computed from, itself the last, each one behind all its parents.

    Depth first with a stack of our own: Python's functions may call each other about a thousand deep, graphs are deeper.
    """
    order, seen, stack = [], set(), [(result, False)]
    while stack:
        tensor, parents_are_in = stack.pop()
        if parents_are_in:
            order.append(tensor)
        elif id(tensor) not in seen:
            seen.add(id(tensor))
            stack.append((tensor, True))
            stack.extend((parent.tensor, False) for parent in reversed(tensor.parents))
    return order


def sum_to_shape(gradient, shape):
    """Return `gradient` summed over the axes along which broadcasting stretched an array of `shape`.

    One number that was used many times has an influence along each use, and they add up. `gradient` must have a shape to
    which `shape` can be broadcast.
    """
    if gradient.shape == shape:
        return gradient
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))  # axes that were put in front
    stretched = tuple(axis for axis, size in enumerate(shape) if size == 1 and gradient.shape[axis] != 1)
    return gradient.sum(axis=stretched, keepdims=True)


def run_backward(result, retain=False):
    """Return nothing; set the gradient of every tensor that `result` was computed from.

    All gradients begin anew. Afterwards the graph is gone, and with it the gradients of all tensors but the leaves: their
    memory is free. With retain=True everything is kept. Raises ValueError where `result` is more than one number,
    RuntimeError where a part of the graph is gone already or a value that a rule needs was changed in place; the gradients
    are then as they were. FloatingPointError for a gradient that is nan, in debug mode only.
    """
    if result.value.size != 1:
        raise ValueError(f"backward() begins at one number, such as a loss; {result!r} has the shape {result.shape}. Make one "
                         "number of it first, for example with .sum() or .mean().")
    order = sort_graph(result)
    _refuse_freed(order)
    _refuse_changed(order)
    for tensor in order:
        tensor.gradient = None
    result.gradient = np.ones(result.shape)
    for tensor in reversed(order):
        _pass_on(tensor)
        if tensor.parents and not retain:
            tensor.free()


def _pass_on(tensor):
    """Add the influence of a tensor on the result, by way of each parent, to that parent's gradient."""
    for parent, rule, _ in tensor.parents:
        part = sum_to_shape(np.asarray(rule(tensor.gradient)), parent.value.shape)
        refuse_nan(f"the gradient of {tensor.operation}", part, tensor.gradient)
        if parent.gradient is not None:
            parent.gradient = parent.gradient + part
        else:  # a leaf's is a copy: the learner may change it in place, and another tensor may have the same array
            parent.gradient = part if parent.parents else part.copy()


def _refuse_freed(order):
    for tensor in order:
        if tensor.freed:
            raise RuntimeError(f"The graph behind {tensor!r} is gone: an earlier backward() has used it up. Compute the loss "
                               "anew before each backward(), or keep the graph with backward(retain=True).")


def _refuse_changed(order):
    for tensor in order:
        for parent in tensor.parents:
            for array, before in parent.needs:
                now = fingerprint(array)
                if now != before and not (now != now and before != before):  # nan is not equal to itself
                    raise RuntimeError(_changed(tensor, array))


def _changed(tensor, array):
    """Return what to say of an array that was changed in place although the way back through `tensor` needs it."""
    owners = [owner for owner in (tensor, *(parent.tensor for parent in tensor.parents)) if owner.value is array]
    owner = repr(owners[0]) if owners else f"an array of shape {array.shape}"
    return (f"The value of {owner} was changed in place after {tensor.operation} had used it, and its gradient needs the old "
            "numbers. Call backward() first and change the value then; or give the tensor a new array, as in "
            "w.value = w.value - step, instead of changing the old one, as w.value -= step does.")
