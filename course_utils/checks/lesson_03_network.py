"""Exercises of lesson 03: the forward pass, and counting parameters. Collapsing and bumps are in lesson_03_bend."""
import numpy as np

from course_utils.checks import call, exact, exercise, mistake
from course_utils.checks.answers_03 import forward, forward_with, parameter_count, random_layers, relu, sigmoid, softmax

_RANDOM = np.random.default_rng(3)
_SQUARE = random_layers(_RANDOM, [3, 3, 3, 3, 3], (relu, np.tanh, relu, softmax))
_EVEN_INPUTS = random_layers(_RANDOM, [4, 4, 1], (np.tanh, np.square))
_SINGLE = random_layers(_RANDOM, [2, 4], (relu,))
# Inputs and hidden layers of equal sizes, so that slips such as leaving a layer out give values of their own, and no error.
_FORWARD = [call(_RANDOM.normal(size=(4, 3)), _SQUARE).named("four examples, and a network of four layers, all of three"),
            call(_RANDOM.normal(size=(5, 4)), _EVEN_INPUTS).named("five examples and a network 4-4-1: tanh, then a square"),
            call(_RANDOM.normal(size=(1, 2)), _SINGLE).named("one example and a single layer 2-4 with ReLU")]


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


def _one_row_at_a_time(x, layers):
    for row in x:
        forward(row, layers)


def _three_unpacked(x, layers):
    first, second, third = layers
    return forward(x, [first, second, third])


def _with_relu(x, weights, biases, bend):
    return relu(x @ weights + biases)


def _without_bend(x, weights, biases, bend):
    return x @ weights + biases


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
        mistake("The first layer is left out: the loop has to go through all of `layers`.",
                lambda x, layers: forward(x, layers[1:])),
        mistake("You go through three layers, always. The list may hold fewer or more: `for ... in layers`.",
                lambda x, layers: forward(x, [layers[number] for number in range(3)])),
        mistake("Only the first three layers are computed. The list may hold more: `for ... in layers`.",
                lambda x, layers: forward(x, layers[:3])),
        mistake("You go through the layers from the last to the first. The inputs meet the first one first.",
                lambda x, layers: forward(x, layers[::-1])),
        mistake("You unpack three layers, always. The list may hold fewer or more: go through it in a loop.", _three_unpacked),
        mistake("An activation got one example alone, without the axis of the batch; softmax looks along axis 1. Leave the "
                "rows of x together: `x @ weights` takes them all at once.", _one_row_at_a_time),
        mistake("Weights and biases are exchanged. The order in each layer is weights, biases, activation.",
                lambda x, layers: forward_with(x, layers, lambda x, w, b, bend: bend(x @ b + w))),
        mistake("The biases are subtracted. Each layer adds its own to the weighted sums.",
                lambda x, layers: forward_with(x, layers, lambda x, w, b, bend: bend(x @ w - b))),
        mistake("The biases are added to the weights, and so multiplied by the inputs. They are added to the sums: "
                "`x @ weights + biases`, without brackets.",
                lambda x, layers: forward_with(x, layers, lambda x, w, b, bend: bend(x @ (w + b)))),
        mistake("Each activation is applied twice. Once is enough.",
                lambda x, layers: forward_with(x, layers, lambda x, w, b, bend: bend(bend(x @ w + b)))),
        mistake("The last layer always gets a softmax here. Each layer brings its own activation, the last one, too.",
                lambda x, layers: softmax(forward(x, [*layers[:-1], (*layers[-1][:2], lambda z: z)]))),
        mistake("The activations are missing: each layer applies its own to its sums.",
                lambda x, layers: forward_with(x, layers, _without_bend)),
        mistake("The biases are missing: each layer adds its own before the activation.",
                lambda x, layers: forward_with(x, layers, lambda x, w, b, bend: bend(x @ w))),
        mistake("The biases are added after the activation. They belong to the sum, inside of it.",
                lambda x, layers: forward_with(x, layers, lambda x, w, b, bend: bend(x @ w) + b)),
        mistake("The bend comes before the weights. First weigh and add, then apply the activation.",
                lambda x, layers: forward_with(x, layers, lambda x, w, b, bend: bend(x) @ w + b)),
        mistake("You bend with relu everywhere. Each layer brings its own activation, the third of its parts.",
                lambda x, layers: forward_with(x, layers, _with_relu)),
        mistake("You bend with relu, and with softmax at the end, as in one network. Each layer brings its own activation.",
                lambda x, layers: softmax(forward_with(forward_with(x, layers[:-1], _with_relu), layers[-1:], _without_bend))),
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


def _three_sizes(sizes):
    a, b, c = sizes
    return a * b + b + b * c + c


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
        mistake("These are the counts of the layers, one by one. Add them up: a single number is asked for.",
                lambda sizes: [(a + 1) * b for a, b in zip(sizes[:-1], sizes[1:])]),
        mistake("These are the weights and the biases, counted apart. Add the two: a single number is asked for.",
                lambda sizes: (sum(a * b for a, b in zip(sizes[:-1], sizes[1:])), sum(sizes[1:]))),
        mistake("All sizes are multiplied with each other, and the biases added. A layer is joined to its neighbours only.",
                lambda sizes: _product_of_all(sizes) + sum(sizes[1:])),
        mistake("The first layer is missing: the first pair of neighbours is sizes[0] and sizes[1].",
                lambda sizes: parameter_count(sizes[1:])),
        mistake("You take three sizes, always. The list may be shorter or longer: go through its neighbours in a loop.",
                _three_sizes),
        mistake("You add a bias to both sides of each pair. Only the neurons behind the weights have one: (a + 1) b.",
                lambda sizes: sum((a + 1) * (b + 1) for a, b in zip(sizes[:-1], sizes[1:]))),
        mistake("Sizes of neighbours are added. There is a weight for each pair of an input and a neuron: multiply. And then "
                "come the biases.", lambda sizes: sum(a + b for a, b in zip(sizes[:-1], sizes[1:]))),
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
