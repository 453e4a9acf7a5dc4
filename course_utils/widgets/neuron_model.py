"""A neuron with two inputs: what it computes, said in numbers and in words."""
import math
from dataclasses import dataclass

# Two groups that a line can tell apart; the neuron should fire for those with a 1.
EXAMPLES = ((-1.6, -0.4, 0), (-0.8, -1.5, 0), (0.4, -0.9, 0), (1.5, -1.7, 0),
            (-1.2, 1.5, 1), (0.3, 1.8, 1), (1.0, 0.6, 1), (1.8, 1.3, 1))
NAMES = ("x1", "x2", "w1", "w2", "bias")
FARTHEST = 100.0  # what sliders and drawings can still show


def number(value):
    """Return a number with two decimals and a true minus sign, and -0.00 as 0.00."""
    return f"{round(float(value), 2) + 0.0:.2f}".replace("-", "\N{MINUS SIGN}")


def _factor(value):
    """Return a number as it is written in a product: in brackets if it is negative."""
    return f"({number(value)})" if number(value)[0] == "\N{MINUS SIGN}" else number(value)


@dataclass
class NeuronModel:
    """A sigmoid neuron with the inputs x1, x2, the weights w1, w2 and a bias.

    `points` are examples (x1, x2, target), a target being 1 where the neuron should fire and 0 where it should not.
    Raises ValueError for a number that is not finite or beyond 100, and for points of another form.
    """

    x1: float = 0.4
    x2: float = 0.2
    w1: float = 1.0
    w2: float = -0.5
    bias: float = 0.5
    points: tuple = EXAMPLES

    def __post_init__(self):
        self.points = tuple(tuple(point) for point in self.points)
        for point in self.points:
            if len(point) != 3 or point[2] not in (0, 1):
                raise ValueError(f"A point is {point!r}; it must be (x1, x2, target), the target 0 or 1.")
        values = [getattr(self, name) for name in NAMES] + [value for point in self.points for value in point]
        for value in values:
            if not -FARTHEST <= value <= FARTHEST:  # false for nan, too
                raise ValueError(f"A number of the neuron is {value!r}; it must lie between -100 and 100.")

    def net(self, x1, x2):
        """Return the weighted sum w1 x1 + w2 x2 + bias for one input."""
        return self.w1 * x1 + self.w2 * x2 + self.bias

    @property
    def output(self):
        """The neuron's answer to its inputs, sigmoid(net), in (0, 1)."""
        net = self.net(self.x1, self.x2)
        # Two forms of one formula: each takes exp of a negative number only, which cannot overflow.
        return 1 / (1 + math.exp(-net)) if net >= 0 else math.exp(net) / (1 + math.exp(net))

    @property
    def fires(self):
        """Whether the answer is above one half, which is where the weighted sum is above zero."""
        return self.net(self.x1, self.x2) > 0

    @property
    def right(self):
        """How many of the points are on their side of the decision line."""
        return sum((self.net(x1, x2) > 0) == bool(target) for x1, x2, target in self.points)

    def formula(self):
        """Return the whole computation for the inputs as a line of text, with its numbers."""
        terms = f"{_factor(self.w1)} × {_factor(self.x1)} + {_factor(self.w2)} × {_factor(self.x2)} + {_factor(self.bias)}"
        net = number(self.net(self.x1, self.x2))
        return f"{terms} = {net}; sigmoid({net}) = {self.output:.3f}: {'fires' if self.fires else 'does not fire'}"

    def description(self):
        """Return in words what the drawing of this neuron shows, for those who cannot see it."""
        line = f"{number(self.w1)} x1 + {_factor(self.w2)} x2 + {_factor(self.bias)} = 0"
        halves = f"The decision line {line}; the neuron fires on the shaded side of it."
        if self.w1 == 0 and self.w2 == 0:
            side = "everywhere" if self.bias > 0 else "nowhere"
            halves = f"Both weights are zero, so there is no decision line: the neuron fires {side}."
        said = f"{halves} The input ({number(self.x1)}, {number(self.x2)}) is marked with a star"
        return f"{said}; {self.score()}." if self.points else f"{said}."

    def score(self):
        """Return how many points are on their side, as a clause; "" where there are no points."""
        count = len(self.points)
        return f"{self.right} of {count} points right" if count else ""
