"""A contact sheet: pictures in rows, a label below each."""
import textwrap

import numpy as np

from course_utils.figures.style import SIGNED, axes_or_new

WIDEST, LARGEST = 7.2, 1.5  # inches: of the sheet, of one picture
GAP = 0.06                  # of the width of a picture, left free around it
FONT_SIZE = 9
LINE, LETTER = 1.25 * FONT_SIZE / 72, 0.6 * FONT_SIZE / 72  # inches: height of a line, width of a letter
MOST = 200


def plot_pictures(pictures, labels=None, *, columns=8, ax=None):
    """Return the Axes with a contact sheet of at most `columns` pictures in a row.

    pictures: an array, a list of arrays or Pictures; each picture is (height, width) or (height, width, 1), grey, or
        (height, width, 3), in colour. Values are uint8 from 0 to 255, or floats from 0 to 1, cut off there in colour; grey
        pictures with other floats are shown from 0 to the largest of all, and where some are negative, all on the signed
        map around zero.
        Pictures of different sizes are drawn equally large.
    labels: one text or number for each, written below it; long ones are broken into lines.

    Raises ValueError for no pictures or more than 200, for other shapes, and where labels are not one for each.
    """
    arrays = _checked(pictures)
    columns = min(columns, len(arrays))
    width = min(LARGEST, WIDEST / columns)
    texts = _labels(labels, len(arrays), width)
    rows = -(-len(arrays) // columns)
    row_height = 1 + max((text.count("\n") + 1 for text in texts if text), default=0) * LINE / width
    ax = axes_or_new(ax, (columns * width, rows * row_height * width))
    scale = _scale(arrays)
    for index, (array, text) in enumerate(zip(arrays, texts)):
        left, top = index % columns, index // columns * row_height
        ax.imshow(array, extent=_extent(array, left, top), gid=f"picture-{index}", interpolation="nearest", **scale)
        ax.text(left + 0.5, top + 1, text, ha="center", va="top", fontsize=FONT_SIZE, linespacing=1.1,
                gid=f"picture-label-{index}")
    ax.set(xlim=(0, columns), ylim=(rows * row_height, 0), aspect="equal")
    ax.set_axis_off()
    return ax


def _checked(pictures):
    """Return the pictures as a list of arrays, grey ones of two axes."""
    if not 0 < len(pictures) <= MOST:
        raise ValueError(f"plot_pictures() was given {len(pictures):,} pictures; it shows 1 to {MOST}. Choose some, as in "
                         "pictures[:40].")
    arrays = [np.asarray(pictures[index]) for index in range(len(pictures))]
    for index, array in enumerate(arrays):
        if array.ndim not in (2, 3) or array.ndim == 3 and array.shape[2] not in (1, 3):
            raise ValueError(f"Picture {index} has shape {array.shape}; it must be (height, width) or (height, width, 3). One "
                             "picture alone goes into a list: plot_pictures([picture]).")
    arrays = [array[:, :, 0] if array.ndim == 3 and array.shape[2] == 1 else array for array in arrays]
    return [np.clip(array, 0, 1) if array.ndim == 3 and array.dtype.kind == "f" else array for array in arrays]


def _labels(labels, count, width):
    """Return one text for each picture, broken so that it is about as wide as a picture."""
    if labels is None:
        return [""] * count
    if len(labels) != count:
        raise ValueError(f"plot_pictures() was given {len(labels)} labels for {count} pictures; give one for each.")
    letters = max(4, int(width * (1 + GAP) / LETTER))
    return ["\n".join(part for line in str(label).split("\n") for part in textwrap.wrap(line, letters) or [""])
            for label in labels]


def _scale(arrays):
    """Return which map grey pictures are drawn on, and the values at its two ends, as options of imshow."""
    grey = [array for array in arrays if array.ndim == 2]
    if not grey:
        return {}
    if all(array.dtype == np.uint8 for array in grey):
        return {"cmap": "gray", "vmin": 0, "vmax": 255}
    highest = max(float(np.abs(array).max()) for array in grey)
    if min(float(array.min()) for array in grey) < 0:
        return {"cmap": SIGNED, "vmin": -highest, "vmax": highest}
    return {"cmap": "gray", "vmin": 0, "vmax": max(highest, 1)}


def _extent(array, left, top):
    """Return (left, right, bottom, top) of a picture in its cell of 1 x 1, its proportions kept."""
    height, width = np.array(array.shape[:2]) / max(array.shape[:2]) * (1 - 2 * GAP) / 2
    return left + 0.5 - width, left + 0.5 + width, top + 0.5 + height, top + 0.5 - height
