"""Exercise 4.6 of lesson 04: cross-entropy for several classes, from class numbers."""
import numpy as np

from course_utils.checks import call, exercise, mistake
from course_utils.checks.answers_04 import binary_cross_entropy, nearly_right, softmax, sparse_cross_entropy

_ROWS = np.array([[0.7, 0.2, 0.1], [0.3, 0.5, 0.2], [0.1, 0.8, 0.1]])
_WITH_ZEROS = np.array([[0.9, 0.1, 0.0], [0.0, 0.25, 0.75], [0.2, 0.0, 0.8]])
exercise(
    "4.6", right=sparse_cross_entropy, points=2,
    probes=[call(_ROWS, np.array([0, 2, 1])), call(np.array([[0.6, 0.3, 0.1], [0.2, 0.3, 0.5]]), np.array([1, 0])),
            call(_WITH_ZEROS, np.array([0, 2, 2]))],
    random_probes=lambda random: [call(softmax(random.normal(size=(5, 6))), np.array([4, 0, 3, 1, 1]))],
    also_right=[lambda p, labels: -np.log(np.take_along_axis(p, labels[:, None], axis=1)[:, 0]),
                lambda p, labels: np.array([-np.log(row[label]) for row, label in zip(p, labels)]),
                lambda p, labels: -np.log(p[range(len(p)), labels]), lambda p, labels: -np.diag(np.log(p)[:, labels])],
    mistakes=[
        mistake("With one-hot rows, 0 times log 0 is nan where another class has the chance 0. Pick the probability of the "
                "true class by its row and column, and take its logarithm alone.",
                lambda p, labels: -np.sum(np.eye(p.shape[1])[labels] * np.log(p), axis=1)),
        mistake("One-hot rows are not needed, and np.eye(3) fixes three classes. Pick entries by their rows and columns.",
                lambda p, labels: -np.sum(np.eye(3)[labels] * np.log(p), axis=1)),
        mistake("The table `probabilities` of the notebook is used in there. The function has to work with its argument p.",
                lambda p, labels: -np.log(_ROWS[np.arange(len(labels)), labels])),
        mistake("`p[:, labels]` takes these columns of every row, a whole table. To pick one entry a row, give NumPy the row "
                "numbers as well: p[rows, labels].", lambda p, labels: -np.log(p[:, labels])),
        mistake("`p[labels]` picks whole rows. The labels are columns; the rows are 0, 1, 2, ...",
                lambda p, labels: -np.log(p[labels])),
        mistake("Rows and columns are exchanged: first the row number, then the label.",
                lambda p, labels: -np.log(p[labels, np.arange(len(labels))])),
        mistake("As many row numbers are wanted as there are examples. Yours are fixed at 0, 1, 2, or as many as classes: look "
                "at what `np.arange` counts.",
                lambda p, labels: -np.log(p[[0, 1, 2], labels])),
        mistake("The rows and columns of the example in the text are fixed in there. The columns are `labels`.",
                lambda p, labels: -np.log(p[[0, 1, 2], [0, 2, 1]])),
        mistake("The rows are 0, 1, 2, ... up to len(labels) - 1. `len(labels)` is one too many, and there is no such row.",
                lambda p, labels: -np.log(p[len(labels), labels])),
        mistake("Row 0 is read for all examples, or `take` counts through the table as if it were one long row. Every example "
                "has a row of its own.", lambda p, labels: -np.log(p[0, labels])),
        mistake("The logarithm is missing: this is minus the probability.",
                lambda p, labels: -np.exp(-sparse_cross_entropy(p, labels))),
        mistake("This is 1 minus the probability. The loss is minus its logarithm.",
                lambda p, labels: 1 - np.exp(-sparse_cross_entropy(p, labels))),
        mistake("The logarithm is not weighted by the probability: what happened counts once.",
                lambda p, labels: sparse_cross_entropy(p, labels) * np.exp(-sparse_cross_entropy(p, labels))),
        mistake("The logarithm is the natural one, `np.log`. You used base 10.",
                lambda p, labels: sparse_cross_entropy(p, labels) / np.log(10)),
        mistake("You divided by the number of examples. Return one loss for each as it is.",
                lambda p, labels: sparse_cross_entropy(p, labels) / len(labels)),
        mistake("The minus stands inside the logarithm. It belongs in front: logarithms of negative numbers are nan.",
                lambda p, labels: np.log(-p[np.arange(len(labels)), labels])),
        mistake("Something small is added to the probabilities. No chance of a true class is 0 here: add nothing.",
                lambda p, labels: -np.log(p[np.arange(len(labels)), labels] + 1e-7), when=nearly_right),
        mistake("The labels are no factors. Each says which column to take in its row.",
                lambda p, labels: -labels * np.log(p)),
        mistake("The arguments are exchanged: the probabilities come first, then the labels.",
                lambda p, labels: -np.log(labels[np.arange(len(p)), p])),
        mistake("There is a softmax in it. The rows of p are probabilities already.",
                lambda p, labels: sparse_cross_entropy(softmax(p), labels)),
        mistake("The labels count from 0 already. Nothing has to be subtracted from them.",
                lambda p, labels: -np.log(p[np.arange(len(labels)), labels - 1])),
        mistake("The sign is turned: logarithms of probabilities are negative, and a loss must not be.",
                lambda p, labels: -sparse_cross_entropy(p, labels)),
        mistake("These are the probabilities of the true classes. The loss is minus their logarithm.",
                lambda p, labels: np.exp(-sparse_cross_entropy(p, labels))),
        mistake("This is the mean. Return one loss for each example.",
                lambda p, labels: np.mean(sparse_cross_entropy(p, labels))),
        mistake("This is the sum over the examples. Return one loss for each.",
                lambda p, labels: np.sum(sparse_cross_entropy(p, labels))),
        mistake("You took the largest probability of each row. The loss asks for that of the true class, whatever the "
                "others are.",
                lambda p, labels: -np.log(p.max(axis=1))),
        mistake("You added the logarithms of all classes up. Only the true class counts.",
                lambda p, labels: -np.log(p).sum(axis=1)),
        mistake("The other classes come in with log(1 - p). That is the binary form; categorical cross-entropy has the term of "
                "the true class alone.", lambda p, labels: binary_cross_entropy(p, np.eye(p.shape[1])[labels]).sum(axis=1)),
        mistake("You took 1 minus the probability of the true class.",
                lambda p, labels: -np.log(1 - np.exp(-sparse_cross_entropy(p, labels)))),
        mistake("The values are right, and they stand in a column of shape (batch, 1). Return shape (batch,).",
                lambda p, labels: sparse_cross_entropy(p, labels)[:, None]),
        mistake("This is a whole table: the products with zero are still in it. Add them up along each row.",
                lambda p, labels: -np.eye(p.shape[1])[labels] * np.log(p)),
        mistake("The logarithm is the natural one, `np.log`. You used base 2.",
                lambda p, labels: sparse_cross_entropy(p, labels) / np.log(2)),
    ],
)
