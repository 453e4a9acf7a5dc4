"""The playground without its picture: a state, the network that it describes, and what training makes of it.

    playground = Playground.from_text("data=spiral hidden=8,8 seed=5")
    playground.run(200)
    playground.test_loss, playground.accuracy("test"), playground.description()
"""
import math
import threading

import numpy as np

from course_utils import nn
from course_utils.widgets.playground_data import features, grid, make_data
from course_utils.widgets.playground_state import PlaygroundError, PlaygroundState, as_state

ACTIVATIONS = {"linear": "identity", "leaky-relu": "leaky_relu"}  # all others have the same name in course_utils.nn
OPTIMIZERS = {name.lower(): optimizer for name, optimizer in nn.OPTIMIZERS.items()}
HOPELESS = 1000.0  # a loss above this, or one that is no number, stops the training
MOST_EPOCHS = 100_000
PARAMETERS = 4     # which random numbers are drawn: of the first weights, of the order of the examples
ORDER = 2


class Playground:
    """A network, its data and its training, all of which follow from `state`, a PlaygroundState.

    `state` may be given as text; without it the default is taken. `epoch` counts the passes over the training data. The
    losses before the first epoch and after each one are in `training_losses` and `test_losses`, lists of epoch + 1 floats.
    Where training cannot go on, `stopped` says why; else it is "".

    Classification is learned from logits by the binary cross-entropy of lesson 04, not by squared error on a tanh as in some
    playgrounds: its slope does not vanish for answers that are confidently wrong, and the output is a probability. Guessing
    gives ln 2 = 0.693; below 0.05 the right class has a probability above 0.95 on (geometric) average. Regression has a
    linear output and the mean squared error of targets from -1 to 1. The losses shown are without the penalty.

    Nothing else decides the numbers: the same state and the same number of epochs give the same network, whether they were
    run one by one or at once.
    """

    def __init__(self, state=None):
        self.state = as_state(state)
        self._lock = threading.RLock()  # notebooks may hear from widgets in another thread than the one that runs cells
        self.reset()

    @classmethod
    def from_text(cls, text):
        """Return a playground for a line of settings, at epoch 0; PlaygroundError for a line that is none."""
        return cls(PlaygroundState.from_text(text))

    @classmethod
    def replayed(cls, reached):
        """Return a playground that is trained anew as `reached` says, {"setting": text, "epochs": number}.

        What `reached` of a playground or its view gives; so a result can be judged from its setting alone. PlaygroundError
        for anything else, and for more than 100,000 epochs.
        """
        if not isinstance(reached, dict) or set(reached) != {"setting", "epochs"}:
            raise PlaygroundError(f"What was reached is {str(reached)[:60]!r}; give what playground.reached says, such as "
                                  '{"setting": "data=spiral hidden=8,8", "epochs": 100}.')
        return cls.from_text(reached["setting"]).run(reached["epochs"])

    @property
    def reached(self):
        """What leads here again: {"setting": the state as text, "epochs": how many}; see `replayed`."""
        return {"setting": self.state.text(), "epochs": self.epoch}

    def reset(self):
        """Return nothing; go back to epoch 0 and the first weights."""
        state = self.state
        with self._lock:
            self.data = make_data(state)
            self._sides = {name: self._prepared(name == "training") for name in ("training", "test")}
            self.network = _network(state)
            self._weights = [layer.weights for layer in self.network.layers]
            self._optimizer = OPTIMIZERS[state.optimizer](self.network.parameters, state.learning_rate)
            self._order = np.random.default_rng([ORDER, state.seed])
            self.epoch, self.stopped = 0, ""
            self.training_losses, self.test_losses = [], []
            self._record()

    def change(self, **settings):
        """Return nothing; take other values for some settings, by their names in PlaygroundState or in the text form.

        Training begins anew, unless only `discretise` or `show_test` change. PlaygroundError for a wrong value: then all
        stays as it was.
        """
        self.take(self.state.changed(**settings))

    def take(self, state):
        """Return nothing; go over to another state, or its text; as `change`."""
        state = as_state(state)
        with self._lock:
            same, self.state = self.state.trains_like(state), state
            if not same:
                self.reset()

    def step(self, epochs=1):
        """Return how many epochs were run: `epochs`, or fewer where the training broke; then `stopped` says why."""
        done = 0
        with self._lock, np.errstate(all="ignore"):  # numbers that overflow are said in words, not as a warning
            while done < epochs and not self.stopped:
                self._run_epoch()
                self.epoch += 1
                done += 1
                self._record()
        return done

    def run(self, epochs, until=None):
        """Return this playground after `epochs` more epochs, or as soon as the test loss is below `until`, if given.

        PlaygroundError for a number of epochs that is not from 0 to 100,000.
        """
        if not isinstance(epochs, int | np.integer) or not 0 <= epochs <= MOST_EPOCHS:
            raise PlaygroundError(f"epochs is {epochs!r}; it must be a whole number from 0 to {MOST_EPOCHS}.")
        for _ in range(epochs):
            if (until is not None and self.test_loss < until) or not self.step():
                break
        return self

    @property
    def training_loss(self):
        """The loss on the training examples, without penalty, a float; before the first epoch that of the first weights."""
        return self.training_losses[-1]

    @property
    def test_loss(self):
        """The loss on the test examples, a float."""
        return self.test_losses[-1]

    def accuracy(self, side="test"):
        """Return the share of the "training" or "test" examples whose class is right, from 0 to 1; None for regression."""
        if self.state.problem == "regression":
            return None
        inputs, targets = self._sides[side]
        with self._lock, np.errstate(all="ignore"):
            return float(np.mean((self.network(inputs).value > 0) == (targets > 0.5)))

    def surface(self, resolution=50):
        """Return the network's answers over the plane, (resolution, resolution) of float64 from -1 to 1, x2 = 6 in row 0.

        For classes 2 p - 1, with p the probability of class A: 1 is surely A, -1 surely B. For regression the predicted
        number, cut off at -1 and 1. With `discretise` only the signs are left.
        """
        return self.maps(resolution)[-1][0]

    def neuron_maps(self, resolution=20):
        """Return what the neurons say over the plane: a list with an array (units, resolution, resolution) for each layer.

        First the inputs, then the hidden layers, then the output as `surface` gives it; all from -1 to 1. Inputs and hidden
        neurons are divided by their largest magnitude; a neuron that is nowhere different from 0 stays 0.
        """
        return self.maps(resolution)

    def maps(self, resolution):
        """Return the same as `neuron_maps`: one pass through the network serves the small maps and the surface."""
        with self._lock, np.errstate(all="ignore"):
            values = features(grid(resolution), self.state.inputs)
            layers = [_scaled(values)]
            for layer in self.network.layers:
                values = layer(values).value
                layers.append(_scaled(values))
        layers[-1] = _answers(values, self.state)
        return [layer.T.reshape(-1, resolution, resolution) for layer in layers]

    @property
    def weights(self):
        """The weights of all layers, a list of arrays (inputs, units) of float64; copies."""
        with self._lock:
            return [tensor.value.copy() for tensor in self._weights]

    def description(self):
        """Return in words what was reached: epoch, losses, accuracies, why it stopped, and the setting."""
        from course_utils.widgets.playground_words import describe

        return describe(self)

    def __repr__(self):
        return f"<Playground: {self.description()}>"

    def _prepared(self, training):
        """Return (inputs, targets) of one side, (examples, features) and (examples, 1); classes are 1 and 0 for the loss."""
        points, targets = self.data.side(training)
        targets = targets if self.state.problem == "regression" else (targets > 0).astype(float)
        return features(points, self.state.inputs), targets[:, None]

    def _run_epoch(self):
        """Train on all batches once, in an order of its own."""
        inputs, targets = self._sides["training"]
        count = len(inputs)
        size = count if self.state.batch == "all" else min(self.state.batch, count)
        order = self._order.permutation(count)
        for start in range(0, count, size):
            rows = order[start:start + size]
            loss = self._loss(inputs[rows], targets[rows]) + self._penalty()
            loss.backward()
            self._optimizer.step()

    def _loss(self, inputs, targets):
        measure = nn.binary_cross_entropy if self.state.problem == "classification" else nn.mean_squared_error
        return measure(self.network(inputs), targets)

    def _penalty(self):
        """Return the strength times the sum of |w| (l1) or of w^2 / 2 (l2) over all weights; biases are free."""
        if self.state.regularisation == "l1":
            return self.state.strength * nn.l1_penalty(self._weights)
        return 0.5 * self.state.strength * nn.l2_penalty(self._weights) if self.state.regularisation == "l2" else 0.0

    def _record(self):
        """Note both losses, and whether they still make sense."""
        for name, losses in (("training", self.training_losses), ("test", self.test_losses)):
            losses.append(float(self._loss(*self._sides[name])))
        if not self.training_loss <= HOPELESS:  # true of nan, too
            size = f"{self.training_loss:.3g}" if math.isfinite(self.training_loss) else "no number any more"
            self.stopped = (f"The training broke in epoch {self.epoch}: the training loss is {size}. The steps are too long; "
                            "try a smaller learning rate, or smaller first weights.")


def _network(state):
    """Return the nn.Sequential of a state, with its first weights: hidden layers, then one output without activation."""
    random = np.random.default_rng([PARAMETERS, state.seed])
    sizes = [len(state.inputs), *state.hidden, 1]
    names = [ACTIVATIONS.get(state.activation, state.activation)] * len(state.hidden) + ["identity"]
    return nn.Sequential([nn.Dense(before, units, name, initialisation=state.initialisation, random=random)
                          for before, units, name in zip(sizes, sizes[1:], names)])


def _scaled(values):
    """Return the columns of `values` divided by their largest magnitudes, and 0 where there is nothing finite to show."""
    values = np.where(np.isfinite(values), values, 0.0)
    largest = np.abs(values).max(axis=0)
    return values / np.where(largest > 0, largest, 1.0)


def _answers(values, state):
    """Return outputs (places, 1) as they are shown, from -1 to 1."""
    shown = np.tanh(values / 2) if state.problem == "classification" else np.clip(values, -1, 1)  # tanh(z/2) = 2 sigmoid(z) - 1
    shown = np.where(np.isfinite(shown), shown, 0.0)
    return np.where(shown > 0, 1.0, -1.0) if state.discretise else shown
