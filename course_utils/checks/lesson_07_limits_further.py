"""Exercises of the companion of lesson 07, second part: where a nan appears, and the global norm."""
from functools import partial

import numpy as np

from course_utils.checks import call, close, exercise, matching, mistake
from course_utils.checks.accept import fold
from course_utils.checks.answers_07_further import always_at_limit, clip, clip_by, global_norm, scaled

exercise = partial(exercise, further=True)

_FORWARDS = ("exp", "log", "multiply", "divide", "subtract", "power")
_BACKWARDS = ("gradient of log", "gradient of power")
_RIGHT = {"entropy": "multiply", "share": "divide", "log ratio": "subtract", "length": "gradient of power",
          "guarded log": "gradient of log"}


def _says(name, *choices):
    """Return a test whether a plain answer has one of these choices for `name`."""
    return lambda got, right: fold(got[name]) in choices


def _with(name, choice):
    return _RIGHT | {name: choice}


exercise(
    "7.12", right=_RIGHT, points=2, accept=matching(*_FORWARDS, *_BACKWARDS),
    also_right=[{name: choice.upper() for name, choice in _RIGHT.items()},
                {name: f" {_RIGHT[name]} " for name in reversed(_RIGHT)}],
    mistakes=[
        mistake("Entropy, share and log ratio have a value that is nan already. So it has appeared on the way forwards, and "
                "not in a gradient.", _with("share", "gradient of log"),
                when=lambda got, right: any(fold(got[name]) in _BACKWARDS for name in ("entropy", "share", "log ratio"))),
        mistake("The values of length and guarded log are proper numbers, so no nan has appeared there on the way forwards. "
                "Follow the gradient back.", _RIGHT | {"length": "power", "guarded log": "log"},
                when=lambda got, right: all(fold(got[name]) in _FORWARDS for name in ("length", "guarded log"))),
        mistake("In entropy, log 0 is minus infinity, which is not yet a nan. What is done with it next?",
                _with("entropy", "log"), when=_says("entropy", "log")),
        mistake("In share, e^1000 is infinity, and so is the sum. Neither is a nan. What is done with the two next?",
                _with("share", "exp"), when=_says("share", "exp")),
        mistake("In log ratio, both powers overflow to infinity, which is not yet a nan. Go on to the logarithms, and further.",
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
        mistake("In log ratio there are two powers, two logarithms, and one operation that joins them.",
                _with("log ratio", "multiply"), when=_says("log ratio", "multiply", "power")),
    ],
)


def _each_by_itself(gradients, limit):
    return [clip([gradient], limit)[0] for gradient in gradients]


def _always(gradients, limit):
    return scaled(gradients, limit / max(global_norm(gradients), 1e-12))


def _as_in_libraries(gradients, limit):
    return scaled(gradients, min(1.0, limit / (global_norm(gradients) + 1e-6)))


def _joined(gradients):
    return np.concatenate([gradient.ravel() for gradient in gradients])


def _sum_of_squares(gradients):
    return np.sum(_joined(gradients) ** 2)


def _sum_of_norms(gradients):
    return sum(global_norm([gradient]) for gradient in gradients)


def _where_above(gradients, limit, otherwise):
    return gradients if global_norm(gradients) <= limit else otherwise(global_norm(gradients))


_STEEP = [np.array([3.0, 0.0]), np.array([[0.0, 4.0], [12.0, 0.0]])]  # norms 3, 12.6; together 13
exercise(
    "7.13", right=clip, points=2, accept=close(rtol=1e-4),
    probes=[call(_STEEP, 2.0), call(_STEEP, 20.0), call([np.array([0.4]), np.array([[0.3]]), np.array([0.0, 1.2])], 0.8),
            call([np.zeros(2), np.zeros((1, 3))], 3.0)],
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
        mistake("The gradients are always scaled to the limit. A norm below it is to be left as it is; a short gradient would "
                "become longer, and zeros become nan.", _always, when=always_at_limit((2.0, 20.0, 0.8, 3.0, 0.5, 9.0))),
        mistake("This makes the norm 1 each time: the limit is missing in the factor, and so is the question whether the norm "
                "is above it.", lambda gradients, limit: scaled(gradients, 1 / global_norm(gradients))),
        mistake("Arrays of different shapes cannot be squared and summed as one list. Take the sum of each array first, and "
                "add up these sums.",
                lambda gradients, limit: clip_by(lambda g: np.sqrt(np.sum([one ** 2 for one in g])), gradients, limit)),
        mistake("The root is missing: the norm is the root of the sum of all squares.",
                lambda gradients, limit: clip_by(_sum_of_squares, gradients, limit)),
        mistake("The norms of the arrays have been added up. The global norm adds the squares of all numbers first, and takes "
                "the root once.", lambda gradients, limit: clip_by(_sum_of_norms, gradients, limit)),
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
                lambda gradients, limit: scaled(gradients, limit / max(global_norm(gradients), 1e-12)
                                                if global_norm(gradients) < limit else 1.0)),
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
