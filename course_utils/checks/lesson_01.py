"""Exercises of lesson 01, learning from data: thresholds, losses and splits. The later ones are in lesson_01_models."""
import numpy as np

from course_utils.checks import call, close, exercise, mistake, script
from course_utils.checks.answers_01 import (
    best_threshold,
    count_mistakes,
    empirical_loss,
    good_split,
    loss_by_loop,
    no_more_mistakes,
    slip,
    split,
    split_facts,
    threshold_facts,
)

_SMALL = np.array([15.0, 10.0, 18.0, 14.0, 12.0, 20.0, 16.0]), np.array([0, 0, 1, 1, 0, 1, 1])


def _two_clouds(random, count):
    """Return values and labels of two overlapping clouds, the upper one labelled 1, in random order."""
    labels = random.permutation(np.arange(count) % 2)
    return np.round(random.normal(10 + 2 * labels, 1.2), 2), labels


def _cases():
    """Return the probes of 1.1, from the smallest on."""
    random = np.random.default_rng(11)
    cases = [_SMALL, _two_clouds(random, 21), _two_clouds(random, 60), _two_clouds(random, 61)]
    says = [f"the values are {_SMALL[0].tolist()} and the labels {_SMALL[1].tolist()}",
            *(f"there are {len(values)} examples of two overlapping classes" for values, _ in cases[1:])]
    return [script(threshold_facts(*case), says=text) for case, text in zip(cases, says)]


def _fewest(wrong):
    """Return the candidate for which a wrong count, wrong(values, labels, threshold), is smallest."""
    return slip(lambda values, labels: min(values, key=lambda threshold: wrong(values, labels, threshold)))


exercise(
    "1.1", right=best_threshold, points=2, accept=no_more_mistakes, probes=_cases(),
    also_right=[
        lambda values, labels: values[np.argmin([np.sum((values > t) != labels) for t in values])],
        lambda values, labels: min((np.mean((values > t) == labels) * -1, t) for t in np.sort(values) + 1e-6)[1],
        lambda values, labels: np.sort(values)[np.argmin(np.cumsum(2 * labels[np.argsort(values)] - 1))],
    ],
    mistakes=[
        mistake("This is how many mistakes the best threshold makes. Return the threshold itself.",
                slip(lambda values, labels: count_mistakes(values, labels, best_threshold(values, labels)))),
        mistake("This is the place of the best threshold in the array, not the threshold: `values[place]` is.",
                slip(lambda values, labels: np.argmin([count_mistakes(values, labels, t) for t in values]))),
        mistake("This threshold makes the most mistakes of all. Is the comparison with the best so far turned around?",
                slip(lambda values, labels: max(values, key=lambda t: count_mistakes(values, labels, t)))),
        mistake("This is the best for `values < threshold`. Here what lies above the threshold is called 1: `>`.",
                _fewest(lambda values, labels, t: np.sum((values < t) != labels))),
        mistake("This is the best for `values >= threshold`. A value equal to the threshold counts as not above it: `>`.",
                _fewest(lambda values, labels, t: np.sum((values >= t) != labels))),
        mistake("This is the last candidate. Do you update the fewest mistakes so far, each time a candidate beats them?",
                slip(lambda values, labels: values[-1])),
        mistake("This is the first candidate. Is the `return` inside the loop? It has to wait until all have been tried.",
                slip(lambda values, labels: values[0])),
        mistake("This is the mean of the values. It does not look at the labels at all; count the mistakes instead.",
                slip(lambda values, labels: np.mean(values))),
        mistake("This is the median of the values. It does not look at the labels at all; count the mistakes instead.",
                slip(lambda values, labels: np.median(values))),
        mistake("This lies halfway between the means of the two classes. A good guess, but others make fewer mistakes: try "
                "them all.", slip(lambda values, labels: (values[labels == 1].mean() + values[labels == 0].mean()) / 2)),
        mistake("This avoids every miss and takes no notice of false alarms. Both kinds of mistake count.",
                _fewest(lambda values, labels, t: np.sum((values <= t) & (labels == 1)))),
        mistake("This avoids every false alarm and takes no notice of misses. Both kinds of mistake count.",
                _fewest(lambda values, labels, t: np.sum((values > t) & (labels == 0)))),
        mistake("Return the threshold alone, one number, not a list or several things.", lambda values, labels: (values[0], 1),
                when=lambda got, right: got.get("kind") in ("tuple", "list")),
        mistake("These are several numbers. One threshold is asked for, the best of them.", lambda values, labels: values,
                when=lambda got, right: got.get("kind") == "ndarray"),
    ],
)

_TOLD, _TRUE = np.array([1, 0, 1, 0, 0]), np.array([1, 1, 0, 0, 0])
exercise(
    "1.2", right=empirical_loss, points=2, probes=[call(_TOLD, _TRUE, 10), call(_TOLD[:4], np.array([1, 0, 0, 1]), 3)],
    random_probes=lambda random: [call(random.integers(0, 2, 30), random.integers(0, 2, 30), 2.5)],
    also_right=[loss_by_loop, lambda told, true, cost: float(np.where(told < true, cost, told > true).mean()),
                lambda told, true, cost: np.mean((told != true) * np.where(true == 1, cost, 1))],
    mistakes=[
        mistake("Every mistake counts as 1 here. A miss, where the answer is 0 and the target 1, costs `cost_of_miss`.",
                lambda told, true, cost: np.mean(told != true)),
        mistake("The two kinds are exchanged: the answer 1 for the target 0 is a false alarm, and costs 1.",
                lambda told, true, cost: empirical_loss(true, told, cost)),
        mistake("This is the sum of the losses. Their mean over the examples is asked for.",
                lambda told, true, cost: empirical_loss(told, true, cost) * len(true)),
        mistake("You averaged over the mistakes only. Right answers are examples, too, with a loss of 0.",
                lambda told, true, cost: empirical_loss(told, true, cost) * len(true) / np.sum(told != true)),
        mistake("Both kinds of mistake cost `cost_of_miss` here. A false alarm costs 1.",
                lambda told, true, cost: cost * np.mean(told != true)),
        mistake("The false alarms are missing: the answer 1 for the target 0 costs 1.",
                lambda told, true, cost: cost * np.mean((told == 0) & (true == 1))),
        mistake("The misses are missing: the answer 0 for the target 1 costs `cost_of_miss`.",
                lambda told, true, cost: np.mean((told == 1) & (true == 0))),
        mistake("This is the accuracy, the share of right answers. A loss counts what is wrong.",
                lambda told, true, cost: np.mean(told == true)),
        mistake("The cost of a miss is fixed to 10. It is the third argument, `cost_of_miss`.",
                lambda told, true, cost: empirical_loss(told, true, 10)),
        mistake("These are the losses of the single examples. Take their mean.",
                lambda told, true, cost: ((told == 1) & (true == 0)) + cost * ((told == 0) & (true == 1))),
        mistake("`//` rounds down to a whole number. Write `/`, or use np.mean.",
                lambda told, true, cost: empirical_loss(told, true, cost) // 1),
        mistake("You averaged over the malignant ones only. All examples count, the benign ones as well.",
                lambda told, true, cost: empirical_loss(told, true, cost) * len(true) / np.sum(true == 1)),
        mistake("The sum is divided by the costs. Divide by the number of examples: it is a mean.",
                lambda told, true, cost: empirical_loss(told, true, cost) * len(true) / (1 + cost)),
        mistake("You multiply the two shares. Each mistake has a loss of its own; they are added up.",
                lambda told, true, cost: np.mean((told == 1) & (true == 0)) * cost * np.mean((told == 0) & (true == 1))),
        mistake("A right alarm, answer 1 for target 1, has been given a cost, too. Only wrong answers cost something.",
                lambda told, true, cost: np.mean((told == 1) + cost * ((told == 0) & (true == 1)))),
        mistake("Between arrays write `&`, not `and`, and brackets around each comparison: `(answers == 1) & (targets == 0)`.",
                lambda answers, targets, cost: np.mean(answers == 1 & targets == 0)),
    ],
    accept=close(),
)


def _cut(first, second, third=None):
    """Return a split with the cuts at other shares of the count."""
    def wrong(count, random):
        order = random.permutation(count)
        cuts = [round(share * count) for share in (first, second, 1 if third is None else third)]
        return order[:cuts[0]], order[cuts[0]:cuts[1]], order[cuts[1]:cuts[2]]
    return wrong


def _repeats(got):
    return got["rows twice of 50"] > 0 or got["rows twice of 1003"] > 0


def _sizes(got):
    return np.array(got["sizes of 1003"]) / 1003


exercise(
    "1.3", right=split, points=2, accept=good_split,
    probes=[script(split_facts, says="50 and 1003 examples are split, with generators of seeds 7 and 8")],
    also_right=[
        lambda count, random: np.split(random.permutation(count), [int(0.6 * count), int(0.8 * count)]),
        lambda count, random: tuple(np.sort(part) for part in split(count, random)),
        lambda count, random: (lambda order: (order[:count * 6 // 10], order[count * 6 // 10:count * 6 // 10 + count // 5],
                                              order[count * 6 // 10 + count // 5:]))(random.permutation(count).tolist()),
    ],
    mistakes=[
        mistake("Three parts are asked for: training, validation and test.",
                lambda count, random: np.split(random.permutation(count), [round(0.8 * count)]),
                when=lambda got, right: got.get("form") == "not three parts"),
        mistake("These are not row numbers. Return the shuffled numbers themselves, as whole numbers.",
                lambda count, random: tuple(np.isin(np.arange(count), part) for part in split(count, random)),
                when=lambda got, right: "numbers of the kind" in got.get("form", "")),
        mistake("The numbers run from 1. Rows are counted from 0, so that the last is count - 1.",
                lambda count, random: tuple(part + 1 for part in split(count, random)),
                when=lambda got, right: got["rows outside of 50"] == 1 and got["rows missing of 50"] == 1),
        mistake("The number of rows is fixed. It is the first argument, `count`, and differs from call to call.",
                lambda count, random: split(569, random), when=lambda got, right: got["rows outside of 50"] > 1),
        mistake("It does not draw from the generator `random` that it is given, so that nobody can repeat your split.",
                lambda count, random: split(count, np.random.default_rng()),
                when=lambda got, right: not got["same seed, same rows"] and not _repeats(got)),
        mistake("The parts are the same for every seed. Shuffle first: an ordered table would give parts that are unlike "
                "each other.", lambda count, random: split(count, np.random.default_rng(0)),
                when=lambda got, right: not got["drawn at random"]),
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
        mistake("The sizes are right, and in the wrong order: training first, with 60 %.",
                lambda count, random: split(count, random)[::-1],
                when=lambda got, right: np.allclose(_sizes(got), [0.2, 0.2, 0.6], atol=0.01)),
        mistake("Some rows are in no part at all. Each part has to begin where the one before it ends, and the last takes the "
                "rest.", _cut(0.6, 0.8, 0.98),
                when=lambda got, right: got["rows missing of 50"] > 0 or got["rows missing of 1003"] > 0),
        mistake("The parts are disjoint and complete, but of other sizes: about 60 %, 20 % and 20 % are asked for.",
                _cut(0.8, 0.9), when=lambda got, right: not np.allclose(_sizes(got), [0.6, 0.2, 0.2], atol=0.01)),
        mistake("A cut must be a whole number: int(0.6 * count).",
                lambda count, random: random.permutation(count)[:0.6 * count]),
    ],
)
