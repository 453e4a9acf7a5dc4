"""Where files of data sets lie on this machine: in the data folder that COURSE_DATA_DIR names, and in the cache."""
import os
from pathlib import Path
from typing import NamedTuple

from course_utils import settings
from course_utils.data.hashing import file_sha256

DATA_FOLDER, CACHE, BUILT_IN = "the data folder", "the cache", "built in"
VERIFIED, UNVERIFIED, DIFFERENT = "verified", "unverified", "different"
MOST_FILES = 20_000  # how many files of a data folder are looked at for one that was renamed


class Located(NamedTuple):
    """The files of one variant as they lie in one place."""

    variant: object  # the VariantEntry
    place: str
    files: dict  # path as in the registry: Path on disk
    state: str  # verified, unverified (nobody knows the hash) or different (from the hash that is known)
    faults: tuple = ()  # what is different, a sentence for each file

    @property
    def renamed(self):
        """The sentences that say which files were found under another name or in another folder."""
        return [f"{expected} was found as {path}" for expected, path in self.files.items()
                if not path.as_posix().endswith(f"/{expected}")]


def cached_path(name, variant, file):
    """Return where a file of a variant of the set `name` lies in the cache, or would lie."""
    return settings.cache_folder() / name / variant.name / file.path


def located(name, entry, place):
    """Return a list of Located, one for each variant of which every file is in `place`, the verified ones first."""
    there = [_verified(variant, place, files) for variant, files in _candidates(name, entry, place, is_verified)]
    return sorted(there, key=lambda found: found.state != VERIFIED)


def at_hand(name, registry=None):
    """Return (name of the variant, place) of the data set `name` on this machine, or None; ("", "built in") needs no files.

    Files count as at hand if they exist and have their size; nothing is decoded, hashed or downloaded. Raises DataError for
    a name that does not exist.
    """
    if registry is None:
        from course_utils.data.registry import default_registry

        registry = default_registry()
    if name in registry.built_in:
        return "", BUILT_IN
    entry = registry.entry(name)
    found = find_by_size(name, entry)
    return (entry.name_of(found[0]), found[1]) if found else None


def find_by_size(name, entry):
    """Return (VariantEntry, place) of the first variant whose files exist and have their size, or None."""
    for place in (DATA_FOLDER, CACHE):
        for variant, files in _candidates(name, entry, place):
            if all(_has_size(files[file.path], file) or not file.bytes for file in variant.files):
                return variant, place
    return None


def why_not_in(place):
    """Return why a set was not found in `place`, as a line of what was tried."""
    folder = settings.data_folder() if place == DATA_FOLDER else settings.cache_folder()
    if folder is None:
        return "the data folder: COURSE_DATA_DIR is not set"
    if place == DATA_FOLDER and not folder.is_dir():
        return f"the data folder: COURSE_DATA_DIR is {folder}, and there is no such folder"
    return f"{place}, {folder}: not all of the set's files are there"


def _candidates(name, entry, place, accept=None):
    """Return pairs (variant, {path as in the registry: Path}) of the variants of which every file exists in `place`.

    In the data folder, a file that is missing is looked for under other names: of the same suffix and size, and such that
    the function `accept`, if there is one, is true of its Path and FileEntry.
    """
    if place == CACHE:
        paths = [(variant, {file.path: cached_path(name, variant, file) for file in variant.files})
                 for variant in entry.variants]
    else:
        paths = _in_data_folder(entry, accept)
    return [(variant, files) for variant, files in paths if all(path and os.path.isfile(path) for path in files.values())]


def _in_data_folder(entry, accept):
    folder = settings.data_folder()
    if folder is None or not folder.is_dir():
        return []
    listing = None  # of what lies there under names that the set does not know; made only where a file is missing
    paths = []
    for variant in entry.variants:
        files = {file.path: folder / file.path for file in variant.files}
        for file in variant.files:
            if file.verifiable and not os.path.isfile(files[file.path]):
                listing = _other_files(folder, entry) if listing is None else listing
                files[file.path] = _renamed(listing, file, accept)
        paths.append((variant, files))
    return paths


def _renamed(listing, file, accept):
    """Return the Path of the listing that may be `file` under another name, or None."""
    suffix = Path(file.path).suffix.lower()
    return next((path for path in listing if path.suffix.lower() == suffix and _has_size(path, file)
                 and (accept is None or accept(path, file))), None)


def _other_files(folder, entry):
    """Return the files below `folder` that are not where the set has one, in a fixed order, at most MOST_FILES."""
    known = {folder / file.path for variant in entry.variants for file in variant.files}
    return [path for path in _files_below(folder) if path not in known]


def _files_below(folder):
    """Return the files below `folder` in a fixed order, at most MOST_FILES."""
    found = []
    for parent, folders, names in os.walk(folder):
        folders.sort()
        found += [Path(parent, name) for name in sorted(names)]
        if len(found) >= MOST_FILES:
            break
    return found[:MOST_FILES]


def _has_size(path, file):
    try:
        return path.stat().st_size == file.bytes
    except OSError:
        return False


def _verified(variant, place, files):
    """Return the Located of files that exist, after comparing their hashes with those that are known."""
    states = [(file.path, *_state(files[file.path], file)) for file in variant.files]
    faults = tuple(f"{files[path]} {fault}" for path, _, fault in states if fault)
    kinds = {state for _, state, _ in states}
    state = next(kind for kind in (DIFFERENT, UNVERIFIED, VERIFIED) if kind in kinds)
    return Located(variant, place, files, state, faults)


def is_verified(path, file):
    """Return whether `path` exists and has the size and the SHA-256 of the FileEntry `file`."""
    return _state(path, file)[0] == VERIFIED


def _state(path, file):
    """Return (state, fault) of a file on disk; the fault is empty unless the file is different."""
    if not file.verifiable:
        return UNVERIFIED, ""
    try:
        if file.bytes and not _has_size(path, file):
            return DIFFERENT, f"has {path.stat().st_size:,} bytes instead of {file.bytes:,}"
        found = file_sha256(path)
    except OSError as error:
        return DIFFERENT, f"cannot be read ({error.strerror or error})"
    if found == file.sha256:
        return VERIFIED, ""
    return DIFFERENT, f"has the SHA-256 {found[:8]}... instead of {file.sha256[:8]}..."
