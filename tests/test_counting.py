"""What a model costs is counted rightly: against Keras's own count of parameters, slow loops, and TensorFlow's profiler."""
import numpy as np
import pytest

from course_utils import counting, runtime


@pytest.fixture(scope="module")
def keras():
    return runtime.start()


def stack(keras, *layers, shape=(12, 10, 4)):
    return keras.Sequential([keras.layers.Input(shape), *layers])


def multiplied_in_loops(keras, layer, shape):
    """Return how often a convolution without padding multiplies, counted one place, filter and weight at a time."""
    height, width, filters = stack(keras, layer, shape=shape).output_shape[1:]
    count = 0
    for _ in np.ndindex(height, width):
        for _ in range(filters):
            count += layer.kernel_size[0] * layer.kernel_size[1] * (shape[2] // layer.groups)
    return count


@pytest.mark.parametrize("settings", [{}, {"strides": 2}, {"dilation_rate": 2}, {"groups": 2}, {"use_bias": False}])
def test_a_convolution_is_counted_as_in_loops(keras, settings):
    layer = keras.layers.Conv2D(6, (3, 2), **settings)
    assert counting.count_multiplications(stack(keras, layer)) == multiplied_in_loops(keras, layer, (12, 10, 4))


def test_depthwise_and_separable_convolutions_are_counted(keras):
    model = stack(keras, keras.layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same"),
                  keras.layers.SeparableConv2D(5, 3, padding="same"))
    depthwise, separable = counting.count_layers(model)
    assert (depthwise.multiplications, depthwise.parameters) == (12 * 10 * 9 * 4 * 2, 9 * 8 + 8)
    assert (separable.multiplications, separable.parameters) == (12 * 10 * (9 * 8 + 8 * 5), 9 * 8 + 8 * 5 + 5)


def test_a_layer_without_a_kernel_multiplies_nothing_and_has_its_shape(keras):
    model = stack(keras, keras.layers.BatchNormalization(), keras.layers.MaxPooling2D(2), keras.layers.Flatten(),
                  keras.layers.Dropout(0.5), keras.layers.Dense(7))
    counts = counting.count_layers(model)
    assert [count.multiplications for count in counts] == [0, 0, 0, 0, 120 * 7]
    assert [count.parameters for count in counts] == [16, 0, 0, 0, 120 * 7 + 7]
    assert [count.output_shape for count in counts][:3] == [(12, 10, 4), (6, 5, 4), (120,)]
    assert counts[1].kind == "MaxPooling2D" and counts[1].name == model.layers[1].name


def test_the_sums_agree_with_keras_also_with_branches_and_a_model_inside(keras):
    inputs = keras.Input((8, 8, 3))
    inner = stack(keras, keras.layers.Conv2D(4, 1), shape=(8, 8, 3))
    joined = keras.layers.Concatenate()([inner(inputs), keras.layers.Conv2D(2, 3, padding="same")(inputs)])
    model = keras.Model(inputs, keras.layers.Dense(5)(keras.layers.GlobalAveragePooling2D()(joined)))
    assert counting.count_parameters(model) == model.count_params()
    assert counting.count_multiplications(model) == 64 * 3 * 4 + 64 * 9 * 3 * 2 + 6 * 5


def test_a_layer_that_is_not_known_is_named(keras):
    with pytest.raises(ValueError, match="'memory' is a LSTM"):
        counting.count_layers(stack(keras, keras.layers.LSTM(3, name="memory"), shape=(5, 2)))


def test_a_model_without_fixed_sizes_is_refused(keras):
    with pytest.raises(ValueError, match="'open' is .*size is open"):
        counting.count_layers(stack(keras, keras.layers.Conv2D(3, 3, name="open"), shape=(None, None, 3)))
    with pytest.raises(ValueError, match="'late' has no output shape"):
        counting.count_layers(keras.Sequential([keras.layers.Dense(3, name="late")]))


def profiled(keras, model):
    """Return {operation: multiplications and additions} of TensorFlow's profiler, for one example."""
    import tensorflow as tf
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    call = tf.function(model).get_concrete_function(tf.TensorSpec((1, *model.input_shape[1:]), "float32"))
    graph = convert_variables_to_constants_v2(call).graph
    options = tf.compat.v1.profiler.ProfileOptionBuilder(tf.compat.v1.profiler.ProfileOptionBuilder.float_operation())
    options = options.with_empty_output().build()
    root = tf.compat.v1.profiler.profile(graph, cmd="op", options=options)
    return {child.name: child.float_ops for child in _down(root)}


def _down(node):
    while node.children:
        yield from node.children
        node = node.children[0]


def test_the_profiler_counts_two_operations_for_each_of_ours(keras):
    model = stack(keras, keras.layers.Conv2D(6, 5, strides=2, padding="same", use_bias=False),
                  keras.layers.Flatten(), keras.layers.Dense(10, use_bias=False))
    ours = counting.count_layers(model)
    assert profiled(keras, model) == {"Conv2D": 2 * ours[0].multiplications, "MatMul": 2 * ours[2].multiplications}
