"""Starting the framework: the one place that imports it, silently, and only when a lesson asks for it."""
import contextlib
import importlib
import os
import sys
import tempfile

MISSING = ("TensorFlow is not installed here, so this section is skipped: its cells run and show nothing. Everything else in "
           "the lesson works without it. `pip install tensorflow` brings it, on Python 3.11 to 3.13.")


class FrameworkError(RuntimeError):
    """The framework could not be started; the message says why and what to do."""


def start(optional=False):
    """Return the module `keras`, started without the lines that TensorFlow writes to the terminal.

    With `optional`, a missing TensorFlow is told in one note and None is returned; without, it raises FrameworkError.
    COURSE_VERBOSE_START=1 leaves the lines as they are, for finding out why a start fails.
    """
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    verbose = os.environ.get("COURSE_VERBOSE_START", "") not in ("", "0")
    if not verbose:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        with contextlib.nullcontext() if verbose else _silent():
            return importlib.import_module("keras")
    except ImportError as error:
        if optional and (error.name or "").split(".")[0] in ("tensorflow", "keras"):
            print(MISSING)
            return None
        raise FrameworkError(f"Keras could not start on the backend {os.environ['KERAS_BACKEND']}: {error}. Set "
                             "COURSE_VERBOSE_START=1 and restart the kernel to see all that it says.") from error


@contextlib.contextmanager
def _silent():
    """Turn descriptor 2 aside: TensorFlow's own code writes to it directly, past Python's sys.stderr."""
    sys.stderr.flush()
    with tempfile.TemporaryFile() as aside:
        kept = os.dup(2)
        os.dup2(aside.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
