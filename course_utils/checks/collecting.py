"""The first half of a check: running an answer on the probes, and writing down what is seen as plain data."""
import functools

from course_utils.checks.declaring import find_exercise, seeded
from course_utils.checks.errors import explain_error
from course_utils.checks.limits import run_limited
from course_utils.checks.probes import ArgumentChanged, Call
from course_utils.checks.stub import blanks_left, is_untouched


def collect(exercise, answer):
    """Return what an answer does on the probes of an exercise (or of the exercise of this number), as plain data.

    The result is a dictionary that `plain.dumps` can write, for a judge in another process: `exercise`, `state` ("seen",
    "untouched", "none", "partly", "not callable", "raised", "slow" or "changed"), `seen` (one entry a probe, up to the
    first that failed), `probe` (the number of the probe that failed), `given`, `detail`, `printed`. It never raises for
    what an answer does.
    """
    entry = exercise if hasattr(exercise, "probes") else find_exercise(exercise)
    record = {"exercise": entry.id, "state": "seen", "seen": [], "given": [], "probe": None, "detail": {}, "printed": ""}
    early = _before_running(entry, answer)
    if early:
        return record | early
    return _run_probes(entry, answer, record)


def _before_running(entry, answer):
    if is_untouched(entry.id, answer):
        return {"state": "untouched"}
    if answer is None:
        return {"state": "none"}
    blanks = blanks_left(answer)
    if blanks:
        return {"state": "partly", "detail": {"blanks": blanks}}
    if any(isinstance(probe, Call) for probe in entry.probes) and not callable(answer):
        return {"state": "not callable", "detail": {"kind": type(answer).__name__}}
    return None


def _run_probes(entry, answer, record):
    progress = {"probe": 0}

    def observe_all():
        for number, probe in enumerate(entry.all_probes()):
            progress["probe"] = number
            record["given"].append(probe.describe(answer))
            record["seen"].append(probe.observe(answer))

    run = seeded(lambda: run_limited(observe_all, entry.seconds))
    record["printed"] = run.printed
    if run.slow:
        failed = {"state": "slow", "detail": {"seconds": entry.seconds, "stuck": run.stuck}}
    elif isinstance(run.error, ArgumentChanged):
        failed = {"state": "changed", "detail": dict(zip(("name", "kind"), run.error.args))}
    elif run.error is not None:
        failed = {"state": "raised", "detail": explain_error(run.error)}
    else:
        return record
    return record | failed | {"seen": list(record["seen"]), "probe": progress["probe"]}


@functools.cache
def observe_right(entry):
    """Return what the right answer does on all probes, always the same and therefore done once; errors in it are raised."""
    return seeded(lambda: [probe.observe(entry.right) for probe in entry.all_probes()])
