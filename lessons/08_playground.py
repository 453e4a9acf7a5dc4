# ---
# jupyter:
#   course: {number: 8, title: Playground, part: 1, minutes: 90, builds_on: [5, 6, 7], data: [], quick: {seeds: 2}, full: {seeds: 10}}
# ---
# %% [markdown]
# # 08 · Playground
#
# In this lesson you play. A network learns before your eyes, and you change what you like: its data, its inputs, its
# layers, its learning rate. Each time you guess first what will happen, and a few seconds later you know.
#
# Afterwards you can
# - predict what a network can learn from its inputs and its depth, and test the prediction in seconds,
# - recognise a learning rate that is too large, a stuck network, and over-fitting, from their curves,
# - pass a whole experiment on as one line of text, and say how often it works, not only that it did once.
#
# About 90 minutes. Builds on lesson 05 (gradient descent), lesson 06 (backpropagation) and lesson 07: the playground
# runs on the engine that you built there.

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import accepted, check, progress, show
from course_utils.figures import SIGNED, plot_curves, plot_pictures
from course_utils.widgets import Playground, open_playground, plot_playground

# %% [markdown]
# One number can be set from outside: over how many seeds the experiments are repeated.

# %% tags=["parameters"]
seeds = 5

# %% [markdown]
# ## What you see
#
# The data lie in a plane: each point has two coordinates, $x_1$ and $x_2$, from $-6$ to 6, and belongs to class A or
# class B. The network gets inputs made from the coordinates, and answers with the probability $p$ of class A. Here is
# one after 100 epochs. Look at four things: the points, the colour behind them, the small maps in the network, and the
# lines between those.

# %%
playground = Playground("data=circle seed=1").run(100)
show(plot_playground(playground),
     alt="Left a network: inputs x1 and x2, four hidden neurons, two more, one output; a small map in each, and lines "
         "between them. Right the plane: a disc of class A points lies in a patch of its colour, the ring of class B "
         "points around it in the other. Below both losses, falling from above 0.7 to about 0.03.")

# %% [markdown]
# - **The colour** at a place is the network's answer there, $2p - 1$: 1 is surely A, $-1$ surely B, pale is undecided.
# - **The small maps** show what each neuron gives out at every place of the plane: blue above zero, orange below. The
#   inputs' maps are plain slopes. Each neuron of the first hidden layer has found an edge, two of them nearly the same
#   one; together they fence the disc in, by a rounded triangle.
# - **The lines** are the weights: the wider, the larger; solid above zero, dashed below.
# - **The curves** are the losses on the training points and on the test points, which are never trained on.
#
# One spot of colour by hand. Take a network without a hidden layer, with $w = (0.5, 0.25)$ and $b = -0.25$. At the
# place $x = (2, 1)$ it has the logit $z = 2 \cdot 0.5 + 1 \cdot 0.25 - 0.25 = 1$. The rest you know from lesson 04: $p
# = \sigma(z)$, and the loss is $-\ln p$ for a point of class A, $-\ln (1 - p)$ for one of class B.

# %%
z = np.array([2.0, 1.0]) @ np.array([0.5, 0.25]) - 0.25
p = 1 / (1 + np.exp(-z))
assert np.allclose([z, p, 2 * p - 1], [1, 0.7311, 0.4621], atol=5e-5)
assert np.allclose([-np.log(p), -np.log(1 - p), -np.log(0.5)], [0.3133, 1.3133, 0.6931], atol=5e-5)
print(f"p = {p:.4f}, colour {2 * p - 1:.4f}")
print(f"loss {-np.log(p):.4f} for an A, {-np.log(1 - p):.4f} for a B")

# %% [markdown]
# Keep one more number in mind: who always says $p = 0.5$ has a loss of $\ln 2 = 0.693$. That is **guessing**. A
# network that stays at 0.693 has learned nothing.
#
# The playground has no secrets: what it does in one step you have done by hand. Here is one full-batch step on two
# clouds of points, as in lesson 06: the delta of the output is $p - t$, with $t = 1$ for A and 0 for B. Then the
# playground does its own.

# %%
clouds = Playground("data=gaussians hidden=none batch=all rate=0.5 seed=1")
points, classes = clouds.data.side(training=True)          # (200, 2) and (200,): 1 for A, -1 for B
weights = clouds.weights[0][:, 0]                          # (2,); the bias begins at 0
deltas = 1 / (1 + np.exp(-points @ weights)) - (classes == 1)         # (200,): p - t
weights = weights - 0.5 * points.T @ deltas / len(points)
clouds.step()
assert np.allclose(clouds.weights[0][:, 0], weights)
print("by hand:", weights.round(4), "  the playground:", clouds.weights[0][:, 0].round(4))

# %% [markdown]
# Equal. Back to the network of the picture: 200 training points in batches of 10, so an epoch has 20 steps. **Predict**
# before you run the cell: after the first epoch, how much of the way from guessing to 0.03 was done?
# (`description()` says in words what the picture shows.)

# %%
again = Playground("data=circle seed=1")
print(f"Before: test loss {again.test_loss:.2f}.")
again.step()
print(again.description())
again.step(99)
assert again.test_losses == playground.test_losses
assert playground.test_loss < 0.1 < 0.6 < again.test_losses[1]

# %% [markdown]
# None: it began worse than guessing, and has just arrived there. The 99 that followed gave exactly the numbers of the
# picture. Everything is decided by the setting, the seed included.
#
# Now the live one. (Where nothing runs, as on GitHub, there is a sentence in its place, and pictures tell the story.)
#
# | control | in the line | usual value | lesson |
# |---|---|---|---|
# | data, examples, noise, training %, seed | `data examples noise share seed` | `circle 400 0 50 0` | 01 |
# | inputs | `inputs` | `x1,x2` | 01 |
# | hidden layers: at most 6, of at most 8 neurons | `hidden` | `4,2` | 03 |
# | activation | `activation` | `tanh` | 03 |
# | regularisation, strength: a penalty on the weights | `regularisation strength` | `none 0.003` | 04, companion |
# | learning rate, optimizer, batch size, first weights | `rate optimizer batch initialisation` | `0.03 sgd 10 glorot` | 05 |
# | show test, discretise: the picture alone | `test discretise` | `no no` | |
#
# **Play** lets it learn and becomes **Pause**; **Step** takes one epoch; **Reset** goes back to the first weights. With
# the keyboard: Tab moves from control to control, Space presses a button, the arrow keys move a slider. Try it: let
# the circle be learned, reset, take away neurons until it fails, switch the data.

# %%
view = open_playground("data=circle seed=1")
view

# %% [markdown]
# Below the controls stands the **setting**: one line of text that holds all of them, such as `hidden=3 rate=0.1`. What
# it does not name has its usual value. Send it to somebody, and they have your very network; paste theirs over it, press Enter, and you have
# theirs. In code it is `view.setting`. What is misspelt is told, and the playground stays as it was: try `data=spirals`.
#
# ## How large is it?
#
# Each neuron has a weight for each value that enters it, and a bias. In the picture, two inputs enter four neurons, those
# four enter two, and these two enter the output.

# %% [markdown] tags=["exercise"]
# ### Exercise 8.1 - count the parameters  (core, 4 min)
#
# Write `count_parameters`. `inputs` is the number of inputs, `hidden` the sizes of the hidden layers, such as `(4, 2)`,
# or `()` for none. The output is always one neuron. Biases count.

# %% tags=["answer"] exercise="8.1"
def count_parameters(inputs, hidden):
    """The number of weights and biases of a network with one output."""
    ### BEGIN SOLUTION
    sizes = [inputs, *hidden, 1]
    return sum((before + 1) * after for before, after in zip(sizes, sizes[1:]))
    ### END SOLUTION

# %%
check("8.1", count_parameters)

# %% [markdown] tags=["hint"] exercise="8.1"
# Put all sizes in a row, inputs first, then the hidden layers, then the single output. Between any two neighbours lies
# one layer of weights.

# %% [markdown] tags=["hint"] exercise="8.1"
# A layer that leads from `before` values to `after` neurons has `before * after` weights and `after` biases.
# `zip(sizes, sizes[1:])` runs over the neighbours.

# %% [markdown]
# Does it agree with the arrays that the playground really has?

# %%
count_parameters = accepted("8.1", count_parameters)
real = sum(layer.weights.value.size + layer.biases.value.size for layer in playground.network.layers)
assert count_parameters(2, (4, 2)) == real == 25
print([count_parameters(2, hidden) for hidden in [(), (2,), (3,), (4, 2), (8, 8), (8, 8, 8)]])

# %% [markdown]
# ## One line, and what inputs can do
#
# Without a hidden layer, the network is lesson 02's neuron: its border between A and B is a straight line **in its
# inputs**. It depends on the inputs, then, what it can do. The playground offers seven: $x_1$, $x_2$, their squares,
# their product $x_1 x_2$, and the sines of both.

# %% [markdown] tags=["exercise"]
# ### Exercise 8.2 - predict: one neuron, other inputs  (core, 5 min)
#
# Five playgrounds with `hidden=none`. Which of them can reach nearly 100 %? Think before you play. The data of `xor` are
# four quarters: class A where $x_1$ and $x_2$ have the same sign. Write `"yes"` or `"no"`.
#
# - A: `data=circle inputs=x1x2`
# - B: `data=circle inputs=x1^2,x2^2`
# - C: `data=xor inputs=x1x2`
# - D: `data=xor inputs=x1^2,x2^2`
# - E: `data=spiral`, with all seven inputs

# %% tags=["answer"] exercise="8.2"
solvable = {"A": ..., "B": ..., "C": ..., "D": ..., "E": ...}
### BEGIN SOLUTION
solvable = {"A": "no", "B": "yes", "C": "yes", "D": "no", "E": "no"}
### END SOLUTION

# %%
check("8.2", solvable)

# %% [markdown] tags=["hint"] exercise="8.2"
# The network computes $w \cdot \text{inputs} + b$ and looks at the sign. So ask: is there a sum of these inputs that is
# large on one class and small on the other? Lesson 01 did this for two rings.

# %% [markdown] tags=["hint"] exercise="8.2"
# Take pairs of places and compare their inputs. $(1, 1)$ and $(1, -1)$ have equal squares. $(4, 0)$ and $(0, 0)$ have
# equal products. A network cannot tell places apart that have the same inputs.

# %% [markdown]
# Now the run. One seed says little, so each setting is trained for seeds 0, 1, 2 and so on, which change the data and the
# first weights. The table gives median and range of the test loss.

# %%
def test_losses(setting, epochs, seeds):
    return [Playground(f"{setting} seed={seed}").run(epochs).test_loss for seed in range(seeds)]


def tell(name, losses):
    print(f"{name:36s} median {np.median(losses):.2f}   from {min(losses):.2f} to {max(losses):.2f}")


ALL_SEVEN = "inputs=x1,x2,x1^2,x2^2,x1x2,sin1,sin2"
ONE_NEURON = "hidden=none examples=200 batch=20 optimizer=adam rate=0.1"
lines = ["data=gaussians", "data=circle", "data=circle inputs=x1x2", "data=circle inputs=x1^2,x2^2",
         "data=xor inputs=x1x2", "data=xor inputs=x1^2,x2^2", f"data=spiral {ALL_SEVEN}"]
one_neuron = {line: test_losses(f"{line} {ONE_NEURON}", 40, seeds) for line in lines}
for line, losses in one_neuron.items():
    tell(line.replace(ALL_SEVEN, "all seven"), losses)
solved = [max(losses) < 0.1 for losses in one_neuron.values()]
assert solved == [True, False, False, True, True, False, False]
assert all(max(losses) < 0.1 or min(losses) > 0.6 for losses in one_neuron.values())

# %% [markdown]
# There is nothing between: below 0.1, or at guessing. $x_1^2 + x_2^2$ is the squared distance from the middle, and one
# threshold on it is a circle. With the product, XOR is one threshold at 0. **With the right input, one neuron can do what
# looked hard.** But none of the seven winds, nor any weighted sum of them: at the spiral one neuron fails. You may have
# heard that the sines solve it. Not alone.
#
# If nobody gives you the right input, hidden neurons must make it. How many does the circle need, when the network is
# told only $x_1$ and $x_2$? The next cell opens a playground for this question, with a name of its own.

# %%
circle_view = open_playground("data=circle seed=3")
circle_view

# %% [markdown] tags=["exercise"]
# ### Exercise 8.3 - the circle with few weights  (core, 7 min)
#
# In the playground above, bring the **test loss below 0.1** with at most **13 parameters**, biases included, and at most
# 300 epochs. You may change the hidden layers, activation, initialisation, optimizer, learning rate and regularisation,
# and the batch if it has at least 10 points; data, inputs and seed stay as they are.
#
# When you are there, press Pause and write `few_reached = circle_view.reached` in the answer cell. That is a dictionary such as
# `{"setting": "hidden=8 seed=3", "epochs": 40}`. The check trains this setting anew, from the start, for so many epochs.
# After a restart the view knows nothing of it: to keep it, print it and write the dictionary itself.
#
# Without the live playground, train in code: `Playground("hidden=8 seed=3").run(300, until=0.1).reached` stops as soon
# as the test loss is below 0.1. (To stop by the test loss is not quite honest. Why, comes after Exercise 8.6.)

# %% tags=["answer"] exercise="8.3"
few_reached = ...
### BEGIN SOLUTION
few_reached = {"setting": "data=circle hidden=3 optimizer=adam seed=3", "epochs": 60}
### END SOLUTION

# %%
check("8.3", few_reached)

# %% [markdown] tags=["hint"] exercise="8.3"
# One hidden layer of $n$ neurons has $4n + 1$ parameters here: how many may it have? Each neuron of the first layer
# draws one line. How many lines do you need to fence something in?

# %% [markdown] tags=["hint"] exercise="8.3"
# Three lines make a triangle: `hidden=3`. If it gets there too slowly, remember the race of lesson 05: which optimizer
# was fast at a small learning rate?

# %% [markdown]
# Three lines are the fewest that enclose anything: two tanh or ReLU neurons make a wedge or a strip, open at an end.
# (Swish has a dip. With luck, two swish neurons manage it, with 9 parameters. Can you?)
#
# ## Luck: XOR again
#
# The companion of lesson 06 had an XOR network that got stuck, on four points. Here it is four quarters with many points.
# Which share of all seeds gets through? Write the function that says so, and never be content with one run again.

# %% [markdown] tags=["exercise"]
# ### Exercise 8.4 - how often does it work?  (core, 6 min)
#
# Write `success_rate`. `setting` is a line of text without a seed, `seed_list` holds the seeds to try. Train each for
# `epochs` epochs from the start. The result is the share of seeds whose **test loss** is then below `bound`: 0.75, if
# three of four are.

# %% tags=["answer"] exercise="8.4"
def success_rate(setting, epochs, seed_list, bound):
    """The share of seeds, from 0 to 1, whose test loss is below `bound` after `epochs` epochs."""
    ### BEGIN SOLUTION
    losses = [Playground(f"{setting} seed={seed}").run(epochs).test_loss for seed in seed_list]
    return np.mean([loss < bound for loss in losses])
    ### END SOLUTION

# %%
check("8.4", success_rate)

# %% [markdown] tags=["hint"] exercise="8.4"
# The function `test_losses` above does nearly all of it, for seeds 0, 1, 2, ... . What has to change for a list of
# seeds?

# %% [markdown] tags=["hint"] exercise="8.4"
# For one seed: `Playground(f"{setting} seed={seed}").run(epochs).test_loss`. Count how many of these are below `bound`,
# and divide by how many there are: `len(seed_list)`.

# %% [markdown]
# **Predict:** lesson 02 solved XOR's four points with two hidden neurons. How often will 2 ReLU neurons solve the four
# quarters, and how often 3, 4 and 8?

# %%
success_rate = accepted("8.4", success_rate)
xor = "data=xor examples=200 activation=relu optimizer=adam rate=0.1 batch=20"
rates = {n: success_rate(f"{xor} hidden={n}", 30, range(10), 0.1) for n in (2, 3, 4, 8)}
rates["x1x2"] = success_rate("data=xor hidden=none inputs=x1x2 rate=0.1", 30, range(10), 0.1)
for network, rate in rates.items():
    print(f"{network!s:>5}: {rate:.0%} of ten seeds")
assert rates[2] == 0 and 0.2 <= rates[4] < 1 and rates[8] >= 0.9 and rates["x1x2"] == 1

# %% [markdown]
# Two never do: two lines leave a strip for one class, but its two quarters meet crosswise. Four neurons have enough lines, and
# get stuck on some seeds all the same. Here is one that is stuck. Compare the four small maps.

# %%
stuck = Playground(f"{xor} hidden=4 seed=4").run(60)
show(plot_playground(stuck),
     alt="The four quarters of XOR, learned by four ReLU neurons with seed 4, after 60 epochs. The two upper quarters are "
         "told apart, the lower half of the plane is pale: undecided. All four maps of the hidden neurons are pale "
         "below, too. Below, both losses go level.")
print("test loss, every ten epochs:", np.round(stuck.test_losses[::10], 2))
below = stuck.neuron_maps(20)[1][:, 13:]                       # (neurons, rows, columns), below x2 = -2
assert np.all(below == 0) and 0.3 < stuck.test_loss < 0.5
assert np.isclose(0.5 * np.log(2), 0.35, atol=0.005)          # half of the points guessed, half right

# %% [markdown]
# Below $x_2 = -2$ all four neurons are exactly 0. A ReLU that is 0 has the slope 0 and lets no error back, so the points
# down there cannot teach any neuron. They are guessed, which costs 0.69 for half of the points: 0.35 in all, and a
# little for the seam. Nothing is wrong with the code. Eight
# neurons are not needed to draw the border, but with eight, luck is not needed either. That is one reason why real
# networks are larger than they would have to be.
#
# ## The knob: learning rate
#
# **Predict:** the circle, four hidden neurons, plain gradient descent, 60 epochs. Rates from 0.001 to 100, each ten
# times the one before. Which are too small, which is best, and what does the curve of a rate look like that is too large?

# %%
steps = [0.001, 0.01, 0.1, 1, 10, 100]
small = "data=circle examples=200 hidden=4 batch=20"
by_rate = np.array([test_losses(f"{small} rate={rate}", 60, seeds) for rate in steps])  # (rates, seeds)
middle, low, high = np.median(by_rate, axis=1), by_rate.min(axis=1), by_rate.max(axis=1)
left, right = plt.subplots(1, 2, figsize=(8, 3), layout="constrained")[1]
left.errorbar(steps, middle, yerr=[middle - low, high - middle], fmt="o-", capsize=4)
left.axhline(np.log(2), linestyle="--", color="black", linewidth=1)
left.annotate("guessing: 0.693", (0.02, 0.8))
left.set(xscale="log", yscale="log", xlabel="learning rate", ylabel="test loss after 60 epochs")
curves = {f"rate {rate}": Playground(f"{small} rate={rate} seed=1").run(60).training_losses
          for rate in (0.01, 1, 10)}
plot_curves(curves, x=np.arange(61), x_label="epoch", y_label="training loss", ax=right)
show(left,
     alt="Left, test loss against learning rate, both axes logarithmic. At 0.001 and 0.01 the median is near guessing, "
         "0.69. It falls to about 0.4 at 0.1 and to about 0.1 at 1. At 10 the bar from seed to seed is long, and its "
         "upper end is far above guessing; at 100 all of it is. Right, three curves over 60 epochs: rate 0.01 creeps, "
         "rate 1 falls smoothly, rate 10 jumps up and down between 0.3 and more than 1.5.")
assert middle[0] > 0.6 and middle[3] < 0.2 < 0.25 < middle[2] < 0.5 and low[5] > 1
assert np.std(np.diff(curves["rate 10"])) > 5 * np.std(np.diff(curves["rate 1"][5:]))

# %% [markdown]
# The shape on the left is that of lesson 05: too small and it hardly moves, larger is faster, and then it breaks. On the
# right are the curves to remember: **a rate that is too small creeps, one that is too large jumps.**
#
# Where is the edge? Without a hidden layer and with a squared error, lesson 05 has a formula: the largest safe rate is
# $2 / \lambda_{\max}$, with the largest curvature of the loss. The playground's data `plane` is such a case. A number is to
# be predicted (**regression**), and the Hessian of the mean of $(x w + b - y)^2$ is $\tfrac{2}{n} X^\top X$, with a column of
# ones for the bias.

# %%
slope = Playground("data=plane hidden=none batch=all seed=1")
inputs = np.column_stack([slope.data.side(training=True)[0], np.ones(200)])      # (200, 3)
limit = 2 / np.linalg.eigvalsh(2 / 200 * inputs.T @ inputs).max()
print(f"largest safe rate: {limit:.4f}")
for factor in (0.95, 1.05):
    tried = Playground(f"data=plane hidden=none batch=all seed=1 rate={factor * limit:.4f}").run(300)
    print(f"\n{factor:.0%} of it:", tried.stopped or f"training loss {tried.training_loss:.3f}")
assert tried.stopped and tried.training_loss > 1000 and 0.07 < limit < 0.09

# %% [markdown]
# Five percent below, it arrives; five percent above, it breaks, and the playground says so and stops.
#
# ## The spiral
#
# Two arms, wound around each other. One neuron failed with all seven inputs. Now it is your turn, with $x_1$ and $x_2$
# alone. **Predict** how many hidden layers of eight neurons it takes: one, two or three?

# %%
spiral_view = open_playground("data=spiral examples=800 batch=20 seed=1")
spiral_view

# %% [markdown] tags=["exercise"]
# ### Exercise 8.5 - unwind the spiral  (core, 8 min)
#
# Bring the **test loss below 0.05** with at most 300 epochs, from the setting above. You may change the hidden layers,
# activation, initialisation, optimizer, learning rate, regularisation, and the batch if it has at least 10 points. Data,
# inputs ($x_1$ and $x_2$) and seed stay. Hand in `spiral_view.reached` or the dictionary, as in Exercise 8.3.

# %% tags=["answer"] exercise="8.5"
spiral_reached = ...
### BEGIN SOLUTION
spiral_reached = {"setting": "data=spiral examples=800 batch=20 seed=1 hidden=8,8,8 "
                             "activation=swish optimizer=adam rate=0.01", "epochs": 60}
### END SOLUTION

# %%
check("8.5", spiral_reached)

# %% [markdown] tags=["hint"] exercise="8.5"
# First lines, then bends, then bends of bends. One hidden layer draws lines and adds them up. Give it one or two more
# layers to bend them.

# %% [markdown] tags=["hint"] exercise="8.5"
# Three layers of eight neurons can do it. Plain gradient descent is slow there; take Adam with a small rate such as 0.01,
# and try activations that do not go flat on both sides: swish, ELU, ReLU.

# %% [markdown]
# How much of that was luck, and is it the layers or the size? The table has one, two and three layers of eight and three
# narrower ones, all with swish, and the sines as inputs to one layer of tanh. The numbers are parameters, and for each
# seed the epoch in which the test loss first fell below 0.1, if it did within 100.

# %%
def epochs_needed(setting, most, seeds):
    runs = [Playground(f"{setting} seed={seed}").run(most, until=0.1) for seed in range(seeds)]
    return [run.epoch if run.test_loss < 0.1 else None for run in runs]


common = "data=spiral examples=800 batch=40 optimizer=adam rate=0.03"
needed = {}
for hidden in [(8,), (8, 8), (5, 5, 5), (8, 8, 8)]:
    line = ",".join(map(str, hidden))
    needed[line] = epochs_needed(f"{common} activation=swish hidden={line}", 100, seeds)
    print(f"{line:12s} {count_parameters(2, hidden):3} {needed[line]}")
needed["sines"] = epochs_needed(f"{common} hidden=8 inputs=x1,x2,sin1,sin2", 100, seeds)
print(f"8 and sines  {count_parameters(4, (8,)):3} {needed['sines']}")
assert needed["8"] == [None] * seeds and needed["5,5,5"].count(None) <= 1
assert None not in needed["8,8"] + needed["8,8,8"] + needed["sines"]
assert max(needed["8,8,8"]) < np.median(needed["8,8"])

# %% [markdown]
# With these settings one layer of eight does not get there, two do, and three do it sooner. Three layers of five have
# fewer parameters than two of eight, and do about as well: **a further layer can stand in for width**, as long as none is
# too narrow. Much depends on the activation, too; try tanh. The sines help as soon as a hidden layer can combine them.
# Here is what each neuron of a deep one gives out after 60 epochs, each map scaled to its own largest value. Go through
# them row by row.

# %%
deep = Playground(f"{common} activation=swish hidden=8,8,8 seed=1").run(60)
maps = deep.neuron_maps(40)                          # inputs, three layers of eight, output
names = [name for layer in (1, 2, 3) for name in [f"layer {layer}"] + 7 * [""]] + ["output"]
show(plot_pictures(np.concatenate(maps[1:]), names),
     alt="Three rows of eight small maps. In the first each map has one soft straight edge, at various angles. In the "
         "second there are corners, wedges, round hollows and small spots. In the third four maps are pale hollows, "
         "some with a streak, two show a hook, one a spot with a notch, one a wide patch with holes. "
         "The output, below them, is the spiral: two arms wound around each other.")
assert deep.test_loss < 0.1

# %% [markdown]
# The first layer: one edge each. The second: corners, wedges and spots. The third: hollows and hooks, here and there a
# piece of an arm, which the output adds up to a spiral. Depth builds complicated shapes from plain ones.
#
# ## Few points, much noise
#
# Now make things hard: noise, so that the classes overlap, and only 50 points to train on (450 for the test). The
# network has 105 parameters, twice as many as there are points. **Predict** both curves over 200 epochs: the training
# loss, and the test loss.

# %%
noisy = "data=circle examples=500 share=10 noise=40 batch=25 hidden=8,8 optimizer=adam rate=0.03"
fitted = Playground(f"{noisy} seed=2").run(200)
assert count_parameters(2, (8, 8)) == 105 and fitted.training_loss < 0.05 and fitted.accuracy() > 0.8
show(plot_curves({"training": fitted.training_losses, "test": fitted.test_losses}, validation=["test"],
                 x=np.arange(201), x_label="epoch", y_label="loss"),
     alt="Two curves over 200 epochs. Both fall from 0.7 for some 40 epochs. Then the training loss goes on to 0.04, "
         "while the test loss turns round at 0.25 and climbs above 0.6.")

# %% [markdown]
# For about forty epochs both fall: the network learns what is so. Then it learns the fifty points by heart, noise and
# all, and the test loss climbs nearly to that of guessing. That is **over-fitting**. More than 80 % of the test points are
# still right; but where the network is wrong, it is mostly very sure of it. (Play it below, and look at the surface.)
#
# The first cure is to stop in time. **Early stopping** watches the loss on points that are not trained on. The curve
# jitters, so it does not stop at the first rise: it waits for some epochs, its **patience**, and if no new best has
# come in the meantime it goes back to the best.

# %% [markdown] tags=["exercise"]
# ### Exercise 8.6 - stop in time  (core, 8 min)
#
# Write `early_stopping`. `losses` holds the losses after epoch 0, 1, 2, ... . Go through them in order and remember the
# epoch of the lowest so far (only a lower one is a new best, not an equal one). Stop as soon as `patience` epochs in a row
# have brought no new best; what comes after is never seen. Return the epoch of the best. If it never comes to that,
# it is the best of all.

# %% tags=["answer"] exercise="8.6"
def early_stopping(losses, patience):
    """The epoch to go back to, counted from 0; losses (epochs + 1,), patience at least 1."""
    ### BEGIN SOLUTION
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best
    ### END SOLUTION

# %%
check("8.6", early_stopping)

# %% [markdown] tags=["hint"] exercise="8.6"
# `enumerate(losses)` gives you epoch and loss together. Keep one number, the epoch of the best so far. How many epochs
# in a row have brought no new best? That is `epoch - best`.

# %% [markdown] tags=["hint"] exercise="8.6"
# In the loop there are two cases. Is the loss lower than `losses[best]`, then `best = epoch`. If not, and `epoch - best`
# has reached `patience`, leave the loop with `break`.

# %% [markdown]
# With how much patience does it find the lowest point of the curve above?

# %%
early_stopping = accepted("8.6", early_stopping)
curve = fitted.test_losses
stops = {patience: early_stopping(curve, patience) for patience in (1, 2, 6, 7, 20)}
for patience, epoch in stops.items():
    print(f"patience {patience:2}: epoch {epoch:2}, test loss {curve[epoch]:.3f}")
best = int(np.argmin(curve))
assert stops[1] < stops[2] == stops[6] < stops[7] == stops[20] == best and curve[best] < 0.3

# %% [markdown]
# With 7 it does. With 1 it stops at the first bump, almost at once. From 2 to 6 it finds a low point some epochs before,
# which is nearly as good. One thing must be said aloud: who chooses the epoch by the test loss has **used** the
# test points, and the loss found is a little too good. In earnest one keeps a third part for such choices, the
# **validation** set of lesson 01, and asks the test set once, at the end. That holds for every knob you turn here.
#
# The second cure is to forbid large weights: add the strength times half the sum of all squared weights to the loss. It
# is the L2 penalty of lesson 04's companion, here with the half. Large weights are what hard edges are made of.

# %%
noisy_view = open_playground(f"{noisy} seed=2")
noisy_view

# %% [markdown] tags=["exercise"]
# ### Exercise 8.7 - cure it  (core, 6 min)
#
# From the setting above, bring the **test loss after 200 epochs below 0.3** by the **regularisation and its strength
# alone**. Stopping early does not count here: run 200 epochs, or up to 400. Hand in `noisy_view.reached` or the dictionary (copy the whole line).

# %% tags=["answer"] exercise="8.7"
cured_reached = ...
### BEGIN SOLUTION
cured_reached = {"setting": "data=circle examples=500 share=10 noise=40 batch=25 hidden=8,8 "
                            "optimizer=adam rate=0.03 regularisation=l2 strength=0.02 seed=2", "epochs": 200}
### END SOLUTION

# %%
check("8.7", cured_reached)

# %% [markdown] tags=["hint"] exercise="8.7"
# Choose L2, then the strength. Begin with a very small and a very large one and watch what either does to the surface;
# then look between them.

# %% [markdown] tags=["hint"] exercise="8.7"
# At 0.001 the test loss still climbs. At 0.3 the penalty wins, all weights go to zero, and it guesses. Ten or
# twenty times the first is about right.

# %% [markdown]
# **Predict** the last row before you run the table: no penalty, but 400 points to train on in the place of 50. (They come
# in batches of 100 instead of 25, so that an epoch has 4 steps, not 16; before, it had 2.)

# %%
by_strength = {strength: test_losses(f"{noisy} regularisation=l2 strength={strength}", 200, seeds)
               for strength in (0, 0.001, 0.02, 0.3)}
for strength, losses in by_strength.items():
    tell(f"L2, strength {strength}", losses)
medians = [np.median(losses) for losses in by_strength.values()]
assert medians[0] > medians[1] > 1.3 * medians[2] and medians[2] < 0.3
assert np.allclose(by_strength[0.3], np.log(2), atol=0.01)
more = test_losses(noisy.replace("share=10", "share=80").replace("batch=25", "batch=100"), 200, seeds)
tell("no penalty, 400 points, batch 100", more)
assert max(more) < 0.45 and np.median(more) < 0.6 * medians[0]

# %% [markdown]
# Too little does not help, and too much leaves 0.693: the penalty has pressed all weights to zero, and the network
# guesses. Between them lies the cure. The last row is the third one, and the best where it can be had: more data. Here
# are the surfaces of seed 2 for the four strengths.

# %%
def draw(ax, playground, title):
    points, classes = playground.data.side(training=True)
    ax.imshow(playground.surface(40), cmap=SIGNED, vmin=-2, vmax=2, extent=(-6, 6, -6, 6))
    ax.plot(*points[classes == 1].T, "o", color="black", markersize=3)
    ax.plot(*points[classes != 1].T, "s", color="white", markeredgecolor="black", markersize=4)
    ax.set(xlabel="x1", ylabel="x2", title=title)


figure, axes = plt.subplots(1, 4, figsize=(9, 2.7), layout="constrained")
fits = [Playground(f"{noisy} regularisation=l2 strength={strength} seed=2").run(200)
        for strength in by_strength]
for ax, fit, strength in zip(axes, fits, by_strength):
    draw(ax, fit, f"strength {strength}")
    ax.label_outer()
show(figure,
     alt="Four surfaces with the 50 points. Without a penalty a ragged patch with hard edges, corners that reach for single "
         "points and an arm that runs off to a corner of the plane. With 0.001 nearly the same. With 0.02 a rounded "
         "patch with a wider pale rim and no arm. With 0.3 everything is pale.")
assert np.abs(fits[3].surface(40)).max() < 0.1 < np.abs(fits[2].surface(40)).max()

# %% [markdown]
# Without a penalty: edges as hard as they come, corners that reach for single points, and an arm where no point is; 0.001
# changes little. At 0.02 corners and arm are gone, and a few points are left on the wrong side, as should be with so much
# noise. At 0.3 nothing is left.
#
# L1 adds the sum of the **absolute** weights instead. Its pull does not get weaker as a weight gets small, so it takes
# weights to zero, up to the length of one step. One neuron gets all seven inputs for a noisy circle. **Predict** which
# weights remain.

# %%
for penalty in ("none", "l1", "l2"):
    neuron = Playground(f"data=circle noise=30 hidden=none {ALL_SEVEN} rate=0.01 seed=1 "
                        f"regularisation={penalty} strength=0.1").run(100)
    weights = neuron.weights[0][:, 0]
    near_zero = np.sum(np.abs(weights) < 0.01)
    print(f"{penalty:4s} {near_zero} of 7 near zero, loss {neuron.test_loss:.2f}", weights.round(2))
    assert near_zero == 5 if penalty == "l1" else near_zero <= 2

# %% [markdown]
# The two squares remain: L1 has found out which inputs matter. L2 makes the weights smaller on the whole, and keeps
# nearly all of them.
#
# ## The other knobs
#
# One table for the rest: the circle, four tanh neurons, a rate of 0.1 and 40 epochs, with one thing changed at a time.
# **Predict** two rows: linear neurons, and all first weights zero. The last rows are regression: a plane, and six hills and
# hollows, with and without hidden neurons. There the yardstick is no longer 0.693, but the mean squared error of always
# saying 0: about 0.17 for the plane, and 0.08 for the hills.

# %%
changes = ["", "optimizer=momentum", "optimizer=adam", "batch=5", "batch=all", "activation=relu",
           "activation=linear", "initialisation=zero"]
knobs = {change: test_losses(f"data=circle examples=200 hidden=4 rate=0.1 {change}", 40, seeds)
         for change in changes}
for line in ["data=plane hidden=none", "data=multi-gaussian hidden=none",
             "data=multi-gaussian hidden=8"]:
    knobs[line] = test_losses(f"{line} examples=200 optimizer=adam rate=0.03", 60, seeds)
for change, losses in knobs.items():
    tell(change or "as it was", losses)
zeros = Playground("data=circle hidden=4 initialisation=zero").run(40)
assert np.all(zeros.weights[0] == 0) and np.allclose(knobs["initialisation=zero"], np.log(2), atol=0.01)
assert min(knobs["activation=linear"]) > 0.6 > max(knobs["optimizer=adam"] + knobs["batch=5"])
for data, idle in (("plane", 0.17), ("multi-gaussian", 0.08)):
    heights = [Playground(f"data={data} seed={seed}").data.targets for seed in range(5)]
    assert np.isclose(np.mean(np.square(heights)), idle, atol=0.01)

# %% [markdown]
# Momentum and Adam use the same slopes better. Small batches take more steps in an epoch; all points at once is one
# step, so 40 epochs are 40 steps. Linear neurons in any number are one linear map (lesson 03). With all weights zero no
# error comes back through the output weights, so the hidden weights stay exactly where they were (lesson 05). And a
# plane needs no hidden layer; hills and hollows do. Nesterov, RMSProp and large first weights are left for you to try.
#
# ## Your own points
#
# At last, a problem of your own. In code, points are triples of $x_1$, $x_2$ and a letter; here they come from a picture
# in letters. In the live playground below it, unfold "Own points" and draw class A, then class B, or write a table.

# %%
rows = ["BBBBBBBBBB", "BAABBBBAAB", "BAAABBAAAB", "BAAAAAAAAB", "BAAAAAAAAB", "BBAAAAAABB",
        "BBBAAAABBB", "BBBBAABBBB", "BBBBBBBBBB"]
own = [(10 * column / 9 - 5, 5 - 10 * row / 8, letter)
       for row, letters in enumerate(rows) for column, letter in enumerate(letters)]
print("\n".join(rows))
drawn = Playground("data=own hidden=8,8 activation=elu optimizer=adam share=80")
drawn.change(own=own)                                # sets what is named, and begins anew at epoch 0
draw(plt.subplots(figsize=(3, 3))[1], drawn.run(100), "learned from 72 of 90 points")
show(plt.gca(),
     alt="The plane with black discs and white squares on a grid. A heart of straight sides encloses the discs, with two "
         "pointed tips above and one below; all around is the colour of class B.")
assert drawn.accuracy("training") > 0.9 and drawn.accuracy() > 0.8
own_view = open_playground(drawn.state)
own_view

# %% [markdown]
# A heart, from 90 points. Draw your own: what is hard for the network?
#
# Before you leave, break something on purpose: find the shortest line of settings whose training breaks, or two seeds of
# one setting that end in different worlds. Send it to somebody and let them explain it.
#
# ## What you can now do
#
# You can say what a network will be able to learn before it has seen a point: **what inputs it gets, how many lines it
# can draw, how often it can bend them.** You know what its curves look like when the rate is too large, when it is
# stuck, and when it learns by heart, and a cure for each. You pass on experiments as one line, and say over how
# many seeds they hold.

# %%
progress(8)

# %% [markdown]
# This ends Part I: every piece of a neural network, made by hand. Next, lesson 09 begins Part II. With Keras, the same
# pieces read handwritten digits, with 101,770 parameters.
