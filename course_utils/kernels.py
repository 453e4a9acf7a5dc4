"""Kernels of the interpreter that runs the course, whatever kernels the user has registered as python3."""
from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager, KernelManager


class _OfThisInterpreter:
    """What the two managers below have in common; `environment` is added to the kernel's own variables."""

    environment = {}

    @property
    def kernel_spec(self):
        """Return the specification of an IPython kernel of sys.executable."""
        # Below CRITICAL a kernel reports on the terminal how it is connected, and that it was interrupted to end it.
        return KernelSpec(**get_kernel_dict(extra_arguments=["--log-level=CRITICAL"]), env=self.environment)


class ThisInterpreter(_OfThisInterpreter, AsyncKernelManager):
    """A kernel manager for nbclient and papermill that starts the interpreter it runs in."""


class BlockingInterpreter(_OfThisInterpreter, KernelManager):
    """The same for plain calls."""
