"""What is imported when, the silent start of the framework, and a missing one. Each in an interpreter of its own."""
import json
import os
import subprocess
import sys

import pytest

HEAVY = {"tensorflow", "keras", "jax", "torch", "pandas", "sklearn", "scipy", "matplotlib", "numpy", "pydantic", "IPython"}


def run_python(code, **settings):
    environment = {**os.environ, **{name: str(value) for name, value in settings.items()}}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=120)


def loaded_after(code):
    """Return which heavy packages are loaded after `code`."""
    run = run_python(f"{code}\nimport json, sys; print(json.dumps([name for name in sys.modules if '.' not in name]))")
    assert run.returncode == 0, run.stderr
    return HEAVY & set(json.loads(run.stdout.splitlines()[-1]))


def test_importing_the_package_loads_nothing_heavy():
    assert loaded_after("import course_utils") == set()


def test_a_check_needs_numpy_alone():
    assert loaded_after("from course_utils import accepted, check, progress, runtime; check('6.1', 6)") == {"numpy"}


def test_figures_load_no_framework():
    loaded = loaded_after("from course_utils import show; from course_utils.figures import plot_network; plot_network([2, 1])")
    assert not loaded & {"tensorflow", "keras", "jax", "torch", "pandas", "sklearn", "scipy"}


def test_an_unknown_helper_is_named_with_those_there_are():
    import course_utils

    with pytest.raises(AttributeError, match="no 'chekc'; it offers accepted, check"):
        course_utils.chekc  # noqa: B018


@pytest.mark.slow
def test_the_framework_starts_without_a_word():
    run = run_python("from course_utils import runtime; keras = runtime.start(); print(keras.backend.backend())")
    assert (run.stdout, run.stderr) == ("tensorflow\n", "")


@pytest.mark.slow
def test_the_words_can_be_had():
    code = "import os; from course_utils import runtime; runtime.start()"
    assert run_python(code, COURSE_VERBOSE_START=1).stderr != ""


def test_a_missing_framework_is_a_note_where_it_is_optional(without_tensorflow):
    run = run_python("from course_utils import runtime; print(runtime.start(optional=True))", PYTHONPATH=without_tensorflow)
    assert "TensorFlow is not installed here" in run.stdout and run.stdout.endswith("None\n") and run.returncode == 0


def test_a_missing_framework_is_a_clear_error_where_it_is_needed(without_tensorflow):
    run = run_python("from course_utils import runtime; runtime.start()", PYTHONPATH=without_tensorflow)
    assert run.returncode == 1 and "FrameworkError: Keras could not start on the backend tensorflow" in run.stderr
