"""Right answers of lesson 13 on layers, pooling and the gradient of a filter, and the pieces of which wrong ones are made."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils.checks.answers_13 import convolve, convolve_loops


def conv_layer(picture, kernels, biases):
    """Return the feature maps (row, column, filter) of kernels (row, column, channel, filter). Built in lesson 13."""
    high, wide = kernels.shape[:2]
    windows = sliding_window_view(picture, (high, wide), axis=(0, 1))  # (row, column, channel, high, wide)
    return np.einsum("rcdij,ijdf->rcf", windows, kernels) + biases


def conv_layer_by_maps(picture, kernels, biases):
    """Return the same filter by filter and channel by channel."""
    return np.stack([sum(convolve(picture[:, :, channel], kernels[:, :, channel, number])
                         for channel in range(picture.shape[2])) + biases[number]
                     for number in range(kernels.shape[3])], axis=2)


def conv_layer_by_shifts(picture, kernels, biases):
    """Return the same as the sum of shifted pictures, each times the weights of one place of the kernels."""
    high, wide = kernels.shape[:2]
    rows, columns = picture.shape[0] - high + 1, picture.shape[1] - wide + 1
    return biases + sum(picture[row:row + rows, column:column + columns] @ kernels[row, column]
                        for row in range(high) for column in range(wide))


def bias_inside_sum(picture, kernels, biases):
    """Return maps in which the bias is added to each product, and so as often as there are weights."""
    return conv_layer(picture, kernels, biases * kernels[:, :, :, 0].size)


def one_sum_for_all(picture, kernels, biases):
    """Return maps in which the products of all filters are added up, and the sum stands in each of them."""
    return np.zeros(len(biases)) + conv_layer(picture, kernels, 0 * biases).sum(axis=2, keepdims=True) + biases


def first_filter_for_all(picture, kernels, biases):
    """Return maps that are all made by the first filter, each with its own bias."""
    return conv_layer(picture, np.repeat(kernels[:, :, :, :1], len(biases), axis=3), biases)


def without_new_axis(picture, kernels, biases):
    """Return nothing: a window (row, column, channel) does not fit kernels of four axes."""
    window = picture[:kernels.shape[0], :kernels.shape[1]]
    return np.sum(window * kernels, axis=(0, 1, 2)) + biases


def pool_without_step(maps, size=2):
    """Return blocks that begin one pixel apart, as many as there are whole blocks."""
    rows, columns = maps.shape[0] // size, maps.shape[1] // size
    return sliding_window_view(maps, (size, size), axis=(0, 1)).max(axis=(3, 4))[:rows, :columns]


def pool_with_short_slices(maps, size=2):
    """Return nothing: slices that begin at `row * size` and end at `row + size` soon have no numbers in them."""
    rows, columns = maps.shape[0] // size, maps.shape[1] // size
    pooled = np.zeros((rows, columns, maps.shape[2]))
    for row, column in np.ndindex(rows, columns):
        pooled[row, column] = maps[row * size:row + size, column * size:column + size].max(axis=(0, 1))
    return pooled


def pool_uncut(maps, size=2):
    """Return max pooling by a reshape that does not drop what is left over, and fails there."""
    rows, columns, channels = maps.shape[0] // size, maps.shape[1] // size, maps.shape[2]
    return maps.reshape(rows, size, columns, size, channels).max(axis=(1, 3))


def max_pool(maps, size=2, reduce=np.max):
    """Return the largest number of each block (or what `reduce` makes of it), per channel. Built in lesson 13."""
    rows, columns = maps.shape[0] // size, maps.shape[1] // size
    blocks = maps[:rows * size, :columns * size].reshape(rows, size, columns, size, -1)
    return reduce(blocks, axis=(1, 3))


def max_pool_loops(maps, size=2, fill=0.0, channels=lambda block: block.max(axis=(0, 1))):
    """Return the same in loops; `channels` says what becomes of a block, and the result starts filled with `fill`."""
    rows, columns = maps.shape[0] // size, maps.shape[1] // size
    pooled = np.full((rows, columns, maps.shape[2]), fill)
    for row, column in np.ndindex(rows, columns):
        pooled[row, column] = channels(maps[row * size:(row + 1) * size, column * size:(column + 1) * size])
    return pooled


def pool_with_leftovers(maps, size=2):
    """Return max pooling that makes a smaller block of what is left over at the border."""
    rows, columns = -(-maps.shape[0] // size), -(-maps.shape[1] // size)
    return np.array([[maps[row * size:(row + 1) * size, column * size:(column + 1) * size].max(axis=(0, 1))
                      for column in range(columns)] for row in range(rows)])


def pool_wrong_blocks(maps, size=2):
    """Return the largest number of what `reshape` gives where the axes of blocks and places are exchanged."""
    rows, columns = maps.shape[0] // size, maps.shape[1] // size
    return maps[:rows * size, :columns * size].reshape(size, rows, size, columns, -1).max(axis=(0, 2))


def pool_by_windows(maps, size=2):
    """Return max pooling as every `size`-th of all windows."""
    return sliding_window_view(maps, (size, size), axis=(0, 1))[::size, ::size].max(axis=(3, 4))


def kernel_gradient(picture, kernel, targets):
    """Return dL/dkernel for L = mean((convolve(picture, kernel) - targets)^2). Built in lesson 13."""
    errors = convolve(picture, kernel) - targets
    return convolve(picture, 2 * errors / errors.size)


def kernel_gradient_loops(picture, kernel, targets):
    """Return the same weight by weight, as the formula has it."""
    errors = convolve_loops(picture, kernel) - targets
    rows, columns = errors.shape
    gradient = np.zeros(kernel.shape)
    for row, column in np.ndindex(*kernel.shape):
        gradient[row, column] = 2 * np.mean(errors * picture[row:row + rows, column:column + columns])
    return gradient


def gradient_of(errors_of):
    """Return an answer that lays `errors_of(result, targets)` on the picture."""
    return lambda picture, kernel, targets: convolve(picture, errors_of(convolve(picture, kernel), targets))
