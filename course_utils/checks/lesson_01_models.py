"""Exercises of lesson 01, learning from data: least squares, bias and variance, polar coordinates, leakage."""
import numpy as np

from course_utils.checks import call, close, exercise, mistake, same_set
from course_utils.checks.accept import named
from course_utils.checks.answers_01 import bias_and_variance, least_squares, polar, same_polar, with_ones

_BEAN = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([2.0, 3.0, 5.0, 6.0])
_TWO = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 2.0], [3.0, 1.0], [4.0, 5.0]]), np.array([1.0, 2.0, 4.0, 3.0, 9.0])


def _theta(inputs, targets):
    return np.concatenate([np.ravel(part) for part in least_squares(inputs, targets)])


def _by_gradient_free_means(inputs, targets):
    """Return least squares by centring first: the weights from what is left, the bias from the means."""
    centred = inputs - inputs.mean(axis=0)
    weights = np.linalg.pinv(centred) @ (targets - targets.mean())
    return weights, float(targets.mean() - inputs.mean(axis=0) @ weights)


exercise(
    "1.4", right=least_squares, points=3, accept=named(close(rtol=1e-6, atol=1e-8), "weights", "bias"),
    probes=[call(*_BEAN), call(*_TWO)],
    random_probes=lambda random: [call(random.normal(size=(9, 3)), random.normal(size=9) + 2)],
    also_right=[
        _by_gradient_free_means,
        lambda inputs, targets: (lambda theta: (theta[1:], theta[0]))(
            np.linalg.pinv(np.column_stack([np.ones(len(inputs)), inputs])) @ targets),
        lambda inputs, targets: (lambda ones: (lambda theta: (theta[:-1], theta[-1]))(
            np.linalg.inv(ones.T @ ones) @ ones.T @ targets))(with_ones(inputs)),
    ],
    mistakes=[
        mistake("There is no bias in your fit, so every line must pass through zero. Add the column of ones.",
                lambda inputs, targets: (np.linalg.lstsq(inputs, targets, rcond=None)[0], 0.0)),
        mistake("Without a column of ones the last weight was taken for the bias.",
                lambda inputs, targets: (lambda theta: (theta[:-1], theta[-1]))(
                    np.linalg.lstsq(inputs, targets, rcond=None)[0])),
        mistake("The two are in the other order: the weights first, then the bias.",
                lambda inputs, targets: least_squares(inputs, targets)[::-1]),
        mistake("Your ones stand in the first column, so the bias is the first entry of theta, not the last.",
                lambda inputs, targets: (lambda theta: (np.r_[theta[-1], theta[:-2]], theta[-2]))(_theta(inputs, targets))),
        mistake("Right numbers, all in one array. Return two things: theta[:-1] and theta[-1].", _theta),
        mistake("The weights are right. The bias is a number, the last entry: theta[-1], not theta[-1:].",
                lambda inputs, targets: (least_squares(inputs, targets)[0], _theta(inputs, targets)[-1:])),
        mistake("The weights of all inputs are asked for: theta[:-1]. You return the first only.",
                lambda inputs, targets: (_theta(inputs, targets)[0], _theta(inputs, targets)[-1])),
        mistake("The last weight is lost: all but the last entry of theta is theta[:-1].",
                lambda inputs, targets: (_theta(inputs, targets)[:-2], _theta(inputs, targets)[-1])),
        mistake("This is the right side of the equations, A.T @ y. The system still has to be solved.",
                lambda inputs, targets: (inputs.T @ targets, targets.sum())),
        mistake("The weights are right. The bias is the mean of the targets, minus the weights times the means of the inputs, "
                "which you left out.", lambda inputs, targets: (least_squares(inputs, targets)[0], targets.mean())),
        mistake("The bias has the wrong sign.",
                lambda inputs, targets: (least_squares(inputs, targets)[0], -least_squares(inputs, targets)[1])),
        mistake("solve() needs as many equations as unknowns, so a square matrix: multiply both sides by A.T first.",
                lambda inputs, targets: np.linalg.solve(with_ones(inputs), targets)),
        mistake("The number of examples is fixed to the four of the bean. `len(inputs)` says how many there are.",
                lambda inputs, targets: least_squares(np.column_stack([inputs, np.ones(4)]), targets)),
        mistake("Each input was fitted by itself, as if the others were not there. They share one equation system.",
                lambda inputs, targets: (np.array([np.polyfit(column, targets, 1)[0] for column in inputs.T]),
                                         targets.mean() - inputs.mean(axis=0) @ np.array(
                                             [np.polyfit(column, targets, 1)[0] for column in inputs.T]))),
    ],
)

_FITS = np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 5.0], [2.0, 5.0, 4.0], [2.0, 3.0, 0.0]])


def _same_pair(got, expected):
    """Return None where both numbers agree, in an array of two as well, else why not."""
    pair = got.tolist() if isinstance(got, np.ndarray) and got.shape == (2,) else got
    return named(close(), "bias squared", "variance")(pair, expected)


exercise(
    "1.5", right=bias_and_variance, points=2, accept=_same_pair,
    probes=[call(_FITS, np.array([1.0, 2.0, 5.0]))],
    random_probes=lambda random: [call(random.normal(size=(6, 4)), random.normal(size=4))],
    also_right=[
        lambda fits, truth: (float(((fits.mean(0) - truth) ** 2).mean()), float(fits.var(axis=0).mean())),
        lambda fits, truth: (np.mean([(np.mean(fits[:, k]) - truth[k]) ** 2 for k in range(len(truth))]),
                             np.mean([np.var(fits[:, k]) for k in range(len(truth))])),
        lambda fits, truth: np.array([bias_and_variance(fits, truth)[0],
                                      np.mean((fits - truth) ** 2) - bias_and_variance(fits, truth)[0]]),
    ],
    mistakes=[
        mistake("The first number is the whole squared distance from the truth, bias² and variance together. For the bias take "
                "the mean fit first, and its distance after that.",
                lambda fits, truth: (np.mean((fits - truth) ** 2), bias_and_variance(fits, truth)[1])),
        mistake("The two are in the other order: bias² first, then the variance.",
                lambda fits, truth: bias_and_variance(fits, truth)[::-1]),
        mistake("The distances of the mean fit cancel each other: you averaged over the points first, and squared then.",
                lambda fits, truth: (np.mean(fits.mean(0) - truth) ** 2, bias_and_variance(fits, truth)[1])),
        mistake("The first is the bias without the square. Distances above and below the truth must not cancel.",
                lambda fits, truth: (np.mean(fits.mean(0) - truth), bias_and_variance(fits, truth)[1])),
        mistake("The first is the mean distance without its sign. Square it: bias².",
                lambda fits, truth: (np.mean(np.abs(fits.mean(0) - truth)), bias_and_variance(fits, truth)[1])),
        mistake("The second is the variance of all numbers together. It is to be taken over the fits, at each point.",
                lambda fits, truth: (bias_and_variance(fits, truth)[0], np.var(fits))),
        mistake("The second is the spread along each curve. Take it over the fits (axis 0), at each point.",
                lambda fits, truth: (bias_and_variance(fits, truth)[0], fits.var(axis=1).mean())),
        mistake("The second is a standard deviation. The variance is its square.",
                lambda fits, truth: (bias_and_variance(fits, truth)[0], fits.std(axis=0).mean())),
        mistake("The variance is divided by one less than the number of fits, as for an estimate from a sample. Here it is the "
                "mean of the squared distances, so that the parts add up.",
                lambda fits, truth: (bias_and_variance(fits, truth)[0], fits.var(axis=0, ddof=1).mean())),
        mistake("These are the parts at each point. Average them over the points.",
                lambda fits, truth: ((fits.mean(0) - truth) ** 2, fits.var(axis=0))),
        mistake("The second is the distance of the fits from the truth. The variance is their distance from their own mean.",
                lambda fits, truth: (bias_and_variance(fits, truth)[0], np.mean((fits - truth) ** 2))),
        mistake("Both are added up over the points here. Take the mean.",
                lambda fits, truth: tuple(len(truth) * part for part in bias_and_variance(fits, truth))),
        mistake("Both are divided by the wrong number, or added up: the mean over the fits and over the points is asked for.",
                lambda fits, truth: (bias_and_variance(fits, truth)[0], len(fits) * bias_and_variance(fits, truth)[1])),
        mistake("The mean was taken over the points of each fit (axis 1). The mean fit is one number for each point: axis 0.",
                lambda fits, truth: np.mean((fits.mean(axis=1) - truth) ** 2)),
    ],
)

_POINTS = np.array([[3.0, 4.0], [-3.0, 4.0], [-1.0, -1.0], [0.0, -2.0], [0.5, -0.5]])


def _columns(radii, angles):
    return np.stack([radii, angles], axis=1)


exercise(
    "1.6", right=polar, points=2, accept=same_polar, probes=[call(_POINTS)],
    random_probes=lambda random: [call(random.normal(size=(7, 2)))],
    also_right=[
        lambda points: np.array([[np.hypot(x, y), np.arctan2(y, x)] for x, y in points]),
        lambda points: _columns(np.linalg.norm(points, axis=1), np.arctan2(points[:, 1], points[:, 0]) % (2 * np.pi)),
        lambda points: (lambda z: _columns(np.abs(z), np.angle(z)))(points[:, 0] + 1j * points[:, 1]),
    ],
    mistakes=[
        mistake("arctan2 takes the second coordinate first: np.arctan2(x2, x1). Yours measures the angle from the other axis.",
                lambda points: _columns(polar(points)[:, 0], np.arctan2(points[:, 0], points[:, 1]))),
        mistake("arctan of the quotient cannot tell a point from the one opposite to it. Use np.arctan2(x2, x1).",
                lambda points: _columns(polar(points)[:, 0], np.arctan(points[:, 1] / np.where(
                    points[:, 0] == 0, 1e-300, points[:, 0])))),
        mistake("The angles are in degrees. Radians are asked for, as arctan2 gives them.",
                lambda points: polar(points) * [1, 180 / np.pi]),
        mistake("The radius is squared: a square root is missing.", lambda points: _columns((points ** 2).sum(axis=1),
                                                                                          polar(points)[:, 1])),
        mistake("The columns are exchanged: the radius first, then the angle.", lambda points: polar(points)[:, ::-1]),
        mistake("Radii and angles are in rows. One point is one row: np.stack([...], axis=1), or column_stack.",
                lambda points: polar(points).T),
        mistake("The radius is the root of the sum of the squares, not the sum of the coordinates.",
                lambda points: _columns(points.sum(axis=1), polar(points)[:, 1])),
        mistake("The radius is the root of the sum of the squares, not the sum of the sizes of the coordinates.",
                lambda points: _columns(np.abs(points).sum(axis=1), polar(points)[:, 1])),
        mistake("This is one radius for all points together. Sum the squares along each row: axis=1.",
                lambda points: _columns(np.full(len(points), np.linalg.norm(points)), polar(points)[:, 1])),
        mistake("Only the radii are here. They are enough for the rings, but the angle is asked for, too.",
                lambda points: polar(points)[:, 0]),
        mistake("The points are as they were. Replace the coordinates by radius and angle.", lambda points: points.copy()),
        mistake("Two arrays, one after the other. Put them side by side as columns: np.stack([radii, angles], axis=1).",
                lambda points: (polar(points)[:, 0], polar(points)[:, 1])),
        mistake("The angle has the wrong sign: it grows counter-clockwise from the first axis.",
                lambda points: polar(points) * [1, -1]),
    ],
)

_NEIGHBOURS = "An hour is much like the hour before and after it, which are in the training part: A leaks, too."
_CHOSEN = "In C the choice of measurements has seen the labels of the test part: it leaks, too."
_PEOPLE = "B is clean: whoever is held out has no recording in the training part. That is a split by group."
_FORECAST = "D is clean: it is tested on what lies ahead, with inputs that are known in time. That is how it will be used."
exercise(
    "1.7", right={"A", "C"}, accept=same_set("A", "B", "C", "D"), also_right=[["c", "a"], ("A", "C")],
    mistakes=[
        mistake(_CHOSEN, {"A"}),
        mistake(_NEIGHBOURS, {"C"}),
        mistake(_PEOPLE, {"A", "B", "C"}),
        mistake(_FORECAST, {"A", "C", "D"}),
        mistake(f"{_PEOPLE} {_FORECAST}", {"A", "B", "C", "D"}),
        mistake("These are the two clean ones. The leaking ones are asked for.", {"B", "D"}),
        mistake(f"{_PEOPLE} And one is missing. {_CHOSEN}", {"A", "B"}),
        mistake(f"{_PEOPLE} And one is missing. {_NEIGHBOURS}", {"B", "C"}),
        mistake(f"{_FORECAST} And one is missing. {_CHOSEN}", {"A", "D"}),
        mistake(f"{_FORECAST} And one is missing. {_NEIGHBOURS}", {"C", "D"}),
        mistake(f"{_PEOPLE} Two others leak.", {"B"}),
        mistake(f"{_FORECAST} Two others leak.", {"D"}),
    ],
)
