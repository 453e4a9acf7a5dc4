"""The exercise of lesson 08, playground, on early stopping."""
import numpy as np

from course_utils.checks import call, exact, exercise, mistake, whole_number
from course_utils.checks.answers_08 import (
    early_stopping,
    stopping_against,
    stopping_against_first,
    stopping_at_falls,
    stopping_by_counter,
    stopping_by_value,
    stopping_else,
    stopping_from_one,
    stopping_shifted,
    stopping_with,
    stopping_with_loss,
)

_CURVE = [0.7, 0.5, 0.55, 0.4, 0.42, 0.4, 0.45, 0.3, 0.6, 0.7, 0.1]


def _walks(random):
    """Return probes with curves that fall and jitter, and several kinds of patience."""
    curves = [np.abs(np.abs(np.linspace(-1, 0.6, 40)) + random.normal(0, 0.15, 40)) for _ in range(8)]
    return [call(curve.round(3).tolist(), patience) for curve, patience in zip(curves, (1, 2, 3, 4, 5, 6, 8, 50))]


exercise(
    "8.6", right=early_stopping, points=3, random_probes=_walks,
    accept=whole_number(exact(), "Later cells take a loss out of a list by it: return a whole number."),
    probes=[call(_CURVE, 2), call(_CURVE, 3), call(_CURVE, 5), call([0.9, 0.8, 0.7], 2), call([0.3, 0.4, 0.5, 0.2], 1),
            call([0.5, 0.5, 0.5, 0.4], 2), call([0.9, 0.8, 0.7], 1), call([0.5, 0.6, 0.3, 0.4], 2),
            call([1.8, 1.5, 1.4], 5), call([40.0, 35.0, 36.0, 30.0], 2), call([0.8, 0.7, 0.3, 0.4], 9),
            call([4e15, 3e15, 2e15], 5), call([0.5, 0.4999, 0.4998, 0.4997], 2)],
    also_right=[stopping_by_counter, lambda losses, patience: np.int64(early_stopping(losses, patience))],
    mistakes=[
        mistake("This is the lowest of all losses. But training has stopped before it got there: what comes after `patience` "
                "epochs without a new best is never seen.", lambda losses, patience: int(np.argmin(losses))),
        mistake("This is the epoch in which it stops. Return the one to go back to, the best before.",
                lambda losses, patience: stopping_with(losses, patience, gives="last")),
        mistake("You count the epochs from 1. The first loss is that after epoch 0.",
                lambda losses, patience: stopping_with(losses, patience, gives="counted from 1")),
        mistake("The first loss is the first best. You count it as an epoch that brought no new one.",
                lambda losses, patience: stopping_with(losses, patience, waited=1)),
        mistake("It waits one epoch too long: it should stop as soon as `patience` epochs have brought no new best.",
                lambda losses, patience: early_stopping(losses, patience + 1)),
        mistake("It stops one epoch too early. Only when `patience` epochs in a row have brought no new best is it over.",
                lambda losses, patience: stopping_with(losses, patience - 1)),
        mistake("The counter must begin again at 0 with each new best. You count all epochs without one, those before it, too.",
                lambda losses, patience: stopping_with(losses, patience, reset=False)),
        mistake("You compare each loss with the one before. Compare it with the best so far: a loss that falls again after a "
                "rise is not a new best.", lambda losses, patience: stopping_with(losses, patience, previous=True)),
        mistake("An equal loss is no new best here. Only a lower one is: `<`, not `<=`.",
                lambda losses, patience: stopping_with(losses, patience, better=lambda loss, lowest: loss <= lowest)),
        mistake("This is the loss. Return the epoch in which it was reached.",
                lambda losses, patience: losses[early_stopping(losses, patience)]),
        mistake("You look for the highest value. These are losses: the lower the better.",
                lambda losses, patience: early_stopping([-loss for loss in losses], patience)),
        mistake("Your lowest loss begins at a fixed number, and a curve may begin above it. Begin with `losses[0]`.",
                lambda losses, patience: stopping_against(losses, patience, lowest=1)),
        mistake("Your lowest loss begins at a fixed number that is too small for some curves: begin with `losses[0]`, epoch 0.",
                lambda losses, patience: stopping_against(losses, patience, lowest=10)),
        mistake("Your lowest loss begins at a large number, and some losses are larger still. Begin with `losses[0]`, or with "
                "infinity, `float('inf')`.", lambda losses, patience: stopping_against(losses, patience, lowest=1e6)),
        mistake("The answer is 0, always. Does the `return` stand inside the loop, and end it in its first round? Is "
                "`best = epoch` missing? Or is no loss ever below your lowest, since that began at 0, or is `best`, an epoch?",
                lambda losses, patience: 0),
        mistake("Where the patience never runs out, your function returns nothing: its `return` stands inside the loop. Behind "
                "the loop it needs one, too.", lambda losses, patience: stopping_else(losses, patience, None)),
        mistake("If the patience never runs out, the best of all is asked for, which need not be the last epoch.",
                lambda losses, patience: stopping_else(losses, patience, len(losses) - 1)),
        mistake("`epoch - patience` is the best only if it stopped for lack of patience, and not where the losses simply end. "
                "Keep the epoch of the best, and return it.",
                lambda losses, patience: stopping_else(losses, patience, len(losses) - 1 - patience)),
        mistake("`enumerate(losses[1:])` counts from 0 again, so each epoch is one too low. Go through all of `losses`, or "
                "write `enumerate(losses[1:], 1)`.", stopping_shifted),
        mistake("`losses[1:]` leaves out the first loss, and `enumerate` then counts from 0, so that `losses[best]` is the "
                "loss before the one you mean. Go through all of `losses`.",
                lambda losses, patience: stopping_shifted(losses, patience, by_place=True)),
        mistake("Your counter is right, and each epoch is one too low: over `losses[1:]`, `enumerate` begins with 0 again.",
                lambda losses, patience: max(stopping_by_counter(losses, patience) - 1, 0)),
        mistake("The lowest loss stays what it was at first, so that whatever is below it counts as a new best. It changes "
                "with each new best, as the epoch does.", stopping_against_first),
        mistake("`best` holds a loss here. It is an epoch that you return, and from which you count: `best = epoch`, and "
                "compare with `losses[best]`.", stopping_with_loss),
        mistake("An index into `losses` must be an epoch, and yours is a loss. `enumerate` gives first the epoch, then the "
                "loss: `for epoch, loss in enumerate(losses)`. Does `best` hold an epoch?",
                lambda losses, patience: losses[losses[0]]),
        mistake("You compare with the loss before, and take each fall for a new best. Compare with `losses[best]`.",
                stopping_at_falls),
        mistake("Epoch 0 may be the best, too: `best` begins at 0, not at 1.", stopping_from_one),
        mistake("`losses.index(loss)` finds the first epoch with such a loss, and a loss may come twice. `enumerate` gives you "
                "the epoch.", stopping_by_value),
        mistake("Every lower loss is a new best, however little lower. Leave the tolerance out.",
                lambda losses, patience: stopping_with(losses, patience, better=lambda loss, lowest: loss < lowest - 0.001)),
        mistake("Rounded losses are compared here, so that small steps down do not count. Compare them as they are.",
                lambda losses, patience: early_stopping([round(loss, 2) for loss in losses], patience)),
        mistake("The patience is always 5. Use the argument.", lambda losses, patience: early_stopping(losses, 5)),
        mistake("The last loss is never looked at: `range(len(losses) - 1)` ends before it.",
                lambda losses, patience: early_stopping(losses[:-1], patience)),
        mistake("You compare with the loss `patience` epochs ago. Compare with the best so far, and count epochs since then.",
                lambda losses, patience: next((epoch - patience for epoch in range(patience, len(losses))
                                               if losses[epoch] >= losses[epoch - patience]), int(np.argmin(losses)))),
        mistake("Your counter takes epoch 0 for one without a new best. Begin to count at epoch 1.",
                lambda losses, patience: stopping_with(losses, patience, waited=1, reset=patience == 1)),
        mistake("This is a list that holds the epoch. Return the number itself.",
                lambda losses, patience: [early_stopping(losses, patience)]),
        mistake("The patience is not used: it stops at the first epoch without a new best.",
                lambda losses, patience: early_stopping(losses, 1)),
    ],
)
