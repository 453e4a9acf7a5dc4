# ---
# jupyter:
#   course: {number: 4, title: "Losses: further", part: 1, minutes: 75, builds_on: [4], data: [],
#            quick: {throws: 1000}, full: {throws: 20000}}
# ---
# %% [markdown]
# # 04 · Losses: further
#
# Three more losses, the assumption about the world that hides in each loss, a question with two right answers, and
# the penalties that keep weights small.
#
# Afterwards you can
# - compute the squared logarithmic error, the hinge loss and the KL divergence, and say what each is for,
# - read from a loss what it believes about the data, and write a loss for a belief of your own,
# - say why one penalty makes weights exactly zero and the other does not.
#
# About 75 minutes, in two sittings if you like. Builds on lesson 04.

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import accepted, check, load, progress, runtime, show
from course_utils.figures import PALETTE, plot_curves
from course_utils.slopes import central_difference

# %% [markdown]
# One number can be set from outside: how often somebody throws a ball further down, 1,000 times or more.

# %% tags=["parameters"]
throws = 2000

# %% [markdown]
# ## Wrong by a factor
#
# A shop sells 3 pieces of one thing and 30,000 of another. To be wrong by 100 is a disaster for the first and nothing
# for the second. What should count is the **factor**. The logarithm turns factors into differences, so the **mean
# squared logarithmic error** (MSLE) compares logarithms:
#
# $$\big( \log (1 + p) - \log (1 + y) \big)^2$$
#
# The 1 is there because $\log 0$ does not exist, and shops do sell nothing. Some texts leave it out and use $\log p -
# \log y$. On small numbers that makes a difference. For predictions 1, 2, 3 and targets 2, 2.5, 4:

# %%
def squared_log_error(p, y):
    return (np.log(1 + p) - np.log(1 + y)) ** 2


def mean_by_loop(loss, predictions, targets):
    return sum(loss(p, y) for p, y in zip(predictions, targets)) / len(targets)


p, y = np.array([1.0, 2.0, 3.0]), np.array([2.0, 2.5, 4.0])
by_hand = np.array([np.log(2 / 3), np.log(3 / 3.5), np.log(4 / 5)]) ** 2
assert np.allclose(by_hand, [0.1644, 0.0238, 0.0498], atol=5e-5)
assert np.isclose(mean_by_loop(squared_log_error, p, y), by_hand.mean())
assert np.isclose(np.mean(squared_log_error(p, y)), by_hand.mean())
assert np.isclose(by_hand.mean(), 0.0793, atol=5e-5)
print(f"by hand, in a loop and in NumPy: {by_hand.mean():.4f}")

# %% [markdown]
# The other form, without the 1, on the same numbers:

# %%
without_one = np.mean((np.log(p) - np.log(y)) ** 2)
assert np.isclose(without_one, 0.2043, atol=5e-5)
print(f"with log(1 + y) {by_hand.mean():.4f}, with log(y) {without_one:.4f}")

# %% [markdown]
# Keras has the form with the 1. When two people report this loss, ask which one they mean.
#
# **Predict:** the target is 100. One prediction is half of it, 50, the other double, 200. Which one does squared
# error find worse, which one the logarithmic error, and why?

# %%
target, guesses = 100.0, np.array([50.0, 200.0])
print("squared", (guesses - target) ** 2, "  logarithmic", squared_log_error(guesses, target).round(4))
assert np.allclose(squared_log_error(guesses, target), [0.467, 0.474], atol=5e-4)
sold = np.array([1.0, 3.0, 10.0, 100.0])
doubled = squared_log_error(2 * sold, sold)
assert np.allclose(doubled, [0.164, 0.313, 0.418, 0.474], atol=5e-4)
print("double of 1, 3, 10 and 100:", doubled.round(3))
slopes = central_difference(lambda moved: squared_log_error(moved, y), p)
assert np.allclose(slopes, 2 * (np.log(1 + p) - np.log(1 + y)) / (1 + p))

# %% [markdown]
# Squared error finds 200 four times as bad, since it is 100 off and 50 is only 50 off. For the logarithmic error both
# are off by the factor 2, nearly: the 1 that is added on both sides makes 201/101 and 101/51 of it. On the smallest
# numbers this counts: to sell 2 in the place of 1 costs about a third of what 200 in the place of 100 costs. The last
# line checks the slope, $2 (\log (1 + p) - \log (1 + y)) / (1 + p)$, against central differences.
#
# ## Right is not enough: hinge
#
# Some classifiers (support-vector machines, not needed here) are trained on another idea: an answer should be right
# **with a margin**, and beyond that it does not matter. The classes are called $-1$ and $+1$, the output $s$ is a
# score, any number. The margin, here of a single example, is $m = y\, s$, positive if the sign is right:
#
# $$\text{hinge: } \max(0,\; 1 - y\, s)$$
#
# On paper: scores 0.5, $-2$, $-1$ for the classes 1, $-1$, 1 have the margins 0.5, 2 and $-1$, and the losses 0.5, 0
# and 2.

# %%
def hinge(s, y):
    return np.maximum(0, 1 - y * s)


scores, classes = np.array([0.5, -2.0, -1.0]), np.array([1, -1, 1])
assert hinge(scores, classes).tolist() == [0.5, 0, 2]
assert np.isclose(mean_by_loop(hinge, scores, classes), 0.8333, atol=5e-5)
slopes = central_difference(lambda moved: hinge(moved, classes), scores)
assert np.allclose(slopes, np.where(classes * scores < 1, -classes, 0))
assert np.isclose(central_difference(lambda moved: hinge(moved, 1), 1.0), -0.5)
print("losses", hinge(scores, classes), "slopes", slopes.round(4))

# %% [markdown]
# The slope is $-y$ up to the margin 1, and 0 beyond. Between the two, at the margin of exactly 1, is a kink, where
# central differences give the mean of both sides.
#
# Compare it with cross-entropy and with what one would really like to count: 1 for each wrong answer. (With the score
# as logit, cross-entropy is $\log(1 + e^{-m})$: the two formulas of lesson 04, for label 1 and label 0, in one.)

# %%
margin = np.linspace(-3, 3, 601)
curves = {"hinge": hinge(margin, 1), "cross-entropy": np.log(1 + np.exp(-margin)),
          "wrong answers": (margin < 0).astype(float)}
show(plot_curves(curves, x=margin, x_label="margin m = y · s", y_label="loss"),
     alt="Three curves over the margin from -3 to 3. Wrong answers: 1 for negative margins, then 0. "
         "Hinge: a straight line falling from 4 to 0 at margin 1, then 0. Cross-entropy: nearly parallel "
         "to the hinge on the left, 0.69 at margin 0, and never quite zero on the right.")

# %% [markdown]
# Wrong answers cannot be trained on: their slope is zero wherever it exists. Both others stand in for them, and lie
# above zero wherever an answer is wrong. Hinge stops caring beyond the margin 1; cross-entropy always wants a little
# more.
#
# Data sets mostly have the labels 0 and 1. **Predict** what the hinge does with an example of class 0, if nobody
# turns its label into $-1$.

# %%
for score in (-2.0, 0.0, 2.0):
    print(f"score {score:4}   label 0: {hinge(score, 0):.1f}   label -1: {hinge(score, -1):.1f}")
assert hinge(-2.0, 0) == hinge(2.0, 0) == 1.0

# %% [markdown]
# With the label 0 the loss is 1 for any score. Its slope is zero, and the class is never learned: no error, no
# warning.

# %% [markdown] tags=["exercise"]
# ### Exercise 4.7 - hinge for labels 0 and 1  (core, 4 min)
#
# Write a hinge loss that takes labels 0 and 1. It returns an array with one loss for each example.

# %% tags=["answer"] exercise="4.7"
def hinge_from_labels(scores, labels):
    """Hinge loss of each example; scores are any numbers, labels 0 or 1, arrays of equal shape."""
    ### BEGIN SOLUTION
    classes = 2 * labels - 1
    return np.maximum(0, 1 - classes * scores)
    ### END SOLUTION

# %%
check("4.7", hinge_from_labels)

# %% [markdown] tags=["hint"] exercise="4.7"
# First make $-1$ and $+1$ of the labels: a straight line that sends 0 to $-1$ and 1 to 1.

# %% [markdown] tags=["hint"] exercise="4.7"
# `2 * labels - 1` is that line. Then the formula of the hinge, with `np.maximum(0, ...)`.

# %% [markdown]
# Keras does the same by itself when it sees that all labels are 0 or 1.
#
# ## Distance between distributions
#
# A target need not be a single class. Ten people look at a blurred picture: five say cat, five say dog, nobody says
# fox. The truth is the distribution $t$ = (0.5, 0.5, 0), and the model answers with a distribution $q$. The
# **Kullback-Leibler divergence** (KL) says how far $q$ is from $t$:
#
# $$\text{KL}(t \,\|\, q) = \sum_k t_k \log \frac{t_k}{q_k}$$
#
# For $q$ = (0.25, 0.5, 0.25) it is $0.5 \log 2 + 0.5 \log 1 + 0 = 0.3466$. The last term is the limit of $t \log t$
# for $t \to 0$, which is zero.

# %%
truth, model = np.array([0.5, 0.5, 0.0]), np.array([0.25, 0.5, 0.25])


def divergence_by_loop(t, q):
    total = 0.0
    for t_k, q_k in zip(t, q):
        if t_k > 0:
            total += t_k * np.log(t_k / q_k)
    return total


assert np.isclose(divergence_by_loop(truth, model), 0.5 * np.log(2))
assert np.isclose(divergence_by_loop(truth, model), 0.3466, atol=5e-5)
with np.errstate(all="ignore"):
    print("formula as it stands, class by class:", truth * np.log(truth / model))

# %% [markdown] tags=["exercise"]
# ### Exercise 4.8 - divergence with zeros  (core, 5 min)
#
# The formula as it stands gives nan for the fox. Write the divergence for arrays such that classes with $t_k = 0$
# count nothing. Where the model says 0 and the truth does not, the result shall be infinite, as it is on paper. One
# way: `t[t > 0]` keeps only the entries for which the condition holds.

# %% tags=["answer"] exercise="4.8"
def kl_divergence(t, q):
    """KL(t || q) of two distributions over the same classes, (classes,) each; one number."""
    ### BEGIN SOLUTION
    seen = t > 0
    return np.sum(t[seen] * np.log(t[seen] / q[seen]))
    ### END SOLUTION

# %%
check("4.8", kl_divergence)

# %% [markdown] tags=["hint"] exercise="4.8"
# Keep the classes with $t_k > 0$ in both arrays, by the same condition. What remains is the formula.

# %% [markdown] tags=["hint"] exercise="4.8"
# `seen = t > 0`, then use `t[seen]` and `q[seen]` in the place of `t` and `q`, and add up with `np.sum`.

# %% [markdown]
# **Predict:** is it the same the other way round, from $q$ to $t$?

# %%
kl_divergence = accepted("4.8", kl_divergence)
with np.errstate(all="ignore"):
    print(f"t to q {kl_divergence(truth, model):.4f}   q to t {kl_divergence(model, truth):.4f}")

# %% [markdown]
# The other way round it is infinite: seen from the model, the people say that a fox is impossible. That is why it is
# called a divergence and not a distance. How does it differ from cross-entropy? For another set of votes, 0.7, 0.2,
# 0.1:

# %%
votes = np.array([0.7, 0.2, 0.1])
cross_entropy, entropy = -np.sum(votes * np.log(model)), -np.sum(votes * np.log(votes))
divergence = kl_divergence(votes, model)
print(f"cross-entropy {cross_entropy:.4f} - entropy {entropy:.4f} = KL {divergence:.4f}")
assert np.isclose(divergence, cross_entropy - entropy)
one_hot = np.array([0.0, 1.0, 0.0])
assert np.isclose(kl_divergence(one_hot, model), -np.log(0.5))
slopes = central_difference(lambda q: votes * np.log(votes / q), model)
assert np.allclose(slopes, -votes / model)

# %% [markdown]
# KL is cross-entropy minus **entropy** ($-\sum t_k \log t_k$), and the entropy of the targets does
# not depend on the model. So training on either is the same. With one-hot targets the entropy is 0 and the two are
# equal. And the slope with respect to $q_k$ is $-t_k / q_k$, the same for both.
#
# ## Every loss is a belief
#
# Cross-entropy came from the question how likely the data are. The same question gives the losses for numbers. You
# have to say how targets scatter around a prediction $p$: by a curve over all possible targets. Its height is the
# **density**. The chance of a small interval is the height times the width of the interval; the height itself may
# exceed one. If the curve is a bell (**Gaussian** or normal distribution) with the spread $d$ (its standard
# deviation), minus the logarithm of its density is
#
# $$\frac{(p - y)^2}{2 d^2} + \log d + \tfrac12 \log 2 \pi$$
#
# which is squared error, times a constant, plus a constant. The **Laplace** distribution has a sharper peak and longer
# tails. With the width $a$ the same steps give $|p - y| / a + \log 2 a$: absolute error. Look at both around the same
# centre 9, the mean of the waiting times of lesson 04. How high is each at 40 minutes?

# %%
def gaussian_loss(p, y, spread):
    return (p - y) ** 2 / (2 * spread ** 2) + np.log(spread) + np.log(2 * np.pi) / 2


def laplace_loss(p, y, width):
    return np.abs(p - y) / width + np.log(2 * width)


times = np.linspace(0, 45, 901)
ax = plot_curves({"Gaussian": np.exp(-gaussian_loss(9.0, times, 3.0)),
                  "Laplace": np.exp(-laplace_loss(9.0, times, 3.0))},
                 x=times, x_label="waiting time (minutes)", y_label="density (per minute)", log_y=True)
ax.axvline(40, linestyle=":", color=PALETTE["black"])
at_40 = [np.exp(-loss(9.0, 40.0, 3.0)) for loss in (gaussian_loss, laplace_loss)]
assert 8e-25 < at_40[0] < 9e-25 and 5e-6 < at_40[1] < 6e-6
show(ax,
     alt="Two curves around the centre 9, with a logarithmic density axis. The Gaussian is a parabola that falls "
         "to 1e-24 at 40 minutes, marked by a dotted line. The Laplace is a pointed roof with straight sides; at "
         "40 it is still near 5e-6.")
print("density of 40 minutes: Gaussian {:.0e}, Laplace {:.0e}".format(*at_40))

# %% [markdown]
# (The axis is logarithmic, so it shows minus the losses: a parabola and a roof.) For the bell 40 minutes practically
# never happen; the long tail of Laplace can live with them. What does each of them make of the seven waiting times? Try
# every constant, with width 3 for both.

# %%
waited = np.array([1, 2, 3, 4, 5, 8, 40.0])
constants = np.linspace(0, 45, 4501)
for name, loss in (("Gaussian", gaussian_loss), ("Laplace", laplace_loss)):
    means = np.array([np.mean(loss(constant, waited, 3.0)) for constant in constants])
    best = constants[means.argmin()]
    print(f"{name:8} best constant {best:.2f}")
    assert np.isclose(best, {"Gaussian": 9, "Laplace": 4}[name])

# %% [markdown]
# The mean and the median again, now as the most likely constants. The bell finds the one long wait so absurd that it
# lets this person pull it away from all the others, up to 9. Laplace stays with the many, at 4. In one table, from
# belief to loss:
#
# | what the answer is | distribution | last layer | loss |
# |---|---|---|---|
# | yes or no | Bernoulli (a coin) | sigmoid | binary cross-entropy |
# | several yes or no at once | one coin each | one sigmoid each | binary cross-entropy |
# | one of $K$ classes | categorical ("multinoulli", a die) | softmax | categorical cross-entropy |
# | a number | Gaussian | linear | squared error |
# | a number, with outliers | Laplace | linear | absolute error |
# | a size, wrong by factors | Gaussian for the logarithm | linear, for the logarithm | squared logarithmic error |
# | one of two numbers | mixture of two Gaussians | two linear centres | see below |

# %% [markdown] tags=["exercise"]
# ### Exercise 4.9 - which loss?  (core, 4 min)
#
# Choose for each task one of `"squared"`, `"absolute"`, `"squared log"`, `"binary"`, `"categorical"`.
# - `thermometer`: tomorrow's temperature, with errors that scatter like a bell,
# - `birds`: which of 200 kinds of birds a picture shows, always exactly one,
# - `tags`: which of 20 tags fit a picture; any number of them, or none,
# - `delivery`: minutes until a parcel arrives; one in fifty times was typed in wrongly,
# - `sales`: pieces sold, between 0 and 30,000; what counts is the factor.

# %% tags=["answer"] exercise="4.9"
choices = {"thermometer": ..., "birds": ..., "tags": ..., "delivery": ..., "sales": ...}
### BEGIN SOLUTION
choices = {"thermometer": "squared", "birds": "categorical", "tags": "binary", "delivery": "absolute",
           "sales": "squared log"}
### END SOLUTION

# %%
check("4.9", choices)

# %% [markdown] tags=["hint"] exercise="4.9"
# First ask whether the answer is a number or a choice. Among the choices: must the probabilities add up to 1?

# %% [markdown] tags=["hint"] exercise="4.9"
# If several tags can be true at once, each is a yes-or-no question of its own. Among the numbers: bell, outliers, or
# factors?

# %% [markdown]
# ## Two right answers
#
# (If you work in two sittings, this is the place for the break.) A ball is thrown at an angle, always at the same
# speed. How far it flies is a short formula: without air, the distance is $\sin(2 \cdot \text{angle})$, as a share of
# the longest throw, which is reached at 45 degrees. Turn the question round: **which angle** for a given distance? A
# flat throw and a steep one reach the same place, for example 15 and 75 degrees.

# %%
random = np.random.default_rng(0)
angles = random.uniform(5, 85, size=throws)                       # degrees
distances = np.sin(np.radians(2 * angles))                        # share of the longest throw
assert np.allclose(np.sin(np.radians([2 * 15, 2 * 75])), 0.5)
print("two of the throws: angle", angles[:2].round(1), "distance", distances[:2].round(3))

# %% [markdown]
# The best that squared error can do is the mean angle for each distance, whatever the model: with a large network and
# endless data it would learn exactly this. So sort the throws by distance into eight ranges (`np.digitize` says into
# which each falls) and take the mean angle of each. **Predict** what comes out.

# %%
middles = np.arange(0.25, 1.0, 0.1)                               # of the ranges, each 0.1 wide
which = np.digitize(distances, middles - 0.05) - 1                # range 0 to 7; -1 below 0.2
ranges = [angles[which == number] for number in range(8)]
bin_means = np.array([inside.mean() for inside in ranges])
assert np.abs(bin_means - 45).max() < 12
print("mean angles:", bin_means.round(0))

# %% [markdown]
# Compare them in the figure with the angles that somebody really threw (500 of the throws are drawn;
# those nearer than 0.2 are in no range).

# %%
def draw_throws(distances, angles):
    ax = plt.subplots(figsize=(6.4, 3.8))[1]
    ax.plot(distances[:500], angles[:500], ".", markersize=4, label="throws")
    ax.set(xlabel="distance (share of the longest throw)", ylabel="angle (degrees)")
    return ax


ax = draw_throws(distances, angles)
ax.plot(middles, bin_means, "s-", label="squared error: mean angle")
ax.legend(loc=(0.02, 0.28))
show(ax,
     alt="Throws lie on an arc that opens to the left: for each distance below 1 there is a flat angle "
         "below 45 degrees and a steep one above. The predictions of squared error are a nearly level "
         "line at about 45 degrees, where no throws are except at the very tip of the arc.")

# %% [markdown]
# For every distance it says about 45 degrees. Nobody threw like that, and nothing lands where it should: at 45
# degrees **every** throw reaches the full distance. The mean of two right answers is no right answer. More data does
# not help, and neither does a deeper network; the belief in one bell is wrong.
#
# So believe in two. Each bell has its own centre, $c_1$ and $c_2$; both have the spread $d$ and the weight one half.
# The density is the sum of the two, and the loss is minus its logarithm:
#
# $$-\log \Big( \tfrac12\, N(y; c_1, d) + \tfrac12\, N(y; c_2, d) \Big), \qquad N(y; c, d) = \frac{1}{d \sqrt{2 \pi}}\,
# e^{-(y - c)^2 / (2 d^2)}$$

# %% [markdown] tags=["exercise"]
# ### Exercise 4.10 - a loss with two centres  (stretch, 7 min)
#
# Write it: an array with one loss for each target. Far from both centres each density underflows to 0, so work with
# logarithms: `np.logaddexp(a, b)` is $\log(e^a + e^b)$, computed safely. The logarithm of one bell is minus the
# `gaussian_loss` from above.

# %% tags=["answer"] exercise="4.10"
def mixture_loss(y, first, second, spread):
    """-log of half a bell at `first` plus half a bell at `second`, for each target in y."""
    ### BEGIN SOLUTION
    one, other = -gaussian_loss(first, y, spread), -gaussian_loss(second, y, spread)
    return -(np.logaddexp(one, other) + np.log(0.5))
    ### END SOLUTION

# %%
check("4.10", mixture_loss)

# %% [markdown] tags=["hint"] exercise="4.10"
# The logarithm of half of a sum is $\log \tfrac12$ plus the logarithm of the sum. The logarithm of a sum of two bells
# is `np.logaddexp` of the logarithms of the bells.

# %% [markdown] tags=["hint"] exercise="4.10"
# `one = -gaussian_loss(first, y, spread)` is the logarithm of the first bell. The loss is minus the sum of
# `np.logaddexp(one, other)` and `np.log(0.5)`.

# %% [markdown]
# For each range of distances, try centres at $45 - m$ and $45 + m$ and several spreads, and keep what has the
# smallest mean loss. This is maximum likelihood by search; lesson 05 has better ways of finding a minimum.

# %%
mixture_loss = accepted("4.10", mixture_loss)


def best_mixture(y):
    tried = [(np.mean(mixture_loss(y, 45 - m, 45 + m, spread)), m, spread)
             for m in np.arange(0, 40.5, 0.5) for spread in (0.5, 1.0, 1.5, 2.0, 4.0, 8.0, 16.0, 32.0)]
    return min(tried)


fits = np.array([best_mixture(inside) for inside in ranges])       # (range, 3): loss, m, spread
one_bell = np.array([np.mean(gaussian_loss(y.mean(), y, y.std())) for y in ranges])
print("distance   loss, one bell   loss, two bells   centres")
for middle, single, (loss, m, _) in zip(middles, one_bell, fits):
    print(f"{middle:8.2f} {single:16.2f} {loss:17.2f}   {45 - m:4.1f} and {45 + m:4.1f}")
assert np.all(fits[:7, 0] < one_bell[:7] - 1) and fits[7, 0] < one_bell[7]

# %% [markdown]
# The loss is lower everywhere. Both are minus the logarithm of a density, so they may be compared: lower by 1 means
# that what happened was found $e$ times as likely, on average, for each throw. Now throw the ball, at both centres
# and at the mean. Where does it land?

# %%
ax = draw_throws(distances, angles)
ax.plot(middles, 45 - fits[:, 1], "o-", label="mixture: flat centre")
ax.plot(middles, 45 + fits[:, 1], "^-", label="mixture: steep centre")
ax.legend(loc="center left")
landed = np.sin(np.radians(2 * (45 - fits[:, 1])))               # both centres land at the same place
missed_mean = np.abs(np.sin(np.radians(2 * bin_means)) - middles)
print(f"mean miss: mixture {np.abs(landed - middles).mean():.3f}, one bell {missed_mean.mean():.3f}")
assert np.abs(landed - middles).max() < 0.05 and np.all(missed_mean[:7] > 0.1)
show(ax,
     alt="The same arc of throws. The two centres of the mixture follow it, one along the flat branch and "
         "one along the steep branch; only in the last range, at 0.95, do both lie off the arc, inside of its tip.")

# %% [markdown]
# Both centres follow the arc, and the throws land where they should. (Only in the last range, where the arc turns
# round, two centres have to stand for many angles.) A network for this question has as many outputs
# as the belief has numbers (two centres and a spread here), and is trained on this loss. Such networks are called
# **mixture density networks** (Bishop, 1994).
#
# ## A price on weights
#
# The last kind of loss does not look at predictions at all. A **penalty** is added to the loss so that weights stay
# small, which often helps with new data (lesson 10):
#
# $$\text{L1: } \lambda \sum_j |w_j| \qquad\qquad \text{L2: } \lambda \sum_j w_j^2$$
#
# Here $\lambda$ is the **strength**, a number that you set. For the weights 1, $-2$, 3 and $\lambda = 0.1$ these are
# $0.1 \cdot 6$ and $0.1 \cdot 14$. The slopes are $\lambda\, \text{sign}(w)$ and $2 \lambda w$. (Some books put one
# half in front of L2, and its slope is then $\lambda w$. Keras does not.)

# %%
weights = np.array([1.0, -2.0, 3.0])
l1, l2 = 0.1 * np.sum(np.abs(weights)), 0.1 * np.sum(weights ** 2)
print(f"L1 {l1:.1f}, L2 {l2:.1f}")
assert np.allclose([l1, l2], [0.6, 1.4])
assert np.allclose(central_difference(lambda w: 0.1 * np.abs(w), weights), 0.1 * np.sign(weights))
assert np.allclose(central_difference(lambda w: 0.1 * w ** 2, weights), 2 * 0.1 * weights)

# %% [markdown]
# One step of descent with the learning rate 0.5, for three weights that nothing but the penalty acts on:

# %%
start = np.array([1.0, 0.1, 0.01])
by_l1, by_l2 = start - 0.5 * 0.1 * np.sign(start), start - 0.5 * 2 * 0.1 * start
assert np.allclose(by_l1, [0.95, 0.05, -0.04]) and np.allclose(by_l2, [0.9, 0.09, 0.009])
print("L1", by_l1, "  L2", by_l2)

# %% [markdown]
# L2 takes a tenth off each weight: much from the large one, next to nothing from the small ones, and never all of it.
# L1 takes 0.05 from each, large or small. The smallest weight, 0.01, was **thrown past zero** to $-0.04$; the next
# step would throw it back to 0.01, and so on for ever. L1 wants it at zero and a plain step cannot stop there.
#
# The cure: pull each weight towards zero by the given amount, but no further than zero. This is called **soft
# thresholding**.

# %% [markdown] tags=["exercise"]
# ### Exercise 4.11 - as far as zero, and no further  (core, 5 min)
#
# Write the step for an array of weights: each moves by `amount` towards zero; those that are nearer than that become
# exactly 0.

# %% tags=["answer"] exercise="4.11"
def soft_threshold(weights, amount):
    """Weights moved towards zero by `amount`, stopping there; an array of the same shape."""
    ### BEGIN SOLUTION
    return np.sign(weights) * np.maximum(np.abs(weights) - amount, 0)
    ### END SOLUTION

# %%
check("4.11", soft_threshold)

# %% [markdown] tags=["hint"] exercise="4.11"
# Think of sign and size apart. What happens to the size, and what keeps it from becoming negative?

# %% [markdown] tags=["hint"] exercise="4.11"
# The new size is `np.maximum(np.abs(weights) - amount, 0)`. Multiply by `np.sign(weights)` to give each its sign
# back.

# %% [markdown]
# Now the penalties alone, from the weight 1 and from the weight 0.1, with $\lambda = 0.1$ and the learning rate 0.5.
# Which curves reach zero?

# %%
soft_threshold = accepted("4.11", soft_threshold)
under_l1, under_l2 = [np.array([1.0, 0.1])], [np.array([1.0, 0.1])]
for _ in range(30):
    under_l1.append(soft_threshold(under_l1[-1], 0.5 * 0.1))
    under_l2.append(under_l2[-1] * (1 - 0.5 * 2 * 0.1))
under_l1, under_l2 = np.array(under_l1), np.array(under_l2)       # (step, weight)
curves = {"L1, from 1": under_l1[:, 0], "L2, from 1": under_l2[:, 0],
          "L1, from 0.1": under_l1[:, 1], "L2, from 0.1": under_l2[:, 1]}
show(plot_curves(curves, x=np.arange(31), x_label="step", y_label="weight"),
     alt="Four weights over 30 steps. Under L1 they fall in straight lines, from 1 to zero at step 20 and from 0.1 to "
         "zero at step 2. Under L2 they fall ever more slowly, from 1 to 0.04, from 0.1 to 0.004.")
assert under_l1[20, 0] < 1e-9 and under_l1[2, 1] < 1e-9
assert np.allclose(under_l2[30], [0.042, 0.0042], atol=5e-4)

# %% [markdown]
# L1 goes down in a straight line and stops at zero. L2 takes the same share at every step and never arrives.
#
# On real data: ten measurements of 442 patients, and how their diabetes developed within a year. A linear neuron is
# fitted by small steps against the slope of the mean squared error; after each step the penalty takes its share.

# %%
table = load("diabetes")
inputs = table.x / table.x.std(axis=0)                            # (442, 10), each column has spread 1
target = (table.y - table.y.mean()) / table.y.std()               # (442,)


def fit(inputs, target, shrink, steps=5000, learning_rate=0.2):
    weights = np.zeros(inputs.shape[1])
    for _ in range(steps):
        gradient = 2 * inputs.T @ (inputs @ weights - target) / len(target)
        weights = shrink(weights - learning_rate * gradient, learning_rate)
    return weights


strength = 0.2
plain = fit(inputs, target, lambda w, rate: w)
with_l1 = fit(inputs, target, lambda w, rate: soft_threshold(w, rate * strength))
with_l2 = fit(inputs, target, lambda w, rate: w / (1 + 2 * rate * strength))
zeros = [int(np.sum(weights == 0)) for weights in (plain, with_l1, with_l2)]
print("exact zeros: plain {}, L1 {}, L2 {}".format(*zeros))
assert zeros == [0, 6, 0]

# %% [markdown]
# (For L2 the division by $1 + 2 \cdot \text{rate} \cdot \lambda$ takes the slope at the place where the step ends,
# and so it cannot overshoot, whatever the strength; for small rates it is nearly the factor $1 - 2 \cdot \text{rate}
# \cdot \lambda$ from above.) Which measurements does L1 keep?

# %%
places, names = np.arange(10), [str(name) for name in table.feature_names]
ax = plt.subplots(figsize=(7.5, 3.6))[1]
bars = [("plain", plain, ""), ("L2", with_l2, "//"), ("L1", with_l1, "..")]
for number, (name, weights, hatch) in enumerate(bars):
    ax.bar(places + 0.27 * (number - 1), weights, width=0.25, label=name, hatch=hatch)
ax.axhline(0, linewidth=0.8)
ax.set(xlabel="measurement", ylabel="weight", xticks=places, xticklabels=names)
ax.legend()
show(ax,
     alt="Ten groups of three bars, the weights of the ten measurements. Without penalty s1 is near -0.5 "
         "and s5 near 0.45. With L2 most bars are shorter, age is too small to see, and s2 and s3 change their sign. "
         "With L1 only bmi, bp, s3 and s5 have bars.")
assert [name for name, weight in zip(names, with_l1) if weight] == ["bmi", "bp", "s3", "s5"]
s1_with_s2 = np.corrcoef(inputs[:, 4], inputs[:, 5])[0, 1]
assert np.isclose(s1_with_s2, 0.9, atol=0.01) and plain[4] < -0.4 and plain[5] > 0.2
assert plain[6] > 0 > with_l2[6] and with_l2[9] > plain[9]
assert np.sum(with_l2 ** 2) < 0.5 * np.sum(plain ** 2)

# %% [markdown]
# Four of ten: body mass index, blood pressure, and two values from the blood serum. The large weights of s1 and s2 in
# the plain fit pulled against each other, since the two measurements go nearly together (their correlation is 0.9);
# both penalties end that. L1 **selects**, L2 **shrinks** the weights as a whole. A single one may even grow, as s6
# does, or turn its sign, as s3 does, because it takes over from s1 and s2. How many remain depends on the strength.
# It is set by you, not learned: if it could be learned, the loss would always choose 0, the first line of the next table.

# %%
print("strength   L1: zeros, error     L2: zeros, error")
for strength in (0.0, 0.05, 0.1, 0.2, 0.5, 1.0):
    w1 = fit(inputs, target, lambda w, rate, s=strength: soft_threshold(w, rate * s))
    w2 = fit(inputs, target, lambda w, rate, s=strength: w / (1 + 2 * rate * s))
    errors = [np.mean((inputs @ w - target) ** 2) for w in (w1, w2)]
    print(f"{strength:8} {np.sum(w1 == 0):9}   {errors[0]:.3f} {np.sum(w2 == 0):13}   {errors[1]:.3f}")
    assert not np.any(w2 == 0)

# %% [markdown]
# The error on the training data rises with the strength, as it must: the penalty takes something away from the fit.
# Whether it pays on *new* data is the question of lesson 10.
#
# ## Keras, and its small print
#
# First, the losses of this companion agree to one millionth, the penalties too.

# %%
keras = runtime.start(optional=True)
if keras is not None:
    pairs = [
        (keras.losses.MeanSquaredLogarithmicError()(y, p), np.mean(squared_log_error(p, y))),
        (keras.losses.Hinge()(classes, scores), np.mean(hinge(scores, classes))),
        (keras.losses.Hinge()((classes + 1) / 2, scores), np.mean(hinge(scores, classes))),   # 0 and 1
        (keras.losses.KLDivergence()(votes[None], model[None]), kl_divergence(votes, model)),
        (keras.regularizers.L1(0.1)(np.array([1.0, -2.0, 3.0])), l1),
        (keras.regularizers.L2(0.1)(np.array([1.0, -2.0, 3.0])), l2),
    ]
    assert all(np.isclose(float(theirs), ours, rtol=1e-6, atol=1e-6) for theirs, ours in pairs)
    print(f"{len(pairs)} values agree")

# %% [markdown]
# Then three conventions that are good to know when a number surprises you. Probabilities are kept between $10^{-7}$
# and $1 - 10^{-7}$, so a loss computed from probabilities is capped. Zeros in a divergence become $10^{-7}$. And a
# batch of several outputs is averaged over its last axis first, then over the examples.

# %%
if keras is not None:
    losses, batch = keras.losses, np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    capped = float(losses.BinaryCrossentropy()(np.array([1.0]), np.array([0.0])))
    logits = float(losses.BinaryCrossentropy(from_logits=True)(np.array([1.0]), np.array([-800.0])))
    zeros = float(losses.KLDivergence()(truth[None], np.array([[1.0, 0.0, 0.0]])))
    rows = np.asarray(losses.mean_squared_error(np.zeros((3, 2)), batch))
    assert np.isclose(capped, 16.118, atol=5e-4) and np.isclose(capped, -np.log(1e-7), atol=1e-4)
    assert logits == 800 and 7 < zeros < 8 and rows.tolist() == [2.5, 12.5, 30.5]
    assert np.isclose(float(losses.MeanSquaredError()(np.zeros((3, 2)), batch)), rows.mean())
    print(f"capped {capped:.3f}, from logits {logits:.0f}, KL with a zero {zeros:.2f}, rows {rows}")

# %% [markdown]
# A certain wrong answer costs 16.1 at most if Keras is handed probabilities; handed the logit $-800$, it costs the
# full 800, and there is a slope to learn from. The divergence that is infinite on paper is 7.4 there.
#
# ## What you can now do
#
# You can name the belief behind a loss, and write the loss that fits a belief: **minus the logarithm of the chance
# that was given to what happened.** You have seen what squared error makes of two right answers, and you know that L1
# selects where L2 shrinks.

# %%
progress(4, further=True)

# %% [markdown]
# Next, lesson 05: how to find the minimum of a loss without trying everything.
