"""Pictures that are decoded on demand, a learner's own folder of them, and the contact sheet."""
import io

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from course_utils.data import DataError, Pictures, load_folder, read_text
from course_utils.figures import plot_pictures

RANDOM = np.random.default_rng(0)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def encode(pixels, kind="png", **options):
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format=kind, **options)
    return buffer.getvalue()


@pytest.fixture
def pixels():
    """Return six random pictures, (6, 8, 10, 3)."""
    return RANDOM.integers(0, 256, (6, 8, 10, 3), dtype=np.uint8)


@pytest.fixture
def pictures(pixels):
    """Return them as Pictures of one known size."""
    return Pictures([encode(array) for array in pixels], size=(8, 10))


@pytest.mark.parametrize("index", [0, -1, np.int64(3)])
def test_an_integer_gives_one_picture(pictures, pixels, index):
    assert np.array_equal(pictures[index], pixels[index]) and pictures[index].dtype == np.uint8


@pytest.mark.parametrize("index", [slice(1, 4), [4, 0, 0], np.array([2, 5]), np.arange(6) % 2 == 0, [], slice(None, None, -1)])
def test_other_indices_give_what_an_array_would(pictures, pixels, index):
    expected = pixels[np.asarray(index, dtype=int) if isinstance(index, list) else index]
    assert np.array_equal(pictures[index], expected) and np.array_equal(pictures.only(index), expected)


def test_a_choice_from_a_choice_counts_from_the_first_choice(pictures, pixels):
    assert np.array_equal(pictures.only([5, 3, 1])[1:], pixels[[3, 1]])
    assert pictures.only([5, 3, 1]).name(1) == "picture 3"
    assert pictures.only([5, 3, 1]).encoded(0) == encode(pixels[5])


def test_pictures_behave_like_an_array_of_known_shape(pictures, pixels):
    assert (pictures.shape, pictures.ndim, pictures.dtype, len(pictures)) == ((6, 8, 10, 3), 4, np.uint8, 6)
    assert np.array_equal(np.asarray(pictures), pixels) and np.asarray(pictures, dtype=np.float32).dtype == np.float32
    assert [array.shape for array in pictures] == [(8, 10, 3)] * 6
    with pytest.raises(IndexError):
        pictures[6]


def test_pictures_of_many_sizes_stay_pictures_until_they_are_resized():
    sizes = [(8, 10), (20, 10), (5, 5)]
    pictures = Pictures([encode(np.full((*size, 3), 50 * place, np.uint8)) for place, size in enumerate(sizes)])
    assert isinstance(pictures[1:], Pictures) and [array.shape[:2] for array in pictures[1:]] == sizes[1:]
    assert pictures.resized(4, 6).shape == (3, 4, 6, 3) and pictures.resized(4, 6)[2].mean() == 100
    with pytest.raises(ValueError, match="resized"):
        np.asarray(pictures)


def test_resizing_takes_the_middle_and_keeps_the_proportions():
    wide = np.zeros((10, 30, 3), np.uint8)
    wide[:, 10:20] = 200
    resized = Pictures([encode(wide)]).resized(5, 5)
    assert (resized[:, :, 1:-1] == 200).all() and (resized > 150).all()  # what lies beside is mixed in at the rim alone


def test_a_large_jpeg_is_resized_to_nearly_what_full_decoding_gives():
    smooth = np.add.outer(np.arange(400), np.arange(300))[..., None] * np.array([1, 0.5, 0.2]) * 255 / 700
    encoded = encode(smooth.astype(np.uint8), "jpeg", quality=95)
    exact = Image.open(io.BytesIO(encoded)).resize((30, 40), Image.Resampling.BILINEAR)
    assert abs(Pictures([encoded]).resized(40, 30)[0].astype(int) - np.asarray(exact).astype(int)).max() <= 6


def test_nothing_is_decoded_before_it_is_asked_for():
    pictures = Pictures([encode(np.zeros((4, 4, 3), np.uint8)), b"no picture"], names=["cats/tom.jpg", "cats/felix.jpg"])
    assert len(pictures) == 2 and pictures[0].shape == (4, 4, 3) and len(pictures[1:]) == 1
    with pytest.raises(DataError, match="cats/felix.jpg cannot be decoded .*unknown format.*Replace"):
        pictures[1:][0]


def test_a_picture_that_is_cut_off_is_named():
    whole = encode(RANDOM.integers(0, 256, (50, 50, 3), dtype=np.uint8))
    with pytest.raises(DataError, match="picture 0 .*truncated"):
        Pictures([whole[:len(whole) // 2]])[0]


def test_grey_transparent_and_turned_pictures_become_upright_colour():
    grey = encode(np.full((2, 3), 77, np.uint8))
    clear = encode(np.zeros((2, 3, 4), np.uint8))
    turned = Image.Exif()
    turned[0x0112] = 6  # the tag of the orientation: turn clockwise to see it upright
    lying = encode(np.zeros((20, 30, 3), np.uint8), "jpeg", exif=turned)
    pictures = Pictures([grey, clear, lying])
    assert (pictures[0] == 77).all() and pictures[0].shape == (2, 3, 3)
    assert (pictures[1] == 255).all() and pictures[2].shape == (30, 20, 3)


def test_masks_have_no_colour_and_are_joined_and_not_blurred():
    left, right = np.zeros((2, 4, 8), np.uint8)
    left[:, :2], right[:, 6:] = 255, 255
    masks = Pictures([(encode(left), encode(right))], size=(4, 8), masks=True)
    assert masks.shape == (1, 4, 8) and np.array_equal(masks[0], left | right)
    assert set(np.unique(masks.resized(3, 5))) <= {0, 255}


def test_names_must_be_as_many_as_pictures():
    with pytest.raises(ValueError, match="2 pictures, but 1 names"):
        Pictures([b"", b""], names=["a"])


# ---- a folder of one's own -------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """Return a folder with ten cats and five dogs, and what else lies in folders."""
    for name, count in (("dög", 5), ("cat", 10)):
        (tmp_path / name / "garden").mkdir(parents=True)
        for number in range(count):
            place = tmp_path / name / ("garden" if number == 0 else "") / f"фото {number}.png"
            place.write_bytes(encode(np.full((6 + number, 9, 3), 20 * number, np.uint8)))
    for name in (".DS_Store", "cat/.hidden.png", "cat/notes.txt", "readme.md"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / ".git").mkdir()
    return tmp_path


def test_a_folder_becomes_a_data_set(folder):
    own = load_folder(folder)
    assert own.class_names == ("cat", "dög") and isinstance(own.x_train, Pictures)
    assert (len(own.x_train), len(own.x_test)) == (12, 3)
    assert np.bincount(own.y_train).tolist() == [8, 4] and np.bincount(own.y_test).tolist() == [2, 1]
    names = {part.name(index) for part in (own.x_train, own.x_test) for index in range(len(part))}
    assert len(names) == 15 and "dög/garden/фото 0.png" in names
    for index, label in enumerate(own.y_train):
        assert own.x_train.name(index).startswith(own.class_names[label])


def test_of_two_pictures_one_is_held_out(folder):
    (folder / "eel").mkdir()
    for number in range(2):
        (folder / "eel" / f"{number}.JPG").write_bytes(encode(np.zeros((5, 5, 3), np.uint8), "jpeg"))
    own = load_folder(folder)
    assert (own.y_train == 2).sum() == (own.y_test == 2).sum() == 1


def test_the_seed_decides_what_is_held_out(folder):
    first, again, other = (load_folder(folder, seed=seed).x_test for seed in (0, 0, 3))
    assert first.name(0) == again.name(0) and [first.name(i) for i in range(3)] != [other.name(i) for i in range(3)]


def test_all_corrupt_pictures_are_named_at_once_with_the_cause(folder):
    (folder / "cat" / "фото 3.png").write_bytes(b"")
    whole = encode(RANDOM.integers(0, 256, (50, 50, 3), dtype=np.uint8), "jpeg")
    (folder / "dög" / "half.jpg").write_bytes(whole[:len(whole) // 2])
    with pytest.raises(DataError) as caught:
        load_folder(folder)
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("2 of 16 files") and lines[1].startswith("  cat/фото 3.png: it is no picture")
    assert lines[2].startswith("  dög/half.jpg: ") and "truncated" in lines[2]


@pytest.mark.parametrize("change, message", [
    (lambda folder: (folder / "empty").mkdir(), r"fewer than two pictures: empty \(0\)"),
    (lambda folder: (folder / "dög").rename(folder / ".dög"), "only the folder cat; at least two classes"),
])
def test_classes_that_cannot_be_learnt_are_refused(folder, change, message):
    change(folder)
    with pytest.raises(DataError, match=message):
        load_folder(folder)


def test_a_missing_folder_and_an_impossible_share_are_refused(folder):
    with pytest.raises(DataError, match="cannot be read as a folder .*holds one folder of pictures for each class"):
        load_folder(folder / "nowhere")
    with pytest.raises(DataError, match="test_share is 20"):
        load_folder(folder, test_share=20)


# ---- texts of one's own ----------------------------------------------------------------------------------------------


def test_a_text_in_utf8_is_read_with_or_without_a_mark(tmp_path):
    path = tmp_path / "café.txt"
    for start in (b"", b"\xef\xbb\xbf"):
        path.write_bytes(start + "Ça va ?\r\nOui.\n".encode())
        assert read_text(path) == "Ça va ?\nOui.\n"


@pytest.mark.parametrize("content, message", [
    ("Un\ncafé.\n".encode("cp1252"), r"byte 6 \(line 2\) is 0xe9.*likely to be cp1252.*encoding=\"cp1252\""),
    (b"\xff\xfe" + "Un café.".encode("utf-16-le"), r"byte 0 \(line 1\) is 0xff.*likely to be utf-16"),
])
def test_a_text_in_another_encoding_is_refused_with_the_likely_one(tmp_path, content, message):
    path = tmp_path / "menu.txt"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_text(path)


def test_a_missing_text_is_named(tmp_path):
    with pytest.raises(DataError, match="nothing.txt cannot be read"):
        read_text(tmp_path / "nothing.txt")


# ---- the contact sheet -----------------------------------------------------------------------------------------------


def shown(ax):
    """Return {number: (image, its label)} of a sheet."""
    texts = {text.get_gid(): text for text in ax.texts}
    return {index: (image, texts[f"picture-label-{index}"]) for index, image in enumerate(ax.images)}


def test_pictures_stand_in_rows_with_their_labels_below():
    arrays = RANDOM.integers(0, 256, (5, 4, 4), dtype=np.uint8)
    ax = plot_pictures(arrays, [10, 11, 12, 13, 14], columns=3)
    for index, (image, text) in shown(ax).items():
        left, right, bottom, top = image.get_extent()
        assert np.array_equal(image.get_array(), arrays[index]) and text.get_text() == str(10 + index)
        assert int(left) == index % 3 and left < text.get_position()[0] < right
        assert top < bottom < text.get_position()[1]  # heights are counted downwards
    assert shown(ax)[3][0].get_extent()[3] > shown(ax)[0][1].get_position()[1] and not ax.axison


@pytest.mark.parametrize("picture, limits", [
    (np.full((2, 2), 100, np.uint8), (0, 255)), (np.full((2, 2), 0.5), (0, 1)), (np.full((2, 2), 3.0), (0, 3)),
    (np.array([[-2.0, 1.0]]), (-2, 2))])
def test_grey_values_keep_their_meaning(picture, limits):
    (image, _), = shown(plot_pictures([picture])).values()
    assert image.get_clim() == limits
    assert (image.get_cmap().name == "signed") == (limits[0] < 0)


def test_colour_pictures_of_different_sizes_keep_their_proportions():
    arrays = [np.zeros((10, 20, 3), np.uint8), np.zeros((20, 10, 3)), np.zeros((5, 5, 1))]
    extents = [image.get_extent() for image, _ in shown(plot_pictures(arrays)).values()]
    shapes = [((bottom - top), (right - left)) for left, right, bottom, top in extents]
    assert [height / width for height, width in shapes] == pytest.approx([0.5, 2, 1])


def test_long_labels_are_broken_and_do_not_touch():
    ax = plot_pictures(np.zeros((16, 4, 4)), ["a rather long label of words"] * 16)
    ax.get_figure().canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert not any(first.overlaps(second) for i, first in enumerate(boxes) for second in boxes[:i])
    assert not any(box.overlaps(image.get_window_extent()) for box in boxes for image in ax.images)


@pytest.mark.parametrize("pictures, labels, message", [
    (np.zeros((0, 4, 4)), None, "0 pictures; it shows 1 to 200"),
    (np.zeros((201, 2, 2)), None, r"201 pictures.*pictures\[:40\]"),
    (np.zeros((4, 4)), None, r"Picture 0 has shape \(4,\)"),
    (np.zeros((2, 4, 4, 2)), None, r"shape \(4, 4, 2\)"),
    (np.zeros((2, 4, 4)), ["one"], "1 labels for 2 pictures"),
])
def test_what_is_no_row_of_pictures_is_refused(pictures, labels, message):
    with pytest.raises(ValueError, match=message):
        plot_pictures(pictures, labels)
