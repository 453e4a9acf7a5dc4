"""Exercises of lesson 07, an autodiff engine: the rules of arrays."""
import numpy as np

from course_utils.checks import call, close, exercise, gradient, mistake, script
from course_utils.checks.answers_07 import matmul_rules, sigmoid, softplus, sum_to_shape
from course_utils.checks.answers_07_graphs import tensor_operation, use_tensor_operation, well_formed


def _shapes(random):
    """Return calls with gradients whose numbers differ, for many kinds of stretching."""
    pairs = [((3, 4), (3, 1)), ((3, 4), (4,)), ((5, 3), ()), ((2, 3, 4), (3, 1)), ((2, 3, 4), (2, 1, 4)), ((3, 4), (3, 4)),
             ((3, 4), (1, 1)), ((2, 3, 4), (1,)), ((3, 3), (3,)), ((3, 3), (3, 1)), ((1, 3), (1, 3)), ((), ())]
    return [call(random.normal(size=big), small) for big, small in pairs]


def _loop(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient


def _reshaped(gradient, shape):
    padded = (1,) * (gradient.ndim - len(shape)) + tuple(shape)
    axes = tuple(axis for axis, (size, full) in enumerate(zip(padded, gradient.shape)) if size != full)
    return np.sum(gradient, axis=axes).reshape(shape)


def _in_front_only(gradient, shape):
    return gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))


def _ones_only(gradient, shape):
    return gradient.sum(axis=tuple(axis for axis, size in enumerate(shape) if size == 1), keepdims=True)


def _reduced(reduce):
    """Return the right way with another reduction in the place of the sum, a function of (array, axis, keepdims)."""
    def answer(gradient, shape):
        gradient = reduce(gradient, axis=tuple(range(gradient.ndim - len(shape))), keepdims=False)
        return reduce(gradient, axis=tuple(axis for axis, size in enumerate(shape) if size == 1), keepdims=True)
    return answer


def _without_keepdims(gradient, shape):
    gradient = _in_front_only(gradient, shape)
    return gradient.sum(axis=tuple(axis for axis, size in enumerate(shape) if size == 1))


def _at_the_end(gradient, shape):
    """Take the axes that are too many for those at the end."""
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=-1)
    return _ones_only(gradient, shape)


def _loop_without_keepdims(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            gradient = gradient.sum(axis=axis)
    return gradient


def _moving_axes(gradient, shape):
    for axis in range(gradient.ndim - len(shape)):
        gradient = gradient.sum(axis=axis)
    return _ones_only(gradient, shape)


def _once(gradient, shape):
    """Sum over one axis in front, however many there are."""
    if gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    return _ones_only(gradient, shape)


exercise(
    "7.4", right=sum_to_shape, points=3, accept=close(rtol=1e-9), random_probes=_shapes,
    probes=[call(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), shape) for shape in ((3,), (2, 1))],
    also_right=[_loop, _reshaped, lambda gradient, shape: np.asarray(_loop(gradient, shape))],
    mistakes=[
        mistake("The gradient comes back as it is, in the shape of the result. Every axis that was stretched has to be summed "
                "over.", lambda gradient, shape: gradient),
        mistake("Axes that were put in front are done. What is left are axes of size 1 that were repeated: sum over those, "
                "with keepdims=True.", _in_front_only),
        mistake("Axes of size 1 are done. What is left are the axes that were put in front, where `shape` has fewer than the "
                "gradient.", _ones_only),
        mistake("You averaged. Every use of a number has an influence of its own, and they add up: sum.", _reduced(np.mean)),
        mistake("You took the largest. Every use of a number has an influence of its own, and they add up: sum.",
                _reduced(np.max)),
        mistake("Only the first of the repeated places is taken. All of them are uses of the same number: sum.",
                lambda gradient, shape: gradient[(0,) * (gradient.ndim - len(shape)) + tuple(
                    slice(0, 1) if size == 1 else slice(None) for size in shape)]),
        mistake("The sums are right, and an axis is gone that should have stayed with size 1: keepdims=True.",
                _without_keepdims),
        mistake("After a sum without keepdims=True the axis is gone, and those behind it move up: the next one is not found. "
                "Keep it with size 1.", _loop_without_keepdims),
        mistake("When the first axis is gone those behind it move up, so the next one in front is axis 0 again.", _moving_axes),
        mistake("NumPy puts missing axes in *front*, not at the end: sum over axis 0 until there are no more than in `shape`.",
                _at_the_end),
        mistake("There may be more than one axis in front: repeat until there are as many as in `shape`.", _once),
        mistake("Every number of the answer is the sum over everything. Sum over the stretched axes only.",
                lambda gradient, shape: np.full(shape, gradient.sum())),
        mistake("`reshape` cannot make fewer numbers of many. Sum over the stretched axes.",
                lambda gradient, shape: gradient.reshape(shape)),
        mistake("np.resize cuts off what does not fit. Sum over the stretched axes.",
                lambda gradient, shape: np.resize(gradient, shape)),
        mistake("np.broadcast_to stretches; here it is the other way round: sum over the axes that were stretched.",
                lambda gradient, shape: np.broadcast_to(gradient, shape)),
        mistake("This always sums over axis 0. Which axes were stretched depends on `shape`.",
                lambda gradient, shape: gradient.sum(axis=0)),
        mistake("Where shapes differ this sums over axis 0. Which axes were stretched depends on `shape`.",
                lambda gradient, shape: gradient if gradient.shape == shape else gradient.sum(axis=0)),
        mistake("The whole gradient is summed up to one number, whatever the shape.", lambda gradient, shape: gradient.sum()),
    ],
)

_MATRICES = [call(np.array([[1.0, 2.0], [0.0, 5.0]]), np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
                  np.array([[4.0, 5.0], [6.0, 7.0], [8.0, 9.0]]))]


def _more_matrices(random):
    sizes = [(2, 3, 4), (4, 2, 3), (3, 3, 3), (5, 4, 2), (3, 5, 2)]
    return [call(random.normal(size=(n, m)), random.normal(size=(n, k)), random.normal(size=(k, m))) for n, k, m in sizes]


exercise(
    "7.5", right=matmul_rules, points=2, accept=gradient(), probes=_MATRICES, random_probes=_more_matrices,
    also_right=[lambda g, a, b: [np.dot(g, np.transpose(b)), np.dot(a.T, g)],
                lambda g, a, b: ((b @ g.T).T, (g.T @ a).T),
                lambda g, a, b: (np.einsum("nm,km->nk", g, b), np.einsum("nk,nm->km", a, g))],
    mistakes=[
        mistake("Both are right, but in the other order: first the gradient of a, then that of b.",
                lambda g, a, b: (a.T @ g, g @ b.T)),
        mistake("The numbers are right, and both matrices are turned: each gradient has the shape of its own matrix.",
                lambda g, a, b: (b @ g.T, g.T @ a)),
        mistake("On the right of the gradient, (n, m), must stand something with m rows, and that is b, transposed, alone: "
                "(n, m) times (m, k) is (n, k).", lambda g, a, b: (g @ b, a.T @ g)),
        mistake("On the left of the gradient, (n, m), must stand something with n columns, and that is a, transposed, alone: "
                "(k, n) times (n, m) is (k, m).", lambda g, a, b: (g @ b.T, a @ g)),
        mistake("`*` multiplies place by place, as for the product of two numbers. A matrix product goes back by matrix "
                "products: `@`.", lambda g, a, b: (g * b, g * a)),
        mistake("With `*` and a transpose shapes may fit by chance, but a matrix product goes back by matrix products: `@`.",
                lambda g, a, b: (g * b.T, a.T * g)),
        mistake("The gradient of the result is missing in both. What goes back is multiplied by what arrives.",
                lambda g, a, b: (np.ones_like(g) @ b.T, a.T @ np.ones_like(g))),
        mistake("The factors themselves came back: each one's slope is the other, and what arrives comes in as well.",
                lambda g, a, b: (b, a)),
        mistake("These are the factors, transposed. What arrives, the gradient of the result, is missing in both products.",
                lambda g, a, b: (b.T, a.T)),
        mistake("Both are divided by the number of rows. The mean over examples belongs to the loss, which has its own rule.",
                lambda g, a, b: (g @ b.T / len(g), a.T @ g / len(g))),
        mistake("The second is divided by the number of rows. The mean over examples belongs to the loss, and has its rule "
                "there.", lambda g, a, b: (g @ b.T, a.T @ g / len(g))),
        mistake("The signs are turned. Nothing in a product is subtracted.", lambda g, a, b: (-g @ b.T, -a.T @ g)),
        mistake("Only the gradient of a came back. Return both, separated by a comma.", lambda g, a, b: g @ b.T),
        mistake("Only the gradient of b came back. Return both, separated by a comma.", lambda g, a, b: a.T @ g),
        mistake("The product itself is computed here. Asked for are the gradients of its two factors.", lambda g, a, b: a @ b),
    ],
)


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


exercise(
    "7.6", right=softplus, points=2, accept=well_formed(close(rtol=1e-7)),
    probes=[script(use_tensor_operation, says="it is used on arrays of three shapes, and on one that holds 800")],
    also_right=[tensor_operation(slope=lambda z, s: 1 / (1 + np.exp(-z))),
                tensor_operation(value=lambda z: np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))),
                                 slope=lambda z, s: _sigmoid(z)),
                tensor_operation(slope=lambda z, s: 1 - np.exp(-s), parents=lambda x, slope: [[x, lambda g: slope * g]])],
    mistakes=[
        mistake("This overflows: e to the power of 800 is too large for a float. np.logaddexp(0, z) computes the same safely.",
                tensor_operation(value=lambda z: np.log(1 + np.exp(z)), slope=lambda z, s: 1 / (1 + np.exp(-z)))),
        mistake("The value is right, and the slope overflows for large numbers: e^x divided by e^x. Write the sigmoid as "
                "1 / (1 + e^-x).", tensor_operation(slope=lambda z, s: np.exp(z) / (1 + np.exp(z)))),
        mistake("Value and slope both overflow for large numbers: np.logaddexp(0, z) for the one, 1 / (1 + np.exp(-z)) for the "
                "other.", tensor_operation(value=lambda z: np.log(1 + np.exp(z)),
                                           slope=lambda z, s: np.exp(z) / (1 + np.exp(z)))),
        mistake("`np.log1p` is exact near zero, but e to the power of 800 comes first and overflows. Use np.logaddexp(0, z).",
                tensor_operation(value=lambda z: np.log1p(np.exp(np.minimum(z, 700))), slope=lambda z, s: _sigmoid(z))),
        mistake("The value is right, and nothing arrives at x: the result has no parents, or others than x.",
                tensor_operation(parents=lambda x, slope: ())),
        mistake("The rule returns the slope alone. It gets the gradient of the result, and has to multiply it by the slope.",
                tensor_operation(parents=lambda x, slope: ((x, lambda g: slope),))),
        mistake("The rule hands the gradient on as it is. It has to multiply it by the slope, the sigmoid of x.",
                tensor_operation(parents=lambda x, slope: ((x, lambda g: g),))),
        mistake("The slope is computed from the value of softplus. It is the sigmoid of the *input*, of `x.value`.",
                tensor_operation(slope=lambda z, s: _sigmoid(s))),
        mistake("This is the slope of the sigmoid, s (1 - s). The slope of softplus is the sigmoid itself.",
                tensor_operation(slope=lambda z, s: _sigmoid(z) * (1 - _sigmoid(z)))),
        mistake("The function `sigmoid` of Exercise 7.3 takes a single Number. Here you have an array: compute with np.exp.",
                tensor_operation(slope=lambda z, s: sigmoid(z))),
        mistake("The function `sigmoid` of Exercise 7.3 is for a single Number, not for a tensor: compute with np.exp.",
                tensor_operation(parents=lambda x, slope: ((x, lambda g: g * sigmoid(x)),))),
        mistake("NumPy's functions take arrays, and `x` is a Tensor: compute with `x.value`.", lambda x: np.logaddexp(0, x)),
        mistake("s (1 - s) is the slope of the sigmoid, with its own value s; here it is computed with the value of softplus.",
                tensor_operation(slope=lambda z, s: s * (1 - s))),
        mistake("This is the slope of tanh. That of softplus is the sigmoid of x.",
                tensor_operation(slope=lambda z, s: 1 - s ** 2)),
        mistake("The sign in the exponent of the slope is turned: it falls where softplus gets steeper.",
                tensor_operation(slope=lambda z, s: _sigmoid(-z))),
        mistake("Beside the parent stands an array, the slope. A rule is a function: `lambda gradient: gradient * slope`.",
                tensor_operation(parents=lambda x, slope: ((x, slope),))),
        mistake("The parents are a pair of brackets with one pair inside, and the comma makes the difference: `((x, rule),)`.",
                tensor_operation(parents=lambda x, slope: (x, lambda g: g * slope))),
        mistake("The parent is the tensor `x` itself; its value alone does not know where it came from.",
                tensor_operation(parents=lambda x, slope: ((x.value, lambda g: g * slope),))),
        mistake("A plain array came back. Return a Tensor, with its parents.", lambda x: np.logaddexp(0, x.value)),
        mistake("`np.logaddexp(0, z)` without a 0 in front is not softplus: the 0 stands for the 1 in log(1 + e^x).",
                tensor_operation(value=lambda z: np.logaddexp(z, z), slope=lambda z, s: _sigmoid(z))),
    ],
)
