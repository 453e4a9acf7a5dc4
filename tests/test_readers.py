"""Readers of the official formats, tried on tiny files of those formats that the tests make themselves."""
import gzip
import io
import pickle
import struct
import tarfile
import zipfile

import numpy as np
import pytest
from PIL import Image

from course_utils.data.packed import Slices, ZipMembers
from course_utils.data.readers import READERS

RANDOM = np.random.default_rng(0)


def picture(height=8, width=6, channels=3, kind="png"):
    """Return random pixels and the bytes of a file of them."""
    shape = (height, width, channels) if channels else (height, width)
    pixels = RANDOM.integers(0, 256, shape, dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format=kind)
    return pixels, buffer.getvalue()


def zip_of(path, contents):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return {path.name: path}


def tar_of(path, contents):
    with tarfile.open(path, "w:gz") as archive:
        for name, content in contents.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return {path.name: path}


def write_idx(path, array):
    """Write an array of uint8 as a compressed idx file, as the page of MNIST describes it."""
    head = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    path.write_bytes(gzip.compress(head + array.tobytes()))


@pytest.fixture
def idx_files(tmp_path):
    """Return the four files of a tiny MNIST, and what is in them."""
    arrays = {"train-images-idx3-ubyte.gz": RANDOM.integers(0, 256, (3, 4, 5), dtype=np.uint8),
              "train-labels-idx1-ubyte.gz": np.array([7, 0, 9], dtype=np.uint8),
              "t10k-images-idx3-ubyte.gz": RANDOM.integers(0, 256, (2, 4, 5), dtype=np.uint8),
              "t10k-labels-idx1-ubyte.gz": np.array([1, 2], dtype=np.uint8)}
    for name, array in arrays.items():
        write_idx(tmp_path / name, array)
    return {f"mnist/{name}": tmp_path / name for name in arrays}, list(arrays.values())


def test_idx(idx_files):
    files, (x_train, y_train, x_test, y_test) = idx_files
    parts = READERS["idx"](files)
    assert np.array_equal(parts["x_train"], x_train) and np.array_equal(parts["x_test"], x_test)
    assert parts["y_train"].tolist() == y_train.tolist() and parts["y_test"].dtype == np.int64
    assert parts["y_test"].tolist() == y_test.tolist()


def test_an_idx_file_that_is_cut_off_or_of_another_kind_is_refused(idx_files):
    files, _ = idx_files
    first = next(iter(files.values()))
    first.write_bytes(gzip.compress(gzip.decompress(first.read_bytes())[:-1]))
    with pytest.raises(ValueError, match="reshape"):
        READERS["idx"](files)
    first.write_bytes(gzip.compress(b"<html>captive portal</html>"))
    with pytest.raises(ValueError, match="idx"):
        READERS["idx"](files)


def cifar_archive(path, extra=b""):
    batches, contents = {}, {}
    for name in [*(f"data_batch_{number}" for number in range(1, 6)), "test_batch"]:
        x = RANDOM.integers(0, 256, (2, 32, 32, 3), dtype=np.uint8)
        y = RANDOM.integers(0, 10, 2).tolist()
        batches[name] = x, y
        rows = x.transpose(0, 3, 1, 2).reshape(2, -1)  # first all red values, then all green, then all blue
        contents[f"cifar-10-batches-py/{name}"] = extra or pickle.dumps({b"data": rows, b"labels": y}, protocol=3)
    contents["cifar-10-batches-py/batches.meta"] = b"not read"
    return tar_of(path, contents), batches


def test_cifar10_from_its_pickles(tmp_path):
    files, batches = cifar_archive(tmp_path / "cifar-10-python.tar.gz")
    parts = READERS["cifar10"](files)
    assert parts["x_train"].shape == (10, 32, 32, 3) and parts["y_train"].dtype == np.int64
    assert np.array_equal(parts["x_train"][2:4], batches["data_batch_2"][0])
    assert parts["y_train"][8:].tolist() == batches["data_batch_5"][1]
    assert np.array_equal(parts["x_test"], batches["test_batch"][0])


class Harmful:
    """What a pickle must not be able to do: call a function when it is read."""

    def __reduce__(self):
        return print, ("this must not be printed",)


def test_a_pickle_that_would_run_something_is_refused(tmp_path, capsys):
    files, _ = cifar_archive(tmp_path / "cifar-10-python.tar.gz", extra=pickle.dumps({b"data": Harmful()}))
    with pytest.raises(pickle.UnpicklingError, match="builtins.print"):
        READERS["cifar10"](files)
    assert capsys.readouterr().out == ""


def test_sign_language_tables_are_split_by_groups_of_copies(tmp_path):
    originals = RANDOM.uniform(0, 200, (12, 784))
    y = np.arange(12) % 3
    for name, number in (("sign_mnist_train.csv", 4), ("sign_mnist_test.csv", 2)):
        rows = np.repeat(originals, number, axis=0) + RANDOM.normal(0, 3, (12 * number, 784))
        table = np.column_stack([np.repeat(y, number), np.clip(rows, 0, 255)]).astype(int)
        np.savetxt(tmp_path / name, table, delimiter=",", fmt="%d", comments="",
                   header=",".join(["label", *(f"pixel{place}" for place in range(1, 785))]))
    parts = READERS["sign_csv"]({name.name: name for name in sorted(tmp_path.glob("*.csv"), reverse=True)})
    assert parts["x_train"].shape[1:] == (28, 28) and parts["x_train"].dtype == np.uint8
    assert len(parts["x_train"]) + len(parts["x_test"]) == 72
    groups = [set(parts[f"group_{side}"].tolist()) for side in ("train", "test")]
    assert groups[0] | groups[1] == set(range(12)) and not groups[0] & groups[1]
    assert set(parts["y_train"]) == set(parts["y_test"]) == {0, 1, 2}


def test_imdb_from_the_official_archive(tmp_path):
    reviews = {"aclImdb/train/pos/0_9.txt": "Fine caf\u00e9 scene.", "aclImdb/train/neg/0_2.txt": "Bad.",
               "aclImdb/train/pos/10_7.txt": "Good.", "aclImdb/train/neg/2_1.txt": "Worse.",
               "aclImdb/train/unsup/0_0.txt": "Nobody knows.", "aclImdb/test/pos/0_10.txt": "Best.",
               "aclImdb/test/neg/0_4.txt": "Poor.", "aclImdb/README": "read me"}
    files = tar_of(tmp_path / "aclImdb_v1.tar.gz", {name: text.encode() for name, text in reviews.items()})
    parts = READERS["imdb"](files)
    assert parts["x_train"] == ("Bad.", "Fine caf\u00e9 scene.", "Worse.", "Good.")
    assert parts["y_train"].tolist() == [0, 1, 0, 1] and parts["rating_train"].tolist() == [2, 9, 1, 7]
    assert parts["x_test"] == ("Poor.", "Best.") and parts["rating_test"].tolist() == [4, 10]
    assert READERS["imdb_first"](files)["x_train"] == ("Bad.", "Good.")  # the two others are in its list


def test_pairs_from_the_zip_file_with_its_third_column(tmp_path):
    lines = "Go.\tVa !\tCC-BY 2.0 (France) Attribution: tatoeba.org\nHi.\tSalut.\tCC-BY\n"
    files = zip_of(tmp_path / "fra-eng.zip", {"_about.txt": "about", "fra.txt": lines})
    assert READERS["pairs"](files)["pairs"] == (("Go.", "Va !"), ("Hi.", "Salut."))
    with pytest.raises(ValueError, match="no fra.txt"):
        READERS["pairs"](zip_of(tmp_path / "other.zip", {"deu.txt": lines}))


def test_multi30k_needs_as_many_lines_in_each_language(tmp_path):
    files = {}
    for split in ("train", "val", "test_2016_flickr"):
        for language in ("en", "de", "fr"):
            path = tmp_path / f"{split}.{language}.gz"
            path.write_bytes(gzip.compress(f"{split} {language} 1\n{split} {language} 2\n".encode()))
            files[f"text/{path.name}"] = path
    assert READERS["multi30k"](files)["test"][1] == tuple(f"test_2016_flickr {code} 2" for code in ("en", "de", "fr"))
    path.write_bytes(gzip.compress(b"one line\n"))
    with pytest.raises(ValueError, match="different numbers of lines"):
        READERS["multi30k"](files)


def test_cats_and_dogs_from_the_official_archive(tmp_path):
    cats = {f"PetImages/Cat/{number}.jpg": picture(kind="jpeg")[1] for number in range(10)}
    dogs = {f"PetImages/Dog/{number}.jpg": picture(5, 9, kind="jpeg")[1] for number in range(10)}
    files = zip_of(tmp_path / "pets.zip", cats | dogs | {"PetImages/Dog/3.jpg": b"", "PetImages/Cat/Thumbs.db": b"x"})
    parts = READERS["cats_dogs_official"](files)
    assert [len(parts[f"x_{side}"]) for side in ("train", "validation", "test")] == [12, 3, 4]
    assert parts["y_train"].tolist() == [0] * 6 + [1] * 6 and parts["y_validation"].tolist() == [0, 0, 1]
    assert parts["x_train"][0].shape == (8, 6, 3) and parts["x_train"][-1].shape == (5, 9, 3)
    assert parts["x_test"].name(0) == "PetImages/Cat/4.jpg"


def test_nuclei_from_the_official_archive_have_joined_masks(tmp_path):
    contents, joined = {}, {}
    for name in "abcdefghij":
        _, contents[f"stage1_train/{name}/images/{name}.png"] = picture()
        masks = [picture(channels=0) for _ in range(3)]
        joined[name] = np.maximum.reduce([pixels for pixels, _ in masks])
        contents |= {f"stage1_train/{name}/masks/{number}.png": content for number, (_, content) in enumerate(masks)}
    parts = READERS["nuclei_official"](zip_of(tmp_path / "stage1_train.zip", contents))
    assert len(parts["x_train"]) == len(parts["masks_train"]) == 8 and len(parts["x_test"]) == 2
    assert np.array_equal(parts["masks_test"][0], joined["e"]) and np.array_equal(parts["masks_train"][-1], joined["i"])
    assert parts["x_test"].name(1).endswith("j.png")


def test_nuclei_without_a_mask_are_refused(tmp_path):
    _, content = picture()
    with pytest.raises(ValueError, match="not every picture has"):
        READERS["nuclei"](zip_of(tmp_path / "nuclei.zip", {"n/images/a.png": content, "n/images/b.png": content,
                                                           "n/masks/a.png": content}))


def test_series_and_air_quality(tmp_path):
    series, air = tmp_path / "series.csv", tmp_path / "pollution.csv"
    series.write_text('"Month","Passengers"\n"1949-01",112\n"1949-02",118\n\n', encoding="utf-8")
    parts = READERS["series"]({"series.csv": series})
    assert parts["dates"].astype(str).tolist() == ["1949-01", "1949-02"] and parts["values"].tolist() == [112, 118]
    air.write_text("No,year,month,day,hour,pm2.5,DEWP,TEMP,PRES,cbwd,Iws,Is,Ir\n"
                   "1,2010,1,1,0,NA,-21,-11,1021,NW,1.79,0,0\n2,2010,1,1,1,29,-21,-12,1020,cv,4.92,1,2\n", encoding="utf-8")
    parts = READERS["air_quality"]({"pollution.csv": air})
    assert np.isnan(parts["pm25"][0]) and parts["pm25"][1] == 29 and parts["wind_direction"].tolist() == ["NW", "cv"]
    assert parts["dates"][1] == np.datetime64("2010-01-01T01") and parts["rain"][1] == 2 and parts["snow"][1] == 1


# ---- what the readers of pictures stand on ---------------------------------------------------------------------------


def test_slices_are_cut_from_one_piece_of_bytes():
    slices = Slices(b"abcdef", [0, 1, 3, 6], before=b"-")
    assert list(slices) == [b"-a", b"-bc", b"-def"]
    with pytest.raises(ValueError, match="end at byte 9"):
        Slices(b"abcdef", [0, 9])


def test_members_of_a_zip_file_survive_pickling(tmp_path):
    (path,) = zip_of(tmp_path / "a.zip", {"p/b.txt": "2", "p/a.txt": "1", "p/empty.txt": "", "q.md": "3"}).values()
    members = ZipMembers(path, r"\.txt$")
    assert members.names == ["p/a.txt", "p/b.txt"] and members[1] == b"2"
    assert pickle.loads(pickle.dumps(members))[0] == b"1"
    with pytest.raises(ValueError, match="no file whose name matches"):
        ZipMembers(path, r"\.jpg$")
