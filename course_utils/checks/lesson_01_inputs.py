"""Exercises of lesson 01, learning from data: polar coordinates, and which scores leak."""
import numpy as np

from course_utils.checks import call, exercise, mistake, same_set
from course_utils.checks.answers_01 import polar, same_polar

_POINTS = np.array([[3.0, 4.0], [-3.0, 4.0], [-1.0, -1.0], [0.0, -2.0], [0.5, -0.5]])


def _columns(radii, angles):
    return np.stack([radii, angles], axis=1)


def _radii(points):
    return polar(points)[:, 0]


def _angles(points):
    return polar(points)[:, 1]


_OVERWRITTEN = "The angle is computed from the radius that was written over x1. Compute both before you replace anything."


def _overwritten(points):
    """Return a copy of the points, of their kind, in which the radius is written over x1 before the angle is computed."""
    result = points.copy()
    result[:, 0] = _radii(points)
    result[:, 1] = np.arctan2(result[:, 1], result[:, 0])
    return result


def _cut_to(points):
    """Return the right numbers, written into an array of the kind of the points."""
    result = np.empty_like(points)
    result[:] = polar(points)
    return result


exercise(
    "1.6", right=polar, points=2, accept=same_polar, probes=[call(_POINTS), call(np.array([[3, 4], [-1, 1], [0, -2]]))],
    random_probes=lambda random: [call(random.normal(size=(7, 2)))],
    also_right=[
        lambda points: np.array([[np.hypot(x, y), np.arctan2(y, x)] for x, y in points]),
        lambda points: _columns(np.linalg.norm(points, axis=1), np.arctan2(points[:, 1], points[:, 0]) % (2 * np.pi)),
        lambda points: (lambda z: _columns(np.abs(z), np.angle(z)))(points[:, 0] + 1j * points[:, 1]),
    ],
    mistakes=[
        mistake("arctan2 takes the second coordinate first: np.arctan2(x2, x1). Yours measures the angle from the other axis.",
                lambda points: _columns(polar(points)[:, 0], np.arctan2(points[:, 0], points[:, 1]))),
        mistake("arctan of the quotient cannot tell a point from the one opposite to it. Use np.arctan2(x2, x1).",
                lambda points: _columns(polar(points)[:, 0], np.arctan(points[:, 1] / np.where(
                    points[:, 0] == 0, 1e-300, points[:, 0])))),
        mistake("The angles are in degrees. Radians are asked for, as arctan2 gives them.",
                lambda points: polar(points) * [1, 180 / np.pi]),
        mistake("The radius is squared: a square root is missing.", lambda points: _columns((points ** 2).sum(axis=1),
                                                                                          polar(points)[:, 1])),
        mistake("The columns are exchanged: the radius first, then the angle.", lambda points: polar(points)[:, ::-1]),
        mistake("Radii and angles are in rows. One point is one row: np.stack([...], axis=1), or column_stack.",
                lambda points: polar(points).T),
        mistake("The radius is the root of the sum of the squares, not the sum of the coordinates.",
                lambda points: _columns(points.sum(axis=1), polar(points)[:, 1])),
        mistake("The radius is the root of the sum of the squares, not the sum of the sizes of the coordinates.",
                lambda points: _columns(np.abs(points).sum(axis=1), polar(points)[:, 1])),
        mistake("This is one radius for all points together. Sum the squares along each row: axis=1.",
                lambda points: _columns(np.full(len(points), np.linalg.norm(points)), polar(points)[:, 1])),
        mistake("Only the radii are here. They are enough for the rings, but the angle is asked for, too.",
                lambda points: polar(points)[:, 0]),
        mistake("The points are as they were. Replace the coordinates by radius and angle.", lambda points: points.copy()),
        mistake("Two arrays, one after the other. Put them side by side as columns: np.stack([radii, angles], axis=1).",
                lambda points: (polar(points)[:, 0], polar(points)[:, 1])),
        mistake("What follows the point is cut off: np.empty_like(points) holds whole numbers only where the points are whole. "
                "Put two new arrays together: np.stack([...], axis=1).", _cut_to),
        mistake(_OVERWRITTEN, lambda points: _columns(_radii(points), np.arctan2(points[:, 1], _radii(points)))),
        mistake(f"{_OVERWRITTEN} (A copy of whole numbers also cuts off what follows the point.)", _overwritten),
        mistake("reshape cuts the numbers in the order in which they lie, first all radii: rows are mixed up. Put the arrays "
                "side by side: np.stack([...], axis=1).",
                lambda points: np.array([_radii(points), _angles(points)]).reshape(-1, 2)),
        mistake("This angle is the same above and below the first axis. Use np.arctan2, with the signs of both coordinates.",
                lambda points: _columns(_radii(points), np.abs(_angles(points)))),
        mistake("This angle is the same for a point and its mirror images. Use np.arctan2, with the signs of both coordinates.",
                lambda points: _columns(_radii(points), np.arctan2(np.abs(points[:, 1]), np.abs(points[:, 0])))),
        mistake("The angle is divided by pi. Radians are asked for, as arctan2 gives them.",
                lambda points: polar(points) * [1, 1 / np.pi]),
        mistake("The coordinates are added before they are squared. Square each first, then add.",
                lambda points: _columns(np.abs(points.sum(axis=1)), _angles(points))),
        mistake("The angle has the wrong sign: it grows counter-clockwise from the first axis.",
                lambda points: polar(points) * [1, -1]),
    ],
)

_NEIGHBOURS = "An hour is much like the hour before and after it, which are in the training part: A leaks, too."
_CHOSEN = "In C the choice of measurements has seen the labels of the test part: it leaks, too."
_PEOPLE = "B is clean: whoever is held out has no recording in the training part. That is a split by group."
_FORECAST = "D is clean: it is tested on what lies ahead, with inputs that are known in time. That is how it will be used."


def _letters(got, expected):
    """Return None where a set, a list or an array has the expected letters, else why not."""
    return same_set("A", "B", "C", "D")(got.tolist() if isinstance(got, np.ndarray) else got, expected)


exercise(
    "1.7", right={"A", "C"}, accept=_letters, also_right=[["c", "a"], ("A", "C"), np.array(["A", "C"])],
    mistakes=[
        mistake(_CHOSEN, {"A"}),
        mistake(_NEIGHBOURS, {"C"}),
        mistake(_PEOPLE, {"A", "B", "C"}),
        mistake(_FORECAST, {"A", "C", "D"}),
        mistake(f"{_PEOPLE} {_FORECAST}", {"A", "B", "C", "D"}),
        mistake("These are the two clean ones. The leaking ones are asked for.", {"B", "D"}),
        mistake(f"{_PEOPLE} And one is missing. {_CHOSEN}", {"A", "B"}),
        mistake(f"{_PEOPLE} And one is missing. {_NEIGHBOURS}", {"B", "C"}),
        mistake(f"{_FORECAST} And one is missing. {_CHOSEN}", {"A", "D"}),
        mistake(f"{_FORECAST} And one is missing. {_NEIGHBOURS}", {"C", "D"}),
        mistake("The set is empty; at least one of the four leaks.", set()),
        mistake("`{}` is an empty dictionary. A set has its members between the brackets, and at least one of the four leaks.",
                {}, when=lambda got, right: isinstance(got, dict) and not got),
        mistake(f"{_PEOPLE} {_FORECAST} And one is missing. {_CHOSEN}", {"A", "B", "D"}),
        mistake(f"{_PEOPLE} {_FORECAST} And one is missing. {_NEIGHBOURS}", {"B", "C", "D"}),
        mistake(f"{_PEOPLE} Two others leak.", {"B"}),
        mistake(f"{_FORECAST} Two others leak.", {"D"}),
    ],
)
