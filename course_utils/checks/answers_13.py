"""Right answers of lesson 13, and the pieces of which wrong ones are made."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

PICTURE = np.array([[4, 9, 2, 5, 8, 3], [5, 6, 2, 4, 0, 3], [2, 4, 5, 4, 5, 2], [5, 6, 5, 4, 7, 8], [5, 7, 7, 9, 2, 1],
                    [5, 8, 5, 3, 8, 4]])
KERNEL = np.array([[1, 0, -1]] * 3)
UNCHANGED = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
BLUR = np.full((3, 3), 1 / 9)


def convolve(picture, kernel, padding=0, stride=1):
    """Return the sums of window x kernel over the padded picture, every `stride`-th window. Built in lesson 13."""
    windows = sliding_window_view(np.pad(picture, padding), kernel.shape)
    return np.sum(windows[::stride, ::stride] * kernel, axis=(2, 3))


def convolve_loops(picture, kernel, places=lambda rows, columns: (rows, columns), each=np.multiply, start=0, dtype=float):
    """Return the sums of window x kernel for each place in which the kernel fits. Built in lesson 13.

    `places` gives other numbers of rows and columns, `each` combines window and kernel, the windows begin at `start`, and
    the sums are kept in an array of `dtype`: right as they stand, and wrong in other ways.
    """
    high, wide = kernel.shape
    rows, columns = places(picture.shape[0] - high + 1, picture.shape[1] - wide + 1)
    result = np.zeros((rows, columns), dtype)
    for row in range(start, rows):
        for column in range(start, columns):
            result[row, column] = np.sum(each(picture[row:row + high, column:column + wide], kernel))
    return result


def first_axis_only(picture, kernel):
    """Return what loops give that take the number of rows of the kernel for its number of columns as well."""
    side = len(kernel)
    result = np.zeros((picture.shape[0] - side + 1, picture.shape[1] - side + 1))
    for row, column in np.ndindex(result.shape):
        result[row, column] = np.sum(picture[row:row + side, column:column + side] * kernel)
    return result


def always_three(picture, kernel):
    """Return what loops give that are written for kernels of 3 x 3."""
    result = np.zeros((picture.shape[0] - 2, picture.shape[1] - 2))
    for row, column in np.ndindex(result.shape):
        result[row, column] = np.sum(picture[row:row + 3, column:column + 3] * kernel)
    return result


def columns_first(picture, kernel):
    """Return what loops give that lay the windows of a row of results below each other."""
    return convolve(picture, kernel).T


def unsummed(picture, kernel):
    """Return nothing: the products of a window do not fit into one place of the result."""
    result = np.zeros_like(convolve(picture, kernel), dtype=float)
    result[0, 0] = picture[:kernel.shape[0], :kernel.shape[1]] * kernel
    return result


def exchanged_places(picture, kernel):
    """Return what loops give that write to `result[column, row]`."""
    result = np.zeros_like(convolve(picture, kernel), dtype=float)
    for (row, column), value in np.ndenumerate(convolve(picture, kernel)):
        result[column, row] = value
    return result


def one_block(picture, kernel):
    """Return what windows give that do not overlap: each begins where the one before ends."""
    high, wide = kernel.shape
    return convolve(picture, kernel)[::high, ::wide]


def window_products(picture, kernel):
    """Return the products before they are added up, (row, column, kernel row, kernel column)."""
    return sliding_window_view(picture, kernel.shape) * kernel


def sharpen_kernel(amount):
    """Return the 3 x 3 filter of picture + amount x (picture - blurred picture). Built in lesson 13."""
    return UNCHANGED + amount * (UNCHANGED - BLUR)


def sharpen_by_hand(amount):
    """Return the same entry by entry: 1 + 8/9 of the amount in the middle, -1/9 of it elsewhere."""
    entries = [[-amount / 9] * 3 for _ in range(3)]
    entries[1][1] = 1 + 8 * amount / 9
    return np.array(entries)


def output_size(size, kernel_size, padding=0, stride=1):
    """Return in how many places the kernel fits along one direction. Built in lesson 13."""
    return (size + 2 * padding - kernel_size) // stride + 1


def count_places(size, kernel_size, padding=0, stride=1):
    """Return the same by counting the places in which a window may begin."""
    return len(range(0, size + 2 * padding - kernel_size + 1, stride))


def padded_by(pads, mode="constant"):
    """Return an answer that pads as `pads(padding)` says, or in another mode, and is right otherwise."""
    def wrong(picture, kernel, padding=0, stride=1):
        return convolve(np.pad(picture, pads(padding), mode=mode), kernel, 0, stride)
    return wrong


def windows_every(step):
    """Return an answer that takes the windows `step(windows, stride)`, and is right otherwise."""
    def wrong(picture, kernel, padding=0, stride=1):
        windows = sliding_window_view(np.pad(picture, padding), kernel.shape)
        return np.sum(step(windows, stride) * kernel, axis=(2, 3))
    return wrong


def kept_in_type_of_picture(picture, kernel, padding=0, stride=1):
    """Return the sums, put one by one into an array of the number type of the picture."""
    result = convolve(picture, kernel, padding, stride)
    kept = np.zeros(result.shape, picture.dtype)
    kept[:] = result
    return kept


def convolve_in_loops(picture, kernel, padding=0, stride=1):
    """Return the same as `convolve`, with loops over the places."""
    padded = np.zeros((picture.shape[0] + 2 * padding, picture.shape[1] + 2 * padding))
    padded[padding:padding + picture.shape[0], padding:padding + picture.shape[1]] = picture
    rows = range(0, padded.shape[0] - kernel.shape[0] + 1, stride)
    columns = range(0, padded.shape[1] - kernel.shape[1] + 1, stride)
    return np.array([[(padded[row:row + kernel.shape[0], column:column + kernel.shape[1]] * kernel).sum() for column in columns]
                     for row in rows])


def stride_in_size_only(picture, kernel, padding=0, stride=1):
    """Return a result of the right size made of the first windows, one pixel apart."""
    every = convolve(picture, kernel, padding)
    return every[:-(-every.shape[0] // stride), :-(-every.shape[1] // stride)]


def stride_with_gaps(picture, kernel, padding=0, stride=1):
    """Return a result for stride 1 in which only every `stride`-th place is filled."""
    result = np.zeros(convolve(picture, kernel, padding).shape)
    result[::stride, ::stride] = convolve(picture, kernel, padding, stride)
    return result
