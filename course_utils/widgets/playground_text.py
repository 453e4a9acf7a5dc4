"""The settings of the playground as one line of text, and back."""
import re
from dataclasses import fields

from course_utils.widgets.playground_state import FULL, SHORT, SWITCHES, WHOLE, PlaygroundError, PlaygroundState, known

DEFAULT = "default"
YES, NO = ("yes", "true", "on", "1"), ("no", "false", "off", "0")
NONE = ("none", "0", "")
EXAMPLE = "data=spiral hidden=8,8 rate=0.03 seed=5"
QUOTES = "'\"`\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"  # the straight ones, and those of word processors
MINUSES = "\N{MINUS SIGN}\N{EN DASH}\N{NON-BREAKING HYPHEN}"
INVISIBLE = "\N{ZERO WIDTH SPACE}\N{SOFT HYPHEN}\ufeff"


def to_text(state):
    """Return the settings of a PlaygroundState that differ from the default, as key=value with blanks between."""
    default = PlaygroundState()
    parts = [f"{SHORT.get(field.name, field.name)}={_written(field.name, getattr(state, field.name))}"
             for field in fields(state) if getattr(state, field.name) != getattr(default, field.name)]
    return " ".join(parts) or DEFAULT


def settings_in(text):
    """Return {setting: value} as a line of text says; values are read, but only PlaygroundState judges them.

    Raises PlaygroundError for what is no key=value, for an unknown or repeated key and for an unreadable value.
    """
    if not isinstance(text, str):
        raise PlaygroundError(f"The setting is of type {type(text).__name__}; give a line of text, such as {EXAMPLE!r}.")
    settings = {}
    for part in _parts(text):
        key, equals, value = part.partition("=")
        if not equals or not key:
            raise PlaygroundError(f"{part!r} is no setting; write key=value with blanks between them, such as {EXAMPLE!r}.")
        name = FULL.get(key, key)
        known(SHORT.get(name, name), keys())
        if name in settings:
            raise PlaygroundError(f"{key} is set twice; leave one of the two out.")
        settings[name] = _read(name, value)
    return settings


def keys():
    """Return the keys of the text form, in the order in which they are written."""
    return [SHORT.get(field.name, field.name) for field in fields(PlaygroundState)]


def points_in(text):
    """Return own points ((x1, x2, letter), ...) from their text form "A:1.5,-2;0,3/B:4,4;-1,2".

    Raises PlaygroundError, with the piece it cannot read.
    """
    points = []
    for group in filter(None, text.strip("/").split("/")):
        letter, colon, places = group.partition(":")
        if not colon or letter.upper() not in ("A", "B"):
            raise PlaygroundError(f"own holds {group[:30]!r}; write the points of both classes as A:1.5,-2;0,3/B:4,4;-1,2.")
        for place in filter(None, places.split(";")):
            points.append((*_numbers("own", place, 2), letter.upper()))
    return tuple(points)


def _parts(text):
    """Return the key=value pieces of a line, in small letters, free of what chats and word processors add."""
    for sign in MINUSES:
        text = text.replace(sign, "-")
    text = text.translate({ord(sign): None for sign in QUOTES + INVISIBLE}).lower()
    text = re.sub(r"\s*([=,;:/])\s*", r"\1", text.strip())  # blanks around signs mean nothing
    pieces = text.split()
    if not pieces:
        raise PlaygroundError(f"The setting is empty; write {DEFAULT!r}, or what differs from it, such as {EXAMPLE!r}.")
    return [] if pieces == [DEFAULT] else pieces


def _written(name, value):
    if name in SWITCHES:
        return "yes" if value else "no"
    if name == "own":
        return "/".join(f"{letter}:" + ";".join(f"{x1:g},{x2:g}" for x1, x2, mine in value if mine == letter)
                        for letter in "AB")
    if isinstance(value, tuple):
        return ",".join(map(str, value)) or "none"
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _read(name, value):
    """Return what a piece of text says, as number, tuple, truth value or text; what it cannot be read as raises."""
    if name in SWITCHES:
        return _switch(name, value)
    if name == "own":
        return points_in(value)
    if name == "hidden":
        return () if value in NONE else _numbers(name, value, None)
    if name == "inputs":
        return tuple(filter(None, value.split(",")))
    if name in WHOLE and value != "all":
        return _numbers(name, value, 1)[0]
    return _numbers(name, value, 1)[0] if name in ("learning_rate", "strength") else value


def _switch(name, value):
    if value in YES or value in NO:
        return value in YES
    raise PlaygroundError(f"{SHORT.get(name, name)} is {value!r}; write yes or no.")


def _numbers(name, text, count):
    """Return the numbers in `text`, which commas separate; whole ones as int. `count` is how many are expected, if it is."""
    try:
        numbers = tuple(int(piece) if re.fullmatch(r"[+-]?\d+", piece) else float(piece) for piece in text.split(","))
    except ValueError:
        numbers = None
    if numbers is None or count not in (None, len(numbers)):
        wanted = {None: "write numbers with commas between them", 1: "write a number", 2: "write two numbers, as 1.5,-2"}[count]
        raise PlaygroundError(f"{SHORT.get(name, name)} is {text[:40]!r}; {wanted}.")
    return numbers
