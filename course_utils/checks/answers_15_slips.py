"""Wrong blocks of lesson 15, as learners would write them."""
from course_utils.checks.answers_15_blocks import (
    convolve,
    join,
    keras_layers,
    middle,
    one_by_one,
    pooled,
    residual_block,
    wide,
)


def chained(x, maps):
    """Return an inception block whose branches begin where the one before has ended."""
    first = one_by_one(x, maps)
    second = middle(first, maps)
    third = wide(second, maps)
    return join([first, second, third, pooled(third, maps)])


def added(x, maps):
    """Return nothing: branches with different numbers of maps cannot be added."""
    return keras_layers().Add()([one_by_one(x, maps), middle(x, maps), wide(x, maps), pooled(x, maps)])


def overwritten(x, maps):
    """Return an inception block that gives the name x to its first branch, from which the others then begin."""
    x = one_by_one(x, maps)
    return join([x, middle(x, maps), wide(x, maps), pooled(x, maps)])


def one_bottleneck(x, maps):
    """Return an inception block whose 3 x 3 begins at the first branch instead of at a bottleneck of its own."""
    first = one_by_one(x, maps)
    return join([first, convolve(first, maps // 2), wide(x, maps), pooled(x, maps)])


def pooled_uncalled(x, maps):
    """Return nothing: the pooling is made and not called, and a convolution cannot work on a layer."""
    return convolve(keras_layers().MaxPooling2D(3, strides=1, padding="same"), maps // 8, 1)


def pooled_late(x, maps):
    """Return the fourth branch with its convolution before the pooling."""
    return keras_layers().MaxPooling2D(3, strides=1, padding="same")(convolve(x, maps // 8, 1))


def residual_from_projected(x, maps):
    """Return a block that changes x first, and lets the two convolutions work on what has become of it."""
    if x.shape[-1] != maps:
        x = convolve(x, maps, 1, relu=False)
    return residual_block(x, maps)


def residual_on_itself(x, maps):
    """Return a block that gives the name x to what comes after the first convolution, and adds that."""
    x = convolve(x, maps)
    return keras_layers().ReLU()(x + convolve(x, maps, relu=False))


def bare_shortcut(x, maps):
    """Return a block whose shortcut is a convolution without batch normalisation."""
    change = convolve(convolve(x, maps), maps, relu=False)
    if x.shape[-1] != maps:
        x = keras_layers().Conv2D(maps, 1, use_bias=False)(x)
    return keras_layers().ReLU()(x + change)


def no_relu_between(x, maps):
    """Return a block whose two convolutions have no ReLU between them."""
    shortcut = x if x.shape[-1] == maps else convolve(x, maps, size=1, relu=False)
    return keras_layers().ReLU()(shortcut + convolve(convolve(x, maps, relu=False), maps, relu=False))


def layer_not_called(x, maps):
    """Return nothing: the layer ReLU is handed a tensor where it takes settings."""
    return keras_layers().ReLU(convolve(x, maps))


def mobile_by_keras(x, maps):
    """Return Keras's separable convolutions, which have nothing between their two halves."""
    layers = keras_layers()
    for _ in range(2):
        x = layers.SeparableConv2D(maps, 3, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
    return x


def mobile_mixed_once(x, maps):
    """Return a block with its pointwise convolution after the loop instead of in it."""
    layers = keras_layers()
    for _ in range(2):
        x = layers.DepthwiseConv2D(3, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
    return convolve(x, maps, size=1)


def depthwise_uncalled(x, maps):
    """Return nothing: the first layer is made and not called."""
    layers = keras_layers()
    return layers.BatchNormalization(momentum=0.9)(layers.DepthwiseConv2D(3, padding="same", use_bias=False))


def depthwise_with_maps(x, maps):
    """Return a block whose depthwise convolution is given a number of maps first, which it takes for its size."""
    layers = keras_layers()
    for _ in range(2):
        x = layers.DepthwiseConv2D(maps, 3, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
        x = convolve(x, maps, size=1)
    return x


def layer_shared(x, maps):
    """Return nothing: one depthwise convolution is used for both rounds, and the second has another number of maps."""
    layers = keras_layers()
    look = layers.DepthwiseConv2D(3, padding="same", use_bias=False)
    for _ in range(2):
        x = convolve(layers.ReLU()(layers.BatchNormalization(momentum=0.9)(look(x))), maps, size=1)
    return x


def pooled_valid(x, maps):
    """Return the fourth branch without padding: its maps have lost their border."""
    return convolve(keras_layers().MaxPooling2D(3, strides=1)(x), maps // 8, 1)


def strided(x, maps):
    """Return the third branch with a stride where its size should stand."""
    return convolve(convolve(x, maps // 8, 1), maps // 8, stride=5)


def joined_along_rows(x, maps):
    """Return nothing: maps of different number cannot stand below one another."""
    return join([one_by_one(x, maps), middle(x, maps), wide(x, maps), pooled(x, maps)], axis=1)


def joined_without_list(x, maps):
    """Return nothing: the layer takes one list, not four tensors."""
    return keras_layers().Concatenate()(one_by_one(x, maps), middle(x, maps), wide(x, maps), pooled(x, maps))


def bottlenecks_named_x(x, maps):
    """Return an inception block that gives the name x to each bottleneck, where the next branch then begins."""
    first = one_by_one(x, maps)
    x = convolve(x, maps // 4, size=1)
    second = convolve(x, maps // 2)
    x = convolve(x, maps // 8, size=1)
    return join([first, second, convolve(x, maps // 8, 5), pooled(x, maps)])


def change_twice(x, maps):
    """Return a block that gives the name x to the change, and adds it to itself."""
    x = convolve(convolve(x, maps), maps, relu=False)
    return keras_layers().ReLU()(x + x)


def shortcut_with_biases(x, maps):
    """Return a block whose shortcut is Keras's own convolution, with biases and without batch normalisation."""
    change = convolve(convolve(x, maps), maps, relu=False)
    if x.shape[-1] != maps:
        x = keras_layers().Conv2D(maps, 1)(x)
    return keras_layers().ReLU()(x + change)


def first_keeps_maps(x, maps):
    """Return a block whose first convolution makes as many maps as come in."""
    change = convolve(convolve(x, x.shape[-1]), maps, relu=False)
    if x.shape[-1] != maps:
        x = convolve(x, maps, size=1, relu=False)
    return keras_layers().ReLU()(x + change)
