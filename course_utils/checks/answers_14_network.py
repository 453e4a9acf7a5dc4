"""LeNet as built today for lesson 14: the right answer, and wrong ones that differ from it in one thing."""
import numpy as np


def make_lenet(**other):
    """Return LeNet as it is built today, a Sequential on pictures (28, 28, 1) with ten logits. Built in lesson 14.

    other: `activation`, `maps` (the activations of the two convolutions), `inner` (of the dense layers), `output`,
    `dense` (of the two dense layers, one by one), `pooling` (a layer's name) or `poolings` (two), `flatten` (a layer's name),
    `padding`, `second` (padding of the second convolution), `filters`, `kernel` or `kernels`,
    `shape`, `pool_stride`, `dropout`,
    `hidden` (units), `pools` (how many), `ends` (0 leaves the last layer out), `as_convolution` (120 maps by a convolution),
    `flat` (False leaves Flatten out): what makes it wrong, or right in another way.

    Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-based learning applied to document recognition", 1998, figure 2.
    """
    from course_utils import runtime

    keras = runtime.start()
    layers, activation = keras.layers, other.get("activation", "tanh")
    on_maps = other.get("maps", (activation, activation))

    kinds = other.get("poolings", (other.get("pooling", "AveragePooling2D"),) * 2)

    def pooled(number):
        return getattr(layers, kinds[number])(2, strides=other.get("pool_stride", 2))

    (first, second), kernels = other.get("filters", (6, 16)), other.get("kernels", (other.get("kernel", 5),) * 2)
    stack = [layers.Input(other.get("shape", (28, 28, 1))),
             layers.Conv2D(first, kernels[0], padding=other.get("padding", "same"), activation=on_maps[0]), pooled(0),
             layers.Conv2D(second, kernels[1], padding=other.get("second", "valid"), activation=on_maps[1]),
             *[pooled(1)][:other.get("pools", 2) - 1]]
    hidden = list(other.get("hidden", (120, 84)))
    if other.get("as_convolution"):
        stack.append(layers.Conv2D(hidden.pop(0), 5, activation=activation))
    stack += [getattr(layers, other.get("flatten", "Flatten"))()] if other.get("flat", True) else []
    on_units = other.get("dense", (other.get("inner", activation),) * 2)
    stack += [layers.Dense(units, activation=one) for units, one in zip(hidden, on_units)]
    stack += [layers.Dropout(0.5)] if other.get("dropout") else []
    return keras.Sequential([*stack, *[layers.Dense(10, activation=other.get("output"))][:other.get("ends", 1)]])


def wrong_lenet(**other):
    """Return an answer that makes LeNet with one thing wrong; see `make_lenet`."""
    return lambda: make_lenet(**other)


def without_input():
    """Return LeNet without its input: it does not know how large the pictures are."""
    from course_utils import runtime

    keras = runtime.start()
    return keras.Sequential(make_lenet().layers[:1] + [keras.layers.Flatten(), keras.layers.Dense(10)])


def without_list():
    """Return nothing: Keras takes what follows the first layer for other arguments."""
    from course_utils import runtime

    keras = runtime.start()
    return keras.Sequential(keras.layers.Input((28, 28, 1)), *make_lenet().layers)


def padding_as_stride():
    """Return nothing: Keras takes a third number or word of a convolution for its stride."""
    from course_utils import runtime

    return runtime.start().layers.Conv2D(6, 5, "same")


def pooling_without_size():
    """Return nothing: Keras wants the size of the blocks."""
    from course_utils import runtime

    return runtime.start().layers.AveragePooling2D()


def strided_lenet():
    """Return LeNet with a stride of 2 in the place of its first pooling."""
    from course_utils import runtime

    keras, right = runtime.start(), make_lenet().layers
    first = keras.layers.Conv2D(6, 5, strides=2, padding="same", activation="tanh")
    return keras.Sequential([keras.layers.Input((28, 28, 1)), first, *right[2:]])


def behaviour(make):
    """Return what a network for pictures does, as a dictionary: its shapes, its parameters, its answers.

    Its weights are set to known ones, the same numbers in the same order for a dense layer and for the convolution that
    equals it. TypeError where `make` gives no built Keras model for pictures of 28 x 28.
    """
    from course_utils import runtime

    keras = runtime.start()
    if isinstance(make, keras.Model):
        raise TypeError("The answer is a network; a function that makes one is asked for. Hand over its name.")
    model = make()
    if not isinstance(model, keras.Model):
        raise TypeError(f"The function returned {'None' if model is None else type(model).__name__}, not a Keras model.")
    if not model.built:
        raise TypeError("The model does not know the size of its pictures yet: begin the list with an Input.")
    shape = tuple(model.input_shape[1:])
    if shape not in ((28, 28, 1), (28, 28)):
        raise TypeError(f"The input is {shape}; it should be (28, 28, 1): rows, columns, one channel.")
    random = np.random.default_rng(14)
    model.set_weights([random.normal(scale=0.7 / np.sqrt(weight.size / weight.shape[-1]), size=weight.size)
                       .reshape(weight.shape) for weight in model.get_weights()])
    answers = model(random.uniform(size=(3, *shape)).astype("float32"))
    layers = [len(weight.shape) - 1 for weight in model.get_weights() if len(weight.shape) > 1]
    dropped = sum("Dropout" in type(layer).__name__ for layer in model.layers)
    return {"output shape": list(model.output_shape[1:]), "layers with weights": len(layers), "dropout layers": dropped,
            "parameters": model.count_params(), "answers": keras.ops.convert_to_numpy(answers)}
