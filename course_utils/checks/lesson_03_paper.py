"""Exercise 3.3 of lesson 03: a network by hand."""
import numpy as np

from course_utils.checks import close, exercise, mistake
from course_utils.checks.answers_03 import LAYERS, identity, logits_with, relu, softmax


def _with_biases(*biases):
    """Return the logits for (1, 0) of the same weights with these biases."""
    x = np.array([1, 0])
    for (weights, _), own, bend in zip(LAYERS, biases, (relu, relu, identity)):
        x = bend(x @ weights + own)
    return x.tolist()


def _step(z):
    return (z > 0).astype(int)


_RIGHT = logits_with()
_FIRST, _SECOND, _THIRD = (biases for _, biases in LAYERS)
exercise(
    "3.3", right=_RIGHT, points=2, accept=close(atol=1e-6),
    also_right=[np.array([-2, 5, 3]), (-2.0, 5.0, 3.0), [np.float64(-2), 5, 3]],
    mistakes=[
        mistake("The three are right, in a list within a list. One pair of brackets is enough.", [_RIGHT]),
        mistake("The three are right, in the wrong order: o1 comes first.", _RIGHT[::-1]),
        mistake("One sign is wrong: the first output has a negative weight for the largest of its inputs.", [4, 5, 3]),
        mistake("The size of o1 is right, its sign is not.", [2, 5, 3]),
        mistake("The third is right, and the first two are exchanged: o1 comes first.", [5, -2, 3]),
        mistake("The first is right, and the other two are exchanged: o1, o2, o3.", [-2, 3, 5]),
        mistake("This is what the first hidden layer sends on. Two layers remain.", [0, 1, 0]),
        mistake("These are the sums of the first hidden layer, before its ReLU. Two layers remain.", [0, 1, -1]),
        mistake("This is what the first hidden layer sends on for (0, 1). Here x1 is 1 and x2 is 0, and two layers remain.",
                [0, 0, 1]),
        mistake("There is no ReLU in it: the negative sums of both hidden layers have gone on. Replace them by 0.",
                logits_with(bends=(identity, identity, identity))),
        mistake("The ReLU of the first hidden layer is missing: one of its sums is negative, and becomes 0.",
                logits_with(bends=(identity, relu, identity))),
        mistake("The ReLU of the second hidden layer is missing: one of its sums is negative, and becomes 0.",
                logits_with(bends=(relu, identity, identity))),
        mistake("The outputs have no ReLU: a logit may be negative.", logits_with(bends=(relu, relu, relu))),
        mistake("The biases are missing: each neuron adds its own before ReLU.", logits_with(biased=False)),
        mistake("These are the logits for (0, 1). Here x1 is 1 and x2 is 0, so the first row of the first matrix counts.",
                logits_with((0, 1))),
        mistake("These are the logits for (1, 2), of the tables. Here x2 is 0.", logits_with((1, 2))),
        mistake("These are the logits for (0, 0). Here x1 is 1: the first row of the first matrix counts.",
                logits_with((0, 0))),
        mistake("These are the logits for (1, 1). Here x2 is 0: the second row of the first matrix does not count.",
                logits_with((1, 1))),
        mistake("These are the logits for (2, 0). Here x1 is 1.", logits_with((2, 0))),
        mistake("The bias of k2 is -1, not 1.", _with_biases(_FIRST, [0, 1, -1], _THIRD)),
        mistake("Each output has its own bias, and only that of the third is 2.", _with_biases(_FIRST, _SECOND, [2, 2, 2])),
        mistake("In the second layer you used the biases of the first. Its own are 0, -1, -1.",
                _with_biases(_FIRST, _FIRST, _THIRD)),
        mistake("These are the powers of e, before they are divided by their sum. The logits are asked for.",
                np.exp(_RIGHT).round(4).tolist(), when=lambda got, right: np.allclose(got, np.exp(right), rtol=0.01)),
        mistake("A hidden layer's ReLU is a maximum with 0, and hands on the sum itself where that is above 0. You handed on "
                "1: that is the step.", logits_with(bends=(_step, _step, identity))),
        mistake("This is what the second hidden layer gives. One layer remains.", [3, 1, 0]),
        mistake("These are the sums of the second hidden layer, before its ReLU. One layer remains.", [3, 1, -3]),
        mistake("In the last two matrices rows and columns are exchanged: the weights of a neuron stand in a column.",
                logits_with(turned=(1, 2))),
        mistake("In the second matrix rows and columns are exchanged: the weights of a neuron stand in a column.",
                logits_with(turned=(1,))),
        mistake("In the last matrix rows and columns are exchanged: the weights of an output stand in a column.",
                logits_with(turned=(2,))),
        mistake("The biases of the first layer, -1, -1, 0, are missing.", [-5, 11, 4]),
        mistake("The biases of the second layer, 0, -1, -1, are missing, or that of k2 alone.", [-1, 7, 4]),
        mistake("The bias of the third output, 2, is missing.", [-2, 5, 1]),
        mistake("These are the probabilities. The logits are asked for, the sums before the softmax.", [0.0008, 0.8801, 0.1191],
                when=lambda got, right: np.allclose(got, softmax(np.array([right]))[0], rtol=0, atol=0.01)),
    ],
)
