"""What stands below the title of a learner's notebook: the link that opens it on Google Colab, and the cell it needs there."""
from nbformat.v4 import new_code_cell, new_markdown_cell

from course_utils import settings
from course_utils.authoring.lesson import AuthoringError

BRANCH = "main"
LINK_ID, SETUP_ID = "colab", "setup"
_GITHUB = "https://github.com/"
_COLAB = "https://colab.research.google.com/github/"
_LINK = ("[Open in Colab]({colab}{repository}/blob/{branch}/notebooks/{stem}.ipynb): the next cell installs the "
         "course's helpers there, and does nothing elsewhere.")
# No `%pip`: tests run cells as plain Python. Without dependencies, because Colab has all of them and none may be replaced.
_SETUP = '''\
# On Google Colab this installs the course's helpers, in seconds, and changes no other package.
import importlib.util
import subprocess
import sys

if "google.colab" in sys.modules and importlib.util.find_spec("course_utils") is None:
    address = "{address}/archive/refs/heads/{branch}.zip"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", address]
    pip = subprocess.run(command, capture_output=True, text=True)
    if pip.returncode != 0:
        raise RuntimeError(f"The course's helpers could not be installed from {{address}}. Look whether "
                           f"the network is there, then run this cell again. pip said:\\n{{pip.stderr}}")
    importlib.invalidate_caches()
    print("The course's helpers are installed. Colab forgets your answers and your progress when it "
          "closes this machine: File > Save a copy in Drive keeps the answers.")'''


def opening_cells(stem):
    """Return the two cells below the title of the notebook `stem`: the link to Colab, and the cell tagged setup.

    Both are made from the address in pyproject.toml. AuthoringError where that is none on GitHub, from where Colab opens
    notebooks, or is not at hand.
    """
    address = settings.repository_url().rstrip("/")
    if not address.startswith(_GITHUB):
        raise AuthoringError(f"Colab opens notebooks from GitHub, and the address of the course is {address!r}. Set Repository "
                             f"in pyproject.toml to one that begins with {_GITHUB}, and install the course again.")
    repository = address.removeprefix(_GITHUB)
    link = new_markdown_cell(_LINK.format(colab=_COLAB, repository=repository, branch=BRANCH, stem=stem))
    # Folded in JupyterLab: it is of no concern to a learner there.
    setup = new_code_cell(_SETUP.format(address=address, branch=BRANCH),
                          metadata={"tags": ["setup"], "jupyter": {"source_hidden": True}})
    link.id, setup.id = LINK_ID, SETUP_ID
    return [link, setup]
