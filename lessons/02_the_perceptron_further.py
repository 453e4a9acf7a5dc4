# ---
# jupyter:
#   course: {number: 2, title: "The perceptron: further", part: 1, minutes: 45, builds_on: [2], data: [],
#            quick: {orders: 60}, full: {orders: 3000}}
# ---
# %% [markdown]
# # 02 · The perceptron: further
#
# The lesson said that a perceptron makes a limited number of mistakes if a line exists. Here you compute that limit,
# see in one figure why it holds, and compare it with hundreds of runs. Then you write the pocket, for tables without a
# line.
#
# Afterwards you can
# - compute the margin of a separator, and from it the largest number of mistakes,
# - say why subtracting the mean makes learning so much shorter,
# - make a perceptron useful where the classes overlap.
#
# About 45 minutes. Builds on lesson 02.

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import accepted, check, load, progress, show
from course_utils.figures import PALETTE, plot_curves, plot_line, plot_points

# %% [markdown]
# One number can be set from outside: in how many orders the examples are shown below.

# %% tags=["parameters"]
orders = 300

# %% [markdown]
# ## Every threshold goes through zero
#
# Take two species of iris again, setosa and versicolor, and one number of each flower, the length of its petals. A
# perceptron with one input has two numbers, $w$ and $b$. Give every flower a second input that is always 1, and the
# bias becomes a weight like the other: $z = x w + 1 \cdot b$. The inputs $\tilde x = (x, 1)$ are called **augmented**,
# and the weights and the bias are one vector $v = (w, b)$.
#
# One more trick: multiply each setosa, which should have $z < 0$, by $-1$. Then a separator is a vector $v$ with
# $z > 0$ for **all** flowers: all of them lie on the same side of a line through the origin.

# %%
iris = load("iris")
lengths = iris.x[:100, 2:3]                                   # (flower, 1), in cm
species = iris.y[:100]                                        # 0 setosa, 1 versicolor
signs = 2 * species - 1                                       # -1 setosa, 1 versicolor
augmented = np.column_stack([lengths, np.ones(100)])          # (flower, 2): length and 1
flipped = signs[:, None] * augmented                          # [:, None] makes one column of the signs

# %% [markdown]
# In the figure both axes have the same scale. Which two flowers decide how the line may be turned?

# %%
direction = np.array([1, -2.45])                              # at a right angle to the line
figure, axes = plt.subplots(figsize=(7.2, 3.4), layout="constrained")
plot_points(flipped, species, names=["setosa, times -1", "versicolor"],
            x_label="petal length, signed (cm)", y_label="constant, signed", ax=axes)
plot_line(direction, 0, ax=axes)
for flower in np.array([[3.0, 1.0], [-1.9, -1.0]]):
    foot = flower - (flower @ direction) / (direction @ direction) * direction
    label = "margin" if flower[0] > 0 else None               # once in the legend is enough
    axes.plot(*np.transpose([flower, foot]), color=PALETTE["green"], linewidth=3, label=label)
axes.plot([0, 5.1], [0, 1], color=PALETTE["purple"], linestyle="--", label="R")
axes.set_aspect("equal")
axes.legend(loc="lower right", ncols=2)
show(figure,
     alt="Setosas on the left at height -1, from -1.9 to -1.0; versicolors on the right at height 1, from 3.0 to "
         "5.1. All lie below a rising line through the origin. Two short green segments join the line with the "
         "closest setosa and the closest versicolor; a dashed one joins the origin and the furthest flower.")

# %% [markdown]
# The setosa with the longest petal, at $(-1.9, -1)$, and the versicolor with the shortest, at $(3.0, 1)$. Turn the line
# a little either way, and it runs into one of them.
#
# ## Two lengths
#
# Two lengths of the figure fix the limit. $R$, dashed, is how far the furthest flower is from the origin. $\gamma$,
# the **margin**, green, is how far the closest flower is from the line. With the unit vector $u$, which is $v$
# divided by its length, and with the signs $s$, it is the smallest $s\, \tilde x \cdot u$. Among all lines through
# the origin we take the one with the largest margin. (Why $\tilde x \cdot u$ is a distance: it is the part of
# $\tilde x$ along $u$, and $u$ has length 1 and stands at a right angle to the line.)
#
# By hand: the two closest flowers should be equally far from the line. With $v = (1, b)$ that means $3.0 + b = -(1.9 +
# b)$, so $b = -2.45$, and then $3.0 - 2.45 = 0.55$. The vector $(1, -2.45)$ has the length $\sqrt{1 + 2.45^2}$.

# %%
assert lengths[species == 0].max() == 1.9 and lengths[species == 1].min() == 3.0
gamma = (3.0 - 2.45) / np.sqrt(1 + 2.45 ** 2)
furthest = np.sqrt(5.1 ** 2 + 1)                              # R
assert np.isclose(gamma, 0.2078, atol=5e-5) and np.isclose(furthest, 5.1971, atol=5e-5)
assert np.isclose(furthest, np.linalg.norm(augmented, axis=1).max())
print(f"R = {furthest:.4f}   margin = {gamma:.4f}")

# %% [markdown]
# (`np.linalg.norm` is the length of a vector, and with `axis=1` that of each row.) Is there no better line? Search: try
# a unit vector at every hundredth of a degree, and keep the largest margin. `np.deg2rad` turns degrees into radians, as
# `np.cos` wants them.

# %%
angles = np.deg2rad(np.arange(0, 360, 0.01))
directions = np.array([np.cos(angles), np.sin(angles)])       # (2, angle)
margins = (flipped @ directions).min(axis=0)                  # the closest flower, for each angle
best = directions[:, margins.argmax()]
assert margins.max() <= gamma and np.isclose(margins.max(), gamma, atol=5e-4)
share = np.sum(margins > 0) / 100                             # degrees
print(f"best margin {margins.max():.4f}; {share:.1f} of 360 degrees separate the species")

# %% [markdown]
# The same but for the steps of the search, and it shows how narrow the way is: all other directions make mistakes.
#
# In more than two dimensions nobody searches angles. *Skip how this works if you like:* a support-vector machine, which
# you do not need to know here, finds the largest margin if mistakes cost enormously. It has a bias of its own, which we
# do not want; if every flower is entered twice (`np.concatenate` puts one table under the other), once mirrored at the
# origin with the other label, everything is symmetric and that bias becomes 0.

# %%
def best_separator(augmented, signs):
    from sklearn.svm import SVC

    both = np.concatenate([augmented, -augmented])
    machine = SVC(kernel="linear", C=1e10, tol=1e-8).fit(both, np.concatenate([signs, -signs]))
    return machine.coef_[0] / np.linalg.norm(machine.coef_[0])


unit = best_separator(augmented, signs)
assert np.isclose((flipped @ unit).min(), gamma, atol=1e-4)
print(f"margin by the support-vector machine: {(flipped @ unit).min():.4f}")

# %% [markdown]
# By hand, by search, by the library: the same margin. Albert Novikoff proved in 1962 that the number of
# mistakes, in whatever order the examples come, is at most
#
# $$k \le \left(\frac{R}{\gamma}\right)^2$$

# %% [markdown] tags=["exercise"]
# ### Exercise 2.8 - the limit  (core, 7 min)
#
# Write `mistake_limit`. It gets a table `x` (examples, inputs), the labels `y`, 0 or 1, and a separator: `weights`
# (inputs,) and `bias`, of any length. It returns $(R / \gamma)^2$. If the separator makes a mistake, or an example
# lies on its line, there is no margin: return `np.inf`, infinity.

# %% tags=["answer"] exercise="2.8"
def mistake_limit(x, y, weights, bias):
    """(R / gamma)^2 for the augmented inputs (x, 1) and this separator; infinity where it does not separate."""
    ### BEGIN SOLUTION
    augmented = np.column_stack([x, np.ones(len(x))])
    vector = np.append(weights, bias)
    gamma = np.min((2 * y - 1) * (augmented @ vector)) / np.linalg.norm(vector)
    if gamma <= 0:
        return np.inf
    return (np.linalg.norm(augmented, axis=1).max() / gamma) ** 2
    ### END SOLUTION

# %%
check("2.8", mistake_limit)

# %% [markdown] tags=["hint"] exercise="2.8"
# Augment first: `np.column_stack([x, np.ones(len(x))])` for the table, `np.append(weights, bias)` for the separator.
# `np.linalg.norm(v)` is the length of a vector, and with `axis=1` that of each row of a table.

# %% [markdown] tags=["hint"] exercise="2.8"
# The signs are `2 * y - 1`. The margin is the smallest `signs * (augmented @ vector)`, divided by the length of
# `vector`, and $R$ the largest length of a row of the augmented table.

# %% [markdown]
# For the petals:

# %%
mistake_limit = accepted("2.8", mistake_limit)
limit = mistake_limit(lengths, species, np.array([1.0]), -2.45)
assert 625 < limit < 625.5 and np.isclose(limit, (furthest / gamma) ** 2)
print(f"at most {limit:.0f} mistakes")

# %% [markdown]
# The same petals could have been measured in millimetres, or in decimetres. **Predict:** does the limit depend on it?

# %%
by_unit = {unit: mistake_limit(lengths * factor, species, np.array([1.0]), -2.45 * factor)
           for unit, factor in (("mm", 10), ("cm", 1), ("dm", 0.1))}
print({unit: round(value) for unit, value in by_unit.items()})
assert np.allclose(list(by_unit.values()), [51717, 625, 442], atol=0.5)

# %% [markdown]
# It does, and by far: the flowers change their size, and the constant 1 beside them does not. (So $R$ and $\gamma$ are
# not really centimetres, either: their second coordinate has no unit.) Whoever measures in millimetres is promised
# 51,717 mistakes at most. This is a reason to bring inputs to a common scale; more of it below.

# %% [markdown]
# ## Why there is a limit
#
# With augmented inputs and signs, Rosenblatt's rule is one line: after a mistake, $v \leftarrow v + s\, \tilde x$. The
# function records $v$ after every mistake.

# %%
def learn(augmented, signs, epochs=10_000):
    vector, path = np.zeros(augmented.shape[1]), []
    for _ in range(epochs):
        before = len(path)
        for example, sign in zip(augmented, signs):
            if (example @ vector > 0) != (sign > 0):
                vector = vector + sign * example
                path.append(vector)
        if len(path) == before:                               # an epoch without a mistake
            break
    return np.array(path)                                     # (mistake, weight)

# %% [markdown]
# Now follow two quantities from mistake to mistake.
#
# - How far $v$ has come in the direction of the best separator, $v \cdot u$. Each mistake adds $s\, \tilde x \cdot u$,
#   which is **at least** $\gamma$. After $k$ mistakes: $v \cdot u \ge k \gamma$.
# - How long $v$ is. Multiply out the square of its new length:
#
# $$|v + s\, \tilde x|^2 = |v|^2 + 2\, s\, \tilde x \cdot v + |\tilde x|^2$$
#
# The example was a mistake, so $s\, \tilde x \cdot v \le 0$ and the middle term adds nothing. The last is at most
# $R^2$. After $k$ mistakes $|v|^2 \le k R^2$, which is $|v| \le \sqrt{k}\, R$.
#
# A vector is never shorter than its part in one direction, so $k \gamma \le v \cdot u \le |v| \le \sqrt{k}\, R$. Divide
# $k \gamma \le \sqrt{k}\, R$ by $\sqrt{k}\, \gamma$ and square it: $k \le (R / \gamma)^2$. That is the whole proof.
#
# Here is one run; it is the longest of the 300 in the next section. **Predict:** where will the two measured curves lie
# between their bounds: near the lower, or near the upper one?

# %%
order = np.random.default_rng(205).permutation(100)
path = learn(augmented[order], signs[order])                  # (mistake, 2)
print(f"{len(path)} mistakes; the bounds meet at {limit:.0f}")
assert len(path) == 29

# %% [markdown]
# The four curves, from the upper bound to the lower:

# %%
k = np.arange(1, len(path) + 1)
curves = {"upper bound: root of k, times R": np.sqrt(k) * furthest,
          "length of v": np.linalg.norm(path, axis=1),
          "v along u": path @ unit, "lower bound: k times margin": k * gamma}
assert np.all(np.diff(np.array(list(curves.values())), axis=0) <= 1e-9)
show(plot_curves(curves, x=k, x_label="mistakes k", y_label="length"),
     alt="Four curves over the number of mistakes. The upper bound bends like a root, the lower bound is a "
         "straight line, less steep; the length of v and its part along u lie between them, after the first "
         "mistake nearer to the lower bound, and come close together.")

# %% [markdown]
# After the first mistake, nearer to the lower one. The order of the four curves is the proof: it never changes, and
# where the two bounds meet, learning must have ended. This run ended long before.
#
# ## In hundreds of orders
#
# The limit holds for every order of the flowers. How many mistakes are really made?

# %%
counts = [len(learn(augmented[order], signs[order]))
          for order in (np.random.default_rng(seed).permutation(100) for seed in range(orders))]
print(f"{orders} orders: median {np.median(counts):.0f}, at most {max(counts)}, limit {limit:.0f}")
assert max(counts[:300]) <= len(path) and max(counts) <= limit

# %% [markdown]
# Each bar is one number of mistakes, and its height how often it occurred.

# %%
figure, axes = plt.subplots(figsize=(6.4, 3.4), layout="constrained")
bins = np.arange(0.5, max(counts) + 1.5)                      # one for each whole number
axes.hist(counts, bins=bins, color=PALETTE["sky"], edgecolor=PALETTE["black"])
axes.set(xlabel="mistakes until none is left", ylabel="number of orders")
show(figure,
     alt="Histogram of the number of mistakes over many orders of the flowers: most runs make fewer than 20, "
         "none more than about 30; the limit of 625 is far outside of the figure.")

# %% [markdown]
# Not one comes near the limit. It is a promise for the worst case, not a forecast.
#
# ## What the mean has to do with it
#
# The limit contains $R$, and $R$ depends on where zero is. One knob, then: the two sepal measures of the lesson as
# measured, less their mean, and **standardised**, which means also divided by the standard deviation of each column.

# %%
sepals = iris.x[:100, :2]
centred = sepals - sepals.mean(axis=0)
tables = {"as measured": sepals, "less the mean": centred, "standardised": centred / sepals.std(axis=0)}

# %% [markdown]
# **Predict:** five orders for each table. By what factor does subtracting the mean lower the number of mistakes? And
# dividing by the standard deviation, after that?

# %%
limits, most = {}, {}
print("table            R   margin   limit      mistakes")
for name, table in tables.items():
    inputs = np.column_stack([table, np.ones(100)])
    separator = best_separator(inputs, signs)
    limits[name] = mistake_limit(table, species, separator[:2], separator[2])
    shuffled = [np.random.default_rng(seed).permutation(100) for seed in range(5)]
    made = [len(learn(inputs[order], signs[order])) for order in shuffled]
    most[name] = max(made)
    radius = np.linalg.norm(inputs, axis=1).max()
    margin = radius / np.sqrt(limits[name])
    print(f"{name:12} {radius:5.2f} {margin:8.3f} {limits[name]:7.0f} {min(made):6} to {max(made):4}")
assert all(most[name] < limits[name] for name in tables)
assert most["as measured"] > 20 * most["less the mean"]

# %% [markdown]
# By a factor of more than twenty. As measured, all flowers lie in nearly the same direction from zero, several
# centimetres away, so that adding one and subtracting another leaves little. Less the mean, they lie around zero: $R$
# is smaller and $\gamma$ larger, though the flowers are the same. Standardised, both lengths grow, and the limit falls
# only a little further: what it brings here is above all that the unit no longer matters. These are two reasons why
# inputs are centred or standardised before a network sees them.
#
# ## The pocket
#
# Where the classes overlap, there is no margin and no limit. Stephen Gallant's remedy of 1990 keeps the best weights
# seen so far in the pocket. The rule itself runs on as before. Here it is for one epoch, with the learning rate 1:

# %%
def perceptron_epoch(x, y, weights, bias):
    for example, target in zip(x, y):
        error = target - int(example @ weights + bias > 0)
        weights, bias = weights + error * example, bias + error
    return weights, bias

# %% [markdown] tags=["exercise"]
# ### Exercise 2.9 - the pocket  (stretch, 8 min)
#
# Write `pocket`. It starts from weights and bias 0 and runs `perceptron_epoch` `epochs` times on `x`, `y`. After each
# epoch it counts the wrong examples of the whole table, and keeps the weights and the bias if there are fewer than ever
# before. It returns the best weights and the best bias, in this order. Among epochs with equally few, any will do.

# %% tags=["answer"] exercise="2.9"
def pocket(x, y, epochs):
    """(weights, bias) with the fewest wrong examples after any of the epochs."""
    ### BEGIN SOLUTION
    weights, bias, fewest = np.zeros(x.shape[1]), 0, len(y) + 1
    for _ in range(epochs):
        weights, bias = perceptron_epoch(x, y, weights, bias)
        wrong = np.sum((x @ weights + bias > 0) != y)
        if wrong < fewest:
            best_weights, best_bias, fewest = weights, bias, wrong
    return best_weights, best_bias
    ### END SOLUTION

# %%
check("2.9", pocket)

# %% [markdown] tags=["hint"] exercise="2.9"
# Two sets of weights: those that go on learning, and those in the pocket. What else must the pocket remember, so that
# you can tell whether new weights are better?

# %% [markdown] tags=["hint"] exercise="2.9"
# Begin with `fewest = len(y) + 1`, which any weights undercut. In the loop: an epoch, then `wrong = np.sum((x @
# weights + bias > 0) != y)`, then an `if` that stores weights, bias and `wrong`. The epoch goes on from the weights
# that learn, not from those in the pocket.

# %% [markdown]
# On the petals of versicolor and virginica, which overlap: the last weights against those in the pocket, for five
# orders of the flowers, stopped after 49 epochs.

# %%
pocket = accepted("2.9", pocket)
petals, kinds = iris.x[50:, 2:] - iris.x[50:, 2:].mean(axis=0), iris.y[50:] - 1
for seed in range(5):
    order = np.random.default_rng(seed).permutation(100)
    x, y = petals[order], kinds[order]
    weights, bias = np.zeros(2), 0
    for _ in range(49):
        weights, bias = perceptron_epoch(x, y, weights, bias)
    best_weights, best_bias = pocket(x, y, 49)
    last, kept = (np.sum((x @ w + b > 0) != y) for w, b in ((weights, bias), (best_weights, best_bias)))
    assert kept <= last and kept < 8 and (seed != 1 or last == 17)
    print(f"seed {seed}: {last} wrong with the last weights, {kept} with those in the pocket")

# %% [markdown]
# The pocket is never worse. In four of these orders it makes a difference of one flower at most; but with seed 1 the
# 49 epochs ended at a bad moment, with 17 of 100 wrong. The pocket costs a look at the whole table after every epoch,
# and it turns a rule that never ends into one that you may stop when you like. Lesson 10 uses the same thought on
# large networks, with validation data in the place of the table: there it is called early stopping.
#
# ## What you can now do
#
# You can compute the margin and the limit of mistakes for any separable table, explain the limit with four curves, and
# say why the mean should be subtracted. And you have a perceptron that copes with overlap.

# %%
progress(2, further=True)

# %% [markdown]
# Lesson 03 goes on with activations that have a slope, and with networks of any size.
