"""Ways of accepting an answer. Each returns a function `accept(got, expected)` on plain data.

That function returns None where the two agree, else a reason: a sentence for the learner, or an empty string where showing
the two values says it best.
"""
import numbers

import numpy as np

from course_utils.checks.plain import Unsupported, show_plain

NAN = "The result holds NaN (not a number), as 0/0, or the logarithm or the root of a negative number give."
NONE = "The result is None. Is there a `return`?"
LIST = "The values are right, but they are in a list, and later cells compute with an array. Return one: np.array(...)."
_NAMES = {bool: "true or false", str: "text", list: "a list or tuple", dict: "a dictionary", frozenset: "a set",
          complex: "a complex number", type(None): "nothing"}


def name_kind(plain):
    """Return what sort of thing plain data is, in words."""
    if isinstance(plain, Unsupported):
        return "`...`, the place of an answer" if plain.kind == "..." else f"an object of the kind {plain.kind}"
    if isinstance(plain, np.ndarray):
        return f"an array of shape {plain.shape}"
    return "a number" if is_number(plain) else _NAMES.get(type(plain), type(plain).__name__)


def is_number(plain):
    """Return whether plain data is one real number; truth values do not count."""
    return isinstance(plain, numbers.Real) and not isinstance(plain, bool)


def close(rtol=1e-6, atol=1e-9):
    """Return a comparison of numbers, arrays, or lists and dictionaries of them, within a tolerance.

    `rtol` is relative to the expected value, `atol` absolute. Shapes must agree; the number type need not. Where an array
    is expected a list is not enough, since later cells compute with it; where a list is, an array or a tuple will do.
    """
    def accept(got, expected):
        return walk(got, expected, lambda one, other: compare_numbers(one, other, rtol, atol))
    return accept


def exact():
    """Return a comparison for equality; see `close` for lists and arrays."""
    return close(rtol=0, atol=0)


def same_type(accept, why=""):
    """Return the comparison `accept`, and after it one of the number types of two arrays; `why` it matters ends the reason."""
    def both(got, expected):
        reason = accept(got, expected)
        if reason is not None or not isinstance(expected, np.ndarray) or got.dtype == expected.dtype:
            return reason
        return f"The values are right, and the number type is {got.dtype}; it should be {expected.dtype}. {why}".rstrip()
    return both


def whole_number(accept, why):
    """Return the comparison `accept`, and after it whether a whole number is given as a float; `why` ends the reason."""
    def both(got, expected):
        reason = accept(got, expected)
        if reason is None and isinstance(got, float) and isinstance(expected, numbers.Integral):
            return f"The value is right, and it is a float, {got}. {why}"
        return reason
    return both


def named(accept, *names):
    """Return the comparison `accept` for an answer of several values in a row, which reasons then call by their names.

    Where the values are single numbers, an array with one axis holds them in a row, too.
    """
    def by_name(got, expected):
        if isinstance(got, np.ndarray) and got.ndim == 1 and isinstance(expected, list) and all(map(is_number, expected)):
            got = list(got)
        several = [isinstance(values, list) and len(values) == len(names) for values in (got, expected)]
        if not several[1] or got is None:  # a known mistake may be of another form, too
            return accept(got, expected)
        if not several[0]:
            return f"The answer should be {len(names)} values in a row: {', '.join(names)}."
        return accept(dict(zip(names, got)), dict(zip(names, expected)))
    return by_name


def walk(got, expected, compare):
    """Return the first reason on the way through two structures, or None where they agree throughout."""
    if isinstance(expected, np.ndarray) and expected.dtype.kind in "US":  # text is compared item by item
        got, expected = got.tolist() if isinstance(got, np.ndarray) else got, expected.tolist()
    if isinstance(expected, dict):
        return _walk_dict(got, expected, compare)
    if isinstance(expected, list):
        return _walk_list(got, expected, compare)
    if isinstance(expected, np.ndarray) or is_number(expected):
        return compare(got, expected)
    if got is None and expected is not None:
        return NONE
    if type(got) is not type(expected):
        return f"The result is {name_kind(got)}; it should be {name_kind(expected)}."
    return None if got == expected else ""


def _walk_dict(got, expected, compare):
    if not isinstance(got, dict):
        return NONE if got is None else f"The result is {name_kind(got)}; it should be a dictionary."
    missing = [key for key in expected if key not in got]
    if missing:
        return f"The dictionary lacks the key {missing[0]!r}. It should have: {', '.join(expected)}."
    surplus = [key for key in got if key not in expected]
    if surplus:
        return f"The dictionary has a key {surplus[0]!r} that is not asked for. It should have: {', '.join(expected)}."
    return _first_reason((f"`{key}`", walk(got[key], expected[key], compare)) for key in expected)


def _walk_list(got, expected, compare):
    if isinstance(got, np.ndarray) and got.ndim:
        got = list(got)
    if not isinstance(got, list):
        return NONE if got is None else f"The result is {name_kind(got)}; it should be {len(expected)} values."
    if len(got) != len(expected):
        return f"The result has {len(got)} values; it should have {len(expected)}."
    reasons = (walk(one, other, compare) for one, other in zip(got, expected))
    return _first_reason((f"Value {number + 1}", reason) for number, reason in enumerate(reasons))


def _first_reason(named):
    for name, reason in named:
        if reason is not None:
            return f"{name}: {reason}" if reason else f"{name} differs."
    return None


def as_numbers(got, expected):
    """Return (array, None), or (None, reason) where `got` cannot be compared with the number or array `expected`."""
    if got is None:
        return None, NONE
    array = np.asarray(got) if not isinstance(got, (Unsupported, dict, frozenset)) and _is_even(got) else np.array("")
    wanted = np.asarray(expected)
    if array.dtype.kind not in "biufc" or (array.dtype.kind == "b") != (wanted.dtype.kind == "b"):
        return None, f"The result is {name_kind(got)}{_of_kind(got)}; it should be {name_kind(expected)}{_of_kind(wanted)}."
    if array.shape != wanted.shape:
        return None, f"The result is {name_shape(array)}; it should be {name_shape(wanted)}."
    return array, None


def _is_even(got):
    """Return whether a nested list is rectangular, as an array has to be."""
    try:
        np.asarray(got)
    except ValueError:
        return False
    return True


def _of_kind(thing):
    kind = getattr(getattr(thing, "dtype", None), "kind", "")
    return {"b": " of truth values", "U": " of text"}.get(kind, "")


def name_shape(array):
    """Return the shape of an array in words; an array without axes is one number."""
    return "one number" if array.shape == () else f"an array of shape {array.shape}"


def compare_numbers(got, expected, rtol, atol):
    """Return None where two numbers or arrays agree within the tolerance, else the reason, or an empty text."""
    array, reason = as_numbers(got, expected)
    if reason:
        return reason
    if np.isnan(array).any() and not np.isnan(expected).any():
        return NAN
    if not np.allclose(array, expected, rtol=rtol, atol=atol, equal_nan=True):
        return ""
    return LIST if isinstance(got, list) and isinstance(expected, np.ndarray) else None


def at_least(bound):
    """Return an acceptance of any number from `bound` upwards, for a score on held-out data."""
    return lambda got, expected: (None if is_number(got) and got >= bound else
                                  f"It should be at least {bound:g}, and it is {show_plain(got, 4)}.")


def at_most(bound):
    """Return an acceptance of any number up to `bound`, for a loss."""
    return lambda got, expected: (None if is_number(got) and got <= bound else
                                  f"It should be at most {bound:g}, and it is {show_plain(got, 4)}.")


def one_of(*options):
    """Return a comparison of a choice among `options`; letters count in either case, and spaces around them do not."""
    def accept(got, expected):
        if fold(got) not in map(fold, options):
            shown = ", ".join(map(repr, options))
            return f"{show_plain(got)} is not among the options. Choose one of {shown}."
        return None if fold(got) == fold(expected) else ""
    return accept


def fold(choice):
    """Return a choice such that spaces and capitals do not count; what is neither text nor number becomes None."""
    if isinstance(choice, str):
        return choice.strip().lower()
    return choice if isinstance(choice, (bool, int, float)) else None


def matching(*options):
    """Return a comparison of a dictionary of choices that says how many are right, and not which."""
    def accept(got, expected):
        if not isinstance(got, dict) or set(got) != set(expected):
            return f"The answer should be a dictionary with the keys {', '.join(expected)}."
        reasons = [one_of(*options)(got[key], expected[key]) for key in expected]
        named = next((reason for reason in reasons if reason), "")
        return named or (None if not any(reason == "" for reason in reasons) else
                         f"{reasons.count(None)} of {len(reasons)} are right.")
    return accept


def same_set(*options):
    """Return a comparison of a set of `options`, given as a set, a list or a tuple; order and repetition do not count."""
    def accept(got, expected):
        if not isinstance(got, (list, frozenset)):
            return f"The answer is {name_kind(got)}; it should be a set such as {{{options[0]!r}, {options[1]!r}}}."
        strange = [item for item in got if fold(item) not in map(fold, options)]
        if strange:
            return f"{show_plain(strange[0])} is not among the options {', '.join(map(repr, options))}."
        chosen, wanted = set(map(fold, got)), set(map(fold, expected))
        if chosen == wanted:
            return None
        return f"{len(chosen & wanted)} of your {len(chosen)} choices belong in the set, which has {len(wanted)} members."
    return accept


def per_key(**ways):
    """Return a comparison of a dictionary that accepts each key in its own way, such as `score=at_least(0.9)`."""
    def accept(got, expected):
        if not isinstance(got, dict):
            return NONE if got is None else f"The result is {name_kind(got)}; it should be a dictionary."
        missing = [key for key in ways if key not in got]
        if missing:
            return f"The key {missing[0]!r} is missing. There should be: {', '.join(ways)}."
        return _first_reason((f"`{key}`", way(got[key], expected.get(key))) for key, way in ways.items())
    return accept
