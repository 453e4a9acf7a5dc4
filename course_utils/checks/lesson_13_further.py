"""Exercises of the companion of lesson 13: dilation, im2col, and errors that come back to the picture."""
from functools import partial

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils.checks import answers_13_further as right
from course_utils.checks import answers_13_slips_further as slips
from course_utils.checks import call, exercise, gradient, mistake
from course_utils.checks.answers_13_further import dilate, im2col, picture_gradient

exercise = partial(exercise, further=True)
WEIGHTS = np.array([[0.5, -1.0], [2.0, 0.25], [-3.0, 1.5]])


def _empty_at_one(got, expected):
    if np.shape(expected) == WEIGHTS.shape:
        return np.size(got) == 0
    return np.shape(got) == np.shape(expected) and np.allclose(got, expected)


def _other_gaps(got, expected):
    return np.shape(got) == np.shape(expected) and np.allclose(got[expected != 0], expected[expected != 0])


exercise(
    "13.9", right=dilate, probes=[call(np.array([[1, 0, -1]] * 3), 2), call(WEIGHTS, 1), call(WEIGHTS, 2), call(WEIGHTS, 3)],
    random_probes=lambda random: [call(random.normal(size=(3, 4)), 4).named("a random kernel of 3 x 4, dilation 4")],
    also_right=[right.dilate_loops, lambda kernel, dilation: np.kron(kernel, np.pad(
        [[1.0]], ((0, dilation - 1), (0, dilation - 1))))[:dilation * (kernel.shape[0] - 1) + 1,
                                                          :dilation * (kernel.shape[1] - 1) + 1]],
    mistakes=[
        mistake("There are zeros behind the last row and the last column. The last weight ends it: the size is d (k - 1) + 1.",
                right.dilate_with_tail),
        mistake("The gaps are one too wide: weights that are `dilation` places apart have `dilation` - 1 zeros between them.",
                lambda k, d: dilate(k, d + 1)),
        mistake("The gaps are one too narrow: with dilation 1 the kernel stays as it is, and with 2 there is one zero between.",
                lambda k, d: dilate(k, max(d - 1, 1))),
        mistake("The weights are repeated. Between them there are zeros.",
                lambda k, d: np.repeat(np.repeat(k, d, axis=0), d, axis=1)),
        mistake("The weights are repeated, and the end is cut off. Between them there are zeros.",
                lambda k, d: np.repeat(np.repeat(k, d, axis=0), d, axis=1)[:d * (len(k) - 1) + 1, :d * (k.shape[1] - 1) + 1]),
        mistake("The kernel is spread downwards only. The columns are `dilation` places apart as well.", right.dilate_rows),
        mistake("The kernel is spread to the right only. The rows are `dilation` places apart as well.",
                lambda k, d: right.dilate_rows(k.T, d).T),
        mistake("Zeros were put around the kernel. They belong between the weights.",
                lambda k, d: np.pad(k, d - 1)),
        mistake("Weights are left out: every `dilation`-th is taken. All are kept, and zeros come between them.",
                lambda k, d: k[::d, ::d]),
        mistake("Fractions are cut off: the result is an array of whole numbers.", lambda k, d: dilate(k, d, int)),
        mistake("The weights are `dilation` times as large. Only the places change.", lambda k, d: d * dilate(k, d)),
        mistake("The weights are turned. The first one stays in the first place; only the distances change.",
                lambda k, d: dilate(k[::-1, ::-1], d)),
        mistake("The last row and column of weights are missing: the loops end one too early.", right.dilate_without_last),
        mistake("With dilation 1 nothing is cut off, and `[:-0]` leaves nothing at all. Say where to end: d (k - 1) + 1.",
                right.dilate_cut_from_end, _empty_at_one),
        mistake("Rows and columns are exchanged.", lambda k, d: dilate(k, d).T),
        mistake("The size is right, and the weights stand together in the upper left corner. Put them at "
                "`[::dilation, ::dilation]`.",
                lambda k, d: np.pad(k, ((0, (d - 1) * (k.shape[0] - 1)), (0, (d - 1) * (k.shape[1] - 1))))),
        mistake("The weights are in their places, and in the gaps are other numbers than zeros. Begin with `np.zeros`, so that "
                "those pixels take no part.", lambda k, d: dilate(k, d, fill=1.0), _other_gaps),
    ],
)

TABLE = np.arange(1, 10).reshape(3, 3, 1)
TWO_CHANNELS = np.arange(24.0).reshape(3, 4, 2)

exercise(
    "13.10", right=im2col, points=2,
    probes=[call(TABLE, 2), call(TWO_CHANNELS, 2), call(TWO_CHANNELS, 1), call(TWO_CHANNELS, 3)],
    random_probes=lambda random: [call(random.normal(size=(5, 4, 3)), 2).named("a random picture (5, 4, 3), size 2")],
    also_right=[right.im2col_loops, lambda picture, size: np.stack([
        picture[row:row + size, column:column + size].flatten() for row, column in np.ndindex(
            picture.shape[0] - size + 1, picture.shape[1] - size + 1)])],
    mistakes=[
        mistake("Windows and weights are exchanged: each window is a row, not a column.", lambda p, s: im2col(p, s).T),
        mistake("In each row all numbers of one channel come first. The channel runs fastest, as the last axis of the kernels "
                "does.", right.im2col_channels_first),
        mistake("The windows come in the wrong order: down the columns. In reading order the loop over the rows is outside.",
                right.im2col_columns_first),
        mistake("The windows stand side by side here. They overlap, the next one begins one column further.",
                right.im2col_blocks),
        mistake("Only the first channel is there. Each window has all of them.", lambda p, s: im2col(p[:, :, :1], s)),
        mistake("The windows are still blocks. Each should be one row: `.reshape(-1)`.",
                lambda p, s: im2col(p, s).reshape(-1, s, s, p.shape[2])),
        mistake("The rows are right and stand in a table of places. All places go below each other: (places, weights).",
                lambda p, s: im2col(p, s).reshape(p.shape[0] - s + 1, p.shape[1] - s + 1, -1)),
        mistake("All windows have become one long row. Each has a row of its own.", lambda p, s: im2col(p, s).reshape(-1)),
        mistake("The channels are added up. They stay side by side, each with a weight of its own.",
                lambda p, s: im2col(p.sum(axis=2, keepdims=True), s)),
        mistake("Inside the windows rows and columns are exchanged. The window row comes first.",
                lambda p, s: im2col(p, s).reshape(-1, s, s, p.shape[2]).transpose(0, 2, 1, 3).reshape(-1, s * s * p.shape[2])),
        mistake("`size` is not used: the windows are always 2 by 2.", lambda p, s: im2col(p, 2)),
        mistake("Inside the windows the order is turned: `order=\"F\"` lets the first axis run fastest. It is the "
                "last one, the channel.", right.im2col_fortran),
        mistake("The last windows of the picture are missing. Count the places: for 3 pixels and windows of 2 there are two.",
                lambda p, s: right.im2col_other_ends(p, s, -1, -1)),
        mistake("The last window of each row is missing: to the right there are `picture.shape[1] - size + 1` places.",
                lambda p, s: right.im2col_other_ends(p, s, 0, -1)),
        mistake("The last row of windows is missing: downwards there are `picture.shape[0] - size + 1` places.",
                lambda p, s: right.im2col_other_ends(p, s, -1, 0)),
        mistake("Only the first window is there. Is the `return` inside of both loops?", lambda p, s: im2col(p, s)[:1]),
        mistake("Only the first row of windows is there. Is the `return` inside of the outer loop?",
                lambda p, s: im2col(p, s)[:p.shape[1] - s + 1]),
        mistake("The windows are one pixel too small: a slice ends before its second number, so `row:row + size` has `size`.",
                lambda p, s: right.im2col_other_ends(p, s, less=1)),
        mistake("Zeros were put around the picture. Here every window lies inside of it.",
                lambda p, s: im2col(np.pad(p, ((1, 1), (1, 1), (0, 0))), s)),
        mistake("There is a frame of `size // 2` zeros around the picture. Here every window lies inside of the picture.",
                lambda p, s: im2col(np.pad(p, ((s // 2, s // 2), (s // 2, s // 2), (0, 0))), s)),
        mistake("`extend` takes a window apart into its rows. Lay the window out with `.reshape(-1)`, and `append` it.",
                lambda p, s: im2col(p, s).reshape(-1, s, p.shape[2])),
        mistake("Fractions are cut off: the result is an array of whole numbers.", lambda p, s: im2col(p, s).astype(int)),
        mistake("A picture has three axes here. Say that the windows move along the first two: `axis=(0, 1)`. (The channel is "
                "then the third of five axes, and belongs to the end.)", lambda p, s: sliding_window_view(p, (s, s))),
        mistake("A reshape of the whole picture has each number once. Windows overlap: most numbers stand in several rows.",
                lambda p, s: p.reshape(-1, s * s * p.shape[2])),
    ],
)

ERRORS = np.array([[1.0, 0.0, -2.0], [0.5, 3.0, 0.0]])
STAMP = np.array([[1.0, 2.0], [3.0, 4.0]])


def _case(random, errors, kernel):
    return call(random.normal(size=errors), random.normal(size=kernel)).named(
        f"random errors {errors}, a random kernel {kernel}")


def _size_of_errors(errors, kernel):
    padded = np.pad(errors, ((0, kernel.shape[0] - 1), (0, kernel.shape[1] - 1)))
    return right.convolve(padded, kernel)


exercise(
    "13.11", right=picture_gradient, points=3, accept=gradient(),
    probes=[call(np.array([[1, 0, 10]]), np.array([[1, 2, 3, 4, 5]])),
            call(np.array([[1, 0], [0, 10]]), np.array([[1, 2], [3, 4]])), call(ERRORS, STAMP),
            call(np.array([[1, 2, 0], [0, 3, -1]]), np.array([[1.0, 0.5, -1.0]])),
            call(ERRORS, np.array([[1, 0, -1], [2, 1, 3]]))],
    random_probes=lambda random: [_case(random, (4, 5), (3, 2)), _case(random, (2, 2), (3, 3))],
    also_right=[right.picture_gradient_stamps, lambda errors, kernel: picture_gradient(kernel, errors)],
    mistakes=[
        mistake("The filter is not turned: seen from a pixel, the first weight belongs to the last of its windows. Put down "
                "stamps, or lay the filter on with `[::-1, ::-1]`, once. (`full_convolution` turns it by itself: turned twice, "
                "it is as before.)", right.picture_gradient_without_turn),
        mistake("Where stamps overlap, the later ones overwrite the earlier ones. They add up: `+=`.",
                lambda e, k: right.picture_gradient_stamps(e, k, add=False)),
        mistake("The array of zeros holds whole numbers, and cannot take fractions. Leave the `dtype` out: np.zeros(shape).",
                right.picture_gradient_in_place),
        mistake("The array of zeros took over the whole numbers of the errors, and the filter has fractions. Leave the "
                "`dtype` out: np.zeros(shape).", lambda e, k: right.picture_gradient_in_place(e, k, e.dtype)),
        mistake("The array of zeros took over the whole numbers of the filter, and the errors have fractions. Leave the "
                "`dtype` out: np.zeros(shape).", lambda e, k: right.picture_gradient_in_place(e, k, k.dtype)),
        mistake("Fractions are lost: the gradient is an array of whole numbers.",
                lambda e, k: right.picture_gradient_stamps(e, k, dtype=int)),
        mistake("This has the size of the errors. The picture was larger, by the kernel less one.", _size_of_errors),
        mistake("The array of zeros has the shape of the errors. The picture was larger, by the kernel less one in each "
                "direction.", slips.stamped(size=lambda e, k: e.shape)),
        mistake("A stamp goes from `row` to `row + high`, from `column` to `column + wide`. Yours end at `high` and `wide`.",
                slips.stamped(place=lambda row, column, high, wide: np.s_[row:high, column:wide])),
        mistake("The stamps begin a whole filter apart, at `row * high`. They begin one pixel apart, at `row`, and overlap.",
                slips.stamped(place=lambda row, column, high, wide: np.s_[
                    row * high:(row + 1) * high, column * wide:(column + 1) * wide])),
        mistake("Rows and columns of the kernel are exchanged: `high, wide = kernel.shape`, rows first.",
                slips.stamped(lambda e, k: (len(e) + k.shape[1] - 1, e.shape[1] + len(k) - 1),
                              place=lambda row, column, high, wide: np.s_[row:row + wide, column:column + high])),
        mistake("The stamp is turned over its diagonal, `.T`, and does not fit its place. Put the kernel down as it is.",
                slips.stamped(stamp=lambda error, k: error * k.T)),
        mistake("Your slices and loops take everything to be square. Rows and columns have numbers of their own: "
                "`errors.shape` and `kernel.shape`.", slips.square_stamps),
        mistake("There are more rounds than errors: the loops run over the places of the gradient. Each error puts down one "
                "stamp: `errors.shape`.", slips.stamped(counts=lambda e, k: np.add(e.shape, k.shape) - 1)),
        mistake("The error is added to the filter. It multiplies it.", slips.stamped(stamp=lambda error, k: error + k)),
        mistake("`@` multiplies matrices, and `errors[row, column]` is a single number: `*`.", lambda e, k: e[0, 0] @ k),
        mistake("`np.zeros` takes the shape as one argument, so it needs two brackets: `np.zeros((rows, columns))`.",
                slips.two_sizes),
        mistake("These are the zeros of the beginning: nothing was put down. Is there a `+` where `+=` should be?",
                slips.nothing_put_down),
        mistake("The filter is laid on without a turn, and in a frame of one pixel, whatever its size. Put down stamps.",
                lambda e, k: right.convolve(np.pad(e, 1), k)),
        mistake("Every pixel gets the errors of its windows, and the weights are missing.",
                lambda e, k: picture_gradient(e, np.ones(k.shape))),
        mistake("The sign is turned: `errors` has the right sign already.", lambda e, k: -picture_gradient(e, k)),
        mistake("Rows and columns of the kernel are exchanged.", lambda e, k: picture_gradient(e, k.T)),
        mistake("An index below zero counts from the end, and brings in errors from the other side. Places outside of the "
                "errors take no part.", right.wrapped_indices),
        mistake("The frame of zeros is one too wide: it takes the kernel less one.", right.frame_too_wide),
        mistake("All stamps are equally strong. Each is multiplied by its error.",
                lambda e, k: picture_gradient(np.ones(e.shape), k)),
        mistake("The stamps stand side by side. They begin one pixel apart, and overlap.", right.stamps_side_by_side),
        mistake("The frame is one pixel wide throughout. It takes the kernel less one, downwards and to the right.",
                lambda e, k: right.convolve(np.pad(e, 1), k[::-1, ::-1])),
        mistake("Only left and right of the filter are exchanged. Turn the rows, too: `[::-1, ::-1]`.",
                lambda e, k: picture_gradient(e, k[::-1])),
        mistake("Only top and bottom of the filter are exchanged. Turn the columns, too: `[::-1, ::-1]`.",
                lambda e, k: picture_gradient(e, k[:, ::-1])),
        mistake("You divided by the number of weights. What comes back is a sum.",
                lambda e, k: picture_gradient(e, k) / k.size),
        mistake("You divided by the number of errors. What comes back is a sum; a mean in the loss is in the errors already.",
                lambda e, k: picture_gradient(e, k) / e.size),
        mistake("The first error alone was sent back. Each one puts down its stamp. Is the `return` inside of the loops?",
                lambda e, k: right.picture_gradient_of_some(e, k, 1, 1)),
        mistake("Only the first row of errors was sent back. Is the `return` inside of the outer loop?",
                lambda e, k: right.picture_gradient_of_some(e, k, 1)),
        mistake("The last row and column of errors were not sent back: the loops end one too early.",
                lambda e, k: right.picture_gradient_of_some(e, k, -1, -1)),
        mistake("The errors are turned as well. They stay as they are.", lambda e, k: picture_gradient(e[::-1, ::-1], k)),
        mistake("The errors are turned in place of the filter, and so the whole result is turned.",
                lambda e, k: picture_gradient(e, k)[::-1, ::-1]),
        mistake("The result has one row and one column too many. The picture had places + kernel - 1 of them.",
                lambda e, k: np.pad(picture_gradient(e, k), ((0, 1), (0, 1)))),
        mistake("The filter was laid on the errors as they are. The result must be larger than the errors, and here the filter "
                "does not even fit. Put down stamps in an array of zeros.", right.convolve),
        mistake("The errors were laid on the filter. The result must be larger than both: put down stamps among zeros.",
                lambda e, k: right.convolve(k, e)),
    ],
)
