"""Right answers of the companion of lesson 06, and what its checks do with an answer."""
import numbers
from itertools import permutations

import numpy as np

from course_utils.checks.answers_06 import sigmoid

XOR_INPUTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_TARGETS = np.array([0.0, 1.0, 1.0, 0.0])
ENTRIES = {"W11": -0.07, "W12": 0.94, "W21": 0.22, "W22": 0.46, "b1": -0.46, "b2": 0.10, "u1": -0.22, "u2": 0.58, "c": 0.78}


def lecture_results(entries):
    """Return (pre-output, output, loss) of the XOR network on x = (1, 0), y = 1, for its nine numbers by name."""
    hidden = sigmoid(np.array([entries["W11"] + entries["b1"], entries["W12"] + entries["b2"]]))
    pre_output = entries["u1"] * hidden[0] + entries["u2"] * hidden[1] + entries["c"]
    return pre_output, sigmoid(pre_output), 0.5 * (1 - sigmoid(pre_output)) ** 2


def apply_misprint(answer):
    """Return what the network gives, to four decimals, with one entry misread, and how that differs from the right one."""
    named = isinstance(answer, dict) and set(answer) == {"entry", "value"}
    if not named or not isinstance(answer["value"], numbers.Real):
        return {"form": "not an entry and a number"}
    entry, value = str(answer["entry"]), float(answer["value"])
    if entry not in ENTRIES:
        return {"entry": entry}
    results = lecture_results(ENTRIES | {entry: value})
    before, after = f"{ENTRIES[entry]:.2f}", f"{value:.2f}"
    changed = sum(one != other for one, other in zip(before.rjust(5), after.rjust(5)))
    return {"entry": entry, "results": [round(float(result), 4) for result in results], "characters changed": changed,
            "two decimals": bool(abs(value - round(value, 2)) < 1e-9)}


def layer_gradient(activations, deltas):
    """Return (weights, biases): the mean gradients of a layer over a batch. Built in lesson 06."""
    return activations.T @ deltas / len(deltas), deltas.mean(axis=0)


def count_until_solved(next_order, arrangement, seed, most=8000, rate=0.5):
    """Return after how many examples XOR is solved when learned one example at a time; `most` where it is not."""
    random = np.random.default_rng(seed)
    inputs, targets = XOR_INPUTS[list(arrangement)], XOR_TARGETS[list(arrangement)]
    weights, biases = np.array([[-0.07, 0.94], [0.22, 0.46]]), np.array([-0.46, 0.10])
    output_weights, output_bias, seen = np.array([-0.22, 0.58]), 0.78, 0
    while seen < most:
        for index in map(int, next_order(4, random)):
            hidden = sigmoid(inputs[index] @ weights + biases)
            output = sigmoid(hidden @ output_weights + output_bias)
            delta = (output - targets[index]) * output * (1 - output)
            hidden_deltas = delta * output_weights * hidden * (1 - hidden)
            output_weights, output_bias = output_weights - rate * delta * hidden, output_bias - rate * delta
            weights, biases = weights - rate * np.outer(inputs[index], hidden_deltas), biases - rate * hidden_deltas
            seen += 1
        outputs = sigmoid(sigmoid(inputs @ weights + biases) @ output_weights + output_bias)
        if np.abs(outputs - targets).max() < 0.1:
            return seen
    return most


def try_orders(next_order):
    """Return how a visiting order behaves: whether it is one, and for how many arrangements of the examples XOR is solved.

    Six arrangements are enough: four examples visited over and over stand in a circle, and a circle of four has six orders.
    """
    random = np.random.default_rng(0)
    orders = [next_order(4, random) for _ in range(20)]
    if any(order is None for order in orders):
        return {"first order": None}
    if any(np.ndim(order) != 1 for order in orders):
        return {"form": "not one flat series of numbers"}
    whole = all(isinstance(index, (int, np.integer)) for order in orders for index in order)
    orders = [[int(index) for index in order] for order in orders]
    seven = [[int(index) for index in next_order(7, np.random.default_rng(1))] for _ in range(2)]
    complete = all(sorted(order) == [0, 1, 2, 3] for order in orders)
    circles = {tuple(np.roll(order, -order.index(0)).tolist()) for order in orders} if complete else set()
    arrangements = [(0, *rest) for rest in permutations((1, 2, 3))] if complete else []
    solved = sum(count_until_solved(next_order, arrangement, seed) < 8000 for seed, arrangement in enumerate(arrangements))
    return {"first order": orders[0], "different orders": len({tuple(order) for order in orders}),
            "different circles": len(circles), "whole numbers": whole, "every example once": complete,
            "seven examples once": sorted(seven[0]) == list(range(7)), "same seed, same order": seven[0] == seven[1],
            "solved of 6": solved}


def softmax(logits):
    """Return e^z / sum e^z along the last axis, computed safely."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def softmax_jacobian(probabilities):
    """Return dp_i / dz_j as a matrix (classes, classes). Built in lesson 06."""
    return np.diag(probabilities) - np.outer(probabilities, probabilities)


def cross_entropy_gradient(logits, targets):
    """Return the gradient of the mean cross-entropy with respect to logits (batch, classes). Built in lesson 06."""
    return (softmax(logits) - targets) / len(logits)


def result_between(got, low, high, *entries):
    """Return whether one of these entries was given, and leads to a result above `low` and below `high`."""
    return got["entry"] in entries and low < got["results"][0] < high
