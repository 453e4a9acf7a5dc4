"""The public tests: what their workflows call exists, their versions of Python are the course's, and they may only read."""
import re
import shlex
import tomllib

import pytest
import yaml
from lesson_runs import ROOT
from packaging.specifiers import SpecifierSet

PATHS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PYTHONS = [line.rsplit(" ", 1)[1] for line in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", line)]
workflows = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps_of(path):
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


def commands_in(path):
    return [line for step in steps_of(path) for line in step.get("run", "").splitlines()]


def pythons_of(path):
    """Return all versions of Python that a workflow sets up."""
    jobs = read(path)["jobs"].values()
    set_up = {step["with"]["python-version"] for step in steps_of(path) if "setup-python" in step.get("uses", "")}
    return {version for version in set_up if "$" not in version}.union(
        *(job.get("strategy", {}).get("matrix", {}).get("python", []) for job in jobs))


def test_there_are_the_two_workflows():
    assert [path.stem for path in PATHS] == ["tests", "weekly"]


@workflows
def test_a_workflow_may_only_read_does_not_pile_up_and_ends(path):
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["cancel-in-progress"] is True
    assert all(0 < job["timeout-minutes"] <= 90 and "permissions" not in job for job in workflow["jobs"].values())


@workflows
def test_actions_are_githubs_own_at_a_major_version(path):
    used = [step["uses"] for step in steps_of(path) if "uses" in step]
    assert used and [name for name in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", name)] == []


@workflows
def test_make_targets_exist(path):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    called = {shlex.split(line)[1] for line in commands_in(path) if line.startswith("make ")}
    assert called and called <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


@workflows
def test_files_and_markers_exist(path, request):
    lines = "\n".join(commands_in(path))
    named = re.findall(r"(?<![\w/])tests/\w+\.py|requirements\.lock", lines)
    assert [name for name in named if not (ROOT / name).is_file()] == []
    markers = {line.split(":")[0] for line in request.config.getini("markers")}
    assert set(re.findall(r'-m "not (\w+)"', lines)) == {"compared"} <= markers
    caches = [step["with"]["cache-dependency-path"] for step in steps_of(path) if "setup-python" in step.get("uses", "")]
    assert set(caches) == {"requirements.lock"}


@workflows
def test_pythons_are_those_the_course_runs_on(path):
    allowed = SpecifierSet(PROJECT["requires-python"])
    assert pythons_of(path) and [version for version in pythons_of(path) if not allowed.contains(f"{version}.9")] == []
    assert pythons_of(path) <= set(PYTHONS)


def test_linux_is_tested_in_full_from_the_oldest_to_the_newest_python():
    (path,) = [path for path in PATHS if path.stem == "tests"]
    linux = read(path)["jobs"]["linux"]
    assert linux["strategy"]["matrix"]["python"] == [PYTHONS[0], PYTHONS[-1]]
    assert "make test" in [step.get("run") for step in linux["steps"]]


def test_each_system_has_its_job():
    (path,) = [path for path in PATHS if path.stem == "tests"]
    systems = {job["runs-on"].split("-")[0] for job in read(path)["jobs"].values()}
    assert systems == {"ubuntu", "macos", "windows"}
