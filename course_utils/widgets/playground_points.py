"""Own points for the playground: drawn on the course's drawing surface, or written as a table."""
from html import escape

import numpy as np

from course_utils.widgets.playground_state import REACH, PlaygroundError, PlaygroundState

CELLS = 24                             # the surface has CELLS x CELLS places, half a unit apart
INK = {"A": 255, "B": 110}             # class A is white, B grey
FULL = 250                             # ink of at least this is a new point: the middle of a stroke, not its soft rim
SIGNS = {"a": "A", "1": "A", "+1": "A", "b": "B", "-1": "B", "0": "B"}  # how a class may be written
EXAMPLE = "1.5 -2 A"


def as_table(points):
    """Return points (x1, x2, letter) as lines "x1 x2 class"."""
    return "\n".join(f"{x1:g} {x2:g} {letter}" for x1, x2, letter in points)


def from_table(text):
    """Return the points ((x1, x2, letter), ...) of a table: a line each, x1, x2 and the class with blanks or commas between.

    The class is A or B; 1 counts as A, 0 and -1 as B. Empty lines are passed over. Raises PlaygroundError, with the number of
    the line, for anything else, and where a class has fewer than two points.
    """
    points = []
    for number, line in enumerate(text.replace("\N{MINUS SIGN}", "-").splitlines(), start=1):
        pieces = line.replace(",", " ").replace(";", " ").split()
        if not pieces:
            continue
        try:
            x1, x2 = (float(piece) for piece in pieces[:-1])
            points.append((x1, x2, SIGNS[pieces[-1].lower()]))
        except (ValueError, KeyError):
            raise PlaygroundError(f"Line {number} of the table is {line.strip()[:40]!r}; write x1, x2 and the class, A or B, "
                                  f"as in {EXAMPLE!r}.") from None
        if max(abs(x1), abs(x2)) > REACH:
            raise PlaygroundError(f"Line {number} of the table is {line.strip()[:40]!r}; x1 and x2 go from -6 to 6.")
    return PlaygroundState(own=tuple(points)).own


def to_pixels(points):
    """Return points as the drawing surface shows them: two hexadecimal digits a place, row by row from x2 = 6 down."""
    ink = np.zeros((CELLS, CELLS), dtype=np.uint8)
    for x1, x2, letter in points:
        ink[_place(x1, x2)] = INK[letter]
    return ink.tobytes().hex()


def drawn(pixels, points, letter):
    """Return the points after something was drawn: `points` whose place has ink still, and one for each new place.

    pixels: what the surface says; letter: the class of the new points, which lie in the middle of their places. Of a pen's
    stroke only the middle counts.
    """
    ink = np.frombuffer(bytes.fromhex(pixels), dtype=np.uint8).reshape(CELLS, CELLS)
    kept = [point for point in points if ink[_place(*point[:2])]]
    taken = {_place(x1, x2) for x1, x2, _ in kept}
    new = [(*_middle(row, column), letter) for row, column in np.argwhere(ink >= FULL).tolist() if (row, column) not in taken]
    return tuple(kept + new)


def _place(x1, x2):
    """Return row and column of the place in which a point lies."""
    column, row = (int(np.clip((value + REACH) / (2 * REACH) * CELLS, 0, CELLS - 1)) for value in (x1, -x2))
    return row, column


def _middle(row, column):
    step = 2 * REACH / CELLS
    return (column + 0.5) * step - REACH, REACH - (row + 0.5) * step


class PointsPad:
    """The place where own points are made: `box` is its widget; `take(points)` is called with those to play with.

    `take` may raise PlaygroundError, which is shown, and is called with points of which each class has at least two.
    """

    def __init__(self, points, take):
        self.points, self._take = tuple(points), take
        self._make_parts()
        self.show(points)
        self.canvas.observe(lambda change: self._heard(change["new"]), "pixels")
        self.clear_button.on_click(lambda button: self._clear())
        self.table_button.on_click(lambda button: self._use_table())

    def show(self, points, said=""):
        """Show these points on the surface and in the table, and below what there is to say."""
        self.points = tuple(points)
        self.canvas.pixels = to_pixels(self.points)
        self.table.value = as_table(self.points)
        counts = {letter: sum(point[2] == letter for point in self.points) for letter in INK}
        self.said.value = (f'<div role="status">{counts["A"]} points of class A (white on the pad), {counts["B"]} of class B '
                           f"(grey). {escape(said)}</div>")

    def _make_parts(self):
        from ipywidgets import HTML, Button, HBox, Textarea, ToggleButtons, VBox

        from course_utils.widgets.canvas import Canvas

        self.canvas = Canvas(size=CELLS)
        self.letter = ToggleButtons(options=["A", "B"], description="draw class", style={"button_width": "48px"})
        self.clear_button = Button(description="Clear points", tooltip="Take all points away")
        self.table = Textarea(layout={"width": "200px", "height": "252px"})
        self.table_button = Button(description="Use this table", tooltip="Play with the points of the table")
        self.said = HTML()
        guide = HTML('<div style="line-height:1.3;width:200px">Or as text, a line for each point: x1, x2 from -6 to 6, class A '
                     "or B.</div>")
        left = VBox([self.letter, self.canvas, self.clear_button], layout={"width": "290px"})
        right = VBox([guide, self.table, self.table_button], layout={"width": "220px"})
        self.box = VBox([HBox([left, right], layout={"flex_flow": "row wrap"}), self.said])

    def _heard(self, pixels):
        if pixels != to_pixels(self.points):  # else it is what we have just told the browser
            self._use(drawn(pixels, self.points, self.letter.value))

    def _clear(self):
        self.show((), "Draw at least two of each class.")

    def _use_table(self):
        from course_utils.widgets.answers import problem_html

        try:
            points = from_table(self.table.value)
        except PlaygroundError as error:  # the table stays as it was written, to be mended
            self.said.value = problem_html(str(error))
        else:
            self._use(points)

    def _use(self, points):
        try:
            own = PlaygroundState(own=points).own
            self._take(own)
        except PlaygroundError as error:
            self.show(points, str(error))
        else:
            self.show(own, "In use.")
