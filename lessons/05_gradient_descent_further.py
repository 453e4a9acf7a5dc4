# ---
# jupyter:
#   course: {number: 5, title: "Gradient descent: further", part: 1, minutes: 65, builds_on: [5], data: [],
#            quick: {matrices: 4000}, full: {matrices: 200000}}
# ---
# %% [markdown]
# # 05 · Gradient descent: further
#
# Five questions that the lesson left open. What is guaranteed? Where does descent stop, if not in a minimum? Would
# trying values at random not do as well? Which of seven optimizers is the fastest? And how large should random
# weights be?
#
# Afterwards you can
# - say by how much one step lowers a loss, before you take it,
# - classify a flat place from its Hessian, and say why saddle points dominate in many dimensions,
# - write seven optimizers in a few lines each, equal to those of Keras, and weights that keep a signal alive.
#
# About 65 minutes, in two sittings if you like. Builds on lesson 05.

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
# Suppose that nowhere along the way the curvature is larger than $\lambda$. Then the slope changes by at most
# $\lambda$ for each unit that you move; mathematicians call such a gradient **Lipschitz**, with the constant
# $\lambda$. Walk a step $\eta$ along the negative gradient $g$. At first the loss falls at the rate $|g|^2$; the
# slope may bend up on the way, but no faster than $\lambda$ allows. Together, with $L$ the loss:
#
# $$L(\theta - \eta g) \;\le\; L(\theta) - \eta \left( 1 - \tfrac{\lambda \eta}{2} \right) |g|^2$$
#
# For $\eta < 2 / \lambda$ the bracket is positive, and the loss **must** fall at every step, until the gradient is
# zero. This is the limit that you know; now it holds for every smooth loss, not only for parabolas. Take the logistic
# neuron of the lesson on the four points of OR, with weights that are wrong on purpose.

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
# Compute both sides of the inequality for one step of every length.

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
show(plot_curves(curves, x=rates, validation=["promised at most"],
                 x_label="learning rate", y_label="loss"),
     alt="Over learning rates from 0 to 8: the loss after the step falls from 0.89 to 0.63. The dashed bound, a "
         "parabola, touches it at 0, is lowest at 2.5, is back at 0.89 at 5.0 and rises beyond.")

# %% [markdown]
# Back at the starting height at 5.02, which is $2 / \lambda$. The loss itself stays far below: the sigmoid's slope is
# a quarter only in its middle, so the true curvature is smaller than the bound almost everywhere. A guarantee is
# about the worst case. It is lowest at $1 / \lambda$, where it promises $|g|^2 / (2\lambda)$. Now 200 steps at
# several rates.

# %%
def keep_score(theta, x, y, learning_rate, curvature, steps=200):
    spare = []
    for _ in range(steps):
        g = gradient(theta, x, y)
        moved = theta - learning_rate * g
        promised = learning_rate * (1 - curvature * learning_rate / 2) * (g @ g)
        spare.append(loss(theta, x, y) - loss(moved, x, y) - promised)
        theta = moved
    return min(spare), loss(theta, x, y)

# %% [markdown]
# What is left over of the fall, beyond the promise, must never be negative.

# %%
for share in (0.5, 1.0, 1.9):
    spare, final = keep_score(start, inputs, targets, share / largest, largest)
    assert spare > 0
    print(f"learning rate {share} / curvature: promise kept 200 times, loss {final:.4f} at the end")

# %% [markdown]
# The promise says that the loss falls until the gradient is zero; it does not say *where* that is. For this second
# half a loss must be **convex**: a straight line between any two of its points never runs below it. Such a surface
# has no second valley, and every flat place is a lowest one. The loss of a single neuron is convex. That of a network
# with a hidden layer is not.
#
# Such a line is a **chord**. **Predict**: draw random chords for the loss of this neuron, and for a curve with two
# valleys, $(x^2 - 1)^2$. For which of the two does the middle of a chord ever lie below?

# %%
def chords_below(function, dimension, random, pairs=2000):
    ends = random.normal(0, 2, (2, pairs, dimension))
    return sum(function((one + other) / 2) > (function(one) + function(other)) / 2 + 1e-12
               for one, other in zip(*ends))

# %% [markdown]
# The ends of the chords are random, 2,000 pairs of them.

# %%
neuron = chords_below(lambda theta: loss(theta, inputs, targets), 3, np.random.default_rng(0))
valleys = chords_below(lambda theta: (theta[0] ** 2 - 1) ** 2, 1, np.random.default_rng(0))
assert neuron == 0 and valleys > 50
print(f"chords whose middle lies below the surface: neuron {neuron}, two valleys {valleys} of 2,000")

# %% [markdown]
# ## Flat places
#
# Where the gradient is zero, descent stops. What kind of place that is shows in the Hessian's eigenvalues, the
# curvatures: all positive, and it is a minimum; all negative, a maximum; some of each, a **saddle point**. A
# curvature of zero leaves it open: then higher derivatives decide.

# %% [markdown] tags=["exercise"]
# ### Exercise 5.8 - minimum, maximum or saddle?  (core, 5 min)
#
# Write `classify` for the Hessian at a flat place. It returns `"minimum"`, `"maximum"`, `"saddle"` or `"open"`. Take
# a curvature between $-10^{-9}$ and $10^{-9}$ for zero. Where curvatures of both signs occur it is a saddle, whatever
# the others are.

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
# `np.linalg.eigvalsh(hessian)` gives all curvatures, the smallest first. What do the smallest and the largest together
# tell you?

# %% [markdown] tags=["hint"] exercise="5.8"
# If the smallest is below $-10^{-9}$ and the largest above $10^{-9}$, it is a saddle. If the smallest is above
# $10^{-9}$, all are. If the largest is below $-10^{-9}$, all are. What is left is open.

# %% [markdown]
# You may read that saddle points are rare in many dimensions. Ask chance: draw symmetric matrices at random, as if
# they were the Hessians of flat places, and count. With one parameter half of them are minima. **Predict**: with ten
# parameters, what share is a minimum?

# %%
classify = accepted("5.8", classify)
assert [classify(np.diag([1.0, 20.0])), classify(np.diag([1.0, -1.0]))] == ["minimum", "saddle"]
dimensions, minima, saddles = (1, 2, 3, 4, 5, 6, 8, 10), [], []
for dimension in dimensions:
    entries = np.random.default_rng(dimension).normal(size=(matrices, dimension, dimension))
    curvatures = np.linalg.eigvalsh((entries + entries.transpose(0, 2, 1)) / 2)   # (matrix, dimension)
    minima.append(np.mean(curvatures[:, 0] > 0))                # the smallest is positive: all are
    saddles.append(np.mean((curvatures[:, 0] < 0) & (curvatures[:, -1] > 0)))
    print(f"{dimension:2} parameters: minima {minima[-1]:.2%}, saddle points {saddles[-1]:.2%}")
assert np.allclose(minima[:3], [0.5, 0.146, 0.025], atol=0.02) and minima[-1] < 0.001
assert saddles[0] == 0 and abs(saddles[1] - 0.707) < 0.03 and saddles[-1] > 0.999

# %% [markdown]
# The same as a figure. How many parameters does it take until nearly every flat place is a saddle?

# %%
show(plot_curves({"saddle points": saddles, "minima": minima}, x=dimensions,
                 x_label="number of parameters", y_label="share of random matrices"),
     alt="Two curves over 1 to 10 parameters. The share of saddle points rises from 0 to 0.71 at two, 0.95 at three and "
         "almost 1 from four on. The share of minima falls from 0.5 to 0.15, 0.03 and almost 0.")

# %% [markdown]
# Saddle points dominate. To be a minimum, *every* curvature has to be positive, and each further parameter is one
# more that may not be: even if the signs were independent, the share would be $2^{-n}$, and it falls faster still. A
# network has thousands of parameters. The Hessian of a real loss is no random matrix, and low down on the surface
# more of its curvatures are positive. But the picture of a descent that is caught in one of many local minima is not
# the usual one; the usual one is a long flat stretch near a saddle.
#
# And those are not traps, only slow. On $\tfrac12 x^2 - \tfrac12 y^2 + \tfrac14 y^4$, the "saddle" of the explorer,
# $(0, 0)$ is a saddle point. Near it each step multiplies $y$ by $1 + \eta$. **Predict**: from $y = 0.01$ it takes 23
# steps to get away. How many from 0.0001, a hundred times closer?

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
# "Gradient descent tries values and picks lower ones": that would be **random search**. Let it run: take a random
# step, keep it if the loss is lower. We even tell it the best length of a step, which in practice nobody knows.
# Descent gets the rate $1 / \lambda_{\max}$. Both start at distance 1 in a valley with curvatures from 1 to 10, and
# stop at a hundredth of the first height. **Predict** how the two counts grow from 2 to 50 dimensions.

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
# Five random starts for each dimension; the printed counts are medians.

# %%
for dimension in (2, 10, 50):
    curvatures, tried, followed = np.logspace(0, 1, dimension), [], []     # from 1 to 10
    for seed in range(5):
        random = np.random.default_rng(seed)
        theta = random.normal(size=dimension)
        theta = theta / np.linalg.norm(theta)
        tried.append(search(curvatures, theta, random))
        followed.append(follow_slope(curvatures, theta))
    print(f"{dimension:2} dimensions: random search {np.median(tried):3.0f} evaluations, "
          f"descent {np.median(followed):2.0f} gradients")
assert np.median(tried) > 400 and np.median(followed) < 15

# %% [markdown]
# Search needs more tries the more directions there are to guess from; descent does not guess. It needs about as many
# gradients in 50 dimensions as in 2. And a gradient is not expensive: backpropagation (lesson 06) gets one for about
# the price of two further evaluations, however many parameters there are.
#
# ## Seven optimizers
#
# Plain descent, momentum and Adam you know. Between them lies a family. **Adagrad** (2011) divides by the root of the
# sum of *all* squared gradients so far: parameters with large gradients take smaller steps, and all steps get ever
# smaller. **RMSProp** (2012) forgets: it takes a running mean in the place of the sum.
#
# $$s \leftarrow \rho\, s + (1 - \rho)\, g^2 \qquad\qquad \theta \leftarrow \theta - \eta\, \frac{g}{\sqrt{s + \epsilon}}$$

# %% [markdown] tags=["exercise"]
# ### Exercise 5.9 - RMSProp  (core, 5 min)
#
# Write `step`, with $\epsilon$ *inside* the root. It is Adam without the mean and without the corrections.

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
# by 30 degrees. Each optimizer may choose its best learning rate from a list. What counts is from which step on the
# height stays below 0.001, within 500 steps; a path that runs away is cut off.

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
# The height of a surface with the Hessian $H$ is $\tfrac12 \theta^{\mathsf T} H \theta$, its gradient $H \theta$.

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
# **Predict**: Adagrad, RMSProp and Adam treat each parameter by itself. Which of the two valleys suits them better?

# %%
rates = (0.002, 0.005, 0.01, 0.0198, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 50)
first, best = np.array([-4.0, 1.0]), {}
for name, kind in kinds.items():
    along = min((settled(heights_of(kind(rate), valley, first)), rate) for rate in rates)
    turned = min((settled(heights_of(kind(rate), turned_valley, turn @ first)), rate) for rate in rates)
    best[name] = along[0], turned[0], turned[1]
    print(f"{name:9} along the axes: step {along[0]:3}   turned: step {turned[0]:3}")
assert best["SGD"][0] == best["SGD"][1] > 200 and best["Nesterov"][1] < 100
assert best["Adam"][:2] == (96, 103)
assert best["Adagrad"][0] < 10 and best["Adagrad"][1] > 150
assert best["RMSProp"][:2] == best["Adadelta"][:2] == (501, 501)

# %% [markdown]
# "501" means: not within 500 steps. The figure shows the turned valley. Which curves go on falling, and which settle
# at some height?

# %%
curves = {}
for name, kind in kinds.items():
    rate = {"RMSProp": 0.05, "Adadelta": 1.0}.get(name, best[name][2])
    heights = heights_of(kind(rate), turned_valley, turn @ first, steps=300)
    curves[f"{name}, rate {rate:g}"] = np.maximum(heights, 1e-6)              # cut at a millionth
ax = plot_curves(curves, x=np.arange(301), x_label="step", y_label="height", log_y=True)
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(ax,
     alt="Heights over 300 steps in the turned valley, logarithmic, cut at a millionth. Nesterov is lowest nearly throughout and "
         "falls in bows; momentum and Adam follow close together. Plain SGD and Adagrad fall slowly in nearly straight "
         "lines. RMSProp stays at about 0.06 from step 170 on. Adadelta hardly falls.")

# %% [markdown]
# In the turned valley Nesterov is first, momentum and Adam follow at about the same time. Adagrad is a different
# optimizer in the two: along the axes it takes the valley in a handful of steps, since dividing each gradient by its
# own size makes a round bowl of it; turned, both parameters see large gradients, and it needs hundreds of steps.
# Adam hardly minds, with 96 and 103 steps. Plain
# descent and both momentums do not notice the turn at all. RMSProp comes to rest above the floor, swinging from
# side to side: its steps do not shrink with the gradient, so its learning rate has to be lowered in the end. Adadelta
# begins with tiny steps, the root of $\epsilon$ long, and needs hundreds of steps to get going.
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
    variable, path = keras.Variable(theta), []
    for _ in range(steps):
        place = keras.ops.convert_to_numpy(variable).astype(float)
        path.append(place)
        optimizer.apply([keras.ops.convert_to_tensor(hessian @ place, "float32")], [variable])
    return np.array(path)


def our_path(optimizer, hessian, theta, steps=50):
    path = [theta]
    while len(path) < steps:
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
# size, through as many layers as you like. Two refinements of this are used everywhere, for a layer with $n$ inputs
# and $m$ outputs:
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
def variances(make_weights, activation, random, width=256, layers=20):
    signal, measured = random.normal(size=(100, width)), []
    for _ in range(layers):
        signal = activation(signal @ make_weights(width, width, random))
        measured.append(signal.var())
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
show(figure,
     alt="Variance over 20 layers on a logarithmic axis from 1e-9 to 1e6. With tanh: large weights stay near 1, He's "
         "near 0.3, Glorot's fall gently to 0.02, small ones leave the frame after five layers. With ReLU: large "
         "weights leave it at the top after two layers, small ones below after four, Glorot's fall below a "
         "millionth, He's stay near 1.")

# %% [markdown]
# With ReLU three of four rules lose the signal or blow it up; He's keeps it. With tanh nothing can explode, since it
# never leaves $-1$ to 1. "Large" looks harmless there and is not: a variance near 1 means that nearly every neuron
# sits at $-1$ or 1, where the slope of tanh is almost zero (lesson 03), and little can be learned. In numbers, after
# 20 layers, as the median of five seeds; zero weights are added, which leave nothing:

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
# ## What you can now do
#
# You can say what one step must gain, and know that the guarantee ends at $2 / \lambda$. You know that flat places in
# many dimensions are saddles, that descent does not guess, what each of seven optimizers remembers, and how large
# weights should be so that a signal survives twenty layers.

# %%
progress(5, further=True)

# %% [markdown]
# Next, lesson 06: the gradient of a whole network, by hand.
