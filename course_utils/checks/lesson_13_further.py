"""Exercises of the companion of lesson 13: dilation, im2col, and errors that come back to the picture."""
from functools import partial

import numpy as np

from course_utils.checks import answers_13_further as right
from course_utils.checks import call, exercise, gradient, mistake
from course_utils.checks.answers_13_further import dilate, im2col, picture_gradient, pool_gradient

exercise = partial(exercise, further=True)
WEIGHTS = np.array([[0.5, -1.0], [2.0, 0.25], [-3.0, 1.5]])

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
        mistake("The gaps hold ones. They hold zeros, so that those pixels take no part.", lambda k, d: dilate(k, d, fill=1.0)),
        mistake("Rows and columns are exchanged.", lambda k, d: dilate(k, d).T),
        mistake("The size is right, and the weights stand together in the upper left corner. Put them at "
                "`[::dilation, ::dilation]`.",
                lambda k, d: np.pad(k, ((0, (d - 1) * (k.shape[0] - 1)), (0, (d - 1) * (k.shape[1] - 1))))),
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
                right.im2col_one_less),
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
    probes=[call(np.array([[1, 0], [0, 10]]), np.array([[1, 2], [3, 4]])), call(ERRORS, STAMP),
            call(ERRORS, np.array([[1.0, 0.5, -1.0]]))],
    random_probes=lambda random: [_case(random, (4, 5), (3, 2)), _case(random, (2, 2), (3, 3))],
    also_right=[right.picture_gradient_stamps, lambda errors, kernel: picture_gradient(kernel, errors)],
    mistakes=[
        mistake("The filter is not turned: seen from a pixel, the first weight belongs to the last of its windows. Lay the "
                "filter on with `[::-1, ::-1]`, or put down stamps.", right.picture_gradient_without_turn),
        mistake("Where stamps overlap, the later ones overwrite the earlier ones. They add up: `+=`.",
                lambda e, k: right.picture_gradient_stamps(e, k, add=False)),
        mistake("Fractions are lost: the gradient is an array of whole numbers.",
                lambda e, k: right.picture_gradient_stamps(e, k, dtype=int)),
        mistake("This has the size of the errors. The picture was larger, by the kernel less one.", _size_of_errors),
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
        mistake("The first error alone was sent back. Each one puts down its stamp.",
                lambda e, k: np.pad(e[0, 0] * k, ((0, e.shape[0] - 1), (0, e.shape[1] - 1)))),
    ],
)

PICTURE = np.array([[1.0, 3.0, -2.0, -4.0], [5.0, 6.0, -7.0, -8.0], [3.0, 2.0, 1.0, 0.5], [1.5, 2.5, 3.5, 4.0]])


def _pooled_case(random, blocks, size):
    picture = random.permutation(float(np.prod(blocks)) * np.arange(np.prod(blocks) * size * size) - 20.0)
    shape = (blocks[0] * size, blocks[1] * size)
    return call(picture.reshape(shape), random.normal(size=blocks), size).named(f"a random picture {shape}, size {size}")


exercise(
    "13.12", right=pool_gradient, points=3, level="stretch",
    probes=[call(PICTURE, np.array([[10.0, 20.0], [-30.0, 0.5]])), call(-PICTURE, np.ones((2, 2)))],
    random_probes=lambda random: [_pooled_case(random, (2, 3), 2), _pooled_case(random, (3, 2), 3)],
    also_right=[right.pool_gradient_by_repeat],
    mistakes=[
        mistake("Every pixel of a block gets the error. In max pooling only the largest number had any influence.",
                lambda p, e, s=2: right.spread_errors(e, s)),
        mistake("This is what average pooling sends back. In max pooling only the largest number had any influence.",
                lambda p, e, s=2: right.spread_errors(e, s) / s ** 2),
        mistake("The error always goes to the first pixel of the block. It goes to the largest number.",
                right.pool_gradient_fixed_place),
        mistake("The error goes to the smallest number of each block.", right.pool_gradient_smallest),
        mistake("The largest numbers are in their places here. What belongs there is the error of the block.",
                lambda p, e, s=2: p * (pool_gradient(p, np.ones(e.shape), s) != 0)),
        mistake("There are ones where the errors belong. Multiply each by the error of its block.",
                lambda p, e, s=2: pool_gradient(p, np.ones(e.shape), s)),
        mistake("The error is multiplied by the largest number. Its slope is 1: it was passed on as it is.",
                lambda p, e, s=2: pool_gradient(p, e, s) * p),
        mistake("All errors went into the first block: the place of the largest number is counted inside its block, and the "
                "block begins at `row * size`, `column * size`.", right.pool_gradient_first_block),
        mistake("The blocks begin one pixel apart. The block of row r begins at `r * size`.", right.pool_gradient_overlapping),
        mistake("The error goes to the number that is largest without its sign. The largest of -3 and -7 is -3.",
                lambda p, e, s=2: pool_gradient(np.abs(p), e, s)),
        mistake("This compares with the largest number of the whole picture. Each block has its own.",
                lambda p, e, s=2: right.spread_errors(e, s) * (p == p.max())),
        mistake("Everything but the largest number gets the error. It is the other way round.",
                lambda p, e, s=2: right.spread_errors(e, s) - pool_gradient(p, e, s)),
        mistake("The sign is turned. The slope of a maximum is 1 at the largest number.",
                lambda p, e, s=2: -pool_gradient(p, e, s)),
        mistake("`size` is not used: the blocks are always 2 by 2.", lambda p, e, s=2: pool_gradient(p, e, 2)),
        mistake("The errors were added to the picture. Begin with zeros.", lambda p, e, s=2: p + pool_gradient(p, e, s)),
    ],
)
