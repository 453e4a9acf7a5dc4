"""Exercises of lesson 09 on the network itself, and how a network is judged, which its companion uses, too."""
from course_utils.checks import answers_09 as right
from course_utils.checks import close, exact, exercise, mistake, per_key, script

exercise(
    "9.3", right=101_770, accept=exact(), also_right=[101770.0, 785 * 128 + 129 * 10],
    mistakes=[
        mistake("These are the weights alone. Each of the 128 hidden units and of the ten outputs has a bias, too.", 101_632),
        mistake("The biases of the outputs are missing: ten of them.", 101_760),
        mistake("The biases of the hidden units are missing: 128 of them.", 101_642),
        mistake("This counts one bias for each layer. Each unit has its own.", 101_634),
        mistake("The first layer is right. The second is missing: ten outputs, each with 128 weights and a bias.", 100_480),
        mistake("This is the second layer alone. The first is missing: 128 units, each with 784 weights and a bias.", 1_290),
        mistake("These are the weights of the first layer alone.", 100_352),
        mistake("Inputs have no bias, they are only passed on. Only hidden units and outputs have one.", 102_554),
        mistake("The biases are off: a bias belongs to the unit that receives, 128 in the first layer and 10 in the "
                "second.", 102_544),
        mistake("One group of biases is counted twice: 128 and 10 are all.", 101_898),
        mistake("Layers follow each other: their weights are added, 784 · 128 for the first and 128 · 10 for the second, not "
                "multiplied.", 784 * 128 * 10),
        mistake("This is the number of units. Asked for are the weights between them, and the biases.", 922),
        mistake("This is the number of hidden units and outputs, which is the number of biases. The weights are missing.", 138),
        mistake("With a comma Python takes it for two numbers. Write 1000, not 1,000.", (101, 770),
                when=lambda got, right: isinstance(got, list)),
    ],
)

NETWORK = [script(right.behaviour, "a network with 7 hidden units is made, given known weights, and shown three inputs")]


def _as_many(what):
    """Return a comparison of a number of the network that says both numbers."""
    return lambda got, expected: None if got == expected else f"The network has {got} {what}; it should have {expected}."


LIKE_NETWORK = {"inputs": _as_many("inputs"), "outputs": _as_many("outputs"),
                "parameters": _as_many("parameters, with 7 hidden units"), "answers": close(1e-4, 1e-5)}
NETWORK_MISTAKES = [
    mistake("The function returns nothing. It should `return` the network itself; `.summary()` gives nothing back.",
            lambda hidden_units: right.make_network(hidden_units) and None),
    mistake("A shape is written as a tuple, with a comma: `(784,)`. Python takes `(784)` for a number.",
            right.input_without_comma),
    mistake("The network ends in a softmax. Logits are asked for: the last layer has no activation, and the loss knows it.",
            right.wrong_network(output="softmax")),
    mistake("The network ends in a ReLU. Logits may be negative: the last layer has no activation.",
            right.wrong_network(output="relu")),
    mistake("The hidden layer has no ReLU: two layers without an activation between them are one linear map.",
            right.wrong_network(hidden=None)),
    mistake("The ReLU is on the wrong layer: the hidden one has it, and the last one has none.",
            right.wrong_network(hidden=None, output="relu")),
    mistake("The hidden layer has a sigmoid. A ReLU is asked for.", right.wrong_network(hidden="sigmoid")),
    mistake("The output has a sigmoid. Logits are asked for: the last layer has no activation.",
            right.wrong_network(output="sigmoid")),
    mistake("Both layers have a sigmoid, as the small network has. This one has a ReLU in the hidden layer and no activation "
            "in the last.", right.wrong_network(hidden="sigmoid", output="sigmoid")),
    mistake("The hidden layer has a softmax. A ReLU is asked for; the softmax comes later, outside of the network.",
            right.wrong_network(hidden="softmax")),
    mistake("There are two hidden layers. One is asked for: is a layer made twice?", right.wrong_network(extra=True)),
    mistake("The hidden layer is left out, or what it gives is not handed on to the outputs.",
            right.wrong_network(skip=True)),
    mistake("The layers have no biases.", right.wrong_network(biases=False)),
    mistake("The hidden layer always has 128 units. It should have `hidden_units` of them.", lambda hidden_units:
            right.make_network(128)),
    mistake("The outputs are as many as the hidden units. There should be ten, one for each digit.",
            right.wrong_network(outputs=7)),
]

exercise(
    "9.4", right=right.make_network, points=2, seconds=60, probes=NETWORK, accept=per_key(**LIKE_NETWORK),
    also_right=[lambda hidden_units: right.make_network(hidden_units, output="linear")],
    mistakes=[*NETWORK_MISTAKES,
              mistake("The layers stand in a list, in square brackets: `keras.Sequential([..., ..., ...])`.",
                      right.layers_without_list),
              mistake("The network does not know how many inputs come. The list begins with `keras.layers.Input((784,))`.",
                      right.without_input),
              mistake("The network takes 28 numbers. A flattened picture has 28 · 28 = 784.", right.wrong_network(inputs=28))],
)
