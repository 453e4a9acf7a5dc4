"""Right answers of the companion of lesson 02, and the pieces of which wrong ones are made."""
import numpy as np

from course_utils.checks.answers_02 import perceptron_epoch, wrong_of


def mistake_limit(x, y, weights, bias):
    """Return (R / gamma)^2 for augmented inputs (Novikoff 1962); infinity without a margin. Built in lesson 02."""
    return limit_with()(x, y, weights, bias)


def limit_with(closest=np.min, furthest=np.max, signed=True, augment=True, unit="all", powers=(2, 2), guarded=True):
    """Return a function like `mistake_limit`, or with a slip in one of its pieces.

    closest, furthest: what is taken of the margins and of the lengths. unit: which part of the separator is brought to the
    length 1, "all", "weights" or None; "square" divides by the squared length. powers: of R and of the margin. guarded:
    whether a separator that makes mistakes gives infinity.
    """
    def limit(x, y, weights, bias):
        table = np.column_stack([x, np.ones(len(x))])
        vector = np.append(weights, bias)
        length = {"all": np.linalg.norm(vector), "weights": np.linalg.norm(weights), None: 1,
                  "square": vector @ vector}[unit]
        sums = table @ vector / length
        gamma = closest((2 * y - 1) * sums if signed else np.abs(sums))
        radius = furthest(np.linalg.norm(table if augment else x, axis=1))
        return np.inf if guarded and gamma <= 0 else radius ** powers[0] / gamma ** powers[1]
    return limit


def bias_first(x, y, weights, bias):
    """Return the limit of a vector that begins with the bias, though the rows of the table end with the 1."""
    vector = np.append(bias, weights)
    return mistake_limit(x, y, vector[:-1], vector[-1])


def of_class_one(margin, radius):
    """Return a limit that looks at the examples of class 1 alone, for the margin, for R, or for both."""
    def limit(x, y, weights, bias):
        table, vector = np.column_stack([x, np.ones(len(x))]), np.append(weights, bias)
        signed = (2 * y - 1) * (table @ vector) / np.linalg.norm(vector)
        lengths = np.linalg.norm(table, axis=1)
        gamma = signed[y == 1].min() if margin else signed.min()
        return np.inf if gamma <= 0 else ((lengths[y == 1] if radius else lengths).max() / gamma) ** 2
    return limit


def pocket(x, y, epochs):
    """Return (weights, bias) with the fewest wrong after any epoch; after Gallant (1990). Built in lesson 02."""
    return min(states(x, y, epochs), key=lambda state: wrong_of(x, y, *state))


def states(x, y, epochs):
    """Return [(weights, bias), ...] after each epoch of Rosenblatt's rule, from zero."""
    found = [(np.zeros(x.shape[1]), 0)]
    for _ in range(epochs):
        found.append(perceptron_epoch(x, y, *found[-1]))
    return found[1:]


def kept(candidates, count):
    """Return a pocket: of `candidates(x, y, epochs)` the first state with the fewest by `count(x, y, weights, bias)`."""
    return lambda x, y, epochs: min(candidates(x, y, epochs), key=lambda state: count(x, y, *state))


def before_each_epoch(x, y, epochs):
    """Return the states with which the epochs begin, the first of them zero."""
    return [(np.zeros(x.shape[1]), 0), *states(x, y, epochs - 1)]


def after_each_example(x, y, epochs):
    """Return the states after every single example of all epochs."""
    found = [(np.zeros(x.shape[1]), 0)]
    for _ in range(epochs):
        for row in range(len(x)):
            found.append(perceptron_epoch(x[row:row + 1], y[row:row + 1], *found[-1]))
    return found[1:]


def fewest_on_the_way(x, y, epochs):
    """Return the state after the epoch during which the rule made the fewest mistakes."""
    starts, ends = before_each_epoch(x, y, epochs), states(x, y, epochs)
    made = []
    for start in starts:
        path = [start]
        for row in range(len(x)):
            path.append(perceptron_epoch(x[row:row + 1], y[row:row + 1], *path[-1]))
        made.append(sum(one[1] != other[1] for one, other in zip(path, path[1:])))
    return ends[int(np.argmin(made))]


def without_its_bias(bias_of):
    """Return a pocket that stores the weights alone; `bias_of(states)` is returned in the place of the best bias."""
    return lambda x, y, epochs: (pocket(x, y, epochs)[0], bias_of(states(x, y, epochs)))


def table_of(seed, number, inputs, whole=False):
    """Return (x, y) of two clouds that overlap, (number, inputs) and (number,); `whole` rounds x to whole numbers."""
    random = np.random.default_rng(seed)
    y = random.permutation(np.arange(number) % 2)
    x = random.normal(size=(number, inputs)) + 1.2 * y[:, None]
    return (np.round(2 * x) + 0.0 if whole else x), y        # + 0.0 makes 0 of -0


def pocket_from_the_pocket(x, y, epochs):
    """Return the state of a pocket whose learning goes on from the best weights instead of from the last."""
    best = np.zeros(x.shape[1]), 0
    fewest = len(y) + 1
    for _ in range(epochs):
        tried = perceptron_epoch(x, y, *best)
        if wrong_of(x, y, *tried) < fewest:
            best, fewest = tried, wrong_of(x, y, *tried)
    return best
