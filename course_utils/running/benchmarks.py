"""`course bench`: measured times and speed-ups, kept with the machine they were measured on, and judged by their bounds."""
import json
from datetime import date
from importlib import import_module

from rich.console import Console
from rich.table import Table

from course_utils import settings
from course_utils.running.lessons import RunError
from course_utils.running.seeds import versions, write_json

# Each module has measure() and BOUNDS.
BENCHMARKS = {"engine": "course_utils.running.bench_engine", "mnist": "course_utils.running.bench_mnist"}


def bench(names=(), *, record=False, console=None):
    """Return the exit status of running benchmarks, all where no names are given: 1 where a bound is not met, else 0.

    record: keep the figures as data/measurements/bench_NAME.json of the checkout. RunError for a name that there is not, and
    where there is no checkout to record in.
    """
    console = console or Console()
    if unknown := [name for name in names if name not in BENCHMARKS]:
        raise RunError(f"There is no benchmark {unknown[0]!r}; there is {', '.join(BENCHMARKS)}.")
    if record and settings.checkout() is None:
        raise RunError("Measurements are recorded in a checkout of the course, and this is none. Leave out --record.")
    met = []
    for name in names or BENCHMARKS:
        module = import_module(BENCHMARKS[name])
        figures = module.measure()
        console.print(figures_table(name, figures, module.BOUNDS))
        met += [judge(figures[what], bound) for what, bound in module.BOUNDS.items()]
        if record:
            facts = {"figures": {what: float(f"{value:.4g}") for what, value in figures.items()},
                     "measured": date.today().isoformat(), **versions()}
            write_json(recorded(name), facts)
    return 0 if all(met) else 1


def recorded(name):
    """Return the path of the figures that were recorded of a benchmark in the checkout."""
    return settings.checkout() / "data" / "measurements" / f"bench_{name}.json"


def read_figures(name):
    """Return the recorded figures of a benchmark, {what: value}; FileNotFoundError where none were recorded."""
    return json.loads(recorded(name).read_text(encoding="utf-8"))["figures"]


def judge(value, bound):
    """Return whether a value meets its bound, a pair ("at least" or "at most", number)."""
    return value >= bound[1] if bound[0] == "at least" else value <= bound[1]


def figures_table(name, figures, bounds):
    """Return the figures of a benchmark as a table, each with its bound and whether it is met."""
    table = Table("what", "measured", "bound", "", title=f"benchmark: {name}", title_justify="left")
    for what, value in figures.items():
        bound = bounds.get(what)
        table.add_row(what, f"{value:,.4g}" if value < 1000 else f"{value:,.0f}", f"{bound[0]} {bound[1]:g}" if bound else "",
                      {True: "met", False: "not met", None: ""}[judge(value, bound) if bound else None])
    return table
