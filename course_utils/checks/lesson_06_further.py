"""Exercises of the companion of lesson 06: XOR, batches, Jacobians, softmax with cross-entropy."""
from functools import partial

import numpy as np

from course_utils.checks import at_least, call, close, exact, exercise, gradient, mistake, named, per_key, script
from course_utils.checks.answers_06 import sigmoid
from course_utils.checks.answers_06_further import (
    apply_misprint,
    cross_entropy_gradient,
    layer_gradient,
    result_between,
    softmax,
    softmax_jacobian,
    try_orders,
)

exercise = partial(exercise, further=True)
_BATCHES = [call(np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0], [0.5, 0.0]]), np.array([[0.1], [-0.2], [0.3], [0.0]])),
            call(np.array([[1.0, -1.0, 2.0]]), np.array([[0.5, 0.25]]))]
exercise(
    "6.9", right=layer_gradient, points=2, accept=named(gradient(batch=(4, 3)), "weights", "biases"), probes=_BATCHES,
    random_probes=lambda random: [call(random.normal(size=(3, 5)), random.normal(size=(3, 2)))],
    also_right=[lambda a, d: (np.mean([np.outer(one, other) for one, other in zip(a, d)], axis=0), d.sum(0) / len(d)),
                lambda a, d: [np.einsum("ni,nj->ij", a, d) / a.shape[0], np.mean(d, 0)]],
    mistakes=[
        mistake("These are sums over the batch. For the mean divide by the number of examples, the length of the first axis.",
                lambda a, d: (a.T @ d, d.sum(axis=0))),
        mistake("The weights are right; the bias gradient is still a sum over the batch. It takes the mean, too.",
                lambda a, d: (a.T @ d / len(d), d.sum(axis=0))),
        mistake("The bias gradient has one number too many or too few: take the mean over the examples, axis 0, so that one "
                "number for each unit remains.", lambda a, d: (a.T @ d / len(d), d.mean(axis=1))),
        mistake("Rows and columns of the weight gradient are exchanged: it has the shape of the weights, (from, to).",
                lambda a, d: (d.T @ a / len(d), d.mean(axis=0))),
        mistake("You divide by 4, whatever the size of the batch. Here it has another size: take len(deltas).",
                lambda a, d: (a.T @ d / 4, d.sum(axis=0) / 4)),
        mistake("np.outer takes two vectors; it flattens a batch into one long one. Add up an outer product for each example, "
                "or use the matrix product that does it.",
                lambda a, d: (np.outer(a, d) / len(d), d.mean(axis=0))),
        mistake("You divide by the size of an array, which counts all its entries. The number of examples is the length of its "
                "first axis.", lambda a, d: (a.T @ d / a.size, d.mean(axis=0))),
        mistake("This is the first example alone. Add up what all of them contribute, and divide by their number.",
                lambda a, d: (np.outer(a[0], d[0]), d.mean(axis=0))),
        mistake("You took the means first and multiplied then. The mean of products is not the product of means.",
                lambda a, d: (np.outer(a.mean(axis=0), d.mean(axis=0)), d.mean(axis=0))),
        mistake("This is the gradient of the weights alone. Return two things: weights, then biases.",
                lambda a, d: a.T @ d / len(d)),
        mistake("The two are in the wrong order: weights first, then biases.",
                lambda a, d: (d.mean(axis=0), a.T @ d / len(d))),
    ],
)

exercise(
    "6.10", right=lambda count, random: random.permutation(count), points=2, level="stretch", seconds=30,
    probes=[script(try_orders, says="XOR is learned six times, the examples in another circular order each time",
                   reveals=False)],
    accept=per_key(**{"whole numbers": exact(), "every example once": exact(), "seven examples once": exact(),
                      "same seed, same order": exact(), "solved of 6": at_least(6)}),
    also_right=[lambda count, random: sorted(range(count), key=lambda index: random.uniform()),
                lambda count, random: random.choice(count, size=count, replace=False)],
    mistakes=[
        mistake("Your function returns None. `random.shuffle` works in place and returns nothing: shuffle a list, then return "
                "the list.", lambda count, random: random.shuffle(np.arange(count)),
                when=lambda got, right: "first order" in got and got["first order"] is None),
        mistake("One flat series of numbers is wanted, such as [2, 0, 3, 1]. The batches are made of it afterwards.",
                lambda count, random: [[index] for index in random.permutation(count)],
                when=lambda got, right: "form" in got),
        mistake("This is the same order in every epoch, the one the examples come in. It works for most arrangements of the "
                "examples, and you do not know which one you have been given.", lambda count, random: np.arange(count),
                when=lambda got, right: got.get("different orders") == 1 and got["first order"] == [0, 1, 2, 3]),
        mistake("Every epoch has the same order again, though another one than the examples come in. Draw a new one each time "
                "from the generator that you are given.", lambda count, random: np.random.default_rng(5).permutation(count),
                when=lambda got, right: got.get("different orders") == 1 and got["every example once"]),
        mistake("Each epoch begins elsewhere, but goes round the same circle. After the first epoch nothing has changed.",
                lambda count, random: np.roll(np.arange(count), random.integers(count)),
                when=lambda got, right: got.get("different circles") == 1),
        mistake("The numbers of the examples run from 0 to count - 1; yours do not.",
                lambda count, random: random.permutation(count) + 1,
                when=lambda got, right: bool(got["first order"]) and not set(got["first order"]) <= {0, 1, 2, 3}),
        mistake("It should work for any number of examples; here it returns four of them for any `count`.",
                lambda count, random: random.permutation(4),
                when=lambda got, right: got.get("every example once") and not got["seven examples once"]),
        mistake("It does not draw from the generator `random` that it is given, so that nobody can repeat your run.",
                lambda count, random: np.random.default_rng().permutation(count),
                when=lambda got, right: got.get("every example once") and not got["same seed, same order"]),
        mistake("These are not whole numbers, and cannot pick rows of an array.",
                lambda count, random: random.permutation(count) / 1, when=lambda got, right: got.get("whole numbers") is False),
        mistake("Some examples come twice in an epoch and others not at all: you draw with replacement.",
                lambda count, random: random.integers(count, size=count),
                when=lambda got, right: got.get("every example once") is False),
    ],
)

exercise(
    "6.11", right=softmax_jacobian, points=2, accept=gradient(),
    probes=[call(np.array([0.7, 0.2, 0.1])), call(np.array([0.4, 0.3, 0.2, 0.1]))],
    also_right=[lambda p: np.array([[p[i] * ((i == j) - p[j]) for j in range(len(p))] for i in range(len(p))]),
                lambda p: p[:, None] * (np.eye(len(p)) - p)],
    mistakes=[
        mistake("Only the diagonal is there. Raising one logit also lowers the probabilities of all other classes, since they "
                "share one sum: the entries off the diagonal are -p_i p_j.", lambda p: np.diag(p * (1 - p))),
        mistake("The sign is turned: raising a logit raises its own probability, so the diagonal is positive.",
                lambda p: np.outer(p, p) - np.diag(p)),
        mistake("This is p (1 - p) for each class, in a vector. The Jacobian is a matrix: each probability depends on each "
                "logit.", lambda p: p * (1 - p)),
        mistake("Off the diagonal the sign is wrong: raising one logit takes probability away from the others.",
                lambda p: np.outer(p, p) + np.diag(p - 2 * p * p)),
        mistake("You put a softmax on probabilities. They have been through it already.",
                lambda p: softmax_jacobian(softmax(p))),
        mistake("p * p is p_i times itself, a vector that is then subtracted from every row. All products p_i p_j make a "
                "matrix: np.outer(p, p).", lambda p: np.diag(p) - p * p),
        mistake("In every row the whole vector p stands in front of the minus. It belongs on the diagonal only: np.diag(p).",
                lambda p: p - np.outer(p, p)),
        mistake("On the diagonal p_i is needed in front of the minus, where you have 1: np.diag(p), not np.eye.",
                lambda p: np.eye(len(p)) - np.outer(p, p)),
        mistake("The diagonal lacks its product: it is p_i - p_i p_i.",
                lambda p: np.diag(p) - np.outer(p, p) + np.diag(p * p)),
        mistake("The products are to be subtracted, not added.", lambda p: np.diag(p) + np.outer(p, p)),
    ],
)

_LOGITS, _ONE_HOT = np.array([[2.0, 1.0, 0.1], [0.0, 3.0, 0.0]]), np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
exercise(
    "6.12", right=cross_entropy_gradient, points=2, accept=gradient(batch=(2, 3)), probes=[call(_LOGITS, _ONE_HOT)],
    random_probes=lambda random: [call(random.normal(size=(3, 4)), np.eye(4)[[1, 3, 0]])],
    also_right=[lambda z, t: np.stack([softmax(row) - target for row, target in zip(z, t)]) / z.shape[0]],
    mistakes=[
        mistake("The sign is turned: the gradient points to where the loss grows, so it is probability minus target.",
                lambda z, t: (t - softmax(z)) / len(z)),
        mistake("This is the gradient of the sum. For the mean over the batch divide by the number of examples.",
                lambda z, t: softmax(z) - t),
        mistake("There is one slope too many: cross-entropy has cancelled the slope of the softmax already.",
                lambda z, t: (softmax(z) - t) * softmax(z) * (1 - softmax(z)) / len(z)),
        mistake("The softmax runs over the wrong axis: each row is one example, and its probabilities add up to 1.",
                lambda z, t: (softmax(z.T).T - t) / len(z)),
        mistake("The softmax runs over the whole batch. Each row is one example, whose probabilities add up to 1 alone.",
                lambda z, t: (softmax(z.ravel()).reshape(z.shape) - t) / len(z)),
        mistake("Only the targets are divided by the number of examples: a bracket is missing around the difference.",
                lambda z, t: softmax(z) - t / len(z)),
        mistake("You divide by the size of the array, classes and all. The number of examples is the length of axis 0.",
                lambda z, t: (softmax(z) - t) / z.size),
        mistake("These are the powers e^z. Divide each row by its sum, so that its probabilities add up to 1.",
                lambda z, t: (np.exp(z) - t) / len(z)),
        mistake("The targets are missing: it is probability minus target.", lambda z, t: softmax(z) / len(z)),
        mistake("The mean over the batch belongs to the loss. The gradient keeps a row for each example, divided by N.",
                lambda z, t: (softmax(z) - t).mean(axis=0)),
        mistake("This has sigmoids in the place of the softmax: the classes of one example share one sum.",
                lambda z, t: (sigmoid(z) - t) / len(z)),
        mistake("These are logits minus targets. First make probabilities of the logits.", lambda z, t: (z - t) / len(z)),
        mistake("This is the derivative with respect to the probabilities, -t / p. The Jacobian of the softmax comes after it.",
                lambda z, t: -t / softmax(z) / len(z)),
    ],
)

_NEAR = ("u1", "u2")
exercise(
    "6.13", right={"entry": "u2", "value": 0.56}, points=2, level="stretch",
    accept=per_key(results=close(atol=1e-9), **{"characters changed": exact(), "two decimals": exact()}),
    probes=[script(apply_misprint, says="the network is worked out with your entry in place of the right one", reveals=False)],
    also_right=[{"entry": "u1", "value": -0.26}, {"value": np.float64(0.56), "entry": "u2"}],
    mistakes=[
        mistake("Keep the form of the answer: a dictionary with an 'entry', in quotes, and a 'value', a number without quotes.",
                {"entry": "u2", "value": "0.56"}, when=lambda got, right: "form" in got),
        mistake("There is no entry of that name; the names are the keys of `entries`.", {"entry": "U2", "value": 0.56},
                when=lambda got, right: "results" not in got),
        mistake("A misread digit gives a number with two decimals, such as 0.76.", {"entry": "c", "value": 0.7652},
                when=lambda got, right: not got["two decimals"]),
        mistake("This entry cannot matter: it is multiplied by x2, which is 0 here.", {"entry": "W21", "value": 0.26},
                when=lambda got, right: got["entry"] in ("W21", "W22")),
        mistake("That is the value as it is given.", {"entry": "u1", "value": -0.22},
                when=lambda got, right: got["characters changed"] == 0),
        mistake("u1 is negative, and so is what was read in its place. Did you lose the minus?",
                {"entry": "u1", "value": 0.26}),
        mistake("What was read is asked for, not by how much it is off.", {"entry": "u2", "value": -0.02}),
        mistake("What was read is asked for, not by how much it is off: that is the change of u1.",
                {"entry": "u1", "value": -0.04}),
        mistake("The numbers fit, or nearly, but more than one character would have to be misread.",
                {"entry": "W11", "value": 0.21},
                when=lambda got, right: abs(got["results"][0] - 1.1122) < 3e-4 and got["characters changed"] > 1),
        mistake("No misread digit of this entry leads to 1.1122. Try another.", {"entry": "c", "value": 0.77},
                when=lambda got, right: got["entry"] not in _NEAR),
        mistake("A good entry, in the wrong direction: this moves the result up, and the printed one is lower.",
                {"entry": "u2", "value": 0.60}, when=lambda got, right: result_between(got, 1.1270, 9, *_NEAR)),
        mistake("A good entry, and the right direction. Go further: the result is to be 1.1122.",
                {"entry": "u2", "value": 0.57},
                when=lambda got, right: result_between(got, 1.1122, 1.1270, *_NEAR)),
        mistake("A good entry, and the right direction, but too far: the result is to be 1.1122.",
                {"entry": "u1", "value": -0.29},
                when=lambda got, right: result_between(got, -9, 1.1122, *_NEAR)),
    ],
)
