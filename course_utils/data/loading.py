"""`load`: a data set by its name, from wherever it can be had, else its stand-in."""
import inspect
from dataclasses import replace

from course_utils.data.errors import DataError

_LOADED = {}  # name: fingerprint of the content
MOST_UNASKED = 200_000_000  # bytes that are downloaded when a lesson needs them; `course fetch` has no such limit


def load(name, *, stand_in=True, registry=None, **parameters):
    """Return the Dataset of this name.

    A registered set is looked for in the folder that COURSE_DATA_DIR names, in the cache and at its addresses (not with
    COURSE_OFFLINE). Where it cannot be had, its built-in stand-in takes its place, which is said in one line; with
    `stand_in=False` a DataError says what was tried instead. Built-in and generated sets take parameters, such as
    load("moons", points=200, seed=0). `registry` is another Registry than the course's own. Raises DataError for a name
    that does not exist, too, and for parameters of a set that has none.
    """
    built_in = _built_in(registry)
    if name in built_in:
        _check_parameters(name, parameters, list(inspect.signature(built_in[name]).parameters))
        return _remember(name, built_in[name](**parameters), f"built-in:{name}")
    if registry is None:
        from course_utils.data.registry import default_registry

        registry = default_registry()
    entry = registry.entry(name)
    _check_parameters(name, parameters, [])
    dataset = _registered(name, entry, registry, stand_in)
    return _remember(name, dataset, dataset.content)


def loaded():
    """Return {name: fingerprint of the content} of all sets that this process has loaded."""
    return dict(_LOADED)


def content_at_hand(name, registry=None):
    """Return the fingerprint of the content that `load(name)` would give on this machine, without downloading.

    It is the hash of the registry, or "variant:NAME" where that has none; "stand-in:NAME" or "built-in:NAME" else. Files
    count by their size, as for `at_hand`. Raises DataError for a name that does not exist.
    """
    if name in _built_in(registry):
        return f"built-in:{name}"
    from course_utils.data.places import find_by_size
    from course_utils.data.registry import default_registry

    entry = (registry or default_registry()).entry(name)
    found = find_by_size(name, entry)
    return found[0].fingerprint if found else f"stand-in:{entry.stand_in}"


def _built_in(registry):
    """Return the sets that need no files; the registry, which is slower to read, is left alone where none is given."""
    if registry is not None:
        return registry.built_in
    from course_utils.data.builtin import BUILT_IN

    return BUILT_IN


def _check_parameters(name, given, known):
    """Raise DataError where a set is given parameters that it does not have."""
    unknown = [parameter for parameter in given if parameter not in known]
    if unknown:
        raise DataError(f"The data set {name} has no parameter {', '.join(unknown)}. "
                        f"It has: {', '.join(known) or 'none besides stand_in'}.", reason="there is no such parameter")


def _remember(name, dataset, content):
    _LOADED[name] = content
    return dataset if dataset.content == content else replace(dataset, content=content)


def _registered(name, entry, registry, stand_in):
    """Return the Dataset of a registered set, or its stand-in, announced; DataError where that is not wanted."""
    from course_utils.data import finding

    def use(found):
        return finding.read(name, entry, found, registry)

    trace = finding.Trace()
    dataset = (finding.find_on_disk(name, entry, use, trace)
               or finding.find_on_network(name, entry, use, trace, most=MOST_UNASKED))
    if dataset is not None:
        return dataset
    if not stand_in:
        raise finding.not_had(name, entry, trace)
    way = ", or COURSE_DATA_DIR" if entry.download else " says how to get it"
    print(f"{name} is not at hand ({trace.reason}): the stand-in {entry.stand_in} is used instead. For the real one: "
          f"course fetch {name}{way}.")
    other = registry.built_in[entry.stand_in]()
    return replace(other, name=name, variant=entry.stand_in, stand_in=True, content=f"stand-in:{entry.stand_in}")
