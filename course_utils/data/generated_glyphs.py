"""Generated pictures of letters and digits, from the fonts that matplotlib carries."""
import string
from pathlib import Path

import numpy as np

from course_utils.data.generated import at_least, generated, train_test
from course_utils.data.generated_shapes import encoded_pictures

FONTS = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSansMono", "DejaVuSansMono-Oblique", "DejaVuSerif",
         "DejaVuSerif-Bold", "DejaVuSerif-Italic", "STIXGeneral", "STIXGeneralBol", "STIXGeneralItalic", "cmb10", "cmr10",
         "cmss10", "cmtt10")
HELD_OUT = ("DejaVuSansMono-Oblique", "DejaVuSerif", "STIXGeneralBol")  # their pictures are only tested with
SIGNS = "ABCDEFGHIKLMNOPQRSTUVWXY"  # the letters of the sign alphabet that are no movements
FONT_SHARE = 0.75  # size of the font as a share of the picture
DRAWN = 112  # pixels: letters are drawn in about this size first, and then made smaller


def glyphs(classes="ABCDEFGHIJ", per_class=100, size=28, seed=0):
    """Return grey pictures of printed letters or digits, shifted, turned, sized and thickened at random.

    `classes` is a text of the letters and digits to draw. Parts: x_train, x_test, (examples, size, size) of uint8 from 0
    (ground) to 255 (ink); y_train, y_test, (examples,) of int64, places in `classes`. The fonts of the test part are not in
    the training part. The bytes depend on the version of FreeType.
    """
    x, y, font = _drawn(classes, per_class, size, seed)
    return generated("glyphs", "letters and digits in many fonts, perturbed", train_test(_held_out(font), x=x, y=y),
                     tuple(classes))


def signed_letters(per_class=60, seed=0):
    """Return the 24 letters of Sign Language MNIST as `glyphs`, labels 0 to 24 without 9; a font is a group."""
    x, y, font = _drawn(SIGNS, per_class, 28, seed)
    y = np.array([ord(letter) - ord("A") for letter in SIGNS], dtype=np.int64)[y]
    return generated("signed_letters", "24 printed letters instead of signed ones, 28 x 28 pixels",
                     train_test(_held_out(font), x=x, y=y, group=font), tuple(string.ascii_uppercase[:25]))


def signed_glyphs(per_class=20, seed=0):
    """Return Pictures of digits and small letters, 96 x 96, skin-coloured on black; fonts stand for hands and series."""
    classes = string.digits + string.ascii_lowercase
    x, y, font = _drawn(classes, per_class, 96, seed)
    x = (x[..., None] * np.array([0.9, 0.7, 0.55])).astype(np.uint8)
    held_out, hand = _held_out(font), font % 5 + 1
    parts = train_test(held_out, y=y, hand=np.where(held_out, hand + 5, hand), series=font * len(classes) + y)
    pictures = encoded_pictures(x)
    return generated("signed_glyphs", "printed digits and letters instead of signed ones, 96 x 96 pixels",
                     {"x_train": pictures.only(~held_out), "x_test": pictures.only(held_out), **parts}, tuple(classes))


def _held_out(font):
    return np.isin(font, [FONTS.index(name) for name in HELD_OUT])


def _drawn(classes, per_class, size, seed):
    """Return pictures (n, size, size) of uint8, labels (n,) and the places of their fonts in FONTS (n,), in random order."""
    at_least(len(FONTS), per_class=per_class)
    at_least(16, size=size)
    if not classes or set(classes) - set(string.ascii_letters + string.digits) or len(set(classes)) < len(classes):
        raise ValueError(f"classes is {classes!r}; it must be a text of different letters and digits, such as \"ABC\".")
    random = np.random.RandomState(seed)
    y = np.repeat(np.arange(len(classes)), per_class)
    font = np.tile(np.arange(per_class) % len(FONTS), len(classes))  # every class in every font
    order = random.permutation(len(y))
    y, font = y[order].astype(np.int64), font[order].astype(np.int64)
    faces = _faces(size)
    x = np.array([_glyph(classes[label], faces[place], size, random) for label, place in zip(y, font)])
    return x, y, font


def _side(size):
    """Return the size, a multiple of `size`, in which letters are drawn before they are made smaller."""
    return size * max(2, DRAWN // size)


def _faces(size):
    """Return the fonts, in order, in the size that pictures of `size` need."""
    from matplotlib import get_data_path
    from PIL import ImageFont

    folder = Path(get_data_path(), "fonts", "ttf")
    return [ImageFont.truetype(str(folder / f"{name}.ttf"), round(_side(size) * FONT_SHARE)) for name in FONTS]


def _glyph(character, face, size, random):
    """Return one picture (size, size) of uint8: drawn large in the middle, then turned, sized, shifted and made smaller."""
    from PIL import Image, ImageDraw

    side = _side(size)
    image = Image.new("L", (side, side))
    thickness = random.choice([0, 0, 1, 2]) * side // 112
    left, top, right, bottom = face.getbbox(character, stroke_width=thickness)
    corner = ((side - left - right) / 2, (side - top - bottom) / 2)
    ImageDraw.Draw(image).text(corner, character, fill=255, font=face, stroke_width=thickness)
    turned = image.transform(image.size, Image.Transform.AFFINE, _perturbation(side, random), Image.Resampling.BILINEAR)
    return np.asarray(turned.resize((size, size), Image.Resampling.BOX))


def _perturbation(side, random):
    """Return the six numbers of a small random affine map around the middle of a square, as Pillow takes them."""
    angle, slant = np.radians(random.uniform(-12, 12)), random.uniform(-0.15, 0.15)
    zoom = random.uniform(0.85, 1.15)
    turn = np.array([[np.cos(angle), np.sin(angle) + slant], [-np.sin(angle), np.cos(angle)]]) / zoom
    middle = np.full(2, side / 2)
    shift = middle - turn @ (middle + random.uniform(-0.08, 0.08, 2) * side)
    return (turn[0, 0], turn[0, 1], shift[0], turn[1, 0], turn[1, 1], shift[1])
