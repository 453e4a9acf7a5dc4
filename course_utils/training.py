"""What training lessons use: progress that leaves no trace in the notebook, and checkpoints of results."""
import time

from course_utils.checkpoints import Checkpoint, checkpoint
from course_utils.notebook import LiveLine

__all__ = ["Checkpoint", "checkpoint", "show_progress", "time_left", "track"]


def show_progress():
    """Return a Keras callback that shows epoch, step, loss, metrics and the time left while a model is fitted.

    Use it as `model.fit(..., verbose=0, callbacks=[show_progress()])`. Before and after, its line says how many epochs and
    steps were asked for, and nothing that differs from run to run.
    """
    from course_utils import runtime

    runtime.start()
    from course_utils.fit_progress import FitProgress  # it needs Keras to be imported

    return FitProgress()


def track(iterable, says):
    """Return an iterator over `iterable` that shows how far a loop of your own has come, and about how long it will take.

    `says` is what the line says before and after, in words, such as "2000 updates of the four weights".
    """
    return _tracked(iterable, says.rstrip("."), time.monotonic)


def _tracked(iterable, says, clock):
    total = len(iterable) if hasattr(iterable, "__len__") else None
    line, began = LiveLine(f"{says}.", clock), clock()
    line.begin()
    try:
        for done, item in enumerate(iterable):
            if done and line.due():
                line.update(*_where(says, done, total, clock() - began))
            yield item
    finally:
        line.end()


def _where(says, done, total, seconds):
    """Return (text, share) for a loop that has `done` of `total` rounds behind it after so many seconds."""
    if not total:
        return f"{says}: {done} done", None
    return f"{says}: {done} of {total}, {time_left(seconds / done * (total - done))}", done / total


def time_left(seconds):
    """Return how long something will still take, in words: "about 12 s left"."""
    if seconds < 1:
        return "less than 1 s left"
    return f"about {seconds:.0f} s left" if seconds < 100 else f"about {seconds / 60:.0f} min left"
