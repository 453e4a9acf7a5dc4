"""Right answers of the companion of lesson 13, and the pieces of which wrong ones are made."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils.checks.answers_13 import convolve


def dilate(kernel, dilation, dtype=float, fill=0.0):
    """Return the kernel with its weights `dilation` places apart and zeros between them. Built in lesson 13."""
    rows, columns = (dilation * (size - 1) + 1 for size in kernel.shape)
    spread = np.full((rows, columns), fill, dtype)
    spread[::dilation, ::dilation] = kernel
    return spread


def dilate_loops(kernel, dilation):
    """Return the same, weight by weight."""
    rows, columns = ((size - 1) * dilation + 1 for size in kernel.shape)
    spread = np.zeros((rows, columns))
    for row, column in np.ndindex(*kernel.shape):
        spread[row * dilation, column * dilation] = kernel[row, column]
    return spread


def dilate_rows(kernel, dilation):
    """Return a kernel that is spread downwards only."""
    spread = np.zeros((dilation * (len(kernel) - 1) + 1, kernel.shape[1]))
    spread[::dilation] = kernel
    return spread


def dilate_with_tail(kernel, dilation):
    """Return the kernel spread in an array of `dilation` times its size, with zeros behind the last weight as well."""
    spread = np.zeros((dilation * kernel.shape[0], dilation * kernel.shape[1]))
    spread[::dilation, ::dilation] = kernel
    return spread


def dilate_without_last(kernel, dilation):
    """Return the spread kernel without its last row and column of weights, in an array of the right size."""
    fewer = kernel.astype(float)
    fewer[-1], fewer[:, -1] = 0, 0
    return dilate(fewer, dilation)


def dilate_cut_from_end(kernel, dilation):
    """Return the spread kernel with its tail cut off from the end, which leaves nothing at dilation 1."""
    return dilate_with_tail(kernel, dilation)[:-(dilation - 1), :-(dilation - 1)]


def im2col(picture, size):
    """Return every window of (row, column, channel) as a row, (places, size * size * channels). Built in lesson 13."""
    windows = sliding_window_view(picture, (size, size), axis=(0, 1))  # (row, column, channel, high, wide)
    return windows.transpose(0, 1, 3, 4, 2).reshape(windows.shape[0] * windows.shape[1], -1)


def im2col_loops(picture, size):
    """Return the same as an array that is filled row by row."""
    rows, columns, channels = picture.shape[0] - size + 1, picture.shape[1] - size + 1, picture.shape[2]
    matrix = np.zeros((rows * columns, size * size * channels))
    for row in range(rows):
        for column in range(columns):
            matrix[row * columns + column] = picture[row:row + size, column:column + size].ravel()
    return matrix


def im2col_channels_first(picture, size):
    """Return the windows as rows with all numbers of the first channel first, as a reshape without transpose gives them."""
    windows = sliding_window_view(picture, (size, size), axis=(0, 1))
    return windows.reshape(windows.shape[0] * windows.shape[1], -1)


def im2col_columns_first(picture, size):
    """Return the rows of im2col in the order in which the outer loop runs over the columns."""
    rows, columns = picture.shape[0] - size + 1, picture.shape[1] - size + 1
    return im2col(picture, size).reshape(rows, columns, -1).transpose(1, 0, 2).reshape(rows * columns, -1)


def im2col_blocks(picture, size):
    """Return only the windows that stand side by side."""
    rows, columns = picture.shape[0] - size + 1, picture.shape[1] - size + 1
    return im2col(picture, size).reshape(rows, columns, -1)[::size, ::size].reshape(
        -1, size * size * picture.shape[2])


def im2col_other_ends(picture, size, rows=0, columns=0, less=0):
    """Return what loops give that go over so many more `rows` and `columns`, with windows that are `less` smaller."""
    return np.array([picture[row:row + size - less, column:column + size - less].reshape(-1)
                     for row in range(picture.shape[0] - size + 1 + rows)
                     for column in range(picture.shape[1] - size + 1 + columns)])


def im2col_fortran(picture, size):
    """Return im2col with the numbers of each window in the opposite order of axes."""
    return np.array([row.reshape(size, size, -1).reshape(-1, order="F") for row in im2col(picture, size)])


def picture_gradient(errors, kernel):
    """Return dL/dpicture of a convolution without padding, where errors is dL/dresult. Built in lesson 13."""
    above, beside = kernel.shape[0] - 1, kernel.shape[1] - 1
    return convolve(np.pad(errors, ((above, above), (beside, beside))), kernel[::-1, ::-1])


def picture_gradient_stamps(errors, kernel, add=True, dtype=float):
    """Return the same as stamps of the kernel; without `add` each one overwrites those before."""
    high, wide = kernel.shape
    gradient = np.zeros((errors.shape[0] + high - 1, errors.shape[1] + wide - 1), dtype)
    for row, column in np.ndindex(*errors.shape):
        stamp = errors[row, column] * kernel
        place = np.s_[row:row + high, column:column + wide]
        gradient[place] = (gradient[place] + stamp if add else stamp)
    return gradient


def picture_gradient_in_place(errors, kernel, dtype=int):
    """Return stamps added in place; NumPy raises its error where `dtype` is one of whole numbers and they are not."""
    gradient = np.zeros((errors.shape[0] + kernel.shape[0] - 1, errors.shape[1] + kernel.shape[1] - 1), dtype)
    for row, column in np.ndindex(*errors.shape):
        gradient[row:row + kernel.shape[0], column:column + kernel.shape[1]] += errors[row, column] * kernel
    return gradient


def picture_gradient_of_some(errors, kernel, rows, columns=None):
    """Return what comes back of the errors in the first `rows` and `columns` alone, which count from the end below zero."""
    some = np.zeros(errors.shape)
    some[:rows, :columns] = errors[:rows, :columns]
    return picture_gradient(some, kernel)


def picture_gradient_without_turn(errors, kernel):
    """Return what the padded errors give under the kernel as it is."""
    return picture_gradient(errors, kernel[::-1, ::-1])


def stamps_side_by_side(errors, kernel):
    """Return stamps that do not overlap, cut to the size of the picture."""
    return np.kron(errors, kernel)[:errors.shape[0] + kernel.shape[0] - 1, :errors.shape[1] + kernel.shape[1] - 1]


def wrapped_indices(errors, kernel):
    """Return the formula's sum with indices below zero, which count from the end."""
    rows, columns = errors.shape[0] + kernel.shape[0] - 1, errors.shape[1] + kernel.shape[1] - 1
    gradient = np.zeros((rows, columns))
    for row, column in np.ndindex(rows, columns):
        for i, j in np.ndindex(*kernel.shape):
            if row - i < errors.shape[0] and column - j < errors.shape[1]:
                gradient[row, column] += errors[row - i, column - j] * kernel[i, j]
    return gradient


def frame_too_wide(errors, kernel):
    """Return the full convolution of errors in a frame as wide as the kernel."""
    high, wide = kernel.shape
    return convolve(np.pad(errors, ((high, high), (wide, wide))), kernel[::-1, ::-1])


def pool_gradient(picture, errors, size=2):
    """Return dL/dpicture of max pooling in blocks of size x size, where errors is dL/dresult. Built in lesson 13."""
    return pool_gradient_placed(picture, errors, size)


def pool_gradient_placed(picture, errors, size=2, place=divmod, offset=True, add=False, dtype=float):
    """Return the same with the `place` of the largest number in its block as a function of its number and `size`.

    Without `offset` the places are counted from the corner of the picture; with `add` errors add up; `dtype` is that of
    the result, None for that of the picture.
    """
    gradient = np.zeros(picture.shape, dtype or picture.dtype)
    for row, column in np.ndindex(*errors.shape):
        top, left = row * size, column * size
        down, right = place(picture[top:top + size, left:left + size].argmax(), size)
        where = (top + down, left + right) if offset else (down, right)
        if add:
            gradient[where] += errors[row, column]
        else:
            gradient[where] = errors[row, column]
    return gradient


def pool_gradient_masked(picture, errors, size=2, mask=lambda block: block == block.max(), counts=None, dtype=float):
    """Return the error of its block wherever `mask` of the block is true.

    `counts` gives other numbers of blocks, `dtype` is that of the result, None for that of the picture; one of whole numbers
    makes NumPy raise its error where the errors are fractions.
    """
    gradient = np.zeros(picture.shape, dtype or picture.dtype)
    for row, column in np.ndindex(*(counts(errors, size) if counts else errors.shape)):
        block = np.s_[row * size:(row + 1) * size, column * size:(column + 1) * size]
        gradient[block] += mask(picture[block]) * errors[row, column]
    return gradient


def pool_gradient_from_zero(picture, errors, size=2, first=False):
    """Return what a search gives that begins at 0; with `first` the first pixel gets the error if nothing is larger."""
    gradient = np.zeros(picture.shape)
    for row, column in np.ndindex(*errors.shape):
        top, left = row * size, column * size
        block = picture[top:top + size, left:left + size]
        if block.max() > 0 or first:
            down, right = divmod(block.argmax(), size) if block.max() > 0 else (0, 0)
            gradient[top + down, left + right] = errors[row, column]
    return gradient


def spread_errors(errors, size):
    """Return the error of its block at every pixel."""
    return np.repeat(np.repeat(errors, size, axis=0), size, axis=1)


def pool_gradient_by_repeat(picture, errors, size=2):
    """Return the same without loops over the pixels: the number of each block's first largest, and a table of places."""
    rows, columns = errors.shape
    blocks = picture.reshape(rows, size, columns, size).transpose(0, 2, 1, 3).reshape(rows, columns, size * size)
    chosen = np.arange(size * size) == blocks.argmax(axis=2)[..., None]
    return (chosen * errors[..., None]).reshape(rows, columns, size, size).transpose(0, 2, 1, 3).reshape(picture.shape)


def pool_gradient_smallest(picture, errors, size=2):
    """Return the errors at the smallest number of each block."""
    return pool_gradient(-picture, errors, size)


def pool_gradient_overlapping(picture, errors, size=2, add=False):
    """Return the errors at the largest numbers of blocks that begin one pixel apart, overwritten or added up."""
    gradient = np.zeros(picture.shape)
    for row, column in np.ndindex(*errors.shape):
        block = np.s_[row:row + size, column:column + size]
        back = errors[row, column] * (picture[block] == picture[block].max())
        gradient[block] = gradient[block] + back if add else back
    return gradient
