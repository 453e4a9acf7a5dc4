"""Exercises of lesson 13, convolution by hand: windows and filters; the others are in lesson_13_*.py."""
import numpy as np

from course_utils.checks import answers_13 as right
from course_utils.checks import answers_13_slips as slips
from course_utils.checks import call, close, exercise, mistake
from course_utils.checks.answers_13 import BLUR, KERNEL, PICTURE, UNCHANGED, convolve, convolve_loops

exercise(
    "13.1", right=6, accept=close(atol=1e-6), also_right=[6.0, np.array(6), np.sum(PICTURE[2:5, 3:6] * KERNEL)],
    mistakes=[
        mistake("The sign is turned: the left column counts positive, the right one negative.", -6),
        mistake("A bracket is missing: all of the right column is subtracted, so put its sum in brackets.", 24),
        mistake("Either the middle column was taken in (its weights are 0), or the window begins in column 2. The fourth "
                "column is number 3.", 3),
        mistake("The middle column was taken in, and the sign is turned. The weights of the middle column are 0.", -3),
        mistake("Either row and column are exchanged (the first index is the row), or the window is a row off (rows are "
                "counted from 0), or you took `@`, which is not `*`: each number meets the weight that lies on it.", 0),
        mistake("Either the window begins one row too high (rows are counted from 0, so the third is number 2), or the filter "
                "is turned over its diagonal: it is left column minus right column.", -1),
        mistake("Here the filter is turned over its diagonal, lower row minus upper row. It is left column minus right column.",
                1),
        mistake("Either this is the first window again, `result[0, 0]`, or only the first row of the right one. All nine "
                "numbers take part.", 2),
        mistake("Only the two upper rows of the window are in this sum. It has three.", -2),
        mistake("Only two rows of the window are in this sum, or it is its first number alone. All nine take part.", 4),
        mistake("This is the last row of the window alone. Add up all three.", 8),
        mistake("This is the number of the first column, `result[2, 0]`. Go three columns to the right.", -5),
        mistake("This is the middle row of the window alone, or the number in the first row. It is the third row of the "
                "result, and all nine numbers of the window take part.", -4),
        mistake("This is the number in the first row, fourth column. Go two rows down.", 5),
        mistake("The place `result[2, 3]` is still empty: the array in the notebook only holds the first number. Work this one "
                "out on paper.", float("nan"), when=lambda got, expected: bool(np.isnan(got))),
        mistake("This is the sum of the window itself. The weights are 1, 0 and -1.", 42),
        mistake("The middle column is added here. Its weights are 0.", 20),
        mistake("You divided by nine. The products are added up; a filter takes no mean unless its weights say so.", 6 / 9),
        mistake("You added up the left and the right column. The weights of the right one are -1.", 28),
        mistake("This is the sum of the left column. Subtract the sum of the right one.", 17),
        mistake("This is the sum of the right column. It is subtracted from the sum of the left one.", 11),
        mistake("This is the sum of the middle column. Its weights are 0: left minus right.", 14),
    ],
)

LEVELS = np.array([[10, 200, 30, 40], [250, 60, 70, 5], [90, 100, 255, 120], [0, 140, 35, 160], [13, 2, 99, 255]], np.uint8)
CORNER = np.array([[0, 0, 0], [0, 0, 0], [0, 0, 1]])
TALL = np.array([[1.0, 2.0, -1.0], [0.0, -3.0, 0.5]])


def _first_row_only(picture, kernel):
    result = convolve(picture, kernel)
    result[1:] = 0
    return result


def _first_only(picture, kernel):
    result = np.zeros_like(convolve(picture, kernel), dtype=float)
    result[0, 0] = convolve(picture, kernel)[0, 0]
    return result


def _in_place_of_picture(picture, kernel, dtype=float):
    result, values = np.zeros(picture.shape, dtype), convolve(picture, kernel)
    result[:values.shape[0], :values.shape[1]] = values
    return result


exercise(
    "13.2", right=convolve_loops, points=2,
    probes=[call(PICTURE, KERNEL), call(LEVELS, TALL), call(LEVELS, np.array([[1, -1]])), call(PICTURE / 10, BLUR)],
    random_probes=lambda random: [call(random.normal(size=(6, 8)), random.normal(size=(4, 3))).named(
        "a random picture of 6 x 8 and a random kernel of 4 x 3")],
    also_right=[convolve, lambda picture, kernel: sum(
        kernel[i, j] * picture[i:picture.shape[0] - kernel.shape[0] + 1 + i, j:picture.shape[1] - kernel.shape[1] + 1 + j]
        .astype(float) for i in range(kernel.shape[0]) for j in range(kernel.shape[1]))],
    mistakes=[
        mistake("The filter is turned by 180 degrees here. Networks lay it on as it is: its upper left weight on the upper "
                "left number of the window.", lambda p, k: convolve(p, k[::-1, ::-1])),
        mistake("The rows of the filter are in the opposite order. Lay it on as it is.",
                lambda p, k: convolve(p, k[::-1])),
        mistake("The sign of every number is turned. Positive weights count positive.", lambda p, k: -convolve(p, k)),
        mistake("You added the weights. Each number of the window is multiplied by the weight that lies on it.",
                lambda p, k: convolve_loops(p, k, each=np.add)),
        mistake("All rows are alike: the window moves to the right and never downwards. Its slice begins at `row`.",
                lambda p, k: np.repeat(convolve(p, k)[:1], len(p) - len(k) + 1, axis=0)),
        mistake("The sum of one window goes on in the next. Set it back to 0 for every place.", slips.running_sum),
        mistake("The kernel was put into the number type of the picture, which may have no room for negative numbers.",
                lambda p, k: convolve(p, k.astype(p.dtype))),
        mistake("The weights lost their fractions, or their signs. Leave the kernel as it is.",
                lambda p, k: convolve(p, k.astype(int))),
        mistake("The pixels lost their fractions. Leave the picture as it is.",
                lambda p, k: convolve(p.astype(int), k)),
        mistake("`np.zeros` takes the shape as one argument, so it needs two brackets: `np.zeros((rows, columns))`.",
                lambda p, k: np.zeros(len(p) - len(k) + 1, p.shape[1] - k.shape[1] + 1)),
        mistake("Rows and columns of the kernel are exchanged: `kernel.shape[0]` counts rows, and belongs to the first slice.",
                slips.looped(side=lambda kernel: kernel.shape[::-1])),
        mistake("The kernel is turned over its diagonal before you begin. Lay it on as it is.",
                lambda p, k: convolve(p, k.T)),
        mistake("The last row and the last column are missing. A kernel of 3 fits into 6 in 6 - 3 + 1 places.",
                lambda p, k: convolve(p, k)[:-1, :-1]),
        mistake("A window is smaller than the kernel. Either the loops run too far (there are `picture.shape[0] - "
                "kernel.shape[0] + 1` rows of places), or the slice does not end at `row + kernel.shape[0]`.",
                lambda p, k: convolve_loops(p, k, places=lambda rows, columns: p.shape)),
        mistake("The result has the size of the picture, and zeros where no window fits. Make it as large as there are places.",
                _in_place_of_picture),
        mistake("`np.zeros_like(picture)` has the size and the number type of the picture. The result is smaller, and may hold "
                "fractions and negative numbers: `np.zeros((rows, columns))`.",
                lambda p, k: _in_place_of_picture(p, k, p.dtype)),
        mistake("Results were put into the number type of the picture, which has no room for fractions or negative numbers. "
                "`np.zeros((rows, columns))` has room for both.", right.kept_in_type_of_picture),
        mistake("Fractions are cut off: the result is an array of whole numbers. Leave `dtype=int` out.",
                lambda p, k: convolve_loops(p, k, dtype=int)),
        mistake("`@` multiplies matrices. Here each number is multiplied by the weight that lies on it: `window * kernel`.",
                lambda p, k: convolve_loops(p, k, each=np.matmul)),
        mistake("`np.dot` multiplies matrices. Here each number meets the weight that lies on it: `window * kernel`.",
                lambda p, k: convolve_loops(p, k, each=np.dot)),
        mistake("Only the last product of each window is left: with `=` each one overwrites the one before. Add them up, `+=`.",
                lambda p, k: convolve(p, k * (np.arange(k.size).reshape(k.shape) == k.size - 1))),
        mistake("Only the first product of each window is there: one pixel times one weight. Add up all of them.",
                lambda p, k: convolve(p, k * (np.arange(k.size).reshape(k.shape) == 0))),
        mistake("The picture was padded with zeros first. Here the kernel is laid on only where it lies wholly inside.",
                lambda p, k: convolve(p, k, 1)),
        mistake("The products of a window were not added up: they do not fit into one place of the result. `np.sum(...)`.",
                right.unsummed),
        mistake("Row and column of the result are exchanged: `result[row, column]`.", right.exchanged_places),
        mistake("The kernel is turned over its diagonal, `.T`: rows and columns are exchanged.",
                lambda p, k: convolve_loops(p, k, each=lambda window, weights: window * weights.T)),
        mistake("You took the mean of the products. Add them up.", lambda p, k: convolve(p, k) / k.size),
        mistake("This goes wrong where the kernel is not square: it has `kernel.shape[0]` rows and `kernel.shape[1]` columns.",
                right.first_axis_only),
        mistake("The size 3 is written into the code. Take the size of the kernel from `kernel.shape`.", right.always_three),
        mistake("Rows and columns of the result are exchanged.", right.columns_first),
        mistake("Here the windows stand side by side. They overlap: the next one begins one column further.", right.one_block),
        mistake("Only the first row is filled: the `return` stands inside the outer loop, and ends it in its first round.",
                _first_row_only),
        mistake("Only the first number is there: the `return` stands inside the inner loop, and ends it in its first round.",
                _first_only),
        mistake("The first row and the first column are left out. `range(rows)` begins at 0.",
                lambda p, k: convolve_loops(p, k, start=1)),
        mistake("The products are all there and not yet added up: `np.sum` of each window.", right.window_products),
        mistake("The signs are lost. A negative number says that the window is the other way round.",
                lambda p, k: np.abs(convolve(p, k))),
        mistake("The window is not multiplied by the kernel: these are the sums of the windows.",
                lambda p, k: convolve(p, np.ones(k.shape))),
    ],
)

exercise(
    "13.3", right=right.sharpen_kernel, probes=[call(1), call(0.5), call(0), call(-1)],
    random_probes=lambda random: [call(float(random.uniform(1, 5)))],
    also_right=[right.sharpen_by_hand, lambda amount: (1 + amount) * UNCHANGED - amount * BLUR],
    mistakes=[
        mistake("These are the details alone. The picture itself is missing: the filter that changes nothing comes first.",
                lambda a: a * (UNCHANGED - BLUR)),
        mistake("The blur is taken away, and the picture is not put in its place: details are picture minus blur.",
                lambda a: UNCHANGED - a * BLUR),
        mistake("The sign is turned: this adds the blur and takes away details.", lambda a: UNCHANGED - a * (UNCHANGED - BLUR)),
        mistake("The sign of the blur is turned: details are the picture minus its blur.",
                lambda a: UNCHANGED + a * (UNCHANGED + BLUR)),
        mistake("The 1 of the filter that changes nothing stands in the lower right corner. Rows and columns are counted from "
                "0: the middle is [1, 1].", lambda a: right.sharpen_kernel(a) + (1 + a) * (CORNER - UNCHANGED)),
        mistake("All three rows are one and the same list, so that each change shows in all of them. `np.full((3, 3), ...)` "
                "makes rows of their own.", lambda a: np.array([[-a / 9, 1 + a - a / 9, -a / 9]] * 3)),
        mistake("`1 // 9` is rounded down to 0. For a ninth write `1 / 9`.", lambda a: UNCHANGED + a * UNCHANGED),
        mistake("The blur was not divided by 9 at all, or its ninths were rounded to whole numbers.",
                lambda a: UNCHANGED + a * UNCHANGED + -a // 9),
        mistake("The amount lost its fraction. It may be any number.", lambda a: right.sharpen_kernel(int(a))),
        mistake("The amount lost its sign. It may be negative, too: with -1 the filter is the blur itself.",
                lambda a: right.sharpen_kernel(abs(a))),
        mistake("The amount is added to the filter. It multiplies the details.",
                lambda a: (UNCHANGED + a) * (UNCHANGED - BLUR)),
        mistake("The amount is missing where the picture comes in once more: it multiplies the whole bracket.",
                lambda a: 2 * UNCHANGED - a * BLUR),
        mistake("This is the filter that changes nothing. The details are missing.", lambda a: UNCHANGED),
        mistake("This adds the blurred picture. Details are picture minus blur.", lambda a: UNCHANGED + a * BLUR),
        mistake("The blur is the mean of nine pixels: its entries are 1/9, not 1.",
                lambda a: UNCHANGED + a * (UNCHANGED - np.ones((3, 3)))),
        mistake("The entries of the blur are 1/9, also in the middle: it is the mean of nine pixels, not of eight neighbours.",
                lambda a: UNCHANGED + a * (UNCHANGED - (1 - UNCHANGED) / 8)),
        mistake("This blur takes in four neighbours only. It is the mean of the whole 3 x 3 window.",
                lambda a: UNCHANGED + a * np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]])),
        mistake("The filter that changes nothing has its 1 in the middle only. Nine ones add up the whole window.",
                lambda a: np.ones((3, 3)) + a * (np.ones((3, 3)) - BLUR)),
        mistake("The argument `amount` is not used: this is the filter for the amount 1.", lambda a: right.sharpen_kernel(1)),
        mistake("Fractions are cut off: the filter is an array of whole numbers.",
                lambda a: right.sharpen_kernel(a).astype(int)),
        mistake("`np.eye(3)` has ones in its diagonal, and adds up three pixels. To change nothing takes one 1, in the middle.",
                lambda a: np.eye(3) + a * (np.eye(3) - BLUR)),
        mistake("The amount is missing in the blur: every ninth is multiplied by it.",
                lambda a: (1 + a) * UNCHANGED - BLUR),
        mistake("The entry in the middle is not right yet: the blur takes away its share there as well.",
                lambda a: (1 + a) * UNCHANGED - a * BLUR * (1 - UNCHANGED)),
        mistake("The entry in the middle is not right yet: picture minus blur adds to it, too. All nine entries add up to 1.",
                lambda a: UNCHANGED - a * BLUR * (1 - UNCHANGED)),
        mistake("This is the filter of the figure, which uses four neighbours. Here the blur is the mean of nine pixels.",
                lambda a: np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])),
        mistake("This is the filter of the figure times the amount. Write the formula down with its two filters.",
                lambda a: a * np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])),
        mistake("The details come in nine times too large: the edge filter of the figure is nine times picture minus blur.",
                lambda a: UNCHANGED + 9 * a * (UNCHANGED - BLUR)),
        mistake("The amount multiplies everything here. It multiplies the details only; the picture comes in once.",
                lambda a: a * (2 * UNCHANGED - BLUR)),
    ],
)
