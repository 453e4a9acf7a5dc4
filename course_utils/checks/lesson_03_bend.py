"""Exercises of lesson 03: layers without a bend collapse into one, and bends make bumps."""
import math
from functools import reduce

import numpy as np

from course_utils.checks import call, close, exercise, mistake, named
from course_utils.checks.answers_03 import bump, collapse, collapse_with, random_layers, relu, sigmoid

_RANDOM = np.random.default_rng(3)


def _linear(random, sizes):
    return [layer[:2] for layer in random_layers(random, sizes, [None] * len(sizes))]


# Several layers are square: in others many a slip raises an error, the same one as another slip, and could not be named.
_EVEN, _TWO, _SINGLE = (_linear(_RANDOM, sizes) for sizes in ([3, 3, 3, 3], [4, 4, 4], [2, 4]))


def _by_probing(layers):
    def run(x):
        for weights, biases in layers:
            x = x @ weights + biases
        return x
    biases = run(np.zeros(layers[0][0].shape[0]))
    return run(np.eye(layers[0][0].shape[0])) - biases, biases


def _with_new_weights(layers):
    weights, biases = layers[0]
    for next_weights, next_biases in layers[1:]:
        weights = weights @ next_weights
        biases = biases @ weights + next_biases
    return weights, biases


def _joined_by(join):
    return lambda layers: (reduce(join, [weights for weights, _ in layers]), collapse(layers)[1])


def _first_twice(layers):
    return collapse([layers[0], *layers])


def _two_unpacked(layers):
    first, second = layers
    return collapse([first, second])


exercise(
    "3.6", right=collapse, points=3, accept=named(close(), "weights", "biases"),
    probes=[call(_EVEN).named("three layers of the sizes 3-3-3-3"), call(_TWO).named("two layers of the sizes 4-4-4"),
            call(_SINGLE).named("a single layer 2-4")],
    also_right=[_by_probing, lambda layers: list(collapse(layers))],
    mistakes=[
        mistake("The weights are right. The old biases have to pass through the next weights before the next ones are added.",
                lambda layers: collapse_with(layers, lambda biases, weights, more: biases + more)),
        mistake("The weights are right; the biases are those of the last layer alone. The others reach the output, too, "
                "through the weights behind them.", lambda layers: collapse_with(layers, lambda b, weights, more: more)),
        mistake("The weights are right; the biases of the first layer are missing.",
                lambda layers: collapse_with(layers, start=np.zeros_like)),
        mistake("The biases pass through the weights, but those of the next layers are not added.",
                lambda layers: collapse_with(layers, lambda biases, weights, more: biases @ weights)),
        mistake("`weights` is replaced before the biases are computed, which then pass through the product of all weights so "
                "far. They need `next_weights`.", _with_new_weights),
        mistake("The product is in the wrong order: x meets the first matrix first, so W1 stands on the left, W1 @ W2.",
                _joined_by(lambda weights, following: following @ weights)),
        mistake("The weights are added. Putting one layer into the next gives their matrix product.",
                _joined_by(np.add)),
        mistake("Weights and biases are added. Putting one layer into the next needs matrix products: `@`, in both.",
                lambda layers: (sum(weights for weights, _ in layers), sum(biases for _, biases in layers))),
        mistake("The next biases are added too early. They do not pass through the weights of their own layer.",
                lambda layers: collapse_with(layers, lambda biases, weights, more: (biases + more) @ weights)),
        mistake("`*` multiplies place by place. Here rows meet columns: the matrix product, `@`.",
                _joined_by(np.multiply)),
        mistake("The first layer is joined twice: you begin with it, so the loop goes on with `layers[1:]`.", _first_twice),
        mistake("The last layer is missing: the loop has to reach it.", lambda layers: collapse(layers[:-1] or layers)),
        mistake("You unpack two layers, always. The list may hold more, or a single one: go through it in a loop.",
                _two_unpacked),
        mistake("The list may hold a single layer, and then there is no `layers[1]`. A loop over `layers[1:]` does nothing "
                "there, which is right.", lambda layers: (collapse(layers), layers[1])[0]),
        mistake("The `return` stands inside the loop, so it ends after its first round, and does not come at all for a single "
                "layer. It belongs after the loop, at the depth of the `for`.",
                lambda layers: collapse(layers[:2]) if layers[1:] else None),
        mistake("This is the first layer alone; the others are not joined to it.", lambda layers: layers[0]),
        mistake("This is the last layer alone.", lambda layers: layers[-1]),
        mistake("Only the first two layers are joined. Go on in a loop, for any number of them.",
                lambda layers: collapse(layers[:2])),
        mistake("These are the weights alone. Return two things: weights, then biases.", lambda layers: collapse(layers)[0]),
        mistake("The two are in the wrong order: weights first, then biases.", lambda layers: collapse(layers)[::-1]),
        mistake("The biases are turned the wrong way: it is `biases @ next_weights`, as for any x.",
                lambda layers: collapse_with(layers, lambda biases, weights, more: weights @ biases + more)),
    ],
)

_X = np.linspace(0, 1, 9)
exercise(
    "3.7", right=bump, points=2, probes=[call(_X, 0.3, 0.7, 20), call(np.array([[-1.0, 0.5], [2.2, 4.0]]), 0.0, 2.0, 5)],
    random_probes=lambda random: [call(random.uniform(-1, 2, size=6), -0.2, float(random.uniform(0.5, 1)), 12.0)],
    also_right=[lambda x, left, right, steepness: (np.tanh(steepness * (x - left) / 2) - np.tanh(
        steepness * (x - right) / 2)) / 2,
                lambda x, a, b, s: sigmoid(s * (x - a)) + sigmoid(-s * (x - b)) - 1,
                lambda x, a, b, s: 1 / (1 + np.exp(-s * (x - a))) - 1 / (1 + np.exp(-s * (x - b)))],
    mistakes=[
        mistake("The bump is upside down. The sigmoid that rises at `left` comes first, the one at `right` is subtracted; a "
                "rising sigmoid has x - left in it, not left - x.",
                lambda x, a, b, s: -bump(x, a, b, s)),
        mistake("The two sigmoids are added, which makes a staircase. Subtract the one that rises at `right`.",
                lambda x, a, b, s: sigmoid(s * (x - a)) + sigmoid(s * (x - b))),
        mistake("Nearly the same shape, but made by a product. An output neuron can only weigh and add: subtract the second "
                "sigmoid.", lambda x, a, b, s: sigmoid(s * (x - a)) * sigmoid(s * (b - x))),
        mistake("A bracket is missing: `steepness * x - left` multiplies x alone. Then the step is not at `left`.",
                lambda x, a, b, s: sigmoid(s * x - a) - sigmoid(s * x - b)),
        mistake("The steepness stands in the first sigmoid alone. The second step needs it, too.",
                lambda x, a, b, s: sigmoid(s * (x - a)) - sigmoid(x - b)),
        mistake("The steepness stands in the second sigmoid alone. The first step needs it, too.",
                lambda x, a, b, s: sigmoid(x - a) - sigmoid(s * (x - b))),
        mistake("You divide by the width, which was not asked for: the steepness is the s of the text as it is.",
                lambda x, a, b, s: bump(x, a, b, s / (b - a))),
        mistake("The steepness is always the same here. Use the argument.", lambda x, a, b, s: bump(x, a, b, 60)),
        mistake("ReLU goes on rising, so its difference is a ramp that stays up. Two steps are needed: sigmoids.",
                lambda x, a, b, s: relu(s * (x - a)) - relu(s * (x - b))),
        mistake("Both differences are inside one sigmoid, where x cancels: the result is the same everywhere. Use two "
                "sigmoids, and subtract the second from the first.", lambda x, a, b, s: sigmoid(s * (x - a) - s * (x - b))),
        mistake("The height is right, and the edges are twice as steep: tanh(z) belongs to the sigmoid of 2z.",
                lambda x, a, b, s: (np.tanh(s * (x - a)) - np.tanh(s * (x - b))) / 2),
        mistake("`math.exp` takes one number, and x is an array. Use `sigmoid`, which takes arrays.",
                lambda x, a, b, s: math.exp(-s * (x - a))),
        mistake("The arguments are in another order than they were given in: x, left, right, steepness.",
                lambda x, s, a, b: bump(x, a, b, s)),
        mistake("x is the last of your arguments. The order is the one that was given: x, left, right, steepness.",
                lambda a, b, s, x: bump(x, a, b, s)),
        mistake("The steepness is not used: the steps rise slowly, and hardly anything remains of the bump.",
                lambda x, a, b, s: bump(x, a, b, 1)),
        mistake("You divide by the steepness. A larger one has to make the step steeper: multiply.",
                lambda x, a, b, s: sigmoid((x - a) / s) - sigmoid((x - b) / s)),
        mistake("The steepness stands outside, and makes the bump higher. It belongs inside the sigmoid, where it makes the "
                "steps steeper.", lambda x, a, b, s: s * bump(x, a, b, 1)),
        mistake("The signs inside are turned: the steps stand at -left and -right. A step at `left` needs x - left.",
                lambda x, a, b, s: sigmoid(s * (x + a)) - sigmoid(s * (x + b))),
        mistake("This is the step at `left` alone. Subtract another one that rises at `right`.",
                lambda x, a, b, s: sigmoid(s * (x - a))),
        mistake("These edges are hard, and no network of sigmoids can draw them. Use two sigmoids.",
                lambda x, a, b, s: ((x > a) & (x < b)) * 1.0),
        mistake("Both sigmoids have the same edge, so nothing remains.", lambda x, a, b, s: np.zeros_like(x)),
        mistake("This bump has tanh for its steps, and is twice as high. Use the sigmoid.",
                lambda x, a, b, s: np.tanh(s * (x - a)) - np.tanh(s * (x - b))),
    ],
)
