"""What can be set from outside, and where things lie. Every setting is an environment variable, read when it is asked for."""
import os
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

PACKAGE = Path(__file__).resolve().parent
DISTRIBUTION = "perceptron-to-transformer"
PROFILES = ("quick", "standard", "full")


class SettingError(ValueError):
    """A setting has a value that the course cannot use; the message says which, and what would do."""


def checkout():
    """Return the folder of the git checkout this package runs from, or None where it was installed from a wheel."""
    root = PACKAGE.parent
    return root if (root / "lessons").is_dir() and (root / "pyproject.toml").is_file() else None


def notebooks_folder():
    """Return the folder of the notebooks as learners get them.

    COURSE_NOTEBOOKS_DIR, else the checkout's folder, else the copy inside the installed package.
    """
    chosen = os.environ.get("COURSE_NOTEBOOKS_DIR", "").strip()
    return Path(chosen).expanduser() if chosen else own_notebooks()


def own_notebooks():
    """Return the folder of all notebooks of the course: the checkout's, else the copy inside the installed package."""
    root = checkout()
    return root / "notebooks" if root else PACKAGE / "notebooks"


def progress_folder():
    """Return where progress is kept, outside the repository: COURSE_PROGRESS_DIR, else the user's data folder."""
    chosen = os.environ.get("COURSE_PROGRESS_DIR", "").strip()
    return Path(chosen).expanduser() if chosen else user_data_path(DISTRIBUTION, appauthor=False) / "progress"


def shipped_data():
    """Return the folder of what the course ships as data: the registry of data sets, small weights, their cards."""
    root = checkout()
    return root / "data" if root else PACKAGE / "shipped_data"


def data_folder():
    """Return the shared or mounted folder of data sets that COURSE_DATA_DIR names, or None where it is not set."""
    chosen = os.environ.get("COURSE_DATA_DIR", "").strip()
    return Path(chosen).expanduser() if chosen else None


def cache_folder():
    """Return where downloaded data sets are kept: COURSE_CACHE_DIR, else the user's cache folder."""
    chosen = os.environ.get("COURSE_CACHE_DIR", "").strip()
    return Path(chosen).expanduser() if chosen else user_cache_path(DISTRIBUTION, appauthor=False) / "data"


def offline():
    """Return whether the network must not be touched: COURSE_OFFLINE is set, and not to 0."""
    return os.environ.get("COURSE_OFFLINE", "").strip() not in ("", "0")


def profile():
    """Return the size at which lessons run: COURSE_PROFILE, one of quick, standard (the default) and full."""
    chosen = os.environ.get("COURSE_PROFILE", "").strip().lower() or "standard"
    if chosen not in PROFILES:
        raise SettingError(f"COURSE_PROFILE is {chosen!r}; it must be one of {', '.join(PROFILES)}. "
                           "Unset it to run lessons at their standard size.")
    return chosen


def repository_url():
    """Return the public address of the course, as pyproject.toml sets it; "" where the package's metadata is not at hand."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        urls = metadata(DISTRIBUTION).get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    return dict(entry.split(", ", 1) for entry in urls).get("Repository", "")
