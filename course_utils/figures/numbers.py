"""Drawings of graphs whose nodes are single numbers, as lesson 07 builds them."""
from course_utils.figures.graph import Node, plot_graph


def plot_numbers(steps, *, ax=None):
    """Return the Axes with the graph of `steps` drawn by `plot_graph`, with values and gradients.

    steps: {text: number}, parents before children; a number is an object with `value`, `gradient` and `parents`, pairs of
    (number, slope), such as the Number of lesson 07. The text of a leaf is its name, "a"; that of a result says how it was
    made, "p = a * b". The operation is taken from the text, and the lines from the parents of the number itself.

    Raises ValueError where a number's parents do not stand before it, or where the text of a result has no " = ".
    """
    names, nodes = {}, []
    for text, number in steps.items():
        name, _, operation = text.partition(" = ")
        if bool(operation) != bool(number.parents):
            raise ValueError(f"{text!r} has {len(number.parents)} parents; a leaf is called by its name, such as \"a\", and a "
                             "result says how it was made, such as \"p = a * b\".")
        missing = [parent for parent, _ in number.parents if id(parent) not in names]
        if missing:
            raise ValueError(f"A parent of {text!r}, of value {missing[0].value}, does not stand before it. Give the leaves "
                             "first, and every number that another was made from.")
        inputs = tuple(names[id(parent)] for parent, _ in number.parents)
        nodes.append(Node(name, operation or None, inputs, number.value, number.gradient))
        names[id(number)] = name
    return plot_graph(nodes, ax=ax)
