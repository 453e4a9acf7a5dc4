# ---
# jupyter:
#   course: {number: 1, title: "Learning from data: further", part: 1, minutes: 70, builds_on: [1], data: [air_quality],
#            quick: {repeats: 1}}
# ---
# %% [markdown]
# # 01 · Learning from data: further
#
# The companion of lesson 01: how words and pictures become numbers, how to keep a pipeline honest, how people bent
# hyperplanes before networks did, and a race between trees and networks on real tables.
#
# Afterwards you can
# - say what kind of learning a task is, and whether a table can answer your question at all,
# - encode words and pictures, and prepare a table without leaking,
# - compute a kernel by hand, and choose a learner for a table by measuring.
#
# About 70 minutes, for those who want it; nothing in lesson 02 depends on it. A pause fits before the kernels.

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import accepted, check, checkpoint, load, progress, show
from course_utils.figures import plot_curves, plot_regions

# %% [markdown]
# The seed fixes the random choices. The race at the end is run `repeats` times.

# %% tags=["parameters"]
seed = 0
repeats = 5

# %% [markdown]
# ## Four ways to learn
#
# What is there to learn from? The answer names the task:
#
# | kind | given | example |
# |---|---|---|
# | **supervised** | inputs and their targets | biopsies and what they turned out to be |
# | **unsupervised** | inputs only | sort biopsies into groups that are alike |
# | **semi-supervised** | many inputs, few targets | ten biopsies with a diagnosis, hundreds without |
# | **reinforcement** | a reward after each action | try treatments, and prefer those that work |
#
# Lesson 01 was supervised. For the second kind, hide all diagnoses and look for two groups, by **k-means**: begin
# with two centres, give each patient to the nearer one, move each centre to the mean of its patients, repeat.

# %%
def k_means(points, centres, rounds=20):
    for _ in range(rounds):
        nearest = ((points[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)    # (point,)
        centres = np.array([points[nearest == group].mean(axis=0) for group in range(len(centres))])
    return nearest


# %% [markdown]
# (`points[:, None]` has the shape (points, 1, 30), and `centres` (2, 30); broadcasting gives all differences,
# (points, 2, 30).) All 30 measurements are scaled, so that none outweighs the others. The first centres are two
# different patients.

# %%
biopsies = load("breast_cancer")
malignant = 1 - biopsies.y
patients = (biopsies.x - biopsies.x.mean(axis=0)) / biopsies.x.std(axis=0)         # (569, 30)

# %% [markdown]
# All random choices of this lesson come from one generator.

# %%
random = np.random.default_rng(seed)
found = k_means(patients, patients[random.choice(569, 2, replace=False)])
agreement = max(np.mean(found == malignant), np.mean(found != malignant))
assert 0.88 < agreement < 0.94
print(f"the two groups agree with the hidden diagnoses for {agreement:.0%} of the patients")

# %% [markdown]
# Nobody told it what a tumour is. But it cannot say which group is the malignant one: group numbers are
# arbitrary, so the cell tries both ways round.
#
# Now six patients with a diagnosis, three of each kind. Supervised, the centres are the means of those three. **Semi-
# supervised**, they are only where k-means begins, and 563 patients without a diagnosis move them. 200 draws of six
# patients (`np.flatnonzero` gives the row numbers where a condition holds, `replace=False` draws none twice):

# %%
accuracies = []
for _ in range(200):
    few = [random.choice(np.flatnonzero(malignant == kind), 3, replace=False) for kind in (0, 1)]
    centres = np.array([patients[rows].mean(axis=0) for rows in few])
    by_six = ((patients[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    accuracies.append([np.mean(by_six == malignant), np.mean(k_means(patients, centres) == malignant)])
accuracies = np.array(accuracies)                           # (draw, 2)
alone, with_all = np.sort(accuracies, axis=0).T             # (draw,) each, worst first
assert alone[20] < 0.87 < 0.89 < with_all[20] and abs(alone[100] - with_all[100]) < 0.02
for name, sorted_draws in [("six patients alone", alone), ("and the other 563 ", with_all)]:
    print(f"{name}  worst tenth up to {sorted_draws[20]:.0%}, median {sorted_draws[100]:.0%}")
before, after = accuracies[accuracies[:, 1].argmin()]       # one draw: the worst outcome with all
print(f"the worst draw: from {before:.0%} with the six alone to {after:.0%} with the other 563")

# %% [markdown]
# In the median it makes little difference. For an unlucky draw, such as the worst tenth, the patients without a
# diagnosis help: they pull the centres to where patients are. But look at the worst draw. There the six were so
# misleading that they alone did worse than a coin, and the others made it worse still: the two groups ended up
# **exchanged**, and nearly everybody was told the wrong thing. Nothing in the data without targets can notice that.
#
# In **reinforcement learning** there are no right answers, only consequences. Two treatments help in 40 % and in 60 %
# of the cases, which nobody knows. The learner treats 1,000 patients one by one. Mostly it takes the treatment with
# the better record so far; every tenth time it tries one at random, to find out. **Predict**: in what share of the
# cases will it have chosen the better one, in the end? (Each record begins with one success in one case, so that both
# are tried. `+=` adds 1 for true.)

# %%
helps, tried, helped = [0.4, 0.6], np.ones(2), np.ones(2)
choices = []
for _ in range(1000):
    action = random.integers(2) if random.random() < 0.1 else np.argmax(helped / tried)
    tried[action] += 1
    helped[action] += random.random() < helps[action]
    choices.append(int(action))
assert np.mean(choices[-500:]) > 0.7
print(f"the better treatment was chosen in {np.mean(choices[-500:]):.0%} of the last 500 cases")

# %% [markdown]
# Most of the time, but never always. Of every hundred choices about ten are random, and five of these go to the worse
# treatment: about 95 % is what it can reach. The rest is the price of finding out.
#
# ## What a table can answer
#
# Data science is a circle: **ask** a question, **collect** data, **clean** and look at them, **model**, **evaluate**,
# **use** the result, and find that the question has changed. Most failures happen before the modelling. A model finds
# what goes together *in the population that the data came from*. It does not find what would happen if somebody
# interfered, nor what the table has no column for.

# %% [markdown] tags=["exercise"]
# ### Exercise 1.8 - which questions?  (core, 3 min)
#
# A hospital has the table of the 569 biopsies, and each patient's diagnosis. Which of these can be answered from it?
# Answer with a set such as `{"A", "B"}`.
#
# - **A** For a new patient of this hospital: how likely is it that the tumour is malignant, given the measurements?
# - **B** Does a large nucleus *cause* the tumour to become malignant?
# - **C** Which share of all women in the country has a malignant tumour?
# - **D** Which of the 30 measurements differ most between the two diagnoses, in this hospital?

# %% tags=["answer"] exercise="1.8"
answerable = ...
### BEGIN SOLUTION
answerable = {"A", "D"}  # B asks for a cause; C for people who were never examined
### END SOLUTION

# %%
check("1.8", answerable)

# %% [markdown] tags=["hint"] exercise="1.8"
# Ask of each: would a different world, with the same table, give another answer? Then the table cannot decide it.

# %% [markdown] tags=["hint"] exercise="1.8"
# Two ask for something that goes together, among patients like these. One asks what would happen if a nucleus were
# made larger. One asks about people of whom most never had a biopsy.

# %% [markdown]
# ## Words and pictures as numbers
#
# A linear model multiplies its inputs by weights, so inputs must be numbers. A temperature is one already. A word is
# not. Numbering the words would tell the model that *floor*, number 9, is nine times *a*, number 1. So each word gets
# a column of its own, with a 1 in it and 0 everywhere else: **one-hot**. Here is a vocabulary of ten words; `EOS`
# stands for the end of a sentence.

# %% [markdown] tags=["exercise"]
# ### Exercise 1.9 - one-hot  (core, 4 min)
#
# Write `one_hot`. It gets a list of words and the vocabulary, and returns an array (words, vocabulary) of numbers:
# each row has a 1 at the place of its word in the vocabulary. A word that is not in the vocabulary gets a row of
# zeros.

# %% tags=["answer"] exercise="1.9"
def one_hot(words, vocabulary):
    """An array (words, vocabulary) with a 1 in each row at the place of the word, zeros elsewhere."""
    ### BEGIN SOLUTION
    rows = np.zeros((len(words), len(vocabulary)))
    for row, word in enumerate(words):
        if word in vocabulary:
            rows[row, vocabulary.index(word)] = 1
    return rows
    ### END SOLUTION

# %%
check("1.9", one_hot)

# %% [markdown] tags=["hint"] exercise="1.9"
# Begin with zeros of the right shape. `enumerate(words)` gives each word with the number of its row, and
# `vocabulary.index(word)` the number of its column.

# %% [markdown] tags=["hint"] exercise="1.9"
# In the loop: `if word in vocabulary:`, and below it `rows[row, vocabulary.index(word)] = 1`. Without the `if`,
# `index` raises an error for an unknown word.

# %% [markdown]
# A sentence, as a table that a computer can read:

# %%
one_hot = accepted("1.9", one_hot)
vocabulary = ["EOS", "a", "my", "sleeps", "on", "dog", "cat", "the", "bed", "floor"]
words = "a dog sleeps on the floor EOS".split()
encoded = one_hot(words, vocabulary)                        # (word, vocabulary)
assert len(vocabulary) == 10 and encoded.shape == (7, 10) and np.all(encoded.sum(axis=1) == 1)
assert encoded.argmax(axis=1).tolist() == [1, 5, 3, 4, 7, 9, 0]
for word, row in zip(words, encoded):
    print(f"{word:7}", " ".join("1" if value else "·" for value in row))

# %% [markdown]
# One 1 in each row. Any two different words are equally far apart, so *dog* is no nearer to *cat* than to *on*;
# lesson 21 learns better places for words.
#
# A picture is numbers already: the brightness of each **pixel**, in a colour picture one number each for red, green
# and blue. **Predict**, before you calculate: has a small colour picture of 255 by 255 pixels hundreds of inputs, or
# thousands, or hundreds of thousands?

# %%
photo = load("photographs").flower[60:315, 180:435]         # (255, 255, 3)
inputs = photo.reshape(-1)                                  # all numbers in one row
assert photo.shape == (255, 255, 3) and 255 * 255 * 3 == 195_075 and inputs.shape == (195_075,)
print(f"{photo.shape} -> {len(inputs):,} inputs")

# %% [markdown]
# The picture, and its three channels, drawn with every fourth pixel of every fourth row. Where is a petal bright in
# red, and how bright is it in blue?

# %%
figure, axes = plt.subplots(1, 4, figsize=(8, 2.3), layout="constrained")
for ax, channel, title in zip(axes, (None, 0, 1, 2), ("the picture", "red", "green", "blue")):
    small = photo[::4, ::4]                                 # (64, 64, 3)
    ax.imshow(small if channel is None else small[:, :, channel], cmap="gray", interpolation="nearest")
    ax.set_title(title)
    ax.set_axis_off()
show(figure,
     alt="A part of a photograph of a flower in colour, and beside it its three channels in grey: how much red, green and blue each pixel holds. The petals are bright in red, of a medium grey with a dark middle in green, and darkest in blue.")

# %% [markdown]
# The petals are bright in red, less so in green and dark in blue: together, that is orange. 195,075 inputs, so a
# single neuron would have as many weights. Neighbouring pixels are nearly equal, and a picture moved by one pixel is
# another row of numbers with the same meaning. Lesson 13 has layers that know this.
#
# ## A pipeline that does not leak
#
# Before a model sees a table, three things are usually done to it: **missing values** are filled in, columns are
# **scaled**, and columns are **selected**. Each of these steps computes something from the data: a mean, a spread, a
# ranking. Whatever is computed belongs to what is learned. So it is computed **on the training part only**, and then
# applied to the other parts as it is. (A column with spread 0 has one value only; leave it out beforehand.)

# %% [markdown] tags=["exercise"]
# ### Exercise 1.10 - fill in and scale  (core, 5 min)
#
# Write `prepare`. It gets training rows and other rows, arrays (rows, columns), where a missing value is `np.nan`.
# **First measure** the mean and the standard deviation of each column, on the values that are there: `np.nanmean` and
# `np.nanstd` leave missing ones out. **Then fill** each gap with the mean of its column, subtract the mean, divide by
# the standard deviation. Return both arrays. On paper, one column and two arrays:
#
# | | rows | mean, spread | filled | returned |
# |---|---|---|---|---|
# | `training` | 1, 3, gap, 5 | 3, 1.633 | 1, 3, 3, 5 | -1.225, 0, 0, 1.225 |
# | `others` | 9, gap | those above | 9, 3 | 3.674, 0 |

# %% tags=["answer"] exercise="1.10"
def prepare(training, others):
    """Both arrays (rows, columns), gaps filled and columns scaled, by means and spreads of `training` alone."""
    ### BEGIN SOLUTION
    mean, spread = np.nanmean(training, axis=0), np.nanstd(training, axis=0)
    scaled = [(np.where(np.isnan(rows), mean, rows) - mean) / spread for rows in (training, others)]
    return scaled[0], scaled[1]
    ### END SOLUTION

# %%
check("1.10", prepare)

# %% [markdown] tags=["hint"] exercise="1.10"
# Which numbers have to be computed, one for each column, and from which of the two arrays? Then treat both arrays in
# the same way with these numbers.

# %% [markdown] tags=["hint"] exercise="1.10"
# `mean = np.nanmean(training, axis=0)`, the spread in the same way. `np.where(np.isnan(rows), mean, rows)` takes the
# mean where a value is missing and the value elsewhere.

# %% [markdown]
# Does the order of the steps matter so much? Make a table in which there is **nothing** to find: 60 rows of 5,000
# random numbers, and labels, half 0 and half 1, in random order. The ten columns that agree best with the labels are
# selected, and each row is given to the class whose mean is nearer. **Five-fold cross-validation** measures the
# accuracy: the rows are divided into five parts, called folds; each is held out once, and the five results are
# averaged. **Predict** the two accuracies: selection before the folds are made, on all rows, and selection inside
# each fold, on its training rows.

# %%
def select(rows, labels, count=10):
    apart = np.abs(rows[labels == 1].mean(axis=0) - rows[labels == 0].mean(axis=0))
    return np.argsort(apart)[-count:]                       # the columns whose class means differ most


def nearest_mean(rows, labels, asked):
    means = np.array([rows[labels == label].mean(axis=0) for label in (0, 1)])
    return ((asked[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)


# %% [markdown]
# In each fold, everything is computed from the rows that are `known` and judged on those that are `held`. Only if the
# columns were chosen beforehand is nothing selected.

# %%
def cross_validate(table, labels, fold_of, columns=None):
    right = []
    for fold in np.unique(fold_of):
        known, held = fold_of != fold, fold_of == fold
        chosen = select(table[known], labels[known]) if columns is None else columns
        said = nearest_mean(table[known][:, chosen], labels[known], table[held][:, chosen])
        right.append(np.mean(said == labels[held]))
    return np.mean(right)

# %% [markdown]
# Twenty such tables, since 60 rows are few and luck is large:

# %%
honest, with_leak = [], []
for _ in range(20):
    table = random.normal(size=(60, 5000))
    labels, fold_of = random.permutation(np.arange(60) % 2), np.arange(60) % 5
    with_leak.append(cross_validate(table, labels, fold_of, columns=select(table, labels)))
    honest.append(cross_validate(table, labels, fold_of))
assert np.median(with_leak) > 0.8 and 0.4 < np.median(honest) < 0.6
print(f"medians: selected on all rows {np.median(with_leak):.0%}, in each fold {np.median(honest):.0%}")

# %% [markdown]
# Random numbers "predict" labels that have nothing to do with them, and are nearly always right: among 5,000 columns
# some agree with the 60 labels by chance, also with those that are held out later, and the selection had seen them
# all. Inside the folds it is about one half, as it should be. Published results have fallen over this.
#
# ## Parameters and hyperparameters
#
# Cross-validation is also how a **hyperparameter** is chosen when examples are few: every example is used for
# training in most folds, and for judging in one. Here is one knob, $k$ in **k nearest neighbours**, which asks the
# $k$ most similar patients and takes the vote. Its mistakes are counted on ten folds.

# %%
def neighbours_vote(rows, labels, asked, k):
    squares = (rows ** 2).sum(axis=1) - 2 * asked @ rows.T  # (asked, row), but for a constant
    nearest = np.argsort(squares, axis=1)[:, :k]            # (asked, k)
    return labels[nearest].mean(axis=1) > 0.5


# %% [markdown]
# For each $k$ the mistakes on the held-out fold, and those on the folds it has learned from. Your `prepare` scales,
# anew in each fold. (`~known` turns true and false round: the rows that are held out.) **Predict**: how many mistakes
# does $k = 1$ make on the very rows that it knows?

# %%
prepare = accepted("1.10", prepare)
fold_of = random.permutation(np.arange(569) % 10)
ks, wrong_new, wrong_own = [1, 3, 5, 9, 15, 25, 45, 85, 151, 301], [], []
for k in ks:
    new, own = [], []
    for fold in range(10):
        known = fold_of != fold
        inside, outside = prepare(biopsies.x[known], biopsies.x[~known])
        own.append(np.mean(neighbours_vote(inside, malignant[known], inside, k) != malignant[known]))
        new.append(np.mean(neighbours_vote(inside, malignant[known], outside, k) != malignant[~known]))
    wrong_new.append(np.mean(new))
    wrong_own.append(np.mean(own))
assert wrong_own[0] == 0 and wrong_new[-1] > 2 * min(wrong_new)

# %% [markdown]
# On the left one patient is asked, on the right more than half of all. Where does the dashed curve lie lowest?

# %%
drawing = plot_curves({"training folds": wrong_own, "held-out fold": wrong_new}, x=np.array(ks),
                      x_label="k, neighbours that vote", y_label="share of mistakes", log_x=True,
                      validation=["held-out fold"])
drawing.set_xticks(ks, ks)
drawing.minorticks_off()
drawing.set_xlim(0.85, 360)
show(drawing,
     alt="Share of mistakes against k, 1 to 301. On the training folds it starts at 0 and climbs. On the held-out fold it begins near 0.05, is smallest at k = 3 with 0.03, stays below 0.05 up to k = 45, and climbs to 0.18 at 301, where both curves meet.")

# %% [markdown]
# With $k = 1$ no mistake is made on rows that are known, since each is its own nearest neighbour: that 0 says
# nothing. Large $k$ smooths too much. The best $k$ lies in between, and the valley is flat, so its exact place is
# luck. And the mistakes at the best $k$ are themselves a little too few, since $k$ was chosen by them: what is
# promised to a patient is measured on a test part, as in lesson 01.
#
# ## The kernel trick
#
# Before networks could be trained well, there was another way to bend a hyperplane. In lesson 01 you gave the rings
# new inputs, $r$ and $\theta$, made by hand. A **kernel** $K(x, x')$ measures how alike two points are, and a machine
# that knows nothing but these likenesses behaves as if every point had been given very many new inputs. The most used
# one is the **radial basis function**, RBF:
#
# $$K(x, x') = e^{-\gamma \lVert x - x' \rVert^2}$$
#
# It is 1 for equal points and falls towards 0 with the distance; $\gamma$ says how fast. Three points by hand, with
# $\gamma = 0.5$: A = (0, 0), B = (1, 0), C = (0, 2). The squared distances are 1 from A to B, 4 from A to C, and $1 +
# 4 = 5$ from B to C, so the three values are $e^{-0.5}$, $e^{-2}$ and $e^{-2.5}$.

# %% [markdown] tags=["exercise"]
# ### Exercise 1.11 - the kernel matrix  (core, 5 min)
#
# Write `rbf_kernel`. From points `first` (m, d) and `second` (n, d) it makes the array (m, n) of all likenesses:
# row i, column j holds $K(\text{first}_i, \text{second}_j)$.

# %% tags=["answer"] exercise="1.11"
def rbf_kernel(first, second, gamma):
    """exp(-gamma * squared distance) for each pair of points (m, d) and (n, d): an array (m, n)."""
    ### BEGIN SOLUTION
    differences = first[:, None] - second[None, :]          # (m, n, d)
    return np.exp(-gamma * (differences ** 2).sum(axis=2))
    ### END SOLUTION

# %%
check("1.11", rbf_kernel)

# %% [markdown] tags=["hint"] exercise="1.11"
# Two loops do it: zeros of the shape (m, n), and for each i and j the sum of the squared differences of
# `first[i]` and `second[j]`.

# %% [markdown] tags=["hint"] exercise="1.11"
# Without loops: `first[:, None] - second[None, :]` has the shape (m, n, d), as in k-means above. Square it, sum over
# the last axis, multiply by `-gamma`, and put it into `np.exp`.

# %% [markdown]
# By hand and by scikit-learn:

# %%
from sklearn.metrics import pairwise

rbf_kernel = accepted("1.11", rbf_kernel)
corners = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]])      # A, B, C
likeness = rbf_kernel(corners, corners, 0.5)
assert np.allclose(likeness[[0, 0, 1], [1, 2, 2]], [0.60653, 0.13534, 0.08208], atol=5e-6)
assert np.allclose(likeness, pairwise.rbf_kernel(corners, corners, gamma=0.5), atol=1e-12)
likeness.round(5)

# %% [markdown]
# A **support-vector machine** (SVM) uses these likenesses. Write $\varphi(x)$ for the very many new inputs of a
# point, made such that $K(x, x') = \varphi(x) \cdot \varphi(x')$; for RBF such inputs exist, infinitely many. On them
# it is a linear model, and its sign is the class, $y = +1$ or $-1$:
#
# $$f(x) = w \cdot \varphi(x) + b$$
#
# It looks for the $w$ and $b$ with the smallest
#
# $$\tfrac12 \lVert w \rVert^2 + C \sum_i \max(0,\; 1 - y_i f(x_i))$$
#
# The second part is the **hinge**: a point costs nothing if it lies on the right side with room to spare, $y_i f(x_i)
# \ge 1$, and the more the further it is off. Small weights, the first part, keep that room wide; it is called the
# margin. The knob $C$ says how much mistakes count against it.
#
# Nobody can store infinitely many weights. But a part of $w$ at right angles to all $\varphi(x_i)$ would make $w$
# longer and change no $f(x_i)$, so the best $w$ has none: it is a sum over the points, $w = \sum_i a_i y_i
# \varphi(x_i)$. Put this into $f$, and only likenesses are left. That is the **kernel trick**:
#
# $$f(x) = \sum_i a_i y_i\, K(x_i, x) + b$$
#
# The $a_i$, from 0 to $C$, are the **dual variables**, one for each point. By hand, with the points from above: $a =
# (1, 1, 2)$, classes $y = (+1, +1, -1)$, $b = 0$. Then $f(A) = 1 + 0.607 - 2 \cdot 0.135 = 1.336$, and with the
# matrix:

# %%
signed = np.array([1, 1, 2]) * np.array([1, 1, -1])          # the products a y
assert np.allclose(likeness @ signed, [1.336, 1.442, -1.783], atol=5e-4)
print((likeness @ signed).round(3))

# %% [markdown]
# All three lie on their side with more than 1 to spare: no hinge costs anything. Now 400 points, two rings. Most
# $a_i$ become zero; the points of the others are the **support vectors**. scikit-learn searches (`tol`: how exactly),
# and keeps the products $a_i y_i$ in `dual_coef_`, $b$ in `intercept_`; `decision_function` is its $f$. From these we
# rebuild its answers:

# %%
from sklearn.svm import SVC

rings, new_rings = (load("rings", noise=0.1, seed=number) for number in (seed, seed + 1000))
machine = SVC(kernel="rbf", gamma=2.0, C=1.0, tol=1e-6).fit(rings.x, rings.y)
signed_a, vectors = machine.dual_coef_[0], machine.support_vectors_        # (vector,), (vector, 2)
rebuilt = rbf_kernel(new_rings.x, vectors, 2.0) @ signed_a + machine.intercept_
assert np.allclose(rebuilt, machine.decision_function(new_rings.x), atol=1e-9)
assert len(vectors) < 100 and np.abs(signed_a).max() <= 1 + 1e-9 and abs(signed_a.sum()) < 1e-9
print(f"{len(vectors)} of {len(rings.x)} points are support vectors")

# %% [markdown]
# ### Why this is the best solution (may be skipped)
#
# The $a_i$ solve a problem of their own, the **dual** form: with $\sum_i a_i y_i = 0$ and $0 \le a_i \le C$, make
#
# $$\sum_i a_i - \tfrac12 \sum_{i,j} a_i y_i\, K(x_i, x_j)\, a_j y_j$$
#
# as large as possible. It can never exceed the objective above. A hinge is at least 0 and at least $1 - y_i f(x_i)$,
# so $C$ times it is at least $a_i (1 - y_i f(x_i))$. Replace it by that, and $b$ drops out; what is left is smallest
# for $w = \sum_i a_i y_i \varphi(x_i)$, and is then the dual form. So where the two are **equal**, neither can be
# improved. With $C = 1$; $\lVert w \rVert^2$ is the double sum, $2 y - 1$ makes -1 and 1 of the labels 0 and 1, and
# since $a_i \ge 0$, $a_i$ is the size of $a_i y_i$:

# %%
squared_w = signed_a @ rbf_kernel(vectors, vectors, 2.0) @ signed_a
hinges = np.maximum(0, 1 - (2 * rings.y - 1) * machine.decision_function(rings.x))
primal, dual = 0.5 * squared_w + hinges.sum(), np.abs(signed_a).sum() - 0.5 * squared_w
assert np.isclose(primal, dual, rtol=1e-4)
print(f"to be made small: {primal:.2f}   to be made large: {dual:.2f}")

# %% [markdown]
# The two objectives meet: this is the best solution, and no search could find a better one.
#
# ### Three ways to bend a border
#
# Polar features made by hand with the least squares of lesson 01, the kernel, and a network with one hidden layer of
# eight neurons, which scikit-learn trains. All are judged on new points. **Predict** how the three borders will
# differ in shape. (`points.T` has a row for each coordinate, `np.hypot` is the distance from the middle.)

# %%
def polar_features(points):
    x1, x2 = points.T
    return np.column_stack([np.hypot(x1, x2), np.arctan2(x2, x1), np.ones(len(points))])


# %% [markdown]
# The polar features take a least-squares fit; `lbfgs` trains the network in long, measured steps, and `alpha` keeps
# its weights small.

# %%
from sklearn.neural_network import MLPClassifier

theta = np.linalg.lstsq(polar_features(rings.x), 2 * rings.y - 1, rcond=None)[0]
network = MLPClassifier((8,), solver="lbfgs", max_iter=2000, alpha=0.01, random_state=seed)
network.fit(rings.x, rings.y)
classifiers = {"polar": lambda points: polar_features(points) @ theta > 0,
               "kernel": machine.predict, "network": network.predict}
right = [np.mean(classify(new_rings.x) == new_rings.y) for classify in classifiers.values()]
assert min(right) > 0.95

# %% [markdown]
# The new points, the border of each as a black line, and the share of new points that it gets right:

# %%
side = np.linspace(-1.5, 1.5, 200)
grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)                   # (40000, 2)
figure, axes = plt.subplots(1, 3, figsize=(9, 3.6), layout="constrained", sharey=True)
for ax, (name, classify), share in zip(axes, classifiers.items(), right):
    plot_regions(classify, new_rings.x, new_rings.y, names=["inner", "outer"], ax=ax,
                 title=f"{name}: {share:.1%}")
    ax.contour(side, side, 1.0 * classify(grid).reshape(200, 200), levels=[0.5], colors="black")
    ax.set_aspect("equal")
    ax.get_legend().set_visible(ax is axes[1])
show(figure,
     alt="New points of the two rings with the plane shaded by three classifiers, and the border of each as a black line at a radius of 0.75 or so. The borders of the polar features and of the kernel are nearly circles; that of the network has corners. Each gets about 99 percent of the new points right.")

# %% [markdown]
# All three get nearly everything right, and nobody can be told to be best. By hand, somebody had to know about
# circles. The kernel needs no such idea, but it compares every new point with all support vectors, and its notion of
# likeness is fixed beforehand. The network learned its own features. On rings this makes no difference; on photos it
# makes all the difference.
#
# ## Trees against a network
#
# On tables the network has rivals. A **decision tree** asks one question after the other (is the pressure above
# 1,020? is it night?) and gives an answer at the end. A **random forest** lets many trees vote, each grown on a part
# of the data. **Boosted trees** add up small trees, each of which mends what those before it got wrong. Does it
# matter which one takes? That is often argued with opinions. We run it.
#
# The first table is five years of weather in Beijing, hour by hour. Two questions are asked of it: from which of
# three directions does the wind blow, if it is not calm and turning (`cv`), and (in the first two years) is there
# more than 75 micrograms of fine dust in a cubic metre? Neighbouring hours are nearly copies, so whole **weeks** are
# held out. The hour and the day of the year are given as points on a circle, by sine and cosine, so that 23 o'clock
# is next to midnight. The second table are the biopsies. For each table, what would a learner get right that always
# says the most frequent class?
#
# (`np.unique(..., return_inverse=True)` numbers the directions; taking these rows of `np.eye(4)` is your `one_hot` in
# one step. A year has 8,766 hours, with leap years; a week 168.)

# %%
air = load("air_quality")
hours = np.arange(len(air.dates))
circles = [turn(2 * np.pi * hours / period) for period in (24, 8766) for turn in (np.sin, np.cos)]
measured = [air.temperature, air.dew_point, air.pressure, air.wind_speed, air.snow, air.rain]
weather = np.column_stack(measured + circles)                                        # (hour, 10)
directions, direction = np.unique(air.wind_direction, return_inverse=True)
dusty = ~np.isnan(air.pm25) & (hours < 2 * 8766)            # two years of dust
with_wind = np.column_stack([weather, np.eye(len(directions))[direction]])[dusty]
tables = {"wind direction, by weeks": (weather, direction, hours // 168),
          "fine dust, by weeks": (with_wind, air.pm25[dusty] > 75, hours[dusty] // 168),
          "fine dust, by hours": (with_wind, air.pm25[dusty] > 75, hours[dusty]),
          "biopsies": (biopsies.x, malignant, np.arange(569))}
frequent = {name: np.unique(targets, return_counts=True)[1].max() / len(targets)
            for name, (_, targets, _) in tables.items()}
for name, share in frequent.items():
    print(f"{name:26} most frequent class {share:.0%}")

# %% [markdown]
# The third entry splits the same dust table by single hours, which leaks. **Predict**: who will gain most from the
# leak, the trees or the network?
#
# Four learners, each prepared as it needs: the linear model (with a sigmoid, which turns a sum into a number from 0
# to 1; lesson 02 has it) and the network get scaled inputs, and the network stops when a validation part of its
# training data no longer improves. Trees need no scaling.

# %%
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

# %% [markdown]
# The seed of a round is the `random_state` of all that is random in them:


# %%
def make_learners(number):
    network = MLPClassifier((64, 64), early_stopping=True, n_iter_no_change=20, learning_rate_init=0.01,
                            random_state=number)
    return {"linear": make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
            "network": make_pipeline(StandardScaler(), network),
            "forest": RandomForestClassifier(50, random_state=number),
            "boosted trees": HistGradientBoostingClassifier(max_iter=60, early_stopping=False,
                                                            random_state=number)}

# %% [markdown]
# One round of the race: hold out a quarter of the groups, learn from 2,500 of the other rows, and return the accuracy
# of each learner on 2,500 held-out rows (the biopsies are fewer: all are taken).

# %%
def race(inputs, targets, groups, number):
    random = np.random.default_rng(number)
    numbers = random.permutation(np.unique(groups))
    held = np.isin(groups, numbers[:len(numbers) // 4])
    train, test = (random.permutation(np.flatnonzero(rows))[:2500] for rows in (~held, held))
    with threadpool_limits(1):                              # else threads wait for each other
        return [learner.fit(inputs[train], targets[train]).score(inputs[test], targets[test])
                for learner in make_learners(number).values()]

# %% [markdown]
# Five rounds for each table, each with a split and with networks and trees of its own seed. This takes some seconds.

# %%
results = {name: np.array([race(*table, 10 * seed + repeat) for repeat in range(repeats)])
           for name, table in tables.items()}               # each (repeat, learner)
learners = list(make_learners(0))

# %% [markdown]
# Below the names stand the medians. Each line is one split: the four learners met the same rows, so compare them
# **line by line**. That is fairer than comparing medians, since some splits are harder for everybody. All axes have
# the same scale.

# %%
figure, axes = plt.subplots(2, 2, figsize=(8, 6.4), layout="constrained")
for ax, (name, scores) in zip(axes.flat, results.items()):
    for marker, split in zip("osD^v", scores):
        ax.plot(split, marker + "-", linewidth=0.8, markersize=5)
    labels = [f"{learner}\n{value:.3f}" for learner, value in zip(learners, np.median(scores, axis=0))]
    middle = (scores.min() + scores.max()) / 2
    ax.set(title=f"{name} (most frequent {frequent[name]:.0%})", xticks=range(4), xticklabels=labels,
           ylim=(middle - 0.065, middle + 0.065), ylabel="accuracy")
    ax.grid(axis="y")
show(figure,
     alt="Accuracies of four learners, five splits as lines, in four panels with the medians below. Wind direction: every line climbs from linear model and network near 0.61 to the forest near 0.66 and boosted trees near 0.67. Fine dust by weeks: the lines run side by side, between 0.75 and 0.83, without a common direction, the forest mostly lowest. Fine dust by hours: every line is lowest at the linear model, near 0.80, and highest at boosted trees, near 0.85. Biopsies: boosted trees lie below the linear model on every line; the network is widely spread, from 0.92 to 0.99.")

# %% [markdown]
# In how many splits are boosted trees ahead of the plain linear model?

# %%
linear, neural, forest, boosted = range(4)                  # the places of the learners
for name, scores in results.items():
    ahead = np.sum(scores[:, boosted] > scores[:, linear])
    print(f"{name:26} boosted trees ahead of linear in {ahead} of {len(scores)} splits")

# %% [markdown]
# Three questions, three answers. **Wind direction**: boosted trees win, in every split, over linear model and
# network. A likely reason: speed is summed up while the wind keeps its direction, and calm, turning air has low sums,
# so the speed holds the answer in steps, which questions cut out and a smooth function has to bend towards. **Fine
# dust, by weeks**: boosted trees, linear model and network cannot be told apart. **Biopsies**: boosted trees are
# ahead of the linear model in none; the network is widely spread, since few patients remain for it to learn from, and
# fewer to stop by.
#
# And the leak? By hours boosted trees win every split, on the same data and for the same question. **The leak has
# made a ranking where there was none.** Both kinds of trees gained most from it, since a tree can learn single hours
# by heart; the network gained less, the linear model nothing in the median, since it cannot. What the text leans on,
# as checkpoints, because these are results of training:

# %%
wind, weeks, hourly, cells = results.values()               # each (repeat, learner)
gain = np.median(hourly, axis=0) - np.median(weeks, axis=0)
print("Wind: the smallest lead of boosted trees over the network in any split")
checkpoint("01.2", np.min(wind[:, boosted] - wind[:, neural]), variant=air,
           bounds={("official", "standard"): 0.0})
print("Biopsies: the share of splits in which the linear model is not behind boosted trees")
checkpoint("01.3", np.mean(cells[:, linear] >= cells[:, boosted]), bounds={("", "standard"): 0.8})
print("Dust: how much more the trees gained from the leak than the network")
checkpoint("01.4", gain[[forest, boosted]].min() - gain[neural], variant=air,
           bounds={("official", "standard"): 0.0})
print("Dust, by hours: the smallest lead of boosted trees over the linear model in any split")
checkpoint("01.5", np.min(hourly[:, boosted] - hourly[:, linear]), variant=air,
           bounds={("official", "standard"): 0.01})

# %% [markdown]
# What does this run show? Of three honest tables boosted trees won one, tied on one and lost one to a linear model.
# No learner is best everywhere, and three tables settle nothing. Others have compared on many more, and report: **on
# a table, boosted trees are the baseline to beat**; on small tables pre-trained transformers for tables such as
# TabPFN, trained beforehand on a great many made-up tables, now compete, and their authors report that they beat
# tuned boosted trees there. We did not run one: its weights are a download. Deep learning is at its best where the
# columns are not given: pixels, sound, text.
#
# ## What you can now do
#
# You can tell the four kinds of learning apart, and refuse a question that a table cannot answer. You can turn words
# and pictures into inputs, and **fit every step of a pipeline on the training part only**. You can compute a kernel
# and rebuild a support-vector machine from its dual variables. And when somebody tells you which learner is best, you
# ask: on which table, with which split, over how many seeds, and against which baseline?

# %%
progress(1, further=True)

# %% [markdown]
# Next, lesson 02 goes back to the beginning: one neuron, and a rule by which it learns from its mistakes.
