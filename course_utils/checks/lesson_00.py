"""Exercises of lesson 00, start here."""
from course_utils.checks import call, exercise, mistake
from course_utils.checks.answers_00 import makes_and, never_begun, output, weighted_sum, with_count_off, without_zip

exercise(
    "0.1", right=-1.5, accept=makes_and,
    also_right=[-1.2, -1.999, -1],  # at -1 the sum is exactly zero for a single 1, and the neuron does not fire
    mistakes=[
        mistake("With this bias the neuron fires for all but (0, 0): that is OR. A single 1 among the inputs lifts the sum "
                "above zero already. Take a lower bias, so that it needs both.", -0.5, when=lambda got, right: -1 < got <= 0),
        mistake("With this bias the neuron fires for all four corners: even without any input, the sum is the bias itself, and "
                "that is above zero. The bias must be negative.", 1.5, when=lambda got, right: got > 0),
        mistake("With this bias the neuron never fires: even at (1, 1) the sum 1 + 1 plus the bias is not above zero. Take a "
                "higher bias.", -2.5, when=lambda got, right: got <= -2),
    ],
)

exercise(
    "0.2", right=weighted_sum,
    probes=[call([2.0, -1.0], [3.0, 4.0], 0.25), call([1.0], [3.0], 0.5), call([1.0, 0.5, 2.0], [0.5, 9.0, -1.0], -1.0)],
    random_probes=lambda random: [call(random.normal(size=5).tolist(), random.normal(size=5).tolist(), 0.7)],
    also_right=[lambda inputs, weights, bias: bias + sum(inputs[i] * weights[i] for i in range(len(inputs)))],
    mistakes=[
        mistake("`total` has no value to begin with. Before the loop, write `total = bias`.", never_begun),
        mistake("The bias is added twice: `total` begins with it, so `return total` is enough.",
                lambda inputs, weights, bias: weighted_sum(inputs, weights, 2 * bias)),
        mistake("The bias is missing. Begin with `total = bias`, or add it at the end.",
                lambda inputs, weights, bias: weighted_sum(inputs, weights, 0)),
        mistake("The bias is added once for each input. It belongs to the neuron and is added once: outside of the loop.",
                lambda inputs, weights, bias: weighted_sum(inputs, weights, bias * len(inputs))),
        mistake("This is the last product with the bias: `total` is set anew in each round of the loop. It should grow: "
                "`total = total + weight * value`.", lambda inputs, weights, bias: inputs[-1] * weights[-1] + bias),
        mistake("This is the last product alone: each round of the loop sets `total` anew, and the bias is lost. It should "
                "grow: `total = total + weight * value`.", lambda inputs, weights, bias: inputs[-1] * weights[-1]),
        mistake("This is the first product with the bias: the `return` stands inside the loop and ends it in its first round. "
                "Move it to the left, below the `for`.", lambda inputs, weights, bias: inputs[0] * weights[0] + bias),
        mistake("The last input is left out. `range(len(inputs))` ends one before its number by itself.", with_count_off(0, 1)),
        mistake("The first input is left out: Python counts from 0.", with_count_off(1, 0)),
        mistake("This works for two inputs only, and a neuron may have any number of them. Use a loop.",
                lambda inputs, weights, bias: inputs[0] * weights[0] + inputs[1] * weights[1] + bias),
        mistake("`zip` is missing: the loop goes through the two lists one after the other. Write "
                "`for value, weight in zip(inputs, weights)`.", without_zip),
        mistake("Inputs and weights are added to each other. Each input is multiplied by its weight.",
                lambda inputs, weights, bias: sum(inputs) + sum(weights) + bias),
        mistake("The inputs are added up, and the weights are not used. Each input is multiplied by its weight.",
                lambda inputs, weights, bias: sum(inputs) + bias),
        mistake("Here every input meets every weight. Each input has one weight, the one at the same place: go through both "
                "lists together, with `zip`.", lambda inputs, weights, bias: sum(inputs) * sum(weights) + bias),
        mistake("This is the output of the neuron. Only the sum that goes into the sigmoid is asked for.", output),
        mistake("This is a mean. The products are added up, and not divided by their number.",
                lambda inputs, weights, bias: weighted_sum(inputs, weights, 0) / len(inputs) + bias),
        mistake("The bias is subtracted. It is added, whatever its sign.",
                lambda inputs, weights, bias: weighted_sum(inputs, weights, -bias)),
        mistake("Lists cannot be multiplied with each other. Go through the pairs, `for value, weight in zip(inputs, "
                "weights)`, and multiply one by one.", lambda inputs, weights, bias: inputs * weights + bias),
        mistake("Lists have no `@`, arrays have. Go through the pairs, `for value, weight in zip(inputs, weights)`, and add up "
                "the products.", lambda inputs, weights, bias: inputs @ weights + bias),
    ],
)
