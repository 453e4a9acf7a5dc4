"""The callback behind `show_progress`. Imports Keras, so it is itself imported only when a model is to be fitted."""
import time

import keras

from course_utils.notebook import LiveLine
from course_utils.training import time_left


class FitProgress(keras.callbacks.Callback):
    """Shows where `fit` has come to in one line, which is the same before and after; see `training.show_progress`."""

    def __init__(self, clock=time.monotonic):
        super().__init__()
        self._clock = clock
        self._line = self._first = None  # first: (steps done, time) after the first step, which also traces the graph
        self._epoch = 0

    def on_train_begin(self, logs=None):
        """Return nothing; show how many epochs and steps are asked for."""
        epochs, steps = self.params["epochs"], self.params.get("steps")
        in_epoch = f" of {steps} {'step' if steps == 1 else 'steps'}" if steps else ""
        self._first = None
        self._line = LiveLine(f"{epochs} {'epoch' if epochs == 1 else 'epochs'}{in_epoch}.", self._clock)
        self._line.begin()

    def on_epoch_begin(self, epoch, logs=None):
        """Return nothing; keep the number of the epoch, from 0."""
        self._epoch = epoch

    def on_train_batch_end(self, batch, logs=None):
        """Return nothing; show step, loss and metrics, unless that was done less than a fifth of a second ago."""
        epochs, steps = self.params["epochs"], self.params.get("steps")
        done = self._epoch * (steps or 0) + batch + 1
        self._first = self._first or (done, self._clock())
        if not self._line.due():
            return
        text = f"Epoch {self._epoch + 1} of {epochs}, step {batch + 1}{f' of {steps}' if steps else ''}"
        # Turning a value into a number waits for the device, so it is done only for what is shown.
        shown = sorted((logs or {}).items(), key=lambda item: item[0] != "loss")  # the loss first, the metrics as they come
        text += "".join(f", {name} {float(value):.4g}" for name, value in shown)
        if steps and done > self._first[0]:
            pace = (self._clock() - self._first[1]) / (done - self._first[0])  # validation included
            text += f", {time_left(pace * (epochs * steps - done))}"
        self._line.update(text, done / (epochs * steps) if steps else None)

    def on_train_end(self, logs=None):
        """Return nothing; put the first line back."""
        self._line.end()
