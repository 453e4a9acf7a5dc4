"""Right answers of the companion of lesson 02, and the pieces of which wrong ones are made."""
import numpy as np

from course_utils.checks.answers_02 import perceptron_epoch, wrong_of


def mistake_limit(x, y, weights, bias):
    """Return (R / gamma)^2 for augmented inputs (Novikoff 1962); infinity without a margin. Built in lesson 02."""
    return limit_with()(x, y, weights, bias)


def limit_with(closest=np.min, furthest=np.max, signed=True, augment=True, unit="all", power=2, guarded=True):
    """Return a function like `mistake_limit`, or with a slip in one of its pieces.

    closest, furthest: what is taken of the margins and of the lengths. unit: which part of the separator is brought to the
    length 1, "all", "weights" or None; "square" divides by the squared length. guarded: whether a separator that makes
    mistakes gives infinity.
    """
    def limit(x, y, weights, bias):
        table = np.column_stack([x, np.ones(len(x))])
        vector = np.append(weights, bias)
        length = {"all": np.linalg.norm(vector), "weights": np.linalg.norm(weights), None: 1,
                  "square": vector @ vector}[unit]
        sums = table @ vector / length
        gamma = closest((2 * y - 1) * sums if signed else np.abs(sums))
        radius = furthest(np.linalg.norm(table if augment else x, axis=1))
        return np.inf if guarded and gamma <= 0 else (radius / gamma) ** power
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


def overlapping(random, inputs=2, number=40, epochs=30):
    """Return (x, y) of two clouds that overlap, (number, inputs) and (number,), on which the known slips differ.

    The first, the last, the best and the worst state, and that of a pocket which learns from itself, get different numbers
    wrong.
    """
    while True:
        y = random.permutation(np.arange(number) % 2)
        x = random.normal(size=(number, inputs)) + 1.2 * y[:, None]
        counts = [wrong_of(x, y, *state) for state in states(x, y, epochs)]
        stuck = wrong_of(x, y, *pocket_from_the_pocket(x, y, epochs))
        if len({counts[0], counts[-1], min(counts), max(counts), stuck}) == 5:
            return x, y


def pocket_from_the_pocket(x, y, epochs):
    """Return the state of a pocket whose learning goes on from the best weights instead of from the last."""
    best = np.zeros(x.shape[1]), 0
    fewest = len(y) + 1
    for _ in range(epochs):
        tried = perceptron_epoch(x, y, *best)
        if wrong_of(x, y, *tried) < fewest:
            best, fewest = tried, wrong_of(x, y, *tried)
    return best
