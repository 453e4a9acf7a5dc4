"""Lesson 06: every number of its syllabus is asserted in a cell, and what its texts and messages claim is so."""
import ast

import numpy as np
import pytest
from asserted import assert_syllabus, numbers_in

from course_utils.checks import answers_06, answers_06_further

STEMS = ("06_backpropagation_by_hand", "06_backpropagation_by_hand_further")
# What it is, and the numbers as the syllabus gives them: asserted in this lesson or its companion.
SYLLABUS = {
    "net input of the hidden units": "0.41 0.47",
    "hidden activations": "0.60108788 0.61538376",
    "net input of the outputs": "1.01977419 1.26306852",
    "outputs": "0.73492861 0.77955388",
    "errors E1, E2, E": "0.23456360 0.01452594 0.24908954",
    "factors of dE/dw5": "0.68492861 0.19480855",
    "dE/dw5 and dE/dw6": "0.08020312 0.08211062",
    "new w5": "0.45187813",
    "two paths to w1, and dE/dw1": "0.00159970 -0.00049164 0.00110806",
    "new w1": "0.09933517",
    "dE/d bias, one for each unit": "0.01108058 0.01340240 0.13342995 -0.02929110",
    "E after a step, biases held or moved": "0.24072 0.22921",
    "XOR: z": "-0.53 1.04",
    "XOR: hidden": "0.37051689 0.73885001",
    "XOR: pre-output, output, loss": "1.12701929 0.75528840 0.02994188",
    "XOR: new u1 and W11": "-0.21162085 -0.07116040",
    "XOR: output and loss after the step": "0.76238 0.02823",
    "XOR: what a lecture prints": "1.1122 0.7525 0.0306",
    "XOR: steps with the sum and with the mean": "1203 4804",
    "the other six derivatives": "0.00134024 0.00554029 0.00670120 -0.01760653 -0.01802527",
    "agreement with Keras": "1e-6",
}


@pytest.mark.parametrize("what", SYLLABUS)
def test_the_numbers_of_the_syllabus_are_asserted(what, tally):
    assert_syllabus(STEMS, SYLLABUS, what, tally)


def test_an_assert_with_another_number_would_be_noticed():
    changed = numbers_in(ast.parse("assert np.allclose(x, [0.41, -0.48])"))
    assert changed == [0.41, -0.48] and 0.47 not in changed


def test_the_printed_slip_is_the_derivative_of_w6():
    gradient = answers_06.backward(answers_06.make_network(), answers_06.INPUTS, answers_06.TARGETS)["output_weights"]
    rounded = dict(zip(("w5", "w7", "w6", "w8"), gradient.ravel().round(3)))
    assert [name for name, value in rounded.items() if value == 0.082] == ["w6"] and rounded["w5"] == 0.080


def test_the_backward_pass_agrees_with_central_differences():
    network = answers_06.make_network(np.random.default_rng(1), (3, 5, 2))
    inputs, targets = np.array([0.3, -1.2, 0.7]), np.array([1.0, 0.0])
    found = answers_06.backward(network, inputs, targets)
    for name, values in network.items():
        def error(moved, name=name):
            return 0.5 * np.sum((targets - answers_06.forward({**network, name: moved}, inputs)[1]) ** 2)

        assert np.allclose(found[name], answers_06.numerical_gradient(error, values), atol=1e-9)


def test_the_ratios_that_the_message_of_exercise_8_names():
    network, inputs, targets = answers_06.make_network(), answers_06.INPUTS, answers_06.TARGETS
    truth = answers_06.backward(network, inputs, targets)["hidden_biases"]
    hidden, outputs = answers_06.forward(network, inputs)
    deltas = answers_06.output_error(outputs, targets)
    wrong_slope = answers_06.hidden_error(deltas, network["output_weights"], answers_06.sigmoid(hidden)) / truth
    moved = answers_06.train_step(network, inputs, targets, 0.6)["output_weights"]
    new_weights = answers_06.hidden_error(deltas, moved, hidden) / truth
    assert wrong_slope.round(2).tolist() == [0.95, 0.96]
    assert 0.12 < (1 - new_weights).min() and (1 - new_weights).max() < 0.15


def test_only_two_single_digits_explain_the_printed_lecture():
    """Try every number from -1.99 to 1.99 in the place of each of the nine."""
    found = set()
    for entry in answers_06_further.ENTRIES:
        for hundredths in range(-199, 200):
            tried = answers_06_further.apply_misprint({"entry": entry, "value": hundredths / 100})
            if tried["results"] == [1.1122, 0.7525, 0.0306] and tried["characters changed"] == 1:
                found.add((entry, hundredths / 100))
    assert found == {("u1", -0.26), ("u2", 0.56)}


def test_six_circular_orders_expose_every_fixed_order():
    """The stuck orders are one circle, so that any fixed order meets it in one of the six arrangements that are tried."""
    orders = [(0, 1, 2, 3), (3, 1, 0, 2), (2, 1, 3, 0)]
    for order in orders:
        assert answers_06_further.try_orders(lambda count, random, order=order: np.array(order))["solved of 6"] == 5
