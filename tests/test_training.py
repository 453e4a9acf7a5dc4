"""Progress that leaves no trace, checkpoints that compare whatever was measured, and the plot of a history."""
import importlib
import json
import math
import os
import re
import subprocess
import sys
import types

import nbformat
import numpy as np
import pytest

from course_utils import notebook, training
from course_utils.authoring.sanitise import PATTERNS, sanitised
from course_utils.notebook import LiveLine
from course_utils.training import checkpoint, time_left, track

BOUNDS = {("official", "standard"): 0.975, ("official", "quick"): 0.9}


class Clock:
    """A clock that goes on by a fixed time whenever it is read."""

    def __init__(self, step):
        self.now, self.step = 0.0, step

    def __call__(self):
        self.now += self.step
        return self.now


@pytest.fixture
def kernel(monkeypatch):
    """A stand-in for the IPython of a kernel; `texts` are those displayed, in order, `displays` all of the arguments."""
    stand_in = types.SimpleNamespace(displays=[], texts=[], hooks=[])
    handle = types.SimpleNamespace(update=lambda data, raw: stand_in.texts.append(data["text/plain"]))

    def display(data, metadata=None, raw=False, display_id=None):
        stand_in.displays.append((data, metadata))
        stand_in.texts.append(data["text/plain"])
        return handle

    events = types.SimpleNamespace(register=lambda event, hook: stand_in.hooks.append(hook),
                                   unregister=lambda event, hook: stand_in.hooks.remove(hook))
    shell = types.SimpleNamespace(kernel="a kernel", events=events)
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: shell))
    monkeypatch.setitem(sys.modules, "IPython.display", types.SimpleNamespace(display=display))
    return stand_in


def test_a_line_ends_as_it_began(kernel):
    line = LiveLine("3 epochs of 469 steps.", Clock(0.3))
    line.begin()
    assert line.due()
    line.update("Epoch 1 of 3, step 7 of 469, loss 0.5", 7 / 1407)
    line.end()
    assert kernel.texts == ["3 epochs of 469 steps.", "Epoch 1 of 3, step 7 of 469, loss 0.5", "3 epochs of 469 steps."]
    assert kernel.hooks == []


def test_a_line_is_updated_at_most_five_times_a_second(kernel):
    line = LiveLine("Rounds.", Clock(0.01))
    line.begin()
    updated = 0
    for _ in range(300):
        if line.due():
            line.update("meanwhile")
            updated += 1
    assert 10 <= updated <= 15, "300 readings, each 0.01 s apart, are 3 s"


def test_a_cell_that_ends_early_puts_the_text_back(kernel):
    line = LiveLine("Rounds.", Clock(0.3))
    line.begin()
    line.update("round 2 of 9")
    kernel.hooks[0](result=None)  # what IPython calls after every cell, failed and interrupted ones included
    assert kernel.texts[-1] == "Rounds." and kernel.hooks == []
    assert not line.due()


def test_outside_of_a_notebook_there_is_one_line_at_the_end(capsys):
    line = LiveLine("3 epochs of 469 steps.", Clock(0.3))
    line.begin()
    assert not line.due() and capsys.readouterr().out == ""
    line.end()
    assert capsys.readouterr().out == "3 epochs of 469 steps.\n"


def test_track_gives_what_it_is_given_and_says_how_far_it_has_come(kernel, monkeypatch):
    monkeypatch.setattr("course_utils.training.time.monotonic", Clock(0.25))
    assert list(track(range(4), says="4 rounds over the data")) == [0, 1, 2, 3]
    assert kernel.texts[0] == kernel.texts[-1] == "4 rounds over the data."
    assert all(re.fullmatch(r"4 rounds over the data: \d of 4, .* left", text) for text in kernel.texts[1:-1])
    assert len(kernel.texts) == 5


def test_track_of_unknown_length_counts(kernel, monkeypatch):
    monkeypatch.setattr("course_utils.training.time.monotonic", Clock(0.25))
    list(track(iter("abc"), says="letters"))
    assert kernel.texts == ["letters.", "letters: 1 done", "letters: 2 done", "letters."]


def test_a_loop_that_is_left_early_puts_the_text_back(kernel):
    for number in track(range(100), says="up to 100 rounds"):
        if number == 3:
            break
    assert kernel.texts == ["up to 100 rounds."] * 2 and kernel.hooks == []


def test_the_time_left_is_what_the_rounds_so_far_took_on_average():
    assert training._where("steps", 25, 100, 10.0) == ("steps: 25 of 100, about 30 s left", 0.25)
    assert training._where("steps", 25, None, 10.0) == ("steps: 25 done", None)


@pytest.fixture
def fit_progress(monkeypatch, kernel):
    """The callback's class, on a stand-in for Keras; its clock goes on by 0.25 s a reading."""
    callbacks = types.SimpleNamespace(Callback=type("Callback", (), {"params": {}}))
    monkeypatch.setitem(sys.modules, "keras", types.SimpleNamespace(callbacks=callbacks))
    monkeypatch.delitem(sys.modules, "course_utils.fit_progress", raising=False)
    yield importlib.import_module("course_utils.fit_progress").FitProgress
    sys.modules.pop("course_utils.fit_progress", None)


def fitted(callback, epochs, steps, known=True):
    """Call what Keras calls while it fits."""
    callback.params = {"epochs": epochs, "steps": steps if known else None}
    callback.on_train_begin()
    for epoch in range(epochs):
        callback.on_epoch_begin(epoch)
        for batch in range(steps):
            callback.on_train_batch_end(batch, {"accuracy": 0.98765, "loss": np.float32(0.5)})
    callback.on_train_end()


def test_a_fit_says_epoch_step_loss_metric_and_the_time_left(kernel, fit_progress):
    fitted(fit_progress(Clock(0.125)), epochs=2, steps=30)
    assert kernel.texts[0] == kernel.texts[-1] == "2 epochs of 30 steps."
    assert kernel.texts[1] == "Epoch 1 of 2, step 1 of 30, loss 0.5, accuracy 0.9877"
    assert re.fullmatch(r"Epoch 2 of 2, step \d+ of 30, loss 0.5, accuracy 0.9877, about \d s left", kernel.texts[-9])
    assert kernel.hooks == []


def test_a_fit_of_unknown_length_says_what_is_known(kernel, fit_progress):
    fitted(fit_progress(Clock(0.125)), epochs=1, steps=5, known=False)
    assert kernel.texts[0] == "1 epoch." and kernel.texts[1].startswith("Epoch 1 of 1, step 1, loss 0.5")


@pytest.mark.parametrize("seconds, words", [(0.4, "less than 1 s left"), (12.3, "about 12 s left"), (200, "about 3 min left")])
def test_time_left_in_words(seconds, words):
    assert time_left(seconds) == words


@pytest.mark.parametrize("value, text, truth", [
    (0.97864, "Checkpoint 09.1: 0.9786, at least 0.975: met.", True),
    (0.975, "Checkpoint 09.1: 0.975, at least 0.975: met.", True),
    (0.5, "Checkpoint 09.1: 0.5, at least 0.975: not met.", False),
    (0.97496, "Checkpoint 09.1: 0.97496, at least 0.975: not met.", False),
])
def test_a_checkpoint_says_value_bound_and_whether_it_is_met(value, text, truth, capsys):
    assert bool(checkpoint("09.1", value, BOUNDS, "official")) is truth
    assert capsys.readouterr().out == f"{text}\n"


def test_a_bound_can_be_a_highest_value(capsys):
    assert checkpoint("05.2", np.float32(0.25), {("", "standard"): ("at most", 0.25)})
    assert not checkpoint("05.2", 12345.6, {("", "standard"): ("at most", 0.25)})
    assert capsys.readouterr().out.splitlines()[1] == "Checkpoint 05.2: 12346, at most 0.25: not met."


def test_without_a_bound_nothing_is_judged(capsys, monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "full")
    found = checkpoint("09.1", 0.99, BOUNDS, "official")
    assert (found.met, bool(found)) == (None, False)
    assert capsys.readouterr().out == ("Checkpoint 09.1: 0.99, no bound for data official at profile full: not judged.\n")


def test_the_variant_can_be_the_data_set_itself(capsys):
    assert checkpoint("09.1", 0.98, BOUNDS, types.SimpleNamespace(variant="official"))
    assert checkpoint("09.1", 0.98, BOUNDS, types.SimpleNamespace(variant="digits28")).outcome == "not judged"


@pytest.mark.parametrize("value, kind", [("0.9", TypeError), (None, TypeError), (True, TypeError), (np.ones(2), TypeError),
                                         (math.nan, ValueError), (-math.inf, ValueError)])
def test_what_is_no_finite_number_is_refused(value, kind):
    with pytest.raises(kind, match="Checkpoint 09.1 was given .* needs"):
        checkpoint("09.1", value, BOUNDS, "official")


@pytest.mark.parametrize("bounds, kind", [
    (0.9, TypeError), ({"standard": 0.9}, ValueError), ({("official", "fast"): 0.9}, ValueError),
    ({("official", "standard"): "0.9"}, ValueError), ({("official", "standard"): ("below", 0.9)}, ValueError),
    ({("official", "standard"): math.nan}, ValueError), ({("official", "standard"): True}, ValueError),
])
def test_bounds_that_cannot_be_used_are_refused(bounds, kind):
    with pytest.raises(kind, match="heckpoint 09.1"):
        checkpoint("09.1", 0.9, bounds, "official")


@pytest.mark.parametrize("id", ["9.1", 9.1, "09", "09.1 "])
def test_a_number_of_another_form_is_refused(id):
    with pytest.raises(ValueError, match="such as \"09.1\""):
        checkpoint(id, 0.9, BOUNDS)


def test_a_notebook_gets_both_forms_and_the_figures(kernel):
    checkpoint("09.1", 0.97864, BOUNDS, "official")
    [(data, metadata)] = kernel.displays
    assert data["text/plain"] in data["text/html"] and "✓" in data["text/html"]
    assert json.loads(json.dumps(metadata))["course"]["checkpoint"] == {
        "id": "09.1", "value": 0.97864, "variant": "official", "profile": "standard", "bound": 0.975,
        "direction": "at least", "met": True}


def test_figures_are_shown_once(kernel):
    assert checkpoint("09.1", 0.97864, BOUNDS, "official")._ipython_display_() is None
    assert len(kernel.displays) == 1


@pytest.mark.parametrize("first, second, alike", [(0.9761, 0.99123, True), (0.9761, 1, True), (-12.5, 1e-7, True),
                                                  (0.9761, 0.9, False)])
def test_values_compare_equal_and_words_do_not(kernel, first, second, alike):
    bounds = {("", "standard"): 0.975 if first > 0 else -20}
    for value in (first, second):
        checkpoint("09.1", value, bounds)
    for kind in ("text/plain", "text/html"):
        texts = {sanitised(data[kind]) for data, _ in kernel.displays}
        assert (len(texts) == 1) is alike


def test_a_changed_bound_does_not_compare_equal(kernel):
    for bound in (0.9, 0.95):
        checkpoint("09.1", 0.97, {("", "standard"): bound})
    first, second = (sanitised(data["text/plain"]) for data, _ in kernel.displays)
    assert first != second


TRAINING = """\
from course_utils import runtime
from course_utils.training import checkpoint, show_progress, track
keras = runtime.start()
runtime.seed(0)
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile("sgd", "mse", metrics=["mae"])
x = keras.random.normal((600, 3))
history = model.fit(x, x[:, :1], batch_size=4, epochs=3, validation_split=0.2, verbose=0, callbacks=[show_progress()])
"""
SLOW_LOOP = "import time\nfor _ in track(range(3), says='3 rounds'):\n    time.sleep(0.25)"
JUDGED = "import time\ncheckpoint('09.1', 0.98 + time.time() % 1 / 100, {('', 'standard'): 0.975})"


def strict_comparison(folder, *cells):
    """Return the summary of nbval on a notebook of these cells, executed here first, in kernels of this interpreter."""
    from nbclient import NotebookClient

    from course_utils.kernels import ThisInterpreter

    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    NotebookClient(made, kernel_manager_class=ThisInterpreter, resources={"metadata": {"path": str(folder)}}).execute()
    nbformat.write(made, folder / "made.ipynb")
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "--nbval-sanitize-with", str(PATTERNS), "-q",
               "-p", "no:cacheprovider", "-c", os.devnull, "made.ipynb"]
    return made, subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=300).stdout


@pytest.mark.slow
def test_what_training_shows_is_equal_under_strict_comparison(tmp_path):
    made, said = strict_comparison(tmp_path, TRAINING, SLOW_LOOP, JUDGED)
    assert "3 passed" in said, said
    outputs = [[output["data"]["text/plain"] for output in cell.outputs] for cell in made.cells]
    assert outputs[0] == ["3 epochs of 120 steps."] and outputs[1] == ["3 rounds."]
    assert made.cells[2].outputs[0].metadata["course"]["checkpoint"]["met"] is True


@pytest.mark.slow
def test_an_interrupt_puts_the_lines_back(tmp_path):
    from nbclient import NotebookClient

    from course_utils.kernels import ThisInterpreter

    stop = "import time\nfor number in track(range(9), says='9 rounds'):\n    time.sleep(0.25)\n    if number == 3:\n" \
           "        raise KeyboardInterrupt"
    interrupted = TRAINING.replace("callbacks=[", "callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=stop), ").replace(
        "history =", "def stop(epoch, logs):\n    raise KeyboardInterrupt\nhistory =")
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in (interrupted, stop)])
    NotebookClient(made, kernel_manager_class=ThisInterpreter, allow_errors=True).execute()
    for cell, text in zip(made.cells, ("3 epochs of 120 steps.", "9 rounds.")):
        shown = [output for output in cell.outputs if output.output_type == "display_data"]
        assert [output.data["text/plain"] for output in shown] == [text]
        assert [output.ename for output in cell.outputs if output.output_type == "error"] == ["KeyboardInterrupt"]


HISTORY = {"loss": [0.9, 0.5, 0.4], "val_loss": [1.0, 0.7, 0.6], "accuracy": [0.5, 0.7, 0.8], "val_accuracy": [0.4, 0.6, 0.7]}


@pytest.fixture
def plot_history():
    """The function, its figures closed afterwards."""
    import matplotlib.pyplot as plt

    from course_utils.figures.history import plot_history
    yield plot_history
    plt.close("all")


def test_a_history_is_drawn_training_solid_and_validation_dashed(plot_history):
    ax = plot_history(types.SimpleNamespace(history=HISTORY))
    training, validation = ax.lines
    assert list(training.get_ydata()) == HISTORY["loss"] and list(validation.get_ydata()) == HISTORY["val_loss"]
    assert (training.get_linestyle(), validation.get_linestyle()) == ("-", "--")
    assert (ax.get_xlabel(), ax.get_ylabel(), list(training.get_xdata())) == ("epoch", "loss", [1, 2, 3])
    assert len(ax.figure.axes) == 1


def test_a_metric_gets_an_axes_beside_the_loss(plot_history):
    loss, accuracy = plot_history(HISTORY, metric="accuracy").figure.axes
    assert (loss.get_ylabel(), accuracy.get_ylabel()) == ("loss", "accuracy")
    assert list(accuracy.lines[1].get_ydata()) == HISTORY["val_accuracy"]


def test_a_history_is_drawn_into_the_axes_given(plot_history):
    import matplotlib.pyplot as plt

    _, (left, right) = plt.subplots(1, 2)
    assert plot_history({"loss": [3.0, 2.0]}, ax=right) is right and not left.lines
    assert plot_history(HISTORY, metric="accuracy", ax=(left, right)) is left
    with pytest.raises(ValueError, match="given 1 Axes for loss and accuracy; it needs 2"):
        plot_history(HISTORY, metric="accuracy", ax=left)


@pytest.mark.parametrize("history, metric", [({}, None), ({"loss": [1.0]}, "accuracy")])
def test_a_metric_that_was_not_measured_is_named(plot_history, history, metric):
    with pytest.raises(ValueError, match="has no '(loss|accuracy)'; it holds (nothing|loss)"):
        plot_history(history, metric)


def test_without_ipython_there_is_no_shell(monkeypatch):
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    assert notebook.running_shell() is None and not notebook.in_kernel()
