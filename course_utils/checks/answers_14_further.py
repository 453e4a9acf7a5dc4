"""Right answers of the companion of lesson 14, LeNet as published and Grad-CAM, and wrong ones that differ in one thing."""
import numpy as np

C3_TABLE = [(0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (0, 4, 5), (0, 1, 5), (0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5),
            (0, 3, 4, 5), (0, 1, 4, 5), (0, 1, 2, 5), (0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5), (0, 1, 2, 3, 4, 5)]


def connection_mask(table, channels):
    """Return 1 where a map (column) sees a channel (row) and 0 elsewhere, (channels, maps). Built in lesson 14."""
    mask = np.zeros((channels, len(table)), dtype=int)
    for number, seen in enumerate(table):
        mask[list(seen), number] = 1
    return mask


def mask_with(put, size=None):
    """Return an answer that fills its mask by `put(mask, number, seen)`."""
    def wrong(table, channels):
        mask = np.zeros((channels, len(table)) if size is None else size(table, channels), dtype=int)
        for number, seen in enumerate(table):
            put(mask, number, seen)
        return mask
    return wrong


def put_first(mask, number, seen):
    """Mark only the first channel that a map sees."""
    mask[seen[0], number] = 1


def put_number(mask, number, seen):
    """Write how many channels a map sees, instead of 1."""
    mask[list(seen), number] = len(seen)


def put_range(mask, number, seen):
    """Mark all channels from the first to the last that a map sees."""
    mask[min(seen):max(seen) + 1, number] = 1


def put_one_based(mask, number, seen):
    """Mark the channels as if they were counted from 1; IndexError for channel 0 is avoided as NumPy does, from the end."""
    mask[[channel - 1 for channel in seen], number] = 1


def mask_by_index(table, channels):
    """Return the mask of an answer that looks each map up with `table.index`, which finds the first that is equal."""
    mask = np.zeros((channels, len(table)), dtype=int)
    for seen in table:
        mask[list(seen), table.index(seen)] = 1
    return mask


def mask_of_notebook(table, channels):
    """Return the mask of an answer that takes the notebook's table, whatever it is given; IndexError where that is larger."""
    mask = np.zeros((channels, len(table)), dtype=int)
    for number, seen in enumerate(C3_TABLE):
        for channel in seen:
            mask[channel, number] = 1
    return mask


def zeros_of_two_arguments(table, channels):
    """Raise TypeError, as an answer does that gives the shape in two arguments: NumPy takes the second for a number type."""
    return np.zeros(channels, len(table))


def subsample(maps, coefficients, biases):
    """Return what a subsampling layer of 1998 gives before its tanh, (row, column, channel). Built in lesson 14.

    Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-based learning applied to document recognition", 1998, section
    II.B: the four numbers of a block are added, multiplied by a coefficient, and a bias is added.
    """
    rows, columns, channels = maps.shape[0] // 2, maps.shape[1] // 2, maps.shape[2]
    return maps.reshape(rows, 2, columns, 2, channels).sum(axis=(1, 3)) * coefficients + biases


def subsampled_in_loops(maps, coefficients, biases):
    """Return the same, one place and channel at a time."""
    result = np.zeros((maps.shape[0] // 2, maps.shape[1] // 2, maps.shape[2]))
    for row, column, channel in np.ndindex(*result.shape):
        block = maps[2 * row:2 * row + 2, 2 * column:2 * column + 2, channel]
        result[row, column, channel] = coefficients[channel] * block.sum() + biases[channel]
    return result


def subsample_by(reduce, after=lambda sums, coefficients, biases: sums * coefficients + biases):
    """Return a subsampling whose blocks are reduced by `reduce(blocks, axis=...)`, or that goes on otherwise."""
    def wrong(maps, coefficients, biases):
        rows, columns, channels = maps.shape[0] // 2, maps.shape[1] // 2, maps.shape[2]
        return after(reduce(maps.reshape(rows, 2, columns, 2, channels), axis=(1, 3)), coefficients, biases)
    return wrong


def overlapping(maps, coefficients, biases):
    """Return blocks that begin in every place instead of every second one."""
    sums = maps[:-1, :-1] + maps[1:, :-1] + maps[:-1, 1:] + maps[1:, 1:]
    return sums * coefficients + biases


def slices_with(corners):
    """Return a subsampling that adds up the slices beginning at these (row, column), right or not."""
    return lambda maps, coefficients, biases: sum(
        maps[row::2, column::2] for row, column in corners) * coefficients + biases


def without_brackets(maps, coefficients, biases):
    """Return the four slices added up without brackets, so that only the last is multiplied."""
    return maps[::2, ::2] + maps[1::2, ::2] + maps[::2, 1::2] + maps[1::2, 1::2] * coefficients + biases


def halves(maps, coefficients, biases):
    """Return the sums of the four quarters of the maps, instead of those of blocks."""
    rows, columns = maps.shape[0] // 2, maps.shape[1] // 2
    sums = maps[:rows, :columns] + maps[rows:, :columns] + maps[:rows, columns:] + maps[rows:, columns:]
    return sums * coefficients + biases


def count_partial(table, kernel, size):
    """Return (parameters, connections) of a convolution that sees by a table, without padding. Built in lesson 14.

    table: for each map the channels that it sees; kernel, size: pixels on a side of a kernel and of the maps before. The
    paper named at `subsample` counts both for each layer, a bias as a connection of each place.
    """
    parameters = sum(len(seen) for seen in table) * kernel ** 2 + len(table)
    return parameters, parameters * (size - kernel + 1) ** 2


def counted_one_by_one(table, kernel, size):
    """Return the same, map by map and place by place."""
    parameters = connections = 0
    for seen in table:
        parameters += len(seen) * kernel * kernel + 1
        for _ in np.ndindex(size - kernel + 1, size - kernel + 1):
            connections += len(seen) * kernel * kernel + 1
    return parameters, connections


def counted_with(kernels=lambda table: sum(map(len, table)), weights=lambda kernel: kernel ** 2, biases=len,
                 side=lambda kernel, size: size - kernel + 1, square=True):
    """Return a count in which the number of kernels, their weights, the biases or the places are found otherwise."""
    def wrong(table, kernel, size):
        parameters = kernels(table) * weights(kernel) + biases(table)
        return parameters, parameters * side(kernel, size) ** (2 if square else 1)
    return wrong


def count_connections(table, kernel, size):
    """Return the connections of the kernels alone, without those of the biases."""
    return sum(map(len, table)) * kernel ** 2 * (size - kernel + 1) ** 2


def grad_cam(maps, gradients):
    """Return the map of Grad-CAM, (row, column), of feature maps and of an answer's gradients. Built in lesson 14.

    R. Selvaraju et al., "Grad-CAM: visual explanations from deep networks via gradient-based localization", 2017, section 3,
    equations 1 and 2.
    """
    return np.maximum((maps * gradients.mean(axis=(0, 1))).sum(axis=2), 0)


def cam_with(weigh=lambda gradients: gradients.mean(axis=(0, 1)), end=lambda total: np.maximum(total, 0), join=np.multiply):
    """Return a Grad-CAM with other weights, another end, or another way to join maps and weights."""
    return lambda maps, gradients: end(join(maps, weigh(gradients)).sum(axis=2))


def cam_averaged(maps, gradients):
    """Return a Grad-CAM whose sum is divided by the sum of the weights."""
    weights = gradients.mean(axis=(0, 1))
    return np.maximum((maps * weights).sum(axis=2) / weights.sum(), 0)
