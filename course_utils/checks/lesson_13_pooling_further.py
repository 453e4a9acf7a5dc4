"""The exercise of the companion of lesson 13 on errors that come back through max pooling."""
from functools import partial

import numpy as np

from course_utils.checks import answers_13_further as right
from course_utils.checks import answers_13_slips_further as slips
from course_utils.checks import call, exercise, mistake
from course_utils.checks.answers_13_further import pool_gradient

exercise = partial(exercise, further=True)
PICTURE = np.array([[1.0, 3.0, -2.0, -4.0], [5.0, 6.0, -7.0, -8.0], [3.0, 2.0, 1.0, 0.5], [1.5, 2.5, 3.5, 4.0]])


def _pooled_case(random, blocks, size):
    picture = random.permutation(float(np.prod(blocks)) * np.arange(np.prod(blocks) * size * size) - 20.0)
    shape = (blocks[0] * size, blocks[1] * size)
    return call(picture.reshape(shape), random.normal(size=blocks), size).named(f"a random picture {shape}, size {size}")


def _one_a_block(got, expected):
    return len(got) < len(expected) and all(large % small == 0 for large, small in zip(expected.shape, got.shape, strict=True))


exercise(
    "13.12", right=pool_gradient, points=2,
    probes=[call(PICTURE, np.array([[10.0, 20.0], [-30.0, 0.5]])), call(-PICTURE, np.ones((2, 2))),
            call(np.array([[1, 2], [3, 4]]), np.array([[0.5]]))],
    random_probes=lambda random: [_pooled_case(random, (2, 3), 2), _pooled_case(random, (3, 2), 3)],
    also_right=[right.pool_gradient_by_repeat, right.pool_gradient_masked],
    mistakes=[
        mistake("Every pixel of a block gets the error. In max pooling only the largest number had any influence.",
                lambda p, e, s=2: right.spread_errors(e, s)),
        mistake("This is what average pooling sends back. In max pooling only the largest number had any influence.",
                lambda p, e, s=2: right.spread_errors(e, s) / s ** 2),
        mistake("The largest number alone gets the error, and only its share of it. It gets all of it: do not divide.",
                lambda p, e, s=2: pool_gradient(p, e, s) / s ** 2),
        mistake("The error always goes to the first pixel of the block. It goes to the largest number.",
                lambda p, e, s=2: right.pool_gradient_placed(p, e, s, lambda number, size: (0, 0))),
        mistake("Inside the block rows and columns are exchanged: pixel number k of a block is in row `k // size`, column "
                "`k % size`.", lambda p, e, s=2: right.pool_gradient_placed(p, e, s, lambda k, size: (k % size, k // size))),
        mistake("Inside the block pixels are counted as if it were always 2 by 2. Divide by `size`.",
                lambda p, e, s=2: right.pool_gradient_placed(p, e, s, lambda k, size: divmod(k, 2))),
        mistake("A block of negative numbers gets nothing: do not begin the search at 0.", right.pool_gradient_from_zero),
        mistake("In a block of negative numbers the first pixel gets the error, since nothing is larger than the 0 at which "
                "the search begins.", lambda p, e, s=2: right.pool_gradient_from_zero(p, e, s, first=True)),
        mistake("The error goes to the smallest number of each block.", right.pool_gradient_smallest),
        mistake("The largest number of each column of the block gets the error: `max(axis=0)`. Each block has one.",
                lambda p, e, s=2: right.pool_gradient_masked(p, e, s, lambda block: block == block.max(axis=0))),
        mistake("The largest number of each row of the block gets the error: `max(axis=1)`. The block as a whole has one.",
                lambda p, e, s=2: right.pool_gradient_masked(p, e, s, lambda block: block == block.max(axis=1)[:, None])),
        mistake("The largest numbers are in their places here. What belongs there is the error of the block.",
                lambda p, e, s=2: p * (pool_gradient(p, np.ones(e.shape), s) != 0)),
        mistake("There are ones where the errors belong. Multiply each by the error of its block.",
                lambda p, e, s=2: pool_gradient(p, np.ones(e.shape), s)),
        mistake("The error is multiplied by the largest number. Its slope is 1: it was passed on as it is.",
                lambda p, e, s=2: pool_gradient(p, e, s) * p),
        mistake("All errors went into the first block: the place of the largest number is counted inside its block, and the "
                "block begins at `row * size`, `column * size`.",
                lambda p, e, s=2: right.pool_gradient_placed(p, e, s, offset=False)),
        mistake("All errors were added up in the first block. Inside its block a place is counted from `row * size`, "
                "`column * size`.", lambda p, e, s=2: right.pool_gradient_placed(p, e, s, offset=False, add=True)),
        mistake("The blocks begin one pixel apart. The block of row r begins at `r * size`.", right.pool_gradient_overlapping),
        mistake("The blocks begin one pixel apart, and add up where they overlap. The block of row r begins at `r * size`.",
                lambda p, e, s=2: right.pool_gradient_overlapping(p, e, s, add=True)),
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
        mistake("The errors are in their places, and elsewhere the picture's own numbers are left. Begin with zeros.",
                lambda p, e, s=2: np.where(pool_gradient(p, e * 0 + 1, s) > 0, pool_gradient(p, e, s), p).astype(p.dtype)),
        mistake("The result took over the whole numbers of the picture, and 0.5 became 0. Begin with np.zeros(picture.shape).",
                lambda p, e, s=2: right.pool_gradient_placed(p, e, s, dtype=None)),
        mistake("The result took over the whole numbers of the picture, which cannot take 0.5. Begin with "
                "np.zeros(picture.shape).", lambda p, e, s=2: right.pool_gradient_masked(p, e, s, dtype=None)),
        mistake("The array of zeros holds whole numbers, and cannot take fractions. Leave the `dtype` out: np.zeros(shape).",
                lambda p, e, s=2: right.pool_gradient_masked(p, e, s, dtype=int)),
        mistake("Fractions are cut off: the result is an array of whole numbers.",
                lambda p, e, s=2: pool_gradient(p, e, s).astype(int)),
        mistake("A block lies outside of the picture, so it is empty. Count the blocks of each direction: `errors.shape`, not "
                "`size`.", lambda p, e, s=2: right.pool_gradient_masked(p, e, s, counts=lambda e, size: (size, size))),
        mistake("A block lies outside of the picture, so it is empty. There may be more rows of blocks than columns: "
                "`errors.shape` has both numbers.",
                lambda p, e, s=2: right.pool_gradient_masked(p, e, s, counts=lambda e, size: (len(e), len(e)))),
        mistake("A block lies outside of the picture, so it is empty: the loops run over all pixels. There is one round for "
                "each block: `errors.shape`.", slips.over_blocks(counts=lambda p, e: p.shape)),
        mistake("There are more rounds than errors: the loops run over all pixels. One round for each block, `errors.shape`, "
                "is enough.", slips.error_before_block),
        mistake("A block without a number was searched: the loops run over all pixels. Let them run over the blocks, "
                "`errors.shape`.", slips.place_in_empty_block),
        mistake("`-` does not work on true and false, and none is needed: the slope of a maximum is 1, so the error keeps its "
                "sign.", slips.over_blocks(mask=lambda block: -(block == block.max()))),
        mistake("Only the first block got its error: the `return` stands inside the loops, and ends them in the first round.",
                slips.of_first_blocks(1, 1)),
        mistake("Only the first row of blocks got its errors: the `return` stands inside the outer loop.",
                slips.of_first_blocks(1)),
        mistake("The last row and column of each block are left out: a slice ends before its second number, so that is "
                "`(row + 1) * size`.", slips.over_blocks(cut=1)),
        mistake("The whole table of errors is multiplied here. A block gets the one that is its own: `errors[row, column]`.",
                slips.over_blocks(error=lambda errors, row, column: errors)),
        mistake("Row and column of the errors are exchanged: `errors[row, column]`.",
                slips.over_blocks(error=lambda errors, row, column: errors[column, row])),
        mistake("The result has one number for each block. It should have one for each pixel: begin with zeros of the shape of "
                "the picture.", slips.one_number_a_block, when=_one_a_block),
    ],
)
