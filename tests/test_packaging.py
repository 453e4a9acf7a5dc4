"""pyproject.toml, requirements.lock and environment.yml agree; the wheel is complete; the address is set once."""
import json
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from course_utils.contents import list_lessons
from course_utils.data.registry import default_registry

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
ADDRESS = PROJECT["urls"]["Repository"]
SYSTEMS = [("linux", "x86_64", "posix"), ("darwin", "arm64", "posix"), ("darwin", "x86_64", "posix"),
           ("win32", "AMD64", "nt")]


def wanted():
    """Return the requirements that the lock is resolved for: the course, opening its lessons, testing them."""
    extras = PROJECT["optional-dependencies"]
    return [Requirement(line) for line in [*PROJECT["dependencies"], *extras["lab"], *extras["test"]]]


def machine(python, system):
    """Return the values of the environment markers on a machine with this version of Python and this of SYSTEMS."""
    platform, processor, name = system
    return {"python_version": python, "python_full_version": f"{python}.9", "sys_platform": platform, "os_name": name,
            "platform_machine": processor, "implementation_name": "cpython",
            "platform_python_implementation": "CPython"}


def applies(requirement, values):
    return requirement.marker is None or requirement.marker.evaluate(values)


def locked(python, system):
    """Return {package: [versions]} of the lines of the lock that apply to a machine."""
    found = {}
    for requirement in map(Requirement, LOCK):
        if applies(requirement, machine(python, system)):
            found.setdefault(requirement.name, []).append(next(iter(requirement.specifier)).version)
    return found


def conda_requirements():
    """Return {package: Requirement} of environment.yml with its pip section, less python, pip and the course itself."""
    lines = [line for line in CONDA if isinstance(line, str)]
    lines += next(entry["pip"] for entry in CONDA if isinstance(entry, dict))
    packages = [line for line in lines if line not in ("pip", "-e .") and not line.startswith("python=")]
    return {requirement.name: requirement for requirement in map(Requirement, packages)}


@pytest.mark.parametrize("system", SYSTEMS, ids="-".join)
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_lock_pins_every_requirement_once_at_an_allowed_version(python, system):
    pins = locked(python, system)
    for requirement in wanted():
        if applies(requirement, machine(python, system)):
            (version,) = pins[requirement.name]
            assert requirement.specifier.contains(version), f"{requirement} is locked at {version}"
    assert {name: versions for name, versions in pins.items() if len(versions) > 1} == {}


def test_lock_holds_pins_and_nothing_else():
    pin = re.compile(r"[a-z0-9][a-z0-9-]*==[0-9][0-9a-z.+!]*( ; [a-z_]+ [\w .'<>=!*()]+)?")
    assert [line for line in LOCK if not pin.fullmatch(line)] == []
    assert len(LOCK) > len(wanted())


def test_conda_names_every_package_with_the_same_versions():
    conda = conda_requirements()
    named = {"jupyterlab", "tensorflow", "keras", "numpy", "matplotlib", "ipywidgets", "nbval", "papermill"}
    assert named <= set(conda)
    assert {name: requirement.specifier for name, requirement in conda.items()} \
        == {requirement.name: requirement.specifier for requirement in wanted()}


def test_conda_versions_are_locked_ones():
    (python,) = [line.removeprefix("python=") for line in CONDA if isinstance(line, str) and line.startswith("python=")]
    pins = locked(python, SYSTEMS[0])
    for name, requirement in conda_requirements().items():
        assert requirement.specifier.contains(pins[name][0]), f"{requirement} against {pins[name]}"


def test_tensorflow_and_keras_come_from_condas_pip_section():
    (pip,) = [entry["pip"] for entry in CONDA if isinstance(entry, dict)]
    assert {"tensorflow", "keras"} <= {Requirement(line).name for line in pip if line != "-e ."}


def test_tensorflow_cpu_is_nowhere():
    everything = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    everything += [*PROJECT["dependencies"], *LOCK, *conda_requirements()]
    names = {Requirement(line).name for line in everything}
    assert "tensorflow" in names and "tensorflow-cpu" not in names


# --- the wheel --------------------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The path of the course's wheel, built with the environment's own back end, so without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def isolated(wheel, tmp_path_factory):
    """A function that runs a program where the wheel is installed and the checkout out of sight; it returns the output.

    -I ignores PYTHONPATH and the current folder; -S leaves out site, and with it the .pth file of the checkout.
    """
    target, empty = tmp_path_factory.mktemp("installed"), tmp_path_factory.mktemp("empty")
    pip("install", "--target", target, wheel)
    places = [str(target), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]

    def run(program):
        command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {places!r}\n{program}"]
        result = subprocess.run(command, cwd=empty, capture_output=True, encoding="utf-8")
        assert result.returncode == 0, result.stderr
        return target, result.stdout

    return run


def pip(command, *arguments):
    """Run a pip command that may neither look anything up nor bring in a dependency."""
    options = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", command, *options, *map(str, arguments)], check=True)


def test_wheel_is_small_and_holds_what_learners_need_and_no_more(wheel):
    assert wheel.stat().st_size < 5_000_000
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"course_utils", "perceptron_to_transformer"}
    notebooks = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert notebooks and sorted(Path(name).name for name in names if name.endswith(".ipynb")) == notebooks
    assert any(name.endswith(".mplstyle") for name in names)
    assert not [name for name in names if name.endswith(".pyc") or ".ipynb_checkpoints" in name]


def test_wheel_works_without_the_checkout(isolated):
    target, printed = isolated(
        "import course_utils\n"
        "from course_utils import settings\n"
        "print(course_utils.__file__, settings.checkout(), settings.notebooks_folder(), sep='|')\n"
        "print(settings.repository_url())"
    )
    package = target / "course_utils"
    assert printed.splitlines() == [f"{package / '__init__.py'}|None|{package / 'notebooks'}", ADDRESS]
    assert list((package / "notebooks").glob("*.ipynb")) and list(package.glob("figures/*.mplstyle"))


def test_command_runs_from_the_wheel(isolated):
    _, printed = isolated("import runpy\nsys.argv = ['course', '--help']\n"
                          "runpy.run_module('course_utils.cli', run_name='__main__')")
    assert "Usage: course" in printed


# --- the public address -----------------------------------------------------------------------------------------------

def tracked_files():
    """Return the files of the repository as git lists them, untracked but not ignored ones included."""
    git = shutil.which("git")
    listing = git and subprocess.run([git, "ls-files", "-coz", "--exclude-standard"], cwd=ROOT, capture_output=True,
                                     encoding="utf-8")
    if not listing or listing.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_public_address_is_set_in_one_place():
    files = tracked_files()
    holders = {path.relative_to(ROOT).as_posix() for path in files if ADDRESS.encode() in path.read_bytes()}
    # The build puts it into the setup cell of each notebook.
    built = {f"notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert holders - built == {"pyproject.toml", "README.md", "CITATION.cff"} and built <= holders


def test_readme_and_citation_agree_with_pyproject():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"git clone {ADDRESS}\n" in readme
    repositories = re.findall(r"https://github\.com/[\w-]+/[\w-]+", readme)
    assert set(repositories) == {ADDRESS}
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["repository-code"], citation["version"]) == (ADDRESS, PROJECT["version"])


# --- make and the continuous integration ------------------------------------------------------------------------------

@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_help_names_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split()
    printed = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^make ([\w-]+)", printed, re.MULTILINE)) == set(targets) - {"help", "environment"}


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_ci_runs_make_test_and_hands_on_its_failure(tmp_path):
    fake = tmp_path / "make"
    fake.write_text('#!/bin/sh\necho "make $* with CI=$CI in $PWD"\nexit 3\n')
    fake.chmod(0o755)
    (tmp_path / "apt-get").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "apt-get").chmod(0o755)
    result = subprocess.run([ROOT / ".ci" / "run"], cwd=tmp_path, capture_output=True, text=True,
                            env={"PATH": f"{tmp_path}:/usr/bin:/bin"})
    assert (result.returncode, result.stdout) == (3, f"make test with CI=true in {ROOT}\n")
    assert "'make test' ended with status 3" in result.stderr


def readme_row(entry, seconds):
    """Return the row of a notebook in the README's table, from its facts and the recorded run time."""
    data = ", ".join(default_registry().entry(name).title for name in entry.data)
    colab = f"https://colab.research.google.com/github/{ADDRESS.removeprefix('https://github.com/')}/blob/main/notebooks/"
    number, optional = ("", " (optional)") if entry.further else (f"{entry.number:02d}", "")
    return (f"| {number} | [{entry.title}](notebooks/{entry.file}){optional} | {entry.minutes} | {seconds:.0f} s | {data} "
            f"| [Open in Colab]({colab}{entry.file}) |")


def test_the_lesson_table_of_the_readme_lists_every_notebook_with_its_facts():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    times = json.loads((ROOT / "data" / "measurements" / "run_times.json").read_text(encoding="utf-8"))["lessons"]
    rows = [readme_row(entry, times[Path(entry.file).stem]["seconds"]) for entry in list_lessons(ROOT / "notebooks")]
    assert [line for line in readme.splitlines() if "](notebooks/" in line] == rows != []


def test_the_picture_of_the_readme_is_there_with_a_description():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    description, path = re.search(r"!\[(.+?)\]\((.+?)\)", readme, re.DOTALL).groups()
    assert (ROOT / path).stat().st_size > 10_000 and len(description) > 100
