"""Functions that the checks of lesson 01 need: its answers, wrong variants of them, and how answers are observed."""
import numpy as np

from course_utils.checks.accept import close
from course_utils.checks.probes import ArgumentChanged


def count_mistakes(values, labels, threshold):
    """Return how often `values > threshold` differs from `labels`, both (examples,); a whole number."""
    return int(np.sum((np.asarray(values) > threshold) != np.asarray(labels)))


def best_threshold(values, labels):
    """Return the first of `values`, (examples,), that makes the fewest mistakes as a threshold."""
    return min(values, key=lambda threshold: count_mistakes(values, labels, threshold))


class Slip(float):
    """A threshold of a known mistake: an answer makes the same mistake only where it gives the very same threshold."""


def slip(threshold_of):
    """Return the wrong answer to 1.1 that gives `threshold_of(values, labels)`."""
    return lambda values, labels: Slip(threshold_of(values, labels))


def threshold_facts(values, labels):
    """Return a function of an answer to 1.1: its threshold for these arrays, and the mistakes that this one makes.

    Where the answer is no single number, only its kind is told. ArgumentChanged where it has altered what it was given.
    """
    def observe(answer):
        given = {"values": values.copy(), "labels": labels.copy()}
        found = answer(*given.values())
        for (name, after), before in zip(given.items(), (values, labels)):
            if not np.array_equal(after, before):
                raise ArgumentChanged(name, "ndarray")
        if isinstance(found, (bool, np.bool_)) or np.ndim(found) != 0 or np.asarray(found).dtype.kind not in "iuf":
            return {"kind": type(found).__name__}
        facts = {"threshold": float(found), "mistakes": count_mistakes(values, labels, float(found))}
        return facts | ({"slip": True} if isinstance(found, Slip) else {})
    return observe


def no_more_mistakes(got, expected):
    """Return None where a threshold makes as few mistakes as the expected one, or is that of a known slip; else why not."""
    if "kind" in expected or "slip" in expected:
        return None if {**got, "slip": True} == {**expected, "slip": True} else ""
    if "kind" in got:
        return f"The result should be one number, the threshold. It is of the kind {got['kind']}."
    return None if got.get("mistakes", np.inf) <= expected.get("mistakes", 0) else ""


def empirical_loss(answers, targets, cost_of_miss):
    """Return the mean loss of answers and targets, (examples,) of 0 and 1: false alarms cost 1, misses `cost_of_miss`."""
    false_alarms, misses = (answers == 1) & (targets == 0), (answers == 0) & (targets == 1)
    return np.mean(false_alarms + cost_of_miss * misses)


def loss_by_loop(answers, targets, cost_of_miss):
    """Return the same as empirical_loss, example by example."""
    total = 0.0
    for answer, target in zip(answers, targets):
        if answer != target:
            total += 1 if answer else cost_of_miss
    return total / len(targets)


def split(count, random):
    """Return row numbers for training, validation and test, 60, 20 and 20 % of `count`, drawn from `random`."""
    order = random.permutation(count)
    first, second = int(0.6 * count), int(0.8 * count)
    return order[:first], order[first:second], order[second:]


FORM = "three arrays of row numbers"
SEEDS = (7, 8, 9)
SPREAD, TOGETHER = 0.12, 0.7  # six standard deviations of a mean of 200 places; 0.44 of neighbours share a part by chance


def split_facts(answer):
    """Return what splits of 50 and of 1,003 rows are like: sizes, gaps and repetitions, and whether chance decides.

    Where an answer is of another form, `form` says of which, and all other facts are None.
    """
    facts = {"form": FORM}
    for count in (50, 1003):
        splits = [_three_parts(answer(count, np.random.default_rng(seed))) for seed in (*SEEDS, SEEDS[0])]
        odd = [parts for parts in splits if isinstance(parts, str)]
        if odd:
            return dict.fromkeys(split_facts(split), None) | {"form": odd[0]}
        rows = np.concatenate(splits[0])
        oddest = max(splits, key=lambda parts: abs(len(parts[0]) - 0.6 * count))
        facts |= {f"sizes of {count}": [len(part) for part in oddest],
                  f"rows missing of {count}": int(count - np.isin(np.arange(count), rows).sum()),
                  f"rows twice of {count}": len(rows) - len(np.unique(rows)),
                  f"rows outside of {count}": int(np.sum((rows < 0) | (rows >= count)))}
    return facts | {
        "last row in a part": any(count - 1 in part for parts in splits for part in parts),
        "another seed, other rows": not all(np.array_equal(*pair) for pair in zip(splits[0], splits[1])),
        "same seed, same rows": all(np.array_equal(*pair) for pair in zip(splits[0], splits[-1])),
        "neighbours always together": max(_together(parts, count) for parts in splits) > TOGETHER,
        "parts from all over the table": [all(len(parts[k]) and abs(np.mean(parts[k]) / count - 0.5) < SPREAD
                                              for parts in splits) for k in range(3)]}


def _together(parts, count):
    """Return the share of the rows whose successor in the table is in the same part."""
    part_of = np.full(count + 1, -1)
    for number, part in enumerate(parts):
        part_of[part[(part >= 0) & (part < count)]] = number
    return float(np.mean(part_of[:-2] == part_of[1:-1]))


def _three_parts(parts):
    """Return three arrays of whole numbers, or a text that says what there is instead."""
    if isinstance(parts, dict):
        return "a dictionary"
    if not isinstance(parts, (tuple, list)) or len(parts) != 3:
        return "nothing (`print` shows, `return` hands back)" if parts is None else "not three parts"
    if any(isinstance(part, (set, frozenset)) for part in parts):
        return "sets"
    arrays = [np.asarray(part) for part in parts]
    if all(array.ndim == 0 for array in arrays):
        return "three single numbers"
    if any(array.ndim != 1 for array in arrays):
        return "not three rows of numbers"
    return arrays if all(array.dtype.kind in "iu" for array in arrays) else f"numbers of the kind {arrays[0].dtype}"


def good_split(got, expected):
    """Return None where the facts of a split are as they should be, else what is not; see `split_facts`."""
    for key, wanted in expected.items():
        if key == "form" and got[key] != wanted:
            return f"The result should be {FORM}; it is: {got[key]}."
        if got[key] is None:  # of another form, so nothing else was looked at
            continue
        if key.startswith("sizes") and any(abs(one - other) > 2 for one, other in zip(got[key], wanted)):
            return f"The {key} are {got[key]}; they should be about {wanted}."
        if not key.startswith("sizes") and got[key] != wanted:
            return f"`{key}` should be {wanted}, and is {got[key]}."
    return None


def with_ones(inputs):
    """Return `inputs`, (examples, inputs), with a column of ones behind them."""
    return np.column_stack([inputs, np.ones(len(inputs))])


def least_squares(inputs, targets):
    """Return weights (inputs,) and bias of the least squares of inputs (examples, inputs) and targets (examples,)."""
    theta = np.linalg.lstsq(with_ones(inputs), targets, rcond=None)[0]
    return theta[:-1], theta[-1]


def bias_and_variance(predictions, truth):
    """Return bias squared and variance of predictions (fits, points) around truth (points,), averaged over the points.

    Source: Geman, Bienenstock and Doursat, Neural networks and the bias/variance dilemma, 1992.
    """
    mean_fit = predictions.mean(axis=0)
    return np.mean((mean_fit - truth) ** 2), np.mean((predictions - mean_fit) ** 2)


def polar(points):
    """Return radius and angle, in radians, of points (n, 2), as the columns of an array (n, 2)."""
    return np.stack([np.hypot(points[:, 0], points[:, 1]), np.arctan2(points[:, 1], points[:, 0])], axis=1)


def same_polar(got, expected):
    """Return None where two arrays (n, 2) of radius and angle agree, angles up to whole turns; else why not."""
    if not isinstance(got, np.ndarray) or not isinstance(expected, np.ndarray) or got.shape != expected.shape:
        return close()(got, expected)
    if got.ndim != 2 or got.shape[1] != 2 or not np.isfinite(got.astype(float)).all():
        return close()(got, expected)
    turns = (got[:, 1] - expected[:, 1]) / (2 * np.pi)
    return None if np.allclose(got[:, 0], expected[:, 0]) and np.allclose(turns, np.round(turns), atol=1e-6) else ""
