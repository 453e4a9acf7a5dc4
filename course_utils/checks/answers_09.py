"""Right answers of lesson 09, and the pieces of which wrong ones are made."""
import numpy as np


def shift_left(picture, columns):
    """Return the picture (rows, columns) moved to the left by `columns` >= 0 pixels, zeros coming in. Built in lesson 09."""
    moved = np.zeros_like(picture)
    width = picture.shape[1] - columns
    moved[:, :width] = picture[:, columns:]
    return moved


def shift_right(picture, columns):
    """Return the picture moved to the right: the other direction."""
    return shift_left(picture[:, ::-1], columns)[:, ::-1]


def shift_up(picture, columns):
    """Return the picture moved upwards: rows taken for columns."""
    return shift_left(picture.T, columns).T


def cut_off(picture, columns):
    """Return what is left of the picture, nothing coming in: a narrower one."""
    return picture[:, columns:]


def last_column_repeated(picture, columns):
    """Return the picture moved to the left, its last column coming in."""
    moved = np.roll(picture, -columns, axis=1)
    moved[:, picture.shape[1] - columns:] = picture[:, -1:]
    return moved


def prepare(pictures):
    """Return pictures (examples, rows, columns) as rows of inputs, float32, from 0 to 1. Built in lesson 09."""
    return pictures.reshape(len(pictures), -1).astype("float32") / 255


def scaled_by_batch(pictures):
    """Return rows of inputs divided by the largest number that happens to be there."""
    return pictures.reshape(len(pictures), -1).astype("float32") / max(pictures.max(), 1)


def floored(pictures):
    """Return rows of inputs after a division without remainder."""
    return (pictures.reshape(len(pictures), -1) // 255).astype("float32")


def is_float32(answer, pictures):
    """Return the inputs that `answer` makes of the pictures, and the name of their number type, as a dictionary."""
    inputs = answer(pictures)
    return {"inputs": inputs, "type": str(getattr(inputs, "dtype", type(inputs).__name__))}


def confusion(labels, predictions, classes):
    """Return how often each label (row) got each prediction (column), (classes, classes). Built in lesson 09."""
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (labels, predictions), 1)
    return counts


def confusion_each_once(labels, predictions, classes):
    """Return a matrix in which every pair that occurs is counted once, as indexing with arrays does."""
    return np.minimum(confusion(labels, predictions, classes), 1)


def confusion_as_shares(labels, predictions, classes):
    """Return each row divided by its sum."""
    counts = confusion(labels, predictions, classes)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


def precision_and_recall(counts):
    """Return (precision, recall), a share for each class, of a confusion matrix. Built in lesson 09."""
    right = np.diagonal(counts)
    return right / counts.sum(axis=0), right / counts.sum(axis=1)


def mend(scans):
    """Return scans with dark ink on white as white ink on black, uint8. Built in lesson 09."""
    return 255 - scans
