"""Exercises of lesson 09, handwritten digits: pictures and mistakes; those on the network stand in lesson_09_network.py."""
import numpy as np

from course_utils.checks import answers_09 as right
from course_utils.checks import call, close, exact, exercise, mistake, named, same_type

PICTURE = np.array([[0, 10, 20, 30], [5, 0, 40, 50], [60, 0, 70, 0]], dtype=np.uint8)
WIDE = np.arange(1, 51, dtype=np.uint8).reshape(5, 10)

exercise(
    "9.1", right=right.shift_left, accept=same_type(exact(), "Begin with `np.zeros_like(picture)`."),
    probes=[call(PICTURE, 1), call(PICTURE, 2), call(PICTURE, 0), call(WIDE, 3).named("a picture of 5 x 10 pixels, 3 columns")],
    also_right=[lambda picture, columns: np.hstack([picture[:, columns:], np.zeros_like(picture[:, :columns])])],
    mistakes=[
        mistake("What leaves on the left comes back in on the right, as `np.roll` and an index below zero do. On the right "
                "there should be zeros.",
                lambda picture, columns: np.roll(picture, -columns, axis=1)),
        mistake("This moves the picture to the right.", right.shift_right),
        mistake("This moves the picture to the right, and what leaves comes back in. Turn the sign, and put zeros in on the "
                "right.", lambda picture, columns: np.roll(picture, columns, axis=1)),
        mistake("This moves the picture upwards. The first index is the row, the second the column: `picture[:, columns:]`.",
                lambda picture, columns: right.shift_left(picture.T, columns).T),
        mistake("This goes round, along the rows laid end to end: `np.roll` needs an axis, and there should be zeros instead.",
                lambda picture, columns: np.roll(picture, -columns)),
        mistake("The picture has become narrower. It keeps its width: zeros come in on the right.",
                lambda picture, columns: picture[:, columns:]),
        mistake("On the right, the last column was repeated. Black comes in: zeros.", right.last_column_repeated),
        mistake("On the right the old pixels are still there. Begin with zeros instead of a copy.", right.shift_on_a_copy),
        mistake("The columns on the left were made black, and nothing has moved.",
                lambda picture, columns: np.hstack([np.zeros_like(picture[:, :columns]), picture[:, columns:]])),
        mistake("For a shift of 0 there is no place to go to: `:-0` means nothing at all. Count from the left: the pixels go "
                "to `:picture.shape[1] - columns`.", right.shift_with_minus),
        mistake("For a shift of 0 the whole picture is made black: `-0:` means all of it. Count from the left, "
                "`picture.shape[1] - columns:`.", right.roll_and_blank),
        mistake("What is left of the picture does not fit into the place where it is put. It goes to "
                "`:picture.shape[1] - columns`. (28 is not the width of every picture.)", right.shift_in_a_field_of(28)),
        mistake("The picture is always moved by 2. Move it by `columns`.",
                lambda picture, columns: right.shift_left(picture, 2)),
        mistake("`shape[0]` is the number of rows. The width is `picture.shape[1]`.", right.shift_in_a_field_of(None, axis=0)),
    ],
)


def _digits(random, number, largest=256):
    return random.integers(0, largest, (number, 28, 28), dtype=np.uint8)


exercise(
    "9.2", right=right.prepare, accept=same_type(close(rtol=1e-5), "Call `.astype(\"float32\")` before the division."),
    probes=[call(_digits(np.random.default_rng(0), 2)).named("two pictures of 28 x 28 pixels"),
            call(_digits(np.random.default_rng(1), 1, 60)).named("one dark picture of 28 x 28 pixels")],
    also_right=[lambda pictures: np.stack([picture.ravel() for picture in pictures]).astype("float32") / np.float32(255),
                lambda pictures: pictures.reshape(len(pictures), 784).astype("float32") / 255],
    mistakes=[
        mistake("The scale is missing: white should become 1, not 255.", right.rows_of),
        mistake("White is 255, not 256: divide by 255, so that white becomes exactly 1.",
                lambda pictures: right.rows_of(pictures) / 256),
        mistake("Here the numbers are divided by the largest one that happens to be there. A dark picture would become bright: "
                "divide by 255 always.", lambda pictures: right.rows_of(pictures) / pictures.max()),
        mistake("Whole numbers came out: all but pure white became 0. `//` drops what comes after the point. Divide with `/`.",
                lambda pictures: (right.rows_of(pictures) // 255)),
        mistake("Whole numbers came out: all but pure white became 0. Change the type to `float32` before the division, and "
                "divide with `/`.", lambda pictures: (right.rows_of(pictures) // 255).astype("uint8")),
        mistake("The pictures are mixed: the first number of each came first. Keep the examples in front, `reshape("
                "len(pictures), 784)`.", lambda pictures: pictures.reshape(784, -1).T.astype("float32") / 255),
        mistake("The pictures are still tables. Each should be one row of numbers: `reshape(len(pictures), 784)`.",
                lambda pictures: pictures.astype("float32") / 255),
        mistake("All pictures have become one long row. There should be one row for each picture.",
                lambda pictures: pictures.reshape(-1).astype("float32") / 255),
        mistake("There should be one row for each picture; here there is one column for each.",
                lambda pictures: right.prepare(pictures).T),
        mistake("NumPy cannot put fractions into whole numbers: change the type first, `.astype(\"float32\")`, then divide.",
                right.divide_in_place),
        mistake("Black and white are exchanged. They stay as they are: 0 is black, and white becomes 1.",
                lambda pictures: 1 - right.prepare(pictures)),
        mistake("Each number became 0 or 1. The greys between them belong to the picture: divide by 255.",
                lambda pictures: (right.rows_of(pictures) > 127).astype("float32")),
        mistake("This runs from -1 to 1. From 0 to 1 is asked for: divide by 255.",
                lambda pictures: right.rows_of(pictures) / 127.5 - 1),
        mistake("The numbers of each picture come column by column. Leave `order` out: row by row.",
                lambda pictures: right.prepare(pictures.transpose(0, 2, 1))),
    ],
)

LABELS = np.array([0, 1, 2, 2, 2, 1, 0, 2])
READ = np.array([0, 2, 2, 2, 0, 1, 0, 0])


def _counts(got, expected):
    """Compare counts: equal, whole, and of a type that does not go round at 255."""
    reason = exact()(got, expected)
    if reason is not None or expected.dtype.kind != "i" or (got.dtype.kind in "iu" and got.dtype.itemsize >= 4):
        return reason
    return f"The counts are right, and their number type is {got.dtype}. Whole numbers of any size are `dtype=int`."


exercise(
    "9.5", right=right.confusion, points=2, accept=_counts,
    probes=[call(LABELS, READ, 3), call(np.array([1, 1, 1]), np.array([0, 0, 0]), 3)],
    random_probes=lambda random: [call(random.integers(0, 4, 60), random.integers(0, 4, 60), 4).named(
        "60 random pairs of 4 classes")],
    also_right=[lambda labels, predictions, classes: np.bincount(
        labels * classes + predictions, minlength=classes ** 2).reshape(classes, classes)],
    mistakes=[
        mistake("Rows and columns are exchanged: the row is the label, the column the prediction.",
                lambda labels, predictions, classes: right.confusion(predictions, labels, classes)),
        mistake("Each pair is counted once, however often it occurs. With `= 1` the place is set, not counted up; and with "
                "arrays as indices `counts[labels, predictions] += 1` adds only once in each place. Go through the pairs.",
                lambda *given: np.minimum(right.confusion(*given), 1)),
        mistake("These are shares of each row. Asked for are counts, whole numbers.", right.confusion_as_shares()),
        mistake("These are shares of each row, and for a row without counts there is none. Asked for are counts.",
                right.confusion_as_shares(guarded=False)),
        mistake("Only the first pairs are counted, as many as there are classes. Go through all of them: `zip(labels, "
                "predictions)`.", right.only_first_pairs),
        mistake("`zip` is missing: the loop goes through the two arrays one after the other. Write "
                "`for label, prediction in zip(labels, predictions)`.", right.confusion_without_zip),
        mistake("Only the mistakes are counted. What was read correctly belongs on the diagonal.",
                right.confusion_of(lambda labels, predictions: labels != predictions)),
        mistake("Only what was read correctly is counted: mistakes belong off the diagonal.",
                right.confusion_of(lambda labels, predictions: labels == predictions)),
        mistake("Only the first pair is counted: the `return` stands inside the loop and ends it in its first round.",
                right.confusion_of(lambda labels, predictions: np.arange(len(labels)) == 0)),
        mistake("These are shares of all pairs. Asked for are counts, whole numbers.",
                lambda labels, predictions, classes: right.confusion(labels, predictions, classes) / len(labels)),
        mistake("Here every label meets every prediction. Go through both together: `for label, prediction in zip(...)`.",
                lambda labels, predictions, classes: np.outer(*(np.bincount(one, minlength=classes)
                                                                for one in (labels, predictions)))),
        mistake("Each row has one number throughout: `counts[label]` is a whole row. The place is `counts[label, prediction]`.",
                right.rows_counted),
        mistake("The matrix has rows and columns only for the classes that occur in these pairs. It has `classes` of them, "
                "and some may be empty.", lambda labels, predictions, classes: right.confusion(
                    labels, predictions, int(max(labels.max(), predictions.max())) + 1)),
        mistake("The matrix always has ten rows and columns. It should have `classes` of them.",
                lambda labels, predictions, classes: right.confusion(labels, predictions, 10)),
        mistake("The shape is a pair, in brackets of its own: `np.zeros((classes, classes), dtype=int)`.",
                lambda labels, predictions, classes: np.zeros(classes, classes)),
        mistake("The two sizes are one argument, a pair: `np.zeros((classes, classes), dtype=int)`.",
                lambda labels, predictions, classes: np.zeros(classes, classes, dtype=int)),  # type: ignore[call-overload]
    ],
)

COUNTS = np.array([[8, 1, 1], [0, 5, 5], [2, 2, 16]])


def _both(way):
    """Return an answer that gives `way(counts)` for both, which is wrong for at least one."""
    return lambda counts: (way(counts),) * 2


exercise(
    "9.6", right=right.precision_and_recall, points=2, accept=named(close(), "precision", "recall"),
    probes=[call(COUNTS), call(np.array([[3, 1], [0, 4]])), call(np.array([[1, 5, 0, 0], [2, 3, 1, 0], [0, 4, 2, 2],
                                                                          [1, 0, 0, 9]]))],
    also_right=[lambda counts: [np.array([counts[k, k] / counts[:, k].sum() for k in range(len(counts))]),
                                np.array([counts[k, k] / counts[k].sum() for k in range(len(counts))])]],
    mistakes=[
        mistake("The two are exchanged. Recall divides by what was written, the sum of a row; precision by what was read, the "
                "sum of a column. And precision is returned first.", lambda counts: right.precision_and_recall(counts)[::-1]),
        mistake("Both are divided by the sums of the rows. For precision it is the columns: all that was read as this class.",
                _both(lambda counts: right.precision_and_recall(counts)[1])),
        mistake("Both are divided by the sums of the columns. For recall it is the rows: all that was written of this class.",
                _both(lambda counts: right.precision_and_recall(counts)[0])),
        mistake("Both are divided by the number of all pictures. Each class has its own row and its own column.",
                _both(lambda counts: np.diagonal(counts) / counts.sum())),
        mistake("This is one number each. Asked for is a share for each class: take `np.diagonal(counts)`, not its sum.",
                _both(lambda counts: np.trace(counts) / counts.sum())),
        mistake("This is one number for each, the sum of the diagonal. Take `np.diagonal(counts)`, an entry for each class.",
                lambda counts: (np.trace(counts) / counts.sum(axis=0), np.trace(counts) / counts.sum(axis=1))),
        mistake("These are means over the classes. Asked for is a share for each class.",
                lambda counts: tuple(share.mean() for share in right.precision_and_recall(counts))),
        mistake("The whole matrix was divided. What is right stands on the diagonal alone: `np.diagonal(counts)`.",
                lambda counts: (counts / counts.sum(axis=0), counts / counts.sum(axis=1, keepdims=True))),
        mistake("The whole matrix was divided, and without `keepdims` its columns by the sums of the rows. What is right "
                "stands on the diagonal alone: `np.diagonal(counts)`.",
                lambda counts: (counts / counts.sum(axis=0), counts / counts.sum(axis=1))),
        mistake("Whole numbers came out. `//` drops what comes after the point, and so does an array of whole numbers such as "
                "`np.zeros_like(counts[0])`, when a share is put into it.", lambda counts: (
            np.diagonal(counts) // counts.sum(axis=0), np.diagonal(counts) // counts.sum(axis=1))),
        mistake("These are percents. A share lies between 0 and 1.",
                lambda counts: tuple(100 * share for share in right.precision_and_recall(counts))),
        mistake("These are the shares of the wrong ones. Asked for are those of the right ones.",
                lambda counts: tuple(1 - share for share in right.precision_and_recall(counts))),
        mistake("The largest entry of a row or column is not always the right one. What is right stands on the diagonal.",
                lambda counts: (counts.max(axis=0) / counts.sum(axis=0), counts.max(axis=1) / counts.sum(axis=1))),
    ],
)

GREYS = np.arange(256, dtype=np.uint8).reshape(16, 16)
SCAN = np.array([[250, 0, 200], [128, 250, 1]], dtype=np.uint8)

exercise(
    "9.7", right=right.mend, accept=same_type(exact(), "`prepare` divides by 255 afterwards."),
    probes=[call(SCAN[None]), call(GREYS[None]).named("a picture of all 256 greys")],
    also_right=[lambda scans: ~scans, lambda scans: (255 - scans.astype(int)).astype("uint8")],
    mistakes=[
        mistake("Nearly: each pixel is one too large, and white paper, 255, becomes 1 instead of 0. `uint8` goes round, so "
                "that -x is 256 - x. Subtract from 255.", lambda scans: -scans),
        mistake("White paper, 255, becomes 2 instead of 0: `1 - scans` goes round below zero. The pixels run from 0 to 255, so "
                "subtract from 255.", lambda scans: 1 - scans),
        mistake("The order is turned: `scans - 255` goes round below zero, and gives x + 1. Write `255 - scans`.",
                lambda scans: scans - np.uint8(255)),
        mistake("The largest number that a uint8 can hold is 255, so 256 cannot stand here. White is 255: subtract from that.",
                lambda scans: 256 - scans),
        mistake("Minus one does not fit into a uint8. One subtraction is enough: `255 - scans`.",
                lambda scans: scans * -1 + 255),
        mistake("Here the brightest pixel that happens to be there is taken for white. Paper that is a little grey would "
                "become pure black: subtract from 255 always.", lambda scans: scans.max() - scans),
        mistake("Some pixels are one too small: they went through fractions and were cut off. Subtract whole numbers, "
                "`255 - scans`.", lambda scans: ((1 - scans / 255) * 255).astype("uint8")),
        mistake("The scans are as they were.", lambda scans: scans),
        mistake("This keeps only black and white. The grey along the edges of a stroke belongs to the picture: subtract "
                "from 255.", lambda scans: np.where(scans < 128, 255, 0).astype("uint8")),
        mistake("Only pure black and pure white were exchanged. All greys change, too: subtract from 255.",
                lambda scans: np.where(scans == 0, 255, np.where(scans == 255, 0, scans)).astype("uint8")),
        mistake("The pixels run from 0 to 1 here. `prepare` divides by 255 later; keep the numbers from 0 to 255, as uint8.",
                lambda scans: 1 - scans / 255),
        mistake("The picture was turned over, its pixels have other places. Each pixel should change its value: 255 minus it.",
                lambda scans: scans[..., ::-1]),
    ],
)
