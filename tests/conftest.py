"""What all tests share: a progress folder of their own, and the counts that the last lines of a run print."""
from collections import Counter

import pytest

TALLY = pytest.StashKey[Counter]()


def pytest_configure(config):
    """Start the counts, and register what the tests of notebooks are marked with."""
    config.addinivalue_line("markers", "compared: compares outputs with those stored, which were made on Linux; the public "
                                       "tests on macOS and Windows leave it out")
    config.stash[TALLY] = Counter()


@pytest.fixture
def tally(request):
    """Return the Counter whose entries are printed at the end of the run."""
    return request.config.stash[TALLY]


@pytest.fixture(autouse=True)
def progress_folder(monkeypatch, tmp_path):
    """Return a fresh folder that takes the place of the learner's progress."""
    folder = tmp_path / "progress"
    monkeypatch.setenv("COURSE_PROGRESS_DIR", str(folder))
    monkeypatch.setenv("COURSE_LEARNER", "tester")
    return folder


@pytest.fixture(scope="session")
def without_tensorflow(tmp_path_factory):
    """Return a folder that, on the PYTHONPATH, makes an interpreter behave as if TensorFlow were not installed."""
    folder = tmp_path_factory.mktemp("without")
    (folder / "sitecustomize.py").write_text(
        "import sys\n"
        "class Absent:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'tensorflow':\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Absent())\n"
    )
    return folder


def pytest_terminal_summary(terminalreporter, config):
    """Print what was counted, one line each."""
    counts = config.stash[TALLY]
    if counts:
        terminalreporter.section("what was counted")
        for name, count in sorted(counts.items()):
            terminalreporter.write_line(f"{count:6,}  {name}")
