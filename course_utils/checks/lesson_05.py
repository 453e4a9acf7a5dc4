"""Exercises of lesson 05, gradient descent: the plain step and its learning rate."""
import numpy as np

from course_utils.checks import call, close, exercise, mistake
from course_utils.checks.answers_05 import (
    THREE_STEPS,
    climb,
    descend,
    descend_in_place,
    descend_in_whole_numbers,
    descend_into_whole_numbers,
    descend_one_by_one,
    descend_with_first_slope,
    largest_safe_rate,
    path_by,
)

exercise(
    "5.1", right=THREE_STEPS, accept=close(rtol=0, atol=5e-3), also_right=[np.array(THREE_STEPS), (1.4, 1.64, 1.78)],
    mistakes=[
        mistake("You went along the slope, which is uphill. The slope is subtracted, and minus a negative slope is plus.",
                [0.6, 0.04, -0.744]),
        mistake("You used the slope at the start for all three steps. At each new place the slope is another one.",
                [1.4, 1.8, 2.2]),
        mistake("You counted the start as the first step. Asked for are the places after the first, second and third step.",
                [1, 1.4, 1.64]),
        mistake("The learning rate is missing: you subtracted the whole slope. Subtract a tenth of it.", [5, -7, 29]),
        mistake("These are the lengths of the steps. Add each to the place where it begins.", [0.4, 0.24, 0.144]),
        mistake("These are the slopes. The place changes by a tenth of them, to the other side.", [-4, -2.4, -1.44]),
        mistake("These are the losses at the three places. Asked for are the places themselves.", [1.72, 1.2592, 1.093312]),
        mistake("The first step is right. Each further step begins where the last has ended, not at the start.",
                [1.4, 1.24, 1.144]),
        mistake("Each time you began again at the start. The second step begins where the first has ended.", [1.4, 1.4, 1.4]),
        mistake("The sign of the 8 is off: the slope is 4 theta - 8, so it is -4 at the start.", [-0.2, -0.92, -1.352]),
        mistake("The -8 is missing in every slope: it is 4 theta - 8.", [0.6, 0.36, 0.216]),
        mistake("The first step is right. After it the -8 was forgotten: the slope is 4 theta - 8 at each place.",
                [1.4, 0.84, 0.504]),
        mistake("The start is 1 here; you began at 0.", [0.8, 1.28, 1.568]),
        mistake("That is the learning rate 0.25 of the example above. Here it is 0.1.", [2, 2, 2]),
        mistake("That is the slope of the parabola above. Here the slope is 4 theta - 8.", [1.4, 1.72, 1.976]),
        mistake("You subtracted a tenth of the loss. Subtract a tenth of the slope, 4 theta - 8.", [0.7, 0.262, -0.442129]),
        mistake("One place after the point is too coarse here. Give at least two.", [1.4, 1.6, 1.8]),
        mistake("Are there decimal commas? Python reads 1,4 as two numbers. Write a point: 1.4.", [1, 4, 1, 64, 1, 784]),
    ],
)


def _half_slope(theta):
    return 2 * (theta - 3)


def _tilted_slope(theta):
    return np.array([2 * theta[0] + theta[1], theta[0] + 3 * theta[1]])


def _break_off(gradient, start, rate, steps):
    path = descend(gradient, start, rate, steps)
    still = np.flatnonzero([np.allclose(*pair) for pair in zip(path[1:], path)])
    return path[:still[0] + 1] if len(still) else path


def _into_a_row(gradient, start, rate, steps):
    places = np.zeros(steps + 1)
    places[:] = 0 if np.shape(start) else descend(gradient, start, rate, steps)
    places[0] = start
    return places


def _is_beginning_of(got, right):
    """Return whether the rows are the first of the right path, and the rest of it, if any, repeats the last of them."""
    begun = isinstance(got, np.ndarray) and 0 < len(got) and np.allclose(got, right[:len(got)])
    return begun and np.allclose(right[len(got) - 1:], got[-1])


def _is_first_step_only(got, right):
    return got is None if len(right) == 1 else len(got) == 2 and np.allclose(got, right[:2])


def _lacks_start(got, right):
    return len(got) == len(right) - 1 and (len(right) == 1 or np.allclose(got, right[1:]))


exercise(
    "5.2", right=descend, points=2, accept=close(rtol=1e-5, atol=1e-6),
    probes=[call(_half_slope, -1.0, 0.25, 3).named("the slope 2 (theta - 3), start = -1.0, learning_rate = 0.25, steps = 3"),
            call(_tilted_slope, np.array([-4.0, 1.0]), 0.05, 4).named(
                "the gradient (2 theta1 + theta2, theta1 + 3 theta2), start = [-4, 1], learning_rate = 0.05, steps = 4"),
            call(_half_slope, 5, 0.1, 2).named("the slope 2 (theta - 3), start = 5 (an integer), "
                                               "learning_rate = 0.1, steps = 2"),
            call(_tilted_slope, np.array([2, 1]), 0.01, 2).named("the gradient (2 theta1 + theta2, theta1 + 3 theta2), start = "
                                                                 "[2, 1] (integers), learning_rate = 0.01, steps = 2"),
            call(_tilted_slope, np.array([2.0, 1.0]), 0.01, 0).named("a start of two parameters, steps = 0"),
            call(_half_slope, 3.0, 0.1, 4).named("the slope 2 (theta - 3), start = 3.0, the minimum, steps = 4")],
    also_right=[lambda gradient, start, rate, steps: np.stack(
        [descend(gradient, start, rate, count)[-1] for count in range(steps + 1)])],
    mistakes=[
        mistake("You step along the gradient, which climbs. Subtract it.", climb),
        mistake("The `return` stands inside the loop, so it ends in the first round. Move it to the left.",
                lambda gradient, start, rate, steps: descend(gradient, start, rate, 1) if steps else None,
                when=_is_first_step_only),
        mistake("The start is missing: it is the first of the steps + 1 places.",
                lambda gradient, start, rate, steps: np.array(list(descend(gradient, start, rate, steps)[1:])),
                when=_lacks_start),
        mistake("There is one place too few: after the start come `steps` more. Does the loop run one time too few, or is the "
                "last place not kept?", lambda gradient, start, rate, steps: descend(gradient, start, rate, max(steps - 1, 0))),
        mistake("There is one place too many: after the start come `steps` more.",
                lambda gradient, start, rate, steps: descend(gradient, start, rate, steps + 1)),
        mistake("The path breaks off where it no longer moves. Asked for are `steps + 1` places, also where they are equal.",
                _break_off, when=_is_beginning_of),
        mistake("This is the last place only. Keep every place on the way, the start first.",
                lambda gradient, start, rate, steps: descend(gradient, start, rate, steps)[-1]),
        mistake("All places are the same, the last one: the list holds one array many times, which `-=` keeps changing. "
                "Make a new array in each step: `theta = theta - ...`.", descend_in_place,
                when=lambda got, right: np.shape(got) == np.shape(right) and np.allclose(got, right[-1])),
        mistake("A place is appended before it is updated: the start is there twice, and the last place is lost. Update first.",
                lambda gradient, start, rate, steps: (lambda path: np.array([path[0], *path[:-1]]))(
                    descend(gradient, start, rate, steps))),
        mistake("Every step begins at the start again. It begins at the place where the last step has ended.",
                lambda gradient, start, rate, steps: path_by(
                    lambda theta: np.asarray(start) - rate * np.asarray(gradient(np.asarray(start))), start, steps)),
        mistake("You use the slope at the start for every step. Ask `gradient` again at each new place.",
                descend_with_first_slope),
        mistake("The parameters are changed one after the other, so the second sees a gradient at a place that is half old, "
                "half new. Ask `gradient` once in a step, and change all parameters with it.", descend_one_by_one),
        mistake("Where the start is an integer, your array is one of integers, which cuts the decimals off. Make it with "
                "`dtype=float`.", descend_in_whole_numbers),
        mistake("Where the start is an integer, so is your array, and `-=` cannot put decimals into it. Begin with "
                "np.array(start, dtype=float).", descend_into_whole_numbers),
        mistake("`start` may be a number, which has no `copy()`. np.array(start, dtype=float) copies numbers and arrays.",
                lambda gradient, start, rate, steps: descend(gradient, start.copy(), rate, steps)),
        mistake("The learning rate is not used: you subtract the whole gradient.",
                lambda gradient, start, rate, steps: descend(gradient, start, 1.0, steps)),
        mistake("The learning rate multiplies the gradient; you divide by it.",
                lambda gradient, start, rate, steps: descend(gradient, start, 1 / rate, steps)),
        mistake("The learning rate is fixed at 0.25. Use the argument.",
                lambda gradient, start, rate, steps: descend(gradient, start, 0.25, steps)),
        mistake("The number of steps is fixed at 3. Use the argument.",
                lambda gradient, start, rate, steps: descend(gradient, start, rate, 3)),
        mistake("Parameters and places are exchanged: there is one row for each place.",
                lambda gradient, start, rate, steps: descend(gradient, start, rate, steps).T),
        mistake("These are the steps after the start. Append the place itself, `theta`.",
                lambda gradient, start, rate, steps: (lambda path: np.array([path[0], *np.diff(path, axis=0)]))(
                    descend(gradient, start, rate, steps))),
        mistake("`np.zeros(steps + 1)` has room for one number a place. Gather the places in a list, and make an array of it.",
                _into_a_row),
        mistake("The newest place comes first. The start is to be the first place.",
                lambda gradient, start, rate, steps: descend(gradient, start, rate, steps)[::-1]),
    ],
)

_TILTED = np.array([[5.75, -8.227241335952167], [-8.227241335952167, 15.25]])

exercise(
    "5.3", right=largest_safe_rate,
    probes=[call(np.diag([1.0, 20.0])), call(_TILTED), call(np.diag([7.0, 0.5, 3.0]))],
    random_probes=lambda random: [call((lambda factor: factor @ factor.T + np.eye(4))(random.normal(size=(4, 4))))],
    also_right=[lambda hessian: 2 / np.linalg.eigvalsh(hessian)[-1], lambda hessian: 2 / np.linalg.norm(hessian, 2),
                lambda hessian: min(2 / np.linalg.eig(hessian)[0])],
    mistakes=[
        mistake("You took the smallest curvature. The direction that bends most is the first to diverge.",
                lambda hessian: 2 / np.linalg.eigvalsh(hessian).min()),
        mistake("This is half of the limit: with 1 / lambda the steepest direction arrives in one step, and up to 2 / lambda "
                "it still converges.", lambda hessian: 1 / np.linalg.eigvalsh(hessian).max()),
        mistake("You took the largest entry of the matrix. Where the valley lies at an angle, no entry is the largest "
                "curvature: ask np.linalg.eigvalsh.", lambda hessian: 2 / hessian.max()),
        mistake("The curvature in place 1 is the largest only where there are two parameters. They are in rising order: take "
                "the last, or the maximum.", lambda hessian: 2 / np.linalg.eigvalsh(hessian)[1]),
        mistake("The determinant is the product of all curvatures. The limit belongs to the largest one.",
                lambda hessian: 2 / np.linalg.det(hessian)),
        mistake("The last place on the diagonal is not the largest curvature. Ask np.linalg.eigvalsh.",
                lambda hessian: 2 / hessian[-1, -1]),
        mistake("This is the largest curvature. The limit is 2 divided by it.",
                lambda hessian: np.linalg.eigvalsh(hessian).max()),
        mistake("Turned over: the limit is 2 divided by the curvature.", lambda hessian: np.linalg.eigvalsh(hessian).max() / 2),
        mistake("You multiplied by 2. The limit is 2 divided by the curvature.",
                lambda hessian: 2 * np.linalg.eigvalsh(hessian).max()),
        mistake("These are the limits of all directions. One learning rate has to suit them all: which one is it?",
                lambda hessian: 2 / np.linalg.eigvalsh(hessian)),
        mistake("You added up all curvatures. Each direction has its own limit; the smallest of these counts.",
                lambda hessian: 2 / np.trace(hessian)),
        mistake("You took the mean of the curvatures. The direction that bends most is the first to diverge.",
                lambda hessian: 2 / np.linalg.eigvalsh(hessian).mean()),
        mistake("`//` cuts the result to a whole number. Divide with `/`.",
                lambda hessian: 2 // np.linalg.eigvalsh(hessian).max()),
        mistake("`argmax` says where the largest curvature stands, not how large it is. Use `max`.",
                lambda hessian: 2 / np.argmax(np.linalg.eigvalsh(hessian))),
        mistake("`max` stands without brackets: it is a method, and is called as `max()`.",
                lambda hessian: 2 / np.linalg.eigvalsh(hessian).max),  # type: ignore[operator]
        mistake("np.linalg.norm is the root of the sum of all squared entries, larger than the largest curvature.",
                lambda hessian: 2 / np.linalg.norm(hessian)),
    ],
)
