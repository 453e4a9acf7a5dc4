"""Matrices as tables of numbers with a marked window."""
import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.figures import plot_matrices
from course_utils.figures.matrices import WIDEST

TABLE = np.arange(12).reshape(3, 4)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def texts_of(ax, start):
    return [text.get_text() for text in ax.texts if str(text.get_gid() or "").startswith(start)]


def test_every_number_is_written_in_its_place():
    ax = plot_matrices([TABLE])
    places = {text.get_gid(): (text.get_text(), text.get_position()) for text in ax.texts if text.get_gid()}
    assert places["number-0-0"] == ("0", (0.5, 0.5)) and places["number-2-3"] == ("11", (3.5, 2.5))
    assert len(texts_of(ax, "number")) == 12


def test_a_window_is_framed_and_filled():
    ax = plot_matrices([TABLE, [[1, 2]]], marked=[(1, 2, 2, 1), None])
    frame = next(patch for patch in ax.patches if patch.get_gid() == "window")
    assert (frame.get_xy(), frame.get_width(), frame.get_height()) == ((2, 1), 1, 2)
    assert len(ax.patches) == 2 and frame.get_linewidth() > 1


def test_titles_signs_and_empty_places():
    ax = plot_matrices([TABLE, [[1.0, np.nan]]], ["left", "right"], signs=["="])
    assert texts_of(ax, "sign") == ["="] and texts_of(ax, "number").count("1") == 2
    assert {"left", "right"} <= {text.get_text() for text in ax.texts} and len(texts_of(ax, "number")) == 13


def test_many_numbers_stay_within_the_width_of_a_page():
    ax = plot_matrices([np.full((8, 8), -15), KERNEL, np.full((6, 6), 1.25)])
    assert ax.get_figure().get_size_inches()[0] <= WIDEST + 0.01


def test_negative_numbers_stay_inside_their_cells_and_decimals_are_the_same_for_all():
    ax = plot_matrices([np.full((8, 8), -15.25), KERNEL], decimals=2)
    assert set(texts_of(ax, "number")) == {"\N{MINUS SIGN}15.25", "\N{MINUS SIGN}1.00", "0.00", "1.00"}
    ax.get_figure().canvas.draw()
    cell = ax.transData.transform((1, 0))[0] - ax.transData.transform((0, 0))[0]
    assert max(text.get_window_extent().width for text in ax.texts if text.get_gid()) < cell


KERNEL = np.array([[1, 0, -1]] * 3)


@pytest.mark.parametrize("matrices, options, says", [
    ([np.arange(3)], {}, "shape (3,)"), ([], {}, "0 numbers"), ([np.zeros((30, 30))], {}, "900 numbers"),
    ([TABLE], {"titles": ["a", "b"]}, "2 titles and needs 1"), ([TABLE], {"signs": ["="]}, "1 signs and needs 0"),
    ([TABLE], {"marked": [(2, 0, 2, 1)]}, "does not lie in a matrix of 3 rows"),
])
def test_what_cannot_be_drawn_is_refused(matrices, options, says):
    with pytest.raises(ValueError) as caught:
        plot_matrices(matrices, **options)
    assert says in str(caught.value)
