"""Exercises of lesson 04, further."""
import numpy as np

from course_utils.checks import call, exercise, matching, mistake
from course_utils.checks.answers_04 import ask_the_array, right_where_finite
from course_utils.checks.answers_04_further import (
    divergence_by_loop,
    gaussian_loss,
    hinge_from_labels,
    kept_finite,
    kl_divergence,
    mixture_loss,
    soft_threshold,
    threshold_by_loop,
    with_floor,
)

exercise(
    "4.7", right=hinge_from_labels, points=2, further=True,
    probes=[call(np.array([0.5, -2.0, -1.0, 3.0]), np.array([1, 0, 1, 0]))],
    random_probes=lambda random: [call(2 * random.normal(size=6), random.integers(0, 2, size=6))],
    also_right=[lambda s, labels: np.where(labels == 1, np.maximum(0, 1 - s), np.maximum(0, 1 + s)),
                lambda s, labels: np.array([max(0.0, 1 - (score if label else -score))
                                            for score, label in zip(s, labels)])],
    mistakes=[
        mistake("Python's `max` and `if` ask a single truth value, and a whole array has many. `np.maximum(0, ...)` compares "
                "entry by entry.", lambda s, labels: ask_the_array(1.0 * s, 0 * s)),
        mistake("`np.max` looks for the largest entry of one array. `np.maximum(0, ...)` compares two, entry by entry.",
                lambda s, labels: np.max(0, 1 - (2 * labels - 1) * s)),
        mistake("The labels went in as they are. With the label 0 the loss is 1 for any score; 0 has to become -1 first.",
                lambda s, labels: np.maximum(0, 1 - labels * s)),
        mistake("The classes are turned: 0 has to become -1, and 1 stays 1.",
                lambda s, labels: np.maximum(0, 1 + (2 * labels - 1) * s)),
        mistake("Some losses are negative. An answer beyond the margin costs 0, not less.",
                lambda s, labels: 1 - (2 * labels - 1) * s),
        mistake("The margin is missing: this counts wrong answers only. Right ones cost something, too, up to a margin of 1.",
                lambda s, labels: np.maximum(0, -(2 * labels - 1) * s)),
        mistake("It is the larger of 0 and 1 - y s, not the smaller.",
                lambda s, labels: np.minimum(0, 1 - (2 * labels - 1) * s)),
        mistake("This is the squared hinge, another loss. Here nothing is squared.",
                lambda s, labels: hinge_from_labels(s, labels) ** 2),
        mistake("This is the mean. Return one loss for each example.",
                lambda s, labels: np.mean(hinge_from_labels(s, labels))),
        mistake("This is the margin, y s. The loss is what it lacks to 1, and at least 0.",
                lambda s, labels: (2 * labels - 1) * s),
        mistake("A bracket is missing: 2 * labels - 1 belongs in brackets before it is multiplied by the scores.",
                lambda s, labels: np.maximum(0, 1 - 2 * labels - 1 * s)),
    ],
)

exercise(
    "4.8", right=kl_divergence, points=2, further=True,
    probes=[call(np.array([0.5, 0.5, 0.0]), np.array([0.25, 0.5, 0.25])), call(np.array([0.7, 0.3]), np.array([0.2, 0.8])),
            call(np.array([0.5, 0.5]), np.array([1.0, 0.0]))],
    random_probes=lambda random: [call(random.dirichlet(np.ones(5)), random.dirichlet(np.ones(5)))],
    also_right=[divergence_by_loop, lambda t, q: np.nansum(t * np.log(t / q)),
                lambda t, q: np.where(t > 0, t * np.log(np.where(t > 0, t, 1) / q), 0).sum()],
    mistakes=[
        mistake("The formula as it stands gives nan for a class with t = 0, from 0 times infinity. Leave those classes out.",
                lambda t, q: np.sum(t * np.log(t / q))),
        mistake("`np.nan_to_num` turns nan into 0, and infinity into a huge number as well. Where the model says 0 and the "
                "truth does not, the divergence is infinite.", lambda t, q: np.sum(np.nan_to_num(t * np.log(t / q)))),
        mistake("The classes that the model gives 0 were left out. Only those with t = 0 count nothing.",
                lambda t, q: np.sum(t[(t > 0) & (q > 0)] * np.log(t[(t > 0) & (q > 0)] / q[(t > 0) & (q > 0)]))),
        mistake("Here a small number stands in for zero chances, so what should be infinite comes out as finite. Leave the "
                "classes with t = 0 out, and change nothing else.", with_floor, when=kept_finite),
        mistake("t and q are exchanged.", lambda t, q: divergence_by_loop(q, t)),
        mistake("The sign is turned: it is the logarithm of t / q, not of q / t.", lambda t, q: -divergence_by_loop(t, q)),
        mistake("This is the cross-entropy, -t log q. The entropy of t is still in it: take the logarithm of t / q.",
                lambda t, q: -np.sum(t[t > 0] * np.log(q[t > 0]))),
        mistake("The factor in front of the logarithm is t, the truth; you have q.",
                lambda t, q: np.sum(q[t > 0] * np.log(t[t > 0] / q[t > 0]))),
        mistake("The factor t in front of the logarithm is missing.", lambda t, q: np.sum(np.log(t[t > 0] / q[t > 0]))),
        mistake("This is the mean over the classes. A divergence adds them up.",
                lambda t, q: np.mean(t[t > 0] * np.log(t[t > 0] / q[t > 0]))),
        mistake("The terms are right, and not added up yet.", lambda t, q: t[t > 0] * np.log(t[t > 0] / q[t > 0])),
        mistake("The logarithm is the natural one, `np.log`. You used base 2.",
                lambda t, q: divergence_by_loop(t, q) / np.log(2)),
    ],
)

_RIGHT = {"thermometer": "squared", "birds": "categorical", "tags": "binary", "delivery": "absolute", "sales": "squared log"}


def _chose(task, choice):
    """Return a condition: the answer has `choice` for `task`."""
    return lambda got, right: str(got[task]).strip().lower() == choice


exercise(
    "4.9", right=_RIGHT, points=2, further=True,
    accept=matching("squared", "absolute", "squared log", "binary", "categorical"),
    also_right=[{key: _RIGHT[key].upper() for key in sorted(_RIGHT)}],
    mistakes=[
        mistake("`tags`: categorical cross-entropy goes with a softmax, whose probabilities add up to 1. But three tags may be "
                "right at once, or none: each tag is a question of its own.", _RIGHT | {"tags": "categorical"},
                when=_chose("tags", "categorical")),
        mistake("`birds`: exactly one of the 200 is right, so they share one probability of 1. Separate coins do not know "
                "that.",
                _RIGHT | {"birds": "binary"}, when=_chose("birds", "binary")),
        mistake("`delivery`: with squared error a few wrongly typed numbers would pull every prediction towards them.",
                _RIGHT | {"delivery": "squared"}, when=_chose("delivery", "squared")),
        mistake("`sales`: squared error counts pieces, not factors. To it, 20,000 for 10,000 is far worse than 20 for 10.",
                _RIGHT | {"sales": "squared"}, when=_chose("sales", "squared")),
        mistake("`sales`: absolute error counts pieces, not factors. To it, 20,000 for 10,000 is far worse than 20 for 10.",
                _RIGHT | {"sales": "absolute"}, when=_chose("sales", "absolute")),
        mistake("`thermometer`: the errors scatter like a bell. Which loss is minus the logarithm of a bell?",
                _RIGHT | {"thermometer": "absolute"}, when=_chose("thermometer", "absolute")),
        mistake("`thermometer`: a temperature in degrees may be below zero, and a degree is a degree everywhere; factors mean "
                "nothing there.", _RIGHT | {"thermometer": "squared log"}, when=_chose("thermometer", "squared log")),
    ],
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
        mistake("The weight of one half is missing: the two bells together have an area of 2.",
                lambda y, a, b, s: mixture_loss(y, a, b, s) - np.log(2)),
        mistake("The weight of one half has the wrong sign: log 0.5 is added to the logarithm of the sum, and then comes the "
                "minus.",
                lambda y, a, b, s: mixture_loss(y, a, b, s) - 2 * np.log(2)),
        mistake("This is the mean of the two losses. The densities are added, not their logarithms: a target near one centre "
                "is well explained, whatever the other says.",
                lambda y, a, b, s: (gaussian_loss(a, y, s) + gaussian_loss(b, y, s)) / 2),
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
    "4.11", right=soft_threshold, points=2, further=True,
    probes=[call(np.array([1.0, 0.1, 0.01, -0.3, -0.02]), 0.05)],
    random_probes=lambda random: [call(random.normal(size=8), 0.6)],
    also_right=[threshold_by_loop, lambda w, a: w - np.clip(w, -a, a),
                lambda w, a: np.where(w > a, w - a, np.where(w < -a, w + a, 0)),
                lambda w, a: np.maximum(w - a, 0) + np.minimum(w + a, 0)],
    mistakes=[
        mistake("`if` and Python's `max` ask a single truth value, and a whole array has many. np.where and np.maximum work "
                "entry by entry.", lambda w, a: ask_the_array(w, 0 * w)),
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
