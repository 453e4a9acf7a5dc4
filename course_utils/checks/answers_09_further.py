"""Right answers of the companion of lesson 09, and the pieces of which wrong ones are made."""
import numpy as np


def make_reader(hidden_units, **other):
    """Return a functional keras.Model with 784 inputs, hidden ReLU units and 10 logits. Built in lesson 09.

    other: `hidden`, `output` (activations), `inputs`, `extra` (a second hidden layer), `biases`: what makes it a wrong one.
    """
    from course_utils import runtime

    keras = runtime.start()
    inputs = keras.Input((other.get("inputs", 784),))
    dense = keras.layers.Dense
    flow = dense(hidden_units, activation=other.get("hidden", "relu"), use_bias=other.get("biases", True))(inputs)
    if other.get("extra"):
        flow = dense(hidden_units, activation="relu")(flow)
    return keras.Model(inputs, dense(10, activation=other.get("output"), use_bias=other.get("biases", True))(flow))


def as_a_list(hidden_units):
    """Return the same network as a Sequential, whose behaviour is the same."""
    from course_utils import runtime

    keras = runtime.start()
    return keras.Sequential([keras.Input((784,)), keras.layers.Dense(hidden_units, activation="relu"), keras.layers.Dense(10)])


def behaviour(make):
    """Return what a network of seven hidden units does, as a dictionary: its shapes, its parameters, its answers.

    Its weights are set to known ones, so that the answers can be compared. TypeError where `make` gives no Keras model.
    """
    from course_utils import runtime

    keras = runtime.start()
    model = make(7)
    if not isinstance(model, keras.Model):
        raise TypeError(f"The function returned {type(model).__name__}; it should return a keras.Model.")
    facts = {"input shape": list(model.input_shape[1:]), "output shape": list(model.output_shape[1:]),
             "parameters": model.count_params()}
    random = np.random.default_rng(9)
    model.set_weights([random.normal(scale=0.3, size=weight.shape) for weight in model.get_weights()])
    inputs = random.uniform(size=(3, *facts["input shape"])).astype("float32")
    return facts | {"answers": np.asarray(model(inputs))}


def forward(weights, inputs):
    """Return (hidden, probabilities) of a ReLU layer and a softmax layer. Built in lesson 09."""
    hidden = np.maximum(inputs @ weights[0] + weights[1], 0)
    logits = hidden @ weights[2] + weights[3]
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return hidden, powers / powers.sum(axis=1, keepdims=True)


def backward_with(scale=None, mask=None, sent=None, back=None):
    """Return a backward pass; each argument replaces one of its pieces by another, which makes it a wrong one.

    scale: from the deltas and the number of examples; mask: from hidden; sent: from probabilities and targets, what is sent
    back; back: from the deltas and the output weights.
    """
    def backward(weights, inputs, labels, hidden, probabilities):
        targets = np.eye(probabilities.shape[1])[labels]
        deltas = (scale or np.divide)((sent or np.subtract)(probabilities, targets), len(labels))
        hidden_deltas = (back or (lambda d, w: d @ w.T))(deltas, weights[2]) * (mask or (lambda h: h > 0))(hidden)
        return [inputs.T @ hidden_deltas, hidden_deltas.sum(axis=0), hidden.T @ deltas, deltas.sum(axis=0)]
    return backward


backward = backward_with()


def with_mean_biases(weights, inputs, labels, hidden, probabilities):
    """Return the gradients, those of the biases divided by the number of examples once more."""
    one, two, three, four = backward(weights, inputs, labels, hidden, probabilities)
    return [one, two / len(labels), three, four / len(labels)]


def transposed(weights, inputs, labels, hidden, probabilities):
    """Return the gradients with those of the weights turned."""
    one, two, three, four = backward(weights, inputs, labels, hidden, probabilities)
    return [one.T, two, three.T, four]


def backward_case(random, examples=4, inputs=3, hidden=5, classes=3):
    """Return the arguments of `backward` for a small random network, some of whose hidden units are off."""
    weights = [random.normal(size=shape) for shape in ((inputs, hidden), (hidden,), (hidden, classes), (classes,))]
    values = random.normal(size=(examples, inputs))
    return weights, values, random.integers(0, classes, examples), *forward(weights, values)


def answered_and_right(probabilities, labels, threshold):
    """Return (share answered, share right of the answered). Built in lesson 09."""
    answered = probabilities.max(axis=1) >= threshold
    if not answered.any():
        return 0.0, 1.0
    return answered.mean(), (probabilities.argmax(axis=1) == labels)[answered].mean()


def without_guard(probabilities, labels, threshold):
    """Return the two shares, NaN for the second where nothing is answered."""
    answered = probabilities.max(axis=1) >= threshold
    right = (probabilities.argmax(axis=1) == labels)[answered]
    return answered.mean(), right.sum() / np.float64(len(right)) if len(right) else float("nan")


def right_of_all(probabilities, labels, threshold):
    """Return the share answered, and the share of all pictures that are answered and right."""
    answered = probabilities.max(axis=1) >= threshold
    if not answered.any():
        return 0.0, 1.0
    return answered.mean(), ((probabilities.argmax(axis=1) == labels) & answered).mean()
