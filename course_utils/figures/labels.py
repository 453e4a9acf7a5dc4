"""Places for the labels of edges: on their edge, clear of one another and of the nodes."""
import numpy as np

FRACTIONS = np.linspace(0.04, 0.96, 47)  # where on its edge a label may stand, 0 at the left end
CLEARANCE = 0.04                         # inches kept free around a label
OVERLAP_COST = 1000.0                    # per square inch; overlaps are to be avoided at almost any price
COVER_COST = 3.0                         # per inch of another edge that is hidden under a label
TIP_COST = 6.0                           # per inch of the label's own edge that is hidden near one of its ends
TIP = 0.15                               # inches: what counts as near, about an arrowhead
SHIFT_COST = 0.8                         # per unit of fraction away from the column in which the others stand
HOME, HOME_COST = 1 / 3, 0.3             # where that column should be, and the cost of its being elsewhere, per label
ROUNDS = 3


def place_labels(edges, sizes, obstacles):
    """Return for each edge the point (x, y) of its label's centre, an array (edges, 2).

    `edges` is an array (edges, 2, 2) of start and end points, `sizes` (edges, 2) holds width and height of each label,
    `obstacles` (obstacles, 4) boxes to keep clear of, as left, bottom, right, top; all in inches. Several columns of
    labels are tried, in each of them labels are moved one by one to their cheapest place, and the cheapest
    arrangement wins. Places that lie in a column are preferred, because they are read at a glance.
    """
    edges, sizes = np.asarray(edges, dtype=float), np.asarray(sizes, dtype=float)
    along = edges[:, :1] + FRACTIONS[:, None] * (edges[:, 1:] - edges[:, :1])      # (edges, fractions, 2)
    half = sizes[:, None] / 2 + CLEARANCE
    boxes = np.concatenate([along - half, along + half], axis=2)                   # (edges, fractions, 4)
    fixed = _fixed_cost(edges, boxes, np.asarray(obstacles, dtype=float).reshape(-1, 4))
    arrangements = [_settle(boxes, fixed, start) for start in range(0, len(FRACTIONS), 3)]
    _, chosen = min(arrangements, key=lambda arrangement: arrangement[0])
    return along[np.arange(len(edges)), chosen]


def _settle(boxes, fixed, start):
    """Return the cost and the choice (edges,) reached from all labels at FRACTIONS[start]."""
    count = len(boxes)
    chosen = np.full(count, start)
    price = fixed + SHIFT_COST * np.abs(FRACTIONS - FRACTIONS[start]) + HOME_COST * abs(FRACTIONS[start] - HOME)
    for _ in range(ROUNDS):
        for edge in range(count):
            others = np.delete(np.arange(count), edge)
            overlaps = _overlap(boxes[edge][:, None], boxes[others, chosen[others]][None]).sum(axis=1)
            chosen[edge] = np.argmin(price[edge] + OVERLAP_COST * overlaps)
    final = boxes[np.arange(count), chosen]
    overlaps = _overlap(final[:, None], final[None])[np.triu_indices(count, 1)].sum()
    return price[np.arange(count), chosen].sum() + OVERLAP_COST * overlaps, chosen


def _fixed_cost(edges, boxes, obstacles):
    """Return what each place costs whatever the other labels do, (edges, fractions)."""
    cost = OVERLAP_COST * _overlap(boxes[:, :, None], obstacles[None, None]).sum(axis=2)
    for index, (edge, places) in enumerate(zip(edges, boxes)):
        for other in np.delete(edges, index, axis=0):
            cost[index] += COVER_COST * _length_inside(other, places)
        step = (edge[1] - edge[0]) * TIP / np.linalg.norm(edge[1] - edge[0])
        for tip in ((edge[0], edge[0] + step), (edge[1] - step, edge[1])):
            cost[index] += TIP_COST * _length_inside(np.array(tip), places)
    return cost


def _overlap(first, second):
    """Return the area that boxes (..., 4) have in common with boxes (..., 4), shapes broadcast."""
    low = np.maximum(first[..., :2], second[..., :2])
    high = np.minimum(first[..., 2:], second[..., 2:])
    return np.clip(high - low, 0, None).prod(axis=-1)


def _length_inside(edge, boxes, samples=100):
    """Return the length of `edge`, (2, 2), that lies inside each of `boxes`, (boxes, 4)."""
    points = edge[0] + (np.arange(samples)[:, None] + 0.5) / samples * (edge[1] - edge[0])  # (samples, 2)
    inside = (points >= boxes[:, None, :2]) & (points <= boxes[:, None, 2:])
    return inside.all(axis=2).mean(axis=1) * np.linalg.norm(edge[1] - edge[0])
