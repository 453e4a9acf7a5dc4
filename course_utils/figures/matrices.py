"""Matrices drawn as tables of numbers, side by side, each with a window marked in it."""
import numpy as np
from matplotlib.patches import Rectangle

from course_utils.figures.style import GREY, INK, PALETTE, axes_or_new, fade, number_text

WIDEST, LARGEST = 7.4, 0.44  # inches: of the drawing, of one cell
GAP = 1.1                    # cells between two matrices
ABOVE = 0.9                  # cells above a matrix, for its title
DIGIT, MINUS = 0.64, 0.84    # widths of a digit and of a minus sign, in sizes of the font
MOST = 400                   # numbers in one drawing
MARK, FILL = PALETTE["vermilion"], fade(PALETTE["orange"], 0.35)


def plot_matrices(matrices, titles=None, *, marked=None, signs=None, digits=3, decimals=None):
    """Return the Axes of a new figure with `matrices` side by side as tables of numbers.

    matrices: a list of arrays of two axes; a place that holds NaN stays empty.
    titles: a text for each, written above it. signs: a text for each gap between two of them, such as "=".
    marked: for each matrix None, or (row, column, rows, columns), the window that is filled and framed.
    digits: significant digits of the numbers; decimals: instead of them, digits after the point, the same for all.

    Raises ValueError for arrays of other shapes, for more than 400 numbers, for windows that do not lie in their matrix, and
    where titles, windows or signs are too few or too many.
    """
    matrices = [_checked(matrix) for matrix in matrices]
    count = sum(matrix.size for matrix in matrices)
    if not 0 < count <= MOST:
        raise ValueError(f"plot_matrices() was given {count:,} numbers; it shows 1 to {MOST}.")
    titles = _one_each("titles", titles, len(matrices))
    marked = _one_each("windows", marked, len(matrices))
    signs = _one_each("signs", signs, len(matrices) - 1)
    width = sum(matrix.shape[1] for matrix in matrices) + GAP * (len(matrices) - 1)
    height = max(len(matrix) for matrix in matrices)
    cell = min(LARGEST, WIDEST / width)
    ax = axes_or_new(None, (cell * width, cell * (height + ABOVE)))
    text_of = _writer(digits, decimals)
    size = _font_size(matrices, cell, text_of)
    left = 0.0
    for matrix, title, window, sign in zip(matrices, titles, marked, [*signs, None]):
        top = (height - len(matrix)) / 2
        _draw(ax, matrix, window, (left, top), size, text_of)
        ax.text(left + matrix.shape[1] / 2, top - 0.25, title or "", ha="center", va="bottom", fontsize=10)
        left += matrix.shape[1] + GAP
        if sign:
            ax.text(left - GAP / 2, height / 2, sign, ha="center", va="center", fontsize=14, gid="sign")
    ax.set(xlim=(-0.1, width + 0.1), ylim=(height + 0.1, -ABOVE), aspect="equal")
    ax.set_axis_off()
    return ax


def _checked(matrix):
    """Return a matrix as an array of two axes of numbers."""
    array = np.asarray(matrix, dtype=float)
    if array.ndim != 2:
        raise ValueError(f"plot_matrices() was given an array of shape {array.shape}; each must have two axes: rows, columns. "
                         "One row alone is written [[1, 2, 3]].")
    return array


def _one_each(what, given, count):
    """Return what was given as a list of `count`, of None where nothing was given."""
    given = [None] * count if given is None else list(given)
    if len(given) != count:
        raise ValueError(f"plot_matrices() was given {len(given)} {what} and needs {count}.")
    return given


def _writer(digits, decimals):
    """Return a function that writes a number with so many significant digits, or digits after the point."""
    if decimals is None:
        return lambda value: number_text(value, digits)
    return lambda value: number_text(f"{round(value, decimals) + 0.0:.{decimals}f}")


def _font_size(matrices, cell, text_of):
    """Return the size at which the longest number fits into a cell of so many inches."""
    values = np.concatenate([matrix.ravel() for matrix in matrices])
    texts = [text_of(value) for value in values if not np.isnan(value)]
    widest = max((sum(MINUS if letter == "\N{MINUS SIGN}" else DIGIT for letter in text) for text in texts), default=DIGIT)
    return min(11, 0.7 * cell * 72 / widest)


def _draw(ax, matrix, window, corner, size, text_of):
    """Return nothing; draw one matrix with its window, its upper left corner at `corner` (x, y)."""
    left, top = corner
    rows, columns = matrix.shape
    if window is not None:
        first, start, high, wide = window
        if min(first, start) < 0 or first + high > rows or start + wide > columns:
            raise ValueError(f"The window {tuple(window)} does not lie in a matrix of {rows} rows and {columns} columns.")
        ax.add_patch(Rectangle((left + start, top + first), wide, high, facecolor=FILL, edgecolor="none", zorder=1))
    for line in range(rows + 1):
        ax.plot([left, left + columns], [top + line] * 2, color=fade(GREY, 0.4), linewidth=0.6, zorder=2)
    for line in range(columns + 1):
        ax.plot([left + line] * 2, [top, top + rows], color=fade(GREY, 0.4), linewidth=0.6, zorder=2)
    if window is not None:
        ax.add_patch(Rectangle((left + start, top + first), wide, high, facecolor="none", edgecolor=MARK, linewidth=2.2,
                               zorder=3, gid="window"))
    for (row, column), value in np.ndenumerate(matrix):
        if not np.isnan(value):
            ax.text(left + column + 0.5, top + row + 0.5, text_of(value), ha="center", va="center", color=INK,
                    fontsize=size, zorder=4, gid=f"number-{row}-{column}")
