"""Pieces of which the wrong answers of the companion of lesson 13 are made that go wrong in their loops and slices."""
import numpy as np


def stamped(size=lambda errors, kernel: np.add(errors.shape, kernel.shape) - 1, counts=lambda errors, kernel: errors.shape,
            place=lambda row, column, high, wide: np.s_[row:row + high, column:column + wide],
            stamp=lambda error, kernel: error * kernel):
    """Return a gradient of the picture made of stamps; right as it stands.

    `size` is that of the array of zeros, `counts` how many stamps there are, `place` where one goes, `stamp` what it is.
    """
    def answer(errors, kernel):
        gradient = np.zeros(size(errors, kernel))
        for row, column in np.ndindex(*counts(errors, kernel)):
            gradient[place(row, column, *kernel.shape)] += stamp(errors[row, column], kernel)
        return gradient
    return answer


def square_stamps(errors, kernel):
    """Return what loops give that take the rows of errors and kernel for their columns as well."""
    side = len(errors) + len(kernel) - 1
    return stamped(lambda errors, kernel: (side, side), lambda errors, kernel: (len(errors), len(errors)),
                   lambda row, column, high, wide: np.s_[row:row + high, column:column + high])(errors, kernel)


def two_sizes(errors, kernel):
    """Return nothing: `np.zeros` takes its second argument for a number type."""
    return np.zeros(errors.shape[0] + kernel.shape[0] - 1, errors.shape[1] + kernel.shape[1] - 1)


def nothing_put_down(errors, kernel):
    """Return the zeros of the beginning."""
    return np.zeros(np.add(errors.shape, kernel.shape) - 1)


def over_blocks(counts=lambda picture, errors: errors.shape, cut=0, error=lambda errors, row, column: errors[row, column],
                mask=lambda block: block == block.max()):
    """Return a gradient of max pooling in loops over the blocks; right as it stands.

    `counts` says how many blocks there are, `cut` how many rows and columns a block lacks, `mask` where in it the error goes,
    and `error` which one that is.
    """
    def answer(picture, errors, size=2):
        gradient = np.zeros(picture.shape)
        for row, column in np.ndindex(*counts(picture, errors)):
            block = np.s_[row * size:(row + 1) * size - cut, column * size:(column + 1) * size - cut]
            gradient[block] = mask(picture[block]) * error(errors, row, column)
        return gradient
    return answer


def error_before_block(picture, errors, size=2):
    """Return nothing: loops over all pixels soon ask for an error that is not there."""
    return [errors[row, column] for row, column in np.ndindex(*picture.shape)]


def place_in_empty_block(picture, errors, size=2):
    """Return nothing: loops over all pixels soon look for the largest number of a block without any."""
    return picture[:size, picture.shape[1]:].argmax()


def of_first_blocks(rows, columns=None):
    """Return what comes back of the first `rows` and `columns` of blocks alone."""
    def answer(picture, errors, size=2):
        some = np.zeros(errors.shape)
        some[:rows, :columns] = errors[:rows, :columns]
        return over_blocks()(picture, some, size)
    return answer


def one_number_a_block(picture, errors, size=2):
    """Return the largest number of each block times its error, in the shape of the errors."""
    return picture.reshape(len(errors), size, errors.shape[1], size).max(axis=(1, 3)) * errors
