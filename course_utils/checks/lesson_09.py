"""Exercises of lesson 09, handwritten digits."""
import numpy as np

from course_utils.checks import answers_09 as right
from course_utils.checks import call, close, exact, exercise, mistake, per_key, script

PICTURE = np.array([[0, 10, 20, 30], [0, 0, 40, 50], [60, 0, 70, 0]], dtype=np.uint8)
WIDE = np.arange(1, 51, dtype=np.uint8).reshape(5, 10)

exercise(
    "9.1", right=right.shift_left, accept=exact(),
    probes=[call(PICTURE, 1), call(PICTURE, 2), call(PICTURE, 0), call(WIDE, 3).named("a picture of 5 x 10 pixels, 3 columns")],
    also_right=[lambda picture, columns: np.hstack([picture[:, columns:], np.zeros_like(picture[:, :columns])])],
    mistakes=[
        mistake("What leaves on the left comes back in on the right: `np.roll` goes round. On the right there should be zeros.",
                lambda picture, columns: np.roll(picture, -columns, axis=1)),
        mistake("This moves the picture to the right.", right.shift_right),
        mistake("This moves the picture to the right, and what leaves comes back in. Turn the sign, and put zeros in on the "
                "right.", lambda picture, columns: np.roll(picture, columns, axis=1)),
        mistake("This moves the picture upwards. The first index is the row, the second the column: `picture[:, columns:]`.",
                right.shift_up),
        mistake("This goes round, along the rows laid end to end: `np.roll` needs an axis, and there should be zeros instead.",
                lambda picture, columns: np.roll(picture, -columns)),
        mistake("The picture has become narrower. It keeps its width: zeros come in on the right.", right.cut_off),
        mistake("On the right, the last column was repeated. Black comes in: zeros.", right.last_column_repeated),
        mistake("The columns on the left were made black, and nothing has moved.",
                lambda picture, columns: np.hstack([np.zeros_like(picture[:, :columns]), picture[:, columns:]])),
        mistake("For a shift of 0 the picture is lost: `picture[:, :-0]` is empty. Write the width as "
                "`picture.shape[1] - columns`.",
                lambda picture, columns: right.shift_left(picture, columns) if columns else np.zeros_like(picture)),
    ],
)

PAIR = np.array([[[0, 51], [102, 255]], [[255, 0], [0, 204]]], dtype=np.uint8)
DARK = np.array([[[0, 51], [102, 0]]], dtype=np.uint8)


def _prepared(pictures, says):
    return script(lambda answer: right.is_float32(answer, pictures.copy()), says)


def _as(answer, kind):
    return lambda pictures: answer(pictures).astype(kind)


def _same_type(got, expected):
    return None if got == expected else f"The type is {got}; it should be {expected}, as Keras computes."


exercise(
    "9.2", right=right.prepare, accept=per_key(inputs=close(rtol=1e-5), type=_same_type),
    probes=[_prepared(PAIR, "it prepares two pictures of 2 x 2 pixels"), _prepared(DARK, "it prepares one dark picture")],
    also_right=[lambda pictures: np.stack([picture.ravel() for picture in pictures]).astype("float32") / np.float32(255)],
    mistakes=[
        mistake("The scale is missing: white should become 1, not 255.",
                lambda pictures: pictures.reshape(len(pictures), -1).astype("float32")),
        mistake("White is 255, not 256: divide by 255, so that white becomes exactly 1.",
                lambda pictures: pictures.reshape(len(pictures), -1).astype("float32") / 256),
        mistake("Here the numbers are divided by the largest one that happens to be there. A dark picture would become bright: "
                "divide by 255 always.", right.scaled_by_batch),
        mistake("`//` drops what comes after the point, so that all but pure white becomes 0. Divide with `/`.", right.floored),
        mistake("The pictures are still tables. Each should be one row of numbers: `reshape(len(pictures), -1)`.",
                lambda pictures: pictures.astype("float32") / 255),
        mistake("All pictures have become one long row. There should be one row for each picture.",
                lambda pictures: pictures.reshape(-1).astype("float32") / 255),
        mistake("There should be one row for each picture; here there is one column for each.",
                lambda pictures: right.prepare(pictures).T),
        mistake("Values and shape are right, and the type is float64, twice as large as Keras needs it. Call "
                "`.astype(\"float32\")` before the division.", _as(right.prepare, "float64")),
    ],
)

exercise(
    "9.3", right=101_770, accept=exact(), also_right=[101770.0, 785 * 128 + 129 * 10],
    mistakes=[
        mistake("These are the weights alone. Each of the 128 hidden units and of the ten outputs has a bias, too.", 101_632),
        mistake("The biases of the outputs are missing: ten of them.", 101_760),
        mistake("The biases of the hidden units are missing: 128 of them.", 101_642),
        mistake("This counts one bias for each layer. Each unit has its own.", 101_634),
        mistake("The first layer is right. The second is missing: ten outputs, each with 128 weights and a bias.", 100_480),
        mistake("Inputs have no bias, they are only passed on. Only hidden units and outputs have one.", 102_554),
        mistake("Layers follow each other: their weights are added, 784 · 128 for the first and 128 · 10 for the second, not "
                "multiplied.", 784 * 128 * 10),
        mistake("This is the number of units. Asked for are the weights between them, and the biases.", 922),
        mistake("This is the number of hidden units and outputs, which is the number of biases. The weights are missing.", 138),
    ],
)

LABELS = np.array([0, 1, 2, 2, 2, 1, 0, 2])
READ = np.array([0, 2, 2, 2, 0, 1, 0, 0])


def _pairs(random, classes=4):
    return call(random.integers(0, classes, 60), random.integers(0, classes, 60), classes).named("60 random pairs of 4 classes")


exercise(
    "9.4", right=right.confusion, points=2, accept=exact(),
    probes=[call(LABELS, READ, 3), call(np.array([1, 1, 1]), np.array([0, 0, 0]), 3)],
    random_probes=lambda random: [_pairs(random)],
    also_right=[lambda labels, predictions, classes: np.bincount(
        labels * classes + predictions, minlength=classes ** 2).reshape(classes, classes)],
    mistakes=[
        mistake("Rows and columns are exchanged: the row is the label, the column the prediction.",
                lambda labels, predictions, classes: right.confusion(predictions, labels, classes)),
        mistake("Each pair is counted once, however often it occurs: with arrays as indices `counts[labels, predictions] += 1` "
                "adds only once in each place. Go through the pairs in a loop, or use `np.add.at`.", right.confusion_each_once),
        mistake("These are shares of each row. Asked for are counts, whole numbers.", right.confusion_as_shares),
        mistake("Only the mistakes are counted. What was read correctly belongs on the diagonal.",
                lambda labels, predictions, classes: right.confusion(labels[labels != predictions],
                                                                     predictions[labels != predictions], classes)),
        mistake("Only what was read correctly is counted: mistakes belong off the diagonal.",
                lambda labels, predictions, classes: right.confusion(labels[labels == predictions],
                                                                     predictions[labels == predictions], classes)),
        mistake("These are shares of all pairs. Asked for are counts, whole numbers.",
                lambda labels, predictions, classes: right.confusion(labels, predictions, classes) / len(labels)),
        mistake("The matrix has rows and columns only for the classes that occur in these pairs. It has `classes` of them, "
                "and some may be empty.", lambda labels, predictions, classes: right.confusion(
                    labels, predictions, int(max(labels.max(), predictions.max())) + 1)),
    ],
)

COUNTS = np.array([[8, 1, 1], [0, 5, 5], [2, 2, 16]])


def _swapped(counts):
    return right.precision_and_recall(counts)[::-1]


exercise(
    "9.5", right=right.precision_and_recall, points=2, accept=close(),
    probes=[call(COUNTS), call(np.array([[3, 1], [0, 4]]))],
    random_probes=lambda random: [call(random.integers(1, 30, (5, 5))).named("a random matrix of 5 classes")],
    also_right=[lambda counts: [np.array([counts[k, k] / counts[:, k].sum() for k in range(len(counts))]),
                                np.array([counts[k, k] / counts[k].sum() for k in range(len(counts))])]],
    mistakes=[
        mistake("The two are exchanged. Recall divides by what was written, the sum of a row; precision by what was read, the "
                "sum of a column. And precision is returned first.", _swapped),
        mistake("Both are divided by the sums of the rows. For precision it is the columns: all that was read as this class.",
                lambda counts: (right.precision_and_recall(counts)[1],) * 2),
        mistake("Both are divided by the sums of the columns. For recall it is the rows: all that was written of this class.",
                lambda counts: (right.precision_and_recall(counts)[0],) * 2),
        mistake("Both are divided by the number of all pictures. Each class has its own row and its own column.",
                lambda counts: (np.diagonal(counts) / counts.sum(),) * 2),
        mistake("This is one number each. Asked for is a share for each class: take `np.diagonal(counts)`, not its sum.",
                lambda counts: (np.trace(counts) / counts.sum(),) * 2),
        mistake("These are means over the classes. Asked for is a share for each class.",
                lambda counts: tuple(share.mean() for share in right.precision_and_recall(counts))),
        mistake("The whole matrix was divided. What is right stands on the diagonal alone: `np.diagonal(counts)`.",
                lambda counts: (counts / counts.sum(axis=0), counts / counts.sum(axis=1, keepdims=True))),
    ],
)

SCAN = np.array([[255, 0, 200], [128, 255, 1]], dtype=np.uint8)


def _mended(scans, says):
    return script(lambda answer: _mend_facts(answer(scans.copy())), says)


def _mend_facts(mended):
    return {"pixels": mended, "type": str(getattr(mended, "dtype", type(mended).__name__))}


exercise(
    "9.6", right=right.mend,
    accept=per_key(pixels=exact(), type=lambda got, expected: None if got == expected else
                   f"The type is {got}; it should stay uint8, since `prepare` divides by 255 afterwards."),
    probes=[_mended(SCAN, "it mends a scan of 2 x 3 pixels"), _mended(SCAN[None], "it mends a batch of one scan")],
    also_right=[lambda scans: ~scans, lambda scans: (255 - scans.astype(int)).astype("uint8")],
    mistakes=[
        mistake("Nearly: paper has become 1 instead of 0, and pure ink 0 instead of 255. `uint8` goes round, so that -x is "
                "256 - x. Subtract from 255.", lambda scans: -scans),
        mistake("Paper has become 2, not 0: `1 - scans` goes round below zero. The pixels run from 0 to 255, so subtract from "
                "255.", lambda scans: 1 - scans),
        mistake("The order is turned: `scans - 255` goes round below zero, and gives x + 1. Write `255 - scans`.",
                lambda scans: scans - np.uint8(255)),
        mistake("The largest number that a uint8 can hold is 255, so 256 cannot stand here. White is 255: subtract from that.",
                lambda scans: 256 - scans),
        mistake("The scans are as they were.", lambda scans: scans),
        mistake("This keeps only black and white. The grey along the edges of a stroke belongs to the picture: subtract "
                "from 255.", lambda scans: np.where(scans < 128, 255, 0).astype("uint8")),
        mistake("The pixels run from 0 to 1 here. `prepare` divides by 255 later; keep the numbers from 0 to 255, as uint8.",
                lambda scans: 1 - scans / 255),
        mistake("The picture was turned over, its pixels have other places. Each pixel should change its value: 255 minus it.",
                lambda scans: scans[..., ::-1]),
    ],
)
