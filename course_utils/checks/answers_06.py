"""Right answers of lesson 06, and the pieces of which wrong ones are made."""
import numpy as np


def sigmoid(z):
    """Return 1 / (1 + e^-z) for each element."""
    return 1 / (1 + np.exp(-z))


def forward(network, inputs):
    """Return the activations (hidden, outputs) of a network of two sigmoid layers. Built in lesson 06."""
    hidden = sigmoid(inputs @ network["hidden_weights"] + network["hidden_biases"])
    return hidden, sigmoid(hidden @ network["output_weights"] + network["output_biases"])


def numerical_gradient(function, values, step=1e-5):
    """Return central differences of `function` at `values`, an array of their shape. Built in lesson 06."""
    result = np.zeros_like(values, dtype=float)
    for index in np.ndindex(values.shape):
        nudge = np.zeros_like(values, dtype=float)
        nudge[index] = step
        result[index] = (function(values + nudge) - function(values - nudge)) / (2 * step)
    return result


def output_error(outputs, targets):
    """Return dE/dnet of sigmoid outputs under E = (target - output)^2 / 2. Built in lesson 06."""
    return (outputs - targets) * outputs * (1 - outputs)


def hidden_error(output_deltas, output_weights, hidden):
    """Return dE/dnet of the sigmoid neurons before `output_weights` (hidden, output). Built in lesson 06."""
    return (output_weights @ output_deltas) * hidden * (1 - hidden)


def backward_with(output_rule=output_error, hidden_rule=hidden_error, outer=np.outer, sent_back=None):
    """Return a backward pass whose rules, outer product and what it sends back may be others than the right ones."""
    def backward(network, inputs, targets):
        hidden, outputs = forward(network, inputs)
        output_deltas = output_rule(outputs, targets)
        sent = sent_back(outputs, targets) if sent_back else output_deltas
        hidden_deltas = hidden_rule(sent, network["output_weights"], hidden)
        return {"hidden_weights": outer(inputs, hidden_deltas), "hidden_biases": hidden_deltas,
                "output_weights": outer(hidden, output_deltas), "output_biases": output_deltas}
    return backward


backward = backward_with()


def train_step(network, inputs, targets, learning_rate):
    """Return the network after one step of gradient descent; the given one stays as it is. Built in lesson 06."""
    gradients = backward(network, inputs, targets)
    return {name: network[name] - learning_rate * gradients[name] for name in network}


def step_layer_by_layer(network, inputs, targets, learning_rate):
    """Return the network after a step that moves the output layer first and sends the error back through its new weights."""
    moved = train_step(network, inputs, targets, learning_rate)
    hidden, outputs = forward(network, inputs)
    hidden_deltas = hidden_error(output_error(outputs, targets), moved["output_weights"], hidden)
    return moved | {"hidden_weights": network["hidden_weights"] - learning_rate * np.outer(inputs, hidden_deltas),
                    "hidden_biases": network["hidden_biases"] - learning_rate * hidden_deltas}


def make_network(random=None, sizes=(2, 2, 2)):
    """Return the lesson's network, or a random one of other sizes, as a dictionary of four arrays."""
    if random is None:
        return {"hidden_weights": np.array([[0.1, 0.2], [0.3, 0.4]]), "hidden_biases": np.array([0.25, 0.25]),
                "output_weights": np.array([[0.5, 0.7], [0.6, 0.8]]), "output_biases": np.array([0.35, 0.35])}
    inputs, hidden, outputs = sizes
    return {"hidden_weights": random.normal(size=(inputs, hidden)), "hidden_biases": random.normal(size=hidden),
            "output_weights": random.normal(size=(hidden, outputs)), "output_biases": random.normal(size=outputs)}


INPUTS, TARGETS = np.array([0.1, 0.5]), np.array([0.05, 0.95])


def sum_of_cubes(values):
    """Return the sum of v^3."""
    return np.sum(values ** 3)


def wavy(values):
    """Return sin(v) e^(v/2), the product over all v."""
    return np.prod(np.sin(values) * np.exp(values / 2))


def one_sided(function, values, step=1e-5):
    """Return forward differences, whose error shrinks only with the step itself."""
    result = [function(values + step * (np.arange(values.size).reshape(values.shape) == number)) - function(values)
              for number in range(values.size)]
    return np.reshape(result, values.shape) / step


def step_key_by_key(network, inputs, targets, learning_rate, order=list):
    """Return the network after a step that finds each gradient anew, after the arrays before it have moved."""
    moved = dict(network)
    for name in order(network):
        moved[name] = moved[name] - learning_rate * backward(moved, inputs, targets)[name]
    return moved


def instead(name, make):
    """Return a backward pass that is right but for one entry, which `make(right gradients, inputs)` gives."""
    def answer(network, inputs, targets):
        gradients = backward(network, inputs, targets)
        return gradients | {name: make(gradients, inputs)}
    return answer


def only_wrong(got, right, name):
    """Return whether of the dictionary of gradients `got` that of the weights `name` is wrong, and its deltas are right."""
    same = {key: isinstance(got, dict) and np.shape(got.get(key)) == right[key].shape and np.allclose(got[key], right[key])
            for key in right}
    return same[name.replace("weights", "biases")] and not same[name]
