# ---
# jupyter:
#   course: {number: 5, title: Gradient descent, part: 1, minutes: 90, builds_on: [3, 4], data: [],
#            quick: {draws: 500}, full: {draws: 20000}}
# ---
# %% [markdown]
# # 05 · Gradient descent
#
# A loss says how wrong a network is. This lesson is about making it less wrong: one rule, one line long, that
# trains everything from a single weight to a language model, and the few things that decide whether it works.
#
# Afterwards you can
# - take steps of gradient descent on paper, and write the loop that takes thousands,
# - compute the largest learning rate that is safe, and recognise one that is too small or too large from its path,
# - train on mini-batches, and improve the plain step with momentum and Adam.
#
# About 90 minutes; there is a good place for a pause in the middle. Builds on lesson 03 (slopes, activations) and
# lesson 04 (losses).

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import accepted, check, progress, show
from course_utils.figures import plot_curves, plot_landscape
from course_utils.slopes import central_difference
from course_utils.widgets import DescentModel, explore_descent, plot_descent

# %% [markdown]
# One number is needed far below, where the noise of mini-batches is measured: of how many the mean is taken.

# %% tags=["parameters"]
draws = 2000

# %% [markdown]
# ## Three steps by hand
#
# Begin with a loss that has one parameter, written $\theta$ (theta), and the shape of a parabola:
#
# $$L(\theta) = (\theta - 3)^2 + 1 \qquad L'(\theta) = 2\,(\theta - 3)$$
#
# You can see that the lowest place is $\theta = 3$. A learning network cannot: it knows the loss and its slope at the
# one place where it stands. The slope says which way is uphill, and how steep it is. So go the other way, by a
# fraction of the slope. The fraction is called the **learning rate**, $\eta$ (eta):
#
# $$\theta \leftarrow \theta - \eta \, L'(\theta)$$
#
# That is **gradient descent**. With $\eta = 0.25$, starting from $\theta = -1$: the slope there is $2 \cdot (-1 - 3)
# = -8$, so $\theta$ becomes $-1 - 0.25 \cdot (-8) = 1$. The minus signs meet: where the loss falls to the right, the
# step goes to the right.

# %%
def loss(theta):
    return (theta - 3) ** 2 + 1


def slope(theta):
    return 2 * (theta - 3)


first = -1 - 0.25 * slope(-1)              # -1 + 0.25 · 8
second = first - 0.25 * slope(first)       #  1 + 0.25 · 4
third = second - 0.25 * slope(second)      #  2 + 0.25 · 2
assert (first, second, third) == (1, 2, 2.5)
assert (loss(-1), loss(first), loss(second), loss(third)) == (17, 5, 2, 1.25)
print("theta:", first, second, third, "  loss:", loss(first), loss(second), loss(third))

# %% [markdown]
# Look at the lengths of the three steps in the figure. Nobody told them to get shorter.

# %%
places, line = np.array([-1, first, second, third]), np.linspace(-7, 13, 200)
ax = plt.subplots()[1]
ax.plot(line, loss(line), color="black", linewidth=1)
ax.plot(places, loss(places), "o-", markersize=8)
ax.set(xlabel="parameter θ", ylabel="loss L", xlim=(-2, 6), ylim=(-1, 20))
for number, place in enumerate(places):
    label = f"start: {place:g}" if number == 0 else f"after step {number}: {place:g}"
    ax.annotate(label, (place, loss(place)), xytext=(9, 8 if number < 3 else -14),
                textcoords="offset points")
show(ax,
     alt="The parabola (theta - 3) squared plus 1. Four dots on its left arm at theta = -1, 1, 2 and 2.5, with "
             "the losses 17, 5, 2 and 1.25. Each step goes half of the way that is left to the lowest place at 3.")

# %% [markdown]
# The steps are 2, 1 and 0.5 long. The slope gets smaller on the way down, and the step is a multiple of the slope.
# Here it happens to be half of the way that is left, each time.

# %% [markdown] tags=["exercise"]
# ### Exercise 5.1 - three steps on paper  (core, 4 min)
#
# Another parabola, $L(\theta) = 2\theta^2 - 8\theta + 9$, with the slope $L'(\theta) = 4\theta - 8$. Start at $\theta
# = 1$ with the learning rate $\eta = 0.1$. Where are you after the first, the second and the third step?

# %% tags=["answer"] exercise="5.1"
three_steps = [..., ..., ...]
### BEGIN SOLUTION
three_steps = [1.4, 1.64, 1.784]  # slopes: -4, -2.4, -1.44
### END SOLUTION

# %%
check("5.1", three_steps)

# %% [markdown] tags=["hint"] exercise="5.1"
# At $\theta = 1$ the slope is $4 \cdot 1 - 8 = -4$. A tenth of it is subtracted. What is the slope at the place where
# this takes you?

# %% [markdown] tags=["hint"] exercise="5.1"
# After the first step you are at $1 - 0.1 \cdot (-4) = 1.4$. There the slope is $4 \cdot 1.4 - 8 = -2.4$.

# %% [markdown]
# By hand you see every number; a loop takes more steps. It keeps all places, since where a path has been tells more
# than where it ended.

# %% [markdown] tags=["exercise"]
# ### Exercise 5.2 - the loop  (core, 5 min)
#
# Write `descend`. `gradient` is a function: it gets a place and returns the slope there. The result holds all places
# visited, the start first, as an array of `steps + 1` places. A place may be a number or an array of several
# parameters; then there is one row for each place. `start` must stay as it is.

# %% tags=["answer"] exercise="5.2"
def descend(gradient, start, learning_rate, steps):
    """All places visited by gradient descent, an array (steps + 1, ...), the start first."""
    ### BEGIN SOLUTION
    theta = np.array(start, dtype=float)
    path = [theta]
    for _ in range(steps):
        theta = theta - learning_rate * gradient(theta)
        path.append(theta)
    return np.array(path)
    ### END SOLUTION

# %%
check("5.2", descend)

# %% [markdown] tags=["hint"] exercise="5.2"
# Keep the current place in `theta` and all places in a list that begins with the start. In the loop, compute the new
# place from the current one, then append it. At the end make an array of the list.

# %% [markdown] tags=["hint"] exercise="5.2"
# The line in the loop is the rule itself: `theta = theta - learning_rate * gradient(theta)`. (With `theta -= ...` an
# array is changed in place, and the list would hold the same array over and over.)

# %% [markdown]
# It must give the three steps from above. From here on the lesson uses your function, or the course's until yours has
# passed.

# %%
descend = accepted("5.2", descend)
by_loop = descend(slope, -1, 0.25, 3)
assert np.allclose(by_loop, [-1, 1, 2, 2.5])
by_loop

# %% [markdown]
# ## One knob: the learning rate
#
# How many steps until the loss is within one millionth of its lowest value, 1? **Predict**: 0.25 halved the distance
# at each step. Which of the rates below is the fastest, and what does a rate of 1 do?

# %%
def steps_needed(learning_rate, most=1000):
    above = loss(descend(slope, -1, learning_rate, most)) - 1
    return int(np.argmax(above < 1e-6)) if above.min() < 1e-6 else None      # argmax: the first True


needed = {rate: steps_needed(rate) for rate in (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0, 1.1)}
for rate, steps in needed.items():
    print(f"learning rate {rate:5}   steps {steps}")

# %% [markdown]
# The best is in the middle: 0.5 arrives in a single step. On both sides of it the count rises in the same way, to 411
# steps for 0.01, and also for 0.99. Then it is never. Look at three of the paths.

# %%
figure, axes = plt.subplots(1, 3, figsize=(9, 3.2), sharey=True)
assert list(needed.values()) == [411, 38, 12, 1, 12, 38, 411, None, None]
for ax, (title, rate) in zip(axes, [("too small", 0.02), ("right", 0.4), ("too large", 1.05)]):
    path = descend(slope, -1, rate, 8)
    ax.plot(line, loss(line), color="black", linewidth=1)
    ax.plot(path, loss(path), "o-")
    ax.set(title=f"{title}: {rate}", xlabel="parameter θ", xlim=(-7, 13), ylim=(0, 80))
axes[0].set_ylabel("loss L")
show(figure,
     alt="Three parabolas with eight steps each from theta = -1. At 0.02 the dots creep down the left arm and "
         "are still far from the bottom. At 0.4 they are at the bottom after two steps. At 1.05 they jump "
         "from one arm to the other, a little higher each time.")

# %% [markdown]
# Every step multiplies the distance to 3 by the same number: $\theta - 3 - \eta \cdot 2(\theta - 3) = (1 - 2\eta)\,
# (\theta - 3)$. For 0.02 that factor is 0.96, and the path creeps. For 0.4 it is 0.2. Above 0.5 the factor is
# negative: each step lands on the other side. At $\eta = 1$ it is $-1$ and the path swings for ever between $-1$ and
# 7; above that it **diverges**. So a path that jumps from side to side is a warning: the rate is close to the limit.
#
# ## Two parameters, one learning rate
#
# With several parameters, $\theta$ is an array, and the slopes in all directions form the **gradient**. The rule
# stays the same. Here is a surface with two parameters:
#
# $$L(\theta) = \tfrac12 \left( \theta_1^2 + 20\, \theta_2^2 \right) \qquad \text{gradient } (\theta_1,\; 20\, \theta_2)$$
#
# It is two parabolas in one: a gentle one along $\theta_1$, and along $\theta_2$ one that bends twenty times as much.
# How much a curve bends is its second derivative, its **curvature**: here 1 and 20. The figure shows the surface from
# above, as a map shows hills: along a line the height is the same, the lowest place is pale. **Predict**: what limits
# the learning rate, the gentle direction or the steep one? (NumPy counts from 0: $\theta_1$ is `theta[0]`.)

# %%
def ravine(theta):
    return 0.5 * (theta[0] ** 2 + 20 * theta[1] ** 2)


def ravine_gradient(theta):
    return np.array([theta[0], 20 * theta[1]])


valley_start = np.array([-4.0, 1.0])
paths = {f"learning rate {rate}": descend(ravine_gradient, valley_start, rate, 30)
         for rate in (0.01, 0.09)}
show(plot_landscape(ravine, (-5, 2), (-1.5, 1.5), paths=paths, marks={"minimum": (0, 0)}),
     alt="A long valley seen from above, its contour lines flat ellipses around the minimum at (0, 0). From (-4, 1) the "
         "path with rate 0.01 drops to the floor of the valley and creeps along it as far as -3. The path with "
         "0.09 crosses the floor at every step, in a zigzag that narrows, and ends near the minimum.")

# %% [markdown]
# The steep one. Across the valley, the rate 0.09 multiplies by $1 - 0.09 \cdot 20 = -0.8$ at each step: the zigzag.
# Along the valley it is $1 - 0.09 = 0.91$, slow but steady. The small rate has no zigzag and gets nowhere: its factor
# along the valley is 0.99.
#
# A direction with curvature $\lambda$ (lambda) has the factor $1 - \eta\lambda$. It lies between $-1$ and 1 as long
# as $\eta$ is above zero and below $2 / \lambda$. So the largest curvature sets the limit: the largest safe
# learning rate is
#
# $$\eta < \frac{2}{\lambda_{\max}} = \frac{2}{20} = 0.1$$
#
# And the valley may lie at any angle. Then no parameter by itself has the largest curvature, and the second derivatives
# are collected in a matrix, the **Hessian**: entry $(i, j)$ says how the slope along $\theta_i$ changes with
# $\theta_j$. It is symmetric. Here is that of the surface above, and that of the same surface turned by 30 degrees:
#
# $$H = \begin{pmatrix} 1 & 0 \\ 0 & 20 \end{pmatrix} \qquad H_{\text{turned}} = \begin{pmatrix} 5.75 & -8.227 \\
# -8.227 & 15.25 \end{pmatrix}$$
#
# `np.linalg.eigvalsh(H)` returns the curvatures along the natural directions of a surface, its **eigenvalues**, the
# smallest first. The largest of them is the largest curvature in any direction. Look at those of the turned surface,
# in which no entry is 20. Then the limit is checked from both sides, a little below and a little above.

# %%
turned = np.array([[5.75, -8.227], [-8.227, 15.25]])
print("curvatures of the turned valley:", np.linalg.eigvalsh(turned).round(2))
last = {rate: ravine(descend(ravine_gradient, valley_start, rate, 1000)[-1])
        for rate in (0.0995, 0.1005)}
assert last[0.0995] < 1e-6 and last[0.1005] > 1e5
for rate, height in last.items():
    print(f"learning rate {rate}: from a height of {ravine(valley_start):g} to {height:.2g}")

# %% [markdown]
# The turned valley bends as much as before: 1 and 20. And one percent decides between arriving and running away.

# %% [markdown] tags=["exercise"]
# ### Exercise 5.3 - the largest safe learning rate  (core, 2 min)
#
# Write a function that computes the limit $2 / \lambda_{\max}$ from a Hessian of any size.

# %% tags=["answer"] exercise="5.3"
def largest_safe_rate(hessian):
    """The rate above which descent on a quadratic surface diverges; hessian (n, n), all curvatures above 0."""
    ### BEGIN SOLUTION
    return 2 / np.linalg.eigvalsh(hessian).max()
    ### END SOLUTION

# %%
check("5.3", largest_safe_rate)

# %% [markdown] tags=["hint"] exercise="5.3"
# `np.linalg.eigvalsh(hessian)` gives all curvatures. Which one of them sets the limit, the smallest or the largest?

# %% [markdown] tags=["hint"] exercise="5.3"
# An array has a method `max()`. Two divided by that.

# %% [markdown]
# Now it is your turn to drive. First a picture of where the explorer starts; then, if you run this lesson in a
# notebook, the explorer itself. Each slider can be selected with Tab and moved with the arrow keys, and the text says
# what became of the path. Three things to find out, each with a guess first. (The menu `optimizer` and the buttons
# "momentum" and "Adam" belong to what comes further below; `plain` is the rule that you know.)
#
# - In the ravine, between which two places of the slider does the path begin to diverge? Does it agree with 2 / 20?
# - On the surface "two valleys", which starts end in the deeper valley? Can a large learning rate change that?
# - On the "saddle", set the start $\theta_2$ to exactly 0. Why does the path stop there?

# %%
model = DescentModel(surface="ravine", learning_rate=0.09, steps=50)
show(plot_descent(model), alt=model.description())

# %% [markdown]
# The picture shows the zigzag that you know. (On a page where nothing runs, such as GitHub, this is all there is to
# see; the answers come below the explorer.)

# %%
explore_descent(model)

# %% [markdown]
# In the ravine the path swings for ever at 0.1, and diverges at the next place of the slider. On "two valleys" the side of the hill where you start decides: descent sees the slope
# under its feet and knows nothing of the deeper valley behind the hill. Such a lowest place of its surroundings is a
# **local minimum**. A large step may jump over the hill, by luck. On the saddle the slope along $\theta_2$ is exactly
# zero on the ridge, so nothing pushes the path off it. A **saddle point** is flat, and neither a minimum nor a
# maximum: it goes up in one direction and down in another. The companion of this lesson,
# `05_gradient_descent_further`, shows that with many parameters nearly all flat places are saddles.
#
# (A good place for a pause.)
#
# ## Real data: why inputs are scaled
#
# A table of 569 tumours, 30 measurements each; the question is whether a tumour is benign (1) or malignant (0). 400
# are for training, the rest is for testing. A column of ones is added, so that the bias becomes a weight like the
# others.

# %%
from sklearn.datasets import load_breast_cancer

table = load_breast_cancer()
order = np.random.default_rng(0).permutation(len(table.data))
train_rows, test_rows = order[:400], order[400:]
raw = table.data[train_rows]
scaled = (table.data - raw.mean(axis=0)) / raw.std(axis=0)            # from the training rows only
with_ones = np.column_stack([scaled, np.ones(len(scaled))])             # (example, 31)
inputs, targets = with_ones[train_rows], table.target[train_rows]
print(f"training {inputs.shape}, testing {with_ones[test_rows].shape}, benign {targets.mean():.0%}")
assert inputs.shape == (400, 31) and len(test_rows) == 169 and table.data.max() > 4000

# %% [markdown]
# The model is the logistic neuron of lesson 04. For one example, the slope of its cross-entropy with respect to the
# net input is $\sigma(z) - y$; each weight multiplies its input, and the loss is a mean over the examples:
#
# $$z = X\theta \qquad \text{gradient} = \tfrac1n X^{\mathsf T} (\sigma(z) - y)$$
#
# `x.T @ ...` does the sum over the examples for all 31 weights at once. As always with a gradient, compare it with a
# central difference, here along the first weight.

# %%
def cross_entropy(theta, x, y):
    z = x @ theta                                              # (example,)
    return np.mean(np.logaddexp(0, z) - y * z)                 # log(1 + e^z) - y z, safe for large z


def gradient(theta, x, y):
    probability = 1 / (1 + np.exp(-x @ theta))                 # (example,)
    return x.T @ (probability - y) / len(y)                    # (weight,)


zeros = np.zeros(31)
along_first = central_difference(
    lambda value: cross_entropy(np.append(value, zeros[1:]), inputs, targets), 0.0)
assert np.isclose(gradient(zeros, inputs, targets)[0], along_first, atol=1e-8)

# %% [markdown]
# The sigmoid's slope is at most a quarter (lesson 03), so the curvatures of this loss are at most those of
# $\frac{1}{4n} X^{\mathsf T} X$.
# **Predict**: the raw measurements reach from 0 to above 4,000, the scaled ones have mean 0 and spread 1. How does the
# largest safe learning rate differ?

# %%
largest_safe_rate = accepted("5.3", largest_safe_rate)
limits = {}
for name, x in {"raw": np.column_stack([raw, np.ones(400)]), "scaled": inputs}.items():
    hessian = x.T @ x / (4 * len(x))
    curvatures, limits[name] = np.linalg.eigvalsh(hessian), largest_safe_rate(hessian)
    print(f"{name:6} safe below {limits[name]:.2g}, "
          f"largest curvature / smallest above 10^{int(np.log10(curvatures[-1] / curvatures[0]))}")

# %% [markdown]
# With raw inputs the limit is about 0.000005: a ravine far narrower than ours, in which the gentle directions would
# take for ever. Scaling the inputs makes it over 100,000 times larger, and costs one line. This is why every lesson
# from here on scales its inputs.
#
# "Safe" is a guarantee here, and no edge as in the valley: away from its steepest place the sigmoid bends less. Go down
# with a rate of 5, eight times the limit.

# %%
path = descend(lambda theta: gradient(theta, inputs, targets), zeros, 5.0, 200)
losses = [cross_entropy(theta, inputs, targets) for theta in path]
assert 0.6 < limits["scaled"] < 0.65 and limits["scaled"] > 100_000 * limits["raw"]
assert (np.diff(losses) < 0).all()                      # each of the 200 steps lowers the loss
print("loss after 0, 1, 2 and 200 steps:", np.round(losses, 3)[[0, 1, 2, 200]])

# %% [markdown]
# It goes well. Below the limit it always does; above it you have to try. That is how a rate is found for a large
# network, whose eigenvalues nobody computes: try 1, 0.1, 0.01, ..., and look at the loss.
#
# ## Mini-batches
#
# A gradient over all examples costs a pass over all examples. But a few examples already tell roughly where downhill
# is. **Stochastic gradient descent**, SGD, takes a step after each **mini-batch**: a handful of examples, drawn at
# random. One pass through all of them is an **epoch**. With 10,000 examples and batches of 200, an epoch has 50
# iterations, which means 50 updates of the weights.

# %% [markdown] tags=["exercise"]
# ### Exercise 5.4 - cut an epoch into mini-batches  (core, 7 min)
#
# Write `minibatches`. It returns a list with one array for each mini-batch of one epoch: the numbers of its rows,
# drawn at random, anew for each epoch. Every example is in exactly one batch. If `batch_size` does not divide `count`, the last
# batch is smaller. `random` is a NumPy generator; its method `permutation(count)` shuffles the numbers below
# `count`.

# %% tags=["answer"] exercise="5.4"
def minibatches(count, batch_size, random):
    """The row numbers of each mini-batch of one shuffled epoch: a list of arrays."""
    ### BEGIN SOLUTION
    order = random.permutation(count)
    return [order[start:start + batch_size] for start in range(0, count, batch_size)]
    ### END SOLUTION

# %%
check("5.4", minibatches)

# %% [markdown] tags=["hint"] exercise="5.4"
# Shuffle all row numbers once, then cut the result into slices. At which positions do the slices start, if each has
# `batch_size` numbers?

# %% [markdown] tags=["hint"] exercise="5.4"
# `range(0, count, batch_size)` gives the starts. `order[start:start + batch_size]` is one slice; at the end of the
# array a slice is shorter by itself.

# %% [markdown] tags=["exercise"]
# ### Exercise 5.5 - count the updates  (core, 3 min)
#
# How often do the weights change in a training run? Write it as a function, for batches as above, the short last one
# included.

# %% tags=["answer"] exercise="5.5"
def number_of_updates(examples, batch_size, epochs):
    """How many times the weights change; a whole number."""
    ### BEGIN SOLUTION
    return epochs * int(np.ceil(examples / batch_size))
    ### END SOLUTION

# %%
check("5.5", number_of_updates)

# %% [markdown] tags=["hint"] exercise="5.5"
# Take 10 examples in batches of 4. Write down the batches of one epoch. How many are there?

# %% [markdown] tags=["hint"] exercise="5.5"
# It is 10 / 4, rounded up, in each epoch: `np.ceil` rounds up. Each epoch is cut anew, so round first and multiply by
# the epochs then.

# %% [markdown]
# This is the training loop of every network in this course: **shuffle, slice, gradient, update, record**. It counts
# how often the weights change.

# %%
minibatches = accepted("5.4", minibatches)
number_of_updates = accepted("5.5", number_of_updates)
assert number_of_updates(10_000, 200, epochs=1) == 50


def train(x, y, batch_size, learning_rate, epochs, random):
    theta, updates = np.zeros(x.shape[1]), 0
    losses = [cross_entropy(theta, x, y)]
    for _ in range(epochs):
        for rows in minibatches(len(x), batch_size, random):
            theta = theta - learning_rate * gradient(theta, x[rows], y[rows])
            updates += 1
        losses.append(cross_entropy(theta, x, y))
    return theta, np.array(losses), updates

# %% [markdown]
# **Predict**: after five epochs with the learning rate 0.5, which of the four batch sizes has the lowest loss? All of
# them have looked at the same number of examples. And does it help batches of 1 to have a smaller rate? Each line is
# five runs with five seeds; the range of the five losses is printed, and the figure shows medians.

# %%
curves, ends = {}, {}
for size, rate in ((400, 0.5), (100, 0.5), (10, 0.5), (1, 0.5), (1, 0.1)):
    runs = [train(inputs, targets, size, rate, 5, np.random.default_rng(seed)) for seed in range(5)]
    assert runs[0][2] == number_of_updates(400, size, 5)
    name = f"batch {size}, rate {rate}"
    curves[name] = np.median([losses for _, losses, _ in runs], axis=0)
    ends[name] = [losses[-1] for _, losses, _ in runs]
    print(f"{name:19} {runs[0][2]:4} updates, loss {min(ends[name]):.3f} to {max(ends[name]):.3f}")
show(plot_curves(curves, x=np.arange(6), x_label="epoch", y_label="loss on the training set"),
     alt="Five curves over five epochs, medians of five seeds, all from 0.69. Batches of 400 fall slowly and stay highest, "
         "batches of 100 faster. Batches of 10 drop at once. Batches of 1 with the rate 0.5 drop as well, stay above those "
         "of 10, and then go up and down; with the rate 0.1 they end lowest.")

# %% [markdown]
# The whole set (400) makes 5 updates, batches of 10 make 200, for the same amount of computing; they get much further.
# Batches of 1, with 2,000 updates, end higher than batches of 10 at the same rate, some of them much higher. Two things
# meet. The rate 0.5 is more than what is safe for most single examples: with $|x|$, the length of a row of the table,
# their curvature is up to $|x|^2 / 4$, on average 7.75, and $2 / 7.75$ is 0.26. Above the safe rate it may go well, as
# the rate 5 did with all examples; where each step follows another example, it does not. And their gradients are noisy.
# With the rate 0.1 their median is the lowest of these five. (The others got no second rate.)
#
# ## Cost against noise
#
# The gradient of a mini-batch is an estimate of the gradient over all examples. Its **noise** is how far it is from
# that, as a root mean square over many random batches. It is measured
# twice: at the start, where all weights are zero, and after five epochs of training. **Predict**: a batch of 100 costs
# ten times as much as one of 10. Is its noise ten times smaller? And what remains of it after training?

# %%
def batch_gradients(theta, size, x, y, draws):
    random = np.random.default_rng(0)
    batches = [random.permutation(len(x))[:size] for _ in range(draws)]
    return np.array([gradient(theta, x[rows], y[rows]) for rows in batches])   # (draw, weight)


whole, hundred, ten, one, careful = ends.values()        # what the curves above have shown
assert max(ten) < 0.07 < min(hundred) < 0.12 < min(whole) and np.median(careful) < min(ten)
assert min(one) > max(ten) and max(one) > 0.2 and number_of_updates(400, 10, 5) == 200
assert np.isclose(np.sum(inputs ** 2) / len(inputs) / 4, 7.75) and round(2 / 7.75, 2) == 0.26
noise, lengths = {}, {}
later, _, _ = train(inputs, targets, 10, 0.5, 5, np.random.default_rng(0))
places = {"start": zeros, "later": later}
for when, size in (("start", 1), ("start", 10), ("start", 100), ("later", 10)):
    theta = places[when]
    full = gradient(theta, inputs, targets)
    away = batch_gradients(theta, size, inputs, targets, draws) - full
    noise[when, size], lengths[when] = np.sqrt(np.mean(np.sum(away ** 2, axis=1))), np.linalg.norm(full)
    print(f"{when}: gradient {lengths[when]:.3f}, noise of batches of {size}: {noise[when, size]:.2f}")

# %% [markdown]
# From 10 to 100 examples the noise falls to less than a third, not to a tenth: it falls with the **square root** of
# the batch size. (A little more, because we draw from only 400, without putting back: whoever draws all of them has no
# noise left. The assert below has this as its last factor.) A single example has more noise than the gradient is long.
#
# In the figure each dot is the gradient of one mini-batch, in the directions of two of the 31 weights; the black cross
# is the gradient of the whole set.

# %%
figure, axes = plt.subplots(1, 3, figsize=(8.4, 2.8), sharex=True, sharey=True)
full = gradient(zeros, inputs, targets)
for ax, size in zip(axes, (1, 10, 100)):
    expected = noise["start", 1] / np.sqrt(size) * np.sqrt((400 - size) / 399)
    assert np.isclose(noise["start", size], expected, rtol=0.15)
    cloud = batch_gradients(zeros, size, inputs, targets, 150)
    ax.plot(cloud[:, 0], cloud[:, 1], ".", markersize=4)
    ax.plot(full[0], full[1], "k+", markersize=14)
    ax.set(title=f"batch size {size}", xlabel="slope along weight 1")
assert lengths["later"] < 0.015 < 0.1 < noise["later", 10] < 0.2 and 0.5 < noise["start", 10]
axes[0].set_ylabel("slope along weight 2")
show(figure,
     alt="Three clouds of dots around one black cross, the gradient of the whole set. For single examples the "
         "cloud is wide and reaches to the other side of zero. For batches of 10 it is about a third as wide, "
         "for batches of 100 it is a small spot around the cross.")

# %% [markdown]
# So a hundred times the work buys a tenth of the noise. Early in training that is a bad bargain: nobody needs the
# exact direction yet, and many rough steps get further than few exact ones. After training the gradient is a hundred
# times smaller, and the noise only about six times. Now each step is mostly noise, and the path is shaken about. What
# helps there is a smaller learning rate, or a larger batch. A common choice lies in between, such as 32 or 128.
#
# ## Momentum
#
# Back to valleys. In a narrow one, with curvatures 1 and 100, the limit is $2/100 = 0.02$, and along the floor a step
# does next to nothing. But look at a zigzag: across the valley successive gradients point to opposite sides, along it
# they agree. So keep a fading sum of the steps, the **velocity**, as a rolling ball does. What changes sign cancels,
# what agrees adds up:
#
# $$v \leftarrow \beta\, v - \eta \cdot \text{gradient} \qquad\qquad \theta \leftarrow \theta + v$$
#
# $\beta$ (beta), the **momentum**, is the share of the velocity that is kept, usually 0.9; $v$ starts at 0.

# %% [markdown] tags=["exercise"]
# ### Exercise 5.6 - momentum  (core, 5 min)
#
# An optimizer has something to remember, so it is a class: what is stored in `self` is still there at the next call.
# `step` gets the current place and the gradient there (the array itself, not a function), updates `self.velocity`, and returns the new place. It leaves
# `theta` itself as it is.

# %% tags=["answer"] exercise="5.6"
class Momentum:
    def __init__(self, learning_rate, momentum=0.9):
        self.learning_rate, self.momentum = learning_rate, momentum
        self.velocity = 0.0

    def step(self, theta, gradient):
        """The place after one step; arrays of equal shape."""
        ### BEGIN SOLUTION
        self.velocity = self.momentum * self.velocity - self.learning_rate * gradient
        return theta + self.velocity
        ### END SOLUTION

# %%
check("5.6", Momentum)

# %% [markdown] tags=["hint"] exercise="5.6"
# Two lines, the two formulas, in this order. What has to survive until the next call must be stored in `self`.

# %% [markdown] tags=["hint"] exercise="5.6"
# First `self.velocity = self.momentum * self.velocity - self.learning_rate * gradient`. Then return the place plus the
# new velocity.

# %% [markdown]
# `walk` takes steps with any optimizer that has a `step`. **Predict**: plain descent gets the rate 0.0197, about the
# best it can do in this valley; momentum gets half of that. Who is at a height below 0.001 first, for good?
# (`np.flatnonzero` gives the numbers of the steps where a condition holds; we take the one after the last of them.)

# %%
Momentum = accepted("5.6", Momentum)


def narrow(theta):
    return 0.5 * (theta[0] ** 2 + 100 * theta[1] ** 2)


def narrow_gradient(theta):
    return np.array([theta[0], 100 * theta[1]])


def walk(optimizer, slope_at, start, steps):
    path = [np.array(start, dtype=float)]
    for _ in range(steps):
        path.append(optimizer.step(path[-1], slope_at(path[-1])))
    return np.array(path)                                       # (steps + 1, parameter)


walks = {"plain": descend(narrow_gradient, valley_start, 0.0197, 300),
         "momentum": walk(Momentum(0.01), narrow_gradient, valley_start, 300)}
arrived = {name: int(np.flatnonzero(narrow(path.T) >= 0.001)[-1]) + 1 for name, path in walks.items()}
print("height below 0.001 from this step on:", arrived)

# %% [markdown]
# Compare the two over their first 60 steps.

# %%
assert arrived["plain"] > 2 * arrived["momentum"]
paths = {"plain, rate 0.0197": walks["plain"][:61], "momentum 0.9, rate 0.01": walks["momentum"][:61]}
show(plot_landscape(narrow, (-5, 2), (-1.2, 1.2), paths=paths, marks={"minimum": (0, 0)}),
     alt="A very narrow valley. The plain path jumps from wall to wall at every step, weaker only little by little, and is "
         "at about -1.2 after 60 steps. The path with momentum swings in wide bows, passes the minimum, turns round at "
         "about 0.6 and comes back.")

# %% [markdown]
# Momentum gets there in less than half the steps. It also overshoots: what rolls does not stop at once.
#
# ## Adam
#
# Momentum still has one learning rate for all parameters. **Adam** (2015; from "adaptive moments") gives each its
# own: it divides by how large the gradients of that parameter have been lately. It keeps two running means, of the
# gradient $g$ and of its square:
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1)\, g \qquad s \leftarrow \beta_2 s + (1 - \beta_2)\, g^2$$
#
# Both start at 0 and are therefore too small at first: after one step $m$ is $(1 - \beta_1)\, g$, not $g$. In step
# number $t$ each is divided by what it lacks; this is the **bias correction**. Then comes the step, with a small
# $\epsilon$ (epsilon) that prevents a division by zero:
#
# $$\hat m = \frac{m}{1 - \beta_1^t} \qquad \hat s = \frac{s}{1 - \beta_2^t} \qquad \theta \leftarrow \theta - \eta\,
# \frac{\hat m}{\sqrt{\hat s} + \epsilon}$$
#
# The first step on paper, with $g = (4, -0.25)$: $m = 0.1\, g = (0.4, -0.025)$, and after the correction $\hat m =
# (4, -0.25)$, the gradient itself. In the same way $\hat s = (16, 0.0625)$, whose root is $(4, 0.25)$. So the place
# moves by $-\eta\, (1, -1)$: whatever the size of the gradient, only its signs are left.

# %% [markdown] tags=["exercise"]
# ### Exercise 5.7 - Adam  (core, 10 min)
#
# Write `step`. `self.mean` and `self.square` are $m$ and $s$, without the correction; `self.count` is $t$, so it is 1
# in the first call.

# %% tags=["answer"] exercise="5.7"
class Adam:
    def __init__(self, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.beta_1, self.beta_2 = beta_1, beta_2
        self.mean, self.square, self.count = 0.0, 0.0, 0

    def step(self, theta, gradient):
        """The place after one step; arrays of equal shape."""
        ### BEGIN SOLUTION
        self.count += 1
        self.mean = self.beta_1 * self.mean + (1 - self.beta_1) * gradient
        self.square = self.beta_2 * self.square + (1 - self.beta_2) * gradient ** 2
        mean = self.mean / (1 - self.beta_1 ** self.count)
        square = self.square / (1 - self.beta_2 ** self.count)
        return theta - self.learning_rate * mean / (np.sqrt(square) + self.epsilon)
        ### END SOLUTION

# %%
check("5.7", Adam)

# %% [markdown] tags=["hint"] exercise="5.7"
# Count the call; update both running means in `self`; make the two corrected values, which are *not* stored. A test:
# in the first call the corrected mean is the gradient itself.

# %% [markdown] tags=["hint"] exercise="5.7"
# The corrected values: `mean = self.mean / (1 - self.beta_1 ** self.count)`, and the same for the square with
# `self.beta_2`. Then the formula for $\theta$, with `np.sqrt`.

# %% [markdown]
# So Adam's learning rate is a **length**: about how far each parameter moves in a step. The assert checks that with
# $\eta = 0.5$. In the figure, look at where each curve gets below the black line, a height of 0.001.

# %%
Adam = accepted("5.7", Adam)
assert np.allclose(Adam(0.5).step(np.zeros(2), np.array([4, -0.25])), [-0.5, 0.5])
walks["Adam"] = walk(Adam(0.5), narrow_gradient, valley_start, 300)
curves = {name: np.maximum(narrow(path.T), 1e-8) for name, path in walks.items()}   # above zero
ax = plot_curves(curves, x=np.arange(301), x_label="step", y_label="height", log_y=True)
ax.axhline(0.001, color="black", linewidth=1)
show(ax,
     alt="Heights over 300 steps on a logarithmic axis. Plain descent falls slowly and steadily, and crosses the black "
         "line at 0.001 after about 230 steps. Momentum and Adam fall in waves, more than twice as steeply, and cross "
         "it near step 100. What is lower than 10 to the -8 is drawn there.")

# %% [markdown]
# Both beat plain descent in this valley, and neither beats the other clearly. (Drive them in the explorer above: the
# buttons "narrow", "momentum" and "Adam".) The companion races seven optimizers,
# and turns the valley by an angle, which not all of them take well.
#
# ## Where to start
#
# So far the start was given. Zero seems natural, and for the single neuron above it was fine. Now take XOR from
# lesson 02, with four hidden neurons (tanh) and a logistic output. Lesson 06 finds all slopes of a network at once;
# here a central difference for each of the 17 parameters does it.

# %%
corners, xor = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0.0, 1, 1, 0])


def network_loss(theta, x, y):
    hidden = np.tanh(x @ theta[:8].reshape(2, 4) + theta[8:12])      # (example, 4)
    z = hidden @ theta[12:16] + theta[16]                            # (example,)
    return np.mean(np.logaddexp(0, z) - y * z)


def slopes(theta, x, y):
    def along(direction):
        return central_difference(lambda move: network_loss(theta + move * direction, x, y), 0.0)
    return np.array([along(direction) for direction in np.eye(len(theta))])   # one for each parameter

# %% [markdown]
# **Predict**: three starts, 300 steps each. All parameters 0, all parameters 0.5, all random. Which of them learn
# XOR?

# %%
starts = {"zero": np.zeros(17), "one half": np.full(17, 0.5),
          "random": np.random.default_rng(0).normal(0, 0.5, 17)}
trained = {name: descend(lambda theta: slopes(theta, corners, xor), start, 1.0, 300)[-1]
           for name, start in starts.items()}
losses = {name: network_loss(theta, corners, xor) for name, theta in trained.items()}
print({name: round(float(loss), 3) for name, loss in losses.items()})

# %% [markdown]
# Only the random start learns XOR. Look at what became of the hidden weights from one half: four columns, one for each
# neuron.

# %%
columns = trained["one half"][:8].reshape(2, 4)
print(columns.round(2))
assert np.allclose(columns, columns[:, :1])                          # every column is the first one
assert np.isclose(losses["zero"], np.log(2)) and losses["one half"] > 0.47 and losses["random"] < 0.05

# %% [markdown]
# The columns are **identical**. Neurons that start alike compute the same, have the same slopes, and stay alike for
# ever: four neurons that are worth one, and one cannot do XOR. This is called **symmetry**. Random weights break it.
# From zero nothing moves at all: $\tanh(0) = 0$ sends nothing forward, weights of zero pass no slope back, the bias of
# the output sits still because as many corners are 1 as 0, and the loss stays at $\ln 2$, the price of guessing.
#
# How large the random weights should be is a question of its own: too small, and a signal dies out on its way through
# the layers; too large, and it explodes. The companion measures it, and finds the two rules that are used everywhere.
#
# ## What you can now do
#
# You can descend: **place minus learning rate times gradient**, again and again. You know where a learning rate
# becomes unsafe and what its path looks like. You can train on mini-batches and say what they cost and what their
# noise is. You have written momentum and Adam, and know why weights begin random. On the 169 examples that were set
# aside, is the neuron any good?

# %%
theta, _, _ = train(inputs, targets, 10, 0.1, 20, np.random.default_rng(0))
right = np.mean((with_ones[test_rows] @ theta > 0) == table.target[test_rows])
benign = table.target[test_rows].mean()
assert right > 0.94 and benign < 0.65
print(f"right on the test set: {right:.0%}; whoever always says benign: {benign:.0%}")
progress(5)

# %% [markdown]
# Next, lesson 06 finds the gradient of a whole network with one pass backwards. The companion,
# `05_gradient_descent_further`, asks what descent guarantees, counts saddle points, races seven optimizers,
# compares them with Keras's own, and finds out how large random weights should be.
