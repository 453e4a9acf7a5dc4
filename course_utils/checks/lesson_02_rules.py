"""Exercises of lesson 02: the rules of Rosenblatt, and of Widrow and Hoff."""
import numpy as np

from course_utils.checks import call, close, exercise, mistake, named
from course_utils.checks.answers_02 import adaline_step, missed, perceptron_update, step_with, without_bias_in


def _example(random, target):
    return call(random.normal(size=3), float(random.normal()), random.normal(size=3), target, 0.3)


def _turned(*answer):
    """Return what the right rule of Rosenblatt gives with its change turned round."""
    weights, bias, *_ = answer
    moved = perceptron_update(*answer)
    return 2 * weights - moved[0], 2 * bias - moved[1]


exercise(
    "2.4", right=perceptron_update, points=2, accept=named(close(), "weights", "bias"),
    probes=[
        call(np.array([0.0, 0.0]), 0.0, np.array([1.0, 1.0]), 1, 1),      # z = 0: quiet, and wrong
        call(np.array([1.0, 1.0]), 1.0, np.array([0.0, 1.0]), 0, 1),      # fires, and wrong
        call(np.array([1.0, -2.0]), 0.5, np.array([3.0, 1.0]), 1, 0.5),   # fires, and right
        call(np.array([1.0, -2.0]), 0.5, np.array([1.0, 2.0]), 1, 0.5),   # quiet, and wrong
        call(np.array([1.0, 1.0]), -3.0, np.array([1.0, 1.5]), 0, 0.5),   # quiet and right; without the bias it would fire
        call(np.array([2, 1]), -4, np.array([3, 1]), 0, 0.25),            # whole numbers
        call(np.array([1.0, -1.0]), 0.0, np.array([2.0, 2.0]), 0, 0.5),   # z = 0: quiet, and right
        call(np.array([0.5, 0.25]), -0.5, np.array([1.0, 1.0]), 0, 1),    # z = 0.25: the threshold is not one half
        call(np.array([0.5, 0.25]), -1.0, np.array([1.0, 1.0]), 1, 1),    # z = -0.25
    ],
    random_probes=lambda random: [_example(random, target) for target in (0, 1, 0, 1)],
    also_right=[lambda w, b, x, y, rate: (w, b) if (w @ x + b > 0) == bool(y) else (
                    (w + rate * x, b + rate) if y == 1 else (w - rate * x, b - rate)),
                lambda w, b, x, y, rate: [w + rate * (y - np.where(np.dot(w, x) + b > 0, 1, 0)) * x,
                                          b + rate * (y - np.where(np.dot(w, x) + b > 0, 1, 0))],
                lambda w, b, x, y, rate: (
                    np.array([one + rate * (y - (sum(w * x) + b > 0)) * other for one, other in zip(w, x)]),
                    b + rate * (y - (sum(w * x) + b > 0)))],
    mistakes=[
        mistake("`*` multiplies place by place and adds nothing up. The net input is one number: `example @ weights + bias`.",
                lambda w, b, x, y, rate: (w + rate * (y - (x * w + b > 0)) * x, b + rate * (y - (x * w + b > 0)))),
        mistake("The threshold lies at one half, as for a sigmoid. This unit has none: it fires where the net input is above "
                "0.",
                step_with(lambda target, z: target - int(z > 0.5))),
        mistake("np.sign gives -1, 0 or 1. This unit gives 1 if z is above 0, else 0.",
                step_with(lambda target, z: target - np.sign(z))),
        mistake("This counts with -1 and 1, so that the steps are too large. Target and output are 0 or 1 here.",
                step_with(lambda target, z: 2 * target - 1 - np.sign(z))),
        mistake("The bias is moved by what the new weights say. Compute the error once, before anything moves.",
                lambda w, b, x, y, rate: (perceptron_update(w, b, x, y, rate)[0], perceptron_update(
                    perceptron_update(w, b, x, y, rate)[0], b, x, y, rate)[1])),
        mistake("The bias has become an array. Its input is always 1, so it moves by the learning rate times the error alone.",
                lambda w, b, x, y, rate: (perceptron_update(w, b, x, y, rate)[0], b + rate * missed(y, x @ w + b) * x)),
        mistake("The new weights have lost their decimals: a copy of an array of whole numbers holds whole numbers only. Write "
                "`weights + ...` instead of filling a copy.", lambda w, b, x, y, rate: (
                    perceptron_update(w, b, x, y, rate)[0].astype(w.dtype), perceptron_update(w, b, x, y, rate)[1])),
        mistake("The sign is turned: this moves the net input away from the target. The error is target minus output.",
                _turned),
        mistake("You let the unit fire at z = 0. It fires only above 0: `> 0`, not `>= 0`.",
                step_with(lambda target, z: target - int(z >= 0))),
        mistake("The bias stays where it was. It is the weight of an input that is always 1, and moves by the same formula.",
                step_with(missed, bias_times=0)),
        mistake("The threshold is missing: you subtract the net input itself from the target. First decide whether it is above "
                "0.",
                adaline_step),
        mistake("You took the output of a logistic neuron. This unit has a threshold: its output is 1 if z is above 0, else 0.",
                step_with(lambda target, z: target - 1 / (1 + np.exp(-z)))),
        mistake("The example is missing in the change of the weights: each weight moves by its own input.",
                step_with(missed, lambda weights, example: np.ones(len(example)))),
        mistake("The weights are multiplied by themselves. The change goes along the example.",
                step_with(missed, lambda weights, example: weights)),
        mistake("The net input lacks the bias. The unit fires where `example @ weights + bias` is above 0.",
                without_bias_in(missed)),
        mistake("The learning rate is not used in the change.",
                lambda w, b, x, y, rate: perceptron_update(w, b, x, y, 1)),
        mistake("The learning rate is used for the weights and not for the bias.", lambda w, b, x, y, rate: (
            perceptron_update(w, b, x, y, rate)[0], perceptron_update(w, b, x, y, 1)[1])),
        mistake("The learning rate multiplies the change; you divide by it.",
                lambda w, b, x, y, rate: perceptron_update(w, b, x, y, 1 / rate)),
        mistake("Only one kind of mistake is repaired, that of staying quiet. A unit that fires and should not is wrong, too: "
                "then the example is subtracted.", step_with(lambda target, z: max(missed(target, z), 0))),
        mistake("Only one kind of mistake is repaired, that of firing. A unit that stays quiet and should fire is wrong, too: "
                "then the example is added.", step_with(lambda target, z: min(missed(target, z), 0))),
        mistake("Here the example is added after every mistake. If the unit fired and should not have, it is subtracted.",
                step_with(lambda target, z: abs(missed(target, z)))),
        mistake("This moves the weights for every example. Where the unit is right, the error is 0 and nothing happens.",
                step_with(lambda target, z: 2 * target - 1)),
        mistake("The bias moves by the sum of the example. Its own input is always 1.", lambda w, b, x, y, rate: (
            perceptron_update(w, b, x, y, rate)[0], b + rate * missed(y, x @ w + b) * x.sum())),
        mistake("These are the changes alone. The old values have to come before them.", lambda w, b, x, y, rate: (
            rate * missed(y, x @ w + b) * x, rate * missed(y, x @ w + b))),
        mistake("Weights and bias are exchanged: return the weights first.",
                lambda *answer: perceptron_update(*answer)[::-1]),
        mistake("These are the weights alone. Return the bias as well, after a comma.",
                lambda *answer: perceptron_update(*answer)[0]),
    ],
)

_STEPS = [call(np.array([0.0, 0.0]), 0.0, np.array([1.0, 2.0]), 1, 0.1),
          call(np.array([1.0, 2.0]), 0.5, np.array([1.0, 1.0]), 1, 0.1),
          call(np.array([2, 1]), -4, np.array([3, 2]), -1, 0.25)]
exercise(
    "2.6", right=adaline_step, points=2, accept=named(close(), "weights", "bias"), probes=_STEPS,
    random_probes=lambda random: [_example(random, target) for target in (-1, 1)],
    also_right=[lambda w, b, x, t, rate: (w - rate * (np.dot(x, w) + b - t) * x, b - rate * (np.dot(x, w) + b - t)),
                lambda w, b, x, t, rate: [np.array([one + rate * (t - sum(w * x) - b) * other for one, other in zip(w, x)]),
                                          b + rate * (t - sum(w * x) - b)]],
    mistakes=[
        mistake("`*` multiplies place by place and adds nothing up. The net input is one number: `example @ weights + bias`.",
                lambda w, b, x, t, rate: (w + rate * (t - x * w - b) * x, b + rate * (t - x * w - b))),
        mistake("The bias has become an array. Its input is always 1, so it moves by the learning rate times the error alone.",
                lambda w, b, x, t, rate: (adaline_step(w, b, x, t, rate)[0], b + rate * (t - x @ w - b) * x)),
        mistake("The error has lost its sign. An example whose net input is too large must lower it.",
                step_with(lambda target, z: abs(target - z))),
        mistake("The new weights have lost their decimals: a copy of an array of whole numbers holds whole numbers only. Write "
                "`weights + ...` instead of filling a copy.", lambda w, b, x, t, rate: (
                    adaline_step(w, b, x, t, rate)[0].astype(w.dtype), adaline_step(w, b, x, t, rate)[1])),
        mistake("The sign is turned: this makes the error larger. The error is target minus net input.",
                step_with(lambda target, z: z - target)),
        mistake("This is the perceptron's error, after the threshold. ADALINE compares the target with the net input itself.",
                step_with(missed)),
        mistake("The error is taken after a threshold that gives 1 or -1. ADALINE compares the target with the net input "
                "itself.",
                step_with(lambda target, z: target - (1 if z > 0 else -1))),
        mistake("The net input has been through a sigmoid. ADALINE is linear: the error is target minus z.",
                step_with(lambda target, z: target - 1 / (1 + np.exp(-z)))),
        mistake("Twice as large as the rule says. (The derivative of the squared error has a factor 2; here it is part of the "
                "learning rate.)", step_with(lambda target, z: 2 * (target - z))),
        mistake("The error is squared. The square is the loss; the step has the error itself, with its sign.",
                step_with(lambda target, z: (target - z) ** 2)),
        mistake("The bias stays where it was. It is the weight of an input that is always 1, and moves by the same formula.",
                step_with(lambda target, z: target - z, bias_times=0)),
        mistake("The net input lacks the bias.", without_bias_in(lambda target, z: target - z)),
        mistake("A bracket is missing: the bias is added to the error instead of subtracted. Write `target - (example @ "
                "weights + bias)`.", lambda w, b, x, t, rate: (w + rate * (t - x @ w + b) * x, b + rate * (t - x @ w + b))),
        mistake("The example is missing in the change of the weights: each weight moves by its own input.",
                step_with(lambda target, z: target - z, lambda weights, example: np.ones(len(example)))),
        mistake("The weights are multiplied by themselves. The change goes along the example.",
                step_with(lambda target, z: target - z, lambda weights, example: weights)),
        mistake("The learning rate is not used.", lambda w, b, x, t, rate: adaline_step(w, b, x, t, 1)),
        mistake("The learning rate multiplies the change; you divide by it.",
                lambda w, b, x, t, rate: adaline_step(w, b, x, t, 1 / rate)),
        mistake("`target` is 1 or -1 already. Here it has been changed once more.",
                lambda w, b, x, t, rate: adaline_step(w, b, x, 2 * t - 1, rate)),
        mistake("The bias is moved with the error of the new weights. Compute the error once, before anything moves.",
                lambda w, b, x, t, rate: (adaline_step(w, b, x, t, rate)[0], adaline_step(
                    adaline_step(w, b, x, t, rate)[0], b, x, t, rate)[1])),
        mistake("These are the changes alone. The old values have to come before them.", lambda w, b, x, t, rate: (
            rate * (t - x @ w - b) * x, rate * (t - x @ w - b))),
        mistake("These are the weights alone. Return the bias as well, after a comma.",
                lambda *answer: adaline_step(*answer)[0]),
    ],
)
