"""Exercises of lesson 02, the perceptron: by hand, and a unit set by hand; see also lesson_02_rules.py and _network.py."""
import numpy as np

from course_utils.checks import call, close, exercise, mistake
from course_utils.checks.answers_02 import TRIPLES, UNIT_SHAPES, and_epochs, by_outputs, crossings, filled, unit_outputs

exercise(
    "2.1", right=3.825, accept=close(atol=1e-6), also_right=[0.5 + 0.375 + 1.75 + 1.2, np.float64(3.825), np.array(3.825)],
    mistakes=[
        mistake("Python writes a decimal point, not a comma: `3,825` are two numbers, 3 and 825.", (3, 825)),
        mistake("These are the terms, one by one. The net input is their sum.", [0.5, 0.375, 1.75, 1.2],
                when=lambda got, right: np.allclose(np.reshape(got, -1)[:3], [0.5, 0.375, 1.75])),
        mistake("This is the sum without the bias. w0 belongs to a constant input 1, and is added as well.", 2.625),
        mistake("This is the output of the logistic neuron. A linear one gives the sum itself.", 1 / (1 + np.exp(-3.825)),
                when=lambda got, right: isinstance(got, float) and abs(got - 0.9786) < 6e-4),
        mistake("This is the output of a threshold neuron. A linear one gives the sum itself.", 1),
        mistake("Rounded, or a slip in the last digits. Three decimals are all there are: give them all.", 3.83,
                when=lambda got, right: isinstance(got, float) and 1e-6 < abs(got - 3.825) < 0.03),
        mistake("Rounded to a whole number. Three decimals are all there are: give them all.", 4.0),
        mistake("The inputs are added up and the bias is added, and the weights are not used.", 2.7),
        mistake("The weights are added up. Each is multiplied by its input first.", 5.95),
        mistake("The weights are added up, and the bias is missing. Each weight is multiplied by its input first.", 4.75),
        mistake("The bias is subtracted. It is added, whatever its sign.", 1.425),
        mistake("The weights are shifted by one place: w0 was multiplied by the first input. It belongs to a constant input 1.",
                0.5 * 1.2 + 0.3 * 1.0 + 0.7 * 1.25),
        mistake("The bias was multiplied by the first input. It belongs to a constant input 1.", 3.225),
        mistake("You added up the inputs, and the weights, and multiplied the two sums. Multiply first, each input by its own "
                "weight.", 8.325),
        mistake("The bias was multiplied by the inputs, too. It belongs to a constant input 1.", 2.625 + 1.2 * 1.5),
        mistake("The sum of products was multiplied by the bias, which is added.", 2.625 * 1.2),
        mistake("The weights are in reverse order: the first belongs to the first input.", 0.5 * 2.5 + 0.375 + 0.7 + 1.2),
    ],
)

exercise(
    "2.2", right=crossings, accept=close(),
    probes=[call(np.array([3.0, -2.0]), 1.0), call(np.array([2, 4]), -5)],
    random_probes=lambda random: [call(random.uniform(1, 3, size=2), float(random.normal()))],
    also_right=[lambda weights, bias: list(-bias / weights), lambda weights, bias: -bias / np.asarray(weights, dtype=float),
                lambda weights, bias: (np.divide(-bias, weights[0]), np.divide(-bias, weights[1]))],
    mistakes=[
        mistake("The sign is turned. Where x2 = 0 the equation is x1 w1 + b = 0: b changes its sign on the other side.",
                lambda weights, bias: (bias / weights[0], bias / weights[1])),
        mistake("The two are exchanged. On the x1 axis x2 is 0, so w1 and b are left.",
                lambda weights, bias: (-bias / weights[1], -bias / weights[0])),
        mistake("The two are exchanged, and the sign is turned. On the x1 axis x1 w1 + b = 0 is left.",
                lambda weights, bias: (bias / weights[1], bias / weights[0])),
        mistake("The fraction is upside down. Solve x1 w1 + b = 0 for x1: divide by the weight.",
                lambda weights, bias: (-weights[0] / bias, -weights[1] / bias)),
        mistake("The fraction is upside down, and the sign is turned. Solve x1 w1 + b = 0 for x1.",
                lambda weights, bias: (weights[0] / bias, weights[1] / bias)),
        mistake("Whole numbers came out. `//` drops what comes after the point: divide with `/`.",
                lambda weights, bias: (-bias // weights[0], -bias // weights[1])),
        mistake("Whole numbers came out: `int` cuts off what comes after the point.",
                lambda weights, bias: (int(-bias / weights[0]), int(-bias / weights[1]))),
        mistake("The numbers are rounded. Return them as they come out of the division.",
                lambda weights, bias: (round(-bias / weights[0], 2), round(-bias / weights[1], 2)),
                when=lambda got, right: np.allclose(np.asarray(got, dtype=float), right, rtol=0, atol=0.006)),
        mistake("These are the crossings of our line, whatever is handed over. Use the parameters `weights` and `bias`.",
                lambda weights, bias: (-1 / 3, 1 / 2)),
        mistake("The first has the wrong sign, the second is right. Both equations are solved in the same way.",
                lambda weights, bias: (bias / weights[0], -bias / weights[1])),
        mistake("The second has the wrong sign, the first is right. Both equations are solved in the same way.",
                lambda weights, bias: (-bias / weights[0], bias / weights[1])),
        mistake("This is right for a bias of 1 only. Solve x1 w1 + b = 0 with the letter b.",
                lambda weights, bias: (-1 / weights[0], -1 / weights[1])),
        mistake("The bias is one number and has no places. The parameters come in the order weights, bias.",
                lambda bias, weights: (-bias / weights[0], -bias / weights[1])),
        mistake("This is the slope of the line, and something that goes with it. Asked for are the two places where it meets "
                "the axes.", lambda weights, bias: (-weights[0] / weights[1], -bias / weights[1])),
        mistake("The sizes are right, and the signs are lost. A crossing may lie on the negative side.",
                lambda weights, bias: (abs(bias / weights[0]), abs(bias / weights[1]))),
        mistake("These are the weights times the bias. Solve x1 w1 + b = 0 for x1: divide by the weight.",
                lambda weights, bias: (-bias * weights[0], -bias * weights[1])),
        mistake("Subtract nothing here: in x1 w1 + b = 0 the weight multiplies x1, so it divides on the other side.",
                lambda weights, bias: (-bias - weights[0], -bias - weights[1])),
        mistake("These are points with both coordinates. Asked for is one number on each axis: (x1, x2).",
                lambda weights, bias: ((-bias / weights[0], 0), (0, -bias / weights[1]))),
        mistake("This is the x1 axis alone. Return both numbers, with a comma between them.",
                lambda weights, bias: -bias / weights[0]),
        mistake("This is the x2 axis alone. Return both numbers, with a comma between them.",
                lambda weights, bias: -bias / weights[1]),
    ],
)


def _unit(weights, bias):
    return {"weights": weights, "bias": bias}


exercise(
    "2.3", right=_unit([1, 1, 1], -1.5), accept=by_outputs(UNIT_SHAPES, unit_outputs, TRIPLES),
    also_right=[_unit((2.0, 2.0, 3.0), -3.5), _unit(np.array([1, 1, 1]), np.array(-1)), _unit([10, 9, 8], -16.5)],
    mistakes=[
        mistake("This fires only if all three are 1. Two ones must lift the sum above 0, and a sum of exactly 0 is not above "
                "it.",
                _unit([1, 1, 1], -2)),
        mistake("This fires as soon as one input is 1. One alone must leave the sum at 0 or below.", _unit([1, 1, 1], -0.5)),
        mistake("This always fires, also if no input is 1: the bias is above 0. With three zeros the sum is the bias alone.",
                _unit([1, 1, 1], 1.5)),
        mistake("This never fires: even with three ones the sum is not above 0.", _unit([1, 1, 1], -3)),
        mistake("This fires exactly when it should stay quiet. Turn all signs, those of the weights and of the bias.",
                _unit([-1, -1, -1], 1.5)),
        mistake("The third input has no say here: this is the AND of the first two. All three should count alike.",
                _unit([1, 1, 0], -1.5)),
        mistake("The third input has no say here: this is the OR of the first two. All three should count alike.",
                _unit([1, 1, 0], -0.5)),
        mistake("This does what the first input says. No input should count more than the other two together.",
                _unit([1, 0, 0], -0.5)),
        mistake("This fires only if exactly no input is 1. The weights pull the sum down; they should lift it.",
                _unit([-1, -1, -1], 0.5)),
    ],
)

exercise(
    "2.5", right={"w1": 2, "w2": 1, "b": 0}, points=2, accept=filled(close(atol=1e-9)),
    also_right=[{"w1": 2.0, "w2": 1.0, "b": 0.0}, {"b": np.int64(0), "w2": np.array(1), "w1": 2}, and_epochs()],
    mistakes=[
        mistake("At (1, 0) and (1, 1) you let the unit fire at z = 0. It fires only above 0, and stays quiet at z = 0.",
                {"w1": 1, "w2": 1, "b": -1}),
        mistake("This is the state after a third epoch, or what comes out if the unit fires at z = 0 from the start. Two "
                "epochs are asked for, and it fires only above 0.", and_epochs(epochs=3)),
        mistake("The last correction is missing. (1, 1) has z = 0, which is not above 0: the unit stays quiet, and should "
                "fire.",
                {"w1": 1, "w2": 0, "b": -1}),
        mistake("The bias has stood still. It moves by 1 with each mistake, too.", {"w1": 0, "w2": 0, "b": 1}),
        mistake("You kept the weights of the first epoch for all four examples and changed them at the end. A change counts "
                "for the very next example.", and_epochs(at_once=False)),
        mistake("This is the state after the first epoch. Do one more.", and_epochs(epochs=1)),
        mistake("This is the final state. Only the second epoch is asked for.", and_epochs(epochs=6)),
        mistake("You added where you should subtract. Here the unit fires and should not: the change is minus the example.",
                {"w1": 2, "w2": 2, "b": 4}),
        mistake("Look at (0, 1) again. The unit fires and should not, and only w2 goes down: the input of w1 is 0. (The same "
                "comes out if (1, 0) is shown before (0, 1): keep to the order given.)", and_epochs(order=(0, 2, 1, 3))),
        mistake("This comes out in reverse order. Begin with (0, 0).", and_epochs(order=(3, 2, 1, 0))),
        mistake("The bias moves the wrong way. Where the unit fires and should not, it falls by 1.", and_epochs(turn=(1, -1))),
        mistake("Look at (0, 0) again: it has z = 1 and fires. No weight changes, but the bias falls by 1: its input is always "
                "1.",
                {"w1": 1, "w2": 1, "b": 0}),
    ],
)
