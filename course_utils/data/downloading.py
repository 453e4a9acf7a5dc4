"""Getting one file from its addresses: a hash before anything is kept, mirrors, retries, and no waiting for a dead network."""
import contextlib
import errno
import os
import shutil
import socket
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from course_utils.data.errors import DataError
from course_utils.data.hashing import file_sha256

CONNECT_SECONDS, READ_SECONDS = 5, 30  # the first holds for the lookup of the host's name, too
QUICK_SECONDS = 1  # instead of CONNECT_SECONDS, where the network seems to be down
PAUSES = (1.0, 3.0)  # seconds before the second and the third attempt at an address
REMEMBERED_SECONDS = 300  # how long a host that could not be reached is not asked again
LEFT_OVER = 24 * 3600  # seconds after which a half-written download belongs to a process that was ended
PRIVATE = ".download-"  # how the names of the folders begin into which downloads are written
HEADERS = {"User-Agent": "perceptron-to-transformer course", "Accept-Encoding": "identity"}  # bytes as they are stored
_UNREACHABLE = {}  # host: (when it could not be reached, why)
_ANSWERED = set()  # the hosts that answered


class Failure(NamedTuple):
    """What became of one address; `reached` is False where the host did not even answer."""

    address: str
    cause: str
    reached: bool = True
    transient: bool = False  # whether the next attempt may succeed


def forget_network():
    """Forget which hosts could not be reached, so that all are asked again."""
    _UNREACHABLE.clear()
    _ANSWERED.clear()


def download(file, target):
    """Return a list of Failure, empty where `target` now holds the FileEntry `file`; else one for each of its addresses.

    `target` is replaced in one step, after the SHA-256 was compared, so that other processes see the old file or the new
    one. Raises DataError where the folder cannot be written or the disk is full: no other address would help.
    """
    failures = []
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_left_over(target.parent)
        with tempfile.TemporaryDirectory(prefix=PRIVATE, dir=target.parent, ignore_cleanup_errors=True) as private:
            for address in file.addresses:
                failure = _attempts(address, file, Path(private, "download"))
                if failure is None:
                    _put(Path(private, "download"), target, file)
                    return []
                failures.append(failure)
    except OSError as error:
        raise _disk_error(error, file, target) from error
    return failures


def _put(path, target, file):
    """Move `path` to `target` in one step."""
    try:
        os.replace(path, target)
    except PermissionError:  # Windows replaces no file that is being read: by a process that was faster, if it is the right one
        if not (file.verifiable and target.is_file() and file_sha256(target) == file.sha256):
            raise


def _remove_left_over(folder):
    """Remove what processes that were ended in the middle of a download left behind."""
    for path in folder.glob(f"{PRIVATE}*"):
        with contextlib.suppress(FileNotFoundError):  # another process may have been faster
            if time.time() - path.stat().st_mtime > LEFT_OVER:
                shutil.rmtree(path, ignore_errors=True)


def _disk_error(error, file, target):
    if error.errno == errno.ENOSPC:
        reason = f"the disk is full, {file.path} takes {file.bytes / 1e6:,.1f} MB"
    else:
        reason = f"the cache cannot be written ({error.strerror or error})"
    return DataError(f"{target}: {reason}. Make room there, or set COURSE_CACHE_DIR to another folder.", reason=reason)


def _attempts(address, file, path):
    """Return None once `path` holds the right bytes from `address`, or the Failure after one or more attempts."""
    host = urlsplit(address).netloc
    since, why = _UNREACHABLE.get(host, (0, ""))
    if why and time.monotonic() - since < REMEMBERED_SECONDS:
        return Failure(address, f"not asked again: {why}", reached=False)
    seconds = _connect_seconds()
    failure = _lookup_failure(address, seconds)
    for pause in (0, *PAUSES) if failure is None else ():
        time.sleep(pause)
        failure = _attempt(address, file, path, seconds)
        if failure is None or not failure.transient:
            break
    if failure is None or failure.reached:
        _ANSWERED.add(host)
    else:
        _UNREACHABLE[host] = (time.monotonic(), failure.cause)
    return failure


def _connect_seconds():
    """Return how long to wait for a host. Two that did not answer, and none that did: then the network seems to be down."""
    now = time.monotonic()
    silent = [host for host, (since, _) in _UNREACHABLE.items() if now - since < REMEMBERED_SECONDS]
    return QUICK_SECONDS if len(silent) >= 2 and not _ANSWERED else CONNECT_SECONDS


def _lookup_failure(address, seconds):
    """Return a Failure where the host has no address on this network, or none was told in time; else None.

    Without a network a lookup may take minutes, and none of the time limits of requests covers it.
    """
    from requests.utils import get_environ_proxies, select_proxy

    if select_proxy(address, get_environ_proxies(address)):
        return None  # the proxy does the lookup
    host, answers = urlsplit(address).hostname, []
    thread = threading.Thread(target=_look_up, args=(host, answers), daemon=True)
    thread.start()
    thread.join(seconds)
    if not answers:
        return Failure(address, f"was not found by its name within {seconds} seconds", reached=False)
    return Failure(address, "was not found by its name", reached=False) if answers[0] else None


def _look_up(host, answers):
    """Append to `answers` whether the lookup of `host` failed."""
    try:
        socket.getaddrinfo(host, None)
        answers.append(False)
    except (OSError, UnicodeError):
        answers.append(True)


def _attempt(address, file, path, seconds):
    """Return None where `path` now holds the right bytes, else the Failure of one attempt; OSError is one of the disk."""
    import pooch
    import requests
    from tqdm.auto import tqdm

    try:
        # A bar without a total has no truth value, which pooch asks for; it sets the total as the server tells it.
        with tqdm(total=file.bytes or 1, unit="B", unit_scale=True, desc=Path(file.path).name, leave=False) as bar:
            fetcher = pooch.HTTPDownloader(progressbar=bar, chunk_size=65536, headers=HEADERS,
                                           timeout=(seconds, READ_SECONDS))
            fetcher(address, str(path), None)
    except requests.RequestException as error:
        return _failure(address, error)
    return _wrong_bytes(address, file, path)


def _failure(address, error):
    """Return the Failure that an exception of requests stands for."""
    import requests
    from urllib3.exceptions import MaxRetryError, ReadTimeoutError

    below = error.args[0] if error.args else None
    if isinstance(error, requests.HTTPError):
        status = error.response.status_code
        return Failure(address, f"answered {status} {error.response.reason}", transient=status == 429 or status >= 500)
    if isinstance(error, requests.exceptions.SSLError):
        return Failure(address, "no secure connection; is the clock of this machine right, does the network ask for a login?")
    if isinstance(error, requests.ReadTimeout) or isinstance(below, ReadTimeoutError):
        return Failure(address, f"sent nothing for {READ_SECONDS} seconds")
    if isinstance(error, requests.ConnectionError) and isinstance(below, MaxRetryError):  # ConnectTimeout is one of these
        return Failure(address, "could not be reached", reached=False)
    if isinstance(error, (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        return Failure(address, "the download was cut off", transient=True)
    return Failure(address, str(error))


def _wrong_bytes(address, file, path):
    """Return the Failure of a download that is not the file it should be, or None."""
    with open(path, "rb") as downloaded:
        beginning = downloaded.read(200).lstrip().lower()
    if beginning.startswith((b"<!doctype html", b"<html")):
        return Failure(address, "gave a web page instead of the file; does this network ask for a login first?")
    if file.verifiable and (found := file_sha256(path)) != file.sha256:
        return Failure(address, f"gave {path.stat().st_size:,} other bytes: SHA-256 {found[:8]}... instead of "
                                f"{file.sha256[:8]}...")
    return None
