"""Sets that need no download: that they are what they say, the same each time, and refuse what makes no sense."""
import datetime

import numpy as np
import pytest

from course_utils.data import DataError, load
from course_utils.data.builtin import BUILT_IN, _enlarged
from course_utils.data.generated_shapes import SHAPES
from course_utils.data.hashing import content_hash

# Not those whose content depends on the versions of FreeType, Pillow, Python or libjpeg.
STABLE = {
    "digits": "17901bbd1a19a5da",
    "digits28": "1fc7ea946b98ba69",
    "iris": "f8ec38bdd5d1da02",
    "wine": "463b21be375f9528",
    "breast_cancer": "f3b4b7476415cc21",
    "rings": "f92ebe5f2fa3fe91",
    "moons": "16c9f26be97e3be4",
    "spirals": "77cf7e38f2931aac",
    "gaussians": "d4c255e567d5a5e6",
    "xor": "837713ddf081659d",
    "shapes": "2b0fc0ff24099694",
    "ten_shapes": "2e08b11fdc5bacf7",
    "series": "dd9746c0d78ae497",
    "simulated_temperatures": "4db790e8e2febb68",
    "simulated_sunspots": "0467478e9caf3cb3",
    "simulated_passengers": "028d65839bb31ef4",
    "simulated_air_quality": "82ca91ccefcf58ea",
    "dates": "467e39736d43247d",
    "date_triples": "cdaeab32d7bfc742",
    "sentences": "c64a046af574f37f",
    "invented_names": "707d7ba35ff84aaf",
}


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_set_is_described_and_the_same_each_time(name):
    first, second = load(name), load(name)
    assert content_hash(first.parts) == content_hash(second.parts)
    assert first.name == name and first.about and first.licence and first.source and not first.stand_in
    assert not any(part.flags.writeable for part in first.parts.values() if isinstance(part, np.ndarray))


@pytest.mark.parametrize("name", STABLE)
def test_the_content_is_the_same_on_every_machine(name):
    assert content_hash(load(name).parts)[:16] == STABLE[name]


@pytest.mark.parametrize("name", ["moons", "shapes", "glyphs", "dates", "sentences", "simulated_air_quality"])
def test_another_seed_gives_other_content(name):
    assert content_hash(load(name, seed=1).parts) != content_hash(load(name).parts)


@pytest.mark.parametrize("name, parameters, message", [
    ("moons", {"points": 1}, "points is 1; it must be a number of at least 2"),
    ("moons", {"noise": -0.1}, "noise is -0.1"),
    ("moons", {"point": 9}, "points, noise, seed"),
    ("glyphs", {"classes": "AA"}, "different letters"),
    ("glyphs", {"per_class": 3}, "at least 15"),
    ("shapes", {"classes": ["blob"]}, "no shape 'blob'; choose among circle"),
    ("invented_names", {"count": 10**6}, "at most"),
])
def test_parameters_that_make_no_sense_are_refused(name, parameters, message):
    with pytest.raises(DataError, match=message):
        load(name, **parameters)


def test_the_variant_says_the_parameters():
    assert load("moons", points=10, seed=3).variant == "points=10, seed=3" and load("moons").variant == "generated"


# ---- points ----------------------------------------------------------------------------------------------------------


def test_points_without_noise_lie_where_they_should():
    rings, moons, xor = load("rings", noise=0), load("moons", noise=0), load("xor")
    radius = np.hypot(*rings.x.T)
    assert radius == pytest.approx(0.5 + 0.5 * rings.y, abs=1e-5)
    centre = np.where(moons.y[:, None] == 0, [0, 0], [1, 0.5])
    assert np.hypot(*(moons.x - centre).T) == pytest.approx(1, abs=1e-5)
    assert ((moons.x[:, 1] >= centre[:, 1]) == (moons.y == 0)).mean() > 0.99
    assert np.array_equal(xor.y, (xor.x[:, 0] * xor.x[:, 1] < 0).astype(int))


def test_the_arms_of_the_spirals_are_mirrored_and_turn():
    spirals = load("spirals", noise=0, turns=2)
    radius, angle = np.hypot(*spirals.x.T), np.arctan2(*spirals.x.T[::-1])
    expected = 2 * np.pi * 2 * radius + np.pi * spirals.y
    assert np.cos(angle - expected) == pytest.approx(1, abs=1e-6)


def test_classes_are_equally_frequent_and_noise_is_a_standard_deviation():
    clouds = load("gaussians", points=3000, classes=3, noise=0.4)
    assert np.bincount(clouds.y).tolist() == [1000] * 3
    for label in range(3):
        cloud = clouds.x[clouds.y == label]
        assert np.hypot(*cloud.mean(axis=0)) == pytest.approx(1, abs=0.05)
        assert cloud.std(axis=0) == pytest.approx([0.4, 0.4], abs=0.03)


# ---- pictures --------------------------------------------------------------------------------------------------------


def test_enlarged_digits_look_like_mnist():
    digits = load("digits28")
    assert len(digits.x_train) + len(digits.x_test) == 1797 and len(digits.x_test) == 359
    assert digits.x_train.max() == 255 and not digits.x_train[:, 0].any() and not digits.x_train[:, :, -1].any()
    places = np.arange(28) + 0.5
    centre = (digits.x_train.sum(axis=1) * places).sum(axis=1) / digits.x_train.sum(axis=(1, 2))
    assert abs(centre - 14).mean() < 0.4
    assert np.bincount(digits.y_train).min() > 135 and np.bincount(digits.y_test).min() > 30


def test_enlarging_interpolates_between_the_pixels():
    from scipy.ndimage import zoom

    small = load("digits").x[:20].astype(int)
    oracle = np.array([zoom(picture.astype(float), 2.5, order=1, mode="nearest", grid_mode=True) for picture in small])
    assert abs(_enlarged(small) - np.clip((oracle - 3.2) * 255 / 9.6, 0, 255)).max() <= 1


def test_masks_and_boxes_fit_the_shapes():
    shapes = load("shapes", size=64, per_class=5)
    for picture, mask, (top, left, bottom, right) in zip(shapes.x_train, shapes.masks_train, shapes.boxes_train):
        rows, columns = np.nonzero(mask)
        assert (rows.min(), columns.min(), rows.max() + 1, columns.max() + 1) == (top, left, bottom, right)
        inside, outside = picture[mask > 0].mean(axis=0), picture[mask == 0].mean(axis=0)
        assert abs(inside.mean() - outside.mean()) > 30
    assert set(np.unique(shapes.masks_train)) == {0, 255}


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_lies_inside_its_circle_and_fills_a_part_of_it(name):
    v, u = np.mgrid[-1.2:1.2:241j, -1.2:1.2:241j]
    inside = SHAPES[name](u, v)
    assert not inside[np.hypot(u, v) > 1.06].any()
    assert 0.2 < inside.sum() / (np.hypot(u, v) < 1).sum() < 0.95


def test_no_two_shapes_are_alike():
    v, u = np.mgrid[-1:1:81j, -1:1:81j]
    drawn = {name: inside(u, v) for name, inside in SHAPES.items()}
    overlap = [(a & b).sum() / (a | b).sum() for i, a in enumerate(drawn.values()) for b in list(drawn.values())[:i]]
    assert max(overlap) < 0.9


def test_glyphs_are_bright_on_dark_and_fonts_are_on_one_side():
    letters = load("signed_letters")
    assert not set(letters.group_train) & set(letters.group_test)
    assert set(letters.y_train) == set(letters.y_test) == set(range(25)) - {9}
    assert (letters.x_train.max(axis=(1, 2)) > 150).all() and letters.x_train.mean() < 90
    assert letters.class_names[letters.y_train[0]] in "ABCDEFGHIKLMNOPQRSTUVWXY"


def test_glyphs_can_be_told_apart_by_their_nearest_neighbour():
    letters = load("glyphs", classes="AIOXZ", per_class=60)
    train, test = (part.reshape(len(part), -1).astype(float) for part in (letters.x_train, letters.x_test))
    nearest = ((test[:, None] - train[None]) ** 2).sum(axis=2).argmin(axis=1)
    assert (letters.y_train[nearest] == letters.y_test).mean() > 0.9


# ---- texts and series ------------------------------------------------------------------------------------------------


def test_dates_mean_what_they_say():
    pairs = load("dates").pairs
    assert len({written for written, _ in pairs}) == len(pairs) > 4900
    for written, iso in pairs:
        day = datetime.date.fromisoformat(iso)
        assert str(day.day) in written and f"{day.year % 100:02}" in written
        if written[0].isalpha() and "day" in written.split()[0]:
            assert written.startswith(f"{day:%A}")


def test_dates_in_three_languages_agree():
    triples = load("date_triples")
    assert ("Sunday, 10 May 2026", "Sonntag, 10. Mai 2026", "dimanche 10 mai 2026") in triples.train
    assert not set(triples.train) & set(triples.test) and not set(triples.train) & set(triples.val)


def test_the_sentiment_of_a_review_can_be_counted_from_its_words():
    from course_utils.data.generated_text import BAD, GOOD

    reviews = load("sentences")
    counts = np.array([sum(word in text for word in GOOD) - sum(word in text for word in BAD) for text in reviews.x_train])
    assert 0.7 < ((counts > 0) == (reviews.y_train == 1)).mean() < 0.99
    assert np.array_equal(reviews.y_train == 1, reviews.rating_train > 5)


def test_invented_names_are_different_and_spelt_in_letters():
    names = load("invented_names").names
    assert len(set(names)) == len(names) == 5000 and all(name.isascii() and name.islower() for name in names)


def test_a_series_is_trend_season_and_noise():
    quiet = load("series", points=100, trend=0.5, season=3, period=20, noise=0)
    day = np.arange(100)
    assert quiet.values == pytest.approx(0.5 * day + 3 * np.sin(2 * np.pi * day / 20), abs=1e-6)
    assert (load("series", noise=0.7).values - load("series", noise=0).values).std() == pytest.approx(0.7, abs=0.05)


def test_simulated_fine_dust_has_gaps_and_falls_with_the_wind():
    air = load("simulated_air_quality")
    known = ~np.isnan(air.pm25)
    assert 0.03 < 1 - known.mean() < 0.07 and air.pm25[known].min() > 0
    assert np.corrcoef(np.log(air.pm25[known]), np.log(air.wind_speed[known]))[0, 1] < -0.5


@pytest.mark.parametrize("name, features", [("iris", 4), ("wine", 13), ("breast_cancer", 30), ("diabetes", 10)])
def test_tables_have_a_name_for_each_column_and_class(name, features):
    table = load(name)
    assert table.x.shape[1] == features == len(table.feature_names) and len(table.x) == len(table.y)
    assert name == "diabetes" or len(table.class_names) == table.y.max() + 1


def test_photographs_and_english_are_there():
    photographs = load("photographs")
    assert photographs.china.shape == photographs.flower.shape == (427, 640, 3)
    assert len(load("english").text) > 300_000 and "The \"assert\" statement" in load("english").text
    assert photographs.flower.std() > 30
