"""A helping word after the error that a restarted kernel and a skipped cell cause."""
import sys

from course_utils.notebook import running_shell

ADVICE = ("{name} has no value at this point. After a restart of the kernel, or if a cell above was skipped, choose "
          '"Run All Above Selected Cell" in the Run menu, then run this cell again. Otherwise look whether it is spelled as '
          "where it was made.")


def install():
    """Make the running IPython shell, if there is one, follow a NameError with advice; the error itself stays as it is."""
    shell = running_shell()
    if shell is not None and not shell.custom_exceptions:
        shell.set_custom_exc((NameError,), _show)


def _show(shell, kind, error, trace, tb_offset=None):
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
    print(ADVICE.format(name=f"`{error.name}`" if getattr(error, "name", None) else "A name"), file=sys.stderr)
