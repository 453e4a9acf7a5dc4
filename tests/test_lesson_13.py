"""Lesson 13: the numbers of its syllabus are asserted, its answers agree with SciPy and Keras, its messages are true."""
import numpy as np
import pytest
from asserted import assert_syllabus
from lesson_runs import ROOT, code_cells

from course_utils.checks import answers_13, answers_13_further, answers_13_layers
from course_utils.checks.answers_13 import KERNEL, PICTURE

STEMS = ("13_convolution_by_hand", "13_convolution_by_hand_further")
SYLLABUS = {
    "the 4 x 4 result": "2 6 -4 5 0 4 0 -1 -5 0 3 6 -2 5 0 3",
    "multiplications, one and three channels": "144 432",
    "first output with padding 1": "-15",
    "output size of the formula": "32",
    "10 filters of 5 x 5 x 3": "760",
    "1 x 1 convolution: parameters, multiplications": "2080 6422528",
    "max pooling of the 4 x 4": "6 8 3 4",
    "average pooling of the 4 x 4": "3.25 5.25 2",
    "pooling 224 to 112, parameters with and without": "224 112 4640",
    "activations with and without pooling": "802816 200704",
    "agreement with Keras": "1e-5",
    "multiplications of each rung": "4320000",
}


@pytest.mark.parametrize("what", SYLLABUS)
def test_the_numbers_of_the_syllabus_are_asserted(what, tally):
    assert_syllabus(STEMS, SYLLABUS, what, tally)


def test_the_picture_and_the_filter_are_those_of_the_syllabus():
    cells = code_cells(ROOT / "lessons" / f"{STEMS[0]}.py", "learner")
    opening = next(cell.source for cell in cells if "[4, 9, 2" in cell.source)
    names = {"np": np}
    exec(opening, names)
    assert np.array_equal(names["picture"], PICTURE) and np.array_equal(names["kernel"], KERNEL)


@pytest.mark.parametrize("picture, kernel", [((6, 6), (3, 3)), ((7, 5), (2, 4)), ((8, 9), (5, 1)), ((5, 5), (5, 5))])
def test_convolution_agrees_with_scipy_with_and_without_the_turn(picture, kernel):
    from scipy.signal import convolve2d, correlate2d

    random = np.random.default_rng(0)
    picture, kernel = random.normal(size=picture), random.normal(size=kernel)
    assert np.allclose(answers_13.convolve(picture, kernel), correlate2d(picture, kernel, "valid"))
    assert np.allclose(answers_13.convolve_loops(picture, kernel[::-1, ::-1]), convolve2d(picture, kernel, "valid"))
    assert np.allclose(answers_13_further.picture_gradient(picture, kernel), convolve2d(picture, kernel, "full"))


@pytest.mark.parametrize("size, kernel_size, padding, stride", [(6, 3, 1, 1), (9, 4, 1, 3), (10, 2, 0, 4), (7, 7, 2, 2)])
def test_the_output_size_is_that_of_the_result(size, kernel_size, padding, stride):
    result = answers_13.convolve(np.ones((size, size)), np.ones((kernel_size, kernel_size)), padding, stride)
    assert result.shape == (answers_13.output_size(size, kernel_size, padding, stride),) * 2


def test_the_filter_of_sharpening_does_what_its_formula_says():
    picture = np.random.default_rng(1).normal(size=(7, 8))
    blurred = answers_13.convolve(picture, answers_13.BLUR)
    wanted = picture[1:-1, 1:-1] + 2.5 * (picture[1:-1, 1:-1] - blurred)
    assert np.allclose(answers_13.convolve(picture, answers_13.sharpen_kernel(2.5)), wanted)


def central(function, values, step=1e-6):
    gradient = np.zeros(values.shape)
    for index in np.ndindex(*values.shape):
        nudge = np.zeros(values.shape)
        nudge[index] = step
        gradient[index] = (function(values + nudge) - function(values - nudge)) / (2 * step)
    return gradient


def test_the_gradient_of_the_filter_agrees_with_central_differences():
    random = np.random.default_rng(2)
    picture, kernel, targets = random.normal(size=(6, 7)), random.normal(size=(3, 2)), random.normal(size=(4, 6))
    judged = central(lambda moved: np.mean((answers_13.convolve(picture, moved) - targets) ** 2), kernel)
    assert np.allclose(answers_13_layers.kernel_gradient(picture, kernel, targets), judged, atol=1e-7)


def test_the_gradients_of_the_picture_agree_with_central_differences():
    random = np.random.default_rng(3)
    picture, kernel, errors = random.normal(size=(6, 6)), random.normal(size=(3, 2)), random.normal(size=(4, 5))
    judged = central(lambda moved: np.sum(errors * answers_13.convolve(moved, kernel)), picture)
    assert np.allclose(answers_13_further.picture_gradient(errors, kernel), judged, atol=1e-7)
    pooled = random.normal(size=(2, 2))
    judged = central(lambda moved: np.sum(pooled * answers_13_layers.max_pool(moved[:, :, None], 3)[:, :, 0]), picture)
    assert np.allclose(answers_13_further.pool_gradient(picture, pooled, 3), judged, atol=1e-7)


def test_layer_pooling_and_dilation_agree_with_keras():
    from course_utils import runtime

    keras, random = runtime.start(), np.random.default_rng(4)
    picture, kernels, biases = random.normal(size=(9, 8, 3)), random.normal(size=(3, 3, 3, 4)), random.normal(size=4)
    for dilation in (1, 2):
        layer = keras.layers.Conv2D(4, 3, dilation_rate=dilation, dtype="float64")
        layer.build((None, 9, 8, 3))
        layer.set_weights([kernels, biases])
        spread = np.stack([[answers_13_further.dilate(kernels[:, :, channel, number], dilation) for number in range(4)]
                           for channel in range(3)]).transpose(2, 3, 0, 1)
        assert np.allclose(np.array(layer(picture[None]))[0], answers_13_layers.conv_layer(picture, spread, biases), atol=1e-10)
    pooled = np.array(keras.layers.MaxPooling2D(2, dtype="float64")(picture[None]))[0]
    assert np.allclose(pooled, answers_13_layers.max_pool(picture))


def test_im2col_times_the_filters_is_the_layer():
    random = np.random.default_rng(5)
    picture, kernels = random.normal(size=(6, 5, 3)), random.normal(size=(2, 2, 3, 4))
    by_matrix = answers_13_further.im2col(picture, 2) @ kernels.reshape(-1, 4)
    assert np.allclose(by_matrix.reshape(5, 4, 4), answers_13_layers.conv_layer(picture, kernels, np.zeros(4)))


@pytest.mark.parametrize("seed", range(5))
def test_the_learned_filter_is_found_from_noise_and_not_from_the_other_pictures(seed):
    random = np.random.default_rng(seed)
    rows = np.tile(random.uniform(size=20), (20, 1))
    off = {}
    for name, source in (("noise", random.normal(size=(20, 20))), ("rows", rows), ("grey", np.full((20, 20), 0.5))):
        learned, wanted = random.normal(size=(3, 3)), answers_13.convolve(source, KERNEL)
        for _ in range(300):
            learned = learned - 0.2 * answers_13_layers.kernel_gradient(source, learned, wanted)
        assert np.mean((answers_13.convolve(source, learned) - wanted) ** 2) < 1e-8
        off[name] = np.abs(learned - KERNEL).max()
    assert off["noise"] < 1e-6 and min(off["rows"], off["grey"]) > 0.1


def test_a_photograph_gives_the_filter_away_in_a_great_many_steps():
    from course_utils import load

    source = load("photographs").china[172:252, 72:176].mean(axis=2)[20:40, 30:50] / 255
    learned, wanted = np.random.default_rng(0).normal(size=(3, 3)), answers_13.convolve(source, KERNEL)
    for _ in range(10_000):
        learned = learned - 0.2 * answers_13_layers.kernel_gradient(source, learned, wanted)
    assert np.abs(learned - KERNEL).max() < 0.01


def test_the_mean_of_each_block_forgives_small_moves_nearly_as_well_as_the_maximum():
    from course_utils import load

    wide = load("photographs").china.mean(axis=2) / 255
    edges = [np.abs(answers_13.convolve(wide[90:250, 90 + step:250 + step], KERNEL))[:, :, None] for step in (0, 1)]
    for size in (2, 4, 8):
        by_max, by_mean = (np.abs(np.subtract(*maps)).sum() / np.abs(maps[0]).sum() for maps in (
            [answers_13_layers.max_pool(values, size, reduce) for values in edges] for reduce in (np.max, np.mean)))
        assert by_max < by_mean < 1.5 * by_max


def test_padding_the_kernel_as_well_undoes_the_padding_of_the_picture():
    padded = answers_13.convolve(np.pad(PICTURE, 2), np.pad(KERNEL, 2))
    assert np.array_equal(padded, answers_13.convolve(PICTURE, KERNEL))


def test_numbers_that_messages_name():
    result = answers_13.convolve(PICTURE, KERNEL)
    assert (result[2, 0], result[0, 3], result[0, 2], result[0, 0]) == (-5, 5, -4, 2)
    assert (result[1, 3], result[1, 2], result[3, 2], result[2, 2], result[3, 3]) == (-1, 0, 0, 3, 3)
    assert answers_13.output_size(32, 3, 2) == 34
    window = PICTURE[2:5, 3:6]
    left, middle, far = window.sum(axis=0)
    assert (left, middle, far, left - middle, middle - far, left + far, left + middle - far) == (17, 14, 11, 3, 3, 28, 20)
    assert (np.sum(window @ KERNEL), np.sum(window * KERNEL.T), window.sum(), window[0, 0]) == (0, -1, 42, 4)
    assert (window[:, 0] - window[:, 2]).tolist() == [2, -4, 8]


def test_the_window_of_the_first_exercise_tells_all_slips_from_the_right_number():
    window = PICTURE[2:5, 3:6]
    columns, rows = window.sum(axis=0), window.sum(axis=1)
    slips = [one - other for sums in (columns, rows) for one in sums for other in sums]
    slips.remove(columns[0] - columns[2])
    slips += [*columns, window.sum(), *(window[:, 0] - window[:, 2]), 4 + 4 + 9 - 2 + 8 + 1]
    assert columns[0] - columns[2] == 6 and 6 not in slips


def test_with_a_stride_the_result_moves_along_only_in_whole_steps():
    picture = np.random.default_rng(8).normal(size=(9, 20))
    first, *moved = (answers_13.convolve(picture[:, step:step + 15], KERNEL, stride=2) for step in (0, 1, 2))
    assert np.array_equal(moved[1][:, :-1], first[:, 1:])
    assert not any(np.isclose(moved[0][:, :-place or None], first[:, place:]).any() for place in (0, 1))


def test_a_move_by_a_whole_block_moves_the_pooled_map_and_a_pixel_hardly_changes_it():
    from course_utils import load

    wide = load("photographs").china.mean(axis=2) / 255
    maps = {step: answers_13_layers.max_pool(np.abs(answers_13.convolve(wide[90:250, 90 + step:250 + step], KERNEL))[
        :, :, None], 8)[:, :, 0] for step in (0, 2, 8)}
    assert np.array_equal(maps[8][:, :-1], maps[0][:, 1:])
    in_place, by_a_block = (np.abs(new - old).sum() / old.sum() for new, old in (
        (maps[2], maps[0]), (maps[2][:, :-1], maps[0][:, 1:])))
    assert in_place < 0.1 < 0.2 < by_a_block
    assert (-np.array([2], np.uint8)).tolist() == [254]


def test_two_convolutions_are_one_and_with_padding_they_differ_at_the_border_only():
    picture, random = np.random.default_rng(6).normal(size=(10, 10)), np.random.default_rng(7)
    first, second = random.normal(size=(3, 3)), random.normal(size=(3, 3))
    both = answers_13_further.picture_gradient(first, second)
    assert np.allclose(answers_13.convolve(answers_13.convolve(picture, first), second), answers_13.convolve(picture, both))
    twice = answers_13.convolve(answers_13.convolve(picture, first, 1), second, 1)
    once = answers_13.convolve(picture, both, 2)
    assert np.allclose(twice[1:-1, 1:-1], once[1:-1, 1:-1]) and not np.isclose(twice[0], once[0]).any()


def test_where_numbers_are_equal_a_comparison_with_the_largest_sends_the_error_back_several_times():
    flat, errors = np.zeros((2, 2)), np.ones((1, 1))
    assert answers_13_further.pool_gradient_masked(flat, errors).sum() == 4
    assert answers_13_further.pool_gradient(flat, errors).sum() == 1
    nudge = np.array([[1e-5, 0], [0, 0]])
    assert (flat + nudge).max() > flat.max() == (flat - nudge).max()


def test_keras_refuses_stride_and_dilation_at_once():
    from course_utils import runtime

    with pytest.raises(ValueError, match="dilation_rate"):
        runtime.start().layers.Conv2D(2, 3, strides=2, dilation_rate=2)
