"""Slopes found without calculus, to test those that were found with it."""
import numpy as np


def central_difference(function, values, step=1e-5):
    """Return the slope of `function` at each of `values` as (f(v + s) - f(v - s)) / 2s; an array of the shape of `values`.

    function: works on each number of an array by itself, as an activation does; a function that mixes them, such as a mean
    or softmax, needs the gradient check of lesson 06. values: an array or a number; step: s, above zero. The error shrinks
    with the square of the step until rounding takes over, near 1e-5 for 64-bit numbers. At a kink the result lies between
    the slopes of the two sides. Source: Burden and Faires, Numerical Analysis, section 4.1.

    Raises ValueError where the step is not above zero, or where function returns another shape.

    Built in lesson 03.
    """
    if not step > 0:
        raise ValueError(f"step is {step}; it must be a number above zero, such as 1e-5.")
    values = np.asarray(values, dtype=float)
    right, left = np.asarray(function(values + step)), np.asarray(function(values - step))
    if right.shape != values.shape:
        raise ValueError(f"The function returned shape {right.shape} for values of shape {values.shape}; it must return one "
                         "number for each.")
    return (right - left) / (2 * step)
