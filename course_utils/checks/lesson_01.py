"""Exercises of lesson 01, learning from data: thresholds and losses. The later ones are in lesson_01_split and beyond."""
import numpy as np

from course_utils.checks import call, close, exercise, mistake, script
from course_utils.checks.answers_01 import (
    best_threshold,
    count_mistakes,
    empirical_loss,
    loss_by_loop,
    no_more_mistakes,
    slip,
    threshold_facts,
)

_SMALL = np.array([15.0, 10.0, 18.0, 14.0, 12.0, 20.0, 16.0]), np.array([0, 0, 1, 1, 0, 1, 1])
_FIRST = np.array([12.0, 10.0, 18.0, 15.0]), np.array([0, 0, 1, 1])  # only its first value makes no mistake


def _two_clouds(random, count):
    """Return values and labels of two overlapping clouds, the upper one labelled 1, in random order."""
    labels = random.permutation(np.arange(count) % 2)
    return np.round(random.normal(10 + 2 * labels, 1.2), 2), labels


def _cases():
    """Return the probes of 1.1, from the smallest on."""
    random = np.random.default_rng(11)
    small = [_SMALL, _FIRST, tuple(part[::-1] for part in _FIRST)]
    clouds = [_two_clouds(random, count) for count in (21, 60, 61)]
    cases = small + clouds
    says = [*(f"the values are {values.tolist()} and the labels {labels.tolist()}" for values, labels in small),
            *(f"there are {len(values)} examples of two overlapping classes" for values, _ in clouds)]
    return [script(threshold_facts(*case), says=text) for case, text in zip(cases, says)]


def _fewest(wrong):
    """Return the candidate for which a wrong count, wrong(values, labels, threshold), is smallest."""
    return slip(lambda values, labels: min(values, key=lambda threshold: wrong(values, labels, threshold)))


def _fewest_of(candidates):
    """Return the first of candidates(values) that makes the fewest mistakes."""
    return slip(lambda values, labels: min(candidates(values), key=lambda t: count_mistakes(values, labels, t)))


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
        mistake("This is the first candidate. Is the `return` inside the loop? It has to wait until all were tried. Or are "
                "the arguments of count_mistakes in another order? It takes values, labels, threshold.",
                slip(lambda values, labels: values[0])),
        mistake("The first of the values was not tried as a threshold.",
                slip(lambda values, labels: min(values[1:], key=lambda t: count_mistakes(values, labels, t)))),
        mistake("The last of the values was not tried as a threshold.",
                slip(lambda values, labels: min(values[:-1], key=lambda t: count_mistakes(values, labels, t)))),
        mistake("The values were sorted and the labels were not, so that they no longer belong together.",
                slip(lambda values, labels: best_threshold(np.sort(values), labels))),
        mistake("The places 0, 1, 2, ... were tried as thresholds. Try the `values` themselves: for threshold in values.",
                slip(lambda values, labels: min(range(len(values)), key=lambda t: count_mistakes(values, labels, t)))),
        mistake("The value is looked up at the end, but the places 0, 1, 2, ... were tried as thresholds. Try values[place].",
                slip(lambda values, labels: values[min(range(len(values)),
                                                       key=lambda t: count_mistakes(values, labels, t))])),
        mistake("Only whole numbers were tried. Between two of them there may be several values: try the `values` themselves.",
                _fewest_of(lambda values: range(int(values.min()), int(values.max()) + 1))),
        mistake("This is the answer for the six patients, whatever is asked. Use the arguments `values` and `labels`.",
                lambda values, labels: 12, when=lambda got, right: got["threshold"] in (12, 15)),
        mistake("This is the answer for the radius of the 569 patients, whatever is asked. Use the arguments `values` and "
                "`labels`.", lambda values, labels: 16.77, when=lambda got, right: 16.7 < got["threshold"] < 16.8),
        mistake("This is the mean of the values. It does not look at the labels at all; count the mistakes instead.",
                slip(lambda values, labels: np.mean(values))),
        mistake("This is the median of the values. It does not look at the labels at all; count the mistakes instead.",
                slip(lambda values, labels: np.median(values))),
        mistake("This lies halfway between the means of the two classes. A good guess, but others make fewer mistakes: try "
                "them all.", slip(lambda values, labels: (values[labels == 1].mean() + values[labels == 0].mean()) / 2)),
        mistake("This is the smallest value of those labelled 1. Others may make fewer mistakes: try them all.",
                slip(lambda values, labels: values[labels == 1].min())),
        mistake("This is the largest value of those labelled 0. Others may make fewer mistakes: try them all.",
                slip(lambda values, labels: values[labels == 0].max())),
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

_TOLD, _TRUE = np.array([1, 0, 1, 1, 0, 0]), np.array([1, 1, 0, 0, 0, 0])  # two false alarms, one miss


def _kinds(told, true):
    """Return which answers are false alarms and which are misses, both (examples,)."""
    return (told == 1) & (true == 0), (told == 0) & (true == 1)


def _mean_of_each_class(told, true, cost):
    alarms, misses = _kinds(told, true)
    return alarms.sum() / np.sum(true == 0) + cost * misses.sum() / np.sum(true == 1)


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
        mistake("Only the first example counts here. Is the `return` inside the loop?",
                lambda told, true, cost: empirical_loss(told[:1], true[:1], cost) / len(true)),
        mistake("This is the loss of the first example alone. Is the `return` inside the loop?",
                lambda told, true, cost: empirical_loss(told[:1], true[:1], cost)),
        mistake("Only the misses are divided by the number of examples: put brackets around the whole sum.",
                lambda told, true, cost: (lambda kinds: kinds[0].sum() + cost * kinds[1].mean())(_kinds(told, true))),
        mistake("A miss costs 1 + `cost_of_miss` here: it is one of the places where `answers != targets`, and counted again.",
                lambda told, true, cost: empirical_loss(told, true, cost + 1)),
        mistake("Each kind was divided by the size of its own class. The mean is over all examples together.",
                _mean_of_each_class),
        mistake("Divide by the number of examples, not by one less.",
                lambda told, true, cost: empirical_loss(told, true, cost) * len(true) / (len(true) - 1)),
        mistake("The misses are subtracted. Both kinds of mistake are losses: add them.",
                lambda told, true, cost: 2 * empirical_loss(told, true, 0) - empirical_loss(told, true, cost)),
        mistake("The cost was cut to a whole number. `np.zeros_like(answers)` and `dtype=int` make arrays that can hold no "
                "others: use np.zeros(len(answers)).", lambda told, true, cost: empirical_loss(told, true, int(cost))),
        mistake("`//` rounds each loss down before the mean is taken. Write `/`, or use np.mean.",
                lambda told, true, cost: np.sum((_kinds(told, true)[0] + cost * _kinds(told, true)[1]) // len(true))),
        mistake("You multiply the two shares. Each mistake has a loss of its own; they are added up.",
                lambda told, true, cost: np.mean((told == 1) & (true == 0)) * cost * np.mean((told == 0) & (true == 1))),
        mistake("A right alarm, answer 1 for target 1, has been given a cost, too. Only wrong answers cost something.",
                lambda told, true, cost: np.mean((told == 1) + cost * ((told == 0) & (true == 1)))),
        mistake("Between arrays write `&`, not `and`, and brackets around each comparison: `(answers == 1) & (targets == 0)`.",
                lambda answers, targets, cost: np.mean(answers == 1 & targets == 0)),
    ],
    accept=close(),
)
