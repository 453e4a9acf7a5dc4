"""Lesson 05: the numbers of its syllabus are asserted, its optimizers are Keras's, and what its texts claim is so."""
import numpy as np
import pytest
from asserted import assert_syllabus
from lesson_runs import ROOT, code_cells

from course_utils import runtime
from course_utils.checks import answers_05, answers_05_further

STEMS = ("05_gradient_descent", "05_gradient_descent_further")
SYLLABUS = {
    "three steps on a parabola: places": "1 2 2.5",
    "three steps on a parabola: losses": "17 5 2 1.25",
    "steps needed, too small, right, too large": "411 38 12 1",
    "just below and above the largest safe rate": "0.0995 0.1005",
    "largest safe step computed, of the guarantee": "0.398 5.02",
    "examples, batch, iterations an epoch": "10000 200 50",
    "weights change in every batch": "200",
    "saddle points dominate: shares for 1, 2, 3 parameters": "0.5 0.146 0.025 0.707",
    "steps to leave a saddle": "23 48 73 98",
    "variance through 20 layers, tanh": "0.95 0.3 0.024 1.2e-32 0",
    "variance through 20 layers, ReLU": "1e42 0.7 7e-7 1e-38",
    "agreement with Keras": "1e-5",
}


@pytest.mark.parametrize("what", SYLLABUS)
def test_the_numbers_of_the_syllabus_are_asserted(what, tally):
    assert_syllabus(STEMS, SYLLABUS, what, tally)


def test_the_largest_safe_rate_decides_between_convergence_and_divergence():
    factor = np.random.default_rng(1).normal(size=(5, 5))
    hessian = factor @ factor.T + 0.1 * np.eye(5)
    limit = answers_05.largest_safe_rate(hessian)
    ends = [np.linalg.norm(answers_05.descend(lambda theta: hessian @ theta, np.ones(5), share * limit, 4000)[-1])
            for share in (0.98, 1.02)]
    assert ends[0] < 1e-3 and ends[1] > 1e3


def test_batches_cover_every_example_once_and_the_last_is_short():
    batches = answers_05.minibatches(23, 5, np.random.default_rng(0))
    assert [len(rows) for rows in batches] == [5, 5, 5, 5, 3] and sorted(np.concatenate(batches)) == list(range(23))
    assert answers_05.number_of_updates(23, 5, 3) == 3 * len(batches)


def test_the_noise_of_a_mini_batch_is_that_of_sampling_without_replacement():
    values, size = np.random.default_rng(2).normal(size=400), 100
    random = np.random.default_rng(3)
    means = [values[random.permutation(400)[:size]].mean() for _ in range(4000)]
    assert np.std(means) == pytest.approx(values.std() / np.sqrt(size) * np.sqrt((400 - size) / 399), rel=0.05)


def test_the_shares_of_minima_for_two_and_three_parameters():
    """Exact for the Gaussian orthogonal ensemble (Dean and Majumdar 2006): (2 - root 2) / 4, (pi - 2 root 2) / (4 pi)."""
    assert ((2 - np.sqrt(2)) / 4, (np.pi - 2 * np.sqrt(2)) / (4 * np.pi)) == pytest.approx((0.146, 0.025), abs=5e-4)


@pytest.mark.parametrize("hessian, kind", [
    (np.diag([1.0, 20.0]), "minimum"), (np.diag([-1.0, -3.0]), "maximum"), (np.array([[1.0, 3.0], [3.0, 1.0]]), "saddle"),
    (np.diag([0.0, 2.0]), "open"), (np.diag([0.0, 2.0, -1.0]), "saddle"),
])
def test_flat_places_are_classified(hessian, kind):
    assert answers_05_further.classify(hessian) == kind


def test_one_neuron_of_a_kind_cannot_get_below_the_loss_that_the_lesson_names():
    """One neuron can set off one corner of XOR; the other three get 2/3, at a mean cross-entropy of 0.477."""
    three = -(2 * np.log(2 / 3) + np.log(1 / 3)) / 4
    assert 0.47 < three < 0.48


def test_bias_correction_makes_the_first_step_as_long_as_the_learning_rate():
    step = answers_05.Adam(0.5).step(np.zeros(3), np.array([1e-3, -7.0, 100.0]))
    assert np.allclose(step, [-0.5, 0.5, -0.5], atol=1e-4)


def test_corrections_folded_into_the_rate_are_the_same_but_for_epsilon():
    folded, ours = answers_05.changed(answers_05.Adam, step=answers_05.adam_folded)(0.1), answers_05.Adam(0.1)
    theta = other = np.array([1.0, -2.0])
    for gradient in np.random.default_rng(0).normal(size=(50, 2)):
        theta, other = ours.step(theta, gradient), folded.step(other, gradient)
    assert np.allclose(theta, other, atol=1e-5) and not np.allclose(theta, [1.0, -2.0], atol=0.1)


@pytest.mark.slow
@pytest.mark.parametrize("ours, name, settings", [
    (answers_05.Momentum(0.02), "SGD", {"momentum": 0.9, "learning_rate": 0.02}),
    (answers_05.Adam(0.02), "Adam", {"learning_rate": 0.02}),
    (answers_05_further.RMSProp(0.02), "RMSprop", {"learning_rate": 0.02}),
], ids=["momentum", "Adam", "RMSProp"])
def test_the_optimizers_of_the_exercises_are_those_of_keras(ours, name, settings):
    keras = pytest.importorskip("keras")
    theirs, variable, theta = getattr(keras.optimizers, name)(**settings), keras.Variable([-4.0, 1.0]), np.array([-4.0, 1.0])
    for _ in range(50):
        place = keras.ops.convert_to_numpy(variable).astype(float)
        theirs.apply([keras.ops.convert_to_tensor(place * [1, 20], "float32")], [variable])
        theta = ours.step(theta, theta * [1, 20])
    assert np.allclose(keras.ops.convert_to_numpy(variable), theta, atol=1e-5)


@pytest.mark.slow
def test_all_seven_optimizers_of_the_companion_are_those_of_keras_over_fifty_steps():
    """The lesson's own cells are run, up to the one that compares, with their asserts; a Keras that is missing skips."""
    pytest.importorskip("keras")
    namespace = {"np": np, "runtime": runtime, "RMSProp": answers_05_further.RMSProp, "first": np.array([-4.0, 1.0]),
                 "turn": np.array([[np.sqrt(0.75), -0.5], [0.5, np.sqrt(0.75)]])}
    wanted = ("class SGD", "class Adadelta", "class Adam", "def keras_path", "keras = runtime.start")
    lesson = ROOT / "lessons" / f"{STEMS[1]}.py"
    cells = [cell.source for cell in code_cells(lesson, "learner") if cell.source.startswith(wanted)]
    for source in cells:
        exec(source, namespace)
    assert len(cells) == len(wanted) and len(namespace["pairs"]) == 7 and namespace["same"][0].shape == (51, 2)


def test_he_keeps_the_mean_square_of_a_signal_through_relu_layers():
    random = np.random.default_rng(0)
    signal = random.normal(size=(50, 1000))
    for _ in range(5):
        signal = np.maximum(signal @ answers_05.he_weights(1000, 1000, random), 0)
    assert np.mean(signal ** 2) == pytest.approx(1, rel=0.2)


def test_a_turned_valley_bends_as_much_though_no_entry_of_its_hessian_is_20():
    cos, sin = np.cos(np.pi / 6), np.sin(np.pi / 6)
    turn = np.array([[cos, -sin], [sin, cos]])
    assert np.allclose(turn @ np.diag([1, 20]) @ turn.T, [[5.75, -8.227], [-8.227, 15.25]], atol=1e-3)


def test_single_examples_bend_too_much_for_the_rate_that_suits_batches_of_ten():
    """Scaled inputs and the column of ones: 31 squares of mean 1; the sigmoid's slope is at most a quarter."""
    x = np.random.default_rng(0).normal(size=(400, 30))
    x = np.column_stack([(x - x.mean(axis=0)) / x.std(axis=0), np.ones(400)])
    assert np.isclose(np.mean(np.sum(x ** 2, axis=1)) / 4, 7.75) and 2 / 7.75 == pytest.approx(0.26, abs=0.005)


def test_from_zero_the_bias_moves_where_not_half_of_the_targets_are_1():
    def slope_of_bias(targets):
        return np.mean(0.5 - np.array(targets))

    assert slope_of_bias([0, 1, 1, 0]) == 0 and slope_of_bias([0, 1, 1, 1]) == -0.25


def test_the_momentum_on_the_new_velocity_is_the_momentum_on_the_gradient():
    """Both slips of exercise 5.6 take the very same path, so that one sentence has to name them both."""
    places, velocities = np.zeros(2), np.zeros(2)
    for gradient in np.random.default_rng(1).normal(size=20):
        velocities = np.array([0.9 * velocities[0] - 0.1 * gradient, 0.9 * (velocities[1] - 0.1 * gradient)])
        places = places + velocities * [0.9, 1]
    assert places[0] == pytest.approx(places[1])
