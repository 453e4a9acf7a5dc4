"""The drawing surface in the browser: an anywidget, the one widget of the course that is not of ipywidgets' own set."""
from pathlib import Path

import anywidget
from traitlets import Int, Unicode

HERE = Path(__file__).parent


class Canvas(anywidget.AnyWidget):
    """A surface of size x size pixels; `pixels` are two hexadecimal digits each, row by row, as the browser and we set them.

    Text and not bytes: it is the same in versions 7 and 8 of ipywidgets, and in stored notebooks.
    """

    _esm = (HERE / "drawing.js").read_text(encoding="utf-8")
    _css = (HERE / "drawing.css").read_text(encoding="utf-8")
    size = Int(28).tag(sync=True)
    pixels = Unicode("").tag(sync=True)
