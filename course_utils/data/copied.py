"""Pictures of which several are copies of one photo, as lesson 01 needs them to show a leak."""
import numpy as np

PHOTOS, COPIES = 480, 8  # how many pictures of a stand-in are multiplied, and how often


def pictures_of_photos(dataset, seed=0):
    """Return pictures (n, height, width) of uint8, labels (n,) and the number of each one's photo (n,), of all parts together.

    dataset: a Dataset of pictures with the parts x, y and group, each for train and test. Of a stand-in, in which no picture
        is a copy, the first 480 are taken as photos, and each is copied eight times, in random order: moved by up to one
        pixel, and darkened.
    """
    pictures, labels, photos = (np.concatenate([dataset.parts[f"{part}_train"], dataset.parts[f"{part}_test"]])
                                for part in ("x", "y", "group"))
    if not dataset.stand_in:
        return pictures, labels, photos
    random = np.random.default_rng(seed)
    photos = random.permutation(np.repeat(np.arange(min(PHOTOS, len(pictures))), COPIES))
    moves, lights = random.integers(-1, 2, len(photos)), random.uniform(0.6, 1.0, len(photos))
    copies = [light * np.roll(pictures[photo], move, axis=1) for photo, move, light in zip(photos, moves, lights)]
    return np.array(copies).astype(np.uint8), labels[photos], photos
