"""Exercises of lesson 14, convolutional networks: sizes, weights, the learning rate; the others are in lesson_14_*.py."""
import math

import numpy as np

from course_utils.checks import answers_14 as right
from course_utils.checks import call, close, exact, exercise, mistake

SMALL = [(5, 2, 2), (3, 1, 1), (2, 2, 0), (3, 1, 1)]
ODD = [(4, 3, 1), (3, 2, 0)]


def _first_only(size, layers):
    return right.stack_sizes(size, layers[:1])


exercise(
    "14.1", right=right.stack_sizes, accept=exact(),
    probes=[call(28, right.LENET), call(28, SMALL), call(31, ODD), call(20, [(3, 1, 0)])],
    random_probes=lambda random: [call(int(random.integers(60, 90)), [
        (int(kernel), int(stride), int(padding)) for kernel, stride, padding in
        zip(random.integers(2, 7, 4), random.integers(1, 3, 4), random.integers(0, 3, 4))])],
    also_right=[lambda size, layers: [right.stack_sizes(size, layers[:count + 1])[-1] for count in range(len(layers))],
                lambda size, layers: np.array(right.stack_sizes(size, layers)),
                lambda size, layers: tuple(right.stack_sizes(size, layers))],
    mistakes=[
        mistake("Each layer begins with the picture again. It gets what the layer before it gives.",
                right.stack_sizes_with(keep=False)),
        mistake("The padding counts once here. It stands on both sides: `2 * padding`.",
                right.stack_sizes_with(lambda n, k, p, s: (n + p - k) // s + 1)),
        mistake("The `+ 1` is missing, the first place of the window.",
                right.stack_sizes_with(lambda n, k, p, s: (n + 2 * p - k) // s)),
        mistake("The padding is not used. It makes the picture larger, by `2 * padding`.",
                right.stack_sizes_with(lambda n, k, p, s: (n - k) // s + 1)),
        mistake("The stride is not used. With stride 2 there are about half as many places.",
                right.stack_sizes_with(lambda n, k, p, s: n + 2 * p - k + 1)),
        mistake("Padding and stride are exchanged. In `layers` the stride comes first; `output_size` takes the padding first.",
                right.stack_sizes_with(lambda n, k, p, s: right.output_size(n, k, s, p))),
        mistake("Kernel and stride are exchanged: in `layers` the kernel size comes first.",
                right.stack_sizes_with(lambda n, k, p, s: right.output_size(n, s, p, k))),
        mistake("This rounds to the nearest number. A window that does not fit wholly does not count: round down, `//`.",
                right.stack_sizes_with(lambda n, k, p, s: round((n + 2 * p - k) / s) + 1)),
        mistake("These are the sizes of LeNet, whatever the layers are. Use the arguments.",
                lambda size, layers: [28, 14, 10, 5]),
        mistake("This is the last size alone. A list with the size after each layer is asked for.",
                lambda size, layers: right.stack_sizes(size, layers)[-1]),
        mistake("The list begins with the picture. It should begin with the size after the first layer.",
                lambda size, layers: [size, *right.stack_sizes(size, layers)]),
        mistake("The list begins with the picture, and the last size is missing: work the new size out before you append it.",
                lambda size, layers: [size, *right.stack_sizes(size, layers)[:-1]]),
        mistake("Only the first layer is there: the `return` stands inside the loop, and ends it in its first round.",
                _first_only),
        mistake("The last size stands there as often as there are layers. Append each size when it has been found.",
                lambda size, layers: [right.stack_sizes(size, layers)[-1]] * len(layers)),
        mistake("This rounds up. A window that does not fit wholly does not count: round down, `//`.",
                right.stack_sizes_with(lambda n, k, p, s: -(-(n + 2 * p - k) // s) + 1)),
        mistake("`/` leaves fractions. The size is a number of places, rounded down: `//`.",
                right.stack_sizes_with(lambda n, k, p, s: (n + 2 * p - k) / s + 1)),
        mistake("These are the numbers of places in the whole square, rows times columns. One direction is asked for.",
                lambda size, layers: [one ** 2 for one in right.stack_sizes(size, layers)]),
        mistake("This divides by the stride and leaves the kernel out. A window must fit wholly: use `output_size`.",
                right.stack_sizes_with(lambda n, k, p, s: n // s)),
    ],
)

def _clipped(step, steps, warm_up, peak):
    """Return a schedule that stays at the peak and never falls."""
    return peak * min(step / warm_up, 1)


RATE = [call(step, 100, 10, 0.004) for step in (0, 5, 10, 55, 77, 100)]

exercise(
    "14.4", right=right.learning_rate_at, points=2, accept=close(1e-6, 1e-12),
    probes=[*RATE, call(3, 40, 8, 1.0), call(30, 40, 8, 2.0)],
    random_probes=lambda random: [call(int(random.integers(20, 90)), 90, 15, 0.01)],
    also_right=[right.rate_with(rise=np.divide), lambda step, steps, warm_up, peak: np.where(
        step < warm_up, peak * step / warm_up, peak * math.cos(math.pi / 2 * (step - warm_up) / (steps - warm_up)) ** 2)],
    mistakes=[
        mistake("The two cases are exchanged: the line is for the steps before `warm_up`.", right.rate_exchanged),
        mistake("Half a wave goes from 0 to pi. With half of pi the bracket ends at 1 and the rate at half of the peak.",
                right.rate_with(fall=lambda share: (1 + np.cos(np.pi / 2 * share)) / 2)),
        mistake("There is no warm-up: in the first steps the rate rises in a line, from 0 to the peak.",
                lambda step, steps, warm_up, peak: peak * (1 + np.cos(np.pi * (step - warm_up) / (steps - warm_up))) / 2),
        mistake("Brackets are missing: `step - warm_up / steps - warm_up` divides only the `warm_up` in the middle.",
                right.rate_with(share=lambda step, steps, warm_up: step - warm_up / steps - warm_up)),
        mistake("Brackets are missing below the line: all of `steps - warm_up` divides.",
                right.rate_with(share=lambda step, steps, warm_up: (step - warm_up) / steps - warm_up)),
        mistake("The two cases are added up. Which of them counts depends on the step: `if step < warm_up:`.",
                lambda step, steps, warm_up, peak: peak * step / warm_up
                + peak * (1 + np.cos(np.pi * (step - warm_up) / (steps - warm_up))) / 2),
        mistake("In the warm-up the rate is the peak already. It rises in a line: `step / warm_up` of the peak.",
                right.rate_with(rise=lambda step, warm_up: 1)),
        mistake("In the warm-up the rate is `step / steps` of the peak. The line reaches the peak at `warm_up`.",
                lambda step, steps, warm_up, peak: peak * step / steps if step < warm_up
                else right.learning_rate_at(step, steps, warm_up, peak)),
        mistake("The warm-up is one step ahead: at step 0 the rate is 0.",
                right.rate_with(rise=lambda step, warm_up: (step + 1) / warm_up)),
        mistake("After the warm-up, the share of the way down is `(step - warm_up) / (steps - warm_up)`: the steps of the "
                "warm-up are taken away in both.", right.rate_with(share=lambda step, steps, warm_up: step / steps)),
        mistake("The way down has `steps - warm_up` steps: divide by that, so that the rate is 0 at the end and not before or "
                "after.", right.rate_with(share=lambda step, steps, warm_up: (step - warm_up) / steps)),
        mistake("The cosine begins at step 0 instead of at the end of the warm-up.",
                right.rate_with(share=lambda step, steps, warm_up: step / (steps - warm_up))),
        mistake("The factor one half is missing: 1 + cos goes from 2 to 0.",
                right.rate_with(fall=lambda share: 1 + np.cos(np.pi * share))),
        mistake("The 1 in the bracket is missing: the cosine alone goes from 1 to -1, and no rate is negative.",
                right.rate_with(fall=lambda share: np.cos(np.pi * share))),
        mistake("Half of the cosine alone: add the 1 inside of the bracket first, (1 + cos) / 2.",
                right.rate_with(fall=lambda share: np.cos(np.pi * share) / 2)),
        mistake("A bracket is missing: `1 + cos / 2` halves the cosine alone.",
                right.rate_with(fall=lambda share: 1 + np.cos(np.pi * share) / 2)),
        mistake("The pi is missing: half a cosine wave goes from 0 to pi.",
                right.rate_with(fall=lambda share: (1 + np.cos(share)) / 2)),
        mistake("This is a whole cosine wave, down and up again. Half a wave goes from 0 to pi.",
                right.rate_with(fall=lambda share: (1 + np.cos(2 * np.pi * share)) / 2)),
        mistake("`cos` counts in radians: half a wave is pi, not 180.",
                right.rate_with(fall=lambda share: (1 + np.cos(180 * share)) / 2)),
        mistake("The rate falls in a line here. Along the cosine it falls slowly at first and in the end.",
                right.rate_with(fall=lambda share: 1 - share)),
        mistake("After the warm-up the rate should fall along the cosine; here it stays at the peak.", _clipped),
        mistake("This is a sine. The rate begins at the peak, and the cosine begins at 1.",
                right.rate_with(fall=lambda share: (1 + np.sin(np.pi * share)) / 2)),
        mistake("The minus turns the wave: the rate rises from 0 to the peak. It is 1 plus the cosine.",
                right.rate_with(fall=lambda share: (1 - np.cos(np.pi * share)) / 2)),
        mistake("The peak is missing: these are shares of it.", lambda step, steps, warm_up, peak:
                right.learning_rate_at(step, steps, warm_up, 1)),
        mistake("The peak is missing in the warm-up: the line leads to it.", lambda step, steps, warm_up, peak:
                right.learning_rate_at(step, steps, warm_up, 1 if step < warm_up else peak)),
        mistake("The peak is missing after the warm-up: half of (1 + cos) is a share of it.", lambda step, steps, warm_up, peak:
                right.learning_rate_at(step, steps, warm_up, peak if step < warm_up else 1)),
        mistake("A bracket is missing: the cosine is multiplied by nothing. `(1 + cos)` is multiplied by half of the peak.",
                right.rate_by(lambda share, peak: peak * 0.5 + np.cos(np.pi * share))),
        mistake("A bracket is missing in the fraction: all of `steps - warm_up` stands below the line, the rest above.",
                right.rate_with(fall=lambda angle: (1 + np.cos(angle)) / 2,
                                share=lambda step, steps, up: np.pi * (step - up) / steps - up)),
        mistake("A bracket is missing in the fraction: all of `step - warm_up` stands above the line.",
                right.rate_with(fall=lambda angle: (1 + np.cos(angle)) / 2,
                                share=lambda step, steps, up: np.pi * step - up / (steps - up))),
        mistake("In the warm-up `//` cuts off fractions: the rate stays 0 up to the peak. Divide with `/`.",
                right.rate_with(rise=lambda step, warm_up: step // warm_up)),
        mistake("`//` cuts off fractions, and the rate stays at the peak until the end. Divide with `/`.",
                right.rate_with(share=lambda step, steps, warm_up: (step - warm_up) // (steps - warm_up))),
        mistake("The rate is rounded. Leave it as it is.",
                lambda *given: round(float(right.learning_rate_at(*given)), 3)),
        mistake("`//` drops what comes after the point, and the share of the way is 0 until its end. Divide with `/`.",
                lambda step, steps, warm_up, peak: right.rate_with(
                    rise=lambda now, up: now // up, share=lambda now, all, up: (now - up) // (all - up))(
                        step, steps, warm_up, peak)),
    ],
)
