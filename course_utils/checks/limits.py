"""Running somebody else's code: with a time limit, and its printing caught."""
import contextlib
import ctypes
import io
import threading
import warnings
from dataclasses import dataclass

import numpy as np

GRACE = 1.0  # seconds an answer gets to end once it has been told to


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
        run.printed = printed.getvalue()  # before it is ended: a thread may say that it was
        if thread.is_alive():
            run.slow = run.error is None
            run.stuck = not _end(thread)
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
