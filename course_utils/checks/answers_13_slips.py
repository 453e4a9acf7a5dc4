"""Pieces of which the wrong answers of lesson 13 are made that fail, or go wrong, in the loops or the windows."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils.checks.answers_13 import convolve
from course_utils.checks.answers_13_layers import conv_layer


def looped(side=lambda kernel: kernel.shape, places=lambda counted, picture, kernel, padding, stride: counted,
           put=lambda result, row, column, value, stride: result.__setitem__((row, column), value)):
    """Return a convolution in loops whose windows are as large as `side(kernel)`, over as many `places` as that says.

    `put` writes one sum into the result. Right as it stands, for padding and stride as well.
    """
    def answer(picture, kernel, padding=0, stride=1):
        padded, (high, wide) = np.pad(picture, padding), side(kernel)
        counted = tuple((padded.shape[axis] - (high, wide)[axis]) // stride + 1 for axis in (0, 1))
        result = np.zeros(places(counted, padded, kernel, padding, stride))
        for row, column in np.ndindex(result.shape):
            top, left = row * stride, column * stride
            put(result, row, column, np.sum(padded[top:top + high, left:left + wide] * kernel), stride)
        return result
    return answer


def viewed(side):
    """Return a convolution whose windows, as large as `side(kernel)`, come from one view."""
    def answer(picture, kernel, padding=0, stride=1):
        windows = sliding_window_view(np.pad(picture, padding), side(kernel))[::stride, ::stride]
        return np.sum(windows * kernel, axis=(2, 3))
    return answer


def put_with_gaps(result, row, column, value, stride):
    """Return nothing; write a sum to the place of its pixel, if there is one in a result of the right size."""
    if row * stride < result.shape[0] and column * stride < result.shape[1]:
        result[row * stride, column * stride] = value


def output_size(size, kernel_size, padding, stride):
    """Return the size of the result; a call without padding or stride fails."""
    return (size + 2 * padding - kernel_size) // stride + 1


def padded_twice(counted, picture, kernel, padding, stride):
    """Return more places than there are: the padding of a picture that is padded already is counted once more."""
    return tuple((picture.shape[axis] + 2 * padding - kernel.shape[axis]) // stride + 1 for axis in (0, 1))


def minus_nothing(picture, kernel, padding=0, stride=1):
    """Return a convolution that fails for padding 0, where the slice `[0:-0]` is empty."""
    padded = np.zeros((picture.shape[0] + 2 * padding, picture.shape[1] + 2 * padding))
    padded[padding:-padding, padding:-padding] = picture
    return convolve(padded, kernel, 0, stride)


def size_with_fraction(kind):
    """Return an answer whose rows and columns are of the type `kind`, which np.zeros refuses."""
    def answer(picture, kernel, padding=0, stride=1):
        return np.zeros([kind((picture.shape[axis] + 2 * padding - kernel.shape[axis]) / stride + 1) for axis in (0, 1)])
    return answer


def stride_inside_windows(picture, kernel, padding=0, stride=1):
    """Return a convolution that leaves out pixels of each window, and not windows."""
    windows = sliding_window_view(np.pad(picture, padding), kernel.shape)[:, :, ::stride, ::stride]
    return np.sum(windows * kernel, axis=(2, 3))


def summed_over_windows(picture, kernel, padding=0, stride=1):
    """Return sums over the windows instead of sums inside each of them."""
    windows = sliding_window_view(np.pad(picture, padding), kernel.shape)[::stride, ::stride]
    return np.sum(windows * kernel, axis=(0, 1))


def stride_then_padding(picture, kernel, stride=1, padding=0):
    """Return a convolution whose two settings stand in the other order."""
    return convolve(picture, kernel, padding, stride)


def ranged_stride_then_padding(picture, kernel, stride=1, padding=0):
    """Return the same with loops over the pixels where windows begin."""
    padded, (high, wide) = np.pad(picture, padding), kernel.shape
    return np.array([[np.sum(padded[row:row + high, column:column + wide] * kernel)
                      for column in range(0, padded.shape[1] - wide + 1, stride)]
                     for row in range(0, padded.shape[0] - high + 1, stride)])


def counted_stride_then_padding(picture, kernel, stride=1, padding=0):
    """Return nothing for stride 0: the number of places is divided by it."""
    return np.zeros((picture.shape[0] + 2 * padding - kernel.shape[0]) // stride + 1)


def running_sum(picture, kernel):
    """Return sums that are never set back to 0 from one window to the next."""
    every = convolve(picture, kernel)
    return np.cumsum(every).reshape(every.shape)


def layered(weights=lambda kernels, number, channel: kernels[:, :, channel, number],
            channels=lambda picture: range(picture.shape[2]), bias=lambda biases, number: biases[number]):
    """Return a layer made of one map for each channel and filter; right as it stands."""
    def answer(picture, kernels, biases):
        return np.stack([sum(convolve(picture[:, :, channel], weights(kernels, number, channel))
                             for channel in channels(picture)) + bias(biases, number)
                         for number in range(kernels.shape[3])], axis=2)
    return answer


def layer_loops(side=lambda kernels: kernels.shape[:2], weights=lambda kernels, number: kernels[:, :, :, number],
                bias=lambda biases, number: biases[number], turn=1):
    """Return a layer in three loops, over the places and the filters; right as it stands.

    With `turn` -1 the rows of the result are counted as its columns.
    """
    def answer(picture, kernels, biases):
        high, wide = side(kernels)
        maps = np.zeros((picture.shape[0] - high + 1, picture.shape[1] - wide + 1)[::turn] + kernels.shape[3:])
        for row, column, number in np.ndindex(maps.shape):
            window = picture[row:row + high, column:column + wide]
            maps[row, column, number] = np.sum(window * weights(kernels, number)) + bias(biases, number)
        return maps
    return answer


def two_axes_summed(picture, kernels, biases):
    """Return what `np.tensordot` gives that adds up over two axes of a window of three."""
    high, wide = kernels.shape[:2]
    return np.array([[np.tensordot(picture[row:row + high, column:column + wide], kernels, axes=2) + biases
                      for column in range(picture.shape[1] - wide + 1)] for row in range(picture.shape[0] - high + 1)])


def layer_returned_early(rows, columns=None, filters=None, bias=lambda kept, biases: kept * biases):
    """Return a layer whose loops end after so many `rows` (and `columns`, `filters`); the rest is zeros.

    `bias(kept, biases)` is what is added, where `kept` is 1 in the places that were reached.
    """
    def answer(picture, kernels, biases):
        right = conv_layer(picture, kernels, 0 * biases)
        kept = np.zeros(right.shape)
        kept[:rows, :columns, :filters] = 1
        return kept * right + bias(kept, biases)
    return answer


def bias_after_loops(picture, kernels, biases):
    """Return maps of which only the last number got a bias."""
    maps = conv_layer(picture, kernels, 0.0 * biases)
    maps[-1, -1, -1] += biases[-1]
    return maps


def channels_as_filters(picture, kernels, biases):
    """Return what loops give that unpack `high, wide, filters, channels = kernels.shape`."""
    return np.stack([sum(convolve(picture[:, :, channel], kernels[:, :, number, channel])
                         for channel in range(picture.shape[2])) + biases[number]
                     for number in range(kernels.shape[2])], axis=2)


def maps_reshaped(picture, kernels, biases):
    """Return the maps, stacked with the filter first and then reshaped, which mixes their places."""
    right = conv_layer(picture, kernels, biases)
    return right.transpose(2, 0, 1).reshape(right.shape)


def pool_loops(reduce):
    """Return pooling in loops, where `reduce` makes of a block what goes into the result."""
    def answer(maps, size=2):
        pooled = np.zeros((maps.shape[0] // size, maps.shape[1] // size, maps.shape[2]))
        for row, column in np.ndindex(pooled.shape[:2]):
            pooled[row, column] = reduce(maps[row * size:(row + 1) * size, column * size:(column + 1) * size])
        return pooled
    return answer


def pool_in_place_of_maps(maps, size=2):
    """Return pooled maps in an array as large as the maps, zeros elsewhere."""
    result, pooled = np.zeros_like(maps), pool_loops(lambda block: block.max(axis=(0, 1)))(maps, size)
    result[:pooled.shape[0], :pooled.shape[1]] = pooled
    return result


def pool_reshaped(maps, size=2):
    """Return the largest numbers of a reshape that asks for (rows, columns, size, size, channels)."""
    rows, columns = maps.shape[0] // size, maps.shape[1] // size
    return maps[:rows * size, :columns * size].reshape(rows, columns, size, size, -1).max(axis=(2, 3))


def pool_last_left_out(maps, size=2):
    """Return pooling by blocks that end one row and one column too early."""
    return pool_loops(lambda block: block[:size - 1, :size - 1].max(axis=(0, 1)))(maps, size)


def pool_from_the_end(maps, size=2):
    """Return pooling that drops left-over rows and columns above and on the left."""
    top, left = maps.shape[0] % size, maps.shape[1] % size
    return pool_loops(lambda block: block.max(axis=(0, 1)))(maps[top:, left:], size)


def gradient_loops(side=lambda errors: errors.shape, add=np.sum):
    """Return the gradient of a filter weight by weight, by slices as large as `side(errors)`; right as it stands."""
    def answer(picture, kernel, targets):
        errors = convolve(picture, kernel) - targets
        gradient, (rows, columns) = np.zeros(kernel.shape), side(errors)
        for row, column in np.ndindex(kernel.shape):
            gradient[row, column] = add(2 / errors.size * errors * picture[row:row + rows, column:column + columns])
        return gradient
    return answer
