"""Sequences of encoded pictures that lie in one file, read one by one."""
import re
import zipfile
from collections.abc import Sequence


class Slices(Sequence):
    """Byte strings that lie one after another in `data`; each gets `before` in front of it."""

    def __init__(self, data, offsets, before=b""):
        """Keep data; `offsets`, one more than there are items, say where items begin and the last one ends."""
        if offsets[0] != 0 or offsets[-1] != len(data):
            raise ValueError(f"its pictures should end at byte {offsets[-1]}, but there are {len(data)} bytes")
        self._data, self._offsets, self._before = data, offsets, before

    def __len__(self):
        """Return the number of items."""
        return len(self._offsets) - 1

    def __getitem__(self, index):
        """Return the bytes of one item."""
        return self._before + self._data[self._offsets[index]:self._offsets[index + 1]]


class ZipMembers(Sequence):
    """The members of a zip file whose names match a pattern, in the order of their names; empty ones are left out.

    `names` is the list of their names. With `together`, a function of a name, those for which it gives the same are one
    item, a tuple, and go by the name of the first.
    """

    def __init__(self, path, pattern, together=None):
        """Read the table of contents of the zip file `path`; the members are read when they are asked for."""
        self._path, self._archive = path, None
        with zipfile.ZipFile(path) as archive:
            found = sorted(entry.filename for entry in archive.infolist()
                           if entry.file_size and re.search(pattern, entry.filename))
        if not found:
            raise ValueError(f"it holds no file whose name matches {pattern}")
        items = {}
        for name in found:
            items.setdefault(together(name) if together else name, []).append(name)
        self._items = list(items.values())
        self._grouped = together is not None
        self.names = [members[0] for members in self._items]

    def __len__(self):
        """Return the number of items."""
        return len(self._items)

    def __getitem__(self, index):
        """Return the bytes of one item, or a tuple of bytes where items were put together."""
        if self._archive is None:
            self._archive = zipfile.ZipFile(self._path)
        contents = tuple(self._archive.read(name) for name in self._items[index])
        return contents if self._grouped else contents[0]

    def __getstate__(self):
        """Return what a copy needs; it opens the file anew."""
        return self.__dict__ | {"_archive": None}
