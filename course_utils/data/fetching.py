"""Filling the cache before a workshop, and the list of what there is: the command `course fetch`."""
from typing import NamedTuple

from course_utils.data.downloading import forget_network
from course_utils.data.finding import Trace, confirm, find_on_disk, find_on_network
from course_utils.data.places import BUILT_IN, at_hand
from course_utils.data.registry import default_registry


class Outcome(NamedTuple):
    """What became of one set: status is present, fetched, failed or manual (a person must get it; `detail` says how)."""

    name: str
    variant: str
    bytes: int
    status: str
    detail: str


class Listed(NamedTuple):
    """One registered set: `bytes` is the size of the download, 0 where that is unknown, None where there is no download."""

    name: str
    title: str
    bytes: int | None
    at_hand: bool


def list_sets(registry=None):
    """Return a list of Listed (name, title, bytes, at_hand), one per registered set; nothing is read or downloaded."""
    registry = registry or default_registry()
    return [Listed(name, entry.title, entry.download.bytes if entry.download else None, at_hand(name, registry) is not None)
            for name, entry in registry.sets.items()]


def fetch(names=(), report=print, registry=None):
    """Return a list of Outcome, one per set, after putting into the cache what is not yet at hand.

    `names` is one name or several; without any, all registered sets that have an address. A set that fails does not stop
    the others. `report` is given one text for each set as soon as it is done, and one for each damaged or renamed file.
    Raises DataError, before anything is fetched, where a name does not exist.
    """
    registry = registry or default_registry()
    names = [names] if isinstance(names, str) else list(names)
    names = names or [name for name, entry in registry.sets.items() if entry.download]
    for name in names:
        at_hand(name, registry)  # refuses a name that does not exist
    forget_network()
    outcomes = []
    for name in names:
        outcomes.append(_fetch_one(name, registry, report))
        report(sentence(outcomes[-1]))
    return outcomes


def sentence(outcome):
    """Return what to tell about one Outcome."""
    said = {"present": "at hand", "fetched": "fetched", "failed": "not fetched", "manual": "to be fetched by hand"}
    size = f" ({outcome.variant}, {outcome.bytes / 1e6:,.1f} MB)" if outcome.variant else ""
    return f"{outcome.name}: {said[outcome.status]}{size}: {outcome.detail}"


def _fetch_one(name, registry, report):
    """Return the Outcome of one set."""
    if name in registry.built_in:
        return Outcome(name, "", 0, "present", BUILT_IN)
    entry, trace = registry.entry(name), Trace(say=report)

    def use(found):
        return confirm(name, entry, found, registry)

    found = find_on_disk(name, entry, use, trace)
    if found:
        return Outcome(name, found.variant.name, found.variant.bytes, "present", _detail(found))
    if entry.download is None:
        manual = next((variant.manual for variant in entry.variants if variant.manual), f"see {entry.source}")
        return Outcome(name, entry.variants[0].name, entry.variants[0].bytes, "manual", manual)
    found = find_on_network(name, entry, use, trace)
    if found:
        return Outcome(name, found.variant.name, found.variant.bytes, "fetched", _detail(found))
    return Outcome(name, entry.download.name, entry.download.bytes, "failed",
                   "\n  ".join([trace.reason, *trace.lines]))


def _detail(found):
    """Return where a set lies, and whether nobody knows the hash to compare it with."""
    return found.place if found.state != "unverified" else f"{found.place}, unverified"
