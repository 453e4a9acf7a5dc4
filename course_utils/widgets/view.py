"""What all views share: a cell shows them as widgets, and every place without widgets shows the same as text."""

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class View:
    """A widget together with its text equivalent.

    `widget` is an ipywidgets widget, `text` a function that returns in words what it shows, and the same words for the
    same state: they are stored with the notebook. The widget is stored, too, unless `live_only` is true: then it is of no use
    without a kernel, and takes much room.
    """

    live_only = False

    def __init__(self, widget, text):
        self.widget, self._text = widget, text

    def __repr__(self):
        return self._text()

    def _ipython_display_(self):
        # Not _repr_mimebundle_: Colab finds widgets that are not its own only in what is displayed, not in results.
        from IPython.display import display

        reference = {"version_major": 2, "version_minor": 0, "model_id": self.widget.model_id}
        display({"text/plain": repr(self), WIDGET_VIEW: reference}, raw=True,
                metadata={"course": {"live_only": True}} if self.live_only else None)
