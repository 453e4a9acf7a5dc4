"""Finding a Python, making and mending the environment, and refusing a Python that the course does not run on."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
needs_shell = pytest.mark.skipif(shutil.which("sh") is None, reason="needs a POSIX shell, as make does")


def write_script(path, text):
    """Return `path` after writing an executable shell script there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{shutil.which('sh')}\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def tools(tmp_path):
    """A folder with the few commands that the scripts need; as the PATH it hides the system's own Pythons."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in ("cat", "cksum", "dirname", "head", "mkdir", "rm", "cp", "sh"):
        (folder / name).symlink_to(shutil.which(name))
    return folder


# --- finding one ------------------------------------------------------------------------------------------------------

@pytest.fixture
def find(tools, tmp_path):
    """A function that runs the finder on fakes, {"folder/name": (what it prints, its status)}, in PATH order."""

    def run(fakes):
        for place, (printed, status) in fakes.items():
            write_script(tmp_path / place, f"echo {printed}\nexit {status}")
        folders = dict.fromkeys(str((tmp_path / place).parent) for place in fakes)
        return subprocess.run([tools / "sh", ROOT / "deploy" / "find_python.sh"], capture_output=True, text=True,
                              env={"PATH": os.pathsep.join([*folders, str(tools)])}, cwd=tmp_path)

    return run


@needs_shell
@pytest.mark.parametrize("version", ["3.11.0", "3.12.4", "3.13.11"])
def test_finder_takes_a_supported_python(find, tmp_path, version):
    result = find({"bin/python3": (version, 0)})
    assert (result.returncode, result.stdout) == (0, f"{tmp_path}/bin/python3\n")


@needs_shell
@pytest.mark.parametrize("version", ["2.7.18", "3.10.13", "3.14.0", "3.1.1"])
def test_finder_refuses_another_python_by_name(find, version):
    result = find({"bin/python3": (version, 0)})
    assert (result.returncode, result.stdout) == (2, "")
    assert f"python3 is Python {version}\n" in result.stderr
    assert "Install one of these" in result.stderr


@needs_shell
def test_finder_names_a_python3_10_that_has_no_other_name(find):
    assert "python3.10 is Python 3.10.13\n" in find({"bin/python3.10": ("3.10.13", 0)}).stderr


@needs_shell
def test_finder_prefers_the_newest_supported_name(find, tmp_path):
    result = find({"bin/python3": ("3.11.2", 0), "bin/python3.12": ("3.12.1", 0), "bin/python3.14": ("3.14.0", 0)})
    assert result.stdout == f"{tmp_path}/bin/python3.12\n"


@needs_shell
def test_finder_passes_over_a_shim_that_fails_for_the_same_name_later(find, tmp_path):
    result = find({"shims/python3.13": ("", 127), "shims/python3.12": ("", 127), "the bin/python3.12": ("3.12.1", 0)})
    assert result.stdout == f"{tmp_path}/the bin/python3.12\n"


@needs_shell
def test_finder_refuses_a_python_without_ensurepip(find):
    result = find({"bin/python3": ("3.12.4", 1)})
    assert result.returncode == 2
    assert "python3 is Python 3.12.4, but without venv and ensurepip" in result.stderr


@needs_shell
def test_finder_falls_back_to_uv(find):
    result = find({"bin/python3": ("3.10.13", 0), "bin/uv": ("uv 0.9", 0)})
    assert (result.returncode, result.stdout) == (0, "uv\n")


@needs_shell
def test_finder_says_so_where_there_is_no_python_at_all(find):
    result = find({"bin/uv": ("", 127)})
    assert result.returncode == 2
    assert "no command python3 or python" in result.stderr


# --- making the environment -------------------------------------------------------------------------------------------

# It answers as Python does to what deploy/install.sh asks, and notes the steps of the installation in a log.
FAKE_PYTHON = """
case "$*" in
    "-c import sys; print"*) echo 3.12.4 ;;
    "-c import sys, pip"*) exit 0 ;;
    "-c import sysconfig"*) echo .venv/lib ;;
    "-m venv .venv") echo venv >> "$LOG"; mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
    "-m pip install"*) echo pip >> "$LOG"; exit "${PIP_STATUS:-0}" ;;
    "-m compileall"*) echo compile >> "$LOG"; exit 1 ;;
esac
"""
FULL = ["venv", "pip", "pip", "compile"]


@pytest.fixture
def checkout(tools, tmp_path):
    """A folder with a space in its name that holds what deploy/install.sh reads."""
    folder = tmp_path / "my course"
    shutil.copytree(ROOT / "deploy", folder / "deploy")
    (folder / "requirements.lock").write_text("numpy==2.5.5\n")
    (folder / "pyproject.toml").write_text("[project]\n")
    write_script(tmp_path / "bin" / "python3", FAKE_PYTHON)
    return folder


@pytest.fixture
def install(tools, tmp_path):
    """A function that runs deploy/install.sh in a checkout: (its exit status, the steps it took, what it said)."""

    def run(checkout, **variables):
        log = tmp_path / "log"
        log.write_text("")
        environment = {"PATH": f"{tmp_path / 'bin'}{os.pathsep}{tools}", "LOG": str(log), **variables}
        result = subprocess.run([tools / "sh", "deploy/install.sh"], cwd=checkout, env=environment,
                                capture_output=True, text=True)
        return result.returncode, log.read_text().split(), result.stdout + result.stderr

    return run


@needs_shell
def test_environment_is_made_once(checkout, install):
    status, steps, said = install(checkout)
    assert (status, steps) == (0, FULL), said
    assert "minutes" in said
    assert install(checkout) == (0, [], "")


@needs_shell
@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_changed_requirements_are_installed_into_the_same_environment(checkout, install, name):
    install(checkout)
    (checkout / name).write_text("# changed\n")
    assert install(checkout)[:2] == (0, FULL[1:])
    assert install(checkout)[1] == []


@needs_shell
def test_touching_the_lock_installs_nothing(checkout, install):
    install(checkout)
    os.utime(checkout / "requirements.lock", (2e9, 2e9))
    assert install(checkout)[1] == []


@needs_shell
def test_failed_installation_says_so_and_is_made_anew_next_time(checkout, install):
    status, steps, said = install(checkout, PIP_STATUS="1")
    assert (status, steps) == (1, ["venv", "pip"])
    assert "run make again" in said
    assert install(checkout)[:2] == (0, FULL)


@needs_shell
def test_failed_update_is_made_anew_next_time(checkout, install):
    install(checkout)
    (checkout / "requirements.lock").write_text("# changed\n")
    assert install(checkout, PIP_STATUS="1")[0] == 1
    assert install(checkout)[:2] == (0, FULL)


@needs_shell
@pytest.mark.parametrize("broken", ["exit 1", None])
def test_environment_whose_python_is_unsupported_or_gone_is_made_anew(checkout, install, broken):
    install(checkout)
    (checkout / ".venv" / "bin" / "python").unlink()
    if broken:
        write_script(checkout / ".venv" / "bin" / "python", broken)
    assert install(checkout)[:2] == (0, FULL)


@needs_shell
def test_environment_of_a_moved_checkout_is_made_anew(checkout, install):
    install(checkout)
    moved = checkout.rename(checkout.with_name("elsewhere"))
    assert install(moved)[:2] == (0, FULL)


@needs_shell
def test_environment_made_by_hand_is_kept(checkout, install):
    write_script(checkout / ".venv" / "bin" / "python", FAKE_PYTHON)
    (checkout / ".venv" / "own").write_text("mine")
    assert install(checkout)[:2] == (0, FULL[1:])
    assert (checkout / ".venv" / "own").read_text() == "mine"


@needs_shell
def test_without_any_python_nothing_is_made(checkout, install, tmp_path):
    (tmp_path / "bin" / "python3").unlink()
    status, steps, said = install(checkout)
    assert (status, steps) == (2, [])
    assert "Install one of these" in said
    assert not (checkout / ".venv").exists()


# --- the Python that runs it ------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("version", "accepted"), [
    ((3, 10), False), ((3, 11), True), ((3, 12), True), ((3, 13), True), ((3, 14), False),
])
def test_package_imports_on_supported_pythons_only(tmp_path, version, accepted):
    program = f"import sys; sys.version_info = {version} + (0, 'final', 0); import course_utils; print('imported')"
    result = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert (result.stdout == "imported\n") is accepted
    assert (f"this is Python {version[0]}.{version[1]}" in result.stderr) is not accepted


def test_a_real_python_3_10_is_refused_in_words(tmp_path):
    old = shutil.which("python3.10")
    if old is None or subprocess.run([old, "--version"], capture_output=True).returncode:
        pytest.skip("no python3.10 runs on this machine")
    environment = dict(os.environ, PYTHONPATH=str(ROOT), PYTHONDONTWRITEBYTECODE="1")
    result = subprocess.run([old, "-c", "import course_utils"], cwd=tmp_path, env=environment,
                            capture_output=True, text=True)
    assert "ImportError: This course runs on Python 3.11, 3.12 or 3.13, and this is Python 3.10" in result.stderr
