"""Points, regions and decision lines in the plane."""
import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.figures import plot_line, plot_points, plot_regions
from course_utils.figures.plane import GRID

POINTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
LABELS = np.array([0, 0, 0, 1])


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_each_class_has_its_points_and_its_own_look():
    zero, one = plot_points(POINTS, LABELS, names=["no", "yes"]).get_lines()
    assert zero.get_xydata().tolist() == POINTS[:3].tolist() and one.get_xydata().tolist() == [[1, 1]]
    assert zero.get_marker() != one.get_marker() and zero.get_color() != one.get_color()
    assert [zero.get_label(), one.get_label()] == ["no", "yes"]


def test_a_class_keeps_its_look_where_another_is_missing():
    alone = plot_points(POINTS, np.ones(4)).get_lines()[0]
    both = plot_points(POINTS, LABELS).get_lines()[1]
    assert (alone.get_marker(), alone.get_color()) == (both.get_marker(), both.get_color())


def test_the_shade_of_a_place_is_what_the_classifier_says_there():
    ax = plot_regions(lambda points: points[:, 0] + 2 * points[:, 1] > 1.5, POINTS, LABELS)
    mesh = ax.collections[0]
    across, up = (np.linspace(-0.12, 1.12, GRID) for _ in range(2))
    said = np.asarray(mesh.get_array()).reshape(GRID, GRID)
    assert np.array_equal(said, across[None] + 2 * up[:, None] > 1.5)


def test_the_shades_have_the_colours_of_the_classes():
    ax = plot_regions(lambda points: points[:, 0] > 0.5, POINTS, LABELS)
    shades = [ax.collections[0].to_rgba(label)[:3] for label in (0, 1)]
    assert shades[0][0] > shades[0][2] and shades[1][2] > shades[1][0]  # reddish, bluish


@pytest.mark.parametrize("weights, bias", [((3.0, -2.0), 1.0), ((0.0, 2.0), -1.0), ((2.0, 0.0), -1.0)])
def test_points_of_the_drawn_line_have_the_sum_zero(weights, bias):
    ax = plot_points(POINTS, LABELS)
    limits = ax.get_xlim(), ax.get_ylim()
    line = plot_line(weights, bias, ax=ax).get_lines()[-1]
    first, second = np.array(line.get_xy1()), np.array(line.get_xy2())
    assert np.allclose([first @ weights + bias, second @ weights + bias], 0) and not np.allclose(first, second)
    assert (ax.get_xlim(), ax.get_ylim()) == limits


@pytest.mark.parametrize("wrong, says", [
    ({"points": POINTS[:, :1]}, "shape (4, 1)"), ({"labels": LABELS[:3]}, "there are 4 points"),
    ({"labels": LABELS - 1}, "hold -1"), ({"names": ["only one"]}, "1 names"),
    ({"points": np.full((4, 2), np.nan)}, "finite"),
])
def test_what_cannot_be_drawn_is_named(wrong, says):
    with pytest.raises(ValueError) as raised:
        plot_points(**{"points": POINTS, "labels": LABELS, **wrong})
    assert says in str(raised.value)


def test_a_classifier_of_another_shape_or_other_values_is_named():
    with pytest.raises(ValueError, match="one class for each"):
        plot_regions(lambda points: points, POINTS, LABELS)
    with pytest.raises(ValueError, match="hold 0.5"):
        plot_regions(lambda points: np.full(len(points), 0.5), POINTS, LABELS)


def test_weights_of_zero_make_no_line():
    with pytest.raises(ValueError, match="make no line"):
        plot_line((0, 0), 1, ax=plot_points(POINTS, LABELS))
