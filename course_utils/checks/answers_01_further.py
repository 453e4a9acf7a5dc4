"""Functions that the checks of lesson 01's companion need: its answers, and wrong variants of them."""
import numpy as np

VOCABULARY = ["EOS", "a", "my", "sleeps", "on", "dog", "cat", "the", "bed", "floor"]


def one_hot(words, vocabulary):
    """Return an array (words, vocabulary) with a 1 at the place of each word; zeros for a word that is not in it."""
    return np.array([[float(word == known) for known in vocabulary] for word in words])


def fill_one_hot(words, vocabulary, shift=0):
    """Return the same as one_hot, set 1 by 1 with index(); with `shift` the columns are off by so many."""
    rows = np.zeros((len(words), len(vocabulary)))
    for row, word in enumerate(words):
        if word in vocabulary:
            rows[row, vocabulary.index(word) + shift] = 1
    return rows


def prepare(training, others):
    """Return both arrays (rows, columns), gaps filled and columns scaled, by means and spreads of `training` alone."""
    mean, spread = np.nanmean(training, axis=0), np.nanstd(training, axis=0)
    return fill_and_scale(training, mean, mean, spread), fill_and_scale(others, mean, mean, spread)


def fill_and_scale(rows, filling, mean, spread):
    """Return `rows` with gaps filled by `filling`, then minus `mean`, divided by `spread`; all (columns,) or numbers."""
    return (np.where(np.isnan(rows), filling, rows) - mean) / spread


def statistics(rows):
    """Return mean and standard deviation of the values that are there, (columns,) each."""
    return np.nanmean(rows, axis=0), np.nanstd(rows, axis=0)


def prepare_by_loops(training, others):
    """Return the same as prepare, column by column, with means and spreads from lists."""
    results = [rows.copy() for rows in (training, others)]
    for column in range(training.shape[1]):
        present = [value for value in training[:, column] if value == value]
        mean = sum(present) / len(present)
        spread = (sum((value - mean) ** 2 for value in present) / len(present)) ** 0.5
        for rows in results:
            values = rows[:, column]
            values[np.isnan(values)] = mean
            rows[:, column] = (values - mean) / spread
    return results


def rbf_kernel(first, second, gamma):
    """Return exp(-gamma * squared distance) for all pairs of points (m, d) and (n, d), an array (m, n).

    Source: Bishop, Pattern Recognition and Machine Learning, section 6.2.
    """
    return np.exp(-gamma * ((first[:, None] - second[None, :]) ** 2).sum(axis=2))


def rbf_by_loops(first, second, gamma):
    """Return the same as rbf_kernel, pair by pair."""
    likeness = np.zeros((len(first), len(second)))
    for row, one in enumerate(first):
        for column, other in enumerate(second):
            likeness[row, column] = np.exp(-gamma * sum((one - other) ** 2))
    return likeness


def rbf_of_rows(first, second, gamma, rows):
    """Return the same as rbf_kernel in some of its rows, zeros elsewhere: what a loop that ends too early leaves."""
    likeness = np.zeros((len(first), len(second)))
    likeness[rows] = rbf_kernel(first[rows], second, gamma)
    return likeness
