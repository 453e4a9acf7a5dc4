"""The widgets: their models in numbers, and their views without a browser, as the kernel sees them."""
import io
import json
import subprocess
import sys
from math import exp

import numpy as np
import pytest

from course_utils import settings
from course_utils.widgets import Drawing, NeuronModel, draw_digit, explore_neuron, plot_neuron
from course_utils.widgets.answers import answer_html
from course_utils.widgets.drawing import uploaded
from course_utils.widgets.drawing_model import DrawingError

SEVEN = """
    ........
    .######.
    .....#..
    ....#...
    ...#....
    ...#....
    ...#....
    ........
"""


# --- the neuron -------------------------------------------------------------------------------------------------------

def test_neuron_computes_and_says_the_numbers():
    model = NeuronModel(x1=2.0, x2=1.0, w1=0.5, w2=-0.4, bias=0.7)
    assert model.output == pytest.approx(1 / (1 + exp(-1.3)))
    assert model.formula() == "0.50 × 2.00 + (−0.40) × 1.00 + 0.70 = 1.30; sigmoid(1.30) = 0.786: fires"


def test_neuron_on_its_decision_line_does_not_fire():
    model = NeuronModel(x1=1, x2=1, w1=1, w2=-1, bias=0)
    assert (model.output, model.fires) == (0.5, False)
    assert "sigmoid(0.00) = 0.500: does not fire" in model.formula()


@pytest.mark.parametrize(("bias", "output"), [(100, 1.0), (-100, 0.0)])
def test_sigmoid_does_not_overflow(bias, output):
    model = NeuronModel(x1=100, x2=100, w1=bias, w2=bias, bias=bias)
    assert model.output == pytest.approx(output)


@pytest.mark.parametrize(("bias", "right"), [(-0.5, 2), (-1.5, 4), (-2.5, 3), (0.5, 1)])
def test_neuron_counts_the_points_on_their_side(bias, right):
    corners = [(0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1)]
    model = NeuronModel(w1=1, w2=1, bias=bias, points=corners)
    assert model.right == right
    assert f"{right} of 4 points right" in model.description()


@pytest.mark.parametrize(("wrong", "message"), [
    ({"w1": float("nan")}, "nan"), ({"bias": 1000}, "between -100 and 100"), ({"points": [(0, 1)]}, r"\(x1, x2, target\)"),
    ({"points": [(0, 1, 2)]}, "target 0 or 1"),
])
def test_neuron_refuses_what_cannot_be_drawn(wrong, message):
    with pytest.raises(ValueError, match=message):
        NeuronModel(**wrong)


def test_plot_shows_the_decision_line_and_every_point():
    ax = plot_neuron(NeuronModel(w1=2, w2=1, bias=-1))
    (line,) = [path for contour in ax.collections[1:] for path in contour.get_paths() if len(path.vertices)]
    assert np.allclose(line.vertices @ [2, 1], 1)
    drawn = {label: len(artist.get_xdata()) for artist, label in zip(*ax.get_legend_handles_labels())}
    assert drawn == {"should fire": 4, "should not fire": 4, "the input": 1}


@pytest.mark.parametrize(("bias", "colour"), [(1, "#d6e6f2"), (-1, "#ffffff")])
@pytest.mark.parametrize("weight", [0, 0.01])
@pytest.mark.filterwarnings("error")
def test_plot_without_a_line_in_sight_shows_the_side(weight, bias, colour):
    from matplotlib.colors import to_hex

    ax = plot_neuron(NeuronModel(w1=weight, w2=0, bias=bias))
    assert (to_hex(ax.get_facecolor()), len(ax.collections)) == (colour, 0)


def test_slider_changes_the_model_the_text_and_the_picture():
    explorer = explore_neuron(NeuronModel(x1=1, x2=0, w1=1, w2=1, bias=-0.5))
    before = explorer.drawn.value
    explorer.sliders["w1"].value = -2.0
    assert explorer.model.w1 == -2.0
    assert "(−2.00) × 1.00" in explorer.said.value and "does not fire" in explorer.said.value
    assert explorer.drawn.value != before and len(explorer.drawn.value) < 30_000
    assert 'alt="The decision line −2.00 x1' in explorer.drawn.value


def test_each_slider_moves_its_own_number():
    explorer = explore_neuron()
    for value, (name, slider) in enumerate(explorer.sliders.items(), start=1):
        slider.value = value / 2
        assert getattr(explorer.model, name) == value / 2
    assert (explorer.model.w1, explorer.model.w2, explorer.model.bias) == (0.5, 1.0, 1.5)


def test_slider_reaches_a_value_beyond_its_usual_range():
    explorer = explore_neuron(NeuronModel(bias=-20))
    assert (explorer.sliders["bias"].value, explorer.sliders["bias"].min) == (-20, -20)


# --- the drawing ------------------------------------------------------------------------------------------------------

def test_text_grid_of_full_size_is_taken_as_it_is():
    rows = ["." * 28] * 10 + ["." * 9 + "#5105" + "." * 14] + ["." * 28] * 17
    drawing = Drawing()
    drawing.from_text(rows)
    assert np.allclose(drawing.picture[10, 9:14], [1, 0.5, 0.1, 0, 0.5], atol=1 / 510)
    assert np.count_nonzero(drawing.picture) == 4
    assert drawing.as_text() == "\n".join(rows).replace("0", ".")


def test_small_grid_is_enlarged_and_keeps_its_shape():
    drawing = Drawing(size=16)
    drawing.from_text("########\n" * 4 + "........\n" * 4)
    assert drawing.picture[:7].min() > 0.9 and drawing.picture[9:].max() < 0.1
    drawing.from_text(["#" * 8] * 16)
    columns = np.flatnonzero(drawing.picture.any(axis=0))
    assert (columns[0], columns[-1]) == (4, 11), "16 rows of 8 stay half as wide as high, in the middle"


@pytest.mark.parametrize(("rows", "message"), [
    ("", "0 x 0"), (["." * 8] * 7, "7 x 8 .* 8 x 8 to 28 x 28"), (["." * 29] * 28, "28 x 29"),
    (["." * 8] * 7 + ["." * 7], "Row 8 .* 7 characters and row 1 has 8"), ([".......x"] * 8, "Row 1 .*'x'"),
])
def test_wrong_grid_is_refused_and_the_drawing_kept(rows, message):
    drawing = Drawing()
    drawing.from_text(SEVEN)
    before = drawing.as_text()
    with pytest.raises(DrawingError, match=message):
        drawing.from_text(rows)
    assert drawing.as_text() == before


def test_drawing_survives_the_way_to_the_browser_and_back():
    drawing, copy = Drawing(), Drawing()
    drawing.from_text(SEVEN)
    copy.from_hex(drawing.as_hex())
    assert np.array_equal(copy.picture, drawing.picture)
    with pytest.raises(DrawingError, match="1568 hexadecimal digits"):
        copy.from_hex("00ff")


@pytest.mark.parametrize("size", [7, 65, 28.0, "28"])
def test_size_out_of_range_is_refused(size):
    with pytest.raises(DrawingError, match="from 8 to 64"):
        Drawing(size)


def test_state_says_how_much_is_drawn():
    drawing = Drawing()
    assert (drawing.state(), drawing.drawn) == ("empty", False)
    drawing.from_text(["." * 28] * 27 + ["###" + "." * 25])
    assert (drawing.state(), drawing.drawn) == ("3 of 784 pixels drawn", True)
    drawing.clear()
    assert drawing.state() == "empty"


# --- as MNIST's pictures are made -------------------------------------------------------------------------------------

def centre_of_mass(picture):
    """Return row and column of the centre of mass, by the definition."""
    weights = np.asarray(picture, dtype=float)
    return [(weights.sum(axis=1 - axis) @ np.arange(28)) / weights.sum() for axis in (0, 1)]


def test_mnist_pictures_come_back_unchanged():
    folder = settings.data_folder()
    if folder is None or not (folder / "mnist.npz").is_file():
        pytest.skip("COURSE_DATA_DIR names no folder with mnist.npz")
    with np.load(folder / "mnist.npz") as file:
        pictures = file["x_test"][:500]
    drawing = Drawing()
    for picture in pictures:
        drawing.picture = picture / 255
        assert np.array_equal(drawing.as_mnist(), picture)


@pytest.mark.parametrize(("top", "left", "height", "width"), [(0, 0, 10, 5), (12, 20, 16, 8), (2, 3, 6, 24), (5, 5, 1, 1)])
def test_ink_fills_the_box_of_twenty_in_the_middle(top, left, height, width):
    drawing = Drawing()
    drawing.picture[top:top + height, left:left + width] = 1
    made = drawing.as_mnist()
    rows, columns = np.flatnonzero(made.any(axis=1)), np.flatnonzero(made.any(axis=0))
    box = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    assert max(box) == 20 and min(box) == round(20 * min(height, width) / max(height, width))
    assert np.allclose(centre_of_mass(made), 14, atol=0.5 + 1e-9)
    assert (made.dtype, made.max()) == (np.uint8, 255)


def test_ink_that_is_heavy_at_one_end_stays_in_the_field():
    drawing = Drawing()
    drawing.picture[4:24, 14] = 0.05
    drawing.picture[22:24, 8:20] = 1
    rows = np.flatnonzero(drawing.as_mnist().any(axis=1))
    assert (rows[0], rows[-1]) == (0, 19)


def test_empty_drawing_gives_an_empty_picture():
    assert not Drawing().as_mnist().any()


# --- from a picture file ----------------------------------------------------------------------------------------------

def picture_file(paper, ink, kind="PNG", mode="L", size=(90, 60)):
    """Return the bytes of a picture with a bar of `ink` on `paper`, from (40, 10) to (48, 50)."""
    from PIL import Image, ImageDraw

    picture, content = Image.new(mode, size, paper), io.BytesIO()
    ImageDraw.Draw(picture).rectangle((40, 10, 47, 49), fill=ink)
    picture.save(content, kind)
    return content.getvalue()


@pytest.mark.parametrize("content", [
    picture_file(255, 0), picture_file(0, 255), picture_file(200, 90, "JPEG"), picture_file(30, 120),
    picture_file((250, 240, 200), (20, 20, 160), mode="RGB"),
    picture_file((0, 0, 0, 0), (0, 0, 0, 255), mode="RGBA"), picture_file((0, 0, 0, 0), (255, 255, 255, 255), mode="RGBA"),
], ids=["dark on light", "light on dark", "grey JPEG", "dark greys", "colours", "black on nothing", "white on nothing"])
def test_picture_is_cropped_and_its_ink_is_white(content):
    drawing = Drawing()
    drawing.from_picture(content)
    strong = drawing.picture > 0.5
    rows, columns = np.flatnonzero(strong.any(axis=1)), np.flatnonzero(strong.any(axis=0))
    assert (len(rows), len(columns)) == (20, 4)
    assert (rows[0], columns[0]) == (4, 12)


@pytest.mark.parametrize(("content", "message"), [
    (b"no picture", "10 bytes, cannot be read"), (b"", "cannot be read"), (picture_file(255, 0)[:80], "cannot be read"),
    (picture_file(255, 255), "90 x 60 pixels, is all of one brightness"), (picture_file(120, 110), "one brightness"),
    (picture_file(0, 255, "BMP"), "Choose a PNG or JPEG"),
])
def test_what_is_no_picture_of_a_digit_is_refused(content, message):
    drawing = Drawing()
    with pytest.raises(DrawingError, match=message):
        drawing.from_picture(content)
    assert not drawing.drawn


def test_photograph_is_turned_as_the_camera_was_held():
    from PIL import Image

    picture, content, held = Image.open(io.BytesIO(picture_file(255, 0))), io.BytesIO(), Image.Exif()
    held[0x0112] = 6  # the camera lay on its side
    picture.save(content, "JPEG", exif=held)
    drawing = Drawing()
    drawing.from_picture(content.getvalue())
    strong = drawing.picture > 0.5
    assert (strong.any(axis=1).sum(), strong.any(axis=0).sum()) == (4, 20)


# --- the pad ----------------------------------------------------------------------------------------------------------

def test_what_the_browser_draws_reaches_the_kernel():
    pad, changes = draw_digit(), []
    pad.on_change(lambda: changes.append(pad.drawing.state()))
    pad.canvas.pixels = "00" * 400 + "ff80" + "00" * 382
    assert pad.drawn and pad.picture[14, 8] == 1 and pad.picture[14, 9] == pytest.approx(128 / 255)
    assert changes == ["2 of 784 pixels drawn"]
    assert "2 of 784 pixels drawn" in pad.said.value
    assert pad.grid.value.split("\n")[14] == "." * 8 + "#5" + "." * 18


def test_picture_of_the_pad_is_a_copy():
    pad = draw_digit()
    pad.picture[:] = 1
    assert not pad.drawn


def test_grid_button_draws_the_grid_and_clear_takes_it_away():
    pad = draw_digit()
    example = pad.grid.value
    pad.grid_button.click()
    assert pad.drawn and pad.canvas.pixels == pad.drawing.as_hex()
    assert pad.grid.value == example, "what was written stays, to be changed"
    pad.clear_button.click()
    assert not pad.drawn and set(pad.canvas.pixels) == {"0"} and "empty" in pad.said.value


def test_wrong_grid_is_explained_in_the_pad_and_changes_nothing():
    pad = draw_digit()
    pad.from_text(SEVEN)
    before = pad.canvas.pixels
    pad.grid.value = "###\n###"
    pad.grid_button.click()
    assert "2 x 3 rows and columns" in pad.said.value and 'role="alert"' in pad.said.value
    assert pad.canvas.pixels == before


def test_upload_is_read_in_the_form_of_both_versions_of_ipywidgets():
    content = picture_file(255, 0)
    assert uploaded({"one.png": {"metadata": {"name": "one.png"}, "content": content}}) == content
    assert uploaded(({"name": "one.png", "content": memoryview(content)},)) == content
    assert uploaded({}) is None and uploaded(()) is None


def send(upload, content):
    """Give a file to an upload widget as a browser does."""
    file = {"name": "digit.png", "type": "image/png", "size": len(content), "last_modified": 0}
    if isinstance(upload.value, dict):  # ipywidgets 7
        upload.set_state({"metadata": [file], "data": [memoryview(content)], "_counter": upload._counter + 1})
    else:
        upload.set_state({"value": [file | {"content": memoryview(content)}]})


def test_upload_is_drawn_also_twice():
    pad = draw_digit()
    for _ in range(2):
        send(pad.upload, picture_file(255, 0))
        assert pad.drawn and len(pad.upload.value) == 0
        pad.clear()


def test_upload_of_no_picture_is_explained_in_the_pad():
    pad = draw_digit()
    send(pad.upload, b"no picture")
    assert "cannot be read as a picture" in pad.said.value and not pad.drawn


def test_answer_is_shown_and_follows_the_drawing():
    pad, seen = draw_digit(), []

    def recognise(picture):
        seen.append(picture)
        return {"1": 0.25, "7": 0.75}

    pad.show_answer(recognise)
    assert (seen, pad.answer.value) == ([], ""), "an empty pad asks nothing"
    pad.from_text(SEVEN)
    assert np.array_equal(seen[-1], pad.as_mnist()) and seen[-1].dtype == np.uint8
    assert "Most likely: 7 (0.75)" in pad.answer.value and "<td>0.25</td>" in pad.answer.value
    pad.clear()
    assert pad.answer.value == ""


def test_text_of_an_answer_is_shown_as_it_is():
    assert answer_html(lambda picture: "<b>a seven</b>", None) == "<b>a seven</b>"


def test_error_of_the_function_is_shown_with_its_line():
    def recognise(picture):
        return picture["<label>"]

    shown = answer_html(recognise, {})
    assert "Your function raised KeyError" in shown and "&lt;label&gt;" in shown
    assert f"(line {recognise.__code__.co_firstlineno + 1} of recognise)" in shown


@pytest.mark.parametrize("answer", [None, 7, {}, {"7": "high"}, {"7": 7.0}, {"7": float("nan")}])
def test_answer_of_another_kind_is_explained(answer):
    shown = answer_html(lambda picture: answer, None)
    assert f"Your function returned {type(answer).__name__}" in shown and "dictionary of label to probability" in shown


def test_error_of_a_listener_is_shown_and_stops_nobody():
    pad, heard = draw_digit(), []
    pad.on_change(lambda: 1 / 0)
    pad.on_change(lambda: heard.append(True))
    pad.from_text(SEVEN)
    assert "ZeroDivisionError" in pad.said.value and heard == [True]


# --- in a notebook, and without one -----------------------------------------------------------------------------------

@pytest.mark.parametrize("view", [draw_digit, explore_neuron])
def test_cell_shows_the_widget_once_with_a_text_that_is_always_the_same(view, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **how: shown.append(data))
    one, other = view(), view()
    one._ipython_display_()
    assert shown[0]["application/vnd.jupyter.widget-view+json"]["model_id"] == one.widget.model_id
    assert shown[0]["text/plain"] == repr(one) == repr(other)
    assert one.widget.model_id not in repr(one) and "0x" not in repr(one)


def test_text_says_the_state_and_the_way_without_a_browser():
    pad = draw_digit()
    assert "pad.from_text" in repr(pad) and repr(pad).endswith("Now: empty.")
    assert "sigmoid(" in repr(explore_neuron()) and "of 8 points" in repr(explore_neuron())


def test_stored_state_of_the_pad_holds_its_script_and_asks_no_other_place():
    state = draw_digit().canvas.get_state()
    assert "export default" in state["_esm"] and len(json.dumps(state)) < 20_000
    assert "http" not in state["_esm"] + state["_css"] and "import" not in state["_esm"]


def test_models_load_neither_widgets_nor_plots():
    code = ("import sys; from course_utils.widgets import Drawing, NeuronModel, draw_digit, explore_neuron; "
            "drawing = Drawing(); NeuronModel(); "
            "print([name for name in ('ipywidgets', 'anywidget', 'matplotlib', 'PIL', 'tensorflow') if name in sys.modules])")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_unknown_widget_is_named_with_those_there_are():
    from course_utils import widgets

    with pytest.raises(AttributeError, match="no 'draw_cat'.*draw_digit"):
        widgets.draw_cat  # noqa: B018
