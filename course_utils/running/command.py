"""The command: lessons one after another, with progress meanwhile, tables at the end, and all figures in run.json."""
import json
import os
import time
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from course_utils import settings
from course_utils.running import seeds as measuring
from course_utils.running.executing import FAILED, PASSED, import_papermill, run_lesson
from course_utils.running.lessons import RunError, find_lessons, parse_parameters, refuse_unknown

SIGNS = {True: "met", False: "not met", None: "not judged"}


def run(names=(), *, profile="standard", parameters=(), seeds=None, record=False, to=None, solved=False, console=None):
    """Return the exit status of running lessons one after another: 0 where all is well, else 1.

    names: numbers or names of notebooks, none for all. parameters: texts name=value, which override the profile's.
    seeds: how many, to run each lesson that has a parameter `seed` with 0, 1, ...; then a checkpoint that is not met is no
    failure, since the bound is what is being measured. record: keep below data/measurements what was measured, the values of
    the seeds or, without seeds, time and memory. to: the folder of
    the executed notebooks. solved: with all answers filled in. RunError where something asked for cannot be had.
    """
    console = console or Console()
    if profile not in settings.PROFILES:
        raise RunError(f"There is no profile {profile!r}; choose one of {', '.join(settings.PROFILES)}.")
    if record and (parameters or settings.checkout() is None):
        raise RunError("--record keeps what is measured at a profile's own parameters, in a checkout of the course: "
                       "leave out -p.")
    import_papermill()
    given, lessons = parse_parameters(parameters), find_lessons(names, solved)
    refuse_unknown(lessons, given if seeds is None else {**given, "seed": 0})
    planned = list(_plan(lessons, profile, given, seeds))
    folder = _make_folder(to)
    outcomes = _run_all(planned, profile, folder, console)
    console.print(outcome_table(outcomes))
    summaries = _summaries(outcomes) if seeds is not None else {}
    _write_json(folder / "run.json", profile, outcomes, summaries)
    console.print(f"Executed notebooks and run.json: {folder}", soft_wrap=True, highlight=False, markup=False)
    if seeds is not None:
        _report_seeds(summaries, outcomes, record, console)
    elif record:
        measuring.record_times(outcomes, profile)
    bad = (FAILED,) if seeds is not None else (FAILED, "not met")
    return 1 if any(outcome.state in bad for outcome in outcomes) else 0


def _plan(lessons, profile, given, seeds):
    """Give (lesson, parameters, name of the file) for each run."""
    for lesson in lessons:
        parameters = lesson.parameters_for(profile, given)
        if seeds is None:
            yield lesson, parameters, f"{lesson.name}.ipynb"
        elif "seed" in lesson.parameters:
            for seed in range(seeds):
                yield lesson, {**parameters, "seed": seed}, f"{lesson.name}.seed-{seed}.ipynb"


def _run_all(planned, profile, folder, console):
    outcomes = []
    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("cell {task.completed} of {task.total}")
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        for lesson, parameters, name in planned:
            task = progress.add_task(Path(name).stem, total=len(lesson.notebook.cells))
            outcome = run_lesson(lesson, profile, parameters, folder / name,
                                 lambda number, task=task: progress.update(task, completed=number))
            progress.remove_task(task)
            console.print(f"{Path(name).stem}: {outcome.state} in {outcome.seconds:.0f} s", soft_wrap=True, highlight=False)
            outcomes.append(outcome)
    return outcomes


def outcome_table(outcomes):
    """Return a table of rich with a row for each Outcome: time, peak memory, what came of it, checkpoints."""
    table = Table("lesson", "seconds", "peak GB", "outcome", "checkpoints", box=None, header_style="bold")
    for outcome in outcomes:
        sign = "[green]✓[/]" if outcome.state == PASSED else "[red]✗[/]"
        said = f"{outcome.state}: {outcome.detail}" if outcome.detail else outcome.state
        memory = "" if outcome.memory is None else f"{outcome.memory / 1e9:.2f}"
        results = "\n".join(f"{entry['id']}: {entry['value']:.4g}, {SIGNS[entry['met']]}" for entry in outcome.checkpoints)
        seed = f" seed {outcome.parameters['seed']}" if "seed" in outcome.parameters else ""
        table.add_row(outcome.lesson + seed, f"{outcome.seconds:.1f}", memory, f"{sign} {escape(said)}", results)
    return table


def _summaries(outcomes):
    """Return {lesson: summary} of the lessons of which no run failed."""
    lessons = dict.fromkeys(outcome.lesson for outcome in outcomes)
    runs = {name: [outcome for outcome in outcomes if outcome.lesson == name] for name in lessons}
    return {name: measuring.summarise([(outcome.parameters["seed"], outcome.checkpoints) for outcome in done])
            for name, done in runs.items() if not any(outcome.state == FAILED for outcome in done)}


def _report_seeds(summaries, outcomes, record, console):
    table = Table("checkpoint", "data", "profile", "median", "range", "bound that follows", box=None, header_style="bold")
    for summary in summaries.values():
        for id, entries in summary.items():
            for key, found in entries.items():
                values = f"{found['median']:.4g}", f"{found['low']:.4g} to {found['high']:.4g}"
                table.add_row(id, *map(escape, key.split("|")), *values, f"{found['direction']} {found['bound']:g}")
    console.print(table)
    for name in dict.fromkeys(outcome.lesson for outcome in outcomes):
        if name not in summaries:
            console.print(f"{name}: a run failed, so nothing follows from its values.", highlight=False, soft_wrap=True)
        elif record:
            console.print(f"Recorded: {measuring.record(name, summaries[name])}", highlight=False, soft_wrap=True, markup=False)


def _write_json(path, profile, outcomes, summaries):
    facts = {"profile": profile, "ended": time.strftime("%Y-%m-%dT%H:%M:%S%z"), **measuring.versions(),
             "runs": [asdict(outcome) for outcome in outcomes], "seeds": summaries}
    path.write_text(json.dumps(facts, indent=1, default=str) + "\n", encoding="utf-8")


def _make_folder(to):
    """Return the folder of the run as an absolute path, after making it."""
    default = (settings.checkout() or Path.cwd()) / "build" / "runs" / time.strftime("%Y-%m-%d-%H%M%S")
    folder = Path(os.path.abspath(to or default))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"{folder} cannot be made ({error.strerror or error}). Choose another with --to FOLDER.") from error
    return folder
