"""Right answers of lesson 14 on sizes, multiplications and the learning rate, and the pieces of which wrong ones are made."""
from math import cos, pi, prod

import numpy as np

LENET = [(5, 1, 2), (2, 2, 0), (5, 1, 0), (2, 2, 0), (5, 1, 0)]  # (kernel, stride, padding), with the last as a convolution


def output_size(size, kernel_size, padding=0, stride=1):
    """Return in how many places a window fits along one direction. Built in lesson 13."""
    return (size + 2 * padding - kernel_size) // stride + 1


def stack_sizes(size, layers):
    """Return the size after each layer, (kernel size, stride, padding), of a stack. Built in lesson 14."""
    sizes = []
    for kernel_size, stride, padding in layers:
        size = output_size(size, kernel_size, padding, stride)
        sizes.append(size)
    return sizes


def stack_sizes_with(size_of=output_size, keep=True):
    """Return a stack of another formula `size_of(size, kernel, padding, stride)`, or one that always begins at the picture."""
    def wrong(size, layers):
        sizes, now = [], size
        for kernel_size, stride, padding in layers:
            after = size_of(now, kernel_size, padding, stride)
            sizes.append(after)
            now = after if keep else size
        return sizes
    return wrong


def parameters_of(layers, channels=1):
    """Return the parameters of convolutions (kernel size, filters), one after the other, from so many channels on."""
    total = 0
    for kernel_size, filters in layers:
        total += kernel_size ** 2 * channels * filters + filters
        channels = filters
    return total


def multiplications(layer):
    """Return the multiplications of one Conv2D or Dense layer for one example. Built in lesson 14."""
    return prod(layer.output.shape[1:-1]) * prod(layer.kernel.shape)


def multiplications_with(places=lambda layer: prod(layer.output.shape[1:-1]), weights=lambda layer: prod(layer.kernel.shape)):
    """Return a count with another number of places, or of weights."""
    return lambda layer: places(layer) * weights(layer)


def counted(count):
    """Return what `count(layer)` gives for layers of several small models: with stride, with padding, dense."""
    from course_utils import runtime

    layers = runtime.start().layers
    return [_as_plain(count(layer)) for layer in _layers_to_count(layers)]


def _as_plain(number):
    """Return a NumPy or Keras number as it is, and an array without axes as a number."""
    return number.item() if getattr(number, "shape", None) == () and hasattr(number, "item") else number


def _layers_to_count(layers):
    """Return four layers whose sizes all differ, each called on an input of fixed size."""
    from course_utils import runtime

    keras = runtime.start()
    inputs = keras.Input((9, 7, 2))
    first = layers.Conv2D(4, 3)
    second = layers.Conv2D(5, (3, 2), strides=2, padding="same")
    third = layers.Dense(6)
    wide = layers.Conv2D(3, 1)
    maps = second(first(inputs))
    third(layers.Flatten()(maps))
    wide(maps)
    return first, second, third, wide


def learning_rate_at(step, steps, warm_up, peak):
    """Return the learning rate of a step: up to `peak` in a line, then down to 0 along a cosine. Built in lesson 14.

    The cosine is that of I. Loshchilov and F. Hutter, "SGDR", 2017, equation 5, without restarts.
    """
    if step < warm_up:
        return peak * step / warm_up
    return peak * (1 + cos(pi * (step - warm_up) / (steps - warm_up))) / 2


def rate_with(rise=lambda step, warm_up: step / warm_up, fall=lambda share: (1 + np.cos(np.pi * share)) / 2,
              share=lambda step, steps, warm_up: (step - warm_up) / (steps - warm_up)):
    """Return a schedule with another way up, another way down, or another share of the way down."""
    def wrong(step, steps, warm_up, peak):
        if step < warm_up:
            return peak * rise(step, warm_up)
        return peak * fall(share(step, steps, warm_up))
    return wrong


def rate_by(way_down):
    """Return a schedule whose way down is `way_down(share, peak)`."""
    def wrong(step, steps, warm_up, peak):
        return peak * step / warm_up if step < warm_up else way_down((step - warm_up) / (steps - warm_up), peak)
    return wrong


def rate_exchanged(step, steps, warm_up, peak):
    """Return the learning rate with the two cases exchanged."""
    if step > warm_up:
        return peak * step / warm_up
    return peak * (1 + cos(pi * (step - warm_up) / (steps - warm_up))) / 2


def receptive_field(layers):
    """Return how many pixels of a row a unit after the last layer, (kernel size, stride), sees. Built in lesson 14."""
    field, jump = 1, 1
    for kernel_size, stride in layers:
        field += (kernel_size - 1) * jump
        jump *= stride
    return field


def field_backwards(layers):
    """Return the same number, found from the last layer back to the picture."""
    field = 1
    for kernel_size, stride in reversed(layers):
        field = (field - 1) * stride + kernel_size
    return field


def field_with(first=1, grow=lambda kernel, stride, jump: (kernel - 1) * jump, before=False,
               hop=lambda jump, stride: jump * stride):
    """Return a receptive field that begins or grows otherwise, or whose jump grows before the field does."""
    def wrong(layers):
        field, jump = first, 1
        for kernel_size, stride in layers:
            if before:
                jump = hop(jump, stride)
            field += grow(kernel_size, stride, jump)
            if not before:
                jump = hop(jump, stride)
        return field
    return wrong


def occlusion_map(picture, score, size, stride):
    """Return how far `score` falls for each place of a black square of `size`, moved by `stride`. Built in lesson 14.

    The idea is that of M. Zeiler and R. Fergus, "Visualizing and understanding convolutional networks", 2014, section 4.2.
    """
    rows = range(0, picture.shape[0] - size + 1, stride)
    columns = range(0, picture.shape[1] - size + 1, stride)
    covered = np.array([cover(picture, row, column, size) for row in rows for column in columns])
    return (score(picture[None])[0] - score(covered)).reshape(len(rows), len(columns))


def cover(picture, row, column, size, value=0):
    """Return a copy of a picture with a square covered whose upper left corner is at (row, column)."""
    copy = picture.copy()
    copy[row:row + size, column:column + size] = value
    return copy
