"""Pictures of the playground as PNG, made in a millisecond: numbers from -1 to 1 in the course's signed colours."""
from base64 import b64encode
from functools import lru_cache
from io import BytesIO

import numpy as np

LEVELS = 128         # steps of colour from -1 to 1; more cannot be told apart
STRENGTH = 0.56      # how far the pictures go into the signed map; its colours are full at 0.5
CLEAR = 255          # the palette's entry for what is transparent
QUICKLY = 1          # how hard the PNG is compressed


@lru_cache(maxsize=1)
def palette():
    """Return the 256 colours of the pictures as a flat list of numbers from 0 to 255; the first LEVELS are the signed map.

    Without the darkest colours at its ends, which are left to the points.
    """
    from course_utils.figures.style import SIGNED

    colours = np.zeros((256, 3))
    colours[:LEVELS] = SIGNED(np.linspace(0.5 - STRENGTH / 2, 0.5 + STRENGTH / 2, LEVELS))[:, :3]
    return np.rint(255 * colours).astype(np.uint8).ravel().tolist()


@lru_cache(maxsize=64)
def colour_of(value):
    """Return the signed colour of a number from -1 to 1 as "#rrggbb"."""
    place = 3 * int(levels(np.array(value)))
    return "#" + "".join(f"{part:02x}" for part in palette()[place:place + 3])


def gradient():
    """Return the signed colours from -1 to 1 as a background of CSS."""
    return f"linear-gradient(to right,{','.join(colour_of(place / 4) for place in range(-4, 5))})"


def levels(values):
    """Return the palette entries of an array of numbers from -1 to 1, an array of uint8 of the same shape."""
    return np.rint((values + 1) * ((LEVELS - 1) / 2)).astype(np.uint8)


def data_address(entries):
    """Return an array (height, width) of palette entries as the address of a PNG that is contained in it ("data:...")."""
    from PIL import Image  # matplotlib depends on Pillow

    picture, stored = Image.fromarray(entries), BytesIO()
    picture.putpalette(palette())
    picture.save(stored, "PNG", compress_level=QUICKLY, transparency=CLEAR)
    return "data:image/png;base64," + b64encode(stored.getvalue()).decode("ascii")
