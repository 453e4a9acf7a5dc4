"""A landscape seen from above, and the paths over it."""
import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.figures import plot_landscape

PATH = np.array([[-1.0, 0.5], [0.0, -0.5], [0.5, 0.0]])


def bowl(theta):
    return theta[0] ** 2 + 3 * theta[1] ** 2


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_the_contour_lines_lie_where_the_function_has_their_height():
    lines = plot_landscape(bowl, (-2, 2), (-1, 1)).collections[1]
    for level, path in zip(lines.levels, lines.get_paths()):
        assert np.allclose(bowl(path.vertices.T), level, atol=0.02)


def test_levels_are_closer_together_near_the_bottom():
    levels = plot_landscape(bowl, (-2, 2), (-1, 1)).collections[0].levels
    assert (np.diff(levels, n=2) > 0).all() and levels[0] == 0 and levels[-1] == 7


def test_a_path_is_drawn_from_its_ring_to_its_last_place_with_a_look_of_its_own():
    ax = plot_landscape(bowl, (-2, 2), (-1, 1), paths={"one": PATH, "other": PATH[::-1]})
    one, ring, end, other = ax.get_lines()[:4]
    assert np.array_equal(one.get_xydata(), PATH) and one.get_label() == "one"
    assert ring.get_xydata().tolist() == [PATH[0].tolist()] and end.get_xydata().tolist() == [PATH[-1].tolist()]
    assert one.get_color() != other.get_color() and one.get_marker() != other.get_marker()


def test_marks_are_in_the_legend_and_the_limits_are_the_ranges():
    ax = plot_landscape(bowl, (-2, 2), (-1, 1), paths={"far": 10 * PATH}, marks={"minimum": (0, 0), "saddle": (1, 0)})
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["far", "minimum", "saddle"]
    assert (ax.get_xlim(), ax.get_ylim()) == ((-2, 2), (-1, 1))


@pytest.mark.parametrize("wrong, says", [
    ({"x_range": (2, -2)}, "x_range is"), ({"function": lambda theta: 1.0}, "theta"),
    ({"function": lambda theta: np.full(theta.shape[1:], np.inf)}, "finite heights"),
    ({"paths": {"odd": PATH.T}}, "'odd' has shape"), ({"paths": {"gone": PATH * [1, np.nan]}}, "'gone' holds"),
])
def test_what_cannot_be_drawn_is_named(wrong, says):
    with pytest.raises(ValueError) as raised:
        plot_landscape(**{"function": bowl, "x_range": (-2, 2), "y_range": (-1, 1), **wrong})
    assert says in str(raised.value)
