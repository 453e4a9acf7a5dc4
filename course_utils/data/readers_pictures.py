"""Readers of pictures: MNIST and its like, CIFAR-10, sign language, cats and dogs, nuclei."""
import gzip
import pickle
import re
import tarfile

import numpy as np

from course_utils.data.packed import Slices, ZipMembers
from course_utils.data.pictures import Pictures
from course_utils.data.splitting import near_copies, split_groups

LABELS = np.int64
TRAINING_HANDS = (1, 2)  # they have the most pictures; hands 3, 4 and 5 are held out


def read_mnist(files):
    """Return x_train (60000, 28, 28) uint8, y_train, x_test (10000, 28, 28), y_test from one .npz file."""
    (path,) = files.values()
    with np.load(path) as packed:
        return {name: packed[name].astype(LABELS) if name[0] == "y" else packed[name]
                for name in ("x_train", "y_train", "x_test", "y_test")}


def read_idx(files):
    """Return x_train, y_train, x_test, y_test from the four compressed idx files of MNIST or Fashion-MNIST."""
    parts = {}
    for name, path in files.items():
        side = "train" if "train" in name.rsplit("/", 1)[-1] else "test"
        array = _idx_array(path)
        parts[f"{'x' if array.ndim == 3 else 'y'}_{side}"] = array if array.ndim == 3 else array.astype(LABELS)
    return parts


def _idx_array(path):
    """Return the uint8 array of a compressed idx file: 0, 0, type 8, number of axes, big-endian sizes, then the values."""
    content = gzip.decompress(path.read_bytes())
    if content[:3] != b"\0\0\x08" or len(content) < 4:
        raise ValueError("it does not begin as an idx file of bytes does")
    sizes = np.frombuffer(content, dtype=">i4", count=content[3], offset=4)
    return np.frombuffer(content, dtype=np.uint8, offset=4 + 4 * len(sizes)).reshape(sizes)


def read_cifar10(files):
    """Return x_train (50000, 32, 32, 3) uint8, y_train, x_test (10000, 32, 32, 3), y_test from the archive of pickles."""
    (path,) = files.values()
    batches = {}
    with tarfile.open(path) as archive:
        for member in archive:
            if re.search(r"(data_batch_[1-5]|test_batch)$", member.name):
                batches[member.name.rsplit("/", 1)[-1]] = _ArraysOnly(archive.extractfile(member), encoding="bytes").load()
    test = batches.pop("test_batch")
    train = [batches[name] for name in sorted(batches)]
    if len(train) != 5:
        raise ValueError(f"it holds {len(train)} training batches instead of 5")
    return {"x_train": _upright([batch[b"data"] for batch in train]),
            "y_train": np.concatenate([batch[b"labels"] for batch in train]).astype(LABELS),
            "x_test": _upright([test[b"data"]]), "y_test": np.array(test[b"labels"], dtype=LABELS)}


def _upright(batches):
    """Return rows of all red, all green, all blue values as pictures (n, 32, 32, 3)."""
    return np.ascontiguousarray(np.concatenate(batches).reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1))


class _ArraysOnly(pickle.Unpickler):
    """Reads pickles of NumPy arrays and refuses all others: a pickle could make Python run anything."""

    ALLOWED = {"_reconstruct", "ndarray", "dtype"}

    def find_class(self, module, name):
        """Return NumPy's constructors of arrays; UnpicklingError for all else."""
        if module.split(".")[0] == "numpy" and name in self.ALLOWED:
            return np.ndarray.__reduce__(np.empty(0))[0] if name == "_reconstruct" else getattr(np, name)
        raise pickle.UnpicklingError(f"it asks for {module}.{name}, which a file of pictures does not need")


def read_cifar10_jpeg(files):
    """Return x_train, x_test as Pictures of 32 x 32, y_train, y_test from the two files of JPEGs that share one header."""
    parts = {}
    for name, path in files.items():
        side = "train" if "train" in name else "test"
        with np.load(path) as packed:
            encoded = Slices(packed["data"].tobytes(), packed["offsets"], before=packed["header"].tobytes())
            parts[f"x_{side}"] = Pictures(encoded, names=range(len(encoded)), size=(32, 32))
            parts[f"y_{side}"] = packed["y"].astype(LABELS)
    return parts


def read_sign_csv(files):
    """Return x_train, x_test (examples, 28, 28) uint8, y_train, y_test, group_train, group_test from the two tables.

    Both are joined and split anew, because the published split has near-copies of the same photo on both sides.
    """
    rows = np.concatenate([np.loadtxt(path, delimiter=",", skiprows=1, dtype=np.uint8) for path in files.values()])
    x, y = rows[:, 1:].reshape(-1, 28, 28), rows[:, 0].astype(LABELS)
    group = near_copies(x, labels=y)
    return _split(split_groups(group, labels=y), x=x, y=y, group=group)


def read_sign_npz(files):
    """Return the parts of `read_sign_csv`, split by the groups that the file brings along."""
    (path,) = files.values()
    with np.load(path) as packed:
        return _split(packed["test"], x=packed["x"], y=packed["y"].astype(LABELS), group=packed["group"].astype(LABELS))


def read_signing_hands(files):
    """Return x_train, x_test as Pictures of 96 x 96, y (0 to 35: digits, then letters), hand (1 to 5) and series.

    Split by hand. A series is one of the rows of 5 shots that were taken in one place: same hand, sign and light.
    """
    (path,) = files.values()
    members = ZipMembers(path, r"/hand\d_\w_\w+_seg_\d_cropped\.jpe?g$")
    found = [re.search(r"/hand(\d)_(\w)_(\w+)_seg_", name) for name in members.names]
    hand = np.array([int(match[1]) for match in found], dtype=LABELS)
    y = np.array(["0123456789abcdefghijklmnopqrstuvwxyz".index(match[2]) for match in found], dtype=LABELS)
    series = np.unique([match[0] for match in found], return_inverse=True)[1].astype(LABELS)
    return _split(~np.isin(hand, TRAINING_HANDS), x=Pictures(members, names=members.names, size=(96, 96)), y=y, hand=hand,
                  series=series)


def _split(held_out, **parts):
    return {f"{name}_{side}": part[chosen] if name != "x" or isinstance(part, np.ndarray) else part.only(chosen)
            for side, chosen in (("train", ~held_out), ("test", held_out)) for name, part in parts.items()}


def read_cats_dogs(files):
    """Return x_ and y_ (0 cat, 1 dog) _train, _validation, _test from a zip file of folders train, validation, test."""
    (path,) = files.values()
    members = ZipMembers(path, r"/(train|validation|test)/(cats|dogs)/[^/]+\.jpg$")
    return _photos(members, np.array([name.split("/")[-3] for name in members.names]))


def read_cats_dogs_official(files):
    """Return the parts of `read_cats_dogs` from Microsoft's archive, which is not split: by number, 3 to 1 to 1.

    The empty files in it are left out.
    """
    (path,) = files.values()
    members = ZipMembers(path, r"PetImages/(Cat|Dog)/\d+\.jpg$")
    numbers = np.array([int(re.search(r"(\d+)\.jpg$", name)[1]) for name in members.names])
    return _photos(members, np.array(["train", "train", "train", "validation", "test"])[numbers % 5])


def _photos(members, sides):
    pictures = Pictures(members, names=members.names)
    labels = np.array(["dog" in name.split("/")[-2].lower() for name in members.names], dtype=LABELS)
    return {f"{name}_{side}": part for side in ("train", "validation", "test")
            for name, part in (("x", pictures.only(sides == side)), ("y", labels[sides == side]))}


def read_nuclei(files):
    """Return x_train, x_test as Pictures of 128 x 128, masks_train, masks_test as masks, from images/ and masks/."""
    (path,) = files.values()
    images, masks = (ZipMembers(path, rf"/{folder}/[^/]+\.png$") for folder in ("images", "masks"))
    if [name.rsplit("/")[-1] for name in images.names] != [name.rsplit("/")[-1] for name in masks.names]:
        raise ValueError("not every picture has its mask")
    return _nuclei(images, masks, masks.names, (128, 128))


def read_nuclei_official(files):
    """Return the parts of `read_nuclei` from stage1_train.zip: pictures of many sizes, each nucleus a mask of its own."""
    (path,) = files.values()
    images = ZipMembers(path, r"/images/[^/]+\.png$")
    masks = ZipMembers(path, r"/masks/[^/]+\.png$", together=lambda name: name.split("/")[-3])
    if [name.split("/")[-3] for name in images.names] != [name.split("/")[-3] for name in masks.names]:
        raise ValueError("not every picture has masks")
    return _nuclei(images, masks, masks.names, None)


def _nuclei(images, masks, names, size):
    """Return the parts; of the pictures in the order of their names, which are random, every fifth is held out."""
    held_out = np.arange(len(images)) % 5 == 4
    pictures = Pictures(images, names=images.names, size=size)
    return _split(held_out, x=pictures) | {
        f"masks_{side}": Pictures(masks, names=names, size=size, masks=True).only(chosen)
        for side, chosen in (("train", ~held_out), ("test", held_out))}
