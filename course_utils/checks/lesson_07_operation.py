"""Exercise 7.6 of lesson 07, an autodiff engine: an operation on arrays with its rule."""
import numpy as np

from course_utils.checks import close, exercise, mistake, script
from course_utils.checks.answers_07 import sigmoid, softplus
from course_utils.checks.answers_07_forms import tensor_inputs, tensor_operation, use_tensor_operation, well_formed


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def _value_is(value):
    """Return a test whether an answer has the value `value(z)` throughout, whatever its slope is."""
    def when(got, right):
        with np.errstate(all="ignore"):
            return all(np.allclose(entry["value"], value(z), equal_nan=True)
                       for entry, z in zip(got, tensor_inputs(), strict=True))
    return when


def _other_value(sentence, value):
    """Return a mistake that is recognised by its value alone."""
    return mistake(sentence, tensor_operation(value=value, slope=lambda z, s: _sigmoid(z)), when=_value_is(value))


def _destroys(x):
    x.value = np.logaddexp(0, x.value)
    return type(x)(x.value, ((x, lambda gradient: gradient * (1 - np.exp(-x.value))),))


def _rule_in_place(x):
    value = np.logaddexp(0, x.value)

    def rule(gradient):
        gradient *= np.exp(x.value - value)
        return gradient
    return type(x)(value, ((x, rule),))


exercise(
    "7.6", right=softplus, points=2, accept=well_formed(close(rtol=1e-9, atol=1e-11)),
    probes=[script(use_tensor_operation, says="it is used on arrays of three shapes, and on one that holds 800")],
    also_right=[tensor_operation(value=lambda z: np.where(z > 30, z, np.log1p(np.exp(np.minimum(z, 30))))),
                tensor_operation(slope=lambda z, s: 1 / (1 + np.exp(-z))),
                tensor_operation(value=lambda z: np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))),
                                 slope=lambda z, s: _sigmoid(z)),
                tensor_operation(slope=lambda z, s: 1 - np.exp(-s), parents=lambda x, slope: [[x, lambda g: slope * g]])],
    mistakes=[
        mistake("`x.value` is changed: whoever computes with x afterwards finds other numbers in it. Give the result a name of "
                "its own.", _destroys),
        mistake("The rule changes the gradient that it gets, which belongs to the result. Write `gradient * slope`, without "
                "`*=`.", _rule_in_place),
        mistake("This overflows: e to the power of 800 is too large for a float. np.logaddexp(0, z) computes the same safely.",
                tensor_operation(value=lambda z: np.log(1 + np.exp(z)), slope=lambda z, s: 1 / (1 + np.exp(-z)))),
        mistake("The value overflows, since e to the power of 800 is too large for a float, and the slope that is made of it "
                "becomes 0 there. np.logaddexp(0, z) computes the value safely.",
                tensor_operation(value=lambda z: np.log(1 + np.exp(z)))),
        mistake("The value is right, and the slope overflows for large numbers: e^x divided by e^x. Write the sigmoid as "
                "e^(x - softplus(x)).", tensor_operation(slope=lambda z, s: np.exp(z) / (1 + np.exp(z)))),
        mistake("Value and slope both overflow for large numbers: np.logaddexp(0, z) for the one, np.exp(z - value) for "
                "the other.", tensor_operation(value=lambda z: np.log(1 + np.exp(z)),
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
        mistake("The functions of `math` take one float, and so does the `sigmoid` of Exercise 7.3, which uses them. Here you "
                "have an array: compute with np.exp.", tensor_operation(parents=lambda x, slope: (
                    (x, lambda g: g * sigmoid(x)),))),
        mistake("The `sigmoid` of Exercise 7.3 takes a single Number, with its `value`. Compute with np.exp.",
                tensor_operation(slope=lambda z, s: sigmoid(z))),
        mistake("NumPy's functions take arrays, and `x` is a Tensor: compute with `x.value`.", lambda x: np.logaddexp(0, x)),
        mistake("s (1 - s) is the slope of the sigmoid, with its own value s; here it is computed with the value of softplus.",
                tensor_operation(slope=lambda z, s: s * (1 - s))),
        mistake("This is the slope of tanh. That of softplus is the sigmoid of x.",
                tensor_operation(slope=lambda z, s: 1 - s ** 2)),
        mistake("The value has the seven digits of a float32 only. Leave the numbers as they are, float64.",
                tensor_operation(value=lambda z: np.logaddexp(0, z.astype(np.float32)), slope=lambda z, s: _sigmoid(z))),
        mistake("The bracket is missing in the slope: `g * 1 / 1 + e` adds at the end. Write `g / (1 + e)`.",
                tensor_operation(parents=lambda x, slope: ((x, lambda g: g * 1 / 1 + np.exp(-x.value)),))),
        mistake("The sign of the slope is turned. Softplus rises everywhere, with the sigmoid of x as its slope.",
                tensor_operation(slope=lambda z, s: -_sigmoid(z))),
        mistake("What comes back is too large: the slope stands in the wrong place, below a line or with its exponent turned "
                "round. Multiply by e^(x - softplus(x)), which is never above 1.",
                tensor_operation(slope=lambda z, s: np.exp(s - z))),
        mistake("The slope here is e^x, that of the inner function alone. The logarithm has one, too: together they make the "
                "sigmoid of x.", tensor_operation(slope=lambda z, s: np.exp(z))),
        mistake("The rule adds up what comes back to a single number. Each place keeps its own: leave out the `sum`.",
                tensor_operation(parents=lambda x, slope: ((x, lambda g: (g * slope).sum()),))),
        mistake("The parent is listed twice, and so it gets everything twice. Softplus uses x once: one pair, `((x, rule),)`.",
                tensor_operation(parents=lambda x, slope: ((x, lambda g: g * slope), (x, lambda g: g * slope)))),
        mistake("The slope is added to the gradient. Along a path slopes are multiplied.",
                tensor_operation(parents=lambda x, slope: ((x, lambda g: g + slope),))),
        _other_value("This is log(e + e^x): the first argument is the exponent, and e to the power of 0 is the 1 of softplus.",
                     lambda z: np.logaddexp(1, z)),
        _other_value("This is log(1 + e^-x), which falls where softplus rises: the exponent is x, without a minus.",
                     lambda z: np.logaddexp(0, -z)),
        _other_value("The logarithm is forgotten: this is 1 + e^x. Softplus is its logarithm.", lambda z: 1 + np.exp(z)),
        _other_value("This is log(1 + x). Inside the logarithm stands 1 + e^x.", lambda z: np.log(1 + z)),
        mistake("`logaddexp2` computes with powers of 2. Here it is e: np.logaddexp.",
                tensor_operation(value=lambda z: np.logaddexp2(0, z), slope=lambda z, s: _sigmoid(z))),
        mistake("This is the relu, max(0, x). Softplus is its rounded relative: log(1 + e^x).",
                tensor_operation(value=lambda z: np.maximum(0, z), slope=lambda z, s: 1.0 * (z > 0))),
        mistake("The slope is right, and the value is that of the relu, max(0, x). Softplus is log(1 + e^x).",
                tensor_operation(value=lambda z: np.maximum(0, z), slope=lambda z, s: _sigmoid(z))),
        mistake("Cutting off large numbers keeps off the overflow, and the value is wrong there: softplus of 800 is 800.",
                tensor_operation(value=lambda z: np.log(1 + np.exp(np.clip(z, -30, 30))), slope=lambda z, s: _sigmoid(z)),
                when=lambda got, right: np.allclose(got[0]["value"], right[0]["value"])
                and np.shape(got[3]["value"]) == (2,) and 25 <= got[3]["value"][0] <= 750),
        mistake("The sign in the exponent of the slope is turned: it falls where softplus gets steeper.",
                tensor_operation(slope=lambda z, s: _sigmoid(-z))),
        mistake("Beside the parent stands an array, the slope. A rule is a function: `lambda gradient: gradient * slope`.",
                tensor_operation(parents=lambda x, slope: ((x, slope),))),
        mistake("The parents are a pair of brackets with one pair inside, and the comma makes the difference: `((x, rule),)`.",
                tensor_operation(parents=lambda x, slope: (x, lambda g: g * slope))),
        mistake("The pair is the wrong way round: the parent comes first, then the rule.",
                tensor_operation(parents=lambda x, slope: ((lambda g: g * slope, x),))),
        mistake("The parent is the tensor `x` itself; its value alone does not know where it came from.",
                tensor_operation(parents=lambda x, slope: ((x.value, lambda g: g * slope),))),
        mistake("A plain array came back. Return a Tensor, with its parents.", lambda x: np.logaddexp(0, x.value)),
        mistake("`np.logaddexp(0, z)` without a 0 in front is not softplus: the 0 stands for the 1 in log(1 + e^x).",
                tensor_operation(value=lambda z: np.logaddexp(z, z), slope=lambda z, s: _sigmoid(z))),
    ],
)
