"""Finding a registered data set: on this machine, else at its addresses; and what was tried meanwhile."""
from dataclasses import dataclass, field

from course_utils import settings
from course_utils.data.dataset import Dataset
from course_utils.data.downloading import download
from course_utils.data.errors import DataError
from course_utils.data.hashing import content_hash
from course_utils.data.places import (
    CACHE,
    DATA_FOLDER,
    DIFFERENT,
    UNVERIFIED,
    VERIFIED,
    Located,
    cached_path,
    is_verified,
    located,
    why_not_in,
)


@dataclass
class Trace:
    """What was tried, a line each; the `reason` for the failure in a few words; `say` tells the learner one line."""

    say: object = print
    lines: list = field(default_factory=list)
    reason: str = ""

    def add(self, line, reason=""):
        """Add a line; the first reason that is given stays."""
        self.lines.append(line)
        self.reason = self.reason or reason


def read(name, entry, found, registry):
    """Return the Dataset of a Located; DataError where a file is damaged or its content is not what it should be."""
    variant = found.variant
    if found.state == DIFFERENT and not variant.content:
        raise _damaged(found, "and the registry knows no hash of its content")
    try:
        parts = registry.readers[variant.reader](found.files)
        got = "" if found.state == VERIFIED or not variant.content else content_hash(parts)
    except Exception as error:  # damaged input makes the libraries below the readers raise nearly anything
        raise _damaged(found, f"and cannot be read ({str(error) or type(error).__name__})") from error
    if got and got != variant.content:
        raise _damaged(found, "and holds other content than it should")
    return Dataset(name, entry.name_of(variant), parts, class_names=entry.class_names,
                   verified=found.state == VERIFIED or bool(got),
                   licence=entry.licence, citation=entry.citation, source=entry.source, about=entry.about,
                   content=variant.fingerprint)


def confirm(name, entry, found, registry):
    """Return the Located `found` if it is good: verified, or it can be read; else raise DataError as `read` does."""
    if found.state != VERIFIED:
        read(name, entry, found, registry)
    return found


def _damaged(found, why):
    said = "; ".join(found.faults) or ", ".join(str(path) for path in found.files.values())
    return DataError(f"damaged file in {found.place}: {said} {why}", reason="a file is damaged")


def find_on_disk(name, entry, use, trace):
    """Return `use(found)` for the first Located of the set that `use` accepts, or None.

    The data folder comes before the cache. Damaged files, and files found under another name, are told through `trace`.
    """
    for place in (DATA_FOLDER, CACHE):
        blamed = set()
        for found in located(name, entry, place):
            try:
                result = use(found)
            except DataError as error:
                trace.add(str(error))
                if not blamed.intersection(found.files.values()):  # two variants may differ in the packing of one file
                    trace.say(f"{name}: {error}.")
                blamed.update(found.files.values())
                continue
            for line in found.renamed:
                trace.say(f"{name}: {line}.")
            return result
        if not blamed:
            trace.add(why_not_in(place))
    return None


def find_on_network(name, entry, use, trace, most=float("inf")):
    """Return `use(found)` for the first variant that can be downloaded and that `use` accepts, or None.

    Nothing is asked where COURSE_OFFLINE is set, nor for more than `most` bytes. What is downloaded goes to the cache.
    """
    if settings.offline():
        trace.add("the network: not asked, because COURSE_OFFLINE is set", reason="COURSE_OFFLINE is set")
        return None
    fetchable = [variant for variant in entry.variants if variant.fetchable and variant.bytes <= most]
    if entry.download is None:
        trace.add("the network: the set has no address", reason="it has to be fetched by hand")
    elif not fetchable:
        size = f"{entry.download.bytes / 1e6:,.0f} MB"
        trace.add(f"the network: not asked for {size} without being told to", reason=f"it is a download of {size}")
    for variant in fetchable:
        try:
            found = _fetched(name, variant, trace)
        except DataError as error:  # the disk; another variant would not fit either
            trace.add(str(error), reason=error.reason)
            return None
        try:
            if found:
                return use(found)
        except DataError as error:
            trace.add(f"what was downloaded: {error}", reason="what was downloaded cannot be read")
            for path in found.files.values():
                path.unlink(missing_ok=True)
    return None


def _fetched(name, variant, trace):
    """Return the Located of a variant whose files are now in the cache, or None; DataError where they cannot be kept."""
    files = {file.path: cached_path(name, variant, file) for file in variant.files}
    for file in variant.files:
        if is_verified(files[file.path], file):
            continue
        failures = download(file, files[file.path])
        for failure in failures:
            trace.add(f"{failure.address} {failure.cause}")
        if failures:
            reached = [failure.cause for failure in failures if failure.reached]
            trace.reason = trace.reason or f"{file.path}: {'the address ' + reached[0] if reached else 'no network'}"
            return None
    state = VERIFIED if all(file.verifiable for file in variant.files) else UNVERIFIED
    return Located(variant, CACHE, files, state)


def not_had(name, entry, trace):
    """Return the DataError for a set that was not found: the reason, what was tried, and the ways out."""
    wanted = entry.download or entry.variants[0]
    files = ", ".join(f"{file.path} ({file.bytes / 1e6:,.1f} MB)" for file in wanted.files)
    ways = [f"set COURSE_DATA_DIR to a folder that holds {files}",
            wanted.manual or f"run `course fetch {name}` where there is a network",
            f'work with the stand-in, {entry.stand_in}: load("{name}") falls back on it unless stand_in=False']
    return DataError("\n".join([f"{entry.title} ({name}) cannot be had: {trace.reason}.", "Tried:",
                                *(f"  {line}" for line in trace.lines), "Ways out:",
                                *(f"  {way}" for way in ways)]), reason=trace.reason)
