"""Running somebody else's code: with a time limit, its printing caught, its errors told in plain words."""
import contextlib
import ctypes
import io
import linecache
import re
import sysconfig
import threading
import traceback
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np

COURSE = str(Path(__file__).resolve().parents[1])
LIBRARY = sysconfig.get_path("stdlib")
GRACE = 1.0  # seconds an answer gets to end once it has been told to
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")  # Keras writes its messages in bold for a terminal


class TimeUp(BaseException):
    """Raised inside an answer that runs too long; not an Exception, so that `except Exception` lets it through."""


@dataclass
class Run:
    """What became of a run: `result`, or `error`, or `slow`; and what was `printed`."""

    result: object = None
    error: BaseException | None = None
    slow: bool = False
    stuck: bool = False
    printed: str = ""


class Printed(io.StringIO):
    """A place for printed text that keeps the beginning, so that an endless loop of prints fills no memory."""

    KEPT = 2000

    def write(self, text):
        """Keep `text` as long as there is room; return its length, as files do."""
        super().write(text[:max(0, self.KEPT - self.tell())])
        return len(text)


def run_limited(function, seconds):
    """Return the Run of `function()` in a thread of its own, ended after `seconds`.

    Signals would do it better where there are any, but Windows and threads have none. A loop in Python is ended everywhere;
    one inside compiled code goes on in the background, and `stuck` is set.
    """
    run, printed = Run(), Printed()
    thread = threading.Thread(target=_work, args=(function, run), daemon=True)
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        thread.start()
        try:
            thread.join(seconds)
        except KeyboardInterrupt as error:
            run.error = error
        if thread.is_alive():
            run.slow = run.error is None
            run.stuck = not _end(thread)
    run.printed = printed.getvalue()
    return run


def _work(function, run):
    try:
        with np.errstate(all="ignore"):
            run.result = function()
    except TimeUp:
        pass
    except BaseException as error:  # an answer may also call exit()
        run.error = error


def _end(thread):
    """Raise TimeUp inside the thread until it ends, and return whether it did."""
    for _ in range(10):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(TimeUp))
        thread.join(GRACE / 10)
        if not thread.is_alive():
            return True
    return False


def explain_error(error):
    """Return an error as plain data: its `type`, `message`, the learner's `line` it came from, and our `words` for it."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith((COURSE, LIBRARY, "<__array_function__"))
           and "site-packages" not in frame.filename]
    line = (own[-1].line or linecache.getline(own[-1].filename, own[-1].lineno)).strip() if own else ""
    message = _ESCAPES.sub("", str(error))[:300]
    return {"type": type(error).__name__, "message": message, "line": line, "words": _words_for(error)}


_WORDS = (
    (NameError, "", "A name is used that has no value here. Is it spelled as where it was made, and did that cell run?"),
    (TypeError, "ellipsis", "A `...` is still standing in the place of an answer."),
    (TypeError, "NoneType", "Something is None that should have a value: often a function without a `return`."),
    (TypeError, "positional argument", "The function was called with other arguments than its `def` line takes."),
    (TypeError, "keyword argument", "The function was called with other arguments than its `def` line takes."),
    (ValueError, "matmul", "The shapes of the two sides of `@` do not fit: the last axis of the left one must be as long as "
                           "the first of the right one. Print both shapes."),
    (ValueError, "broadcast", "The shapes of two arrays do not fit each other. Print both shapes."),
    (ValueError, "shapes", "The shapes of two arrays do not fit each other. Print both shapes."),
    (IndexError, "", "An index lies outside of its array or list. They are counted from 0."),
    (KeyError, "", "A dictionary does not have this key."),
    (AttributeError, "", "An object does not have what follows the dot. Is it spelled rightly, on the right object?"),
    (ZeroDivisionError, "", "Something was divided by zero."),
    (RecursionError, "", "A function calls itself without end."),
    (KeyboardInterrupt, "", "The run was interrupted from outside."),
    (SystemExit, "", "An answer must not end the program; leave `exit` and `quit` out."),
)


def _words_for(error):
    for kind, part, words in _WORDS:
        if isinstance(error, kind) and part in str(error):
            return words
    return ""
