"""Draws docs/pictures/what_you_build.png for the README from real results of the lessons: python docs/make_picture.py"""
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from course_utils import load, runtime
from course_utils.checks.answers_06 import INPUTS, TARGETS, backward, forward, make_network
from course_utils.checks.answers_09 import prepare
from course_utils.figures import plot_network
from course_utils.figures.style import BACKWARD
from course_utils.widgets import NeuronModel, plot_neuron

TARGET = Path(__file__).parent / "pictures" / "what_you_build.png"


def draw_gradients(ax):
    """Draw the network of lesson 06 with the gradient of each weight on its arrow."""
    network = make_network()
    hidden, outputs = forward(network, INPUTS)
    gradients = backward(network, INPUTS, TARGETS)
    labels = [[[f"{value:+.3f}" for value in row] for row in gradients[name]] for name in ("hidden_weights", "output_weights")]
    neurons = [[f"{value:.2f}" for value in layer] for layer in (INPUTS, hidden, outputs)]
    plot_network(neurons, edge_labels=labels, reverse=True, ax=ax)


def read_digits(count=18, seed=0):
    """Return pictures of the test set, what a network of lesson 09 reads in them, and the labels; two are misread."""
    runtime.seed(seed)
    keras = runtime.start()
    digits = load("mnist", stand_in=False)
    model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(128, activation="relu"), keras.layers.Dense(10)])
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(prepare(digits.x_train), digits.y_train, batch_size=256, epochs=5, verbose=0)
    read = model.predict(prepare(digits.x_test), batch_size=1000, verbose=0).argmax(axis=1)
    wrong = np.flatnonzero(read != digits.y_test)[[3, 5]]
    chosen = np.concatenate([np.flatnonzero(read == digits.y_test)[:count - 2], wrong])
    return digits.x_test[chosen], read[chosen], digits.y_test[chosen]


def draw_digits(parent, columns=6):
    """Draw test digits into a subfigure, what was read above each, in vermilion where it is wrong."""
    pictures, read, labels = read_digits()
    axes = parent.subplots(len(pictures) // columns, columns)
    for ax, picture, got, label in zip(axes.flat, pictures, read, labels):
        ax.imshow(picture, cmap="gray")
        right = got == label
        ax.set_title(f"{got}" if right else f"{got}, is {label}", color="black" if right else BACKWARD, fontsize=11)
        ax.axis("off")


def main():
    """Draw the three panels and write the picture."""
    figure = plt.figure(figsize=(13, 4.3), layout="constrained")
    left, middle, right = figure.subfigures(1, 3, width_ratios=[1, 1.1, 1.1])
    titles = ("a neuron that draws a line", "who is to blame for an error", "digits, read after seconds of training")
    for panel, title in zip((left, middle, right), titles):
        panel.suptitle(title, fontsize=13)
    plot_neuron(NeuronModel(w1=0.4, w2=1.0, bias=-0.2), ax=left.subplots())
    draw_gradients(middle.subplots())
    draw_digits(right)
    TARGET.parent.mkdir(exist_ok=True)
    figure.savefig(TARGET, dpi=100, facecolor="white", metadata={"Software": None})


if __name__ == "__main__":
    main()
