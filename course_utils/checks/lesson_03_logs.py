"""Exercises of the companion of lesson 03, second part: log-sum-exp, and last layers."""
from functools import partial

import numpy as np

from course_utils.checks import call, exercise, matching, mistake
from course_utils.checks.answers_03 import softmax
from course_utils.checks.answers_03_further import log_sum_exp, near_digits
from course_utils.checks.plain import Unsupported

exercise = partial(exercise, further=True)

_ROWS = np.array([[2.0, 1.0, -1.0], [0.0, 0.0, 3.0]])
_LARGE = np.array([[1000.0, 1000.0, 999.0], [-1000.0, -1001.0, -1002.0], [0.0, -800.0, 5.0],
                   [0.0, 0.0, 3000.0], [3000.0, 0.0, 0.0], [0.0, 3000.0, 0.0]])  # far from their first, last, mean, middle
_ONE = np.array([[0.5, -1.5, 2.5]])


def _logs_with(lowered_by, back=None, logarithm=np.log, total=lambda powers: powers.sum(axis=1)):
    """Return a log-sum-exp that subtracts `lowered_by(logits)`, a column, adds `back(logits)`, and takes other sums or logs."""
    def answer(logits):
        lowered = lowered_by(logits)
        added = lowered[..., 0] if back is None else back(logits)
        return added + logarithm(total(np.exp(logits - lowered)))
    return answer


def _largest(logits):
    return logits.max(axis=1, keepdims=True)


def _a_little_more(got, right):
    return got.shape == right.shape and np.all(got >= right) and np.any(got > right) and np.allclose(got, right, atol=0.01)


def _right_where_small(got, right):
    small = np.abs(right) < 100
    return got.shape == right.shape and np.allclose(got[small], right[small])


exercise(
    "3.10", right=log_sum_exp, points=2, level="stretch", accept=near_digits,
    probes=[call(_ROWS), call(_LARGE), call(_ONE)],
    random_probes=lambda random: [call(random.normal(size=(4, 5)) * 4)],
    also_right=[lambda z: np.array([max(row) + np.log(sum(np.exp(row - max(row)))) for row in z]),
                lambda z: np.logaddexp.reduce(z, axis=1), lambda z: log_sum_exp(z).astype("float32"),
                lambda z: (_largest(z) + np.log(np.exp(z - _largest(z)).sum(axis=1, keepdims=True)))[:, 0],
                lambda z: np.log(np.exp(z.T - z.T.max(axis=0)).sum(axis=0)) + z.T.max(axis=0)],
    mistakes=[
        mistake("Right for small logits; large ones overflow to infinity, and very small ones underflow. Subtract the largest "
                "of each row before np.exp, and add it again at the end.", lambda z: np.log(np.exp(z).sum(axis=1))),
        mistake("What you have subtracted has to come back: add the largest of each row, as it was before, at the end.",
                _logs_with(_largest, back=lambda z: 0)),
        mistake("The largest of each row is subtracted at the end, too. It was taken away, so it has to be added.",
                lambda z: log_sum_exp(z) - 2 * z.max(axis=1)),
        mistake("The largest has to be added at the end; you multiply by it.",
                lambda z: z.max(axis=1) * (log_sum_exp(z) - z.max(axis=1))),
        mistake("Before np.exp the largest has to be subtracted, so that no power is above 1. You add it.",
                lambda z: z.max(axis=1) + np.log(np.exp(z + _largest(z)).sum(axis=1))),
        mistake("The largest comes back inside the logarithm. It has to be added to the logarithm.",
                lambda z: np.log(z.max(axis=1) + np.exp(z - _largest(z)).sum(axis=1))),
        mistake("You subtract from the powers. Subtract from the logits, before np.exp: `np.exp(logits - ...)`.",
                lambda z: z.max(axis=1) + np.log((np.exp(z) - _largest(z)).sum(axis=1))),
        mistake("You subtract the largest of each row, and add the largest of the whole batch. Each row gets back its own.",
                _logs_with(_largest, back=lambda z: z.max())),
        mistake("You subtract the largest of the whole batch, and a row far below it becomes ln 0. Take that of each row.",
                lambda z: z.max() + np.log(np.exp(z - z.max()).sum(axis=1))),
        mistake("You subtract the largest size, without its sign. In a row of negative logits that moves all of them further "
                "down, to ln 0. Take the largest as it is.", _logs_with(lambda z: np.abs(z).max(axis=1, keepdims=True))),
        mistake("Where all logits of a row are negative, you subtract 0 and not the largest; far below zero that becomes ln 0.",
                _logs_with(lambda z: np.maximum(0, _largest(z)))),
        mistake("You subtract the first of each row; another logit can still be 2000 above it. Subtract the largest.",
                _logs_with(lambda z: z[:, :1])),
        mistake("You subtract the last of each row; another logit can still be 2000 above it. Subtract the largest.",
                _logs_with(lambda z: z[:, -1:])),
        mistake("You subtract the mean or the middle of each row, or a part of its largest; one logit can still be 1000 above "
                "it. Subtract the largest.", _logs_with(lambda z: z.mean(axis=1, keepdims=True))),
        mistake("You subtract the smallest of each row, so that the others can still overflow. Subtract the largest.",
                _logs_with(lambda z: z.min(axis=1, keepdims=True))),
        mistake("Right for small logits only: clipping makes other logits of them. Subtract the largest of each row instead, "
                "which loses nothing.", lambda z: np.log(np.exp(np.clip(z, -700, 700)).sum(axis=1))),
        mistake("Each row should give one number, and the result be flat, (batch,). Here an axis of length 1 is left from "
                "`keepdims`.", lambda z: log_sum_exp(z)[:, None]),
        mistake("A batch of one row should give an array with one number, (1,). `np.squeeze` takes away that axis as well; "
                "leave out `keepdims` instead, or write `[:, 0]`.", lambda z: np.squeeze(log_sum_exp(z))),
        mistake("The largest of each row come as a flat (batch,), which NumPy cannot lay along rows of another length. To "
                "subtract it, make it a column, with `keepdims=True`.",
                lambda z: z.max(axis=1) + np.log(np.exp(z - z.max(axis=1)).sum(axis=1))),
        mistake("Python's own `max`, and `if`, cannot compare whole rows. `logits.max(axis=1)` finds the largest of each.",
                max),
        mistake("A column, (batch, 1), has been added to a flat (batch,), and NumPy made a table of all sums. Add the largest "
                "without `keepdims`.", lambda z: log_sum_exp(z) - z.max(axis=1) + _largest(z)),
        mistake("You added up down the columns. Each row is one example: axis 1.", lambda z: log_sum_exp(z.T)),
        mistake("You added up over the whole batch. Each row is one example, and gives one number.",
                lambda z: log_sum_exp(z.reshape(1, -1))[0]),
        mistake("The sum runs over the whole batch. Add up along each row: `axis=1`.", _logs_with(_largest, total=np.sum)),
        mistake("The logarithm is missing at the end, and it comes before the largest is added.",
                _logs_with(_largest, logarithm=lambda sums: sums)),
        mistake("The powers are those of e, so the logarithm has to be the natural one, `np.log`; this is that of base 2.",
                _logs_with(_largest, logarithm=np.log2)),
        mistake("The powers are those of e, so the logarithm has to be the natural one, `np.log`; this is that of base 10.",
                _logs_with(_largest, logarithm=np.log10)),
        mistake("`np.log1p` is the logarithm of 1 + its argument, so the sum has become larger by 1. Use `np.log`.",
                _logs_with(_largest, logarithm=np.log1p)),
        mistake("This is the logarithm of the mean. The sum is asked for.",
                lambda z: log_sum_exp(z) - np.log(z.shape[1])),
        mistake("These are the logarithms of the softmax. The one number of each row that they need is asked for.",
                lambda z: z - log_sum_exp(z)[:, None]),
        mistake("The logarithm of a softmax is what you are to replace: it meets ln 0. One number for each row is asked for.",
                lambda z: np.log(softmax(z))),
        mistake("This is a softmax. One number for each row is asked for.", softmax),
        mistake("This is the largest of each row: close, but the others contribute as well.", lambda z: z.max(axis=1)),
        mistake("ln and exp cancel each other if the sum does not stand between them: first add up, then take the logarithm.",
                lambda z: z.sum(axis=1)),
        mistake("You add up logarithms. The logarithm of a sum is asked for: first add up the powers, then take the logarithm.",
                _logs_with(_largest, logarithm=lambda sums: sums, total=lambda powers: np.log(powers).sum(axis=1))),
        mistake("There are whole numbers in your array, as `dtype=int` makes it: what comes after the point is cut off.",
                lambda z: log_sum_exp(z).astype(int)),
        mistake("Very nearly: something has been added inside the logarithm. It is not needed. One power is exactly 1, so the "
                "sum is never 0.", _logs_with(_largest, logarithm=lambda sums: np.log(sums + 1e-7)), when=_a_little_more),
        mistake("Right for small logits only. Subtract the largest of each row before np.exp, and add it again at the end.",
                lambda z: np.where(z.max(axis=1) > 700, z.max(axis=1), np.log(np.exp(z).sum(axis=1))),
                when=_right_where_small),
    ],
)

_RIGHT = {"tags": "sigmoid", "ice": "sigmoid", "votes": "softmax", "cars": "softplus"}


def _chose(key, *choices):
    return lambda got, right: isinstance(got, dict) and str(got.get(key)).strip().lower() in choices


def _chose_anywhere(test):
    return lambda got, right: isinstance(got, dict) and any(map(test, got.values()))


def _is_function(choice):
    return isinstance(choice, Unsupported) and choice.kind != "..."


_WRONG = [
    ("tags", "softmax", "Several tags may fit one photo. A softmax makes them share out 1 among them, so a photo of a dog in "
                        "snow could never be sure of both."),
    ("tags", "identity", "Each tag needs a probability, between 0 and 1; the identity can answer anything."),
    ("tags", "softplus", "Each tag needs a probability, between 0 and 1; softplus has no upper end."),
    ("ice", "softmax", "A softmax over one single neuron always answers 1: it has nobody to share with."),
    ("ice", "identity", "The identity can answer 1.3 or -0.2, and no lake is covered to more than the whole or less than "
                        "nothing."),
    ("ice", "softplus", "Softplus has no upper end, and no lake is covered to more than the whole."),
    ("votes", "sigmoid", "Four sigmoids do not know of each other: their shares could add up to 3. Which of the four "
                         "functions shares out one whole?"),
    ("votes", "identity", "The identity can answer anything, below 0 too, and four of them need not add up to one whole."),
    ("votes", "softplus", "Softplus has no upper end, and four of them need not add up to one whole."),
    ("cars", "identity", "The identity can answer a number below 0. Look in the table of the zoo for a range from 0."),
    ("cars", "sigmoid", "A sigmoid never answers more than 1. Look in the table of the zoo for a range from 0."),
    ("cars", "softmax", "A softmax over one single neuron always answers 1, however many cars there are."),
]
exercise(
    "3.11", right=_RIGHT, points=2, accept=matching("sigmoid", "softmax", "identity", "softplus"),
    also_right=[{"cars": "Softplus", "votes": "softmax ", "ice": "sigmoid", "tags": " Sigmoid"}],
    mistakes=[
        mistake("These are functions. Write their names in quotes, as text: \"sigmoid\".", _RIGHT | {"tags": softmax},
                when=_chose_anywhere(_is_function)),
        mistake("Keras calls it \"linear\", we call it \"identity\": write that, where you mean it.",
                _RIGHT | {"cars": "linear"}, when=_chose_anywhere(lambda choice: str(choice).strip().lower() == "linear")),
        *[mistake(sentence, _RIGHT | {key: choice}, when=_chose(key, choice)) for key, choice, sentence in _WRONG],
    ],
)
