"""What `load` gives: one frozen object whose parts cannot be changed by a lesson."""
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType

import numpy as np


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """A data set: its parts are attributes, such as `mnist.x_train`, and where they come from stands beside them.

    `parts` is a read-only mapping of name to part. Its arrays are read-only, its lists have become tuples.
    """

    name: str
    variant: str  # which packing or size was loaded; for a stand-in, the set that stands in
    parts: Mapping = field(default_factory=dict)
    class_names: tuple = ()  # class_names[label] is the name of a label
    stand_in: bool = False  # whether this is another set, in place of the one that could not be had
    verified: bool = True  # whether a published or computed hash was there to compare with
    licence: str = ""
    citation: str = ""
    source: str = ""  # the home page of the original
    about: str = ""
    content: str = ""  # fingerprint: the same text wherever the same content was loaded

    def __post_init__(self):
        """Freeze the parts; ValueError where a part has the name of something else that a Dataset has."""
        taken = sorted(name for name in self.parts if name in _FIELDS)
        if taken:
            raise ValueError(f"A part of the data set {self.name} cannot be named {', '.join(taken)}: every Dataset has "
                             "something else of that name. Rename the part.")
        frozen = {name: _frozen(part) for name, part in self.parts.items()}
        object.__setattr__(self, "parts", MappingProxyType(frozen))
        object.__setattr__(self, "class_names", tuple(self.class_names))

    def __getattr__(self, name):
        """Return the part of this name; AttributeError, with those that there are, where there is none."""
        parts = self.__dict__.get("parts", {})  # there are none yet while an object is being made
        if name in parts:
            return parts[name]
        raise AttributeError(f"The data set {self.__dict__.get('name', '')} has no part {name!r}. "
                             f"It has: {', '.join(parts) or 'none'}.")

    def __dir__(self):
        """Return the names that completion offers, the parts among them."""
        return [*super().__dir__(), *self.parts]

    def __repr__(self):
        """Return name, variant and one line for each part."""
        origin = f"stand-in: {self.variant}" if self.stand_in else self.variant
        width = max((len(name) for name in self.parts), default=0)
        lines = [f"  {name:{width}}  {_described(part)}" for name, part in self.parts.items()]
        return "\n".join([f"{self.name} ({origin}{'' if self.verified else ', unverified'})", *lines])

    def __reduce__(self):
        """Return how to make a copy: a read-only mapping can be neither pickled nor copied."""
        values = [getattr(self, entry.name) for entry in fields(self)]
        return Dataset, tuple(dict(value) if isinstance(value, MappingProxyType) else value for value in values)


_FIELDS = frozenset(entry.name for entry in fields(Dataset))


def _frozen(part):
    """Return `part` so that it cannot be changed: a read-only view of an array, a tuple in place of a list."""
    if isinstance(part, np.ndarray):
        view = part.view()
        view.flags.writeable = False
        return view
    if isinstance(part, list):
        return tuple(_frozen(item) for item in part)
    return part


def _described(part):
    """Return a part's size in words, such as "(60000, 28, 28) uint8", "25,000 texts" or "1,115,394 characters"."""
    if isinstance(part, np.ndarray):
        return f"{part.shape} {part.dtype}"
    if isinstance(part, str):
        return f"{len(part):,} characters"
    if isinstance(part, tuple):
        return f"{len(part):,} {_kind_of_items(part)}"
    return f"{len(part):,} {type(part).__name__.lower()}" if hasattr(part, "__len__") else type(part).__name__


def _kind_of_items(items):
    """Return what a tuple holds, judged by its first item: texts, pairs, triples or items."""
    first = items[0] if items else None
    if isinstance(first, str):
        return "texts"
    return {2: "pairs", 3: "triples"}.get(len(first), "items") if isinstance(first, tuple) else "items"
