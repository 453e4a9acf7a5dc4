"""How fast the engine of lesson 07 is: against the same step written out in NumPy, and against one node for each number.

The task is the same for all three: a 2-16-16-1 network with tanh, 100 points, one full-batch step of gradient descent on the
mean squared error. A test compares what they compute.
"""
import time
from statistics import median

import numpy as np

from course_utils import load, nn
from course_utils.nn.scalar import Number

SIZES, POINTS, RATE = (2, 16, 16, 1), 100, 0.01
REPEATS, QUICK_STEPS, SLOW_STEPS = 7, 300, 2
SEEDS, EPOCHS, BATCH, HELD_OUT = 5, 30, 32, 360  # of the training on digits


def make_task(seed=0):
    """Return points x (100, 2), targets y (100, 1), and a list of (weights, biases) for each layer of the network."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(POINTS, 2))
    y = (x[:, :1] * x[:, 1:] > 0) * 2.0 - 1
    return x, y, [(random.normal(0, 0.5, (n, m)), np.zeros(m)) for n, m in zip(SIZES, SIZES[1:])]


def bare_step(x, y, layers):
    """Return the loss and the layers after one step, with the backward pass of lesson 06 written out."""
    (w1, b1), (w2, b2), (w3, b3) = layers
    hidden_1 = np.tanh(x @ w1 + b1)                                   # (points, 16)
    hidden_2 = np.tanh(hidden_1 @ w2 + b2)                            # (points, 16)
    error = hidden_2 @ w3 + b3 - y                                    # (points, 1)
    delta_3 = 2 * error / len(x)
    delta_2 = (delta_3 @ w3.T) * (1 - hidden_2 * hidden_2)
    delta_1 = (delta_2 @ w2.T) * (1 - hidden_1 * hidden_1)
    gradients = [(x.T @ delta_1, delta_1.sum(0)), (hidden_1.T @ delta_2, delta_2.sum(0)),
                 (hidden_2.T @ delta_3, delta_3.sum(0))]
    return (error * error).mean(), [(w - RATE * dw, b - RATE * db) for (w, b), (dw, db) in zip(layers, gradients)]


def engine_model(layers):
    """Return the network of the task as layers of the engine, and its optimizer."""
    kinds = ["tanh"] * (len(SIZES) - 2) + ["identity"]
    random = np.random.default_rng(0)
    model = nn.Sequential([nn.Dense(n, m, kind, random=random) for n, m, kind in zip(SIZES, SIZES[1:], kinds)])
    for layer, (weights, biases) in zip(model.layers, layers):
        layer.weights.value, layer.biases.value = weights, biases
    return model, nn.SGD(model.parameters, RATE)


def engine_step(x, y, model, optimizer):
    """Return the loss before one step of the engine."""
    loss = nn.mean_squared_error(model(x), y)
    loss.backward()
    optimizer.step()
    return float(loss)


def number_layers(layers):
    """Return the layers of the task with a Number for each weight and bias."""
    return [([[Number(float(w)) for w in row] for row in weights], [Number(float(b)) for b in biases])
            for weights, biases in layers]


def number_step(x, y, layers):
    """Return the loss before one step, a Number, with one node for each number; the numbers of the layers are moved."""
    total = Number(0.0)
    for point, target in zip(x.tolist(), y[:, 0].tolist()):
        error = _answer(point, layers) + -target
        total = total + error * error
    loss = total * (1 / len(x))
    loss.backward()
    for weights, biases in layers:
        for number in [*biases, *(number for row in weights for number in row)]:
            number.value -= RATE * number.gradient
    return loss


def _answer(signal, layers):
    """Return the network's answer, a Number, to one point, a list of two floats."""
    for weights, biases in layers:
        nets = list(biases)
        for unit in range(len(nets)):
            for row, number in zip(weights, signal):
                nets[unit] = nets[unit] + row[unit] * number
        signal = [net.tanh() for net in nets] if len(nets) > 1 else nets
    return signal[0]


def learn_digits(seed):
    """Return test accuracy and seconds of 30 epochs on 1,437 handwritten digits of 8 x 8 pixels; 360 others are the test."""
    random, digits = np.random.default_rng(seed), load("digits")
    x, y = digits.x.reshape(-1, 64) / 16, digits.y
    order = random.permutation(len(x))
    test, train = order[:HELD_OUT], order[HELD_OUT:]
    model = nn.Sequential([nn.Dense(64, 64, "relu", initialisation="he", random=random), nn.Dense(64, 10, random=random)])
    optimizer, begun = nn.Adam(model.parameters, 0.005), time.perf_counter()
    for _ in range(EPOCHS):
        random.shuffle(train)
        for start in range(0, len(train), BATCH):
            rows = train[start:start + BATCH]
            nn.softmax_cross_entropy(model(x[rows]), y[rows]).backward()
            optimizer.step()
    seconds = time.perf_counter() - begun
    return float(np.mean(model(x[test]).value.argmax(axis=1) == y[test])), seconds


def measure():
    """Return {what: value}: microseconds of a step of each of the three, their ratios, accuracy and seconds on the digits."""
    x, y, layers = make_task()
    model, optimizer = engine_model(layers)
    numbers = number_layers(layers)
    bare = _microseconds(lambda: bare_step(x, y, layers), QUICK_STEPS)
    engine = _microseconds(lambda: engine_step(x, y, model, optimizer), QUICK_STEPS)
    scalar = _microseconds(lambda: number_step(x, y, numbers), SLOW_STEPS)
    accuracies, seconds = zip(*(learn_digits(seed) for seed in range(SEEDS)))
    return {"microseconds of a step, bare NumPy": bare, "microseconds of a step, engine": engine,
            "microseconds of a step, one node per number": scalar, "engine against bare NumPy, times as long": engine / bare,
            "engine against one node per number, times as fast": scalar / engine,
            "digits, lowest test accuracy of five seeds": min(accuracies), "digits, median test accuracy": median(accuracies),
            "digits, highest test accuracy of five seeds": max(accuracies), "digits, longest seconds of training": max(seconds)}


def _microseconds(step, count):
    """Return the median time of a step over several repeats of `count` steps each, after one to warm up."""
    step()
    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        for _ in range(count):
            step()
        times.append((time.perf_counter() - begun) / count * 1e6)
    return median(times)


# What the course promises of these figures: (at least or at most, bound).
BOUNDS = {"engine against bare NumPy, times as long": ("at most", 8.0),
          "engine against one node per number, times as fast": ("at least", 1000.0),
          "digits, lowest test accuracy of five seeds": ("at least", 0.95),
          "digits, longest seconds of training": ("at most", 10.0)}
