"""Exercises of the companion of lesson 03, third part: a saw out of tents."""
from functools import partial

import numpy as np

from course_utils.checks import call, exercise, mistake
from course_utils.checks.answers_03 import relu
from course_utils.checks.answers_03_further import sawtooth, sawtooth_with, tent

exercise = partial(exercise, further=True)
_X = np.linspace(0, 1, 17)


def _with_tent(tent_like):
    return lambda x, depth: sawtooth_with(x, depth, tent_like)


def _all_on_the_way(x, depth):
    return [sawtooth(x, count) for count in range(1, depth + 1)]


exercise(
    "3.12", right=sawtooth, points=2, level="stretch", probes=[call(_X, 1), call(_X, 2), call(_X, 4)],
    random_probes=lambda random: [call(random.uniform(size=6), 3)],
    also_right=[lambda x, depth: x if depth == 0 else sawtooth(2 * relu(x) - 4 * relu(x - 0.5), depth - 1),
                _with_tent(lambda t: 1 - 2 * np.abs(t - 0.5)), _with_tent(lambda t: np.where(t < 0.5, 2 * t, 2 - 2 * t)),
                lambda x, depth: 1 - np.abs((x * 2 ** depth) % 2 - 1), lambda x, depth: sawtooth(x.astype("float32"), depth)],
    mistakes=[
        mistake("The tent is applied once, whatever `depth` says. Is its result assigned to `x`, so that the next round begins "
                "with it? Or does `return` stand inside the loop?", lambda x, depth: tent(x)),
        mistake("Once too often: the tent is to be applied `depth` times.", lambda x, depth: sawtooth(x, depth + 1)),
        mistake("Once too few: the tent is to be applied `depth` times.", lambda x, depth: sawtooth(x, depth - 1)),
        *[mistake(f"`depth` is not used: the tent is applied {fixed} times, whatever it says.",
                  lambda x, depth, fixed=fixed: sawtooth(x, fixed)) for fixed in (2, 3, 4, 5, 10)],
        mistake("The tent is applied once for each number in `x`. It is to be applied `depth` times.",
                lambda x, depth: sawtooth(x, len(x))),
        mistake("You add up the tents of the same x, or multiply one by `depth`. Send the result of a tent through the next.",
                lambda x, depth: depth * tent(x)),
        mistake("You multiply tents with each other. Send the result of one through the next.",
                lambda x, depth: tent(x) ** depth),
        mistake("You add the tent to x. Put it in the place of x.", _with_tent(lambda t: t + tent(t))),
        mistake("You move x further into one tent, beyond its right end. Send the result of a tent through the next.",
                lambda x, depth: tent(depth * x)),
        mistake("You stretch x and use one tent. Beyond 1 a tent does not come back: send its result through the next one.",
                lambda x, depth: tent(2 ** (depth - 1) * x)),
        mistake("That saw has upright edges, where it drops at once. This one is made of tents, which rise and fall alike.",
                lambda x, depth: (x * 2 ** (depth - 1)) % 1),
        mistake("That saw drops at once, and has twice as many teeth. This one is made of tents, which rise and fall alike.",
                lambda x, depth: (x * 2 ** depth) % 1),
        mistake("Upside down: the saw begins at 0 and rises.", lambda x, depth: np.abs((x * 2 ** depth) % 2 - 1)),
        mistake("Those arches are round. The saw is made of straight pieces, with ReLUs.",
                lambda x, depth: np.abs(np.sin(np.pi * x * 2 ** (depth - 1)))),
        mistake("Your tent does not come down again. From the middle on, the second ReLU has to take away 4: 2 to stop the "
                "rise, and 2 more to fall.", _with_tent(lambda t: 2 * relu(t) - 2 * relu(t - 0.5))),
        mistake("Your tent is only half as high: look at the two numbers in front of the ReLUs.",
                _with_tent(lambda t: relu(t) - 2 * relu(t - 0.5))),
        mistake("The 2 multiplies both ReLUs: it belongs to the first one only, and the second one gets 4.",
                _with_tent(lambda t: 2 * (relu(t) - 4 * relu(t - 0.5)))),
        mistake("The second ReLU has to start at one half: relu(x - 0.5).",
                _with_tent(lambda t: 2 * relu(t) - 4 * relu(t - 1))),
        mistake("Your second ReLU starts left of 0. It has to start at one half: relu(x - 0.5).",
                _with_tent(lambda t: 2 * relu(t) - 4 * relu(t + 0.5))),
        mistake("Your second ReLU starts at 0, as the first. It has to start at one half. (In Python, 1 // 2 is 0.)",
                _with_tent(lambda t: 2 * relu(t) - 4 * relu(t))),
        mistake("The half is subtracted after the ReLU. It belongs inside: relu(x - 0.5).",
                _with_tent(lambda t: 2 * relu(t) - 4 * (relu(t) - 0.5))),
        mistake("The half stands outside, at the end. It belongs inside of the second ReLU: relu(x - 0.5).",
                _with_tent(lambda t: 2 * relu(t) - 4 * relu(t) - 0.5)),
        mistake("Your second ReLU is turned round: it works left of one half. It has to start there: relu(x - 0.5).",
                _with_tent(lambda t: 2 * relu(t) - 4 * relu(0.5 - t))),
        mistake("A sign is wrong: the second ReLU is subtracted.", _with_tent(lambda t: 2 * relu(t) + 4 * relu(t - 0.5))),
        mistake("The second ReLU sees an x that has been doubled already. Both ReLUs of a tent get the same x.",
                _with_tent(lambda t: 2 * relu(t) - 4 * relu(2 * relu(t) - 0.5))),
        mistake("The arguments are exchanged: the first is `x`, the second `depth`.", lambda x, depth: sawtooth(depth, x)),
        mistake("`depth` is one number. To go round as often, loop over `range(depth)`.", lambda x, depth: [x for _ in depth]),
        mistake("You return all results on the way. Only the last is asked for.", _all_on_the_way),
        mistake("Nothing has changed: the result of the tent is not assigned to `x`.", lambda x, depth: x),
    ],
)
