"""Exercises of the companion of lesson 09."""
import numpy as np

from course_utils.checks import answers_09_further as right
from course_utils.checks import call, close, exact, exercise, gradient, mistake, named, per_key, script
from course_utils.checks.answers_09 import make_network
from course_utils.checks.declaring import Mistake
from course_utils.checks.lesson_09_network import LIKE_NETWORK, NETWORK_MISTAKES

exercise(
    "9.8", right=right.make_reader, points=2, seconds=60, further=True,
    probes=[script(right.functional_behaviour, "a network with 7 hidden units is made, and shown three inputs")],
    accept=per_key(**LIKE_NETWORK, style=exact()),
    also_right=[right.functionally(make_network)],
    mistakes=[*(Mistake(known.sentence, right.functionally(known.wrong)) for known in NETWORK_MISTAKES),
              mistake("The network is right, and it is a list of layers again. Write it in the functional style: call each "
                      "layer on what the one before it gives.", make_network),
              mistake("This is the way of the subclass. Here the functional one is asked for: begin with "
                      "`keras.Input((784,))`, and call each layer on what the one before it gives.", right.subclassed),
              mistake("A layer is called on what another layer gives, not on the layer itself. Write `hidden = "
                      "Dense(...)(inputs)`: made in one pair of brackets, called in the next.", right.layer_not_called)],
)


def _case(seed, **sizes):
    return right.backward_case(np.random.default_rng(seed), **sizes)


NAMES = ("hidden weights", "hidden biases", "output weights", "output biases")

exercise(
    "9.9", right=right.backward, points=3, accept=named(gradient(1e-5, 1e-8, batch=(4, 3)), *NAMES), further=True,
    probes=[call(*_case(0)).named("a network of 3-5-10 and four examples"),
            call(*_case(1, examples=3, inputs=2, hidden=4)).named("a network of 2-4-10 and three examples")],
    also_right=[lambda weights, inputs, labels, hidden, probabilities: tuple(
        right.backward(weights, inputs, labels, hidden, probabilities))],
    mistakes=[
        mistake("The mean is missing: divide the deltas of the logits by the number of examples.",
                right.backward_with(scale=lambda deltas, count: deltas)),
        mistake("Here the deltas are divided by the number of classes. The loss is the mean over the examples: `len(labels)`.",
                right.backward_with(scale=lambda deltas, count: deltas / deltas.shape[1])),
        mistake("The gradients are divided by the number of examples twice: the mean is in the deltas already.",
                right.divided_twice),
        mistake("The slope of the ReLU is missing: where a hidden unit is off, no error passes. It is `hidden > 0`, and not "
                "`>= 0`, which is true everywhere.", right.backward_with(mask=np.ones_like)),
        mistake("The hidden deltas are multiplied by the hidden activations. The slope of the ReLU is 1 where the unit is on "
                "and 0 where it is off: `hidden > 0`.", right.backward_with(mask=lambda hidden: hidden)),
        mistake("This is the slope of a sigmoid, h (1 - h). The hidden units are ReLUs: `hidden > 0`.",
                right.backward_with(mask=lambda hidden: hidden * (1 - hidden))),
        mistake("The deltas went through the ReLU itself, which throws away the negative ones. They are multiplied by its "
                "slope, `hidden > 0`.", right.relu_of_deltas),
        mistake("The sign is turned: it is probabilities minus targets.",
                right.backward_with(sent=lambda probabilities, targets: targets - probabilities)),
        mistake("The targets are missing: it is probabilities minus the one-hot targets.",
                right.backward_with(sent=lambda probabilities, targets: probabilities)),
        mistake("The label itself is subtracted from every probability. Its one-hot row is: `np.eye(10)[labels]`.",
                right.without_one_hot),
        mistake("The slope p (1 - p) is too much: softmax and cross-entropy together give p - t, as in lesson 06.",
                right.backward_with(sent=lambda p, t: (p - t) * p * (1 - p))),
        mistake("The mean is in the deltas already: the gradients of the biases are sums of the deltas, not means.",
                right.with_mean_biases),
        mistake("The gradients of the weights are turned: each has the shape of its weights, what comes in by units.",
                right.transposed),
        mistake("Row j of the output weights holds what leaves hidden unit j: send the deltas back through the transpose, "
                "`deltas @ weights[2].T`.", right.backward_with(back=lambda deltas, weights: deltas @ weights)),
        mistake("A bracket is missing: `probabilities - targets / n` divides only the targets.",
                right.backward_with(sent=lambda p, t: len(p) * p - t)),
        mistake("Every gradient is a tenth of what it should be. `probabilities.size` counts every entry: divide by the number "
                "of examples, `len(labels)`. And the learning rate belongs to the step, in the loop below.",
                right.in_order((0, 1, 2, 3), scale=0.1)),
        *(mistake(f"The order is that of `weights`: hidden weights, hidden biases, output weights, output biases. {said}",
                  right.in_order(order)) for order, said in (
                      ((2, 3, 0, 1), "Here the outputs come first."), ((0, 2, 1, 3), "Here both weights come first."),
                      ((1, 0, 3, 2), "Here each layer begins with its biases."), ((3, 2, 1, 0), "Here it is turned round."))),
        mistake("These are the weights after a step. Only the gradients are asked for; the loop below makes the step.",
                right.stepped),
    ],
)

SURE = np.array([[0.9, 0.1], [0.6, 0.4], [0.3, 0.7], [0.05, 0.95]])
MEANT = np.array([0, 1, 1, 0])


def _changed(change):
    """Return an answer that gives `change` of the right two shares."""
    return lambda probabilities, labels, threshold: change(*right.shares(probabilities, labels, threshold))


exercise(
    "9.10", right=right.answered_and_right, points=2, further=True, accept=named(close(), "answered", "right"),
    probes=[call(SURE, MEANT, 0.65), call(SURE, MEANT, 0.6), call(SURE, MEANT, 0.99), call(SURE, np.array([1, 0, 0, 0]), 0.9)],
    random_probes=lambda random: [call(random.dirichlet(np.ones(3), 40), random.integers(0, 3, 40), 0.7).named(
        "40 random pictures of three classes, threshold 0.7")],
    also_right=[lambda probabilities, labels, threshold: [
        float(np.mean([max(row) >= threshold for row in probabilities])),
        float(np.mean([np.argmax(row) == label for row, label in zip(probabilities, labels)
                       if max(row) >= threshold] or [1]))]],
    mistakes=[
        mistake("Where no picture gets an answer, the second share is a mean of nothing. Return 1.0 for it then.",
                right.wrong_shares(nobody=float("nan"))),
        mistake("Where no picture gets an answer, none is wrong either: the second share is 1.0 then.",
                right.wrong_shares(nobody=0.0)),
        mistake("The second share is taken of all pictures. Of those that get an answer, how many are right?",
                right.wrong_shares(of_all=True)),
        mistake("The second share is taken of all pictures, and is 0 where none gets an answer. Of those that get an answer, "
                "how many are right? And 1.0 if there are none.", right.wrong_shares(of_all=True, nobody=0.0)),
        mistake("This is the accuracy on all pictures. Only those that get an answer count.",
                right.wrong_shares(everyone=True)),
        mistake("A probability of exactly the threshold is enough: `>=`, not `>`.", lambda probabilities, labels, threshold:
                right.shares(probabilities, labels, threshold + 1e-9)),
        mistake("The label is not known when the network has to decide. It is certain where its largest probability is high, "
                "whichever digit that is.", right.wrong_shares(certainty=lambda probabilities, labels: probabilities[
                    np.arange(len(labels)), labels])),
        mistake("Where something is answered and nothing of it is right, the second share is 0. It is 1.0 only where nothing "
                "is answered at all.", right.wrong_shares(nothing_right=1.0)),
        mistake("The first share is that of the pictures which get no answer. Count those that do.",
                _changed(lambda answered, good: (1 - answered, good))),
        mistake("The second share is that of the wrong answers. Count the right ones.",
                _changed(lambda answered, good: (answered, 1 - good))),
        mistake("The first number counts the pictures that get an answer. A share is asked for: divide by all of them.",
                lambda probabilities, labels, threshold: (
                    (probabilities.max(axis=1) >= threshold).sum(), right.shares(probabilities, labels, threshold)[1])),
        mistake("The two are exchanged: first the share that is answered.", _changed(lambda answered, good: (good, answered))),
        mistake("These are percents. A share lies between 0 and 1.",
                _changed(lambda answered, good: (100 * answered, 100 * good))),
    ],
)
