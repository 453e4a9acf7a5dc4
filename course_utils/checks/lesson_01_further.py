"""Exercises of the companion of lesson 01: questions for a table, words as inputs, scaling without a leak, kernels."""
import numpy as np

from course_utils.checks import call, close, exercise, mistake, same_set
from course_utils.checks.accept import named
from course_utils.checks.answers_01_further import (
    VOCABULARY,
    fill_and_scale,
    one_hot,
    prepare,
    prepare_by_loops,
    rbf_by_loops,
    rbf_kernel,
    statistics,
)

_CAUSE = "B asks for a cause: what would happen if a nucleus were made larger. The table only tells what goes together."
_PEOPLE = ("C asks about all women of the country. The table has only patients in whom somebody found a lump, and its share of "
           "malignant tumours is theirs.")
exercise(
    "1.8", right={"A", "D"}, accept=same_set("A", "B", "C", "D"), further=True, also_right=[["d", "a"], ("A", "D")],
    mistakes=[
        mistake(_CAUSE, {"A", "B", "D"}),
        mistake(_PEOPLE, {"A", "C", "D"}),
        mistake(f"{_CAUSE} {_PEOPLE}", {"A", "B", "C", "D"}),
        mistake("A is there. One more asks only how the measurements of these patients differ.", {"A"}),
        mistake("D is there. One more asks about a new patient like these, which is what a model is for.", {"D"}),
        mistake("These are the two that cannot be answered. The others are asked for.", {"B", "C"}),
        mistake(f"{_CAUSE} And D is missing: the table does tell how the two groups differ.", {"A", "B"}),
        mistake(f"{_PEOPLE} And D is missing: the table does tell how the two groups differ.", {"A", "C"}),
        mistake(f"{_CAUSE} And A is missing: that is what a model is for.", {"B", "D"}),
        mistake(f"{_PEOPLE} And A is missing: that is what a model is for.", {"C", "D"}),
        mistake(f"{_CAUSE} Two others can be answered.", {"B"}),
        mistake(f"{_PEOPLE} Two others can be answered.", {"C"}),
    ],
)

_SENTENCE = "a dog sleeps on the floor EOS".split()
exercise(
    "1.9", right=one_hot, points=2, accept=close(), further=True,
    probes=[call(["cat", "a", "fish", "cat"], ["a", "cat", "dog"]), call(_SENTENCE, VOCABULARY),
            call(["dog", "bird"], ["bird", "dog", "cat", "dogs"])],
    also_right=[
        lambda words, vocabulary: np.array([[1 if word == known else 0 for known in vocabulary] for word in words]),
        lambda words, vocabulary: (np.array(words)[:, None] == np.array(vocabulary)).astype(int),
        lambda words, vocabulary: np.vstack([np.eye(len(vocabulary)), np.zeros(len(vocabulary))])[
            [vocabulary.index(word) if word in vocabulary else -1 for word in words]],
    ],
    mistakes=[
        mistake("Rows and columns are exchanged: one row for each word of the sentence, one column for each word of the "
                "vocabulary.", lambda words, vocabulary: one_hot(words, vocabulary).T),
        mistake("These are the numbers of the words. Make a row for each: zeros, and a 1 in the column of that number.",
                lambda words, vocabulary: np.array([vocabulary.index(word) if word in vocabulary else -1 for word in words]),
                when=lambda got, right: np.ndim(got) == 1 and len(got) == len(right)),
        mistake("All words are in one row: this says which words there are, and no longer in which order. Each word needs a "
                "row of its own.", lambda words, vocabulary: one_hot(words, vocabulary).max(axis=0)),
        mistake("The rows are added up: this says how often each word is there, and no longer in which order. Each word needs "
                "a row of its own.", lambda words, vocabulary: one_hot(words, vocabulary).sum(axis=0)),
        mistake("A word that is not in the vocabulary raises an error in index(). Ask first: `if word in vocabulary`.",
                lambda words, vocabulary: np.eye(len(vocabulary))[[vocabulary.index(word) for word in words]]),
        mistake("An unknown word has got the last column: index -1 means the last. Its row should be all zeros.",
                lambda words, vocabulary: np.eye(len(vocabulary))[
                    [vocabulary.index(word) if word in vocabulary else -1 for word in words]]),
        mistake("An unknown word has got the first column, which belongs to another word. Its row should be all zeros.",
                lambda words, vocabulary: np.eye(len(vocabulary))[
                    [vocabulary.index(word) if word in vocabulary else 0 for word in words]]),
        mistake("The row of an unknown word was left out. Each word keeps its row; that one is all zeros.",
                lambda words, vocabulary: one_hot([word for word in words if word in vocabulary], vocabulary)),
        mistake("The columns are off by one: they are counted from 0.",
                lambda words, vocabulary: np.roll(one_hot(words, vocabulary), 1, axis=1)),
        mistake("The values are the numbers of the words. One-hot has a 1 in the place of each, and nothing else.",
                lambda words, vocabulary: one_hot(words, vocabulary) * np.arange(len(vocabulary))),
        mistake("Zeros and ones are exchanged.", lambda words, vocabulary: 1 - one_hot(words, vocabulary)),
        mistake("These are truth values. Make numbers of them, such as with .astype(float).",
                lambda words, vocabulary: one_hot(words, vocabulary) == 1,
                when=lambda got, right: np.asarray(got).dtype.kind == "b" and np.array_equal(got, right)),
        mistake("For texts `in` asks whether one is a part of the other: dog is in dogs. Compare with ==.",
                lambda words, vocabulary: np.array([[float(word in known) for known in vocabulary] for word in words])),
        mistake("The vocabulary was made from the sentence. Use the one that is given, in its order.",
                lambda words, vocabulary: one_hot(words, sorted(set(words)))),
    ],
)

_GAP = np.nan
_TRAINING = np.array([[1.0, 200.0], [3.0, _GAP], [5.0, 500.0], [_GAP, 800.0]])
_OTHERS = np.array([[2.0, _GAP], [9.0, 300.0]])


def _each_alone(training, others):
    return prepare(training, training)[0], prepare(others, others)[0]


def _all_together(training, others):
    mean, spread = statistics(np.concatenate([training, others]))
    return fill_and_scale(training, mean, mean, spread), fill_and_scale(others, mean, mean, spread)


def _with(filling=None, centre=None, width=None):
    """Return `prepare` with one of its three numbers made otherwise, each from the training rows."""
    def wrong(training, others):
        mean, spread = statistics(training)
        numbers = [rule(training) if rule else right
                   for rule, right in ((filling, mean), (centre, mean), (width, spread))]
        return fill_and_scale(training, *numbers), fill_and_scale(others, *numbers)
    return wrong


def _with_gaps(training, others):
    """Return both arrays scaled by the training rows, gaps left as they are."""
    return [(rows - statistics(training)[0]) / statistics(training)[1] for rows in (training, others)]


def _filled_first(training, others):
    """Return what comes out where mean and spread are taken after filling the gaps."""
    mean = np.nanmean(training, axis=0)
    filled = np.where(np.isnan(training), mean, training)
    return fill_and_scale(training, mean, mean, filled.std(axis=0)), fill_and_scale(others, mean, mean, filled.std(axis=0))


def _some_rows(random):
    training, others = random.normal(5, 3, (7, 3)), random.normal(6, 2, (4, 3))
    training[1, 0] = training[4, 2] = others[0, 1] = _GAP
    return call(training, others)


exercise(
    "1.10", right=prepare, points=3, accept=named(close(), "training", "others"), further=True,
    probes=[call(_TRAINING, _OTHERS)], random_probes=lambda random: [_some_rows(random)],
    also_right=[prepare_by_loops,
                lambda training, others: [np.nan_to_num((rows - np.nanmean(training, 0)) / np.nanstd(training, 0))
                                          for rows in (training, others)]],
    mistakes=[
        mistake("The other rows were scaled with their own means and spreads. In use there may be one row alone, and the model "
                "has learned on the scale of the training rows: use their numbers for both.", _each_alone),
        mistake("Means and spreads were taken from all rows together. Something of the other rows has leaked into training: "
                "compute them from `training` alone.", _all_together),
        mistake("The gaps were filled with 0 and scaled afterwards. Zero is a value like any other; fill in the mean.",
                _with(filling=lambda training: 0.0)),
        mistake("The other rows came first: return training, then others.",
                lambda training, others: prepare(training, others)[::-1]),
        mistake("The spreads were taken after the gaps had been filled, which makes them smaller. Take them from the values "
                "that are there: np.nanstd(training, axis=0).", _filled_first),
        mistake("The division by the standard deviation is missing.", _with(width=lambda training: 1.0)),
        mistake("The mean is not subtracted.", _with(centre=lambda training: 0.0)),
        mistake("You divided by the variance. Its root, the standard deviation, has the unit of the column.",
                _with(width=lambda training: np.nanvar(training, axis=0))),
        mistake("This is one mean and one spread for the whole table. Each column has its own: axis=0.",
                _with(*[np.nanmean] * 2, np.nanstd)),
        mistake("Gaps were filled with the mean of the whole table. Each column has its own mean: axis=0.",
                _with(filling=np.nanmean)),
        mistake("The gaps were filled with the median. The mean is asked for here, although the median is a good choice, too.",
                _with(filling=lambda training: np.nanmedian(training, axis=0))),
        mistake("np.mean and np.std give NaN for a column with a gap. np.nanmean and np.nanstd leave the gaps out.",
                _with(None, lambda training: training.mean(axis=0), lambda training: training.std(axis=0))),
        mistake("The gaps are still there. Fill them with the mean of their column.",
                _with_gaps),
        mistake("The gaps of the other rows are still there. Fill them, too, with the means of the training rows.",
                lambda training, others: (prepare(training, others)[0],
                                          (others - statistics(training)[0]) / statistics(training)[1])),
        mistake("The gaps of the other rows were filled with their own means. Use those of the training rows for both.",
                lambda training, others: (prepare(training, others)[0], fill_and_scale(
                    others, statistics(others)[0], *statistics(training)))),
        mistake("Rows with a gap were left out. Fill the gaps, so that every row stays.",
                lambda training, others: [rows[~np.isnan(rows).any(axis=1)] for rows in _with_gaps(training, others)]),
        mistake("The spread is divided by one less than the number of values (ddof=1). np.nanstd as it is does not.",
                _with(width=lambda training: np.nanstd(training, axis=0, ddof=1))),
        mistake("The columns were brought to 0 to 1. Subtract the mean, and divide by the standard deviation.",
                _with(None, lambda training: np.nanmin(training, axis=0),
                      lambda training: np.nanmax(training, axis=0) - np.nanmin(training, axis=0))),
        mistake("Only the training rows were filled and scaled; the others are as they were.",
                lambda training, others: (prepare(training, others)[0], others)),
    ],
)

_THREE = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]])


def _of_distances(rule):
    """Return a kernel that is `rule(differences, gamma)`; differences of all pairs, (m, n, d)."""
    return lambda first, second, gamma: rule(first[:, None] - second[None, :], gamma)


exercise(
    "1.11", right=rbf_kernel, points=3, accept=close(), further=True,
    probes=[call(_THREE, _THREE, 0.5), call(_THREE[:2], np.array([[0.5, 1.0], [2.0, 2.0], [0.0, -1.0]]), 2.0)],
    random_probes=lambda random: [call(random.normal(size=(2, 3)), random.normal(size=(4, 3)), 0.3)],
    also_right=[rbf_by_loops, lambda first, second, gamma: np.exp(-gamma * (
        (first ** 2).sum(1)[:, None] + (second ** 2).sum(1) - 2 * first @ second.T))],
    mistakes=[
        mistake("The distance is not squared. There is no root in the formula: the sum of the squared differences is all.",
                _of_distances(lambda apart, gamma: np.exp(-gamma * np.sqrt((apart ** 2).sum(axis=2))))),
        mistake("The minus is missing: likeness falls with the distance.",
                _of_distances(lambda apart, gamma: np.exp(gamma * (apart ** 2).sum(axis=2)))),
        mistake("Gamma is not used.", _of_distances(lambda apart, gamma: np.exp(-(apart ** 2).sum(axis=2)))),
        mistake("You divide by gamma. In this form of the kernel it multiplies.",
                _of_distances(lambda apart, gamma: np.exp(-(apart ** 2).sum(axis=2) / gamma))),
        mistake("This is the form with a width, divided by 2 sigma². Here gamma multiplies the squared distance.",
                _of_distances(lambda apart, gamma: np.exp(-(apart ** 2).sum(axis=2) / (2 * gamma ** 2)))),
        mistake("The differences were summed first and squared then. Square each, then sum.",
                _of_distances(lambda apart, gamma: np.exp(-gamma * apart.sum(axis=2) ** 2))),
        mistake("These are sizes of differences, added up. Square them.",
                _of_distances(lambda apart, gamma: np.exp(-gamma * np.abs(apart).sum(axis=2)))),
        mistake("These are the squared distances, still without the exponential function and gamma.",
                _of_distances(lambda apart, gamma: (apart ** 2).sum(axis=2))),
        mistake("The exponential function is missing.", _of_distances(lambda apart, gamma: -gamma * (apart ** 2).sum(axis=2))),
        mistake("Rows and columns are exchanged: row i belongs to the i-th of `first`.",
                lambda first, second, gamma: rbf_kernel(second, first, gamma)),
        mistake("`second` is not used: these are the likenesses of `first` with itself.",
                lambda first, second, gamma: rbf_kernel(first, first, gamma)),
        mistake("`first` is not used: these are the likenesses of `second` with itself.",
                lambda first, second, gamma: rbf_kernel(second, second, gamma)),
        mistake("The mean of the squared differences was taken. Their sum is the squared distance.",
                _of_distances(lambda apart, gamma: np.exp(-gamma * (apart ** 2).mean(axis=2)))),
        mistake("`first - second` pairs the rows one by one. All pairs are asked for: first[:, None] - second[None, :].",
                lambda first, second, gamma: np.exp(-gamma * ((first - second) ** 2).sum(axis=1))),
        mistake("The last axis is still there: sum the squares over it, one number for each pair.",
                _of_distances(lambda apart, gamma: np.exp(-gamma * apart ** 2))),
        mistake("The sum comes after the exponential function here. First the squared distance, then the function.",
                _of_distances(lambda apart, gamma: np.exp(-gamma * apart ** 2).sum(axis=2))),
        mistake("Gamma is squared, together with the distance. It multiplies the squared distance as it is.",
                _of_distances(lambda apart, gamma: np.exp(-gamma ** 2 * (apart ** 2).sum(axis=2)))),
        mistake("All pairs were added up to one number. Sum over the coordinates only: axis=2.",
                _of_distances(lambda apart, gamma: np.exp(-gamma * (apart ** 2).sum()))),
        mistake("gamma = 0.5 is fixed. It is the third argument.",
                lambda first, second, gamma: rbf_kernel(first, second, 0.5)),
        mistake("This is the product of the points, the linear kernel.", lambda first, second, gamma: first @ second.T),
    ],
)
