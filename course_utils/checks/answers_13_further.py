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


def im2col_one_less(picture, size):
    """Return what loops give that stop one window too early, downwards and to the right."""
    return np.array([picture[row:row + size, column:column + size].reshape(-1)
                     for row in range(picture.shape[0] - size) for column in range(picture.shape[1] - size)])


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
    gradient = np.zeros(picture.shape)
    for row, column in np.ndindex(*errors.shape):
        block = np.s_[row * size:(row + 1) * size, column * size:(column + 1) * size]
        gradient[block] = errors[row, column] * (picture[block] == picture[block].max())
    return gradient


def spread_errors(errors, size):
    """Return the error of its block at every pixel."""
    return np.repeat(np.repeat(errors, size, axis=0), size, axis=1)


def pool_gradient_by_repeat(picture, errors, size=2):
    """Return the same without loops: the largest of its block and the error of its block at every pixel."""
    blocks = picture.reshape(errors.shape[0], size, errors.shape[1], size).max(axis=(1, 3))
    return np.where(picture == spread_errors(blocks, size), spread_errors(errors, size), 0.0)


def pool_gradient_fixed_place(picture, errors, size=2):
    """Return the errors at the first pixel of each block."""
    gradient = np.zeros(picture.shape)
    gradient[::size, ::size] = errors
    return gradient


def pool_gradient_smallest(picture, errors, size=2):
    """Return the errors at the smallest number of each block."""
    return pool_gradient(-picture, errors, size)


def pool_gradient_first_block(picture, errors, size=2):
    """Return the errors at the places that the largest numbers have inside their blocks, all in the first block."""
    gradient = np.zeros(picture.shape)
    for row, column in np.ndindex(*errors.shape):
        block = picture[row * size:(row + 1) * size, column * size:(column + 1) * size]
        gradient[np.unravel_index(block.argmax(), block.shape)] = errors[row, column]
    return gradient


def pool_gradient_overlapping(picture, errors, size=2):
    """Return the errors at the largest numbers of blocks that begin one pixel apart."""
    gradient = np.zeros(picture.shape)
    for row, column in np.ndindex(*errors.shape):
        block = np.s_[row:row + size, column:column + size]
        gradient[block] = errors[row, column] * (picture[block] == picture[block].max())
    return gradient
