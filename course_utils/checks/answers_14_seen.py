"""Wrong receptive fields and occlusion maps for lesson 14, and a score to try maps with."""
import numpy as np

from course_utils.checks.answers_14 import cover


def weighted_score(pictures):
    """Return a number for each picture: a sum of its pixels with weights that differ from place to place, and its square.

    TypeError, in words, where it is not given a batch of pictures of one shape, an array.
    """
    if isinstance(pictures, (list, tuple)):
        raise TypeError("score() was given a list of pictures; it takes one array, (pictures, rows, columns).")
    pictures = np.asarray(pictures, dtype=float)
    if pictures.ndim < 3:
        raise TypeError(f"score() was given an array of shape {pictures.shape}; it takes a batch: (pictures, rows, columns).")
    weights = np.cos(1 + np.arange(pictures[0].size)).reshape(pictures.shape[1:])
    sums = (pictures * weights).reshape(len(pictures), -1).sum(axis=1)
    return sums + sums ** 2 / 4  # the square tells "all but the square is covered" from "what is left"


def field_set_anew(layers):
    """Return a receptive field to which each layer does not add: it starts over."""
    field, jump = 1, 1
    for kernel_size, stride in layers:
        field = (kernel_size - 1) * jump
        jump *= stride
    return field


def field_and_jump(layers):
    """Return the receptive field together with the jump."""
    field, jump = 1, 1
    for kernel_size, stride in layers:
        field += (kernel_size - 1) * jump
        jump *= stride
    return field, jump


def with_map(how):
    """Return an answer that builds its map from `how(picture, score, row, column, size)`, one number for each place."""
    def wrong(picture, score, size, stride):
        rows = range(0, picture.shape[0] - size + 1, stride)
        columns = range(0, picture.shape[1] - size + 1, stride)
        return np.array([[how(picture, score, row, column, size) for column in columns] for row in rows])
    return wrong


def fall(picture, score, row, column, size):
    """Return how far the score falls where one square is covered: what is asked for, one place at a time."""
    return score(picture[None])[0] - score(cover(picture, row, column, size)[None])[0]


def with_places(height=lambda rows, size: rows - size + 1, step=lambda size, stride: stride):
    """Return an answer whose squares begin in other places."""
    def wrong(picture, score, size, stride):
        rows = range(0, height(picture.shape[0], size), step(size, stride))
        columns = range(0, height(picture.shape[1], size), step(size, stride))
        return np.array([[fall(picture, score, row, column, size) for column in columns] for row in rows])
    return wrong


def never_uncovered(picture, score, size, stride):
    """Return the map of one copy that is covered more and more."""
    copy, first = picture.copy(), score(picture[None])[0]
    rows = range(0, picture.shape[0] - size + 1, stride)
    columns = range(0, picture.shape[1] - size + 1, stride)
    falls = np.zeros((len(rows), len(columns)))
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            copy[row:row + size, column:column + size] = 0
            falls[i, j] = first - score(copy[None])[0]
    return falls


def without_batch(picture, score, size, stride):
    """Return what a score refuses: a picture without the axis of the batch."""
    return score(cover(picture, 0, 0, size))


def list_of_pictures(picture, score, size, stride):
    """Return what a score refuses: a list of pictures."""
    return score([cover(picture, 0, 0, size)])


def _places(picture, size, stride):
    return [range(0, side - size + 1, stride) for side in picture.shape[:2]]


def columns_first(picture, score, size, stride):
    """Return the falls in the order of the columns, in the shape of the rows."""
    rows, columns = _places(picture, size, stride)
    falls = [fall(picture, score, row, column, size) for column in columns for row in rows]
    return np.reshape(falls, (len(rows), len(columns)))


def one_copy_a_row(picture, score, size, stride):
    """Return the map where the picture is made whole again after each row of squares only."""
    rows, columns = _places(picture, size, stride)
    return np.array([_worn(picture, score, size, row, columns) for row in rows])


def _worn(picture, score, size, row, columns):
    copy, falls = picture.copy(), []
    for column in columns:
        copy[row:row + size, column:column + size] = 0
        falls.append(score(picture[None])[0] - score(copy[None])[0])
    return falls


def centred(picture, score, row, column, size):
    """Return the fall where the square has its middle in its place, as far as it lies inside."""
    copy, half = picture.copy(), size // 2
    copy[max(row - half, 0):row + half + 1, max(column - half, 0):column + half + 1] = 0
    return score(picture[None])[0] - score(copy[None])[0]


def stride_twice(picture, score, size, stride):
    """Return the map of squares that begin `stride` times too far away."""
    rows, columns = _places(picture, size, stride)
    return np.array([[fall(picture, score, row * stride, column * stride, size) for column in columns] for row in rows])


def kept_outside(picture, score, row, column, size):
    """Return the fall where everything but the square is covered."""
    copy = np.zeros_like(picture)
    copy[row:row + size, column:column + size] = picture[row:row + size, column:column + size]
    return score(picture[None])[0] - score(copy[None])[0]


def one_pixel(picture, score, row, column, size):
    """Return the fall where only the corner of the square is covered."""
    return fall(picture, score, row, column, 1)


def first_channel(picture, score, row, column, size):
    """Return the fall where only the first channel of a picture with channels is covered."""
    copy = picture.copy()
    covered = copy if copy.ndim == 2 else copy[:, :, 0]
    covered[row:row + size, column:column + size] = 0
    return score(picture[None])[0] - score(copy[None])[0]


def without_stride(picture, score, size, stride):
    """Return a map of the right shape whose squares begin in neighbouring places."""
    rows, columns = ((side - size) // stride + 1 for side in picture.shape[:2])
    return np.array([[fall(picture, score, row, column, size) for column in range(columns)] for row in range(rows)])


def slice_to_size(picture, score, row, column, size):
    """Return the fall where the slices end at `size` instead of `size` after where they begin."""
    copy = picture.copy()
    copy[row:size, column:size] = 0
    return score(picture[None])[0] - score(copy[None])[0]


def covered_with(value):
    """Return a map whose squares are filled with `value(picture)` instead of black."""
    return with_map(lambda picture, score, row, column, size: score(picture[None])[0] - score(
        cover(picture, row, column, size, value(picture))[None])[0])


def in_size_of_picture(picture, score, size, stride):
    """Return a map as large as the picture, with a number in each place where a square begins, and zeros elsewhere."""
    falls = np.zeros(picture.shape[:2])
    for row in range(0, picture.shape[0] - size + 1, stride):
        for column in range(0, picture.shape[1] - size + 1, stride):
            falls[row, column] = fall(picture, score, row, column, size)
    return falls
