"""Right answers of the companion of lesson 03, and the pieces of which wrong ones are made."""
import numpy as np

from course_utils.checks.accept import close
from course_utils.checks.answers_03 import relu


def near_digits(got, expected):
    """Return None, or the reason of `close`, at a tolerance that no central difference meets; single precision has its own."""
    single = isinstance(got, np.ndarray) and got.dtype == np.float32
    return (close(rtol=1e-5, atol=1e-6) if single else close(rtol=1e-12, atol=1e-13))(got, expected)


def elu_with(below, slope_below, above=lambda z, alpha: z, slope_above=1.0):
    """Return an ELU, a function of (z, alpha), with other values and slopes than the right ones."""
    def elu(z, alpha):
        low = np.minimum(z, 0)
        values = np.where(z > 0, above(z, alpha), below(low, alpha))
        return values, np.where(z > 0, slope_above, slope_below(low, alpha))
    return elu


def elu_below(z, alpha):
    """Return alpha (e^z - 1), what ELU is below zero."""
    return alpha * (np.exp(z) - 1)


def elu_slope_below(z, alpha):
    """Return alpha e^z, the slope of ELU below zero."""
    return alpha * np.exp(z)


elu = elu_with(elu_below, elu_slope_below)


def log_sum_exp(logits):
    """Return ln of the sum of e^z over each row, (batch, classes) -> (batch,), without overflow. Built in lesson 03."""
    largest = logits.max(axis=1)
    return largest + np.log(np.exp(logits - largest[:, None]).sum(axis=1))


def sawtooth_with(x, depth, tent):
    """Return x after `tent` has been applied `depth` times, each time to the result of the time before."""
    for _ in range(depth):
        x = tent(x)
    return x


def tent(x):
    """Return 2 ReLU(x) - 4 ReLU(x - 1/2), which on [0, 1] rises to 1 and falls back. Source: Telgarsky 2015."""
    return 2 * relu(x) - 4 * relu(x - 0.5)


def sawtooth(x, depth):
    """Return the tent applied `depth` times to x. Built in lesson 03."""
    return sawtooth_with(x, depth, tent)
