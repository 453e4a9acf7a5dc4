"""Ways of accepting the answers of the companion of lesson 05, each with its reasons in words."""
import numpy as np

from course_utils.checks.accept import NONE, close, one_of
from course_utils.checks.answers_05_further import KINDS

_WHY = {
    "minimum": "Every curvature of this Hessian is above 1e-9.",
    "maximum": "Every curvature of this Hessian is below -1e-9.",
    "saddle": "This Hessian has a curvature above 1e-9 and one below -1e-9.",
    "open": "A curvature of this Hessian lies between -1e-9 and 1e-9, and the others are not of both signs.",
}
_FIRST = ("The first step is another already. There the running mean is (1 - rho) times the squared gradient, and the step "
          "learning_rate times gradient over the root of running mean and epsilon.")
_LATER = "The first step of the first optimizer is right, something after it is not: look at what `self.square` holds by then."
_MEAN = "mean times the root of the inputs"
_IN_PLACE = {
    "theta": "Your step changes `theta` itself, and its caller loses where it was. Write `theta = theta - ...`, or return the "
             "difference.",
    "gradient": "Your step changes `gradient` itself, and its caller loses it. Compute with a new name.",
}
_WEIGHTS = {
    "equal columns": "All columns are the same. Neurons that begin alike stay alike; each weight needs a draw of its own.",
    "equal rows": "All rows are the same: every input has the same weights. Each weight needs a draw of its own.",
    "follows the generator": "Two different generators give the same weights. Draw them from the argument `random`.",
    "can be repeated": "The same generator gives other weights the second time. Draw all of them from the argument `random`.",
}


def accept_kind(got, expected):
    """Return why a kind of flat place is not accepted, or None. Capitals count, since the lesson compares the texts."""
    got = got.item() if isinstance(got, np.ndarray) and got.ndim == 0 else got
    folded = got.strip().lower() if isinstance(got, str) else ""
    if got is None:
        return NONE
    if folded in KINDS and got != folded:
        return f"Later cells compare the texts letter by letter. Write {folded!r}, in small letters and without spaces."
    reason = one_of(*KINDS)(got, expected)
    return reason if reason is None or reason else _WHY[expected]


def accept_steps(got, expected):
    """Return why the places of an optimizer are not accepted, or None; what comes back is named before numbers are compared."""
    form = got.get("what comes back") if isinstance(got, dict) else None
    if form not in (None, expected.get("what comes back")):
        return (NONE if form == "None" else f"{form[:1].upper()}{form[1:]} came back. Return the place after the step alone, "
                                            "as an array, since later cells compute with it.")
    changed = got.get("changed in place") if isinstance(got, dict) else None
    if changed and not expected.get("changed in place") and "changed in place" in expected:
        return _IN_PLACE[changed]
    reason = close(rtol=1e-6, atol=1e-9)(got, expected)
    if reason and reason.endswith(" differs."):
        return _FIRST if reason.startswith("`place after step 1`") else _LATER
    return reason


def accept_weights(got, expected):
    """Return why random weights are not accepted, or None: form and shape first, then what makes them random, then the size."""
    for key, wanted in expected.items():
        if key not in got or not _agree(key, got[key], wanted):
            return _explain_weights(key, got, wanted) if key in got else ""
    return None


def _agree(key, value, wanted):
    if key == _MEAN:  # by chance it is about 0.01 away from 0
        return bool(np.isclose(value, wanted, rtol=0.05, atol=0.05))
    return bool(np.isclose(value, wanted, rtol=0.05, atol=1e-12)) if key == "variance" else value == wanted


def _explain_weights(key, got, wanted):
    value = got[key]
    if key == "what comes back":
        return NONE if value == "None" else f"The result is {value}; it should be an array of numbers."
    if key == "shape":
        axes = "one axis" if len(value) == 1 else f"the shape ({', '.join(map(str, value))})"
        return f"The matrix has {axes}; it should have the shape ({', '.join(map(str, wanted))}), inputs first."
    if key == _MEAN:
        return f"The mean of the weights, times the root of the number of inputs, is {value:.2g}; it should be about 0."
    if key == "variance":
        return f"The variance of your weights is {value:.3g} for {got.get('inputs')} inputs; it should be about {wanted:.3g}."
    return _WEIGHTS.get(key, "")
