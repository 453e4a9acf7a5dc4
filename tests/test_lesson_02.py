"""Lesson 02: every number of its syllabus is asserted in a cell, and what its texts and messages claim is so."""
import numpy as np
import pytest
from asserted import assert_syllabus
from lesson_runs import ROOT, code_cells

from course_utils import load
from course_utils.checks import answers_02, answers_02_further, answers_02_network
from course_utils.slopes import central_difference

STEMS = ("02_the_perceptron", "02_the_perceptron_further")
# What it is, and the numbers as the syllabus gives them: asserted in this lesson or its companion.
SYLLABUS = {
    "nerve cells in a brain": "86e9",
    "first neuron by hand: z, sigmoid": "-6 0.0025 0.00247",
    "second neuron by hand: linear, logistic": "3.825 0.9786",
    "units and rules": "1943 1957 1960 1969",
    "the winters": "1974 1980 1987 1993",
    "events before the winters": "1951 1965 1970",
    "events since": "1986 1989 1997 1998 2006 2012 2014 2015 2017 2018 2020 2022",
    "XOR: mistakes in every epoch, best of all units": "4 3 4913",
    "limit of mistakes: R, gamma": "5.1971 0.2078 625",
}


@pytest.mark.parametrize("what", SYLLABUS)
def test_the_numbers_of_the_syllabus_are_asserted(what, tally):
    assert_syllabus(STEMS, SYLLABUS, what, tally)


def flowers(kinds, columns):
    """Return (x, y) of two species of iris, y 0 for the first of them."""
    iris = load("iris")
    chosen = np.isin(iris.y, kinds)
    return iris.x[chosen][:, columns], (iris.y[chosen] == kinds[1]).astype(int)


def separable(x, y):
    """Return whether some line has all examples on their sides, strictly, by linear programming."""
    from scipy.optimize import linprog

    rows = (2 * y - 1)[:, None] * np.column_stack([x, np.ones(len(x))])
    return linprog(np.zeros(rows.shape[1]), A_ub=-rows, b_ub=-np.ones(len(x)), bounds=[(None, None)] * rows.shape[1]).success


def test_which_tables_have_a_line():
    assert separable(*flowers((0, 1), [0, 1])) and separable(*flowers((0, 1), [2]))
    assert not separable(*flowers((1, 2), [2, 3]))
    assert separable(answers_02.CORNERS, np.array([0, 0, 0, 1])) and not separable(answers_02.CORNERS, np.array([0, 1, 1, 0]))


def test_the_perceptron_is_that_of_scikit_learn():
    from sklearn.linear_model import Perceptron

    x, y = flowers((0, 1), [0, 1])
    order = np.r_[50, np.random.default_rng(2).permutation(np.delete(np.arange(100), 50))]  # begins with a 1, since at z = 0
    x, y = (x - x.mean(axis=0))[order], y[order]                                            # scikit-learn corrects a 0, too
    theirs = Perceptron(alpha=0, shuffle=False, tol=None, max_iter=30).fit(x, y)
    weights, bias = answers_02_further.states(x, y, 30)[-1]
    assert np.allclose(theirs.coef_[0], weights) and np.isclose(theirs.intercept_[0], bias)


def test_a_step_of_adaline_goes_down_half_the_squared_error():
    random = np.random.default_rng(0)
    weights, example = random.normal(size=4), random.normal(size=3)
    def error(values):
        return 0.5 * (1 - example @ values[:3] - values[3]) ** 2
    moved, bias = answers_02.adaline_step(weights[:3], weights[3], example, 1, 0.1)
    slopes = [central_difference(lambda t, row=row: error(weights + t * row), 0.0) for row in np.eye(4)]
    assert np.allclose((weights - np.append(moved, bias)) / 0.1, slopes, atol=1e-6)


def test_after_a_mistake_the_net_input_moves_by_the_squared_length():
    weights, bias = answers_02.perceptron_update(np.array([1.0, -2.0]), 0.5, np.array([1.0, 2.0]), 1, 1)
    before = np.array([1.0, 2.0]) @ np.array([1.0, -2.0]) + 0.5
    assert np.isclose(np.array([1.0, 2.0]) @ weights + bias - before, 1 + 4 + 1)


def test_the_second_epoch_of_and_with_the_slips_that_messages_name():
    assert answers_02.and_epochs() == {"w1": 2, "w2": 1, "b": 0}
    assert answers_02.and_epochs(epochs=3) == {"w1": 2, "w2": 1, "b": -1} == fired_at_zero(np.zeros(2), 0, 2)
    assert fired_at_zero(np.ones(2), 1, 1) == {"w1": 1, "w2": 1, "b": -1}
    assert answers_02.and_epochs(order=(0, 2, 1, 3)) == {"w1": 1, "w2": 2, "b": 0}
    assert answers_02.and_epochs(order=(3, 2, 1, 0)) == {"w1": 0, "w2": 0, "b": -1}
    assert answers_02.and_epochs(turn=(1, -1)) == {"w1": 0, "w2": 0, "b": 4}


def fired_at_zero(weights, bias, epochs):
    """Return the state after epochs of AND with a unit that takes z = 0 for firing."""
    for _ in range(epochs):
        for example, target in zip(answers_02.CORNERS, (0, 0, 0, 1)):
            error = target - int(example @ weights + bias >= 0)
            weights, bias = weights + error * example, bias + error
    return {"w1": weights[0], "w2": weights[1], "b": bias}


def test_overlap_leaves_the_perceptron_jumping_and_adaline_near_one_place():
    x, y = flowers((1, 2), [2, 3])
    x = x - x.mean(axis=0)
    for seed in range(5, 10):
        random, unit, slow = np.random.default_rng(seed), (np.zeros(2), 0), (np.zeros(2), 0.0)
        counts = []
        for _ in range(100):
            for row in random.permutation(100):
                unit = answers_02.perceptron_update(*unit, x[row], y[row], 1)
                slow = answers_02.adaline_step(*slow, x[row], 2 * y[row] - 1, 0.01)
            counts.append([answers_02.wrong_of(x, y, *state) for state in (unit, slow)])
        spread = np.ptp(np.array(counts)[50:], axis=0)
        assert spread[0] >= 4 and spread[1] <= 3, seed


@pytest.mark.parametrize("seed", range(5))
def test_the_limit_holds_for_random_tables_and_orders(seed):
    random = np.random.default_rng(seed)
    x, weights, bias = random.normal(size=(30, 3)), random.normal(size=3), 0.3
    y = (x @ weights + bias > 0).astype(int)
    limit, state, mistakes = answers_02_further.mistake_limit(x, y, weights, bias), (np.zeros(3), 0), 0
    for row in np.tile(random.permutation(30), 2000):
        moved = answers_02.perceptron_update(*state, x[row], y[row], 1)
        mistakes += moved[1] != state[1]
        state = moved
    assert answers_02.wrong_of(x, y, *state) == 0 and 0 < mistakes <= limit


def test_a_small_rate_is_still_on_its_way_to_the_lowest_point_which_misses_one_flower():
    x, y = flowers((0, 1), [0, 1])
    order = np.random.default_rng(2).permutation(100)
    x, y = (x - x.mean(axis=0))[order], y[order]
    lowest = np.linalg.lstsq(np.column_stack([x, np.ones(100)]), 2 * y - 1)[0]
    weights, bias, wrong = np.zeros(2), 0.0, {}
    for epoch in range(1, 1001):
        for example, target in zip(x, 2 * y - 1):
            weights, bias = answers_02.adaline_step(weights, bias, example, target, 0.001)
        wrong[epoch] = answers_02.wrong_of(x, y, weights, bias), np.linalg.norm(np.append(weights, bias) - lowest)
    assert wrong[100][0] == 0 and wrong[1000][0] == answers_02.wrong_of(x, y, lowest[:2], lowest[2]) == 1
    assert wrong[1000][1] < 0.1 * wrong[100][1]


def test_where_the_hidden_pairs_are_in_order_an_output_neuron_can_finish_and_else_none_can():
    grid = [np.array(numbers) for numbers in np.ndindex(7, 7, 7)]
    outputs = [(list(numbers[:2] - 3), numbers[2] - 3.5) for numbers in grid]
    random = np.random.default_rng(1)
    for _ in range(20):
        hidden = random.integers(-2, 3, (2, 2)), random.integers(-3, 4, 2) / 2 - 0.25
        networks = [answers_02.units(*hidden, *output) for output in outputs]
        hopeless = answers_02_network.mixes_targets(networks[0]) or answers_02_network.four_places(networks[0])
        assert hopeless != any(answers_02.network_outputs(network) == answers_02.XOR for network in networks)


def test_the_tables_of_the_pocket_tell_its_slips_apart():
    further = answers_02_further
    def none_of_the_last(x, y, epochs):
        return further.pocket(x, y, epochs - 1)
    def one_more(x, y, epochs):
        return further.pocket(x, y, epochs + 1)
    early = further.kept(further.before_each_epoch, answers_02.wrong_of)
    x, y = further.table_of(0, 30, 2)
    counts = {rule.__name__: answers_02.wrong_of(x, y, *rule(x, y, 5)) for rule in (further.pocket, none_of_the_last)}
    assert counts["pocket"] < counts["none_of_the_last"] == answers_02.wrong_of(x, y, *early(x, y, 5))
    x, y = further.table_of(181, 30, 3)
    assert answers_02.wrong_of(x, y, *one_more(x, y, 4)) < answers_02.wrong_of(x, y, *further.pocket(x, y, 4))
    x, y = further.table_of(29, 10, 2, whole=True)
    assert any((x @ weights + bias == 0).any() for weights, bias in further.states(x, y, 6))


def test_two_examples_share_a_place_in_every_network_that_computes_xor():
    random = np.random.default_rng(0)
    found = 0
    for _ in range(20_000):
        network = answers_02.units(random.integers(-2, 3, (2, 2)), random.integers(-3, 4, 2) / 2 - 0.25,
                                   random.integers(-2, 3, 2), random.integers(-3, 4) / 2 - 0.25)
        if answers_02.network_outputs(network) == answers_02.XOR:
            found += 1
            hidden = answers_02.CORNERS @ network["hidden_weights"] + network["hidden_biases"] > 0
            assert len(np.unique(hidden, axis=0)) == 3
    assert found > 10


def test_the_network_of_the_check_is_that_of_the_lesson():
    source = "\n".join(cell.source for cell in code_cells(ROOT / "lessons" / f"{STEMS[0]}.py", "solved"))
    for line in ('corners @ network["hidden_weights"] + network["hidden_biases"] > 0',
                 'hidden @ network["output_weights"] + network["output_bias"] > 0'):
        assert line in source
    assert answers_02.network_outputs(answers_02.units([[1, 1], [1, 1]], [-0.5, -1.5], [1, -1], -0.5)) == answers_02.XOR


def test_scaling_all_weights_changes_nothing_for_the_limit():
    table = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([0, 1])
    one, other = (answers_02_further.mistake_limit(*table, np.array([1.0, -1.0]) * size, -0.5 * size) for size in (1, 10))
    assert np.isclose(one, other)
