"""Exercises of lesson 13 on the size of the result, padding and stride."""
import numbers

import numpy as np

from course_utils.checks import answers_13 as right
from course_utils.checks import answers_13_slips as slips
from course_utils.checks import call, close, exercise, mistake
from course_utils.checks.answers_13 import KERNEL, PICTURE, convolve, padded_by, windows_every

LEVELS = np.array([[10, 200, 30, 40], [250, 60, 70, 5], [90, 100, 255, 120], [0, 140, 35, 160], [13, 2, 99, 255]], np.uint8)
TALL = np.array([[1.0, 2.0, -1.0], [0.0, -3.0, 0.5]])



def whole(got, expected):
    """Return the reason of `close()`, or where the value is right and a float, what that will lead to."""
    reason = close()(got, expected)
    if reason is None and isinstance(got, float) and isinstance(expected, numbers.Integral):
        return (f"The value is right, and it is a float, {got}. Arrays need a whole number for their size: `//` of whole "
                "numbers gives one, and so does `int(...)`.")
    return reason


def _half_kernel(size, kernel_size, padding=0, stride=1):
    return right.output_size(size, kernel_size, kernel_size // 2 if padding else 0, stride)


exercise(
    "13.4", right=right.output_size, accept=whole,
    probes=[call(6, 3), call(6, 3, 1), call(32, 3, 2), call(32, 5, 1), call(32, 5, 2, 1), call(7, 3, 0, 2), call(8, 3, 0, 2),
            call(224, 7, 3, 2), call(9, 3, 1, 2), call(9, 4, 1, 3), call(10, 2, 0, 4)],
    also_right=[right.count_places, lambda size, kernel_size, padding=0, stride=1: int(
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
        mistake("This is the size divided by the stride. The kernel takes some places away, and the padding adds some.",
                lambda n, k, p=0, s=1: n // s),
        mistake("Padding does not always keep the size. It depends on how much there is: two pixels around a kernel of 3 make "
                "32 into 34.", lambda n, k, p=0, s=1: n // s if p else (n - k) // s + 1),
        mistake("The value of the padding is not used, only whether there is any. A frame of two makes more places than "
                "a frame of one.",
                lambda n, k, p=0, s=1: (n - 1) // s + 1 if p else (n - k) // s + 1),
        mistake("Here the padding is half the kernel, whatever was asked for. Use the argument.", _half_kernel),
        mistake("The order of the arguments is size, kernel, padding, and stride comes last.",
                lambda n, k, stride=1, padding=0: right.output_size(n, k, padding, stride)),
        mistake("These are the numbers of the example, 32 and 5. Use the arguments.", lambda n, k, p=0, s=1: 32),
        mistake("The 1 was added to the stride. It comes after the division.",
                lambda n, k, p=0, s=1: (n + 2 * p - k) // (s + 1)),
        mistake("Size and kernel are exchanged in the difference: the kernel is taken away from the size.",
                lambda n, k, p=0, s=1: (k - n + 2 * p) // s + 1),
        mistake("The size counts twice here. Only the padding does.", lambda n, k, p=0, s=1: (2 * n + 2 * p - k) // s + 1),
        mistake("`%` gives the remainder of a division. What is asked for is how often the stride fits, `//`.",
                lambda n, k, p=0, s=1: (n + 2 * p - k) % s + 1),
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
        mistake("These are the results of the picture without zeros around it. Either the padding is missing, or the kernel "
                "was padded as well, which undoes it.",
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
        mistake("The picture was padded with ones. Zeros are asked for, which `np.pad` takes by itself.",
                lambda p, k, padding=0, stride=1: convolve(np.pad(p, padding, constant_values=1), k, 0, stride)),
        mistake("The picture was padded with its own mirror image. Zeros are asked for.", padded_by(lambda p: p, "reflect")),
        mistake("The picture was padded with what stands at its opposite border. Zeros are asked for.",
                padded_by(lambda p: p, "wrap")),
        mistake("Fractions are cut off: the sums became whole numbers.",
                lambda p, k, padding=0, stride=1: convolve(p, k, padding, stride).astype(int)),
        mistake("The picture lost its fractions: the frame of zeros is an array of whole numbers. Leave `dtype=int` out.",
                lambda p, k, padding=0, stride=1: convolve(p.astype(int), k, padding, stride)),
        mistake("Not the picture was padded but the result, and its places were left out after that. Pad first.",
                lambda p, k, padding=0, stride=1: np.pad(convolve(p, k), padding)[::stride, ::stride]),
        mistake("With padding 0 the slice `[0:-0]` is empty, since -0 is 0. End it at `padding + picture.shape[0]`.",
                slips.minus_nothing),
        mistake("`/` gives a float, and `np.zeros` wants whole numbers for rows and columns: use `//`.",
                slips.size_with_fraction(float)),
        mistake("Rows and columns are floats, and `np.zeros` wants whole numbers. Does your `output_size` divide by `//`?",
                slips.size_with_fraction(np.float64)),
        mistake("The order of the arguments is picture, kernel, padding, and stride comes last.", slips.stride_then_padding),
        mistake("Your loops step by the padding: in the first line `padding` comes before `stride`.",
                slips.ranged_stride_then_padding),
        mistake("You divide by the padding: in the first line `padding` comes before `stride`.",
                slips.counted_stride_then_padding),
        mistake("This leaves out pixels inside of each window. Take every `stride`-th window: `windows[::stride, ::stride]`.",
                slips.stride_inside_windows),
        mistake("A window is smaller than the kernel: there are more rounds than places. In a padded picture the padding is "
                "counted already.", slips.looped(places=slips.padded_twice)),
        mistake("The window is always 3 by 3. Take its size from `kernel.shape`.", slips.looped(side=lambda kernel: (3, 3))),
        mistake("The windows of the view are always 3 by 3. Take their size from `kernel.shape`.",
                slips.viewed(lambda kernel: (3, 3))),
        mistake("The window is square, and this kernel is not: it has `kernel.shape[0]` rows and `kernel.shape[1]` columns.",
                slips.looped(side=lambda kernel: (len(kernel), len(kernel)))),
        mistake("The windows of the view are square, and this kernel is not. `kernel.shape` has both sides.",
                slips.viewed(lambda kernel: (len(kernel), len(kernel)))),
        mistake("Rows and columns of the result are exchanged.",
                lambda p, k, padding=0, stride=1: convolve(p, k, padding, stride).T),
        mistake("The sum goes over the windows, axes 0 and 1. Add up inside each window: `axis=(2, 3)`.",
                slips.summed_over_windows),
        mistake("The first place is left out: `[stride::stride]` begins too late. `[::stride]` begins at 0.",
                windows_every(lambda windows, stride: windows[stride::stride, stride::stride])),
        mistake("The sums stand `stride` places apart, and most places are empty. Row and column of the result go up by 1.",
                slips.looped(put=slips.put_with_gaps)),
        mistake("The last places are missing: a range that ends at `rows - kernel rows` leaves out the last one, + 1.",
                windows_every(lambda windows, stride: windows[:-1:stride, :-1:stride])),
        mistake("The padding is 1 here, or half the kernel, whatever was asked for. Use the argument.", padded_by(lambda p: 1)),
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
