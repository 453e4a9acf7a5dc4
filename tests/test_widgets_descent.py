"""The descent explorer: its paths in numbers, what is said of them, and its view as the kernel sees it."""
import warnings

import numpy as np
import pytest

from course_utils.checks.answers_05 import Adam, Momentum, descend
from course_utils.widgets import DescentModel, explore_descent, plot_descent
from course_utils.widgets.descent_model import PRESETS, SURFACES, rate_text


@pytest.mark.parametrize("name", SURFACES)
def test_gradients_agree_with_central_differences_and_are_zero_in_flat_places(name):
    surface = SURFACES[name]
    for theta in np.random.default_rng(0).uniform(-1, 1, (5, 2)):
        slopes = [(surface.height(theta + move) - surface.height(theta - move)) / 2e-5 for move in 1e-5 * np.eye(2)]
        assert np.allclose(surface.gradient(theta), slopes, atol=1e-6)
    for flat in (*surface.minima, *surface.saddles):
        assert np.allclose(surface.gradient(np.array(flat)), 0, atol=1e-9)


@pytest.mark.parametrize("name", SURFACES)
def test_flat_places_are_what_they_are_called(name):
    surface = SURFACES[name]
    for kind, places in (("minimum", surface.minima), ("saddle", surface.saddles)):
        for flat in map(np.array, places):
            around = [surface.height(flat + 1e-3 * np.array([np.cos(turn), np.sin(turn)])) - surface.height(flat)
                      for turn in np.linspace(0, 2 * np.pi, 60)]
            assert (min(around) > 0) == (kind == "minimum") and max(around) > 0


def test_paths_are_those_of_the_optimizers_of_the_lesson():
    def gradient(theta):
        return np.array([theta[0], 20 * theta[1]])

    assert np.allclose(DescentModel(steps=9).path(), descend(gradient, (-4, 1), 0.09, 9))
    for name, ours in (("momentum", Momentum(0.02)), ("Adam", Adam(0.02))):
        theta = np.array([-4.0, 1.0])
        for place in DescentModel("ravine", name, 0.02, steps=30).path()[1:]:
            theta = ours.step(theta, gradient(theta))
            assert np.allclose(place, theta)


@pytest.mark.parametrize(("name", "says"), [
    ("too small", "still on its way"), ("just right", "arrives at the minimum (0.00, 0.00) after 48 steps"),
    ("too large", "it diverges: after 24 steps"), ("narrow", "still on its way"), ("momentum", "arrives at the minimum"),
    ("Adam", "arrives at the minimum"), ("wrong valley", "stays in this valley, although there is a deeper one"),
])
def test_presets_show_what_their_names_promise(name, says):
    assert says in DescentModel(**PRESETS[name]).description()


@pytest.mark.parametrize(("settings", "says"), [
    ({"surface": "saddle", "learning_rate": 0.2, "start": (-1.8, 0.0)}, "held up at the saddle point (0.00, 0.00)"),
    ({"learning_rate": 0.1}, "swings from side to side and has not arrived"),
    ({"learning_rate": 0.1005}, "it diverges: it swings from side to side, each time to a higher place"),
    ({"learning_rate": 0.105, "steps": 15}, "it diverges: it swings"),
    ({"surface": "bowl", "learning_rate": 1.0, "steps": 1}, "after 1 step."),
    ({"surface": "two valleys", "start": (-1.6, 1.0), "learning_rate": 0.05}, "minimum (−1.05, 0.00) after"),
])
def test_what_became_of_it_is_said(settings, says):
    assert says in DescentModel(**settings).description()


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("optimizer", ["plain", "momentum", "Adam"])
def test_a_path_that_runs_away_is_cut_without_a_warning(surface, optimizer):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        path = DescentModel(surface, optimizer, 10.0, steps=500).path()
    assert np.isfinite(path).all() and np.abs(path[:-1]).max() < 100 and len(path) <= 501


@pytest.mark.parametrize(("wrong", "says"), [
    ({"surface": "hill"}, "no surface 'hill'; choose one of bowl"), ({"optimizer": "sgd"}, "no optimizer"),
    ({"learning_rate": 0}, "between 0.0001 and 10"), ({"learning_rate": float("nan")}, "nan"), ({"steps": 501}, "1 to 500"),
    ({"start": (9, 0)}, "must lie on the map"), ({"start": (1,)}, "must lie on the map"),
])
def test_settings_that_cannot_be_are_refused(wrong, says):
    with pytest.raises(ValueError) as raised:
        DescentModel(**wrong)
    assert says in str(raised.value)


def test_rates_are_written_without_an_exponent():
    assert [rate_text(rate) for rate in (0.0001, 0.0198, 0.105, 1.0, 10.0)] == ["0.0001", "0.0198", "0.105", "1", "10"]


def test_plot_shows_path_and_minima():
    ax = plot_descent(DescentModel("two valleys", learning_rate=0.05))
    assert len(ax.get_lines()[0].get_xydata()) == 51
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["plain, learning rate 0.05", "minimum 1", "minimum 2"]


def test_slider_changes_the_model_the_text_and_the_picture():
    explorer = explore_descent()
    before = explorer.drawn.value
    explorer.controls["learning_rate"].value = 0.105
    assert explorer.model.learning_rate == 0.105
    assert 'role="status"' in explorer.said.value and "it diverges" in explorer.said.value
    assert explorer.drawn.value != before and len(explorer.drawn.value) < 60_000
    assert 'alt="Gradient descent on the ravine' in explorer.drawn.value


def test_another_surface_begins_at_its_own_start_with_sliders_of_its_ranges():
    explorer = explore_descent()
    for name, surface in SURFACES.items():
        explorer.controls["surface"].value = name
        assert (explorer.model.surface, explorer.model.start) == (name, surface.start)
        sliders = [explorer.controls[f"start {axis}"] for axis in (1, 2)]
        assert [(slider.min, slider.max) for slider in sliders] == [surface.x_range, surface.y_range]


def test_every_preset_sets_all_controls_and_draws_once(monkeypatch):
    explorer, drawn = explore_descent(), []
    monkeypatch.setattr("course_utils.widgets.descent._picture", lambda model: drawn.append(model) or b"")
    for name, button in explorer.presets.items():
        button.click()
        assert explorer.model == DescentModel(**PRESETS[name]) and drawn[-1] is explorer.model
        assert explorer.controls["learning_rate"].value == pytest.approx(explorer.model.learning_rate)
    assert len(drawn) == len(PRESETS)


def test_the_slider_has_a_place_for_every_rate_it_is_given_and_rises_evenly_on_a_logarithmic_scale():
    explorer = explore_descent(DescentModel(learning_rate=0.0123))
    rates = [rate for _, rate in explorer.controls["learning_rate"].options]
    ratios = np.array(rates[1:]) / rates[:-1]
    assert (rates[0], rates[-1]) == (1e-4, 10) and 0.0123 in rates and 1 < ratios.min() and ratios.max() < 1.25
    assert explorer.controls["learning_rate"].value == explorer.model.learning_rate == 0.0123
    assert all(settings["learning_rate"] in rates for settings in PRESETS.values())


def test_text_for_places_without_widgets_is_always_the_same():
    assert repr(explore_descent()) == repr(explore_descent())
    assert "Run the cell" in repr(explore_descent()) and "height 18.00" in repr(explore_descent())
