"""Comparing gradients term by term, and saying what is wrong with the first that differs."""
import numpy as np

from course_utils.checks.accept import LIST, NAN, compare_numbers, is_number, walk


def gradient(rtol=1e-6, atol=1e-9, batch=()):
    """Return a comparison of gradients, alone or several by name, that says what is wrong with the first that differs.

    It recognises a turned sign, a transposed matrix, a constant factor and entries that are right while others are not.
    `batch` are the sizes of the batches that the probes use, to know them as factors.
    """
    def compare(got, expected):
        reason = compare_numbers(got, expected, rtol, atol)
        if reason in (None, LIST, NAN):
            return reason
        return _explain_gradient(got, np.asarray(expected, dtype=float), batch, rtol, atol) or reason

    def accept(got, expected):
        return walk(got, expected, compare)
    return accept


def _explain_gradient(got, wanted, batch, rtol, atol):
    array = np.asarray(got) if isinstance(got, np.ndarray) or is_number(got) else np.array("")
    if array.dtype.kind not in "iuf":
        return None
    if array.ndim == 2 and array.T.shape == wanted.shape and np.allclose(array.T, wanted, rtol, atol):
        return "The numbers are right, but rows and columns are exchanged (transposed)."
    return _explain_factor(array, wanted, batch, rtol, atol) if array.shape == wanted.shape else None


def _explain_factor(array, wanted, batch, rtol, atol):
    if np.allclose(array, -wanted, rtol, atol):
        return "The size is right, the sign is turned: a step against it would climb."
    factor = float(np.sum(array * wanted) / (np.sum(wanted * wanted) or 1))
    if array.size == 1 and not np.isclose(factor, (2, 0.5, *batch, *(1 / size for size in batch))).any():
        return None  # any number is some multiple of another
    if factor and np.allclose(array, factor * wanted, rtol=max(rtol, 1e-6), atol=atol):
        for size in batch:
            if np.isclose(factor, size):
                return f"Every entry is {size} times too large: is the mean over the {size} examples missing?"
            if np.isclose(factor, 1 / size):
                return f"Every entry is {size} times too small: you divide by the number of examples once too often."
        return f"Every entry is {factor:.4g} times what it should be: look for one constant factor."
    right = np.isclose(array, wanted, rtol, atol)
    if array.size == 1 or not right.any():
        return None
    index = tuple(int(number) for number in np.argwhere(~right)[0])
    place = ", ".join(map(str, index))
    return (f"{int(right.sum())} of {right.size} entries are right. The first that is not is at [{place}]: "
            f"you have {array[index]:.6g}, it should be {wanted[index]:.6g}.")
