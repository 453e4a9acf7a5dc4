"""Central differences against known slopes."""
import numpy as np
import pytest

from course_utils.slopes import central_difference


def test_the_slope_of_the_sine_is_the_cosine():
    values = np.linspace(-3, 3, 12).reshape(3, 4)
    assert np.allclose(central_difference(np.sin, values), np.cos(values), atol=1e-9)


def test_the_error_shrinks_with_the_square_of_the_step():
    errors = [abs(central_difference(np.exp, 1.0, step) - np.e) for step in (0.1, 0.01)]
    assert 90 < errors[0] / errors[1] < 110


def test_whole_numbers_are_taken_as_numbers_and_stay_as_they_were():
    values = np.array([1, 2])
    assert np.allclose(central_difference(np.square, values), [2, 4]) and values.tolist() == [1, 2]


def test_at_a_kink_it_is_between_both_sides():
    assert central_difference(np.abs, 0.0) == 0


@pytest.mark.parametrize("function, step, says", [(np.sin, 0, "above zero"), (np.sum, 1e-5, "one number for each")])
def test_what_makes_no_sense_is_named(function, step, says):
    with pytest.raises(ValueError, match=says):
        central_difference(function, np.ones(3), step)
