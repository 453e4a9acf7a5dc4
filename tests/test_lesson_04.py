"""Lesson 04: every number of its syllabus is asserted, its losses agree with other oracles, what its texts claim is so."""
import ast

import numpy as np
import pytest
from asserted import assert_syllabus, numbers_in
from lesson_runs import ROOT, code_cells

from course_utils.checks import answers_04, answers_04_further
from course_utils.slopes import central_difference

STEMS = ("04_losses", "04_losses_further")
SYLLABUS = {
    "MSE of 30, 80, 85 against 90, 20, 95": "2433.33",
    "cross-entropy of 0.1, 0.8, 0.6 against 1, 0, 1": "2.3026 1.6094 0.5108",
    "mean cross-entropy": "1.47428",
    "squared log error with log(1 + y) and with log(y)": "0.0793 0.2043",
    "agreement with Keras": "1e-6",
}
LOGITS, LABELS = np.array([-3.0, -0.4, 0.1, 2.5]), np.array([1, 0, 1, 0])


@pytest.mark.parametrize("what", SYLLABUS)
def test_the_numbers_of_the_syllabus_are_asserted(what, tally):
    assert_syllabus(STEMS, SYLLABUS, what, tally)


def test_an_assert_with_another_number_would_be_noticed():
    changed = numbers_in(ast.parse("assert np.isclose(np.mean(by_hand), 1.47429, atol=5e-6)"))
    assert 1.47429 in changed and 1.47428 not in changed


def test_binary_cross_entropy_agrees_with_scikit_learn():
    from sklearn.metrics import log_loss

    p = np.array([0.1, 0.8, 0.6, 0.35])
    assert np.isclose(answers_04.binary_cross_entropy(p, LABELS).mean(), log_loss(LABELS, p))


def test_sparse_cross_entropy_agrees_with_scikit_learn():
    from sklearn.metrics import log_loss

    p, labels = answers_04.softmax(np.random.default_rng(0).normal(size=(6, 4))), np.array([0, 3, 1, 1, 2, 0])
    assert np.isclose(answers_04.sparse_cross_entropy(p, labels).mean(), log_loss(labels, p, labels=range(4)))


def test_hinge_agrees_with_scikit_learn():
    from sklearn.metrics import hinge_loss

    assert np.isclose(answers_04_further.hinge_from_labels(LOGITS, LABELS).mean(), hinge_loss(LABELS, LOGITS))


@pytest.mark.parametrize("delta", [0.5, 1.0, 20.0])
def test_huber_agrees_with_scipy(delta):
    from scipy.special import huber

    p, y = np.random.default_rng(1).normal(scale=10, size=(2, 50))
    assert np.allclose(answers_04.huber(p, y, delta), huber(delta, p - y))


def test_divergence_agrees_with_scipy_zeros_included():
    from scipy.special import rel_entr

    t, q = np.array([0.5, 0.5, 0.0]), np.array([0.25, 0.5, 0.25])
    assert np.isclose(answers_04_further.kl_divergence(t, q), rel_entr(t, q).sum())
    with np.errstate(divide="ignore"):
        assert np.isinf(answers_04_further.kl_divergence(q, t)) and np.isinf(rel_entr(q, t).sum())


def test_the_mixture_agrees_with_scipy_densities():
    from scipy.stats import norm

    y = np.linspace(5, 85, 9)
    density = 0.5 * norm.pdf(y, 15, 6) + 0.5 * norm.pdf(y, 75, 6)
    assert np.allclose(answers_04_further.mixture_loss(y, 15, 75, 6), -np.log(density))


def test_the_slope_for_the_logit_agrees_with_central_differences():
    slopes = central_difference(lambda z: answers_04.cross_entropy_from_logits(z, LABELS), LOGITS)
    assert np.allclose(answers_04.cross_entropy_slope(LOGITS, LABELS), slopes, atol=1e-9)


def test_cross_entropy_from_logits_agrees_with_exact_arithmetic():
    from decimal import Decimal, localcontext

    with localcontext() as context:
        context.prec = 400
        for z in (-800, -40, 0, 17, 40, 800):
            exact = [(1 + Decimal(sign * z).exp()).ln() for sign in (1, -1)]      # targets 0 and 1
            for y, loss in enumerate(exact):
                assert answers_04.cross_entropy_from_logits(float(z), y) == pytest.approx(float(loss), rel=1e-12, abs=1e-15)


def test_soft_thresholding_is_the_best_compromise_with_the_absolute_value():
    tried = np.linspace(-2, 2, 40001)
    for weight in (-1.3, -0.2, 0.04, 0.9):
        best = tried[((tried - weight) ** 2 / 2 + 0.3 * np.abs(tried)).argmin()]
        assert answers_04_further.soft_threshold(np.array([weight]), 0.3)[0] == pytest.approx(best, abs=1e-4)


def test_l1_on_the_diabetes_table_keeps_what_scikit_learns_lasso_keeps():
    from sklearn.linear_model import Lasso

    from course_utils.data import load

    table = load("diabetes")
    inputs, target = table.x / table.x.std(axis=0), (table.y - table.y.mean()) / table.y.std()
    weights = Lasso(alpha=0.1, fit_intercept=False, tol=1e-10).fit(inputs, target).coef_    # its loss is halved: 0.2 / 2
    assert [table.feature_names[place] for place in np.flatnonzero(weights)] == ["bmi", "bp", "s3", "s5"]


def test_the_four_reports_of_exercise_3_are_what_the_slips_give():
    p, y = np.array([0.1, 0.8, 0.6]), np.array([1, 0, 1])
    losses = answers_04.binary_cross_entropy(p, y)
    slips = {"A": np.mean(-y * np.log(p)), "B": losses.sum(), "C": losses.mean() / np.log(2),
             "D": answers_04.binary_cross_entropy(p, 1 - y).mean()}
    cell = next(cell.source for cell in code_cells(ROOT / "lessons" / "04_losses.py", "learner") if "reported =" in cell.source)
    line = next(line for line in cell.splitlines() if line.startswith("reported ="))
    assert ast.literal_eval(line.partition("= ")[2]) == pytest.approx(slips, abs=5e-6)


def test_the_text_of_exercise_3_has_the_values_that_its_cell_asserts():
    text = (ROOT / "lessons" / "04_losses.py").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("# | 0."))
    asserted = next(line for line in text.splitlines() if line.startswith("reported ="))
    assert [float(cell) for cell in row.strip("# |").split("|")] == list(ast.literal_eval(asserted.partition("= ")[2]).values())


def test_one_hot_rows_make_nan_of_a_chance_of_zero_where_picked_entries_do_not():
    p, labels = np.array([[0.9, 0.1, 0.0]]), np.array([0])
    with np.errstate(all="ignore"):
        assert np.isnan(-np.sum(np.eye(3)[labels] * np.log(p), axis=1)).all()
    assert answers_04.sparse_cross_entropy(p, labels) == pytest.approx(0.105, abs=5e-4)


def test_a_chance_of_a_thousandth_costs_what_a_message_says():
    assert answers_04.binary_cross_entropy(0.001, 1) == pytest.approx(6.9, abs=0.05)


def test_the_slope_of_cross_entropy_for_p_has_the_common_denominator_of_the_table():
    p, y = np.array([0.1, 0.8, 0.6, 0.3]), LABELS
    assert np.allclose(-y / p + (1 - y) / (1 - p), (p - y) / (p * (1 - p)))


def test_the_smaller_of_the_two_huber_formulas_is_the_line_everywhere():
    error = np.linspace(-5, 5, 101)
    assert np.all(2 * np.abs(error) - 2 <= error ** 2 / 2 + 1e-12)


def test_the_sales_that_a_message_names():
    def squared(p, y):
        return (p - y) ** 2

    assert squared(20_000, 10_000) > 1e5 * squared(20, 10)
    assert np.log(20_000 / 10_000) == pytest.approx(np.log(20 / 10))
