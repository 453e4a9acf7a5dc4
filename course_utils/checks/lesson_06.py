"""Exercises of lesson 06, backpropagation by hand."""
import numpy as np

from course_utils.checks import call, close, exercise, gradient, mistake, one_of, per_key


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
    """Return dE/dnet of the sigmoid units before `output_weights` (hidden, output). Built in lesson 06."""
    return (output_weights @ output_deltas) * hidden * (1 - hidden)


def backward_with(output_rule=output_error, hidden_rule=hidden_error, outer=np.outer):
    """Return a backward pass whose two rules and outer product may be others than the right ones."""
    def backward(network, inputs, targets):
        hidden, outputs = forward(network, inputs)
        output_deltas = output_rule(outputs, targets)
        hidden_deltas = hidden_rule(output_deltas, network["output_weights"], hidden)
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


exercise(
    "6.1", right=6, accept=close(atol=1e-6), also_right=[6.0, np.array(6), 2 * (3 * -2 + 3) * (-2 + 1)],
    mistakes=[
        mistake("You followed one path only, the one through the product: 2s times b. But a also enters the sum directly, and "
                "a change travels along both paths at once.", 12),
        mistake("You followed one path only, the direct one into the sum. But a also enters the product, and a change "
                "travels along both paths at once.", -6),
        mistake("Along a path derivatives are multiplied, but the two paths themselves are added, not multiplied.", -72),
        mistake("The size of both paths is right, and you took their difference. What arrives along two paths is added, "
                "each with its sign: 12 and -6.", 18),
        mistake("This is the derivative with respect to b. Its only path goes through the product, where a is the slope.", -18),
    ],
)

exercise(
    "6.2", right=numerical_gradient, points=2, accept=close(rtol=1e-6, atol=1e-7),
    probes=[call(sum_of_cubes, np.array([1.0, 2.0])), call(wavy, np.array([[0.5, 1.0], [1.5, 2.0]])),
            call(sum_of_cubes, np.array(-1.5))],
    also_right=[lambda function, values, step=1e-4: np.array(
        [(function((values.ravel() + step * row).reshape(values.shape))
          - function((values.ravel() - step * row).reshape(values.shape))) / (2 * step)
         for row in np.eye(values.size)]).reshape(values.shape)],
    mistakes=[
        mistake("You look to one side only. With the step to the left as well, (f(v + h) - f(v - h)) / 2h, the error shrinks "
                "with the square of h, and a gradient check can tell a slip in the third digit from rounding.",
                one_sided),
        mistake("Twice too large: from v - h to v + h the distance is 2h, not h.",
                lambda f, v: 2 * numerical_gradient(f, v)),
        mistake("All entries were nudged together, which gives the slope in one common direction. Nudge one entry at a time "
                "and leave the others where they are.",
                lambda f, v: np.full(v.shape, numerical_gradient(lambda t: f(v + t), np.array(0.0)))),
        mistake("The sign is turned: it is the value on the right minus the value on the left.",
                lambda f, v: -numerical_gradient(f, v)),
    ],
)

exercise(
    "6.3", right=output_error, points=2, accept=gradient(),
    probes=[call(np.array([0.73492861]), np.array([0.05])), call(np.array([0.2, 0.9]), np.array([1.0, 0.0]))],
    random_probes=lambda random: [call(random.uniform(size=3), random.uniform(size=3))],
    also_right=[lambda o, t: -(t - o) * (o - o ** 2)],
    mistakes=[
        mistake("You stopped at the output. Between its net input and its value lies the sigmoid, whose slope is o (1 - o); "
                "the error has to pass through it.", lambda o, t: o - t),
        mistake("The sign is turned: with these numbers, a step against your gradient would push the output further from "
                "its target.", lambda o, t: (t - o) * o * (1 - o)),
        mistake("You took the slope at sigmoid(output). The output has been through the sigmoid already, so its slope there is "
                "output (1 - output).", lambda o, t: (o - t) * sigmoid(o) * (1 - sigmoid(o))),
        mistake("Twice too large: the one half in E cancels the two that comes from the square.",
                lambda o, t: 2 * (o - t) * o * (1 - o)),
    ],
)

exercise(
    "6.4", right="w6", accept=one_of("w5", "w6", "w7", "w8"), also_right=[" W6 "],
    mistakes=[
        mistake("Rounded to three digits, the derivative with respect to w5 is 0.080, not 0.082. Rounding does not explain it.",
                "w5"),
        mistake("The derivative with respect to w7 is negative and about a fifth in size.", "w7"),
        mistake("The derivative with respect to w8 is negative and about a fifth in size.", "w8"),
    ],
)

exercise(
    "6.5", right=hidden_error, points=2, accept=gradient(),
    probes=[call(np.array([0.13342995, -0.0292911]), np.array([[0.5, 0.7], [0.6, 0.8]]), np.array([0.60108788, 0.61538376]))],
    random_probes=lambda random: [call(random.normal(size=2), random.normal(size=(3, 2)), random.uniform(size=3))],
    also_right=[lambda d, w, h: np.array([sum(w[j, k] * d[k] for k in range(len(d))) * (h[j] - h[j] ** 2)
                                          for j in range(len(h))])],
    mistakes=[
        mistake("One of the two paths is missing: you sent back the error of the first output alone. A hidden unit feeds every "
                "output, so it hears from every output.", lambda d, w, h: w[:, 0] * d[0] * h * (1 - h)),
        mistake("The hidden unit's own slope, h (1 - h), is missing: the error has reached its output but not yet its net "
                "input.", lambda d, w, h: w @ d),
        mistake("You took the slope at sigmoid(h). `hidden` holds activations, which have been through the sigmoid already: "
                "the slope there is h (1 - h).", lambda d, w, h: (w @ d) * sigmoid(h) * (1 - sigmoid(h))),
        mistake("The sign is turned. The sign of the error is inside output_deltas already, and is not turned again.",
                lambda d, w, h: -(w @ d) * h * (1 - h)),
        mistake("You averaged the two paths. What arrives along several paths is added.",
                lambda d, w, h: (w @ d) / len(d) * h * (1 - h)),
    ],
)

_PAIR = [call(make_network(), INPUTS, TARGETS)]
_OTHER = np.random.default_rng(6)
_PAIR.append(call(make_network(_OTHER, (3, 4, 2)), _OTHER.normal(size=3), np.array([0.9, 0.2])))

exercise(
    "6.6", right=backward, points=3, accept=gradient(), probes=_PAIR,
    also_right=[backward_with(outer=lambda one, other: one[:, None] * other[None, :])],
    mistakes=[
        mistake("Every sign is turned: a step against your gradient would climb. Start the pass with output minus target.",
                backward_with(lambda o, t: (t - o) * o * (1 - o))),
        mistake("The hidden units hear from the first output only; the path through the other one is missing.",
                backward_with(hidden_rule=lambda d, w, h: w[:, 0] * d[0] * h * (1 - h))),
        mistake("On the way back the error does not pass through the slope of the hidden units, h (1 - h).",
                backward_with(hidden_rule=lambda d, w, h: w @ d)),
        mistake("Rows and columns of the weight gradients are exchanged. They have the shape of the weights, (from, to), so "
                "what the weight carries comes first: np.outer(inputs, hidden_deltas).",
                backward_with(outer=lambda one, other: np.outer(other, one))),
        mistake("The deltas of the outputs lack the slope o (1 - o).", backward_with(lambda o, t: o - t)),
    ],
)

exercise(
    "6.7", right=train_step, points=2, accept=gradient(),
    probes=[call(*probe.args, rate) for probe, rate in zip(_PAIR, (0.6, 0.1))],
    also_right=[lambda network, inputs, targets, rate: {
        name: value - rate * backward(network, inputs, targets)[name] for name, value in sorted(network.items())}],
    mistakes=[
        mistake("The error went back through output weights that had moved already. All gradients belong to one and the same "
                "point: compute them first, with the old weights, then move everything.", step_layer_by_layer),
        mistake("You stepped along the gradient, which climbs. Subtract it.",
                lambda n, x, t, rate: {name: n[name] + rate * g for name, g in backward(n, x, t).items()}),
        mistake("The biases stayed where they were. They have gradients as well.",
                lambda n, x, t, rate: n | {name: value for name, value in train_step(n, x, t, rate).items() if "w" in name}),
        mistake("You returned the gradients, not the network after the step.", lambda n, x, t, rate: backward(n, x, t)),
        mistake("The learning rate is not used: you subtracted the whole gradient.",
                lambda n, x, t, rate: train_step(n, x, t, 1.0)),
    ],
)

_SLIPS = one_of("sign", "one path", "slope", "new weights")
_RIGHT = {"A": "one path", "B": "new weights", "C": "sign", "D": "slope"}

exercise(
    "6.8", right=_RIGHT, points=3, accept=per_key(A=_SLIPS, B=_SLIPS, C=_SLIPS, D=_SLIPS),
    also_right=[{"D": "slope", "C": "Sign", "B": "new weights", "A": "one path"}],
    mistakes=[
        mistake("B and D are exchanged. Divide each by the true gradient: a slope taken at the wrong place changes all weights "
                "into one hidden unit by one factor, here 0.95 to 0.96; new weights lose 12 to 15 % here.",
                _RIGHT | {"B": "slope", "D": "new weights"}),
        mistake("A and B are exchanged. The second path pulls w1 down, so leaving it out makes the gradient larger.",
                _RIGHT | {"A": "new weights", "B": "one path"}),
        mistake("A and D are exchanged. A differs from the truth by almost half, far more than a neighbouring slope does.",
                _RIGHT | {"A": "slope", "D": "one path"}),
        mistake("C has the right sizes throughout, so only its sign can be wrong; and a sign is wrong in none of the others.",
                {"A": "sign", "B": "new weights", "C": "one path", "D": "slope"}),
    ],
)
