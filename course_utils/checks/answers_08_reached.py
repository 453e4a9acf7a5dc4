"""Lesson 08: settings that reach something, judged by training them anew."""
from dataclasses import dataclass, fields

import numpy as np

from course_utils.checks.answers_08 import count_parameters
from course_utils.checks.probes import script
from course_utils.widgets import Playground, PlaygroundError, PlaygroundState

HOW = 'Hand in what the playground says: the name of its view, then .reached; or {"setting": "data=...", "epochs": 100}.'
PICTURE = ("discretise", "show_test")   # settings that may always differ
LEAST_BATCH = 10                        # fewer examples a batch would make the check slow
DESCENT = ("hidden", "activation", "initialisation", "optimizer", "learning_rate", "regularisation", "strength", "batch")
GUESSING = (0.66, 0.73)                 # losses that are those of guessing, ln 2


@dataclass(frozen=True)
class Goal:
    """What an exercise asks for: from the setting `begin`, a test loss below `below`, changing `free` settings alone.

    The epochs must be from `least_epochs` to `most_epochs`, the parameters at most `most_parameters`.
    """

    begin: str
    below: float
    free: tuple = DESCENT
    least_epochs: int = 1
    most_epochs: int = 300
    most_parameters: int = 1000

    def probes(self):
        """Return the probe that trains an answer anew."""
        says = "the setting is trained from the start, for so many epochs"
        return [script(lambda answer: attempt(self, answer), says, reveals=False)]

    def accept(self, got, expected):
        """Return None where `attempt` saw the goal reached, else the reason; as a way of comparing, see accept.py."""
        if not isinstance(got, dict):
            return HOW
        if "problem" in got:
            return got["problem"]
        if "test loss" not in got:
            return _refusal(self, PlaygroundState.from_text(got["setting"]), got["epochs"])
        if got["test loss"] < self.below:
            return None
        return (f"After {got['epochs']} epochs the test loss is {got['test loss']:.4f}; it must be below {self.below:g}. "
                + self.advice(got["epochs"]))

    def advice(self, epochs):
        """Return what may help where the loss is not reached after so many epochs, a sentence."""
        if "optimizer" not in self.free:
            return "Try another penalty or another strength."
        if epochs >= self.most_epochs:
            return f"No epochs are left, since {self.most_epochs} is the limit: change the optimizer, the rate or the network."
        return ("Look at the test curve: if it still falls, go on from there; if it has been lower, reset and pause sooner. "
                "And what do the maps say?")


def attempt(goal, answer):
    """Return what becomes of an answer, trained anew, as plain data: setting, epochs, losses; or "problem", a sentence.

    A setting that the goal refuses is not trained, and has no losses.

    answer: what `reached` of a playground or its view gives, such a playground or view, or (setting, epochs).
    """
    try:
        setting, epochs = _named(answer)
        state = PlaygroundState.from_text(setting)
    except PlaygroundError as error:
        return {"problem": str(error)}
    seen = {"setting": state.text(), "epochs": epochs}
    if _refusal(goal, state, epochs):
        return seen
    trained = Playground(state).run(epochs)
    stopped = {"stopped": trained.stopped} if trained.stopped else {}
    return seen | {"training loss": trained.training_loss, "test loss": trained.test_loss} | stopped


def changed(goal, state):
    """Return the names of the settings that differ from those of the goal and are not free, a list."""
    begin = PlaygroundState.from_text(goal.begin)
    names = [field.name for field in fields(state) if field.name not in goal.free + PICTURE]
    names = [name for name in names if name != "own" or state.data == "own"]
    return [name for name in names if getattr(state, name) != getattr(begin, name)]


def _named(answer):
    """Return (setting, epochs) that an answer names; PlaygroundError where it does not."""
    answer = getattr(answer, "reached", answer)
    if isinstance(answer, dict) and {"setting", "epochs"} <= set(answer):
        answer = answer["setting"], answer["epochs"]
    if isinstance(answer, str) and answer.strip().startswith("{"):
        raise PlaygroundError("This looks like a dictionary, and is text: no quotes around the braces, only "
                              'inside of them: {"setting": "data=...", "epochs": 100}.')
    if isinstance(answer, (str, PlaygroundState)):
        raise PlaygroundError(f"This is a setting alone; the check must also know how many epochs to train. {HOW}")
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        raise PlaygroundError(f"This does not say what was reached. {HOW}")
    setting, epochs = answer
    if isinstance(setting, PlaygroundState):
        setting = setting.text()
    whole = isinstance(epochs, (int, float, np.number)) and not isinstance(epochs, bool) and epochs == np.round(epochs)
    if not whole or epochs < 0:
        raise PlaygroundError(f"The epochs are {str(epochs)[:30]!r}; they must be a whole number from 1 on. {HOW}")
    return setting, int(epochs)


def _refusal(goal, state, epochs):
    """Return why a setting is not trained at all, a sentence, or an empty text."""
    others, parameters = changed(goal, state), count_parameters(len(state.inputs), state.hidden)
    if others:
        return f"Only some settings are yours to change here; {' and '.join(others)} must stay as in {goal.begin!r}."
    if not goal.least_epochs <= epochs <= goal.most_epochs:
        return f"It was trained for {epochs} epochs; from {goal.least_epochs} to {goal.most_epochs} are allowed here."
    if "batch" in goal.free and state.batch != "all" and state.batch < LEAST_BATCH:
        return f"The batch has {state.batch} points; at least {LEAST_BATCH} are asked for, so that the check is not slow."
    if parameters > goal.most_parameters:
        return f"This network has {parameters} parameters; at most {goal.most_parameters} are allowed here."
    return ""


# What the `when` of a known mistake asks of what `attempt` saw; `expected` is what it saw of the right answer.

def _state(got):
    return PlaygroundState.from_text(got["setting"])


def several_changed(goal):
    """Return a condition: two or more settings were changed that were not free."""
    return lambda got, expected: len(changed(goal, _state(got))) > 1


def changes(goal, *names):
    """Return a condition: one of these settings was changed, which was not free."""
    return lambda got, expected: bool(set(names) & set(changed(goal, _state(got))))


def trained_for(goal, least, most):
    """Return a condition: nothing was changed that was not free, and the epochs are from `least` to `most`."""
    return lambda got, expected: not changed(goal, _state(got)) and least <= got["epochs"] <= most


def too_long(goal):
    """Return a condition: nothing was changed that was not free, and there are more epochs than the goal allows."""
    return trained_for(goal, goal.most_epochs + 1, float("inf"))


def too_many_parameters(goal):
    """Return a condition: more parameters than the goal allows, everything else being in order."""
    return lambda got, expected: "parameters;" in (goal.accept(got, expected) or "")


def with_layers(condition, most_layers=6, first=8, activation=None):
    """Return a condition: `condition`, and at most so many hidden layers, and neurons in the first, of such an activation."""
    def holds(got, expected):
        state = _state(got)
        return (condition(got, expected) and len(state.hidden) <= most_layers and max(state.hidden[:1], default=0) <= first
                and activation in (None, state.activation))
    return holds


def between(low, high):
    """Return a condition: the test loss lies between two values."""
    return lambda got, expected: low < got["test loss"] < high


def broke(got, expected):
    """Return whether the training broke."""
    return "stopped" in got


def worse_than_guessing(got, expected):
    """Return whether the test loss is above that of guessing."""
    return got["test loss"] > 1.15 * GUESSING[1]


def guesses(got, expected):
    """Return whether training ended at the loss of guessing, on both sides."""
    return all(GUESSING[0] < got[side] < GUESSING[1] for side in ("training loss", "test loss"))


def only_training(goal):
    """Return a condition: the training loss is below the bound, the test loss is far above it."""
    return lambda got, expected: got["training loss"] < goal.below and got["test loss"] > 1.5 * goal.below


def nearly(goal):
    """Return a condition: the test loss is at most a third above the bound."""
    return lambda got, expected: goal.below <= got["test loss"] <= 4 / 3 * goal.below
