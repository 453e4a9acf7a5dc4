"""What the tests with a real browser share: finding Chromium, serving notebooks by `course lab`, driving JupyterLab."""
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import psutil
from test_lab_serving import stop, wait_for_address

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Without what Chromium does for itself in the background; in a container it has no sandbox and no graphics card.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
MILLISECONDS = 60_000  # how long any one thing may take, on a busy machine
TROUBLE = "[data-mime-type$='jupyter.stderr'], [data-mime-type$='jupyter.error']"
# A cell whose source is folded away shows no prompt; after an error the rest is not run.
ENDED = """(trouble) => {
  const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].map((prompt) => prompt.textContent.trim());
  const all = prompts.some((text) => text) && prompts.every((text) => /^(\\[\\d+\\]:?)?$/.test(text));
  return all || document.querySelector(trouble);
}"""


def find_chromium():
    """Return the path of Chromium, which COURSE_CHROMIUM may name, or None."""
    chosen = os.environ.get("COURSE_CHROMIUM", "").strip()
    return chosen or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def served(folder, theme="light"):
    """Give the address at which `course lab` serves copies of the notebooks in folder/notebooks, with settings of its own."""
    settings = folder / "home" / "config" / "lab" / "user-settings" / "@jupyterlab"
    for plugin, values in {"apputils-extension/themes": {"theme": THEMES[theme]},
                           # All cells are in the page, also those that have not been scrolled to.
                           "notebook-extension/tracker": {"windowingMode": "none"}}.items():
        file = settings / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    output = folder / "output.txt"
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "course_utils.cli", "lab", "--no-browser", f"--dir={folder / 'mine'}", f"--port={port}"]
    with open(output, "w", encoding="utf-8") as stream:
        process = subprocess.Popen(command, cwd=folder, env=_environment(folder), stdin=subprocess.DEVNULL,
                                   stdout=stream, stderr=subprocess.STDOUT)
    try:
        yield re.search(r"http://\S+token=\S+", wait_for_address(process, output))[0]
    finally:
        leader = psutil.Process(process.pid)
        stop([leader, *leader.children(recursive=True)])
        process.wait()


def _environment(folder):
    home = folder / "home"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY"))}
    return kept | {"JUPYTER_DATA_DIR": str(home / "data"), "JUPYTER_CONFIG_DIR": str(home / "config"),
                   "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "IPYTHONDIR": str(home / "ipython"),
                   "COURSE_NOTEBOOKS_DIR": str(folder / "notebooks"), "COURSE_PROGRESS_DIR": str(home / "progress")}


@contextmanager
def chromium():
    """Give a running Chromium, as playwright's Browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser, address):
    """Give a page with the notebook at `address` open, and the list of hosts that it asks for anything."""
    hosts = []
    page = browser.new_page(viewport={"width": 1400, "height": 1000}, device_scale_factor=2)
    try:
        page.set_default_timeout(MILLISECONDS)
        page.on("request", lambda request: hosts.append(urlsplit(request.url).hostname))
        page.goto(address)
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
        yield page, hosts
    finally:
        page.close()


def run_all(page):
    """Run all cells of the notebook from JupyterLab's menu until the last has ended; return what went wrong, as texts."""
    # Before it has its kernel, JupyterLab asks which one to take, or runs nothing. Only the status bar waits for it.
    page.get_by_text(re.compile(r"Python 3 .*\| Idle")).first.wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(ENDED, arg=TROUBLE)
    return page.locator(TROUBLE).all_inner_texts()


def cell_with(page, text):
    """Return the locator of the first code cell whose source holds `text`."""
    return page.locator(".jp-CodeCell", has=page.locator(".jp-InputArea", has_text=text)).first


def answer(page, cell, source):
    """Put `source` into a code cell, and run it."""
    cell.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(source)
    page.keyboard.press("Shift+Enter")
