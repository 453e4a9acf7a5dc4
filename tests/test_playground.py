"""The playground: its data, the well-known behaviours over several seeds, the engine, the live view without a browser."""
import subprocess
import sys

import numpy as np
import pytest

from course_utils import nn
from course_utils.widgets import (
    Playground,
    PlaygroundError,
    PlaygroundState,
    describe_playground,
    open_playground,
    plot_playground,
)
from course_utils.widgets.playground_data import features, grid, make_data
from course_utils.widgets.playground_state import CHOICES

SEEDS = range(5)
HILLS = [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]
SPIRAL = "data=spiral share=80 optimizer=adam rate=0.01"
NOISY = "noise=50 examples=200 share=20 hidden=8,8 optimizer=adam rate=0.03"


# --- the data ---------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", CHOICES["data"])
@pytest.mark.parametrize("noise", [0, 50])
def test_data_follow_from_the_state_and_stay_in_the_plane(name, noise):
    state = PlaygroundState(data=name, noise=noise, seed=3)
    data, again, other = make_data(state), make_data(state), make_data(state.changed(seed=4))
    assert np.array_equal(data.points, again.points) and np.array_equal(data.in_training, again.in_training)
    assert not np.array_equal(data.in_training, other.in_training)
    assert abs(data.points).max() <= 6 and abs(data.targets).max() <= 1
    assert len(data.points) == (14 if name == "own" else 400)


@pytest.mark.parametrize(("name", "right"), [
    ("circle", lambda x1, x2: np.where(x1 * x1 + x2 * x2 < 9, 1, -1)), ("xor", lambda x1, x2: np.sign(x1 * x2)),
    ("gaussians", lambda x1, x2: np.sign(x1 + x2)), ("plane", lambda x1, x2: (x1 + x2) / 12),
    ("spiral", lambda x1, x2: np.where(np.cos(np.arctan2(x1, x2) - 0.7 * np.pi * np.hypot(x1, x2)) > 0, 1, -1)),
    ("multi-gaussian", np.vectorize(lambda x1, x2: max(
        (sign * max(0, 1 - np.hypot(x1 - top, x2 - side) / 2) for top, side, sign in HILLS), key=abs), otypes=[float])),
])
def test_targets_without_noise_follow_the_formula(name, right):
    data = make_data(PlaygroundState(data=name, examples=1000))
    assert np.allclose(data.targets, right(*data.points.T), atol=1e-5)
    assert data.targets.max() > 0.8 and data.targets.min() < -0.8


@pytest.mark.parametrize("share", [10, 50, 90])
@pytest.mark.parametrize("name", ["circle", "own", "plane"])
def test_split_has_the_share_and_both_classes_on_either_side(name, share):
    data = make_data(PlaygroundState(data=name, share=share))
    assert data.in_training.mean() == pytest.approx(share / 100, abs=0.1)
    for training in (True, False):
        assert {-1, 1} == set(np.sign(data.side(training)[1])) - {0}


def test_two_own_points_a_class_are_enough():
    state = PlaygroundState(data="own", share=90, own=((1, 1, "A"), (2, 2, "A"), (-1, -1, "B"), (-2, -2, "B")))
    playground = Playground(state).run(20)
    assert len(playground.data.side(True)[1]) == len(playground.data.side(False)[1]) == 2
    assert playground.training_loss < playground.training_losses[0]


def test_noise_moves_points_and_numbers():
    for name, column in (("circle", "points"), ("plane", "targets")):
        still, moved = (getattr(make_data(PlaygroundState(data=name, noise=noise, examples=1000)), column) for noise in (0, 20))
        assert np.std(moved - still) == pytest.approx({"circle": 0.4, "plane": 0.2}[name], rel=0.1)


def test_features_by_hand():
    got = features(np.array([[2.0, -3.0]]), CHOICES["inputs"])
    assert np.allclose(got, [[2, -3, 4, 9, -6, np.sin(2), np.sin(-3)]])


def test_grid_begins_at_the_upper_left():
    assert np.allclose(grid(2), [[-3, 3], [3, 3], [-3, -3], [3, -3]])


# --- the behaviours that such playgrounds are known for ---------------------------------------------------------------

def trained(text, epochs, until=None):
    """Return a trained playground for each seed."""
    return [Playground.from_text(f"{text} seed={seed}").run(epochs, until) for seed in SEEDS]


@pytest.fixture
def losses(tally):
    """Return a function that gives the least and the largest of some losses, and has them printed at the end of the run."""
    def interval(what, values):
        bounds = min(values), max(values)
        for word, bound in zip(("least", "most"), bounds):
            tally[f"playground: {what}, {word} of {len(values)} seeds"] = round(bound, 4)
        return bounds
    return interval


@pytest.mark.slow
@pytest.mark.parametrize(("text", "epochs"), [
    ("data=circle rate=0.1", 150), ("data=xor rate=0.1", 150), ("data=gaussians", 50),
    (f"{SPIRAL} hidden=8,8,8 activation=relu", 150), ("data=circle hidden=none inputs=x1^2,x2^2", 200),
    ("data=xor hidden=none inputs=x1x2", 100), (f"{SPIRAL} hidden=8 inputs=x1,x2,sin1,sin2", 300),
])
def test_solved_on_every_seed(text, epochs, losses):
    playgrounds = trained(text, epochs, until=0.05)
    losses(f"epochs until the test loss is below 0.05, {text}", [playground.epoch for playground in playgrounds])
    assert [playground.test_loss < 0.05 for playground in playgrounds] == [True] * len(SEEDS)


@pytest.mark.slow
@pytest.mark.parametrize("text", ["data=spiral hidden=none optimizer=adam", "data=circle hidden=none", "data=xor hidden=none",
                                  "data=spiral optimizer=adam"])
def test_not_solved_on_any_seed(text, losses):
    least, _ = losses(f"test loss after 300 epochs, {text}", [playground.test_loss for playground in trained(text, 300)])
    assert least > 0.5


@pytest.mark.slow
def test_few_noisy_points_are_learned_by_heart_and_a_penalty_helps(losses):
    free, cured = (trained(NOISY + penalty, 300) for penalty in ("", " regularisation=l2 strength=0.03"))
    _, training = losses("over-fitting: training loss", [playground.training_loss for playground in free])
    test, _ = losses("over-fitting: test loss", [playground.test_loss for playground in free])
    _, healed = losses("over-fitting: test loss with L2", [playground.test_loss for playground in cured])
    assert training < 0.15 and test > 0.55 and healed < 0.5
    assert all(playground.test_loss > min(playground.test_losses) + 0.2 for playground in free), "it does not rise"


@pytest.mark.parametrize("text", ["data=plane hidden=none rate=0.1", "activation=linear rate=30"])
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_steps_that_are_too_long_stop_the_training_by_themselves(text, tally):
    for playground in trained(text, 50):
        state = playground.state
        assert playground.epoch < 50 and playground.step(5) == 0 and playground.state == state
        assert "The training broke in epoch" in playground.stopped and playground.stopped in playground.description()
        assert np.isfinite(playground.surface(10)).all()
        playground.change(learning_rate=0.001)
        assert playground.stopped == "" and playground.step(5) == 5
        tally["playground: trainings that broke and stopped by themselves"] += 1


def test_worse_than_guessing_is_said():
    assert "worse than guessing" in Playground.from_text("rate=10").run(100).description()


# --- the engine -------------------------------------------------------------------------------------------------------

def test_same_state_and_epochs_give_the_same_numbers_in_whatever_steps():
    text = "data=xor noise=10 optimizer=adam regularisation=l1"
    once, stepped, picture = Playground.from_text(text).run(12), Playground.from_text(text), Playground.from_text(text)
    for _ in range(4):
        stepped.step(3)
        picture.step(3)
        picture.change(discretise=True, show_test=not picture.state.show_test)
    assert once.test_losses == stepped.test_losses == picture.test_losses
    replayed = Playground.replayed(stepped.reached)
    assert replayed.training_losses == once.training_losses and stepped.reached == {"setting": once.state.text(), "epochs": 12}


def test_one_epoch_by_hand():
    playground = Playground.from_text("data=gaussians hidden=none batch=all rate=0.1 regularisation=l2 strength=0.5")
    points, targets = playground.data.side(True)
    weights, biases = (parameter.value.copy() for parameter in playground.network.parameters)
    wrong = 1 / (1 + np.exp(-(points @ weights + biases))) - (targets[:, None] > 0)
    playground.step()
    assert np.allclose(playground.weights[0], weights - 0.1 * (points.T @ wrong / len(points) + 0.5 * weights))
    assert np.allclose(playground.network.layers[0].biases.value, biases - 0.1 * wrong.mean())


@pytest.mark.parametrize("optimizer", CHOICES["optimizer"])
@pytest.mark.parametrize("problem", ["circle", "plane"])
def test_every_optimizer_learns(optimizer, problem):
    playground = Playground.from_text(f"data={problem} optimizer={optimizer} rate={1 if optimizer == 'adadelta' else 0.01}")
    assert playground.run(30).training_loss < playground.training_losses[0]


@pytest.mark.parametrize("name", CHOICES["activation"])
def test_every_activation_is_the_one_of_the_engine(name):
    playground = Playground(PlaygroundState(activation=name, hidden=(3,)))
    wanted = nn.ACTIVATIONS[{"linear": "identity", "leaky-relu": "leaky_relu"}.get(name, name)]
    assert playground.network.layers[0].activation is wanted


def test_losses_accuracies_and_surface_agree_with_the_network():
    playground = Playground().run(10)
    points, targets = playground.data.side(False)
    logits = playground.network(points).value[:, 0]
    assert playground.test_loss == pytest.approx(np.mean(np.log1p(np.exp(-targets * logits))))
    assert playground.accuracy("test") == np.mean((logits > 0) == (targets > 0))
    shown = 2 / (1 + np.exp(-playground.network(grid(7)).value.reshape(7, 7))) - 1
    assert np.allclose(playground.surface(7), shown)
    playground.change(discretise=True)
    assert playground.epoch == 10 and np.array_equal(playground.surface(7), np.where(shown > 0, 1, -1))


def test_maps_have_a_picture_for_every_neuron():
    maps = Playground.from_text("hidden=3,5 inputs=x1,x1x2").neuron_maps(6)
    assert [layer.shape for layer in maps] == [(2, 6, 6), (3, 6, 6), (5, 6, 6), (1, 6, 6)]
    assert max(abs(layer).max() for layer in maps) <= 1
    assert np.allclose(maps[0][0][0], np.linspace(-1, 1, 6)), "x1 grows to the right"


def test_regression_has_no_accuracy():
    playground = Playground.from_text("data=plane hidden=none").run(5)
    assert playground.accuracy() is None and "Right" not in playground.description()


def test_change_starts_anew_and_a_wrong_one_changes_nothing():
    playground = Playground().run(3)
    with pytest.raises(PlaygroundError, match="noise is 99"):
        playground.change(noise=99)
    assert (playground.epoch, playground.state) == (3, PlaygroundState())
    playground.change(noise=9)
    assert (playground.epoch, len(playground.test_losses), playground.state.noise) == (0, 1, 9)


@pytest.mark.parametrize("reached", [None, "data=circle", {"setting": "default"}, {"setting": "default", "epochs": -1},
                                     {"setting": "default", "epochs": 1e3}, {"setting": "x", "epochs": 1},
                                     {"setting": "default", "epochs": 10 ** 9}])
def test_what_nobody_can_have_reached_is_refused(reached):
    with pytest.raises(PlaygroundError):
        Playground.replayed(reached)


# --- the live view, without a browser ---------------------------------------------------------------------------------

def tick(view, times=1):
    """Do what the browser's clock does."""
    for _ in range(times):
        view.clock.value += 1


def test_clock_trains_while_it_plays_and_not_otherwise():
    view = open_playground()
    tick(view)
    assert view.playground.epoch == 0
    view.play_button.click()
    assert view.play_button.description == "Pause" and view.said.value == ""
    before = view.panels.surface.value
    tick(view, 3)
    reached = view.playground.epoch
    assert reached >= 3 and view.panels.surface.value != before and view.frames_per_second > 0
    view.play_button.click()
    tick(view)
    assert view.playground.epoch == reached and view.play_button.description == "Play"
    assert f"Epoch {reached}" in view.said.value and 'role="status"' in view.said.value
    assert f"Epoch {reached}" in view.panels.surface.value, "the alternative text follows"


def test_slow_speed_is_one_epoch_a_picture():
    view = open_playground()
    view.speed.value = "one epoch a picture"
    view.play()
    tick(view, 4)
    assert view.playground.epoch == 4


def test_step_and_reset():
    view = open_playground("seed=3")
    first = view.panels.surface.value
    view.play()
    tick(view)
    view.step_button.click()
    assert not view.playing and f"Epoch {view.playground.epoch}:" in view.said.value
    view.reset_button.click()
    assert view.playground.epoch == 0 and view.panels.surface.value == first and "Epoch 0" in view.said.value


@pytest.mark.parametrize(("setting", "value"), [
    ("data", "multi-gaussian"), ("examples", 50), ("noise", 20), ("share", 80), ("batch", "all"), ("learning_rate", 0.3),
    ("activation", "relu"), ("optimizer", "adam"), ("initialisation", "he"), ("regularisation", "l2"), ("strength", 0.1),
    ("seed", 5), ("discretise", True), ("show_test", True),
])
def test_each_control_sets_its_own_setting(setting, value):
    view = open_playground()
    view.controls.single[setting].value = value
    assert view.state == PlaygroundState(**{setting: value})
    assert view.setting_text.value == view.setting == view.state.text()


def test_inputs_and_layers_are_set_by_their_controls():
    view = open_playground()
    view.controls.inputs["sin1"].value = True
    view.controls.layers.value = 3
    view.controls.neurons[2].value = 7
    assert (view.state.inputs, view.state.hidden) == (("x1", "x2", "sin1"), (4, 2, 7))
    assert [box.layout.display for box in view.controls.neurons] == 3 * [None] + 3 * ["none"]


def test_setting_field_sets_all_controls():
    view = open_playground()
    view.setting_text.value = "data=spiral hidden=8,1 rate=0.0123 inputs=x2,sin1 batch=7 noise=13 regularisation=l1 test=yes"
    assert view.controls.values() | {"own": view.state.own} == {
        name: getattr(view.state, name) for name in view.state.__dataclass_fields__}
    assert view.state.learning_rate == 0.0123 and view.state.batch == 7


def test_wrong_setting_is_explained_and_the_old_one_plays_on():
    view = open_playground("seed=2")
    view.step(2)
    view.setting_text.value = "data=spirl"
    assert 'role="alert"' in view.trouble.value and "Did you mean" in view.trouble.value
    assert (view.setting, view.playground.epoch, view.setting_text.value) == ("seed=2", 2, "data=spirl")
    view.setting_text.value = "seed=4"
    assert view.trouble.value == "" and view.setting == "seed=4"


def test_last_input_cannot_be_taken_away():
    view = open_playground("inputs=x2")
    view.controls.inputs["x2"].value = False
    assert "inputs is empty" in view.trouble.value and view.controls.inputs["x2"].value and view.state.inputs == ("x2",)


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_training_that_breaks_stops_the_clock_and_says_so():
    view = open_playground("activation=linear rate=30")
    view.play()
    tick(view, 3)
    assert not view.playing and view.play_button.description == "Play"
    assert 'role="alert"' in view.said.value and "The training broke in epoch 1" in view.said.value
    view.play()
    assert not view.playing, "it cannot go on"
    view.controls.single["learning_rate"].value = 0.03
    view.play()
    tick(view)
    assert view.playing and view.playground.epoch > 0


def test_where_nobody_looks_any_more_nothing_is_trained():
    view = open_playground()
    view.widget._view_count = 1
    view.play()
    view.widget._view_count = 0
    assert not view.playing


def test_clock_that_was_lost_is_started_again_by_the_same_button(monkeypatch):
    view = open_playground()
    view.play_button.click()
    monkeypatch.setattr(view, "_last_tick", view._last_tick - 60)
    view.play_button.click()
    assert view.playing
    view.play_button.click()
    assert not view.playing


def test_own_points_are_drawn_written_and_played_with():
    view = open_playground()
    view.pad.clear_button.click()
    assert view.pad.points == () and view.state == PlaygroundState()
    view.pad.canvas.pixels = "ff" * 2 + "00" * 574
    assert "0 points of class B" in view.pad.said.value and view.state.data == "circle"
    view.pad.letter.value = "B"
    view.pad.canvas.pixels = view.pad.canvas.pixels[:-4] + "ffff"
    assert view.state.data == "own" and view.controls.single["data"].value == "own"
    assert view.state.own == ((-5.75, 5.75, "A"), (-5.25, 5.75, "A"), (5.25, -5.75, "B"), (5.75, -5.75, "B"))
    view.pad.table.value = "1 2 A\n2 2 A\n3 3 B"
    view.pad.table_button.click()
    assert "1 points of class B" in view.pad.said.value and len(view.state.own) == 4
    view.pad.table.value += "\n4 4 B"
    view.pad.table_button.click()
    assert view.setting == "data=own own=A:1,2;2,2/B:3,3;4,4" and "In use" in view.pad.said.value


def test_text_for_places_without_widgets_is_always_the_same(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **how: shown.append(data))
    one, other = open_playground("data=xor"), open_playground(PlaygroundState(data="xor"))
    one._ipython_display_()
    assert shown[0]["text/plain"] == repr(one) == repr(other) and "Setting: data=xor." in repr(one)
    assert one.reached == {"setting": "data=xor", "epochs": 0}


def test_frame_is_small():
    view = open_playground(PlaygroundState(inputs=CHOICES["inputs"], hidden=6 * (8,), examples=1000, show_test=True))
    view.step()
    assert len(view.panels.surface.value) < 15_000 and len(view.panels.network.value) < 60_000


# --- stills -----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("text", ["test=yes", "data=plane hidden=none", "data=multi-gaussian test=yes hidden=8,8,8,8,8,8"])
def test_still_shows_every_neuron_weight_and_point(text):
    playground = Playground.from_text(text).run(2)
    network, surface, _, losses = plot_playground(playground).axes
    sizes = [len(playground.state.inputs), *playground.state.hidden, 1]
    assert len(network.images) == sum(sizes)
    weights = [patch for patch in network.patches if type(patch).__name__ == "PathPatch"]
    assert len(weights) == sum(before * after for before, after in zip(sizes, sizes[1:]))
    assert sum(len(marks.get_offsets()) for marks in surface.collections) == (400 if playground.state.show_test else 200)
    assert [line.get_linestyle() for line in losses.lines] == ["-", "--"]
    assert np.array_equal(losses.lines[1].get_ydata(), playground.test_losses)


def test_description_of_a_still_says_what_is_to_be_seen():
    view = open_playground("data=spiral hidden=none")
    words = describe_playground(view)
    assert words == describe_playground(view.playground)
    assert words.startswith("Data: two arms of a spiral. No hidden layer") and "of the plane" in words and "test loss" in words


def test_playground_loads_no_framework():
    code = ("import sys; from course_utils.widgets import Playground, open_playground; Playground().run(1); "
            "print([name for name in ('ipywidgets', 'IPython', 'matplotlib', 'PIL') if name in sys.modules]); "
            "open_playground().step(); print([name for name in ('tensorflow', 'keras') if name in sys.modules])")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["[]", "[]"]
