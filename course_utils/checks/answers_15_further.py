"""Right answers of the companion of lesson 15, and the pieces of which wrong ones are made."""
import numpy as np

from course_utils.checks.answers_15_blocks import keras_layers


def dense_growth(maps, growth, depth):
    """Return the maps after `depth` layers of a dense block, and their weights. Built in lesson 15, further."""
    weights = 0
    for _ in range(depth):
        weights += 9 * maps * growth
        maps += growth
    return maps, weights


def dense_growth_by_formula(maps, growth, depth):
    """Return the same without a loop: the maps that come in rise evenly, so their sum is that of an arithmetic series."""
    return maps + depth * growth, 9 * growth * (depth * maps + growth * depth * (depth - 1) // 2)


def dense_growth_by_arrays(maps, growth, depth):
    """Return the same as an array of two."""
    before = maps + growth * np.arange(depth)
    return np.array([before[-1] + growth, (9 * before * growth).sum()])


def grown_too_early(maps, growth, depth):
    """Return what a loop gives that adds the new maps before it counts the weights that make them."""
    weights = 0
    for _ in range(depth):
        maps += growth
        weights += 9 * maps * growth
    return maps, weights


def weights_of_last(maps, growth, depth):
    """Return what a loop gives that sets the weights in each round instead of adding to them."""
    return maps + depth * growth, 9 * (maps + (depth - 1) * growth) * growth


def returned_in_loop(maps, growth, depth):
    """Return what a loop gives that returns in its first round."""
    return maps + growth, 9 * maps * growth


def grouped_parameters(maps_in, maps_out, size, groups):
    """Return the weights and biases of a convolution in groups. Built in lesson 15, further."""
    return size * size * (maps_in // groups) * maps_out + maps_out


def training_operations(multiplications, batch_size, steps):
    """Return about how many operations a training takes, forward and back. Built in lesson 15, further."""
    return 6 * multiplications * batch_size * steps


def missing_name(name):
    """Return an answer that uses a name which is defined nowhere."""
    def answer(*args):
        raise NameError(f"name '{name}' is not defined")
    return answer


def first_model():
    """Return a Keras model of an ordinary convolution and a batch normalisation."""
    from course_utils import runtime

    keras, layers = runtime.start(), keras_layers()
    inputs = layers.Input((4, 4, 3))
    return keras.Model(inputs, layers.BatchNormalization()(layers.Conv2D(5, 3, name="stem")(inputs)))


def mixed_model():
    """Return a Keras model with layers of all kinds: one normalisation learns no scale, one convolution has no biases."""
    from course_utils import runtime

    keras, layers = runtime.start(), keras_layers()
    inputs = layers.Input((4, 4, 3))
    x = layers.Conv2D(7, 1, use_bias=False)(inputs)
    x = layers.ReLU()(layers.BatchNormalization(scale=False)(x))
    x = layers.BatchNormalization()(layers.DepthwiseConv2D(3)(x))
    x = layers.Flatten()(layers.Conv2D(2, 1)(layers.Conv2D(3, 1)(x)))
    return keras.Model(inputs, layers.Dense(6)(x))


def last_biases_only(model):
    """Return the statistics, and the biases of the last convolution that has any."""
    found = [layer.bias.shape[0] for layer in model.layers if isinstance(layer, keras_layers().Conv2D)
             and layer.bias is not None]
    return count_extras(model)[0], found[-1] if found else 0


def bare_model():
    """Return a Keras model of one convolution without biases."""
    from course_utils import runtime

    keras, layers = runtime.start(), keras_layers()
    inputs = layers.Input((4, 4, 3))
    return keras.Model(inputs, layers.Conv2D(4, 1, use_bias=False)(inputs))


def count_extras(model):
    """Return the statistics of batch normalisation and the biases of convolutions. Built in lesson 15, further."""
    return count_with()(model)


def _kept(layer):
    return layer.moving_mean.shape[0] + layer.moving_variance.shape[0]


def _biases(layer):
    return layer.bias.shape[0] if layer.bias is not None else 0


def count_with(kept=_kept, biases=_biases, further=(), guarded=lambda layer: True):
    """Return an answer whose parts are as given: right as they stand, and wrong in other ways.

    kept: what a batch normalisation adds to the statistics; biases: what a convolution adds to the biases; further: names of
    other kinds of layers whose biases are counted, too; guarded: whether a layer is asked for its biases at all.
    """
    def answer(model):
        layers, statistics, total = keras_layers(), 0, 0
        kinds = (layers.Conv2D, *(getattr(layers, name) for name in further))
        for layer in model.layers:
            if isinstance(layer, layers.BatchNormalization):
                statistics += kept(layer)
            if isinstance(layer, kinds) and guarded(layer):
                total += biases(layer)
        return statistics, total
    return answer


def by_array(model):
    """Return the same as an array of two."""
    return np.array(count_extras(model))


def by_name(model):
    """Return what an answer gives that tells layers apart by what they are called."""
    return (sum(_kept(layer) for layer in model.layers if "batch" in layer.name),
            sum(_biases(layer) for layer in model.layers if "conv" in layer.name))


def learned(model):
    """Return what an answer gives that counts scale and shift; it raises where there is no scale."""
    return count_with(lambda layer: layer.gamma.shape[0] + layer.beta.shape[0])(model)


def exchanged_in_isinstance(model):
    """Return nothing: the kind stands first in `isinstance`."""
    return [isinstance(keras_layers().BatchNormalization, layer) for layer in model.layers]


def without_asking(model):
    """Return nothing: the input layer has no statistics."""
    return sum(_kept(layer) for layer in model.layers), 0


def over_the_model(model):
    """Return nothing: a model is no list."""
    return list(model)


def only_first_layer(model):
    """Return what a loop gives that returns in its first round, at the input layer."""
    return count_with()(type("Cut", (), {"layers": model.layers[:1]}))


def unguarded(model):
    """Return nothing where a convolution has no bias: None has no shape."""
    layers = keras_layers()
    return (sum(2 * layer.moving_mean.shape[0] for layer in model.layers if isinstance(layer, layers.BatchNormalization)),
            sum(layer.bias.shape[0] for layer in model.layers if isinstance(layer, layers.Conv2D)))


def by_weights(model):
    """Return the same by the names of the weights of each layer."""
    kinds = {"BatchNormalization": ("moving_mean", "moving_variance"), "Conv2D": ("bias",)}
    found = [(type(layer).__name__, weight.shape[0]) for layer in model.layers for weight in layer.weights
             if weight.name in kinds.get(type(layer).__name__, ())]
    return [sum(size for kind, size in found if kind == wanted) for wanted in kinds]


def last_layer_only(model):
    """Return what a loop gives that sets the two numbers in each round instead of adding to them."""
    layers, kept, biases = keras_layers(), 0, 0
    for layer in model.layers:
        if isinstance(layer, layers.BatchNormalization):
            kept = 2 * layer.moving_mean.shape[0]
        if isinstance(layer, layers.Conv2D) and layer.bias is not None:
            biases = layer.bias.shape[0]
    return kept, biases


def layers_counted(each):
    """Return an answer that counts the layers with statistics, `each` for one, and those with biases."""
    return count_with(lambda layer: each, lambda layer: 1, guarded=lambda layer: layer.bias is not None)
