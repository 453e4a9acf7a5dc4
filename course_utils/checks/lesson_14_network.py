"""Exercises of lesson 14 on whole networks: LeNet as built today, and the multiplications of a layer."""
from math import prod

import numpy as np

from course_utils.checks import answers_14 as right
from course_utils.checks import answers_14_network as network
from course_utils.checks import close, exact, exercise, mistake, per_key, script


def _as_many(what, wanted):
    """Return a comparison of a number of the network that says both numbers."""
    return lambda got, expected: None if got == expected else f"The network has {got:,} {what}; it should have {wanted}."


LIKE_LENET = {"output shape": exact(), "layers with weights": _as_many("layers with weights", "five"),
              "dropout layers": _as_many("dropout layers", "none"),
              "parameters": _as_many("parameters", "61,706"), "answers": close(1e-4, 1e-5)}

exercise(
    "14.2", right=network.make_lenet, points=3, seconds=60, accept=per_key(**LIKE_LENET),
    probes=[script(network.behaviour, "the network is made, given known weights, and shown three pictures")],
    also_right=[network.wrong_lenet(as_convolution=True), network.wrong_lenet(output="linear")],
    mistakes=[
        mistake("The function returns nothing. It should `return` the network itself.",
                lambda: network.make_lenet() and None),
        mistake("The activation is missing: all layers but the last have tanh.", network.wrong_lenet(activation=None)),
        mistake("The convolutions have no activation. They have tanh, as the dense layers of 120 and 84 units do.",
                network.wrong_lenet(maps=(None, None))),
        mistake("The first convolution has no activation. It has tanh.", network.wrong_lenet(maps=(None, "tanh"))),
        mistake("The second convolution has no activation. It has tanh.", network.wrong_lenet(maps=("tanh", None))),
        mistake("The convolutions have ReLU. LeNet has tanh in all layers but the last.",
                network.wrong_lenet(maps=("relu", "relu"))),
        mistake("The last layer is missing, the ten logits.", network.wrong_lenet(ends=0)),
        mistake("This network has ReLU, as most have today. LeNet has tanh, and it is asked for here.",
                network.wrong_lenet(activation="relu")),
        mistake("This network has sigmoids. LeNet has tanh.", network.wrong_lenet(activation="sigmoid")),
        mistake("The pooling takes the largest number of each block. LeNet takes the mean: `AveragePooling2D`.",
                network.wrong_lenet(pooling="MaxPooling2D")),
        mistake("The first convolution makes the maps smaller, 24 by 24. In the table they stay 28 by 28: `padding=\"same\"`.",
                network.wrong_lenet(padding="valid")),
        mistake("The second convolution has padding, too. In the table it makes 10 by 10 out of 14 by 14, without padding.",
                network.wrong_lenet(second="same")),
        mistake("The network ends in a softmax. Logits are asked for: the last layer has no activation.",
                network.wrong_lenet(output="softmax")),
        mistake("The last layer has tanh, too. Logits may be of any size: it has no activation.",
                network.wrong_lenet(output="tanh")),
        mistake("The dense layers have no activation. Those with 120 and 84 units have tanh.", network.wrong_lenet(inner=None)),
        mistake("The dense layers have ReLU. Those with 120 and 84 units have tanh, as the convolutions do.",
                network.wrong_lenet(inner="relu")),
        mistake("The layer with 120 units has no activation. It has tanh.", network.wrong_lenet(dense=(None, "tanh"))),
        mistake("The layer with 84 units has no activation. It has tanh.", network.wrong_lenet(dense=("tanh", None))),
        mistake("The layer with 84 units is missing.", network.wrong_lenet(hidden=(120,))),
        mistake("The layer with 120 units is missing.", network.wrong_lenet(hidden=(84,))),
        mistake("The layers of 120 and of 84 units are exchanged.", network.wrong_lenet(hidden=(84, 120))),
        mistake("Filters and kernel size are exchanged: `Conv2D(6, 5)` has 6 filters of 5 by 5. The number of filters comes "
                "first.", network.wrong_lenet(filters=(5, 5), kernels=(6, 16))),
        mistake("In the first convolution filters and kernel size are exchanged: `Conv2D(6, 5)`, the number of filters first.",
                network.wrong_lenet(filters=(5, 16), kernels=(6, 5))),
        mistake("The third place in the brackets is the stride. The padding has a name: `padding=\"same\"`.",
                network.padding_as_stride),
        mistake("The padding is a word here, not a number: `padding=\"same\"` for the first convolution, none for the second.",
                network.wrong_lenet(padding=2)),
        mistake("Pooling wants the size of its blocks: `AveragePooling2D(2)`.", network.pooling_without_size),
        mistake("This is a list of layers. `keras.Sequential([...])` makes a network of it.",
                lambda: network.make_lenet().layers),
        mistake("The maps are averaged as a whole, one number for each. LeNet keeps the places: `Flatten`.",
                network.wrong_lenet(flatten="GlobalAveragePooling2D")),
        mistake("The second pooling takes the largest number. Both take the mean.",
                network.wrong_lenet(poolings=("AveragePooling2D", "MaxPooling2D"))),
        mistake("After the first convolution the pooling is missing. Its stride of 2 leaves places out and averages nothing.",
                network.strided_lenet),
        mistake("The layers stand in a list, in square brackets: `keras.Sequential([..., ..., ...])`.", network.without_list),
        mistake("The pooling has stride 1 and keeps nearly all places. `AveragePooling2D(2)` moves by its own size.",
                network.wrong_lenet(pool_stride=1)),
        mistake("There is a dropout that the table does not have.", network.wrong_lenet(dropout=True)),
        mistake("The kernels are 3 by 3. LeNet has 5 by 5.", network.wrong_lenet(kernel=3)),
        mistake("The second pooling is missing: the maps go from 10 by 10 to 5 by 5 before they are flattened.",
                network.wrong_lenet(pools=1)),
        mistake("The numbers of filters are exchanged: 6 first, then 16.", network.wrong_lenet(filters=(16, 6))),
        mistake("`Flatten` is missing between the maps and the dense layers: without it each place of the maps gets answers of "
                "its own.", network.wrong_lenet(flat=False)),
        mistake("The pictures of MNIST have 28 by 28 pixels. In 1998 they had a frame that made them 32 by 32; here padding "
                "does this.", network.wrong_lenet(shape=(32, 32, 1), padding="valid")),
        mistake("The channel axis comes last: `Input((28, 28, 1))`.", network.wrong_lenet(shape=(1, 28, 28))),
        mistake("A convolution wants rows, columns and channels. The pictures are grey, which is one channel: "
                "`Input((28, 28, 1))`.", network.wrong_lenet(shape=(28, 28))),
        mistake("The network does not know the size of its pictures. The list begins with `keras.layers.Input((28, 28, 1))`.",
                network.without_input),
    ],
)


def _all_places(layer):
    return prod(layer.output.shape[1:])


def _input_places(layer):
    return prod(layer.input.shape[1:-1])


def _with_batch(layer):
    return int(np.prod(layer.output.shape[:-1])) * prod(layer.kernel.shape)


def _only_convolutions(layer):
    return prod(layer.output.shape[1:3]) * prod(layer.kernel.shape)


def _in_loop(layer):
    total = 1
    for size in (*layer.output.shape[1:-1], *layer.kernel.shape):
        total *= size
    return total


exercise(
    "14.3", right=right.multiplications, points=2, seconds=60, accept=close(1e-9),
    probes=[script(right.counted, "your function counts four layers, with kernels of (3, 3, 2, 4) in 7 x 5 places, "
                   "(3, 2, 4, 5) in 4 x 3 places, (60, 6), and (1, 1, 5, 3) in 4 x 3 places")],
    also_right=[_in_loop, lambda layer: np.prod(layer.output.shape[1:]) * np.prod(layer.kernel.shape[:-1]),
                lambda layer: layer.kernel.shape[0] * layer.kernel.shape[1] if len(layer.kernel.shape) == 2
                else prod(layer.output.shape[1:3]) * prod(layer.kernel.shape)],
    mistakes=[
        mistake("This is the number of parameters. Each weight of a convolution multiplies once in every place.",
                lambda layer: layer.count_params()),
        mistake("These are the weights. Each weight of a convolution multiplies once in every place of the output.",
                lambda layer: prod(layer.kernel.shape)),
        mistake("The biases are counted, too. They are added; only multiplications count.",
                lambda layer: prod(layer.output.shape[1:-1]) * layer.count_params()),
        mistake("The filters count twice: they are the last axis of the output and of the kernel. Take the places alone, "
                "`output.shape[1:-1]`.", right.multiplications_with(places=_all_places)),
        mistake("The places are those of the input. Count the places of the output: with a stride there are fewer.",
                right.multiplications_with(places=_input_places)),
        mistake("The first axis of `output.shape` is the batch, and its size is None: leave it out, `output.shape[1:-1]`.",
                _with_batch),
        mistake("The channels of the input are missing: each weight of all channels multiplies. `kernel.shape` has them.",
                right.multiplications_with(weights=lambda layer: prod(layer.kernel.shape) // layer.kernel.shape[-2])),
        mistake("The number of filters is missing: each filter goes over all places.",
                right.multiplications_with(weights=lambda layer: prod(layer.kernel.shape[:-1]))),
        mistake("Additions are counted as well. Asked for are the multiplications alone.",
                lambda layer: 2 * right.multiplications(layer)),
        mistake("A dense layer has no rows and columns: its output has the shape (None, units). `output.shape[1:-1]` is empty "
                "there, and its product is 1.", _only_convolutions),
        mistake("A dense layer has no rows and columns, so `output.shape[2]` is not there. `np.prod(output.shape[1:-1])` works "
                "for both.", lambda layer: layer.output.shape[1] * layer.output.shape[2] * prod(layer.kernel.shape)),
        mistake("The entries of a shape are multiplied, not added up: `np.prod`.",
                right.multiplications_with(weights=lambda layer: sum(layer.kernel.shape))),
        mistake("Only the rows of the output are counted. The kernel goes over its columns, too.",
                right.multiplications_with(places=lambda layer: prod(layer.output.shape[1:-1][:1]))),
        mistake("The places are squared rows here. This picture is not square: multiply rows by columns.",
                right.multiplications_with(places=lambda layer: prod(layer.output.shape[1:-1][:1]) ** 2)),
        mistake("`strides` are divided out a second time. The output has shrunk by them already.",
                lambda layer: right.multiplications(layer) // prod(getattr(layer, "strides", (1,)))),
        mistake("These are the numbers that come out. Each of them takes many multiplications.", _all_places),
    ],
)
