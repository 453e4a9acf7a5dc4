"""Drawings of what a tensor was computed from, with values and gradients."""
import numpy as np

from course_utils.nn.graph import sort_graph

MOST_SHOWN = 3  # numbers of an array that are shown themselves; for longer ones its shape
MOST_NODES = 40


def graph_nodes(result):
    """Return the graph behind `result`, a Tensor, as a list of figures.Node: operations, tensors, and constants as "const".

    Values and gradients of up to 3 numbers are given themselves, of larger ones the shape. Gradients are there after
    backward(retain=True). ValueError where the graph is gone already, or has more than 40 nodes.
    """
    from course_utils.figures import Node

    order = sort_graph(result)
    if result.freed:
        raise ValueError(f"The graph behind {result!r} is gone after backward(). Keep it with backward(retain=True).")
    if len(order) > MOST_NODES:
        raise ValueError(f"The graph has {len(order)} tensors; up to {MOST_NODES} can be drawn. Draw a smaller part of it.")
    names, nodes = _names(order), []
    for tensor in order:
        inputs = []
        for operand in tensor.operands:
            if id(operand) not in names:  # a constant
                names[id(operand)] = f"const {sum(name.startswith('const') for name in names.values()) + 1}"
                nodes.append(Node(names[id(operand)], value=_shown(np.asarray(operand, dtype=float))))
            inputs.append(names[id(operand)])
        gradient = None if tensor.gradient is None else _shown(tensor.gradient)
        nodes.append(Node(names[id(tensor)], _sign(tensor.operation), tuple(inputs), _shown(tensor.value), gradient))
    return nodes


def plot_tensors(result, *, ax=None):
    """Return the Axes with the graph behind `result`, a Tensor, from left to right; see `graph_nodes` and `plot_graph`."""
    from course_utils.figures import plot_graph

    return plot_graph(graph_nodes(result), ax=ax)


def _names(order):
    """Return {id: a name that no other has}: the tensor's own, or its operation or "leaf", with a number where needed."""
    names, used = {}, {}
    for tensor in order:
        wanted = tensor.name or tensor.operation or "leaf"
        used[wanted] = used.get(wanted, 0) + 1
        names[id(tensor)] = wanted if tensor.name and used[wanted] == 1 else f"{wanted} {used[wanted]}"
    return names


def _sign(operation):
    signs = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "matmul": "@"}
    return signs.get(operation, operation) or None


def _shown(array):
    """Return a number as it is, up to three as text, and of more the shape, as text."""
    if array.ndim == 0:
        return float(array)
    if array.size <= MOST_SHOWN:
        return np.array2string(array, precision=3, separator=", ")
    return " × ".join(str(size) for size in array.shape)
