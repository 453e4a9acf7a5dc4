"""Exercises of lesson 02: the rules of Rosenblatt, and of Widrow and Hoff."""
import numpy as np

from course_utils.checks import call, close, exercise, mistake, named
from course_utils.checks.answers_02 import adaline_step, missed, perceptron_update, step_with, without_bias_in
from course_utils.checks.answers_02_slips import scaled, slips_of_both


def _example(random, target):
    return call(random.normal(size=3), float(random.normal()), random.normal(size=3), target, 0.3)


def _step_of(error):
    """Return a step whose error is `error(weights, bias, example, target)`."""
    def step(weights, bias, example, target, rate):
        change = rate * error(weights, bias, example, target)
        return weights + change * example, bias + change
    return step


exercise(
    "2.4", right=perceptron_update, points=2, accept=named(close(), "weights", "bias"),
    probes=[
        call(np.array([0.0, 0.0]), 0.0, np.array([1.0, 1.0]), 1, 1),      # z = 0: quiet, and wrong
        call(np.array([1.0, 1.0]), 1.0, np.array([0.0, 1.0]), 0, 1),      # fires, and wrong
        call(np.array([1.0, -2.0]), 0.5, np.array([3.0, 1.0]), 1, 0.5),   # fires, and right
        call(np.array([1.0, -2.0]), 0.5, np.array([1.0, 2.0]), 1, 0.5),   # quiet, and wrong
        call(np.array([1.0, 1.0]), -3.0, np.array([1.0, 1.5]), 0, 0.5),   # quiet and right; without the bias it would fire
        call(np.array([2.0, 1.0]), -4, np.array([3, 1]), 0, 0.25),        # an example of whole numbers
        call(np.array([1.0, -1.0]), 0.0, np.array([2.0, 2.0]), 0, 0.5),   # z = 0: quiet, and right
        call(np.array([0.5, 0.25]), -0.5, np.array([1.0, 1.0]), 0, 1),    # z = 0.25: the threshold is not one half
        call(np.array([0.5, 0.25]), -1.0, np.array([1.0, 1.0]), 1, 1),    # z = -0.25
        call(np.array([1.0, 1.0, 2.0]), -1.5, np.array([1.0, 0.0, 1.0]), 0, 0.5),    # the third input decides
        call(np.array([1.0, 1.0, -3.0]), 0.5, np.array([1.0, 1.0, 1.0]), 1, 0.5),    # and here
        call(np.array([0.5, 0.5]), -2.0, np.array([1.0, 0.5]), 1, 0.5),   # z = -1.25; with the bias turned it would fire
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
        mistake("The bias has become an array. Its input is always 1, so it moves by the learning rate times the error alone.",
                lambda w, b, x, y, rate: (perceptron_update(w, b, x, y, rate)[0], b + rate * missed(y, x @ w + b) * x)),
        mistake("The sign is turned: this moves the net input away from the target. The error is target minus output.",
                scaled(perceptron_update, -1, -1)),
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
        *slips_of_both(perceptron_update, missed),
        mistake("The weights move by the target instead of the error. Subtract the output: where the unit is right, nothing "
                "moves.", step_with(lambda target, z: target)),
        mistake("`int` cuts the decimals off the net input. Ask whether it is above 0: the `> 0` is missing.",
                step_with(lambda target, z: target - int(z))),
        *(mistake("Brackets are missing: target minus output is one number, the error. First subtract, then multiply by the "
                  f"learning rate{ending}.", lambda w, b, x, y, rate, whole=whole: (
                      w + rate * y - int(x @ w + b > 0) * x, b + rate * y - (rate if whole else 1) * int(x @ w + b > 0)))
          for whole, ending in ((False, ", for the weights and for the bias"), (True, " and by the example"))),
        mistake("Brackets are missing: Python subtracts the net input, bias left out, and then compares with 0. First the net "
                "input in brackets, then whether it is above 0, then the difference.",
                _step_of(lambda w, b, x, y: y - x @ w + b > 0)),
        mistake("Python compares the difference of target and net input with 0. Put brackets round the net input and its "
                "comparison with 0.",
                step_with(lambda target, z: target - z > 0)),
        mistake("Brackets and threshold are missing: you subtract the weighted sum from the target and add the bias. First "
                "decide whether the net input is above 0.", _step_of(lambda w, b, x, y: y - x @ w + b)),
        mistake("The bias is subtracted in the net input. It is added, whatever its sign.",
                _step_of(lambda w, b, x, y: missed(y, x @ w - b))),
        mistake("A quiet unit gives 0 here, not -1. With -1 the unit is never right where it should stay quiet.",
                step_with(lambda target, z: target - (1 if z > 0 else -1))),
        mistake("At z = 0 nothing happens here. A unit with z = 0 stays quiet, so it is wrong where the target is 1.",
                step_with(lambda target, z: missed(target, z) if z != 0 else 0)),
        mistake("Where the unit is right, your function returns None. Return weights and bias as they are, after the `if`.",
                lambda w, b, x, y, rate: perceptron_update(w, b, x, y, rate) if missed(y, x @ w + b) else None),
    ],
)

_STEPS = [call(np.array([0.0, 0.0]), 0.0, np.array([1.0, 2.0]), 1, 0.1),
          call(np.array([1.0, 2.0]), 0.5, np.array([1.0, 1.0]), 1, 0.1),
          call(np.array([2.0, 1.0]), -4, np.array([3, 2]), -1, 0.25)]
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
        mistake("The bias has the wrong sign in the error. z is `example @ weights + bias`, and all of it is subtracted from "
                "the target: put it in brackets.", _step_of(lambda w, b, x, t: t - x @ w + b)),
        mistake("The example is missing in the change of the weights: each weight moves by its own input.",
                step_with(lambda target, z: target - z, lambda weights, example: np.ones(len(example)))),
        mistake("The weights are multiplied by themselves. The change goes along the example.",
                step_with(lambda target, z: target - z, lambda weights, example: weights)),
        mistake("`target` is 1 or -1 already. Here it has been changed once more.",
                lambda w, b, x, t, rate: adaline_step(w, b, x, 2 * t - 1, rate)),
        mistake("These are the changes alone. The old values have to come before them.", lambda w, b, x, t, rate: (
            rate * (t - x @ w - b) * x, rate * (t - x @ w - b))),
        mistake("These are the weights alone. Return the bias as well, after a comma.",
                lambda *answer: adaline_step(*answer)[0]),
        *slips_of_both(adaline_step, lambda target, z: target - z),
        mistake("You move only where the side is wrong, as the perceptron does. ADALINE learns from every example: the error "
                "of the net input is hardly ever 0.", step_with(lambda target, z: (target - z) * ((z > 0) != (target > 0)))),
        mistake("np.sign is a threshold. ADALINE compares the target with the net input itself.",
                step_with(lambda target, z: target - np.sign(z))),
        mistake("Target and net input are added. The error is their difference.", step_with(lambda target, z: target + z)),
        mistake("The net input is left out: the weights move by the target alone.", step_with(lambda target, z: target)),
        mistake("The target -1 has been turned into 0. ADALINE's targets are 1 and -1, and need no change.",
                step_with(lambda target, z: max(target, 0) - z)),
        mistake("The error is squared, and then subtracted. The square is the loss; the step has the error itself.",
                step_with(lambda target, z: -(target - z) ** 2)),
        mistake("Weights and bias are exchanged: return the weights first.", lambda *answer: adaline_step(*answer)[::-1]),
    ],
)
