"""The companion of lesson 07: its numbers are asserted, its list of operations is complete, what its texts claim is so."""
import inspect

import numpy as np
import pytest
from asserted import assert_syllabus
from lesson_runs import ROOT, quick_run

from course_utils import nn
from course_utils.checks import answers_07_further as answers
from course_utils.checks import collect, judge
from course_utils.checks.declaring import find_exercise
from course_utils.nn import arithmetic, functions, losses, shapes

STEM = "07_an_autodiff_engine_further"
# What it is, and the numbers: asserted in the companion.
SYLLABUS = {
    "max shares among winners": "5",
    "a lookup with +=, and by nudging": "1 2",
    "operations checked, and their bound": "40 1e-7",
    "fused cross-entropy of logits (1000, 0)": "1000 -1",
    "p - t at the logits (2, 1)": "0.731 0.269",
    "slopes of (ab + c)^2 by dual numbers": "-24 16 8",
    "slope of a root, through a loop": "0.35355339",
    "passes: outputs of the curves, parameters of 784-128-10": "100 101770",
    "bytes of parameters and gradients, times the graph": "43520 95",
    "all pairs: mean square of the right answers, of their mean": "7.0 3.5",
    "slopes of w^2 after a change in place, with a guard": "1 3 5 2 4 6",
    "agreement with Keras: gradients, Adam": "1e-6 1e-5",
}


@pytest.fixture(scope="module")
def lesson():
    """Return the names of the solved companion after a quick run, its check cells left out."""
    names = {}

    def run(cell, code, namespace):
        if not cell.id.endswith("-check"):
            exec(code, namespace)
        names.update(namespace)

    quick_run(ROOT / "lessons" / f"{STEM}.py", "solved", run)
    return names


@pytest.mark.parametrize("what", SYLLABUS)
def test_the_numbers_of_the_companion_are_asserted(what, tally):
    assert_syllabus((STEM,), SYLLABUS, what, tally)


def operations_of_nn():
    """Return the names of all operations that the engine offers, as the companion lists them."""
    called = {"total": "sum", "largest": "max", "binary_step": "step"}
    found = {name for module in (arithmetic, functions, losses, shapes) for name, made in inspect.getmembers(module)
             if inspect.isfunction(made) and made.__module__ == module.__name__ and not name.startswith("_")}
    return {called.get(name, name) for name in found}


def test_the_list_of_checked_operations_is_complete(lesson):
    assert set(lesson["errors"]) == operations_of_nn()


def test_its_check_finds_a_broken_rule(lesson):
    def slipped(a):
        return nn.tensor.record("slip", np.tanh(a.value), (a, lambda gradient: gradient * (1 - a.value ** 2), ()))

    assert lesson["largest_error"](slipped, (3, 4), np.random.default_rng(0)) > 1e-3


def test_rules_at_a_corner():
    x = nn.Tensor([0.0])
    nn.relu(x).sum().backward()
    assert x.gradient == [0.0]


def test_the_rule_of_a_lookup_is_that_of_the_engine():
    random = np.random.default_rng(0)
    table, rows, gradient = nn.Tensor(random.normal(size=(6, 3))), random.integers(6, size=20), random.normal(size=(20, 3))
    (table[rows] * gradient).sum().backward()
    assert np.allclose(answers.lookup_rule((6, 3), rows, gradient), table.gradient, rtol=1e-12)


def test_the_fused_loss_is_that_of_the_engine_and_of_the_loops():
    random = np.random.default_rng(1)
    logits, labels = nn.Tensor(random.normal(0, 5, (50, 7))), random.integers(7, size=50)
    loss = nn.softmax_cross_entropy(logits, labels)
    loss.backward()
    for function in (answers.cross_entropy, answers.cross_entropy_loops):
        value, slopes = function(logits.value, labels)
        assert np.isclose(value, loss.value, rtol=1e-12) and np.allclose(slopes, logits.gradient, atol=1e-14)


def test_the_slope_of_a_quotient_by_nudging():
    a, a_slope, b, b_slope, step = 1.7, -0.4, 2.3, 0.9, 1e-5
    right, left = ((a + sign * step * a_slope) / (b + sign * step * b_slope) for sign in (1, -1))
    assert np.allclose(answers.quotient(a, a_slope, b, b_slope), (a / b, (right - left) / (2 * step)), rtol=1e-8)


def test_clipping_keeps_direction_and_reaches_the_limit():
    gradients = [np.random.default_rng(2).normal(size=shape) for shape in ((3, 2), (4,))]
    before = np.concatenate([array.ravel() for array in gradients])
    after = np.concatenate([array.ravel() for array in answers.clip(gradients, 0.5)])
    assert np.isclose(np.linalg.norm(after), 0.5)
    assert np.allclose(after / np.linalg.norm(after), before / np.linalg.norm(before))


def test_debug_mode_names_what_exercise_12_asks_for(lesson):
    right = find_exercise("7.12").right
    assert set(right) == set(lesson["hunts"])
    for name, (function, place) in lesson["hunts"].items():
        with nn.debug(), np.errstate(all="ignore"), pytest.raises(FloatingPointError, match=f"(the )?{right[name]} made a nan"):
            function(nn.Tensor(place)).backward()
        with np.errstate(all="ignore"):
            finite = np.isfinite(function(nn.Tensor(place)).value)
        assert finite == right[name].startswith("gradient")


def test_blocks_give_the_gradients_of_one_piece_and_compute_nearly_every_layer_twice(lesson):
    calls = []

    class Counted(nn.Dense):
        def __call__(self, x):
            calls.append(self)
            return super().__call__(x)

    random = np.random.default_rng(3)
    layers, inputs = [Counted(4, 4, "tanh", random=random) for _ in range(12)], np.ones((2, 4))
    nn.Sequential(layers)(inputs).sum().backward()
    whole = [layer.weights.gradient for layer in layers]
    calls.clear()
    lesson["checkpointed"](layers, inputs, 3)
    assert len(calls) == 2 * 12 - 3  # all but the last block
    assert all(np.allclose(one, layer.weights.gradient, rtol=1e-12, atol=0) for one, layer in zip(whole, layers))


def test_nan_gradients_make_all_weights_nan():
    w = nn.Tensor([1.0, 2.0])
    optimizer = nn.SGD([w], 0.1)
    with np.errstate(all="ignore"):
        (nn.log(w * -1.0) ** 2).sum().backward()
    optimizer.step()
    assert np.isnan(w.value).all()


def test_softplus_cures_the_network_of_the_amounts_and_beats_the_limit(lesson):
    with np.errstate(all="ignore"):
        smooth = np.array([lesson["train"](200, seed, output="softplus") for seed in range(5)])
        limited = [lesson["train"](200, seed, lambda gradients: answers.clip(gradients, 0.2))[-1] for seed in (0, 1, 2, 4)]
    assert np.isfinite(smooth).all() and smooth[:, -1].max() < min(limited)


@pytest.mark.parametrize("answer, right", [
    (answers.by_norm_if(lambda g, limit: any((abs(one) > limit).any() for one in g)), 0),
    (answers.by_norm_if(lambda g, limit: max(np.linalg.norm(one) for one in g) > limit), 0),
    (answers.by_norm_if(lambda g, limit: np.linalg.norm(g[-1]) > limit), 0),
    (answers.by_norm_if(lambda g, limit: sum(np.linalg.norm(one) for one in g) > limit), 0),
    (answers.by_norm_if(lambda g, limit: answers.global_norm(g) > limit), 1),
])
def test_clipping_is_judged_by_its_condition_too(answer, right):
    verdict = judge(collect(find_exercise("7.13"), answer))
    assert (verdict.outcome == "passed") == right and bool(verdict.mistake) != right


def test_arrays_of_other_shapes_or_kinds_are_compared_without_an_error():
    right = [np.array([1.0, 2.0]), np.array([[3.0], [4.0]])]
    assert "shape (2, 2)" in answers.arrays_alike([right[0] / 2, np.ones((2, 2))], right)
    assert answers.arrays_alike([right, 5.0], right) and answers.arrays_alike(right, [right, 5.0])


@pytest.mark.parametrize("change, cut", [
    (lambda z: np.clip(z, -50, 50), True), (lambda z: np.clip(z, -500, 500), True), (lambda z: np.minimum(z, 30), True),
    (lambda z: z, False)])
def test_logits_that_are_cut_off_are_told_from_a_small_number_in_the_logarithm(change, cut):
    def answer(z, labels):
        return answers.cross_entropy(change(z), labels) if cut else answers.rounded_to_zero(z, labels, 1e-12)
    said = judge(collect(find_exercise("7.10"), answer)).mistake
    assert said.startswith("The logits are cut off" if cut else "A small number inside the logarithm")


def test_the_slip_of_the_spoiled_rule_is_seen_with_other_random_numbers(lesson):
    errors = [lesson["largest_error"](lesson["spoiled"], (3, 4), np.random.default_rng(seed)) for seed in range(20)]
    assert min(errors) > 0.05 and 0.09 < np.median(errors) < 0.12 and max(errors) < 0.2


def test_the_spoiled_rule_has_the_right_value():
    a = np.linspace(-2, 2, 9)
    assert np.allclose(np.log(1 + np.exp(a)), nn.softplus(nn.Tensor(a)).value)


def test_only_seed_3_begins_with_a_nan_and_only_seed_1_stays_free_of_it(lesson):
    with np.errstate(all="ignore"):
        first_nan = [int(np.append(np.isnan(lesson["train"](200, seed)), True).argmax()) for seed in range(5)]
    assert first_nan[3] == 0 and first_nan[1] == 200 and 0 < min(first_nan[seed] for seed in (0, 2, 4))
    assert max(first_nan[seed] for seed in (0, 2, 4)) < 50


def test_adding_up_swings_for_ever(lesson):
    path = lesson["descend"](True, steps=6000)
    assert abs(path[-100:] - 3).max() > 2.9 and abs(path - 3).max() < 3.2
    crossings = np.flatnonzero(np.diff(np.sign(path - 3)) > 0)
    assert 13.5 < np.diff(crossings).mean() < 14.5


def test_gradients_of_parts_add_up_to_that_of_the_batch():
    random = np.random.default_rng(4)
    layer, x, y = nn.Dense(3, 2, random=random), random.normal(size=(40, 3)), random.normal(size=(40, 2))
    nn.mean_squared_error(layer(x), y).backward()
    whole, total = layer.weights.gradient, 0.0
    for start in range(0, 40, 10):
        (nn.mean_squared_error(layer(x[start:start + 10]), y[start:start + 10]) / 4).backward()
        total = total + layer.weights.gradient
    assert np.allclose(total, whole, rtol=1e-12)


def test_a_table_of_all_pairs_is_least_for_the_mean():
    targets = np.array([1.0, 2.0, 3.0, 6.0])

    def pairs(value):
        return np.mean((np.full((4, 1), value) - targets) ** 2)

    assert pairs(3.0) == 3.5 < min(pairs(2.9), pairs(3.1))
