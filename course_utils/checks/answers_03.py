"""Right answers of lesson 03, and the pieces of which wrong ones are made."""
import numpy as np


def central_difference(function, values, step=1e-5):
    """Return the slope of `function` at each of `values`, an array of their shape. Built in lesson 03."""
    return (function(values + step) - function(values - step)) / (2 * step)


def identity(z):
    """Return z as it is."""
    return z


def relu(z):
    """Return the larger of 0 and z, for each element. Built in lesson 03."""
    return np.maximum(0, z)


def sigmoid(z):
    """Return 1 / (1 + e^-z) for each element, without overflow. Built in lesson 03."""
    small = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1 / (1 + small), small / (1 + small))


def sigmoid_slope(z):
    """Return the derivative of the sigmoid, sigma (1 - sigma), for each element. Built in lesson 03."""
    return sigmoid(z) * (1 - sigmoid(z))


def tanh_slope(z):
    """Return the derivative of tanh for each element. Built in lesson 03."""
    return 1 - np.tanh(z) ** 2


def softmax(logits):
    """Return the probabilities of each row, (batch, classes) -> (batch, classes), without overflow. Built in lesson 03."""
    return softmax_with(logits)


def softmax_with(logits, moved_by=None, axis=1, shared=1):
    """Return a softmax that subtracts `moved_by` (the largest of each row, if None), and divides by the sums along `axis`.

    shared: along which axis the largest is sought.
    """
    lowered = logits - (logits.max(axis=shared, keepdims=True) if moved_by is None else moved_by)
    powers = np.exp(lowered)
    return powers / powers.sum(axis=axis, keepdims=True)


LAYERS = [(np.array([[1, 2, -1], [1, -1, 1]]), np.array([-1, -1, 0])),
          (np.array([[1, -1, 1], [3, 2, -2], [-1, 1, 2]]), np.array([0, -1, -1])),
          (np.array([[-1, 1, 0], [1, 2, 1], [1, 0, -1]]), np.array([0, 0, 2]))]


def logits_with(x=(1, 0), bends=(relu, relu, identity), biased=True, turned=()):
    """Return what the lesson's 2-3-3-3 network gives for x, as a list, with slips: other bends, no biases, turned matrices."""
    for number, ((weights, biases), bend) in enumerate(zip(LAYERS, bends)):
        x = bend(np.asarray(x) @ (weights.T if number in turned else weights) + biases * biased)
    return x.tolist()


def forward(x, layers):
    """Return the outputs (batch, neurons) of layers [(weights, biases, activation), ...]. Built in lesson 03."""
    return forward_with(x, layers)


def forward_with(x, layers, one_layer=lambda x, weights, biases, bend: bend(x @ weights + biases)):
    """Return a forward pass whose single layer is computed by `one_layer(x, weights, biases, activation)`."""
    for layer in layers:
        x = one_layer(x, *layer)
    return x


def random_layers(random, sizes, bends):
    """Return layers of these sizes with normal weights and biases and the given activations."""
    return [(random.normal(size=(before, after)), random.normal(size=after), bend)
            for before, after, bend in zip(sizes[:-1], sizes[1:], bends)]


def parameter_count(sizes):
    """Return the number of weights and biases of a network of these sizes, sizes[0] the inputs. Built in lesson 03."""
    return sum(before * after + after for before, after in zip(sizes[:-1], sizes[1:]))


def collapse(layers):
    """Return (weights, biases) of the one linear layer that does what all of `layers` do in a row. Built in lesson 03."""
    return collapse_with(layers)


def collapse_with(layers, join=lambda biases, weights, more: biases @ weights + more, start=None):
    """Return the joined layer with the biases joined by `join(biases, next weights, next biases)`, from `start` on."""
    weights, biases = layers[0]
    biases = biases if start is None else start(biases)
    for next_weights, next_biases in layers[1:]:
        weights, biases = weights @ next_weights, join(biases, next_weights, next_biases)
    return weights, biases


def bump(x, left, right, steepness):
    """Return a bump between `left` and `right`, the difference of two sigmoids. Built in lesson 03."""
    return sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right))
