"""Right answers of lesson 02, how units set by hand are judged, and the pieces of which wrong answers are made."""
import numpy as np

from course_utils.checks.accept import name_kind

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
XOR = [0, 1, 1, 0]
TRIPLES = np.array([[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)])
UNIT_SHAPES = {"weights": (3,), "bias": ()}
NETWORK_SHAPES = {"hidden_weights": (2, 2), "hidden_biases": (2,), "output_weights": (2,), "output_bias": ()}


def crossings(weights, bias):
    """Return where x1 w1 + x2 w2 + b = 0 meets the x1 axis, and where the x2 axis. Built in lesson 02."""
    return -bias / weights[0], -bias / weights[1]


def perceptron_update(weights, bias, example, target, learning_rate):
    """Return (weights, bias) after one example, by the rule of Rosenblatt (1958). Built in lesson 02."""
    error = target - int(example @ weights + bias > 0)
    return weights + learning_rate * error * example, bias + learning_rate * error


def adaline_step(weights, bias, example, target, learning_rate):
    """Return (weights, bias) after one example, by the rule of Widrow and Hoff (1960). Built in lesson 02."""
    error = target - (example @ weights + bias)
    return weights + learning_rate * error * example, bias + learning_rate * error


def step_with(error, weights_times=None, bias_times=1):
    """Return a step like those above whose error is `error(target, z)`.

    `weights_times(weights, example)` takes the place of the example in the change of the weights, `bias_times` multiplies
    the change of the bias.
    """
    def step(weights, bias, example, target, learning_rate):
        change = learning_rate * error(target, example @ weights + bias)
        moved_along = weights_times(weights, example) if weights_times else example
        return weights + change * moved_along, bias + bias_times * change
    return step


def missed(target, z):
    """Return target minus output, 0, 1 or -1: the error of Rosenblatt's rule."""
    return target - int(z > 0)


def without_bias_in(error):
    """Return a step whose net input lacks the bias."""
    def step(weights, bias, example, target, learning_rate):
        change = learning_rate * error(target, example @ weights)
        return weights + change * example, bias + change
    return step


def unit_outputs(unit):
    """Return what a threshold unit of three inputs gives for the eight TRIPLES, a list of 0 and 1."""
    return (TRIPLES @ np.array(unit["weights"], dtype=float) + float(unit["bias"]) > 0).astype(int).tolist()


def network_outputs(network):
    """Return what two hidden threshold units and an output unit give for the CORNERS, a list of 0 and 1. Built in lesson 02."""
    parts = {name: np.array(values, dtype=float) for name, values in network.items()}
    hidden = (CORNERS @ parts["hidden_weights"] + parts["hidden_biases"] > 0).astype(int)
    return (hidden @ parts["output_weights"] + parts["output_bias"] > 0).astype(int).tolist()


def by_outputs(shapes, outputs, inputs, inside=lambda answer: ""):
    """Return a way of accepting a dictionary of numbers that gives the same `outputs(answer)` as the right one.

    shapes: {key: shape}. The reason names a key of another form; else it says how many of the `inputs` come out right, and
    after that what `inside(answer)` tells.
    """
    def accept(got, expected):
        problem = form_problem(got, shapes)
        if problem:
            return problem
        pairs = list(zip(inputs.tolist(), outputs(got), outputs(expected)))
        wrong = [f"{tuple(given)} gives {mine}" for given, mine, right in pairs if mine != right]
        reason = f"{len(pairs) - len(wrong)} of {len(pairs)} inputs come out right; {', '.join(wrong)}. {inside(got)}"
        return reason.strip() if wrong else None
    return accept


def form_problem(got, shapes):
    """Return what is wrong with the form of a dictionary of numbers, or an empty text."""
    if not isinstance(got, dict) or set(got) != set(shapes):
        return f"The answer should be a dictionary with the keys {', '.join(shapes)}."
    for key, shape in shapes.items():
        if got[key] is None:
            return f"`{key}` is None: it has no value yet. It should be {_wanted(shape)}."
        try:
            values = np.asarray(got[key])
        except ValueError:
            return f"`{key}` is {name_kind(got[key])} that cannot be read as {_wanted(shape)}."
        if values.dtype.kind in "US":
            return f"`{key}` holds text. Write numbers, without quotation marks."
        if isinstance(got[key], bool) or values.dtype.kind not in "biuf" or values.shape != shape:
            return f"`{key}` should be {_wanted(shape)}."
        if not np.isfinite(values).all():
            return f"`{key}` holds a number that is not finite."
    return ""


def filled(accept):
    """Return the comparison `accept` of dictionaries, and before it one that names a key whose value is None."""
    def both(got, expected):
        empty = [key for key in got if got[key] is None] if isinstance(got, dict) else []
        return f"`{empty[0]}` is None: it has no value yet. Write a number." if empty else accept(got, expected)
    return both


def _wanted(shape):
    if shape == ():
        return "one number"
    if len(shape) == 1:
        return f"{shape[0]} numbers, as in {[1] * shape[0]}"
    return "two rows of two numbers, as in [[1, 1], [1, 1]]"


def and_epochs(epochs=2, at_once=True, order=(0, 1, 2, 3), turn=(1, 1)):
    """Return {w1, w2, b} after epochs of the perceptron rule on AND, from zero, with the learning rate 1.

    at_once: whether a change counts from the next example on, as it should, or only after the epoch. order: of the examples
    in the last epoch. turn: what the changes of the weights and of the bias are multiplied by in the last epoch.
    """
    weights, bias, targets = np.zeros(2), 0.0, (0, 0, 0, 1)
    for epoch in range(epochs):
        last, used = epoch == epochs - 1, (weights, bias)
        for row in order if last else range(4):
            seen = (weights, bias) if at_once else used
            error = targets[row] - int(CORNERS[row] @ seen[0] + seen[1] > 0)
            signs = turn if last else (1, 1)
            weights, bias = weights + signs[0] * error * CORNERS[row], bias + signs[1] * error
    return {"w1": weights[0], "w2": weights[1], "b": bias}


def units(hidden_weights, hidden_biases, output_weights, output_bias):
    """Return the four as the dictionary that Exercise 2.7 asks for."""
    return {"hidden_weights": hidden_weights, "hidden_biases": hidden_biases, "output_weights": output_weights,
            "output_bias": output_bias}


def perceptron_epoch(x, y, weights, bias):
    """Return (weights, bias) after one pass of Rosenblatt's rule over the table, with a learning rate of 1."""
    for example, target in zip(x, y):
        weights, bias = perceptron_update(weights, bias, example, target, 1)
    return weights, bias


def wrong_of(x, y, weights, bias):
    """Return how many rows of the table a threshold unit gets wrong."""
    return int(np.sum((x @ weights + bias > 0) != y))
