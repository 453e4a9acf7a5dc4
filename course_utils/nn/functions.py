"""Functions that work on each number of a tensor by itself: exp, log, the activations of lesson 03, and the softmax."""
import math

import numpy as np

from course_utils.nn.shapes import where
from course_utils.nn.tensor import record, value_of

_erf = np.vectorize(math.erf, otypes=[float])


def _elementwise(operation, operand, value, slope, *needs):
    """Return the Tensor of an operation whose rule multiplies by `slope()`; `needs` are the arrays that slope looks at."""
    return record(operation, value, (operand, lambda gradient: gradient * slope(), needs))


def exp(x):
    """Return e^x; its slope is itself."""
    value = np.exp(value_of(x))
    return _elementwise("exp", x, value, lambda: value, value)


def log(x):
    """Return the natural logarithm of x, numbers above zero; its slope is 1 / x."""
    z = value_of(x)
    return _elementwise("log", x, np.log(z), lambda: 1 / z, z)


def absolute(x):
    """Return |x|; its slope is the sign, and 0 at the corner."""
    z = value_of(x)
    return _elementwise("absolute", x, np.abs(z), lambda: np.sign(z), z)


def binary_step(x):
    """Return 1 where x >= 0, else 0; its slope is 0 everywhere, so nothing is learned through it."""
    z = value_of(x)
    return _elementwise("binary_step", x, (z >= 0).astype(float), lambda: 0.0)


def identity(x):
    """Return x as it is; the activation of a linear layer."""
    return _elementwise("identity", x, value_of(x), lambda: 1.0)


def sigmoid(x):
    """Return 1 / (1 + e^-x), safe from overflow: the same as (1 + tanh(x / 2)) / 2; its slope is s (1 - s)."""
    value = 0.5 * (1 + np.tanh(0.5 * value_of(x)))
    return _elementwise("sigmoid", x, value, lambda: value * (1 - value), value)


def tanh(x):
    """Return the hyperbolic tangent; its slope is 1 - t^2."""
    value = np.tanh(value_of(x))
    return _elementwise("tanh", x, value, lambda: 1 - value * value, value)


def arctan(x):
    """Return the arc tangent; its slope is 1 / (1 + x^2)."""
    z = value_of(x)
    return _elementwise("arctan", x, np.arctan(z), lambda: 1 / (1 + z * z), z)


def relu(x):
    """Return x where it is above 0, else 0; at the corner the slope is 0, as in Keras."""
    z = value_of(x)
    return _elementwise("relu", x, np.maximum(z, 0), lambda: z > 0, z)


def leaky_relu(x, alpha=0.1):
    """Return x where it is above 0, else alpha x; alpha is a constant."""
    z = value_of(x)
    return _elementwise("leaky_relu", x, np.where(z > 0, z, alpha * z), lambda: np.where(z > 0, 1.0, alpha), z)


def prelu(x, alpha):
    """Return x where it is above 0, else alpha x; alpha is a tensor that is learned, a number or one for each unit."""
    return where(value_of(x) > 0, x, alpha * x)


def elu(x, alpha=1.0):
    """Return x where it is above 0, else alpha (e^x - 1)."""
    z = value_of(x)
    below = alpha * np.exp(np.minimum(z, 0))
    return _elementwise("elu", x, np.where(z > 0, z, below - alpha), lambda: np.where(z > 0, 1.0, below), z)


def softplus(x):
    """Return log(1 + e^x), safe from overflow; its slope is the sigmoid."""
    z = value_of(x)
    return _elementwise("softplus", x, np.logaddexp(0, z), lambda: 0.5 * (1 + np.tanh(0.5 * z)), z)


def swish(x):
    """Return x sigmoid(x)."""
    return x * sigmoid(x)


def gelu(x):
    """Return x Phi(x), Phi being the share of a standard normal variable below x (Hendrycks and Gimpel 2016)."""
    z = value_of(x)
    share = 0.5 * (1 + _erf(z / math.sqrt(2)))
    return _elementwise("gelu", x, z * share, lambda: share + z * np.exp(-z * z / 2) / math.sqrt(2 * math.pi), z)


def softmax(x, axis=-1):
    """Return e^x divided by its sum along `axis`, safe from overflow: positive numbers that sum to 1.

    For a loss use `softmax_cross_entropy`, which takes the logits themselves.
    """
    z = value_of(x)
    powers = np.exp(z - z.max(axis=axis, keepdims=True))
    value = powers / powers.sum(axis=axis, keepdims=True)
    return record("softmax", value, (x, lambda g: value * (g - (g * value).sum(axis=axis, keepdims=True)), (value,)))


ACTIVATIONS = {
    "step": binary_step, "identity": identity, "sigmoid": sigmoid, "tanh": tanh, "arctan": arctan, "relu": relu,
    "leaky_relu": leaky_relu, "elu": elu, "softplus": softplus, "swish": swish, "gelu": gelu, "softmax": softmax,
}
