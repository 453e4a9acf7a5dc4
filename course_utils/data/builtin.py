"""Data sets that need no download: small real ones that libraries bring along, and those that are generated.

`BUILT_IN` finds the functions by name; each returns a Dataset, the same for the same parameters. Heavy libraries are
imported by the functions that need them.
"""
import functools
from dataclasses import replace

import numpy as np

from course_utils.data import generated, generated_glyphs, generated_series, generated_shapes, generated_text
from course_utils.data.dataset import Dataset
from course_utils.data.errors import DataError

OPTICAL_DIGITS = {
    "licence": "CC BY 4.0",
    "citation": "E. Alpaydin and C. Kaynak: Optical recognition of handwritten digits. UCI Machine Learning Repository, "
                "1998. https://doi.org/10.24432/C50P49",
    "source": "https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits",
}
DIGIT_NAMES = tuple("0123456789")
WRITTEN = 20, 28  # pixels: the box in which a digit of MNIST is drawn, and the picture


def digits():
    """Return x, 1,797 real handwritten digits, (1797, 8, 8) of uint8 from 0 (ground) to 16 (ink), and y, (1797,)."""
    from sklearn.datasets import load_digits

    original = load_digits()
    parts = {"x": original.images.astype(np.uint8), "y": original.target.astype(np.int64)}
    return Dataset("digits", "built-in", parts, class_names=DIGIT_NAMES, **OPTICAL_DIGITS,
                   about="scikit-learn's 1,797 handwritten digits, 8 x 8 pixels")


def digits28(test_share=0.2):
    """Return the digits of `digits`, enlarged to look like MNIST: 28 x 28, drawn in a box of 20 x 20, centred.

    Parts: x_train, x_test, (examples, 28, 28) of uint8 from 0 (ground) to 255 (ink); y_train, y_test, (examples,) of int64.
    The split is random and has the same share of every digit; a writer may be on both sides.
    """
    small = digits()
    held_out = _stratified(small.y, test_share)
    parts = generated.train_test(held_out, x=_centred(_enlarged(small.x.astype(np.int64))), y=small.y)
    return Dataset("digits28", "built-in", parts, class_names=DIGIT_NAMES, **OPTICAL_DIGITS, about=(
        "scikit-learn's 1,797 handwritten digits of 8 x 8 pixels, enlarged to 28 x 28: real, but coarser than MNIST"))


def _enlarged(pictures):
    """Return pictures (n, 8, 8) of 0 to 16 as (n, 20, 20) of 0 to 255, by linear interpolation.

    In whole numbers, so that every machine gives the same bytes.
    """
    tenths = np.clip(4 * np.arange(WRITTEN[0]) - 3, 0, 70)  # where the centres of the new pixels lie among the old, times 10
    weights = np.maximum(10 - abs(tenths[:, None] - 10 * np.arange(8)), 0)  # (20, 8), each row sums to 10
    spread = np.einsum("ri,nij,cj->nrc", weights, pictures, weights)  # 0 to 1600
    return np.clip((spread - 320) * 255 // 960, 0, 255)  # steeper, because interpolation blurs the strokes


def _centred(pictures):
    """Return pictures (n, 20, 20) as (n, 28, 28) of uint8, their centres of mass in the middle, as in MNIST."""
    box, size = WRITTEN
    framed = np.zeros((len(pictures), size, size), dtype=np.uint8)
    twice = 2 * np.arange(box) + 1  # twice the distance of the centres of the pixels from the rim
    for frame, picture in zip(framed, pictures):
        ink = picture.sum()
        top, left = (np.clip(size // 2 - ((picture.sum(axis=axis) * twice).sum() + ink) // (2 * ink), 0, size - box)
                     for axis in (1, 0))  # rounded to the nearest pixel
        frame[top:top + box, left:left + box] = picture
    return framed


def _stratified(labels, share, seed=0):
    """Return a boolean array, True for the held-out share, which is the same of every label."""
    random = np.random.RandomState(seed)
    held_out = np.zeros(len(labels), dtype=bool)
    for label in np.unique(labels):
        members = random.permutation(np.flatnonzero(labels == label))
        held_out[members[:round(share * len(members))]] = True
    return held_out


def _table(name, about, citation, number, licence="CC BY 4.0"):
    """Return the Dataset of a table of scikit-learn: x, (rows, columns) of float64, y, (rows,), and feature_names."""
    from sklearn import datasets

    original = getattr(datasets, f"load_{name}")()
    classes = tuple(str(label) for label in getattr(original, "target_names", ()))
    y = original.target.astype(np.int64) if classes else original.target.astype(np.float64)
    parts = {"x": original.data, "y": y, "feature_names": tuple(str(feature) for feature in original.feature_names)}
    source = f"https://archive.ics.uci.edu/dataset/{number}" if number else "https://scikit-learn.org/stable/datasets/"
    return Dataset(name, "built-in", parts, class_names=classes, licence=licence, citation=citation, source=source,
                   about=about)


def iris():
    """Return x, (150, 4) in centimetres, y, (150,) of three kinds of iris, and feature_names."""
    return _table("iris", "sepals and petals of 150 irises of three kinds, in centimetres",
                  "R. A. Fisher: The use of multiple measurements in taxonomic problems. Annals of Eugenics, 1936.", 53)


def wine():
    """Return x, (178, 13) of chemical measurements, y, (178,) of three growers, and feature_names."""
    return _table("wine", "13 chemical measurements of 178 wines of three growers",
                  "S. Aeberhard and M. Forina: Wine. UCI Machine Learning Repository, 1992.", 109)


def breast_cancer():
    """Return x, (569, 30) of measurements of cell nuclei, y, (569,): 0 malignant, 1 benign, and feature_names."""
    return _table("breast_cancer", "30 measurements of cell nuclei in 569 biopsies, malignant or benign",
                  "W. Wolberg, O. Mangasarian, N. Street and W. Street: Breast cancer Wisconsin (diagnostic). UCI Machine "
                  "Learning Repository, 1995.", 17)


def diabetes():
    """Return x, (442, 10), each column centred and scaled, y, (442,) of float64: the disease a year later; feature_names."""
    return _table("diabetes", "ten scaled measurements of 442 patients, and the state of their diabetes a year later",
                  "B. Efron, T. Hastie, I. Johnstone and R. Tibshirani: Least angle regression. Annals of Statistics, 2004.",
                  None, licence="none stated")


def photographs():
    """Return china and flower, two colour photographs, (427, 640, 3) of uint8 each."""
    from sklearn.datasets import load_sample_image

    parts = {name: load_sample_image(f"{name}.jpg") for name in ("china", "flower")}
    return Dataset("photographs", "built-in", parts, licence="CC BY 2.0", about="a Chinese temple and a flower, in colour",
                   citation="china: danielbuechele, flower: vultilion, both on Flickr; by way of scikit-learn",
                   source="https://www.flickr.com/photos/danielbuechele/6061409035")


def english():
    """Return text: what Python's own help says on its topics, about 460,000 characters; it differs between versions."""
    from pydoc_data.topics import topics

    return Dataset("english", "built-in", {"text": "\n".join(topics[name] for name in sorted(topics))},
                   licence="Python Software Foundation License 2", citation="The Python Language Reference",
                   source="https://docs.python.org/3/reference/", about="technical English: the Python language reference")


def _of_parameters(function):
    """Return `function` such that the variant of its Dataset says the parameters, and a wrong value is a DataError."""
    @functools.wraps(function)
    def load(**parameters):
        try:
            dataset = function(**parameters)
        except ValueError as error:
            raise DataError(f"The data set {function.__name__} cannot be made so: {error}", reason=str(error)) from error
        given = ", ".join(f"{name}={value!r}" for name, value in parameters.items())
        return replace(dataset, variant=given or dataset.variant)

    return load


BUILT_IN = {function.__name__: _of_parameters(function) for function in (
    digits, digits28, iris, wine, breast_cancer, diabetes, photographs, english,
    generated.rings, generated.moons, generated.spirals, generated.gaussians, generated.xor,
    generated_glyphs.glyphs, generated_glyphs.signed_letters, generated_glyphs.signed_glyphs,
    generated_shapes.shapes, generated_shapes.ten_shapes, generated_shapes.two_shapes, generated_shapes.shape_masks,
    generated_series.series, generated_series.simulated_temperatures, generated_series.simulated_sunspots,
    generated_series.simulated_passengers, generated_series.simulated_air_quality,
    generated_text.dates, generated_text.date_triples, generated_text.sentences, generated_text.invented_names)}
