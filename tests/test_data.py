"""Loading data sets: what a Dataset is, where it is looked for, and what the registry refuses."""
import copy
import pickle
import subprocess
import sys

import numpy as np
import pytest
from data_server import CONTENT, GOOD, REPACKED, Server, file_entry, registry, variant

from course_utils import settings
from course_utils.data import DataError, Dataset, at_hand, content_at_hand, fetch, list_sets, load, loaded
from course_utils.data.hashing import content_hash
from course_utils.data.pictures import Pictures
from course_utils.data.places import DATA_FOLDER, VERIFIED, located
from course_utils.data.registry import default_registry, read_sets

ENTRY = """
[letters]
title = "Letters"
about = "letters"
kind = "text"
licence = "none"
citation = "nobody"
source = "https://example.invalid/"
stand_in = "few"
[[letters.variants]]
name = "official"
reader = "letters"
[[letters.variants.files]]
path = "letters.txt"
bytes = 12
sha256 = "unverified"
"""


@pytest.fixture
def digits():
    """A Dataset with two arrays, a text and a list of pairs."""
    arrays = {"x_train": np.zeros((6, 2, 2), np.uint8), "y": np.arange(6)}
    texts = {"text": "ab" * 1000, "pairs": [("a", "b"), ("c", "d")]}
    return Dataset("digits", "official", arrays | texts, class_names=["zero", "one"])


@pytest.fixture
def places(monkeypatch, tmp_path):
    """The data folder and the cache's folder of a set `letters`, both empty; the network is not to be asked."""
    folder, cache = tmp_path / "mirror", tmp_path / "cache" / "letters" / "official"
    folder.mkdir()
    cache.mkdir(parents=True)
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder))
    monkeypatch.setenv("COURSE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("COURSE_OFFLINE", "1")
    return folder, cache


# The Dataset


def test_parts_are_attributes_and_are_offered_by_completion(digits):
    assert digits.x_train.shape == (6, 2, 2) and digits.class_names == ("zero", "one")
    assert {"x_train", "pairs", "licence"} <= set(dir(digits))


def test_part_that_is_not_there_is_refused_with_those_that_are(digits):
    with pytest.raises(AttributeError, match="digits has no part 'x_test'. It has: x_train, y, text, pairs."):
        digits.x_test  # noqa: B018


def test_nothing_in_a_dataset_can_be_changed(digits):
    with pytest.raises(ValueError, match="read-only"):
        digits.x_train[0] = 1
    with pytest.raises(AttributeError):
        digits.name = "other"
    with pytest.raises(TypeError):
        digits.parts["y"] = 1
    assert digits.pairs == (("a", "b"), ("c", "d"))


def test_array_that_was_given_stays_as_it_was():
    given = np.zeros(3)
    Dataset("mine", "own", {"x": given})
    given[0] = 1
    assert given.flags.writeable


def test_what_is_shown_names_variant_and_sizes(digits):
    assert repr(digits).splitlines() == ["digits (official)", "  x_train  (6, 2, 2) uint8", "  y        (6,) int64",
                                         "  text     2,000 characters", "  pairs    2 pairs"]


def test_dataset_can_be_copied_and_pickled(digits):
    for again in (copy.deepcopy(digits), pickle.loads(pickle.dumps(digits))):
        assert (again.name, again.pairs, again.class_names) == (digits.name, digits.pairs, digits.class_names)
        np.testing.assert_array_equal(again.y, digits.y)


def test_part_named_like_a_fact_is_refused():
    with pytest.raises(ValueError, match="cannot be named source"):
        Dataset("mine", "own", {"source": "text"})


# The hash of the content


def test_hash_of_the_content_is_that_of_the_values_not_of_their_storage():
    values = np.arange(12, dtype="<i4").reshape(3, 4)
    stored = {"x": np.asfortranarray(values.astype(">i4")), "t": ["a", ("b", "c")]}
    assert content_hash(stored) == content_hash({"t": ("a", ["b", "c"]), "x": values})


@pytest.mark.parametrize("other", [
    {"x": np.array([1, 3])}, {"x": np.array([1, 2], dtype=np.uint8)}, {"x": np.array([[1, 2]])}, {"y": np.array([1, 2])},
    {"x": np.array([1, 2]), "t": ""}, {"x": "12"}, {"x": ("1", "2")},
], ids=["value", "dtype", "shape", "name", "more", "text", "texts"])
def test_other_content_has_another_hash(other):
    assert content_hash(other) != content_hash({"x": np.array([1, 2])})


def test_texts_do_not_run_together_in_the_hash():
    several = [("ab", "c"), ("a", "bc"), ("abc",), (("ab",), "c"), "abc", ("atext\nb", "c"), ("a", "btext\nc")]
    assert len({content_hash({"t": texts}) for texts in several}) == len(several)


def test_pictures_count_as_they_are_encoded():
    first, second = Pictures([b"one", b"two"]), Pictures([b"onet", b"wo"])
    assert content_hash({"x": first}) == content_hash({"x": Pictures([b"one", b"two"])}) != content_hash({"x": second})


def test_content_without_a_hash_is_refused():
    with pytest.raises(TypeError, match="not dict"):
        content_hash({"x": {}})


# Where a set is looked for


def test_data_folder_comes_before_the_cache_and_the_cache_before_the_network(places, monkeypatch):
    folder, cache = places
    monkeypatch.delenv("COURSE_OFFLINE")
    server = Server()
    sets = registry(letters=[variant(file_entry(server.address("letters.txt", GOOD))),
                             variant(file_entry(path="small.txt"), name="small")])
    assert load("letters", registry=sets).variant == "official" and len(server.asked) == 1
    assert load("letters", registry=sets).variant == "official" and len(server.asked) == 1
    assert (cache / "letters.txt").is_file()
    (folder / "small.txt").write_bytes(GOOD)
    assert load("letters", registry=sets).variant == "small"
    server.close()


def test_verified_variant_comes_before_one_that_has_to_be_compared(places):
    (places[0] / "letters.txt").write_bytes(REPACKED)
    sets = registry(letters=[variant(file_entry(), content=CONTENT),
                             variant(file_entry(content=REPACKED), name="repacked", content=CONTENT)])
    first = located("letters", sets.entry("letters"), DATA_FOLDER)[0]
    assert (first.variant.name, first.state) == ("repacked", VERIFIED)
    assert load("letters", registry=sets).variant == "official", "lessons know the same content by one name"


def test_hash_is_enough_where_the_size_is_not_known(places):
    (places[0] / "letters.txt").write_bytes(GOOD)
    assert load("letters", stand_in=False, registry=registry(letters=[variant(file_entry(bytes=0))])).verified


def test_facts_come_from_the_registry(places):
    (places[0] / "letters.txt").write_bytes(GOOD)
    found = load("letters", registry=registry(letters=[variant(file_entry(), content=CONTENT)]))
    assert (found.name, found.stand_in, found.verified, found.licence, found.content) == (
        "letters", False, True, "none", CONTENT)


def test_stand_in_keeps_the_name_that_was_asked_for(places):
    found = load("letters", registry=registry(letters=[variant(file_entry())]))
    assert (found.name, found.variant, found.stand_in, found.text) == ("letters", "few", True, "abc")
    assert repr(found).startswith("letters (stand-in: few)\n")


def test_built_in_set_takes_parameters():
    assert load("few", registry=registry(), letters="xyz").text == "xyz"


@pytest.mark.parametrize(("name", "given", "message"), [
    ("few", {"pionts": 3}, "The data set few has no parameter pionts. It has: letters."),
    ("letters", {"seed": 3}, "The data set letters has no parameter seed. It has: none besides stand_in."),
    ("leters", {}, "There is no data set 'leters'. Did you mean 'letters'? Registered: letters. Built in: few."),
], ids=["built-in", "registered", "unknown"])
def test_what_does_not_exist_is_refused_with_what_does(places, name, given, message):
    with pytest.raises(DataError) as caught:
        load(name, registry=registry(letters=[variant(file_entry())]), **given)
    assert str(caught.value) == message


# What is at hand


@pytest.mark.parametrize(("place", "expected"), [
    (0, ("official", "the data folder")), (1, ("official", "the cache")), (None, None)])
def test_at_hand_names_the_place_and_agrees_with_load(places, place, expected):
    if place is not None:
        (places[place] / "letters.txt").write_bytes(GOOD)
    for content in (CONTENT, ""):
        sets = registry(letters=[variant(file_entry(), content=content)])
        assert at_hand("letters", sets) == expected
        assert content_at_hand("letters", sets) == load("letters", registry=sets).content
        assert list_sets(sets) == [("letters", "Letters", None, expected is not None)]


def test_at_hand_knows_renamed_files_and_refuses_those_of_another_size(places):
    sets = registry(letters=[variant(file_entry())])
    (places[0] / "letters.txt").write_bytes(REPACKED)
    assert at_hand("letters", sets) is None
    (places[0] / "letters.txt").unlink()
    (places[0] / "copy.txt").write_bytes(GOOD)
    assert at_hand("letters", sets) == ("official", "the data folder")


def test_built_in_set_is_always_at_hand():
    sets = registry()
    assert (at_hand("few", sets), content_at_hand("few", sets)) == (("", "built in"), load("few", registry=sets).content)


def test_what_was_loaded_is_remembered(places):
    (places[0] / "letters.txt").write_bytes(GOOD)
    sets = registry(letters=[variant(file_entry(), content=CONTENT)], others=[variant(file_entry(path="o.csv"))])
    for name in ("letters", "others", "few"):
        load(name, registry=sets)
    assert {"letters": CONTENT, "others": "stand-in:few", "few": "built-in:few"}.items() <= loaded().items()


def test_fetch_tells_what_is_present_and_what_a_person_must_get(places):
    (places[0] / "letters.txt").write_bytes(GOOD)
    sets = registry(letters=[variant(file_entry())], others=[variant(file_entry(path="o.csv"), manual="Ask the author.")])
    told = []
    outcomes = fetch(["letters", "others", "few"], report=told.append, registry=sets)
    assert [(outcome.status, outcome.detail) for outcome in outcomes] == [
        ("present", "the data folder"), ("manual", "Ask the author."), ("present", "built in")]
    assert told[0] == "letters: at hand (official, 0.0 MB): the data folder"
    assert fetch(report=told.append, registry=sets) == []  # none of them has an address


def test_fetch_refuses_unknown_names_before_it_begins(places):
    told = []
    with pytest.raises(DataError, match="There is no data set 'nothing'"):
        fetch(["few", "nothing"], report=told.append, registry=registry())
    assert told == []


# The registry


@pytest.mark.parametrize(("old", "new", "message"), [
    ("bytes = 12", "bytes = 12\nadress = 1", "[letters] variants 1, files 1, adress: is not a key that is known"),
    ('title = "Letters"', "", "[letters] title: is missing"),
    ('kind = "text"', 'kind = "film"', "[letters] kind: Input should be 'pictures', 'text', 'pairs', 'series' or 'masks'"),
    ('"letters.txt"', '"../letters.txt"', "path must lead below the data folder"),
    ('"unverified"', '"abc"', "[letters] variants 1, files 1, sha256: String should match"),
    ("bytes = 12", 'bytes = 12\naddresses = ["ftp://a/b"]', "an address begins with https:// or http://"),
    ('name = "official"', 'name = "official"\nexact = false', "needs a note that says how it differs"),
    ("[letters]", "[letters", "cannot be read ("),
])
def test_mistake_in_the_registry_is_named_with_its_place(tmp_path, old, new, message):
    path = tmp_path / "registry.toml"
    path.write_text(ENTRY, encoding="utf-8")
    assert read_sets(path)["letters"].variants[0].bytes == 12
    path.write_text(ENTRY.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_sets(path)
    assert message in str(caught.value) and "registry.toml" in str(caught.value)


def test_registry_of_the_course_names_only_what_exists():
    sets, readers, built_in = (getattr(default_registry(), name) for name in ("sets", "readers", "built_in"))
    assert sets and (settings.shipped_data() / "registry.toml").is_file()
    assert {variant.reader for entry in sets.values() for variant in entry.variants} <= set(readers)
    assert {entry.stand_in for entry in sets.values()} <= set(built_in)
    assert not set(sets) & set(built_in)


@pytest.mark.parametrize(("code", "unwanted"), [
    ("import course_utils.data", "pooch pydantic requests sklearn PIL matplotlib numpy"),
    ("import course_utils.data; course_utils.data.load('moons')", "pooch pydantic requests PIL matplotlib keras tensorflow"),
], ids=["import", "generated"])
def test_only_what_is_needed_is_imported(code, unwanted):
    ask = f"{code}\nimport sys\nprint([name for name in {unwanted.split()} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"
