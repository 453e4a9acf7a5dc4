"""The course in a real browser: JupyterLab in Chromium, lesson 00 as a learner goes through it, and the drawing pad."""
import re
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest
from browser import answer, cell_with, chromium, find_chromium, opened, run_all, served
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.authoring.editions import KERNEL, make_notebook
from course_utils.authoring.lesson import read_lesson

LESSON = Path(__file__).resolve().parent.parent / "lessons" / "00_start_here.py"
PAD = """from course_utils.widgets import draw_digit
pad = draw_digit()
pad.show_answer(lambda picture: {"ink": picture.mean() / 255, "none": 1 - picture.mean() / 255})
pad"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_chromium() is None, reason="no Chromium; install it, or set COURSE_CHROMIUM to its path"),
    pytest.mark.skipif(find_spec("playwright") is None, reason="playwright is not installed: pip install playwright"),
]


def store(folder, name, notebook):
    """Write a notebook where `course lab` takes the lessons from."""
    (folder / "notebooks").mkdir()
    nbformat.write(notebook, folder / "notebooks" / name)


def expect_text(locator, pattern):
    """Wait until the text of a locator matches a regular expression, and return it."""
    from playwright.sync_api import expect

    expect(locator).to_contain_text(re.compile(pattern), timeout=30_000)
    return locator.inner_text()


def expect_value(locator, pattern):
    """Wait until the text in a field matches a regular expression."""
    from playwright.sync_api import expect

    expect(locator).to_have_value(re.compile(pattern), timeout=30_000)


@pytest.fixture(scope="module")
def browser():
    """One Chromium for all tests."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def lesson(browser, tmp_path_factory):
    """Lesson 00 open in the browser, all its cells run: (page, the hosts it asked)."""
    folder = tmp_path_factory.mktemp("lesson")
    store(folder, "00_start_here.ipynb", make_notebook(read_lesson(LESSON)))  # without outputs: what is seen is new
    with served(folder) as address, opened(browser, address) as (page, hosts):
        assert run_all(page) == []
        yield page, hosts


def test_lesson_runs_and_asks_nobody_else(lesson):
    _, hosts = lesson
    assert "127.0.0.1" in hosts or "localhost" in hosts
    assert {host for host in hosts if host} <= {"127.0.0.1", "localhost"}


def test_answer_is_checked(lesson):
    page, _ = lesson
    check = cell_with(page, 'check("0.1"').locator(".jp-Cell-outputArea")
    expect_text(check, "not attempted")
    answer(page, cell_with(page, "your code here"), "bias = -1.5")
    page.keyboard.press("Shift+Enter")
    expect_text(check, "Exercise 0.1: passed")


def test_hint_unfolds(lesson):
    page, _ = lesson
    hint = page.locator("details", has_text="Hint 1 for exercise 0.1")
    text = hint.locator("p").first
    assert not text.is_visible()
    hint.locator("summary").click()
    text.wait_for(state="visible")


def test_slider_is_moved_by_the_keyboard(lesson):
    page, _ = lesson
    output = cell_with(page, "explore_neuron(model)").locator(".jp-Cell-outputArea")
    expect_text(output, r"\+ \(−0\.50\) = .*2 of 4 points right")
    picture = output.locator("img").get_attribute("src")
    output.locator(".noUi-handle").nth(2).focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    expect_text(output, r"\+ \(−1\.00\) = .*4 of 4 points right")
    output.locator("img[alt*='4 of 4 points']").wait_for()
    assert output.locator("img").get_attribute("src") != picture


@pytest.fixture(scope="module", params=["light", "dark"])
def pad(request, browser, tmp_path_factory):
    """The output of a cell with the drawing pad, on a light and on a dark page: (page, output)."""
    folder = tmp_path_factory.mktemp(request.param)
    store(folder, "01_pad.ipynb", new_notebook(cells=[new_code_cell(PAD)], metadata={"kernelspec": KERNEL}))
    with served(folder, request.param) as address, opened(browser, address) as (page, _):
        assert run_all(page) == []
        yield page, cell_with(page, "draw_digit()").locator(".jp-Cell-outputArea")


@pytest.fixture
def empty_pad(pad):
    """The same, with the pad cleared."""
    page, output = pad
    output.get_by_role("button", name="Clear").click()
    expect_text(output, "The pad: empty")
    return page, output


def test_mouse_draws_what_the_kernel_gets(empty_pad):
    page, output = empty_pad
    canvas = output.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"]
    page.mouse.move(x, y + 50)
    page.mouse.down()
    page.mouse.move(x, y + 200, steps=8)
    page.mouse.up()
    expect_text(output, r"The pad: \d+ of 784 pixels drawn")
    expect_text(output, r"Most likely: none \(0\.\d+\)")
    rows = output.locator("textarea").input_value().split("\n")
    inked = [number for number, row in enumerate(rows) if row.strip(".")]
    assert inked == list(range(inked[0], inked[-1] + 1)) and 18 <= len(inked) <= 22
    assert all(row[14] == "#" for row in rows[8:20])


def test_keys_draw_and_clear(empty_pad):
    page, output = empty_pad
    canvas = output.locator("canvas")
    canvas.focus()
    page.keyboard.press("ArrowUp")
    expect_text(output, r"Pen up at row 14, column 15; 0 of 784")
    page.keyboard.press("Space")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect_text(output, r"Pen up at row 15, column 21; \d\d of 784")
    expect_text(output, r"The pad: \d\d of 784 pixels drawn")
    # Waited for: on a busy machine the kernel hears of the first part of the line before it hears of the rest.
    row = r"\.*8?#{7}8?\.*"
    expect_value(output.locator("textarea"), rf"^([.\d#]+\n){{13}}{row}\n")
    page.keyboard.press("Delete")
    expect_text(output, "The pad: empty")
    assert page.locator(".jp-CodeCell").count() == 1, "JupyterLab took the keys for commands of its own"


def test_grid_and_file_draw_on_the_pad_too(empty_pad, tmp_path):
    from PIL import Image, ImageDraw

    page, output = empty_pad
    output.get_by_role("button", name="Use this grid").click()
    expect_text(output, r"The pad: \d+ of 784 pixels drawn")
    picture = Image.new("L", (80, 80), 230)
    ImageDraw.Draw(picture).line((40, 10, 40, 70), fill=20, width=8)
    picture.save(tmp_path / "one.png")
    for _ in range(2):  # the same file again is taken again
        output.get_by_role("button", name="Clear").click()
        expect_text(output, "The pad: empty")
        with page.expect_file_chooser() as chooser:
            output.get_by_role("button", name="Use a picture").click()
        chooser.value.set_files(tmp_path / "one.png")
        expect_text(output, r"The pad: \d+ of 784 pixels drawn")
    shown = output.locator("canvas").evaluate(
        "canvas => [...canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data]")
    assert shown == [255, 255, 255, 255]


def test_learning_rate_is_moved_by_the_keyboard_and_a_preset_by_its_button(browser, tmp_path):
    code = "from course_utils.widgets import explore_descent\nexplore_descent()"
    store(tmp_path, "05_descent.ipynb", new_notebook(cells=[new_code_cell(code)], metadata={"kernelspec": KERNEL}))
    with served(tmp_path) as address, opened(browser, address) as (page, _):
        assert run_all(page) == []
        output = cell_with(page, "explore_descent()").locator(".jp-Cell-outputArea")
        expect_text(output, r"learning rate 0\.09, 50 steps .* arrives at the minimum")
        output.locator(".noUi-handle").first.focus()
        for _ in range(4):
            page.keyboard.press("ArrowRight")
        expect_text(output, r"learning rate 0\.1\d*, 50 steps .* it diverges")
        output.get_by_role("button", name="wrong valley").click()
        expect_text(output, "stays in this valley, although there is a deeper one")
        output.locator("img[alt*='two valleys']").wait_for()
