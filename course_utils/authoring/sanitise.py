"""What varies between machines, taken out of outputs before they are compared: the same patterns that nbval is given."""
import re
from functools import cache
from pathlib import Path

# The file that `pytest --nbval` takes as --nbval-sanitize-with.
PATTERNS = Path(__file__).with_name("nbval_sanitize.cfg")


def sanitised(text):
    """Return `text` with each match of a pattern replaced, in the order of the file PATTERNS, as nbval does it."""
    for pattern, replacement in _patterns():
        text = re.sub(pattern, replacement, text)
    return text


@cache
def _patterns():
    """Return [(regular expression, replacement), ...], read as nbval reads them: line after line, not as an INI file."""
    return re.findall(r"^regex: (.*)$\n^replace: (.*)$", PATTERNS.read_text(encoding="utf-8"), re.MULTILINE)
