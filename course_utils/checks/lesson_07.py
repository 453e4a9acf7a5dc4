"""Exercises of lesson 07, an autodiff engine: graphs of numbers, the order, the sigmoid."""
import math

import numpy as np

from course_utils.checks import close, exercise, mistake, script
from course_utils.checks.answers_07 import Number, sigmoid, sort_graph
from course_utils.checks.answers_07_forms import number_operation, use_number_operation, well_formed
from course_utils.checks.answers_07_graphs import (
    AGAIN,
    OTHERS,
    PATHS,
    add_to_dictionary,
    append_two_things,
    changed,
    sort_all_paths,
    sort_as_deep_as_it_goes,
    sort_by_counting,
    sort_recursively,
    sort_slowly,
    sort_with,
    sort_with_marks,
    take_pairs_for_parents,
    use_sort,
)

_RIGHT = {"r": 6, "q": 14, "k": 48, "m": 28}


def _with(**others):
    """Return the answer with some of its entries replaced."""
    return _RIGHT | others


def _is(**entries):
    """Return a test whether a plain answer has these entries."""
    return lambda got, right: all(float(got[name]) == value for name, value in entries.items())


exercise(
    "7.1", right=_RIGHT, points=2, accept=close(atol=1e-6),
    also_right=[{name: float(value) for name, value in _RIGHT.items()}, {"m": 28, "k": 48, "q": np.float64(14), "r": 6}],
    mistakes=[
        mistake("These are values on the way forward. Asked for is by how much t moves with each of them.",
                {"r": 8, "q": 6, "k": 2, "m": 3}),
        mistake("In a product the slope of each factor is the value of the *other* one. What r receives is q, not r.",
                _with(r=8), when=_is(r=8)),
        mistake("To q you took the direct way only, from the product with r. But q is also a term of r, and what arrives "
                "there goes on to q.", _with(q=8, k=30, m=16), when=_is(r=6, q=8)),
        mistake("To q you took the way over r only. But q is also a factor of t itself, with r as its slope.",
                _with(q=6, k=24, m=12), when=_is(r=6, q=6)),
        mistake("Two amounts arrive at q. They are added, not multiplied.", _with(q=48, k=150, m=96), when=_is(r=6, q=48)),
        mistake("Two amounts arrive at q. They are added, not subtracted.", _with(q=2, k=12, m=4), when=_is(r=6, q=2)),
        mistake("q is right. But it passed on only the 8 of the product, before r had reported: q must wait, and pass on all "
                "14.", _with(k=30, m=16), when=_is(q=14, m=16)),
        mistake("q is right. But it passed on only the 6 that came over r. It passes on all 14, once.", _with(k=24, m=12),
                when=_is(q=14, m=12)),
        mistake("In the product k m the slope with respect to k is m, and the other way round; here they are exchanged.",
                _with(k=34, m=42), when=_is(q=14, m=42)),
        mistake("k is also a term of r. Add what arrives on this direct way.", _with(k=42), when=_is(q=14, k=42)),
        mistake("This is what arrives at k directly from r. The way over q is missing.", _with(k=6), when=_is(q=14, k=6)),
        mistake("What q passes on to k is all 14, times the slope 3. You took the 8 of the product alone; to m you passed all "
                "on.", _with(k=30), when=_is(q=14, k=30, m=28)),
        mistake("What goes to k directly is what has arrived at r, 6. Here it is what has arrived at q.", _with(k=56),
                when=_is(q=14, k=56)),
        mistake("What goes to k directly is what has *arrived* at r, 6. Here it is 8, the value of r.", _with(k=50),
                when=_is(q=14, k=50)),
        mistake("The gradients of k and m are exchanged: at k arrive two amounts, and it has the larger one.",
                _with(k=28, m=48), when=_is(q=14, k=28, m=48)),
        mistake("All sizes are right, and the signs are turned. Nothing in this graph is subtracted.",
                {name: -value for name, value in _RIGHT.items()}),
        mistake("A slope of 1 belongs to a sum. r is a *factor* in t = q r, and its slope is the other factor.",
                _with(r=1, q=9, k=28, m=18), when=_is(r=1)),
        mistake("m is used once: what has arrived at q, times the slope of the product. Nothing else is added.", _with(m=34),
                when=_is(q=14, k=48, m=34)),
    ],
)

exercise(
    "7.2", right=sort_graph, points=3, seconds=10,
    probes=[script(use_sort, says="the list is made for several graphs, twice for each, and for a chain of 20,000 additions")],
    also_right=[sort_by_counting, sort_with(mark_at="taken", seen_by=lambda number: number),
                lambda result: tuple(sort_graph(result))],
    mistakes=[
        mistake("The list still holds numbers of a graph that was sorted before. `order` and `seen` must be made anew in every "
                "call: inside of the function, and not as the default of an argument.",
                changed(lambda order: [Number(0.0), *order]),
                when=lambda got, right: OTHERS in map(str, got.values())),
        mistake("The first time this is right. When the same graph is sorted once more, numbers are missing: what has been "
                "seen was not forgotten. Make `seen` anew in every call, and put no marks on the numbers themselves: training "
                "sorts in every step.", sort_with_marks,
                when=lambda got, right: any(AGAIN in str(said) for said in got.values())),
        mistake("The order is right, but every path is walked again: a number is kept from being *listed* twice, and not from "
                "being gone through twice. Ask whether it has been seen before its parents go on the stack.", sort_all_paths,
                when=lambda got, right: any(PATHS in str(said) for said in got.values())),
        mistake("`parents` holds pairs of a number and a slope. Take them apart: `for parent, slope in number.parents`.",
                take_pairs_for_parents),
        mistake("`{}` is an empty dictionary. An empty set is `set()`.", add_to_dictionary),
        mistake("`append` takes one thing, and an entry of the stack is a pair: it needs brackets of its own, "
                "`stack.append((number, True))`.", append_two_things),
        mistake("The order is right, but it took far too long on a chain of 8,000: for every number something goes through a "
                "whole list. `in` does, where a *set* finds at once what it holds; and `order + [number]` copies one, where "
                "`append` does not.", sort_slowly,
                when=lambda got, right: "slow" in got.values()),
        mistake("On short graphs this is right. But it calls itself for the parents, and the chain is too deep for "
                "that: keep what is still to be done in a list of your own.", sort_recursively),
        mistake("On short graphs this is right, and in the long chain numbers are missing. Is a RecursionError caught and "
                "passed over? What is left undone then stays undone: keep it in a list of your own.", sort_as_deep_as_it_goes,
                when=lambda got, right: "entries for" in got["a chain of 20,000 additions"]),
        mistake("The order is turned round: the result comes first. Every number stands *behind* its parents.",
                changed(lambda order: order[::-1])),
        mistake("The result is listed first, when its parents are not in yet. A number is listed when it comes off the stack "
                "for the second time; and its parents must lie above it, so take from the top, with `stack.pop()`.",
                sort_with(append_at="taken")),
        mistake("A list made from the result downwards and then turned round is no topological order: a number that is used "
                "at two depths comes too late for one of its uses.",
                changed(lambda order: order[::-1], sort_with(append_at="taken"))),
        mistake("Numbers that are used twice are listed twice, or more. Check in `seen` before you go on with "
                "one, and put it into `seen` when you do.",
                sort_with(mark=False)),
        mistake("A number is marked as seen when it is put on the stack. Another use of it, further on, then finds it marked "
                "and does not wait. Mark it when you take it off.", sort_with(mark_at="put on")),
        mistake("The parents were put on the stack with True, as if theirs were in already, so nobody looks any further back. "
                "Put them on with False.", sort_with(parents_as=True)),
        mistake("The parents were put on the stack with True, and the number itself was not put back. It goes back with True, "
                "and on top of it the parents with False.", sort_with(parents_as=True, put_back=False)),
        mistake("The result itself is missing in the list. It is the last entry.", changed(lambda order: order[:-1])),
        mistake("The inputs are missing: numbers without parents belong in the list as well.",
                changed(lambda order: [number for number in order if number.parents])),
        mistake("Two different numbers may have equal values. `seen` must hold `id(number)`, not the value.",
                sort_with(seen_by=lambda number: number.value)),
        mistake("The list holds values. Later cells need the numbers themselves, with their parents.",
                changed(lambda order: [number.value for number in order])),
        mistake("The list holds pairs. Append the number alone.", changed(lambda order: [(number, True) for number in order])),
        mistake("The list is empty. Is the `return` inside of the loop? Or is nothing ever appended: is the number put back "
                "with True, and appended when it comes off again?", changed(lambda order: [])),
        mistake("Only one number is listed: is the `return` inside of the loop?", changed(lambda order: order[:1])),
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
        mistake("The pair is the wrong way round: the parent comes first, then the slope.",
                number_operation(parents=lambda x, slope: ((slope, x),))),
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
