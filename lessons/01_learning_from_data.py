# ---
# jupyter:
#   course: {number: 1, title: Learning from data, part: 1, minutes: 90, builds_on: [0], data: [sign_language_mnist]}
# ---
# %% [markdown]
# # 01 · Learning from data
#
# You write a rule that tells malignant from benign tumours, and then let a computer find its own rule from examples.
# Everything else in this course, up to the largest networks, is a refinement of that second step.
#
# Afterwards you can
# - name the parts of every learning program, and say what it can and cannot be blamed for,
# - fit a linear model in four ways that agree, and say what its hyperplane is,
# - split data so that a score means something, and split an error into bias, variance and noise.
#
# About 90 minutes. The best place for a pause is two thirds of the way, before "Bias, variance, noise". Builds on
# lesson 00. You need a little Python and NumPy; what you may not have met is explained in a clause beside it.

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import accepted, check, checkpoint, load, progress, show
from course_utils.data.copied import pictures_of_photos
from course_utils.figures import plot_curves, plot_hyperplane, plot_line, plot_pictures, plot_points

# %% [markdown]
# One number can be set from outside: the seed, from which all random choices of this lesson follow.

# %% tags=["parameters"]
seed = 0

# %% [markdown]
# ## A rule written by a person
#
# A doctor takes a few cells from a lump in a breast, and measures the cell nuclei under a microscope. Is the tumour
# **malignant**, or is it **benign** and does no harm? The table has 569 such biopsies with 30 measurements each, and
# what each tumour turned out to be. Two of the measurements are drawn below: how large the largest nuclei are, and
# how dented their outlines are, in the units of the table. The line is a rule that somebody might write down: *a
# radius above 18 is malignant*. What would you have to change to make it better?
#
# In the code, `x[:, 20]` is column 20 of the table, and `np.stack([...], axis=1)` puts arrays side by side as
# columns.

# %%
biopsies = load("breast_cancer")
malignant = 1 - biopsies.y                                  # (patient,): 1 malignant, 0 benign
radius, dents = biopsies.x[:, 20], biopsies.x[:, 27]        # (patient,) each
drawing = plot_points(np.stack([radius, dents], axis=1), malignant, names=["benign", "malignant"],
                      x_label="radius of the largest nuclei", y_label="dents in the outline")
drawing.axvline(18, color="k", zorder=0)                    # zorder 0: behind the points
show(drawing,
     alt="569 biopsies by radius, 8 to 36, and dents, 0 to 0.3. Benign ones crowd at the lower left, malignant ones spread to the upper right, and the two mix between radius 14 and 18. A vertical line at 18 has nearly all benign ones to its left, and a good part of the malignant ones, too.")

# %% [markdown]
# To the right of the line nearly all are malignant. But many malignant ones lie to its left, and nearly half of those
# have badly dented outlines. So the author of the rule adds a second one. Programs of this kind are called **expert
# systems**: somebody who knows the field states rules of the form *if ..., then ...*, and the machine applies them.

# %%
def written_rule(radius, dents):
    if radius > 18:       # rule 1: large nuclei
        return 1
    if dents > 0.17:      # rule 2: not so large, but badly dented
        return 1
    return 0


answers = np.array([written_rule(r, d) for r, d in zip(radius, dents)])     # zip: pair by pair
one_rule, two_rules = np.sum((radius > 18) != malignant), np.sum(answers != malignant)
assert (len(malignant), one_rule, two_rules) == (569, 63, 37)
print(f"of 569 patients, the first rule alone gets {one_rule} wrong, both rules together {two_rules}")

# %% [markdown]
# `radius > 18` compares all 569 numbers at once and gives an array of True and False; `!=` does so, too, and the sum
# counts the True.
#
# Two rules are better than one. Why not go on to a hundred? People did. In the 1980s systems with hundreds of rules
# were at work, and this is where they ended: the rules must come from somebody who can **say** what they know; every
# exception needs another rule, until rules contradict each other; and nothing changes when the world does. Nobody has
# managed to write down how to tell a dog from a cat in a photo. You can do it, and cannot say how.
#
# Where the rule *is* known and short, program it: the tax on an income, the date of Easter. There is nothing to
# learn.
#
# ## A rule learned from data
#
# The 18 was a guess. Let the examples decide. Take six patients, few enough to count by eye. A threshold $t$ calls
# everything above it malignant.
#
# | radius | 10 | 12 | 14 | 15 | 18 | 20 |
# |---|---|---|---|---|---|---|
# | malignant | 0 | 0 | 1 | 0 | 1 | 1 |
#
# With $t = 12$ the 15 is called malignant and is not: one mistake. With $t = 15$ the 14 is missed: one mistake as
# well. With $t = 18$ two are missed.

# %%
def count_mistakes(values, labels, threshold):
    return np.sum((values > threshold) != labels)


six_values, six_labels = np.array([10, 12, 14, 15, 18, 20]), np.array([0, 0, 1, 0, 1, 1])
six_counts = [int(count_mistakes(six_values, six_labels, t)) for t in six_values]
assert six_counts == [2, 1, 2, 1, 2, 3]
six_counts

# %% [markdown] tags=["exercise"]
# ### Exercise 1.1 - the best threshold  (core, 5 min)
#
# Write `best_threshold`. Try each of the `values` as a threshold, and return one that makes the fewest mistakes. If
# several are equally good, any of them will do.

# %% tags=["answer"] exercise="1.1"
def best_threshold(values, labels):
    """A threshold t for which `values > t` differs from `labels` in the fewest places; arrays (examples,)."""
    ### BEGIN SOLUTION
    best, fewest = None, len(values) + 1
    for threshold in values:
        mistakes = count_mistakes(values, labels, threshold)
        if mistakes < fewest:
            best, fewest = threshold, mistakes
    return best
    ### END SOLUTION

# %%
check("1.1", best_threshold)

# %% [markdown] tags=["hint"] exercise="1.1"
# Go through the candidates in a loop, and remember two things: the fewest mistakes so far, and the threshold that
# made them.

# %% [markdown] tags=["hint"] exercise="1.1"
# Before the loop `fewest = len(values) + 1`, which any candidate beats. In the loop compute
# `count_mistakes(values, labels, threshold)`; if it is below `fewest`, remember both. After the loop return the
# threshold, not the count.

# %% [markdown]
# **Predict** before you run it on the 569: will the learned threshold lie above 18, or below?

# %%
best_threshold = accepted("1.1", best_threshold)
learned = best_threshold(radius, malignant)
candidates = np.sort(radius)
mistakes = np.array([count_mistakes(radius, malignant, t) for t in candidates])     # (candidate,)
assert mistakes.min() == count_mistakes(radius, malignant, learned) == 44 and 16.7 < learned < 16.8
drawing = plot_curves({"mistakes": mistakes}, x=candidates, x_label="threshold for the radius",
                      y_label="mistakes among 569")
drawing.plot(learned, mistakes.min(), "o", markersize=9, label="learned")
drawing.plot(18, one_rule, "s", markersize=9, label="guessed")
drawing.legend()
show(drawing,
     alt="Mistakes against the threshold: from more than 350 at a threshold of 8 the curve falls steeply to 44 at the learned threshold, 16.77, marked by a disc, passes 63 at the guessed 18, marked by a square, and climbs slowly to 212 at 36, where every malignant tumour is missed.")
print(f"the learned threshold is {learned:.2f}, with {mistakes.min()} mistakes; 18 makes {one_rule}")

# %% [markdown]
# Below. On the left slope of the valley more and more benign ones are called malignant, on the right slope more and
# more malignant ones are missed.
#
# The learned threshold beats the guessed one. It does **not** beat the two written rules: 44 against 37. Learning
# found the best of what it was allowed to say, and it was allowed one threshold on one measurement. Every learner has
# these three parts, and each can be at fault:
#
# | part | what it is | here |
# |---|---|---|
# | **representation** | the rules it can express | `radius > t`, for any $t$ |
# | **evaluation** | how good a rule is | the number of mistakes |
# | **optimisation** | how the best one is searched | try all candidates |
#
# The number $t$, which learning finds, is a **parameter** of the rule.
#
# ## When the world changes
#
# A second hospital has another microscope, and all its radii come out larger by a fifth. Nothing else is different.
# **Predict**: how many mistakes do the guessed threshold and the learned one make there, and how many does one that
# is learned anew? Read it off the curve above: 18 there is 15 here. A third hospital's radii come out smaller by a
# fifth.

# %%
for factor in (1.2, 0.8):
    elsewhere = factor * radius
    relearned = best_threshold(elsewhere, malignant)
    counts = [count_mistakes(elsewhere, malignant, t) for t in (18, learned, relearned)]
    assert counts[2] == 44 and np.isclose(relearned, factor * learned)
    assert min(counts[:2]) > 80 and (counts[0] < counts[1]) == (factor > 1)
    print(f"radii times {factor}: guessed {counts[0]}, learned {counts[1]}, learned anew {counts[2]}")

# %% [markdown]
# Both old thresholds fail. Which of them fails worse depends on the direction of the change and on nothing else: a
# rule learned from data holds for data like it, and is no wiser than a guess elsewhere. But learning again takes one
# line and some biopsies from that hospital whose outcome is known, and nobody had to understand what had changed.
# That, not cleverness, is the strength of learned rules.
#
# ## The words for it
#
# An example has an **input** $x$, here a measurement, and a **target** $y$, here 0 or 1. Inputs come from a set
# $\mathcal X$, targets from a set $\mathcal Y$. The **data domain** is $\mathcal X \times \mathcal Y$, all pairs that
# could occur, each with some probability. A **hypothesis** $h$ is a rule that gives an answer $h(x)$ for every input.
# The **loss** says what an answer costs when $y$ is true. Averaged over the whole domain, with its probabilities $P$,
# it is the **expected loss**:
#
# $$L(h) = \sum_{x \in \mathcal X} \sum_{y \in \mathcal Y} P(x, y) \cdot \text{loss}(h(x), y)$$
#
# In life nobody knows $P$. So here is a world so small that we do:
#
# | probability | benign, $y = 0$ | malignant, $y = 1$ |
# |---|---|---|
# | small, $x = 0$ | 0.5 | 0.1 |
# | large, $x = 1$ | 0.1 | 0.3 |
#
# Three hypotheses, each a list of answers for small and large. The first loss counts a mistake as 1. By size, it is
# wrong for the 0.1 and the 0.1, so its expected loss is 0.2. But a false alarm costs a second biopsy, and a tumour
# that is missed may cost a life. So a second loss counts a miss as 10. **Predict**: which hypothesis is best then?

# %%
world = np.array([[0.5, 0.1], [0.1, 0.3]])      # (x, y): probabilities
hypotheses = {"by size": [0, 1], "never": [0, 0], "always": [1, 1]}


def expected_loss(world, answers, cost_of_miss):
    total = 0
    for x in (0, 1):
        false_alarm, miss = answers[x] == 1, answers[x] == 0
        total += world[x, 0] * false_alarm + world[x, 1] * miss * cost_of_miss
    return total


for name, answers in hypotheses.items():
    equal, unequal = (float(expected_loss(world, answers, cost)) for cost in (1, 10))
    print(f"{name:8}  a miss costs 1: {equal:.1f}    a miss costs 10: {unequal:.1f}")
assert np.allclose([expected_loss(world, [0, 1], cost) for cost in (1, 10)], [0.2, 1.1])
assert np.allclose([expected_loss(world, [1, 1], cost) for cost in (1, 10)], [0.6, 0.6])

# %% [markdown]
# With equal costs, "by size" wins with 0.2. With a miss at 10, "always" is best with 0.6 against 1.1: call everybody
# back. The data are the same. **What is best depends on the loss, and the loss is your choice.**
#
# In life there is no table of probabilities, only a **sample** of examples. The mean loss over them is the
# **empirical loss**. It is what learning makes small, in the hope that the expected loss becomes small with it.

# %% [markdown] tags=["exercise"]
# ### Exercise 1.2 - the empirical loss  (core, 4 min)
#
# Write the mean loss over the examples, where a right answer costs 0, a false alarm (answer 1, target 0) costs 1, and
# a miss (answer 0, target 1) costs `cost_of_miss`. Return one number.

# %% tags=["answer"] exercise="1.2"
def empirical_loss(answers, targets, cost_of_miss):
    """The mean loss over all examples; answers and targets are arrays (examples,) of 0 and 1."""
    ### BEGIN SOLUTION
    false_alarms = (answers == 1) & (targets == 0)
    misses = (answers == 0) & (targets == 1)
    return np.mean(false_alarms + cost_of_miss * misses)
    ### END SOLUTION

# %%
check("1.2", empirical_loss)

# %% [markdown] tags=["hint"] exercise="1.2"
# Two arrays of True and False, one for the false alarms and one for the misses. `&` is "and" for arrays, and each
# side needs brackets: `(answers == 1) & (targets == 0)`.

# %% [markdown] tags=["hint"] exercise="1.2"
# True counts as 1, so `false_alarms + cost_of_miss * misses` is the loss of each example. Its mean over **all**
# examples is asked for, the right answers included.

# %% [markdown]
# How far can it be from the expected loss? Draw three samples from the small world, and follow the empirical loss of
# "by size" as each grows. The dashed line is the 1.1 that we know. `world.ravel()` lays the four cells of the table
# in a row, numbered 0 to 3; `random.choice(4, ..., p=...)` draws such numbers with these probabilities. Cell `c` is
# in row `c // 2` (division without the rest) and in column `c % 2` (the rest).

# %%
empirical_loss = accepted("1.2", empirical_loss)
random = np.random.default_rng(seed)
sizes, curves = np.unique(np.geomspace(10, 100_000, 40).astype(int)), {}
for number in range(1, 4):
    cells = random.choice(4, size=sizes[-1], p=world.ravel())
    sample_x, sample_y = cells // 2, cells % 2
    curves[f"sample {number}"] = [empirical_loss(sample_x[:n], sample_y[:n], 10) for n in sizes]
    assert abs(curves[f"sample {number}"][-1] - 1.1) < 0.06
drawing = plot_curves(curves, x=sizes, x_label="examples in the sample", y_label="empirical loss",
                      log_x=True)
drawing.axhline(1.1, color="k", linestyle="--", zorder=0, label="expected")
drawing.legend()
show(drawing,
     alt="Three curves of the empirical loss against the number of examples, 10 to 100,000, and the expected loss, 1.1, dashed. Below a hundred examples they swing between 0 and 1.4; towards 100,000 all three run into the dashed line.")

# %% [markdown]
# With ten examples the empirical loss may be anything: one of the samples had no miss at all among its first. With a
# hundred thousand it is where it should be. But this holds for a hypothesis that was fixed **before** the sample was
# drawn. A learner looks for the hypothesis that is best on the sample, and so its empirical loss is flattering: it
# has chosen what happened to fit.
#
# ## Data that nobody has seen
#
# The remedy is to keep examples back. The **training** part is what parameters are fitted to. On the **validation**
# part you compare variants and decide. The **test** part is opened once, at the very end, and gives the number you
# report. Whoever decides by the test part has made a validation part of it.

# %% [markdown] tags=["exercise"]
# ### Exercise 1.3 - three parts  (core, 4 min)
#
# Write `split`. For `count` examples it returns three arrays of row numbers, for training, validation and test: about
# 60 %, 20 % and 20 %, every example in exactly one of them. Cut one shuffled order, drawn from the generator:
# `random.permutation(count)` gives the numbers 0 to count - 1, shuffled.

# %% tags=["answer"] exercise="1.3"
def split(count, random):
    """Row numbers of the training, validation and test examples: three arrays without a common entry."""
    ### BEGIN SOLUTION
    order = random.permutation(count)
    first, second = int(0.6 * count), int(0.8 * count)
    return order[:first], order[first:second], order[second:]
    ### END SOLUTION

# %%
check("1.3", split)

# %% [markdown] tags=["hint"] exercise="1.3"
# Shuffle once, then cut the shuffled numbers at two places. Where does the second cut have to be?

# %% [markdown] tags=["hint"] exercise="1.3"
# After `order = random.permutation(count)` a slice `order[a:b]` goes from place a up to, and not including, b. So
# each part begins with the number with which the one before it ends. The second cut is at 60 % + 20 %. Places are
# whole numbers: `int(...)`.

# %% [markdown]
# Now four programs face patients that were kept back. (The written rules have an unfair start: 18 and 0.17 were
# chosen with all 569 on the screen.) **Artificial intelligence** is any program that does what seems to need thought;
# the two written rules are one. **Machine learning** is the part of it that takes its rules from examples; the
# learned threshold is one. **Deep learning** is the part of machine learning whose rules are networks with several
# layers, which also find out for themselves what to look at. For it we borrow a finished network from the library
# scikit-learn: 30 inputs, two hidden layers of 16 neurons, one output. Lessons 02 to 07 build all of it by hand.
# Between the two stands the linear model, which has all 30 inputs and no layers; it comes next.
#
# Each measurement is scaled first by the mean and spread of the training part (`axis=0`: one mean for each column).
# In the rules, `|` is "or" for arrays. The validation part is not needed, since we decide nothing by the result; five
# splits show how much is luck.

# %%
from sklearn.linear_model import LinearRegression
from sklearn.neural_network import MLPClassifier

split = accepted("1.3", split)
scores = {"written rules": [], "learned threshold": [], "linear model": [], "deep network": []}
for repeat in range(5):
    train, _, test = split(len(malignant), np.random.default_rng(100 * seed + repeat))
    scaled = (biopsies.x - biopsies.x[train].mean(axis=0)) / biopsies.x[train].std(axis=0)
    network = MLPClassifier((16, 16), learning_rate_init=0.01, batch_size=32, max_iter=500,
                            random_state=repeat).fit(scaled[train], malignant[train])
    rules = (radius[test] > 18) | (dents[test] > 0.17)
    above = radius[test] > best_threshold(radius[train], malignant[train])
    linear = LinearRegression().fit(scaled[train], malignant[train]).predict(scaled[test]) > 0.5
    for name, said in zip(scores, [rules, above, linear, network.predict(scaled[test])]):
        scores[name].append(np.mean(said == malignant[test]))

# %% [markdown]
# The **accuracy** is the share of patients who are told right. Each split has its own height within a row.

# %%
figure, ax = plt.subplots(figsize=(5.6, 2.6), layout="constrained")
for row, (name, values) in enumerate(scores.items()):
    ax.plot(values, row + np.linspace(-0.2, 0.2, 5), "o", markersize=5, label=name)
    ax.plot(np.median(values), row, "k|", markersize=24)
ax.set(yticks=range(4), yticklabels=scores, ylim=(3.5, -0.5), xlabel="accuracy on patients kept back")
show(figure,
     alt="Accuracies of four programs on five splits each, with a bar at the median, between about 0.88 and 0.98. The dots of the written rules and of the learned threshold overlap; the medians of the linear model, near 0.95, and of the network, near 0.965, lie to the right of both.")
checkpoint("01.1", np.median(scores["deep network"]), bounds={("", "standard"): 0.92})

# %% [markdown]
# The network is ahead in the median. Most of its lead over the learned threshold is not owed to its layers: the
# linear model has none, and comes most of the way, since it may use all 30 measurements, too. The dots of
# neighbouring rows overlap: from five splits nobody can say whether the written rules are better than the learned
# threshold. One dot alone would have said it, and might have been wrong.
#
# Why now? Networks are old; lesson 02 tells the story. New are the **data** of the internet and of cheap sensors, the
# **hardware**, graphics processors that do thousands of multiplications at once, and the **software**, free
# libraries. Deep learning is the right tool where the input is raw (pixels, sound, text), examples are many, and
# nobody can say what to look at. On a table of measurements it has strong rivals, trees above all; the companion of
# this lesson lets them compete. Where you must justify each decision, or have few examples, begin with the model of
# the next section.

# %% [markdown]
# ## The linear model
#
# The next representation is a weighted sum, the neuron of lesson 00 without its curve. With one input it is
# $y = x w + b$, a straight line. The height of a bean plant, four times:
#
# | week $x$ | 1 | 2 | 3 | 4 |
# |---|---|---|---|---|
# | height $y$ in cm | 2 | 3 | 5 | 6 |
#
# The loss is the mean of the squared errors, and the best line is the one of the **least squares**. Setting the
# slopes of the loss to zero, as in school, gives (with a bar for the mean)
#
# $$w = \frac{\sum_i (x_i - \bar x)(y_i - \bar y)}{\sum_i (x_i - \bar x)^2} = \frac{3 + 0.5 + 0.5 + 3}{2.25 + 0.25 +
# 0.25 + 2.25} = \frac{7}{5} = 1.4 \qquad b = \bar y - w \bar x = 4 - 1.4 \cdot 2.5 = 0.5$$
#
# The same sums as loops:

# %%
weeks, heights = np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 3.0, 5.0, 6.0])


def fit_line_loops(x, y):
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    above, below = 0.0, 0.0
    for x_i, y_i in zip(x, y):
        above += (x_i - mean_x) * (y_i - mean_y)
        below += (x_i - mean_x) ** 2
    return above / below, mean_y - above / below * mean_x


weight, bias = fit_line_loops(weeks, heights)
assert np.allclose([weight, bias], [1.4, 0.5])
print(f"w = {weight:.4f}   b = {bias:.4f}")

# %% [markdown]
# With several inputs there is one weight for each, and the sums become a matrix. Write the examples as rows of $X$,
# and add a column of ones: the bias is a weight whose input is always 1. In the formula $A$ is that matrix, $A^T$ is
# $A$ with rows and columns exchanged, and $\theta$ holds the weights with the bias last. Where all slopes of the loss
# are zero,
#
# $$A^T A \, \theta = A^T y \qquad \begin{pmatrix} 30 & 10 \\ 10 & 4 \end{pmatrix} \begin{pmatrix} w \\ b \end{pmatrix} =
# \begin{pmatrix} 47 \\ 16 \end{pmatrix}$$
#
# These are two equations of the school kind. The first says that the slope in $w$ is zero while $b$ is held fixed,
# the second that the slope in $b$ is zero while $w$ is held fixed. The numbers are sums over the four plants:
# $30 = \sum x^2$, $10 = \sum x$, 4 is how many there are, $47 = \sum x y$ and $16 = \sum y$.
#
# In code `np.column_stack` puts columns side by side, `@` multiplies matrices, `.T` exchanges rows and columns, and
# `np.linalg.solve` solves such equations.

# %%
with_ones = np.column_stack([weeks, np.ones(4)])            # (example, input + 1)
left, right = with_ones.T @ with_ones, with_ones.T @ heights
assert left.tolist() == [[30, 10], [10, 4]] and right.tolist() == [47, 16]
theta = np.linalg.solve(left, right)
assert np.allclose(theta, [weight, bias])
theta

# %% [markdown] tags=["exercise"]
# ### Exercise 1.4 - least squares  (core, 5 min)
#
# Write it for any number of inputs. `inputs` has the shape (examples, inputs), `targets` (examples,). Return two
# things: the weights, an array (inputs,), and the bias, a number.

# %% tags=["answer"] exercise="1.4"
def least_squares(inputs, targets):
    """Weights (inputs,) and bias for which the mean of (inputs @ weights + bias - targets)^2 is smallest."""
    ### BEGIN SOLUTION
    with_ones = np.column_stack([inputs, np.ones(len(inputs))])
    theta = np.linalg.solve(with_ones.T @ with_ones, with_ones.T @ targets)
    return theta[:-1], theta[-1]
    ### END SOLUTION

# %%
check("1.4", least_squares)

# %% [markdown] tags=["hint"] exercise="1.4"
# The cell above does it for one input. Which two places in it are fixed to the bean, and what stands there in
# general?

# %% [markdown] tags=["hint"] exercise="1.4"
# `np.column_stack([inputs, np.ones(len(inputs))])` adds the column of ones behind any number of inputs. Then
# `theta[:-1]` is all but the last, the weights, and `theta[-1]` the last, the bias.

# %% [markdown]
# That is a **closed form**: one calculation, and done. There is another way, and it is the one that networks need,
# for which nobody knows a closed form. Begin anywhere. Look at the errors. Where answers are too high, lower what
# raised them, a little; and again. "What raised them" is the slope of the loss with respect to $w$ and $b$. How
# little, is the **learning rate**. Lesson 05 is about this loop. (`weeks[:, None]` makes a column of the array, shape
# (4, 1).)

# %%
least_squares = accepted("1.4", least_squares)
learning_rate = 0.05
step_weight, step_bias, losses = 0.0, 0.0, []
for _ in range(2000):
    errors = weeks * step_weight + step_bias - heights          # (example,)
    losses.append(np.mean(errors ** 2))
    step_weight -= learning_rate * 2 * np.mean(errors * weeks)
    step_bias -= learning_rate * 2 * np.mean(errors)
closed_weights, closed_bias = least_squares(weeks[:, None], heights)
ways = {"loops": (weight, bias), "equations": (closed_weights[0], closed_bias),
        "small steps": (step_weight, step_bias),
        "NumPy's own": np.linalg.lstsq(with_ones, heights, rcond=None)[0]}
for name, line in ways.items():
    assert np.allclose(line, [1.4, 0.5], atol=1e-6)
    print(f"{name:12} w = {line[0]:.6f}   b = {line[1]:.6f}")
assert np.isclose(losses[0], 18.5) and np.isclose(losses[-1], 0.05)
print(f"the loss on the way: {losses[0]}, at the end {losses[-1]:.4f}")

# %% [markdown]
# Four ways, one line. The loss does not reach zero: no straight line meets all four points. It reaches 0.05, and no
# other line gets below that.
#
# **Shapes.** A model may have several outputs at once. With a row for each example and a column for each output,
#
# $$Y = X W + b \qquad \text{(examples, outputs)} = \text{(examples, inputs)} \; \text{(inputs, outputs)} +
# \text{(outputs,)}$$
#
# The bias has no row for each example; NumPy adds it to every row. This stretching of the smaller array is called
# **broadcasting**. The 30 and the 2 below are given by the data: so many measurements, so many answers. You cannot
# choose them, as you can the size of a hidden layer or the learning rate. What you choose and learning does not
# change is a **hyperparameter**; widths of input and output are none, though lists often name them. The weights here
# are zero, since only the shapes matter:

# %%
X, W, b = biopsies.x, np.zeros((30, 2)), np.array([0.6, 0.4])
Y = X @ W + b
assert (X.shape, Y.shape) == ((569, 30), (569, 2))
Y[:3]                                                                   # the first three rows

# %% [markdown]
# ## Hyperplanes
#
# All places where a weighted sum plus bias is zero form a **hyperplane**: in the plane $R^2$ a line, in space $R^3$ a
# plane, in $R^{30}$ something that nobody can draw and that behaves the same. A linear model uses it in two ways. In
# **regression**, where the target is a number, the hyperplane $x w - y + b = 0$ runs *through* the points, and the
# target is one of the coordinates. In **classification** it lies *between* the classes, and only inputs are
# coordinates: where $x w + b > 0$ the answer is 1.
#
# For classification we let least squares aim at $-1$ for benign and $+1$ for malignant. The forty points in space are
# made up; of the biopsies the first 150 are drawn, and all 569 are fitted. Look at which axis carries the target in
# the upper row, and how the lower row shows it.

# %%
random = np.random.default_rng(seed)
ground = random.uniform(0, 4, (40, 2))                                  # two inputs, made up
yields = ground @ [1.0, -0.5] + 3 + random.normal(0, 0.9, 40)
signs = 2 * malignant - 1                                               # -1 benign, +1 malignant
cases = [("regression in R²", weeks[:, None], heights, ["week x", "height y"]),
         ("regression in R³", ground, yields, ["x1", "x2", "y"]),
         ("classification in R²", biopsies.x[:, [20, 27]], signs, ["radius", "dents"]),
         ("classification in R³", biopsies.x[:, [20, 27, 21]], signs, ["radius", "dents", "texture"])]
figure = plt.figure(figsize=(7.4, 6.8), layout="constrained")
for place, (title, inputs, targets, names) in enumerate(cases, 1):
    weights, bias = least_squares(inputs, targets)
    points, classes = inputs[:150], malignant[:150]
    if place < 3:                                                       # the target is a coordinate
        points, weights, classes = np.column_stack([inputs, targets]), [*weights, -1], None
    ax = figure.add_subplot(2, 2, place, projection="3d" if points.shape[1] == 3 else None)
    plot_hyperplane(points, weights, bias, labels=classes, axis_labels=names, title=title, ax=ax)
show(figure,
     alt="Four drawings. Regression in the plane: a line through four points. Regression in space: a tilted plane with forty points on both sides of it, some way off. Classification in the plane: a falling line with benign squares below and malignant discs above. Classification in space: a steep plane between squares and discs.")
plane_weights, plane_bias = least_squares(cases[2][1], signs)
assert np.sum((cases[2][1] @ plane_weights + plane_bias > 0) != malignant) == 34

# %% [markdown]
# Above, the hyperplane follows the points, and they lie on it or near it. Below, they lie on both sides, and the
# class is drawn as a marker, since there is no axis left for it. The line at the lower left weighs radius *against*
# dents, which no single rule did, and least squares found it. It makes 34 mistakes among all 569, fewer than the 37
# of the two written rules. But it was fitted to these very patients; on patients kept back, over the five splits from
# above, it is no better than the rules in the median. Least squares aims at $\pm 1$, not at few mistakes. Lesson 04
# has losses that aim better.
#
# This is the place for a pause.

# %% [markdown]
# ## Bias, variance, noise
#
# Why not let the representation express everything? Because it would. To see what goes wrong one needs a world in
# which the truth is known, and many samples from it. Here is one: a curve $f(x)$, 15 places, and at each a
# measurement, the height of the curve plus noise of standard deviation 0.3. We draw 1,000 such samples, and fit a
# polynomial to each. Its **degree** $d$ is the highest power: $y = w_d x^d + \dots + w_1 x + b$. This is still a
# linear model. Its inputs are the powers of $x$.
#
# The points of each fit are joined by straight lines. `np.vander(x, 3)` has the columns $x^2$, $x$ and 1; `2 * x - 1`
# spreads the places over -1 to 1, where high powers are computed more exactly. `lstsq` takes all samples at once, but
# as columns, so they are turned for it and turned back. Look at what the 25 curves of a panel have in common, and at
# how they differ.

# %%
def curve(x):
    return x * np.sin(9 * x)


def fit_polynomials(x, samples, degree):
    powers = np.vander(2 * x - 1, degree + 1)                       # (point, degree + 1)
    weights = np.linalg.lstsq(powers, samples.T, rcond=None)[0]     # (degree + 1, fit)
    return (powers @ weights).T                                     # (fit, point), as the samples


places, noise = np.linspace(0, 1, 15), 0.3                          # (point,)
truth = curve(places)
random = np.random.default_rng(seed)
samples = truth + noise * random.normal(size=(1000, 15))            # (fit, point)
figure, axes = plt.subplots(1, 3, figsize=(8.0, 2.6), sharey=True, layout="constrained")
for ax, degree in zip(axes, (1, 5, 12)):
    ax.plot(places, fit_polynomials(places, samples[:25], degree).T, linewidth=0.6, color="0.6")
    ax.plot(places, truth, "k--", label="the truth f(x)")
    ax.set(title=f"degree {degree}", xlabel="x", ylim=(-1.3, 1.5))
axes[0].set_ylabel("y")
axes[0].legend()
show(figure,
     alt="Three panels, each with 25 fits in grey and the truth dashed: a low hill, a valley, a higher hill. Degree 1: straight lines, close together, all missing hills and valley. Degree 5: a band around the truth. Degree 12: jagged lines that scatter widely around the truth.")

# %% [markdown]
# Degree 1 is wrong in the same way every time. Degree 12 is right on average, and wrong in a different way every
# time. Let $\bar h(x)$ be the mean of all fits at the place $x$:
#
# - **bias²**: the squared distance of the mean fit from the truth, $(\bar h(x) - f(x))^2$,
# - **variance**: the mean squared distance of the single fits from their mean.
#
# Both are averaged over the places. A third part belongs to no learner: the **noise** of new measurements, here
# $0.3^2 = 0.09$, the error that remains when everything is known.
#
# $$\text{error on new measurements} = \text{bias}^2 + \text{variance} + \text{noise}$$

# %% [markdown] tags=["exercise"]
# ### Exercise 1.5 - two of the three  (core, 5 min)
#
# `predictions` has the shape (fits, points): one row for each fit. `truth` has the shape (points,). Return bias² and
# variance, two numbers.

# %% tags=["answer"] exercise="1.5"
def bias_and_variance(predictions, truth):
    """Bias squared and variance of fits (fits, points) around a truth (points,), each averaged over the points."""
    ### BEGIN SOLUTION
    mean_fit = predictions.mean(axis=0)
    bias_squared = np.mean((mean_fit - truth) ** 2)
    variance = np.mean((predictions - mean_fit) ** 2)
    return bias_squared, variance
    ### END SOLUTION

# %%
check("1.5", bias_and_variance)

# %% [markdown] tags=["hint"] exercise="1.5"
# First the mean fit: one number for each point, so the mean over all rows, `predictions.mean(axis=0)`. Both parts
# need it.

# %% [markdown] tags=["hint"] exercise="1.5"
# Bias² is the mean of `(mean_fit - truth) ** 2`: square first, then average. For the variance put the `predictions`
# in the place of one of the two. Broadcasting subtracts the mean fit from every row.

# %% [markdown]
# Does it add up? For each degree the cell measures the error of all 1,000 fits on **new** noise at the same places,
# and holds it against the sum of the three parts. **Predict**: is degree 12, which scatters so widely, worse on new
# measurements than the stiff degree 1?

# %%
bias_and_variance = accepted("1.5", bias_and_variance)
new = truth + noise * random.normal(size=samples.shape)             # (fit, point)
table = []
print("degree   bias²  variance  noise    sum   measured   on its own sample")
for degree in range(13):
    predictions = fit_polynomials(places, samples, degree)          # (fit, point)
    parts = [*bias_and_variance(predictions, truth), noise ** 2]
    measured, own = np.mean((predictions - new) ** 2), np.mean((predictions - samples) ** 2)
    table.append([*parts, measured, own])
    print(f"{degree:6} {parts[0]:7.4f} {parts[1]:8.4f} {parts[2]:7.2f} {sum(parts):7.4f}",
          f"{measured:9.4f} {own:13.4f}")
table = np.array(table)                                             # (degree, 5)
gaps = np.abs(table[:, :3].sum(axis=1) / table[:, 3] - 1)
assert table[:, 3].argmin() == 5 and table[3, 3] > table[2, 3] and np.all(np.diff(table[:, 4]) < 0)
assert table[12, 3] < table[1, 3]
assert np.allclose(table[:, 1], 0.09 * np.arange(1, 14) / 15, rtol=0.1) and gaps.max() < 0.05
print(f"the sum and the measured error differ by {gaps.max():.1%} at most")

# %% [markdown]
# No: the bias of degree 1 costs more than the variance of degree 12. The sum agrees with the measured error up to the
# luck of 1,000 samples. On the left the three parts and the measured error, on a logarithmic axis, where each gridline
# stands for ten times the one below; on the right two of the columns on a plain axis. Which curve would you see if you
# had no new data?

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(8.6, 3.6), layout="constrained")
curves = dict(zip(["error on new data", "bias²", "variance", "noise"], table[:, [3, 0, 1, 2]].T))
plot_curves(curves, x=np.arange(13), x_label="degree", y_label="mean squared error", log_y=True,
            validation=["error on new data"], ax=left)
left.set_ylim(1e-3, 0.5)
plot_curves({"error on new data": table[:, 3], "on its own sample": table[:, 4]}, x=np.arange(13),
            x_label="degree", y_label="mean squared error", validation=["error on new data"], ax=right)
right.lines[1].set(color="k", marker="v")       # no curve of the left drawing
right.legend()
show(figure,
     alt="Left, on a logarithmic axis over the degree 0 to 12: bias² falls in steps from 0.16 to about 0.001 at degree 6 and then leaves the drawing, variance climbs steadily from 0.006 to about 0.08, noise is flat at 0.09, and the error on new data lies above all. Right, on a plain axis: the error on new data falls to its smallest value, 0.13, at degree 5, with a small rise from degree 2 to 3 on the way, and then climbs to 0.17, while the error on the own sample falls all the way to 0.01.")

# %% [markdown]
# Bias falls with the degree, variance rises, and in between lies the best, degree 5. (Not every step pays: degree 3
# hardly lowers bias², costs variance all the same, and the error rises. From degree 7 on, what is left of bias² is
# mostly the luck of 1,000 fits.) Below it a model **underfits**, above it, it
# **overfits**. Without new data you would see the solid curve on the right. On the sample that it was fitted to, a
# polynomial only gets better, down to a fraction of the noise: it has learned the noise by heart. Only data that were
# not seen can tell. The degree is a hyperparameter, and choosing it is what the validation part is for.
#
# ## The right representation
#
# One more thing can be at fault: the inputs. Here are points on two rings, each with some noise. No straight line
# separates them. Least squares does what it can.

# %%
rings, new_rings = load("rings", noise=0.1, seed=seed), load("rings", noise=0.1, seed=seed + 1000)
ring_signs = 2 * rings.y - 1                                                # -1 inner, +1 outer
weights, bias = least_squares(rings.x, ring_signs)
line_accuracy = np.mean((new_rings.x @ weights + bias > 0) == new_rings.y)
drawing = plot_points(rings.x, rings.y, names=["inner", "outer"])
plot_line(weights, bias, ax=drawing)
show(drawing,
     alt="Two rings of points around the origin, one inside the other, radius 0.5 and 1, and a straight line that cuts through both: each side of it holds about as many inner as outer points.")
assert 0.4 < line_accuracy < 0.65
print(f"accuracy on new points: {line_accuracy:.0%}")

# %% [markdown]
# About one half is what a coin would reach. But you see the rule at once: *the outer ones are further out*. Tell the
# model so. Instead of $x_1$ and $x_2$ give it **polar coordinates**: the radius $r = \sqrt{x_1^2 + x_2^2}$, and the
# angle $\varphi$, by how much one turns from the first axis to look at the point.

# %% [markdown] tags=["exercise"]
# ### Exercise 1.6 - the same points, seen from the centre  (core, 4 min)
#
# Write `polar`. It turns points (n, 2) into an array (n, 2): the radius in the first column, the angle in the second,
# in radians. `np.arctan2(x2, x1)` gives the angle, with the second coordinate first.

# %% tags=["answer"] exercise="1.6"
def polar(points):
    """Radius and angle of points (n, 2), in the columns of an array (n, 2); angles in radians."""
    ### BEGIN SOLUTION
    radii = np.sqrt((points ** 2).sum(axis=1))
    angles = np.arctan2(points[:, 1], points[:, 0])
    return np.stack([radii, angles], axis=1)
    ### END SOLUTION

# %%
check("1.6", polar)

# %% [markdown] tags=["hint"] exercise="1.6"
# `points[:, 0]` are all first coordinates, `points[:, 1]` all second ones. Compute an array of radii and an array of
# angles; `np.stack([..., ...], axis=1)` puts two arrays side by side as columns.

# %% [markdown] tags=["hint"] exercise="1.6"
# The radii are `np.sqrt(points[:, 0] ** 2 + points[:, 1] ** 2)`, the angles `np.arctan2(points[:, 1], points[:, 0])`.

# %% [markdown]
# The same points, the same least squares, other inputs:

# %%
polar = accepted("1.6", polar)
weights, bias = least_squares(polar(rings.x), ring_signs)
polar_accuracy = np.mean((polar(new_rings.x) @ weights + bias > 0) == new_rings.y)
drawing = plot_points(polar(rings.x), rings.y, names=["inner", "outer"], x_label="radius r",
                      y_label="angle φ (radians)")
plot_line(weights, bias, ax=drawing)
show(drawing,
     alt="The rings in polar coordinates: two upright bands, inner points around r = 0.5, outer ones around r = 1, with a nearly upright line between them at about 0.75.")
assert polar_accuracy > 0.97
print(f"accuracy on new points: {polar_accuracy:.1%}")

# %% [markdown]
# The rings have become bands, and a line separates all but a few of the points. Nothing about the learning has
# changed. What a learner can find depends on how the world is put to it. For rings you could say what to look at. For
# photos nobody can, and that is what the hidden layers of a network are for: they **learn the representation**. The
# companion shows an older way out, the kernel trick, and how words and pictures become inputs.
#
# ## Letters signed by hand
#
# Last, pictures instead of tables: hands that sign letters, 28 pixels high and wide. (Where the real ones are not at hand, printed letters stand in, each copied with small changes.)

# %%
pictures, labels, photos = pictures_of_photos(load("sign_language_mnist"))
flat = pictures.reshape(len(pictures), -1).astype(float)        # (picture, 784): one row of pixels each
names = [chr(ord("A") + label) for label in labels[:7]]
show(plot_pictures(pictures[:7], names, columns=7),
     alt="Seven small grey pictures of hands in a row, each with the letter that it signs below it.")
print(f"{len(pictures)} pictures of {len(np.unique(labels))} letters")

# %% [markdown]
# The classifier is the plainest there is, the **nearest neighbour**: of all known pictures find the one that differs
# least, in the sum of the squared differences of its pixels, and give its label. For one picture that is
# `((known - one) ** 2).sum(axis=1).argmin()`. The function below does it for many at once. It uses
# $(k - a)^2 = k^2 - 2 k a + a^2$, where the last term is the same for all candidates $k$ and may be left out.
#
# One fifth of the pictures is held out at random, and their letters are asked for. Nothing is fitted at all.
# **Predict** the accuracy: there are 24 letters, so chance is 4 %.

# %%
def nearest(known, asked):
    squares = (known ** 2).sum(axis=1) - 2 * asked @ known.T    # (asked, known)
    return squares.argmin(axis=1)                               # (asked,): places in `known`


order = random.permutation(len(flat))
held_out, kept = order[:len(order) // 5], order[len(order) // 5:]
found = kept[nearest(flat[kept], flat[held_out])]
assert found[0] == kept[((flat[kept] - flat[held_out[0]]) ** 2).sum(axis=1).argmin()]
at_random = np.mean(labels[found] == labels[held_out])
assert at_random > 0.9 and round(100 / 24) == 4
print(f"accuracy on held-out pictures: {at_random:.1%}")

# %% [markdown]
# Hardly a mistake, or none at all, by a method that knows nothing of hands. Be suspicious of it. Look at some held-out pictures, each
# above the known picture that it was found to be nearest to.

# %%
pairs = [*pictures[held_out[:5]], *pictures[found[:5]]]
show(plot_pictures(pairs, ["held out"] * 5 + ["nearest"] * 5, columns=5),
     alt="Two rows of five small grey pictures. Each held-out picture above looks the same as the known picture below it, apart from brightness and tiny changes.")
same_photo, number = np.mean(photos[held_out] == photos[found]), len(np.unique(photos))
assert same_photo > 0.7
print(f"{same_photo:.0%} of all pairs come from the same photo; by our linking there are {number}")

# %% [markdown]
# They are copies. Whoever made the set took a few hundred photos and multiplied each, with other brightness and tiny
# changes.
# (Which pictures belong together nobody wrote down. We linked those whose pixels agree nearly perfectly but for
# brightness.) A random split puts copies of one photo on both sides, so that the test asks for what was learned by
# heart. This is called **leakage**: something of the test part has leaked into the training part. The cure is to hold
# out whole photos. `np.isin` asks of each entry of an array whether it is in another; `~` exchanges True and False.

# %%
by_photo = []
for _ in range(5):
    numbers = random.permutation(np.unique(photos))
    outside = np.isin(photos, numbers[:len(numbers) // 5])                  # (picture,) True: held out
    said = labels[~outside][nearest(flat[~outside], flat[outside])]
    by_photo.append(np.mean(said == labels[outside]))
assert not set(photos[outside]) & set(photos[~outside]) and max(by_photo) < at_random - 0.2
print("accuracy on held-out photos, five splits:", "  ".join(f"{score:.0%}" for score in by_photo))

# %% [markdown]
# That is what this classifier is worth on a photo it has not met, and how much luck there is in one split of few
# photos. The first score was not a little too high, it meant nothing.

# %% [markdown] tags=["exercise"]
# ### Exercise 1.7 - which of them leak?  (core, 3 min)
#
# Four teams describe how they held data out. Which scores cannot be trusted? Answer with a set,
# written like `{"B", "D"}`.
#
# - **A** predicts, for next year, the dust in the air of an hour from the weather of that hour. Of five years, every
#   fifth *hour* is held out.
# - **B** tells healthy voices from hoarse ones. Ten recordings of each of 200 people; 40 *people* are held out.
# - **C** tells genuine from forged signatures. First the 20 of 5,000 measurements are chosen that agree best with the
#   labels of *all* signatures; then a random fifth of the signatures is held out.
# - **D** forecasts tomorrow's sales. Trained on four years, tested on the *fifth*; each input is known the day before.

# %% tags=["answer"] exercise="1.7"
leaking = ...
### BEGIN SOLUTION
leaking = {"A", "C"}  # A: the next hour is a near-copy; C: the choice has seen labels of the test part
### END SOLUTION

# %%
check("1.7", leaking)

# %% [markdown] tags=["hint"] exercise="1.7"
# Ask of each: does anything on the training side know something about the test side that it would not know in real
# use?

# %% [markdown] tags=["hint"] exercise="1.7"
# Neighbouring hours are nearly as alike as copies of one photo. And a choice that looked at the labels of the test
# part has used the test part, even if no parameter was fitted.

# %% [markdown]
# ## What you can now do
#
# You can take a learner apart: **representation, evaluation, optimisation.** You can say which loss you care about,
# and that the empirical one is not the expected one. You can fit a linear model in closed form and by small steps,
# and say where its hyperplane lies. You can tell bias from variance, choose a representation in which the problem
# becomes a straight one, and distrust a perfect score.

# %%
progress(1)

# %% [markdown]
# Next, lesson 02 builds the first machine that learned such a hyperplane by itself, the perceptron. The companion,
# `01_learning_from_data_further`, goes on with words and pictures as inputs, pipelines and cross-validation, kernels,
# and a race of trees against networks on real tables.
