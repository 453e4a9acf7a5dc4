"""Hashes of files, and of the content of data sets: the same content in another packing has the same hash."""
import hashlib

import numpy as np


def file_sha256(path):
    """Return the SHA-256 of a file as 64 hexadecimal digits; OSError where it cannot be read."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def content_hash(parts):
    """Return the SHA-256 of the parts of a data set, a mapping of name to part, as 64 hexadecimal digits.

    It is taken over the parts in sorted order of their names. An array counts with its dtype, its shape and its elements in
    C order, little-endian; a text in UTF-8; a tuple or list item by item; pictures as they are encoded, not decoded. Raises
    TypeError for anything else.
    """
    digest = hashlib.sha256()
    for name in sorted(parts):
        _add(digest, "part", name.encode("utf-8"))
        _add_part(digest, parts[name])
    return digest.hexdigest()


def _add(digest, kind, content):
    """Add bytes, led by their kind and number, so that no two different contents run together into the same bytes."""
    digest.update(f"{kind} {len(content)}\n".encode())
    digest.update(content)


def _add_part(digest, part):
    if isinstance(part, str):
        _add(digest, "text", part.encode("utf-8"))
    elif isinstance(part, np.ndarray) and not part.dtype.hasobject:
        little = np.ascontiguousarray(part, dtype=part.dtype.newbyteorder("<"))
        _add(digest, f"array {little.dtype.str} {part.shape}", little.reshape(-1).view(np.uint8))
    elif isinstance(part, (tuple, list)):
        digest.update(f"items {len(part)}\n".encode())
        for item in part:
            _add_part(digest, item)
    elif hasattr(part, "encoded"):
        digest.update(f"pictures {len(part)}\n".encode())
        for index in range(len(part)):
            _add(digest, "picture", part.encoded(index))
    else:
        raise TypeError(f"A part of a data set is an array of numbers, a text, a tuple of these or Pictures, not "
                        f"{type(part).__name__}: its content has no hash.")
