"""Right answers of lesson 05, and the pieces of which wrong ones are made."""
import numpy as np

THREE_STEPS = [1.4, 1.64, 1.784]


def descend(gradient, start, learning_rate, steps):
    """Return all places visited by gradient descent, (steps + 1, ...), the start first. Built in lesson 05."""
    theta = np.array(start, dtype=float)
    path = [theta]
    for _ in range(steps):
        theta = theta - learning_rate * gradient(theta)
        path.append(theta)
    return np.array(path)


def climb(gradient, start, learning_rate, steps):
    """Return the places of a path that goes along the gradient, up."""
    return descend(gradient, start, -learning_rate, steps)


def path_by(step, start, steps):
    """Return the places (steps + 1, ...) of a path whose next place is `step(theta)`."""
    path = [np.array(start, dtype=float)]
    for _ in range(steps):
        path.append(step(path[-1]))
    return np.array(path)


def descend_with_first_slope(gradient, start, learning_rate, steps):
    """Return the places of a path that never looks at the slope again."""
    slope = np.asarray(gradient(np.array(start, dtype=float)))
    return path_by(lambda theta: theta - learning_rate * slope, start, steps)


def descend_one_by_one(gradient, start, learning_rate, steps):
    """Return the places of a path on which each parameter is changed before the slope of the next is asked for."""
    def step(theta):
        new = theta.copy()
        for place in np.ndindex(new.shape):
            new[place] -= learning_rate * np.asarray(gradient(new))[place]
        return new
    return path_by(step, start, steps)


def descend_in_whole_numbers(gradient, start, learning_rate, steps):
    """Return the places in an array of the number type of the start, which cuts decimals off where that is int."""
    places = np.empty((steps + 1, *np.shape(start)), dtype=np.asarray(start).dtype)
    places[0] = start
    for number in range(steps):
        places[number + 1] = places[number] - learning_rate * gradient(places[number])
    return places


def descend_into_whole_numbers(gradient, start, learning_rate, steps):
    """Return the places, or raise the error of `-=` where the start is a whole number: the array of it holds no other."""
    theta = np.array(start)
    path = [theta.copy()]
    for _ in range(steps):
        theta -= learning_rate * gradient(theta)
        path.append(theta.copy())
    return np.array(path)


def descend_in_place(gradient, start, learning_rate, steps):
    """Return steps + 1 copies of the last place, as a list of one and the same array gives them."""
    path = descend(gradient, start, learning_rate, steps)
    return np.array([path[-1]] * (steps + 1))


def largest_safe_rate(hessian):
    """Return 2 over the largest eigenvalue of a Hessian (n, n) whose curvatures are above 0. Built in lesson 05."""
    return 2 / np.linalg.eigvalsh(hessian).max()


def minibatches(count, batch_size, random):
    """Return the row numbers of each mini-batch of one shuffled epoch, a list of arrays. Built in lesson 05."""
    order = random.permutation(count)
    return [order[start:start + batch_size] for start in range(0, count, batch_size)]


def look_at_batches(count, batch_size):
    """Return what to do with an answer: facts about two epochs of batches of one set; never the random numbers."""
    def run(answer):
        random, twin = np.random.default_rng(5), np.random.default_rng(5)
        epochs = [list(answer(count, batch_size, random)) for _ in range(2)]
        batches, later = ([np.asarray(rows).ravel() for rows in epoch] for epoch in epochs)
        again = [np.asarray(rows).ravel() for rows in answer(count, batch_size, twin)]
        seen = np.concatenate(batches) if batches else np.array([])
        several = len(batches) > 1  # in a single batch the order of the rows is no matter
        return {"sizes of the batches": [len(rows) for rows in batches],
                "smallest and largest row number": [float(seen.min()), float(seen.max())] if len(seen) else [],
                "how often a row comes": sorted({int(np.sum(seen == row)) for row in range(count)}),
                "`x[rows]` picks the rows": all(picks_rows(rows, count) for rows in epochs[0]),
                "batches are stretches of neighbours": all(np.ptp(rows) == len(rows) - 1 for rows in batches if len(rows)),
                "rows in order of their numbers": several and int(np.sum(np.diff(seen) == 1)) > count / 2,
                "same batches again in the second epoch": several and same_rows(batches, later),
                "a generator of the same seed gives the same batches": same_rows(batches, again)}
    return run


def same_rows(batches, others):
    """Return whether two epochs have the same batches, whatever the order inside of each."""
    return len(batches) == len(others) and all(np.array_equal(np.sort(one), np.sort(other))
                                               for one, other in zip(batches, others))


def picks_rows(rows, count):
    """Return whether a table of `count` rows can be indexed with `rows`, and gives one row for each of them."""
    try:
        return np.arange(2 * count + 4).reshape(-1, 2)[rows].shape == (np.size(rows), 2)
    except IndexError:  # row numbers that are no whole numbers, or a tuple of them
        return False


def number_of_updates(examples, batch_size, epochs):
    """Return how many times the weights change: batches of an epoch, the short last one included, times epochs."""
    return epochs * int(np.ceil(examples / batch_size))


class Momentum:
    """Descent with a velocity v <- momentum v - learning_rate gradient (Polyak 1964, in Keras's form). Built in lesson 05."""

    def __init__(self, learning_rate, momentum=0.9):
        self.learning_rate, self.momentum = learning_rate, momentum
        self.velocity = 0.0

    def step(self, theta, gradient):
        """Return the place after one step; arrays of equal shape."""
        self.velocity = self.momentum * self.velocity - self.learning_rate * gradient
        return theta + self.velocity


class Adam:
    """Descent by running means of gradient and square (Kingma and Ba 2015, algorithm 1). Built in lesson 05."""

    def __init__(self, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.beta_1, self.beta_2 = beta_1, beta_2
        self.mean, self.square, self.count = 0.0, 0.0, 0

    def step(self, theta, gradient):
        """Return the place after one step; arrays of equal shape."""
        self.count += 1
        self.mean = self.beta_1 * self.mean + (1 - self.beta_1) * gradient
        self.square = self.beta_2 * self.square + (1 - self.beta_2) * gradient ** 2
        mean = self.mean / (1 - self.beta_1 ** self.count)
        square = self.square / (1 - self.beta_2 ** self.count)
        return theta - self.learning_rate * mean / (np.sqrt(square) + self.epsilon)


def adam_folded(self, theta, gradient):
    """Return the place after a step of an Adam with both corrections folded into the learning rate, as Keras writes it."""
    self.count += 1
    self.mean = self.mean + (1 - self.beta_1) * (gradient - self.mean)
    self.square = self.square + (1 - self.beta_2) * (gradient ** 2 - self.square)
    rate = self.learning_rate * np.sqrt(1 - self.beta_2 ** self.count) / (1 - self.beta_1 ** self.count)
    return theta - rate * self.mean / (np.sqrt(self.square) + self.epsilon)


def changed(kind, **methods):
    """Return a class like the optimizer `kind` with other methods, as a learner would have written them."""
    return type(kind.__name__, (kind,), methods)


def place_of(result):
    """Return the place that a step gave back as an array that later steps cannot change; None where there is none."""
    place = result[0] if isinstance(result, tuple) and result else result
    return None if place is None else np.array(place, dtype=float)


GRADIENTS = ((2.0, -0.5), (1.0, -0.25), (-0.5, -1.5), (0.25, 0.5), (3.0, 0.125))


def use_optimizer(*settings, third=1.0):
    """Return what to do with an optimizer class: five steps of two instances side by side, one of one parameter more.

    `third` is the slope along the additional parameter. What is seen is one dictionary, so that a message can show the
    first places that differ.
    """
    def run(answer):
        one, other = answer(*settings), answer(*settings)
        theta, theirs = np.array([1.0, -2.0]), np.array([0.5, 1.0, 4.0])
        seen = {"place": [], "place of a second optimizer": []}
        untouched, given_slope, single = True, True, True
        for slopes in GRADIENTS:
            place, slope = theta.copy(), np.array(slopes)
            first, second = one.step(place, slope), other.step(theirs.copy(), np.array([*slopes, third]))
            untouched, given_slope = untouched and np.array_equal(place, theta), given_slope and np.array_equal(slope, slopes)
            single = single and not isinstance(first, tuple)
            after, theirs_after = place_of(first), place_of(second)
            seen["place"].append(after), seen["place of a second optimizer"].append(theirs_after)
            theta, theirs = theta if after is None else after, theirs if theirs_after is None else theirs_after
        steps = {f"{name} after step {number}": found for number in range(1, len(GRADIENTS) + 1)
                 for name, places in seen.items() for found in [places[number - 1]]}
        return steps | {"`theta` is left as it was": bool(untouched), "`gradient` is left as it was": bool(given_slope),
                        "one thing comes back, the place": single}
    return run


def he_weights(inputs, outputs, random):
    """Return random weights (inputs, outputs) with mean 0 and variance 2 / inputs (He et al. 2015). Built in lesson 05."""
    return random.normal(0, np.sqrt(2 / inputs), (inputs, outputs))
