"""The engine against Keras: losses, activations, whole networks with their gradients, and training with each optimizer."""
import numpy as np
import pytest

from course_utils import nn

keras = pytest.importorskip("keras")
DOUBLE = "float64"
SIZES = (3, 6, 5, 4)


def twins(activation, seed, last="linear", sizes=SIZES):
    """Return a network of the engine and one of Keras in double precision, with equal weights."""
    random = np.random.default_rng(seed)
    names = [activation] * (len(sizes) - 2) + ["identity"]
    ours = nn.Sequential([nn.Dense(n, m, name, random=random) for n, m, name in zip(sizes, sizes[1:], names)])
    functions = {"leaky_relu": lambda z: keras.activations.leaky_relu(z, negative_slope=0.1), "identity": last,
                 "arctan": keras.ops.arctan, "gelu": lambda z: keras.activations.gelu(z, approximate=False)}
    theirs = keras.Sequential([keras.Input((sizes[0],), dtype=DOUBLE), *(
        keras.layers.Dense(m, activation=functions.get(name, name), dtype=DOUBLE) for m, name in zip(sizes[1:], names))])
    theirs.set_weights([parameter.value for parameter in ours.parameters])
    return ours, theirs, random


def batch(random, count=10, sizes=SIZES):
    return random.normal(size=(count, sizes[0])), random.integers(0, sizes[-1], count)


LOSSES = {
    "softmax_cross_entropy": (nn.softmax_cross_entropy,
                              lambda: keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype=DOUBLE), None),
    "binary_cross_entropy": (nn.binary_cross_entropy,
                             lambda: keras.losses.BinaryCrossentropy(from_logits=True, dtype=DOUBLE), 2),
    "mean_squared_error": (nn.mean_squared_error, lambda: keras.losses.MeanSquaredError(dtype=DOUBLE), 3),
    "huber": (lambda p, y: nn.huber(p, y, 0.7), lambda: keras.losses.Huber(0.7, dtype=DOUBLE), 3),
    "hinge": (nn.hinge, lambda: keras.losses.Hinge(dtype=DOUBLE), -1),
}
CASES = [(activation, "softmax_cross_entropy") for activation in
         ("tanh", "relu", "sigmoid", "elu", "softplus", "swish", "gelu", "leaky_relu", "arctan")] + [
             ("tanh", loss) for loss in LOSSES]


def targets_of(kind, labels):
    """Return labels as they are, as rows of 0 and 1, of -1 and 1, or as numbers."""
    rows = np.eye(SIZES[-1])[labels]
    return {None: labels, 2: rows, -1: 2 * rows - 1, 3: 1.7 * rows - 0.4}[kind]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("activation, loss", CASES)
def test_loss_and_gradients_of_whole_networks(activation, loss, seed, tally):
    ours, theirs, random = twins(activation, seed)
    x, labels = batch(random)
    function, make, kind = LOSSES[loss]
    y = targets_of(kind, labels)
    result = function(ours(x), y)
    result.backward()
    theirs.compile(optimizer=keras.optimizers.SGD(learning_rate=1.0), loss=make())
    wanted = theirs.train_on_batch(x, y)
    assert np.isclose(float(result), wanted, rtol=1e-6)  # Keras averages the loss it reports in single precision
    for parameter, weights in zip(ours.parameters, theirs.get_weights()):
        assert np.allclose(parameter.gradient, parameter.value - weights, rtol=1e-6, atol=1e-9)
        tally["engine: gradients of whole networks compared with Keras"] += weights.size


PAIRS = {"SGD": {}, "momentum": {"momentum": 0.9}, "Nesterov": {"momentum": 0.9, "nesterov": True}, "Adagrad": {},
         "Adadelta": {}, "RMSProp": {}, "Adam": {}}


@pytest.mark.parametrize("name", PAIRS)
def test_fifty_steps_of_every_optimizer(name, tally):
    ours, theirs, random = twins("tanh", 0)
    x, labels = batch(random)
    rate = 1.0 if name == "Adadelta" else 0.01
    steps = nn.OPTIMIZERS[name](ours.parameters, rate)
    kinds = {"momentum": "SGD", "Nesterov": "SGD", "RMSProp": "RMSprop"}
    theirs.compile(optimizer=getattr(keras.optimizers, kinds.get(name, name))(learning_rate=rate, **PAIRS[name]),
                   loss=LOSSES["softmax_cross_entropy"][1]())
    for _ in range(50):
        nn.softmax_cross_entropy(ours(x), labels).backward()
        steps.step()
        theirs.train_on_batch(x, labels)
    for parameter, weights in zip(ours.parameters, theirs.get_weights()):
        assert np.allclose(parameter.value, weights, rtol=0, atol=1e-5)
    tally["engine: optimizers that follow Keras's path for 50 steps"] += 1


@pytest.mark.parametrize("ours, theirs, positive", [
    (nn.mean_absolute_error, "MeanAbsoluteError", False), (nn.mean_squared_log_error, "MeanSquaredLogarithmicError", True),
    (lambda p, y: nn.kl_divergence(y, p), "KLDivergence", True)])
def test_the_other_losses(ours, theirs, positive):
    random = np.random.default_rng(0)
    p, y = (random.dirichlet(np.ones(4), 6) if positive else random.normal(size=(6, 4)) for _ in range(2))
    assert np.isclose(float(ours(nn.Tensor(p), y)), float(getattr(keras.losses, theirs)()(y, p)), rtol=1e-5)
