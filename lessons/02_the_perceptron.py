# ---
# jupyter:
#   course: {number: 2, title: The perceptron, part: 1, minutes: 90, builds_on: [0, 1], data: [],
#            quick: {epochs: 40}, full: {epochs: 400}}
# ---
# %% [markdown]
# # 02 · The perceptron
#
# The first neurons that learned were built in the 1950s, and the rule they used fits into three lines. In this lesson
# you set a neuron by hand, let one learn from its mistakes, meet the problem that no single one can solve, and solve
# it with three.
#
# Afterwards you can
# - work out by hand what a neuron says, and draw the line at which it changes its mind,
# - write two of the oldest learning rules, and say when each of them succeeds, settles, or never ends,
# - say why XOR needs more than one neuron, and build the network that computes it.
#
# About 90 minutes, with paper at hand. Builds on lesson 00 (the neuron) and lesson 01 (data, loss, hyperplanes).

# %%
from itertools import product

import matplotlib.pyplot as plt
import numpy as np

from course_utils import accepted, check, load, progress, show
from course_utils.figures import PALETTE, plot_curves, plot_line, plot_points, plot_regions

# %% [markdown]
# One number can be set from outside, 40 or more: how many rounds the runs of the section "When there is no line"
# take, and after how many a perceptron gives up elsewhere.

# %% tags=["parameters"]
epochs = 100

# %% [markdown]
# ## What the model keeps of a nerve cell
#
# A human brain has about 86 billion nerve cells: 69 in the cerebellum, 16 in the cortex and 1 in all the rest
# (counted by Azevedo and others in 2009). Each collects signals on its branched **dendrites**. Each contact, a
# **synapse**, passes a signal on strongly or weakly, and may excite or inhibit. If enough excitement comes together,
# the cell sends a pulse down its **axon**, to thousands of others. Look at what remains of this in the model: where
# is the synapse, where the threshold?
#
# (Lines that begin with `assert` check what the text says. You may skip them when you read.)

# %%
from course_utils.figures import plot_network

assert 69e9 + 16e9 + 1e9 == 86e9                              # nerve cells
neuron = [["x1", "x2", "1"], ["z"], ["1 or 0"]]
show(plot_network(neuron, edge_labels=[[["w1"], ["w2"], ["b"]], [["z > 0 ?"]]],
                  layer_names=["dendrites", "cell body", "axon"]),
     alt="A neuron from left to right. Arrows marked w1, w2 and b lead from the inputs x1 and x2 and from a "
         "constant 1, the dendrites, to a circle z, the cell body. An arrow marked z > 0? leads on to the "
         "output, 1 or 0, the axon.")

# %% [markdown]
# A synapse has become a **weight**: strong or weak by its size, exciting or inhibiting by its sign. The threshold has
# become the **bias** $b$, the weight of an input that is always 1, with its sign turned: a cell that fires above a
# threshold of 1.5 has $b = -1.5$. Left out are the timing of the pulses, the chemistry, growth, and most of what a
# biologist finds interesting.
#
# Our neuron is named after a cell, but it is a formula.
#
# ## One neuron by hand
#
# Take the inputs $x = (-1, 2)$, the weights $w = (3, -2)$ and the bias $b = 1$. Many texts write the bias as a weight
# $w_0$ that belongs to a constant input 1: then this is $w_0 = 1$. It is the same number; in this course it is called
# $b$. The weighted sum is the **net input** $z$:
#
# $$z = x_1 w_1 + x_2 w_2 + b = -1 \cdot 3 + 2 \cdot (-2) + 1 = -6$$
#
# What comes out depends on the **activation**, the function that $z$ goes through. A **linear** neuron gives $z$
# itself, $-6$. A **logistic** one gives the sigmoid of lesson 00, $\sigma(z) = 1 / (1 + e^{-z})$. A **threshold**
# neuron gives 1, we say it fires, if $z > 0$, and else 0.
#
# The same sum in three ways: written out, with the loop of lesson 00, and with `@`, which multiplies two arrays
# number by number and adds up. Each must agree with the one before.

# %%
def net_input_loop(inputs, weights, bias):
    total = bias
    for value, weight in zip(inputs, weights):
        total = total + value * weight
    return total


x, weights, bias = np.array([-1, 2]), np.array([3, -2]), 1
z = x[0] * weights[0] + x[1] * weights[1] + bias
assert z == -6
assert net_input_loop(x, weights, bias) == z
assert x @ weights + bias == z
assert round(1 / (1 + np.exp(-z)), 4) == 0.0025 and round(1 / (1 + np.exp(-z)), 5) == 0.00247
print(f"linear {z}   logistic {1 / (1 + np.exp(-z)):.5f}   threshold {int(z > 0)}")

# %% [markdown] tags=["exercise"]
# ### Exercise 2.1 - another neuron by hand  (core, 3 min)
#
# A text gives a neuron as $w_0 = 1.2$ and $w = (1.0, 1.25, 2.5)$, and shows it the inputs $x = (0.5, 0.3, 0.7)$. What
# does it give as a **linear** neuron? Use pencil and paper.

# %% tags=["answer"] exercise="2.1"
linear_output = ...
### BEGIN SOLUTION
linear_output = 3.825  # 0.5 + 0.375 + 1.75 + 1.2
### END SOLUTION

# %%
check("2.1", linear_output)

# %% [markdown] tags=["hint"] exercise="2.1"
# Three products, one for each input with its own weight. And what is $w_0$ multiplied by?

# %% [markdown] tags=["hint"] exercise="2.1"
# The products are $0.5 \cdot 1.0 = 0.5$, $0.3 \cdot 1.25 = 0.375$ and $0.7 \cdot 2.5 = 1.75$. The bias $w_0$ is added
# as it is, and a linear neuron does nothing more to the sum.

# %% [markdown]
# As a logistic neuron it gives $\sigma(3.825) = 0.9786$, and as a threshold neuron 1:

# %%
linear_output = accepted("2.1", linear_output)
assert np.isclose(np.array([0.5, 0.3, 0.7]) @ np.array([1.0, 1.25, 2.5]) + 1.2, linear_output)
assert np.isclose(linear_output, 3.825) and round(1 / (1 + np.exp(-linear_output)), 4) == 0.9786
print(f"logistic {1 / (1 + np.exp(-linear_output)):.4f}   threshold {int(linear_output > 0)}")

# %% [markdown]
# ## A neuron draws a line
#
# Back to $w = (3, -2)$, $b = 1$. It fires where $3 x_1 - 2 x_2 + 1 > 0$. The border, where the sum is exactly 0, is a
# straight line in the plane of the inputs: the **decision line**, the hyperplane of lesson 01.
#
# At $(-1, 2)$ it stays quiet, as you have seen. **Predict** before you run it: at which of the points $(-1, 0)$, $(0,
# 0)$ and $(2, -1)$ does it fire?
#
# The points form a table, one in each row, and `points @ weights` gives one sum for each row. Adding the one number
# `bias` to all of them is called **broadcasting**. `lambda places: ...` is a function without a name; it tells the
# figure where the neuron fires.

# %%
points = np.array([[-1, 2], [-1, 0], [0, 0], [2, -1]])        # (point, input)
z = points @ weights + bias                                   # (point,)
assert z.tolist() == [-6, -2, 1, 9]
axes = plot_regions(lambda places: places @ weights + bias > 0, points, z > 0,
                    names=["z < 0: stays quiet", "z > 0: fires"])
plot_line(weights, bias, ax=axes)
axes.set_aspect("equal")
axes.arrow(0.5, 1.25, 3 / 4, -2 / 4, width=0.02, color=PALETTE["black"], length_includes_head=True)
axes.text(1.3, 0.6, "w")
for point, value in zip(points, z):
    axes.annotate(f"z = {value}", point, xytext=(0, -16), textcoords="offset points", ha="center")
show(axes,
     alt="A rising line in the plane. Above it, at (-1, 2) and (-1, 0), z is -6 and -2; below it, at (0, 0) "
         "and (2, -1), 1 and 9. The arrow w, a quarter of its length, stands at a right angle on the line "
         "and points below.")

# %% [markdown]
# At the two points below the line. The further a point lies from the line, the larger is the size of $z$; its sign
# tells the side. The weights are a direction: the arrow, drawn at a quarter of the length of $w$, stands at a right
# angle on the line and points to the side that fires. The bias shifts the line.

# %% [markdown] tags=["exercise"]
# ### Exercise 2.2 - where the line crosses the axes  (core, 4 min)
#
# To draw the line $x_1 w_1 + x_2 w_2 + b = 0$ on paper, two points are enough. Write `crossings`: it returns where
# the line crosses the $x_1$ axis (where $x_2 = 0$), and where it crosses the $x_2$ axis. `weights` is an array of two
# numbers, neither of them 0.

# %% tags=["answer"] exercise="2.2"
def crossings(weights, bias):
    """Two numbers: x1 where the decision line meets the x1 axis, x2 where it meets the x2 axis."""
    ### BEGIN SOLUTION
    return -bias / weights[0], -bias / weights[1]
    ### END SOLUTION

# %%
check("2.2", crossings)

# %% [markdown] tags=["hint"] exercise="2.2"
# On the $x_1$ axis $x_2$ is 0, so one term of the equation is gone. Solve what is left for $x_1$.

# %% [markdown] tags=["hint"] exercise="2.2"
# $x_1 w_1 + b = 0$ gives $x_1 = -b / w_1$. The other axis goes the same way. For our line, the crossings are at
# $-\tfrac13$ and $\tfrac12$. In the figure that is a third of the way from 0 to $-1$, and at the tick 0.5.

# %% [markdown]
# ## 1943: set by hand
#
# Warren McCulloch and Walter Pitts described the first such unit in 1943. Its inputs are 0 or 1, its weights are
# **fixed by whoever builds it**, and it fires above a threshold: a **threshold logic unit**. Nothing is learned. (In
# their paper an inhibiting input silenced the unit altogether. Here it is an input with a negative weight.)
#
# The three units of this lesson share a sum and a threshold, so we write them as Python classes. A **class** bundles
# values with the functions that use them. `self` stands for the unit itself, and `__init__` runs when one is made:
# `unit = ThresholdUnit((1, 1), -1.5)`. After that `unit.bias` is $-1.5$, and `unit.predict(x)` calls its function.

# %%
class ThresholdUnit:
    def __init__(self, weights, bias):
        self.weights, self.bias = np.array(weights, dtype=float), float(bias)

    def net_input(self, x):                                   # x: (example, input), or one example
        return x @ self.weights + self.bias

    def predict(self, x):
        return (self.net_input(x) > 0).astype(int)            # True becomes 1, False 0

# %% [markdown]
# The AND of lesson 00 needs a sum that passes 0 only if both inputs are 1. OR needs one that a single 1 lifts above
# 0. Only the bias differs.

# %%
corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])          # all inputs of two bits
and_targets, or_targets = np.array([0, 0, 0, 1]), np.array([0, 1, 1, 1])
assert np.array_equal(ThresholdUnit((1, 1), -1.5).predict(corners), and_targets)
assert np.array_equal(ThresholdUnit((1, 1), -0.5).predict(corners), or_targets)
print("NOT x1:", ThresholdUnit((-1, 0), 0.5).predict(corners))

# %% [markdown] tags=["exercise"]
# ### Exercise 2.3 - the majority of three  (core, 4 min)
#
# Set a threshold unit with three inputs such that it fires if **at least two** of them are 1. Many weights are right.

# %% tags=["answer"] exercise="2.3"
majority = {"weights": ..., "bias": ...}
### BEGIN SOLUTION
majority = {"weights": [1, 1, 1], "bias": -1.5}  # the sum is 0, 1, 2 or 3, less 1.5
### END SOLUTION

# %%
check("2.3", majority)

# %% [markdown] tags=["hint"] exercise="2.3"
# No input counts more than another, so give all three the same weight. What is the sum without the bias if one input
# is 1, and if two are?

# %% [markdown] tags=["hint"] exercise="2.3"
# With weights of 1 the sum counts the ones. The bias must pull a count of 1 down to 0 or below, and must leave a
# count of 2 above 0.

# %% [markdown]
# ## 1957: weights that learn from mistakes
#
# Frank Rosenblatt let the unit set its own weights: in his machine, the Mark I, motors turned them. The
# **perceptron** is shown examples with their targets, one at a time. If it is right, nothing happens. If it stayed
# quiet and should have fired, the example is **added** to the weights; if it fired and should not have, the example
# is **subtracted**. Both cases are one formula, with the target $y$, the output $\hat y$, and a **learning rate**
# $\eta$ for the size of the step:
#
# $$w \leftarrow w + \eta\, (y - \hat y)\, x \qquad b \leftarrow b + \eta\, (y - \hat y)$$
#
# Why does it help? Put the new weights into the sum of the same example, after it has been added with $\eta = 1$:
#
# $$(w + x) \cdot x + (b + 1) = (w \cdot x + b) + x \cdot x + 1$$
#
# The net input has grown by $x \cdot x + 1 = x_1^2 + x_2^2 + 1$, which is above 0 whatever $x$ is.
#
# On AND, from weights 0 and bias 0, with $\eta = 1$, the first three examples have $z = 0$, stay quiet, and are
# right. The fourth, $(1, 1)$, stays quiet as well and is wrong. So $w$ becomes $(1, 1)$, and $b$ becomes 1.

# %% [markdown] tags=["exercise"]
# ### Exercise 2.4 - Rosenblatt's rule  (core, 5 min)
#
# Write one step of the rule, for a unit that fires if its net input is above 0. It returns the new weights, an
# array, and the new bias. `weights` and `example` are arrays of the same length: there may be any number of inputs. `target` is 0 or
# 1. The given weights must stay as they are, so write `weights = weights + ...` and not `weights += ...`, which
# changes them.

# %% tags=["answer"] exercise="2.4"
def perceptron_update(weights, bias, example, target, learning_rate):
    """(weights, bias) after one example; both unchanged where the unit is right."""
    ### BEGIN SOLUTION
    output = int(example @ weights + bias > 0)
    error = target - output                                   # 0, or 1 or -1 where it is wrong
    return weights + learning_rate * error * example, bias + learning_rate * error
    ### END SOLUTION

# %%
check("2.4", perceptron_update)

# %% [markdown] tags=["hint"] exercise="2.4"
# First what the unit says: `example @ weights + bias > 0`, as 0 or 1. Then the error, target minus output. Both lines
# of the formula contain it.

# %% [markdown] tags=["hint"] exercise="2.4"
# With `error = target - output`, the new weights are `weights + learning_rate * error * example`. The bias is the
# weight of an input that is always 1. `return` both, with a comma between them.

# %% [markdown] tags=["exercise"]
# ### Exercise 2.5 - the second round of AND  (core, 5 min)
#
# One pass over all examples is called an **epoch**. After the first, $w = (1, 1)$ and $b = 1$. Do the second on
# paper, in the order (0, 0), (0, 1), (1, 0), (1, 1), with the targets 0, 0, 0, 1. A change counts for the very next
# example. What are the weights and the bias at the end?

# %% tags=["answer"] exercise="2.5"
second_epoch = {"w1": ..., "w2": ..., "b": ...}
### BEGIN SOLUTION
second_epoch = {"w1": 2, "w2": 1, "b": 0}  # wrong at (0, 0), at (0, 1) and at (1, 1), where z = 0
### END SOLUTION

# %%
check("2.5", second_epoch)

# %% [markdown] tags=["hint"] exercise="2.5"
# (0, 0) has $z = 1$, fires, and should not: subtract the example, which changes no weight, and 1 from the bias.
# Go on with $b = 0$.

# %% [markdown] tags=["hint"] exercise="2.5"
# Three of the four examples are wrong. $z = 0$ occurs twice, and is not above 0: the unit stays quiet. For (1, 0)
# that is right, for (1, 1) it is not.

# %% [markdown]
# Now the class. `Perceptron(ThresholdUnit)` means: all that a threshold unit has, and what follows besides. `fit`
# goes through the examples until an epoch passes without a mistake or `epochs` are used up. It begins with the
# weights that the unit has, so a second call goes on where the first one stopped. It records the mistakes of each
# epoch, and the weights and the bias at its end.

# %%
perceptron_update = accepted("2.4", perceptron_update)


class Perceptron(ThresholdUnit):
    def fit(self, x, y, epochs, learning_rate=1):
        self.mistakes, self.path = [], []
        for _ in range(epochs):
            wrong = 0
            for example, target in zip(x, y):
                wrong += int(self.predict(example) != target)
                self.weights, self.bias = perceptron_update(
                    self.weights, self.bias, example, target, learning_rate)
            self.mistakes.append(wrong)
            self.path.append(self.weights.tolist() + [float(self.bias)])     # w1, w2, b
            if wrong == 0:
                break
        return self

# %% [markdown]
# **Predict:** how many epochs until AND is learned, about 2, 6 or 20?

# %%
learned_and = Perceptron((0, 0), 0).fit(corners, and_targets, epochs)
learned_or = Perceptron((0, 0), 0).fit(corners, or_targets, epochs)
for epoch, (wrong, numbers) in enumerate(zip(learned_and.mistakes, learned_and.path), start=1):
    print(f"epoch {epoch}   mistakes {wrong}   w1, w2, b = {numbers}")
assert learned_and.mistakes == [1, 3, 3, 2, 1, 0] and learned_and.path[1] == [2, 1, 0]
assert learned_and.path[-1] == [2, 1, -2] and learned_or.mistakes[-1] == 0

# %% [markdown]
# Six, the last of which only confirms. You see your second epoch in the second row. The mistakes do not fall
# steadily: repairing one example can spoil another. Watch the line move, as it stands at the end of each epoch. Which
# corners are still on the wrong side? Squares have the target 0, the disc has the target 1.

# %%
figure, panels = plt.subplots(2, 3, figsize=(7.6, 5.2), layout="constrained")
for epoch, (axes, (w1, w2, b)) in enumerate(zip(panels.flat, learned_and.path), start=1):
    unit = ThresholdUnit((w1, w2), b)
    plot_regions(unit.predict, corners, and_targets, names=["target 0", "target 1"], ax=axes)
    plot_line((w1, w2), b, ax=axes)
    wrong = int(np.sum(unit.predict(corners) != and_targets))
    axes.set(title=f"after epoch {epoch}: {wrong} wrong", xticks=[0, 1], yticks=[0, 1])
    axes.get_legend().remove()
assert wrong == 0 and 0 in learned_and.net_input(corners) and 0 in learned_or.net_input(corners)
show(figure,
     alt="Six panels with the four corners of the unit square, of which (1, 1), a disc, has the target 1. The unit "
         "fires everywhere after epoch 1 and at three corners after epoch 2, where the line passes through (0, 0). "
         "After epoch 3 it fires at (1, 0) and (1, 1), after epoch 4 at three corners again, and after epochs 5 and "
         "6 at (1, 1) alone, with the line through (1, 0).")

# %% [markdown]
# The last line is right, and not beautiful: it runs through $(1, 0)$, where the sum is exactly 0 and so just not
# above it. That of OR runs through a corner, too. The rule stops at the first line without mistakes. It does not look
# for a good one.
#
# ## A hundred flowers
#
# Now a real table: Edgar Anderson's irises, measured in the 1930s. We take two species, setosa and versicolor, 50
# flowers each, and the length and width of their **sepals**, the leaves below the petals. The rows are shuffled, or
# all setosas would come first: `order` holds the numbers 0 to 99 in a random order, and `[order]` picks the rows in
# it. `mean(axis=0)` is the mean over the rows, one for each column. Subtracting it puts the middle of the cloud at 0;
# the companion of this lesson shows how much that helps.

# %%
iris = load("iris")
order = np.random.default_rng(2).permutation(100)
measured = iris.x[:100, :2][order]                            # (flower, length and width), in cm
flowers = measured - measured.mean(axis=0)
species = iris.y[:100][order]                                 # 0 setosa, 1 versicolor
learned = Perceptron((0, 0), 0).fit(flowers, species, epochs)
assert learned.mistakes[-1] == 0 and np.array_equal(learned.predict(flowers), species)
assert sum(learned.mistakes) < 20
print("mistakes in each epoch:", learned.mistakes)

# %% [markdown]
# A few epochs, fewer than twenty corrections, and all hundred flowers are on the right side. That is no accident. If
# any line without mistakes exists, we call the table **linearly separable**, and then Rosenblatt's rule is sure to
# find one after a limited number of mistakes, in whatever order the examples come. Albert Novikoff published a short
# proof in 1962. In the companion you compute his limit and compare it with many runs.
#
# ## 1960: learning from the size of the error
#
# The perceptron only knows right and wrong. Bernard Widrow and Marcian Hoff compared the target with the net input,
# **before** the threshold. Their unit is called **ADALINE**, the adaptive linear neuron. Its targets are $t = 1$ for
# "fire" and $t = -1$ for "stay quiet", and it learns from every example, also where the side is right:
#
# $$w \leftarrow w + \eta\, (t - z)\, x \qquad b \leftarrow b + \eta\, (t - z)$$
#
# Each step makes the squared error $(t - z)^2$ of one example a little smaller, if $\eta$ is small. So on the whole
# the rule goes downhill in the loss of the linear model of lesson 01.

# %% [markdown] tags=["exercise"]
# ### Exercise 2.6 - a step of ADALINE  (core, 3 min)
#
# Write one step. As before, return the new weights and the new bias, leave the given ones as they are, and allow for
# any number of inputs. `target` is 1 or $-1$.

# %% tags=["answer"] exercise="2.6"
def adaline_step(weights, bias, example, target, learning_rate):
    """(weights, bias) after one example, moved by the error of the net input."""
    ### BEGIN SOLUTION
    error = target - (example @ weights + bias)
    return weights + learning_rate * error * example, bias + learning_rate * error
    ### END SOLUTION

# %%
check("2.6", adaline_step)

# %% [markdown] tags=["hint"] exercise="2.6"
# Two things differ from Exercise 2.4: the targets, which you are given, and what is subtracted from them. Is there a
# threshold in the formula?

# %% [markdown] tags=["hint"] exercise="2.6"
# `error = target - (example @ weights + bias)`, a number with decimals. The rest is as it was.

# %% [markdown]
# The class has no reason to stop early, since there is always some error left. `2 * y - 1` turns the labels 0 and 1
# into the targets $-1$ and 1.

# %%
adaline_step = accepted("2.6", adaline_step)


class Adaline(ThresholdUnit):
    def fit(self, x, y, epochs, learning_rate):
        for _ in range(epochs):
            for example, target in zip(x, 2 * y - 1):
                self.weights, self.bias = adaline_step(
                    self.weights, self.bias, example, target, learning_rate)
        return self

# %% [markdown]
# Three units on the same hundred flowers: one whose weights are set by eye (it fires where length less its mean
# exceeds width less its mean), the perceptron of above, and ADALINE, which also learns where the side is right.
# **Predict:** does ADALINE get all flowers right? `np.flatnonzero` gives the numbers of the rows where a condition is
# true.

# %%
units = {"set by hand": ThresholdUnit((1, -1), 0), "perceptron": learned,
         "ADALINE": Adaline((0, 0), 0).fit(flowers, species, 100, learning_rate=0.01)}
wrong = {name: np.flatnonzero(unit.predict(flowers) != species) for name, unit in units.items()}
for name, unit in units.items():
    print(f"{name:12} wrong: {len(wrong[name])}  weights {unit.weights.round(2)}  bias {unit.bias:.2f}")
assert [len(places) for places in wrong.values()] == [0, 0, 1]

# %% [markdown]
# Look at the flower with a ring, below all other setosas. On the right you see its surroundings, larger.

# %%
figure, panels = plt.subplots(1, 2, figsize=(7.8, 4.4), layout="constrained")
labels = {"x_label": "sepal length less its mean (cm)", "y_label": "sepal width less its mean (cm)"}
for axes in panels:
    plot_points(flowers, species, names=["setosa", "versicolor"], ax=axes, **labels)
    for name, colour in (("set by hand", "black"), ("perceptron", "green"), ("ADALINE", "purple")):
        plot_line(units[name].weights, units[name].bias, ax=axes,
                  label=name, colour=colour, dashed=name != "perceptron")
panels[0].plot(*flowers[wrong["ADALINE"]].T, "o", markersize=13, markerfacecolor="none",
               color=PALETTE["black"], label="ADALINE's mistake")
panels[0].legend(loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=2)
panels[1].get_legend().remove()
panels[1].set(xlim=(-1.06, -0.88), ylim=(-0.93, -0.77), xticks=[-1.05, -1, -0.95, -0.9],
              title="near the flower with the ring")
show(figure,
     alt="Left: setosa flowers at the upper left, versicolor at the lower right, and three rising lines between "
         "them, close together. One setosa, ringed, lies far below the others, at -1.0 and -0.8. Right, enlarged: "
         "the line of the perceptron passes well below this flower, that of ADALINE just above it, almost "
         "through it.")

# %% [markdown]
# ADALINE, which looks most closely, gets one wrong although a line without mistakes exists. It makes squared errors
# small, and the many flowers far from the line count in that, too: each should have $z = 1$ or $z = -1$, not more and
# not less. The single odd flower is outvoted, if narrowly. (The line set by eye is right, too. With two inputs you
# can see where it belongs; with thirty you could not.)
#
# The loss has a lowest point, which NumPy's `lstsq` computes by least squares, as in lesson 01. ADALINE has come
# close:

# %%
with_ones = np.column_stack([flowers, np.ones(100)])          # the bias as the weight of a constant 1
best = np.linalg.lstsq(with_ones, 2 * species - 1)[0]
found = np.array([*units["ADALINE"].weights, units["ADALINE"].bias])
assert np.abs(best - found).max() < 0.03
assert np.flatnonzero((with_ones @ best > 0) != species).tolist() == wrong["ADALINE"].tolist()
print("least squares:", best.round(2), "  ADALINE:", found.round(2))

# %% [markdown]
# The exact solution makes the same one mistake. So this is no bug: it is what this loss asks for at its lowest point.
#
# ## One knob, two rules
#
# How large a step? Both rules have a learning rate. **Predict:** which of the two cares more about it?

# %%
print("learning rate   perceptron: mistakes   ADALINE: mean squared error   wrong flowers")
flowers_wrong = []
for learning_rate in (0.001, 0.01, 0.1, 1):
    mistakes = Perceptron((0, 0), 0).fit(flowers, species, 100, learning_rate).mistakes
    adaline = Adaline((0, 0), 0).fit(flowers, species, 100, learning_rate)
    loss = np.mean((2 * species - 1 - adaline.net_input(flowers)) ** 2)
    flowers_wrong.append(int(np.sum(adaline.predict(flowers) != species)))
    print(f"{learning_rate:13}   {str(mistakes):20}   {loss:27.3f}   {flowers_wrong[-1]:13}")
    assert mistakes == learned.mistakes
assert loss > 1 and flowers_wrong == [0, 1, 1, 11]

# %% [markdown]
# The perceptron does not care at all. From weights of zero, the rate only makes all weights larger or smaller by the
# same factor, and the sign of $z$ stays as it is. For ADALINE it matters once it is too large: at a rate of 1 a step
# overshoots its target so far that the error is larger than if all weights had stayed at zero, where it is 1. The
# three smaller rates end near the same place. At 0.001 all flowers are right, by luck: after 100 epochs the weights
# are still on their way to the lowest point, whose line misses one. How to choose a learning rate is the subject of
# lesson 05.
#
# ## When there is no line
#
# You may read that a perceptron works well even where the classes overlap. Let us see. Two other species, versicolor
# and virginica, by the length and width of their **petals**, overlap a little. Some flowers of the two have the very
# same measures, so no line can separate them.
#
# Both units see the hundred flowers again and again, shuffled anew for each epoch, and after each epoch we count the
# wrong ones.

# %%
petals = iris.x[50:, 2:] - iris.x[50:, 2:].mean(axis=0)
kinds = iris.y[50:] - 1                                       # 0 versicolor, 1 virginica
assert set(map(tuple, petals[kinds == 0])) & set(map(tuple, petals[kinds == 1]))     # twins


def wrong_after_each_epoch(unit, x, y, epochs, seed, learning_rate):
    random, counts = np.random.default_rng(seed), []
    for _ in range(epochs):
        order = random.permutation(len(x))
        unit.fit(x[order], y[order], 1, learning_rate)        # one epoch; the weights are kept
        counts.append(int(np.sum(unit.predict(x) != y)))
    return np.array(counts)

# %% [markdown]
# **Predict** for each of the two: will the number of wrong flowers settle, or go on changing? We do it for five
# seeds.

# %%
for seed in range(5):
    jumping = wrong_after_each_epoch(Perceptron((0, 0), 0), petals, kinds, epochs, seed, 1)
    settled = wrong_after_each_epoch(Adaline((0, 0), 0), petals, kinds, epochs, seed, 0.01)
    few, many = np.mean(jumping <= 6), np.mean(jumping > 7)   # shares of the epochs
    print(f"seed {seed}   ADALINE {settled.min()} to {settled.max()} wrong   perceptron {jumping.min()}"
          f" to {jumping.max()}, at most 6 in {few:.0%} of the epochs, above 7 in {many:.0%}")
    assert settled.max() <= 7 and few > 0.5 and 0.15 < many < 0.4 and 0 < jumping.min() < 6

# %% [markdown]
# The two curves are those of the last seed, on the same scale. Watch how long each of them stays where it is.

# %%
figure, panels = plt.subplots(2, 1, sharex=True, sharey=True, layout="constrained")
for ax, (name, counts) in zip(panels, {"perceptron": jumping, "ADALINE": settled}.items()):
    plot_curves({name: counts}, x_label="epoch", y_label="wrong of 100", title=name, ax=ax)
    ax.label_outer()                                          # the epochs once, below both
show(figure,
     alt="Wrong flowers after each epoch, for one seed, in two panels with the same axes. Above, the perceptron's "
         "curve is mostly at 6, with sudden peaks of 8 to 14 that never stop; below, that of ADALINE stays between "
         "5 and 7 all the time.")

# %% [markdown]
# So "works well" is half true. Most of the time the perceptron is as good as ADALINE, at times better. But after
# about every fourth epoch it gets more than 7 flowers wrong, which ADALINE never does, and you cannot know in which
# epoch you stop. The rule never settles: every epoch has a mistake, and every mistake moves the line by a full step.
# ADALINE trembles a little, because every example moves it, and stays where it is. There is a remedy for the
# perceptron, too: keep the best line seen so far "in the pocket". You write it in the companion.
#
# ## 1969: XOR
#
# The smallest table without a line has four rows. XOR, the exclusive or, is 1 if **exactly one** input is 1. We give
# the perceptron twenty epochs. **Predict:** how many mistakes will it make during the last one?

# %%
xor_targets = np.array([0, 1, 1, 0])
stuck = Perceptron((0, 0), 0).fit(corners, xor_targets, 20)
print("mistakes in each epoch:", stuck.mistakes)
for epoch in (1, 2, 3, 4, 20):
    print(f"after epoch {epoch}: w1, w2, b = {stuck.path[epoch - 1]}")
assert stuck.mistakes[2:] == [4] * 18 and all(numbers == [-1, 0, 1] for numbers in stuck.path[1:])
assert np.sum(stuck.predict(corners) == xor_targets) == 2
curves = {"AND": learned_and.mistakes + [0] * 14, "XOR": stuck.mistakes}    # none after it has stopped
axes = plot_curves(curves, x_label="epoch", y_label="mistakes in the epoch")
axes.set_yticks(range(5))
show(axes,
     alt="Mistakes in each of twenty epochs. AND rises to 3 and falls to 0 in epoch 6, where it stays. XOR rises to "
         "4, as many as there are examples, in epoch 3 and stays there.")

# %% [markdown]
# Four in every epoch, for ever. (They are made while the weights change from example to example. The weights at the
# end of the epoch get two right, and so two wrong.) From the second epoch on the weights return to $(-1, 0)$ and the
# bias to 1 at the end of every epoch. The rule has no memory besides its weights, so what happened once must happen
# again: it walks in a circle.
#
# No other rule would do better. To compute XOR, a unit would have to satisfy four conditions:
#
# | input | target | condition |
# |---|---|---|
# | (0, 0) | 0 | $b \le 0$ |
# | (0, 1) | 1 | $w_2 + b > 0$ |
# | (1, 0) | 1 | $w_1 + b > 0$ |
# | (1, 1) | 0 | $w_1 + w_2 + b \le 0$ |
#
# Add the two in the middle: $w_1 + w_2 + 2b > 0$. Add the first and the last: $w_1 + w_2 + 2b \le 0$. Both cannot be.
# A search over thousands of units says the same. `product(steps, repeat=3)` goes through all triples of the 17
# numbers.

# %%
steps = np.linspace(-2, 2, 17)                                # -2, -1.75, ..., 2
tried = [ThresholdUnit((w1, w2), b).predict(corners) for w1, w2, b in product(steps, repeat=3)]
assert len(tried) == 4913
most_right = {name: max(np.sum(outputs == targets) for outputs in tried)
              for name, targets in (("AND", and_targets), ("OR", or_targets), ("XOR", xor_targets))}
assert list(most_right.values()) == [4, 4, 3]
for name, right in most_right.items():
    print(f"{name:4} the best of {len(tried):,} units gets {right} of 4 right")

# %% [markdown]
# Marvin Minsky and Seymour Papert gave such limits a book, *Perceptrons*, in 1969. XOR is the smallest case of one of
# their theorems.
#
# ## Three neurons
#
# What one line cannot do, two can, if a third neuron combines what they say. The two in front are called **hidden**
# neurons, because neither inputs nor outputs show what they say. Put side by side, their weights form a matrix $W$
# with one **column** for each neuron, and `@` computes both sums for all four inputs. Write $[\ldots > 0]$ for 1
# where it is true, and 0 where not:
#
# $$h = [\,x W + b > 0\,] \qquad \hat y = [\,h \cdot w_{\text{out}} + b_{\text{out}} > 0\,]$$
#
# For example, $W = \begin{pmatrix} 3 & 5 \\ 4 & 6 \end{pmatrix}$ and $b = (1, 2)$ are two neurons: the first with the
# sum $3 x_1 + 4 x_2 + 1$, the second with $5 x_1 + 6 x_2 + 2$.

# %% [markdown] tags=["exercise"]
# ### Exercise 2.7 - XOR with three neurons  (core, 7 min)
#
# Set all nine numbers by hand, so that the network computes XOR. `hidden_weights` is $W$, two rows of two numbers;
# `hidden_biases` is $b$, one number for each hidden neuron; `output_weights` is $w_{\text{out}}$, one weight for
# $h_1$ and one for $h_2$; `output_bias` is $b_{\text{out}}$. There are many right answers. Say first in words what
# each hidden neuron should find out.

# %% tags=["answer"] exercise="2.7"
network = {"hidden_weights": ..., "hidden_biases": ..., "output_weights": ..., "output_bias": ...}
### BEGIN SOLUTION
network = {
    "hidden_weights": [[1, 1], [1, 1]],    # (input, hidden): one column for each hidden neuron
    "hidden_biases": [-0.5, -1.5],         # the first is OR, the second AND
    "output_weights": [1, -1],             # OR, but not AND
    "output_bias": -0.5,
}
### END SOLUTION

# %%
check("2.7", network)

# %% [markdown] tags=["hint"] exercise="2.7"
# XOR is: at least one of the two, but not both. You have seen a neuron for "at least one" and one for "both".

# %% [markdown] tags=["hint"] exercise="2.7"
# Let the first hidden neuron be OR and the second AND. The output should fire if the first fires and the second does
# not: a positive weight for the one, a negative weight for the other, and a bias of 0 or a little below.

# %% [markdown]
# If yours has passed, it is your network that runs here, number by number as in the formula. Look at the line
# "hidden": which examples has the hidden layer made equal?

# %%
network = {name: np.array(values, dtype=float) for name, values in accepted("2.7", network).items()}
hidden = corners @ network["hidden_weights"] + network["hidden_biases"] > 0      # (example, hidden)
outputs = hidden @ network["output_weights"] + network["output_bias"] > 0       # (example,)
hidden, outputs = hidden.astype(int), outputs.astype(int)
assert np.array_equal(outputs, xor_targets)
print("inputs:", corners.tolist(), "\nhidden:", hidden.tolist(), "\noutput:", outputs.tolist())

# %% [markdown]
# Left, the plane of the inputs with the lines of the two hidden neurons, the second dashed. Right, the same four
# examples where these put them, each at its pair $(h_1, h_2)$, with the line of the output neuron.

# %%
figure, (before, after) = plt.subplots(1, 2, figsize=(7.6, 4.1), layout="constrained")
plot_points(corners, xor_targets, names=["target 0", "target 1"], title="the inputs", ax=before)
for row, line_bias in enumerate(network["hidden_biases"]):
    plot_line(network["hidden_weights"][:, row], line_bias, ax=before, label=f"line of h{row + 1}",
              dashed=row == 1)
before.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2)
output_unit = ThresholdUnit(network["output_weights"], network["output_bias"])
plot_regions(output_unit.predict, hidden, xor_targets, names=["target 0", "target 1"],
             x_label="h1", y_label="h2", title="where the hidden neurons put them", ax=after)
plot_line(output_unit.weights, output_unit.bias, ax=after)
for place in np.unique(hidden, axis=0):
    here = [str(tuple(corner)) for corner in corners[np.all(hidden == place, axis=1)].tolist()]
    after.annotate("\n".join(here), place, xytext=(-8 if place[0] else 8, 0), va="center",
                   textcoords="offset points", ha="right" if place[0] else "left")
show(figure,
     alt="Left: four corners of a square and two lines, of h1 and h2, that cut off corners. Right, in the plane of h1 and "
         "h2, one line parts the targets 1 from the targets 0; two of the four examples share a place.")

# %% [markdown]
# The plane has been folded. In the plane of the hidden neurons the examples of one class have moved together, and one
# line is enough. This is what hidden layers are for: they make a **representation** in which the rest is a matter of
# a line. You found their weights by hand. In 1969 no rule for learning them was widely known; lesson 06 is about the
# one that changed this.
#
# ## Two winters
#
# Hopes for thinking machines were high, results were not, and money went away twice. These periods are called **AI
# winters**; they are usually dated 1974 to 1980 and 1987 to 1993. The list is the data of the figure below.
#
# **Guess** first: how many years lie between the book of 1969 and the paper that made learning in networks with
# hidden layers known, by backpropagation?

# %%
from course_utils.figures import plot_timeline

events = [
    (1943, "threshold logic unit (McCulloch, Pitts)"),
    (1951, "stochastic approximation (Robbins, Monro)"),
    (1957, "perceptron (Rosenblatt)"), (1960, "ADALINE (Widrow, Hoff)"),
    (1965, "first deep networks (Ivakhnenko, Lapa)"), (1969, "Perceptrons, the book (Minsky, Papert)"),
    (1970, "derivatives sent backwards (Linnainmaa)"),
    (1986, "backpropagation (Rumelhart, Hinton, Williams)"),
    (1989, "LeNet reads digits (LeCun and others)"),
    (1997, "LSTM (Hochreiter, Schmidhuber)"), (1998, "LeNet-5 (LeCun and others)"),
    (2006, "deep belief nets (Hinton and others)"), (2012, "AlexNet"),
    (2014, "attention (Bahdanau and others)"), (2015, "ResNet"), (2017, "transformer"),
    (2018, "BERT"), (2020, "GPT-3"), (2020, "AlphaFold 2"), (2022, "ChatGPT"),
]
winters = [(1974, 1980, "first winter\n1974 to 1980"), (1987, 1993, "second winter\n1987 to 1993")]
assert [winter[:2] for winter in winters] == [(1974, 1980), (1987, 1993)] and 1986 - 1969 == 17
assert {year for year, _ in events} == {1943, 1951, 1957, 1960, 1965, 1969, 1970, 1986, 1989, 1997,
                                        1998, 2006, 2012, 2014, 2015, 2017, 2018, 2020, 2022}
show(plot_timeline(events, winters),
     alt="A timeline from 1943 to 2022, top to bottom. Seven events up to 1970, then the first AI winter, 1974 "
         "to 1980, with none; backpropagation 1986, the second winter, 1987 to 1993, with LeNet 1989 in it; "
         "and then ever more events, eight of the twenty from 2012 to 2022.")

# %% [markdown]
# Seventeen, and the first winter lies in the midst of them. Look at the gap from 1970 to 1986, and at how the dots
# crowd after 2012.
#
# - **The first winter.** The ALPAC report of 1966 ended most of the American money for machine translation. In 1973
#   James Lighthill reported to the British research council that the field had not kept its promises, and research
#   was cut at most universities. Expert systems, the programs of lesson 01 whose rules people write, brought money
#   back around 1980.
# - **The second winter.** In 1987 the market for the special computers on which these programs ran, Lisp machines,
#   collapsed: ordinary workstations had become fast enough and cost less. And expert systems were expensive to keep
#   up to date.
#
# The ideas did not stop: LeNet comes from the midst of the second winter.
#
# ## What you can now do
#
# You can work out a neuron by hand and draw its line. You wrote Rosenblatt's rule, which stops at the first line
# without mistakes and never stops where there is none, and ADALINE, which settles in both cases near the smallest
# squared error, and that may cost a mistake. You know why XOR needs a hidden layer, and you have set one.

# %%
progress(2)

# %% [markdown]
# Next, lesson 03 replaces the threshold by smoother functions and builds networks of any size. The companion,
# `02_the_perceptron_further`, computes how many mistakes a perceptron can make at most, and writes the pocket.
