"""What is imported when, the silent start of the framework, a missing one, seeds, the place, the report on the machine."""
import json
import os
import random
import subprocess
import sys
import types

import numpy as np
import pytest

from course_utils import machine, runtime
from course_utils.machine import OK, PROBLEM, WARNING, Line, Report

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
@pytest.mark.parametrize("interactive", ["", "import sys; sys.ps1 = '>>> '\n"], ids=["script", "notebook"])
def test_no_warning_of_retracing_where_a_lesson_makes_several_networks(interactive):
    run = run_python(interactive + "import numpy as np; from course_utils import runtime; keras = runtime.start()\n"
                     "for _ in range(8):\n"
                     "    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])\n"
                     "    model.predict(np.ones((1, 1)), verbose=0)")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


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


def test_training_helpers_load_no_framework():
    assert loaded_after("from course_utils.training import checkpoint, track; list(track([1], says='one'))") == set()


def test_the_report_loads_no_framework():
    loaded = loaded_after("from course_utils import runtime; print(runtime.report())")
    assert not loaded & {"tensorflow", "keras", "jax", "torch", "sklearn", "scipy", "matplotlib", "IPython"}


@pytest.mark.parametrize("given, setting, chosen", [(None, None, "tensorflow"), (None, " JAX ", "jax"),
                                                    ("torch", "jax", "torch"), (None, "", "tensorflow")])
def test_the_backend_is_the_one_asked_for(monkeypatch, given, setting, chosen):
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    if setting is not None:
        monkeypatch.setenv("KERAS_BACKEND", setting)
    assert runtime.chosen_backend(given) == chosen


def test_an_unknown_backend_is_refused_with_those_there_are(monkeypatch):
    with pytest.raises(runtime.FrameworkError, match="backend asked for is 'mxnet'; it must be one of tensorflow, jax, torch"):
        runtime.start(backend="mxnet")
    monkeypatch.setenv("KERAS_BACKEND", "cntk")
    with pytest.raises(runtime.FrameworkError, match="KERAS_BACKEND is 'cntk'"):
        runtime.start(optional=True)


@pytest.fixture
def started(monkeypatch):
    """A stand-in for Keras that has been started on TensorFlow; `seeds` are those it was given."""
    keras = types.SimpleNamespace(seeds=[], backend=types.SimpleNamespace(backend=lambda: "tensorflow"))
    keras.utils = types.SimpleNamespace(set_random_seed=keras.seeds.append)
    monkeypatch.setitem(sys.modules, "keras", keras)
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    return keras


def test_a_second_start_gives_the_same_keras(started):
    assert runtime.start() is runtime.start(backend="tensorflow") is started


def test_a_backend_that_comes_too_late_is_refused(started, monkeypatch):
    with pytest.raises(runtime.FrameworkError, match="on tensorflow .* already, so jax comes too late.*Restart the kernel"):
        runtime.start(backend="jax")
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    with pytest.raises(runtime.FrameworkError, match="so torch comes too late"):
        runtime.start()


@pytest.mark.slow
def test_gpu_memory_is_taken_as_needed_unless_told():
    code = ("import os; from course_utils import runtime; runtime.start(); "
            "print(os.environ['TF_FORCE_GPU_ALLOW_GROWTH'], os.environ['XLA_PYTHON_CLIENT_PREALLOCATE'])")
    assert run_python(code).stdout == "true false\n"
    assert run_python(code, TF_FORCE_GPU_ALLOW_GROWTH="false").stdout == "false false\n"


def test_a_missing_backend_is_called_by_its_name(tmp_path):
    (tmp_path / "keras.py").write_text("raise ModuleNotFoundError(\"No module named 'jax'\", name='jax')")
    code = "from course_utils import runtime; print(runtime.start(optional=True, backend='jax'))"
    run = run_python(code, PYTHONPATH=tmp_path)
    assert run.stdout.startswith("JAX is not installed here") and run.stdout.endswith("None\n"), run.stderr


def drawn():
    """Return a number of each global generator."""
    return random.random(), np.random.random()


def test_a_seed_begins_all_random_numbers_anew(started):
    states = random.getstate(), np.random.get_state()
    runtime.seed(7)
    first = drawn()
    assert drawn() != first
    runtime.seed(np.int64(7))
    assert drawn() == first and started.seeds == [7, 7]
    random.setstate(states[0])
    np.random.set_state(states[1])


@pytest.mark.parametrize("number, kind", [(-1, ValueError), (2**32, ValueError), (0.5, TypeError), ("7", TypeError)])
def test_a_seed_that_cannot_be_one_is_refused(number, kind):
    with pytest.raises(kind):
        runtime.seed(number)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_weights():
    code = ("from course_utils import runtime; keras = runtime.start()\nfor seed in (3, 3, 4):\n    runtime.seed(seed)\n"
            "    layer = keras.layers.Dense(2)\n    layer.build((None, 3))\n    print(layer.get_weights()[0].tolist())")
    first, second, other = run_python(code).stdout.splitlines()
    assert first == second != other


@pytest.fixture
def nowhere(monkeypatch):
    """No sign of Colab, a JupyterHub or a kernel."""
    for name in ("COLAB_RELEASE_TAG", "JUPYTERHUB_SERVICE_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delitem(sys.modules, "google.colab", raising=False)
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    return monkeypatch


def kernel(monkeypatch, **names):
    shell = types.SimpleNamespace(kernel="a kernel", user_ns=names)
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: shell))


def test_where_it_runs(nowhere):
    assert runtime.where() == "terminal"
    kernel(nowhere)
    assert runtime.where() == "jupyter"
    kernel(nowhere, __vsc_ipynb_file__="lesson.ipynb")
    assert runtime.where() == "vscode"
    nowhere.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/ada/")
    assert runtime.where() == "jupyterhub"
    nowhere.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    assert runtime.where() == "colab"


def test_the_report_has_every_fact_once():
    report = runtime.report()
    names = [line.what for line in report.lines]
    assert names == ["Python", "system", "runs in", "cores", "memory", "disk", "backend", "GPU", "data", "progress"]
    assert all(line.value and line.state in (OK, WARNING, PROBLEM) for line in report.lines)
    assert all(line.cure for line in report.lines if line.state != OK)


def test_the_report_says_the_same_in_both_forms():
    bundle = Report([Line("disk", "1 < 2 GB", WARNING, "Free & clear some."), Line("Python", "3.13")])._repr_mimebundle_()
    assert bundle["text/plain"] == "! disk    1 < 2 GB\n          Free & clear some.\n\u2713 Python  3.13"
    assert "1 &lt; 2 GB" in bundle["text/html"] and "Free &amp; clear some." in bundle["text/html"]
    assert 'title="warning"' in bundle["text/html"] and "!</td>" in bundle["text/html"], "colour is never the only cue"


def test_a_missing_framework_is_a_problem_with_its_cure(monkeypatch):
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    monkeypatch.setattr(machine, "version", raising(machine.PackageNotFoundError()))
    monkeypatch.setattr(machine.sys, "platform", "linux")
    line = machine.framework()
    assert line.state == PROBLEM and "pip install keras tensorflow" in line.cure


def raising(error):
    """Return a function that raises `error`, whatever it is given."""
    def raise_it(*arguments, **options):
        raise error
    return raise_it


def test_a_mac_with_an_intel_processor_is_told_where_keras_lessons_run(monkeypatch):
    monkeypatch.setattr(machine, "version", raising(machine.PackageNotFoundError()))
    monkeypatch.setattr(machine.sys, "platform", "darwin")
    monkeypatch.setattr(machine.platform, "machine", lambda: "x86_64")
    line = machine.framework()
    assert line.state == WARNING and "Colab" in line.cure


def test_a_gpu_is_named_as_its_driver_names_it(monkeypatch):
    monkeypatch.setattr(machine.shutil, "which", lambda name: f"/bin/{name}")
    said = types.SimpleNamespace(stdout="NVIDIA L4, 23034 MiB, 550.54\n")
    monkeypatch.setattr(machine.subprocess, "run", lambda *arguments, **options: said)
    assert machine.gpu() == Line("GPU", "NVIDIA L4, 23034 MiB, 550.54")
    monkeypatch.setattr(machine.subprocess, "run", raising(OSError("driver and library differ")))
    assert machine.gpu().state == WARNING


def test_no_gpu_is_well(monkeypatch):
    monkeypatch.setattr(machine.shutil, "which", lambda name: None)
    assert machine.gpu().state == OK


def test_a_containers_limit_counts(monkeypatch):
    files = {"memory.max": "4000000000\n", "memory.current": "3000000000\n"}
    monkeypatch.setattr(machine.Path, "read_text", lambda path, **options: files[path.name])
    assert machine._within_container(64e9, 60e9) == (4e9, 1e9)
    files["memory.max"] = "max\n"
    assert machine._within_container(64e9, 60e9) == (64e9, 60e9)
