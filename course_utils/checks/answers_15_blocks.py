"""Right blocks of lesson 15, those that are right but for one setting, and how a block is looked at."""
import re
import zlib

import numpy as np


def convolve(x, maps, size=3, stride=1, relu=True):
    """Return a convolution of x with batch normalisation and, unless told otherwise, ReLU. Built in lesson 15."""
    layers = keras_layers()
    x = layers.Conv2D(maps, size, strides=stride, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization(momentum=0.9)(x)
    return layers.ReLU()(x) if relu else x


def keras_layers():
    """Return Keras's module of layers, started on first use."""
    from course_utils import runtime

    return runtime.start().layers


def behaviour(sizes):
    """Return a script that makes the block for each (maps in, maps out) of `sizes` and gives what it does, a list.

    Each entry is a dictionary: the shape of what comes out for 6 x 6 places, the parameters, the momentum of the batch
    normalisation, and the answers for known weights. Weights of equal shape get equal values and the maps that come out are
    sorted, so that the order of branches does not count.
    """
    def run(block):
        from course_utils import runtime

        keras = runtime.start()
        policy = keras.config.dtype_policy()
        keras.config.set_dtype_policy("float32")
        try:
            return [_observe(keras, block, *size) for size in sizes]
        finally:
            keras.config.set_dtype_policy(policy)
    return run


def _observe(keras, block, maps_in, maps):
    inputs = keras.layers.Input((6, 6, maps_in))
    outputs = _built(block, inputs, maps)
    if outputs is None:
        return None
    if not isinstance(outputs, keras.KerasTensor):
        kind = type(outputs).__name__
        hint = " Layers are called with what goes in: layer(x)." if isinstance(outputs, keras.Layer) else ""
        raise TypeError(f"The function returned {kind}; it should return what the last layer gives, a Keras tensor.{hint}")
    model = keras.Model(inputs, outputs)
    for weight in model.weights:
        weight.assign(_known(weight.name, tuple(weight.shape)))
    pictures = np.random.default_rng(maps_in).normal(size=(2, 6, 6, maps_in)).astype("float32")
    answers = keras.ops.convert_to_numpy(model(pictures, training=False))
    if answers.ndim == 4:
        answers = answers[..., np.argsort(answers.sum(axis=(0, 1, 2)), kind="stable")]
    momentum = {layer.momentum for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization)}
    return {"shape": list(outputs.shape[1:]), "parameters": model.count_params(), "momentum": sorted(momentum),
            "answers": answers}


def _built(block, inputs, maps):
    """Return what the block gives; where shapes clash, ValueError that names them and the case."""
    try:
        return block(inputs, maps)
    except ValueError as error:
        shapes = re.findall(r"[\[(](?:None, )?(\d+, \d+, \d+)[\])]", str(error))
        if len(shapes) < 2:
            raise
        shapes = sorted(shapes) if len(shapes) == 2 else shapes  # x + change and change + x are the same slip
        case = f"{inputs.shape[-1]} maps came in, {maps} are asked for"
        text = f"({case}) results of different shape (row, column, map) are put together: {'; '.join(shapes)}"
        raise ValueError(text).with_traceback(error.__traceback__) from None


def _known(name, shape):
    """Return values for a weight that depend on its name and shape alone."""
    random = np.random.default_rng(zlib.crc32(f"{name}{shape}".encode()))
    if name == "moving_variance":
        return random.uniform(0.5, 2, shape)
    scale = 1.5 / np.sqrt(np.prod(shape[:-1])) if len(shape) > 1 else 0.3
    return random.normal(size=shape) * scale + (name == "gamma")


def inception_block(x, maps):
    """Return `maps` maps out of four branches. Built in lesson 15."""
    return join([one_by_one(x, maps), middle(x, maps), wide(x, maps), pooled(x, maps)])


def join(branches, **settings):
    """Return the maps of all branches behind one another."""
    return keras_layers().Concatenate(**settings)(branches)


def one_by_one(x, maps, size=1):
    """Return the first branch."""
    return convolve(x, maps // 4, size)


def middle(x, maps, narrow=4, size=3, first=1):
    """Return the second branch: a 1 x 1 to maps // narrow maps, then a 3 x 3."""
    return convolve(convolve(x, maps // narrow, first), maps // 2, size)


def wide(x, maps, narrow=8, size=5, first=1):
    """Return the third branch: a 1 x 1 to maps // narrow maps, then a 5 x 5."""
    return convolve(convolve(x, maps // narrow, first), maps // 8, size)


def pooled(x, maps, size=1, kind="MaxPooling2D", strides=1):
    """Return the fourth branch: a pooling, then a 1 x 1."""
    return convolve(getattr(keras_layers(), kind)(3, strides=strides, padding="same")(x), maps // 8, size)


def inception_of(**branches):
    """Return an answer with some of the four branches replaced; None leaves one out."""
    usual = {"one": one_by_one, "three": middle, "five": wide, "pool": pooled}
    return lambda x, maps: join([branch(x, maps) for branch in (usual | branches).values() if branch])


def inception_by_hand(x, maps):
    """Return the right block with its branches in another order, and every layer written out."""
    layers = keras_layers()

    def step(x, number, size):
        x = layers.Conv2D(number, (size, size), padding="same", use_bias=False)(x)
        return layers.Activation("relu")(layers.BatchNormalization(momentum=0.9)(x))

    pool = step(layers.MaxPooling2D(pool_size=(3, 3), strides=(1, 1), padding="same")(x), maps // 8, 1)
    five = step(step(x, maps // 8, 1), maps // 8, 5)
    three = step(step(x, maps // 4, 1), maps // 2, 3)
    return layers.concatenate([pool, five, three, step(x, maps // 4, 1)])


def residual_block(x, maps):
    """Return ReLU(shortcut + F(x)). Built in lesson 15."""
    return residual_with()(x, maps)


def residual_with(second_relu=False, shortcut_relu=False, size=1, last=True, needed=lambda x, maps: x.shape[-1] != maps,
                  combine=lambda one, other: one + other, depth=2):
    """Return an answer whose parts are as given: right as they stand, and wrong in other ways."""
    def block(x, maps):
        change = x
        for number in range(depth):
            change = convolve(change, maps, relu=second_relu or number < depth - 1)
        if needed(x, maps):
            x = convolve(x, maps, size, relu=shortcut_relu)
        y = combine(x, change)
        return keras_layers().ReLU()(y) if last else y
    return block


def residual_with_add(x, maps):
    """Return the right block with the layer Add and the function relu."""
    from course_utils import runtime

    shortcut = x if x.shape[-1] == maps else convolve(x, maps, size=1, relu=False)
    change = convolve(x, maps)
    change = convolve(change, maps, relu=False)
    return runtime.start().ops.relu(keras_layers().Add()([change, shortcut]))


def mobile_block(x, maps):
    """Return two depthwise separable convolutions in a row. Built in lesson 15."""
    return mobile_with()(x, maps)


def mobile_with(rounds=2, normalise=True, relu=True, bias=False, momentum=0.9, pointwise=1, kernel=3, padding="same",
                turned=False, relu_first=False, whole=False):
    """Return an answer whose parts are as given: right as they stand, and wrong in other ways."""
    def depthwise(x, maps):
        layers = keras_layers()
        look = (layers.Conv2D(maps, kernel, padding=padding, use_bias=bias) if whole
                else layers.DepthwiseConv2D(kernel, padding=padding, use_bias=bias))
        x = look(x)
        steps = [layers.BatchNormalization(momentum=momentum)] * normalise + [layers.ReLU()] * relu
        for step in steps[::-1] if relu_first else steps:
            x = step(x)
        return x

    def block(x, maps):
        for _ in range(rounds):
            x = depthwise(convolve(x, maps, pointwise), maps) if turned else convolve(depthwise(x, maps), maps, pointwise)
        return x
    return block


def mobile_unrolled(x, maps):
    """Return the right block without a loop."""
    layers = keras_layers()
    x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(
        layers.DepthwiseConv2D((3, 3), padding="same", use_bias=False)(x)))
    x = convolve(x, maps, size=1)
    x = layers.Activation("relu")(layers.BatchNormalization(momentum=0.9)(
        layers.DepthwiseConv2D(3, padding="same", use_bias=False)(x)))
    return convolve(x, maps, size=1)
