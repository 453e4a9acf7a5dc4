"""Lesson 09: the numbers of its syllabus are asserted, its spread is the measured one, what its messages claim is so."""
import json

import numpy as np
import pytest
from asserted import assert_syllabus
from lesson_runs import ROOT, stated_in

from course_utils.checks import answers_09, answers_09_further

STEMS = ("09_handwritten_digits", "09_handwritten_digits_further")
SYLLABUS = {
    "a picture is a matrix": "28",
    "the network of lesson 06: outputs, error": "0.73492861 0.77955388 0.24908954",
    "parameters of 784-128-10": "101770",
}
MEASURED = ROOT / "data" / "measurements" / "09_handwritten_digits.json"


@pytest.mark.parametrize("what", SYLLABUS)
def test_the_numbers_of_the_syllabus_are_asserted(what, tally):
    assert_syllabus(STEMS, SYLLABUS, what, tally)


def test_the_five_seeds_in_the_text_are_the_measured_ones():
    values = json.loads(MEASURED.read_text(encoding="utf-8"))["checkpoints"]["09.1"]["official|standard"]["values"]
    assert stated_in(STEMS[0], "five_seeds") == [round(value, 4) for value in values]


def test_the_gradients_by_hand_agree_with_central_differences():
    weights, inputs, labels, hidden, probabilities = answers_09_further.backward_case(np.random.default_rng(3))

    def loss(changed):
        return -np.log(answers_09_further.forward(changed, inputs)[1][np.arange(len(labels)), labels]).mean()

    found = answers_09_further.backward(weights, inputs, labels, hidden, probabilities)
    for number, array in enumerate(weights):
        for index in np.ndindex(array.shape):
            sides = []
            for step in (1e-6, -1e-6):
                moved = [entry.copy() for entry in weights]
                moved[number][index] += step
                sides.append(loss(moved))
            assert found[number][index] == pytest.approx((sides[0] - sides[1]) / 2e-6, abs=1e-7)


def test_the_confusion_matrix_agrees_with_scikit_learn():
    from sklearn.metrics import confusion_matrix, precision_score, recall_score

    random = np.random.default_rng(0)
    labels, predictions = random.integers(0, 5, 300), random.integers(0, 5, 300)
    counts = answers_09.confusion(labels, predictions, 5)
    assert np.array_equal(counts, confusion_matrix(labels, predictions))
    precision, recall = answers_09.precision_and_recall(counts)
    assert np.allclose(precision, precision_score(labels, predictions, average=None))
    assert np.allclose(recall, recall_score(labels, predictions, average=None))


def test_the_message_on_minus_scans_is_true():
    assert (-np.array([255, 0], dtype=np.uint8)).tolist() == [1, 0]
    assert (1 - np.array([255], dtype=np.uint8)).tolist() == [2]
