"""Every operation of the engine against central differences, in double precision, over random shapes with broadcasting.

The tolerance is relative to the gradient itself, so that a small gradient that is all wrong does not pass.
"""
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, mutually_broadcastable_shapes

from course_utils import nn

EXAMPLES = 40
STEP = 1e-5


def numbers(shape, seed, positive=False):
    """Return random numbers no two of which are closer than 0.05, and none near 0: no corner and no tie is within a step."""
    random = np.random.default_rng(seed)
    count = int(np.prod(shape))
    values = 0.1 * (1 + random.permutation(count)) + random.uniform(-0.02, 0.02, count)
    return (values if positive else values * random.choice([-1.0, 1.0], count)).reshape(shape)


def differences(function, arrays, which):
    """Return the gradient of sum(function(*arrays) * pattern) with respect to one of the arrays, number by number."""
    gradient = np.zeros(arrays[which].shape)
    for place in np.ndindex(gradient.shape):
        moved = []
        for sign in (1, -1):
            copies = [array.copy() for array in arrays]
            copies[which][place] += sign * STEP
            moved.append(float(weighed(function(*map(nn.Tensor, copies))).value))
        gradient[place] = (moved[0] - moved[1]) / (2 * STEP)
    return gradient


def weighed(result):
    """Return one number that depends on every number of a result, and on each in another way."""
    return (result * np.cos(1.0 + np.arange(result.value.size)).reshape(result.shape)).sum()


def assert_gradients(function, arrays, tally, operation):
    tensors = [nn.Tensor(array) for array in arrays]
    weighed(function(*tensors)).backward()
    for which, tensor in enumerate(tensors):
        wanted = differences(function, arrays, which)
        assert tensor.gradient is not None and tensor.gradient.shape == wanted.shape
        np.testing.assert_allclose(tensor.gradient, wanted, rtol=2e-6, atol=2e-8 * max(1.0, np.abs(wanted).max(initial=0)))
        tally[f"engine: gradients compared with differences, {operation}"] += wanted.size


PAIRS = {"add": lambda a, b: a + b, "subtract": lambda a, b: a - b, "multiply": lambda a, b: a * b,
         "divide": lambda a, b: a / b, "where": lambda a, b: nn.where(np.add(a.value, b.value) > 0, a, b)}


@pytest.mark.parametrize("operation", PAIRS)
@settings(max_examples=EXAMPLES, deadline=None)
@given(shapes=mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3), seed=st.integers(0, 10**6))
def test_operations_of_two_broadcast(operation, tally_of_all, shapes, seed):
    arrays = [numbers(shape, seed + index) for index, shape in enumerate(shapes.input_shapes)]
    assert_gradients(PAIRS[operation], arrays, tally_of_all, operation)


SINGLES = {name: function for name, function in nn.ACTIVATIONS.items() if name != "softmax"} | {
    "exp": nn.exp, "absolute": nn.absolute, "negative": lambda a: -a, "square": lambda a: a ** 2, "cube": lambda a: a ** 3,
    "to the power 0": lambda a: a ** 0, "reciprocal": lambda a: a ** -1}
POSITIVES = {"log": nn.log, "root": lambda a: a ** 0.5, "constant to the power": lambda a: nn.exp(a * np.log(2.0))}


@pytest.mark.parametrize("operation", [*SINGLES, *POSITIVES])
@settings(max_examples=EXAMPLES, deadline=None)
@given(shape=array_shapes(min_dims=0, max_dims=3, max_side=3), seed=st.integers(0, 10**6))
def test_operations_of_one(operation, tally_of_all, shape, seed):
    function = (SINGLES | POSITIVES)[operation]
    assert_gradients(function, [numbers(shape, seed, operation in POSITIVES)], tally_of_all, operation)


@settings(max_examples=EXAMPLES, deadline=None)
@given(shape=array_shapes(max_dims=3, max_side=3), seed=st.integers(0, 10**6))
def test_prelu_learns_its_slope(tally_of_all, shape, seed):
    assert_gradients(nn.prelu, [numbers(shape, seed), np.array(0.3)], tally_of_all, "prelu")
    assert_gradients(nn.prelu, [numbers(shape, seed), numbers(shape[-1:], seed + 1)], tally_of_all, "prelu")


@settings(max_examples=EXAMPLES, deadline=None)
@given(batch=mutually_broadcastable_shapes(num_shapes=2, max_dims=2, max_side=3), sizes=st.tuples(*[st.integers(1, 3)] * 3),
       seed=st.integers(0, 10**6))
def test_matmul_with_axes_in_front(tally_of_all, batch, sizes, seed):
    rows, inner, columns = sizes
    front, back = batch.input_shapes
    arrays = [numbers((*front, rows, inner), seed), numbers((*back, inner, columns), seed + 1)]
    assert_gradients(lambda a, b: a @ b, arrays, tally_of_all, "matmul")


@pytest.mark.parametrize("shapes", [((3,), (3,)), ((3,), (3, 2)), ((2, 3), (3,)), ((3,), (4, 3, 2)), ((4, 2, 3), (3,))])
def test_matmul_of_vectors(tally, shapes):
    arrays = [numbers(shape, index) for index, shape in enumerate(shapes)]
    assert (nn.Tensor(arrays[0]) @ arrays[1]).shape == (arrays[0] @ arrays[1]).shape
    assert_gradients(lambda a, b: a @ b, arrays, tally, "matmul")


@st.composite
def shape_and_axis(draw):
    shape = draw(array_shapes(max_dims=3, max_side=3))
    one = st.integers(-len(shape), len(shape) - 1)
    several = st.sets(st.sampled_from(range(len(shape))), min_size=1).map(tuple)
    return shape, draw(st.none() | one | several)


REDUCTIONS = {"sum": lambda a, axis, keep: a.sum(axis, keep), "mean": lambda a, axis, keep: a.mean(axis, keep),
              "max": lambda a, axis, keep: a.max(axis, keep)}


@pytest.mark.parametrize("operation", REDUCTIONS)
@settings(max_examples=EXAMPLES, deadline=None)
@given(shape_axis=shape_and_axis(), keep=st.booleans(), seed=st.integers(0, 10**6))
def test_reductions_over_any_axes(operation, tally_of_all, shape_axis, keep, seed):
    shape, axis = shape_axis
    assert_gradients(lambda a: REDUCTIONS[operation](a, axis, keep), [numbers(shape, seed)], tally_of_all, operation)


@settings(max_examples=EXAMPLES, deadline=None)
@given(shape_axis=shape_and_axis().filter(lambda pair: isinstance(pair[1], int)), seed=st.integers(0, 10**6))
def test_softmax_along_any_axis(tally_of_all, shape_axis, seed):
    shape, axis = shape_axis
    assert_gradients(lambda a: nn.softmax(a, axis), [numbers(shape, seed)], tally_of_all, "softmax")


@settings(max_examples=EXAMPLES, deadline=None)
@given(shape=array_shapes(min_dims=2, max_dims=3, max_side=3), seed=st.integers(0, 10**6), data=st.data())
def test_moving_numbers_about(tally_of_all, shape, seed, data):
    order = data.draw(st.permutations(range(len(shape))))
    array = numbers(shape, seed)
    assert_gradients(lambda a: a.transpose(*order), [array], tally_of_all, "transpose")
    assert_gradients(lambda a: a.reshape(-1), [array], tally_of_all, "reshape")
    assert_gradients(lambda a: a.T.reshape(shape[0], -1), [array], tally_of_all, "reshape")


INDICES = {
    "a number": 1, "a slice": np.s_[::-2], "a column": np.s_[:, 0], "an ellipsis": np.s_[..., 1:], "a new axis": np.s_[:, None],
    "rows, some of them twice": np.array([2, 0, 2, 2]), "a mask": np.arange(12).reshape(4, 3) % 5 > 1,
    "pairs": (np.array([0, 3, 0]), np.array([1, 1, 1])),
}


@pytest.mark.parametrize("index", INDICES)
def test_taking_numbers_out(tally, index):
    array = numbers((4, 3), 5)
    assert np.array_equal(nn.Tensor(array)[INDICES[index]].value, array[INDICES[index]])
    assert_gradients(lambda a: a[INDICES[index]], [array], tally, "take")


@settings(max_examples=EXAMPLES, deadline=None)
@given(sizes=st.lists(st.integers(1, 3), min_size=1, max_size=3), axis=st.integers(-2, 1), seed=st.integers(0, 10**6))
def test_joining(tally_of_all, sizes, axis, seed):
    arrays = [numbers((size, 2) if axis % 2 == 0 else (2, size), seed + index) for index, size in enumerate(sizes)]
    assert_gradients(lambda *parts: nn.concatenate(parts, axis), arrays, tally_of_all, "concatenate")


LOSSES = {
    "mean_squared_error": (nn.mean_squared_error, (4, 2), lambda z: np.cos(z)),
    "mean_absolute_error": (nn.mean_absolute_error, (4, 2), lambda z: 9 * np.ones_like(z)),
    "huber": (lambda p, y: nn.huber(p, y, 0.45), (4, 2), lambda z: np.zeros_like(z)),
    "binary_cross_entropy": (nn.binary_cross_entropy, (5, 1), lambda z: (z > 0) * 0.9),
    "softmax_cross_entropy": (nn.softmax_cross_entropy, (4, 3), lambda z: np.arange(4) % 3),
    "softmax_cross_entropy, rows": (nn.softmax_cross_entropy, (4, 3), lambda z: np.tile([0.2, 0.5, 0.3], (4, 1))),
    "hinge": (nn.hinge, (5, 1), lambda z: np.where(np.arange(5) % 2, 1, -1).reshape(5, 1)),
    "l1_penalty": (lambda p, y: nn.l1_penalty([p, 2 * p]), (3, 2), lambda z: z),
    "l2_penalty": (lambda p, y: nn.l2_penalty([p, 2 * p]), (3, 2), lambda z: z),
}


@pytest.mark.parametrize("loss", LOSSES)
@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_losses(loss, tally_of_all, seed):
    function, shape, targets_of = LOSSES[loss]
    array = numbers(shape, seed)
    targets = targets_of(array)
    assert_gradients(lambda p: function(p, targets), [array], tally_of_all, loss)


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_losses_of_positive_numbers(tally_of_all, seed):
    array = numbers((3, 4), seed, positive=True)
    assert_gradients(lambda p: nn.mean_squared_log_error(p, np.ones((3, 4))), [array], tally_of_all, "mean_squared_log_error")
    targets = np.tile([0.0, 0.5, 0.25, 0.25], (3, 1))
    assert_gradients(lambda p: nn.kl_divergence(targets, p), [array], tally_of_all, "kl_divergence")


@pytest.fixture(scope="module")
def tally_of_all(request):
    """Return the counts of the whole run; of the module's scope, as hypothesis wants it."""
    from conftest import TALLY

    return request.config.stash[TALLY]


@pytest.mark.parametrize("wrong", [lambda a, b: a * b.value, lambda a, b: nn.Tensor(a.value) * b + 0 * a,
                                   lambda a, b: a * b + 1e-3 * (a.value * b)])
def test_the_check_itself_rejects_a_wrong_rule(wrong, tally):
    with pytest.raises(AssertionError):
        assert_gradients(wrong, [numbers((2, 3), 1), numbers((3,), 2)], tally, "wrong rules that were rejected")
