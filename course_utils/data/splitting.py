"""Splits that are honest: what belongs together, such as near-copies of one photo, stays on one side."""
import numpy as np

BLOCK = 1000  # rows of the table of correlations that are in memory at once: 28 MB for 7,000 pictures
SAME, PLENTY = 0.95, 8


def split_groups(groups, share=0.2, seed=0, labels=None):
    """Return a boolean array (examples,), True for those to be held out: whole groups, about `share` of all examples.

    groups: (examples,) of numbers or names; examples of one group are never divided.
    labels: (examples,); where they are given, every label is on both sides, in about the same proportions as far as the
        groups allow. The fewer groups a label has, the further the held-out part may be from `share`.

    Raises ValueError where that is not possible, naming a label that has one group only.
    """
    groups = np.asarray(groups)
    if not 0 < share < 1:
        raise ValueError(f"share is {share}; it must lie between 0 and 1, such as 0.2 for every fifth example.")
    if groups.ndim != 1 or len(np.unique(groups)) < 2:
        raise ValueError(f"groups has shape {groups.shape} and {len(np.unique(groups))} different values; it takes one "
                         "value for each example and at least two different ones to hold whole groups out.")
    if labels is None:
        from sklearn.model_selection import GroupShuffleSplit

        splits = GroupShuffleSplit(PLENTY, test_size=share, random_state=seed).split(groups, groups=groups)
        return _nearest([_mask(held_out, len(groups)) for _, held_out in splits], share)
    labels = np.asarray(labels)
    if labels.shape != groups.shape:
        raise ValueError(f"labels has shape {labels.shape}, groups {groups.shape}; both need one value for each example.")
    return _with_all_labels(groups, share, seed, labels)


def _with_all_labels(groups, share, seed, labels):
    """Return the split with all labels on both sides; from as many folds as suit the share, else from fewer."""
    from sklearn.model_selection import StratifiedGroupKFold

    for label in np.unique(labels):
        if len(np.unique(groups[labels == label])) < 2:
            raise ValueError(f"All examples of label {label!r} are in one group, so it cannot be on both sides. Leave that "
                             "label out, or collect examples of it from another source.")
    smaller = min(share, 1 - share)
    for folds in range(max(2, round(1 / smaller)), 1, -1):
        if min(np.unique(labels, return_counts=True)[1]) < folds:
            continue
        splits = StratifiedGroupKFold(folds, shuffle=True, random_state=seed).split(groups, labels, groups)
        good = [mask for mask in (_mask(held_out, len(groups)) for _, held_out in splits) if _all_on_both(labels, mask)]
        if good:
            chosen = _nearest(good, smaller)
            return chosen if share <= 0.5 else ~chosen
    raise ValueError(f"No split of the {len(np.unique(groups))} groups was found that has every label on both sides. Join "
                     "small labels, or split by hand.")


def _mask(places, count):
    mask = np.zeros(count, dtype=bool)
    mask[places] = True
    return mask


def _all_on_both(labels, mask):
    return set(labels[mask]) == set(labels[~mask])


def _nearest(masks, share):
    return min(masks, key=lambda mask: abs(mask.mean() - share))


def near_copies(pictures, threshold=SAME, labels=None):
    """Return a group number for each picture, (examples,) of int64: near-copies have the same.

    pictures: an array (examples, ...) or Pictures of one size. Two are linked where the correlation of their pixels is
        above `threshold`, from -1 to 1; brightness and contrast do not matter. What is linked, also over others, is one
        group, and groups are numbered in the order in which they first appear.
    labels: (examples,); where they are given, only pictures of the same label are compared.

    Raises ValueError for a picture that is all of one colour, which correlates with nothing.
    """
    rows = np.asarray(pictures).reshape(len(pictures), -1).astype(np.float32)
    rows -= rows.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    if (lengths == 0).any():
        raise ValueError(f"Picture {int(np.argmin(lengths))} is all of one colour, so it has no correlation with others. "
                         "Leave it out.")
    rows /= lengths
    labels = np.zeros(len(rows)) if labels is None else np.asarray(labels)
    links = [_links(rows, np.flatnonzero(labels == label), threshold) for label in np.unique(labels)]
    return _components(np.concatenate(links, axis=1), len(rows))


def _links(rows, members, threshold):
    """Return the pairs of `members` whose correlation is above the threshold, an array (2, pairs), block by block."""
    found = [np.empty((2, 0), dtype=np.int64)]
    for start in range(0, len(members), BLOCK):
        block = members[start:start + BLOCK]
        first, second = np.nonzero(rows[block] @ rows[members].T > threshold)
        found.append(np.stack([block[first], members[second]]))
    return np.concatenate(found, axis=1)


def _components(links, count):
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(links.shape[1], dtype=bool), tuple(links)), shape=(count, count))
    _, first, group = np.unique(connected_components(graph, directed=False)[1], return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[group].astype(np.int64)
