"""Debug mode: the first operation that makes a nan is named, instead of a loss that is nan a thousand steps later."""
from contextlib import contextmanager
from contextvars import ContextVar

import numpy as np

_debugging = ContextVar("debugging", default=False)


@contextmanager
def debug():
    """Return a context, `with nn.debug():`, in which an operation that makes a nan raises FloatingPointError, with its name.

    Forwards and backwards. Off by default, because looking at every number takes time.
    """
    token = _debugging.set(True)
    try:
        yield
    finally:
        _debugging.reset(token)


def refuse_nan(operation, result, *given):
    """Return nothing; in debug mode raise FloatingPointError where `result` holds a nan, saying what `operation` was given.

    result: the array that the operation made; given: its operands, arrays.
    """
    if not _debugging.get() or not np.isnan(result).any():
        return
    place = tuple(int(index) for index in np.argwhere(np.isnan(result))[0])
    where = f"at {list(place)} of shape {result.shape}" if result.ndim else "as its only number"
    raise FloatingPointError(f"{operation} made a nan {where}. It was given {'; '.join(map(_describe, given))}. Look at what "
                             "comes in: a logarithm or root of a negative number, 0 / 0, infinity / infinity, 0 times infinity "
                             "or infinity - infinity give nan.")


def _describe(array):
    """Return in words what an operand holds: its shape and the range of its numbers."""
    array = np.asarray(array)
    if not array.ndim:
        return f"{float(array):g}"
    if not array.size:
        return f"shape {array.shape}"
    if np.isnan(array).any():
        return f"shape {array.shape}, with nan among its numbers"
    return f"shape {array.shape}, from {array.min():g} to {array.max():g}"
