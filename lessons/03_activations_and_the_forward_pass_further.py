# ---
# jupyter:
#   course: {number: 3, title: "Activations and the forward pass: further", part: 1, minutes: 80, builds_on: [3], data: [],
#            quick: {deepest: 6}, full: {deepest: 12}}
# ---
# %% [markdown]
# # 03 · Activations and the forward pass: further
#
# Thirteen activations with their slopes, what happens at their corners, logarithms of very large and very small
# numbers, and two questions about networks as functions: do bumps beat the series of Taylor and Fourier, and what is
# depth good for?
#
# Afterwards you can
# - write an activation and its slope, and test the one against the other, corners included,
# - compute with the logarithms of probabilities that are too small for the computer,
# - say what a deep network can do that a wide one cannot afford.
#
# About 80 minutes. A good place for a break is before "Logarithms of numbers that do not fit". Builds on lesson 03.

# %%
import math

import matplotlib.pyplot as plt
import numpy as np

from course_utils import accepted, check, progress, runtime, show
from course_utils.figures import plot_curves, plot_functions
from course_utils.slopes import central_difference

np.set_printoptions(precision=4, suppress=True)

# %% [markdown]
# `central_difference` is the one that you built in lesson 03; it now comes from the course's helpers, where later
# lessons find it, too. One number can be set from outside: the depth of the deepest network at the end, from 4 to 12.

# %% tags=["parameters"]
deepest = 10

# %% [markdown]
# ## Which step is best?
#
# The formula of the central difference becomes exact for ever smaller steps $s$. **Predict**: is $s = 10^{-11}$ better
# than the default, $s = 10^{-5}$? For the sigmoid at 1, where the slope is known, the next cell tries eleven steps.

# %%
def sigmoid(z):
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + small), small / (1 + small))


steps = 10.0 ** -np.arange(1, 12)
known = sigmoid(1.0) * (1 - sigmoid(1.0))
errors = np.array([abs(central_difference(sigmoid, 1.0, s) - known) for s in steps])
assert np.allclose(errors[:3] / errors[1:4], 100, rtol=0.02) and errors[4] < 1e-9 < errors[10]
show(plot_curves({"error": errors}, x=steps, log_x=True, log_y=True, x_label="step s",
                 y_label="error of the slope"),
     alt="The error of the central difference against the step, both axes logarithmic. From the right, at a step of "
         "0.1, it falls steeply down to a step near 0.00001, where it is far below a billionth. For still smaller "
         "steps it rises again, unevenly.")

# %% [markdown]
# Read it from right to left. A step ten times smaller gives an error 100 times smaller, down to $10^{-4}$; at
# $10^{-5}$ the turn begins. What happens further left shows in the two values that are subtracted there:

# %%
right, left = (f"{sigmoid(1 + side * 1e-11):.13f}" for side in (1, -1))
print(right, left)
assert right[:12] == left[:12] and right != left

# %% [markdown]
# They agree in ten digits. The computer keeps 16, so only a few are left for the difference, and dividing by a tiny
# $2s$ magnifies what is wrong with them.
#
# ## At a corner, and at a jump
#
# At a **corner** the slope of a function changes at once, and at a **jump** its value does. Neither has a slope there.
# The formula gives a number all the same:

# %%
def step(z):
    return (z > 0) * 1.0


def relu(z):
    return np.maximum(0, z)


print("  step s    ReLU at 0    step function at 0")
for s in (0.1, 0.01, 0.001):
    corner, jump = central_difference(relu, 0.0, s), central_difference(step, 0.0, s)
    assert np.allclose([corner, jump], [0.5, 1 / (2 * s)])
    print(f"{s:8}    {corner:9.1f}    {jump:18.0f}")

# %% [markdown]
# ReLU has the slope 0 on one side of its corner and 1 on the other. The central difference gives the middle, 0.5, for
# every step. At the jump it gives $1/(2s)$: 5, 50, 500, without end, since a jump is steeper than any slope. So a
# disagreement at such a point is no mistake, and one does not test there. Libraries have to answer something; for ReLU
# at 0 they say 0.
#
# ## Slopes by the chain rule

# %% [markdown] tags=["exercise"]
# ### Exercise 3.8 - the slope of tanh  (core, 4 min)
#
# You know that $\tanh(z) = 2\, \sigma(2 z) - 1$, and that $\sigma' = \sigma (1 - \sigma)$. Write the slope of tanh, for
# an array of any shape. Use calculus, not the central difference; you may use `sigmoid` and `np.tanh`.

# %% tags=["answer"] exercise="3.8"
def tanh_slope(z):
    """The derivative of tanh at each number of the array z."""
    ### BEGIN SOLUTION
    return 1 - np.tanh(z) ** 2  # the same as 4 * sigmoid(2 * z) * (1 - sigmoid(2 * z))
    ### END SOLUTION

# %%
check("3.8", tanh_slope)

# %% [markdown] tags=["hint"] exercise="3.8"
# Three things happen to $z$: it is doubled, then comes the sigmoid, then it is doubled again and moved down. What does
# each of the three contribute to the slope? Moving down contributes nothing.

# %% [markdown] tags=["hint"] exercise="3.8"
# The chain rule multiplies: 2 from outside, $\sigma'(2z)$ from the middle, taken at $2z$, and 2 from inside. (With
# tanh's own value this can be written as $1 - \tanh^2 z$.)

# %% [markdown]
# ELU, the exponential linear unit, is the identity above zero, and falls along a curve towards $-\alpha$ below:
#
# $$\text{ELU}(z) = \begin{cases} z & z > 0 \\ \alpha\, (e^z - 1) & z \le 0 \end{cases}$$
#
# It is often printed as $\alpha e^z - 1$, without the bracket. **Predict** what would be wrong with that at $z = 0$,
# for $\alpha = 2$.

# %%
for near in (-0.001, 0.0):
    bracket, bare = 2 * (np.exp(near) - 1), 2 * np.exp(near) - 1
    print(f"at {near:6}: with the bracket {bracket:+.3f}, without {bare:+.3f}")
assert 2 * (np.exp(0) - 1) == 0 and 2 * np.exp(0) - 1 == 1

# %% [markdown]
# Without the bracket the curve arrives at 1 from the left and starts at 0 on the right: it has a jump.

# %% [markdown] tags=["exercise"]
# ### Exercise 3.9 - ELU and its slope  (core, 5 min)
#
# Write `elu`. It returns two arrays of the shape of `z`: the values, and the slopes. `np.where(z > 0, a, b)` takes from
# `a` where `z` is positive, else from `b`. Find the slopes by calculus. (At 0 itself the slope may be that of either
# side; it is not tested.)

# %% tags=["answer"] exercise="3.9"
def elu(z, alpha):
    """Two arrays of the shape of z: the values of ELU, and its slopes."""
    ### BEGIN SOLUTION
    below = np.exp(np.minimum(z, 0))  # the power is needed below zero only
    return np.where(z > 0, z, alpha * (below - 1)), np.where(z > 0, 1.0, alpha * below)
    ### END SOLUTION

# %%
check("3.9", elu)

# %% [markdown] tags=["hint"] exercise="3.9"
# Above zero: the value is `z`, the slope 1. Below zero: the formula, and its derivative. What is left of $\alpha (e^z -
# 1) = \alpha e^z - \alpha$ when you differentiate it?

# %% [markdown] tags=["hint"] exercise="3.9"
# Two calls of `np.where(z > 0, ..., ...)`, returned with a comma between them. The slope below zero is `alpha *
# np.exp(z)`.

# %% [markdown]
# ## The zoo
#
# Thirteen activations are in use, or have been. Twelve of them treat each number by itself. $\Phi$ is the share of the
# normal distribution with mean 0 and standard deviation 1 that lies below $z$, and $\varphi$ its bell curve.
#
# | name | formula | derivative | range | saturates |
# |---|---|---|---|---|
# | binary step | 1 if $z > 0$, else 0 | 0 (none at 0) | 0 and 1 | both sides |
# | identity | $z$ | 1 | all numbers | nowhere |
# | sigmoid | $\sigma = 1 / (1 + e^{-z})$ | $\sigma (1 - \sigma)$ | 0 to 1 | both sides |
# | tanh | $2\, \sigma(2z) - 1$ | $1 - \tanh^2 z$ | $-1$ to 1 | both sides |
# | arctan | $\arctan z$ | $1 / (1 + z^2)$ | $-\pi/2$ to $\pi/2$ | both sides, slowly |
# | ReLU | $\max(0, z)$ | 0 or 1 | from 0 | left |
# | leaky ReLU | $z$ or $0.1\, z$ | 1 or 0.1 | all numbers | nowhere |
# | PReLU | $z$ or $\alpha z$, $\alpha$ learned | 1 or $\alpha$ | all numbers ($\alpha > 0$) | nowhere ($\alpha > 0$) |
# | ELU | $z$ or $\alpha (e^z - 1)$ | 1 or $\alpha e^z$ | from $-\alpha$ | left |
# | softplus | $\ln (1 + e^z)$ | $\sigma$ | from 0 | left |
# | swish, SiLU | $z\, \sigma$ | $\sigma + z\, \sigma (1 - \sigma)$ | from $-0.278$ | left |
# | GELU | $z\, \Phi$ | $\Phi + z\, \varphi$ | from $-0.170$ | left |
#
# The thirteenth is the softmax, further below. In code, a pair for each, function and slope. `np.logaddexp(0, z)` is
# $\ln(e^0 + e^z)$ without overflow. NumPy has no $\Phi$, but Python has `math.erf`, the error function, and
#
# $$\Phi(z) = \tfrac12 \left(1 + \text{erf}(z / \sqrt 2)\right)$$
#
# `erf` takes one number at a time; `np.vectorize` sends it through an array.

# %%
def normal_share(z):
    return 0.5 * (1 + np.vectorize(math.erf)(z / np.sqrt(2)))


def normal_bell(z):
    return np.exp(-z ** 2 / 2) / np.sqrt(2 * np.pi)


def prelu(z, alpha):
    return np.where(z > 0, z, alpha * z)

# %% [markdown]
# First those that stay between two limits, and the identity; the slopes of tanh and ELU are your own. Then those that
# have no upper end, with $\alpha = 0.25$ for PReLU and $\alpha = 1$ for ELU.

# %%
tanh_slope, elu = accepted("3.8", tanh_slope), accepted("3.9", elu)
gates = {
    "binary step": (step, np.zeros_like),
    "identity": (lambda z: z, np.ones_like),
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
    "tanh": (np.tanh, tanh_slope),
    "arctan": (np.arctan, lambda z: 1 / (1 + z ** 2)),
}

# %%
ramps = {
    "ReLU": (relu, step),
    "leaky ReLU": (lambda z: prelu(z, 0.1), lambda z: np.where(z > 0, 1, 0.1)),
    "PReLU": (lambda z: prelu(z, 0.25), lambda z: np.where(z > 0, 1, 0.25)),
    "ELU": (lambda z: elu(z, 1.0)[0], lambda z: elu(z, 1.0)[1]),
    "softplus": (lambda z: np.logaddexp(0, z), sigmoid),
    "swish": (lambda z: z * sigmoid(z), lambda z: sigmoid(z) * (1 + z * (1 - sigmoid(z)))),
    "GELU": (lambda z: z * normal_share(z), lambda z: normal_share(z) + z * normal_bell(z)),
}
zoo = {**gates, **ramps}

# %% [markdown]
# Does every derivative of the table hold? The judge looks at 1,200 places, none of them at a corner or a jump.

# %%
z = np.linspace(-6, 6, 1200)                                    # 0 is not among them
for name, (function, slope) in zoo.items():
    assert np.allclose(slope(z), central_difference(function, z), atol=1e-8), name
print(f"{len(zoo)} slopes agree with central differences at {len(z)} places each")

# %% [markdown]
# All of them do. Now look at the dashed lines. Two of the slopes are negative in some places, and above 1 in others.
# Whose?

# %%
functions, slopes = ({name: pair[part] for name, pair in zoo.items()} for part in (0, 1))
show(plot_functions(functions, z, slopes=slopes, y_limits=(-1.7, 2)),
     alt="Twelve panels over z from -6 to 6, each with a function and its slope dashed. Binary step, identity, sigmoid, "
         "tanh, arctan; then the seven that rise without end: ReLU with a corner at 0, leaky ReLU and PReLU with a "
         "gentle slope below 0, ELU bending to -1, softplus smooth, swish and GELU, whose slopes swing a little "
         "below 0 and above 1.")

# %% [markdown]
# Swish and GELU. A negative slope means that they fall for a while: they dip below zero before they rise. The dip is
# too shallow for these panels, so here it is alone. Which of the two dips further, and which is back at zero first?

# %%
fine = np.linspace(-6, 0.3, 6301)
curves = {name: functions[name](fine) for name in ("ReLU", "swish", "GELU")}
show(plot_curves(curves, x=fine, x_label="z", y_label="function"),
     alt="ReLU, swish and GELU for z from -6 to 0.3. ReLU is 0 up to its corner at 0. GELU dips to -0.17 near -0.75 and is "
         "back at 0 near -3. Swish dips to -0.28 near -1.3 and comes back slowly, reaching -0.01 at -6.")
for name in ("swish", "GELU"):
    values = curves[name]
    assert slopes[name](z).min() < 0 and slopes[name](z).max() > 1.05
    print(f"{name} is lowest at z = {fine[values.argmin()]:.2f}, where it is {values.min():.3f}")
    assert np.isclose(values.min(), {"swish": -0.278, "GELU": -0.170}[name], atol=6e-4)
    assert np.isclose(fine[values.argmin()], {"swish": -1.278, "GELU": -0.752}[name], atol=2e-3)

# %% [markdown]
# Swish dips further, and GELU is back first. Softplus is a smooth ReLU. And ELU? It looks smooth in its panel, where
# $\alpha$ is 1. **Predict** its slopes just left and just right of 0 for other $\alpha$.

# %%
for alpha in (0.3, 1.0, 2.0):
    left, right = elu(np.array([-1e-9, 1e-9]), alpha)[1]
    print(f"alpha = {alpha}: slope {left:.1f} left of 0 and {right:.1f} right of it")
    assert np.allclose([left, right], [alpha, 1])

# %% [markdown]
# ELU is smooth for $\alpha = 1$ only; for every other $\alpha$ it has a corner. Now far out. Here "flat" means a slope
# of less than 0.001.

# %%
far = np.array([-100.0, 100.0])
for name, (function, slope) in zoo.items():
    left, right = slope(far)
    sides = [side for side, flat in (("left", abs(left) < 1e-3), ("right", abs(right) < 1e-3)) if flat]
    low, high = np.round(function(far), 3) + 0.0                # + 0.0 makes 0 of -0
    where = " and ".join(sides) or "nowhere"
    print(f"{name:12s} at -100: {low:8.3f}   at 100: {high:8.3f}   flat: {where}")
at_6 = {name: float(slopes[name](np.array([6.0]))[0]) for name in ("sigmoid", "tanh", "arctan")}
print("slopes at 6:", ", ".join(f"{name} {slope:.6f}" for name, slope in at_6.items()))
assert np.allclose(list(at_6.values()), [0.0025, 0.000025, 0.027], rtol=0.02)

# %% [markdown]
# Arctan is the slowest to saturate: its slope falls like $1/z^2$, that of the sigmoid like $e^{-|z|}$, and that of tanh
# like $e^{-2|z|}$. At 6 they are 0.027, 0.0025 and 0.000025.
#
# Two more things are often told wrongly: "PReLU is $\max(\alpha z, z)$", and "the linear unit is $f(x) = 1$". Try them at
# $z = -1$ and $z = 1$.

# %%
ends = np.array([-1.0, 1.0])
for alpha in (0.25, 2.0):
    larger = np.maximum(alpha * ends, ends)
    print(f"alpha = {alpha}: PReLU {prelu(ends, alpha)}, max(alpha z, z) {larger}")
assert prelu(ends, 2.0).tolist() == [-2, 1] and np.maximum(2.0 * ends, ends).tolist() == [-1, 2]
assert np.allclose(prelu(ends, 0.25), np.maximum(0.25 * ends, ends))
linear = functions["identity"]
assert linear(ends).tolist() == [-1, 1] and slopes["identity"](ends).tolist() == [1, 1]

# %% [markdown]
# Up to $\alpha = 1$ the maximum is the same. Beyond, it takes the wrong branch on both sides, and since $\alpha$ is
# learned, nothing keeps it below 1. And the linear unit is $f(x) = x$; what is 1 is its slope.
#
# **Softmax**, the thirteenth, has no single slope: every probability depends on every logit. Moving logit $j$ changes
# probability $i$ by $p_i (1 - p_i)$ if $i = j$, and by $-p_i\, p_j$ if not. Lesson 06 derives this; here the central
# difference finds it, one logit at a time.

# %%
def softmax(logits):
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


logits = np.array([2.0, 1.0, -1.0])
p = softmax(logits)
moves = 1e-5 * np.eye(3)                                        # in each row one logit moves
by_moving = np.array([(softmax(logits + move) - softmax(logits - move)) / 2e-5 for move in moves])
by_formula = np.array([[p[i] * ((i == j) - p[j]) for i in range(3)] for j in range(3)])
assert np.allclose(by_moving, by_formula, atol=1e-9) and np.allclose(by_formula.sum(axis=1), 0)
print(by_formula)

# %% [markdown]
# Row $j$ says what moving logit $j$ does to the three probabilities. Each row adds up to 0: what one class gains, the
# others lose. Where one probability is nearly 1, all these slopes are nearly 0. So the softmax saturates, too.
#
# ## In Keras
#
# Here `swish` and `silu` are the same function, `gelu` is the exact one with $\Phi$, and the slope of `leaky_relu` is 0.2,
# if you do not say otherwise.

# %%
keras = runtime.start(optional=True)
if keras is not None:
    there = keras.activations
    pairs = {"sigmoid": there.sigmoid, "tanh": there.tanh, "identity": there.linear, "ReLU": there.relu,
             "leaky ReLU": lambda z: there.leaky_relu(z, negative_slope=0.1), "ELU": there.elu,
             "PReLU": lambda z: keras.layers.PReLU(keras.initializers.Constant(0.25))(z[None])[0],
             "softplus": there.softplus, "swish": there.silu, "GELU": there.gelu}
    for name, theirs in pairs.items():
        answer = keras.ops.convert_to_numpy(theirs(z.astype("float32")))
        assert np.allclose(answer, functions[name](z), rtol=1e-6, atol=1e-6), name
    assert np.isclose(float(there.leaky_relu(np.float32(-1))), -0.2)
    print(f"{len(pairs)} activations agree with Keras to 1e-6")

# %% [markdown]
# Some older networks use an approximation of GELU with tanh. How far off is it?

# %%
def gelu_tanh(z):
    return 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z ** 3)))


gap = np.abs(gelu_tanh(z) - functions["GELU"](z))
assert 0.0004 < gap.max() < 0.0005
print(f"at most {gap.max():.5f}, at z = {z[gap.argmax()]:+.1f} or {-z[gap.argmax()]:+.1f}")
if keras is not None:
    answer = keras.ops.convert_to_numpy(keras.activations.gelu(z.astype("float32"), approximate=True))
    assert np.allclose(answer, gelu_tanh(z), rtol=1e-6, atol=1e-6)

# %% [markdown]
# Too little to see, and enough to fail a comparison to one millionth. When two libraries disagree in the fourth
# decimal, look for such a thing.
#
# ## Logarithms of numbers that do not fit
#
# Losses need the *logarithm* of a probability, the natural one, $\ln$, which is `np.log` in NumPy. A probability of
# $e^{-800}$ is too small for the computer, which makes 0 of it. Its logarithm is a harmless $-800$, and yet:

# %%
row = np.array([0.0, -800.0])
with np.errstate(divide="ignore", over="ignore"):
    print("log of softmax:", np.log(softmax(row)), "  log(1 + e^1000):", np.log(1 + np.exp(1000.0)))
    assert np.log(softmax(row))[1] == -np.inf and np.log(1 + np.exp(1000.0)) == np.inf
print("1 - sigmoid(40):", 1 - sigmoid(40.0), "  sigmoid(-40):", f"{sigmoid(-40.0):.2e}")
assert 1 - sigmoid(40.0) == 0 < sigmoid(-40.0) and np.logaddexp(0, 1000.0) == 1000

# %% [markdown]
# Minus infinity and infinity came out, where $-800$ and 1000 belong. And since $1 - \sigma(z) = \sigma(-z)$, the two
# numbers of the second line are the same, $4 \cdot 10^{-18}$, which the subtraction has lost. The cure is not to go
# through the number that does not fit. The logarithm of the softmax is
#
# $$\ln p_k = z_k - \ln \sum_j e^{z_j}, \qquad \ln \sum_j e^{z_j} = m + \ln \sum_j e^{z_j - m}$$
#
# for any $m$. The sum is called **log-sum-exp**. If $m$ is the largest logit, no power is above 1, and one is exactly
# 1.

# %% [markdown] tags=["exercise"]
# ### Exercise 3.10 - log-sum-exp  (stretch, 6 min)
#
# Write `log_sum_exp` for a batch: one number for each row of `logits`, and so an array `(batch,)`. Of a row 2, 1,
# $-1$ it makes 2.349. It must survive any logits, such as 0, 0, 3000.

# %% tags=["answer"] exercise="3.10"
def log_sum_exp(logits):
    """ln of the sum of e^z over each row; (batch, classes) -> (batch,)."""
    ### BEGIN SOLUTION
    largest = logits.max(axis=1)
    return largest + np.log(np.exp(logits - largest[:, None]).sum(axis=1))
    ### END SOLUTION

# %%
check("3.10", log_sum_exp)

# %% [markdown] tags=["hint"] exercise="3.10"
# The right-hand formula, row by row: find $m$, subtract it, take powers, add up, take the logarithm. And then something
# that was taken away has to come back.

# %% [markdown] tags=["hint"] exercise="3.10"
# To subtract, $m$ has to be a column: `logits.max(axis=1, keepdims=True)`. To add it in the end it has to be flat:
# `logits.max(axis=1)`.

# %% [markdown]
# With it, the logarithm of a softmax for any logits:

# %%
log_sum_exp = accepted("3.10", log_sum_exp)
batch = np.array([[2.0, 1.0, -1.0], [0.0, -800.0, 1000.0]])
log_probabilities = batch - log_sum_exp(batch)[:, None]
assert round(log_sum_exp(batch)[0], 3) == 2.349
assert np.allclose(log_probabilities, [np.log(softmax(batch[0])), [-1000, -1800, 0]])
print(log_probabilities)

# %% [markdown]
# Keras does this when a loss is told that it gets logits. That is why lesson 04 will ask you to hand it logits, and no
# probabilities.
#
# ## Which last layer?
#
# Lesson 03 chose the last layer for a yes or no, for one class of several, and for any number. Not every question is
# so plain. Then two things decide: the range that an answer may have, which is a column of the zoo's table, and whether
# several answers share one whole.

# %% [markdown] tags=["exercise"]
# ### Exercise 3.11 - four doubtful questions  (core, 4 min)
#
# Choose the activation of the last layer, `"sigmoid"`, `"softmax"`, `"softplus"` or `"identity"`:
# - `"tags"`: which of the tags *dog*, *snow* and *car* fit a photo? One neuron for each; any number of them may fit.
# - `"ice"`: which share of a lake, from 0 to 1, will be covered with ice? One neuron.
# - `"votes"`: how will the votes of a town split among four parties? One neuron for the share of each.
# - `"cars"`: how many cars will cross a bridge today? One neuron; no answer below 0 is allowed, and there is no upper end.

# %% tags=["answer"] exercise="3.11"
last_layers = {"tags": ..., "ice": ..., "votes": ..., "cars": ...}
### BEGIN SOLUTION
last_layers = {"tags": "sigmoid", "ice": "sigmoid", "votes": "softmax", "cars": "softplus"}
### END SOLUTION

# %%
check("3.11", last_layers)

# %% [markdown] tags=["hint"] exercise="3.11"
# Write down the range of each answer first. Then ask where there are several neurons: must their answers add up to 1?

# %% [markdown] tags=["hint"] exercise="3.11"
# A softmax shares out one whole. Several sigmoids answer each for itself, and one sigmoid need not be a yes or no: any
# number from 0 to 1 will do. Above 0 without an upper end is the range of only one of the four.

# %% [markdown]
# ## Bumps against Taylor and Fourier
#
# Functions were approximated long before there were networks. **Taylor** adds powers of $x - c$, from the derivatives
# at one point $c$; **Fourier** adds a constant and waves, $\sin 2 \pi k x$ and $\cos 2 \pi k x$. All three get the same
# number of coefficients: one for each power, each wave, or each height of a bump. (That is kind to the bumps: 33 of
# them are 66 sigmoid neurons, whose edges we place ourselves.)
#
# There are three curves on [0, 1]: the *exponential* $e^x$, the *periodic* $e^{\sin 2 \pi x}$, and one with a *corner*,
# $|x - 0.3|$. **Predict** for each of them who wins.

# %%
targets = {"exponential": np.exp, "periodic": lambda x: np.exp(np.sin(2 * np.pi * x)),
           "corner": lambda x: np.abs(x - 0.3)}


def taylor_sum(coefficients, x):
    return sum(coefficient * (x - 0.5) ** power for power, coefficient in enumerate(coefficients))


def bump_sum(function, number, x):
    centres, width = np.linspace(0, 1, number), 1 / (number - 1)
    left, right = (20 / width * (x[:, None] - centres - side) for side in (-width / 2, width / 2))
    return (sigmoid(left) - sigmoid(right)) @ function(centres)          # (place, bump) @ (bump,)

# %% [markdown]
# The bumps are those of lesson 03, each as high as the curve at its centre. For Fourier, the constant is the mean of
# the curve, and the weight of a wave is twice the mean of curve times wave: large, if the two rise and fall together.

# %%
def fourier_sum(function, number, x):
    places = (np.arange(4000) + 0.5) / 4000
    total = np.full(x.shape, function(places).mean())
    for k in range(1, (number - 1) // 2 + 1):
        for wave in (np.cos, np.sin):
            weight = 2 * np.mean(function(places) * wave(2 * np.pi * k * places))
            total = total + weight * wave(2 * np.pi * k * x)
    return total

# %% [markdown]
# The Taylor coefficients are $f^{(k)}(c) / k!$, and we take $c = \frac12$. For $e^x$ all derivatives are $e^c$. Near
# $\frac12$ the curve with the corner is the straight line $0.2 + (x - \frac12)$, and has no other derivatives.
#
# The periodic curve needs a recipe, which you may skip. With $u = x - \frac12$ it is $g = e^h$, where $h = \sin 2 \pi x
# = -\sin 2 \pi u$. So the coefficient $h_k$ of $u^k$ in $h$ is $(2 \pi)^k / k!$ times 0, $-1$, 0, 1, in turn. Those of
# $g$, the $g_n$, follow from $g' = h' g$: the powers $u^{n-1}$ on both sides give $n\, g_n = \sum_k k\, h_k\, g_{n-k}$.

# %%
def periodic_coefficients(number):
    h = [(2 * np.pi) ** k / math.factorial(k) * (0, -1, 0, 1)[k % 4] for k in range(number)]
    g = [1.0]
    for n in range(1, number):
        g.append(sum(k * h[k] * g[n - k] for k in range(1, n + 1)) / n)
    return g


most = 33
taylor = {"exponential": [np.exp(0.5) / math.factorial(k) for k in range(most)],
          "periodic": periodic_coefficients(most), "corner": [0.2, 1] + [0] * (most - 2)}
near = 0.5 + np.linspace(-0.05, 0.05, 11)
assert np.allclose(taylor_sum(taylor["periodic"], near), targets["periodic"](near))

# %% [markdown]
# Near its centre the Taylor series of the periodic curve is right. Now the whole interval, largest errors:

# %%
x = np.linspace(0, 1, 1001)
sizes = [3, 5, 9, 17, 33]
errors = {name: {way: [] for way in ("Taylor", "Fourier", "bumps")} for name in targets}
for name, target in targets.items():
    for number in sizes:
        sums = {"Taylor": taylor_sum(taylor[name][:number], x),
                "Fourier": fourier_sum(target, number, x), "bumps": bump_sum(target, number, x)}
        for way, values in sums.items():
            errors[name][way].append(np.abs(values - target(x)).max())
winners = {name: min(ways, key=lambda way: ways[way][3]) for name, ways in errors.items()}
assert list(winners.values()) == ["Taylor", "Fourier", "bumps"]
for name, ways in errors.items():
    nine = ", ".join(f"{way} {found[2]:.0e}" for way, found in ways.items())
    print(f"{name:11s} 9 coefficients: {nine}")
assert errors["exponential"]["Taylor"][3] < 1e-12 and errors["periodic"]["Taylor"][3] > 100
assert min(errors["exponential"]["Fourier"]) > 0.86 and min(errors["corner"]["Fourier"]) > 0.2
assert all(np.all(np.diff(ways["bumps"]) < 0) for ways in errors.values())

# %% [markdown]
# Compare how the three lines fall in each panel, and look for lines that level off or do not fall at all. The third
# panel has an axis of its own.

# %%
figure, axes = plt.subplots(1, 3, figsize=(8.6, 3.4), layout="constrained")
titles = {"exponential": "$e^x$", "periodic": r"$e^{\sin 2 \pi x}$", "corner": "$|x - 0.3|$"}
for ax, (name, ways) in zip(axes, errors.items()):
    shown = {way: np.maximum(found, 1e-12) for way, found in ways.items()}
    plot_curves(shown, x=sizes, log_x=True, log_y=True, x_label="coefficients", y_label="",
                title=titles[name], ax=ax)
    ax.set_xticks(sizes, sizes, minor=False)
    ax.minorticks_off()
    ax.set_ylim((0.005, 2) if name == "corner" else (1e-13, 1e4))
    ax.get_legend().remove()
axes[0].set_ylabel("largest error")
figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
show(figure,
     alt="Three panels with the largest error against 3 to 33 coefficients. For e to the x Taylor falls below 1e-12 by 17, "
         "Fourier levels off near 0.9, bumps fall slowly. For the periodic curve Fourier falls below 1e-12 by 33 and "
         "Taylor rises above 100. For the curve with a corner Taylor stays at 0.6, Fourier levels off near 0.2, and "
         "bumps fall to 0.01.")

# %% [markdown]
# Each wins once. (Errors below $10^{-12}$ are drawn at $10^{-12}$.) For $e^x$ Taylor is far ahead of the other two. For
# the periodic curve its powers are huge and have yet to cancel, so 33 of them are worse than 3, and of a corner away
# from its centre it sees nothing. Fourier is far ahead for what repeats itself. Its waves end where they began, so
# where a curve does not, its error never falls below half the difference of the ends, 0.86 and 0.2. Bumps are the
# slowest where a series fits the curve, and the only ones whose error goes on falling towards 0 on **all three**. That
# is what "universal" means: not best, but never stuck, whatever the continuous curve.
#
# ## What depth is good for
#
# One hidden layer is enough, says the theorem. So why several? Here is a curve that shows it. The **tent** rises from 0
# to 1 and falls back, and two ReLU neurons make it:
#
# $$\text{tent}(x) = 2\, \text{ReLU}(x) - 4\, \text{ReLU}(x - \tfrac12) \qquad 0 \le x \le 1$$
#
# Send the result through the same tent again. While $x$ goes from 0 to $\frac12$, the first tent already goes from 0 to
# 1, so the second one runs through its whole shape. And once more on the way back.

# %% [markdown] tags=["exercise"]
# ### Exercise 3.12 - a saw out of tents  (stretch, 6 min)
#
# Write `sawtooth`: the tent, applied `depth` times, each time to the result of the time before. You may use `relu`. (The
# teeth of this saw rise and fall alike. In electronics that is a triangle wave, and a sawtooth drops at once.)

# %% tags=["answer"] exercise="3.12"
def sawtooth(x, depth):
    """The tent applied `depth` times to the array x; an array of its shape."""
    ### BEGIN SOLUTION
    for _ in range(depth):
        x = 2 * relu(x) - 4 * relu(x - 0.5)
    return x
    ### END SOLUTION

# %%
check("3.12", sawtooth)

# %% [markdown] tags=["hint"] exercise="3.12"
# A loop that runs `depth` times. In it, `x` is replaced by its tent; after it, `x` is returned.

# %% [markdown] tags=["hint"] exercise="3.12"
# The tent of `x` is `2 * relu(x) - 4 * relu(x - 0.5)`. Assign it to `x`, so that the next round begins with it.

# %% [markdown]
# **Predict**: how many straight pieces has the tent of the tent of the tent?

# %%
sawtooth = accepted("3.12", sawtooth)
x = np.linspace(0, 1, 257)
figure, axes = plt.subplots(1, 3, figsize=(8.4, 2.4), sharey=True)
for depth, ax in enumerate(axes, start=1):
    ax.plot(x, sawtooth(x, depth))
    ax.set(xlabel="x", title=f"depth {depth}")
axes[0].set_ylabel("value")
show(figure,
     alt="Three saws from 0 to 1. Depth 1: one tooth, 2 straight pieces. Depth 2: two teeth, 4 pieces. Depth 3: "
         "four teeth, 8 pieces, all of the height 1.")

# %% [markdown]
# Eight: each further layer doubles the number. As a network, each tent is a layer of two neurons. Its output weights 2
# and $-4$ can be multiplied into the next layer, so the network is 1-2-2-...-2-1. Built from arrays, and run by the
# forward pass of lesson 03, it gives the same saw.

# %%
def saw_layers(depth):
    biases, ends = np.array([0.0, -0.5]), np.array([[2.0], [-4.0]])
    first = (np.ones((1, 2)), biases, relu)
    between = (ends @ np.ones((1, 2)), biases, relu)                     # (2, 2)
    return [first, *[between] * (depth - 1), (ends, np.zeros(1), lambda z: z)]


def forward(x, layers):
    for weights, biases, activation in layers:
        x = activation(x @ weights + biases)
    return x


x = np.arange(2 ** 13 + 1) / 2 ** 13
assert np.array_equal(forward(x[:, None], saw_layers(5))[:, 0], sawtooth(x, 5))

# %% [markdown]
# And with one hidden layer? On a line, each ReLU neuron adds one corner. A saw of $n$ pieces has $n - 1$ corners inside
# the interval, and one neuron more is needed to rise from 0 before the first of them. So $n$ neurons, which start at 0,
# $\frac1n$, $\frac2n$, ...: the first with the weight $n$, the others with $-2n$ and $2n$ in turn.

# %%
def wide_layers(pieces):
    weights = pieces * np.resize([2.0, -2.0], pieces)
    weights[0] = pieces                                                  # for 4 pieces: 4, -8, 8, -8
    first = (np.ones((1, pieces)), -np.arange(pieces) / pieces, relu)
    return [first, (weights[:, None], np.zeros(1), lambda z: z)]


assert np.allclose(forward(x[:, None], wide_layers(32))[:, 0], sawtooth(x, 5))

# %% [markdown]
# The same saw with one layer. (With $n - 1$ neurons it cannot be drawn. All of them would be needed for the corners,
# each of which changes the slope by $2n$, and a ReLU is flat on one side. So left of all corners the slope would be a
# sum of $2n$ and $-2n$, and never $n$.) **Predict** which network needs fewer parameters for 2 pieces,
# for 8, and for 1,024. `count_pieces` counts where the slope changes its sign.

# %%
def count_pieces(values):
    rising = np.diff(values) > 0
    return 1 + np.sum(rising[1:] != rising[:-1])


def parameter_count(sizes):
    return sum((before + 1) * after for before, after in zip(sizes[:-1], sizes[1:]))


found = {}
print("depth   pieces   parameters deep   one layer")
for depth in range(1, deepest + 1):
    pieces = int(count_pieces(forward(x[:, None], saw_layers(depth))[:, 0]))
    deep, wide = parameter_count([1] + [2] * depth + [1]), parameter_count([1, pieces, 1])
    found[depth] = (pieces, deep, wide)
    print(f"{depth:5d} {pieces:8d} {deep:17d} {wide:11d}")
assert [found[depth] for depth in (1, 2, 3, 4)] == [(2, 7, 7), (4, 13, 13), (8, 19, 25), (16, 25, 49)]
assert deepest < 10 or found[10] == (1024, 61, 3073)

# %% [markdown]
# For 2 and for 4 pieces they are equal, from 8 on the deep one is smaller, and for 1,024 pieces 61 numbers stand against
# 3,073.
# Pieces **add up** across a layer and **multiply** from layer to layer. This is a curve chosen to favour depth: each
# layer does the same as the one before. Many real things are of that kind, parts made of parts, but nobody can promise
# it for yours. (Telgarsky proved in 2015 that no shallow network of moderate size comes close to such a saw.)
#
# ## What you can now do
#
# You know the activations in use, with their slopes, their corners and their pitfalls; you can compute with logarithms of
# numbers that do not fit; and you know what a bump, a series and a stack of layers are each good for.

# %%
progress(3, further=True)

# %% [markdown]
# Next is lesson 04: losses, and where logits go.
