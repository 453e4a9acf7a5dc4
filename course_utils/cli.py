"""The command `course`. Each command imports what it needs when it runs, so that `course --help` answers at once."""
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from course_utils import copies, settings
from course_utils import lab as laboratory

main = typer.Typer(
    name="course",
    help="From Perceptron to Transformer: open the lessons, see your progress, find what is wrong, run and build notebooks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def say(line):
    """Print a line as it is: never wrapped, so that an address can be clicked, and without markup."""
    Console().print(line, soft_wrap=True, markup=False, highlight=False)


@contextmanager
def plain_errors(*expected):
    """Turn an `expected` exception, or an unusable setting, into one line on standard error and exit status 2."""
    try:
        yield
    except (*expected, settings.SettingError) as error:
        Console(stderr=True).print(f"[bold red]error:[/] {escape(str(error))}", soft_wrap=True, highlight=False)
        raise typer.Exit(2) from None


@main.command()
def lab(
    folder: Annotated[Path | None, typer.Option(
        "--dir", help="Where your copies of the lessons lie.", show_default="my_lessons")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address, open no browser.")] = False,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to serve at; if taken, another.")] = None,
):
    """Bring your copies of the lessons up to date, never touching your work, and open JupyterLab on them."""
    with plain_errors(copies.LabError):
        target = folder or copies.lessons_folder()
        results = copies.refresh_lessons(settings.notebooks_folder(), target)
        for line in filter(None, map(copies.sentence, results)):
            say(line)
        status = laboratory.open_lab(target, results[0].name, browser=not no_browser, port=port, say=say)
    raise typer.Exit(status)


@main.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
):
    """Examine this machine and its set-up, with a cure for each problem; status 1 where there is one."""
    from course_utils import doctor as examiner

    with Console(stderr=True).status("Looking at the set-up, about ten seconds ..."):
        lines = examiner.examine()
    if as_json:
        print(examiner.as_json(lines))
    else:
        Console().print(examiner.as_table(lines))
    raise typer.Exit(1 if examiner.status(lines) == examiner.PROBLEM else 0)


def _size(count):
    """Return the size of a download in words; `count` is bytes, 0 where unknown, None where a person must get it."""
    if count is None:
        return "by hand"
    return f"{max(count, 100_000) / 1e6:,.1f} MB" if count else "size unknown"


@main.command()
def fetch(
    names: Annotated[list[str] | None, typer.Argument(
        metavar="[NAME]...", help="Data sets to fetch, such as mnist; by default all that can be downloaded.")] = None,
    only_list: Annotated[bool, typer.Option("--list", help="Only say which there are, and which are at hand.")] = False,
):
    """Download data sets into the cache, so that lessons find them without a network; status 1 where one fails."""
    from course_utils.data import DataError, list_sets
    from course_utils.data import fetch as fetch_sets

    with plain_errors(DataError):
        if only_list:
            for entry in list_sets():
                say(f"{entry.name:<20} {_size(entry.bytes):>12}  {'at hand' if entry.at_hand else '       '}  {entry.title}")
            return
        outcomes = fetch_sets(names or [], report=say)
    raise typer.Exit(1 if any(outcome.status == "failed" for outcome in outcomes) else 0)


@main.command()
def run(
    names: Annotated[list[str] | None, typer.Argument(
        metavar="[NN]...", help="Lessons to run, such as 06; by default all.")] = None,
    profile: Annotated[str, typer.Option(help="The size to run at: quick, standard or full.")] = "standard",
    parameters: Annotated[list[str] | None, typer.Option(
        "-p", metavar="NAME=VALUE", help="A parameter of the lesson, instead of the profile's. May be repeated.")] = None,
    seeds: Annotated[int | None, typer.Option(min=2, help="Run lessons that have a seed with 0, 1, ... so many.")] = None,
    record: Annotated[bool, typer.Option("--record", help="Keep what is measured in data/measurements.")] = False,
    to: Annotated[Path | None, typer.Option(
        metavar="FOLDER", help="Where the executed notebooks go.", show_default="build/runs/DATE-TIME")] = None,
    solved: Annotated[bool, typer.Option("--solved", help="With all answers filled in; in a checkout.")] = False,
):
    """Run lessons one after another and say what came of each; status 1 where one fails or misses a checkpoint."""
    with plain_errors(ValueError):  # RunError is one, and so is every error of authoring
        try:
            from course_utils.running import run as run_lessons
        except ModuleNotFoundError as error:
            raise ValueError(f"Running lessons needs the package {error.name}. Install it with: "
                             f'"{sys.executable}" -m pip install papermill') from error
        status = run_lessons(names or [], profile=profile, parameters=parameters or [], seeds=seeds, record=record, to=to,
                             solved=solved)
    raise typer.Exit(status)


@main.command()
def bench(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Benchmarks to run; by default all.")] = None,
    record: Annotated[bool, typer.Option("--record", help="Keep the figures in data/measurements.")] = False,
):
    """Measure times and speed-ups on this machine; status 1 where one misses its bound. Let nothing else run meanwhile."""
    with plain_errors(ValueError):
        from course_utils.running.benchmarks import bench as run_benchmarks

        status = run_benchmarks(names or [], record=record)
    raise typer.Exit(status)


@main.command()
def build(
    names: Annotated[list[str] | None, typer.Argument(
        metavar="[NN]...", help="Lessons to build, such as 06; by default those out of date.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say whether the notebooks match their sources.")] = False,
    edition: Annotated[str, typer.Option(help="Which edition to build.")] = "learner",
    to: Annotated[Path | None, typer.Option(help="Folder to write to instead of the edition's own.")] = None,
):
    """Build notebooks from their sources in lessons/; status 1 where one fails or, with --check, is out of date."""
    with plain_errors(ValueError):  # every error of authoring is one
        try:
            from course_utils.authoring.build import build_lessons
        except ModuleNotFoundError as error:
            raise ValueError(f"Building needs the package {error.name}, which contributors have. In the checkout, install "
                             f'with: "{sys.executable}" -m pip install -r requirements.lock') from error
        succeeded = build_lessons(names or [], check=check, edition=edition, to=to)
    raise typer.Exit(0 if succeeded else 1)


@main.command()
def progress():
    """Show which exercises you have solved."""
    from course_utils.checks import progress_text

    with plain_errors():
        say(f"{progress_text()}\n\nIn the companions, which are optional:\n{progress_text(further=True)}")


if __name__ == "__main__":
    main(prog_name="course")
