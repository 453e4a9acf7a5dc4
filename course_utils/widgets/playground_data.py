"""The data of the playground: points of a plane with a class or a number, made from the seed of a state, split in two.

RandomState instead of Generator, because NumPy promises that its numbers never change: a setting that is passed on gives
the same points in years to come.
"""
from dataclasses import dataclass

import numpy as np

from course_utils.widgets.playground_state import REACH

RADIUS = 5.0        # of the circle and the spiral; half the side of the square of xor
TURNS = 1.75        # of an arm of the spiral
PADDING = 0.3       # how far the points of xor keep away from the axes
JITTER = 2.0        # noise of 50 percent moves points by a normal variable with a deviation of half of this
DECIMALS = 6        # sine and logarithm differ between machines, but only far behind the sixth decimal
HILLS = ((-4.0, 2.5, 1.0), (0.0, 2.5, -1.0), (4.0, 2.5, 1.0), (-4.0, -2.5, -1.0), (0.0, -2.5, 1.0), (4.0, -2.5, -1.0))
WIDTH = 2.0         # a hill ends this far from its top
STREAM = 8          # sets these random numbers apart from those of other lessons with the same seed


@dataclass(frozen=True)
class PlaygroundData:
    """Points of a plane and what is to be said of them.

    points: (examples, 2) of float64 in [-6, 6]; targets: (examples,) of float64, -1 or 1 for the classes, from -1 to 1 for
    regression; in_training: (examples,) of bool, true for the examples that are trained on, false for the test.
    """

    points: np.ndarray
    targets: np.ndarray
    in_training: np.ndarray

    def side(self, training):
        """Return (points, targets) of the training examples, or where `training` is false of the test examples."""
        rows = self.in_training == training
        return self.points[rows], self.targets[rows]


def make_data(state):
    """Return the PlaygroundData of a PlaygroundState; the same state gives the same numbers.

    Where there are two classes, both are split in the same proportion, and each has an example on either side.
    """
    random = np.random.RandomState([STREAM, state.seed])
    if state.data == "own":
        points = np.array([point[:2] for point in state.own])
        targets = np.array([1.0 if point[2] == "A" else -1.0 for point in state.own])
    else:
        points, targets = MAKERS[state.data](state.examples, random)
        points, targets = _with_noise(points, targets, state, random)
    return PlaygroundData(points, targets, _split(targets, state, random))


def features(points, inputs):
    """Return what the network is given, (examples, inputs) of float64: a column for each name of `inputs`, in order.

    points: (examples, 2). Nothing is scaled: squares and the product go up to 36, sines from -1 to 1.
    """
    x1, x2 = points[:, 0], points[:, 1]
    columns = {"x1": lambda: x1, "x2": lambda: x2, "x1^2": lambda: x1 * x1, "x2^2": lambda: x2 * x2, "x1x2": lambda: x1 * x2,
               "sin1": lambda: np.sin(x1), "sin2": lambda: np.sin(x2)}
    return np.stack([columns[name]() for name in inputs], axis=1)


def grid(resolution):
    """Return the middles of resolution x resolution cells of the plane, (resolution^2, 2): rows from x2 = 6 downwards."""
    places = (np.arange(resolution) + 0.5) / resolution * 2 * REACH - REACH
    x1, x2 = np.meshgrid(places, places[::-1])
    return np.stack([x1.ravel(), x2.ravel()], axis=1)


def circle(count, random):
    """Return a disc of class 1, radius 0 to 2.5, in a ring of class -1, radius 3.5 to 5; radius and angle are uniform."""
    targets = _alternating(count)
    share = random.uniform(size=count)
    radius = np.where(targets > 0, 0.5 * RADIUS * share, RADIUS * (0.7 + 0.3 * share))
    return _around(radius, random.uniform(0, 2 * np.pi, count)), targets


def xor(count, random):
    """Return points of the square from -5 to 5, none within 0.3 of an axis; class 1 where x1 x2 > 0, else -1."""
    points = random.uniform(-RADIUS, RADIUS, (count, 2))
    points += np.where(points > 0, PADDING, -PADDING)
    return points, np.where(points.prod(axis=1) > 0, 1.0, -1.0)


def gaussians(count, random):
    """Return two round clouds, class 1 around (2, 2) and class -1 around (-2, -2), with a standard deviation of 0.7."""
    targets = _alternating(count)
    return 2 * targets[:, None] + random.normal(0, 0.7, (count, 2)), targets


def spiral(count, random):
    """Return two arms, at the share s along the arm (5 s sin t, 5 s cos t) with t = 1.75 * 2 pi s, for class -1 plus pi.

    s = (i + u) / n for the points i = 0 ... n - 1 of an arm, u uniform from 0 to 1.
    """
    targets = _alternating(count)
    along = (np.arange(count) // 2 + random.uniform(size=count)) / ((count + 1) // 2)
    turn = 2 * np.pi * TURNS * along + np.where(targets > 0, 0, np.pi)
    return _around(RADIUS * along, np.pi / 2 - turn), targets


def plane(count, random):
    """Return points of the square from -6 to 6 with the number (x1 + x2) / 12, which lies between -1 and 1."""
    points = random.uniform(-REACH, REACH, (count, 2))
    return points, points.sum(axis=1) / (2 * REACH)


def multi_gaussian(count, random):
    """Return points of the square from -6 to 6 with the height of six hills and hollows, between -1 and 1.

    A hill is 1 (a hollow -1) at its place in HILLS and falls in a straight line to 0 at the distance 2; the larger counts.
    """
    points = random.uniform(-REACH, REACH, (count, 2))
    tops = np.array(HILLS)
    distances = np.linalg.norm(points[:, None] - tops[:, :2], axis=2)  # (count, hills)
    heights = tops[:, 2] * np.clip(1 - distances / WIDTH, 0, 1)
    return points, heights[np.arange(count), np.abs(heights).argmax(axis=1)]


MAKERS = {"circle": circle, "xor": xor, "gaussians": gaussians, "spiral": spiral, "plane": plane,
          "multi-gaussian": multi_gaussian}


def _alternating(count):
    """Return the classes 1, -1, 1, ... of `count` examples."""
    return np.where(np.arange(count) % 2 == 0, 1.0, -1.0)


def _around(radius, angle):
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _with_noise(points, targets, state, random):
    """Return points and targets with noise: classes keep their target and move, numbers are moved themselves.

    The noise is normal; at 50 percent its standard deviation is 1 for each coordinate, and 0.5 for a number.
    """
    level = state.noise / 100
    if state.problem == "classification":
        points = points + JITTER * level * random.normal(size=points.shape)
    else:
        targets = np.clip(targets + level * random.normal(size=len(targets)), -1, 1)
    return np.round(np.clip(points, -REACH, REACH), DECIMALS), np.round(targets, DECIMALS)


def _split(targets, state, random):
    """Return which examples are trained on: the share that the state says, at random, of each class alike."""
    in_training = np.zeros(len(targets), dtype=bool)
    groups = np.sign(targets) if state.problem == "classification" else np.zeros(len(targets))
    for group in np.unique(groups):
        rows = random.permutation(np.flatnonzero(groups == group))
        in_training[rows[:int(np.clip(round(len(rows) * state.share / 100), 1, len(rows) - 1))]] = True
    return in_training
