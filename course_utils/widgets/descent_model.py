"""Gradient descent on a surface: which path it takes, and what became of it, in numbers and in words."""
import math
from dataclasses import dataclass

import numpy as np

from course_utils.widgets.neuron_model import number

OPTIMIZERS = ("plain", "momentum", "Adam")
RATES = (1e-4, 10.0)   # smallest and largest learning rate
MOST_STEPS = 500
MOMENTUM = 0.9         # the share of the velocity that is kept
BETAS = (0.9, 0.999)   # Adam's two memories
EPSILON = 1e-7
FAR = 3.0              # a path that is this many times the width of the map away from its middle is cut off
ARRIVED = 1e-3         # as high as this above a minimum counts as being there
LOOKED_BACK = 6        # steps at the end that are looked at to tell swinging from walking


@dataclass(frozen=True)
class Surface:
    """A function of two parameters: `height` and `gradient` of `theta` (2, ...), the map's ranges, its flat places."""

    height: object
    gradient: object
    x_range: tuple
    y_range: tuple
    start: tuple
    minima: tuple
    saddles: tuple = ()


def _valley(steepness, x_range, y_range, start):
    """Return the surface (theta1^2 + steepness theta2^2) / 2, whose curvatures are 1 and `steepness`."""
    return Surface(lambda theta: 0.5 * (theta[0] ** 2 + steepness * theta[1] ** 2),
                   lambda theta: np.array([theta[0], steepness * theta[1]]), x_range, y_range, start, ((0.0, 0.0),))


def _flat_places(*coefficients):
    """Return the real roots of a polynomial, in rising order."""
    return sorted(root.real for root in np.roots(coefficients) if abs(root.imag) < 1e-9)


TILT = 0.4
_LEFT, _MIDDLE, _RIGHT = _flat_places(4, 0, -4, TILT)  # where the slope of (x^2 - 1)^2 + TILT x is zero
SURFACES = {
    "bowl": _valley(1.0, (-5, 5), (-4, 4), (-4.0, 2.5)),
    "ravine": _valley(20.0, (-5, 2), (-1.5, 1.5), (-4.0, 1.0)),
    "narrow ravine": _valley(100.0, (-5, 2), (-1.5, 1.5), (-4.0, 1.0)),
    "saddle": Surface(lambda theta: 0.5 * theta[0] ** 2 - 0.5 * theta[1] ** 2 + 0.25 * theta[1] ** 4,
                      lambda theta: np.array([theta[0], theta[1] ** 3 - theta[1]]), (-2, 2), (-1.6, 1.6), (-1.8, 0.01),
                      ((0.0, -1.0), (0.0, 1.0)), ((0.0, 0.0),)),
    "two valleys": Surface(lambda theta: (theta[0] ** 2 - 1) ** 2 + TILT * theta[0] + theta[1] ** 2,
                           lambda theta: np.array([4 * theta[0] * (theta[0] ** 2 - 1) + TILT, 2 * theta[1]]),
                           (-1.8, 1.8), (-1.3, 1.3), (1.6, 1.0), ((_LEFT, 0.0), (_RIGHT, 0.0)), ((_MIDDLE, 0.0),)),
}
PRESETS = {
    "too small": {"surface": "ravine", "optimizer": "plain", "learning_rate": 0.004, "steps": 50},
    "just right": {"surface": "ravine", "optimizer": "plain", "learning_rate": 0.09, "steps": 50},
    "too large": {"surface": "ravine", "optimizer": "plain", "learning_rate": 0.105, "steps": 50},
    "narrow": {"surface": "narrow ravine", "optimizer": "plain", "learning_rate": 0.019, "steps": 100},
    "momentum": {"surface": "narrow ravine", "optimizer": "momentum", "learning_rate": 0.01, "steps": 100},
    "Adam": {"surface": "narrow ravine", "optimizer": "Adam", "learning_rate": 0.5, "steps": 100},
    "saddle": {"surface": "saddle", "optimizer": "plain", "learning_rate": 0.2, "steps": 30},
    "wrong valley": {"surface": "two valleys", "optimizer": "plain", "learning_rate": 0.05, "steps": 50},
}


@dataclass
class DescentModel:
    """Descent on one of SURFACES from a start, with an optimizer of OPTIMIZERS, a learning rate and a number of steps.

    Without a start it is the surface's own. Raises ValueError for other names, a learning rate outside of 0.0001 to 10, a
    number of steps that is not from 1 to 500, and a start that is not on the map.
    """

    surface: str = "ravine"
    optimizer: str = "plain"
    learning_rate: float = 0.09
    start: tuple | None = None
    steps: int = 50

    def __post_init__(self):
        for what, given, known in (("surface", self.surface, SURFACES), ("optimizer", self.optimizer, OPTIMIZERS)):
            if given not in known:
                raise ValueError(f"There is no {what} {given!r}; choose one of {', '.join(known)}.")
        if self.start is None:
            self.start = self.place.start
        if not RATES[0] <= self.learning_rate <= RATES[1]:  # false for nan, too
            raise ValueError(f"The learning rate is {self.learning_rate!r}; it must lie between {RATES[0]:g} and {RATES[1]:g}.")
        if self.steps not in range(1, MOST_STEPS + 1):
            raise ValueError(f"steps is {self.steps!r}; it must be a whole number from 1 to {MOST_STEPS}.")
        self.start = tuple(float(value) for value in self.start)
        ranges = self.place.x_range, self.place.y_range
        if len(self.start) != 2 or not all(low <= value <= high for value, (low, high) in zip(self.start, ranges)):
            raise ValueError(f"The start is {self.start}; it must lie on the map, {ranges[0]} and {ranges[1]}.")

    @property
    def place(self):
        """The Surface of this name."""
        return SURFACES[self.surface]

    def path(self):
        """Return the places visited, (steps + 1, 2) from the start on; fewer where it ran away and was cut off."""
        theta, state, visited = np.array(self.start), {}, [np.array(self.start)]
        for step in range(1, self.steps + 1):
            theta = theta + self._move(self.place.gradient(theta), state, step)
            visited.append(theta)
            if self._is_far(theta):
                break
        return np.array(visited)

    def _move(self, gradient, state, step):
        """Return the change of one step; `state` is what the optimizer remembers and is changed."""
        if self.optimizer == "plain":
            return -self.learning_rate * gradient
        if self.optimizer == "momentum":
            state["velocity"] = MOMENTUM * state.get("velocity", 0) - self.learning_rate * gradient
            return state["velocity"]
        for name, beta, seen in (("mean", BETAS[0], gradient), ("square", BETAS[1], gradient ** 2)):
            state[name] = beta * state.get(name, 0) + (1 - beta) * seen
        mean, square = state["mean"] / (1 - BETAS[0] ** step), state["square"] / (1 - BETAS[1] ** step)
        return -self.learning_rate * mean / (np.sqrt(square) + EPSILON)

    def _is_far(self, theta):
        ranges = np.array([self.place.x_range, self.place.y_range])
        return bool((abs(theta - ranges.mean(axis=1)) > FAR * np.ptp(ranges, axis=1)).any())

    def outcome(self, path=None):
        """Return in words what became of the path: arrived, ran away, at a saddle, swinging, or on its way."""
        path = self.path() if path is None else path
        if self._is_far(path[-1]):
            return f"it diverges: after {_counted(len(path) - 1)} it is far off the map, and the rest is cut off"
        for kind, known in (("minimum", self.place.minima), ("saddle point", self.place.saddles)):
            for flat in known:
                since = self._there_since(path, flat)
                if since is not None:
                    return self._arrival(kind, flat, since)
        return self._unfinished(path)

    def _arrival(self, kind, flat, since):
        where = f"({number(flat[0])}, {number(flat[1])})"
        if kind == "saddle point":
            return f"it is held up at the saddle point {where}, where the slope is almost zero"
        lowest = min(self.place.height(other) for other in self.place.minima)
        note = " and stays in this valley, although there is a deeper one" if self.place.height(flat) > lowest + ARRIVED else ""
        return f"it arrives at the minimum {where} after {_counted(since)}{note}"

    def _unfinished(self, path):
        moves = np.diff(path[-LOOKED_BACK - 1:], axis=0)
        turns = np.sum(moves[1:] * moves[:-1], axis=1) < 0
        if len(turns) >= 2 and turns.all():
            heights = self.place.height(path[-LOOKED_BACK - 1:].T)
            if (np.diff(heights) > 1e-6 * np.abs(heights[1:])).all():
                return "it diverges: it swings from side to side, each time to a higher place"
            return "it swings from side to side and has not arrived"
        return "it is still on its way"

    def _there_since(self, path, flat):
        """Return the first step from which on the path stays at a flat place, as high and as near, else None."""
        height = self.place.height
        there = (abs(height(path.T) - height(flat)) < ARRIVED) & (np.hypot(*(path - flat).T) < 0.2)
        return None if not there[-1] else int(len(there) - np.argmin(there[::-1]) if not there.all() else 0)

    def description(self):
        """Return in words what the drawing of this descent shows, for those who cannot see it."""
        path = self.path()
        end = ", ".join(number(value) for value in path[-1])
        return (f"{_NAMES[self.optimizer]} on the {self.surface} with learning rate {rate_text(self.learning_rate)}, "
                f"{_counted(self.steps)} from ({number(self.start[0])}, {number(self.start[1])}), height "
                f"{height_text(self.place.height(self.start))}: {self.outcome(path)}. It ends at ({end}), height "
                f"{height_text(self.place.height(path[-1]))}.")


_NAMES = {"plain": "Gradient descent", "momentum": "Descent with momentum", "Adam": "Adam"}


def _counted(steps):
    return f"{steps} step" if steps == 1 else f"{steps} steps"


def rate_text(rate):
    """Return a learning rate with three significant digits, without an exponent."""
    digits = max(0, 2 - math.floor(math.log10(rate)))
    text = f"{rate:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def height_text(height):
    """Return a height with three significant digits and a true minus sign; what rounds to 0.0000 as that."""
    text = f"{height:.4f}" if abs(height) < 1 else f"{height:,.2f}"
    return text.replace("-", "\N{MINUS SIGN}") if float(text.replace(",", "")) else text.lstrip("-")
