"""What plot_network accepts, turned into plain lists and checked."""
from collections.abc import Sequence
from numbers import Integral

import numpy as np

from course_utils.figures.style import number_text

MOST_NEURONS = 16


def read_layers(layers):
    """Return for each layer the list of the texts in its circles, "" for none."""
    texts = [[""] * int(layer) if isinstance(layer, Integral) else [number_text(value) for value in layer]
             for layer in layers]
    if len(texts) < 2:
        raise ValueError(f"layers has {len(texts)} entries; two or more make a network, such as [2, 3, 1].")
    for index, layer in enumerate(texts):
        if not 1 <= len(layer) <= MOST_NEURONS:
            raise ValueError(f"Layer {index} has {len(layer)} neurons; from 1 to {MOST_NEURONS} can be drawn legibly. "
                             "Draw a smaller network that shows the same, and give the true sizes as layer_names.")
    return texts


def read_edges(counts, weights, edge_labels):
    """Return the labels of each gap, and its weights divided by the largest magnitude in the network, 0 for none."""
    gaps = list(zip(counts[:-1], counts[1:]))
    numbers = [_grid("weights", index, grid, gaps[index], float)
               for index, grid in enumerate(_one_each("weights", weights, gaps))]
    labels = [_grid("edge_labels", index, grid, gaps[index], object)
              for index, grid in enumerate(_one_each("edge_labels", edge_labels, gaps))]
    largest = max([np.abs(grid).max() for grid in numbers if grid is not None], default=0) or 1
    texts, strengths = [], []
    for shape, number, label in zip(gaps, numbers, labels):
        shown = label if label is not None else number
        texts.append([["" if entry is None else number_text(entry, 3) for entry in row]
                      for row in (shown if shown is not None else np.full(shape, ""))])
        strengths.append(np.zeros(shape) if number is None else number / largest)
    return texts, strengths


def _one_each(name, grids, gaps):
    if grids is None:
        return [None] * len(gaps)
    if len(grids) != len(gaps):
        raise ValueError(f"{name} has {len(grids)} entries, but there are {len(gaps)} gaps between the layers; give "
                         "one array for each, None for a gap without.")
    return grids


def _grid(name, index, grid, shape, kind):
    if grid is None:
        return None
    try:
        array = np.array(grid, dtype=kind)
    except ValueError as error:
        raise ValueError(f"{name}[{index}] is no table of {shape[0]} rows and {shape[1]} columns: {error}.") from error
    if array.shape != shape:
        raise ValueError(f"{name}[{index}] has shape {array.shape}; between {shape[0]} and {shape[1]} neurons it must "
                         f"be {shape}: a row for each neuron on the left.")
    if kind is float and not np.isfinite(array).all():
        raise ValueError(f"{name}[{index}] holds numbers that are not finite:\n{array}\nGive edge_labels instead.")
    return array


def read_node_labels(counts, node_labels):
    """Return for each layer the texts under its circles, an empty list for none."""
    if node_labels is None:
        return [[] for _ in counts]
    rows = [[] if row is None else ["" if text is None else text for text in row] for row in node_labels]
    wrong = [index for index, (row, count) in enumerate(zip(rows, counts)) if row and len(row) != count]
    if len(rows) != len(counts) or wrong:
        raise ValueError(f"node_labels has {[len(row) for row in rows]} texts a layer, the layers have {counts} "
                         "neurons; give a list of that many strings for each layer, or None for a layer without.")
    return rows


def read_names(counts, names):
    """Return the names of the layers, an empty list for none."""
    if names is not None and len(names) != len(counts):
        raise ValueError(f"layer_names has {len(names)} entries for {len(counts)} layers; give one string a layer.")
    return list(names or [])


def read_highlight(counts, highlight):
    """Return the highlighted neurons and edges, two frozensets of (layer, index) and (gap, from, to)."""
    nodes, edges = set(), set()
    for entry in highlight:
        known = isinstance(entry, Sequence) and all(isinstance(number, Integral) for number in entry)
        if known and len(entry) == 2 and _within(entry[0], counts) and _within(entry[1], [0] * counts[entry[0]]):
            nodes.add(tuple(entry))
        elif (known and len(entry) == 3 and _within(entry[0], counts[1:])
              and _within(entry[1], [0] * counts[entry[0]]) and _within(entry[2], [0] * counts[entry[0] + 1])):
            edges.add(tuple(entry))
        else:
            raise ValueError(f"highlight names {entry!r}, which is not in a network of {counts} neurons; give edges as "
                             "(gap, from, to) and neurons as (layer, index), all counted from 0.")
    return frozenset(nodes), frozenset(edges)


def _within(number, items):
    return 0 <= number < len(items)
