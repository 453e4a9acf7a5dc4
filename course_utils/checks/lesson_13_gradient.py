"""Exercise of lesson 13 on the gradient of a filter."""
import numpy as np

from course_utils.checks import answers_13_layers as right
from course_utils.checks import answers_13_slips as slips
from course_utils.checks import call, exercise, gradient, mistake
from course_utils.checks.answers_13 import KERNEL, PICTURE, convolve
from course_utils.checks.answers_13_layers import gradient_of, kernel_gradient

TARGETS = convolve(PICTURE, KERNEL) + np.array([[1, 0, -2, 0], [0, 3, 0, 0], [0, 0, 1, -1], [2, 0, 0, 0]])


def _gradient(random, picture, kernel):
    rows, columns = np.subtract(picture, kernel) + 1
    return call(random.normal(size=picture), random.normal(size=kernel), random.normal(size=(rows, columns))).named(
        f"a picture {picture}, a kernel {kernel} and targets ({rows}, {columns})")


def _of_first_window(picture, kernel, targets):
    errors = convolve(picture, kernel) - targets
    return 2 * errors.mean() * picture[:kernel.shape[0], :kernel.shape[1]]


exercise(
    "13.8", right=kernel_gradient, points=3, accept=gradient(), seconds=10,
    probes=[call(PICTURE, KERNEL, TARGETS).named("the picture and the filter of the lesson, and some targets"),
            call(PICTURE, KERNEL, convolve(PICTURE, KERNEL)).named("targets that are met already")],
    random_probes=lambda random: [_gradient(random, (5, 7), (2, 3)), _gradient(random, (8, 6), (4, 2))],
    also_right=[right.kernel_gradient_loops, lambda picture, kernel, targets: np.einsum(
        "rc,rcij->ij", 2 * (convolve(picture, kernel) - targets) / targets.size,
        np.lib.stride_tricks.sliding_window_view(picture, kernel.shape))],
    mistakes=[
        mistake("Brackets are missing: `errors / 2 * errors.size` multiplies by N. Write `2 * errors / errors.size`.",
                lambda p, k, t: kernel_gradient(p, k, t) * t.size ** 2 / 4),
        mistake("N is always 16 here. The number of places is `errors.size`.",
                lambda p, k, t: kernel_gradient(p, k, t) * t.size / 16),
        mistake("N counts rows and columns: all places of the result, `errors.size`, not the rows of the picture.",
                lambda p, k, t: kernel_gradient(p, k, t) * t.size / len(p)),
        mistake("N counts rows and columns: all places of the result, `errors.size`, not one side of it.",
                lambda p, k, t: kernel_gradient(p, k, t) * t.shape[0]),
        mistake("The errors are turned over their diagonal, `.T`. They are laid on as they are.",
                gradient_of(lambda y, t: 2 * (y - t).T / y.size)),
        mistake("The errors lost their signs. Without them no weight knows in which direction to go.",
                gradient_of(lambda y, t: 2 * np.abs(y - t) / y.size)),
        mistake("The pieces of the picture are as large as the kernel. They are laid on the errors: `errors.shape`.",
                slips.gradient_loops(side=lambda errors: (3, 3))),
        mistake("The pieces of the picture are always 4 by 4. They are as large as the errors, `errors.shape`.",
                slips.gradient_loops(side=lambda errors: (4, 4))),
        mistake("The products were not added up: a weight collects from all places. `np.sum(...)`.",
                slips.gradient_loops(add=lambda products: products)),
        mistake("Picture and errors are exchanged: `convolve` takes the picture first, and then what is laid on it.",
                lambda p, k, t: convolve(2 * (convolve(p, k) - t) / t.size, p)),
        mistake("The sign is turned: it is result minus target. A step against your gradient would climb.",
                lambda p, k, t: -kernel_gradient(p, k, t)),
        mistake("The 2 that comes from the square is missing.", lambda p, k, t: kernel_gradient(p, k, t) / 2),
        mistake("The mean is missing: L is divided by N, the number of places, and so is its gradient.",
                lambda p, k, t: kernel_gradient(p, k, t) * t.size),
        mistake("Both the 2 of the square and the 1/N of the mean are missing.",
                lambda p, k, t: kernel_gradient(p, k, t) * t.size / 2),
        mistake("N is the number of places of the result, not the number of weights.",
                lambda p, k, t: kernel_gradient(p, k, t) * t.size / k.size),
        mistake("N is the number of places of the result, not the number of pixels of the picture.",
                lambda p, k, t: kernel_gradient(p, k, t) * t.size / p.size),
        mistake("The targets are not used: the error is result minus target.", gradient_of(lambda y, t: 2 * y / y.size)),
        mistake("The result is not used: the error is result minus target.", gradient_of(lambda y, t: 2 * t / t.size)),
        mistake("The squared errors were laid on the picture. The derivative of the square is twice the error itself.",
                gradient_of(lambda y, t: 2 * (y - t) ** 2 / y.size)),
        mistake("The squared errors were laid on the picture, and their mean taken. The derivative of the square is twice the "
                "error itself.", gradient_of(lambda y, t: (y - t) ** 2 / y.size)),
        mistake("The errors are turned by 180 degrees here. The formula adds the same $r, c$ to $i, j$: no turn.",
                gradient_of(lambda y, t: 2 * (y - t)[::-1, ::-1] / y.size)),
        mistake("The result is turned by 180 degrees. Entry $i, j$ is the picture moved by $i, j$.",
                lambda p, k, t: kernel_gradient(p, k, t)[::-1, ::-1]),
        mistake("Only the first window is used, with the mean error. Every place has its own window and its own error.",
                _of_first_window),
        mistake("All weights got the same number. Each is used with another pixel, $x_{r+i, c+j}$.",
                lambda p, k, t: np.full(k.shape, 2 * np.mean(convolve(p, k) - t))),
        mistake("This is the loss itself. Its derivatives are asked for.", lambda p, k, t: np.mean((convolve(p, k) - t) ** 2)),
        mistake("These are the errors. How much each weight is to blame depends on the pixels that it met.",
                lambda p, k, t: convolve(p, k) - t),
        mistake("The filter was laid on the errors. For the gradient of the filter the errors are laid on the picture.",
                lambda p, k, t: convolve(np.pad(convolve(p, k) - t, max(k.shape) - 1), k)),
        mistake("This is the filter after a step. The gradient alone is asked for.",
                lambda p, k, t: k - 0.1 * kernel_gradient(p, k, t)),
        mistake("This is the gradient times the filter. What multiplies the error is the pixel, not the weight.",
                lambda p, k, t: kernel_gradient(p, k, t) * k),
    ],
)

