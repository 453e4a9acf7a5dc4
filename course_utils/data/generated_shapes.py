"""Generated pictures of coloured shapes, with masks and boxes."""
import io

import numpy as np

from course_utils.data.generated import at_least, generated, train_test
from course_utils.data.pictures import Pictures

FINE = 2  # how many times finer than the picture a shape is drawn, each way, for soft edges


def _polygon(corners):
    """Return the function of coordinates that is true inside a convex polygon, corners given counter-clockwise."""
    ends = np.roll(corners, -1, axis=0)

    def inside(u, v):
        return np.all([(end[0] - start[0]) * (v - start[1]) >= (end[1] - start[1]) * (u - start[0])
                       for start, end in zip(corners, ends)], axis=0)

    return inside


def _star(u, v):
    """Return whether points lie in a five-pointed star: on the inner side of at least four of its five lines."""
    angles = 2 * np.pi * np.arange(5) / 5 - np.pi / 2
    beyond = [np.cos(angle) * u + np.sin(angle) * v > np.cos(2 * np.pi / 5) for angle in angles]
    return np.sum(beyond, axis=0) <= 1


# Each shape as a function of coordinates that are 0 at its centre and 1 at its rim, v downwards.
SHAPES = {
    "circle": lambda u, v: u * u + v * v < 0.81,
    "square": lambda u, v: np.maximum(abs(u), abs(v)) < 0.7,
    "triangle": _polygon(np.array([(0, -1), (0.83, 0.56), (-0.83, 0.56)])),
    "diamond": lambda u, v: abs(u) * 1.5 + abs(v) < 1,
    "plus": lambda u, v: (np.minimum(abs(u), abs(v)) < 0.25) & (np.maximum(abs(u), abs(v)) < 0.95),
    "ring": lambda u, v: (u * u + v * v < 0.9) & (u * u + v * v > 0.3),
    "star": lambda u, v: _star(u, v) & (u * u + v * v < 1.1),
    "crescent": lambda u, v: (u * u + v * v < 0.9) & ((u - 0.45) ** 2 + v * v > 0.55),
    "bars": lambda u, v: (abs(abs(v) - 0.45) < 0.22) & (abs(u) < 0.75),
    "cross": lambda u, v: (np.minimum(abs(u + v), abs(u - v)) < 0.35) & (np.maximum(abs(u + v), abs(u - v)) < 1.3),
}


def shapes(size=32, classes=tuple(SHAPES), per_class=100, test_share=0.2, seed=0):
    """Return pictures of one coloured shape each, on a coloured ground with noise.

    Parts, each with _train and _test: x, (examples, size, size, 3) of uint8; y, (examples,) of int64, the place of the
    shape in `classes`; masks, (examples, size, size) of uint8, 255 on the shape and 0 elsewhere; boxes, (examples, 4) of
    int64: top, left, bottom, right in pixels, the last two exclusive.
    """
    parts = _drawn(size, classes, per_class, seed)
    held_out = np.arange(len(parts["y"])) >= round((1 - test_share) * len(parts["y"]))
    return generated("shapes", f"coloured shapes of {size} x {size} pixels, with masks and boxes",
                     train_test(held_out, **parts), classes)


def ten_shapes(per_class=600, seed=0):
    """Return the pictures and labels of `shapes` alone, 32 x 32; the stand-in for CIFAR-10."""
    both = shapes(per_class=per_class, seed=seed)
    parts = {name: part for name, part in both.parts.items() if name[:2] in ("x_", "y_")}
    return generated("ten_shapes", "ten kinds of coloured shapes, 32 x 32 pixels", parts, both.class_names)


def two_shapes(per_class=200, seed=0):
    """Return Pictures of stars and circles, 64 x 64, in x_ and y_ _train, _validation, _test; for cats and dogs."""
    parts = _drawn(64, ("star", "circle"), per_class, seed)
    x, y = encoded_pictures(parts["x"]), parts["y"]
    side = np.array(["train", "train", "train", "validation", "test"])[np.arange(len(y)) * 5 // len(y)]
    return generated("two_shapes", "stars and circles, 64 x 64 pixels", {
        f"{name}_{which}": part for which in ("train", "validation", "test")
        for name, part in (("x", x.only(side == which)), ("y", y[side == which]))}, ("star", "circle"))


def shape_masks(per_class=10, seed=0):
    """Return Pictures of shapes, 128 x 128, and their masks, in x_, masks_ _train, _test; the stand-in for nuclei."""
    parts = _drawn(128, tuple(SHAPES), per_class, seed)
    x, masks = encoded_pictures(parts["x"]), encoded_pictures(parts["masks"], masks=True)
    held_out = np.arange(len(x)) % 5 == 4
    return generated("shape_masks", "coloured shapes of 128 x 128 pixels and their masks", {
        "x_train": x.only(~held_out), "masks_train": masks.only(~held_out),
        "x_test": x.only(held_out), "masks_test": masks.only(held_out)})


def encoded_pictures(arrays, masks=False):
    """Return an array of pictures as Pictures, encoded as PNG, which keeps every value."""
    from PIL import Image

    encoded = []
    for array in arrays:
        buffer = io.BytesIO()
        Image.fromarray(array).save(buffer, format="png", compress_level=1)
        encoded.append(buffer.getvalue())
    return Pictures(encoded, size=arrays.shape[1:3], masks=masks)


def _drawn(size, classes, per_class, seed):
    """Return {x, y, masks, boxes} of `per_class` pictures of each class, in random order."""
    at_least(16, size=size)
    at_least(1, per_class=per_class)
    if unknown := [name for name in classes if name not in SHAPES]:
        raise ValueError(f"There is no shape {unknown[0]!r}; choose among {', '.join(SHAPES)}.")
    random = np.random.RandomState(seed)
    y = random.permutation(np.repeat(np.arange(len(classes)), per_class)).astype(np.int64)
    drawn = [_picture(SHAPES[classes[label]], size, random) for label in y]
    x, masks, boxes = (np.array(part) for part in zip(*drawn))
    return {"x": x, "y": y, "masks": masks, "boxes": boxes}


def _picture(inside, size, random):
    """Return a picture (size, size, 3) and mask (size, size) of uint8, and the box of the shape, int64."""
    radius = random.uniform(0.22, 0.4) * size
    middle = random.uniform(radius, size - radius, 2)
    angle = random.uniform(-0.26, 0.26)  # 15 degrees: a square stays one, a diamond another
    cosine, sine = np.round([np.cos(angle), np.sin(angle)], 6)
    places = (np.arange(FINE * size) + 0.5) / FINE
    down, right = (places[:, None] - middle[0]) / radius, (places[None, :] - middle[1]) / radius
    covered = inside(cosine * right + sine * down, cosine * down - sine * right)
    share = covered.reshape(size, FINE, size, FINE).mean(axis=(1, 3))  # of each pixel, 0 to 1
    ground, colour = _two_colours(random)
    noise = random.randint(-20, 21, (size, size, 3), dtype=np.int64)
    picture = ground + share[..., None] * (colour - ground) + noise
    mask = share >= 0.5
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    box = np.array([rows[0], columns[0], rows[-1] + 1, columns[-1] + 1], dtype=np.int64)
    return np.clip(np.round(picture), 0, 255).astype(np.uint8), np.where(mask, 255, 0).astype(np.uint8), box


def _two_colours(random):
    """Return two colours, (3,) each from 0 to 255, of different brightness."""
    while True:
        pair = random.uniform(20, 235, (2, 3))
        if abs(np.diff(pair.mean(axis=1)))[0] > 60:
            return pair
