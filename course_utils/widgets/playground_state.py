"""The settings of the network playground: one frozen object, which checks each value and has a short text form."""
import math
from dataclasses import asdict, dataclass, fields, replace
from difflib import get_close_matches

CLASSIFICATION = ("circle", "xor", "gaussians", "spiral", "own")
REGRESSION = ("plane", "multi-gaussian")
CHOICES = {
    "data": CLASSIFICATION + REGRESSION,
    "inputs": ("x1", "x2", "x1^2", "x2^2", "x1x2", "sin1", "sin2"),
    "activation": ("tanh", "relu", "sigmoid", "linear", "leaky-relu", "elu", "swish"),
    "regularisation": ("none", "l1", "l2"),
    "optimizer": ("sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam"),
    "initialisation": ("glorot", "he", "zero", "small", "large"),
}
RANGES = {"examples": (20, 1000), "noise": (0, 50), "share": (10, 90), "batch": (1, 1000), "learning_rate": (1e-6, 100.0),
          "strength": (0.0, 10.0), "seed": (0, 999_999)}
UNITS = {"noise": " (percent)", "share": " (percent)"}
WHOLE = ("examples", "noise", "share", "batch", "seed")
SWITCHES = ("discretise", "show_test")
MOST_LAYERS, MOST_NEURONS = 6, 8
REACH = 6.0                            # the plane of the points goes from -REACH to REACH, both ways
LEAST_OWN, MOST_OWN = 2, 300           # own points: of each class, and in all
OWN_DECIMALS = 2
DISPLAY = ("discretise", "show_test")  # what changes the picture, but not the training
# Two groups of own points to begin with: class A in the middle of a ring of class B, open to the right.
OWN_EXAMPLE = ((0.0, 0.0, "A"), (0.8, 0.6, "A"), (0.7, -0.8, "A"), (-0.7, 0.5, "A"), (2.2, 0.1, "A"), (3.8, -0.2, "A"),
               (3.0, 3.0, "B"), (0.0, 3.8, "B"), (-3.0, 2.8, "B"), (-4.0, 0.0, "B"), (-3.0, -3.0, "B"), (0.2, -3.9, "B"),
               (3.0, -2.8, "B"), (-2.0, 3.6, "B"))


SHORT = {"learning_rate": "rate", "show_test": "test"}  # in a line; all other settings are written with their own names
FULL = {short: name for name, short in SHORT.items()}
# What settings are called elsewhere, beside spellings that are merely near.
SYNONYMS = {"lr": "learning_rate", "eta": "learning_rate", "step": "learning_rate", "dataset": "data", "points": "examples",
            "samples": "examples", "features": "inputs", "layers": "hidden", "neurons": "hidden", "units": "hidden",
            "training": "share", "split": "share", "penalty": "regularisation", "reg": "regularisation", "l1": "regularisation",
            "l2": "regularisation", "lambda": "strength", "weights": "initialisation", "init": "initialisation",
            "batch_size": "batch", "random_state": "seed", "algorithm": "optimizer"}


class PlaygroundError(ValueError):
    """A setting that the playground does not know; the message says what was given, what is expected and what to do."""


@dataclass(frozen=True)
class PlaygroundState:
    """Every setting of the playground. Equal states give equal data, equal first weights, equal training.

    data: circle, xor, gaussians, spiral, own (two classes), plane, multi-gaussian (a number to predict). examples: how many
    are generated. noise: 0 to 50 percent. share: how many percent are trained on, 10 to 90; the rest is the test. batch:
    examples in a batch, or "all". inputs: at least one of x1, x2, x1^2, x2^2, x1x2, sin1, sin2. hidden: neurons of each
    hidden layer, up to 6 layers of 1 to 8. activation, regularisation (none, l1, l2) with its strength, optimizer,
    learning_rate, initialisation: as in CHOICES and RANGES. seed: of the data, the first weights and the order of the
    examples. discretise and show_test change the picture alone. own: own points, (x1, x2, "A" or "B") each.

    Raises PlaygroundError for any other value.
    """

    data: str = "circle"
    examples: int = 400
    noise: int = 0
    share: int = 50
    batch: int | str = 10
    inputs: tuple = ("x1", "x2")
    hidden: tuple = (4, 2)
    activation: str = "tanh"
    learning_rate: float = 0.03
    regularisation: str = "none"
    strength: float = 0.003
    optimizer: str = "sgd"
    initialisation: str = "glorot"
    seed: int = 0
    discretise: bool = False
    show_test: bool = False
    own: tuple = OWN_EXAMPLE

    def __post_init__(self):
        for field in fields(self):
            object.__setattr__(self, field.name, _checked(field.name, getattr(self, field.name)))  # frozen for all others

    @property
    def problem(self):
        """"classification" or "regression", which the data set decides."""
        return "classification" if self.data in CLASSIFICATION else "regression"

    def text(self):
        """Return the settings that differ from the default as one line, such as "data=spiral hidden=8,8 seed=5".

        Where none differs it is "default". `PlaygroundState.from_text` restores the very same state.
        """
        from course_utils.widgets.playground_text import to_text

        return to_text(self)

    @classmethod
    def from_text(cls, text):
        """Return the state that a line of settings describes; what it does not name has its default value.

        Order, blanks, capitals and quotes around the line do not matter. Raises PlaygroundError for anything else.
        """
        from course_utils.widgets.playground_text import settings_in

        return cls(**settings_in(text))

    def changed(self, **settings):
        """Return this state with other values for some settings; PlaygroundError for a wrong name or value.

        The short names of the text form, rate and test, will do as well.
        """
        named = {}
        for name, value in settings.items():
            full = known(FULL.get(name, name), [field.name for field in fields(self)])
            if full in named:
                raise PlaygroundError(f"{full} is set twice, as {SHORT[full]!r} as well; leave one of the two out.")
            named[full] = value
        return replace(self, **named)

    def trains_like(self, other):
        """Return whether training goes the same way as in the state `other`: all but the settings of the picture agree."""
        mine, theirs = asdict(self), asdict(other)
        return all(mine[name] == theirs[name] for name in mine if name not in DISPLAY)


def known(name, names):
    """Return `name` if it is one of `names`; else raise PlaygroundError, which suggests the nearest."""
    if name in names:
        return name
    meant = SYNONYMS.get(str(name).lower(), str(name).lower())
    near = get_close_matches(SHORT[meant] if SHORT.get(meant) in names else meant, names, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise PlaygroundError(f"There is no setting {name!r}.{hint} The settings are {', '.join(names)}.")


def as_state(given):
    """Return `given` as a PlaygroundState: it may be one, a line of text, or None for the default."""
    if given is None:
        return PlaygroundState()
    if isinstance(given, PlaygroundState):
        return given
    return PlaygroundState.from_text(given)


def _checked(name, value):
    """Return the value of a setting in its one form, or raise PlaygroundError."""
    if name == "inputs":
        return _checked_inputs(value)
    if name == "hidden":
        return _checked_hidden(value)
    if name == "own":
        return _checked_own(value)
    if name in CHOICES:
        return _choice(name, value)
    if name in SWITCHES:
        return _switch(name, value)
    return "all" if name == "batch" and value == "all" else _number(name, value)


def _choice(name, value):
    if value in CHOICES[name]:
        return str(value)
    near = get_close_matches(value.lower(), CHOICES[name], n=1, cutoff=0.5) if isinstance(value, str) else []
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise PlaygroundError(f"{name} is {value!r}.{hint} Choose one of {', '.join(CHOICES[name])}.")


def _switch(name, value):
    if value in (True, False):
        return bool(value)
    raise PlaygroundError(f"{name} is {value!r}; it must be True or False.")


def _number(name, value):
    low, high = RANGES[name]
    kind = "a whole number" if name in WHOLE else "a number"
    alone = not isinstance(value, bool | str) and value is not None
    try:
        number = float(value) if alone else math.nan
    except (TypeError, ValueError):
        number = math.nan
    if not low <= number <= high or (name in WHOLE and number != int(number)):  # the first is true of nan, too
        extra = ' or "all"' if name == "batch" else ""
        raise PlaygroundError(f"{name} is {value!r}; it must be {kind} from {low:g} to {high:g}{UNITS.get(name, '')}{extra}.")
    return int(number) if name in WHOLE else number


def _sequence(name, value, example):
    """Return the items of a sequence as a list; one that is written as a string or alone is refused."""
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        raise PlaygroundError(f"{name} is {value!r}; give a sequence, such as {example}.")
    return list(value)


def _checked_inputs(value):
    names = _sequence("inputs", value, '("x1", "x2")')
    for name in names:
        _choice("inputs", name)
    if not names:
        raise PlaygroundError(f"inputs is empty; a network needs at least one of {', '.join(CHOICES['inputs'])}.")
    return tuple(name for name in CHOICES["inputs"] if name in names)  # in this order, none twice


def _checked_hidden(value):
    sizes = _sequence("hidden", value, "(4, 2)")
    good = all(isinstance(size, int) and not isinstance(size, bool) and 1 <= size <= MOST_NEURONS for size in sizes)
    if not good or len(sizes) > MOST_LAYERS:
        raise PlaygroundError(f"hidden is {value!r}; give at most {MOST_LAYERS} layers of 1 to {MOST_NEURONS} neurons, such as "
                              "(4, 2), or () for none.")
    return tuple(int(size) for size in sizes)


def _checked_own(value):
    points = [_own_point(point) for point in _sequence("own", value, '((1.5, -2.0, "A"), (0.3, 4.0, "B"), ...)')]
    for letter in "AB":
        count = sum(point[2] == letter for point in points)
        if count < LEAST_OWN:
            raise PlaygroundError(f"own has {count} points of class {letter}; it needs at least {LEAST_OWN} of each class, one "
                                  "to train on and one to test with.")
    if len(points) > MOST_OWN:
        raise PlaygroundError(f"own has {len(points)} points; at most {MOST_OWN} are allowed. Leave some out.")
    return tuple(sorted(points, key=lambda point: point[2]))  # as the text form has them; within a class as they came


def _own_point(point):
    """Return one own point as (x1, x2, letter), the coordinates with two decimals."""
    try:
        x1, x2, letter = point
        place = tuple(round(float(value), OWN_DECIMALS) + 0.0 for value in (x1, x2))  # no -0.0
        good = letter in ("A", "B") and all(abs(value) <= REACH for value in place)
    except (TypeError, ValueError):
        good = False
    if not good:
        raise PlaygroundError(f'own holds {point!r}; a point is (x1, x2, "A" or "B"), with x1 and x2 from -6 to 6.')
    return (*place, letter)
