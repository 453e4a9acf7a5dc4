"""Exercises of lesson 07, an autodiff engine: the rules of arrays."""
import numpy as np

from course_utils.checks import call, close, exercise, gradient, mistake
from course_utils.checks.answers_07 import matmul_rules, sum_to_shape


def _shapes(random):
    """Return calls with gradients whose numbers differ, for many kinds of stretching."""
    pairs = [((3, 4), (3, 1)), ((3, 4), (4,)), ((5, 3), ()), ((2, 3, 4), (3, 1)), ((2, 3, 4), (2, 1, 4)), ((3, 4), (3, 4)),
             ((3, 4), (1, 1)), ((2, 3, 4), (1,)), ((3, 3), (3,)), ((3, 3), (3, 1)), ((1, 3), (1, 3)), ((), ())]
    return [call(random.normal(size=big), small).named(f"the gradient has the shape {big}, and `shape` is {small}")
            for big, small in pairs]


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


def _ones_first(gradient, shape):
    for axis, size in enumerate(shape):
        if size == 1:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return _in_front_only(gradient, shape)


def _returns_in_the_loop(gradient, shape):
    gradient = _in_front_only(gradient, shape)
    for axis, size in enumerate(shape):
        return gradient.sum(axis=axis, keepdims=True) if size == 1 else gradient


def _returns_at_the_first_one(gradient, shape):
    gradient = _in_front_only(gradient, shape)
    for axis, size in enumerate(shape):
        if size == 1:
            return gradient.sum(axis=axis, keepdims=True)


def _once(gradient, shape):
    """Sum over one axis in front, however many there are."""
    if gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    return _ones_only(gradient, shape)


exercise(
    "7.4", right=sum_to_shape, points=3, accept=close(rtol=1e-9), random_probes=_shapes,
    probes=[call(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), shape).named(
        f"gradient = [[1, 2, 3], [4, 5, 6]], shape = {shape}") for shape in ((3,), (2, 1))],
    also_right=[_loop, _reshaped, lambda gradient, shape: np.asarray(_loop(gradient, shape))],
    mistakes=[
        mistake("The gradient comes back as it is, in the shape of the result. Every axis that was stretched has to be summed "
                "over.", lambda gradient, shape: gradient),
        mistake("Axes that were put in front are done. What is left are axes of size 1 that were repeated: sum over those, "
                "with keepdims=True. (A sum makes a new array; is it stored?)", _in_front_only),
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
        mistake("The two steps are in the wrong order. As long as there are axes in front, axis 0 of the gradient is not axis "
                "0 of `shape`: first sum those away.", _ones_first),
        mistake("The `return` is inside of the `for` loop: it ends after the first axis, and where `shape` is () it is never "
                "reached.", _returns_in_the_loop),
        mistake("The `return` is inside of the `if`: it ends at the first axis of size 1, and where there is none nothing "
                "comes back.", _returns_at_the_first_one),
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
                "(n, m) times (m, k) is (n, k). (The arguments come in the order gradient, a, b.)",
                lambda g, a, b: (g @ b, a.T @ g)),
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
        mistake("In the place of the gradient of the product stands the product itself, a @ b. What arrives is the argument "
                "`gradient`.", lambda g, a, b: (a @ b @ b.T, a.T @ (a @ b))),
        mistake("An inverse undoes a product, and nothing is undone here: each factor is made with the other one, transposed.",
                lambda g, a, b: (g @ np.linalg.pinv(b), np.linalg.pinv(a) @ g)),
        mistake("`reshape` has the right shape and leaves the numbers in order: rows do not become columns. `.T` does it.",
                lambda g, a, b: (g @ b.reshape(b.shape[::-1]), a.reshape(a.shape[::-1]) @ g)),
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
