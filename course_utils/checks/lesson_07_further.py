"""Exercises of the companion of lesson 07, first part: the rule of a lookup, the fused loss, dual numbers."""
from functools import partial

import numpy as np

from course_utils.checks import call, exercise, gradient, mistake
from course_utils.checks.answers_07_further import (
    by_position,
    composed_cross_entropy,
    cross_entropy,
    cross_entropy_loops,
    cut_off,
    everything_to_each,
    fails_for_large,
    fails_in_the_loss,
    last_only,
    log_softmax,
    lookup_counts,
    lookup_rule,
    loss_and_gradient,
    loss_is_held_down,
    one_hot,
    one_taken_from,
    quotient,
    rounded_to_zero,
    shifted_by_all,
    value_and_slope,
    whole_block,
)

exercise = partial(exercise, further=True)


def _lookup_loop(shape, rows, gradient):
    back = np.zeros(shape)
    for row, part in zip(rows, gradient):
        back[row] = back[row] + part
    return back


_SENTENCE = np.array([0, 1, 2, 0, 1])
_PARTS = np.array([[1.0, 2.0], [0.5, -1.0], [3.0, 0.25], [4.0, 1.5], [2.5, 2.0]])
exercise(
    "7.9", right=lookup_rule, points=2, accept=gradient(),
    probes=[call((4, 2), _SENTENCE, _PARTS), call((3, 1), np.array([2, 0, 2]), np.array([[0.5], [1.0], [0.25]]))],
    random_probes=lambda random: [call((6, 3), random.integers(6, size=9), random.normal(size=(9, 3)))],
    also_right=[_lookup_loop, lambda shape, rows, g: np.eye(shape[0])[rows].T @ g,
                lambda shape, rows, g: np.array([g[rows == word].sum(axis=0) for word in range(shape[0])]),
                lambda shape, rows, g: np.einsum("pw,pf->wf", np.eye(shape[0])[rows], g),
                lambda shape, rows, g: lookup_rule(shape, rows.tolist(), g)],
    mistakes=[
        mistake("Of a row that was picked several times only one gradient is kept, the last. Writing to all rows at once does "
                "this, and so does `=` in the place of `+=`. Add them one position at a time.", last_only),
        mistake("The sums are right, but cut off to whole numbers by the array that they are put in. Make it with "
                "np.zeros(shape).", cut_off, when=lambda got, right: got.dtype.kind == "i" and np.array_equal(
                    got.shape, right.shape)),
        mistake("This is a mean over the uses of a row. Each use has its own influence on the result, and they add up.",
                lambda shape, rows, g: lookup_rule(shape, rows, g) / lookup_counts(shape, rows)),
        mistake("You divide by the number of positions. No mean has been taken here: the gradients of all uses add up.",
                lambda shape, rows, g: lookup_rule(shape, rows, g) / len(rows)),
        mistake("This picks rows of the gradient, so it goes forwards once more. Going back, position p gives its row of the "
                "gradient to the row rows[p] of the table.", lambda shape, rows, g: g[rows]),
        mistake("`gradient[row]` takes the row of the gradient that has the number of a word. Each position has its own row: "
                "take position and gradient together, zip(rows, gradient).",
                lambda shape, rows, g: lookup_rule(shape, rows, g[rows])),
        mistake("Only the first position has come back. Does the `return` stand inside the loop?",
                lambda shape, rows, g: lookup_rule(shape, rows[:1], g[:1])),
        mistake("The one-hot rows are (positions, words). On the way back they have to be transposed, .T, as in the rule of a "
                "matrix product.", lambda shape, rows, g: np.eye(shape[0])[rows] @ g),
        mistake("The gradient comes back as it arrived. It has a row for each position; the table has a row for each word, "
                "and that is the shape to return.", lambda shape, rows, g: g),
        mistake("The result has the shape of the gradient that arrives. It should have that of the table: begin with "
                "np.zeros(shape).", lambda shape, rows, g: lookup_rule(g.shape, rows, g)),
        mistake("The position in the sentence is taken for the row of the table. Which row it was stands in `rows`.",
                by_position),
        mistake("Every picked row gets the gradients of all positions: two loops stand one inside the other. One loop is "
                "enough, over position and gradient together: zip(rows, gradient).", everything_to_each),
        mistake("One row of the table gets the whole gradient at once, which does not fit. It gets the part of its own "
                "position.", whole_block),
        mistake("This counts how often each row was picked, and does not look at the gradient that comes back.",
                lambda shape, rows, g: lookup_rule(shape, rows, np.ones(g.shape))),
        mistake("The features of a position have been added up. Each feature keeps a gradient of its own.",
                lambda shape, rows, g: lookup_rule(shape, rows, g.sum(axis=1, keepdims=True) * np.ones(g.shape))),
        mistake("The sign is turned. A lookup passes numbers on as they are, and so does its rule.",
                lambda shape, rows, g: -lookup_rule(shape, rows, g)),
    ],
)

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


exercise(
    "7.10", right=cross_entropy, points=3, accept=loss_and_gradient,
    probes=[call(np.array([[2.0, 1.0, -1.0], [0.0, 0.5, 1.0]]), np.array([1, 2])), call(_MIXED, np.array([1, 0]))],
    random_probes=lambda random: [call(random.normal(size=(3, 5)), random.integers(5, size=3))],
    also_right=[cross_entropy_loops, _fancy, lambda z, labels: list(cross_entropy(z, labels.tolist())),
                lambda z, labels: (np.array(_loss(z, labels)), _slope(z - z.max(axis=1, keepdims=True), labels))],
    mistakes=[
        mistake("For logits of 1000 the logarithm gets a probability that has been rounded to 0. Do not make the probability "
                "first: log p is the logit minus the logarithm of the sum of the powers.", rounded_to_zero,
                when=fails_in_the_loss),
        mistake("A small number inside the logarithm hides the overflow, and holds the loss down where it should be large. "
                "log p is the logit minus the logarithm of the sum of the powers, and needs no such help.",
                lambda z, labels: rounded_to_zero(z, labels, 1e-9), when=loss_is_held_down),
        mistake("The largest logit is to be taken off row by row. With that of the whole batch, the powers of a row with small "
                "logits all become 0.", shifted_by_all),
        mistake("For ordinary logits this is right; for 1000 the power overflows. Take the row's largest logit off first, "
                "which changes no probability.", composed_cross_entropy, when=fails_for_large),
        mistake("One sum of powers is shared by all examples. Each row has its own: sum(axis=1, keepdims=True).",
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
        mistake("p[labels] -= 1 takes 1 off whole rows. One entry of each row is meant: p[np.arange(len(labels)), labels].",
                lambda z, labels: one_taken_from(z, labels, lambda chosen: chosen)),
        mistake("p[:, labels] -= 1 takes 1 off several entries of each row, for the labels of all examples. One entry of each "
                "row is meant: p[np.arange(len(labels)), labels].",
                lambda z, labels: one_taken_from(z, labels, lambda chosen: (slice(None), chosen))),
        mistake("log_p[:, labels] is a table of all pairs of examples and labels. One entry of each row is meant: "
                "log_p[np.arange(len(labels)), labels].",
                _pair(lambda z, labels: -log_softmax(z)[:, labels].mean(), _slope)),
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

exercise(
    "7.11", right=quotient, points=1, accept=value_and_slope,
    probes=[call(6.0, 1.0, 4.0, 0.0), call(6.0, 0.0, 4.0, 1.0), call(3.0, 2.0, -4.0, 0.5)],
    random_probes=lambda random: [call(*map(float, random.uniform(0.5, 2, 4)))],
    also_right=[lambda a, da, b, db: [a / b, (da - a / b * db) / b], lambda a, da, b, db: (a / b, da / b - a * db / b ** 2),
                lambda a, da, b, db: np.array(quotient(a, da, b, db)),
                lambda a, da, b, db: (a * b ** -1, da * b ** -1 - a * b ** -2 * db)],
    mistakes=[
        mistake("The sign of the second part is turned: if b grows, the quotient shrinks.",
                lambda a, da, b, db: (a / b, (da * b + a * db) / b ** 2)),
        mistake("The two parts are in the wrong order: it is a' b minus a b'.",
                lambda a, da, b, db: (a / b, (a * db - da * b) / b ** 2)),
        mistake("The square is missing below: it is divided by b twice.", lambda a, da, b, db: (a / b, (da * b - a * db) / b)),
        mistake("`b * 2` doubles; a square is written `b ** 2`.", lambda a, da, b, db: (a / b, (da * b - a * db) / (b * 2))),
        mistake("The quotient of the slopes is not the slope of the quotient; where b stands still it would not even exist.",
                lambda a, da, b, db: (a / b, da / db)),
        mistake("This is the part from a alone. If b moves, the quotient moves, too.", lambda a, da, b, db: (a / b, da / b)),
        mistake("This is the part from b alone. If a moves, the quotient moves, too.",
                lambda a, da, b, db: (a / b, -a * db / b ** 2)),
        mistake("This is the rule of the product. The value is right, so only the rule of the slope has to change.",
                lambda a, da, b, db: (a / b, da * b + a * db)),
        mistake("It is not divided by the square of b.", lambda a, da, b, db: (a / b, da * b - a * db)),
        mistake("The slopes stand alone. In the difference a' is multiplied by b, and b' by a.",
                lambda a, da, b, db: (a / b, (da - db) / b ** 2)),
        mistake("The product of the slopes is not a slope: where one of the two stands still, it would be 0.",
                lambda a, da, b, db: (a / b, da * db)),
        mistake("It is divided by the square of a; what stands below the line is b.",
                lambda a, da, b, db: (a / b, (da * b - a * db) / a ** 2)),
        mistake("A bracket is missing: the whole difference is divided by the square of b.",
                lambda a, da, b, db: (a / b, da * b - a * db / b ** 2)),
        mistake("In the second part the factor a is missing: a / b moves more with b where a is larger.",
                lambda a, da, b, db: (a / b, da / b - db / b ** 2)),
        mistake("Both value and slope are those of b / a.", lambda a, da, b, db: quotient(b, db, a, da)),
        mistake("`//` cuts the quotient down to a whole number. Divide with `/`.",
                lambda a, da, b, db: (a // b, quotient(a, da, b, db)[1])),
        mistake("This is the value alone. Return two numbers: the value, then the slope.", lambda a, da, b, db: a / b),
        mistake("This is the slope alone. Return two numbers: the value, then the slope.",
                lambda a, da, b, db: quotient(a, da, b, db)[1]),
        mistake("The two are in the wrong order: the value first, then the slope.",
                lambda a, da, b, db: quotient(a, da, b, db)[::-1]),
    ],
)
