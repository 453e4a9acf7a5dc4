"""Drawings of what a tensor was computed from, with values and gradients."""
import numpy as np

from course_utils.nn.graph import sort_graph

MOST_SHOWN = 3  # numbers of an array that are shown themselves; for longer ones its shape
MOST_NODES = 40
SIGNS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "matmul": "@"}


def graph_nodes(result):
    """Return the graph behind `result`, a Tensor, as a list of figures.Node: tensors, operations and constants.

    Values and gradients of up to 3 numbers are given themselves, of larger ones the shape. A constant that is one number is
    a leaf called by it. Gradients are there after backward(retain=True). ValueError where the graph is gone already, or has
    more than 40 nodes.
    """
    order = sort_graph(result)
    if result.freed:
        raise ValueError(f"The graph behind {result!r} is gone after backward(). Keep it with backward(retain=True).")
    if len(order) > MOST_NODES:
        raise ValueError(f"The graph has {len(order)} tensors; up to {MOST_NODES} can be drawn. Draw a smaller part of it.")
    names = _names(order)
    return [node for tensor in order for node in _nodes_of(tensor, names)]


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


def _nodes_of(tensor, names):
    """Give the nodes of the constants that a tensor was made from, if they are new to `names`, and then its own."""
    from course_utils.figures import Node

    inputs = []
    for operand in tensor.operands:
        if id(operand) not in names:
            array = np.asarray(operand, dtype=float)
            names[id(operand)], new = _name_constant(array, names)
            if new:
                yield Node(names[id(operand)], value=_shown(array) if array.ndim else None)
        inputs.append(names[id(operand)])
    gradient = None if tensor.gradient is None else _shown(tensor.gradient)
    yield Node(names[id(tensor)], SIGNS.get(tensor.operation, tensor.operation) or None, tuple(inputs), _shown(tensor.value),
               gradient, caption=bool(tensor.name))


def _name_constant(array, names):
    """Return what a constant is called, and whether that name is new: equal numbers share one leaf."""
    from course_utils.figures.style import number_text

    if array.ndim:
        return f"array {1 + sum(name.startswith('array ') for name in names.values())}", True
    name = number_text(float(array), 3)
    return name, name not in names.values()


def _shown(array):
    """Return a number as it is, up to three as text, and of more the shape, as text."""
    from course_utils.figures.style import number_text

    if array.ndim == 0:
        return float(array)
    if array.size <= MOST_SHOWN:
        return "(" + ", ".join(number_text(number, 3) for number in array.ravel()) + ")"
    return " \N{MULTIPLICATION SIGN} ".join(str(size) for size in array.shape)
