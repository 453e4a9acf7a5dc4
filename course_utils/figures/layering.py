"""A layout of a directed graph without cycles: columns by depth, rows with few crossings."""
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter

import numpy as np

SWEEPS = 12       # of sorting
ROUNDS = 60       # of straightening
BESIDE_LINE = 0.6  # rows between a long edge that passes and its neighbour in that column


def layer_graph(inputs):
    """Return places {name: (column, row)} and routes {(name, consumer, position): [(column, row), ...]}.

    `inputs` maps each name to the names it takes, in order; column 0 is on the left, row 0 at the top, rows are floats
    at least 1 apart. What takes nothing stands just left of its first consumer. A route lists the points that a long
    edge passes in the columns between, so that it does not run through a node.

    After Sugiyama, Tagawa and Toda (1981): place-holders on long edges, then ordering by barycentres.
    Raises ValueError if there is a cycle.
    """
    column = _columns(inputs)
    links, routes = _links(inputs, column)
    order = _fewest_crossings(_first_order(inputs, column, routes), links)
    row = _rows(order, links)
    places = {name: (column[name], row[name]) for name in inputs}
    return places, {edge: [(cell[1], row[cell]) for cell in cells] for edge, cells in routes.items()}


def _columns(inputs):
    try:
        names = list(TopologicalSorter(inputs).static_order())
    except CycleError as error:
        raise ValueError("The graph has a cycle: {}. A value cannot depend on itself; remove one of these inputs."
                         .format(" -> ".join(error.args[1]))) from error
    column = {}
    for name in names:
        column[name] = max((column[source] + 1 for source in inputs[name]), default=0)
    for name in names:
        consumers = [column[other] for other in names if name in inputs[other]]
        if consumers and not inputs[name]:
            column[name] = min(consumers) - 1
    return column


def _links(inputs, column):
    """Return the links between cells of neighbouring columns, and for each edge its place-holders (edge, column)."""
    links, routes = [], {}
    for name, sources in inputs.items():
        for position, source in enumerate(sources):
            edge = source, name, position
            routes[edge] = [(edge, between) for between in range(column[source] + 1, column[name])]
            chain = [source, *routes[edge], name]
            links += zip(chain[:-1], chain[1:])
    return links, routes


def _first_order(inputs, column, routes):
    """Return the cells of each column from top to bottom, as found from the results backwards, first input first."""
    order, seen = defaultdict(list), set()

    def visit(name):
        if name in seen:
            return
        seen.add(name)
        for position, source in enumerate(inputs[name]):
            visit(source)
            for cell in routes[source, name, position]:
                order[cell[1]].append(cell)
        order[column[name]].append(name)

    taken = {source for sources in inputs.values() for source in sources}
    for name in [name for name in inputs if name not in taken]:
        visit(name)
    return [order[index] for index in range(len(order))]


def _fewest_crossings(order, links):
    """Return the best of the orders met while each column in turn is sorted by the mean rank of its neighbours."""
    best = order
    for sweep in range(SWEEPS):
        order = [list(cells) for cells in order]
        forwards = sweep % 2 == 0
        pairs = links if forwards else [(end, start) for start, end in links]
        steps = range(1, len(order)) if forwards else range(len(order) - 2, -1, -1)
        for index in steps:
            beside = order[index - 1 if forwards else index + 1]
            rank = {cell: place for place, cell in enumerate(beside)}
            own = {cell: place for place, cell in enumerate(order[index])}
            means = {cell: [rank[start] for start, end in pairs if end == cell and start in rank] for cell in own}
            order[index].sort(key=lambda cell: np.mean(means[cell]) if means[cell] else own[cell])
        best = min(best, order, key=lambda candidate: _crossings(candidate, links))
    return best


def _crossings(order, links):
    place = {cell: (index, rank) for index, cells in enumerate(order) for rank, cell in enumerate(cells)}
    ends = [(place[start], place[end]) for start, end in links]
    return sum((a[1] - c[1]) * (b[1] - d[1]) < 0
               for index, (a, b) in enumerate(ends) for c, d in ends[:index] if a[0] == c[0])


def _rows(order, links):
    """Return the row of each cell, such that links are short and the cells of a column keep their order and distance.

    The sum of the squared heights of all links becomes smaller with every column in turn, given the others.
    Links of place-holders count more, so that long edges are straight.
    """
    row = {cell: float(rank) for cells in order for rank, cell in enumerate(cells)}
    beside = defaultdict(list)
    for start, end in links:
        weight = 1 + 3 * (_is_holder(start) + _is_holder(end))
        beside[start].append((end, weight))
        beside[end].append((start, weight))
    for _ in range(ROUNDS):
        for cells in order + order[::-1]:
            row.update(zip(cells, _spread(cells, row, beside)))
    top = min(row.values())
    return {cell: value - top for cell, value in row.items()}


def _is_holder(cell):
    return isinstance(cell, tuple)


def _spread(cells, row, beside):
    """Return the best rows of a column's cells, given all others, by pooling neighbours that come too close.

    (Isotonic regression of the wished rows less the least distances; Barlow et al. 1972.)
    """
    gaps = [BESIDE_LINE if _is_holder(a) or _is_holder(b) else 1.0 for a, b in zip(cells[:-1], cells[1:])]
    least = np.concatenate([[0.0], np.cumsum(gaps)])
    pools = []  # [mean, weight, number of cells]
    for cell, distance in zip(cells, least):
        weight = sum(weight for _, weight in beside[cell]) or 1
        wished = sum(weight * row[other] for other, weight in beside[cell]) / weight if beside[cell] else row[cell]
        pools.append([wished - distance, weight, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, weight, count = pools.pop()
            total = pools[-1][1] + weight
            pools[-1] = [(pools[-1][0] * pools[-1][1] + mean * weight) / total, total, pools[-1][2] + count]
    return np.concatenate([[mean] * count for mean, _, count in pools]) + least
