# ---
# jupyter:
#   course: {number: 4, title: Losses, part: 1, minutes: 90, builds_on: [3], data: [], quick: {steps: 300}}
# ---
# %% [markdown]
# # 04 · Losses
#
# A network can learn only what its loss asks for. In this lesson you build the losses that nearly all networks are
# trained with, find out where cross-entropy comes from, and watch a neuron that hardly gets away from a bad start,
# because it was given the wrong loss.
#
# Afterwards you can
# - compute the losses for numbers, for yes or no and for classes, and their slopes, by hand and in NumPy,
# - derive cross-entropy from the question "how likely was what happened?",
# - say why a classifier is not trained on squared error, and why a loss wants logits.
#
# About 90 minutes, with paper at hand, and with a pause after exercise 4.3. Builds on lesson 03 (sigmoid, softmax,
# central differences).

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import accepted, check, load, progress, runtime, show
from course_utils.figures import PALETTE, plot_curves
from course_utils.slopes import central_difference

# %% [markdown]
# One number can be set from outside: for how many steps the neurons further down are trained, 300 or more.

# %% tags=["parameters"]
steps = 5000

# %% [markdown]
# ## How wrong is a prediction?
#
# Somebody predicts the marks of three pupils: 30, 80 and 85. The marks turn out to be 90, 20 and 95. The three errors
# have to become **one** number, because a learner that is to improve must know what "better" means. So each example
# gets a **loss**, which is zero for a perfect prediction and grows with the error, and then we take the mean. With
# $p$ for a prediction and $y$ for its target:
#
# $$\text{squared error: } (p - y)^2 \qquad\qquad \text{absolute error: } |p - y|$$
#
# The means are called **mean squared error** (MSE) and **mean absolute error** (MAE). On paper, the squares are
# 3,600, 3,600 and 100; their mean is $7300 / 3$.

# %%
predictions, targets = np.array([30.0, 80.0, 85.0]), np.array([90.0, 20.0, 95.0])
errors = predictions - targets
assert errors.tolist() == [-60, 60, -10] and (errors ** 2).tolist() == [3600, 3600, 100]
assert np.isclose(np.mean(errors ** 2), 2433.33, atol=0.005)
assert np.isclose(np.mean(np.abs(errors)), 43.33, atol=0.005)
print(f"MSE {np.mean(errors ** 2):.2f} square marks, MAE {np.mean(np.abs(errors)):.2f} marks")

# %% [markdown]
# MSE is in marks *squared*: its size says little to a reader, and its square root, 49.3 marks, is what people quote.
# The two losses judge differently. In the left panel below, compare what they say of the errors 0.5 and 3. The right
# panel shows the **slope** of each loss: how much the loss changes when the prediction moves. Training follows the
# slope, so this panel says how hard each example pulls.

# %%
assert np.isclose(np.sqrt(np.mean(errors ** 2)), 49.3, atol=0.05)
e = np.linspace(-3, 3, 601)
figure, (left, right) = plt.subplots(1, 2, figsize=(8.5, 3.6))
losses, slopes = {"squared": e ** 2, "absolute": np.abs(e)}, {"squared": 2 * e, "absolute": np.sign(e)}
plot_curves(losses, x=e, x_label="error p - y", y_label="loss", ax=left)
plot_curves(slopes, x=e, x_label="error p - y", y_label="slope of the loss", ax=right)
right.lines[1].set_ydata(np.where(np.abs(e) < 0.005, np.nan, np.sign(e)))      # a gap: nan is not drawn
show(figure,
     alt="Left: the squared error, a parabola, is below the absolute error, a V, between -1 and 1, and "
         "above it outside: 9 against 3 at an error of 3. Right: the slope of the squared error is a "
         "straight line from -6 to 6, that of the absolute error is -1 up to zero, where there is a gap, and "
         "1 from there on.")

# %% [markdown]
# Squared error forgives small errors (0.25 for an error of 0.5) and punishes large ones (9 for an error of 3). Its
# slope grows with the error, so one large error can outvote many small ones. Absolute error pulls equally hard at
# every distance; where its slope jumps, at the **kink** of the V, there is a gap.
#
# Now in code. First a loop, which works for any loss; then NumPy, which applies the same function to a whole array at
# once. Both must agree with the paper.

# %%
def squared_error(p, y):
    return (p - y) ** 2


def absolute_error(p, y):
    return np.abs(p - y)


def mean_by_loop(loss, predictions, targets):
    total = 0.0
    for p, y in zip(predictions, targets):
        total += loss(p, y)
    return total / len(targets)


for loss, by_hand in ((squared_error, 7300 / 3), (absolute_error, 130 / 3)):
    assert np.isclose(mean_by_loop(loss, predictions, targets), by_hand)
    assert np.isclose(np.mean(loss(predictions, targets)), by_hand)

# %% [markdown]
# The slopes are $2(p - y)$ and the sign of $p - y$. Lesson 03 built `central_difference`, which finds slopes without
# calculus. It needs functions that treat each number by itself, so we hand it the losses of the single examples;
# lesson 06 builds one for functions that mix their inputs. The *mean* of $N$ losses has $1/N$ of these slopes.
# **Predict:** what will it say of the absolute error exactly at the kink, where $p = y$?

# %%
def slope_at(loss, p, y):
    return central_difference(lambda moved: loss(moved, y), p)


assert np.allclose(slope_at(squared_error, predictions, targets), 2 * (predictions - targets))
assert np.allclose(slope_at(absolute_error, predictions, targets), np.sign(predictions - targets))
at_the_kink = slope_at(absolute_error, targets, targets)
print("absolute:", slope_at(absolute_error, predictions, targets).round(4), "at the kink:", at_the_kink)

# %% [markdown]
# Zero, halfway between $-1$ and $1$. At a kink there is no slope; libraries pick a number, and zero is what
# `np.sign(0)` gives, too. In training a prediction hardly ever hits its target exactly, so it rarely matters.
#
# Is there a loss that pulls gently near the target, like the square, and never harder than a set amount, like the
# absolute value? Glue the two together at a distance $\delta$ (delta):
#
# $$\text{Huber: } \begin{cases} \tfrac12 (p - y)^2 & \text{where } |p - y| \le \delta \\[2pt] \delta\, |p - y| - \tfrac12
# \delta^2 & \text{elsewhere} \end{cases}$$
#
# With the one half, the slope of the first piece is $p - y$, which at the join has the size $\delta$, as the second
# piece has. For the marks, with $\delta = 20$: an error of 60 costs $20 \cdot 60 - 200 = 1000$, and one of 10 costs
# 50.

# %% [markdown] tags=["exercise"]
# ### Exercise 4.1 - the Huber loss  (core, 6 min)
#
# Write it for arrays. It returns an array, one loss for each example; the mean is taken later. An `if` cannot ask a
# whole array, but `np.where(condition, a, b)` can: it takes from `a` where the condition is true, and from `b`
# elsewhere.

# %% tags=["answer"] exercise="4.1"
def huber(p, y, delta):
    """Return an array, the Huber loss of each example; p, y: arrays of equal shape, delta: a number."""
    ### BEGIN SOLUTION
    distance = np.abs(p - y)
    return np.where(distance <= delta, distance ** 2 / 2, delta * distance - delta ** 2 / 2)
    ### END SOLUTION

# %%
check("4.1", huber)

# %% [markdown] tags=["hint"] exercise="4.1"
# Both formulas contain $|p - y|$, so give it a name first. Work out both formulas for all examples; `np.where` then
# chooses.

# %% [markdown] tags=["hint"] exercise="4.1"
# With `distance = np.abs(p - y)` the condition is `distance <= delta`, the first formula `distance ** 2 / 2`, the
# second `delta * distance - delta ** 2 / 2`.

# %% [markdown]
# The marks again, by hand, in a loop with `if`, and with your function. The slope of the Huber loss is the error
# itself, held between $-\delta$ and $\delta$. That is what `np.clip` does. At the joins the slope is the same from
# both sides, so there is no kink: the curve goes on as a straight line.

# %%
huber = accepted("4.1", huber)


def huber_20(p, y):
    return (p - y) ** 2 / 2 if abs(p - y) <= 20 else 20 * abs(p - y) - 200


assert np.allclose(huber(predictions, targets, 20), [1000, 1000, 50])
assert np.isclose(mean_by_loop(huber_20, predictions, targets), np.mean([1000, 1000, 50]))
e = np.array([-60, -20, -10, 0, 10, 20, 60.0])
slopes = central_difference(lambda p: huber(p, np.zeros(7), 20), e)
assert np.allclose(slopes, np.clip(e, -20, 20), atol=1e-4)
print(slopes.round(3))

# %% [markdown]
# ## One wrong number
#
# Seven people waited 1, 2, 3, 4, 5, 8 and 40 minutes; such a value far from all others is an **outlier**. You may
# predict only **one** number for everybody. Which is best depends on the loss. We try all numbers from 0 to 45 in
# steps of a hundredth. **Predict** which two well-known averages come out for squared and for absolute error.

# %%
waited = np.array([1, 2, 3, 4, 5, 8, 40.0])                      # minutes
constants = np.linspace(0, 45, 4501)


def try_all(loss, constants, y):
    return np.array([np.mean(loss(np.full(len(y), constant), y)) for constant in constants])


tried = {"squared": try_all(squared_error, constants, waited),
         "absolute": try_all(absolute_error, constants, waited),
         "Huber, δ = 5": try_all(lambda p, y: huber(p, y, 5), constants, waited)}
best = {name: constants[losses.argmin()] for name, losses in tried.items()}
assert np.allclose(list(best.values()), [9, 4, 4.67])
print({name: f"{constant:.2f}" for name, constant in best.items()})

# %% [markdown]
# The figure shows the part up to 10 minutes; the small marks at the bottom are six of the people. Look where each
# curve is lowest, and at which places it changes its direction.

# %%
figure, axes = plt.subplots(1, 3, figsize=(9, 3))
for ax, (name, losses) in zip(axes, tried.items()):
    plot_curves({name: losses[:1001]}, x=constants[:1001], x_label="predicted minutes",
                y_label="mean loss", title=f"{name}: best {best[name]:.2f}", ax=ax)
    ax.plot(best[name], losses.min(), "o")
    for person in waited[:6]:
        ax.axvline(person, ymax=0.07, color=PALETTE["green"])
    ax.margins(y=0.15)
show(figure,
     alt="Three curves of mean loss over predictions from 0 to 10 minutes, their lowest points marked, six "
         "waiting times as ticks below. Squared: a wide curve, lowest at 9. Absolute: made of straight pieces "
         "with kinks at 1, 2, 3, 4, 5 and 8, lowest at 4. Huber: a round valley, lowest at 4.67.")

# %% [markdown]
# The **mean**, 9, is best for squared error, although six of seven people waited less than that. The **median**, 4,
# is best for absolute error. Its curve has a kink at each person, where one more counts as below and one fewer as
# above: it asks how many are on either side, and not how far away they are. Huber lies between. If 40 is a slip of
# the pen, squared error has learned from the slip.
#
# $\delta$ is yours to choose; a good one is about the largest error that you would still call normal.
#
# ## How likely was what happened?
#
# Where do losses come from? For yes-or-no questions there is an answer to that. Take a bent coin that shows heads (1)
# with an unknown chance $p$. Ten tosses show seven heads. If you knew $p$, the chance of exactly this row of tosses
# would be a product, $p$ for each head and $1 - p$ for each tail. Seen as a function of $p$, this is the
# **likelihood** of $p$. **Predict:** which is the more likely, $p = 0.5$ or $p = 0.7$, and is it by a little, or a
# hundredfold?

# %%
tosses = np.array([1, 1, 0, 1, 1, 0, 1, 1, 0, 1])


def likelihood(p, tosses):
    product = 1.0
    for toss in tosses:
        product *= p if toss == 1 else 1 - p
    return product


for p in (0.3, 0.5, 0.7, 0.9):
    print(f"p = {p}   likelihood {likelihood(p, tosses):.7f}")
assert np.isclose(likelihood(0.7, tosses) / likelihood(0.5, tosses), 2.28, atol=0.005)

# %% [markdown]
# By a little: 2.28 times. Choosing the $p$ with the largest likelihood is called **maximum likelihood**, and it looks
# like something to train on. With ten tosses it works. Now with a thousand, 700 of them heads:

# %%
many = np.repeat([0, 1], [300, 700])                             # 300 zeros, then 700 ones
for p in (0.3, 0.4, 0.7):
    print(f"p = {p}   likelihood {likelihood(p, many)}")
assert likelihood(0.3, many) == 0.0 and likelihood(0.4, many) == 0.0
assert 0 < likelihood(0.7, many) < 1e-265

# %% [markdown]
# $p = 0.4$ is a much better guess than 0.3, and both get exactly 0: the product has become smaller than the smallest
# number that a computer can hold, which is called **underflow**. Nothing can be learned from a row of zeros.
#
# The cure is the logarithm. It turns the product into a sum, and it always grows when its argument does, so the best
# $p$ stays the best. Two more changes make a loss of it: a **minus**, because losses are to be made small, and the
# **mean**, so that the number does not grow with the data. With $y$ = 1 for heads and 0 for tails:
#
# $$L(p) = -\frac{1}{N} \sum_{n=1}^{N} \big[\, y_n \log p + (1 - y_n) \log (1 - p) \,\big]$$
#
# For each toss one of the two terms is zero. In the code, the mean of $y$ is the share of heads, and the mean of
# $1 - y$ that of tails. `log` is the natural logarithm here and everywhere in the course.

# %%
chances = np.linspace(0.01, 0.99, 99)
likelihoods = np.array([likelihood(p, tosses) for p in chances])
heads = tosses.mean()
losses = -(heads * np.log(chances) + (1 - heads) * np.log(1 - chances))
assert np.isclose(chances[likelihoods.argmax()], 0.7) and np.isclose(chances[losses.argmin()], 0.7)
assert np.allclose(losses, -np.log(likelihoods) / 10)
figure, (left, right) = plt.subplots(1, 2, figsize=(8.5, 3.4))
plot_curves({"": 1000 * likelihoods}, x=chances, x_label="p", y_label="likelihood · 1,000", ax=left)
plot_curves({"": losses}, x=chances, x_label="p", y_label="loss: mean of -log", ax=right)
for ax in (left, right):
    ax.axvline(heads, linestyle="--", color=PALETTE["vermilion"], label="share of heads")
    ax.legend(loc=(0.08, 0.85))
show(figure,
     alt="Left: the likelihood of p is a hill between 0 and 1, its top of 2.2 thousandths at p = 0.7, where a "
         "dashed line marks the share of heads. Right: the mean of minus the logarithm is a valley with its "
         "lowest point, 0.61, at p = 0.7, too; it rises steeply near 0 and near 1.")

# %% [markdown]
# The top of the hill and the bottom of the valley are at the same place: $p = 0.7$, the share of heads. Look also at
# the walls of the valley. At $p = 1$ the loss would be infinite, because $p = 1$ says that tails is impossible, and
# three tails were seen.
#
# ## Binary cross-entropy
#
# A classifier is a coin that is bent differently for every example: its output $p_n$ is the chance that it gives to
# "yes". The same formula with $p_n$ in the place of $p$ is the **binary cross-entropy** (BCE). Three examples on
# paper: predictions 0.1, 0.8, 0.6 for the targets 1, 0, 1. The chance that was given to what then happened is 0.1,
# $1 - 0.8$ and 0.6, and the losses are minus their logarithms.

# %%
p, y = np.array([0.1, 0.8, 0.6]), np.array([1, 0, 1])
by_hand = [-np.log(0.1), -np.log(1 - 0.8), -np.log(0.6)]
assert np.allclose(by_hand, [2.3026, 1.6094, 0.5108], atol=5e-5)
assert np.isclose(np.mean(by_hand), 1.47428, atol=5e-6)


def cross_entropy_of_one(p, y):
    if y == 1:
        return -np.log(p)
    return -np.log(1 - p)


assert np.isclose(mean_by_loop(cross_entropy_of_one, p, y), 1.47428, atol=5e-6)
print([f"{loss:.4f}" for loss in by_hand], f"mean {np.mean(by_hand):.5f}")

# %% [markdown] tags=["exercise"]
# ### Exercise 4.2 - binary cross-entropy  (core, 4 min)
#
# Write it without `if` and without a loop: one loss for each example of an array. The formula above shows how two
# products can do the work of the `if`.

# %% tags=["answer"] exercise="4.2"
def binary_cross_entropy(p, y):
    """Return an array, the binary cross-entropy of each example; p: probabilities, y: 0 or 1."""
    ### BEGIN SOLUTION
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))
    ### END SOLUTION

# %%
check("4.2", binary_cross_entropy)

# %% [markdown] tags=["hint"] exercise="4.2"
# What does $y \log p$ become for $y = 1$, and what for $y = 0$? And $(1 - y) \log (1 - p)$?

# %% [markdown] tags=["hint"] exercise="4.2"
# The sum of the two products, with `np.log`, and a minus in front of the whole sum. Mind the brackets. No mean here.

# %% [markdown] tags=["exercise"]
# ### Exercise 4.3 - four slips  (core, 5 min)
#
# A formula with two terms invites slips. Four colleagues report the loss of the three predictions above, where
# 1.47428 is right:
#
# | A | B | C | D |
# |---|---|---|---|
# | 0.93780 | 4.42285 | 2.12694 | 0.41493 |
#
# Who did what? Each slip belongs to one person. Divide by the right value first.
# - `"sum"`: added the losses up and took no mean,
# - `"log2"`: used the logarithm to base 2,
# - `"one term"`: used $-\frac1N \sum y \log p$, the form that many slides show,
# - `"labels"`: took 0 for yes and 1 for no.

# %% tags=["answer"] exercise="4.3"
slips = {"A": ..., "B": ..., "C": ..., "D": ...}
### BEGIN SOLUTION
slips = {"A": "one term", "B": "sum", "C": "log2", "D": "labels"}
### END SOLUTION

# %%
check("4.3", slips)

# %% [markdown] tags=["hint"] exercise="4.3"
# Two slips multiply every loss by the same factor, so for them the ratio says it. $\log_2 x$ is $\log x$ divided by
# $\log 2 = 0.693$.

# %% [markdown] tags=["hint"] exercise="4.3"
# For the other two, compute them: with one term, the loss of the second example vanishes, so it is
# $(2.3026 + 0 + 0.5108) / 3$.

# %% [markdown]
# B and C stretch the loss, which moves no minimum (with B each step of training is three times as long). D learns the
# opposite. A is the dangerous one, because the number looks fine. **Predict** what a network will do that is trained
# on the one term. The cell computes the four slips, and then three ways to answer where half of the targets are 1:

# %%
binary_cross_entropy = accepted("4.2", binary_cross_entropy)
losses = binary_cross_entropy(p, y)
assert np.isclose(np.mean(losses), 1.47428, atol=5e-6)
reported = {"A": 0.93780, "B": 4.42285, "C": 2.12694, "D": 0.41493}
assert np.allclose(list(reported.values()), [np.mean(-y * np.log(p)), np.sum(losses),
                   np.mean(losses) / np.log(2), np.mean(binary_cross_entropy(p, 1 - y))], atol=5e-6)
half = np.array([1, 0, 1, 0])
answers = {"good": np.array([0.9, 0.1, 0.9, 0.1]), "undecided": np.full(4, 0.5),
           "always yes": np.full(4, 0.999)}
for name, p_said in answers.items():
    one_term = np.mean(-half * np.log(p_said))
    both = np.mean(binary_cross_entropy(p_said, half))
    print(f"{name:10}   one term {one_term:.4f}   both terms {both:.4f}")
assert one_term < 0.001 and both > 3

# %% [markdown]
# It will say "yes" to everything. With one term, a wrong "yes" costs nothing, so this is the best of the three; the
# full loss calls it the worst. Binary cross-entropy is **minus** the sum of **both** terms, divided by $N$.
#
# This is a good place for a pause.
#
# ## Back to the net input
#
# The probability comes out of a sigmoid, $p = \sigma(z)$. The net input $z$ of such an output is called its
# **logit**. What training moves is $z$, so the slope that counts is the one with respect to $z$. By the **chain
# rule** it has two factors, one for each step: the slope of the loss with respect to $p$, times the slope of the
# sigmoid, $p(1 - p)$. For cross-entropy the first factor is $-\frac{y}{p} + \frac{1 - y}{1 - p}$, since $\log p$ has
# the slope $\frac1p$; the table has it with a common denominator.
#
# | loss | slope with respect to $p$ | times $p(1 - p)$: slope with respect to $z$ |
# |---|---|---|
# | squared error | $2(p - y)$ | $2(p - y)\, p (1 - p)$ |
# | binary cross-entropy | $\dfrac{p - y}{p (1 - p)}$ | you will find it |
#
# The cell holds the table against small moves. Its sigmoid is the safe one of lesson 03, in one line.

# %%
def sigmoid(z):
    return np.where(z >= 0, 1.0, np.exp(-np.abs(z))) / (1 + np.exp(-np.abs(z)))


assert np.allclose(slope_at(binary_cross_entropy, p, y), (p - y) / (p * (1 - p)))
z = np.array([-2.0, 0.5, 3.0])
slopes = slope_at(lambda logit, target: squared_error(sigmoid(logit), target), z, y)
assert np.allclose(slopes, 2 * (sigmoid(z) - y) * sigmoid(z) * (1 - sigmoid(z)))

# %% [markdown] tags=["exercise"]
# ### Exercise 4.4 - the slope for the logit  (core, 4 min)
#
# Write the slope of the binary cross-entropy of each example with respect to its **logit**. It gets logits, not
# probabilities, and has to be right at $z = 100$, too, where $p$ is rounded to 1. So shorten the formula before you
# write it.

# %% tags=["answer"] exercise="4.4"
def cross_entropy_slope(z, y):
    """Return an array, the slope of the cross-entropy of each example for its logit z; y: 0 or 1."""
    ### BEGIN SOLUTION
    return sigmoid(z) - y
    ### END SOLUTION

# %%
check("4.4", cross_entropy_slope)

# %% [markdown] tags=["hint"] exercise="4.4"
# Multiply the entry of the table by $p (1 - p)$. What cancels?

# %% [markdown] tags=["hint"] exercise="4.4"
# $p - y$ remains: what was said, minus what is so. The function gets $z$, and $p$ is `sigmoid(z)`.

# %% [markdown]
# The steep walls of the logarithm cancel the flat ends of the sigmoid exactly. For squared error nothing cancels.
# Look at both for one example whose target is 1. **Predict** how large each slope is at $z = -10$, where the neuron
# is sure and wrong.

# %%
cross_entropy_slope = accepted("4.4", cross_entropy_slope)
assert np.allclose(cross_entropy_slope(z, y), slope_at(
    lambda logit, target: binary_cross_entropy(sigmoid(logit), target), z, y))
line = np.linspace(-10, 10, 81)
p_z = sigmoid(line)
sizes = {"squared error": 2 * (1 - p_z) * p_z * (1 - p_z), "cross-entropy": 1 - p_z}
figure, axes = plt.subplots(1, 3, figsize=(9, 3))
for ax, name, losses in zip(axes, sizes, ((1 - p_z) ** 2, -np.log(p_z))):
    plot_curves({name: losses}, x=line, x_label="logit z, target 1", y_label="loss", title=name, ax=ax)
axes[1].lines[0].set_color(PALETTE["vermilion"])
plot_curves(sizes, x=line, x_label="logit z, target 1", y_label="size of the slope", ax=axes[2])
axes[2].set_ylim(-0.05, 1.4)                     # room for the legend
show(figure,
     alt="Left: over the logit, the squared error is level at 1 up to about -4, falls, and is level at 0 from "
         "about 3 on. Middle: cross-entropy comes down a straight ramp from 10 at z = -10 to nearly 0 for "
         "positive z. Right: the slope of cross-entropy has the size 1 on the left; that of squared error is "
         "a small bump of 0.3 near -0.75 and vanishes on both sides.")
print({name: f"{size[0]:.5f}" for name, size in sizes.items()})
assert np.isclose(sizes["squared error"][0], 0.00009, atol=5e-6) and sizes["cross-entropy"][0] > 0.9999

# %% [markdown]
# Squared error has a plateau just where the neuron is most wrong; cross-entropy is a ramp, and there is a way down
# from everywhere. In the right panel, at $z = -10$, the slopes have the sizes 0.00009 and 1.
#
# ## The trap, on real data
#
# Does it matter in practice? Take 569 biopsies, each with 30 measurements, labelled malignant (0) or benign (1). One
# neuron with a sigmoid learns to tell them apart. Its start is bad on purpose: we take the direction in which benign
# differs from malignant, and let all weights point **the other way**. It is sure of itself, and wrong.

# %%
table = load("breast_cancer")
inputs = (table.x - table.x.mean(axis=0)) / table.x.std(axis=0)   # (569, 30): mean 0, spread 1
benign = table.y                                                  # (569,)
direction = inputs[benign == 1].mean(axis=0) - inputs[benign == 0].mean(axis=0)
bad_start = -2 * direction
start_logits = inputs @ bad_start
start_accuracy = np.mean((start_logits > 0) == benign)
assert np.isclose(start_accuracy, 0.067, atol=5e-4) and np.median(np.abs(start_logits)) > 30
print(f"right: {start_accuracy:.1%}   typical size of a logit: {np.median(np.abs(start_logits)):.0f}")

# %% [markdown]
# `benign == 1` is an array of truth values, and in brackets it picks those rows: a **mask**.
#
# Training moves each weight a little against the slope of the loss for that weight, again and again; lesson 05 is
# about nothing else. The slopes for all weights together are the **gradient**. Its length, the root of the sum of
# their squares, says how strong the pull is. A weight multiplies its input, so its slope is the slope for the logit
# times the input. With the slopes for all logits in `deltas`, `inputs.T @ deltas` adds that up over the examples.
# Only the loss differs between the two runs. There are no test data here: the question is not how well the neuron
# generalises, but how soon it gets away from its bad start.

# %%
def squared_slope(z, y):
    p = sigmoid(z)
    return 2 * (p - y) * p * (1 - p)


def train(slope, inputs, y, weights, steps, learning_rate=0.5):
    bias, accuracies, norms = 0.0, [], []
    for _ in range(steps + 1):
        z = inputs @ weights + bias
        deltas = slope(z, y) / len(y)               # (examples,): slope of the mean loss for each logit
        gradient = inputs.T @ deltas                # (features,)
        accuracies.append(np.mean((z > 0) == y))
        norms.append(np.sqrt(gradient @ gradient))
        weights, bias = weights - learning_rate * gradient, bias - learning_rate * deltas.sum()
    return np.array(accuracies), np.array(norms)


with_squares, norms_squares = train(squared_slope, inputs, benign, bad_start, steps)
with_entropy, norms_entropy = train(cross_entropy_slope, inputs, benign, bad_start, steps)
assert np.allclose([norms_squares[0], norms_entropy[0]], [0.012, 2.9], rtol=0.05)
print(f"after 300 steps: squared error {with_squares[300]:.1%}, cross-entropy {with_entropy[300]:.1%}")

# %% [markdown]
# The left panel shows how many biopsies are judged correctly, the right one the length of the gradient, on a
# logarithmic axis. Look at the right one at step 0 first.

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(8.5, 3.6))
shares = {"squared error": 100 * with_squares[:301], "cross-entropy": 100 * with_entropy[:301]}
norms = {"squared error": norms_squares[:301], "cross-entropy": norms_entropy[:301]}
plot_curves(shares, x=np.arange(301), x_label="step", y_label="judged correctly, %", ax=left)
plot_curves(norms, x=np.arange(301), x_label="step", y_label="length of gradient", log_y=True, ax=right)
show(figure,
     alt="Left: over 300 steps the neuron with cross-entropy drops from 7 to 5 % correct, then rises to 98 % "
         "by step 60 or so; with squared error it stays below 10 %. Right: the gradient of cross-entropy begins "
         "at 2.9 and falls to about 0.01, that of squared error begins at 0.012 and stays below 0.014.")
assert np.all(with_squares[:301] < 0.1) and np.all(with_entropy[50:] > 0.97)
assert np.all(norms_squares[:301] < 0.014)
assert np.isclose(with_entropy[6], 0.047, atol=0.002) and with_entropy[6] < with_entropy[0]

# %% [markdown]
# Cross-entropy begins with a gradient of 2.9 and is right on more than 97 % within 50 steps; then its gradient fades
# because little is left to learn. (At first it gets worse, 4.7 % at step 6: accuracy counts sides, and the logits
# have a long way to go before they change sides.) Squared error begins with 0.012. It is wrong nearly everywhere and
# hardly moves. **A small gradient can mean "nearly done" or "on a plateau".** The gradient alone does not tell which;
# the loss does, and here the accuracy.
#
# To be fair to squared error, how bad must the start be? Here it is scaled from 0 (all weights zero) upwards, with
# the number of steps until 95 % are right.

# %%
def steps_needed(slope, inputs, y, weights, most):
    reached = train(slope, inputs, y, weights, most)[0] >= 0.95
    return str(reached.argmax()) if reached.any() else f"over {most}"    # argmax: the first True


for scale in (0, 0.25, 0.5, 1, 2):
    needed = [steps_needed(slope, inputs, benign, -scale * direction, steps)
              for slope in (squared_slope, cross_entropy_slope)]
    print(f"start {scale:4}   squared error {needed[0]:>9}   cross-entropy {needed[1]:>3}")
assert int(needed[1]) < 20 and (needed[0] == f"over {steps}" or int(needed[0]) > 3500)
if steps >= 5000:
    assert np.allclose(with_squares[[1000, 2000, 5000]], [0.090, 0.149, 0.982], atol=0.002)

# %% [markdown]
# From zero weights both learn, and about equally fast. The further wrong the start, the longer squared error takes;
# cross-entropy needs a few steps more. Squared error is not stuck for good, it is slow. From the start in the figure
# it is right on 9.0 % after 1,000 steps, 14.9 % after 2,000 and 98.2 % after 5,000. That is the whole argument: not
# that squared error is always bad, but that it offers least help where help is needed most.
#
# ## Give the loss logits
#
# On paper $\sigma(40)$ is a little less than 1. In a computer it is 1, and the logarithm of $1 - 1$ is minus
# infinity. Here is the formula as it stands, with logits that a real network produces. `np.errstate` keeps NumPy from
# warning.

# %%
logits, said = np.array([10.0, 40.0, 40.0, 800.0, -800.0]), np.array([0, 0, 1, 0, 1])
with np.errstate(all="ignore"):
    p_said = sigmoid(logits)
    naive = -(said * np.log(p_said) + (1 - said) * np.log(1 - p_said))
for logit, target, loss in zip(logits, said, naive):
    print(f"logit {logit:6.0f}   target {target}   loss {loss:.5f}")
assert sigmoid(40.0) == 1 and np.isinf(naive[1]) and np.isnan(naive[2]) and np.isinf(naive[3])
assert sigmoid(36.0) < 1 == sigmoid(37.0) and sigmoid(np.float32(16)) < 1 == sigmoid(np.float32(17))
with np.errstate(all="ignore"):
    slopes = (p_said - said) / (p_said * (1 - p_said)) * p_said * (1 - p_said)
assert np.isnan(slopes).tolist() == [False, True, True, True, True]

# %% [markdown]
# Infinite, where the loss is 40 or 800; and in the third line, where the neuron is perfectly right, **nan** (not a number),
# from $0 \cdot \infty$. On the positive side the trouble begins between the logits 36 and 37, and with the 32-bit
# numbers that networks use between 16 and 17; on the negative side only where $e^{z}$ itself becomes 0.
#
# Our training was spared, although its logits were that large: it used $p - y$ and never computed the loss. A library
# that finds the slope of the formula as it stands meets $0 / 0$ or $\infty \cdot 0$ (the last assert). One such example turns the
# whole gradient into nan, and one step later all weights.
#
# The information is lost in the sigmoid, so leave the sigmoid out. For $y = 1$ the loss is $-\log \sigma(z) =
# \log(1 + e^{-z})$, and for $y = 0$ it is $-\log(1 - \sigma(z)) = \log(1 + e^{z})$. Both can be computed for every
# $z$ if nothing larger than $e^0$ ever comes up.

# %% [markdown] tags=["exercise"]
# ### Exercise 4.5 - cross-entropy from logits  (core, 7 min)
#
# Write a binary cross-entropy that takes logits and is right for any of them, for $-800$ as well as for 800. Three
# things help:
# - $\log(1 + e^{z}) = z + \log(1 + e^{-z})$. Which side is safe for a large $z$?
# - $\log(1 + e^{-z}) = \log(1 + e^{z}) - z$, so both targets need the same logarithm.
# - `np.maximum(z, 0)` is $z$ where it is positive, else 0.

# %% tags=["answer"] exercise="4.5"
def cross_entropy_from_logits(z, y):
    """Return an array, the binary cross-entropy of each example; z: logits, y: 0 or 1."""
    ### BEGIN SOLUTION
    return np.maximum(z, 0) - z * y + np.log(1 + np.exp(-np.abs(z)))
    ### END SOLUTION

# %%
check("4.5", cross_entropy_from_logits)

# %% [markdown] tags=["hint"] exercise="4.5"
# By the second point, the loss is $\log(1 + e^{z}) - z\, y$ for both targets. What remains is to compute
# $\log(1 + e^{z})$ safely.

# %% [markdown] tags=["hint"] exercise="4.5"
# For $z > 0$ take $z + \log(1 + e^{-z})$, for $z \le 0$ take $\log(1 + e^{z})$. In one line for both:
# $\max(z, 0) + \log(1 + e^{-|z|})$.

# %% [markdown]
# In one line, $\max(z, 0) - z\, y + \log(1 + e^{-|z|})$. The exponent is never positive, so nothing can overflow. The
# five examples again. (The third loss is not quite 0: `np.log1p(x)`, which is $\log(1 + x)$ for tiny $x$ as well, has
# $4.2 \cdot 10^{-18}$.)

# %%
cross_entropy_from_logits = accepted("4.5", cross_entropy_from_logits)
stable = cross_entropy_from_logits(logits, said)
assert np.allclose(stable, [10.0000454, 40, 0, 800, 800])
assert np.isclose(np.log1p(np.exp(-40.0)), 4.2e-18, rtol=0.02)
assert np.allclose(cross_entropy_from_logits(line, 1 + 0 * line), -np.log(p_z))
print(stable.round(5))

# %% [markdown]
# This is why Keras losses have the option `from_logits=True`, and why you should use it. The last layer then has no
# sigmoid; with both it would be applied twice.
#
# ## More than two classes
#
# With several classes the network has one logit for each, and softmax makes probabilities of them. The loss is again
# minus the logarithm of **the chance that was given to what happened**; this is **categorical cross-entropy** (CCE).
# The true class can be written in two ways: as a number (**sparse**), or as a row with a single 1 (**one-hot**):
#
# $$-\log p_{y} \qquad\text{or}\qquad -\sum_{k} t_k \log p_k$$
#
# Here $k$ runs through the classes, $y$ is the number of the true one, and $t$ is the one-hot row: $t_y = 1$, else 0.
# Three examples with three classes. The true ones are 0, 2 and 1; find their probabilities in the rows.

# %%
probabilities = np.array([[0.7, 0.2, 0.1],
                          [0.3, 0.5, 0.2],
                          [0.1, 0.8, 0.1]])                      # (example, class)
labels = np.array([0, 2, 1])                                     # (example,)
one_hot = np.eye(3)[labels]                                      # rows 0, 2, 1 of the identity matrix
by_hand = [-np.log(0.7), -np.log(0.2), -np.log(0.8)]
categorical = -np.sum(one_hot * np.log(probabilities), axis=1)   # (example,)
assert np.allclose(by_hand, [0.3567, 1.6094, 0.2231], atol=5e-5) and np.allclose(categorical, by_hand)
in_a_loop = mean_by_loop(lambda row, label: -np.log(row[label]), probabilities, labels)
assert np.isclose(in_a_loop, np.mean(categorical))
print(one_hot.astype(int).tolist(), categorical.round(4))

# %% [markdown] tags=["exercise"]
# ### Exercise 4.6 - the sparse form  (core, 4 min)
#
# One-hot rows waste work: with 10,000 classes, 9,999 products are zero. And they fail where another class has the
# chance 0, since $0 \cdot \log 0$ is nan. Write the same loss from class numbers, without one-hot rows. NumPy picks
# single entries if you give it two lists of equal length, the rows and the columns: for a table `m`,
# `m[[0, 1, 2], [0, 2, 1]]` has three entries, that of row 0 and column 0, of row 1 and column 2, of row 2 and column 1.

# %% tags=["answer"] exercise="4.6"
def sparse_cross_entropy(p, labels):
    """Return an array (batch,), one loss an example; p: (batch, classes), labels: class numbers."""
    ### BEGIN SOLUTION
    return -np.log(p[np.arange(len(labels)), labels])
    ### END SOLUTION

# %%
check("4.6", sparse_cross_entropy)

# %% [markdown] tags=["hint"] exercise="4.6"
# The columns are the labels. The rows are all rows in their order, 0, 1, 2, ...

# %% [markdown] tags=["hint"] exercise="4.6"
# `np.arange(len(labels))` are the row numbers. Pick the probabilities first, then take minus their logarithm.

# %% [markdown]
# Logarithm and softmax again belong together: $\log p_k = z_k - \log \sum_j e^{z_j}$, made safe by subtracting the
# largest logit first. The slope for the logits is $p - t$, as it was for the sigmoid; the companion of lesson 06
# derives it, here it is held against small moves of each logit.

# %%
sparse_cross_entropy = accepted("4.6", sparse_cross_entropy)
assert np.allclose(sparse_cross_entropy(probabilities, labels), categorical)


def log_softmax(z):
    shifted = z - z.max()
    return shifted - np.log(np.sum(np.exp(shifted)))


z, t = np.array([2.0, 1.0, -1.0]), np.array([0, 1, 0])
moves = 1e-5 * np.eye(3)                                          # row k moves logit k alone
numeric = [-(log_softmax(z + move)[1] - log_softmax(z - move)[1]) / 2e-5 for move in moves]
assert np.allclose(numeric, np.exp(log_softmax(z)) - t)
print("p - t:", np.round(numeric, 4))

# %% [markdown]
# A yes-or-no question may have two outputs, or one. **Predict** what softmax makes of one.

# %%
assert np.allclose(log_softmax(np.array([800.0, 0.0])), [0, -800])
assert np.isclose(np.exp(log_softmax(np.array([0.7, 0.0])))[0], sigmoid(0.7))
for logit in (-3.0, 0.0, 3.0):
    chance = np.exp(log_softmax(np.array([logit])))
    print(f"logit {logit:4}   softmax of it alone {chance}   sigmoid {sigmoid(logit):.3f}")

# %% [markdown]
# A softmax over **one** output is always 1, whatever the logit: nothing can be learned. One output takes a
# **sigmoid**; two may take a softmax, which comes to the same (second assert: softmax of $z$ and 0 is the sigmoid of
# $z$).
#
# ## The loss is not the score
#
# The loss is what is optimised; a **metric**, such as accuracy, is what people read. They can disagree. Four models
# answer the same five questions; an answer above one half counts as yes. Read their answers in the code, and
# **predict** which two of the models have the lowest loss.

# %%
truth = np.array([1, 1, 1, 0, 0])
models = {"sure": [0.95, 0.9, 0.95, 0.1, 0.6], "hesitant": [0.6, 0.55, 0.6, 0.45, 0.6],
          "reckless": [0.99, 0.99, 0.99, 0.01, 0.9999], "careful": [0.9, 0.9, 0.45, 0.1, 0.55]}
accuracies = [np.mean((np.array(answer) > 0.5) == truth) for answer in models.values()]
losses = [np.mean(binary_cross_entropy(np.array(answer), truth)) for answer in models.values()]
for name, accuracy, loss in zip(models, accuracies, losses):
    print(f"{name:9} accuracy {accuracy:.1f}   loss {loss:.3f}")
assert np.allclose(accuracies, [0.8, 0.8, 0.8, 0.6])
assert np.allclose(losses, [0.246, 0.627, 1.850, 0.383], atol=5e-4)

# %% [markdown]
# The first three have equal accuracy and losses from 0.246 to 1.850: the reckless one gave the truth a chance of one
# in ten thousand, once. The careful one has the **lower** accuracy and a lower loss than two of them. Accuracy counts
# sides; the loss also asks how sure. Accuracy cannot be trained on directly, since its slope is zero almost
# everywhere.
#
# ## The same in Keras
#
# Keras takes the **target first**, `loss(y_true, y_pred)`, the other way round than here. For squared error nobody
# would notice; the last line shows what a swap does to cross-entropy. (It is finite, although it contains $\log 0$:
# Keras keeps probabilities $10^{-7}$ away from 0 and 1.) Keras computes with 32 bits, about seven
# digits. `getattr` looks up a loss by its name; without Keras the cell does nothing.

# %%
keras = runtime.start(optional=True)
if keras is not None:
    both = {
        "MeanSquaredError": (targets, predictions, squared_error(predictions, targets)),
        "MeanAbsoluteError": (targets, predictions, absolute_error(predictions, targets)),
        "Huber": (targets, predictions, huber(predictions, targets, 1)),     # its delta is 1 unless told
        "BinaryCrossentropy": (y, p, binary_cross_entropy(p, y)),
        "CategoricalCrossentropy": (one_hot, probabilities, categorical),
        "SparseCategoricalCrossentropy": (labels, probabilities, categorical),
    }
    for name, (y_true, y_pred, ours) in both.items():
        theirs = float(getattr(keras.losses, name)()(y_true, y_pred))
        assert np.isclose(theirs, np.mean(ours), rtol=1e-6)
        print(f"{name:29} {theirs:9.3f}   here {np.mean(ours):9.3f}")
    from_logits = keras.losses.BinaryCrossentropy(from_logits=True)(said, logits)
    assert np.isclose(float(from_logits), np.mean(stable), rtol=1e-6)
    print(f"BinaryCrossentropy, logits    {float(from_logits):9.3f}   here {np.mean(stable):9.3f}")
    print(f"BinaryCrossentropy, swapped   {float(keras.losses.BinaryCrossentropy()(p, y)):9.3f}")

# %% [markdown]
# ## What you can now do
#
# | the answer is | the last layer gives | loss |
# |---|---|---|
# | a number | the number (linear) | squared error; absolute error or Huber if there are outliers |
# | yes or no | one logit (linear; its sigmoid is the probability) | binary cross-entropy, from logits |
# | one of the classes | one logit a class (linear; softmax follows) | categorical cross-entropy, from logits |
#
# You can compute each of them and its slope, explain cross-entropy by the likelihood of what was seen, and recognise
# a plateau: a small gradient with a large error.

# %%
progress(4)

# %% [markdown]
# Next, lesson 05 makes losses small: gradient descent. `04_losses_further` has more losses (logarithmic error, hinge,
# divergence), shows which assumption about the data is behind each, and what to do if there are two right answers.
