"""Results over several seeds: median, range, and the bound of a checkpoint that follows from them."""
import json
import math
import os
import platform
from collections import defaultdict
from datetime import date
from statistics import median

from course_utils import machine, settings
from course_utils.checkpoints import AT_LEAST
from course_utils.running.lessons import RunError


def summarise(runs):
    """Return {checkpoint: {"variant|profile": figures}} of one lesson from pairs (seed, its checkpoints as dictionaries).

    The figures are seeds, values, median, low, high and bound: the worst value minus twice the range, or plus where the
    checkpoint states a highest value, rounded outwards at the third decimal.
    """
    found = defaultdict(list)
    for seed, checkpoints in runs:
        for entry in checkpoints:
            key = entry["id"], f"{entry['variant']}|{entry['profile']}", entry["direction"]
            found[key].append((seed, round(entry["value"], 6)))
    summary = defaultdict(dict)
    for (id, key, direction), pairs in sorted(found.items()):
        seeds, values = map(list, zip(*pairs))
        summary[id][key] = {"seeds": seeds, "values": values, "median": round(median(values), 6), "low": min(values),
                            "high": max(values), "bound": bound_from(values, direction), "direction": direction}
    return dict(summary)


def bound_from(values, direction=AT_LEAST):
    """Return the bound that follows from the values of several seeds, a multiple of 0.001; see `summarise`."""
    twice = 2 * (max(values) - min(values))
    # Rounded first, for 0.29 * 1000 is 290.00000000000006 and 0.57 * 1000 is 569.9999999999999.
    if direction == AT_LEAST:
        return math.floor(round((min(values) - twice) * 1000, 6)) / 1000
    return math.ceil(round((max(values) + twice) * 1000, 6)) / 1000


def record_times(outcomes, profile):
    """Return the file data/measurements/run_times.json of the checkout, with the seconds and the peak memory of lessons.

    Only what ran at the standard profile and passed is kept. What the file says of other lessons stays.
    """
    path = settings.checkout() / "data" / "measurements" / "run_times.json"
    kept = _read(path, "lessons")
    kept |= {outcome.lesson: {"seconds": outcome.seconds, "gigabytes": round((outcome.memory or 0) / 1e9, 2)}
             for outcome in outcomes if outcome.state == "passed" and profile == "standard"}
    return write_json(path, {"lessons": dict(sorted(kept.items())), "measured": date.today().isoformat(), **versions()})


def record(lesson, summary):
    """Return the file below data/measurements of the checkout in which the summary of a lesson was kept.

    What the file says of other checkpoints, variants and profiles stays. RunError where this is no checkout.
    """
    root = settings.checkout()
    if root is None:
        raise RunError("Measurements are recorded in a checkout of the course, and this is none. Leave out --record.")
    path = root / "data" / "measurements" / f"{lesson}.json"
    kept = _read(path, "checkpoints")
    for id, entries in summary.items():
        kept.setdefault(id, {}).update(entries)
    return write_json(path, {"lesson": lesson, "checkpoints": kept, "measured": date.today().isoformat(), **versions()})


def write_json(path, facts):
    """Return `path` after replacing it in one step by `facts` as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    temporary.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    os.replace(temporary, path)
    return path


def versions():
    """Return what results can depend on: the versions of Python, Keras and TensorFlow, and the size of the machine."""
    return {"python": platform.python_version(), "keras": machine.installed("keras"),
            "tensorflow": machine.installed("tensorflow"), "machine": f"{machine.cores().value} cores"}


def _read(path, key):
    try:
        return json.loads(path.read_text(encoding="utf-8"))[key]
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(f"{path} is damaged ({type(error).__name__}). Restore it with git, or remove it to begin "
                       "anew.") from error
