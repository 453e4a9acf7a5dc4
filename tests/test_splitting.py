"""Splits by groups, and the search for near-copies."""
import numpy as np
import pytest

from course_utils import settings
from course_utils.data import near_copies, split_groups

DATA = settings.data_folder()
SIGNS = "sign_language/sign_mnist_test.npz"


def nested(seed=0, labels=5, groups_each=10):
    """Return groups of 2 to 8 examples and labels, each group of one label."""
    sizes = np.random.default_rng(seed).integers(2, 9, labels * groups_each)
    groups = np.repeat(np.arange(labels * groups_each), sizes)
    return groups, groups % labels


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("share", [0.2, 0.5, 0.75])
def test_groups_stay_whole_and_labels_are_on_both_sides(seed, share):
    groups, labels = nested(seed)
    held_out = split_groups(groups, share, seed, labels)
    assert not set(groups[held_out]) & set(groups[~held_out])
    assert set(labels[held_out]) == set(labels[~held_out]) == set(range(5))
    assert held_out.mean() == pytest.approx(share, abs=0.08)


def test_without_labels_groups_stay_whole():
    groups = np.repeat(["ann", "bob", "eve", "joe", "zoe"], 20)
    held_out = split_groups(groups, 0.2)
    assert held_out.dtype == bool and held_out.sum() == 20 and len(set(groups[held_out])) == 1


def test_the_seed_decides():
    groups, labels = nested()
    assert np.array_equal(split_groups(groups, seed=1, labels=labels), split_groups(groups, seed=1, labels=labels))
    assert not np.array_equal(split_groups(groups, seed=1, labels=labels), split_groups(groups, seed=2, labels=labels))


def test_groups_with_several_labels_are_held_out_as_a_whole():
    hands, labels = np.repeat(np.arange(5), 36), np.tile(np.arange(36), 5)
    held_out = split_groups(hands, 0.2, labels=labels)
    assert held_out.sum() == 36 and set(labels[held_out]) == set(range(36))


def test_a_label_of_few_groups_is_still_on_both_sides():
    groups = np.repeat(np.arange(12), 10)
    labels = np.where(groups < 2, "rare", "common")
    held_out = split_groups(groups, 0.2, labels=labels)
    assert set(labels[held_out]) == set(labels[~held_out]) == {"rare", "common"}


def test_where_many_labels_have_two_groups_fewer_folds_are_taken():
    groups = np.repeat(np.arange(12), 10)
    labels = groups // 2
    held_out = split_groups(groups, 0.2, labels=labels)
    assert held_out.mean() == 0.5 and set(labels[held_out]) == set(labels[~held_out]) == set(range(6))


@pytest.mark.parametrize("groups, options, message", [
    ([1, 1, 2, 2], {"labels": ["a", "a", "b", "b"]}, "label .*'a'.* are in one group"),
    ([1, 1, 1], {}, "at least two"),
    ([1, 2], {"share": 20}, "share is 20"),
    ([1, 2, 3], {"labels": [0, 1]}, r"labels has shape \(2,\), groups \(3,\)"),
])
def test_what_cannot_be_split_is_refused(groups, options, message):
    with pytest.raises(ValueError, match=message):
        split_groups(groups, **options)


# ---- near-copies -----------------------------------------------------------------------------------------------------


def families(count, copies, seed=0):
    """Return noise pictures (count * copies, 8, 8), each with slightly changed, brighter copies, and their families."""
    random = np.random.default_rng(seed)
    originals = np.repeat(random.uniform(0, 100, (count, 8, 8)), copies, axis=0)
    changed = originals * random.uniform(0.5, 2, (len(originals), 1, 1)) + random.normal(0, 3, originals.shape)
    return changed, np.repeat(np.arange(count), copies)


def test_copies_are_found_whatever_their_brightness():
    pictures, family = families(20, 5)
    assert np.array_equal(near_copies(pictures), family)


def test_blocks_give_what_one_table_of_correlations_gives(monkeypatch):
    pictures, family = families(20, 5)
    order = np.random.default_rng(1).permutation(100)
    monkeypatch.setattr("course_utils.data.splitting.BLOCK", 7)
    groups = near_copies(pictures[order])
    assert len(set(zip(groups, family[order]))) == len(set(groups)) == 20


def test_links_over_others_join_and_the_threshold_decides():
    angles = np.radians([0, 15, 30, 90])  # the correlation of two rows below is the cosine of the angle between them
    rows = np.cos(angles)[:, None] * np.array([1, -1, 0, 0]) + np.sin(angles)[:, None] * np.array([0, 0, 1, -1])
    assert near_copies(rows, threshold=0.95).tolist() == [0, 0, 0, 1]
    assert near_copies(rows, threshold=0.97).tolist() == [0, 1, 2, 3]


def test_labels_keep_copies_apart():
    pictures, _ = families(1, 4)
    assert near_copies(pictures, labels=[0, 1, 0, 1]).tolist() == [0, 1, 0, 1]


def test_a_picture_of_one_colour_is_refused():
    with pytest.raises(ValueError, match="Picture 1 is all of one colour"):
        near_copies(np.array([[[1, 2]], [[3, 3]]]))


@pytest.mark.skipif(DATA is None or not (DATA / SIGNS).is_file(), reason=f"COURSE_DATA_DIR holds no {SIGNS}")
def test_the_groups_of_the_sign_language_file_are_found_again():
    with np.load(DATA / SIGNS) as packed:
        pictures, labels, known = packed["x"], packed["y"], packed["group"]
    groups = near_copies(pictures, labels=labels)
    assert len(set(groups)) == len(set(known)) == len(set(zip(groups, known))) == 333
    held_out = split_groups(groups, labels=labels)
    assert held_out.mean() == pytest.approx(0.2, abs=0.03) and len(set(labels[held_out])) == 24
