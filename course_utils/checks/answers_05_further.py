"""Right answers of the companion of lesson 05, and the pieces of which wrong ones are made."""
import numpy as np

from course_utils.checks.answers_05 import GRADIENTS, changed

KINDS = ("minimum", "maximum", "saddle", "open")


def classify_with(curvatures_of=np.linalg.eigvalsh, tolerance=1e-9, strict=False, zero=lambda low, high: "open",
                  saddle=None, maximum=None, minimum=None):
    """Return a classification of flat places by other curvatures or tolerance, `strict` on zeros, or naming those by `zero`.

    `saddle`, `maximum` and `minimum` are tolerances of one of the three alone.
    """
    both, above, below = (tolerance if own is None else own for own in (saddle, minimum, maximum))

    def classify(hessian):
        curvatures = curvatures_of(hessian)
        low, high = np.min(curvatures), np.max(curvatures)
        if strict and (abs(curvatures) <= tolerance).any():
            return "open"
        if low < -both and high > both:
            return "saddle"
        if low > above:
            return "minimum"
        return "maximum" if high < -below else zero(low, high)
    return classify


classify = classify_with()
classify.__doc__ = """Return the kind of flat place with a symmetric Hessian (n, n), one of KINDS. Built in lesson 05."""


def classify_by_determinant(first, tolerance):
    """Return the rule for two parameters: the sign of the determinant, then that of `first(hessian)`; zero by `tolerance`."""
    def classify_two(hessian):
        product = np.linalg.det(hessian)
        if abs(product) <= tolerance:
            return "open"
        return "saddle" if product < 0 else "minimum" if first(hessian) > 0 else "maximum"
    return classify_two


def classify_by_ends(hessian):
    """Return the kind from the first and the last curvature of a solver that does not sort them."""
    curvatures = np.real(np.linalg.eigvals(hessian))
    first, last = curvatures[0], curvatures[-1]
    if first < -1e-9 and last > 1e-9:
        return "saddle"
    return "minimum" if first > 1e-9 else "maximum" if last < -1e-9 else "open"


def classify_without_minus(hessian):
    """Return the kind where both bounds are taken as positive numbers."""
    curvatures = np.linalg.eigvalsh(hessian)
    if curvatures[0] < 1e-9 and curvatures[-1] > 1e-9:
        return "saddle"
    return "minimum" if curvatures[0] > 1e-9 else "maximum" if curvatures[-1] < 1e-9 else "open"


class RMSProp:
    """Descent divided by the root of a running mean of squares (Hinton 2012, in Keras's form). Built in lesson 05."""

    def __init__(self, learning_rate, rho=0.9, epsilon=1e-7):
        self.learning_rate, self.rho, self.epsilon = learning_rate, rho, epsilon
        self.square = 0.0

    def step(self, theta, gradient):
        """Return the place after one step; arrays of equal shape."""
        self.square = self.rho * self.square + (1 - self.rho) * gradient ** 2
        return theta - self.learning_rate * gradient / np.sqrt(self.square + self.epsilon)


def weigh(me, new):
    """Return the running mean of an RMSProp after `new` has come in."""
    return me.rho * me.square + (1 - me.rho) * new


def rmsprop_with(square=lambda me, slope, theta: weigh(me, slope ** 2), below=lambda me, mean: np.sqrt(mean + me.epsilon),
                 move=lambda me, theta, quotient: theta - me.learning_rate * quotient, keep=True, old=False):
    """Return an RMSProp in which one of the pieces is another than the right one; a root of a negative number is NaN."""
    def step(self, theta, gradient):
        new = square(self, gradient, theta)
        used = self.square if old else new
        self.square = new if keep else self.square
        with np.errstate(invalid="ignore"):
            return move(self, theta, gradient / below(self, used))
    return changed(RMSProp, step=step)


class CorrectedRMSProp(RMSProp):
    """An RMSProp that divides its running mean by 1 - rho^t, as Adam does."""

    count = 0

    def step(self, theta, gradient):
        """Return the place after one step; arrays of equal shape."""
        self.count += 1
        self.square = weigh(self, gradient ** 2)
        return theta - self.learning_rate * gradient / np.sqrt(self.square / (1 - self.rho ** self.count) + self.epsilon)


class SmoothedRMSProp(RMSProp):
    """An RMSProp that keeps a running mean of the gradient, too."""

    mean = 0.0

    def step(self, theta, gradient):
        """Return the place after one step; arrays of equal shape."""
        self.mean = 0.9 * self.mean + 0.1 * gradient
        self.square = weigh(self, gradient ** 2)
        return theta - self.learning_rate * self.mean / np.sqrt(self.square + self.epsilon)


def take_steps(*settings):
    """Return what to do with an optimizer class: five steps of two instances side by side, one of one parameter more."""
    def run(answer):
        one, other = answer(*settings), answer(*settings)
        theta, theirs = np.array([1.0, -2.0]), np.array([0.5, 1.0, 4.0])
        seen = {"what comes back": "an array", "changed in place": ""}
        for number, slopes in enumerate(GRADIENTS, 1):
            place, slope = theta.copy(), np.array(slopes)
            results = one.step(place, slope), other.step(theirs.copy(), np.array([*slopes, 1.0]))
            seen["changed in place"] = ("theta" if not np.array_equal(place, theta) else "gradient"
                                        if not np.array_equal(slope, slopes) else seen["changed in place"])
            if not all(isinstance(result, (np.ndarray, np.generic)) for result in results):
                return seen | {"what comes back": name_result(results[0])}
            theta, theirs = (np.array(result, dtype=float) for result in results)
            seen |= {f"place after step {number}": theta, f"place of a second optimizer after step {number}": theirs}
        return seen
    return run


def name_result(result):
    """Return what came back in the place of an array, in words."""
    if isinstance(result, tuple):
        several = any(np.ndim(part) for part in result)
        return f"{len(result)} things at once" if several else "a tuple"
    return "None" if result is None else f"a {type(result).__name__}"


def measure_layer(inputs, outputs):
    """Return what to do with a maker of weights: one matrix is drawn, and again, and from another generator; its facts."""
    def run(answer):
        made, other, again = (answer(inputs, outputs, np.random.default_rng(seed)) for seed in (8, 9, 8))
        if not isinstance(made, np.ndarray) or made.dtype.kind not in "fiu":
            return {"what comes back": name_result(made) if not isinstance(made, np.ndarray) else "an array of no numbers"}
        facts = {"what comes back": "an array", "shape": list(made.shape)}
        if made.ndim != 2 or not made.size:
            return facts
        return facts | {"inputs": inputs, "equal columns": bool((made == made[:, :1]).all()),
                        "equal rows": bool((made == made[:1]).all()),
                        "mean times the root of the inputs": float(made.mean() * inputs ** 0.5),
                        "variance": float(made.var()), "follows the generator": not np.array_equal(made, other),
                        "can be repeated": bool(np.array_equal(made, again))}
    return run
