"""Encoded pictures, JPEG or PNG, that are decoded only when they are asked for."""
import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from course_utils.data.errors import DataError


class Pictures(Sequence):
    """A sequence of encoded pictures; what is asked for is decoded, nothing else.

    `len(pictures)` counts them. `pictures[3]` is an array (height, width, 3) of uint8. A slice, a list of indices or an
    array of booleans gives an array (pictures, height, width, 3) where all pictures have one known size, else Pictures
    again. `pictures.resized(64, 64)` makes one array of pictures of any size. Masks have no last axis.
    """

    def __init__(self, encoded, *, names=None, size=None, masks=False):
        """Keep what is to be decoded.

        encoded: a sequence whose items are the bytes of a file or its Path; an item that is a tuple of these is decoded
            into the pixel-wise maximum, for masks that come in one file an object.
        names: what to call each picture in a message; by default "picture 0", ...
        size: (height, width) in pixels where all pictures are known to have it.
        masks: whether these are masks, (height, width) of uint8, from 0 for the ground to 255.
        """
        if names is not None and len(names) != len(encoded):
            raise ValueError(f"There are {len(encoded)} pictures, but {len(names)} names. Give one name for each.")
        self._encoded, self._names, self._size, self._masks = encoded, names, size, masks
        self._order = np.arange(len(encoded))

    dtype = np.dtype(np.uint8)

    @property
    def shape(self):
        """(pictures, height, width, 3), without the 3 for masks; height and width are None where they are not known."""
        return (len(self), *(self._size or (None, None)), *([] if self._masks else [3]))

    @property
    def ndim(self):
        """The number of axes: 4, or 3 for masks."""
        return len(self.shape)

    def __len__(self):
        """Return how many pictures there are."""
        return len(self._order)

    def __getitem__(self, index):
        """Return one picture for an integer; for anything else an array or, where sizes may differ, Pictures."""
        if isinstance(index, int | np.integer):
            return np.asarray(self._image(index))
        chosen = self.only(index)
        return np.asarray(chosen) if self._size else chosen

    def __array__(self, dtype=None, copy=None):
        """Return all pictures as one array; ValueError where they may differ in size."""
        if copy is False:
            raise ValueError("Pictures are decoded into a new array; copy=False is not possible.")
        if self._size is None:
            raise ValueError("These pictures may differ in size, so they do not fit into one array. Use "
                             "pictures.resized(height, width).")
        return self._stacked(*self._size).astype(dtype or np.uint8, copy=False)

    def __repr__(self):
        """Return number and size."""
        size = "{} x {}".format(*self._size) if self._size else "of different sizes"
        return f"Pictures({len(self):,} {'masks' if self._masks else 'pictures'} {size}, decoded when they are asked for)"

    def name(self, index):
        """Return what picture `index` is called: its file, where it came in one."""
        place = self._order[index]
        return f"picture {place}" if self._names is None else self._names[place]

    def encoded(self, index):
        """Return the bytes of picture `index` as they were stored; those of several files one after the other."""
        item = self._encoded[self._order[index]]
        return b"".join(_bytes(part) for part in (item if isinstance(item, tuple) else (item,)))

    def resized(self, height, width):
        """Return all pictures as an array (pictures, height, width, 3) of uint8; for masks without the last axis.

        Nothing is squeezed: where the proportions differ, the largest centred part of the right proportions is taken.
        """
        if height < 1 or width < 1:
            raise ValueError(f"Pictures cannot be resized to {height} x {width} pixels; both must be at least 1.")
        return self._stacked(height, width)

    def check(self, index):
        """Return nothing; DataError, naming it and the cause, where picture `index` cannot be decoded."""
        self._image(index)

    def only(self, index):
        """Return Pictures of those that a slice, a list of integers or an array of booleans chooses; decodes nothing."""
        index = index if isinstance(index, slice) else np.asarray(index, dtype=None if len(index) else int)
        chosen = Pictures(self._encoded, names=self._names, size=self._size, masks=self._masks)
        chosen._order = self._order[index]
        return chosen

    def _stacked(self, height, width):
        stack = np.empty((len(self), height, width, *([] if self._masks else [3])), dtype=np.uint8)
        for place in range(len(self)):
            stack[place] = np.asarray(self._fitted(place, height, width))
        return stack

    def _fitted(self, index, height, width):
        image = self._image(index, least=max(height, width))
        if image.size == (width, height):
            return image
        from PIL import Image, ImageOps

        method = Image.Resampling.NEAREST if self._masks else Image.Resampling.BILINEAR
        return ImageOps.fit(image, (width, height), method)

    def _image(self, index, least=None):
        """Return picture `index` as a PIL image; a JPEG may come smaller, but not below `least` pixels each way."""
        from PIL import Image

        try:
            item = self._encoded[self._order[index]]
            parts = [_decode(part, self._masks, least) for part in (item if isinstance(item, tuple) else (item,))]
        except (OSError, SyntaxError, ValueError, EOFError, zipfile.BadZipFile, zlib.error,
                Image.DecompressionBombError) as error:
            raise DataError(f"{self.name(index)} cannot be decoded as a picture ({_cause(error)}). Replace the file, or "
                            "take it out.", reason=_cause(error)) from error
        if len(parts) == 1:
            return parts[0]
        return Image.fromarray(np.maximum.reduce([np.asarray(part) for part in parts]))


def _bytes(part):
    return part.read_bytes() if isinstance(part, Path) else bytes(part)


def _decode(part, mask, least):
    """Return a PIL image, turned upright as its camera noted, grey for a mask and else red, green, blue."""
    from PIL import Image, ImageOps

    with Image.open(part if isinstance(part, Path) else io.BytesIO(part)) as image:
        if mask:
            return image.convert("L")
        if least:
            image.draft("RGB", (least, least))  # a JPEG is decoded at a half, a quarter or an eighth of its size
        image = ImageOps.exif_transpose(image)
        if image.has_transparency_data:
            image = image.convert("RGBA")
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
        return image.convert("RGB")


def _cause(error):
    from PIL import UnidentifiedImageError

    if isinstance(error, UnidentifiedImageError):
        return "it is no picture, or one of an unknown format"
    return str(error) or type(error).__name__
