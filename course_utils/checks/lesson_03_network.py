"""Exercises of lesson 03: the forward pass, counting, collapsing layers, bumps."""
import numpy as np

from course_utils.checks import call, close, exact, exercise, mistake, named
from course_utils.checks.answers_03 import (
    bump,
    collapse,
    collapse_with,
    forward,
    forward_with,
    parameter_count,
    random_layers,
    relu,
    sigmoid,
    softmax,
)

_RANDOM = np.random.default_rng(3)
_SQUARE = random_layers(_RANDOM, [3, 3, 3, 3], (relu, np.tanh, softmax))
_SMALL = random_layers(_RANDOM, [2, 4, 1], (np.tanh, np.square))
_EVEN_INPUTS = random_layers(_RANDOM, [4, 4, 1], (np.tanh, np.square))
_FORWARD = [call(_RANDOM.normal(size=(4, 3)), _SQUARE).named("four examples and a network 3-3-3-3: ReLU, tanh, softmax"),
            call(_RANDOM.normal(size=(5, 4)), _EVEN_INPUTS).named("five examples and a network 4-4-1: tanh, then a square"),
            call(_RANDOM.normal(size=(5, 2)), _SMALL).named("five examples and a network 2-4-1: tanh, then a square"),
            call(_RANDOM.normal(size=(1, 3)), _SQUARE[:1]).named("one example and a single layer 3-3 with ReLU")]


def _recursive(x, layers):
    if not layers:
        return x
    weights, biases, activation = layers[0]
    return _recursive(activation(np.dot(x, weights) + biases), layers[1:])


def _row_by_row(x, layers):
    rows = []
    for row in x:
        for weights, biases, activation in layers:
            row = activation((row @ weights + biases)[None])[0]
        rows.append(row)
    return np.array(rows)


def _each_gets_the_inputs(x, layers):
    for weights, biases, activation in layers:
        result = activation(x @ weights + biases)
    return result


exercise(
    "3.4", right=forward, points=3, probes=_FORWARD, also_right=[_recursive, _row_by_row],
    mistakes=[
        mistake("Only the first layer is computed. Is the `return` inside the loop? It belongs after it, at the depth of the "
                "`for`.", lambda x, layers: forward(x, layers[:1])),
        mistake("Every layer gets the inputs x. Give it what the layer before it has made: assign the result to `x`.",
                _each_gets_the_inputs),
        mistake("The activations are missing: each layer applies its own to its sums.",
                lambda x, layers: forward_with(x, layers, lambda x, w, b, bend: x @ w + b)),
        mistake("The biases are missing: each layer adds its own before the activation.",
                lambda x, layers: forward_with(x, layers, lambda x, w, b, bend: bend(x @ w))),
        mistake("The biases are added after the activation. They belong to the sum, inside of it.",
                lambda x, layers: forward_with(x, layers, lambda x, w, b, bend: bend(x @ w) + b)),
        mistake("The bend comes before the weights. First weigh and add, then apply the activation.",
                lambda x, layers: forward_with(x, layers, lambda x, w, b, bend: bend(x) @ w + b)),
        mistake("You bend with relu everywhere. Each layer brings its own activation, the third of its parts.",
                lambda x, layers: forward_with(x, layers, lambda x, w, b, bend: relu(x @ w + b))),
        mistake("You bend with the sigmoid everywhere. Each layer brings its own activation, the third of its parts.",
                lambda x, layers: forward_with(x, layers, lambda x, w, b, bend: sigmoid(x @ w + b))),
        mistake("The last layer is left without its activation. Here the last one has its own, too, such as softmax.",
                lambda x, layers: forward(x, [*layers[:-1], (*layers[-1][:2], lambda z: z)])),
        mistake("There is one softmax too many at the end. The layers bring their activations themselves.",
                lambda x, layers: softmax(forward(x, layers))),
        mistake("The last layer is missing: the loop has to go through all of `layers`.",
                lambda x, layers: forward(x, layers[:-1])),
        mistake("The matrix stands on the wrong side: each row of x is an example, so it is `x @ weights`.",
                lambda x, layers: forward_with(x, layers, lambda x, w, b, bend: bend(w @ x + b))),
        mistake("The weights are turned. Their shape is (inputs, neurons), which fits `x @ weights` as it is.",
                lambda x, layers: forward_with(x, layers, lambda x, w, b, bend: bend(x @ w.T + b))),
        mistake("`*` multiplies place by place. The sum over the inputs is the matrix product, `@`.",
                lambda x, layers: forward_with(x, layers, lambda x, w, b, bend: bend(x * w + b))),
        mistake("These are the results of all layers in a list. Return the last one alone.",
                lambda x, layers: [forward(x, layers[:number + 1]) for number in range(len(layers))]),
        mistake("This is the first example alone. Return one row for each of the batch.",
                lambda x, layers: forward(x, layers)[0], when=lambda got, right: np.allclose(got, right[0])),
    ],
)


def _product_of_all(sizes):
    total = 1
    for size in sizes:
        total = total * size
    return total


exercise(
    "3.5", right=parameter_count, points=2, accept=exact(),
    probes=[call([3, 4, 2]), call([3, 4, 4, 1]), call([5, 1]), call([784, 128, 10])],
    random_probes=lambda random: [call(random.integers(1, 20, size=5).tolist())],
    also_right=[lambda sizes: sum((sizes[i] + 1) * sizes[i + 1] for i in range(len(sizes) - 1)),
                lambda sizes: float(np.dot(np.array(sizes[:-1]) + 1, sizes[1:]))],
    mistakes=[
        mistake("These are the weights alone. Each neuron has a bias, too.",
                lambda sizes: sum(a * b for a, b in zip(sizes[:-1], sizes[1:]))),
        mistake("The inputs have been given biases. They compute nothing; only neurons have them.",
                lambda sizes: parameter_count(sizes) + sizes[0]),
        mistake("You add one bias for each layer. Each neuron of it has its own.",
                lambda sizes: sum(a * b + 1 for a, b in zip(sizes[:-1], sizes[1:]))),
        mistake("You add as many biases as a layer has inputs. It has one for each of its neurons.",
                lambda sizes: sum(a * b + a for a, b in zip(sizes[:-1], sizes[1:]))),
        mistake("These are the neurons. Their weights and biases are to be counted.", lambda sizes: sum(sizes[1:])),
        mistake("These are the inputs and the neurons. Count the weights between them, and the biases.", sum),
        mistake("The last layer is missing.", lambda sizes: parameter_count(sizes[:-1])),
        mistake("The outputs have no bias in your count. They are neurons like the others.",
                lambda sizes: parameter_count(sizes) - sizes[-1]),
        mistake("All sizes are multiplied with each other. A layer is joined to its neighbours only.", _product_of_all),
        mistake("Only the first two sizes are counted. Add up over all neighbours; is the `return` inside the loop?",
                lambda sizes: parameter_count(sizes[:2])),
        mistake("Only the last layer is counted: in the loop, the count has to be added to what there is already.",
                lambda sizes: parameter_count(sizes[-2:])),
        mistake("There is one pair of neighbours less than there are sizes: `range(len(sizes) - 1)`.",
                lambda sizes: sum((sizes[i] + 1) * sizes[i + 1] for i in range(len(sizes)))),
        mistake("You count two layers, always. The list may be shorter or longer: go through its neighbours in a loop.",
                lambda sizes: (sizes[0] + 1) * sizes[1] + (sizes[1] + 1) * sizes[2]),
        mistake("Each weight has been given a bias of its own.",
                lambda sizes: 2 * sum(a * b for a, b in zip(sizes[:-1], sizes[1:]))),
        mistake("Weights of a layer are inputs times neurons; you added the two.",
                lambda sizes: sum(a + b + b for a, b in zip(sizes[:-1], sizes[1:]))),
    ],
)


def _linear(random, sizes):
    return [layer[:2] for layer in random_layers(random, sizes, [None] * len(sizes))]


_THREE, _EVEN = _linear(_RANDOM, [2, 4, 3, 1]), _linear(_RANDOM, [3, 3, 3, 3])


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


exercise(
    "3.6", right=collapse, points=3, accept=named(close(), "weights", "biases"),
    probes=[call(_EVEN).named("three layers of the sizes 3-3-3-3"), call(_THREE).named("three layers of the sizes 2-4-3-1"),
            call(_THREE[:2]).named("two layers of the sizes 2-4-3"), call(_THREE[:1]).named("a single layer 2-4")],
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
                lambda layers: (np.linalg.multi_dot([*[w for w, _ in layers[::-1]], np.eye(len(layers[0][0]))]),
                                collapse(layers)[1])),
        mistake("The weights are added. Putting one layer into the next gives their matrix product.",
                lambda layers: (sum(weights for weights, _ in layers), collapse(layers)[1])),
        mistake("`*` multiplies place by place. Here rows meet columns: the matrix product, `@`.",
                lambda layers: (np.prod([weights for weights, _ in layers], axis=0), collapse(layers)[1])),
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
    "3.7", right=bump, points=2, probes=[call(_X, 0.3, 0.7, 20), call(np.array([[-1.0, 0.5], [2.0, 4.0]]), 0.0, 2.0, 5)],
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
