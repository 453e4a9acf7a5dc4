"""Exercises of lesson 00, start here."""
from course_utils.checks import call, exercise, mistake, script
from course_utils.checks.answers_00 import corners_that_fire, output, weighted_sum

exercise(
    "0.1", right=-1.5, probes=[script(corners_that_fire, "the four corners (0, 0), (0, 1), (1, 0), (1, 1) are tried")],
    also_right=[-1.2, -1.999, -1],  # at -1 the sum is exactly zero for a single 1, which does not fire
    mistakes=[
        mistake("With this bias the neuron fires for all but (0, 0): that is OR. A single 1 among the inputs lifts the sum "
                "above zero already. Take a lower bias, so that it needs both.", -0.5),
        mistake("With this bias the neuron fires for all four corners: even without any input, the sum is the bias itself, and "
                "that is above zero. The bias must be negative.", 1.5),
        mistake("With this bias the neuron never fires: even at (1, 1) the sum 1 + 1 plus the bias is not above zero. Take a "
                "higher bias.", -2.5),
    ],
)

exercise(
    "0.2", right=weighted_sum,
    probes=[call([1.0], [3.0], 0.5), call([2.0, -1.0], [3.0, 4.0], 0.25), call([1.0, 0.0, 2.0], [0.5, 9.0, -1.0], -1.0)],
    random_probes=lambda random: [call(random.normal(size=5).tolist(), random.normal(size=5).tolist(), 0.7)],
    also_right=[lambda inputs, weights, bias: bias + sum(inputs[i] * weights[i] for i in range(len(inputs)))],
    mistakes=[
        mistake("The bias is missing. Begin with `total = bias`, or add it at the end.",
                lambda inputs, weights, bias: weighted_sum(inputs, weights, 0)),
        mistake("The bias is added once for each input. It belongs to the neuron and is added once: outside of the loop.",
                lambda inputs, weights, bias: weighted_sum(inputs, weights, bias * len(inputs))),
        mistake("This is the last product with the bias. Either `total` is set anew in each round, where it should grow: "
                "`total = total + weight * value`; or it is set back inside the loop.",
                lambda inputs, weights, bias: inputs[-1] * weights[-1] + bias),
        mistake("This is the first product with the bias: the `return` stands inside the loop and ends it in its first round. "
                "Move it to the left, below the `for`.", lambda inputs, weights, bias: inputs[0] * weights[0] + bias),
        mistake("Inputs and weights are added to each other. Each input is multiplied by its weight.",
                lambda inputs, weights, bias: sum(inputs) + sum(weights) + bias),
        mistake("The inputs are added up, and the weights are not used. Each input is multiplied by its weight.",
                lambda inputs, weights, bias: sum(inputs) + bias),
        mistake("All inputs are added up first, and all weights, and then multiplied. Multiply each pair first, then add.",
                lambda inputs, weights, bias: sum(inputs) * sum(weights) + bias),
        mistake("This is the output of the neuron. Only the sum that goes into the sigmoid is asked for.",
                output),
        mistake("The bias is subtracted. It is added, whatever its sign.",
                lambda inputs, weights, bias: weighted_sum(inputs, weights, -bias)),
        mistake("Lists cannot be multiplied with each other. Go through the pairs, `for value, weight in zip(inputs, "
                "weights)`, and multiply one by one.", lambda inputs, weights, bias: inputs * weights + bias),
    ],
)
