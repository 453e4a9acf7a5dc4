"""Exercises of lesson 01, learning from data: least squares, bias and variance."""
import numpy as np

from course_utils.checks import call, close, exercise, mistake
from course_utils.checks.accept import named
from course_utils.checks.answers_01 import bias_and_variance, least_squares, with_ones

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
        mistake("Your ones stand in the last column, so the bias is the last entry of theta, and the weights stand before it.",
                lambda inputs, targets: (_theta(inputs, targets)[1:], _theta(inputs, targets)[0])),
        mistake("The weights were found without a bias, and the bias afterwards. Both have to be found together: add a column "
                "of ones.", lambda inputs, targets: (lambda weights: (weights, np.mean(targets - inputs @ weights)))(
                    np.linalg.lstsq(inputs, targets, rcond=None)[0])),
        mistake("np.linalg.lstsq returns four things, and theta is the first of them: np.linalg.lstsq(...)[0].",
                lambda inputs, targets: np.linalg.lstsq(with_ones(inputs), targets, rcond=None)),
        mistake("np.hstack does not make a column of np.ones(...), np.column_stack does.",
                lambda inputs, targets: np.hstack([inputs, np.ones(len(inputs))])),
        mistake("There has to be a one for each example: np.ones(len(inputs)). inputs.shape[1] is the number of inputs.",
                lambda inputs, targets: np.column_stack([inputs, np.ones(inputs.shape[1])])),
        mistake("The matrix of the equations is A.T @ A, one row for each unknown. Yours has a row for each example: A @ A.T.",
                lambda inputs, targets: np.linalg.solve(with_ones(inputs) @ with_ones(inputs).T,
                                                        with_ones(inputs).T @ targets)),
        mistake("These equations have no single solution. Is the added column one of ones, not of zeros? And is the matrix "
                "A.T @ A, not A @ A.T?", lambda inputs, targets: np.linalg.solve(np.zeros((2, 2)), np.ones(2))),
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


def _around(fits, truth, middle):
    """Return what takes the place of bias squared and variance where `middle` stands for the mean fit."""
    return np.mean((middle - truth) ** 2), np.mean((fits - middle) ** 2)


def _same_pair(got, expected):
    """Return None where both numbers agree, in an array of two as well, else why not."""
    pair = got.tolist() if isinstance(got, np.ndarray) and got.shape == (2,) else got
    return named(close(), "bias squared", "variance")(pair, expected)


def _parts(change):
    """Return the wrong answer to 1.5 that gives change(bias squared, variance, fits, truth, mean fit)."""
    return lambda fits, truth: change(*bias_and_variance(fits, truth), fits, truth, fits.mean(axis=0))


_MORE_SLIPS = [
    mistake("Only the first point counts here. Is the `return` inside the loop?",
            _parts(lambda bias, variance, fits, truth, mean: ((mean[0] - truth[0]) ** 2, np.var(fits[:, 0])))),
    mistake("Only the first point counts here, divided by the number of points. Is the `return` inside the loop?",
            _parts(lambda bias, variance, fits, truth, mean: ((mean[0] - truth[0]) ** 2 / len(truth),
                                                              np.var(fits[:, 0]) / len(truth)))),
    mistake("The second is how much the mean fit itself varies from point to point. The variance is the mean squared distance "
            "of the single fits from it.", _parts(lambda bias, variance, fits, truth, mean: (bias, np.var(mean)))),
    mistake("The second is the mean distance without its sign. The variance is the mean of the squared distances.",
            _parts(lambda bias, variance, fits, truth, mean: (bias, np.abs(fits - mean).mean()))),
    mistake("`* 2` doubles; the square is `** 2`.",
            _parts(lambda bias, variance, fits, truth, mean: (np.mean((mean - truth) * 2), np.mean((fits - mean) * 2)))),
    mistake("In bias² the distance is doubled. `* 2` doubles; the square is `** 2`.",
            _parts(lambda bias, variance, fits, truth, mean: (np.mean((mean - truth) * 2), variance))),
    mistake("The first is a difference of squares. Take the difference first, in brackets, and square it after that.",
            _parts(lambda bias, variance, fits, truth, mean: (np.mean(mean ** 2 - truth ** 2), variance))),
    mistake("np.var subtracts the mean distance before it squares, and so hides a mean fit that is too high everywhere. Square "
            "the distances themselves.", _parts(lambda bias, variance, fits, truth, mean: (np.var(mean - truth), variance))),
    mistake("Bias² is squared once more. The mean of the squared distances is bias² already.",
            _parts(lambda bias, variance, fits, truth, mean: (bias ** 2, variance))),
    mistake("In bias² there is a plus. A distance is a difference: the mean fit minus the truth.",
            _parts(lambda bias, variance, fits, truth, mean: (np.mean((mean + truth) ** 2), variance))),
    mistake("In the variance there is a plus. A distance is a difference: the predictions minus the mean fit.",
            _parts(lambda bias, variance, fits, truth, mean: (bias, np.mean((fits + mean) ** 2)))),
    mistake("There is a plus in both. A distance is a difference: something minus something.",
            _parts(lambda bias, variance, fits, truth, mean: (np.mean((mean + truth) ** 2), np.mean((fits + mean) ** 2)))),
    *(mistake(f"`len(predictions)` is the number of fits. Bias² has one term for each point, {terms}.", _parts(
        lambda bias, variance, fits, truth, mean, share=share: (
                  bias * len(truth) / len(fits), variance * len(truth) / share(fits))))
      for share, terms in ((lambda fits: 1, "the variance one for each fit at each point"),
                           (len, "and so has the variance, once the fits have been averaged"))),
    mistake("You subtracted the noise, 0.09, but the distance from the `truth` has no noise in it.",
            _parts(lambda bias, variance, fits, truth, mean: (bias, variance - 0.09))),
    mistake("This is one number, bias² + variance. Return the two of them, with a comma between.",
            _parts(lambda bias, variance, fits, truth, mean: bias + variance)),
    mistake("Three things come back. Two are asked for: bias² and variance.",
            _parts(lambda bias, variance, fits, truth, mean: (bias, variance, 0.09)),
            when=lambda got, right: isinstance(got, (list, tuple)) and len(got) == 3),
    mistake("The two are in a dictionary. Return them one after the other, with a comma between.",
            _parts(lambda bias, variance, fits, truth, mean: {"bias": bias, "variance": variance}),
            when=lambda got, right: isinstance(got, dict)),
]

exercise(
    "1.5", right=bias_and_variance, points=2, accept=_same_pair,
    probes=[call(_FITS, np.array([1.5, 2.0, 5.0]))],
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
        mistake("Both are sums over the points; take the mean.",
                lambda fits, truth: tuple(len(truth) * part for part in bias_and_variance(fits, truth))),
        mistake("Both are sums; take the mean over all that was added.",
                lambda fits, truth: tuple(bias_and_variance(fits, truth) * np.array([len(truth), fits.size]))),
        mistake("Bias² is added up over the points. Take the mean over them.",
                lambda fits, truth: (len(truth) * bias_and_variance(fits, truth)[0], bias_and_variance(fits, truth)[1])),
        mistake("The variance is added up over the fits. Take the mean over them, too.",
                lambda fits, truth: (bias_and_variance(fits, truth)[0], len(fits) * bias_and_variance(fits, truth)[1])),
        mistake("The variance is added up over the points. Take the mean over them, too.",
                lambda fits, truth: (bias_and_variance(fits, truth)[0], len(truth) * bias_and_variance(fits, truth)[1])),
        mistake("This is one mean for all places together. The mean fit has one number for each point: mean(axis=0).",
                lambda fits, truth: _around(fits, truth, fits.mean())),
        mistake("This is a mean for each fit, over its points. The mean fit is one number for each point: axis 0.",
                lambda fits, truth: _around(fits, truth, fits.mean(axis=1, keepdims=True))),
        mistake("The first fit stands in the place of the mean of all fits: predictions.mean(axis=0).",
                lambda fits, truth: _around(fits, truth, fits[0])),
        mistake("The median of the fits stands in the place of their mean: predictions.mean(axis=0).",
                lambda fits, truth: _around(fits, truth, np.median(fits, axis=0))),
        mistake("For the variance the distances cancel each other: square first, then average.",
                lambda fits, truth: (bias_and_variance(fits, truth)[0], np.mean(fits - fits.mean(0)) ** 2)),
        mistake("The first is the root of bias². Leave it squared, so that the parts add up.",
                lambda fits, truth: (np.sqrt(bias_and_variance(fits, truth)[0]), bias_and_variance(fits, truth)[1])),
        mistake("`**` comes before the minus, so only the truth is squared. Put brackets around the difference.",
                lambda fits, truth: (np.mean(fits.mean(0) - truth ** 2), bias_and_variance(fits, truth)[1])),
        mistake("`**` comes before the minus. Put brackets around both differences, and square them after that.",
                lambda fits, truth: (np.mean(fits.mean(0) - truth ** 2), np.mean(fits - fits.mean(0) ** 2))),
        mistake("The noise, 0.09, is in one of them. It is the third part, and belongs to neither.",
                lambda fits, truth: (bias_and_variance(fits, truth)[0], bias_and_variance(fits, truth)[1] + 0.09)),
        mistake("The mean was taken over the points of each fit (axis 1). The mean fit is one number for each point: axis 0.",
                lambda fits, truth: np.mean((fits.mean(axis=1) - truth) ** 2)),
        *_MORE_SLIPS,
    ],
)
