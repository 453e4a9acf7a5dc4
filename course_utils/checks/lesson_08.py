"""Exercises of lesson 08, playground: those in which a count, a share or a prediction is asked for."""
import numpy as np

from course_utils.checks import call, close, exact, exercise, matching, mistake, script
from course_utils.checks.answers_08 import (
    CHOICES,
    as_choices,
    count_layer_by_layer,
    count_parameters,
    losses_of,
    success_at_any_time,
    success_by_accuracy,
    success_by_changing,
    success_by_wrong_points,
    success_from_states,
    success_of_one,
    success_of_one_playground,
    success_on_training,
    success_rate,
    success_without_restart,
)


def _sizes(inputs, hidden):
    return np.array([inputs, *hidden, 1])


exercise(
    "8.1", right=count_parameters, accept=exact(),
    probes=[call(2, (4, 2)), call(2, (3,)), call(7, ()), call(4, (8, 6, 5))],
    random_probes=lambda random: [call(int(random.integers(1, 8)), tuple(random.integers(1, 9, count).tolist()))
                                  for count in (1, 2, 4, 6)],
    also_right=[count_layer_by_layer,
                lambda inputs, hidden: float(np.sum((_sizes(inputs, hidden)[:-1] + 1) * _sizes(inputs, hidden)[1:]))],
    mistakes=[
        mistake("The biases are missing. Each hidden neuron has one, and the output, too.",
                lambda inputs, hidden: int(np.sum(_sizes(inputs, hidden)[:-1] * _sizes(inputs, hidden)[1:]))),
        mistake("The output is missing: one more neuron, with a weight for each neuron of the last hidden layer, and a bias.",
                lambda inputs, hidden: count_parameters(inputs, hidden) - (_sizes(inputs, hidden)[-2] + 1)),
        mistake("The `return` stands in the loop, which ends with the first layer. Move it to the left, behind the loop.",
                lambda inputs, hidden: (inputs + 1) * int(_sizes(inputs, hidden)[1])),
        mistake("The bias of the output is missing.", lambda inputs, hidden: count_parameters(inputs, hidden) - 1),
        mistake("You gave the inputs a bias each. They only pass on what they get; biases belong to neurons.",
                lambda inputs, hidden: count_parameters(inputs, hidden) + inputs),
        mistake("One bias for each layer is not enough: each neuron has its own.",
                lambda inputs, hidden: int(np.sum(_sizes(inputs, hidden)[:-1] * _sizes(inputs, hidden)[1:])) + len(hidden) + 1),
        mistake("This is the number of neurons. Count their weights and biases.",
                lambda inputs, hidden: int(np.sum(_sizes(inputs, hidden)[1:]))),
        mistake("The number of inputs is fixed at 2. Use the argument: there may be seven.",
                lambda inputs, hidden: count_parameters(2, hidden)),
        mistake("The first layer is missing: the weights from the inputs to the first hidden layer, and its biases.",
                lambda inputs, hidden: count_parameters(inputs, hidden) - (inputs + 1) * int(_sizes(inputs, hidden)[1])),
        mistake("The bias belongs to the neuron that the weights lead to: `before * after + after`. You added `before`.",
                lambda inputs, hidden: int(np.sum(_sizes(inputs, hidden)[:-1] * (_sizes(inputs, hidden)[1:] + 1)))),
        mistake("It works for two hidden layers only. There may be none, or six: loop over the layers.",
                lambda inputs, hidden: (inputs + 1) * hidden[0] + (hidden[0] + 1) * hidden[1] + hidden[1] + 1),
        mistake("Without a hidden layer `hidden` is empty, and `hidden[0]` fails. Put inputs, hidden sizes and output in one "
                "list.",
                lambda inputs, hidden: (inputs + 1) * hidden[0] + count_parameters(hidden[0], hidden[1:])),
    ],
)

_SOLVABLE = {"A": "no", "B": "yes", "C": "yes", "D": "no", "E": "no"}


def _differs(key):
    """Return a condition: this choice is not the right one."""
    return lambda got, expected: {got[key].strip().lower(), expected[key]} == set(CHOICES)


def _but(**changes):
    return _SOLVABLE | changes


exercise(
    "8.2", right=_SOLVABLE, points=2, accept=matching(*CHOICES),
    probes=[script(as_choices, "the answers are looked at", reveals=False)],
    also_right=[{key: choice == "yes" for key, choice in _SOLVABLE.items()},
                {key: f" {choice.upper()}" for key, choice in _SOLVABLE.items()}],
    mistakes=[
        mistake("A single neuron can do more than you think, if its inputs are right: not each of these five is hopeless.",
                dict.fromkeys("ABCDE", "no")),
        mistake("Not all of them. Look for two places of different classes that have nearly the same inputs: no network can "
                "tell those apart.", dict.fromkeys("ABCDE", "yes")),
        mistake("It is the other way round, in all five.", _but(A="yes", B="no", C="no", D="yes", E="yes")),
        mistake("Look at A again. The input is 0 in the middle of the disc. On the ring, at (4, 0), what is it there?",
                _but(A="yes"), when=_differs("A")),
        mistake("Look at B again. What is the sum of both squares, in the disc and on the ring? Lesson 01 met it as a radius.",
                _but(B="no"), when=_differs("B")),
        mistake("Look at C again. Which sign has the product in each of the four quarters, and which class is there?",
                _but(C="no"), when=_differs("C")),
        mistake("Look at D again. Compare the inputs of (3, 3) and (3, -3), and their classes.",
                _but(D="yes"), when=_differs("D")),
        mistake("Look at E again. Go out from the middle in one direction: how often does the class change? Seven inputs, "
                "added up with weights, make one smooth hilly surface; the two arms want a border that winds.",
                _but(E="yes"), when=_differs("E")),
    ],
)

_EASY = "data=gaussians hidden=none examples=40"
_RISES = "data=circle hidden=3 examples=60 optimizer=adam rate=0.1"  # the test loss, after a while

exercise(
    "8.4", right=success_rate, points=2, accept=close(atol=1e-6), seconds=30,
    probes=[call(_EASY, 10, [3, 5, 8, 9, 11, 12, 14], 0.2), call(_EASY, 8, [6, 10, 2, 0, 12], 0.4),
            call(_RISES, 25, [3, 0, 1, 7, 8], 0.6), call(_EASY, 25, [21], 0.5)],
    also_right=[success_by_changing, success_from_states],
    mistakes=[
        mistake("The seeds are not used, so it is the same run each time. The seed belongs into the setting.",
                success_of_one),
        mistake("You tried the seeds 0, 1, 2, ... in the place of those in `seed_list`.",
                lambda setting, epochs, seed_list, bound: success_rate(setting, epochs, range(len(seed_list)), bound)),
        mistake("You tried one seed of the list alone.",
                lambda setting, epochs, seed_list, bound: success_rate(setting, epochs, seed_list[:1], bound)),
        mistake("This is how many succeeded. Asked for is the share: divide by how many were tried.",
                lambda setting, epochs, seed_list, bound: len(seed_list) * success_rate(setting, epochs, seed_list, bound)),
        mistake("`//` cuts off what comes after the point, so that a share is 0 or 1. Divide by `/`.",
                lambda setting, epochs, seed_list, bound: int(success_rate(setting, epochs, seed_list, bound))),
        mistake("`.step(epochs)` tells how many epochs were run. `.run(epochs)` gives the playground, and that has a "
                "`.test_loss`.",
                lambda setting, epochs, seed_list, bound: 0.0),
        mistake("This is a percentage. A share goes from 0 to 1.",
                lambda setting, epochs, seed_list, bound: 100 * success_rate(setting, epochs, seed_list, bound)),
        mistake("You divided by ten. There may be more or fewer seeds: `len(seed_list)`.",
                lambda setting, epochs, seed_list, bound: np.sum(losses_of(setting, epochs, seed_list) < bound) / 10),
        mistake("You divided by the last seed. How many seeds there are is `len(seed_list)`.",
                lambda setting, epochs, seed_list, bound:
                len(seed_list) * success_rate(setting, epochs, seed_list, bound) / seed_list[-1]),
        mistake("This is the share of failures. Count the losses below the bound.",
                lambda setting, epochs, seed_list, bound: 1 - success_rate(setting, epochs, seed_list, bound)),
        mistake("You looked at the training loss. What counts are points that it was not trained on: the test loss.",
                success_on_training),
        mistake("You looked at the accuracy. The bound is one for the test loss.", success_by_accuracy),
        mistake("You took the lowest loss on the way. Asked for is the one after the last epoch.", success_at_any_time),
        mistake("You went on training the same network. Each seed begins with a playground of its own.",
                success_without_restart),
        mistake("The epochs are fixed at 60. Use the argument.",
                lambda setting, epochs, seed_list, bound: success_rate(setting, 60, seed_list, bound)),
        mistake("The bound is fixed at 0.1. Use the argument `bound`.",
                lambda setting, epochs, seed_list, bound: success_rate(setting, epochs, seed_list, 0.1)),
        mistake("You trained one epoch less than `epochs`. Epoch 0 is before training; `.run(epochs)` ends after the last.",
                lambda setting, epochs, seed_list, bound: success_rate(setting, epochs - 1, seed_list, bound)),
        mistake("The counter is set back for each seed, so that only the last one counts. Set it to 0 before the loop.",
                lambda setting, epochs, seed_list, bound: success_rate(setting, epochs, seed_list[-1:], bound)
                / len(seed_list)),
        mistake("One playground without a seed is trained on and on. Make a new one in the loop, with the seed in its setting.",
                success_of_one_playground),
        mistake("You compared shares of points that are wrong. The bound is one for the loss: `.test_loss`.",
                success_by_wrong_points),
        mistake("You compared before training. Call `.run(epochs)` first.",
                lambda setting, epochs, seed_list, bound: success_rate(setting, 0, seed_list, bound)),
        mistake("This is the mean of the losses. Count how many of them are below the bound.",
                lambda setting, epochs, seed_list, bound: losses_of(setting, epochs, seed_list).mean()),
        mistake("You returned the truth values of all seeds. Their mean is the share, since True counts as 1.",
                lambda setting, epochs, seed_list, bound: losses_of(setting, epochs, seed_list) < bound),
    ],
)
