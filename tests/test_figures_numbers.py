"""Graphs of single numbers, drawn from what the numbers say of their parents."""
import matplotlib.pyplot as plt
import pytest

from course_utils.checks.answers_07 import Number, backward
from course_utils.figures import plot_numbers


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def graph():
    a, b = Number(2.0), Number(-3.0)
    p = a * b
    f = p * p
    backward(f)
    return {"a": a, "b": b, "p = a * b": p, "f = p * p": f}


def test_names_operations_values_and_gradients_are_shown():
    shown = [text.replace("\N{MINUS SIGN}", "-") for text in texts(plot_numbers(graph()))]
    assert {"a", "b", "p", "f", "a * b", "p * p"} <= set(shown)
    assert {"2", "-3", "-6", "36", "1", "-12", "-24"} <= set(shown)     # df/da = 2 p b = 36, df/db = 2 p a = -24


def test_a_number_that_is_used_twice_has_two_lines_into_the_same_box():
    gids = [patch.get_gid() for patch in plot_numbers(graph()).patches]
    assert {"edge-p-f-0", "edge-p-f-1"} <= set(gids)


def test_a_parent_that_does_not_stand_before_is_refused():
    steps = graph()
    with pytest.raises(ValueError, match="does not stand before it"):
        plot_numbers({text: number for text, number in steps.items() if text != "b"})


@pytest.mark.parametrize("text", ["p", "a = 2"])
def test_a_result_says_how_it_was_made_and_a_leaf_does_not(text):
    a, *_, p, _ = graph().values()
    with pytest.raises(ValueError, match="parents; a leaf is called by its name"):
        plot_numbers({"a": a, "p": p} if text == "p" else {text: a})
