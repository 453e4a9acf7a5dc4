"""Layers: dense ones, and a sequence of them."""
import math

from course_utils.nn.functions import ACTIVATIONS
from course_utils.nn.tensor import Tensor

# The standard deviation of random weights between n inputs and m outputs (lesson 05).
INITIALISATIONS = {
    "glorot": lambda n, m: math.sqrt(2 / (n + m)),
    "he": lambda n, m: math.sqrt(2 / n),
    "small": lambda n, m: 0.01,
    "large": lambda n, m: 1.0,
    "zero": lambda n, m: 0.0,
}


class Dense:
    """A layer in which every unit sees every input: activation(x @ weights + biases).

    weights: Tensor (inputs, units), normal around 0 with the spread of `initialisation`, a name in INITIALISATIONS, drawn from
    `random`, a NumPy Generator. biases: Tensor (units,) of zeros. activation: a name in ACTIVATIONS, or a function from Tensor
    to Tensor. ValueError for a name that there is not or a size below 1.
    """

    def __init__(self, inputs, units, activation="identity", *, initialisation="glorot", random):
        if min(inputs, units) < 1:
            raise ValueError(f"A layer from {inputs} inputs to {units} units cannot be made; both must be at least 1.")
        spread = _chosen(INITIALISATIONS, initialisation, "initialisation")(inputs, units)
        self.activation = activation if callable(activation) else _chosen(ACTIVATIONS, activation, "activation")
        self.weights = Tensor(random.normal(0.0, spread, (inputs, units)), "weights")
        self.biases = Tensor([0.0] * units, "biases")

    @property
    def parameters(self):
        """The tensors that are learned, a list."""
        return [self.weights, self.biases]

    def __call__(self, x):
        """Return the outputs (examples, units), a Tensor, for x (examples, inputs), a Tensor or an array."""
        return self.activation(x @ self.weights + self.biases)


class Sequential:
    """Layers one behind the other; what leaves one enters the next."""

    def __init__(self, layers):
        self.layers = list(layers)

    @property
    def parameters(self):
        """The tensors that are learned, of all layers in order, a list."""
        return [parameter for layer in self.layers for parameter in layer.parameters]

    def __call__(self, x):
        """Return the outputs of the last layer, a Tensor, for x (examples, inputs), a Tensor or an array."""
        for layer in self.layers:
            x = layer(x)
        return x


def _chosen(choices, name, kind):
    """Return the entry `name`, or raise ValueError that lists what there is."""
    if name not in choices:
        raise ValueError(f"There is no {kind} {name!r}; there is {', '.join(choices)}.")
    return choices[name]
