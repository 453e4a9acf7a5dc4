"""Exercises of the companion of lesson 09."""
import numpy as np

from course_utils.checks import answers_09_further as right
from course_utils.checks import call, close, exact, exercise, mistake, per_key, script


def _network(says="a network with 7 hidden units is made, given known weights, and shown three inputs"):
    return [script(right.behaviour, says)]


def _wrong(**other):
    return lambda hidden_units: right.make_reader(hidden_units, **other)


exercise(
    "9.7", right=right.make_reader, points=2, seconds=60, probes=_network(), further=True,
    accept=per_key(**{"input shape": exact(), "output shape": exact(), "parameters": exact(), "answers": close(1e-4, 1e-5)}),
    also_right=[right.as_a_list],
    mistakes=[
        mistake("The network ends in a softmax. Logits are asked for: the last layer has no activation, and the loss knows it.",
                _wrong(output="softmax")),
        mistake("The network ends in a ReLU. Logits may be negative: the last layer has no activation.", _wrong(output="relu")),
        mistake("The hidden layer has no ReLU: two layers without an activation between them are one linear map.",
                _wrong(hidden=None)),
        mistake("The hidden layer has a sigmoid. A ReLU is asked for.", _wrong(hidden="sigmoid")),
        mistake("There are two hidden layers. One is asked for: is a layer made twice?", _wrong(extra=True)),
        mistake("The hidden layer always has 128 units. It should have `hidden_units` of them.",
                lambda hidden_units: right.make_reader(128)),
    ],
)


def _case(seed, **sizes):
    return right.backward_case(np.random.default_rng(seed), **sizes)


exercise(
    "9.8", right=right.backward, points=3, accept=close(1e-5, 1e-8), further=True,
    probes=[call(*_case(0)).named("a network of 3-5-3 and four examples"),
            call(*_case(1, examples=3, inputs=2, hidden=4, classes=5)).named("a network of 2-4-5 and three examples")],
    also_right=[lambda weights, inputs, labels, hidden, probabilities: tuple(
        right.backward(weights, inputs, labels, hidden, probabilities))],
    mistakes=[
        mistake("The mean is missing: divide the deltas of the logits by the number of examples.",
                right.backward_with(scale=lambda deltas, count: deltas)),
        mistake("Here the deltas are divided by the number of classes. The loss is the mean over the examples.",
                right.backward_with(scale=lambda deltas, count: deltas / deltas.shape[1])),
        mistake("The slope of the ReLU is missing: where a hidden unit is off, no error passes.",
                right.backward_with(mask=np.ones_like)),
        mistake("The hidden deltas are multiplied by the hidden activations. The slope of the ReLU is 1 where the unit is on "
                "and 0 where it is off: `hidden > 0`.", right.backward_with(mask=lambda hidden: hidden)),
        mistake("This is the slope of a sigmoid, h (1 - h). The hidden units are ReLUs: `hidden > 0`.",
                right.backward_with(mask=lambda hidden: hidden * (1 - hidden))),
        mistake("The sign is turned: it is probabilities minus targets.",
                right.backward_with(sent=lambda probabilities, targets: targets - probabilities)),
        mistake("The targets are missing: it is probabilities minus the one-hot targets.",
                right.backward_with(sent=lambda probabilities, targets: probabilities)),
        mistake("The slope p (1 - p) is too much: softmax and cross-entropy together give p - t, as in lesson 06.",
                right.backward_with(sent=lambda p, t: (p - t) * p * (1 - p))),
        mistake("The mean is in the deltas already: the gradients of the biases are sums of the deltas, not means.",
                right.with_mean_biases),
        mistake("The gradients of the weights are turned: each has the shape of its weights, what comes in by units.",
                right.transposed),
        mistake("Row j of the output weights holds what leaves hidden unit j: send the deltas back through the transpose, "
                "`deltas @ weights[2].T`.", right.backward_with(back=lambda deltas, weights: deltas @ weights)),
    ],
)

SURE = np.array([[0.9, 0.1], [0.6, 0.4], [0.3, 0.7], [0.05, 0.95]])
MEANT = np.array([0, 1, 1, 0])

exercise(
    "9.9", right=right.answered_and_right, points=2, further=True,
    probes=[call(SURE, MEANT, 0.65), call(SURE, MEANT, 0.6), call(SURE, MEANT, 0.99)],
    random_probes=lambda random: [call(random.dirichlet(np.ones(3), 40), random.integers(0, 3, 40), 0.7).named(
        "40 random pictures of three classes, threshold 0.7")],
    also_right=[lambda probabilities, labels, threshold: [
        float(np.mean([max(row) >= threshold for row in probabilities])),
        float(np.mean([np.argmax(row) == label for row, label in zip(probabilities, labels)
                       if max(row) >= threshold] or [1]))]],
    mistakes=[
        mistake("Where no picture gets an answer, the second share is a mean of nothing. Return 1.0 for it then.",
                right.without_guard),
        mistake("The second share is taken of all pictures. Of those that get an answer, how many are right?",
                right.right_of_all),
        mistake("This is the accuracy on all pictures. Only those that get an answer count.",
                lambda probabilities, labels, threshold: (
                    (probabilities.max(axis=1) >= threshold).mean(), (probabilities.argmax(axis=1) == labels).mean())),
        mistake("A probability of exactly the threshold is enough: `>=`, not `>`.",
                lambda probabilities, labels, threshold: right.answered_and_right(probabilities, labels, threshold + 1e-9)),
        mistake("The two are exchanged: first the share that is answered.",
                lambda probabilities, labels, threshold: right.answered_and_right(probabilities, labels, threshold)[::-1]),
        mistake("The first number counts pictures. A share is asked for: divide by their number.",
                lambda probabilities, labels, threshold: (
                    int((probabilities.max(axis=1) >= threshold).sum()),
                    right.answered_and_right(probabilities, labels, threshold)[1])),
    ],
)
