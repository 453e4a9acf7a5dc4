"""The confusion matrix as a picture in which the mistakes stand out."""
import numpy as np

from course_utils.figures.style import axes_or_new

INCHES_PER_CLASS = 0.52


def plot_confusion(counts, names=None, *, ax=None):
    """Return the Axes with a confusion matrix: rows are labels, columns predictions, each entry a count.

    The shade follows the mistakes; the diagonal, which is far larger as a rule, is left white. `names` are the classes.

    Raises ValueError for a matrix that is not square, and for names that are not as many as its rows.
    """
    counts = np.asarray(counts)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError(f"plot_confusion() was given an array of shape {counts.shape}; it needs a square matrix, one row for "
                         "each label and one column for each prediction.")
    names = [str(number) for number in range(len(counts))] if names is None else list(names)
    if len(names) != len(counts):
        raise ValueError(f"plot_confusion() was given {len(names)} names for {len(counts)} classes; give one for each.")
    size = INCHES_PER_CLASS * len(counts) + 0.6
    ax = axes_or_new(ax, (size, size))
    mistakes = np.where(np.eye(len(counts), dtype=bool), 0, counts)
    ax.imshow(mistakes, cmap="Oranges", vmin=0, vmax=max(mistakes.max(), 1))
    _write_counts(ax, counts, mistakes)
    ticks = np.arange(len(counts))
    ax.set(xlabel="read as", ylabel="label", xticks=ticks, yticks=ticks, xticklabels=names, yticklabels=names)
    ax.grid(False)
    return ax


def _write_counts(ax, counts, mistakes):
    """Write each count into its field, zeros left out; the diagonal in bold, light letters on dark fields."""
    for (row, column), count in np.ndenumerate(counts):
        if count:
            dark = mistakes[row, column] > 0.6 * mistakes.max()
            ax.text(column, row, f"{count:,}", ha="center", va="center", fontsize=8, color="white" if dark else "black",
                    fontweight="bold" if row == column else "normal")
