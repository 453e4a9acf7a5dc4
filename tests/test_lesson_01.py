"""Lesson 01: every number of its syllabus is asserted in a cell, and what its texts and messages claim is so."""
import numpy as np
import pytest
from asserted import assert_syllabus
from lesson_runs import ROOT

from course_utils.checks import answers_01, answers_01_further
from course_utils.data import load
from course_utils.data.copied import pictures_of_photos

STEMS = ("01_learning_from_data", "01_learning_from_data_further")
SYLLABUS = {
    "one-hot: ten words, seven rows": "10 7",
    "pixels of a colour picture of 255 x 255": "255 3 195075",
    "rules and a threshold for the biopsies": "569 63 37 44",
    "expected losses of the small world": "0.2 1.1 0.6",
    "least squares of the bean": "1.4 0.5 30 10 47 16 18.5 0.05",
    "shapes of Y = XW + b": "569 30 2",
    "bias, variance, noise": "0.09 15 5",
    "kernel of three points": "0.60653 0.13534 0.08208",
}
TOPICS = {  # the words by which each topic of the syllabus is found in the prose
    "AI contains ML contains DL": "Artificial intelligence|Machine learning|Deep learning",
    "expert systems": "expert systems", "why now": "Why now?", "the right tool": "Deep learning is the right tool",
    "four kinds": "supervised|unsupervised|semi-supervised|reinforcement",
    "data science": "Data science is a circle", "three parts": "representation|evaluation|optimisation",
    "hyperparameters": "hyperparameter", "cross-validation": "cross-validation",
    "pipeline": "missing values|scaled|selected", "domain": "data domain|hypothesis|expected loss|empirical loss",
    "split": "training|validation|test", "linear": "Y = X W + b", "hyperplane": "hyperplane|regression|classification",
    "closed form": "closed form", "kernel trick": "kernel trick|support-vector machine|hinge|dual",
    "bias-variance": "bias²|variance|noise", "rings": "polar coordinates", "leakage": "leakage",
    "trees": "boosted trees are the baseline to beat", "TabPFN": "TabPFN",
}


@pytest.mark.parametrize("what", SYLLABUS)
def test_the_numbers_of_the_syllabus_are_asserted(what, tally):
    assert_syllabus(STEMS, SYLLABUS, what, tally)


@pytest.mark.parametrize("topic", TOPICS)
def test_the_topics_of_the_syllabus_are_there(topic):
    text = "".join((ROOT / "lessons" / f"{stem}.py").read_text(encoding="utf-8") for stem in STEMS)
    text = text.replace("\n# ", " ").replace("\n#   ", " ")  # lines are broken anywhere
    assert [words for words in TOPICS[topic].split("|") if words not in text] == []


def test_least_squares_agrees_with_scikit_learn():
    from sklearn.linear_model import LinearRegression

    random = np.random.default_rng(1)
    inputs, targets = random.normal(size=(30, 4)), random.normal(size=30)
    model = LinearRegression().fit(inputs, targets)
    weights, bias = answers_01.least_squares(inputs, targets)
    assert np.allclose(weights, model.coef_) and np.isclose(bias, model.intercept_)


def test_the_best_threshold_is_found_by_a_search_over_all_places():
    random = np.random.default_rng(2)
    labels = random.permutation(np.arange(40) % 2)
    values = random.normal(2 * labels, 1)
    every = np.concatenate([values, values + 1e-9, values - 1e-9])
    fewest = min(np.sum((values > place) != labels) for place in every)
    assert answers_01.count_mistakes(values, labels, answers_01.best_threshold(values, labels)) == fewest


def test_the_three_parts_add_up_exactly_for_a_noise_that_is_averaged_over():
    random = np.random.default_rng(3)
    predictions, truth = random.normal(size=(50, 8)), random.normal(size=8)
    assert np.isclose(sum(answers_01.bias_and_variance(predictions, truth)), np.mean((predictions - truth) ** 2))


def test_polar_coordinates_lead_back_to_the_points():
    points = np.random.default_rng(4).normal(size=(20, 2))
    radius, angle = answers_01.polar(points).T
    assert np.allclose(np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), points)


def test_the_loss_of_a_sample_with_the_frequencies_of_the_small_world_is_the_expected_one():
    x, y = np.repeat([0, 0, 1, 1], [5, 1, 1, 3]), np.repeat([0, 1, 0, 1], [5, 1, 1, 3])
    assert answers_01.empirical_loss(x, y, 10) == pytest.approx(1.1)
    assert answers_01.empirical_loss(np.ones(10), y, 10) == pytest.approx(0.6)


def test_one_hot_agrees_with_scikit_learn():
    from sklearn.preprocessing import OneHotEncoder

    words, vocabulary = ["dog", "on", "dog", "bird"], answers_01_further.VOCABULARY
    encoder = OneHotEncoder(categories=[vocabulary], handle_unknown="ignore", sparse_output=False)
    assert np.array_equal(answers_01_further.one_hot(words, vocabulary), encoder.fit_transform(np.array(words)[:, None]))


def test_prepare_agrees_with_scikit_learn():
    from sklearn.impute import SimpleImputer
    from sklearn.preprocessing import StandardScaler

    random = np.random.default_rng(5)
    training, others = random.normal(size=(20, 3)), random.normal(size=(6, 3))
    training[3, 1] = others[2, 0] = np.nan
    scaler = StandardScaler().fit(training)  # leaves missing values out
    for ours, rows in zip(answers_01_further.prepare(training, others), (training, others)):
        assert np.allclose(ours, scaler.transform(SimpleImputer().fit(training).transform(rows)))


def test_the_kernel_agrees_with_scikit_learn():
    from sklearn.metrics.pairwise import rbf_kernel

    random = np.random.default_rng(6)
    first, second = random.normal(size=(5, 3)), random.normal(size=(7, 3))
    assert np.allclose(answers_01_further.rbf_kernel(first, second, 0.7), rbf_kernel(first, second, gamma=0.7))


def test_nearly_half_of_the_malignant_ones_left_of_the_line_have_dents():
    table = load("breast_cancer")
    left = (table.y == 0) & (table.x[:, 20] <= 18)
    assert (left.sum(), (left & (table.x[:, 27] > 0.17)).sum()) == (60, 28)


def test_on_patients_kept_back_the_plane_is_no_better_than_the_written_rules_in_the_median():
    table, plane, rules = load("breast_cancer"), [], []
    for repeat in range(5):
        train, _, test = answers_01.split(569, np.random.default_rng(repeat))
        inputs, malignant = table.x[:, [20, 27]], 1 - table.y
        weights, bias = answers_01.least_squares(inputs[train], 2 * malignant[train] - 1)
        plane.append(np.mean((inputs[test] @ weights + bias > 0) == malignant[test]))
        rules.append(np.mean(((inputs[test, 0] > 18) | (inputs[test, 1] > 0.17)) == malignant[test]))
    assert np.median(plane) <= np.median(rules)


@pytest.mark.parametrize("shuffled", [True, False])
def test_a_split_that_leaves_a_part_in_its_old_order_is_noticed(shuffled):
    def split(count, random):
        rows = random.permutation(count) if shuffled else np.roll(np.arange(count), random.integers(count))
        training = rows[:round(0.6 * count)]
        rest = np.setdiff1d(rows, training)
        return training, rest[:round(0.2 * count)], rest[round(0.2 * count):]

    assert answers_01.good_split(answers_01.split_facts(split), answers_01.split_facts(answers_01.split)) is not None


def test_copies_of_a_photo_keep_its_letter_and_are_no_equals():
    pictures, labels, photos = pictures_of_photos(load("sign_language_mnist"))
    assert pictures.dtype == np.uint8 and len(pictures) == len(labels) == len(photos) > len(np.unique(photos)) > 300
    for photo in np.unique(photos)[:20]:
        same = photos == photo
        assert len(np.unique(labels[same])) == 1 and len(np.unique(pictures[same], axis=0)) > 1


def test_wind_speed_is_summed_up_since_the_wind_last_turned():
    air = load("air_quality")
    if air.stand_in:
        pytest.skip("a fact of the real table")
    turned = air.wind_direction[1:] != air.wind_direction[:-1]
    rises = np.diff(air.wind_speed) > 0
    assert rises[~turned].mean() > 0.95 and rises[turned].mean() < 0.4


def test_calm_and_turning_air_has_low_sums_of_speed():
    air = load("air_quality")
    if air.stand_in:
        pytest.skip("a fact of the real table")
    middle = {direction: np.median(air.wind_speed[air.wind_direction == direction]) for direction in ("NE", "NW", "SE", "cv")}
    assert len(np.unique(air.wind_direction)) == 4 and 2 * middle.pop("cv") < min(middle.values())


def test_the_gap_of_the_worked_example_is_filled_and_scaled_as_the_table_says():
    training, others = (np.array(rows)[:, None] for rows in ([1.0, 3.0, np.nan, 5.0], [9.0, np.nan]))
    first, second = answers_01_further.prepare(training, others)
    assert np.allclose(first[:, 0], [-1.225, 0, 0, 1.225], atol=5e-4)
    assert np.allclose(second[:, 0], [3.674, 0], atol=5e-4)


def test_hours_of_the_dust_table_are_nearly_copies_of_their_neighbours():
    dust = load("air_quality").pm25
    both = ~np.isnan(dust[1:]) & ~np.isnan(dust[:-1])
    assert np.corrcoef(dust[1:][both], dust[:-1][both])[0, 1] > 0.9
