"""The data sets: that each in the data folder is what its README says, and that each stand-in can take its place."""
import os
from collections import Counter
from itertools import pairwise

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils import settings
from course_utils.data import Pictures, load
from course_utils.data.builtin import BUILT_IN
from course_utils.data.hashing import content_hash
from course_utils.data.registry import default_registry
from course_utils.figures import plot_pictures

REGISTRY = default_registry()
SETS = REGISTRY.sets
DATA = settings.data_folder()
here = pytest.mark.skipif(DATA is None, reason="COURSE_DATA_DIR is not set: there is no folder of data sets")

LABELLED = {"x": ("uint8", 3), "y": ("int64", 1)}
IN_COLOUR = {"x": ("uint8", 4), "y": ("int64", 1)}
PHOTOS = {"x": (Pictures, 4), "y": ("int64", 1)}
SERIES = {"dates": ("datetime64", 1), "values": ("float64", 1)}
AIR = ("pm25", "temperature", "dew_point", "pressure", "wind_speed", "snow", "rain")


def sides(parts, *names):
    return {f"{part}_{name}": kind for name in names or ("train", "test") for part, kind in parts.items()}


# What each set has, and so each stand-in: part, its type or dtype, its number of axes.
PARTS = {
    "mnist": sides(LABELLED), "fashion_mnist": sides(LABELLED), "cifar10": sides(IN_COLOUR),
    "sign_language_mnist": sides(LABELLED | {"group": ("int64", 1)}),
    "signing_hands": sides(PHOTOS | {"hand": ("int64", 1), "series": ("int64", 1)}),
    "cats_dogs": sides(PHOTOS, "train", "validation", "test"),
    "nuclei": sides({"x": (Pictures, 4), "masks": (Pictures, 3)}),
    "imdb": sides({"x": (str, 1), "y": ("int64", 1), "rating": ("int64", 1)}),
    "tiny_shakespeare": {"text": (str, 0)}, "names": {"names": (str, 1)},
    "english_french": {"pairs": (str, 2)},
    "multi30k": {"train": (str, 3), "val": (str, 3), "test": (str, 3)},
    "temperatures": SERIES, "sunspots": SERIES, "passengers": SERIES,
    "air_quality": {"dates": ("datetime64", 1), "wind_direction": ("str", 1)} | dict.fromkeys(AIR, ("float64", 1)),
}
SIZE = {"mnist": (28, 28), "fashion_mnist": (28, 28), "cifar10": (32, 32, 3), "sign_language_mnist": (28, 28),
        "signing_hands": (96, 96, 3), "nuclei": (128, 128, 3)}
STEP = {"temperatures": "D", "sunspots": "M", "passengers": "M", "air_quality": "h"}


@pytest.fixture(autouse=True)
def offline(monkeypatch, tmp_path):
    """Return nothing; no set is downloaded, and the user's cache is left alone."""
    monkeypatch.setenv("COURSE_OFFLINE", "1")
    monkeypatch.setenv("COURSE_CACHE_DIR", str(tmp_path / "cache"))
    yield
    plt.close("all")


def kind_of(part):
    """Return type or dtype and number of axes of a part; of tuples of texts the type is str, of pairs the axes are 2."""
    if isinstance(part, str):
        return str, 0
    if isinstance(part, tuple):
        (shape,) = {np.shape(item) for item in part[:100]}
        return str, (shape[0] if shape else 1)
    if isinstance(part, Pictures):
        return Pictures, part.ndim
    kinds = {"M": "datetime64", "U": "str"}
    return kinds.get(part.dtype.kind, part.dtype.name), part.ndim


def check_parts(name, dataset):
    found = {part: kind_of(value) for part, value in dataset.parts.items()}
    if name == "cifar10":  # pictures as JPEG are decoded when they are asked for: an array from a slice
        found |= {part: ("uint8", axes) for part, (kind, axes) in found.items() if kind is Pictures}
    assert found == PARTS[name]
    if name in SIZE:
        assert dataset.x_train.shape[1:] == SIZE[name] and dataset.x_train[:2].dtype == np.uint8
    if name in STEP:
        assert np.datetime_data(dataset.dates.dtype)[0] == STEP[name]
    for first, second in pairwise(part for part in dataset.parts if part.endswith("_train")):
        assert len(dataset.parts[first]) == len(dataset.parts[second])


def test_every_registered_set_is_described_here():
    assert set(PARTS) == set(SETS)


@pytest.mark.parametrize("name", SETS)
def test_the_stand_in_has_the_parts_of_the_set(name, monkeypatch, capsys):
    monkeypatch.delenv("COURSE_DATA_DIR", raising=False)
    dataset = load(name)
    assert dataset.stand_in and dataset.variant == SETS[name].stand_in in BUILT_IN
    assert capsys.readouterr().out.count("\n") == 1
    check_parts(name, dataset)


@pytest.mark.parametrize("name", SETS)
def test_readers_and_stand_ins_exist_and_hashes_agree(name):
    entry = SETS[name]
    assert entry.stand_in in BUILT_IN
    assert {variant.reader for variant in entry.variants} <= set(REGISTRY.readers)
    exact = {variant.content for variant in entry.variants if variant.exact and variant.content}
    assert len(exact) <= 1  # exact copies have one content
    assert all(file.addresses for variant in entry.variants if variant.exact and not variant.manual
               for file in variant.files) or any(variant.fetchable for variant in entry.variants)


# ---- what lies in the data folder ------------------------------------------------------------------------------------

COUNTS = {
    "mnist": {"y_train": [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
              "y_test": [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]},
    "fashion_mnist": {"y_train": [6000] * 10, "y_test": [1000] * 10},
    "cifar10": {"y_train": [5000] * 10, "y_test": [1000] * 10},
    "imdb": {"y_train": [4998, 4998], "y_test": [2500, 2496]},  # eight of the copy are not of films
    "cats_dogs": {"y_train": [600, 600], "y_validation": [200, 200], "y_test": [200, 200]},
}
LENGTHS = {
    "sign_language_mnist": {"x_train": 5120, "x_test": 2052},
    "signing_hands": {"x_train": 1795, "x_test": 720},
    "tiny_shakespeare": {"text": 1_115_394}, "names": {"names": 32_033}, "english_french": {"pairs": 18_065},
    "multi30k": {"train": 29_000, "val": 1_014, "test": 1_000},
    "nuclei": {"x_train": 531, "masks_train": 531, "x_test": 132, "masks_test": 132},
    "temperatures": {"values": 3650}, "sunspots": {"values": 2820}, "passengers": {"values": 144},
    "air_quality": {"pm25": 43_824},
}


@pytest.fixture(params=SETS)
def real(request):
    """Return a set of the data folder; the test is skipped where its files are not there."""
    if DATA is None:
        pytest.skip("COURSE_DATA_DIR is not set: there is no folder of data sets")
    dataset = load(request.param)
    if dataset.stand_in:
        pytest.skip(f"{request.param} is not in the data folder")
    return dataset


def test_a_set_is_verified_and_has_its_content_its_parts_and_its_number_of_examples(real):
    variant = next(variant for variant in SETS[real.name].variants if variant.name == real.variant)
    assert real.verified and content_hash(real.parts) == variant.content == real.content
    check_parts(real.name, real)
    if real.variant == "official" and real.name in ("imdb", "cifar10", "cats_dogs", "english_french"):
        pytest.skip("the numbers here are those of the smaller variant")
    for part, counts in COUNTS.get(real.name, {}).items():
        assert np.bincount(real.parts[part]).tolist() == counts
    for part, length in LENGTHS.get(real.name, {}).items():
        assert len(real.parts[part]) == length


def test_a_set_can_be_drawn(real, tmp_path):
    path = tmp_path / f"{real.name}.png"
    draw(real).savefig(path)
    brightness = plt.imread(path)[..., :3].mean(axis=2)
    inked = (brightness < 0.9).mean()
    assert 0.01 < inked < 0.99 and len(np.unique(brightness)) > 20


@here
def test_sign_language_labels_and_groups():
    signs = load("sign_language_mnist")
    labels = np.concatenate([signs.y_train, signs.y_test])
    counts = np.bincount(labels)
    assert counts[counts > 0].tolist() == [331, 432, 310, 245, 498, 247, 348, 436, 288, 331, 209, 394, 291, 246, 347, 164,
                                           144, 246, 248, 266, 346, 206, 267, 332]
    assert signs.class_names[9] == "J" and counts[9] == 0 and signs.class_names[24] == "Y"
    assert not set(signs.group_train) & set(signs.group_test)
    assert set(signs.y_train) == set(signs.y_test)


@here
def test_no_hand_signs_on_both_sides():
    hands = load("signing_hands")
    counts = Counter(hands.hand_train.tolist()) + Counter(hands.hand_test.tolist())
    assert counts == {1: 900, 2: 895, 3: 180, 4: 180, 5: 360}
    assert not set(hands.hand_train) & set(hands.hand_test) and not set(hands.series_train) & set(hands.series_test)
    assert len(set(hands.y_train)) == len(set(hands.y_test)) == 36
    assert set(Counter(hands.series_train.tolist()).values()) == {5}


@here
def test_texts_hold_what_is_known_of_them():
    shakespeare, imdb = load("tiny_shakespeare").text, load("imdb")
    assert len(set(shakespeare)) == 65 and shakespeare.count("\n") == 40_000 and shakespeare.startswith("First Citizen:")
    assert np.array_equal(imdb.y_train == 1, imdb.rating_train >= 7) and set(imdb.rating_test) == {1, 2, 3, 4, 7, 8, 9, 10}
    assert load("names").names[0] == "emma" and ("Run!", "Courez\N{NARROW NO-BREAK SPACE}!") in load("english_french").pairs
    assert load("multi30k").train[0][0].startswith("Two young, White males")


@here
def test_series_hold_what_is_known_of_them():
    temperatures, air = load("temperatures"), load("air_quality")
    assert temperatures.dates[0] == np.datetime64("1981-01-01") and temperatures.values[0] == 20.7
    assert load("passengers").values[-1] == 432 and str(load("sunspots").dates[-1]) == "1983-12"
    assert np.isnan(air.pm25).sum() == 2067 and set(air.wind_direction) == {"NE", "NW", "SE", "cv"}
    assert (np.diff(air.dates) == np.timedelta64(1, "h")).all()


@here
def test_one_in_seven_pixels_belongs_to_a_nucleus():
    masks = np.asarray(load("nuclei").masks_train)
    assert set(np.unique(masks)) == {0, 255} and (masks > 0).mean() == pytest.approx(0.14, abs=0.01)


@here
def test_cifar10_from_jpeg_has_nearly_the_known_mean_of_each_channel():
    colours = load("cifar10").x_train[::50]
    assert (colours / 255).mean(axis=(0, 1, 2)) == pytest.approx([0.4914, 0.4822, 0.4465], abs=0.02)


# ---- one sheet for each ----------------------------------------------------------------------------------------------


def draw(dataset):
    """Return a figure that shows the beginning of a set: pictures with their labels, texts, or a line."""
    kind = SETS[dataset.name].kind
    if kind == "pictures":
        places = np.linspace(0, len(dataset.y_train) - 1, 40).astype(int)
        return plot_pictures(dataset.x_train[places], [dataset.class_names[dataset.y_train[place]] for place in places],
                             columns=10).get_figure()
    if kind == "masks":
        return plot_pictures([picture for place in range(8) for picture in (dataset.x_train[place], overlaid(dataset, place))],
                             ["picture", "with its mask"] * 8, columns=8).get_figure()
    return draw_series(dataset) if kind == "series" else draw_texts(dataset)


def overlaid(dataset, place):
    """Return a picture with what its mask marks in yellow."""
    picture, mask = dataset.x_train[place].copy(), dataset.masks_train[place]
    picture[mask > 0] = picture[mask > 0] // 2 + np.array([120, 110, 0], dtype=np.uint8)
    return picture


def draw_series(dataset):
    figure, ax = plt.subplots(figsize=(8, 3))
    values = next(part for part in (dataset.parts.get("values"), dataset.parts.get("pm25")) if part is not None)
    ax.plot(dataset.dates.astype("datetime64[s]"), values, linewidth=0.6)
    ax.set_title(f"{dataset.name}: {dataset.about[:70]}")
    return figure


def draw_texts(dataset):
    part = next(iter(dataset.parts.values()))
    part = part[:1200].split("\n") if isinstance(part, str) else part
    items = [", ".join(part[start:start + 12]) for start in range(0, 240, 12)] if dataset.name == "names" else part[:24]
    lines = [" | ".join(item) if isinstance(item, tuple) else item for item in items]
    if "y_train" in dataset.parts:
        lines = [f"{dataset.class_names[label]}: {line}" for label, line in zip(dataset.y_train, lines)]
    figure, ax = plt.subplots(figsize=(10, 5))
    ax.set_axis_off()
    ax.text(0, 1, "\n".join(line[:120] for line in lines[:24]).replace("$", r"\$"), va="top", fontsize=8)
    return figure


def test_the_data_folder_is_not_written_to():
    if DATA is None:
        pytest.skip("COURSE_DATA_DIR is not set: there is no folder of data sets")
    before = {path: os.stat(path).st_mtime_ns for path in DATA.rglob("*")}
    load("mnist")
    assert {path: os.stat(path).st_mtime_ns for path in DATA.rglob("*")} == before
