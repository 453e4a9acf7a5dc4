"""Right answers of the companion of lesson 09, and the pieces of which wrong ones are made."""
import numpy as np

from course_utils.checks.answers_09 import behaviour


def make_reader(hidden_units):
    """Return a functional keras.Model with 784 inputs, hidden ReLU units and 10 logits. Built in lesson 09."""
    from course_utils import runtime

    keras = runtime.start()
    inputs = keras.Input((784,))
    hidden = keras.layers.Dense(hidden_units, activation="relu")(inputs)
    return keras.Model(inputs, keras.layers.Dense(10)(hidden))


def functional_behaviour(make):
    """Return what `behaviour` tells of a network, and in which style it is written."""
    from course_utils import runtime

    keras = runtime.start()
    seen = []
    facts = behaviour(lambda hidden_units: seen.append(make(hidden_units)) or seen[0])
    return facts | {"style": "list" if isinstance(seen[0], keras.Sequential) else "functional"}


def functionally(make):
    """Return an answer that makes the network of `make`, a Sequential, in the functional style."""
    def answer(hidden_units):
        from course_utils import runtime

        model = make(hidden_units)
        return runtime.start().Model(model.inputs, model.outputs) if model is not None else None
    return answer


def subclassed(hidden_units):
    """Return the network as a subclass of keras.Model, which knows the number of its inputs only when it is used."""
    from course_utils import runtime

    keras = runtime.start()

    class Reader(keras.Model):
        def __init__(self):
            super().__init__()
            self.hidden = keras.layers.Dense(hidden_units, activation="relu")
            self.logits = keras.layers.Dense(10)

        def call(self, inputs):
            return self.logits(self.hidden(inputs))

    return Reader()


def layer_not_called(hidden_units):
    """Return nothing: Keras refuses a layer where it needs what a layer gives."""
    from course_utils import runtime

    keras = runtime.start()
    inputs = keras.Input((784,))
    hidden = keras.layers.Dense(hidden_units, activation="relu")
    return keras.Model(inputs, keras.layers.Dense(10)(hidden))


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


def divided_twice(weights, inputs, labels, hidden, probabilities):
    """Return the gradients divided by the number of examples once more."""
    return [gradient / len(labels) for gradient in backward(weights, inputs, labels, hidden, probabilities)]


def stepped(weights, inputs, labels, hidden, probabilities):
    """Return the weights after a step, with which no gradient can be compared."""
    return [array - 0.1 * change for array, change in zip(weights, backward(weights, inputs, labels, hidden, probabilities))]


def without_one_hot(weights, inputs, labels, hidden, probabilities):
    """Return gradients in which the label itself is subtracted from every probability."""
    deltas = (probabilities - labels[:, None]) / len(labels)
    hidden_deltas = (deltas @ weights[2].T) * (hidden > 0)
    return [inputs.T @ hidden_deltas, hidden_deltas.sum(axis=0), hidden.T @ deltas, deltas.sum(axis=0)]


def relu_of_deltas(weights, inputs, labels, hidden, probabilities):
    """Return gradients whose hidden deltas went through a ReLU instead of being multiplied by its slope."""
    deltas = (probabilities - np.eye(probabilities.shape[1])[labels]) / len(labels)
    hidden_deltas = np.maximum(deltas @ weights[2].T, 0)
    return [inputs.T @ hidden_deltas, hidden_deltas.sum(axis=0), hidden.T @ deltas, deltas.sum(axis=0)]


def in_order(order, scale=1):
    """Return an answer that gives the gradients in another order, or all of them times `scale`."""
    def wrong(weights, inputs, labels, hidden, probabilities):
        gradients = backward(weights, inputs, labels, hidden, probabilities)
        return [scale * gradients[number] for number in order]
    return wrong


def backward_case(random, examples=4, inputs=3, hidden=5, classes=10):
    """Return the arguments of `backward` for a small random network, some of whose hidden units are off."""
    weights = [random.normal(size=shape) for shape in ((inputs, hidden), (hidden,), (hidden, classes), (classes,))]
    values = random.normal(size=(examples, inputs))
    return weights, values, random.integers(0, classes, examples), *forward(weights, values)


def answered_and_right(probabilities, labels, threshold):
    """Return (share answered, share right of the answered). Built in lesson 09."""
    return shares(probabilities, labels, threshold)


def shares(probabilities, labels, threshold, nobody=1.0, of_all=False, everyone=False, certainty=None, nothing_right=0.0):
    """Return the two shares, or with an argument given, those of somebody who makes a mistake.

    nobody: the second share where nothing is answered. of_all: the second is taken of all pictures. everyone: the second is
    the accuracy on all. certainty: how certain the network is of each picture, from probabilities and labels. nothing_right:
    the second share where all that is answered is wrong.
    """
    answered = (probabilities.max(axis=1) if certainty is None else certainty(probabilities, labels)) >= threshold
    right = probabilities.argmax(axis=1) == labels
    if everyone:
        return answered.mean(), right.mean()
    if not answered.any():
        return 0.0, nobody
    return answered.mean(), (right & answered).mean() if of_all else right[answered].mean() or nothing_right


def wrong_shares(**mistake):
    """Return an answer that makes one mistake; see `shares`."""
    return lambda probabilities, labels, threshold: shares(probabilities, labels, threshold, **mistake)
