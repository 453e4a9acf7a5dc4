"""The engine's graph: what it keeps, what it frees, what it refuses; and its agreement with one node per number."""
import gc
import tracemalloc
import weakref

import numpy as np
import pytest

from course_utils import load, nn
from course_utils.nn.scalar import Number


def test_a_tensor_that_is_used_twice_gets_both_parts():
    a, b, c = nn.Tensor(2.0), nn.Tensor(-3.0), nn.Tensor(10.0)
    result = (a * b + c) ** 2 + a
    result.backward()
    assert (float(result), a.gradient, b.gradient, c.gradient) == (18, -23, 16, 8)


def scalar_network(sizes, random):
    """Return weights and biases of a network as Numbers, and the same as arrays."""
    arrays = [(random.normal(size=(n, m)), random.normal(size=m)) for n, m in zip(sizes, sizes[1:])]
    return [([[Number(float(w)) for w in row] for row in weights], [Number(float(b)) for b in biases])
            for weights, biases in arrays], arrays


def scalar_loss(network, x, y):
    total = Number(0.0)
    for example, target in zip(x, y):
        signal = [float(number) for number in example]
        for weights, biases in network:
            nets = [sum((w[unit] * s for w, s in zip(weights, signal)), biases[unit]) for unit in range(len(biases))]
            signal = [net.tanh() for net in nets]
        error = signal[0] + -float(target)
        total = total + error * error
    return total * (1 / len(x))


@pytest.mark.parametrize("seed", range(5))
def test_whole_networks_agree_with_one_node_per_number(seed, tally):
    random = np.random.default_rng(seed)
    sizes = [2, 5, 3, 1]
    x, y = random.normal(size=(7, 2)), random.normal(size=7)
    numbers, arrays = scalar_network(sizes, random)
    model = nn.Sequential([nn.Dense(n, m, "tanh", random=random) for n, m in zip(sizes, sizes[1:])])
    for layer, (weights, biases) in zip(model.layers, arrays):
        layer.weights.value, layer.biases.value = weights, biases
    slow, quick = scalar_loss(numbers, x, y), nn.mean_squared_error(model(x), y.reshape(-1, 1))
    slow.backward()
    quick.backward()
    assert np.isclose(slow.value, float(quick), rtol=1e-13)
    for layer, (weights, biases) in zip(model.layers, numbers):
        for tensor, wanted in ((layer.weights, [[w.gradient for w in row] for row in weights]),
                               (layer.biases, [b.gradient for b in biases])):
            assert np.allclose(tensor.gradient, wanted, rtol=1e-12, atol=1e-14)
            tally["engine: gradients compared with one node per number"] += tensor.gradient.size


def test_gradients_begin_anew_each_time():
    w = nn.Tensor([1.0, 2.0])
    for _ in range(3):
        (w * w).sum().backward()
    assert w.gradient.tolist() == [2, 4]


def test_a_graph_may_be_far_deeper_than_python_calls_go():
    x = y = nn.Tensor(1.0)
    for _ in range(50_000):
        y = y * 1.0
    y.backward()
    assert x.gradient == 1
    y = x
    for _ in range(50_000):  # and one that is thrown away without a way back
        y = y * 1.0
    del y


def test_the_graph_is_freed_by_backward_and_by_nothing_else():
    w = nn.Tensor(np.ones(3))
    hidden = nn.exp(w)
    gone = weakref.ref(hidden)
    loss = hidden.sum()
    del hidden
    assert gone() is not None
    loss.backward(retain=True)
    assert gone().gradient.tolist() == [1, 1, 1]
    loss.backward()
    assert gone() is None and loss.parents == ()


def test_memory_after_a_step_is_as_before():
    w = nn.Tensor(np.ones((300, 300)))
    gc.disable()  # references alone must do it: there are no cycles
    tracemalloc.start()
    try:
        loss = nn.tanh(nn.tanh(w @ w) @ w).mean()
        during = tracemalloc.get_traced_memory()[0]
        loss.backward()
        after = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
        gc.enable()
    assert during > 3 * w.value.nbytes and after < 1.2 * w.value.nbytes  # the gradient of w is what remains


def test_constants_get_no_gradient_and_stand_on_either_side():
    w, x = nn.Tensor(np.ones((2, 2))), np.arange(4.0).reshape(2, 2)
    result = (x @ w + x - w + 1 + x * w + x / w + [1, 2]).sum()
    assert isinstance(result, nn.Tensor) and len(result.parents) == 1
    result.backward()
    assert w.gradient.shape == (2, 2) and type(x + w) is type(1 - w) is type(2 / w) is nn.Tensor


def test_gradients_of_two_leaves_are_arrays_of_their_own():
    a, b = nn.Tensor([1.0, 2.0]), nn.Tensor([3.0, 4.0])
    (a + b).sum().backward()
    a.gradient *= 0.5
    assert b.gradient.tolist() == [1, 1]


def changed_before_backward(change):
    w = nn.Tensor([[1.0, 2.0], [3.0, 4.0]], "w")
    loss = (w * w).sum()
    change(w)
    loss.backward()


def negate(w):
    w.value *= -1


def swap(w):
    w.value[:] = w.value[::-1].copy()


def set_one(w):
    w.value[0, 0] += 1e-6


@pytest.mark.parametrize("change", [negate, swap, set_one])
def test_a_needed_value_that_is_changed_in_place_is_noticed(change):
    with pytest.raises(RuntimeError, match=r"(?s)Tensor 'w'.* was changed in place after multiply"):
        changed_before_backward(change)


def test_a_change_is_noticed_anywhere_in_a_large_array():
    for place in (0, 4095, 4096, 9_000, 9_999):
        w = nn.Tensor(np.random.default_rng(0).normal(size=10_000))
        loss = (w * w).sum()
        w.value[place] += 1e-3
        with pytest.raises(RuntimeError, match="changed in place"):
            loss.backward()


def test_a_new_array_and_a_value_that_is_not_needed_are_no_change_in_place():
    w, b = nn.Tensor([1.0, 2.0]), nn.Tensor([1.0, 1.0])
    loss = (w * w + b).sum()
    w.value, b.value[0] = w.value - 5, 7.0
    loss.backward()
    assert w.gradient.tolist() == [2, 4] and b.gradient.tolist() == [1, 1]


def test_a_change_that_is_noticed_leaves_the_gradients_as_they_were():
    w = nn.Tensor([1.0, 2.0])
    (w * 3).sum().backward()
    loss = nn.exp(w * w).sum()
    w.value += 1
    with pytest.raises(RuntimeError, match="changed in place"):
        loss.backward()
    assert w.gradient.tolist() == [3, 3]


def test_a_nan_that_was_there_before_is_no_change():
    w = nn.Tensor([np.nan, 1.0])
    (w * w).sum().backward()
    assert np.isnan(w.gradient[0]) and w.gradient[1] == 2


def twice(loss):
    loss.backward()
    loss.backward()


def beyond_what_is_freed(hidden):
    hidden.sum().backward()
    (hidden * 2).sum().backward()


@pytest.mark.parametrize("run", [lambda w: twice((w * w).sum()), lambda w: beyond_what_is_freed(w * w)])
def test_a_second_way_back_needs_the_graph(run):
    with pytest.raises(RuntimeError, match=r"retain=True"):
        run(nn.Tensor([1.0, 2.0]))


MATRIX = nn.Tensor(np.ones((2, 3)))
REFUSED = {
    "add": (lambda: MATRIX + np.ones((3, 2)), ValueError, r"add was given the shapes \(2, 3\) and \(3, 2\)"),
    "matmul": (lambda: MATRIX @ np.ones((2, 4)), ValueError, r"matmul .* \(2, 3\) and \(2, 4\).* 3, must equal the rows .* 2"),
    "matmul in front": (lambda: nn.Tensor(np.ones((2, 2, 3))) @ np.ones((3, 3, 1)), ValueError, "in front of the last two"),
    "matmul of a number": (lambda: MATRIX @ 2.0, ValueError, r"Multiply by it with \*"),
    "vector": (lambda: MATRIX.backward(), ValueError, r"(?s)one number.*shape \(2, 3\)"),
    "reshape": (lambda: MATRIX.reshape(4, 2), ValueError, r"6 numbers .*\(4, 2\)"),
    "axis": (lambda: MATRIX.sum(axis=2), ValueError, r"sum over axis 2 .*\(2, 3\)"),
    "max of nothing": (lambda: nn.Tensor(np.ones((0, 2))).max(), ValueError, "max over axis None"),
    "transpose": (lambda: MATRIX.transpose(0, 0), ValueError, "each of its 2 axes"),
    "concatenate": (lambda: nn.concatenate([MATRIX, np.ones((2, 2))]), ValueError, r"concatenate .*\(2, 3\), \(2, 2\)"),
    "where": (lambda: nn.where([True, False], MATRIX, 0), ValueError, "where was given the shapes"),
    "index": (lambda: MATRIX[5], IndexError, r"index 5 .*\(2, 3\)"),
    "tensor as index": (lambda: MATRIX[nn.Tensor(0)], TypeError, "positions have no gradient"),
    "tensor as condition": (lambda: nn.where(MATRIX, 1, 0), TypeError, r"tensor.value > 0"),
    "tensor as exponent": (lambda: 2 ** MATRIX, TypeError, "nn.exp"),
    "NumPy's functions": (lambda: np.tanh(MATRIX), TypeError, r"np.tanh works on arrays.*tensor\.value"),
    "comparison with an array": (lambda: np.ones((2, 3)) > MATRIX, TypeError, "np.greater works on arrays"),
    "truth": (lambda: bool(MATRIX), TypeError, "neither true nor false"),
    "assignment": (lambda: MATRIX.__setitem__(0, 1.0), TypeError, "nn.where"),
    "text": (lambda: nn.Tensor("three"), TypeError, "'three'"),
    "ragged": (lambda: nn.Tensor([[1, 2], [3]]), TypeError, "equal lengths"),
    "complex": (lambda: nn.Tensor(1j), TypeError, "complex"),
    "pairs of all": (lambda: nn.mean_squared_error(nn.Tensor(np.ones((3, 1))), np.ones(3)), ValueError, r"reshape\(-1, 1\)"),
    "class": (lambda: nn.softmax_cross_entropy(MATRIX, np.array([0, 3])), ValueError, "from 0 to 2"),
    "floats as classes": (lambda: nn.softmax_cross_entropy(MATRIX, np.array([0.0, 1.0])), ValueError, "whole numbers"),
    "rows": (lambda: nn.softmax_cross_entropy(MATRIX, np.ones((2, 3))), ValueError, "sum to 1"),
    "hinge": (lambda: nn.hinge(MATRIX, np.zeros((2, 3))), ValueError, "-1 or 1"),
    "activation": (lambda: nn.Dense(2, 2, "tan", random=np.random), ValueError, "no activation 'tan'; there is .*tanh"),
    "initialisation": (lambda: nn.Dense(2, 2, initialisation="xavier", random=np.random), ValueError, "there is glorot"),
    "no units": (lambda: nn.Dense(2, 0, random=np.random), ValueError, "at least 1"),
    "no gradient": (lambda: nn.SGD([nn.Tensor(1.0, "w")], 0.1).step(), RuntimeError, r"'w'.*loss.backward\(\)"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_done_is_said(case):
    do, error, says = REFUSED[case]
    with pytest.raises(error, match=says):
        do()


def test_debug_mode_names_the_operation_that_made_a_nan():
    w = nn.Tensor([4.0, -1.0])
    with np.errstate(invalid="ignore"):
        assert np.isnan(nn.log(w).value[1])  # outside, nothing is raised
        with nn.debug(), pytest.raises(FloatingPointError, match=r"log made a nan at \[1\].*from -1 to 4"):
            nn.exp(nn.log(w) * 2)
        assert np.isnan(nn.log(w).value[1])


def test_debug_mode_looks_at_the_way_back_too():
    w = nn.Tensor([0.0, 1.0])
    with np.errstate(divide="ignore", invalid="ignore"), nn.debug():
        loss = ((w ** 0.5) * np.array([0.0, 1.0])).sum()
        with pytest.raises(FloatingPointError, match="the gradient of power made a nan"):
            loss.backward()


def test_ties_share_and_a_row_that_is_taken_twice_counts_twice():
    ties, rows = nn.Tensor([1.0, 3.0, 3.0]), nn.Tensor(np.zeros((3, 2)))
    ties.max().backward()
    rows[[0, 2, 2]].sum().backward()
    assert ties.gradient.tolist() == [0, 0.5, 0.5] and rows.gradient[:, 0].tolist() == [1, 0, 2]


def test_large_numbers_neither_overflow_nor_warn(recwarn):
    z = nn.Tensor([[1000.0, -1000.0, 0.0]])
    for function in (nn.sigmoid, nn.tanh, nn.softplus, nn.softmax, nn.elu, nn.gelu, nn.swish):
        assert np.isfinite(function(z).value).all()
    assert float(nn.softmax_cross_entropy(z, np.array([1]))) == 2000
    assert float(nn.binary_cross_entropy(z, np.array([[0.0, 1.0, 0.0]]))) == pytest.approx((2000 + np.log(2)) / 3)
    assert not recwarn.list


def test_the_fused_loss_is_the_composed_one():
    z, labels = nn.Tensor(np.random.default_rng(0).normal(size=(6, 4))), np.array([0, 3, 2, 1, 1, 0])
    composed = -nn.log(nn.softmax(z)[np.arange(6), labels]).mean()
    composed.backward()
    gradient = z.gradient
    fused = nn.softmax_cross_entropy(z, labels)
    fused.backward()
    assert np.isclose(float(fused), float(composed), rtol=1e-14) and np.allclose(z.gradient, gradient, atol=1e-15)
    nn.softmax_cross_entropy(z, np.eye(4)[labels]).backward()
    assert np.allclose(z.gradient, (nn.softmax(z).value - np.eye(4)[labels]) / 6, atol=1e-16)


def test_the_drawing_holds_values_gradients_and_constants():
    a = nn.Tensor(2.0, "a")
    result = (a * 3 - np.ones(4)).sum()
    result.backward(retain=True)
    nodes = {node.name: node for node in nn.graph_nodes(result)}
    assert nodes["a"].value == 2 and nodes["a"].gradient == 12 and nodes["3"].value is None
    assert nodes["multiply 1"].operation == "*" and nodes["array 1"].value == "4" and nodes["sum 1"].gradient == 1
    captions = {text.get_gid(): text.get_text() for text in nn.plot_tensors(result).texts}
    assert captions["box-multiply 1"] == "×" and captions["name-multiply 1"] == ""
    result.backward()
    with pytest.raises(ValueError, match="retain=True"):
        nn.graph_nodes(result)


def test_a_graph_too_large_to_be_drawn_is_refused():
    y = nn.Tensor(1.0)
    for _ in range(50):
        y = y + 1
    with pytest.raises(ValueError, match="51 tensors; up to 40"):
        nn.graph_nodes(y)


@pytest.mark.parametrize("optimizer", nn.OPTIMIZERS)
def test_every_optimizer_learns_the_moons(optimizer):
    random, moons = np.random.default_rng(0), load("moons")
    x, y = moons.x, moons.y.reshape(-1, 1)
    model = nn.Sequential([nn.Dense(2, 8, "tanh", random=random), nn.Dense(8, 1, random=random)])
    rates = {"SGD": 1.0, "Adadelta": 10.0, "Adagrad": 1.0, "momentum": 0.3, "Nesterov": 0.3, "RMSProp": 0.1, "Adam": 0.02}
    steps = nn.OPTIMIZERS[optimizer](model.parameters, rates[optimizer])
    for _ in range(800):
        nn.binary_cross_entropy(model(x), y).backward()
        steps.step()
    assert np.mean((model(x).value > 0) == y) > 0.97


def test_the_spread_of_random_weights():
    random = np.random.default_rng(0)
    for name, spread in {"glorot": np.sqrt(2 / 500), "he": np.sqrt(2 / 200), "small": 0.01, "large": 1.0, "zero": 0.0}.items():
        layer = nn.Dense(200, 300, initialisation=name, random=random)
        assert layer.weights.value.std() == pytest.approx(spread, rel=0.02) and not layer.biases.value.any()
