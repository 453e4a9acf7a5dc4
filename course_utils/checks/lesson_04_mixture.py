"""Exercises of lesson 04, further: a loss with two centres, and soft thresholding."""
import numpy as np

from course_utils.checks import call, close, exercise, mistake
from course_utils.checks.answers_04 import ask_the_array, right_where_finite
from course_utils.checks.answers_04_further import (
    almost_zero,
    capped_far,
    gaussian_loss,
    mixture_loss,
    soft_threshold,
    threshold_by_loop,
)

exercise(
    "4.10", right=mixture_loss, points=3, further=True, level="stretch",
    probes=[call(np.array([15.0, 75.0, 40.0]), 15.0, 75.0, 5.0), call(np.array([10.0, 400.0]), 15.0, 75.0, 2.0)],
    random_probes=lambda random: [call(random.normal(size=5), -1.0, 1.5, 0.8)],
    also_right=[lambda y, a, b, s: np.log(2) - np.logaddexp(-gaussian_loss(a, y, s), -gaussian_loss(b, y, s)),
                lambda y, a, b, s: np.log(2 * s * np.sqrt(2 * np.pi)) - np.logaddexp(
                    -((y - a) / s) ** 2 / 2, -((y - b) / s) ** 2 / 2),
                lambda y, a, b, s: np.array([float(mixture_loss(one, a, b, s)) for one in y])],
    mistakes=[
        mistake("Right near the centres, and infinite far from them: there both densities underflow to 0. Stay with "
                "logarithms, and add the bells with np.logaddexp.",
                lambda y, a, b, s: -np.log(0.5 * np.exp(-gaussian_loss(a, y, s)) + 0.5 * np.exp(-gaussian_loss(b, y, s))),
                when=right_where_finite),
        mistake("Right near the centres; far from them the small number in the logarithm takes over, and all losses are alike. "
                "Stay with logarithms, and add the bells with np.logaddexp.",
                lambda y, a, b, s: -np.log(np.exp(-mixture_loss(y, a, b, s)) + 1e-300), when=capped_far),
        mistake("Only one of the bells has the weight one half. Both have it.",
                lambda y, a, b, s: -np.logaddexp(-gaussian_loss(a, y, s) + np.log(0.5), -gaussian_loss(b, y, s))),
        mistake("Only one of the bells has the weight one half. Both have it, so it may be taken out of the sum.",
                lambda y, a, b, s: -np.logaddexp(-gaussian_loss(a, y, s), -gaussian_loss(b, y, s) + np.log(0.5))),
        mistake("The half went to the logarithms as a factor. The logarithm of half of something is log 0.5 **plus** "
                "its logarithm.",
                lambda y, a, b, s: -np.logaddexp(-gaussian_loss(a, y, s) / 2, -gaussian_loss(b, y, s) / 2)),
        mistake("The half is a factor of the sum; of the logarithm it is log 0.5, which is added.",
                lambda y, a, b, s: -np.logaddexp(-gaussian_loss(a, y, s), -gaussian_loss(b, y, s)) / 2),
        mistake("Both bells have the same centre. One is at `first`, the other at `second`.",
                lambda y, a, b, s: gaussian_loss(a, y, s)),
        mistake("Both bells have the same centre. The first of them is at `first`.", lambda y, a, b, s: gaussian_loss(b, y, s)),
        mistake("The height of the bells is missing: minus log of the spread, and of the root of 2 pi. "
                "`gaussian_loss` has both.",
                lambda y, a, b, s: mixture_loss(y, a, b, s) - np.log(s) - np.log(2 * np.pi) / 2),
        mistake("The spread is missing in the height of the bells: minus the logarithm of the spread. `gaussian_loss` has it.",
                lambda y, a, b, s: mixture_loss(y, a, b, s) - np.log(s)),
        mistake("logaddexp was given the densities. It takes their logarithms, and so needs no np.exp before it.",
                lambda y, a, b, s: -np.log(0.5) - np.logaddexp(
                    np.exp(-gaussian_loss(a, y, s)), np.exp(-gaussian_loss(b, y, s)))),
        mistake("Both minus signs are missing, the one before the losses and the one in front of it all. They do not cancel, "
                "since the logarithm of a sum lies between them.",
                lambda y, a, b, s: np.logaddexp(gaussian_loss(a, y, s), gaussian_loss(b, y, s)) + np.log(0.5)),
        mistake("The weight of one half is missing: the two bells together have an area of 2.",
                lambda y, a, b, s: mixture_loss(y, a, b, s) - np.log(2)),
        mistake("The weight of one half has the wrong sign: log 0.5 is added to the logarithm of the sum, and then comes the "
                "minus.",
                lambda y, a, b, s: mixture_loss(y, a, b, s) - 2 * np.log(2)),
        mistake("This is the mean of the two losses. The densities are added, not their logarithms: a target near one centre "
                "is well explained, whatever the other says.",
                lambda y, a, b, s: (gaussian_loss(a, y, s) + gaussian_loss(b, y, s)) / 2),
        mistake("The logarithms of the bells were added, which multiplies the densities. np.logaddexp adds the densities.",
                lambda y, a, b, s: gaussian_loss(a, y, s) + gaussian_loss(b, y, s) - np.log(0.5)),
        mistake("This is the sum of the two losses, which multiplies the densities. They are added.",
                lambda y, a, b, s: gaussian_loss(a, y, s) + gaussian_loss(b, y, s)),
        mistake("The sign is turned: this is the logarithm of the density, and the loss is minus that.",
                lambda y, a, b, s: -mixture_loss(y, a, b, s)),
        mistake("logaddexp was given the losses. They are minus the logarithms of the bells: turn their signs first.",
                lambda y, a, b, s: -(np.logaddexp(gaussian_loss(a, y, s), gaussian_loss(b, y, s)) + np.log(0.5))),
        mistake("This takes the nearer of the two centres alone. The other bell contributes as well.",
                lambda y, a, b, s: np.minimum(gaussian_loss(a, y, s), gaussian_loss(b, y, s)) + np.log(2)),
        mistake("This takes the smaller of the two losses. The densities are added, each with the weight one half.",
                lambda y, a, b, s: np.minimum(gaussian_loss(a, y, s), gaussian_loss(b, y, s))),
        mistake("This is the mean. Return one loss for each target.",
                lambda y, a, b, s: np.mean(mixture_loss(y, a, b, s))),
        mistake("This is one bell in the middle of the two centres, which is what squared error believes in.",
                lambda y, a, b, s: gaussian_loss((a + b) / 2, y, s)),
    ],
)

exercise(
    "4.11", right=lambda weights, amount: soft_threshold(weights, amount) + 0.0, points=2, further=True, accept=close(atol=0),
    probes=[call(np.array([1.0, 0.123, 0.01, -0.3456, -0.02, 0.0]), 0.05)],
    random_probes=lambda random: [call(random.normal(size=8), 0.6)],
    also_right=[threshold_by_loop, lambda w, a: w - np.clip(w, -a, a),
                lambda w, a: np.where(w > a, w - a, np.where(w < -a, w + a, 0)),
                lambda w, a: np.maximum(w - a, 0) + np.minimum(w + a, 0)],
    mistakes=[
        mistake("`if` and Python's `max` ask a single truth value, and a whole array has many. np.where and np.maximum work "
                "entry by entry.", lambda w, a: ask_the_array(w, 0 * w)),
        mistake("0 / 0 is nan: a weight that is already 0 stays 0.",
                lambda w, a: w / np.abs(w) * np.maximum(np.abs(w) - a, 0)),
        mistake("Some weights are very small, where they should be exactly 0. Only then can zeros be counted.",
                lambda w, a: np.sign(w) * np.maximum(np.abs(w) - a, 1e-9), when=almost_zero),
        mistake("What is not above `amount` moved up, small positive weights, too. There are three cases: above "
                "`amount`, below `-amount`, and between the two.", lambda w, a: np.where(w > a, w - a, w + a)),
        mistake("What is not below minus the amount moved down, small negative weights, too. There are three cases.",
                lambda w, a: np.where(w < -a, w + a, w - a)),
        mistake("Small weights fly past zero, and a weight that is already 0 moves, too. They have to stop at exactly 0.",
                lambda w, a: np.where(w > 0, w - a, w + a)),
        mistake("Small weights fly past zero, and a weight that is already 0 moves as well. All have to stop at exactly 0.",
                lambda w, a: np.where(w >= 0, w - a, w + a)),
        mistake("The sign is turned: this is minus the answer. Which is taken away from which?",
                lambda w, a: -soft_threshold(w, a)),
        mistake("The two arguments are exchanged: the weights are moved, by the amount.", lambda w, a: soft_threshold(a, w)),
        mistake("The bracket is wrong: the size of the weight, less the amount; not the size of the difference.",
                lambda w, a: np.sign(w) * np.abs(w - a)),
        mistake("Small weights stayed as they were. Nearer to zero than `amount`, they become exactly 0.",
                lambda w, a: np.where(np.abs(w) < a, w, w - a * np.sign(w))),
        mistake("Small weights fly past zero and come out on the other side. They have to stop at exactly 0.",
                lambda w, a: w - a * np.sign(w)),
        mistake("Small weights become 0, and the large ones stayed as they were. Those move by `amount`, too.",
                lambda w, a: np.where(np.abs(w) > a, w, 0)),
        mistake("The positive weights are right, and all negative ones became 0. They move up towards zero; mind the sign.",
                lambda w, a: np.maximum(w - a, 0)),
        mistake("Negative weights moved away from zero. Towards zero means down for positive and up for negative weights.",
                lambda w, a: np.where(np.abs(w) > a, w - a, 0)),
        mistake("All weights moved down. Towards zero means up for negative weights.", lambda w, a: w - a),
        mistake("The sizes are right, and the signs are lost.", lambda w, a: np.maximum(np.abs(w) - a, 0)),
        mistake("This shrinks each weight in proportion, as L2 does. Here each moves by the same amount.",
                lambda w, a: w * (1 - a)),
        mistake("This is what has to be taken away from the weights, not what remains.", lambda w, a: np.clip(w, -a, a)),
        mistake("The cut is the wrong way round: weights nearer to zero than `amount` become 0, the others remain.",
                lambda w, a: np.where(np.abs(w) < a, w - a * np.sign(w), 0)),
        mistake("The weights moved away from zero.", lambda w, a: np.sign(w) * (np.abs(w) + a)),
    ],
)
