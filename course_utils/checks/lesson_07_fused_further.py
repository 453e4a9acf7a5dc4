"""Exercise of the companion of lesson 07: softmax and cross-entropy in one piece, with the gradient."""
from functools import partial

import numpy as np

from course_utils import nn
from course_utils.checks import call, exercise, mistake
from course_utils.checks.answers_07_further import (
    composed_cross_entropy,
    cross_entropy,
    cross_entropy_loops,
    fails_below_the_largest,
    fails_for_large,
    fails_in_the_loss,
    log_softmax,
    logits_are_cut_off,
    loss_and_gradient,
    loss_is_held_down,
    one_hot,
    one_taken_from,
    rounded_to_zero,
    shifted_by_all,
)

exercise = partial(exercise, further=True)

_MIXED = np.array([[1000.0, 0.0, -1000.0], [1.0, 2.0, 3.0]])


def _fancy(logits, labels):
    log_p = log_softmax(logits)
    p = np.exp(log_p)
    p[np.arange(len(labels)), labels] -= 1.0
    return -log_p[np.arange(len(labels)), labels].mean(), p / len(labels)


def _loss(logits, labels):
    return cross_entropy(logits, labels)[0]


def _slope(logits, labels):
    return cross_entropy(logits, labels)[1]


def _shared_sum(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum())


def _pair(loss, slope):
    """Return an answer made of two functions of logits and labels."""
    return lambda z, labels: (loss(z, labels), slope(z, labels))


def _log_sum(logits):
    return np.log(np.exp(logits).sum(axis=1, keepdims=True))


def _from_log_p(log_p):
    """Return an answer that is right but for the function log_p(logits)."""
    return _pair(lambda z, labels: -log_p(z)[np.arange(len(z)), labels].mean(),
                 lambda z, labels: (np.exp(log_p(z)) - one_hot(z, labels)) / len(z))


def _halfway(logits, labels):
    z = nn.Tensor(logits)
    loss = (nn.log(nn.softmax(z)) * (-one_hot(logits, labels) / len(labels))).sum()
    loss.backward()
    return float(loss), z.gradient


exercise(
    "7.10", right=cross_entropy, points=3, accept=loss_and_gradient,
    probes=[call(np.array([[2.0, 1.0, -1.0], [0.0, 0.5, 1.0]]), np.array([1, 0])), call(_MIXED, np.array([1, 0]))],
    random_probes=lambda random: [call(random.normal(size=(5, 4)), np.array([0, 3, 2, 3, 1]))],
    also_right=[cross_entropy_loops, _fancy, lambda z, labels: list(cross_entropy(z, labels.tolist())),
                lambda z, labels: (np.array(_loss(z, labels)), _slope(z - z.max(axis=1, keepdims=True), labels))],
    mistakes=[
        mistake("For logits of 1000 the logarithm gets a probability that has been rounded to 0. Do not make the probability "
                "first: log p is the logit minus the logarithm of the sum of all e^z.", rounded_to_zero,
                when=fails_in_the_loss),
        mistake("The logits are cut off at a bound, and the loss of a large one is too small. Taking off the largest logit of "
                "the row changes no probability, and needs no bound.",
                lambda z, labels: cross_entropy(np.clip(z, -50, 50), labels), when=logits_are_cut_off),
        mistake("A small number inside the logarithm hides the overflow, and holds the loss down where it should be large. "
                "log p is the logit minus the logarithm of the sum of all e^z, and needs no such help.",
                lambda z, labels: rounded_to_zero(z, labels, 1e-9), when=loss_is_held_down),
        mistake("The largest logit is to be taken off row by row. With that of the whole batch, e^z becomes 0 throughout a row "
                "whose logits are all small.", shifted_by_all, when=fails_below_the_largest),
        mistake("The softmax is safe, but then comes a logarithm, and it gets a probability that has been rounded to 0: the "
                "gradient is nan. Leave the probability out, and stay with logarithms.", _halfway),
        mistake("For ordinary logits this is right; for 1000 it is not finite, because e^z overflows. Take the row's "
                "largest logit off first, which changes no probability.", composed_cross_entropy, when=fails_for_large),
        mistake("The largest logit is that of each column. Each row is one example and has its own: max(axis=1, "
                "keepdims=True).", _from_log_p(lambda z: z - z.max(axis=0) - _log_sum(z - z.max(axis=0)))),
        mistake("The shifted logits stand in the sum, and the unshifted ones in front of it. Take the shifted ones in both "
                "places.", _from_log_p(lambda z: z - _log_sum(z - z.max(axis=1, keepdims=True)))),
        mistake("The logarithm of the sum is missing: log p is the logit minus the logarithm of the sum of all e^z.",
                _from_log_p(lambda z: z - z.max(axis=1, keepdims=True) - np.exp(_log_sum(z - z.max(axis=1, keepdims=True))))),
        mistake("np.eye(n)[labels] has n columns, and one is needed for each class: n is logits.shape[1], not the number of "
                "examples or the largest label.", lambda z, labels: np.eye(len(z))[labels] * z),
        mistake("The one-hot rows have too few columns. np.eye needs the number of classes, logits.shape[1].",
                lambda z, labels: z * np.eye(len(z))[labels]),
        mistake("np.eye(3) fits three classes only. How many there are stands in logits.shape[1].",
                lambda z, labels: np.eye(3)[labels] * z),
        mistake("`labels` are numbers of classes, and no one-hot rows. Make these first: np.eye(logits.shape[1])[labels].",
                lambda z, labels: labels * z),
        mistake("logits.max(axis=1) has lost the axis of the classes, and so has the sum. Keep it: keepdims=True.",
                lambda z, labels: z - z.max(axis=1)),
        mistake("The loss is a Tensor of the engine. One number is asked for: float(loss). And try it without the engine: its "
                "rule is what you are asked for.", lambda z, labels: (nn.Tensor(_loss(z, labels)), _slope(z, labels)),
                when=lambda got, right: got[0].kind == "Tensor"),
        mistake("One sum of all e^z is shared by all examples. Each row has its own: sum(axis=1, keepdims=True).",
                _pair(lambda z, labels: -np.mean(_shared_sum(z)[np.arange(len(z)), labels]),
                      lambda z, labels: (np.exp(_shared_sum(z)) - one_hot(z, labels)) / len(z))),
        mistake("This is a loss for each example. One number is asked for, their mean.",
                _pair(lambda z, labels: -log_softmax(z)[np.arange(len(z)), labels], _slope)),
        mistake("These are a loss for each example, and the gradient of their sum. Take the mean of the losses, and divide the "
                "gradient by the number of examples.",
                _pair(lambda z, labels: -log_softmax(z)[np.arange(len(z)), labels],
                      lambda z, labels: len(z) * _slope(z, labels))),
        mistake("Both are sums over the examples. For the mean divide them by the number of examples.",
                lambda z, labels: (len(z) * _loss(z, labels), len(z) * _slope(z, labels))),
        mistake("The loss is a mean, and the gradient still that of the sum. Divide it by the number of examples, too.",
                _pair(_loss, lambda z, labels: len(z) * _slope(z, labels))),
        mistake("The gradient is that of the mean, and the loss still a sum. Divide it by the number of examples, too.",
                _pair(lambda z, labels: len(z) * _loss(z, labels), _slope)),
        mistake("A cross-entropy is never negative: log p is below 0, so a minus belongs in front of it.",
                _pair(lambda z, labels: -_loss(z, labels), _slope)),
        mistake("The sign of the gradient is turned: it is what was said minus what was true.",
                _pair(_loss, lambda z, labels: -_slope(z, labels))),
        mistake("The softmax runs over the examples. Each row is one example, and its probabilities add up to 1: axis=1.",
                _pair(lambda z, labels: -np.mean(log_softmax(z.T).T[np.arange(len(z)), labels]),
                      lambda z, labels: (np.exp(log_softmax(z.T).T) - one_hot(z, labels)) / len(z))),
        mistake("The loss is a mean over all entries of the table, classes included. Divide the sum by the number of examples.",
                _pair(lambda z, labels: _loss(z, labels) / z.shape[1], _slope)),
        mistake("Loss and gradient are both divided by the size of the table, classes included. Take the number of examples.",
                lambda z, labels: (_loss(z, labels) / z.shape[1], _slope(z, labels) / z.shape[1])),
        mistake("Both are divided by the number of classes. The mean is taken over the examples: len(labels).",
                lambda z, labels: (len(z) / z.shape[1] * _loss(z, labels), len(z) / z.shape[1] * _slope(z, labels))),
        mistake("This is the logarithm with base 2. The loss and its gradient p - t belong to the natural one, np.log.",
                _pair(lambda z, labels: _loss(z, labels) / np.log(2), _slope)),
        mistake("In the place of the targets stand the numbers of the classes themselves. t has a single 1 in each row: "
                "np.eye(logits.shape[1])[labels].",
                lambda z, labels: (-np.sum(labels[:, None] * log_softmax(z)) / len(z),
                                   (np.exp(log_softmax(z)) - labels[:, None]) / len(z))),
        mistake("The class with the largest logit is taken for the right one. Which class is right stands in `labels`.",
                lambda z, labels: cross_entropy(z, z.argmax(axis=1))),
        mistake("p[labels] -= 1 takes 1 off whole rows. One entry of each row is meant: p[np.arange(len(labels)), labels].",
                lambda z, labels: one_taken_from(z, labels, lambda chosen: chosen)),
        mistake("p[:, labels] -= 1 takes 1 off several entries of each row, for the labels of all examples. One entry of each "
                "row is meant: p[np.arange(len(labels)), labels].",
                lambda z, labels: one_taken_from(z, labels, lambda chosen: (slice(None), chosen))),
        mistake("log_p[:, labels] is a table of all pairs of examples and labels. One entry of each row is meant: "
                "log_p[np.arange(len(labels)), labels].",
                _pair(lambda z, labels: -log_softmax(z)[:, labels].mean(), _slope)),
        mistake("log_p[:, labels] and p[:, labels] are tables of all pairs of examples and labels. One entry of each row is "
                "meant: [np.arange(len(labels)), labels].",
                lambda z, labels: (-log_softmax(z)[:, labels].mean(),
                                   one_taken_from(z, labels, lambda chosen: (slice(None), chosen))[1])),
        mistake("The 1 is taken off every entry. Only the entry of the right class loses it.",
                _pair(_loss, lambda z, labels: (np.exp(log_softmax(z)) - 1) / len(z))),
        mistake("This is the gradient with respect to p. With respect to the logits it is simpler: p minus t.",
                _pair(_loss, lambda z, labels: -one_hot(z, labels) / np.exp(log_softmax(z)) / len(z))),
        mistake("The targets are missing in the gradient: it is p minus t.",
                _pair(_loss, lambda z, labels: np.exp(log_softmax(z)) / len(z))),
        mistake("The gradient has log p in the place of p.",
                _pair(_loss, lambda z, labels: (log_softmax(z) - one_hot(z, labels)) / len(z))),
        mistake("Only the targets are divided by the number of examples: a bracket is missing around the difference.",
                _pair(_loss, lambda z, labels: np.exp(log_softmax(z)) - one_hot(z, labels) / len(z))),
        mistake("This is the loss alone. Return two things: the loss, then the gradient.", _loss),
        mistake("This is the gradient alone. Return two things: the loss, then the gradient.", _slope),
        mistake("The two are in the wrong order: the loss first, then the gradient.", _pair(_slope, _loss)),
    ],
)
