"""Panels of functions and their slopes."""
import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.figures import plot_functions

Z = np.linspace(-2, 2, 100)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_each_function_has_a_panel_with_its_values():
    figure = plot_functions({"square": np.square, "sine": np.sin}, Z, columns=2).get_figure()
    for ax, (name, function) in zip(figure.axes, (("square", np.square), ("sine", np.sin)), strict=True):
        assert ax.get_title() == name
        assert np.allclose(ax.get_lines()[0].get_xydata(), np.stack([Z, function(Z)], axis=1))


def test_a_slope_is_dashed_and_named_in_a_legend():
    figure = plot_functions({"square": np.square, "sine": np.sin}, Z, slopes={"sine": np.cos}, columns=2).get_figure()
    square, sine = ([line for line in ax.get_lines() if len(line.get_xdata()) == 100] for ax in figure.axes)
    assert len(square) == 1 and len(sine) == 2
    assert np.allclose(sine[1].get_ydata(), np.cos(Z)) and sine[1].get_linestyle() == "--"
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["function", "slope"]


def test_a_line_breaks_where_the_function_jumps_and_nowhere_else():
    ax = plot_functions({"step": lambda z: (z > 0) * 1.0}, Z)
    drawn = ax.get_lines()[0].get_ydata()
    assert np.isnan(drawn).sum() == 1 and np.isnan(drawn[49])
    steep = plot_functions({"steep": lambda z: np.tanh(5 * z)}, Z).get_lines()[0].get_ydata()
    assert np.isfinite(steep).all()


def test_all_panels_share_the_limits_and_spare_ones_are_hidden():
    figure = plot_functions(dict.fromkeys("abcd", np.sin), Z, y_limits=(-3, 3)).get_figure()
    assert [ax.axison for ax in figure.axes] == [True] * 4 + [False] * 2
    assert {ax.get_ylim() for ax in figure.axes[:4]} == {(-3, 3)}


@pytest.mark.parametrize("functions, slopes, says", [
    ({}, {}, "at least one"), ({"sine": np.sin}, {"cosine": np.cos}, "names of functions"),
    ({"sum": np.sum}, {}, "sum returned shape ()"), ({"pole": lambda z: np.full(z.shape, np.inf)}, {}, "not finite"),
])
def test_what_cannot_be_drawn_is_named(functions, slopes, says):
    with pytest.raises(ValueError) as raised:
        plot_functions(functions, Z, slopes=slopes)
    assert says in str(raised.value)
