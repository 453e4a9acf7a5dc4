"""Exercises of the companion of lesson 01: questions for a table, words as inputs, kernels. See lesson_01_pipeline, too."""
import numpy as np

from course_utils.checks import call, close, exercise, mistake, same_set
from course_utils.checks.answers_01_further import (
    VOCABULARY,
    fill_one_hot,
    one_hot,
    rbf_by_loops,
    rbf_kernel,
    rbf_of_rows,
)

_CAUSE = "B asks for a cause: what would happen if a nucleus were made larger. The table only tells what goes together."
_PEOPLE = ("C asks about all women of the country. The table has only patients in whom somebody found a lump, and its share of "
           "malignant tumours is theirs.")


def _letters(got, expected):
    """Return what same_set says of the letters in a set, a list, an array or a text such as "A, D"."""
    if isinstance(got, (str, np.ndarray)):
        got = [letter for letter in (got if isinstance(got, str) else got.ravel().tolist()) if letter not in ", "]
    return same_set("A", "B", "C", "D")(got, expected)


exercise(
    "1.8", right={"A", "D"}, accept=_letters, further=True,
    also_right=[["d", "a"], ("A", "D"), np.array(["A", "D"]), "AD", "A, D"],
    mistakes=[
        mistake("Nothing is chosen. Some of the four can be answered: those that ask only what goes together, among patients "
                "like these.", set()),
        mistake(_CAUSE, {"A", "B", "D"}),
        mistake(_PEOPLE, {"A", "C", "D"}),
        mistake(f"{_CAUSE} {_PEOPLE}", {"A", "B", "C", "D"}),
        mistake("A is there. One more asks for nothing but what goes together, among patients like these.", {"A"}),
        mistake("D is there. One more asks for nothing but what goes together, among patients like these.", {"D"}),
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
            call(["dog", "Bird", "bird"], ["bird", "dog", "cat", "dogs"])],
    also_right=[
        lambda words, vocabulary: np.array([[1 if word == known else 0 for known in vocabulary] for word in words]),
        lambda words, vocabulary: (np.array(words)[:, None] == np.array(vocabulary)).astype(int),
        lambda words, vocabulary: np.vstack([np.eye(len(vocabulary)), np.zeros(len(vocabulary))])[
            [vocabulary.index(word) if word in vocabulary else -1 for word in words]],
    ],
    mistakes=[
        mistake("The parameters are exchanged: the words come first, then the vocabulary.",
                lambda words, vocabulary: fill_one_hot(vocabulary, words)),
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
        mistake("The unknown word has a row, and the next word begins in it: the row counter has to go on for every word, also "
                "for one that is not in the vocabulary.", lambda words, vocabulary: np.pad(
                    one_hot([word for word in words if word in vocabulary], vocabulary),
                    [(0, sum(word not in vocabulary for word in words)), (0, 0)])),
        mistake("Nothing comes after the first unknown word: `break` ends the whole loop, `continue` would go on.",
                lambda words, vocabulary: one_hot(
                    [word if set(words[:row + 1]) <= set(vocabulary) else "" for row, word in enumerate(words)], vocabulary)),
        mistake("The columns are off by one: they are counted from 0.",
                lambda words, vocabulary: np.roll(one_hot(words, vocabulary), 1, axis=1)),
        mistake("A column too far: columns are counted from 0, and index() does so already.",
                lambda words, vocabulary: fill_one_hot(words, vocabulary, shift=1)),
        mistake("The columns are off by one: index() counts from 0 already.",
                lambda words, vocabulary: np.roll(one_hot(words, vocabulary), -1, axis=1)),
        mistake("The columns are in another order than the words of the vocabulary. Take it as it is given, unsorted.",
                lambda words, vocabulary: one_hot(words, sorted(vocabulary))),
        mistake("Only the first row is filled. Does `return` stand inside the loop? It ends the function at once.",
                lambda words, vocabulary: one_hot([words[0]] + [""] * (len(words) - 1), vocabulary)),
        mistake("A word that comes twice has only one row filled: words.index(word) always finds the first. "
                "`for row, word in enumerate(words)` gives each word its own row.",
                lambda words, vocabulary: one_hot(
                    [word if word not in words[:row] else "" for row, word in enumerate(words)], vocabulary)),
        mistake("All rows are the same: [[0] * n] * m makes one list and m names for it, so every 1 goes into all of them. "
                "np.zeros((m, n)) has rows of its own.",
                lambda words, vocabulary: np.tile(one_hot(words, vocabulary).max(axis=0), (len(words), 1))),
        mistake("The ones stand on the diagonal. The column of a word is its place in the vocabulary, not in the sentence.",
                lambda words, vocabulary: np.eye(len(words), len(vocabulary))),
        mistake("No 1 has been set: all is zero.", lambda words, vocabulary: np.zeros((len(words), len(vocabulary)))),
        mistake("There are ones everywhere. Begin with zeros, and set one 1 in each row.",
                lambda words, vocabulary: np.ones((len(words), len(vocabulary)))),
        mistake("The row of an unknown word holds NaN. It should be zeros: none of the known words is there.",
                lambda words, vocabulary: np.array([row if row.any() else np.nan * row for row in one_hot(words, vocabulary)])),
        mistake("Capital letters count: a word that differs in them from one of the vocabulary is not in it.",
                lambda words, vocabulary: one_hot([word.lower() for word in words], [word.lower() for word in vocabulary])),
        mistake("These are texts, \"0\" and \"1\". Make numbers: 0 and 1 without quotes.",
                lambda words, vocabulary: one_hot(words, vocabulary).astype(int).astype(str),
                when=lambda got, right: np.asarray(got).dtype.kind in "US"),
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

_THREE = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]])


def _of_distances(rule):
    """Return a kernel that is `rule(differences, gamma)`; differences of all pairs, (m, n, d)."""
    return lambda first, second, gamma: rule(first[:, None] - second[None, :], gamma)


exercise(
    "1.11", right=rbf_kernel, points=3, accept=close(), further=True,
    probes=[call(_THREE, _THREE.copy(), 0.5), call(_THREE[:2], np.array([[0.5, 1.0], [2.0, 2.0], [0.0, -1.0]]), 2.0)],
    random_probes=lambda random: [call(random.normal(size=(2, 3)), random.normal(size=(4, 3)), 0.3)],
    also_right=[rbf_by_loops, lambda first, second, gamma: np.exp(-gamma * (
        (first ** 2).sum(1)[:, None] + (second ** 2).sum(1) - 2 * first @ second.T))],
    mistakes=[
        mistake("The distance is not squared. There is no root in the formula: the sum of the squared differences is all.",
                _of_distances(lambda apart, gamma: np.exp(-gamma * np.sqrt((apart ** 2).sum(axis=2))))),
        mistake("The minus is missing: likeness falls with the distance.",
                _of_distances(lambda apart, gamma: np.exp(gamma * (apart ** 2).sum(axis=2)))),
        mistake("gamma was not handed on: scikit-learn's function then takes 1 / (number of coordinates) in its place.",
                lambda first, second, gamma: rbf_kernel(first, second, 1 / first.shape[1])),
        mistake("Only the first two coordinates are used. Points may have any number of them: sum over axis=2.",
                lambda first, second, gamma: rbf_kernel(first[:, :2], second[:, :2], gamma)),
        mistake("Only the first row is filled. Does `return` stand inside the loop? It ends the function at once.",
                lambda first, second, gamma: rbf_of_rows(first, second, gamma, range(1))),
        mistake("The last row is still zero: range(len(first)) ends before len(first), so nothing is to be taken off.",
                lambda first, second, gamma: rbf_of_rows(first, second, gamma, range(len(first) - 1))),
        mistake("Only one side of the diagonal is filled. `first` and `second` may be different points: fill all pairs.",
                lambda first, second, gamma: np.triu(rbf_kernel(first, second, gamma))),
        mistake("All values have become whole numbers: the array of zeros was made with dtype=int. Leave it out.",
                lambda first, second, gamma: np.floor(rbf_kernel(first, second, gamma))),
        mistake("The exponent holds the product of the points. It should hold their squared distance.",
                lambda first, second, gamma: np.exp(-gamma * first @ second.T)),
        mistake("This is one minus the kernel. Equal points should give 1, far ones nearly 0.",
                lambda first, second, gamma: 1 - rbf_kernel(first, second, gamma)),
        mistake("This is the kernel minus one: np.expm1 subtracts 1, np.exp does not.",
                lambda first, second, gamma: rbf_kernel(first, second, gamma) - 1),
        mistake("In (a - b)² = a² + b² - 2ab the factor 2 is missing.", lambda first, second, gamma: np.exp(-gamma * (
            (first ** 2).sum(axis=1)[:, None] + (second ** 2).sum(axis=1) - first @ second.T))),
        mistake("The sum runs over the points of `first`. It should run over the coordinates, the last axis: axis=2.",
                _of_distances(lambda apart, gamma: np.exp(-gamma * (apart ** 2).sum(axis=0)))),
        mistake("The sum runs over the points of `second`. It should run over the coordinates, the last axis: axis=2.",
                _of_distances(lambda apart, gamma: np.exp(-gamma * (apart ** 2).sum(axis=1)))),
        mistake("2.718 is only the beginning of e. np.exp has all of it.",
                lambda first, second, gamma: 2.718 ** np.log(rbf_kernel(first, second, gamma))),
        mistake("The values have been rounded. Return them as they are.",
                lambda first, second, gamma: rbf_kernel(first, second, gamma).round(4),
                when=lambda got, right: any(np.array_equal(got, right.round(digits)) for digits in range(1, 6))),
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
