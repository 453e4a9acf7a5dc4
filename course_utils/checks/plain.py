"""Plain data: what a check sees of an answer, free of the answer's own classes, and its form as JSON.

Comparing plain data instead of the answer's objects means that no answer can bring its own idea of equality along. The
JSON form lets another process judge what was collected here; it holds no code, so reading it is safe.
"""
import base64
import json
import numbers
from dataclasses import dataclass

import numpy as np

DEEPEST = 12
LARGEST = 20_000_000  # numbers in one array: enough for any lesson, small enough for a laptop


@dataclass(frozen=True)
class Unsupported:
    """Stands for an object that has no plain form; `kind` is the name of its type."""

    kind: str


def to_plain(thing, depth=0):
    """Return `thing` as None, bool, int, float, complex, str, array, list, dict (keys: str), frozenset, or Unsupported.

    Arrays are copies without their subclass; tensors become arrays; tuples and generators become lists.
    """
    if thing is None or thing is Ellipsis:
        return None if thing is None else Unsupported("...")
    if depth > DEEPEST:
        return Unsupported(f"a structure nested more than {DEEPEST} deep")
    for kinds, convert in _CONVERSIONS:
        if isinstance(thing, kinds):
            return convert(thing, depth)
    if hasattr(thing, "__array__"):
        return _plain_tensor(thing, depth)
    return Unsupported(type(thing).__name__)


def _plain_array(thing, depth=0):
    if thing.dtype.kind not in "biufcUS" or thing.size > LARGEST:
        return Unsupported(f"array of {thing.dtype}" if thing.size <= LARGEST else f"array of {thing.size:,} elements")
    return np.array(thing, copy=True, subok=False)


def _plain_tensor(thing, depth):
    try:
        return _plain_array(np.asarray(thing))
    except Exception:  # a symbolic tensor has no value, and each framework says so in a way of its own
        return Unsupported(type(thing).__name__)


def _plain_number(thing, depth):
    if isinstance(thing, numbers.Integral):
        return int(thing)
    return float(thing) if isinstance(thing, numbers.Real) else complex(thing)


def _plain_set(thing, depth):
    items = [to_plain(item, depth + 1) for item in thing]
    hashable = all(isinstance(item, (bool, int, float, str)) for item in items)
    return frozenset(items) if hashable else Unsupported("a set of something other than numbers and text")


def _plain_list(thing, depth):
    return [to_plain(item, depth + 1) for item in thing]


def _plain_dict(thing, depth):
    return {str(key): to_plain(item, depth + 1) for key, item in thing.items()}


_CONVERSIONS = (
    ((bool, np.bool_), lambda thing, depth: bool(thing)),
    (numbers.Number, _plain_number),
    (str, lambda thing, depth: str.__str__(thing)),
    (np.ndarray, _plain_array),
    (dict, _plain_dict),
    ((list, tuple), _plain_list),
    ((set, frozenset), _plain_set),
)


def encode(plain):
    """Return plain data as something that `json` can write; every container says what it is."""
    if isinstance(plain, np.ndarray):
        array = np.ascontiguousarray(plain)
        return {"array": base64.b64encode(array.tobytes()).decode(), "dtype": array.dtype.str, "shape": list(plain.shape)}
    if isinstance(plain, dict):
        return {"dict": [[key, encode(item)] for key, item in plain.items()]}
    if isinstance(plain, frozenset):
        return {"set": sorted((encode(item) for item in plain), key=repr)}
    if isinstance(plain, list):
        return [encode(item) for item in plain]
    if isinstance(plain, complex):
        return {"complex": [plain.real, plain.imag]}
    return {"unsupported": plain.kind} if isinstance(plain, Unsupported) else plain


def decode(coded):
    """Return the plain data that `encode` has written; ValueError where it is not of that form."""
    if isinstance(coded, list):
        return [decode(item) for item in coded]
    if not isinstance(coded, dict):
        return coded
    if "array" in coded:
        flat = np.frombuffer(base64.b64decode(coded["array"]), dtype=np.dtype(coded["dtype"]))
        return flat.reshape(coded["shape"]).copy()
    for name, build in _BUILDERS.items():
        if name in coded:
            return build(coded[name])
    raise ValueError(f"No plain data has the keys {sorted(coded)}; was this written by `encode`?")


_BUILDERS = {
    "dict": lambda items: {key: decode(item) for key, item in items},
    "set": lambda items: frozenset(decode(item) for item in items),
    "complex": lambda parts: complex(*parts),
    "unsupported": Unsupported,
}


def dumps(plain):
    """Return plain data as JSON text."""
    return json.dumps(encode(plain))


def loads(text):
    """Return the plain data in JSON text that `dumps` has written."""
    return decode(json.loads(text))


def show_plain(plain, digits=6):
    """Return a short text of plain data for a message, at most about 200 characters long."""
    if isinstance(plain, Unsupported):
        return f"<{plain.kind}>"
    if isinstance(plain, float):
        return f"{plain:.{digits}g}"
    if isinstance(plain, np.ndarray):
        text = np.array2string(plain, precision=digits, threshold=24, edgeitems=2, separator=", ")
    elif isinstance(plain, list):
        text = "[" + ", ".join(show_plain(item, digits) for item in plain[:8]) + (", ...]" if len(plain) > 8 else "]")
    elif isinstance(plain, dict):
        text = "{" + ", ".join(f"{key}: {show_plain(item, digits)}" for key, item in plain.items()) + "}"
    elif isinstance(plain, frozenset):
        text = "{" + ", ".join(sorted(repr(item) for item in plain)) + "}"
    else:
        text = repr(plain)
    return text if len(text) <= 240 else text[:200] + " ... " + text[-20:]
