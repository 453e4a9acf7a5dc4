"""Exercise 2.7 of lesson 02: three neurons for XOR. Known mistakes are told by what goes on inside the network."""
import numpy as np

from course_utils.checks import answers_02_network as inside
from course_utils.checks import exercise, mistake
from course_utils.checks.answers_02 import CORNERS, NETWORK_SHAPES, by_outputs, network_outputs, units
from course_utils.checks.answers_02_network import AND, OR, when

_BOTH_SUMS, _OR_AND = [[1, 1], [1, 1]], [-0.5, -1.5]

exercise(
    "2.7", right=units(_BOTH_SUMS, _OR_AND, [1, -1], -0.5), points=3,
    accept=by_outputs(NETWORK_SHAPES, network_outputs, CORNERS, inside.show_pairs),
    also_right=[units([[1, -1], [1, -1]], [-0.5, 1.5], [1, 1], -1.5),          # OR and NAND, then AND
                units(np.array([[1, -1], [-1, 1]]), (-0.5, -0.5), (1, 1), np.array(-0.5)),  # one but not the other, or
                units([[2, 1.0], [2, 1]], [-3, -0.5], [-2, 1], -0.25),
                units(_BOTH_SUMS, [0, -1], [1, -1], 0), units(_BOTH_SUMS, _OR_AND, [1, -0.5], -0.5)],
    mistakes=[
        mistake("The rows and columns of hidden_weights are exchanged: each neuron has a column. In [[1, 1], [2, 2]] both "
                "neurons have the weight 1 for x1 and the weight 2 for x2.",
                units([[1, 1], [-1, -1]], [-0.5, 1.5], [1, 1], -1.5), when(inside.turned_would_do)),
        mistake("A hidden neuron has a sum of exactly 0 at one of the inputs, and 0 is not above 0: it stays quiet there. "
                "Work out both sums for all four inputs, and move a bias a little.",
                units(_BOTH_SUMS, [-0.5, -2], [1, -1], -0.5), when(inside.hidden_zero_would_do)),
        mistake("The output neuron has a sum of exactly 0 where it should fire, and 0 is not above 0. Move its bias a little.",
                units(_BOTH_SUMS, _OR_AND, [1, -1], -1), when(inside.output_zero_would_do)),
        mistake("This is exactly the other way round: it fires where both inputs are the same. Turn the signs of the output "
                "neuron, those of its weights and of its bias.",
                units(_BOTH_SUMS, _OR_AND, [-1, 1], 0.5), when(inside.opposite_and_gives((1, 0, 0, 1)))),
        mistake("The signs of the output neuron are turned. As it stands it never fires: its sum is below 0 for (0, 1) and "
                "(1, 0), where it should be above, and 0 for the other two.",
                units(_BOTH_SUMS, _OR_AND, [-1, 1], 0), when(inside.opposite_and_gives((0, 0, 0, 0)))),
        mistake("The signs of the output neuron are turned: its sum is below 0 for (0, 1) and (1, 0), where it should be "
                "above. Turn the signs of its weights and of its bias.",
                units([[1, -1], [1, -1]], [-1, 1], [2, 1], -1), when(inside.opposite_would_do)),
        mistake("The two output weights are exchanged: the first belongs to the first hidden neuron, the first column.",
                units(_BOTH_SUMS, _OR_AND, [-1, 1], -0.5), when(inside.exchanged_would_do)),
        mistake("Both hidden neurons fire for all four inputs. Is the sign of the biases right?",
                units(_BOTH_SUMS, [0.5, 1.5], [1, -1], -0.5), when(inside.both_always(1))),
        mistake("One of your hidden neurons says the same for all four inputs, so only the other one counts, and a single line "
                "is not enough. Work out its sum for each input.",
                units(_BOTH_SUMS, [-0.5, -2.5], [1, -1], -0.5), when(inside.one_is_constant)),
        mistake("Your second hidden neuron tells nothing that the first does not tell: for all four inputs they say the same, "
                "or the opposite. Give it another task.",
                units(_BOTH_SUMS, [-0.5, -0.5], [1, -1], -0.5), when(inside.same_twice)),
        mistake("The hidden neurons hand on x1 and x2, as they are or turned round, so the output neuron stands before XOR "
                "itself. Each hidden neuron should look at both inputs.",
                units([[1, 0], [0, 1]], [-0.5, -0.5], [1, 1], -0.5), when(inside.four_places)),
        *(mistake(f"The inputs {one} and {other} have different targets, and leave the hidden layer as the same pair (h1, h2). "
                  "No output neuron can tell them apart: look at the hidden neurons first.", units(*hidden, [1, -1], -0.5),
                  when(inside.same_pair(CORNERS.tolist().index([*one]), CORNERS.tolist().index([*other]))))
          for one, other, hidden in (((0, 0), (0, 1), ([[1, 1], [0, 1]], [-0.5, -1.5])),
                                     ((0, 0), (1, 0), ([[0, 1], [1, 1]], [-0.5, -1.5])),
                                     ((1, 1), (0, 1), ([[0, 1], [1, 1]], [-0.5, -0.5])),
                                     ((1, 1), (1, 0), ([[1, 1], [0, 1]], [-0.5, -0.5])))),
        mistake("This computes OR: (1, 1) fires, too. The neuron for \"both\" must pull the output down: its weight is "
                "negative, and large enough that the sum for (1, 1) is not above 0.",
                units(_BOTH_SUMS, _OR_AND, [1, 1], -0.5), when(inside.or_and_gives(OR))),
        mistake("This computes AND. The output should fire if the neuron for \"at least one\" fires and that for \"both\" does "
                "not.", units(_BOTH_SUMS, _OR_AND, [1, 1], -1.5), when(inside.or_and_gives(AND))),
        mistake("The hidden layer is fine, but the output never fires. Write down h1 and h2 for (0, 1): the sum of the output "
                "neuron must be above 0 there.",
                units(_BOTH_SUMS, _OR_AND, [1, -1], -2), when(inside.always(0))),
        mistake("The hidden layer is fine, but the output always fires. Write down h1 and h2 for (0, 0) and (1, 1): the sum of "
                "the output neuron must be 0 or below there.",
                units(_BOTH_SUMS, _OR_AND, [1, -1], 1.5), when(inside.always(1))),
    ],
)
