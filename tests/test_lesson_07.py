"""Lesson 07: its numbers are asserted, what the learner builds is the package's engine, and what its texts claim is so."""
import json
import re

import numpy as np
import pytest
from asserted import assert_syllabus
from lesson_runs import ROOT, code_cells, quick_run
from test_measurements import bounds_of

from course_utils import nn
from course_utils.checks import answers_07, answers_07_forms, answers_07_graphs
from course_utils.nn import scalar

STEM = "07_an_autodiff_engine"
LESSON = ROOT / "lessons" / f"{STEM}.py"
SYLLABUS = {
    "(a b + c)^2 of lesson 06: value and gradients": "16 -24 16 8",
    "with = in the place of +=": "-12 8 4",
    "paths through sixteen doublings": "65536",
    "XOR of lesson 06: output and loss": "0.75528840 0.02994188",
    "XOR of lesson 06: new u1 and W11": "-0.21162085 -0.07116040",
    "parameters of 2-16-16-1, numbers of one pass": "337 67940",
    "gradient check of every operation": "1e-7",
    "agreement of the engines": "1e-12",
}


@pytest.mark.parametrize("what", SYLLABUS)
def test_the_numbers_of_the_syllabus_are_asserted(what, tally):
    assert_syllabus((STEM,), SYLLABUS, what, tally)


@pytest.fixture(scope="module")
def built():
    """Return the names of the solved lesson after a run of it, without its checks, whose display is of no use here."""
    names = {}

    def run(cell, code, namespace):
        if not cell.id.endswith("-check"):
            exec(code, namespace)
        names.update(namespace)
    quick_run(LESSON, "solved", run)
    return names


def expression(number, random, operations=30):
    """Return leaves and a result of random sums, products and tanh of numbers made by `number`."""
    leaves = [number(float(value)) for value in random.normal(size=5)]
    made = list(leaves)
    for _ in range(operations):
        left, right = (made[index] for index in random.integers(len(made), size=2))
        made.append(left + 0.5 * right if random.uniform() < 0.5 else left * right + 0.1)
    return leaves, sum(made, start=number(0.0))


@pytest.mark.parametrize("seed", range(5))
def test_the_numbers_of_the_lesson_are_those_of_the_package(built, seed, tally):
    ours, result = expression(built["Number"], np.random.default_rng(seed))
    theirs, same = expression(scalar.Number, np.random.default_rng(seed))
    built["backward"](result)
    same.backward()
    assert result.value == pytest.approx(same.value, rel=1e-12)
    assert [leaf.gradient for leaf in ours] == pytest.approx([leaf.gradient for leaf in theirs], rel=1e-12)
    tally["lesson 07: random graphs on which the learner's engine and the package's agree"] += 1


def mixture(make, module, random):
    """Return leaves of several shapes, and one number made of them by every operation that both engines have."""
    leaves = [make(random.uniform(0.5, 1.5, shape)) for shape in ((3, 1), (4,), (4, 2), (), (2,))]
    table = leaves[0] + leaves[1] * leaves[3]                            # (3, 4)
    product = module["tanh"](table) @ leaves[2] + leaves[4]              # (3, 2)
    return leaves, module["mean"](module["softplus"](product) * module["exp"](leaves[3])) + module["total"](
        module["log"](table) * random.normal(size=(3, 4)))


@pytest.mark.parametrize("seed", range(5))
def test_the_tensors_of_the_lesson_are_those_of_the_package(built, seed, tally):
    package = {"tanh": nn.tanh, "softplus": nn.softplus, "exp": nn.exp, "log": nn.log, "mean": lambda x: x.mean(),
               "total": lambda x: x.sum()}
    ours, result = mixture(built["Tensor"], built, np.random.default_rng(seed))
    theirs, same = mixture(nn.Tensor, package, np.random.default_rng(seed))
    result.backward()
    same.backward()
    assert float(result.value) == pytest.approx(float(same), rel=1e-12)
    for one, other in zip(ours, theirs):
        assert one.gradient.shape == other.gradient.shape
        assert np.allclose(one.gradient, other.gradient, rtol=1e-12, atol=1e-14)
    tally["lesson 07: random graphs on which the learner's engine and the package's agree"] += 1


class Plain:
    """Plain descent, with the `step` of lesson 05."""

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def step(self, theta, gradient):
        """Return the place after one step."""
        return theta - self.learning_rate * gradient


def test_a_whole_training_of_the_lesson_is_that_of_the_package(built):
    """With plain descent; the package's Adam has its epsilon in another place."""
    x, y = built["moons"].x[:60], built["y"][:60]
    random, twin = np.random.default_rng(3), np.random.default_rng(3)
    layers = [built["Dense"](2, 8, random), built["Dense"](8, 1, random)]
    parameters = [tensor for layer in layers for tensor in (layer.weights, layer.biases)]
    ours = built["train"](lambda: built["cross_entropy"](built["logits"](layers, x), y), parameters,
                          [Plain(0.5) for _ in parameters], 100)
    model = nn.Sequential([nn.Dense(2, 8, "tanh", random=twin), nn.Dense(8, 1, random=twin)])
    optimizer, theirs = nn.SGD(model.parameters, learning_rate=0.5), []
    for _ in range(100):
        loss = nn.binary_cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        theirs.append(float(loss))
    assert np.allclose(ours, theirs, rtol=1e-12, atol=0) and ours[-1] < 0.7 * ours[0]
    assert np.allclose(parameters[0].value, model.parameters[0].value, rtol=0, atol=1e-12)


def test_the_adam_of_the_lesson_is_that_of_lesson_05(built):
    from course_utils.checks.answers_05 import Adam

    random, theta = np.random.default_rng(0), np.array([1.0, -2.0])
    ours, theirs, same = built["Adam"](0.03), Adam(0.03), theta
    for gradient in random.normal(size=(20, 2)):
        theta, same = ours.step(theta, gradient), theirs.step(same, gradient)
    assert np.allclose(theta, same, rtol=1e-12)


def test_the_check_of_the_lesson_notices_a_slip_in_the_fifth_digit(built):
    tensor = built["Tensor"]

    def almost(x):
        return tensor(np.tanh(x.value), ((x, lambda gradient: gradient * (1 - np.tanh(x.value) ** 2) * 1.00001),))
    [(engine, judged)] = built["compare"](almost, [np.array([[0.3, -0.7]])])
    assert np.abs(engine - judged).max() > 1e-6 * np.abs(judged).max()


def test_sum_to_shape_is_the_transpose_of_stretching(tally):
    """For all g and x the sum of g times the stretched x is the sum of the answer times x."""
    random = np.random.default_rng(0)
    pairs = ((3, 1), (3, 4)), ((4,), (3, 4)), ((), (2, 3)), ((2, 1, 4), (2, 3, 4)), ((1, 1), (5, 3, 4)), ((3,), (3,))
    for shape, full in pairs:
        gradient, x = random.normal(size=full), random.normal(size=shape)
        back = answers_07.sum_to_shape(gradient, shape)
        assert back.shape == shape and np.sum(back * x) == pytest.approx(np.sum(gradient * np.broadcast_to(x, full)))
        assert np.allclose(back, nn.graph.sum_to_shape(gradient, shape))
        tally["lesson 07: shapes whose stretching is undone"] += 1


def test_the_rules_of_the_matrix_product_agree_with_central_differences():
    random = np.random.default_rng(1)
    a, b, gradient = random.normal(size=(3, 2)), random.normal(size=(2, 4)), random.normal(size=(3, 4))
    found = answers_07.matmul_rules(gradient, a, b)
    for which, array in enumerate((a, b)):
        for place in np.ndindex(array.shape):
            sides = []
            for step in (1e-6, -1e-6):
                factors = [a.copy(), b.copy()]
                factors[which][place] += step
                sides.append(np.sum(gradient * (factors[0] @ factors[1])))
            assert found[which][place] == pytest.approx((sides[0] - sides[1]) / 2e-6, abs=1e-7)


def test_orders_found_in_other_ways_are_topological_and_those_of_slips_are_not():
    right = answers_07_graphs.use_sort(answers_07.sort_graph)
    assert answers_07_graphs.use_sort(answers_07_graphs.sort_by_counting) == right
    wrong = answers_07_graphs.use_sort(answers_07_graphs.sort_with(mark_at="put on"))
    assert wrong != right and "not each behind its parents" in wrong["the graph of Exercise 7.1"]


@pytest.mark.parametrize("slip, sign", [
    (answers_07_graphs.sort_slowly, "slow"), (answers_07_graphs.sort_with_marks, answers_07_graphs.AGAIN),
    (answers_07_graphs.sort_recursively, "RecursionError"), (answers_07_graphs.sort_all_paths, answers_07_graphs.PATHS),
    (answers_07_graphs.sort_as_deep_as_it_goes, "entries for 40001")])
def test_orders_that_would_break_the_lesson_later_are_noticed(slip, sign):
    assert any(sign in said for said in answers_07_graphs.use_sort(slip).values())


def test_a_reread_rule_changes_the_training_that_is_looked_at():
    """Going back once for each parameter is told from going back once by the losses, too, since r moves first."""
    def again(compute_loss, parameters, optimizers, steps):
        losses = []
        for _ in range(steps):
            loss = compute_loss()
            losses.append(float(loss.value))
            for parameter, optimizer in zip(parameters, optimizers):
                loss.backward()
                parameter.value = optimizer.step(parameter.value, parameter.gradient)
        return losses
    right, wrong = answers_07_forms.use_train(answers_07.train), answers_07_forms.use_train(again)
    assert not np.allclose(right["losses"], wrong["losses"], rtol=1e-3)
    assert (right["calls of backward"], wrong["calls of backward"]) == (5, 15)


def test_the_paper_answer_is_what_the_engine_finds():
    k, m = answers_07.Number(2.0), answers_07.Number(3.0)
    q = k * m
    r = q + k
    answers_07.backward(q * r)
    assert (r.gradient, q.gradient, k.gradient, m.gradient) == (6, 14, 48, 28)


def test_the_table_of_the_stack_is_what_the_answer_does():
    """The rows of Exercise 7.2: first c, whose pair lies on top, then p, then s."""
    p, c = answers_07.Number(1.0), answers_07.Number(2.0)
    s = p + c
    assert [id(number) for number in answers_07.sort_graph(s)] == [id(c), id(p), id(s)]


def test_compare_returns_one_pair_for_one_array_and_the_slope_at_3_is_weighed_by_a_negative_number(built):
    (engine, judged), = built["compare"](built["softplus"], [np.array([-2.0, 0.0, 3.0])])
    assert engine == pytest.approx(judged, abs=1e-8) and (np.sign(engine) == [1, 1, -1]).all()


@pytest.mark.parametrize("rule, fine", [
    (lambda gradient: gradient, True), (np.exp, True), (lambda gradient, *more, scale=1: gradient, True),
    (lambda gradient, x: gradient, False), (lambda: 1.0, False)])
def test_a_rule_is_asked_for_one_argument(rule, fine):
    assert answers_07_forms.takes_one(rule) == fine


def test_the_ratios_of_the_product_with_a_slip(built):
    a, b = np.array([2.0, 3.0]), np.array([5.0, 7.0])
    ratios = [engine / judged for engine, judged in built["compare"](built["slipped"], [a, b])]
    assert np.allclose(ratios, [a / b, [1, 1]])


def test_a_cell_may_be_run_again_at_once_and_after_the_end(tally):
    names, cells = {}, []

    def run(cell, code, namespace):
        if not cell.id.endswith("-check"):
            cells.append(code)
            for _ in range(2):
                exec(code, namespace)
            names.update(namespace)
    quick_run(LESSON, "solved", run)
    for code in cells:
        exec(code, dict(names))
        tally["lesson 07: cells run three times"] += 1


def test_the_ratios_of_exercise_7_are_those_of_the_four_slips():
    table = dict(re.findall(r"^# \| `([A-D])` \|[^|]*\| (.*) \|$", LESSON.read_text(encoding="utf-8"), re.MULTILINE))
    stated = {person: [float(number) for number in numbers.split(",")] for person, numbers in table.items()}
    z, gradient = np.array([0.5, 1.0, 2.0, 3.0]), np.random.default_rng(0).normal(size=(5, 4))
    assert stated["A"] == ((1 - z ** 2) / (1 - np.tanh(z) ** 2)).round(3).tolist()
    assert stated["B"] == [4.0] * 4 and stated["C"] == [-1.0] * 4
    assert stated["D"] == (gradient.mean(axis=0) / gradient.sum(axis=0)).round(3).tolist()


def test_the_finished_engine_forgets_its_graph_and_leaves_out_constants_where_ours_keeps_both(built):
    x = np.ones((2, 1))
    ours = built["total"](built["Tensor"](np.ones((1, 1))).__rmatmul__(x))
    ours.backward()
    assert len(ours.parents) == 1 and len(answers_07.sort_graph(ours)) == 4     # weight, constant, product, sum
    theirs = (x @ nn.Tensor(np.ones((1, 1)))).sum()
    assert len(nn.graph.sort_graph(theirs)) == 3
    theirs.backward()
    assert theirs.parents == ()


def measured():
    """Return {checkpoint: its recorded values}."""
    text = (ROOT / "data" / "measurements" / f"{STEM}.json").read_text(encoding="utf-8")
    return {id: entry["built-in|standard"]["values"] for id, entry in json.loads(text)["checkpoints"].items()}


def test_the_shares_in_the_text_are_the_measured_ones():
    prose = " ".join(line.removeprefix("# ") for line in LESSON.read_text(encoding="utf-8").splitlines())
    stated = re.findall(r"(\d\d\.\d) % \((\d\d\.\d) to (\d\d\.\d)\)", prose)
    found = [[f"{100 * value:.1f}" for value in (np.median(values), min(values), max(values))]
             for values in measured().values()]
    assert [list(numbers) for numbers in stated] == found
    assert max(measured()["07.2"]) < min(measured()["07.1"])


def test_the_digits_reach_the_95_percent_of_the_syllabus():
    assert bounds_of(LESSON)["07.1"][("built-in", "standard")] >= 0.95


def test_the_speeds_in_the_text_are_those_of_the_benchmark():
    figures = json.loads((ROOT / "data" / "measurements" / "bench_engine.json").read_text(encoding="utf-8"))["figures"]
    assert figures["engine against bare NumPy, times as long"] < 8
    assert figures["engine against one node per number, times as fast"] > 1000


def test_thirteen_people_wrote_the_digits():
    from sklearn.datasets import load_digits

    description = " ".join(load_digits().DESCR.split())
    assert "copy of the test set" in description and "different 13 to the test set" in description


def test_the_lesson_needs_no_more_than_numpy():
    source = "\n".join(cell.source for cell in code_cells(LESSON, "solved"))
    assert "sklearn" not in source and "keras" not in source
