"""Starting the framework: the one place that imports it, silently, and only when a lesson asks for it. Seeds, and the place."""
import contextlib
import importlib
import logging
import os
import sys
import tempfile

BACKENDS = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}  # as Keras calls them, and as they call themselves
MISSING = ("{name} is not installed here, so this section is skipped: its cells run and show nothing. Everything else in "
           "the lesson works without it. `pip install {package}` brings it, on Python 3.11 to 3.13.")
LARGEST_SEED = 2**32 - 1  # NumPy takes no larger one


class FrameworkError(RuntimeError):
    """The framework could not be started; the message says why and what to do."""


def start(optional=False, backend=None):
    """Return the module `keras`, started without the lines that TensorFlow writes to the terminal.

    The backend is `backend`, else KERAS_BACKEND, else tensorflow; it is chosen by the first start in a kernel. On a GPU,
    memory is taken as it is needed, unless you have set that yourself. With `optional`, a missing backend is told in one
    note and None is returned; without, it raises FrameworkError, as do an unknown backend and one that comes too late.
    COURSE_VERBOSE_START=1 leaves the lines as they are, for finding out why a start fails.
    """
    chosen = chosen_backend(backend)
    if "keras" in sys.modules:
        return _already_started(chosen if backend or os.environ.get("KERAS_BACKEND") else None)
    os.environ["KERAS_BACKEND"] = chosen
    # Both would otherwise take nearly all the memory of a GPU at once, and leave nothing to a neighbour or a second lesson.
    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
    os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
    verbose = os.environ.get("COURSE_VERBOSE_START", "") not in ("", "0")
    if not verbose:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        with contextlib.nullcontext() if verbose else _silent():
            keras = importlib.import_module("keras")
        if not verbose:
            # A lesson that makes several small networks would otherwise be warned of "retracing", in red and at length.
            # After the import: where Python is used interactively, as in a notebook, TensorFlow sets its level itself.
            logging.getLogger("tensorflow").setLevel(logging.ERROR)
        return keras
    except ImportError as error:
        if optional and (error.name or "").split(".")[0] in (chosen, "keras"):
            print(MISSING.format(name=BACKENDS[chosen], package=chosen))
            return None
        raise FrameworkError(f"Keras could not start on the backend {chosen}: {error}. Set COURSE_VERBOSE_START=1 and "
                             "restart the kernel to see all that it says, or run `course doctor`.") from error


def chosen_backend(backend=None):
    """Return the backend that Keras is to run on: `backend`, else KERAS_BACKEND, else "tensorflow".

    FrameworkError where it is none of tensorflow, jax and torch.
    """
    given = backend or os.environ.get("KERAS_BACKEND", "") or "tensorflow"
    chosen = str(given).strip().lower()
    if chosen not in BACKENDS:
        where = "The backend asked for" if backend else "The environment variable KERAS_BACKEND"
        raise FrameworkError(f"{where} is {given!r}; it must be one of {', '.join(BACKENDS)}. "
                             "Correct it, or leave it out for tensorflow.")
    return chosen


def _already_started(wanted):
    """Return the loaded `keras`; FrameworkError where it runs on another backend than the `wanted` one (None: any)."""
    keras = importlib.import_module("keras")
    running = keras.backend.backend()
    if wanted not in (None, running):
        raise FrameworkError(f"Keras runs on {running} in this kernel already, so {wanted} comes too late: the backend is "
                             f"chosen by the first start. Restart the kernel, and say runtime.start(backend=\"{wanted}\") "
                             "before anything else imports Keras.")
    return keras


@contextlib.contextmanager
def _silent():
    """Turn descriptor 2 aside: TensorFlow's own code writes to it directly, past Python's sys.stderr."""
    sys.stderr.flush()
    with tempfile.TemporaryFile() as aside:
        kept = os.dup(2)
        os.dup2(aside.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def seed(number):
    """Return nothing; begin all random numbers anew from `number`, an integer from 0 to 4294967295.

    That is Python's `random`, NumPy's global generator and, where it has been started, Keras: initial weights, dropout,
    shuffling. A generator of your own, made by np.random.default_rng, is not touched. ValueError for any other number.
    """
    import random
    from operator import index

    import numpy as np

    if not 0 <= index(number) <= LARGEST_SEED:
        raise ValueError(f"The seed is {number}; it must be an integer from 0 to {LARGEST_SEED}.")
    random.seed(index(number))
    np.random.seed(index(number))
    if "keras" in sys.modules:
        sys.modules["keras"].utils.set_random_seed(index(number))


def where():
    """Return where this runs: "colab", "jupyterhub", "vscode", "jupyter" or "terminal"."""
    from course_utils.notebook import in_kernel, running_shell

    if "google.colab" in sys.modules or "COLAB_RELEASE_TAG" in os.environ:
        return "colab"
    if "JUPYTERHUB_SERVICE_PREFIX" in os.environ:
        return "jupyterhub"
    if not in_kernel():
        return "terminal"
    # The variable that VS Code gives to each notebook; its environment variables are there in its terminals, too.
    return "vscode" if "__vsc_ipynb_file__" in running_shell().user_ns else "jupyter"


def report():
    """Return a Report on this machine: versions, memory, disk, GPU, data sets. In a notebook it shows itself.

    It starts no framework and takes about a second. `course doctor` looks closer.
    """
    from course_utils import machine

    return machine.Report(machine.facts())
