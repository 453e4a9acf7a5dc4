"""Slips that learners make with either learning rule of lesson 02, Rosenblatt's and that of Widrow and Hoff."""
import numpy as np

from course_utils.checks import mistake


def scaled(rule, weights_by, bias_by):
    """Return the step of `rule` with the changes of the weights and of the bias multiplied by these."""
    def step(weights, bias, *others):
        moved = rule(weights, bias, *others)
        return weights + weights_by * (moved[0] - weights), bias + bias_by * (moved[1] - bias)
    return step


def _by_rate(rule, weights_power, bias_power):
    """Return the step of `rule` with these powers of the learning rate in the changes of the weights and of the bias."""
    def step(weights, bias, example, target, rate):
        return scaled(rule, rate ** weights_power, rate ** bias_power)(weights, bias, example, target, 1)
    return step


def _two_inputs(rule):
    """Return `rule` for two inputs, which raises for three as unpacking does."""
    def step(weights, bias, example, target, rate):
        w1, w2 = weights
        return rule(np.array([w1, w2]), bias, example, target, rate)
    return step


def slips_of_both(rule, error):
    """Return the known mistakes that may be made with either rule, of which `error(target, z)` is the error."""
    return [*_slips_of_inputs(rule, error), *_slips_of_rate(rule), *_slips_of_change(rule, error)]


def _slips_of_inputs(rule, error):
    """Return those that take other inputs than there are, or in another order."""
    return [
        mistake("There may be any number of inputs, not only two: compute with the whole arrays.", _two_inputs(rule)),
        mistake("The net input has only two inputs in it. There may be any number: `example @ weights + bias`.",
                lambda w, b, x, y, rate: (w + rate * error(y, w[0] * x[0] + w[1] * x[1] + b) * x,
                                          b + rate * error(y, w[0] * x[0] + w[1] * x[1] + b))),
        mistake("On the left of the `@` there is one number instead of an array. Are the parameters in the order weights, "
                "bias, example, target, learning_rate?", lambda w, b, y, x, rate: rule(w, b, x, y, rate)),
        mistake("On the right of the `@` there is one number instead of an array. Are the parameters in the order weights, "
                "bias, example, target, learning_rate?", lambda b, w, x, y, rate: rule(w, b, x, y, rate)),
        mistake("Inside the sum the bias is counted once for each input. Add it once, after the sum.",
                lambda w, b, x, y, rate: (w + rate * error(y, np.sum(w * x + b)) * x, b + rate * error(y, np.sum(w * x + b)))),
    ]


def _slips_of_rate(rule):
    """Return those in the sign of the change and in the learning rate."""
    return [
        mistake("The sign of the change is right for the weights, and turned for the bias.", scaled(rule, 1, -1)),
        mistake("The sign of the change is right for the bias, and turned for the weights.", scaled(rule, -1, 1)),
        mistake("The learning rate is used twice in the change of the bias.", _by_rate(rule, 1, 2)),
        mistake("The learning rate is used twice in the change of the weights.", _by_rate(rule, 2, 1)),
        mistake("The learning rate is used twice in both changes.", _by_rate(rule, 2, 2)),
        mistake("The learning rate is used for the weights and not for the bias.", _by_rate(rule, 1, 0)),
        mistake("The learning rate is used for the bias and not for the weights.", _by_rate(rule, 0, 1)),
        mistake("The learning rate is not used in the change.", _by_rate(rule, 0, 0)),
        mistake("The learning rate multiplies the change; you divide by it.", _by_rate(rule, -1, -1)),
    ]


def _slips_of_change(rule, error):
    """Return those in what is added to what, and when."""
    return [
        mistake("The new bias is the change alone: the old bias has to come before it.", lambda w, b, x, y, rate: (
            rule(w, b, x, y, rate)[0], rule(w, b, x, y, rate)[1] - b)),
        mistake("The new weights are the change alone: the old weights have to come before it.", lambda w, b, x, y, rate: (
            rule(w, b, x, y, rate)[0] - w, rule(w, b, x, y, rate)[1])),
        mistake("The bias multiplies the weighted sum. It is added to it.",
                lambda w, b, x, y, rate: (w + rate * error(y, x @ w * b) * x, b + rate * error(y, x @ w * b))),
        mistake("The weights are missing in the net input: it is not the sum of the inputs, but `example @ weights + bias`.",
                lambda w, b, x, y, rate: (w + rate * error(y, sum(x) + b) * x, b + rate * error(y, sum(x) + b))),
        mistake("The learning rate multiplies the old weights and the old bias, too. It belongs to the change alone: look at "
                "the brackets.", lambda w, b, x, y, rate: (
                    rate * rule(w, b, x, y, 1)[0], rate * rule(w, b, x, y, 1)[1])),
        mistake("The learning rate multiplies the old weights, too. It belongs to the change alone: look at the brackets.",
                lambda w, b, x, y, rate: (rate * rule(w, b, x, y, 1)[0], rule(w, b, x, y, rate)[1])),
        mistake("The bias is moved first, and the error of the weights is that of the new bias. Compute the error once, before "
                "anything moves.", lambda w, b, x, y, rate: (
                    rule(w, rule(w, b, x, y, rate)[1], x, y, rate)[0], rule(w, b, x, y, rate)[1])),
        mistake("The bias is moved by the error of the new weights. Compute the error once, before anything moves.",
                lambda w, b, x, y, rate: (rule(w, b, x, y, rate)[0], rule(rule(w, b, x, y, rate)[0], b, x, y, rate)[1])),
    ]
