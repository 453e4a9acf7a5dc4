"""How answers of lesson 07 are tried on small graphs, and the wrong ways through a graph that learners take."""
import math

import numpy as np

from course_utils.checks.answers_07 import Number, Tensor, backward, mean, sort_graph

CHAIN = 4_000


def graphs():
    """Return {what it is: the last Number of a graph}, without the long chain."""
    a, b, x, one = Number(2.0), Number(3.0), Number(0.5), Number(1.0)
    d = a * b
    y = x * x
    z = (y + x) * x
    doubled = one
    for _ in range(6):
        doubled = doubled + doubled
    return {"the graph of Exercise 7.1": d * (d + a), "a square, used at three depths": (z + y) * z + x,
            "a number doubled six times": doubled, "equal numbers": Number(1.0) * Number(1.0) + Number(1.0),
            "a single number": Number(7.0)}


def chain():
    """Return the last Number of a chain of additions, deeper than Python's functions may call each other."""
    result = Number(0.0)
    for _ in range(CHAIN):
        result = result + 1.0
    return result


def use_sort(answer):
    """Return {graph: facts about the order that `answer` gives}."""
    seen = {name: facts(answer(result), result) for name, result in graphs().items()}
    result = chain()
    try:
        seen["a chain of 4,000 additions"] = facts(answer(result), result)
    except RecursionError:
        seen["a chain of 4,000 additions"] = "RecursionError: the function calls itself too deep"
    return seen


def facts(order, result):
    """Return in words what can be said of an order without fixing which of the possible ones it is; None for None."""
    if order is None or isinstance(order, (set, frozenset, dict)) or not hasattr(order, "__len__"):
        return None if order is None else f"not a list, but a {type(order).__name__}"
    listed = list(order)
    members = {id(number) for number in sort_graph(result)}
    strange = [type(thing).__name__ for thing in listed if id(thing) not in members]
    if strange:
        return f"a list that holds a {strange[0]} which is no number of the graph"
    places = {id(number): place for place, number in enumerate(listed)}
    lines = [(place, places.get(id(parent), len(listed)))
             for place, number in enumerate(listed) for parent, _ in number.parents]
    order = "each behind its parents" if all(parent < place for place, parent in lines) else (
        "each before its parents" if all(parent > place for place, parent in lines) else "not each behind its parents")
    ends = [where for where, number in (("first", listed[0]), ("last", listed[-1])) if number is result] if listed else []
    often = "each once" if len(places) == len(listed) else "some more than once"
    end = ends[-1] if ends else "in between" if id(result) in places else "missing"
    return f"{len(listed)} listed, {often}, {order}, the result {end}"


def sort_with(append_at="parents in", mark_at="taken", seen_by=id, mark=True, parents_as=False):
    """Return a way through a graph like the right one, in which one of the pieces may be another."""
    def sort(result):
        order, seen, stack = [], set(), [(result, False)]
        while stack:
            number, parents_are_in = stack.pop()
            if parents_are_in:
                order += [number] if append_at == "parents in" else []
            elif not (mark and mark_at == "taken" and seen_by(number) in seen):
                seen.add(seen_by(number))
                stack += [(number, True)]
                order += [number] if append_at == "taken" else []
                for parent, _ in number.parents:
                    if mark_at == "taken" or seen_by(parent) not in seen:
                        stack.append((parent, parents_as))
                        seen |= {seen_by(parent)} if mark_at == "put on" else set()
        return order
    return sort


def changed(change, sort=sort_graph):
    """Return a way through a graph whose order is altered by `change`, a function of the list."""
    return lambda result: change(sort(result))


def sort_recursively(result):
    """Return the order, found by a function that calls itself."""
    order, seen = [], set()

    def visit(number):
        if id(number) not in seen:
            seen.add(id(number))
            for parent, _ in number.parents:
                visit(parent)
            order.append(number)
    visit(result)
    return order


def sort_by_counting(result):
    """Return the order by counting for each number how many of its uses are listed already: Kahn's way, from the end."""
    uses, found, waiting = {}, {id(result)}, [result]
    while waiting:
        for parent, _ in waiting.pop().parents:
            uses[id(parent)] = uses.get(id(parent), 0) + 1
            if id(parent) not in found:
                found.add(id(parent))
                waiting.append(parent)
    order, ready = [], [result]
    while ready:
        order.append(ready.pop())
        for parent, _ in order[-1].parents:
            uses[id(parent)] -= 1
            ready += [parent] if uses[id(parent)] == 0 else []
    return order[::-1]


def form_problem(result, kind):
    """Return what is wrong with the form of a result that should be a `kind`, Number or Tensor; "" where nothing is."""
    if not hasattr(result, "parents") or not hasattr(result, "value"):
        return f"a {type(result).__name__} came back, not a {kind}"
    for pair in result.parents if isinstance(result.parents, (tuple, list)) else [None]:
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            return "the parents are not pairs in a pair of brackets"
        if not hasattr(pair[0], "parents"):
            return f"a parent is a {type(pair[0]).__name__}, not a {kind}"
        if callable(pair[1]) != (kind == "Tensor"):
            return "what stands beside a parent is not a " + ("function" if kind == "Tensor" else "number")
    return ""


def well_formed(accept):
    """Return the comparison `accept`, which says the problem in words where the form of an answer is not right."""
    def both(got, expected):
        reason = accept(got, expected)
        said = [entry["value"] for entry in got if isinstance(entry["value"], str)] if reason is not None else []
        return f"Look at what comes back: {said[0]}." if said else reason
    return both


def use_number_operation(answer):
    """Yield for some numbers what comes of an operation and of the way back through it, alone and used twice."""
    for value in (0.0, -0.53, 1.04, 3.0):
        x = Number(value)
        result = answer(x)
        problem = form_problem(result, "Number")
        if problem:
            yield {"value": problem, "gradient": problem}
            continue
        backward(result)
        yield {"value": result.value, "gradient": x.gradient}
    x = Number(0.7)
    result = answer(x)
    problem = form_problem(result, "Number")
    if not problem:
        result = 3.0 * result + x
        backward(result)
    yield {"value": problem or result.value, "gradient": problem or x.gradient}


def number_operation(value=lambda z: 1 / (1 + math.exp(-z)), slope=lambda z, s: s * (1 - s), parents=None):
    """Return an operation on a Number; `parents(x, slope)` says in which form they are handed over."""
    def operation(x):
        result = value(x.value)
        found = slope(x.value, result)
        return type(x)(result, ((x, found),) if parents is None else parents(x, found))
    return operation


def use_tensor_operation(answer):
    """Yield for arrays of several shapes, one with a large number, what comes of an operation and of the way back."""
    random = np.random.default_rng(76)
    for array in (np.array([-1.0, 0.0, 2.0]), random.normal(size=(2, 3)), np.array(0.5), np.array([800.0, -20.0])):
        x = Tensor(array)
        with np.errstate(over="ignore", invalid="ignore"):
            result = answer(x)
            problem = form_problem(result, "Tensor")
            weights = 1 + np.arange(array.size).reshape(array.shape)
            if not problem:
                Tensor.backward(Tensor(result.value * weights, ((result, lambda gradient, w=weights: gradient * w),)))
        yield {"value": problem, "gradient": problem} if problem else {"value": np.array(result.value), "gradient": x.gradient}


def tensor_operation(value=lambda z: np.logaddexp(0, z), slope=lambda z, s: np.exp(z - s), parents=None):
    """Return an operation on a Tensor; `parents(x, slope)` says in which form they are handed over."""
    def operation(x):
        result = value(x.value)
        found = slope(x.value, result)
        rule = ((x, lambda gradient: gradient * found),) if parents is None else parents(x, found)
        return type(x)(result, rule)
    return operation


class Pushed:
    """An optimizer with a memory of its own, whose steps differ from those of plain descent."""

    def __init__(self, learning_rate):
        self.learning_rate, self.velocity = learning_rate, 0.0

    def step(self, theta, gradient):
        """Return the place after one step."""
        self.velocity = 0.5 * self.velocity - self.learning_rate * gradient
        return theta + self.velocity


def use_train(answer):
    """Return what training gives on a line through six points: the losses, and where the two parameters have gone."""
    random = np.random.default_rng(78)
    x, y = random.normal(size=(6, 2)), random.normal(size=(6, 1))
    weights, biases = Tensor(random.normal(size=(2, 1))), Tensor(np.zeros(1))

    def compute_loss():
        error = x @ weights + biases + -y
        return mean(error * error)

    losses = answer(compute_loss, [weights, biases], [Pushed(0.2), Pushed(0.05)], 5)
    if isinstance(losses, (list, tuple)):
        losses = ["a tensor" if hasattr(loss, "parents") else loss for loss in losses]
    return {"losses": "a tensor" if hasattr(losses, "parents") else losses,
            "weights afterwards": weights.value, "biases afterwards": biases.value}
