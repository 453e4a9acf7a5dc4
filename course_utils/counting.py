"""What a Keras model costs: the parameters of each layer, and its multiplications for one example."""
from dataclasses import dataclass
from math import prod

KERNELS = {"Conv1D": ("kernel",), "Conv2D": ("kernel",), "Conv3D": ("kernel",), "Dense": ("kernel",),
           "DepthwiseConv1D": ("kernel",), "DepthwiseConv2D": ("kernel",),
           "SeparableConv1D": ("depthwise_kernel", "pointwise_kernel"),
           "SeparableConv2D": ("depthwise_kernel", "pointwise_kernel")}
# Their weights scale and shift; where the network is used, this can be folded into the weights of the layer before.
FREE = {"BatchNormalization", "LayerNormalization", "GroupNormalization", "Normalization", "PReLU"}


@dataclass(frozen=True)
class LayerCount:
    """What one layer costs: its name, its kind (class), its output shape without the batch, parameters, multiplications."""

    name: str
    kind: str
    output_shape: tuple
    parameters: int
    multiplications: int


def count_layers(model):
    """Return a list of LayerCount, one for each layer of a Keras model in order, those of models inside it included.

    multiplications: for one example, each with the addition that follows it: in convolutions (with their strides, groups
    and dilation; depthwise and separable ones, too) and in dense layers the number of places times the weights of a kernel.
    All else counts 0: biases, activations, pooling, normalisation. Parameters are all of a layer, also those that are not
    trained. The input is left out, and a layer that is used twice counts once.

    Raises ValueError, naming the layer, where its weights are of a kind that is not known here, where its output has no
    fixed size, and for a model that is not built out of a Sequential or of inputs and outputs. Built in lesson 14.
    """
    counts = []
    for layer in model.layers:
        if hasattr(layer, "layers"):
            counts += count_layers(layer)
        elif type(layer).__name__ != "InputLayer":
            counts.append(_count(layer))
    return counts


def count_parameters(model):
    """Return the number of parameters of a Keras model, as the sum over `count_layers`. Built in lesson 14."""
    return sum(count.parameters for count in count_layers(model))


def count_multiplications(model):
    """Return the multiplications of a Keras model for one example, as the sum over `count_layers`. Built in lesson 14."""
    return sum(count.multiplications for count in count_layers(model))


def _count(layer):
    """Return the LayerCount of one layer."""
    kind, shape = type(layer).__name__, _output_shape(layer)
    if layer.weights and kind not in KERNELS and kind not in FREE:
        raise ValueError(f"The layer {layer.name!r} is a {kind}, and how often it multiplies is not known here. Count it by "
                         "hand, or count a model without it.")
    multiplications = 0
    if kind in KERNELS:
        multiplications = _places(layer, shape) * sum(prod(getattr(layer, kernel).shape) for kernel in KERNELS[kind])
    return LayerCount(layer.name, kind, shape, layer.count_params(), multiplications)


def _output_shape(layer):
    """Return the shape of what a layer gives for one example."""
    try:
        output = layer.output
    except AttributeError:
        raise ValueError(f"The layer {layer.name!r} has no output shape yet. Give the model an Input, so that it is "
                         "built.") from None
    if not hasattr(output, "shape"):
        raise ValueError(f"The layer {layer.name!r} has several outputs, which are not counted here.")
    return tuple(output.shape[1:])


def _places(layer, shape):
    """Return in how many places of its output a layer lays its kernel; ValueError where the size of the output is open."""
    first = getattr(layer, "data_format", None) == "channels_first"
    places = shape[1:] if first else shape[:-1]
    if None in places:
        raise ValueError(f"The output of the layer {layer.name!r} is {shape}; its size is open. Give the Input a size.")
    return prod(places)
