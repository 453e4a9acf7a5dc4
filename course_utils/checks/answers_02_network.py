"""What is behind the outputs of a network of three neurons for XOR: its hidden pairs, and slips that would explain it."""
import numpy as np

from course_utils.checks.answers_02 import CORNERS, NETWORK_SHAPES, XOR, form_problem, network_outputs

OR, AND = (0, 1, 1, 1), (0, 0, 0, 1)


def hidden_pairs(network, above=np.greater):
    """Return the pairs (h1, h2) for the CORNERS, an array (4, 2) of 0 and 1; `above(z, 0)` says where a neuron fires."""
    sums = CORNERS @ np.array(network["hidden_weights"], dtype=float) + np.array(network["hidden_biases"], dtype=float)
    return above(sums, 0).astype(int)


def show_pairs(network):
    """Return a sentence with what the two hidden neurons say for each of the CORNERS."""
    pairs = zip(CORNERS.tolist(), hidden_pairs(network).tolist())
    return "Your hidden neurons say (h1, h2) = " + ", ".join(f"{tuple(pair)} for {tuple(x)}" for x, pair in pairs) + "."


def when(predicate):
    """Return the `when` of a known mistake: `predicate(network)`, asked only of a network whose form is right."""
    return lambda got, expected: not form_problem(got, NETWORK_SHAPES) and bool(predicate(got))


def turned_would_do(network):
    """Return whether the network computes XOR once its hidden weights are transposed."""
    return network_outputs(network | {"hidden_weights": np.transpose(network["hidden_weights"])}) == XOR


def hidden_zero_would_do(network):
    """Return whether the network computed XOR if hidden neurons fired at z = 0, too."""
    return _outputs(network, hidden_pairs(network, np.greater_equal), np.greater) == XOR


def output_zero_would_do(network):
    """Return whether the network computed XOR if the output neuron fired at z = 0, too."""
    return _outputs(network, hidden_pairs(network), np.greater_equal) == XOR


def opposite_would_do(network):
    """Return whether the network computes XOR once all signs of the output neuron are turned."""
    return network_outputs(network | {name: -np.array(network[name]) for name in ("output_weights", "output_bias")}) == XOR


def exchanged_would_do(network):
    """Return whether the network computes XOR once its two output weights are exchanged."""
    return network_outputs(network | {"output_weights": network["output_weights"][::-1]}) == XOR


def same_twice(network):
    """Return whether both hidden neurons say the same for all inputs, or one always the opposite of the other."""
    first, second = hidden_pairs(network).T
    return np.array_equal(first, second) or np.array_equal(first, 1 - second)


def one_is_constant(network):
    """Return whether a hidden neuron says the same for all inputs."""
    return (np.ptp(hidden_pairs(network), axis=0) == 0).any()


def four_places(network):
    """Return whether the four inputs have four different hidden pairs: each neuron then repeats one input or its opposite."""
    return len(np.unique(hidden_pairs(network), axis=0)) == 4


def mixes_targets(network):
    """Return whether two inputs with different targets have the same hidden pair."""
    return any(same_pair(one, other)(network) for one in (0, 3) for other in (1, 2))


def same_pair(one, other):
    """Return a predicate: whether these two rows of the CORNERS have the same hidden pair."""
    return lambda network: np.array_equal(*hidden_pairs(network)[[one, other]])


def both_always(value):
    """Return a predicate: whether both hidden neurons say `value` for all inputs."""
    return lambda network: (hidden_pairs(network) == value).all()


def opposite_and_gives(outputs):
    """Return a predicate: whether turning the signs of the output neuron makes it XOR, and these are the outputs now."""
    return lambda network: opposite_would_do(network) and network_outputs(network) == list(outputs)


def or_and_gives(outputs):
    """Return a predicate: whether the hidden neurons are OR and AND, in either order, and these the outputs."""
    def predicate(network):
        first, second = (tuple(column) for column in hidden_pairs(network).T.tolist())
        return {first, second} == {OR, AND} and network_outputs(network) == list(outputs)
    return predicate


def always(value):
    """Return a predicate: whether the output is `value` for all four inputs."""
    return lambda network: network_outputs(network) == [value] * 4


def _outputs(network, hidden, above):
    sums = hidden @ np.array(network["output_weights"], dtype=float) + float(network["output_bias"])
    return above(sums, 0).astype(int).tolist()
