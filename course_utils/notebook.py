"""What is shown in a notebook: one thing in two forms, and a line that lives while something runs. Loads IPython for nobody."""
import html
import sys
import time

SECONDS_BETWEEN_UPDATES = 0.2


def running_shell():
    """Return the running IPython shell, of a terminal or of a kernel, or None; IPython is not imported for the answer."""
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()


def in_kernel():
    """Return whether this is the kernel of a notebook, where what was shown can be replaced."""
    return getattr(running_shell(), "kernel", None) is not None


def show_both(text, markup, metadata=None):
    """Return nothing; display one thing that has a plain form and an HTML form, or print the plain one outside of IPython.

    metadata: a dictionary that is kept with the output in the notebook.
    """
    if running_shell() is None:
        print(text)
    else:
        from IPython.display import display

        display({"text/plain": text, "text/html": markup}, metadata=metadata, raw=True)


class LiveLine:
    """A line that says how far some work has come, and before and after it the same `text`.

    nbval compares what is displayed first with the notebook, which holds what was displayed last: that must be one text.
    Where nothing can be replaced, on a terminal or in a script, the text is printed once, at the end. When a cell ends
    before the work does, by an error or an interrupt, the text goes back, too.
    """

    def __init__(self, text, clock=time.monotonic):
        self.text = text
        self._clock = clock
        self._handle = self._last = None
        self._hook = self._cell_ended  # one object, so that it can be unregistered

    def begin(self):
        """Return nothing; display the text."""
        self._last = self._clock()
        if in_kernel():
            from IPython.display import display

            self._handle = display(_bundle(self.text), raw=True, display_id=True)
            running_shell().events.register("post_run_cell", self._hook)

    def due(self):
        """Return whether the line may be updated now: at most five times a second."""
        return self._handle is not None and self._clock() - self._last >= SECONDS_BETWEEN_UPDATES

    def update(self, text, share=None):
        """Return nothing; show `text` for now, with a bar where `share`, from 0 to 1, is known."""
        self._last = self._clock()
        self._handle.update(_bundle(text, share), raw=True)

    def end(self):
        """Return nothing; put the first text back, or print it where none could be shown before."""
        if self._handle is None:
            print(self.text)
        else:
            self._put_back()

    def _cell_ended(self, result):
        self._put_back()

    def _put_back(self):
        if self._handle is not None:
            self._handle.update(_bundle(self.text), raw=True)
            running_shell().events.unregister("post_run_cell", self._hook)
            self._handle = None


def _bundle(text, share=None):
    bar = "" if share is None else (f'<br><progress aria-label="done" max="1" value="{share:.3f}" '
                                    'style="width:20em"></progress>')
    return {"text/plain": text, "text/html": f"<div>{html.escape(text)}{bar}</div>"}
