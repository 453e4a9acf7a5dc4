"""A picture of one digit, from a pen, a grid of characters or a photograph, and what a network trained on MNIST gets."""
import io
import textwrap

import numpy as np

SMALLEST = 8              # rows and columns of a text grid
LARGEST = 64              # side of a drawing
BOX, FIELD = 20, 28       # MNIST: the ink fills a box of 20 x 20 in a field of 28 x 28
LEAST_CONTRAST = 0.1      # between ink and paper of a photograph
SHADOW = 0.25             # what is fainter than this, on a photograph, is no ink: paper is never quite even
STEPS = ".123456789#"     # the grey steps of a text grid, from no ink to full ink
LONGEST_SIDE = 1000       # pixels; larger photographs are reduced first


class DrawingError(ValueError):
    """What was given is no drawing of the kind asked for; the message says what it is, and what would do."""


class Drawing:
    """A drawing of size x size pixels; `picture` is its ink, an array (size, size) of float64 in [0, 1], 0 where there is none.

    Raises DrawingError for a size that is not a whole number from 8 to 64.
    """

    def __init__(self, size=FIELD):
        if not isinstance(size, int) or not SMALLEST <= size <= LARGEST:
            raise DrawingError(f"The size of a drawing is {size!r}; it must be a whole number from {SMALLEST} to {LARGEST}.")
        self.size = size
        self.clear()

    def clear(self):
        """Take all ink away."""
        self.picture = np.zeros((self.size, self.size))

    @property
    def drawn(self):
        """Whether there is any ink."""
        return bool(self.picture.any())

    def state(self):
        """Return in words how much is drawn: "empty", or "143 of 784 pixels drawn"."""
        return f"{np.count_nonzero(self.picture)} of {self.picture.size} pixels drawn" if self.drawn else "empty"

    def from_text(self, rows):
        """Draw the grid `rows`: one string with line ends, or a list of strings; "." is empty, "#" full, a digit n is n/10.

        A grid has 8 to `size` rows and columns; a smaller one is enlarged to fill the drawing, keeping its proportions.
        Raises DrawingError for another number of rows or columns, rows of different lengths and other characters.
        """
        lines = textwrap.dedent(rows).split("\n") if isinstance(rows, str) else list(rows)
        lines = [str(line).strip() for line in lines]
        while lines and not lines[-1]:
            lines.pop()
        while lines and not lines[0]:
            lines.pop(0)
        self.picture = _in_steps(_fitted(_levels(lines, self.size), self.size, self.size))

    def as_text(self):
        """Return the drawing as a text grid that `from_text` reads: `size` lines of `size` characters."""
        levels = np.rint(self.picture * 10).astype(int)
        return "\n".join("".join(STEPS[level] for level in row) for row in levels)

    def from_picture(self, content):
        """Draw the digit on a picture, given as the bytes of a PNG or JPEG file, dark on light or light on dark.

        The picture is made grey, its paper is told from its ink by the brightness of its border, it is cropped to the
        ink and scaled. Raises DrawingError where the bytes are no picture, or there is no ink on it.
        """
        ink = _ink_of(_grey(content))
        inner = round(self.size * BOX / FIELD)
        self.picture = _in_steps(_fitted(_cropped(ink), inner, self.size))

    def from_hex(self, text):
        """Draw the pixels that `text` holds row by row, two hexadecimal digits each, 00 to ff, as `as_hex` writes them.

        Raises DrawingError for any other text.
        """
        try:
            pixels = np.frombuffer(bytes.fromhex(text), dtype=np.uint8)
            self.picture = pixels.reshape(self.size, self.size) / 255
        except ValueError:
            raise DrawingError(f"The pad sent {len(text)} characters; {2 * self.size**2} hexadecimal digits are expected. "
                               "Run the cell of the pad again.") from None

    def as_hex(self):
        """Return the pixels row by row as two hexadecimal digits each."""
        return np.rint(self.picture * 255).astype(np.uint8).tobytes().hex()

    def as_mnist(self):
        """Return the drawing as MNIST's pictures are made: an array (28, 28) of uint8, white ink on black.

        The ink is scaled to a box of 20 x 20 pixels, keeping its proportions, and placed with its centre of mass at the
        centre of the field (LeCun, Bottou, Bengio and Haffner 1998, section III.A); pixel (14, 14) in their files. An
        empty drawing gives zeros.
        """
        field = np.zeros((FIELD, FIELD), dtype=np.uint8)
        if not self.drawn:
            return field
        box = _fitted(_cropped(self.picture), BOX, None)
        corner = [_first(box.sum(axis=1 - axis)) for axis in (0, 1)]
        place = tuple(slice(first, first + length) for first, length in zip(corner, box.shape))
        field[place] = np.rint(255 * box)
        return field


def _in_steps(ink):
    """Return ink in steps of 1/255, which is how the browser keeps it."""
    return np.rint(255 * ink) / 255


def _first(profile):
    """Return where a box begins along one axis, so that its centre of mass lies at pixel 14 and it stays in the field."""
    centre = profile @ np.arange(len(profile)) / profile.sum()
    return int(np.clip(round(FIELD / 2 - centre), 0, FIELD - len(profile)))


def _levels(lines, size):
    """Return the grey steps of a text grid as an array of float, or raise DrawingError."""
    expected = f"{SMALLEST} x {SMALLEST} to {size} x {size} are expected"
    columns = len(lines[0]) if lines else 0
    for number, line in enumerate(lines, start=1):
        if len(line) != columns:
            raise DrawingError(f"Row {number} of the grid has {len(line)} characters and row 1 has {columns}. "
                               "Fill up the shorter rows with dots.")
        if unknown := sorted(set(line) - set("0" + STEPS)):
            raise DrawingError(f"Row {number} of the grid holds {unknown[0]!r}. Use a dot for empty, # for full, and the "
                               "digits 1 to 9 for the steps between.")
    if not (SMALLEST <= len(lines) <= size and SMALLEST <= columns <= size):
        raise DrawingError(f"The grid has {len(lines)} x {columns} rows and columns; {expected}.")
    return np.array([[max(STEPS.find(character), 0) / 10 for character in line] for line in lines])


def _cropped(ink):
    """Return the smallest rectangle of `ink` that holds all of it."""
    (top, bottom), (left, right) = (np.flatnonzero(ink.any(axis=axis))[[0, -1]] for axis in (1, 0))
    return ink[top:bottom + 1, left:right + 1]


def _fitted(ink, inner, outer):
    """Return `ink` scaled so that its longer side is `inner` pixels, in the middle of outer x outer pixels.

    Proportions are kept. Without `outer` it comes as it is. Ink that needs no scaling is not changed by a bit.
    """
    from PIL import Image

    scale = inner / max(ink.shape)
    rows, columns = (max(1, round(scale * length)) for length in ink.shape)
    if (rows, columns) != ink.shape:
        resized = Image.fromarray(ink.astype(np.float32)).resize((columns, rows), Image.Resampling.BICUBIC)
        ink = np.clip(np.asarray(resized, dtype=float), 0, 1)
    if outer is None:
        return ink
    top, left = (outer - rows) // 2, (outer - columns) // 2
    return np.pad(ink, ((top, outer - rows - top), (left, outer - columns - left)))


def _grey(content):
    """Return the brightness of a picture file as an array (height, width) in [0, 1], or raise DrawingError."""
    from PIL import Image, ImageOps

    try:
        picture = Image.open(io.BytesIO(content), formats=["PNG", "JPEG"])
        picture = ImageOps.exif_transpose(picture)  # telephones store how they were held apart from the pixels
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        clear = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DrawingError(f"The file, of {len(content):,} bytes, cannot be read as a picture ({error}). "
                           "Choose a PNG or JPEG file.") from None
    grey, opaque = (np.asarray(part, dtype=float) / 255 for part in (clear.convert("L"), clear.getchannel("A")))
    # Where a picture is transparent there is paper: light behind dark ink, dark behind light ink.
    paper = 0.0 if opaque.any() and np.average(grey, weights=opaque) > 0.5 else 1.0
    return opaque * grey + (1 - opaque) * paper if opaque.min() < 1 else grey


def _ink_of(grey):
    """Return how much ink is at each pixel of `grey`, in [0, 1]; raise DrawingError where there is none."""
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    paper = np.median(border)
    ink = paper - grey if paper > 0.5 else grey - paper
    if ink.max() < LEAST_CONTRAST:
        raise DrawingError(f"The picture, of {grey.shape[1]} x {grey.shape[0]} pixels, is all of one brightness. Choose one "
                           "with a digit in dark ink on light paper, or the other way round.")
    ink = ink / ink.max()
    return np.where(ink > SHADOW, ink, 0)
