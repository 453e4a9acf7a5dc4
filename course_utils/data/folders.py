"""A learner's own data: photos in one folder a class, and text files."""
import os
from pathlib import Path

import numpy as np

from course_utils.data.dataset import Dataset
from course_utils.data.errors import DataError
from course_utils.data.generated import train_test
from course_utils.data.pictures import Pictures

SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff")
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # the bytes with which texts of other encodings begin
FROM_WINDOWS = "cp1252"


def load_folder(path, test_share=0.2, seed=0):
    """Return the Dataset of a folder that holds one folder of pictures a class, such as photos/cat and photos/dog.

    Parts: x_train and x_test, Pictures; y_train and y_test, (examples,) of int64, places in class_names, which are the
    names of the folders in order. About `test_share` of each class is held out at random, at least one picture; use
    `split_groups` instead where there are several photos of one thing. Hidden files and files that are no pictures by their
    suffix are passed over.

    Raises DataError where there is no such folder, where there are fewer than two classes or a class has fewer than two
    pictures, and for pictures that cannot be decoded, all of them named with the cause.
    """
    folder = Path(path).expanduser()
    classes = {name: _pictures_in(folder / name) for name in _class_names(folder)}
    _check_counts(folder, classes)
    files = [file for found in classes.values() for file in found]
    pictures = Pictures(files, names=[file.relative_to(folder).as_posix() for file in files])
    _check_decodable(folder, pictures)
    y = np.repeat(np.arange(len(classes)), [len(found) for found in classes.values()]).astype(np.int64)
    held_out = _held_out(y, test_share, seed)
    parts = {"x_train": pictures.only(~held_out), "x_test": pictures.only(held_out), **train_test(held_out, y=y)}
    return Dataset(folder.resolve().name, "your folder", parts, class_names=tuple(classes), about=f"pictures from {folder}")


def _class_names(folder):
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir() and not entry.name.startswith((".", "_")))
    except OSError as error:
        raise DataError(f"{folder} cannot be read as a folder ({error.strerror or error}). Give the folder that holds one "
                        "folder of pictures for each class.") from error
    if len(names) < 2:
        found = f"only the folder {names[0]}" if names else "no folder"
        raise DataError(f"{folder} holds {found}; at least two classes are needed, each a folder of pictures, such as "
                        f"{folder / 'cat'} and {folder / 'dog'}.")
    return names


def _pictures_in(folder):
    """Return the Paths of the pictures in a folder and the folders in it, in the order of their names."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file()
                  and not any(part.startswith(".") for part in path.relative_to(folder).parts))


def _check_counts(folder, classes):
    few = [f"{name} ({len(found)})" for name, found in classes.items() if len(found) < 2]
    if few:
        raise DataError(f"In {folder} these classes have fewer than two pictures: {', '.join(few)}. Add some, one to train "
                        f"with and one to test with at least, or remove the folder. Pictures end in {', '.join(SUFFIXES)}.")


def _check_decodable(folder, pictures):
    faults = []
    for index in range(len(pictures)):
        try:
            pictures.check(index)
        except DataError as error:
            faults.append(f"  {pictures.name(index)}: {error.reason}")
    if faults:
        raise DataError("\n".join([f"{len(faults)} of {len(pictures)} files in {folder} cannot be decoded as pictures:",
                                   *faults, "Replace them, or take them out of the folder."]),
                        reason="some pictures cannot be decoded")


def _held_out(y, share, seed):
    """Return a boolean array that holds out `share` of each class, at least one example, and leaves at least one."""
    if not 0 < share < 1:
        raise DataError(f"test_share is {share}; it must lie between 0 and 1, such as 0.2 for every fifth picture.")
    random = np.random.RandomState(seed)
    held_out = np.zeros(len(y), dtype=bool)
    for label in np.unique(y):
        members = random.permutation(np.flatnonzero(y == label))
        held_out[members[:min(max(1, round(share * len(members))), len(members) - 1)]] = True
    return held_out


def read_text(path):
    """Return the text of a file in UTF-8, with or without a byte order mark; line ends become "\\n".

    Raises DataError where it cannot be read or is not UTF-8, with the place of the first wrong byte and the encoding that
    it is likely to have.
    """
    path = Path(path).expanduser()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror or error}). Check its name and its folder.") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        likely = MARKS.get(content[:2], FROM_WINDOWS)
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(f"{path} is not UTF-8: byte {error.start} (line {line}) is 0x{content[error.start]:02x}, which cannot "
                        f"stand there. It is likely to be {likely}. Save it as UTF-8 in your editor, or read it with "
                        f"open(path, encoding=\"{likely}\").", reason=f"it is not UTF-8, likely {likely}") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
