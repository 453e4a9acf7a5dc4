"""Exercises of the companion of lesson 07, second part: where a nan appears, and the global norm."""
from functools import partial

import numpy as np

from course_utils.checks import call, exercise, matching, mistake
from course_utils.checks.answers_07_further import (
    arrays_alike,
    by_norm_if,
    clip,
    clip_by,
    global_norm,
    scaled,
    without_article,
)

exercise = partial(exercise, further=True)

_FORWARDS = ("exp", "log", "multiply", "divide", "subtract", "power")
_BACKWARDS = ("gradient of log", "gradient of power")
_RIGHT = {"entropy": "multiply", "share": "divide", "log ratio": "subtract", "length": "gradient of power",
          "guarded log": "gradient of log"}


def _says(name, *choices):
    """Return a test whether a plain answer has one of these choices for `name`."""
    return lambda got, right: without_article(got[name]) in choices


def _with(name, choice):
    return _RIGHT | {name: choice}


def _five_choices(got, expected):
    """Return what `matching` says, with "the gradient of log" for "gradient of log"."""
    if isinstance(got, dict):
        got = {name: without_article(choice) for name, choice in got.items()}
    return matching(*_FORWARDS, *_BACKWARDS)(got, expected)


exercise(
    "7.12", right=_RIGHT, points=2, accept=_five_choices,
    also_right=[{name: choice.upper() for name, choice in _RIGHT.items()},
                {name: f" {_RIGHT[name]} " for name in reversed(_RIGHT)},
                {name: f"the {choice}" for name, choice in _RIGHT.items()}],
    mistakes=[
        mistake("Entropy, share and log ratio have a value that is nan already. So it has appeared on the way forwards, and "
                "not in a gradient.", _with("share", "gradient of log"),
                when=lambda got, right: any(_says(name, *_BACKWARDS)(got, right) for name in list(_RIGHT)[:3])),
        mistake("The values of length and guarded log are proper numbers, so no nan has appeared there on the way forwards. "
                "Follow the gradient back.", _RIGHT | {"length": "power", "guarded log": "log"},
                when=lambda got, right: all(without_article(got[name]) in _FORWARDS for name in ("length", "guarded log"))),
        mistake("In entropy, log 0 is minus infinity, which is not yet a nan. What is done with it next?",
                _with("entropy", "log"), when=_says("entropy", "log")),
        mistake("In share, e^1000 is infinity, and so is the sum. Neither is a nan. What is done with the two next?",
                _with("share", "exp"), when=_says("share", "exp")),
        mistake("In log ratio, both exps overflow to infinity, which is not yet a nan. Go on to the logarithms, and further.",
                _with("log ratio", "exp"), when=_says("log ratio", "exp")),
        mistake("In log ratio, the logarithm of infinity is infinity. One more step, and it is a nan.",
                _with("log ratio", "log"), when=_says("log ratio", "log")),
        mistake("Log ratio contains no division: the logarithm of a ratio is computed as a difference.",
                _with("log ratio", "divide"), when=_says("log ratio", "divide")),
        mistake("In length, the value is the root of 0, which is 0 and not a nan. How steep is the root there?",
                _with("length", "power"), when=_says("length", *_FORWARDS)),
        mistake("Length contains no logarithm. Which operation is there, twice, and infinitely steep at 0 the second time?",
                _with("length", "gradient of log"), when=_says("length", "gradient of log")),
        mistake("In guarded log, log 0 is minus infinity, `where` does not take it, and the value is 0. Only on the way back "
                "does something go wrong.", _with("guarded log", "log"), when=_says("guarded log", *_FORWARDS)),
        mistake("Guarded log contains no power. What is multiplied with the 0 that `where` sends back?",
                _with("guarded log", "gradient of power"), when=_says("guarded log", "gradient of power")),
        mistake("Entropy is a product, and its factor 0 meets something. Look at what that is.", _with("entropy", "subtract"),
                when=_says("entropy", "exp", "divide", "subtract", "power")),
        mistake("In share, look at the last step before the first entry is taken: what stands above the line, what below?",
                _with("share", "multiply"), when=_says("share", "log", "multiply", "subtract", "power")),
        mistake("In log ratio there are two exps, two logarithms, and one operation that joins them.",
                _with("log ratio", "multiply"), when=_says("log ratio", "multiply", "power")),
    ],
)


def _each_by_itself(gradients, limit):
    return [clip([gradient], limit)[0] for gradient in gradients]


def _always(gradients, limit):
    return scaled(gradients, limit / global_norm(gradients))


def _always_but_for_zeros(gradients, limit):
    return scaled(gradients, limit / max(global_norm(gradients), 1e-12))


def _as_in_libraries(gradients, limit):
    return scaled(gradients, min(1.0, limit / (global_norm(gradients) + 1e-6)))


def _joined(gradients):
    return np.concatenate([gradient.ravel() for gradient in gradients])


def _sum_of_squares(gradients):
    return np.sum(_joined(gradients) ** 2)


def _norm_of(number):
    """Return the measure that looks at the array of this number alone."""
    return lambda gradients: global_norm([gradients[number]])


def _sum_of_norms(gradients):
    return sum(global_norm([gradient]) for gradient in gradients)


def _where_above(gradients, limit, otherwise):
    return gradients if global_norm(gradients) <= limit else otherwise(global_norm(gradients))


def _by_column(gradients, limit):
    norm = np.sqrt(sum(sum(gradient ** 2) for gradient in gradients))
    return [gradient * limit / norm for gradient in gradients] if np.any(norm > limit) else gradients


def _is_rounded(got, right):
    return all(np.allclose(one, other, atol=6e-3) and np.array_equal(np.round(one, 4), one) or np.array_equal(one, other)
               for one, other in zip(got, right, strict=True))


_STEEP = [np.array([3.0, 0.0]), np.array([[0.0, 4.0], [12.0, 0.0]])]  # norms 3, 12.6; together 13
exercise(
    "7.13", right=clip, points=2, accept=arrays_alike,
    probes=[call(_STEEP, 2.0), call(_STEEP, 200.0), call([np.array([0.4]), np.array([[0.3]]), np.array([0.0, 1.2])], 0.8),
            call([np.array([3.0]), np.array([[4.0]])], 4.5), call([np.array([3.0]), np.array([[4.0]])], 6.0),
            call([np.array([2.5]), np.array([[-6.0]])], 5.5),
            call([np.array([-6.0]), np.array([[2.5]])], 5.2), call([np.array([2.4, -3.2]), np.array([[-1.5]])], 3.5),
            call([np.array([0.3]), np.array([[0.4]])], 0.8), call([np.zeros(2), np.zeros((1, 3))], 3.0)],
    random_probes=lambda random: [call([random.normal(size=shape) for shape in ((3, 2), (2,), (2, 1))], limit)
                                  for limit in (0.5, 9.0)],
    also_right=[_as_in_libraries, lambda gradients, limit: clip_by(lambda g: np.linalg.norm(_joined(g)), gradients, limit),
                lambda gradients, limit: tuple(clip(gradients, limit)),
                lambda gradients, limit: [g / max(1.0, global_norm(gradients) / limit) for g in gradients]],
    mistakes=[
        mistake("Each array has been shortened by itself, with its own norm, and the step has another direction. There is one "
                "norm for all, and one factor.", _each_by_itself),
        mistake("Each number has been cut at the limit by itself, and the step has another direction. All are to be scaled by "
                "one factor.", lambda gradients, limit: [np.clip(g, -limit, limit) for g in gradients]),
        mistake("The gradients are always scaled to the limit: a short gradient becomes longer, and zeros become nan. A norm "
                "below the limit is to be left as it is.", _always),
        mistake("The gradients are always scaled to the limit, so a short gradient becomes longer. Ask first whether the norm "
                "is above it.", _always_but_for_zeros),
        mistake("The condition asks the single numbers. Many small ones make a large norm, too: ask whether the norm is above "
                "the limit.", by_norm_if(lambda gradients, limit: np.abs(_joined(gradients)).max() > limit)),
        mistake("The condition asks the largest single number, and overlooks negative ones. Ask whether the norm is above the "
                "limit.", by_norm_if(lambda gradients, limit: _joined(gradients).max() > limit)),
        mistake("The condition asks each array by itself. Several short ones make a large norm, too: ask the norm of all.",
                by_norm_if(lambda gradients, limit: max(map(_norm_of(0), ([g] for g in gradients))) > limit)),
        mistake("The condition asks the last array only. Which norm is to be compared with the limit?",
                by_norm_if(lambda gradients, limit: _norm_of(-1)(gradients) > limit)),
        mistake("The condition asks the first array only. It is the norm of all that is to be compared.",
                by_norm_if(lambda gradients, limit: _norm_of(0)(gradients) > limit)),
        mistake("The condition compares the sum of the norms of the arrays with the limit. Ask the norm that is in the factor.",
                by_norm_if(lambda gradients, limit: _sum_of_norms(gradients) > limit)),
        mistake("The condition compares the sum of the squares with the limit, before the root is taken.",
                by_norm_if(lambda gradients, limit: _sum_of_squares(gradients) > limit)),
        mistake("The condition compares the norm with 1, and not with the limit.",
                by_norm_if(lambda gradients, limit: global_norm(gradients) > 1)),
        mistake("The number 0.2 stands in your function. The limit is an argument: use its name.",
                lambda gradients, limit: clip(gradients, 0.2)),
        mistake("This makes the norm 1 each time: the limit is missing in the factor, and so is the question whether the norm "
                "is above it.", lambda gradients, limit: scaled(gradients, 1 / global_norm(gradients))),
        mistake("Arrays of different shapes do not fit into one array. Take them one at a time: np.sum(g ** 2) of each, added "
                "up, for the norm, and [factor * g for g in gradients] for the result.",
                lambda gradients, limit: clip_by(lambda g: np.sqrt(np.sum([one ** 2 for one in g])), gradients, limit)),
        mistake("The root is missing: the norm is the root of the sum of all squares.",
                lambda gradients, limit: clip_by(_sum_of_squares, gradients, limit)),
        mistake("The norms of the arrays have been added up. The global norm adds the squares of all numbers first, and takes "
                "the root once.", lambda gradients, limit: clip_by(_sum_of_norms, gradients, limit)),
        mistake("The norm is an array here, and not one number: sum(g ** 2) adds up the rows of a matrix. np.sum(g ** 2) adds "
                "all of its numbers.", lambda gradients, limit: clip_by(
                    lambda g: np.sqrt(sum(sum(one ** 2) for one in g)), gradients, limit)),
        mistake("The norm is an array here, one number for each column: sum(g ** 2) adds up the rows of a matrix. "
                "np.sum(g ** 2) adds all of its numbers.", _by_column),
        mistake("`gradients` is a list, which has no squares. Take its arrays one at a time, np.sum(g ** 2), and add up.",
                lambda gradients, limit: np.sqrt(sum(gradients ** 2))),
        mistake("The list holds the first array alone: is the `return` inside of the loop?",
                lambda gradients, limit: clip(gradients, limit)[:1]),
        mistake("The gradients are rounded. Hand them over as they are.",
                lambda gradients, limit: [np.round(g, 4) for g in clip(gradients, limit)], when=_is_rounded),
        mistake("Where the norm is not above the limit, zeros come back. The gradients are to come back as they are.",
                lambda gradients, limit: scaled(clip(gradients, limit), float(global_norm(gradients) > limit))),
        mistake("The factor is divided by the norm twice: it is limit / norm, without a square.",
                lambda gradients, limit: _where_above(gradients, limit, lambda norm: scaled(gradients, limit / norm ** 2))),
        mistake("A list cannot be multiplied by a factor. Scale each array of it: [factor * g for g in gradients].",
                lambda gradients, limit: gradients * (limit / global_norm(gradients))),
        mistake("The arguments come in the order gradients, limit. Does your `def` line name them so?",
                lambda gradients, limit: clip(limit, gradients)),
        mistake("This takes the norm of the longest array. The norm of all is the root of the sum of all squares.",
                lambda gradients, limit: clip_by(lambda g: max(global_norm([one]) for one in g), gradients, limit)),
        mistake("The norm is that of the first array alone. All arrays belong to it.",
                lambda gradients, limit: clip_by(_norm_of(0), gradients, limit)),
        mistake("The norm is that of the last array alone. Is it overwritten in a loop? Begin with 0 and add up with `+=`.",
                lambda gradients, limit: clip_by(_norm_of(-1), gradients, limit)),
        mistake("The square is missing: np.sum(g ** 2), and only then the sum over the arrays and its root.",
                lambda gradients, limit: clip_by(lambda g: np.sqrt(np.sum(_joined(g))), gradients, limit)),
        mistake("np.sum(g) ** 2 adds first and squares then. Square each number first: np.sum(g ** 2).",
                lambda gradients, limit: clip_by(lambda g: np.sqrt(sum(np.sum(one) ** 2 for one in g)), gradients, limit)),
        mistake("np.mean(g ** 2) divides by the size of each array. Take the sum of its squares.",
                lambda gradients, limit: clip_by(lambda g: np.sqrt(sum(np.mean(one ** 2) for one in g)), gradients, limit)),
        mistake("np.linalg.norm(g, 2) of a matrix is the most by which it stretches a vector. Leave the 2 out.",
                lambda gradients, limit: clip_by(
                    lambda g: np.sqrt(sum(np.linalg.norm(one, 2) ** 2 for one in g)), gradients, limit)),
        mistake("This takes the mean of the squares. The length of a vector is the root of their sum.",
                lambda gradients, limit: clip_by(lambda g: np.sqrt(np.mean(_joined(g) ** 2)), gradients, limit)),
        mistake("This takes the largest entry for the norm. The norm is the root of the sum of all squares.",
                lambda gradients, limit: clip_by(lambda g: np.abs(_joined(g)).max(), gradients, limit)),
        mistake("This adds up absolute values. The norm is the root of the sum of all squares.",
                lambda gradients, limit: clip_by(lambda g: np.abs(_joined(g)).sum(), gradients, limit)),
        mistake("The factor is turned over: with norm / limit the gradients become longer still.",
                lambda gradients, limit: _where_above(gradients, limit, lambda norm: scaled(gradients, norm / limit))),
        mistake("The limit is missing in the factor: this makes the norm 1, whatever the limit is.",
                lambda gradients, limit: _where_above(gradients, limit, lambda norm: scaled(gradients, 1 / norm))),
        mistake("The norm is missing in the factor: it is the limit divided by the norm.",
                lambda gradients, limit: _where_above(gradients, limit, lambda norm: scaled(gradients, limit))),
        mistake("The condition is turned over: it is the gradients above the limit that are to be shortened.",
                by_norm_if(lambda gradients, limit: global_norm(gradients) < limit)),
        mistake("There is a root around the factor. The factor is limit / norm itself.",
                lambda gradients, limit: _where_above(gradients, limit, lambda norm: scaled(gradients, np.sqrt(limit / norm)))),
        mistake("The limit stands below the line of the factor. Multiply by it, and divide by the norm.",
                lambda gradients, limit: _where_above(gradients, limit, lambda norm: scaled(gradients, 1 / (norm * limit)))),
        mistake("Something has been subtracted from each number, and the step has another direction. Multiply by a factor.",
                lambda gradients, limit: _where_above(gradients, limit, lambda norm: [g - (norm - limit) for g in gradients])),
        mistake("np.minimum cuts numbers off at the limit, one by one, and the step has another direction. Scale all by one "
                "factor.", lambda gradients, limit: [np.minimum(g, limit) for g in gradients]),
        mistake("Only numbers above the limit have been scaled, and the step has another direction. Scale all or none.",
                lambda gradients, limit: [np.where(np.abs(g) > limit, g * limit / max(global_norm(gradients), 1e-12), g)
                                          for g in gradients]),
        mistake("Above the limit the gradients have become zero. They are to be shortened, not dropped.",
                lambda gradients, limit: _where_above(gradients, limit, lambda norm: scaled(gradients, 0.0))),
        mistake("This is one long vector. Return a list of arrays, each in the shape in which it came.",
                lambda gradients, limit: _joined(clip(gradients, limit))),
        mistake("Return the list of gradients alone, without the norm.",
                lambda gradients, limit: (clip(gradients, limit), global_norm(gradients))),
        mistake("Nothing has been shortened. Above the limit all gradients are to be scaled by limit / norm.",
                lambda gradients, limit: gradients),
    ],
)
