"""The live playground: settings, a network that trains before one's eyes, and the same in words.

The clock is the browser's: a Play widget of ipywidgets sends a tick, the kernel trains for some milliseconds and answers
with one picture. The browser sends no second tick before the first is answered, so there are never more pictures than it can
take; a notebook that is closed sends none, so training stops with it; and between two ticks the kernel is free.
"""
import time
from html import escape

from course_utils.widgets.answers import problem_html
from course_utils.widgets.playground_controls import Controls
from course_utils.widgets.playground_engine import Playground
from course_utils.widgets.playground_panels import Panels
from course_utils.widgets.playground_points import PointsPad
from course_utils.widgets.playground_state import PlaygroundError, PlaygroundState
from course_utils.widgets.view import View

INTERVAL = 25            # milliseconds between two ticks, at least
SPEEDS = {"one epoch a picture": 0.0, "normal": 0.012, "fast": 0.045}  # seconds of training for each picture
MOST_TICKS = 10 ** 9
LAPSE = 2.0              # seconds without a tick after which the browser is taken to have stopped
GUIDE = ("The network playground: data, network and training are chosen, and the network learns while one watches. Run the "
         "cell in a notebook to play.")


def open_playground(state=None):
    """Return the live playground, shown as the last expression of a cell, or by `display`.

    `state` is a PlaygroundState or its text, such as "data=spiral hidden=8,8"; without it the default is taken.
    PlaygroundError for a text that is none. The view's `playground` is the Playground that is played with, `state` and
    `setting` its state and the text of it, and `reached`, {"setting": text, "epochs": number}, is what a check needs to train
    the same network anew: check("8.3", view).
    """
    return PlaygroundView(Playground(state))


class PlaygroundView(View):
    """The controls, the picture and the words of `playground`, a Playground, which follows them.

    `play()`, `pause()`, `step()`, `reset()` and `apply(text)` are what the buttons and the setting field do.
    """

    live_only = True  # stored, it would be a panel of dead buttons

    def __init__(self, playground):
        self.playground, self.playing = playground, False
        self._ticks, self._last_tick = [], 0.0
        self._make_parts()
        super().__init__(self._laid_out(), lambda: f"{GUIDE} {self.playground.description()}")
        self._listen()
        self._show_all()

    @property
    def state(self):
        """The PlaygroundState that is played with."""
        return self.playground.state

    @property
    def setting(self):
        """The state as text; `open_playground(view.setting)` begins anew with it."""
        return self.state.text()

    @property
    def reached(self):
        """{"setting": text, "epochs": number}, see `Playground.replayed`."""
        return self.playground.reached

    def play(self):
        """Let the browser's clock run; where no browser shows the playground, nothing moves."""
        if self.playground.stopped:
            self.pause()
            return
        self.playing, self._ticks, self._last_tick = True, [], time.monotonic()
        if self._own_button:  # else the clock's own has started it
            self._set_clock(False)  # one that was left running, by a page that was loaded anew, starts again
            self._set_clock(True)
        self._name_button()
        self.said.value = ""  # no news while it plays: they would be read out without end

    def pause(self):
        """Stop the clock and say what was reached."""
        self.playing = False
        self._set_clock(False)
        self._name_button()
        self._show_frame()
        self._tell()

    def step(self, epochs=1):
        """Pause, and train for one epoch, or more."""
        self.playing = False
        self._set_clock(False)
        self._name_button()
        self.playground.step(epochs)
        self._show_frame()
        self._tell()

    def reset(self):
        """Go back to epoch 0 and the first weights; a playground that plays goes on playing."""
        self.playground.reset()
        self._show_frame()
        self._tell()

    def apply(self, text):
        """Take over a setting as text; where it is none, say why and keep everything as it was."""
        try:
            self._take(PlaygroundState.from_text(text))
        except PlaygroundError as error:
            self.trouble.value = problem_html(str(error))

    def _make_parts(self):
        from ipywidgets import HTML, Button, Dropdown, Play, Text, ToggleButton

        self.clock = Play(min=0, max=MOST_TICKS, value=0, interval=INTERVAL, show_repeat=False)
        # In version 7 only the clock's own buttons can start it: it shows them. In 8 it is started from here, and hidden.
        self._own_button = self.clock.has_trait("playing")
        narrow = {"width": "80px"}
        self.play_button = Button(icon="play", tooltip="Let the network learn, or stop it", layout=narrow)
        (self.clock if self._own_button else self.play_button).layout.display = "none"
        self.step_button = Button(description="Step", icon="step-forward", tooltip="Train for one epoch", layout=narrow)
        self.reset_button = Button(description="Reset", icon="undo", tooltip="Back to the first weights", layout=narrow)
        self.speed = Dropdown(options=list(SPEEDS), value="normal", description="speed", style={"description_width": "44px"},
                              layout={"width": "200px"})
        self.controls = Controls(self.state, self._changed)
        self.setting_text = Text(description="setting", continuous_update=False, style={"description_width": "60px"},
                                 layout={"width": "100%"})
        self.use_button = Button(description="Use this setting", tooltip="Take over the setting in the field")
        self.pad = PointsPad(self.state.own, self._take_points)
        # Not an Accordion: its title cannot be reached by the keyboard.
        self.pad_button = ToggleButton(description="Own points ...", tooltip="Draw points, or write them down")
        self.panels, self.said, self.trouble = Panels(), HTML(), HTML()

    def _laid_out(self):
        from ipywidgets import HBox, VBox

        wrap = {"flex_flow": "row wrap"}
        self.pad.box.layout.display = "none"
        looks = [self.controls.single[name] for name in ("discretise", "show_test")]
        buttons = HBox([self.play_button, self.clock, self.step_button, self.reset_button, self.speed, *looks], layout=wrap)
        self.setting_text.layout.flex = "1 1 300px"
        setting = HBox([self.setting_text, self.use_button], layout=wrap | {"max_width": "810px"})
        return VBox([buttons, self.panels.box, self.trouble, HBox(self.controls.columns(), layout=wrap), setting, self.said,
                     self.panels.legend, self.pad_button, self.pad.box])

    def _listen(self):
        self.clock.observe(self._tick, "value")
        self.play_button.on_click(lambda button: self._toggle())
        if not self._own_button:
            self.clock.observe(self._clock_turned, "_playing")
        self.step_button.on_click(lambda button: self.step())
        self.reset_button.on_click(lambda button: self.reset())
        self.setting_text.observe(lambda change: self._typed(change["new"]), "value")
        self.pad_button.observe(self._unfold, "value")
        self.use_button.on_click(lambda button: self.apply(self.setting_text.value))
        self.widget._view_count = 0  # a number, so that the browser counts; where nobody looks any more, nothing is trained
        self.widget.observe(self._seen, "_view_count")

    def _tick(self, change):
        """Train for a while and show one picture; the browser asks for the next when it has got this one."""
        if not self.playing:
            return  # one that was still on its way
        started, epochs = time.perf_counter(), 0
        while not epochs or time.perf_counter() - started < SPEEDS[self.speed.value]:
            if not self.playground.step():
                break
            epochs += 1
        if self.playground.stopped:
            self.pause()
            return
        self._last_tick = time.monotonic()
        self._ticks = [moment for moment in self._ticks if moment > self._last_tick - 2] + [self._last_tick]
        self._show_frame(epochs)

    @property
    def frames_per_second(self):
        """How many pictures a second were shown of late, a float; 0 before there are two."""
        passed = self._ticks[-1] - self._ticks[0] if len(self._ticks) > 1 else 0
        return (len(self._ticks) - 1) / passed if passed else 0.0

    def _toggle(self):
        """Play or pause; a clock that has not ticked for a while is not playing, whatever we think."""
        if self.playing and time.monotonic() - self._last_tick < LAPSE:
            self.pause()
        else:
            self.play()

    def _clock_turned(self, change):
        """Follow the clock's own buttons, in version 7."""
        if change["new"] != self.playing:
            (self.play if change["new"] else self.pause)()

    def _set_clock(self, running):
        if self._own_button:
            self.clock.playing = running
        else:
            self.clock._playing = running

    def _name_button(self):
        self.play_button.description, self.play_button.icon = ("Pause", "pause") if self.playing else ("Play", "play")

    def _seen(self, change):
        if change["new"] == 0 and self.playing:
            self.pause()

    def _changed(self, name):
        """Take over what the controls say; where it cannot be, say why and set them back."""
        try:
            self._take(self.state.changed(**self.controls.values()))
        except PlaygroundError as error:
            self.controls.show(self.state)
            self.trouble.value = problem_html(str(error))

    def _typed(self, text):
        if text != self.setting:  # else it is what we have just written there
            self.apply(text)

    def _take_points(self, points):
        self._take(self.state.changed(own=points, data="own"))

    def _unfold(self, change):
        self.pad.box.layout.display = None if change["new"] else "none"

    def _take(self, state):
        self.playground.take(state)
        self.trouble.value = ""
        self._show_all()

    def _show_all(self):
        """Show the playground as it is now in all its forms."""
        self.controls.show(self.state)
        self.setting_text.value = self.setting
        if self.pad.points != self.state.own:
            self.pad.show(self.state.own)
        self.panels.show_state(self.state)
        self._name_button()
        self._show_frame()
        self._tell()

    def _show_frame(self, epochs=0):
        """Show the surface as it is now; what goes with it while playing only with every third, which is quick enough."""
        footer = "paused"
        if self.playing:
            footer = f"{self.frames_per_second:.0f} pictures a second, {epochs} epoch{'s' * (epochs > 1)} each"
        self.panels.show(self.playground, footer, surface_only=self.playing and len(self._ticks) % 3)

    def _tell(self):
        """Say what was reached, where a screen reader hears it at once."""
        if self.playing:
            return
        words = self.playground.description()
        self.said.value = problem_html(words) if self.playground.stopped else f'<div role="status">{escape(words)}</div>'
