"""The declaration of an exercise, and the register of all that have been declared."""
import importlib
import random
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from course_utils.checks.accept import close
from course_utils.checks.probes import value

LEVELS = ("core", "stretch")
_REGISTER = {}


class UnknownExercise(LookupError):
    """No exercise has this number; the message lists those of the lesson."""


@dataclass(frozen=True)
class Mistake:
    """A known wrong answer and the sentence that explains it.

    `wrong` answers as the mistaken learner would. It is recognised where it agrees with the answer on all probes, or, for
    noisy results, where `when(got, expected)` is true of the plain data of every probe.
    """

    sentence: str
    wrong: object
    when: object = None


@dataclass(frozen=True, eq=False)
class Exercise:
    """All that a check needs to know of one exercise; see `exercise` for the fields."""

    id: str
    right: object
    probes: tuple
    accept: object
    points: int
    level: str
    seconds: float
    mistakes: tuple
    also_right: tuple
    random_probes: object
    further: bool

    @property
    def lesson(self):
        """The number of the lesson."""
        return int(self.id.split(".")[0])

    def all_probes(self):
        """Return the declared probes and the random ones, which are the same in every run."""
        if self.random_probes is None:
            return self.probes
        return self.probes + tuple(self.random_probes(np.random.default_rng(zlib.crc32(self.id.encode()))))


def mistake(sentence, wrong, when=None):
    """Return a known mistake: `sentence` explains it to the learner, `wrong` is an answer that makes it."""
    if len(sentence.split()) < 4:
        raise ValueError(f"The sentence of a mistake must explain it; this one is {sentence!r}.")
    return Mistake(sentence, wrong, when)


def exercise(id, *, right, probes=None, accept=None, points=1, level="core", seconds=5, mistakes=(), also_right=(),
             random_probes=None, further=False):
    """Declare an exercise, and return it.

    Args:
        id: its number, such as "6.3", never given to another exercise again.
        right: the right answer: a function, a class, a number, a choice, a set, a model builder.
        probes: how answers are observed: a list of `call(...)`, `script(...)`, or nothing for the value itself.
        accept: how what was observed is compared with what `right` gives; `close()` unless told.
        points: what it counts.
        level: "core" or "stretch".
        seconds: how long the answer may take over all probes.
        mistakes: known mistakes, the more special ones first.
        also_right: answers written differently that must pass, too; the tests try them.
        random_probes: a function of a NumPy generator that returns further probes; always the same ones.
        further: whether it belongs to the lesson's companion.
    """
    if not re.fullmatch(r"\d{1,2}\.\d{1,2}", id) or id in _REGISTER:
        raise ValueError(f"{id!r} is not a free exercise number of the form lesson.exercise, such as '6.3'.")
    if level not in LEVELS:
        raise ValueError(f"Exercise {id} has the level {level!r}; it must be one of {', '.join(LEVELS)}.")
    _REGISTER[id] = Exercise(id, right, tuple(probes or [value()]), accept or close(), points, level, seconds,
                             tuple(mistakes), tuple(also_right), random_probes, further)
    return _REGISTER[id]


def forget(id):
    """Take an exercise out of the register; for tests that declare their own."""
    _REGISTER.pop(id, None)


def lessons_with_exercises():
    """Return the numbers of the lessons for which this package has exercises, in order."""
    names = [path.stem for path in Path(__file__).parent.glob("lesson_*.py")]
    return sorted({int(name.split("_")[1]) for name in names})


def exercises_of(lesson):
    """Return the exercises of a lesson by number, importing the modules `lesson_NN` and `lesson_NN_further`."""
    for path in sorted(Path(__file__).parent.glob(f"lesson_{lesson:02d}*.py")):
        importlib.import_module(f"course_utils.checks.{path.stem}")
    found = [entry for entry in _REGISTER.values() if entry.lesson == lesson]
    return sorted(found, key=lambda entry: int(entry.id.split(".")[1]))


def find_exercise(id):
    """Return the exercise of this number; UnknownExercise, with those that there are, where there is none."""
    if not isinstance(id, str) or not re.fullmatch(r"\d{1,2}\.\d{1,2}", id.strip()):
        raise UnknownExercise(f"{id!r} is not the number of an exercise; it is written as text, such as \"6.3\".")
    lesson = int(id.split(".")[0])
    known = {entry.id: entry for entry in exercises_of(lesson)}
    if id.strip() not in known:
        listed = ", ".join(known) or "none"
        raise UnknownExercise(f"There is no exercise {id}. Lesson {lesson:02d} has: {listed}.")
    return known[id.strip()]


def seeded(function, seed=0):
    """Return `function()` computed with Python's and NumPy's global generators seeded, and put back afterwards."""
    numpy_state, python_state = np.random.get_state(), random.getstate()
    np.random.seed(seed)
    random.seed(seed)
    try:
        return function()
    finally:
        np.random.set_state(numpy_state)
        random.setstate(python_state)
