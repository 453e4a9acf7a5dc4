"""Lesson 15: the numbers of its syllabus are asserted, its counts agree with Keras, its messages and claims are true."""
import json

import numpy as np
import pytest
from asserted import assert_syllabus, asserted_numbers
from lesson_runs import ROOT, code_cells, stated_in

from course_utils import runtime
from course_utils.checks import answers_15, answers_15_blocks, answers_15_further, collect, judge
from course_utils.counting import count_layers, count_multiplications, count_parameters

STEMS = ("15_architectures", "15_architectures_further")
SYLLABUS = {
    "three 3 x 3 against one 7 x 7": "27 49",
    "inception's 5 x 5, without and with bottleneck": "120422400 12443648",
    "depthwise separable: weights, ratio": "1312 9216 9",
    "a dense block of six layers with growth 32": "256 248832",
    "one 5 x 5 and two 3 x 3 that double the maps": "50 54",
    "where the bottleneck saves nothing any more": "154.8",
    "ResNet-8, 20 and 32": "8 20 32 268336 461872",
    "AlexNet, with and without groups": "60965224 62378344",
    "VGG16, its dense layers, VGG19": "138357544 123642856 143667240",
    "GoogLeNet, often told to have 5 million": "6998552",
    "ResNet-50 in Keras, as published": "25636712 25557032 53120 26560",
    "ResNet-152": "60192808",
    "top-5 error of the winners": "28.2 25.8 16.4 11.7 6.7 3.57 2.99 2.25",
    "VGG, second in 2014; two trained persons": "7.3 5.1 12",
    "training compute, doubling time in months": "2.35e12 4.7e17 8.8e18 1.04e19 3.14e23 5.34 11.0",
}
MEASUREMENTS = ROOT / "data" / "measurements"


@pytest.fixture(scope="module")
def keras():
    return runtime.start()


@pytest.fixture(scope="module")
def lesson(keras):
    """Return the names of the lesson after its functions have been made, solved edition, without data and training."""
    names = {"np": np, "keras": keras, "runtime": runtime, "mixed_precision": False, "accepted": lambda id, answer: answer,
             "count_layers": count_layers, "count_parameters": count_parameters, "__name__": "__main__"}
    for cell in code_cells(ROOT / "lessons" / f"{STEMS[0]}.py", "solved"):
        if "\ndef " in f"\n{cell.source}" and "seconds, scores" not in cell.source:
            exec(cell.source, names)
    return names


def recorded(number):
    """Return the values that were recorded for a checkpoint on the real pictures."""
    measured = json.loads((MEASUREMENTS / f"{STEMS[0]}.json").read_text(encoding="utf-8"))["checkpoints"]
    return measured[f"15.{number}"]["jpeg|standard"]["values"]


@pytest.mark.parametrize("what", SYLLABUS)
def test_the_numbers_of_the_syllabus_are_asserted(what, tally):
    assert_syllabus(STEMS, SYLLABUS, what, tally)


def test_the_plain_network_of_32_layers_trains_worse_than_its_twin_and_than_8_layers_with_every_seed(tally):
    gaps = recorded(4)
    assert len(gaps) >= 5 and min(gaps) > 0.2 and min(recorded(5)) > 0.1
    tally["lesson 15: smallest gap between plain and residual at 32 layers, in thousandths"] = round(1000 * min(gaps))


def test_the_six_accuracies_lie_close_together_and_above_guessing_with_every_seed():
    assert min(recorded(1)) > 0.2 and max(recorded(2)) <= 0.05


def test_mobilenet_took_about_as_long_as_vgg_with_a_sixth_of_its_multiplications():
    assert 0.6 < min(recorded(3)) <= max(recorded(3)) < 1.8


@pytest.mark.parametrize("depth", [1, 2, 3, 5])
def test_a_stack_sees_as_far_as_the_one_layer(keras, depth):
    inputs = keras.layers.Input((15, 15, 1))
    x = inputs
    for _ in range(depth):
        x = keras.layers.Conv2D(1, 3, padding="same", use_bias=False, kernel_initializer="ones")(x)
    picture = np.zeros((1, 15, 15, 1), "float32")
    picture[0, 7, 7] = 1
    reached = np.count_nonzero(np.asarray(keras.Model(inputs, x)(picture)))
    assert answers_15.compare_stack(1, depth) == (9 * depth, reached)


def test_a_bottleneck_of_155_maps_costs_more_than_the_direct_way_and_one_of_154_less():
    direct = 28 * 28 * 25 * 192 * 32
    assert [answers_15.bottleneck_multiplications(28, 192, maps, 32, 5) > direct for maps in (154, 155)] == [False, True]


def test_batch_normalisation_undoes_the_size_of_the_weights_before_it(keras):
    layer = keras.layers.BatchNormalization(epsilon=1e-6)
    x = np.random.default_rng(0).normal(size=(8, 5, 5, 3)).astype("float32")
    assert np.allclose(layer(x, training=True), layer(x / 20, training=True), atol=1e-2)


def test_the_bottleneck_is_counted_as_the_counting_helper_does(keras):
    inputs = keras.layers.Input((10, 10, 6))
    x = keras.layers.Conv2D(7, 3, padding="same")(keras.layers.Conv2D(2, 1)(inputs))
    assert count_multiplications(keras.Model(inputs, x)) == answers_15.bottleneck_multiplications(10, 6, 2, 7, 3)


@pytest.mark.parametrize("name", ["inception_block", "residual_block", "mobile_block"])
def test_the_blocks_of_the_lesson_are_those_of_the_checks(lesson, name):
    look = answers_15_blocks.behaviour(((6, 16), (16, 16)))
    for ours, theirs in zip(look(lesson[name]), look(getattr(answers_15_blocks, name))):
        assert ours["parameters"] == theirs["parameters"] and np.allclose(ours["answers"], theirs["answers"], atol=1e-4)


def test_the_check_of_blocks_leaves_the_precision_as_it_was(keras):
    keras.config.set_dtype_policy("mixed_float16")
    try:
        answers_15_blocks.behaviour(((4, 4),))(answers_15_blocks.mobile_block)
        assert keras.config.dtype_policy().name == "mixed_float16"
    finally:
        keras.config.set_dtype_policy("float32")


@pytest.mark.parametrize("blocks", [1, 3])
def test_the_family_is_counted_as_its_network_is_built(lesson, blocks):
    model = lesson["make_deep"](blocks, 4, 16)
    kernels = [layer for layer in count_layers(model) if layer.kind in ("Conv2D", "Dense")]
    weights = sum(layer.parameters for layer in kernels) - 10  # the dense layer's biases
    assert (len(kernels), weights) == answers_15.family(blocks, 4)


def test_with_the_switch_off_the_shortcuts_make_no_difference(lesson, keras):
    model = lesson["make_deep"](1, 4, 16)
    picture = np.random.default_rng(0).normal(size=(1, 16, 16, 3)).astype("float32")
    on, off = (np.asarray(model([picture, np.full((1, 1, 1, 1), value, "float32")])) for value in (1, 0))
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.gamma.assign(0 * layer.gamma)
            layer.beta.assign(0 * layer.beta)
    silent = np.asarray(model([picture, np.zeros((1, 1, 1, 1), "float32")]))
    assert not np.allclose(on, off) and np.allclose(silent, 0)


def test_a_dense_block_grows_as_it_is_counted(lesson, keras):
    inputs = keras.layers.Input((6, 6, 10))
    counts = count_layers(keras.Model(inputs, lesson["dense_block"](inputs, 5, growth=4)))
    grown = [layer.output_shape[-1] for layer in counts if layer.kind == "Concatenate"][-1]
    weights = sum(layer.parameters for layer in counts if layer.kind == "Conv2D" and layer.output_shape[-1] == 4)
    assert (grown, weights) == answers_15_further.dense_growth(10, 4, 3)


def test_a_separable_convolution_has_the_weights_that_the_formula_says(keras):
    layer = keras.layers.SeparableConv2D(32, 3, use_bias=False)
    layer.build((None, 8, 8, 32))
    assert layer.count_params() == 1312 and np.isclose(1312 / 9216, 1 / 32 + 1 / 9)


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_groups_are_counted_as_keras_does(keras, groups):
    layer = keras.layers.Conv2D(12, 3, groups=groups)
    layer.build((None, 5, 5, 8))
    assert layer.count_params() == answers_15_further.grouped_parameters(8, 12, 3, groups)


def test_the_lenet_of_1998_multiplies_as_often_as_in_lesson_14_but_for_its_subsampling():
    names = {}
    exec(next(cell.source for cell in code_cells(ROOT / "lessons" / "14_convolutional_networks_further.py", "solved")
              if cell.source.startswith("by_hand =")), names)
    counted = sum(count for layer, count in names["by_hand"].items() if not layer.startswith("S"))
    assert counted in asserted_numbers(STEMS)


def test_arrays_of_two_and_single_precision_are_accepted():
    def verdict(id, answer):
        return judge(collect(id, answer)).outcome

    assert verdict("15.9", answers_15_further.dense_growth_by_arrays) == "passed"
    assert verdict("15.10", answers_15_further.by_array) == "passed"
    assert verdict("15.11", lambda multiplications, batch, steps: np.float32(6) * multiplications * batch * steps) == "passed"


def test_learned_numbers_are_no_statistics():
    """They are as many in most models, so one of the check's models has a normalisation without a scale."""
    learned = answers_15_further.count_with(lambda layer: sum(weight.shape[0] for weight in layer.trainable_weights))
    assert learned(answers_15_further.first_model()) == answers_15_further.count_extras(answers_15_further.first_model())
    assert "learns" in judge(collect("15.10", learned)).mistake


def test_a_network_that_is_built_without_weights_counts_as_one_with_them(keras):
    def make():
        return keras.Sequential([keras.layers.Input((8, 8, 3)), keras.layers.Conv2D(4, 3), keras.layers.BatchNormalization(),
                                 keras.layers.Flatten(), keras.layers.Dense(5)])

    with keras.StatelessScope(initialize_variables=False):
        empty = make()
    assert count_parameters(empty) == count_parameters(make()) == make().count_params()


def test_one_map_is_added_to_many_without_an_error(keras):
    inputs = keras.layers.Input((4, 4, 1))
    assert (inputs + keras.layers.Conv2D(16, 1)(inputs)).shape == (None, 4, 4, 16)
    with pytest.raises(ValueError, match="incompatible shapes"):
        keras.layers.Add()([keras.layers.Input((4, 4, 8)), keras.layers.Input((4, 4, 16))])


def test_the_front_is_found_by_definition():
    random = np.random.default_rng(0)
    costs, scores = random.integers(0, 5, 20), random.integers(0, 5, 20)
    pairs = list(zip(costs, scores))
    beaten = [any(c <= cost and s >= score and (c, s) != (cost, score) for c, s in pairs) for cost, score in pairs]
    assert np.array_equal(answers_15.front(costs, scores), ~np.array(beaten))


@pytest.mark.parametrize("side, places", [(224, 54), (227, 55)])
def test_with_pictures_of_224_the_first_layer_of_alexnet_has_not_the_55_places_of_the_paper(keras, side, places):
    assert keras.layers.Conv2D(96, 11, strides=4).compute_output_shape((1, side, side, 3)) == (1, places, places, 96)


def test_weights_of_a_step_with_rate_one_give_the_gradient(keras):
    model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(1.0))
    x, y, start = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([[0.5], [1.0]]), model.get_weights()[0]
    model.train_on_batch(x, y)
    assert np.allclose(start - model.get_weights()[0], 2 * x.T @ (x @ start - y) / 2, atol=1e-5)


def test_the_recorded_seeds_in_the_text_are_the_measured_ones():
    for name, number in (("over_residual", 4), ("over_shallow", 5)):
        assert stated_in(STEMS[0], name) == [round(value, 3) for value in recorded(number)], name
