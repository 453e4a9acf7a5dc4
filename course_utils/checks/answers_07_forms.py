"""How operations and training loops of lesson 07 are tried, and the pieces of which wrong ones are made."""
import inspect
import math

import numpy as np

from course_utils.checks.answers_07 import Number, Tensor, backward, mean

CHANGED = "`x.value` is changed"
RULE_CHANGES = "the rule changes the gradient that it gets"


def form_problem(result, kind):
    """Return what is wrong with the form of a result that should be a `kind`, Number or Tensor; "" where nothing is."""
    if result is None:
        return "it is None, as when a `return` is missing"
    if not hasattr(result, "parents") or not hasattr(result, "value"):
        return f"a {type(result).__name__} came back, not a {kind}"
    for pair in result.parents if isinstance(result.parents, (tuple, list)) else [None]:
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            return "the parents are not pairs in a pair of brackets"
        if hasattr(pair[1], "parents"):
            return "in a pair the parent comes second; it comes first"
        if not hasattr(pair[0], "parents"):
            return f"a parent is a {type(pair[0]).__name__}, not a {kind}"
        if callable(pair[1]) != (kind == "Tensor"):
            return "what stands beside a parent is not a " + ("function" if kind == "Tensor" else "number")
        if kind == "Tensor" and not takes_one(pair[1]):
            return "a rule gets one thing, the gradient, and this one asks for another number of arguments"
    return ""


def takes_one(rule):
    """Return whether a function can be called with a single argument; True where it cannot be known."""
    try:
        inspect.signature(rule).bind(None)
    except TypeError:
        return False
    except ValueError:  # functions of NumPy do not tell
        return True
    return True


def well_formed(accept):
    """Return the comparison `accept`, which says the problem in words where the form of an answer is not right."""
    def both(got, expected):
        reason = accept(got, expected)
        said = [entry["value"] for entry in got if isinstance(entry["value"], str)] if reason is not None else []
        return f"Look at what comes back: {said[0]}." if said else reason
    return both


def use_number_operation(answer):
    """Yield for some numbers what comes of an operation and of the way back through it, alone and used twice."""
    for value, twice in ((0.0, False), (-0.53, False), (1.04, False), (3.0, False), (0.7, True)):
        x = Number(value)
        result = answer(x)
        problem = CHANGED if x.value != value else form_problem(result, "Number")
        if not problem:
            result = 3.0 * result + x if twice else result
            backward(result)
        yield {"value": problem or result.value, "gradient": problem or x.gradient}


def number_operation(value=lambda z: 1 / (1 + math.exp(-z)), slope=lambda z, s: s * (1 - s), parents=None):
    """Return an operation on a Number; `parents(x, slope)` says in which form they are handed over."""
    def operation(x):
        result = value(x.value)
        found = slope(x.value, result)
        return type(x)(result, ((x, found),) if parents is None else parents(x, found))
    return operation


def tensor_inputs():
    """Return the arrays on which an operation on a Tensor is tried."""
    return [np.array([-1.0, 0.0, 2.0]), np.random.default_rng(76).normal(size=(2, 3)), np.array(0.5), np.array([800.0, -20.0])]


def use_tensor_operation(answer):
    """Yield for arrays of several shapes, one with a large number, what comes of an operation and of the way back."""
    for array in tensor_inputs():
        x, weights = Tensor(array.copy()), 1.0 + np.arange(array.size).reshape(array.shape)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            result = answer(x)
            problem = CHANGED if not np.array_equal(x.value, array) else form_problem(result, "Tensor")
            if not problem:
                Tensor.backward(Tensor(result.value * weights, ((result, lambda gradient, w=weights: gradient * w),)))
                problem = RULE_CHANGES if not np.array_equal(result.gradient, weights) else ""
        yield {"value": problem, "gradient": problem} if problem else {"value": np.array(result.value), "gradient": x.gradient}


def tensor_operation(value=lambda z: np.logaddexp(0, z), slope=lambda z, s: np.exp(z - s), parents=None):
    """Return an operation on a Tensor; `parents(x, slope)` says in which form they are handed over."""
    def operation(x):
        result = value(x.value)
        found = slope(x.value, result)
        rule = ((x, lambda gradient: gradient * found),) if parents is None else parents(x, found)
        return type(x)(result, rule)
    return operation


class Pushed:
    """An optimizer with a memory of its own, whose steps differ from those of plain descent."""

    def __init__(self, learning_rate, calls):
        self.learning_rate, self.velocity, self.calls = learning_rate, 0.0, calls

    def step(self, theta, gradient):
        """Return the place after one step, and note it."""
        self.calls.append(1)
        self.velocity = 0.5 * self.velocity - self.learning_rate * gradient
        return theta + self.velocity


class Watched(Tensor):
    """A loss that notes each call of `backward` in a list."""

    def __init__(self, loss, calls):
        super().__init__(loss.value, loss.parents)
        self.calls = calls

    def backward(self):
        """Return nothing; go back, and note it."""
        self.calls.append(1)
        super().backward()


def use_train(answer):
    """Return what training (p x + q) r on six points gives: losses, numbers of calls, where p, q and r went.

    r comes first in the list: when it has moved, a second way back through the same graph would give p and q other gradients.
    """
    random, calls, stepped = np.random.default_rng(78), [], []
    x, y = random.normal(size=6), random.normal(size=6)
    p, q, r = (Tensor(random.normal(size=1)) for _ in range(3))

    def compute_loss():
        error = (x * p + q) * r + -y
        return Watched(mean(error * error), calls)

    losses = answer(compute_loss, [r, p, q], [Pushed(rate, stepped) for rate in (0.2, 0.05, 0.1)], 5)
    if isinstance(losses, (list, tuple)):
        losses = ["a tensor" if hasattr(loss, "parents") else loss for loss in losses]
    return {"losses": "a tensor" if hasattr(losses, "parents") else losses, "calls of backward": len(calls),
            "calls of step": len(stepped),
            **{f"{name} afterwards": parameter.value for name, parameter in zip("pqr", (p, q, r))}}
