"""How orders of lesson 07 are tried on small graphs, and the wrong ways through a graph that learners take."""
import time

from course_utils.checks.answers_07 import Number, sort_graph

CHAIN, LENGTHS = 20_000, (1_000, 8_000)
# Seconds for 8,000 additions, and how much longer they may take than 1,000. With a set it is about 0.02 and 8 times, with a
# list 2 and 60 times. Both must be passed before anything is called slow, so that a busy machine is not blamed on the learner.
PATIENCE, GROWTH = 0.5, 25
PATHS, DOUBLINGS, LOOKS = "every path is walked again", 12, 20
AGAIN = "; and when it is sorted once more: "
OTHERS = "holds numbers that are not of this graph"


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


def chain(additions):
    """Return the last Number of a chain of additions, deeper than Python's functions may call each other."""
    result = Number(0.0)
    for _ in range(additions):
        result = result + 1.0
    return result


def use_sort(answer):
    """Return {graph: what is wrong with the order that `answer` gives, or "right"}; the chain only where the rest is."""
    seen = {}
    for name, result in graphs().items():
        members = sort_graph(result)  # as they are before the answer has touched them
        once, twice = (facts(answer(result), members) for _ in range(2))
        seen[name] = once if once is None or once == twice else f"{once}{AGAIN}{twice}"
    well = all(said == "right" for said in seen.values())
    paths = use_paths(answer) if well else "right"
    chained = use_chain(answer) if well and paths == "right" else "right"
    return seen | {"a number doubled 12 times": paths, "a chain of 20,000 additions": chained}


class Counted(Number):
    """A number that counts how often anyone looks at the parents of a graph: `looks` is a list of one count for all."""

    looks = [0]

    @property
    def parents(self):
        """Return the pairs of parent and slope, and count."""
        Counted.looks[0] += 1
        return self.pairs

    @parents.setter
    def parents(self, pairs):
        self.pairs = pairs


def use_paths(answer):
    """Return "right", or PATHS where the parents are looked at far more often than a number a few times."""
    doubled = Counted(1.0)
    for _ in range(DOUBLINGS):
        doubled = Counted(2.0 * doubled.value, ((doubled, 1.0), (doubled, 1.0)))
    Counted.looks[0] = 0
    answer(doubled)
    looks = Counted.looks[0]
    return "right" if looks <= LOOKS * (DOUBLINGS + 1) else f"{PATHS}: {looks:,} looks at parents, for {DOUBLINGS + 1} numbers"


def use_chain(answer):
    """Return what is wrong with the order of a long chain; "slow" where shorter ones say that it would take for ever."""
    try:
        brief, longer = (min(seconds_for(answer, chain(length)) for _ in range(2)) for length in LENGTHS)
        if longer > PATIENCE and longer > GROWTH * brief:
            return "slow"
        result = chain(CHAIN)
        return facts(answer(result), sort_graph(result))
    except RecursionError:
        return "RecursionError: the function calls itself too deep"


def seconds_for(answer, result):
    """Return how long an answer takes to sort the graph of a Number."""
    started = time.perf_counter()
    answer(result)
    return time.perf_counter() - started


def facts(order, members):
    """Return in words what is wrong with an order, whichever of the possible ones it is, or "right"; None for None.

    `members` is a list of the numbers of the graph, of which the last is the result.
    """
    if order is None or isinstance(order, (set, frozenset, dict)) or not hasattr(order, "__len__"):
        return None if order is None else f"not a list, but a {type(order).__name__}"
    listed, known = list(order), {id(number) for number in members}
    strange = [thing for thing in listed if id(thing) not in known]
    if strange:
        return OTHERS if hasattr(strange[0], "parents") else f"a list that holds a {type(strange[0]).__name__}"
    places = {id(number): place for place, number in enumerate(listed)}
    said = [f"{len(listed)} entries for {len(members)} numbers"] if len(listed) != len(members) else []
    said += ["some listed more than once"] if len(places) < len(listed) else []
    return ", ".join(said + _places_in_words(listed, places, members[-1])) or "right"


def _places_in_words(listed, places, result):
    """Return what is wrong with the places of the numbers, as a list of texts."""
    lines = [(place, places.get(id(parent), len(listed)))
             for place, number in enumerate(listed) for parent, _ in number.parents]
    said = []
    if any(parent >= place for place, parent in lines):
        said.append("each before its parents" if all(parent > place for place, parent in lines) else
                    "not each behind its parents")
    if id(result) not in places:
        return [*said, "the result missing"]
    return said + ([] if listed[-1] is result else ["the result first" if listed[0] is result else "the result in between"])


def sort_with(append_at="parents in", mark_at="taken", seen_by=id, mark=True, parents_as=False, put_back=True):
    """Return a way through a graph like the right one, in which one of the pieces may be another."""
    def sort(result):
        order, seen, stack = [], set(), [(result, False)]
        while stack:
            number, parents_are_in = stack.pop()
            if parents_are_in:
                order += [number] if append_at == "parents in" else []
            elif not (mark and mark_at == "taken" and seen_by(number) in seen):
                seen.add(seen_by(number))
                stack += [(number, True)] if put_back else []
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


def sort_as_deep_as_it_goes(result):
    """Return the order as far as it comes: that Python's limit is reached is passed over."""
    try:
        return sort_recursively(result)
    except RecursionError:
        return []


def sort_slowly(result):
    """Return the right order; what has been seen is looked up in a list, so the time grows with the square of the graph."""
    order, seen, stack = [], [], [(result, False)]
    while stack:
        number, parents_are_in = stack.pop()
        if parents_are_in:
            order.append(number)
        elif number not in seen:
            seen.append(number)
            stack.append((number, True))
            stack.extend((parent, False) for parent, _ in number.parents)
    return order


def sort_all_paths(result):
    """Return the right order; a number is not listed twice, but gone through as often as paths lead to it."""
    order, listed, stack = [], set(), [(result, False)]
    while stack:
        number, parents_are_in = stack.pop()
        if not parents_are_in:
            stack.append((number, True))
            stack.extend((parent, False) for parent, _ in number.parents)
        elif id(number) not in listed:
            listed.add(id(number))
            order.append(number)
    return order


def take_pairs_for_parents(result):
    """Return nothing: a pair of parent and slope has no parents."""
    return [pair.parents for pair in result.parents]


def add_to_dictionary(result):
    """Return nothing: a dictionary, as {} makes it, cannot add."""
    seen = {}
    seen.add(id(result))


def append_two_things(result):
    """Return nothing: a list appends one thing."""
    stack = []
    stack.append(result, True)


def sort_with_marks(result):
    """Return the right order the first time; the marks stay on the numbers, so the second time there is nothing left."""
    order = [number for number in sort_graph(result) if not hasattr(number, "marked")]
    for number in order:
        number.marked = True
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
