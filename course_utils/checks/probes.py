"""Probes: what a check does with an answer in order to see how it behaves."""
import copy
import inspect
from dataclasses import dataclass, field

import numpy as np

from course_utils.checks.plain import show_plain, to_plain


class ArgumentChanged(Exception):
    """The answer changed an argument in place; its arguments are the name and the kind of what was changed."""


@dataclass(frozen=True)
class Call:
    """Calls the answer with fresh copies of the arguments and observes what it returns."""

    args: tuple = ()
    kwargs: dict = field(default_factory=dict)
    says: str = ""
    reveals = True  # a message may show what was expected: it is no secret, the function is what was asked for

    def observe(self, answer):
        """Return the plain result of the call; ArgumentChanged where the answer has altered what it was given."""
        args, kwargs = copy.deepcopy((self.args, self.kwargs))
        result = to_plain(answer(*args, **kwargs))
        given = list(self.args) + list(self.kwargs.values())
        for name, before, after in zip(self.names(answer), given, list(args) + list(kwargs.values())):
            if not same_bits(to_plain(before), to_plain(after)):
                raise ArgumentChanged(name, type(after).__name__)
        return result

    def names(self, answer):
        """Return the names of the arguments, as the answer's own signature calls them, else `argument 1` and so on."""
        try:
            positional = list(inspect.signature(answer).bind(*self.args, **self.kwargs).arguments)
        except (TypeError, ValueError):
            positional = []
        fallback = [f"argument {number + 1}" for number in range(len(self.args))]
        return (positional + fallback[len(positional):])[:len(self.args)] + list(self.kwargs)

    def named(self, says):
        """Return the same probe, described to the learner as `says` instead of by its arguments."""
        return Call(self.args, self.kwargs, says)

    def describe(self, answer):
        """Return the arguments as text, one `name = value` after the other."""
        if self.says:
            return self.says
        values = list(self.args) + list(self.kwargs.values())
        pairs = zip(self.names(answer), values)
        return ", ".join(f"{name} = {_show_argument(value)}" for name, value in pairs)

    def size(self):
        """Return how many numbers the arguments hold, so that the smallest telling probe can be shown."""
        return _count((*self.args, *self.kwargs.values()))


def _count(value):
    """Return how many numbers there are in a value; a list may hold arrays of different shapes."""
    if isinstance(value, dict):
        value = list(value.values())
    return sum(map(_count, value)) if isinstance(value, (list, tuple)) else np.size(value)


def _show_argument(value):
    return value.__name__ if callable(value) else show_plain(to_plain(value))


@dataclass(frozen=True)
class Value:
    """Observes the answer itself: a number, a choice, a set of options, an array."""

    reveals = False

    def observe(self, answer):
        """Return the answer as plain data."""
        return to_plain(answer)

    def describe(self, answer):
        """Return nothing: there is no input to tell of."""
        return ""

    def size(self):
        """Return 0."""
        return 0


@dataclass(frozen=True)
class Script:
    """Runs a function of the author's on the answer: a series of calls to an object, or the measures of a model."""

    run: object
    says: str
    reveals: bool = True

    def observe(self, answer):
        """Return what the script gives back, as plain data; what it yields is gathered in a list."""
        result = self.run(answer)
        return to_plain(list(result) if inspect.isgenerator(result) else result)

    def describe(self, answer):
        """Return what the script does, in the author's words."""
        return self.says

    def size(self):
        """Return 0."""
        return 0


def call(*args, **kwargs):
    """Return a probe that calls the answer with these arguments."""
    return Call(args, kwargs)


def value():
    """Return a probe that takes the answer as it is."""
    return Value()


def script(run, says, reveals=True):
    """Return a probe that observes `run(answer)`; `says` tells the learner what is done, after "When ..."."""
    return Script(run, says, reveals)


def same_bits(one, other):
    """Return whether two pieces of plain data are the same in kind, shape and every value, NaN equal to NaN."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        same_form = one.shape == other.shape and one.dtype == other.dtype
        return same_form and np.array_equal(one, other, equal_nan=one.dtype.kind in "fc")
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same_bits, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same_bits(one[key], other[key]) for key in one)
    return one == other or (one != one and other != other)
