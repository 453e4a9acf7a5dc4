"""Exercises of lesson 04, further: the hinge, the divergence, and which loss to choose."""
import numpy as np

from course_utils.checks import call, exercise, matching, mistake
from course_utils.checks.answers_04 import ask_the_array
from course_utils.checks.answers_04_further import (
    divergence_by_loop,
    hinge_from_labels,
    kept_finite,
    kl_divergence,
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
        mistake("The labels went in as they are (`np.sign` leaves a 0 at 0, too). With the label 0 the loss is 1 for "
                "any score; 0 has to become -1 first.",
                lambda s, labels: np.maximum(0, 1 - labels * s)),
        mistake("The classes are turned: 0 has to become -1, and 1 stays 1. Or is there a + in the place of the minus?",
                lambda s, labels: np.maximum(0, 1 + (2 * labels - 1) * s)),
        mistake("The difference is turned: it is 1 less the margin, not the margin less 1.",
                lambda s, labels: np.maximum(0, (2 * labels - 1) * s - 1)),
        mistake("`2 * labels + 1` makes 1 and 3 of the labels. They have to become -1 and 1.",
                lambda s, labels: np.maximum(0, 1 - (2 * labels + 1) * s)),
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
    probes=[call(np.array([0.3, 0.0, 0.7]), np.array([0.6, 0.3, 0.1])), call(np.array([0.7, 0.3]), np.array([0.2, 0.8])),
            call(np.array([0.5, 0.5]), np.array([1.0, 0.0])), call(np.array([0.5, 0.5, 0.0]), np.array([0.25, 0.5, 0.25])),
            call(np.array([0.5, 0.5, 0.0]), np.array([0.5, 0.5, 0.0]))],
    random_probes=lambda random: [call(random.dirichlet(np.ones(5)), random.dirichlet(np.ones(5)))],
    also_right=[divergence_by_loop, lambda t, q: np.nansum(t * np.log(t / q)),
                lambda t, q: np.where(t > 0, t * np.log(np.where(t > 0, t, 1) / q), 0).sum()],
    mistakes=[
        mistake("The formula as it stands gives nan for a class with t = 0, from 0 times infinity. Leave those classes out.",
                lambda t, q: np.sum(t * np.log(t / q))),
        mistake("`if` asks a single truth value, and a whole array has many. `t > 0` inside of the square brackets "
                "works entry by entry.", lambda t, q: ask_the_array(t, 0 * t)),
        mistake("The condition has another length than the array: t was cut before q. Keep the condition in a variable first.",
                lambda t, q: q[t[t > 0] > 0]),
        mistake("t and q have different lengths now. Cut both by one and the same condition, `t > 0`.",
                lambda t, q: t[t > 0] / q[q > 0]),
        mistake("A small number was added to t, and where q is 0 as well, 0 times infinity gives nan. Leave the classes with "
                "t = 0 out.", lambda t, q: np.sum(t * np.log((t + 1e-12) / q))),
        mistake("A class that truth and model both call impossible has q = 0, too, and counts nothing. The result is infinite "
                "only where q is 0 and t is not.", lambda t, q: np.inf if np.any(q == 0) else divergence_by_loop(t, q)),
        mistake("The result is that of the first class. Is the `return` inside of the loop?",
                lambda t, q: divergence_by_loop(t[:1], q[:1])),
        mistake("No absolute values: terms with t smaller than q are negative, and stay so.",
                lambda t, q: np.sum(np.abs(t[t > 0] * np.log(t[t > 0] / q[t > 0])))),
        mistake("The condition is on q here. The classes that count nothing are those with t = 0.",
                lambda t, q: np.sum(t[q > 0] * np.log(t[q > 0] / q[q > 0]))),
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


_NUMBERS = ("thermometer", "delivery", "sales")


def _chosen(got, *tasks):
    """Return the set of what was chosen for these tasks."""
    return {str(got[task]).strip().lower() for task in tasks}


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
        mistake("`delivery`: a logarithm makes large numbers count less, and a few wrongly typed ones still pull. "
                "Which loss grows in a straight line, as far as you go?", _RIGHT | {"delivery": "squared log"},
                when=_chose("delivery", "squared log")),
        mistake("`thermometer`, `delivery` and `sales` ask for a number. The cross-entropies are for choices.",
                _RIGHT | {"delivery": "binary"},
                when=lambda got, right: bool(_chosen(got, *_NUMBERS) & {"binary", "categorical"})),
        mistake("`birds` and `tags` ask for choices, and the model answers with probabilities. Squared and absolute errors are "
                "for numbers.", _RIGHT | {"birds": "absolute"},
                when=lambda got, right: not _chosen(got, "birds", "tags") <= {"binary", "categorical"}),
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
