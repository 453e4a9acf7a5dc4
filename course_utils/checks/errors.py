"""What an error in a learner's answer means, told in plain words, with the line of theirs that it came from."""
import linecache
import re
import sysconfig
import traceback
from pathlib import Path

COURSE = str(Path(__file__).resolve().parents[1])
LIBRARY = sysconfig.get_path("stdlib")
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")  # Keras writes its messages in bold for a terminal


def explain_error(error):
    """Return an error as plain data: its `type`, `message`, the learner's `line` it came from, and our `words` for it."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith((COURSE, LIBRARY, "<__array_function__"))
           and "site-packages" not in frame.filename]
    line = (own[-1].line or linecache.getline(own[-1].filename, own[-1].lineno)).strip() if own else ""
    message = _ESCAPES.sub("", str(error))[:300]
    return {"type": type(error).__name__, "message": message, "line": line, "words": _words_for(error)}


_WORDS = (
    (NameError, "", "A name is used that has no value here. Is it spelled as where it was made, and did that cell run?"),
    (TypeError, "ellipsis", "A `...` is still standing in the place of an answer."),
    (TypeError, "NoneType", "Something is None that should have a value: often a function without a `return`."),
    (TypeError, "can be converted to", "A function of the module `math` takes one number; `np.exp` or `np.log` "
                                        "takes an array."),
    (TypeError, "bitwise_xor", "`^` is not a power in Python; `**` is."),
    (TypeError, "operand type(s) for ^", "`^` is not a power in Python; `**` is."),
    (TypeError, "same_kind", "An array of whole numbers cannot take decimals in place. Write `a = a + b` and not `a += b`."),
    (TypeError, "multiply sequence", "A list is not an array: `np.array(...)` makes one of it, which can be computed with."),
    (TypeError, "positional argument", "The function was called with other arguments than its `def` line takes."),
    (TypeError, "keyword argument", "The function was called with other arguments than its `def` line takes."),
    (ValueError, "matmul", "The shapes of the two sides of `@` do not fit: the last axis of the left one must be as long as "
                           "the first of the right one. Print both shapes."),
    (ValueError, "truth value", "`if`, `and`, `or`, `min` and `max` ask one truth value, and an array has many. "
                                "`np.where`, `&`, `|`, `np.minimum`, `np.maximum` are for arrays."),
    (ValueError, "values to unpack", "There are more or fewer values on the right of `=` than names on its left. "
                                     "Must it work for other sizes, too?"),
    (ValueError, "inhomogeneous", "No array can be made of a list whose entries have different lengths."),
    (ValueError, "broadcast", "The shapes of two arrays do not fit each other. Print both shapes."),
    (ValueError, "shapes", "The shapes of two arrays do not fit each other. Print both shapes."),
    (IndexError, "array of dimension", "An array has fewer axes than this line expects. Print its shape."),
    (IndexError, "boolean index", "The condition in the square brackets has another length than the array. Was one of them cut "
                                  "before the other? Keep the condition in a variable first."),
    (IndexError, "integer", "In square brackets stand whole numbers, slices or conditions; 2.0 is none of these."),
    (IndexError, "", "An index lies outside of its array or list. They are counted from 0."),
    (KeyError, "", "A dictionary does not have this key."),
    (AttributeError, "", "An object does not have what follows the dot. Is it spelled rightly, on the right object?"),
    (ZeroDivisionError, "", "Something was divided by zero."),
    (RecursionError, "", "A function calls itself without end."),
    (KeyboardInterrupt, "", "The run was interrupted from outside."),
    (SystemExit, "", "An answer must not end the program; leave `exit` and `quit` out."),
)


def _words_for(error):
    for kind, part, words in _WORDS:
        if isinstance(error, kind) and part in str(error):
            return words
    return ""
