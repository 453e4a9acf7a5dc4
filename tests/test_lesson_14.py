"""Lesson 14: the numbers of its syllabus are asserted, its spreads are the measured ones, its answers agree with Keras."""
import json

import numpy as np
import pytest
from asserted import assert_syllabus
from lesson_runs import ROOT, code_cells, stated_in
from matplotlib import pyplot

from course_utils import counting, runtime
from course_utils.checks import answers_14, answers_14_further, answers_14_network, answers_14_seen
from course_utils.running import bench_mnist, benchmarks

STEMS = ("14_convolutional_networks", "14_convolutional_networks_further")
SYLLABUS = {
    "dense, 3072 to 10": "3072 30730",
    "LeNet as built today, its layers": "156 2416 48120 10164 850",
    "LeNet as built today": "61706",
    "LeNet of 1998, its layers": "156 12 1516 32 48120 10164",
    "LeNet of 1998: parameters, connections": "60000 340908",
    "multiplications of LeNet": "117600 240000 48000 10080 840 416520",
    "the small network: parameters, multiplications": "26530 1110144",
    "the dense network on its budget": "26245",
    "receptive fields": "5 9 11 19 7",
    "the profiler": "2220288",
    "multiplications of LeNet of 1998": "117600 1176 150000 400 48000 10080 840 328096",
}
MEASURED = ROOT / "data" / "measurements" / f"{STEMS[0]}.json"


@pytest.fixture(scope="module")
def keras():
    return runtime.start()


def run_cells(stem, *beginnings, **names):
    """Return the names after running those learner cells of a lesson's solved edition that contain one of the beginnings."""
    names = {"np": np, "keras": runtime.start(), "__name__": "__main__", **names}
    for cell in code_cells(ROOT / "lessons" / f"{stem}.py", "solved"):
        if any(beginning in cell.source for beginning in beginnings):
            exec(cell.source, names)
    return names


@pytest.mark.parametrize("what", SYLLABUS)
def test_the_numbers_of_the_syllabus_are_asserted(what, tally):
    assert_syllabus(STEMS, SYLLABUS, what, tally)


def test_the_five_seeds_in_the_text_are_the_measured_ones():
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))["checkpoints"]
    for name, id in (("digits_seeds", "14.1"), ("fashion_seeds", "14.5")):
        assert stated_in(STEMS[0], name) == [round(value, 4) for value in measured[id]["official|standard"]["values"]], name


def test_mnist_and_fashion_mnist_reach_what_is_promised_with_every_seed(tally):
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))["checkpoints"]
    for id, promised in (("14.1", 0.99), ("14.5", 0.90)):
        figures = measured[id]["official|standard"]
        assert len(figures["values"]) >= 5 and min(figures["values"]) >= promised
        tally[f"lesson 14, checkpoint {id}: lowest of five seeds, in hundredths of a per cent"] = round(1e4 * figures["low"])


def test_the_convolutional_network_is_further_ahead_on_moved_pictures_with_every_seed():
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))["checkpoints"]
    in_place, moved = (measured[id]["official|standard"]["values"] for id in ("14.2", "14.3"))
    assert min(in_place) > 0 and all(far > 5 * near for near, far in zip(in_place, moved))


def test_the_network_of_the_benchmark_is_that_of_the_lesson(keras):
    names = run_cells(STEMS[0], "def make_network", "def make_schedule", width=16, count_layers=lambda model: [],
                      count_multiplications=counting.count_multiplications, accepted=lambda id, answer: answer,
                      show=lambda *shown, **words: None, plot_curves=lambda *drawn, **settings: None, plt=pyplot,
                      learning_rate_at=answers_14.learning_rate_at)
    ours, theirs = names["make_network"](16), bench_mnist.small_network()
    assert [type(layer) for layer in ours.layers] == [type(layer) for layer in theirs.layers]
    theirs.set_weights(ours.get_weights())
    picture = np.random.default_rng(0).uniform(size=(2, 28, 28, 1)).astype("float32")
    assert np.allclose(ours(picture), theirs(picture), atol=1e-5)
    assert float(names["make_schedule"](1200, 120, 0.006)(700)) == pytest.approx(float(bench_mnist.scheduled(1200)(700)))


def test_the_recorded_times_in_the_companion_are_the_measured_ones():
    figures = benchmarks.read_figures("mnist")
    for what, value in stated_in(STEMS[1], "recorded").items():
        assert value == figures[what], what


def test_the_sizes_of_a_stack_are_those_of_keras(keras):
    layers, size = [(5, 2, 2), (3, 1, 1), (2, 2, 0), (4, 3, 0)], 31
    stack = [keras.layers.Input((size, size, 1))]
    for kernel, stride, padding in layers:
        stack += [keras.layers.ZeroPadding2D(padding), keras.layers.Conv2D(1, kernel, strides=stride)]
    shapes = [layer.output.shape[1] for layer in keras.Sequential(stack).layers if "Conv" in type(layer).__name__]
    assert answers_14.stack_sizes(size, layers) == shapes


def test_the_multiplications_of_a_layer_are_those_of_the_counting_helper(keras):
    model = answers_14_network.make_lenet()
    counts = [count.multiplications for count in counting.count_layers(model) if count.parameters]
    assert [answers_14.multiplications(layer) for layer in model.layers if layer.weights] == counts


@pytest.mark.parametrize("maps, kernel, size", [(6, 5, 32), (120, 5, 5), (84, 1, 1), (3, 2, 7)])
def test_parameters_and_connections_are_those_of_keras_and_of_the_paper(keras, maps, kernel, size):
    layer = keras.layers.Conv2D(maps, kernel)
    layer.build((None, size, size, 4))
    places = layer.compute_output_shape((1, size, size, 4))[1] ** 2
    counted = answers_14_further.count_partial([(0, 1, 2, 3)] * maps, kernel, size)
    assert counted == (layer.count_params(), layer.count_params() * places)


def test_the_layer_of_c3_is_a_convolution_whose_missing_connections_are_zeros(keras):
    mask = answers_14_further.connection_mask(answers_14_further.C3_TABLE, 6)
    made = run_cells(STEMS[1], "class PartialConvolution", ops=keras.ops)["PartialConvolution"](mask)
    plain = keras.layers.Conv2D(16, 5, use_bias=False)
    plain.build((None, 14, 14, 6))
    kernel = np.zeros((5, 5, 6, 16))
    for values, (channel, number) in zip(np.asarray(made.kernels), np.argwhere(mask)):
        kernel[:, :, channel, number] = values
    plain.set_weights([kernel])
    maps = np.random.default_rng(5).normal(size=(2, 14, 14, 6)).astype("float32")
    assert np.allclose(made(maps), plain(maps), atol=1e-4) and made.count_params() == 1516


@pytest.mark.parametrize("step", [0, 7, 20, 21, 60, 199, 200])
def test_the_schedule_is_that_of_keras(keras, step):
    of_keras = keras.optimizers.schedules.CosineDecay(0.0, 180, warmup_target=0.01, warmup_steps=20)
    assert answers_14.learning_rate_at(step, 200, 20, 0.01) == pytest.approx(float(of_keras(step)), abs=1e-8)


@pytest.mark.parametrize("layers", [[(5, 2), (3, 1), (2, 2), (3, 1)], [(3, 3), (2, 2)], [(7, 1)]])
def test_the_receptive_field_is_as_wide_as_what_reaches_a_unit(layers):
    size = 61
    signal = np.eye(size)                                      # one row for each pixel that is 1
    for kernel, stride in layers:
        windows = np.lib.stride_tricks.sliding_window_view(signal, kernel, axis=1)[:, ::stride]
        signal = windows.sum(axis=2)
    assert np.count_nonzero(signal[:, signal.shape[1] // 2]) == answers_14.receptive_field(layers)


def test_the_occlusion_map_is_that_of_a_slow_loop():
    picture = np.random.default_rng(2).uniform(size=(9, 8))
    slow = answers_14_seen.with_map(answers_14_seen.fall)
    both = [way(picture, answers_14_seen.weighted_score, 3, 2) for way in (slow, answers_14.occlusion_map)]
    assert both[0].shape == (4, 3) and np.allclose(*both)


def test_the_table_of_c3_is_that_of_the_paper():
    table = run_cells(STEMS[1], "table = [(0, 1, 2)")["table"]
    assert table == answers_14_further.C3_TABLE
    for shift, group in ((6, table[:6]), (6, table[6:12])):
        ring = [tuple(sorted((start + step) % 6 for step in range(len(group[0])))) for start in range(shift)]
        assert [tuple(seen) for seen in group] == ring
    assert np.all(answers_14_further.connection_mask(table, 6).sum(axis=1) == 10)


def test_subsampling_with_a_quarter_is_average_pooling(keras):
    maps = np.random.default_rng(3).normal(size=(6, 4, 3))
    pooled = np.asarray(keras.layers.AveragePooling2D(2, dtype="float64")(maps[None]))[0]
    assert np.allclose(answers_14_further.subsample(maps, np.full(3, 0.25), np.zeros(3)), pooled)


def test_grad_cam_is_the_formula_of_the_paper():
    random = np.random.default_rng(4)
    maps, gradients = random.normal(size=(3, 5, 4)), random.normal(size=(3, 5, 4))
    slow = np.zeros((3, 5))
    for number in range(4):
        slow += sum(gradients[i, j, number] for i, j in np.ndindex(3, 5)) / 15 * maps[:, :, number]
    assert np.allclose(answers_14_further.grad_cam(maps, gradients), np.where(slow > 0, slow, 0))


def test_a_picture_with_its_channel_axis_in_front_is_taken_without_complaint(keras):
    layer = keras.layers.Conv2D(6, 5, padding="same")
    assert layer(np.zeros((2, 1, 28, 28))).shape == (2, 1, 28, 6) and layer.count_params() == 4206
