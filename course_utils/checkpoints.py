"""Checkpoints: results of training that differ a little from machine to machine, shown with the bound that they must meet."""
import html
import math
import re
from dataclasses import dataclass

from course_utils import settings
from course_utils.notebook import show_both

AT_LEAST, AT_MOST = "at least", "at most"
MET, NOT_MET, NOT_JUDGED = "met", "not met", "not judged"
_SIGNS = {MET: ("✓", "#009E73"), NOT_MET: ("✗", "#D55E00"), NOT_JUDGED: ("○", "#8c8c8c")}


@dataclass(frozen=True)
class Checkpoint:
    """A result and whether it meets its bound; true as a value where it does.

    `bound` is None where none is stated for this variant of the data and this profile; `direction` says on which side of
    it the value must lie, "at least" or "at most".
    """

    id: str
    value: float
    variant: str
    profile: str
    bound: float | None
    direction: str = AT_LEAST

    @property
    def met(self):
        """Return whether the value meets the bound, or None where there is no bound."""
        return None if self.bound is None else self._meets(self.value)

    @property
    def outcome(self):
        """Return the word for it: met, not met or not judged."""
        return {True: MET, False: NOT_MET, None: NOT_JUDGED}[self.met]

    def __bool__(self):
        return self.met is True

    def __str__(self):
        stated = (f"{self.direction} {self.bound:.10g}" if self.bound is not None else
                  f"no bound{f' for data {self.variant}' if self.variant else ''} at profile {self.profile}")
        # The form is fixed: authoring/nbval_sanitize.cfg takes out the value, and nothing else, for comparisons.
        return f"Checkpoint {self.id}: {self._value_text()}, {stated}: {self.outcome}."

    def _ipython_display_(self):
        """Show nothing: `checkpoint` has displayed it already, and once is enough."""

    def facts(self):
        """Return what `course run` collects, as plain data."""
        return {"id": self.id, "value": self.value, "variant": self.variant, "profile": self.profile, "bound": self.bound,
                "direction": self.direction, "met": self.met}

    def _meets(self, value):
        return value >= self.bound if self.direction == AT_LEAST else value <= self.bound

    def _value_text(self):
        """Return the value to four significant digits, or to as many as it takes to tell it from a bound it misses."""
        before_the_point = min(len(f"{abs(self.value):.0f}"), 17)
        texts = (f"{self.value:.{digits}g}" for digits in range(max(4, before_the_point), 18))
        return next(text for text in texts if self.bound is None or self._meets(float(text)) == self.met)


def checkpoint(id, value, bounds, variant=""):
    """Return the Checkpoint of a result, after showing it; it is true where the value meets its bound.

    Args:
        id: its number, lesson and checkpoint, such as "09.1".
        value: the result, one finite number.
        bounds: {(variant, profile): bound}, such as {("official", "standard"): 0.975}; a bound is a number that the value
            must at least reach, or ("at most", number). The profile is the one set by COURSE_PROFILE.
        variant: which data it was measured on: the Dataset itself, or the name of its variant; "" where that is always
            the same.

    A value that misses its bound raises nothing. TypeError or ValueError where id, value or bounds cannot be used.
    """
    if not isinstance(id, str) or not re.fullmatch(r"\d\d\.\d{1,2}", id):
        raise ValueError(f"The checkpoint is numbered {id!r}; it must be a text such as \"09.1\", lesson and checkpoint.")
    variant = getattr(variant, "variant", variant)
    checked = _checked_bounds(id, bounds)
    directions = {direction for direction, _ in checked.values()}
    direction, bound = checked.get((variant, settings.profile()), (min(directions, default=AT_LEAST), None))
    found = Checkpoint(id, _checked_value(id, value), variant, settings.profile(), bound, direction)
    show_both(str(found), _markup(found), {"course": {"checkpoint": found.facts()}})
    return found


def _markup(found):
    sign, colour = _SIGNS[found.outcome]
    return (f'<div style="border-left:5px solid {colour}; padding:0.3em 0.8em" role="status">'
            f'<span style="color:{colour}" aria-hidden="true">{sign}</span> {html.escape(str(found))}</div>')


def _checked_value(id, value):
    if isinstance(value, (str, bytes, bool)) or getattr(value, "shape", ()) != ():
        raise TypeError(f"Checkpoint {id} was given {type(value).__name__} {value!r:.60}; it needs one number, such as an "
                        "accuracy. Take the number out of what holds it, or measure it first.")
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise TypeError(f"Checkpoint {id} was given {type(value).__name__}; it needs one number, such as an "
                        "accuracy.") from None
    if not math.isfinite(number):
        raise ValueError(f"Checkpoint {id} was given {number}; it needs a finite number. Look for an overflow or a division "
                         "by zero where it was computed: a learning rate that is too large is a common cause.")
    return number


def _checked_bounds(id, bounds):
    """Return {(variant, profile): (direction, number)}; TypeError or ValueError that shows the entry which is not."""
    if not isinstance(bounds, dict):
        raise TypeError(f"The bounds of checkpoint {id} are {type(bounds).__name__}; they must be a dictionary such as "
                        '{("official", "standard"): 0.975}, with one entry for each variant and profile.')
    for key in bounds:
        if not (isinstance(key, tuple) and len(key) == 2 and isinstance(key[0], str) and key[1] in settings.PROFILES):
            raise ValueError(f"The bounds of checkpoint {id} have the key {key!r}; it must be (variant, profile), where the "
                             f"profile is one of {', '.join(settings.PROFILES)}.")
    return {key: _checked_bound(id, bound) for key, bound in bounds.items()}


def _checked_bound(id, bound):
    direction, number = bound if isinstance(bound, tuple) and len(bound) == 2 else (AT_LEAST, bound)
    is_number = isinstance(number, (int, float)) and not isinstance(number, bool) and math.isfinite(number)
    if direction not in (AT_LEAST, AT_MOST) or not is_number:
        raise ValueError(f"Checkpoint {id} has the bound {bound!r}; it must be a number, or (\"at most\", number).")
    return direction, number
