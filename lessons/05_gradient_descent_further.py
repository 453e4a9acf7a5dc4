# ---
# jupyter:
#   course: {number: 5, title: "Gradient descent: further", part: 1, minutes: 70, builds_on: [5], data: [],
#            quick: {matrices: 4000}, full: {matrices: 100000}}
# ---
# %% [markdown]
# # 05 · Gradient descent: further
#
# Five questions that the lesson left open. What is guaranteed? Where does descent stop, if not in a minimum? Would
# trying values at random not do as well? Which of seven optimizers is the fastest? And how large should random
# weights be?
#
# Afterwards you can
# - say how much one step must lower a loss at least, before you take it,
# - classify a flat place from its Hessian, and say why saddle points dominate in many dimensions,
# - read seven optimizers of a few lines each, equal to those of Keras, write one of them, and draw weights that keep
#   a signal alive.
#
# About 70 minutes; before "Seven optimizers" there is a good place for a pause. Builds on lesson 05.

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import accepted, check, progress, runtime, show
from course_utils.figures import plot_curves

# %% [markdown]
# One number can be set from outside: how many random matrices are drawn below.

# %% tags=["parameters"]
matrices = 20_000

# %% [markdown]
# ## What one step is guaranteed to gain
#
# Suppose that nowhere along the way the curvature is larger than $\lambda$ in size. Then the slope changes by at most
# $\lambda$ for each unit that you move; mathematicians call such a gradient **Lipschitz**, with the constant
# $\lambda$. Take a step $-\eta g$ against the gradient $g$. At first the loss falls at the rate $|g|^2$ (the sum of
# the squared slopes). On the way that rate shrinks, by the end by at most $\lambda \eta |g|^2$, and so on average by
# at most half of that. The fall is the average rate times $\eta$; with $L$ the loss:
#
# $$L(\theta - \eta g) \;\le\; L(\theta) - \eta \left( 1 - \tfrac{\lambda \eta}{2} \right) |g|^2$$
#
# For $\eta < 2 / \lambda$ the bracket is positive, and the loss **must** fall at every step, until the gradient is
# zero. This is the limit that you know; now it holds for every loss with such a bound, not only for parabolas. Take
# the logistic neuron of the lesson on the four points of OR, with weights that are wrong on purpose.

# %%
inputs = np.array([[0.0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])     # the last column is for the bias
targets = np.array([0.0, 1, 1, 1])
start = np.array([3.0, -3.0, 2.0])

# %% [markdown]
# Loss and gradient are those of the lesson.

# %%
def loss(theta, x, y):
    z = x @ theta
    return np.mean(np.logaddexp(0, z) - y * z)


def gradient(theta, x, y):
    return x.T @ (1 / (1 + np.exp(-x @ theta)) - y) / len(y)

# %% [markdown]
# The bound for its curvature is the one of the lesson, too: the largest eigenvalue of $\frac{1}{4n} X^{\mathsf T} X$.

# %%
largest = np.linalg.eigvalsh(inputs.T @ inputs / (4 * len(inputs))).max()
assert np.isclose(largest, 0.398, atol=0.001) and np.isclose(2 / largest, 5.02, atol=0.01)
print(f"the curvature is at most {largest:.3f}, so a learning rate below {2 / largest:.2f} is safe")

# %% [markdown]
# Compute both sides of the inequality for one step of every length. (`g @ g` is $|g|^2$.)

# %%
g, rates = gradient(start, inputs, targets), np.linspace(0, 8, 81)
after = np.array([loss(start - rate * g, inputs, targets) for rate in rates])
promised = loss(start, inputs, targets) - rates * (1 - largest * rates / 2) * (g @ g)
assert np.all(after <= promised)

# %% [markdown]
# The dashed line is the promise, and the loss must lie below it. From which learning rate on is the promise worth
# nothing?

# %%
curves = {"loss after the step": after, "promised at most": promised}
ax = plot_curves(curves, x=rates, validation=["promised at most"],
                 x_label="learning rate", y_label="loss")
ax.axhline(after[0], color="grey", linestyle=":")                     # the height at the start
ax.axvline(2 / largest, color="grey", linestyle=":")
show(ax,
     alt="Over learning rates from 0 to 8: the loss after the step falls from 0.89 to 0.63. The dashed bound, a "
         "parabola, touches it at 0, is lowest at 2.5, and rises beyond. Dotted lines cross where it is back at the "
         "starting height, at 5.0.")

# %% [markdown]
# Back at the starting height at 5.02, which is $2 / \lambda$. The loss itself stays far below: the sigmoid's slope is
# a quarter only in its middle, so the true curvature is smaller than the bound almost everywhere. A guarantee is
# about the worst case. It is lowest at $1 / \lambda$, where it promises $|g|^2 / (2\lambda)$.
#
# The promise says that the loss falls until the gradient is zero; it does not say *where* that is. That takes a
# second property. Join two points of the surface by a straight line, a **chord**. If no chord ever runs below the
# surface, the loss is **convex**: it has no second valley, and every flat place is a lowest one.
#
# **Predict**: draw random chords for this neuron's cross-entropy, for its mean squared error, and for a curve with
# two valleys, $(x^2 - 1)^2$. For which of the three does the middle of a chord ever lie below?

# %%
def squared_error(theta, x, y):
    return np.mean((1 / (1 + np.exp(-x @ theta)) - y) ** 2)


def chords_below(function, dimension, random, pairs=2000):
    ends = random.normal(0, 2, (2, pairs, dimension))
    return sum(function((one + other) / 2) > (function(one) + function(other)) / 2 + 1e-12
               for one, other in zip(*ends))

# %% [markdown]
# The ends of the chords are random, 2,000 pairs of them.

# %%
functions = {"cross-entropy": (lambda theta: loss(theta, inputs, targets), 3),
             "squared error": (lambda theta: squared_error(theta, inputs, targets), 3),
             "two valleys": (lambda theta: (theta[0] ** 2 - 1) ** 2, 1)}
below = {name: int(chords_below(*function, np.random.default_rng(0)))
         for name, function in functions.items()}
assert below["cross-entropy"] == 0 and below["squared error"] > 300 and below["two valleys"] > 50
print("of 2,000 chords, the middle lies below the surface:", below)

# %% [markdown]
# The cross-entropy of a single logistic neuron is convex; its squared error is not, one more reason for lesson 04's
# choice. With a hidden layer neither is.

# %% [markdown]
# ## Flat places
#
# Where the gradient is zero, descent stops. What kind of place that is shows in the Hessian's eigenvalues, the
# curvatures: all positive, and it is a minimum; all negative, a maximum; some of each, a **saddle point**. A
# curvature of zero leaves it open: then higher derivatives decide.

# %% [markdown] tags=["exercise"]
# ### Exercise 5.8 - minimum, maximum or saddle?  (core, 5 min)
#
# Write `classify` for the Hessian at a flat place. It returns one of these four texts, in small letters: `"minimum"`,
# `"maximum"`, `"saddle"`, `"open"`. Take a curvature between $-10^{-9}$ and $10^{-9}$ for zero (in Python, `1e-9`).
# Where curvatures of both signs occur it is a saddle, whatever the others are.

# %% tags=["answer"] exercise="5.8"
def classify(hessian):
    """The kind of flat place with this symmetric Hessian (n, n)."""
    ### BEGIN SOLUTION
    curvatures = np.linalg.eigvalsh(hessian)
    if curvatures.min() < -1e-9 and curvatures.max() > 1e-9:
        return "saddle"
    if curvatures.min() > 1e-9:
        return "minimum"
    return "maximum" if curvatures.max() < -1e-9 else "open"
    ### END SOLUTION

# %%
check("5.8", classify)

# %% [markdown] tags=["hint"] exercise="5.8"
# `np.linalg.eigvalsh(hessian)` gives all curvatures, the smallest first. What do the smallest and the largest
# together tell you?

# %% [markdown] tags=["hint"] exercise="5.8"
# If the smallest is below `-1e-9` and the largest above `1e-9`, it is a saddle. If the smallest is above `1e-9`, all
# are. If the largest is below `-1e-9`, all are. What is left is open.

# %% [markdown]
# You may read that saddle points are rare in many dimensions. Ask chance: draw symmetric matrices at random, as if
# they were the Hessians of flat places, and count. (A matrix plus its transpose is symmetric; `transpose(0, 2, 1)`
# transposes each matrix of the stack.) With one parameter half of them are minima. **Predict**: with ten, what share
# is a minimum?

# %%
classify = accepted("5.8", classify)
dimensions, minima, saddles = (1, 2, 3, 4, 5, 10), [], []
for dimension in dimensions:
    entries = np.random.default_rng(dimension).normal(size=(matrices, dimension, dimension))
    hessians = (entries + entries.transpose(0, 2, 1)) / 2
    curvatures = np.linalg.eigvalsh(hessians)                  # (matrix, dimension), smallest first
    minima.append(np.sum(curvatures[:, 0] > 0))                # the smallest is positive: all are
    saddles.append(np.sum((curvatures[:, 0] < 0) & (curvatures[:, -1] > 0)))
    yours = [classify(hessian) for hessian in hessians[:300]]
    assert yours.count("minimum") == np.sum(curvatures[:300, 0] > 0)
    print(f"{dimension:2} parameters: {minima[-1]} minima, {saddles[-1]} saddle points of {matrices}")
shares, saddles = np.array(minima) / matrices, np.array(saddles) / matrices
assert np.allclose(shares[:3], [0.5, 0.146, 0.025], atol=0.02) and shares[-1] < 0.001
assert saddles[0] == 0 and abs(saddles[1] - 0.707) < 0.03 and saddles[-1] > 0.999

# %% [markdown]
# What is neither is a maximum; there are about as many as minima, since a matrix with all signs turned is as likely.
# If the signs of the curvatures were independent, half of them positive, the share of minima would be $2^{-n}$ for
# $n$ parameters. Is it?

# %%
curves = {"minima among random matrices": shares[:4], "independent signs": 0.5 ** np.arange(1, 5)}
assert np.all(shares[1:4] < 0.5 ** np.arange(2, 5))
show(plot_curves(curves, x=dimensions[:4], log_y=True,
                 x_label="number of parameters", y_label="share of minima"),
     alt="Two curves over 1 to 4 parameters on a logarithmic axis, both from 0.5. Independent signs give a "
         "straight line down to 0.06. The share of minima bends away below it: 0.15, 0.03 and 0.003.")

# %% [markdown]
# Saddle points dominate. To be a minimum, *every* curvature has to be positive, and each further parameter is one
# more that may not be. The share falls faster than $2^{-n}$, and with ten parameters there is none left. A network
# has thousands. The Hessian of a real loss is no random matrix, and low down on the surface more of its curvatures
# are positive. But the picture of a descent that is caught in one of many local minima is not the usual one; the
# usual one is a long flat stretch near a saddle.
#
# And those are not traps, only slow. On $\tfrac12 x^2 - \tfrac12 y^2 + \tfrac14 y^4$, the "saddle" of the explorer,
# $(0, 0)$ is a saddle point. Near it each step multiplies $y$ by $1 + \eta$, with $\eta = 0.2$ by 1.2. **Predict**:
# from $y = 0.01$ it takes 23 steps to get away. How many from 0.0001, a hundred times closer?

# %%
def steps_to_leave(y, learning_rate=0.2):
    steps = 0
    while y < 0.5:
        y, steps = y - learning_rate * (y ** 3 - y), steps + 1
    return steps

# %% [markdown]
# Four starts, each a hundred times closer than the one before:

# %%
needed = [steps_to_leave(y) for y in (1e-2, 1e-4, 1e-6, 1e-8)]
assert needed == [23, 48, 73, 98] and np.isclose(np.log(100) / np.log(1.2), 25.3, atol=0.05)
print("steps to leave the saddle:", needed)

# %% [markdown]
# 25 more for each factor of 100, since $1.2^{25.3} = 100$. Only from exactly 0 does it never leave, and the noise of
# mini-batches sees to that.
#
# ## Descent is not trial and error
#
# "Gradient descent tries values and picks lower ones": that would be **random search** (here in its hill-climbing
# form). Let it run: take a random step, keep it if the loss is lower. We even tell it about the best length of a
# step, which in practice nobody knows.
# Descent gets the rate $1 / \lambda_{\max}$. Both start at distance 1 in a valley with curvatures from 1 to 10, and
# stop at a hundredth of the first height. **Predict** how the two counts grow from 10 to 50 dimensions.

# %%
def search(curvatures, theta, random):
    height, evaluations = 0.5 * curvatures @ theta ** 2, 1
    goal = height / 100
    while height > goal:
        length = np.linalg.norm(theta) / len(theta)
        tried = theta + length * random.normal(size=len(theta))
        evaluations += 1
        if 0.5 * curvatures @ tried ** 2 < height:
            theta, height = tried, 0.5 * curvatures @ tried ** 2
    return evaluations

# %% [markdown]
# Descent needs no luck; it counts its gradients.

# %%
def follow_slope(curvatures, theta):
    goal, gradients = 0.5 * curvatures @ theta ** 2 / 100, 0
    while 0.5 * curvatures @ theta ** 2 > goal:
        theta, gradients = theta - 0.1 * curvatures * theta, gradients + 1
    return gradients

# %% [markdown]
# Fifty random starts for each dimension; the printed counts are medians. (`np.logspace(0, 1, n)` has $n$ numbers from
# $10^0$ to $10^1$, each larger than the one before by the same factor.)

# %%
counts = {}
for dimension in (2, 10, 50):
    curvatures, tried, followed = np.logspace(0, 1, dimension), [], []
    for seed in range(50):
        random = np.random.default_rng(seed)
        theta = random.normal(size=dimension)
        theta = theta / np.linalg.norm(theta)
        tried.append(search(curvatures, theta, random))
        followed.append(follow_slope(curvatures, theta))
    counts[dimension] = np.median(tried), np.median(followed)
    print(f"{dimension:2} dimensions: random search {counts[dimension][0]:3.0f} evaluations, "
          f"descent {counts[dimension][1]:2.0f} gradients")
assert 4 < counts[50][0] / counts[10][0] < 7 and counts[50][1] < 15

# %% [markdown]
# Search needs tries in proportion to the number of directions to guess from: from 10 to 50, more than five times as
# many. Descent does not guess, and needs about ten gradients whatever the dimension. And a gradient is not expensive:
# backpropagation (lesson 06) gets one for about the price of two further evaluations, however many parameters there
# are.
#
# ## Seven optimizers
#
# Plain descent, momentum and Adam you know. Between them lies a family. **Adagrad** (2011) divides by the root of the
# sum of *all* squared gradients so far, $s \leftarrow s + g^2$: parameters with large gradients take smaller steps,
# and the sum only grows. In Keras it begins at 0.1, not at 0. **RMSProp** (2012) forgets: it takes a running mean in
# the place of the sum.
#
# $$s \leftarrow \rho\, s + (1 - \rho)\, g^2 \qquad\qquad \theta \leftarrow \theta - \eta\, \frac{g}{\sqrt{s + \epsilon}}$$

# %% [markdown] tags=["exercise"]
# ### Exercise 5.9 - RMSProp  (core, 5 min)
#
# Write `step`, with $\epsilon$ *inside* the root. It is Adam without the mean and without the corrections. Return a
# new array; `theta` and `gradient` stay as they are.

# %% tags=["answer"] exercise="5.9"
class RMSProp:
    def __init__(self, learning_rate, rho=0.9, epsilon=1e-7):
        self.learning_rate, self.rho, self.epsilon = learning_rate, rho, epsilon
        self.square = 0.0

    def step(self, theta, gradient):
        """The place after one step; arrays of equal shape."""
        ### BEGIN SOLUTION
        self.square = self.rho * self.square + (1 - self.rho) * gradient ** 2
        return theta - self.learning_rate * gradient / np.sqrt(self.square + self.epsilon)
        ### END SOLUTION

# %%
check("5.9", RMSProp)

# %% [markdown] tags=["hint"] exercise="5.9"
# Two lines for the two formulas. The running mean must be stored in `self.square`.

# %% [markdown] tags=["hint"] exercise="5.9"
# The second line returns `theta - self.learning_rate * gradient / np.sqrt(...)`. What stands below the root is the new
# `self.square` plus `self.epsilon`.

# %% [markdown]
# The others, with momentum and Adam once more in short. **Nesterov**'s momentum (1983) looks one step ahead: it moves
# by the velocity that the *next* step would have if the gradient stayed the same. Look for the line.

# %%
class SGD:
    def __init__(self, learning_rate, momentum=0.0, nesterov=False):
        self.learning_rate, self.momentum, self.nesterov = learning_rate, momentum, nesterov
        self.velocity = 0.0

    def step(self, theta, gradient):
        self.velocity = self.momentum * self.velocity - self.learning_rate * gradient
        if self.nesterov:
            return theta + self.momentum * self.velocity - self.learning_rate * gradient
        return theta + self.velocity


class Adagrad:
    def __init__(self, learning_rate, total=0.1, epsilon=1e-7):
        self.learning_rate, self.total, self.epsilon = learning_rate, total, epsilon

    def step(self, theta, gradient):
        self.total = self.total + gradient ** 2
        return theta - self.learning_rate * gradient / np.sqrt(self.total + self.epsilon)

# %% [markdown]
# With a momentum of 0 the first class is plain descent. **Adadelta** (2012) has no learning rate in its paper (it is
# 1). It keeps a running mean of its own squared steps as well, and multiplies by the root of that: so a step has the
# units of a step, whatever the units of the gradient.

# %%
class Adadelta:
    def __init__(self, learning_rate=1.0, rho=0.95, epsilon=1e-7):
        self.learning_rate, self.rho, self.epsilon = learning_rate, rho, epsilon
        self.square, self.moved = 0.0, 0.0                            # of gradients, of steps

    def step(self, theta, gradient):
        self.square = self.rho * self.square + (1 - self.rho) * gradient ** 2
        change = -gradient * np.sqrt(self.moved + self.epsilon) / np.sqrt(self.square + self.epsilon)
        self.moved = self.rho * self.moved + (1 - self.rho) * change ** 2
        return theta + self.learning_rate * change

# %% [markdown]
# And Adam, with both running means in one list:

# %%
class Adam:
    def __init__(self, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.epsilon, self.betas = learning_rate, epsilon, (beta_1, beta_2)
        self.means, self.count = [0.0, 0.0], 0                        # of the gradient, of its square

    def step(self, theta, gradient):
        self.count += 1
        self.means = [beta * mean + (1 - beta) * new
                      for beta, mean, new in zip(self.betas, self.means, (gradient, gradient ** 2))]
        mean, square = (mean / (1 - beta ** self.count) for beta, mean in zip(self.betas, self.means))
        return theta - self.learning_rate * mean / (np.sqrt(square) + self.epsilon)

# %% [markdown]
# The race goes over the narrow valley of the lesson, with curvatures 1 and 100: once along the axes, and once turned
# by 30 degrees. (`turn @ place` turns a place, and `turn @ valley @ turn.T` turns back, takes the Hessian, and turns
# again.) Each optimizer may choose its best learning rate from a list. What counts is from which step on the height
# stays below 0.001, within 500 steps; a path that runs away is cut off.

# %%
RMSProp = accepted("5.9", RMSProp)
kinds = {"SGD": SGD, "momentum": lambda rate: SGD(rate, 0.9),
         "Nesterov": lambda rate: SGD(rate, 0.9, nesterov=True),
         "Adagrad": Adagrad, "Adadelta": Adadelta, "RMSProp": RMSProp, "Adam": Adam}
cosine, sine = np.sqrt(0.75), 0.5                                     # of 30 degrees
turn = np.array([[cosine, -sine], [sine, cosine]])
valley = np.diag([1.0, 100.0])                                        # the Hessian
turned_valley = turn @ valley @ turn.T

# %% [markdown]
# The height of a surface with the Hessian $H$ is $\tfrac12 \theta^{\mathsf T} H \theta$, in code `0.5 * theta @
# hessian @ theta`: for a diagonal $H$, half of the sum of curvature times $\theta^2$. Its gradient is $H \theta$.

# %%

def heights_of(optimizer, hessian, theta, steps=500):
    heights = [0.5 * theta @ hessian @ theta]
    while len(heights) <= steps and heights[-1] < 1e6:
        theta = optimizer.step(theta, hessian @ theta)
        heights.append(0.5 * theta @ hessian @ theta)
    return np.array(heights)


def settled(heights, steps=500):
    last_above = int(np.flatnonzero(heights >= 0.001).max())
    return last_above + 1 if last_above < steps and heights[-1] < 1 else steps + 1

# %% [markdown]
# **Predict**: Adagrad, Adadelta, RMSProp and Adam treat each parameter by itself. Does that suit the valley along the
# axes better, or the turned one? (`min` of pairs compares the step counts, and takes the rate along.)

# %%
rates = (0.002, 0.005, 0.01, 0.0198, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 50)
first, best = np.array([-4.0, 1.0]), {}
for name, kind in kinds.items():
    along = min((settled(heights_of(kind(rate), valley, first)), rate) for rate in rates)
    turned = min((settled(heights_of(kind(rate), turned_valley, turn @ first)), rate) for rate in rates)
    best[name] = *along, *turned
    print(f"{name:9} along the axes: step {along[0]:3} (rate {along[1]:g})   "
          f"turned: step {turned[0]:3} (rate {turned[1]:g})")
assert best["SGD"][0] == best["SGD"][2] > 200 and best["Nesterov"][2] < 100
assert best["Adam"] == (96, 0.1, 103, 1) and best["Adagrad"] == (4, 50, 277, 2)
assert best["RMSProp"][::2] == best["Adadelta"][::2] == (501, 501)

# %% [markdown]
# "501" means: not within 500 steps (the rate is then the first of the list). Those two get rates by hand for the
# figure, 0.05 and 1; the others their best. For each step it shows the greatest height from then on, in the turned
# valley. Which curves go on falling, and which settle at some height?

# %%
curves = {}
for name, kind in kinds.items():
    rate = {"RMSProp": 0.05, "Adadelta": 1.0}.get(name, best[name][3])
    heights = heights_of(kind(rate), turned_valley, turn @ first)
    from_here_on = np.maximum.accumulate(heights[::-1])[::-1]
    curves[f"{name}, rate {rate:g}"] = np.maximum(from_here_on[:301], 1e-6)   # cut at a millionth
ax = plot_curves(curves, x=np.arange(301), log_y=True,
                 x_label="step", y_label="greatest height from here on")
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(ax,
     alt="Seven falling lines over 300 steps on a logarithmic axis, cut at a millionth. Nesterov is lowest for "
         "most of the way, momentum and Adam follow. Plain SGD and Adagrad fall slowly, nearly straight. "
         "RMSProp gets level at about 0.06 from step 180 on. Adadelta hardly falls.")

# %% [markdown]
# In the turned valley Nesterov is first, momentum and Adam follow. Plain descent and both momentums do not notice the
# turn at all. Three results need a closer look: Adagrad's 4 steps, Adam that seems not to mind, RMSProp's 501.

# %%
leap = heights_of(Adagrad(50), valley, first, steps=4)
both = (valley, first), (turned_valley, turn @ first)
adam = [settled(heights_of(Adam(0.1), *where)) for where in both]
slow = [settled(heights_of(RMSProp(0.005), *where, steps=1000), 1000) for where in both]
assert np.isclose(leap[1], 121_100, rtol=1e-3) and adam == [96, 362] and slow == [823, 891]
print(f"Adagrad at 50: heights {leap.round(2)}   Adam at 0.1: {adam}   RMSProp at 0.005: {slow}")

# %% [markdown]
# Adagrad takes the valley along the axes in 4 steps, with one leap to a height of 121,000: its large sum then tames
# each direction for itself. Turned, both parameters see large gradients, and it takes 277 steps. Adam at the rate
# 0.1 needs 96 and 362; it gets away by choosing the rate 1. RMSProp swings from side to side, since its steps do not
# shrink with the gradient: small enough a rate to come to rest below 0.001 is too slow for 500 steps. In practice its
# rate is lowered on the way. And Adadelta has hardly begun:

# %%
adadelta, places = Adadelta(1.0), [turn @ first]
for _ in range(2000):
    places.append(adadelta.step(places[-1], turned_valley @ places[-1]))
lengths = np.linalg.norm(np.diff(places, axis=0), axis=1)
assert np.isclose(lengths[0], np.sqrt(2 * 1e-7 / 0.05), rtol=1e-3) and lengths[:1000].max() < 0.0025
print("lengths of steps 1, 500 and 2000:", lengths[[0, 499, 1999]].round(4))

# %% [markdown]
# It has no other scale than $\epsilon$: its first step is $\sqrt{\epsilon / (1 - \rho)}$ for each parameter, and
# for a thousand steps none gets much longer.
#
# No ranking follows for your network; one follows about *reasons*. What is best depends on the surface, and a race is
# fair only if each may choose its learning rate.
#
# ## The same seven in Keras
#
# Are these lines what Keras computes? Its optimizers have details that papers write differently, and the classes
# above follow Keras 3.15: $\epsilon$ is $10^{-7}$ and stands inside the root, but outside for Adam. Adagrad's sum
# begins at 0.1, not at 0. Momentum has the form $v \leftarrow \beta v - \eta g$. Adadelta's learning rate is 0.001
# unless you say otherwise. Adam folds both corrections into one factor of the learning rate, which is the same but
# for $\epsilon$. Fifty steps side by side; Keras computes with 32 bits. (This starts TensorFlow, where there is one.)

# %%
def keras_path(keras, optimizer, hessian, theta, steps=50):
    variable, path = keras.Variable(theta), [theta]
    for _ in range(steps):
        optimizer.apply([keras.ops.convert_to_tensor(hessian @ path[-1], "float32")], [variable])
        path.append(keras.ops.convert_to_numpy(variable).astype(float))
    return np.array(path)


def our_path(optimizer, hessian, theta, steps=50):
    path = [theta]
    while len(path) <= steps:
        path.append(optimizer.step(path[-1], hessian @ path[-1]))
    return np.array(path)

# %% [markdown]
# The valley has the curvatures 1 and 20 here, turned as before.

# %%
keras = runtime.start(optional=True)
if keras is not None:
    theirs = keras.optimizers
    pairs = {"SGD": (SGD(0.05), theirs.SGD(0.05)), "momentum": (SGD(0.02, 0.9), theirs.SGD(0.02, 0.9)),
             "Nesterov": (SGD(0.02, 0.9, True), theirs.SGD(0.02, 0.9, nesterov=True)),
             "Adagrad": (Adagrad(0.5), theirs.Adagrad(0.5)), "Adadelta": (Adadelta(1.0), theirs.Adadelta(1.0)),
             "RMSProp": (RMSProp(0.05), theirs.RMSprop(0.05)), "Adam": (Adam(0.05), theirs.Adam(0.05))}
    gentle = turn @ np.diag([1.0, 20.0]) @ turn.T
    for name, (ours, optimizer) in pairs.items():
        same = our_path(ours, gentle, turn @ first), keras_path(keras, optimizer, gentle, turn @ first)
        assert same[0].shape == same[1].shape == (51, 2)              # the start and 50 steps
        assert np.allclose(*same, rtol=0, atol=1e-5)
        print(f"{name:9} agrees with Keras to 1e-5 over 50 steps")

# %% [markdown]
# All seven agree.
#
# ## How large should random weights be?
#
# The lesson showed that weights must differ to break the symmetry. Now their size. A neuron adds up $n$ products of
# an input and a weight. If the weights are drawn around 0, the **variance** of the sum (the mean squared distance
# from the mean, the square of the spread) is $n$ times the variance of a weight times the mean square of an input.
# Check it with 256 inputs:

# %%
random = np.random.default_rng(0)
signal, weights = random.normal(size=(100, 256)), random.normal(0, 0.01, (256, 256))
sums = signal @ weights                                               # (example, neuron)
assert np.isclose(sums.var(), 256 * 0.01 ** 2 * np.mean(signal ** 2), rtol=0.02)
print(f"measured {sums.var():.4f}, by the rule {256 * 0.01 ** 2 * np.mean(signal ** 2):.4f}")

# %% [markdown]
# With a spread of 0.01 about a fortieth is left after a single layer. Weights of the variance $1/n$ would keep the
# size through as many layers as you like, if there were no activations between them. Two refinements of this are used
# everywhere, for a layer with $n$ inputs and $m$ outputs:
#
# - **Glorot** (2010), variance $2 / (n + m)$: slopes go back through the same weights, as sums over $m$ outputs, and
#   would like $1/m$; this is the compromise, made for tanh and its like,
# - **He** (2015), variance $2 / n$: made for ReLU, which sets half of the sums to zero; the 2 makes up for that.

# %% [markdown] tags=["exercise"]
# ### Exercise 5.10 - He's weights  (core, 4 min)
#
# Write `he_weights`: a random matrix (inputs, outputs) with mean 0 and variance $2 / n$, where $n$ is the number of
# inputs. `random.normal(mean, spread, shape)` draws one; the spread is the **root** of the variance.

# %% tags=["answer"] exercise="5.10"
def he_weights(inputs, outputs, random):
    """Random weights (inputs, outputs) with mean 0 and variance 2 / inputs."""
    ### BEGIN SOLUTION
    return random.normal(0, np.sqrt(2 / inputs), (inputs, outputs))
    ### END SOLUTION

# %%
check("5.10", he_weights)

# %% [markdown] tags=["hint"] exercise="5.10"
# Three arguments: the mean, the spread, the shape. For 8 inputs the variance is $2/8 = 0.25$. What is the spread?

# %% [markdown] tags=["hint"] exercise="5.10"
# `np.sqrt(2 / inputs)` is the spread, `(inputs, outputs)` the shape. The number of outputs has no part in the spread.

# %% [markdown]
# Now the experiment: random inputs of variance 1 go through 20 layers of 256 neurons, without biases. Four rules make
# the weights; "small" has the spread 0.01, "large" the spread 1. **Predict** for each rule what is left after 20
# layers.

# %%
he_weights = accepted("5.10", he_weights)


def of_spread(rule):
    def make_weights(inputs, outputs, random):
        return random.normal(0, rule(inputs, outputs), (inputs, outputs))
    return make_weights

# %% [markdown]
# The signal goes from layer to layer, and its variance is written down after each.

# %%
def variances(make_weights, activation, random, measure=np.var, width=256, layers=20):
    signal, measured = random.normal(size=(100, width)), []
    for _ in range(layers):
        signal = activation(signal @ make_weights(width, width, random))
        measured.append(measure(signal))
    return np.array(measured)

rules = {"large": of_spread(lambda n, m: 1.0), "He": he_weights,
         "Glorot": of_spread(lambda n, m: np.sqrt(2 / (n + m))), "small": of_spread(lambda n, m: 0.01)}
activations = {"tanh": np.tanh, "ReLU": lambda z: np.maximum(z, 0)}

# %% [markdown]
# The frame of the figure is cut at both ends; lines that leave it go on.

# %%
figure, axes = plt.subplots(1, 2, figsize=(9, 3.6), sharey=True)
for ax, (name, activation) in zip(axes, activations.items()):
    curves = {rule: variances(make, activation, np.random.default_rng(0))
              for rule, make in rules.items()}
    plot_curves(curves, x_label="layer", y_label="variance of activations", log_y=True, ax=ax)
    ax.set(title=name, ylim=(1e-9, 1e6))
axes[0].get_legend().remove()                                         # one for both is enough
axes[1].set_ylabel("")
show(figure,
     alt="Variance over 20 layers on a logarithmic axis from 1e-9 to 1e6. With tanh: large weights stay near 1, He's "
         "near 0.3, Glorot's fall gently to 0.02, small ones leave the frame after five layers. With ReLU: large "
         "weights leave it at the top after two layers, small ones below after four, Glorot's fall below a "
         "millionth, He's stay near 0.7.")

# %% [markdown]
# With ReLU three of four rules lose the signal or blow it up; He's keeps it. With tanh nothing can explode, since it
# never leaves $-1$ to 1; but it makes every value a little smaller, which Glorot's variance (here exactly $1/n$) does
# not make up for, so that signal fades slowly. "Large" looks harmless there and is not: a variance near 1 means that
# nearly every neuron sits at $-1$ or 1, where the slope of tanh is almost zero (lesson 03), and little can be
# learned. In numbers, after 20 layers, as the median of five seeds; zero weights are added, which leave nothing:

# %%
rules["zero"], medians = of_spread(lambda n, m: 0.0), {}
for name, activation in activations.items():
    for rule, make in rules.items():
        last = [variances(make, activation, np.random.default_rng(seed))[-1] for seed in range(5)]
        medians[name, rule] = np.median(last)
        print(f"{name}, {rule:6}: {medians[name, rule]:.0e}")
powers = {key: np.log10(median) for key, median in medians.items() if median > 0}
order = ("large", "He", "Glorot", "small")
tanh, relu = ([powers[name, rule] for rule in order] for name in activations)
assert np.allclose(tanh, np.log10([0.95, 0.3, 0.024, 1.2e-32]), atol=0.3)    # a factor of two
assert np.allclose(relu, np.log10([1e42, 0.7, 7e-7, 1e-38]), atol=0.3)
assert medians["tanh", "zero"] == medians["ReLU", "zero"] == 0

# %% [markdown]
# Does He's rule lose a third of the signal, then? The rule was about the mean *square*; measure that.

# %%
squares = [variances(he_weights, activations["ReLU"], np.random.default_rng(seed),
                     measure=lambda a: np.mean(a ** 2))[-1]
           for seed in range(5)]
assert 0.8 < np.median(squares) < 1.25
print(f"ReLU, He: mean square {np.median(squares):.2f}")

# %% [markdown]
# It stays near 1, as promised. The variance is less by the square of the mean, and after a ReLU the mean is not 0.

# %% [markdown]
# ## What you can now do
#
# You can say what one step must gain, and know that the guarantee ends at $2 / \lambda$. You know that flat places in
# many dimensions are saddles, that descent does not guess, what each of seven optimizers remembers, and how large
# weights should be so that a signal survives twenty layers.

# %%
progress(5, further=True)

# %% [markdown]
# Next, lesson 06: the gradient of a whole network, by hand.
