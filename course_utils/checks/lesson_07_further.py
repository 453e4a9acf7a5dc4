"""Exercises of the companion of lesson 07, first part: the rule of a lookup, dual numbers."""
from functools import partial

import numpy as np

from course_utils.checks import call, exercise, gradient, mistake
from course_utils.checks.answers_07_further import (
    by_position,
    cut_off,
    everything_to_each,
    into_shared_rows,
    is_a_dual,
    last_only,
    lookup_counts,
    lookup_loop,
    lookup_rule,
    quotient,
    value_and_slope,
    whole_block,
)

exercise = partial(exercise, further=True)

_SENTENCE = np.array([0, 1, 2, 0, 1])
_PARTS = np.array([[1.0, 2.0], [0.5, -1.0], [3.0, 0.25], [4.0, 1.5], [2.5, 2.0]])
exercise(
    "7.9", right=lookup_rule, points=2, accept=gradient(),
    probes=[call((4, 2), _SENTENCE, _PARTS), call((3, 1), np.array([2, 0, 2]), np.array([[0.5], [1.0], [0.25]]))],
    random_probes=lambda random: [call((6, 3), random.integers(6, size=9), random.normal(size=(9, 3)))],
    also_right=[lookup_loop, lambda shape, rows, g: np.eye(shape[0])[rows].T @ g,
                lambda shape, rows, g: np.array([g[rows == word].sum(axis=0) for word in range(shape[0])]),
                lambda shape, rows, g: np.einsum("pw,pf->wf", np.eye(shape[0])[rows], g),
                lambda shape, rows, g: lookup_rule(shape, rows.tolist(), g)],
    mistakes=[
        mistake("Of a row that was picked several times only one gradient is kept, the last. Writing to all rows at once does "
                "this, and so does `=` in the place of `+=`. Add them one position at a time.", last_only),
        mistake("The sums are right, but cut off to whole numbers by the array that they are put in. Make it with "
                "np.zeros(shape).", cut_off, when=lambda got, right: got.dtype.kind == "i" and np.array_equal(
                    got.shape, right.shape)),
        mistake("This is a mean over the uses of a row. Each use has its own influence on the result, and they add up.",
                lambda shape, rows, g: lookup_rule(shape, rows, g) / lookup_counts(shape, rows)),
        mistake("You divide by the number of positions. No mean has been taken here: the gradients of all uses add up.",
                lambda shape, rows, g: lookup_rule(shape, rows, g) / len(rows)),
        mistake("This picks rows of the gradient, so it goes forwards once more. Going back, position p gives its row of the "
                "gradient to the row rows[p] of the table.", lambda shape, rows, g: g[rows]),
        mistake("`gradient[row]` takes the row of the gradient that has the number of a word. Each position has its own row: "
                "take position and gradient together, zip(rows, gradient).",
                lambda shape, rows, g: lookup_rule(shape, rows, g[rows])),
        mistake("Only the first position has come back. Does the `return` stand inside the loop?",
                lambda shape, rows, g: lookup_rule(shape, rows[:1], g[:1])),
        mistake("The one-hot rows are (positions, words). On the way back they have to be transposed, .T, as in the rule of a "
                "matrix product.", lambda shape, rows, g: np.eye(shape[0])[rows] @ g),
        mistake("The gradient comes back as it arrived. It has a row for each position; the table has a row for each word, "
                "and that is the shape to return.", lambda shape, rows, g: g),
        mistake("The result has the shape of the gradient that arrives. It should have that of the table: begin with "
                "np.zeros(shape).", lambda shape, rows, g: lookup_rule(g.shape, rows, g)),
        mistake("The position in the sentence is taken for the row of the table. Which row it was stands in `rows`.",
                by_position),
        mistake("Every picked row gets the gradients of all positions: two loops stand one inside the other. One loop is "
                "enough, over position and gradient together: zip(rows, gradient).", everything_to_each),
        mistake("One row of the table gets the whole gradient at once, which does not fit. It gets the part of its own "
                "position.", whole_block),
        mistake("This counts how often each row was picked, and does not look at the gradient that comes back.",
                lambda shape, rows, g: lookup_rule(shape, rows, np.ones(g.shape))),
        mistake("The features of a position have been added up. Each feature keeps a gradient of its own.",
                lambda shape, rows, g: lookup_rule(shape, rows, g.sum(axis=1, keepdims=True) * np.ones(g.shape))),
        mistake("Begin with zeros, not with ones: a word that does not occur gets the gradient 0.",
                lambda shape, rows, g: lookup_rule(shape, rows, g) + 1),
        mistake("Each part has landed one row too early. The rows are counted from 0, and so are the numbers in `rows`.",
                lambda shape, rows, g: lookup_rule(shape, np.asarray(rows) - 1, g)),
        mistake("All rows of your list are one and the same list: [[0] * n] * m repeats it, and makes no copies. Begin with "
                "np.zeros(shape).", into_shared_rows),
        mistake("Of each word the last gradient was multiplied by the number of uses. The gradients of the uses differ: add "
                "them.", lambda shape, rows, g: last_only(shape, rows, g) * lookup_counts(shape, rows)),
        mistake("Of a row that was picked several times only the first gradient is kept. All of them are to be added.",
                lambda shape, rows, g: last_only(shape, rows[::-1], g[::-1])),
        mistake("The result ends with the largest row that was picked. A word that does not occur has a row in the table, too: "
                "np.zeros(shape).", lambda shape, rows, g: lookup_rule((max(rows) + 1, shape[1]), rows, g)),
        mistake("np.zeros takes the shape as one pair, in brackets of its own: np.zeros(shape).",
                lambda shape, rows, g: np.zeros(shape[0], shape[1])),
        mistake("The arguments come in the order shape, rows, gradient. Does your `def` line name them so?",
                lambda shape, rows, g: lookup_loop(rows, shape, g)),
        mistake("The two names of the loop are exchanged: zip(rows, gradient) gives the row first, then its part.",
                lambda shape, rows, g: lookup_loop(shape, g, rows)),
        mistake("The size is fixed, as that of the lesson's table. Must it work for other tables, too? Their shape is an "
                "argument.", lambda shape, rows, g: lookup_loop((4, 2), rows, g)),
        mistake("The sign is turned. A lookup passes numbers on as they are, and so does its rule.",
                lambda shape, rows, g: -lookup_rule(shape, rows, g)),
    ],
)

class Dual:
    """A pair of value and slope, as the lesson makes them."""

    def __init__(self, value, slope):
        self.value, self.slope = value, slope


exercise(
    "7.11", right=quotient, points=1, accept=value_and_slope,
    probes=[call(6.0, 1.0, 4.0, 0.0), call(6.0, 0.0, 4.0, 1.0), call(3.0, 2.0, -4.0, 0.5)],
    random_probes=lambda random: [call(*map(float, random.uniform(0.5, 2, 4)))],
    also_right=[lambda a, da, b, db: [a / b, (da - a / b * db) / b], lambda a, da, b, db: (a / b, da / b - a * db / b ** 2),
                lambda a, da, b, db: np.array(quotient(a, da, b, db)),
                lambda a, da, b, db: (a * b ** -1, da * b ** -1 - a * b ** -2 * db)],
    mistakes=[
        mistake("The sign of the second part is turned: if b grows, the quotient shrinks.",
                lambda a, da, b, db: (a / b, (da * b + a * db) / b ** 2)),
        mistake("The two parts are in the wrong order: it is a' b minus a b'.",
                lambda a, da, b, db: (a / b, (a * db - da * b) / b ** 2)),
        mistake("The square is missing below: it is divided by b twice.", lambda a, da, b, db: (a / b, (da * b - a * db) / b)),
        mistake("`b * 2` doubles; a square is written `b ** 2`.", lambda a, da, b, db: (a / b, (da * b - a * db) / (b * 2))),
        mistake("The quotient of the slopes is not the slope of the quotient; where b stands still it would not even exist.",
                lambda a, da, b, db: (a / b, da / db)),
        mistake("This is the part from a alone. If b moves, the quotient moves, too.", lambda a, da, b, db: (a / b, da / b)),
        mistake("This is the part from b alone. If a moves, the quotient moves, too.",
                lambda a, da, b, db: (a / b, -a * db / b ** 2)),
        mistake("This is the rule of the product. The value is right, so only the rule of the slope has to change.",
                lambda a, da, b, db: (a / b, da * b + a * db)),
        mistake("It is not divided by the square of b.", lambda a, da, b, db: (a / b, da * b - a * db)),
        mistake("The slopes stand alone. In the difference a' is multiplied by b, and b' by a.",
                lambda a, da, b, db: (a / b, (da - db) / b ** 2)),
        mistake("The product of the slopes is not a slope: where one of the two stands still, it would be 0.",
                lambda a, da, b, db: (a / b, da * db)),
        mistake("It is divided by the square of a; what stands below the line is b.",
                lambda a, da, b, db: (a / b, (da * b - a * db) / a ** 2)),
        mistake("A bracket is missing: the whole difference is divided by the square of b.",
                lambda a, da, b, db: (a / b, da * b - a * db / b ** 2)),
        mistake("In the second part the factor a is missing: a / b moves more with b where a is larger.",
                lambda a, da, b, db: (a / b, da / b - db / b ** 2)),
        mistake("The slopes have been exchanged: a' goes with b, and b' with a.",
                lambda a, da, b, db: (a / b, (db * b - a * da) / b ** 2)),
        mistake("Each number is multiplied by its own slope. In the rule a' goes with b, and b' with a.",
                lambda a, da, b, db: (a / b, (da * a - b * db) / b ** 2)),
        mistake("The slope is cut down to a whole number by `//`. Divide with `/`.",
                lambda a, da, b, db: (a / b, (da * b - a * db) // b ** 2)),
        mistake("The sign of the slope is lost with `abs`: a quotient may shrink.",
                lambda a, da, b, db: (a / b, abs(da * b - a * db) / b ** 2)),
        mistake("The first part is right. In the second it is divided by b only once.",
                lambda a, da, b, db: (a / b, da / b - a * db / b)),
        mistake("The slope of b is missing in the second part.", lambda a, da, b, db: (a / b, (da * b - a) / b ** 2)),
        mistake("The slope of a is missing in the first part.", lambda a, da, b, db: (a / b, (b - a * db) / b ** 2)),
        mistake("This is a product, with the rule of a product. Divide a by b.",
                lambda a, da, b, db: (a * b, da * b + a * db)),
        mistake("A Dual comes back. Return its two numbers, value and slope; the lesson makes the Dual itself.",
                lambda a, da, b, db: Dual(*quotient(a, da, b, db)), when=is_a_dual),
        mistake("Both value and slope are those of b / a.", lambda a, da, b, db: quotient(b, db, a, da)),
        mistake("`//` cuts the quotient down to a whole number. Divide with `/`.",
                lambda a, da, b, db: (a // b, quotient(a, da, b, db)[1])),
        mistake("This is the value alone. Return two numbers: the value, then the slope.", lambda a, da, b, db: a / b),
        mistake("This is the slope alone. Return two numbers: the value, then the slope.",
                lambda a, da, b, db: quotient(a, da, b, db)[1]),
        mistake("The two are in the wrong order: the value first, then the slope.",
                lambda a, da, b, db: quotient(a, da, b, db)[::-1]),
    ],
)
