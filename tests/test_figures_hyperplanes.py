"""Hyperplanes: a line among points of the plane, a plane among points of space."""
import matplotlib.pyplot as plt
import numpy as np
import pytest
from mpl_toolkits.mplot3d import Axes3D

from course_utils.figures import plot_hyperplane

FLAT = np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 5.0], [4.0, 6.0]])
CUBE = np.array([[x, y, z] for x in (0.0, 1.0) for y in (0.0, 1.0) for z in (0.0, 1.0)])


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_a_line_through_the_plane_is_where_the_sum_is_zero():
    points, line = plot_hyperplane(FLAT, [1.4, -1], 0.5).get_lines()
    assert points.get_xydata().tolist() == FLAT.tolist()
    for place in (line.get_xy1(), line.get_xy2()):
        assert np.dot(place, [1.4, -1]) + 0.5 == pytest.approx(0)


@pytest.mark.parametrize("weights, bias", [((1.0, -0.5, -1.0), 0.5), ((3.0, 1.0, 0.0), -2.0), ((0.0, 1.0, 0.2), -0.5)])
def test_every_drawn_place_of_a_plane_has_the_sum_zero_and_lies_in_the_box(weights, bias, monkeypatch):
    drawn = []
    monkeypatch.setattr(Axes3D, "plot_surface", lambda ax, *sheets, **options: drawn.extend(sheets))
    plot_hyperplane(CUBE, weights, bias)
    places = np.stack(drawn, axis=-1).reshape(-1, 3)
    places = places[np.isfinite(places).all(axis=1)]
    assert len(places) > 100 and np.allclose(places @ weights + bias, 0)
    assert places.min() >= -1e-9 and places.max() <= 1 + 1e-9


def test_classes_look_different_and_axes_are_named():
    ax = plot_hyperplane(CUBE, [1, 0, 0], -0.5, labels=CUBE[:, 0].astype(int), axis_labels=["a", "b", "c"], title="split")
    zero, one = ax.get_lines()
    assert zero.get_marker() != one.get_marker() and zero.get_color() != one.get_color()
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_zlabel(), ax.get_title()) == ("a", "b", "c", "split")


def test_a_plane_is_not_looked_at_along_its_edge():
    ax = plot_hyperplane(CUBE, [1.0, -0.5, -1.0], 0.5)
    elevation, turn = np.radians([ax.elev, ax.azim])
    towards = np.array([np.cos(elevation) * np.cos(turn), np.cos(elevation) * np.sin(turn), np.sin(elevation)])
    normal = np.array([1.0, -0.5, -1.0])
    assert abs(towards @ normal) / np.linalg.norm(normal) > 0.2


@pytest.mark.parametrize("points, weights, labels, says", [
    (FLAT, [1, 2, 3], None, "(4, 2)"), (np.ones((3, 4)), [1] * 4, None, "(3, 4)"), (FLAT, [0, 0], None, "not all zero"),
    (FLAT, [1, 1], [0, 1], "4 points"),
])
def test_what_cannot_be_drawn_is_named(points, weights, labels, says):
    with pytest.raises(ValueError) as raised:
        plot_hyperplane(points, weights, 0, labels=labels)
    assert says in str(raised.value)
