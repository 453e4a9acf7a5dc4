"""What all tests share: a progress folder of their own, and the counts that the last lines of a run print."""
from collections import Counter

import pytest

TALLY = pytest.StashKey[Counter]()


def pytest_configure(config):
    """Start the counts."""
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


def pytest_terminal_summary(terminalreporter, config):
    """Print what was counted, one line each."""
    counts = config.stash[TALLY]
    if counts:
        terminalreporter.section("what was counted")
        for name, count in sorted(counts.items()):
            terminalreporter.write_line(f"{count:6,}  {name}")
