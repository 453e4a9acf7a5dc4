"""Exercises of lesson 03: slopes and softmax. The network by hand is in lesson_03_paper, the others in lesson_03_network."""
import numpy as np

from course_utils.checks import call, close, exercise, mistake
from course_utils.checks.answers_03 import central_difference, sigmoid, softmax, softmax_with


def cube(values):
    """Return v^3 for each element; its central difference is 3 v^2 + s^2."""
    return values ** 3


def wave(values):
    """Return sin(v) e^(v/2) for each element."""
    return np.sin(values) * np.exp(values / 2)


def _loop(function, values, step=1e-5):
    slopes = []
    for value in values:
        slopes.append((function(value + step) - function(value - step)) / (2 * step))
    return np.array(slopes)


exercise(
    "3.1", right=central_difference, points=2, accept=close(rtol=1e-6, atol=1e-7),
    probes=[call(cube, np.array([1.0, 2.0, -1.5])), call(cube, np.array([1.0, 2.0]), 0.5), call(wave, np.array([0.0, 3.0])),
            call(wave, np.array([0, 3, -2])), call(wave, np.array([[0.5, 3.0], [-1.0, 2.0]]))],
    also_right=[_loop, lambda f, v, step=1e-5: (f(v + step) / step - f(v - step) / step) / 2],
    mistakes=[
        mistake("You look to one side only. Take the step to the left as well, f(v + s) - f(v - s), over the distance 2s. Then "
                "the error shrinks with the square of s.", lambda f, v, step=1e-5: (f(v + step) - f(v)) / step),
        mistake("You look to the left only. Take the step to the right as well, f(v + s) - f(v - s), over the distance 2s.",
                lambda f, v, step=1e-5: (f(v) - f(v - step)) / step),
        mistake("Twice too large: from v - s to v + s the distance is 2s, not s.",
                lambda f, v, step=1e-5: 2 * central_difference(f, v, step)),
        mistake("Half of what it should be. The distance is 2s, so divide by 2s, once.",
                lambda f, v, step=1e-5: central_difference(f, v, step) / 2),
        mistake("You move by half a step to either side. The formula moves by a whole one, over the distance 2s.",
                lambda f, v, step=1e-5: central_difference(f, v, step / 2)),
        mistake("Divided by 2, and not yet by the step: the distance is 2s.",
                lambda f, v, step=1e-5: (f(v + step) - f(v - step)) / 2),
        mistake("Look at the brackets: `/ 2 * step` divides by 2 and then multiplies by the step. Write `/ (2 * step)`.",
                lambda f, v, step=1e-5: (f(v + step) - f(v - step)) / 2 * step),
        mistake("A bracket is missing around the difference: only its second part is divided.",
                lambda f, v, step=1e-5: f(v + step) - f(v - step) / (2 * step)),
        mistake("The argument `step` is not used: another size was asked for.",
                lambda f, v, step=1e-5: central_difference(f, v)),
        mistake("The sign is turned: it is the value on the right minus the value on the left.",
                lambda f, v, step=1e-5: -central_difference(f, v, step)),
        mistake("There is a plus between the two values. A slope asks for their difference.",
                lambda f, v, step=1e-5: (f(v + step) + f(v - step)) / (2 * step)),
        mistake("This is always the slope of the sigmoid. Call `function`, the argument: it may be any other.",
                lambda f, v, step=1e-5: central_difference(sigmoid, v, step)),
        mistake("You move by two steps to either side, and divide by the distance of one. Move by s, and divide by 2s.",
                lambda f, v, step=1e-5: 2 * central_difference(f, v, 2 * step)),
        mistake("You move by half a step to either side, and divide by the distance of whole ones. Move by s, divide by 2s.",
                lambda f, v, step=1e-5: central_difference(f, v, step / 2) / 2),
        mistake("Brackets are missing in two places: around the difference, and around `2 * step`.",
                lambda f, v, step=1e-5: f(v + step) - f(v - step) / 2 * step),
        mistake("A falling function has a negative slope. Leave the sign of the difference as it is.",
                lambda f, v, step=1e-5: np.abs(central_difference(f, v, step))),
        mistake("The slopes are right, in one long row. They should have the shape of `values`, whatever that is; without a "
                "loop they have it by themselves.", lambda f, v, step=1e-5: central_difference(f, v, step).ravel()),
        mistake("`np.zeros_like` of whole numbers makes an array of whole numbers, which cuts off the decimals of what you put "
                "in. Use np.zeros(values.shape), or no loop at all.",
                lambda f, v, step=1e-5: central_difference(f, v, step).astype(v.dtype)),
        mistake("The difference is not divided yet: a slope is the change for each unit of distance, and that is 2s.",
                lambda f, v, step=1e-5: f(v + step) - f(v - step)),
        mistake("The step belongs inside the brackets of the function: move v, then ask for f there.",
                lambda f, v, step=1e-5: ((f(v) + step) - (f(v) - step)) / (2 * step)),
        mistake("This looks at the neighbouring values in the array, which may lie far away. Move each value by `step`.",
                lambda f, v, step=1e-5: np.gradient(f(v), v)),
        mistake("This takes the neighbours in the array for neighbours at the distance of a step. Move each value by `step`.",
                lambda f, v, step=1e-5: np.gradient(f(v), step)),
        mistake("These are the values of the function. Its slope is asked for.", lambda f, v, step=1e-5: f(v)),
        mistake("This is the slope at the first value alone. Return one for each of `values`.",
                lambda f, v, step=1e-5: central_difference(f, v[0], step)),
    ],
)

_ROWS = np.array([[2.0, 1.0, -1.0], [0.0, 0.0, 3.0]])
_SQUARE = np.array([[1.0, 2.0, 0.5], [-1.0, 0.0, 4.0], [3.0, 3.0, -2.0]])
_LARGE = np.array([[1002.0, 1001.0, 999.0], [-1000.0, -1001.0, -1003.0], [0.0, 2000.0, 1.0], [0.0, 1200.0, 1200.0],
                   [20000.0, 19998.0, 19990.0]])  # the last is too large for the longest floating-point numbers, too
_WHOLE = np.array([[2, 1, -1], [0, 0, 3]])


def _by_row(logits):
    return np.array([np.exp(row - max(row)) / sum(np.exp(row - max(row))) for row in logits])


def _transposed(logits):
    powers = np.exp(logits.T - logits.T.max(axis=0))
    return (powers / powers.sum(axis=0)).T


exercise(
    "3.2", right=softmax, points=3,
    probes=[call(_ROWS), call(_SQUARE), call(_LARGE), call(_WHOLE)],
    random_probes=lambda random: [call(random.normal(size=(5, 4)) * 3)],
    also_right=[_by_row, _transposed, lambda z: np.exp(z - z.max(-1, keepdims=True) - np.log(
        np.exp(z - z.max(-1, keepdims=True)).sum(-1, keepdims=True))), lambda z: np.exp(z - np.max(z, axis=1)[:, None])
        / np.sum(np.exp(z - np.max(z, axis=1)[:, None]), axis=1).reshape(-1, 1)],
    mistakes=[
        mistake("Right for small logits, and `nan` for large ones: nothing is subtracted before `np.exp`, which overflows. "
                "Subtract the largest of each row first.", lambda z: softmax_with(z, 0)),
        mistake("You subtract the largest of the whole batch. A row that lies far below it becomes e^-2000 = 0 everywhere, and "
                "0 / 0 is `nan`. Subtract from each row its own largest.", lambda z: softmax_with(z, z.max())),
        mistake("This is the naive one, for all rows together: large logits overflow, and the whole batch adds up to 1. "
                "Subtract the largest of each row first, and divide each row by its own sum.",
                lambda z: np.exp(z) / np.sum(np.exp(z))),
        mistake("Longer numbers overflow, too, only later: beyond e^11356. Subtract the largest of each row, and none does.",
                lambda z: np.where(z > 11356, np.nan, softmax(z))),
        mistake("`np.zeros_like` of whole numbers makes an array of whole numbers, which cuts off the decimals of what you put "
                "in. Use np.zeros(logits.shape), or no loop at all.", lambda z: softmax(z).astype(z.dtype)),
        mistake("The columns add up to 1 here. Each row is one example, and the classes lie along axis 1.",
                lambda z: softmax_with(z, axis=0, shared=0)),
        mistake("The rows are right in the first step, but the sums run down the columns. Both go along axis 1.",
                lambda z: softmax_with(z, axis=0)),
        mistake("You subtract the largest of each column, and then a row may still be far too large or too small. Its own "
                "largest is along axis 1.", lambda z: softmax_with(z, shared=0)),
        mistake("The whole batch adds up to 1. Each row is one example, and adds up to 1 alone.",
                lambda z: np.exp(z - z.max(axis=1, keepdims=True)) / np.exp(z - z.max(axis=1, keepdims=True)).sum()),
        mistake("The whole batch adds up to 1, and the largest of the whole batch is subtracted. Each row is one example: give "
                "`axis=1` and `keepdims=True`, in both places.", lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum()),
        mistake("NumPy cannot lay a flat (batch,) along rows of another length. `max(axis=1)` and `sum(axis=1)` give such a "
                "flat one; with `keepdims=True`, in both places, they give a column.", lambda z: z - z.max(axis=1)),
        mistake("The last step is missing: divide each row by its sum.", lambda z: np.exp(z - z.max(axis=1, keepdims=True))),
        mistake("`np.exp` is missing: shares of the logits themselves may be negative.",
                lambda z: z / z.sum(axis=1, keepdims=True)),
        mistake("`np.exp` is missing: the logits, moved down by the largest, are shared out as they are.",
                lambda z: (z - z.max(axis=1, keepdims=True)) / (z - z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)),
        mistake("The sign is turned: it is each logit minus the largest. Now the smallest gets the largest share.",
                lambda z: softmax_with(-z, -z.max(axis=1, keepdims=True))),
        mistake("The sums below the line come from the logits as they were. Divide the lowered powers by their own sums.",
                lambda z: np.exp(z - z.max(axis=1, keepdims=True)) / np.exp(z).sum(axis=1, keepdims=True)),
        mistake("The powers above the line come from the logits as they were. Take the lowered ones, as below the line.",
                lambda z: np.exp(z) / np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)),
        mistake("You subtract the largest size, whatever its sign. In a row of large negative logits all powers then become 0. "
                "Subtract the largest logit.", lambda z: softmax_with(z, np.abs(z).max(axis=1, keepdims=True))),
        mistake("You subtract the smallest of each row. What has to become 0 is the largest.",
                lambda z: softmax_with(z, z.min(axis=1, keepdims=True))),
        mistake("You subtract one fixed number from every logit. That helps where it fits, and a row may be larger still, or "
                "far smaller. Subtract from each row its own largest.", lambda z: softmax_with(z, 1000)),
        mistake("You clip the logits so that nothing overflows, and two large ones that differ become equal. Subtract the "
                "largest of each row instead: that changes nothing.", lambda z: softmax_with(np.clip(z, -700, 700))),
        mistake("You add the largest of each row, and the logits become larger still. Subtract it.",
                lambda z: softmax_with(z, -z.max(axis=1, keepdims=True))),
        mistake("You cut the logits off at a largest value, and two large ones that differ become equal. Subtract the largest "
                "of each row instead: that changes nothing.", lambda z: softmax_with(np.minimum(z, 700), 0)),
        mistake("A number such as 2 stands in the place of e. Softmax takes powers of e: `np.exp`.",
                lambda z: 2 ** (z - z.max(axis=1, keepdims=True))),
        mistake("2 stands in the place of e. Softmax takes powers of e: `np.exp`.",
                lambda z: softmax_with(z * np.log(2), z.max(axis=1, keepdims=True) * np.log(2))),
        *(mistake("Brackets are missing: Python divides before it subtracts, so only the largest is divided by the sum"
                  f"{ending}. And the subtraction belongs inside of `np.exp`.", lambda z, lowered=lowered: (
                      np.exp(z) - z.max(axis=1, keepdims=True)
                      / np.exp(z - lowered * z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)))
          for lowered, ending in ((0, ""), (1, " of the powers"))),
        mistake("These are sigmoids, divided by their sum. Softmax divides the powers, `np.exp`, by their sum.",
                lambda z: sigmoid(z) / sigmoid(z).sum(axis=1, keepdims=True)),
        mistake("Only the largest of each row gets a share here. The others get theirs, too: take `np.exp` of the differences.",
                lambda z: (z == z.max(axis=1, keepdims=True)) * 1.0),
        mistake("This says which logit is the largest of its row. Probabilities are asked for: `np.exp` of the differences, "
                "divided by their sum.", lambda z: z == z.max(axis=1, keepdims=True)),
        mistake("Only the first of the largest of each row gets a share. The others get theirs, too: take `np.exp` of the "
                "differences.", lambda z: np.eye(z.shape[1])[z.argmax(axis=1)]),
        mistake("You replace `nan` afterwards, when it is too late to know what it stood for. Subtract the largest of each row "
                "before `np.exp`, and there is none.", lambda z: np.nan_to_num(softmax_with(z, 0))),
        mistake("The subtraction stands outside of `np.exp`. Move it inside: first subtract, then take powers.",
                lambda z: (np.exp(z) - z.max(axis=1, keepdims=True))
                / (np.exp(z) - z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)),
        mistake("You subtract the mean of each row. In a row with one very large logit, that one still overflows.",
                lambda z: softmax_with(z, z.mean(axis=1, keepdims=True))),
        mistake("You divide each row by its largest logit. Only a constant that is added to it leaves the shares.",
                lambda z: softmax_with(z / z.max(axis=1, keepdims=True))),
        mistake("This is a sigmoid of each logit: the shares of a row do not add up to 1.", sigmoid),
        mistake("Nearly right: the shares have been rounded, or something small has been added. Return them as they come.",
                lambda z: np.round(softmax(z), 3),
                when=lambda got, right: got.shape == right.shape and np.allclose(got, right, rtol=0, atol=0.006)),
        mistake("These are the logarithms of the probabilities.",
                lambda z: z - z.max(1, keepdims=True) - np.log(np.exp(z - z.max(1, keepdims=True)).sum(1, keepdims=True))),
    ],
)
