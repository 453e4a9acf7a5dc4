"""`course doctor`: whether everything that the lessons need is there and works, and what to do about what is not."""
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from importlib.metadata import PackageNotFoundError, requires

from course_utils import copies, machine, settings
from course_utils.machine import OK, PROBLEM, WARNING, Line

BACKEND_SECONDS, KERNEL_SECONDS, NETWORK_SECONDS = 180, 60, 5
_START = """
import json
from course_utils import runtime
keras = runtime.start()
try:
    devices = keras.distribution.list_devices()
except (AttributeError, NotImplementedError, ImportError):  # not on every backend
    devices = []
print(json.dumps(devices))
"""


def examine():
    """Return the list of Lines of all examinations; takes about ten seconds, most of them for starting the framework."""
    examinations = (machine.python, machine.system, machine.place, packages, backend, machine.gpu, machine.cores,
                    machine.memory, machine.disk, machine.data, kernel, machine.progress, lessons_folder, cache_folder, network)
    return [line for examination in examinations for line in _lines_of(examination)]


def status(lines):
    """Return the worst state among the lines: ok, warning or problem."""
    return max((line.state for line in lines), key=(OK, WARNING, PROBLEM).index)


def as_json(lines):
    """Return one JSON object, {"status": ..., "lines": [{"what", "value", "state", "cure"}, ...]}, as text."""
    return json.dumps({"status": status(lines), "lines": [line._asdict() for line in lines]}, indent=1, ensure_ascii=False)


def as_table(lines):
    """Return the lines as a table of rich, the cure below what needs one."""
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    for line in lines:
        sign, colour = machine.SIGNS[line.state]
        cure = f"\n[bold]{line.state}:[/] {escape(line.cure)}" if line.cure else ""
        table.add_row(f"[{colour}]{sign}[/]", escape(line.what), escape(line.value) + cure)
    return table


def _lines_of(examination):
    """Return what an examination found as a list; where it fails itself, that is a problem of its own."""
    try:
        found = examination()
    except Exception as error:  # one that fails must not keep the others from being seen
        found = Line(examination.__name__, f"could not be examined: {type(error).__name__}: {error}", PROBLEM,
                     "Install the course again; if that does not help, report this line.")
    return [found] if isinstance(found, Line) else found


def packages(distribution=settings.DISTRIBUTION):
    """Return a Line for each needed package that is missing or in a version the course is not tested with, or one for all."""
    from packaging.requirements import Requirement

    try:
        needed = [Requirement(text) for text in requires(distribution) or []]
    except PackageNotFoundError:
        return Line("packages", f"{distribution} is not installed as a package, so what it needs is not known", WARNING,
                    "Install it as the README says.")
    needed = [entry for entry in needed if entry.marker is None or entry.marker.evaluate({"extra": ""})]
    found = list(filter(None, map(_fault_of, needed)))
    return found or Line("packages", f"all {len(needed)} needed are installed")


def _fault_of(needed):
    """Return the Line on a Requirement that is not met, or None."""
    version = machine.installed(needed.name)
    wanted = f"{needed.name}{needed.specifier}"
    cure = f'Install with: "{sys.executable}" -m pip install "{wanted}"'
    if version is None:
        return Line("packages", f"{needed.name} is missing", PROBLEM, cure)
    if not needed.specifier.contains(version, prereleases=True):
        return Line("packages", f"{needed.name} is {version}; the course is tested with {needed.specifier}", WARNING, cure)
    return None


def backend():
    """Return the Line on whether Keras starts on its backend, in another process and within a time limit."""
    line = machine.framework()
    if line.state != OK:
        return line
    try:
        # In the folder of the package, so that no file of the learner's, say random.py, stands in for a module.
        run = subprocess.run([sys.executable, "-c", _START], cwd=settings.PACKAGE.parent, capture_output=True, text=True,
                             timeout=BACKEND_SECONDS)
    except subprocess.TimeoutExpired:
        return Line("backend", f"{line.value} did not start within {BACKEND_SECONDS} s", PROBLEM,
                    "Close other programs and try again; see also COURSE_VERBOSE_START=1.")
    if run.returncode:
        last = (run.stderr.strip().splitlines() or [f"exit status {run.returncode}"])[-1]
        name = os.environ.get("KERAS_BACKEND") or "tensorflow"
        return Line("backend", f"{line.value} does not start: {last}", PROBLEM,
                    f'Install it anew: "{sys.executable}" -m pip install --force-reinstall keras {name}')
    devices = json.loads(run.stdout.splitlines()[-1])
    return Line("backend", f"{line.value} starts" + (f", on {', '.join(devices)}" if devices else ""))


def kernel():
    """Return the Line on whether a kernel of this interpreter starts and can add one and one."""
    try:
        from course_utils.kernels import BlockingInterpreter
    except ModuleNotFoundError as error:
        return Line("kernel", f"{error.name} is missing", PROBLEM,
                    f'Install with: "{sys.executable}" -m pip install jupyterlab')
    manager = BlockingInterpreter()
    try:
        manager.start_kernel()
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=KERNEL_SECONDS)
        reply = client.execute("", user_expressions={"sum": "1 + 1"}, reply=True, timeout=KERNEL_SECONDS)
        answer = reply["content"]["user_expressions"]["sum"]["data"]["text/plain"]
        client.stop_channels()
    except (OSError, RuntimeError, TimeoutError, KeyError) as error:
        return Line("kernel", f"does not start: {error}", PROBLEM,
                    f'Install it anew: "{sys.executable}" -m pip install --force-reinstall ipykernel')
    finally:
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)
    return Line("kernel", f"starts, and says that 1 + 1 is {answer}", OK if answer == "2" else PROBLEM)


def lessons_folder():
    """Return the Line on whether `course lab` can lay your copies of the lessons."""
    return machine.writable("lessons", copies.lessons_folder(), "Choose another folder: course lab --dir FOLDER")


def cache_folder():
    """Return the Line on whether downloaded data sets can be kept."""
    return machine.writable("cache", settings.cache_folder(), "Set COURSE_CACHE_DIR to a folder that you may write to, or "
                            "COURSE_DATA_DIR to one that holds the data sets.", otherwise=WARNING)


def network(address=None):
    """Return the Line on whether data sets could be downloaded: whether the first address of the registry answers."""
    if settings.offline():
        return Line("network", "COURSE_OFFLINE is set: it is never touched")
    address = address or _first_address()
    if address is None:
        return Line("network", "no data set is downloaded")
    cure = "Lessons run on what is at hand and on built-in stand-ins. Set COURSE_OFFLINE=1 to have them not even try."
    try:
        request = urllib.request.Request(address, method="HEAD", headers={"User-Agent": settings.DISTRIBUTION})
        urllib.request.urlopen(request, timeout=NETWORK_SECONDS).close()
    except urllib.error.HTTPError as error:
        return Line("network", f"{address} answers with status {error.code}", WARNING, cure)
    except OSError as error:  # URLError and every time-out are one
        return Line("network", f"{address} cannot be reached: {getattr(error, 'reason', error)}", WARNING, cure)
    return Line("network", f"{address} answers")


def _first_address():
    from course_utils.data.registry import default_registry

    files = (file for entry in default_registry().sets.values() for variant in entry.variants for file in variant.files)
    return next((address for file in files for address in file.addresses), None)
