"""The exercise of lesson 01 in which examples are split into three parts."""
import numpy as np

from course_utils.checks import exercise, mistake, script
from course_utils.checks.answers_01 import good_split, split, split_facts


def _cut(first, second, third=None):
    """Return a split with the cuts at other shares of the count."""
    def wrong(count, random):
        order = random.permutation(count)
        cuts = [round(share * count) for share in (first, second, 1 if third is None else third)]
        return order[:cuts[0]], order[cuts[0]:cuts[1]], order[cuts[1]:cuts[2]]
    return wrong


def _in_order(count, order):
    """Return the split of an order that is given."""
    first, second = round(0.6 * count), round(0.8 * count)
    return order[:first], order[first:second], order[second:]


def _by_569(count, random):
    order = random.permutation(569)
    return order[:round(0.6 * 569)], order[round(0.6 * 569):round(0.8 * 569)], order[round(0.8 * 569):]


def _ordered_rest(count, random):
    training = random.permutation(count)[:round(0.6 * count)]
    rest = np.setdiff1d(np.arange(count), training)
    return training, rest[:round(0.2 * count)], rest[round(0.2 * count):]


def _is_569(got):
    return got["rows outside of 50"] > 1 or (got["rows missing of 50"] > 0 and sum(got["sizes of 50"]) > 100)


def _repeats(got):
    return got["rows twice of 50"] > 0 or got["rows twice of 1003"] > 0


def _sizes(got):
    return np.array(got["sizes of 1003"]) / 1003


def _exchanged(got):
    """Return whether the parts have the right sizes in another order."""
    sizes = _sizes(got)
    return np.allclose(np.sort(sizes), [0.2, 0.2, 0.6], atol=0.01) and sizes[0] < 0.5


def _good_sizes(got):
    """Return whether the parts have the right sizes and share no row."""
    return np.allclose(_sizes(got), [0.6, 0.2, 0.2], atol=0.01) and not _repeats(got)


exercise(
    "1.3", right=split, points=2, accept=good_split,
    probes=[script(split_facts, says="50 and 1003 examples are split, with generators of seeds 7, 8 and 9")],
    also_right=[
        lambda count, random: np.split(random.permutation(count), [int(0.6 * count), int(0.8 * count)]),
        lambda count, random: tuple(np.sort(part) for part in split(count, random)),
        lambda count, random: (lambda order: (order[:count * 6 // 10], order[count * 6 // 10:count * 6 // 10 + count // 5],
                                              order[count * 6 // 10 + count // 5:]))(random.permutation(count).tolist()),
    ],
    mistakes=[
        mistake("These are three single numbers, such as the sizes of the parts. Return the row numbers that are in each part.",
                lambda count, random: tuple(len(part) for part in split(count, random)),
                when=lambda got, right: got["form"] == "three single numbers"),
        mistake("The parts are sets, which keep no order and cannot pick rows. Return arrays: slices of the shuffled order.",
                lambda count, random: tuple(set(part.tolist()) for part in split(count, random)),
                when=lambda got, right: got["form"] == "sets"),
        mistake("`random.shuffle` shuffles in place and returns None. `random.permutation(count)` returns the order.",
                lambda count, random: random.shuffle(np.arange(count))[:int(0.6 * count)]),
        mistake("The parts are in a dictionary. Return them one after the other: return training, validation, test.",
                lambda count, random: dict(zip("abc", split(count, random))),
                when=lambda got, right: got["form"] == "a dictionary"),
        mistake("Three parts are asked for: training, validation and test.",
                lambda count, random: np.split(random.permutation(count), [round(0.8 * count)]),
                when=lambda got, right: got["form"] == "not three parts"),
        mistake("These are not row numbers. Return the shuffled numbers themselves, as whole numbers.",
                lambda count, random: tuple(np.isin(np.arange(count), part) for part in split(count, random)),
                when=lambda got, right: "numbers of the kind" in got["form"]),
        mistake("The numbers run from 1. Rows are counted from 0, so that the last is count - 1.",
                lambda count, random: tuple(part + 1 for part in split(count, random)),
                when=lambda got, right: got["rows outside of 50"] == 1 and got["rows missing of 50"] == 1),
        mistake("The number of rows is fixed to 569. It is the first argument, `count`, and differs from call to call.",
                _by_569, when=lambda got, right: _is_569(got)),
        mistake("It does not draw from the generator `random` that it is given, so that nobody can repeat your split.",
                lambda count, random: split(count, np.random.default_rng()),
                when=lambda got, right: got["same seed, same rows"] is False and not _repeats(got)),
        mistake("The parts are the same for every seed: they do not come from the generator that you are given. Use it: "
                "`random.permutation(count)`.", lambda count, random: split(count, np.random.default_rng(0)),
                when=lambda got, right: got["another seed, other rows"] is False and not got["neighbours always together"]),
        mistake("The rows are in their old order. Shuffle first (and do not sort afterwards): an ordered table would give "
                "parts that are unlike each other.", lambda count, random: _in_order(count, np.sort(random.permutation(count))),
                when=lambda got, right: got["another seed, other rows"] is False),
        mistake("The last row, count - 1, is in no part: `random.permutation(count)` reaches up to it by itself.",
                lambda count, random: split(count - 1, random),
                when=lambda got, right: got["last row in a part"] is False and got["rows missing of 50"] == 1),
        mistake("Each part is a stretch of neighbouring rows: shuffle the whole table before you cut it.",
                lambda count, random: _in_order(count, np.roll(np.arange(count), random.integers(count))),
                when=lambda got, right: got["neighbours always together"] and _good_sizes(got)),
        mistake("Only one part is drawn at random. The other two are cut from what is left in its old order: one is the upper "
                "half of the table, the other the lower.", _ordered_rest,
                when=lambda got, right: sum(got["parts from all over the table"]) == 1 and _good_sizes(got)),
        mistake("The second cut is at 20 % of all rows. Counted from the start it has to be at 60 % + 20 %.",
                lambda count, random: (lambda order: (order[:round(0.6 * count)],
                                                      order[round(0.6 * count):round(0.2 * count)],
                                                      order[round(0.2 * count):]))(random.permutation(count)),
                when=lambda got, right: np.allclose(_sizes(got)[:2], [0.6, 0], atol=0.01)),
        mistake("The parts share rows: you shuffled anew for each, or drew with replacement. Shuffle once, then cut.",
                lambda count, random: tuple(random.permutation(count)[:round(share * count)] for share in (0.6, 0.2, 0.2)),
                when=lambda got, right: _repeats(got) and got["rows missing of 1003"] > 100),
        mistake("The parts overlap: each has to begin where the one before it ends.",
                lambda count, random: (lambda rows: (rows[0], np.r_[rows[0][-1:], rows[1]], rows[2]))(split(count, random)),
                when=lambda got, right: _repeats(got)),
        mistake("The parts are in another order. Return training first, with 60 %, then validation, then test.",
                lambda count, random: split(count, random)[::-1],
                when=lambda got, right: _exchanged(got)),
        mistake("Some rows are in no part at all. Each part has to begin where the one before it ends, and the last takes the "
                "rest.", _cut(0.6, 0.8, 0.98),
                when=lambda got, right: got["rows missing of 50"] > 0 or got["rows missing of 1003"] > 0),
        mistake("The parts are disjoint and complete, but of other sizes: about 60 %, 20 % and 20 % are asked for.",
                _cut(0.8, 0.9), when=lambda got, right: not np.allclose(_sizes(got), [0.6, 0.2, 0.2], atol=0.01)),
        mistake("A cut must be a whole number: int(0.6 * count).",
                lambda count, random: random.permutation(count)[:0.6 * count]),
    ],
)
