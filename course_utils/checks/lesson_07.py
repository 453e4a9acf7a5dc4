"""Exercises of lesson 07, an autodiff engine: graphs of numbers, the order, the sigmoid."""
import math

import numpy as np

from course_utils.checks import close, exercise, mistake, script
from course_utils.checks.answers_07 import sigmoid, sort_graph
from course_utils.checks.answers_07_graphs import (
    changed,
    number_operation,
    sort_by_counting,
    sort_recursively,
    sort_with,
    use_number_operation,
    use_sort,
    well_formed,
)

_RIGHT = {"e": 6, "d": 14, "a": 48, "b": 28}


def _with(**others):
    """Return the answer with some of its entries replaced."""
    return _RIGHT | others


def _is(**entries):
    """Return a test whether a plain answer has these entries."""
    return lambda got, right: all(float(got[name]) == value for name, value in entries.items())


exercise(
    "7.1", right=_RIGHT, points=2, accept=close(atol=1e-6),
    also_right=[{name: float(value) for name, value in _RIGHT.items()}, {"b": 28, "a": 48, "d": np.float64(14), "e": 6}],
    mistakes=[
        mistake("These are values on the way forward. Asked for is by how much f moves with each of them.",
                {"e": 8, "d": 6, "a": 2, "b": 3}),
        mistake("In a product the slope of each factor is the value of the *other* one. What e receives is d, not e.",
                _with(e=8), when=_is(e=8)),
        mistake("To d you took the direct way only, from the product with e. But d is also a term of e, and what arrives "
                "there goes on to d.", _with(d=8, a=30, b=16), when=_is(e=6, d=8)),
        mistake("To d you took the way over e only. But d is also a factor of f itself, with e as its slope.",
                _with(d=6, a=24, b=12), when=_is(e=6, d=6)),
        mistake("Two amounts arrive at d. They are added, not multiplied.", _with(d=48, a=150, b=96), when=_is(e=6, d=48)),
        mistake("Two amounts arrive at d. They are added, not subtracted.", _with(d=2, a=12, b=4), when=_is(e=6, d=2)),
        mistake("d is right. But it passed on only the 8 of the product, before e had reported: d must wait, and pass on all "
                "14.", _with(a=30, b=16), when=_is(d=14, b=16)),
        mistake("d is right. But it passed on only the 6 that came over e. It passes on all 14, once.", _with(a=24, b=12),
                when=_is(d=14, b=12)),
        mistake("In the product a b the slope with respect to a is b, and the other way round; here they are exchanged.",
                _with(a=34, b=42), when=_is(d=14, b=42)),
        mistake("a is also a term of e. Add what arrives on this direct way.", _with(a=42), when=_is(d=14, a=42)),
        mistake("This is what arrives at a directly from e. The way over d is missing.", _with(a=6), when=_is(d=14, a=6)),
        mistake("What d passes on to a is all 14, times the slope 3. You took the 8 of the product alone; to b you passed all "
                "on.", _with(a=30), when=_is(d=14, a=30, b=28)),
        mistake("What goes to a directly is what has arrived at e, 6. Here it is what has arrived at d.", _with(a=56),
                when=_is(d=14, a=56)),
        mistake("A slope of 1 belongs to a sum. e is a *factor* in f = d e, and its slope is the other factor.",
                _with(e=1, d=9, a=28, b=18), when=_is(e=1)),
        mistake("b is used once: what has arrived at d, times the slope of the product. Nothing else is added.", _with(b=34),
                when=_is(d=14, a=48, b=34)),
    ],
)

exercise(
    "7.2", right=sort_graph, points=3, seconds=10,
    probes=[script(use_sort, says="the list is made for several graphs, one of them a chain of 4,000 additions")],
    also_right=[sort_by_counting, sort_with(mark_at="taken", seen_by=lambda number: number),
                lambda result: tuple(sort_graph(result))],
    mistakes=[
        mistake("On short graphs this is right. But it calls itself for the parents, and the chain of 4,000 is too deep for "
                "that: keep what is still to be done in a list of your own.", sort_recursively),
        mistake("The order is turned round: the result comes first. Every number stands *behind* its parents.",
                changed(lambda order: order[::-1])),
        mistake("The result is listed first, when its parents are not in yet. A number is listed when it comes off the stack "
                "for the second time; and its parents must lie above it, so take from the top, with `stack.pop()`.",
                sort_with(append_at="taken")),
        mistake("A list made from the result downwards and then turned round is no topological order: a number that is used "
                "at two depths comes too late for one of its uses.",
                changed(lambda order: order[::-1], sort_with(append_at="taken"))),
        mistake("Numbers that are used twice are listed twice, or more. Check in `seen` before you go on with one.",
                sort_with(mark=False)),
        mistake("A number is marked as seen when it is put on the stack. Another use of it, further on, then finds it marked "
                "and does not wait. Mark it when you take it off.", sort_with(mark_at="put on")),
        mistake("The parents were put on the stack with True, as if theirs were in already, so nobody looks any further back. "
                "Put them on with False.", sort_with(parents_as=True)),
        mistake("The result itself is missing in the list. It is the last entry.", changed(lambda order: order[:-1])),
        mistake("The inputs are missing: numbers without parents belong in the list as well.",
                changed(lambda order: [number for number in order if number.parents])),
        mistake("Two different numbers may have equal values. `seen` must hold `id(number)`, not the value.",
                sort_with(seen_by=lambda number: number.value)),
        mistake("The list holds values. Later cells need the numbers themselves, with their parents.",
                changed(lambda order: [number.value for number in order])),
        mistake("The list holds pairs. Append the number alone.", changed(lambda order: [(number, True) for number in order])),
        mistake("The list is empty. Nothing is ever appended: is the number put back with True, and appended when it "
                "comes off again?", changed(lambda order: [])),
        mistake("`yield` makes a generator, which can be gone through once, and not from its end. Return a list.",
                changed(lambda order: (number for number in order))),
        mistake("A set has no order, and `order` has to be a list.", changed(set)),
    ],
)


def _overwritten(x):
    x.value = 1 / (1 + math.exp(-x.value))
    return x


_LOST = ("The value is right, and nothing arrives at x: the result has no parents, or others than x, or the slope is 0. Its "
         "parent is the number `x` that was handed in.")


def _written_into_x(x):
    value = 1 / (1 + math.exp(-x.value))
    x.gradient = value * (1 - value)
    return type(x)(value)


exercise(
    "7.3", right=sigmoid, points=2, accept=well_formed(close(rtol=1e-7)),
    probes=[script(use_number_operation, says="it is used on 0, -0.53, 1.04 and 3, and in 3 sigmoid(x) + x at x = 0.7")],
    also_right=[number_operation(value=lambda z: math.exp(z) / (1 + math.exp(z)), slope=lambda z, s: s - s * s),
                number_operation(value=lambda z: 0.5 + 0.5 * np.tanh(z / 2), parents=lambda x, slope: [[x, slope]]),
                number_operation(slope=lambda z, s: math.exp(-z) / (1 + math.exp(-z)) ** 2)],
    mistakes=[
        mistake(_LOST, number_operation(parents=lambda x, slope: ())),
        mistake("The slope is written into `x.gradient`. The gradient of x depends on what comes after the sigmoid, too: hand "
                "the slope over with the parent, and let `backward` do the rest.", _written_into_x),
        mistake("The slope is computed from the input: x (1 - x). The sigmoid's slope is written with its own *value*.",
                number_operation(slope=lambda z, s: z * (1 - z))),
        mistake("The slope is taken at sigmoid(value). The value has been through the sigmoid already.",
                number_operation(slope=lambda z, s: (lambda t: t * (1 - t))(1 / (1 + math.exp(-s))))),
        mistake("Half of the slope is missing: it is value times (1 - value), not the value alone.",
                number_operation(slope=lambda z, s: s)),
        mistake("Half of the slope is missing: it is value times (1 - value), not 1 - value alone.",
                number_operation(slope=lambda z, s: 1 - s)),
        mistake("The sign of the slope is turned. The sigmoid rises everywhere.",
                number_operation(slope=lambda z, s: -s * (1 - s))),
        mistake("This is the slope of tanh. That of the sigmoid is value (1 - value).",
                number_operation(slope=lambda z, s: 1 - s * s)),
        mistake("A slope of 1 belongs to a sum. The sigmoid is less steep: value (1 - value).",
                number_operation(slope=lambda z, s: 1.0)),
        mistake("The sign in the exponent is turned: this falls where the sigmoid rises. It is e to the power of *minus* x.",
                number_operation(value=lambda z: 1 / (1 + math.exp(z)))),
        mistake("A plain number came back. Later cells go on computing: return a Number, with its parents.",
                lambda x: 1 / (1 + math.exp(-x.value))),
        mistake("Value and parents came back as a pair. Hand them to `Number(value, parents)` and return that.",
                lambda x: (sigmoid(x).value, sigmoid(x).parents)),
        mistake("The parents are a pair of brackets with one pair inside, and the comma makes the difference: `((x, slope),)`.",
                number_operation(parents=lambda x, slope: (x, slope))),
        mistake("The parent is the number `x` itself; its value alone does not know where it came from.",
                number_operation(parents=lambda x, slope: ((x.value, slope),))),
        mistake("Beside the parent stands a number here: the slope at this place, not a function.",
                number_operation(parents=lambda x, slope: ((x, lambda gradient: gradient * slope),))),
        mistake("The number that was handed in is changed. Make a new Number and leave `x` as it is.", _overwritten),
        mistake("`math.exp` takes a float, and `x` is a Number: compute with `x.value`.", lambda x: math.exp(x)),
        mistake("A Number has no minus sign of its own: compute with the float `x.value`.", lambda x: -x),
        mistake("The bracket is missing: `1 / 1 + e` divides first and adds then. Write `1 / (1 + e)`.",
                number_operation(value=lambda z: 1 / 1 + math.exp(-z))),
    ],
)
