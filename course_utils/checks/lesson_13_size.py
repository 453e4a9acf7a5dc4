"""Exercises of lesson 13 on the size of the result, padding and stride."""
import numpy as np

from course_utils.checks import answers_13 as right
from course_utils.checks import call, exercise, mistake
from course_utils.checks.answers_13 import KERNEL, PICTURE, convolve, padded_by, windows_every

LEVELS = np.array([[10, 200, 30, 40], [250, 60, 70, 5], [90, 100, 255, 120], [0, 140, 35, 160], [13, 2, 99, 255]], np.uint8)
TALL = np.array([[1.0, 2.0, -1.0], [0.0, -3.0, 0.5]])

exercise(
    "13.4", right=right.output_size,
    probes=[call(6, 3), call(6, 3, 1), call(32, 5, 2, 1), call(7, 3, 0, 2), call(8, 3, 0, 2), call(224, 7, 3, 2),
            call(9, 4, 1, 3), call(10, 2, 0, 4)],
    also_right=[right.count_places, lambda size, kernel_size, padding=0, stride=1: np.floor(
        (size + 2 * padding - kernel_size) / stride) + 1, lambda size, kernel_size, padding=0, stride=1: int(
            (size + 2 * padding - kernel_size) / stride + 1)],
    mistakes=[
        mistake("One too few: this counts the moves. The place in which the window begins counts as well, + 1.",
                lambda n, k, p=0, s=1: (n + 2 * p - k) // s),
        mistake("The padding stands on both sides, so it counts twice.", lambda n, k, p=0, s=1: (n + p - k) // s + 1),
        mistake("The padding is not used.", lambda n, k, p=0, s=1: (n - k) // s + 1),
        mistake("The stride is not used.", lambda n, k, p=0, s=1: n + 2 * p - k + 1),
        mistake("Neither padding nor stride is used.", lambda n, k, p=0, s=1: n - k + 1),
        mistake("This is the number of moves with stride 1 and without padding. All four arguments count, and the first place.",
                lambda n, k, p=0, s=1: n - k),
        mistake("The padding is added to the result. It belongs to the picture, before the stride divides.",
                lambda n, k, p=0, s=1: (n - k) // s + 1 + 2 * p),
        mistake("`/` leaves a fraction. The result is a number of places, rounded down: `//`.",
                lambda n, k, p=0, s=1: (n + 2 * p - k) / s + 1),
        mistake("This rounds to the nearest number. A window that does not fit wholly does not count: round down, `//`.",
                lambda n, k, p=0, s=1: round((n + 2 * p - k) / s) + 1),
        mistake("This rounds up. A window that does not fit wholly does not count: round down, `//`.",
                lambda n, k, p=0, s=1: -(-(n + 2 * p - k) // s) + 1),
        mistake("The 1 is divided by the stride, too. It comes after the division.",
                lambda n, k, p=0, s=1: (n + 2 * p - k + 1) // s),
        mistake("Brackets are missing: `//` goes before plus and minus. Only the kernel is divided here.",
                lambda n, k, p=0, s=1: n + 2 * p - k // s + 1),
        mistake("The kernel is added here. It takes places away: minus `kernel_size`.",
                lambda n, k, p=0, s=1: (n + 2 * p + k) // s + 1),
        mistake("This is one too many.", lambda n, k, p=0, s=1: (n + 2 * p - k) // s + 2),
        mistake("Only the picture is divided by the stride. It divides the whole upper part, kernel included.",
                lambda n, k, p=0, s=1: (n + 2 * p) // s - k + 1),
        mistake("The padding of both sides is taken away here. It makes the picture larger: plus.",
                lambda n, k, p=0, s=1: (n - 2 * p - k) // s + 1),
        mistake("This is the number of places in the whole square, rows times columns. One direction is asked for.",
                lambda n, k, p=0, s=1: right.output_size(n, k, p, s) ** 2),
        mistake("This is the size that padding `same` keeps, n divided by the stride. Here the kernel and the padding count.",
                lambda n, k, p=0, s=1: n // s),
    ],
)

exercise(
    "13.5", right=convolve, points=2,
    probes=[call(PICTURE, KERNEL), call(PICTURE, KERNEL, 1), call(PICTURE, KERNEL, 0, 2), call(LEVELS, TALL, 2, 3),
            call(LEVELS, np.array([[1, -1], [2, 0]]), 1, 2)],
    random_probes=lambda random: [call(random.normal(size=(9, 7)), random.normal(size=(2, 3)), 1, 2).named(
        "a random picture of 9 x 7, a random kernel of 2 x 3, padding 1, stride 2")],
    also_right=[right.convolve_in_loops, lambda picture, kernel, padding=0, stride=1: convolve(
        np.pad(picture, padding), kernel)[::stride, ::stride]],
    mistakes=[
        mistake("The padding is missing: these are the results of the picture without zeros around it.",
                lambda p, k, padding=0, stride=1: convolve(p, k, 0, stride)),
        mistake("Padding stands above and on the left only. It belongs on all four sides.",
                padded_by(lambda p: ((p, 0), (p, 0)))),
        mistake("Padding stands below and on the right only. It belongs on all four sides.",
                padded_by(lambda p: ((0, p), (0, p)))),
        mistake("Padding stands above and below only. It belongs on the left and on the right as well.",
                padded_by(lambda p: ((p, p), (0, 0)))),
        mistake("Padding stands on the left and on the right only. It belongs above and below as well.",
                padded_by(lambda p: ((0, 0), (p, p)))),
        mistake("There is twice as much padding as asked for. `np.pad(picture, padding)` pads both sides already.",
                padded_by(lambda p: 2 * p)),
        mistake("The picture was padded with its own border values. Zeros are asked for.", padded_by(lambda p: p, "edge")),
        mistake("The padding is 1 here, whatever was asked for. Use the argument.", padded_by(lambda p: 1)),
        mistake("The zeros were put around the result. The picture is padded before the window moves.",
                lambda p, k, padding=0, stride=1: np.pad(convolve(p, k, 0, stride), padding)),
        mistake("The stride is not used: the window moves by 1.", windows_every(lambda windows, stride: windows)),
        mistake("The stride is used downwards only: `windows[::stride]` takes every `stride`-th row. The columns need it, too.",
                windows_every(lambda windows, stride: windows[::stride])),
        mistake("The stride is used to the right only. The rows need it, too.",
                windows_every(lambda windows, stride: windows[:, ::stride])),
        mistake("`[:stride]` takes the first windows. Every `stride`-th is `[::stride]`, with two colons.",
                windows_every(lambda windows, stride: windows[:stride, :stride])),
        mistake("The stride is used for the size only: the window itself still moves by 1. It begins at `row * stride`, "
                "`column * stride`.", right.stride_in_size_only),
        mistake("Every `stride`-th place of the result is filled, the others are zeros. The result is smaller, and full.",
                right.stride_with_gaps),
        mistake("You took the mean of the products. Add them up.",
                lambda p, k, padding=0, stride=1: convolve(p, k, padding, stride) / k.size),
        mistake("The signs are lost: the results may be negative.",
                lambda p, k, padding=0, stride=1: np.abs(convolve(p, k, padding, stride))),
        mistake("Pixels are left out before the window is laid on. The window covers neighbours; only its places are `stride` "
                "apart.", lambda p, k, padding=0, stride=1: convolve(np.pad(p, padding)[::stride, ::stride], k)),
        mistake("The first place is left out: the window begins in the upper left corner.",
                windows_every(lambda windows, stride: windows[stride - 1::stride, stride - 1::stride])),
        mistake("Stride 2 is written into the code. Use the argument.",
                windows_every(lambda windows, stride: windows[::2, ::2])),
        mistake("Padding and stride are right, and the filter is turned by 180 degrees. Lay it on as it is.",
                lambda p, k, padding=0, stride=1: convolve(p, k[::-1, ::-1], padding, stride)),
        mistake("Padding and stride are exchanged. `padding` comes first.",
                lambda p, k, padding=0, stride=1: convolve(p, k, stride, max(padding, 1))),
        mistake("The sums were put into the number type of the picture, which has no room for fractions or negative numbers.",
                right.kept_in_type_of_picture),
    ],
)
