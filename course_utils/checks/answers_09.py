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


def shift_with_minus(picture, columns):
    """Return the picture moved with `:-columns` as the place to go to, which is empty for a shift of 0."""
    moved = np.zeros_like(picture)
    moved[:, :-columns] = picture[:, columns:]
    return moved


def shift_on_a_copy(picture, columns):
    """Return the picture moved, with the old pixels left standing on the right."""
    moved = picture.copy()
    moved[:, :picture.shape[1] - columns] = picture[:, columns:]
    return moved


def roll_and_blank(picture, columns):
    """Return the picture rolled and blanked with `-columns:`, which blanks all of it for a shift of 0."""
    moved = np.roll(picture, -columns, axis=1)
    moved[:, -columns:] = 0
    return moved


def shift_in_a_field_of(size, axis=None):
    """Return a shift that takes the width for `size`, or for the number of rows."""
    def wrong(picture, columns):
        moved = np.zeros_like(picture)
        moved[:, :(picture.shape[axis] if size is None else size) - columns] = picture[:, columns:]
        return moved
    return wrong


def last_column_repeated(picture, columns):
    """Return the picture moved to the left, its last column coming in."""
    moved = np.roll(picture, -columns, axis=1)
    moved[:, picture.shape[1] - columns:] = picture[:, -1:]
    return moved


def prepare(pictures):
    """Return pictures (examples, rows, columns) as rows of inputs, float32, from 0 to 1. Built in lesson 09."""
    return pictures.reshape(len(pictures), -1).astype("float32") / 255


def rows_of(pictures):
    """Return pictures as rows of float32, not scaled."""
    return pictures.reshape(len(pictures), -1).astype("float32")


def divide_in_place(pictures):
    """Return rows of whole numbers divided in place, which NumPy refuses."""
    rows = pictures.reshape(len(pictures), -1).copy()
    rows /= 255
    return rows


def behaviour(make):
    """Return what a network of seven hidden units does, as a dictionary: its shapes, its parameters, its answers.

    Its weights are set to known ones, so that the answers can be compared. TypeError where `make` gives no Keras model.
    """
    from course_utils import runtime

    keras = runtime.start()
    if isinstance(make, keras.Model):
        raise TypeError("The answer is a network; a function that makes one is asked for. Hand over its name.")
    model = make(7)
    if not isinstance(model, keras.Model):
        raise TypeError(f"The function returned {'None' if model is None else type(model).__name__}, not a Keras model.")
    if not model.built:
        raise TypeError("The model does not know the number of its inputs yet.")
    shape = model.input_shape[1:]
    if len(shape) != 1 or shape[0] is None:
        raise TypeError(f"The input is {shape}; it should be (784,), one row of numbers for each picture.")
    facts = {"inputs": int(shape[0]), "outputs": int(model.output_shape[-1]), "parameters": model.count_params()}
    random = np.random.default_rng(9)
    model.set_weights([random.normal(scale=0.6, size=weight.shape) for weight in model.get_weights()])
    answers = model(random.uniform(size=(3, facts["inputs"])).astype("float32"))
    return facts | {"answers": keras.ops.convert_to_numpy(answers)}


def make_network(hidden_units, **other):
    """Return a Sequential with 784 inputs, hidden ReLU units and ten logits. Built in lesson 09.

    other: `hidden`, `output` (activations), `inputs`, `outputs`, `extra` (a second hidden layer), `skip` (no hidden layer),
    `biases`: what makes it a wrong one.
    """
    from course_utils import runtime

    keras = runtime.start()

    def dense(units, activation):
        return keras.layers.Dense(units, activation=activation, use_bias=other.get("biases", True))

    hidden = [dense(hidden_units, other.get("hidden", "relu")) for _ in range(2 if other.get("extra") else 1)]
    layers = ([] if other.get("skip") else hidden) + [dense(other.get("outputs", 10), other.get("output"))]
    return keras.Sequential([keras.layers.Input((other.get("inputs", 784),)), *layers])


def without_input(hidden_units):
    """Return a network that begins with its first layer, and does not know how many inputs come."""
    from course_utils import runtime

    dense = runtime.start().layers.Dense
    return runtime.start().Sequential([dense(hidden_units, activation="relu"), dense(10)])


def input_without_comma(hidden_units):
    """Return nothing: Keras refuses a number where it needs a shape."""
    from course_utils import runtime

    return runtime.start().Input(784)


def layers_without_list(hidden_units):
    """Return nothing: Keras takes what follows the first layer for other arguments."""
    from course_utils import runtime

    layers = runtime.start().layers
    return runtime.start().Sequential(layers.Input((784,)), layers.Dense(hidden_units, activation="relu"), layers.Dense(10))


def wrong_network(**other):
    """Return an answer that makes a network with one thing wrong; see `make_network`."""
    return lambda hidden_units: make_network(hidden_units, **other)


def confusion(labels, predictions, classes):
    """Return how often each label (row) got each prediction (column), (classes, classes). Built in lesson 09."""
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (labels, predictions), 1)
    return counts


def confusion_as_shares(guarded=True):
    """Return an answer that divides each row by its sum, without a care for empty rows unless it is `guarded`."""
    def wrong(labels, predictions, classes):
        counts = confusion(labels, predictions, classes)
        sums = counts.sum(axis=1, keepdims=True)
        with np.errstate(invalid="ignore"):
            return counts / (np.maximum(sums, 1) if guarded else sums)
    return wrong


def only_first_pairs(labels, predictions, classes):
    """Return what a loop over `range(classes)` counts, which is taken for a loop over the pairs."""
    counts = np.zeros((classes, classes), dtype=int)
    for number in range(classes):
        counts[labels[number], predictions[number]] += 1
    return counts


def confusion_without_zip(labels, predictions, classes):
    """Return what a loop counts that goes through the two arrays instead of through the pairs."""
    counts = np.zeros((classes, classes), dtype=int)
    for label, prediction in labels, predictions:
        counts[label, prediction] += 1
    return counts


def confusion_of(keep):
    """Return a confusion that counts only the pairs for which `keep(labels, predictions)` is true."""
    def wrong(labels, predictions, classes):
        kept = keep(labels, predictions)
        return confusion(labels[kept], predictions[kept], classes)
    return wrong


def rows_counted(labels, predictions, classes):
    """Return a matrix whose rows hold how often each label occurs, in every column."""
    return np.repeat(np.bincount(labels, minlength=classes)[:, None], classes, axis=1)


def precision_and_recall(counts):
    """Return (precision, recall), a share for each class, of a confusion matrix. Built in lesson 09."""
    right = np.diagonal(counts)
    return right / counts.sum(axis=0), right / counts.sum(axis=1)


def mend(scans):
    """Return scans with dark ink on white as white ink on black, uint8. Built in lesson 09."""
    return 255 - scans
