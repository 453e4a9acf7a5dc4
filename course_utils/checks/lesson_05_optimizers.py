"""Exercises of lesson 05, gradient descent: momentum and Adam."""
import numpy as np

from course_utils.checks import close, exercise, mistake, script
from course_utils.checks.answers_05 import Adam, Momentum, adam_folded, changed, use_optimizer


def _added(theta, velocity, rate, gradient):
    return theta + velocity


def _momentum(velocity, place=_added):
    """Return a Momentum whose step uses other formulas for velocity (v, m, rate, g) and place (theta, v, rate, g)."""
    def step(self, theta, gradient):
        before = self.velocity
        self.velocity = velocity(before, self.momentum, self.learning_rate, gradient)
        return place(theta, self.velocity, self.learning_rate, gradient) if place else theta + before
    return changed(Momentum, step=step)


def _step_in_place(self, theta, gradient):
    theta += Momentum.step(self, 0 * theta, gradient)
    return theta


def _step_on_gradient(self, theta, gradient):
    gradient *= self.learning_rate
    self.velocity = self.momentum * self.velocity - gradient
    return theta + self.velocity


def _step_nesterov(self, theta, gradient):
    self.velocity = self.momentum * self.velocity - self.learning_rate * gradient
    return theta + self.momentum * self.velocity - self.learning_rate * gradient


def _step_forgotten(self, theta, gradient):
    return theta + self.momentum * self.velocity - self.learning_rate * gradient


def _step_two_things(self, theta, gradient):
    return Momentum.step(self, theta, gradient), self.velocity


_SAYS = "two optimizers, one of two and one of three parameters, take five steps each with given gradients"
_IN_PLACE = ("The places are right, but `+=` or `-=` changes the array that you were given, and with it every path that holds "
             "it. Return a new one: `theta = theta ...`.")
_TWO_THINGS = "More than one thing comes back. Return the new place alone; the rest is kept in `self`."
_CALLED = "`gradient` is an array here, the slopes at this place, and no function: use it without brackets."

exercise(
    "5.6", right=Momentum, points=2,
    probes=[script(use_optimizer(0.1), says=_SAYS + ", learning rate 0.1"),
            script(use_optimizer(0.02, 0.5), says=_SAYS + ", learning rate 0.02, momentum 0.5")],
    also_right=[_momentum(lambda v, m, rate, g: m * v + g, lambda theta, v, rate, g: theta - rate * v),
                _momentum(lambda v, m, rate, g: m * v + rate * g, lambda theta, v, rate, g: theta - v)],
    mistakes=[
        mistake("This is the path of plain descent: a step knows nothing of those before. The new velocity is made from the "
                "old one, and stays in `self.velocity` until the next call.", changed(Momentum, step=_step_forgotten)),
        mistake("This goes uphill. A velocity with minus the gradient is added to the place, one with plus the gradient is "
                "subtracted; you have half of each.", _momentum(lambda v, m, rate, g: m * v + rate * g)),
        mistake("The velocity is returned. Return the new place, theta plus the velocity.",
                _momentum(lambda v, m, rate, g: m * v - rate * g, lambda theta, v, rate, g: v)),
        mistake(_TWO_THINGS, changed(Momentum, step=_step_two_things)),
        mistake("You moved by the old velocity. Update it first, then move by the new one.",
                _momentum(lambda v, m, rate, g: m * v - rate * g, None)),
        mistake("The new gradient has the weight 1 - momentum here. In this form it has its full weight: only the old "
                "velocity is shortened.", _momentum(lambda v, m, rate, g: m * v - (1 - m) * rate * g)),
        mistake("The old velocity keeps the share 1 - momentum here. The share that is kept is the momentum itself.",
                _momentum(lambda v, m, rate, g: (1 - m) * v - rate * g)),
        mistake("Learning rate and momentum are exchanged: the momentum belongs to the old velocity.",
                _momentum(lambda v, m, rate, g: rate * v - m * g)),
        mistake("`+=` adds to the whole old velocity. Of that only the share `momentum` is kept: write `=`.",
                _momentum(lambda v, m, rate, g: v + m * v - rate * g)),
        mistake("The momentum is missing: the old velocity is kept in full, and never fades.",
                _momentum(lambda v, m, rate, g: v - rate * g)),
        mistake("The learning rate is missing: the velocity gets the whole gradient.",
                _momentum(lambda v, m, rate, g: m * v - g)),
        mistake("The momentum shortens the new gradient, too: by a bracket around both, or where the place moves by momentum "
                "times the new velocity. It shortens the old velocity only, and the place moves by the whole new one.",
                _momentum(lambda v, m, rate, g: m * (v - rate * g))),
        mistake("The learning rate multiplies the old velocity once more in every step. It belongs to the gradient alone.",
                _momentum(lambda v, m, rate, g: rate * (m * v - g))),
        mistake("np.sum makes one number of the gradient. Each parameter has a velocity of its own: leave it an array.",
                _momentum(lambda v, m, rate, g: m * v - rate * np.sum(g))),
        mistake(_IN_PLACE, changed(Momentum, step=_step_in_place)),
        mistake("The places are right, but `gradient` itself is changed, an array that belongs to the caller. Make a new one: "
                "`self.learning_rate * gradient`.", changed(Momentum, step=_step_on_gradient)),
        mistake(_CALLED, _momentum(lambda v, m, rate, g: m * v - rate * g(v))),
        mistake("This looks one step ahead: it is Nesterov's momentum, which the companion shows. Here the place moves by the "
                "velocity alone.", changed(Momentum, step=_step_nesterov)),
        mistake("The gradient is subtracted twice, once in the velocity and once from the place.",
                _momentum(lambda v, m, rate, g: m * v - rate * g, lambda theta, v, rate, g: theta + v - rate * g)),
        mistake("The momentum is fixed at 0.9. Use `self.momentum`.", _momentum(lambda v, m, rate, g: 0.9 * v - rate * g)),
    ],
)


def _lacking(value, beta, count):
    return value / (1 - beta ** count)


def _downhill(theta, rate, along, root, epsilon):
    return theta - rate * along / (root + epsilon)


def _adam(mean=lambda m, b, g: b * m + (1 - b) * g, square=lambda s, b, g: b * s + (1 - b) * g ** 2, correct=_lacking,
          root=np.sqrt, move=_downhill, store=False, remembers=(True, True), counts=1, ahead=0, newest=False,
          corrects=(True, True), betas=lambda self: (self.beta_1, self.beta_2), exchanged=(0, 1)):
    """Return an Adam in which one or more of the pieces are others than the right ones."""
    def step(self, theta, gradient):
        self.count = self.count + counts or 1
        rates, before = betas(self), (self.mean, self.square)
        moments = mean(self.mean, rates[0], gradient), square(self.square, rates[1], gradient)
        corrected = [correct(value, rates[which], self.count + ahead) if wanted else value
                     for value, which, wanted in zip(moments, exchanged, corrects)]
        kept = corrected if store else moments
        self.mean, self.square = (new if stays else old for new, old, stays in zip(kept, before, remembers))
        along = gradient if newest else corrected[0]
        return move(theta, self.learning_rate, along, root(corrected[1]), self.epsilon)
    return changed(Adam, step=step)


def _step_adam_in_place(self, theta, gradient):
    theta += Adam.step(self, 0 * theta, gradient)
    return theta


def _step_root_first(self, theta, gradient):
    Adam.step(self, theta, gradient)
    mean, root = _lacking(self.mean, self.beta_1, self.count), _lacking(np.sqrt(self.square), self.beta_2, self.count)
    return _downhill(theta, self.learning_rate, mean, root, self.epsilon)


def _step_adam_two_things(self, theta, gradient):
    return Adam.step(self, theta, gradient), self.mean


exercise(
    "5.7", right=Adam, points=3, accept=close(rtol=1e-4, atol=1e-6),
    probes=[script(use_optimizer(0.1, third=0.0), says=_SAYS + " (the third slope is always 0), learning rate 0.1"),
            script(use_optimizer(0.02, 0.5, 0.8, 0.1), says=_SAYS + ", learning rate 0.02, betas 0.5 and 0.8, epsilon 0.1")],
    also_right=[_adam(square=lambda s, b, g: s + (1 - b) * (g * g - s)),
                _adam(move=lambda theta, rate, along, root, epsilon: theta + -rate * (along / (epsilon + root)))],
    mistakes=[
        mistake("The bias correction is missing, so the first steps have wrong lengths. Divide the mean by 1 - beta_1 ** t and "
                "the square by 1 - beta_2 ** t.", _adam(correct=lambda value, beta, count: value)),
        mistake("The corrected values are stored in `self`, and corrected again in the next step. Keep them in names of their "
                "own; `self.mean` and `self.square` stay without the correction.", _adam(store=True)),
        mistake("The correction is the same in every step: is `self.count` counted up, and the power taken?",
                _adam(counts=0)),
        mistake("The mean is not kept: store it in `self.mean` in each step.", _adam(remembers=(False, True))),
        mistake("The running mean of the squares is not kept: store it in `self.square` in each step.",
                _adam(remembers=(True, False))),
        mistake("The square of the gradient is missing: `self.square` averages gradient ** 2.",
                _adam(square=lambda s, b, g: b * s + (1 - b) * g)),
        mistake("`self.square` averages the square of the gradient, gradient ** 2; you square the running mean of it.",
                _adam(square=lambda s, b, g: (b * s + (1 - b) * g) ** 2)),
        mistake("np.mean makes one number of the squares. Each parameter has its own: leave them an array.",
                _adam(square=lambda s, b, g: b * s + (1 - b) * np.mean(g ** 2))),
        mistake("The root is missing: divide by the root of the corrected square, or the units do not fit.",
                _adam(root=lambda value: value)),
        mistake("The root is taken before the correction. Correct the square first, then take its root.",
                changed(Adam, step=_step_root_first)),
        mistake("Every sign is turned: this climbs. Subtract the step.",
                _adam(move=lambda theta, rate, along, root, epsilon: theta + rate * along / (root + epsilon))),
        mistake("The new gradient comes in with its full weight. It has the weight 1 - beta, so that the two add up to 1.",
                _adam(mean=lambda m, b, g: b * m + g, square=lambda s, b, g: b * s + g ** 2)),
        mistake("In the mean the new gradient has its full weight. It has the weight 1 - beta_1.",
                _adam(mean=lambda m, b, g: b * m + g)),
        mistake("In the square the new gradient has its full weight. It has the weight 1 - beta_2.",
                _adam(square=lambda s, b, g: b * s + g ** 2)),
        mistake("In the mean a bracket is missing around 1 - beta_1: `+ 1 - self.beta_1 * gradient` adds 1.",
                _adam(mean=lambda m, b, g: b * m + 1 - b * g)),
        mistake("A bracket is missing around 1 - beta: `+ 1 - self.beta_1 * gradient` adds 1.",
                _adam(mean=lambda m, b, g: b * m + 1 - b * g, square=lambda s, b, g: b * s + 1 - b * g ** 2)),
        mistake("The weights are exchanged: beta belongs to what is remembered, 1 - beta to what is new.",
                _adam(mean=lambda m, b, g: (1 - b) * m + b * g, square=lambda s, b, g: (1 - b) * s + b * g ** 2)),
        mistake("The two betas are exchanged: beta_1 belongs to the mean, beta_2 to the square.",
                _adam(betas=lambda self: (self.beta_2, self.beta_1))),
        mistake("In the running means the two betas are exchanged: beta_1 belongs to the mean, beta_2 to the square.",
                _adam(betas=lambda self: (self.beta_2, self.beta_1), exchanged=(1, 0))),
        mistake("In the corrections the two betas are exchanged: beta_1 belongs to the mean, beta_2 to the square.",
                _adam(exchanged=(1, 0))),
        mistake("The betas are fixed at 0.9 and 0.999. Use `self.beta_1` and `self.beta_2`.",
                _adam(betas=lambda self: (0.9, 0.999))),
        mistake("The mean is not used: the step goes along the newest gradient. Use the corrected mean in its place.",
                _adam(newest=True)),
        mistake("The mean is not corrected, only the square. Both begin at 0, so both are divided by what they lack.",
                _adam(corrects=(False, True))),
        mistake("The square is not corrected, only the mean. Both begin at 0, so both are divided by what they lack.",
                _adam(corrects=(True, False))),
        mistake("The square is corrected with beta_1. It is averaged with beta_2, and lacks 1 - beta_2 ** t.",
                _adam(exchanged=(0, 0))),
        mistake("The mean is corrected with beta_2. It is averaged with beta_1, and lacks 1 - beta_1 ** t.",
                _adam(exchanged=(1, 1))),
        mistake("The learning rate is missing: the step is far too long.",
                _adam(move=lambda theta, rate, along, root, epsilon: theta - along / (root + epsilon))),
        mistake("In the first call t has to be 1; with 0 the correction divides by 1 - beta ** 0, which is 0. Count the call "
                "first.", _adam(ahead=-1)),
        mistake("In the first call t has to be 1; yours is 2 already. Is something added to the count?", _adam(ahead=1)),
        mistake("Each call is counted twice: in the first call t has to be 1.", _adam(counts=2)),
        mistake("The correction is turned over: divide by 1 - beta ** t; you multiply by it.",
                _adam(correct=lambda value, beta, count: value * (1 - beta ** count))),
        mistake("The power is taken of the bracket: (1 - beta) ** t. What is meant is 1 - beta ** t.",
                _adam(correct=lambda value, beta, count: value / (1 - beta) ** count)),
        mistake("beta * t is a product. The correction has a power: beta ** t.",
                _adam(correct=lambda value, beta, count: value / (1 - beta * count))),
        mistake("In Python a power is written `**`; `^` is something else.",
                _adam(correct=lambda value, beta, count: value / (1 - beta ^ count))),
        mistake("In Python a square is written `** 2`; `^` is something else.",
                _adam(square=lambda s, b, g: b * s + (1 - b) * g ^ 2)),
        mistake("Epsilon is added to the place: a bracket is missing around the root and epsilon.",
                _adam(move=lambda theta, rate, along, root, epsilon: theta - rate * along / root + epsilon)),
        mistake("Epsilon is missing. Where all slopes of a parameter are 0, the step is 0 / 0.",
                _adam(move=lambda theta, rate, along, root, epsilon: theta - rate * along / root)),
        mistake("Epsilon stands below the root. It is added to the root.",
                _adam(move=lambda theta, rate, along, root, epsilon: theta - rate * along / np.sqrt(root ** 2 + epsilon))),
        mistake("Epsilon is not added to the root, or it is a fixed number. Add `self.epsilon`.",
                _adam(move=lambda theta, rate, along, root, epsilon: theta - rate * along / (root + 1e-7))),
        mistake("Both corrections are in the learning rate, as Keras writes it. There epsilon stands beside the root without "
                "its correction, and weighs more. Correct both first, then divide.", changed(Adam, step=adam_folded)),
        mistake(_IN_PLACE, changed(Adam, step=_step_adam_in_place)),
        mistake(_TWO_THINGS, changed(Adam, step=_step_adam_two_things)),
    ],
)
