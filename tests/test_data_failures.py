"""What can go wrong on the way to a data set: each failure is told with its cause, and leaves nothing half-written behind."""
import errno
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import data_server
import pytest
from data_server import CONTENT, GOOD, PAGE, REPACKED, Server, file_entry, registry, variant

from course_utils.data import DataError, downloading, fetch, load


@pytest.fixture
def server():
    """A web server on this machine."""
    running = Server()
    yield running
    running.close()


@pytest.fixture
def cache(monkeypatch, tmp_path):
    """The empty cache of a machine without data, whose network is asked without pauses."""
    for name in ("COURSE_DATA_DIR", "COURSE_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COURSE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr(downloading, "PAUSES", (0, 0))
    downloading.forget_network()
    return tmp_path / "cache"


@pytest.fixture
def data_folder(cache, monkeypatch, tmp_path):
    """An empty data folder that COURSE_DATA_DIR names; the network is not to be asked."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder))
    monkeypatch.setenv("COURSE_OFFLINE", "1")
    return folder


@pytest.fixture
def dead():
    """An address on this machine where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/letters.txt"


def files_in(folder):
    """Return the names of all files below a folder, or nothing where there is none."""
    return sorted(path.name for path in Path(folder).rglob("*") if path.is_file())


def refusal(sets, name="letters"):
    """Return the message of the DataError that `load` raises where no stand-in is wanted."""
    with pytest.raises(DataError) as caught:
        load(name, stand_in=False, registry=sets)
    return str(caught.value)


@pytest.fixture
def no_network(monkeypatch):
    """The hosts that were looked up, on a machine without a network."""
    asked = []

    def fail(host, *arguments, **options):
        asked.append(host)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    return asked


# No network


def test_without_a_network_the_stand_in_is_announced_in_one_line(cache, no_network, capsys):
    sets = registry(letters=[variant(file_entry("https://a.invalid/x"))])
    assert (load("letters", registry=sets).text, load("letters", registry=sets).stand_in) == ("abc", True)
    said = capsys.readouterr().out.splitlines()
    assert said[0] == ("letters is not at hand (letters.txt: no network): the stand-in few is used instead. "
                       "For the real one: course fetch letters, or COURSE_DATA_DIR.")


def test_what_only_a_person_can_get_is_announced_as_such(cache, capsys):
    load("letters", registry=registry(letters=[variant(file_entry(), manual="ask the publisher")]))
    assert capsys.readouterr().out.endswith("For the real one: course fetch letters says how to get it.\n")


def test_a_very_large_download_waits_until_it_is_asked_for(cache, server, capsys):
    address = server.address("letters.txt", GOOD)
    sets = registry(letters=[variant(file_entry(address, bytes=300_000_000))])
    assert load("letters", registry=sets).stand_in and server.asked == []
    assert "(it is a download of 300 MB)" in capsys.readouterr().out
    fetch("letters", registry=sets, report=print)
    assert server.asked != []


def test_second_set_does_not_wait_for_a_dead_network_again(cache, monkeypatch):
    waits = []
    monkeypatch.setattr(downloading, "_lookup_failure", lambda address, seconds: (
        waits.append((address[8], seconds)) or downloading.Failure(address, "was not found", reached=False)))
    sets = registry(letters=[variant(file_entry("https://a.invalid/x", "https://b.invalid/x"))],
                    others=[variant(file_entry("https://b.invalid/x", "https://c.invalid/x"))])
    load("letters", registry=sets)
    assert "https://b.invalid/x not asked again: was not found" in refusal(sets, "others")
    assert waits == [("a", downloading.CONNECT_SECONDS), ("b", downloading.CONNECT_SECONDS), ("c", downloading.QUICK_SECONDS)]


def test_dead_hosts_are_given_their_time_where_another_one_answers(cache, server, dead):
    sets = registry(letters=[variant(file_entry(dead, server.address("letters.txt", 404)))])
    refusal(sets)
    downloading._UNREACHABLE.update({host: (time.monotonic(), "was not found") for host in ("a", "b")})
    assert downloading._connect_seconds() == downloading.CONNECT_SECONDS


def test_dead_network_is_asked_again_after_a_while_and_by_fetch(cache, no_network, monkeypatch):
    sets = registry(letters=[variant(file_entry("https://a.invalid/x"))])
    load("letters", registry=sets)
    load("letters", registry=sets)
    assert len(no_network) == 1
    fetch("letters", report=str, registry=sets)
    assert len(no_network) == 2
    monkeypatch.setattr(downloading, "REMEMBERED_SECONDS", -1)
    load("letters", registry=sets)
    assert len(no_network) == 3


def test_lookup_without_an_answer_is_given_up(cache, monkeypatch):
    monkeypatch.setattr(downloading, "CONNECT_SECONDS", 0.05)
    never = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: never.wait(30))
    message = refusal(registry(letters=[variant(file_entry("https://a.invalid/x"))]))
    never.set()
    assert "https://a.invalid/x was not found by its name within 0.05 seconds" in message


def test_offline_touches_no_network(cache, server, no_network, monkeypatch):
    monkeypatch.setenv("COURSE_OFFLINE", "1")
    sets = registry(letters=[variant(file_entry(server.address("letters.txt", GOOD)))])
    assert load("letters", registry=sets).stand_in
    assert fetch("letters", report=str, registry=sets)[0].status == "failed"
    assert "COURSE_OFFLINE is set" in refusal(sets)
    assert (server.asked, no_network) == ([], [])


# Addresses that fail


def test_live_mirror_replaces_a_dead_address(cache, server, dead, capsys):
    sets = registry(letters=[variant(file_entry(dead, server.address("letters.txt", GOOD)))])
    assert load("letters", stand_in=False, registry=sets).text[:3] == "abc"
    assert (capsys.readouterr().out, server.asked) == ("", ["/letters.txt"])
    assert (cache / "letters" / "official" / "letters.txt").read_bytes() == GOOD


def test_message_names_each_address_and_the_ways_out(cache, server, dead):
    missing = server.address("moved.txt", 404)
    message = refusal(registry(letters=[variant(file_entry(dead, missing))]))
    assert message.startswith("Letters (letters) cannot be had: letters.txt: the address answered 404 Not Found.")
    assert f"  {dead} could not be reached\n" in message and f"  {missing} answered 404 Not Found\n" in message
    for way in ("COURSE_DATA_DIR is not set", "COURSE_DATA_DIR to a folder that holds letters.txt (0.0 MB)",
                "course fetch letters", "the stand-in, few"):
        assert way in message
    assert (server.asked, files_in(cache)) == (["/moved.txt"], [])


def test_error_of_the_server_is_tried_again(cache, server):
    sets = registry(letters=[variant(file_entry(server.address("letters.txt", [503, 429, GOOD])))])
    assert load("letters", stand_in=False, registry=sets).codes.shape == (1040,)
    assert len(server.asked) == 3


def test_download_that_is_always_cut_off_leaves_nothing(cache, server):
    message = refusal(registry(letters=[variant(file_entry(server.address("letters.txt", "cut")))]))
    assert "the download was cut off" in message
    assert (len(server.asked), files_in(cache)) == (3, [])


def test_download_that_is_cut_off_once_is_tried_again(cache, server):
    sets = registry(letters=[variant(file_entry(server.address("letters.txt", ["cut", GOOD])))])
    assert load("letters", stand_in=False, registry=sets).text.endswith("z")
    assert files_in(cache) == ["letters.txt"]


def test_other_bytes_are_refused_and_the_mirror_is_taken(cache, server):
    false, true = server.address("false.txt", GOOD[:-1] + b"!"), server.address("true.txt", GOOD)
    message = refusal(registry(letters=[variant(file_entry(false))]))
    assert f"{false} gave 1,048 other bytes: SHA-256 " in message and files_in(cache) == []
    sets = registry(letters=[variant(file_entry(false, true))])
    assert load("letters", stand_in=False, registry=sets).text.endswith("z")
    assert server.asked == ["/false.txt", "/false.txt", "/true.txt"]


@pytest.mark.parametrize("changes", [{}, {"sha256": "unverified"}], ids=["hash", "unverified"])
def test_login_page_of_a_network_is_recognised(cache, server, changes):
    message = refusal(registry(letters=[variant(file_entry(server.address("letters.txt", PAGE), **changes))]))
    assert "gave a web page instead of the file; does this network ask for a login first?" in message
    assert files_in(cache) == []


def test_next_variant_is_taken_where_the_first_cannot_be_had(cache, server, dead):
    sets = registry(letters=[variant(file_entry(dead)),
                             variant(file_entry(server.address("small.txt", GOOD), path="small.txt"), name="small")])
    assert load("letters", stand_in=False, registry=sets).variant == "small"


def test_reason_is_that_of_the_variant_that_was_preferred(cache, server):
    sets = registry(letters=[variant(file_entry(server.address("letters.txt", 404))),
                             variant(file_entry(server.address("small.txt", 403), path="small.txt"), name="small")])
    message = refusal(sets)
    assert message.startswith("Letters (letters) cannot be had: letters.txt: the address answered 404")
    assert "small.txt answered 403 Forbidden" in message


def test_fetch_goes_on_after_a_failure(cache, server, dead):
    sets = registry(letters=[variant(file_entry(dead))],
                    others=[variant(file_entry(server.address("letters.txt", GOOD)))])
    told = []
    outcomes = fetch(report=told.append, registry=sets)
    assert [(outcome.name, outcome.status) for outcome in outcomes] == [("letters", "failed"), ("others", "fetched")]
    assert told[0].startswith("letters: not fetched (official, 0.0 MB): letters.txt: no network\n")
    assert f"{dead} could not be reached" in outcomes[0].detail


# Files that nobody knows the hash of


def test_unverified_file_is_taken_if_it_can_be_read_and_said_to_be_unverified(cache, server):
    sets = registry(letters=[variant(file_entry(server.address("letters.txt", GOOD), sha256="unverified", bytes=0))])
    assert fetch("letters", report=str, registry=sets)[0].detail == "the cache, unverified"
    assert repr(load("letters", stand_in=False, registry=sets)).startswith("letters (official, unverified)\n")


def test_unverified_file_that_cannot_be_read_is_not_kept(cache, server):
    sets = registry(letters=[variant(file_entry(server.address("letters.txt", b"nonsense"), sha256="unverified"))])
    assert "cannot be read (the header is missing)" in refusal(sets)
    assert files_in(cache) == []


def test_unverified_file_is_verified_by_its_content(cache, server):
    entry = file_entry(server.address("letters.txt", REPACKED), sha256="unverified")
    assert load("letters", registry=registry(letters=[variant(entry, content=CONTENT)])).verified
    assert "holds other content than it should" in refusal(registry(others=[variant(entry, content="0" * 64)]), "others")


# The disk


@pytest.mark.parametrize(("number", "said"), [(errno.ENOSPC, "the disk is full, letters.txt takes 0.0 MB"),
                                              (errno.EROFS, "the cache cannot be written (Read-only file system)")])
def test_disk_that_takes_no_more_is_told_and_no_mirror_is_asked(cache, server, monkeypatch, capsys, number, said):
    import pooch

    def write_half(self, address, path, pool):
        Path(path).write_bytes(GOOD[:100])
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(pooch.HTTPDownloader, "__call__", write_half)
    mirrors = server.address("a.txt", GOOD), server.address("b.txt", GOOD)
    small = variant(file_entry(server.address("small.txt", GOOD), path="small.txt"), name="small")
    sets = registry(letters=[variant(file_entry(*mirrors)), small])
    message = refusal(sets)
    assert said in message and "set COURSE_CACHE_DIR to another folder" in message
    assert ("b.txt" in message, "official" in message, str(cache / "letters" / "small") in message) == (False, True, False)
    assert files_in(cache) == []
    assert load("letters", registry=sets).stand_in and said in capsys.readouterr().out


def test_cache_that_cannot_be_made_is_told(cache, server, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("COURSE_CACHE_DIR", str(tmp_path / "file" / "cache"))
    sets = registry(letters=[variant(file_entry(server.address("letters.txt", GOOD)))])
    message = refusal(sets)
    assert "the cache cannot be written (" in message and str(tmp_path / "file" / "cache") in message
    assert load("letters", registry=sets).stand_in and server.asked == []


def test_damaged_file_in_the_cache_is_downloaded_again(cache, server, capsys):
    sets = registry(letters=[variant(file_entry(server.address("letters.txt", GOOD)))])
    path = cache / "letters" / "official" / "letters.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(GOOD[:500])
    assert load("letters", stand_in=False, registry=sets).codes.shape == (1040,)
    assert f"{path} has 500 bytes instead of 1,048" in capsys.readouterr().out
    assert path.read_bytes() == GOOD


def test_what_an_ended_process_left_behind_is_removed(cache, server):
    folder = cache / "letters" / "official"
    for name, age in (("old", 2 * downloading.LEFT_OVER), ("new", 0)):
        left = folder / f"{downloading.PRIVATE}{name}"
        left.mkdir(parents=True)
        (left / name).write_bytes(b"half")
        os.utime(left, (time.time() - age,) * 2)
    load("letters", stand_in=False, registry=registry(letters=[variant(file_entry(server.address("letters.txt", GOOD)))]))
    assert files_in(cache) == ["letters.txt", "new"]


def test_file_that_another_process_put_and_reads_is_good_enough(cache, server, monkeypatch):
    def refuse(source, target):  # as Windows does while the target is open elsewhere
        Path(target).write_bytes(Path(source).read_bytes())
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(downloading.os, "replace", refuse)
    sets = registry(letters=[variant(file_entry(server.address("letters.txt", GOOD)))])
    assert not load("letters", stand_in=False, registry=sets).stand_in


TWO_AT_ONCE = """
import json, sys
from data_server import registry
from course_utils.data import load
sets = registry(letters=json.loads(sys.argv[1]))
for _ in range(2):
    print(load("letters", stand_in=False, registry=sets).content)
"""


def test_two_processes_that_fetch_at_once_both_end_with_a_good_file(cache, server):
    server.hold = threading.Barrier(2)  # each is answered once both have asked
    variants = json.dumps([variant(file_entry(server.address("letters.txt", GOOD)), content=CONTENT)])
    environment = os.environ | {"PYTHONPATH": str(Path(data_server.__file__).parent)}
    processes = [subprocess.Popen([sys.executable, "-c", TWO_AT_ONCE, variants], env=environment, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    results = [process.communicate(timeout=60) for process in processes]
    assert [output.split() for output, _ in results] == [[CONTENT] * 2] * 2, results
    assert (server.asked, files_in(cache)) == (["/letters.txt"] * 2, ["letters.txt"])
    assert (cache / "letters" / "official" / "letters.txt").read_bytes() == GOOD


# The data folder


@pytest.mark.parametrize(("content", "fault"), [(GOOD[:-1] + b"!", "has the SHA-256 "), (GOOD[:-1], "has 1,047 bytes"),
                                                (b"", "has 0 bytes instead of 1,048")], ids=["changed", "cut", "empty"])
def test_damaged_file_in_the_data_folder_is_told_in_one_line(data_folder, capsys, content, fault):
    (data_folder / "letters.txt").write_bytes(content)
    sets = registry(letters=[variant(file_entry()), variant(file_entry(), name="same")])
    assert load("letters", registry=sets).stand_in
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 2 and said[0].startswith("letters: damaged file in the data folder: ")
    assert f"{data_folder / 'letters.txt'} {fault}" in said[0] and said[1].startswith("letters is not at hand")
    assert fault in refusal(sets)


def test_damaged_content_is_not_taken_for_another_packing(data_folder):
    (data_folder / "letters.txt").write_bytes(GOOD.replace(b"m", b"n"))
    assert "holds other content" in refusal(registry(letters=[variant(file_entry(), content=CONTENT)]))


def test_same_content_in_another_packing_is_taken(data_folder, capsys):
    (data_folder / "letters.txt").write_bytes(REPACKED)
    found = load("letters", stand_in=False, registry=registry(letters=[variant(file_entry(), content=CONTENT)]))
    assert (found.content, found.verified, capsys.readouterr().out) == (CONTENT, True, "")


def test_damage_does_not_hide_the_good_file_in_the_cache(data_folder, cache, capsys):
    (data_folder / "letters.txt").write_bytes(b"")
    good = cache / "letters" / "official" / "letters.txt"
    good.parent.mkdir(parents=True)
    good.write_bytes(GOOD)
    assert not load("letters", registry=registry(letters=[variant(file_entry())])).stand_in
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_renamed_file_in_the_data_folder_is_found_and_told(data_folder, capsys):
    (data_folder / "sub").mkdir()
    (data_folder / "other.txt").write_bytes(GOOD[:-1] + b"!")  # as large, but another
    (data_folder / "sub" / "letters (1).txt").write_bytes(GOOD)
    assert load("letters", stand_in=False, registry=registry(letters=[variant(file_entry())])).verified
    assert capsys.readouterr().out == f"letters: letters.txt was found as {data_folder / 'sub' / 'letters (1).txt'}.\n"


def test_missing_file_of_several_is_told(data_folder):
    (data_folder / "letters.txt").write_bytes(GOOD)
    sets = registry(letters=[variant(file_entry(), file_entry(path="more.csv"))])
    assert f"the data folder, {data_folder}: not all of the set's files are there" in refusal(sets)


def test_data_folder_that_does_not_exist_is_told(data_folder, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_DIR", str(data_folder / "nowhere"))
    message = refusal(registry(letters=[variant(file_entry())]))
    assert f"COURSE_DATA_DIR is {data_folder / 'nowhere'}, and there is no such folder" in message
