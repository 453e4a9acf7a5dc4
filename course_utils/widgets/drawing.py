"""The drawing pad of lesson 09: a digit drawn by mouse, finger, pen or keys, written as a text grid, or taken from a file."""
from html import escape

from course_utils.widgets.answers import answer_html, problem_html
from course_utils.widgets.drawing_model import SMALLEST, Drawing, DrawingError
from course_utils.widgets.view import View

EXAMPLE = "\n".join(["........", "..####..", ".##..##.", "....##..", "...##...", "..##....", ".######.", "........"])
GUIDE = ("A drawing pad. Run the cell in a notebook to draw on it, or write the digit as a text grid, which works everywhere: "
         "pad.from_text([\"........\", \"..####..\", ...]), dots for empty and # for ink.")


def draw_digit(size=28):
    """Return a DrawingPad of size x size pixels, shown as the last expression of a cell, or by `display`."""
    return DrawingPad(Drawing(size))


def uploaded(value):
    """Return the bytes of the first file in the value of a FileUpload, or None where there is none.

    ipywidgets 7 has a dict of name to file, version 8 a tuple of files.
    """
    files = list(value.values()) if isinstance(value, dict) else list(value)
    return bytes(files[0]["content"]) if files else None


class DrawingPad(View):
    """A Drawing and the three ways to fill it: a surface to draw on, a text grid and a picture file.

    `picture`, `drawn` and `as_mnist()` are those of the drawing. `from_text` and `from_picture` draw from code.
    """

    def __init__(self, drawing):
        self.drawing = drawing
        self._functions = []
        self._answer_of = None
        self._make_parts()
        super().__init__(self._laid_out(), lambda: f"{GUIDE} Now: {self.drawing.state()}.")
        self._listen()
        self._changed()

    @property
    def picture(self):
        """The ink, an array (size, size) of float64 in [0, 1]; a copy."""
        return self.drawing.picture.copy()

    @property
    def drawn(self):
        """Whether there is any ink."""
        return self.drawing.drawn

    def as_mnist(self):
        """Return the drawing as MNIST's pictures are made, (28, 28) of uint8; see `Drawing.as_mnist`."""
        return self.drawing.as_mnist()

    def clear(self):
        """Take all ink away."""
        self.drawing.clear()
        self._changed()

    def from_text(self, rows):
        """Draw a text grid; see `Drawing.from_text`."""
        self.drawing.from_text(rows)
        self._changed(rows if isinstance(rows, str) else "\n".join(rows))

    def from_picture(self, content):
        """Draw the digit on a picture, given as the bytes of its file; see `Drawing.from_picture`."""
        self.drawing.from_picture(content)
        self._changed()

    def on_change(self, function):
        """Call `function()` after every change of the drawing."""
        self._functions.append(function)

    def show_answer(self, function):
        """Show beside the pad what `function` says of the drawing, now and after every change.

        `function` gets the drawing as `as_mnist` returns it and gives HTML text, or a dictionary of label to
        probability, which is shown as bars. What it raises is shown, too. An empty pad asks nothing.
        """
        self._answer_of = function
        self._show_answer()

    def _make_parts(self):
        from ipywidgets import HTML, Button, FileUpload, Textarea

        from course_utils.widgets.canvas import Canvas

        self.canvas = Canvas(size=self.drawing.size)
        self.clear_button = Button(description="Clear", tooltip="Take all ink away")
        self.grid = Textarea(layout={"width": "252px", "height": "252px"})
        self.grid.add_class("course-grid")
        self.grid_button = Button(description="Use this grid", tooltip="Draw what the text grid shows")
        self.upload = FileUpload(accept="image/png,image/jpeg", multiple=False, description="Use a picture")
        self.said, self.answer = HTML(), HTML()

    def _laid_out(self):
        from ipywidgets import HTML, HBox, VBox

        size = self.drawing.size
        guide = HTML(f'<div style="width:252px; line-height:1.3; font-size:12px">Or as text, {SMALLEST} x {SMALLEST} to '
                     f"{size} x {size} characters: a dot is empty, # is ink, 1 to 9 lie between.</div>")
        columns = ([self.canvas, self.clear_button], [self.grid, guide, self.grid_button],
                   [self.upload, self.said, self.answer])
        boxes = [VBox(column, layout={"width": "262px", "margin": "0 10px 0 0"}) for column in columns]
        return HBox(boxes, layout={"flex_flow": "row wrap"})

    def _listen(self):
        self.canvas.observe(lambda change: self._from_canvas(change["new"]), "pixels")
        self.clear_button.on_click(lambda button: self.clear())
        self.grid_button.on_click(lambda button: self._try(self.from_text, self.grid.value))
        self.upload.observe(lambda change: self._from_upload(change["new"]), "value")

    def _from_canvas(self, pixels):
        if pixels != self.drawing.as_hex():  # else it is what we have just told the browser
            self.drawing.from_hex(pixels)
            self._changed()

    def _from_upload(self, value):
        content = uploaded(value)
        if content is None:
            return
        # Emptied, because choosing the same file again would otherwise be no change and go unnoticed.
        if isinstance(value, dict):
            value.clear()
        else:
            self.upload.value = ()
        self._try(self.from_picture, content)

    def _try(self, way, given):
        """Draw in one of the ways; where it cannot be done, say why and leave the drawing as it was."""
        try:
            way(given)
        except DrawingError as error:
            self.said.value = problem_html(str(error))

    def _changed(self, text=None):
        """Show the drawing as it is now in all its forms, `text` for its grid if given; tell those who asked to be told."""
        self.canvas.pixels = self.drawing.as_hex()
        self.grid.value = text or (self.drawing.as_text() if self.drawn else EXAMPLE)
        self.said.value = f'<div role="status" style="line-height:1.4">The pad: {escape(self.drawing.state())}</div>'
        self._show_answer()
        for function in self._functions:
            self._tell(function)

    def _show_answer(self):
        shown = self._answer_of is not None and self.drawn
        self.answer.value = answer_html(self._answer_of, self.as_mnist()) if shown else ""

    def _tell(self, function):
        try:
            function()
        except Exception as error:  # whatever a learner's function may raise
            self.said.value += problem_html(f"A function given to on_change raised {type(error).__name__}: {error}")
