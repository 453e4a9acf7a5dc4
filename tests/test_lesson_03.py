"""Lesson 03: every number of its syllabus is asserted in a cell, and what its texts and messages claim is so."""
import ast
import itertools
import math

import numpy as np
import pytest
from asserted import assert_syllabus
from lesson_runs import ROOT, answers_of, code_cells

from course_utils import slopes
from course_utils.checks import answers_03, answers_03_further
from course_utils.checks.answers_03 import LAYERS, identity, relu, softmax

STEMS = ("03_activations_and_the_forward_pass", "03_activations_and_the_forward_pass_further")
SYLLABUS = {
    "slope of the sigmoid at 0, 2, 5, 10": "0.25 0.104994 0.006648 0.000045",
    "slope of tanh at 0, 2, 5, 10": "1 0.07065082 0.00018158 0.00000001",
    "by hand: first layer, before and after ReLU": "2 -1 1 0",
    "by hand: second layer, before and after ReLU": "1 -2 3 0",
    "by hand: logits, powers, probabilities": "2 1 -1 7.3891 2.7183 0.3679 0.7054 0.2595 0.0351",
    "3-4-2: neurons, parameters": "6 26",
    "3-4-4-1: neurons, parameters": "9 41",
    "2-3-3-3: parameters": "33",
    "three layers collapsed": "-11 12 7 6 -7 2 -8 0",
    "central difference at the kink of ReLU": "0.5",
    "sawtooth: pieces for each depth": "2 4 8 16 1024",
    "sawtooth: parameters, deep and with one layer": "7 13 19 25 49 61 3073",
    "lowest values of swish and GELU, and where": "-0.278 -1.278 -0.170 -0.752",
    "agreement with Keras": "1e-6",
}
POINTS = np.linspace(-4, 4, 41)


@pytest.mark.parametrize("what", SYLLABUS)
def test_the_numbers_of_the_syllabus_are_asserted(what, tally):
    assert_syllabus(STEMS, SYLLABUS, what, tally)


def test_the_central_difference_of_the_lesson_is_that_of_the_helpers():
    built = answers_of(ROOT / "lessons" / f"{STEMS[0]}.py", "solved")["3.1"]
    for function in (np.sin, np.exp, answers_03.sigmoid, relu):
        for step in (1e-5, 0.1):
            helper = slopes.central_difference(function, POINTS, step)
            assert np.array_equal(built(function, POINTS, step), helper)
            assert np.array_equal(answers_03.central_difference(function, POINTS, step), helper)


@pytest.mark.parametrize("function, slope", [
    (answers_03.sigmoid, answers_03.sigmoid_slope), (np.tanh, answers_03.tanh_slope),
    (lambda z: answers_03_further.elu(z, 1.7)[0], lambda z: answers_03_further.elu(z, 1.7)[1])])
def test_the_slopes_agree_with_central_differences(function, slope):
    places = POINTS[np.abs(POINTS) > 1e-3]  # the ELU has a kink at 0
    assert np.allclose(slope(places), slopes.central_difference(function, places), atol=1e-9)


def test_softmax_and_log_sum_exp_agree_with_scipy():
    from scipy.special import log_softmax, logsumexp
    from scipy.special import softmax as softmax_scipy

    logits = np.random.default_rng(0).normal(size=(6, 4)) * np.array([[1], [10], [100], [1000], [1e-3], [1e6]])
    assert np.allclose(softmax(logits), softmax_scipy(logits, axis=1))
    found = answers_03_further.log_sum_exp(logits)
    assert np.allclose(found, logsumexp(logits, axis=1))
    assert np.allclose(logits - found[:, None], log_softmax(logits, axis=1))


def test_the_safe_sigmoid_agrees_with_scipy_far_out():
    from scipy.special import expit

    z = np.array([-700.0, -40.0, -1.0, 0.0, 1.0, 40.0, 700.0])
    assert np.allclose(answers_03.sigmoid(z), expit(z), rtol=1e-12, atol=0)


def test_the_network_by_hand_neuron_by_neuron():
    x = [1, 2]
    for (weights, biases), bend in zip(LAYERS, (relu, relu, identity)):
        x = [int(bend(sum(x[i] * weights[i, j] for i in range(len(x))) + biases[j])) for j in range(len(biases))]
    assert x == [2, 1, -1] == answers_03.logits_with((1, 2))
    powers = [math.exp(logit) for logit in x]
    assert [round(power / sum(powers), 4) for power in powers] == [0.7054, 0.2595, 0.0351]


def test_collapsed_layers_do_what_all_of_them_do():
    random = np.random.default_rng(1)
    layers = [layer[:2] for layer in answers_03.random_layers(random, [3, 5, 2, 4], [None] * 3)]
    weights, biases = answers_03.collapse(layers)
    x = random.normal(size=(7, 3))
    assert np.allclose(x @ weights + biases, answers_03.forward(x, [(*layer, identity) for layer in layers]))


@pytest.mark.slow
def test_the_forward_pass_and_the_count_agree_with_keras():
    from course_utils import runtime

    keras = runtime.start()
    sizes, random = [3, 4, 4, 1], np.random.default_rng(2)
    layers = answers_03.random_layers(random, sizes, (np.tanh, relu, answers_03.sigmoid))
    dense = [keras.layers.Dense(size, activation=name) for size, name in zip(sizes[1:], ("tanh", "relu", "sigmoid"))]
    model = keras.Sequential([keras.Input((3,)), *dense])
    model.set_weights([array for layer in layers for array in layer[:2]])
    x = random.normal(size=(5, 3))
    assert np.allclose(model.predict(x, verbose=0), answers_03.forward(x, layers), atol=1e-6)
    assert model.count_params() == answers_03.parameter_count(sizes) == 41


@pytest.mark.slow
def test_tensorflow_takes_0_for_the_slope_of_relu_at_0():
    from course_utils import runtime

    runtime.start()
    import tensorflow as tf

    zero = tf.Variable(0.0)
    with tf.GradientTape() as tape:
        value = tf.nn.relu(zero)
    assert float(tape.gradient(value, zero)) == 0


def test_the_largest_power_of_e_lies_between_709_and_710():
    with np.errstate(over="ignore"):
        assert np.isfinite(np.exp(709.0)) and np.isinf(np.exp(710.0))


@pytest.mark.parametrize("number", [21, 41, 300])
def test_what_the_sharpness_does_and_the_floor_that_it_leaves(number):
    curve_network, curve = (_of_the_lesson()[name] for name in ("curve_network", "curve"))
    x = np.linspace(0, 1, 4001)
    soft, usual, hard = (np.abs(answers_03.forward(x[:, None], curve_network(curve, number, sharpness))[:, 0] - curve(x))
                         for sharpness in (2, 20, 200))
    assert soft.max() > 0.2 and soft[-1] > 2 * soft[0] and hard.max() > 1.3 * usual.max()
    assert 3.2e-5 < usual[-1] < 7e-5 and hard[-1] < 1e-12


def _of_the_lesson(stem=STEMS[0], wanted=("curve", "curve_network")):
    names = {"np": np, "sigmoid": answers_03.sigmoid, "identity": identity, "relu": relu}
    for cell in code_cells(ROOT / "lessons" / f"{stem}.py", "solved"):
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.FunctionDef) and node.name in wanted:
                exec(ast.unparse(node), names)  # from the lesson's own source
    return names


def test_one_layer_of_relus_has_one_corner_a_neuron_at_most():
    random = np.random.default_rng(5)
    x = np.linspace(-50, 50, 200_001)[:, None]
    for neurons in (1, 3, 7):
        layers = answers_03.random_layers(random, [1, neurons, 1], (relu, identity))
        bends = np.abs(np.diff(answers_03.forward(x, layers)[:, 0], 2)) > 1e-9
        corners = np.sum(bends[1:] & ~bends[:-1]) + bends[0]  # a corner between two samples shows in two neighbours
        assert 1 <= corners <= neurons


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_saw_needs_one_neuron_more_than_it_has_corners(depth):
    pieces = 2 ** depth
    changes = [(-1) ** (corner + 1) * 2 * pieces for corner in range(pieces - 1)]  # of the slope, from corner to corner
    # A ReLU that faces left brings, left of its corner, minus its change; one that faces right brings nothing.
    possible = {-sum(change for change, faces_left in zip(changes, sides) if faces_left)
                for sides in itertools.product((False, True), repeat=len(changes))}
    assert pieces not in possible
    weights = _of_the_lesson(STEMS[1], ("wide_layers",))["wide_layers"](pieces)[1][0][:, 0]
    assert len(weights) == pieces and (depth != 2 or weights.tolist() == [4, -8, 8, -8])


def test_one_layer_draws_the_saw():
    x = np.linspace(0, 1, 513)
    wide_layers = _of_the_lesson(STEMS[1], ("wide_layers",))["wide_layers"]
    for depth in (1, 2, 6):
        assert np.array_equal(answers_03.forward(x[:, None], wide_layers(2 ** depth))[:, 0],
                              answers_03_further.sawtooth(x, depth))


def test_how_fast_the_slopes_of_sigmoid_and_tanh_fall():
    for slope, power in ((answers_03.sigmoid_slope, 1), (answers_03.tanh_slope, 2)):
        assert np.isclose(slope(np.array(7.0)) / slope(np.array(6.0)), math.exp(-power), rtol=0.01)


def test_fourier_is_off_by_half_the_difference_of_the_ends():
    assert round((math.e - 1) / 2, 2) == 0.86 and round((0.7 - 0.3) / 2, 2) == 0.2


def test_a_softmax_over_one_neuron_always_answers_1():
    assert np.array_equal(softmax(np.array([[-3.0], [0.0], [8.0]])), np.ones((3, 1)))


def test_the_product_of_two_sigmoids_is_nearly_the_bump():
    x = np.linspace(0, 1, 50)
    product = answers_03.sigmoid(20 * (x - 0.3)) * answers_03.sigmoid(20 * (0.7 - x))
    gap = np.abs(product - answers_03.bump(x, 0.3, 0.7, 20)).max()
    assert 1e-6 < gap < 0.01
