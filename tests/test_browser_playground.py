"""The playground in a real browser: JupyterLab in Chromium, played by mouse and by keyboard alone, and closed."""
import re
from importlib.util import find_spec

import pytest
from browser import answer, cell_with, chromium, find_chromium, opened, run_all, served
from nbformat.v4 import new_code_cell, new_notebook
from test_browser import expect_text, store

from course_utils.authoring.editions import KERNEL

OPEN = "from course_utils.widgets import open_playground\nview = open_playground()\nview"
# What the learner's own eyes see: how often the surface has another picture when the browser is about to paint.
COUNT = """(seconds) => new Promise((done) => {
  const picture = () => document.querySelector("img[alt^='Data:']");
  let last = picture().src, changes = 0, blank = 0;
  const begin = performance.now();
  const look = (now) => {
    const shown = picture();
    blank += !shown || !shown.complete || !shown.naturalWidth;
    if (shown && shown.src !== last) { changes += 1; last = shown.src; }
    if (now - begin < 1000 * seconds) requestAnimationFrame(look);
    else done({ rate: 1000 * changes / (now - begin), blank });
  };
  requestAnimationFrame(look);
})"""
# Beside the widgets, which it does not touch: it notes four times a second how far the training is.
WATCH = """import threading, time
seen = []
def watch():
    while True:
        seen.append(view.playground.epoch)
        time.sleep(0.25)
threading.Thread(target=watch, daemon=True).start()"""
READ = "print('epoch', seen[-1], 'for', sum(epoch == seen[-1] for epoch in seen) // 4, 'seconds')"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_chromium() is None, reason="no Chromium; install it, or set COURSE_CHROMIUM to its path"),
    pytest.mark.skipif(find_spec("playwright") is None, reason="playwright is not installed: pip install playwright"),
]


@pytest.fixture(scope="module")
def browser():
    """One Chromium for all tests."""
    with chromium() as running:
        yield running


def put(folder, *sources):
    """Write a notebook with these code cells where `course lab` takes the lessons from."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources], metadata={"kernelspec": KERNEL})
    store(folder, "08_playground.ipynb", notebook)


@pytest.fixture(scope="module", params=["light", "dark"])
def lab(request, browser, tmp_path_factory):
    """The playground open on a light and on a dark page: (page, the output of its cell)."""
    folder = tmp_path_factory.mktemp(request.param)
    put(folder, OPEN, "1 + 1")
    with served(folder, request.param) as address, opened(browser, address) as (page, _):
        assert run_all(page) == []
        yield page, cell_with(page, "open_playground").locator(".jp-Cell-outputArea")


@pytest.fixture
def playground(lab):
    """The same, with the default setting, at epoch 0 and not playing."""
    page, output = lab
    type_setting(page, output, "default")
    output.get_by_role("button", name="Reset").click()
    expect_text(output, r"Epoch 0: .* Setting: default\.")
    return page, output


def type_setting(page, output, text):
    """Write a setting into its field, by the keyboard alone."""
    field = output.get_by_label("setting", exact=True)
    field.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")


def surface(output):
    """Return the address of the picture that the surface is, which holds the picture itself."""
    return output.locator("img[alt^='Data:']").get_attribute("src")


def epoch(output):
    """Return the epoch that is shown beside the network."""
    return int(re.search(r"epoch\s+([\d,]+)", output.inner_text())[1].replace(",", ""))


def test_it_is_played_and_another_cell_runs_meanwhile(playground, tally):
    page, output = playground
    first, picture = surface(output), output.locator("img[alt^='Data:']").screenshot()
    output.get_by_role("button", name="Play").click()
    expect_text(output, r"\d+ pictures a second")
    counted = page.evaluate(COUNT, 4)
    assert counted["blank"] == 0, "the picture flickers"
    tally["playground: pictures a second in Chromium"] = round(counted["rate"])
    answer(page, page.locator(".jp-CodeCell").nth(1), "print('while it plays:', view.playing, view.playground.epoch)")
    said = expect_text(page.locator(".jp-CodeCell").nth(1), r"while it plays: True \d+")
    assert output.get_by_role("button", name="Pause").is_visible()
    output.get_by_role("button", name="Pause").click()
    expect_text(output.locator("[role=status]").first, r"Epoch [\d,]+: training loss")
    assert epoch(output) >= int(said.split()[-1]) > 0
    assert surface(output) != first and output.locator("img[alt^='Data:']").screenshot() != picture
    still = epoch(output)
    page.wait_for_timeout(1000)
    assert epoch(output) == still, "it goes on after the pause"


def test_it_is_stepped_and_reset(playground):
    _, output = playground
    first = surface(output)
    for count in (1, 2):
        output.get_by_role("button", name="Step").click()
        expect_text(output.locator("[role=status]").first, f"Epoch {count}: training loss")
    assert surface(output) != first
    output.get_by_role("button", name="Reset").click()
    expect_text(output.locator("[role=status]").first, "Epoch 0: training loss")
    assert surface(output) == first


def test_keyboard_alone_plays_and_keeps_its_place(playground):
    page, output = playground
    cells = page.locator(".jp-CodeCell").count()
    output.get_by_role("button", name="Play").focus()
    page.keyboard.press("Space")
    expect_text(output, r"\d+ pictures a second")
    page.wait_for_timeout(1000)
    assert page.evaluate("document.activeElement.textContent").strip() == "Pause"
    page.keyboard.press("Enter")
    expect_text(output.locator("[role=status]").first, r"Epoch [\d,]+: training loss")
    reached = epoch(output)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect_text(output.locator("[role=status]").first, rf"Epoch {reached + 1:,}: training loss")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect_text(output.locator("[role=status]").first, "Epoch 0: training loss")
    assert page.locator(".jp-CodeCell").count() == cells, "JupyterLab took the keys for commands of its own"


def test_settings_are_changed_by_the_keyboard_alone(playground):
    page, output = playground
    before = surface(output)
    output.get_by_label("data", exact=True).focus()
    for key in ("Space", "ArrowDown", "Enter"):  # an arrow on a menu that is not open is JupyterLab's: it goes to another cell
        page.keyboard.press(key)
    expect_text(output, r"Setting: data=xor\.")
    output.locator(".noUi-handle").nth(1).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect_text(output, r"Setting: data=xor noise=3\.")
    output.get_by_label("sin x1").focus()
    page.keyboard.press("Space")
    expect_text(output, r"Setting: data=xor noise=3 inputs=x1,x2,sin1\.")
    output.get_by_label("neurons in hidden layer 2").focus()
    page.keyboard.press("ArrowUp")
    expect_text(output, r"hidden=4,3\.")
    assert surface(output) != before
    field = output.get_by_label("setting", exact=True)
    assert field.input_value() == "data=xor noise=3 inputs=x1,x2,sin1 hidden=4,3"


def test_setting_is_pasted_and_a_wrong_one_is_explained(playground):
    page, output = playground
    type_setting(page, output, "data=spiral hidden=8,8 seed=5")
    expect_text(output, r"Setting: data=spiral hidden=8,8 seed=5\.")
    assert output.get_by_label("data", exact=True).evaluate("menu => menu.selectedOptions[0].text") == "spiral"
    type_setting(page, output, "data=spirl")
    expect_text(output.locator("[role=alert]").first, "Did you mean 'spiral'")
    assert "seed=5" in expect_text(output.locator("[role=status]").first, "Setting: data=spiral")


def test_own_points_are_drawn(playground):
    page, output = playground
    output.get_by_role("button", name="Own points").click()
    output.get_by_role("button", name="Clear points").click()
    canvas = output.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    for letter, y in (("A", 60), ("B", 190)):
        output.get_by_role("button", name=letter, exact=True).click()
        page.mouse.move(box["x"] + 50, box["y"] + y)
        page.mouse.down()
        page.mouse.move(box["x"] + 200, box["y"] + y, steps=8)
        page.mouse.up()
        expect_text(output, rf"[1-9]\d* (points )?of class {letter}")
    expect_text(output, r"In use\.")
    expect_text(output, r"Setting: data=own own=A:.*/B:")
    table = output.locator("textarea").input_value()
    assert 10 <= table.count("A") <= 60 and 10 <= table.count("B") <= 60
    output.get_by_role("button", name="Own points").click()


def test_closed_notebook_trains_no_more(browser, tmp_path, tally):
    put(tmp_path, OPEN, WATCH, "1 + 1")
    with served(tmp_path) as address:
        for close in (close_tab, lambda page: page.close()):
            with opened(browser, address) as (page, _):
                assert run_all(page) == []
                cell_with(page, "open_playground").get_by_role("button", name="Play").click()
                expect_text(cell_with(page, "open_playground"), r"\d+ pictures a second")
                page.wait_for_timeout(1500)
                epoch, seconds = read(page)
                assert epoch > 0 and seconds == 0
                close(page)
                with opened(browser, address) as (later, _):  # the kernel is the same
                    later.wait_for_timeout(3000)
                    reached, seconds = read(later)
                    assert reached >= epoch and seconds >= 3, "it went on after it was closed"
                    tally["playground: ways to close it that stop the training"] += 1


def close_tab(page):
    """Close the notebook in JupyterLab, which stays open itself, as does the kernel."""
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Close Tab")).click()
    page.get_by_role("button", name=re.compile("Discard|Don't Save")).click()
    page.locator(".jp-Notebook").wait_for(state="detached")


def read(page):
    """Return the epoch that the kernel has reached, and for how many seconds it has been the same."""
    cell = page.locator(".jp-CodeCell").nth(2)
    answer(page, cell, READ)
    said = expect_text(cell.locator(".jp-OutputArea-output"), r"epoch \d+ for \d+ seconds")
    return tuple(int(number) for number in re.findall(r"\d+", said))
