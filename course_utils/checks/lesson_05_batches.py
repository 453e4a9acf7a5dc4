"""Exercises of lesson 05, gradient descent: mini-batches."""
import numpy as np

from course_utils.checks import call, close, exercise, mistake, script
from course_utils.checks.answers_05 import look_at_batches, minibatches, number_of_updates


def _cut(order, batch_size):
    return [order[start:start + batch_size] for start in range(0, len(order), batch_size)]


def _rest_at_end(count, size, random):
    batches = minibatches(count, size, random)
    rest = batches.pop() if len(batches) > 1 and len(batches[-1]) < size else np.array([], dtype=int)
    return [*batches[:-1], np.concatenate([batches[-1], rest])]


def _rest_first(count, size, random):
    order, rest = random.permutation(count), count % size
    return ([order[:rest]] if rest else []) + _cut(order[rest:], size)


def _one_row_again(got, right):
    """Return whether the batches have the right sizes, and the rows in them are numbers of examples, some of them twice."""
    smallest, largest = got["smallest and largest row number"]
    return (max(got["how often a row comes"]) > 1 and smallest >= 0 and largest <= sum(right["sizes of the batches"]) - 1
            and got["sizes of the batches"] == right["sizes of the batches"])


def _sets(*pairs):
    """Return the probes: an epoch of each of the sets, (examples, batch_size)."""
    return [script(look_at_batches(*pair), says="{} examples are cut into batches of {}, twice".format(*pair))
            for pair in pairs]


_KEYS = "batches are stretches of neighbours", "rows in order of their numbers", "sizes of the batches"

exercise(
    "5.4", right=minibatches, points=2, probes=_sets((23, 5), (24, 6), (7, 10)),
    also_right=[
        lambda count, size, random: (lambda order: [order[k * size:(k + 1) * size].tolist() for k in range(-(-count // size))])(
            random.permutation(np.arange(count))),
        lambda count, size, random: tuple(np.array_split(random.permutation(count), range(size, count, size))),
        lambda count, size, random: [np.sort(rows) for rows in minibatches(count, size, random)],
        lambda count, size, random: iter(minibatches(count, size, random)),
    ],
    mistakes=[
        mistake("Nothing is shuffled: the rows come in the order of their numbers. Shuffle all numbers first, then cut.",
                lambda count, size, random: _cut(np.arange(count), size)),
        mistake("The second epoch has the same order as the first: a generator made anew from a fixed seed shuffles in the "
                "same way each time. Use the argument `random`.",
                lambda count, size, random: _cut(np.random.default_rng(0).permutation(count), size)),
        mistake("The last, shorter batch is dropped, so some examples are never seen in this epoch. Keep it.",
                lambda count, size, random: [rows for rows in minibatches(count, size, random) if len(rows) == size]),
        mistake("The slices end too soon: with `count - batch_size` in `range` the last batch is lost. Go up to `count`.",
                lambda count, size, random: minibatches(count, size, random)[:-1]),
        mistake("An empty batch comes at the end where the batch size divides the number of examples. A gradient over no "
                "examples is 0 / 0.", lambda count, size, random: (lambda order: [
                    order[k * size:(k + 1) * size] for k in range(count // size + 1)])(random.permutation(count))),
        mistake("The row numbers run from 0 to count - 1. Yours begin at 1, so the first example is never seen.",
                lambda count, size, random: [rows + 1 for rows in minibatches(count, size, random)]),
        mistake("The last example is never seen: permutation(count) shuffles 0 to count - 1 already.",
                lambda count, size, random: _cut(random.permutation(count - 1), size)),
        mistake("The first of the shuffled rows is lost: the slices start at 0.", lambda count, size, random: (
            lambda order: [order[start:start + size] for start in range(1, count, size)])(random.permutation(count))),
        mistake("Some examples are drawn more than once and others never. In one epoch each is seen exactly once: shuffle the "
                "numbers, and cut them.", lambda count, size, random: [
                    random.integers(0, count, min(size, count - start)) for start in range(0, count, size)],
                when=_one_row_again),
        mistake("You shuffle the batches and not the examples: within a batch they stand in the order of their numbers, and "
                "neighbours are always together.", lambda count, size, random: [
                    np.arange(count)[size * k:size * (k + 1)] for k in random.permutation(-(-count // size))],
                when=lambda got, right: got[_KEYS[0]] and not got["same batches again in the second epoch"]
                and (got[_KEYS[1]] or len(got[_KEYS[2]]) == 1)),
        mistake("You shuffle within each batch only: the examples of a batch are always neighbours in the list. Shuffle all "
                "numbers first, then cut.", lambda count, size, random: [
                    random.permutation(rows) for rows in _cut(np.arange(count), size)],
                when=lambda got, right: got[_KEYS[0]] and not got[_KEYS[1]] and got[_KEYS[2]] == right[_KEYS[2]]),
        mistake("All numbers are shuffled, and not cut yet. The result is a list of batches, each with its row numbers.",
                lambda count, size, random: random.permutation(count)),
        mistake("Each batch is drawn by itself, so an example may be in several batches, or in none. Shuffle once, then cut.",
                lambda count, size, random: [random.choice(count, size, replace=False) for _ in range(0, count, size)]),
        mistake("Each batch is drawn by itself, with repetitions. Shuffle once, then cut.",
                lambda count, size, random: [random.integers(0, count, size) for _ in range(0, count, size)]),
        mistake("Everything is shuffled anew for each batch, so examples come twice or never. Shuffle once, then cut.",
                lambda count, size, random: [
                    random.permutation(count)[start:start + size] for start in range(0, count, size)]),
        mistake("`random` is a generator and no function. Its method shuffles: random.permutation(count).",
                lambda count, size, random: random(count)),
        mistake("`reshape` needs batches of one size. The last one may be shorter: cut slices in a loop.",
                lambda count, size, random: list(random.permutation(count).reshape(-1, size))),
        mistake("The examples are split into batches of about equal sizes. A batch has `batch_size` examples, and only the "
                "last one may have fewer.", lambda count, size, random: np.array_split(
                    random.permutation(count), -(-count // size))),
        mistake("`batch_size` is the number of examples in a batch. You made that many batches.",
                lambda count, size, random: np.array_split(random.permutation(count), size)),
        mistake("Only the first batch comes back. Gather all of them in a list, and return it after the loop.",
                lambda count, size, random: minibatches(count, size, random)[:1]),
        mistake("Only the rows of the first batch come back. Gather all batches in a list, and return it after the loop.",
                lambda count, size, random: minibatches(count, size, random)[0]),
        mistake("Slices of `batch_size` begin one place apart, so they overlap. The next slice begins where the last "
                "has ended.", lambda count, size, random: (lambda order: [order[k:k + size] for k in range(count)])(
                    random.permutation(count))),
        mistake("Every slice ends at the same place, `batch_size`. One that begins at `start` ends at `start + batch_size`.",
                lambda count, size, random: (lambda order: [order[k:size] for k in range(0, count, size)])(
                    random.permutation(count))),
        mistake("One row of every batch is lost: the end of a slice is left out already, so it is `start + batch_size`.",
                lambda count, size, random: (lambda order: [order[k:k + size - 1] for k in range(0, count, size)])(
                    random.permutation(count))),
        mistake("The examples that are left over are joined to the last full batch. They are a batch of their own.",
                _rest_at_end),
        mistake("The shorter batch comes first. It is to be the last.", _rest_first),
        mistake("The last batch is filled up with rows that were seen already. It may be shorter.",
                lambda count, size, random: _cut(np.resize(random.permutation(count), -(-count // size) * size), size)),
        mistake("`count` and `batch_size` are exchanged: there are `count` examples in all.",
                lambda count, size, random: minibatches(size, count, random)),
        mistake("The row numbers are decimal numbers, a tuple, or in two axes, and `x[rows]` cannot use those. Leave the array "
                "of whole numbers as `permutation` gives it.", lambda count, size, random: [
                    rows * 1.0 for rows in minibatches(count, size, random)]),
        mistake("The batches do not follow the argument `random`: another generator shuffles (np.random, or one made inside "
                "the function), and nobody could repeat your run. Use random.permutation.",
                lambda count, size, random: _cut(np.random.permutation(count), size)),
    ],
)

exercise(
    "5.5", right=number_of_updates, accept=close(rtol=0),
    probes=[call(10_000, 200, 1), call(400, 10, 3), call(1797, 64, 20), call(10, 4, 2), call(7, 10, 3)],
    random_probes=lambda random: [call(int(random.integers(50, 500)), int(random.integers(3, 40)), 7)],
    also_right=[lambda examples, size, epochs: -(-examples // size) * epochs,
                lambda examples, size, epochs: epochs * np.ceil(examples / size),
                lambda examples, size, epochs: sum(len(range(0, examples, size)) for _ in range(epochs))],
    mistakes=[
        mistake("The last, shorter batch is not counted. It changes the weights like any other: round up.",
                lambda examples, size, epochs: examples // size * epochs),
        mistake("A part of a batch is not a part of an update: the last batch is shorter, and counts in full. Round up.",
                lambda examples, size, epochs: examples / size * epochs),
        mistake("Every epoch is cut into batches anew, and each has a short last one. Round up first, then multiply by the "
                "epochs.", lambda examples, size, epochs: int(np.ceil(examples * epochs / size))),
        mistake("That is one update for each epoch. The weights change after every mini-batch.",
                lambda examples, size, epochs: epochs),
        mistake("That is one update for each example. A mini-batch makes one update, whatever its size.",
                lambda examples, size, epochs: examples * epochs),
        mistake("This is one epoch. There are several.", lambda examples, size, epochs: int(np.ceil(examples / size))),
        mistake("int(... + 0.5) rounds to the nearest whole number. The short last batch counts, however short: round up.",
                lambda examples, size, epochs: int(examples / size + 0.5) * epochs),
        mistake("You rounded down at the end. Round each epoch up first, then multiply by the epochs.",
                lambda examples, size, epochs: int(examples / size * epochs)),
        mistake("Turned over: how many batches there are is examples / batch_size.",
                lambda examples, size, epochs: epochs * int(np.ceil(size / examples))),
        mistake("One epoch too many is counted.", lambda examples, size, epochs: (epochs + 1) * int(np.ceil(examples / size))),
        mistake("np.round rounds to the nearest whole number. The short last batch counts, however short: round up.",
                lambda examples, size, epochs: round(examples / size) * epochs),
        mistake("One too many where the batch size divides the number of examples: then no short batch is left over.",
                lambda examples, size, epochs: (examples // size + 1) * epochs),
        mistake("You multiplied by the batch size. Larger batches make fewer updates.",
                lambda examples, size, epochs: examples * size * epochs),
        mistake("Division and multiplication are exchanged: the batches of one epoch, times the epochs.",
                lambda examples, size, epochs: int(np.ceil(examples / (size * epochs)))),
    ],
)
