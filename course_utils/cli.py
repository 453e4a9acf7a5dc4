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
    help="From Perceptron to Transformer: open the lessons, see your progress, build the notebooks.",
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
