# ---
# jupyter:
#   course: {number: 9, title: Handwritten digits, part: 2, minutes: 75, builds_on: [3, 4, 6], data: [mnist],
#            quick: {epochs: 2}, full: {hidden_units: 1024, epochs: 20}}
# ---
# %% [markdown]
# # 09 · Handwritten digits
#
# Somebody writes a digit, and a network reads it. You build that network in Keras out of the pieces you know, train it
# on tens of thousands of digits, measure how often it is right, and look closely at what it gets wrong. At the end it
# reads a digit that you draw.
#
# Afterwards you can
# - turn pictures into what a network takes, and its answer into probabilities,
# - build, train and evaluate a network in Keras, and say what each line does,
# - judge a classifier by more than one number, and say what it has not learned.
#
# About 75 minutes, with a pause before the section on mistakes. Builds on lesson 03 (forward pass), lesson 04 (losses)
# and lesson 06 (backpropagation).

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import accepted, check, checkpoint, load, progress, runtime, show
from course_utils.figures import plot_confusion, plot_history, plot_pictures
from course_utils.training import show_progress
from course_utils.widgets import Drawing, draw_digit

# %% [markdown]
# The seed fixes every random choice; `epochs` is how many times the network sees all examples.

# %% tags=["parameters"]
seed = 0
hidden_units = 128
epochs = 8

# %% [markdown]
# ## Look at the data first
#
# MNIST is the classic set of handwritten digits: 70,000 small grey pictures, collected from forms filled in by office
# clerks and pupils, each with its **label**, the digit that was meant. 60,000 are for training. The other 10,000 are
# the **test set**, written by other people; we shall not touch it until the network is finished. (Where MNIST cannot
# be had, the lesson says so and runs on a **stand-in**, a small set that comes with the course.)
#
# Look for digits that are written in two ways: twos with and without a loop, sevens with and without a bar.

# %%
digits = load("mnist")
pictures, labels = digits.x_train, digits.y_train             # (example, row, column), (example,)
show(plot_pictures(pictures[:40], labels[:40], columns=10),
     alt="Forty handwritten digits, white on black, in four rows of ten, each with its label below. Thick and "
         "thin strokes, upright and slanted; ones that are a single line, sevens with and without a bar.")
print(f"training: {pictures.shape} {pictures.dtype}, from {pictures.min()} to {pictures.max()}")

# %% [markdown]
# The same digit comes in many forms. No short rule covers them all, which is why the network will find its own from
# examples.
#
# ## A picture is a matrix
#
# For the computer each picture is a table of 28 rows and 28 columns. 0 is black, 255 is white. Here is the first nine
# of the set, every second row, its middle columns; a dot stands for 0.

# %%
nine = pictures[np.flatnonzero(labels == 9)[0]]
assert nine.shape == (28, 28)
for row in nine[5:28:2, 7:22]:
    print(" ".join(f"{value:3d}" if value else "  ·" for value in row))

# %% [markdown]
# Squint, and you see the nine. A network gets nothing but these numbers. It does not know
# that two of them are neighbours, nor what a loop is. **Predict**: if the nine is moved two pixels to the left, it is
# still a nine. How many of the 784 numbers change: fewer than 50, about 200, or all? First write the shift.

# %% [markdown] tags=["exercise"]
# ### Exercise 9.1 - two pixels to the left  (core, 4 min)
#
# Write `shift_left`. It gets a picture (rows, columns) and returns a new one in which everything has moved `columns`
# to the left. What leaves on the left is gone; on the right black comes in, zeros. The given picture must stay as it
# is.

# %% tags=["answer"] exercise="9.1"
def shift_left(picture, columns):
    """The picture moved to the left by `columns` >= 0, zeros coming in; the same shape and number type."""
    ### BEGIN SOLUTION
    moved = np.zeros_like(picture)
    width = picture.shape[1] - columns
    moved[:, :width] = picture[:, columns:]
    return moved
    ### END SOLUTION

# %%
check("9.1", shift_left)

# %% [markdown] tags=["hint"] exercise="9.1"
# Begin with a black picture of the same shape and type: `np.zeros_like(picture)`. Which columns of the old picture
# are still there afterwards, and in which columns do they end up?

# %% [markdown] tags=["hint"] exercise="9.1"
# The columns from number `columns` to the last survive: `picture[:, columns:]`. They go to the front of the new
# picture, which has room for `picture.shape[1] - columns` of them.

# %% [markdown]
# Here are the nine, the moved nine, and the size of the difference between the two.

# %%
shift_left = accepted("9.1", shift_left)
moved = shift_left(nine, 2)
difference = np.abs(moved.astype(int) - nine).astype("uint8")
show(plot_pictures([nine, moved, difference], ["as written", "moved by 2", "what changed"], columns=3),
     alt="Three pictures: a nine; the same nine two pixels further left; the difference of the two, in "
         "which both outlines of the nine are bright.")
print(f"{np.sum(difference > 0)} of 784 numbers have changed, "
      f"of {np.sum((nine > 0) | (moved > 0))} that hold ink before or after")

# %% [markdown]
# So about 200: nearly every place that holds ink before or after. You see the same nine twice. To whoever reads the
# numbers one by one, it is another picture. Keep this in mind; it comes back before the end of the lesson.
#
# ## From pictures to inputs
#
# A dense layer takes a list of numbers, so each picture is laid out in one row of 784: this is called **flattening**.
# And the numbers should be about as large as 1: inputs up to 255 would make the sums in the first layer hundreds of
# times too large.

# %% [markdown] tags=["exercise"]
# ### Exercise 9.2 - prepare the inputs  (core, 4 min)
#
# Write `prepare`. From pictures of shape (examples, 28, 28), whole numbers from 0 to 255, it makes an array of shape
# (examples, 784) with numbers from 0 to 1, of the type `float32`, which Keras computes with.

# %% tags=["answer"] exercise="9.2"
def prepare(pictures):
    """Pictures (examples, rows, columns) as inputs (examples, rows x columns), float32, from 0 to 1."""
    ### BEGIN SOLUTION
    return pictures.reshape(len(pictures), -1).astype("float32") / 255
    ### END SOLUTION

# %%
check("9.2", prepare)

# %% [markdown] tags=["hint"] exercise="9.2"
# Three steps: the shape (`reshape`), the type (`astype`), the scale (a division). White is 255 and should become 1.

# %% [markdown] tags=["hint"] exercise="9.2"
# `pictures.reshape(len(pictures), 784)` makes one row of each picture. Change the type before you divide: then the
# result is `float32`, too.

# %% [markdown]
# While training we want to see how the network does on examples that it does not learn from. So the last twelfth of
# the training pictures is set aside for **validation**. The test set stays closed.

# %%
prepare = accepted("9.2", prepare)
held_out = len(pictures) // 12
x_train, y_train = prepare(pictures[:-held_out]), labels[:-held_out]
x_validation, y_validation = prepare(pictures[-held_out:]), labels[-held_out:]
print(f"training {x_train.shape}, validation {x_validation.shape}")

# %% [markdown]
# The labels are whole numbers from 0 to 9. They are names, not amounts: a 9 is not three times a 3. The network
# therefore gets ten outputs, one for each digit, and what they should be is a row with a one in the right place, as
# the words had in lesson 01. This is called **one-hot**. Keras can also work with the whole numbers as they are, with
# a loss whose name begins with `Sparse`; so you need not make these rows.

# %%
one_hot = np.eye(10)[y_train[:3]]                             # (example, digit)
assert one_hot.shape == (3, 10) and np.all(one_hot.sum(axis=1) == 1)
for label, row in zip(y_train[:3], one_hot):
    print(label, "->", row.astype(int))

# %% [markdown]
# ## The network of lesson 06, in Keras
#
# Before you trust a library with a hundred thousand weights, give it eight that you know. In Keras a `Dense` layer is
# what you wrote by hand: inputs times weights, plus biases, and then an activation. Its weights are an array (inputs,
# units), as in lesson 06. `Sequential` puts layers in a row. (`runtime.start()` keeps Keras from printing many lines.)
#
# For the inputs 0.1 and 0.5 the targets were 0.05 and 0.95. Does Keras arrive at your numbers?

# %%
runtime.start()
import keras

small = keras.Sequential([keras.layers.Input((2,)),
                          keras.layers.Dense(2, activation="sigmoid"),
                          keras.layers.Dense(2, activation="sigmoid")])
small.set_weights([np.array([[0.1, 0.2], [0.3, 0.4]]), np.array([0.25, 0.25]),
                   np.array([[0.5, 0.7], [0.6, 0.8]]), np.array([0.35, 0.35])])
outputs = small.predict(np.array([[0.1, 0.5]]), verbose=0)[0]     # (output,)
error = 0.5 * np.sum((np.array([0.05, 0.95]) - outputs) ** 2)
assert np.allclose(outputs, [0.73492861, 0.77955388], atol=1e-6)
assert np.isclose(error, 0.24908954, atol=1e-6)
print(f"outputs {outputs[0]:.6f} and {outputs[1]:.6f}, error {error:.6f}")

# %% [markdown]
# The same 0.249090 as on paper. Now a larger one: 784 inputs, 128 hidden units, ten outputs. The hidden units use the
# ReLU of lesson 03. The last layer has **no** activation: it gives one number for each digit, as large or as negative
# as it likes, called a **logit**.

# %% [markdown] tags=["exercise"]
# ### Exercise 9.3 - how many parameters?  (core, 3 min)
#
# Every unit has one weight for each of its inputs, and one bias. How many numbers does a network 784-128-10 learn in
# all? Write the number without a comma between the thousands.

# %% tags=["answer"] exercise="9.3"
parameters = ...
### BEGIN SOLUTION
parameters = 784 * 128 + 128 + 128 * 10 + 10
### END SOLUTION

# %%
check("9.3", parameters)

# %% [markdown] tags=["hint"] exercise="9.3"
# Count the first layer: 128 units with 784 weights each, and 128 biases. Then the second in the same way. You did
# this for 3-4-2 in lesson 03.

# %% [markdown] tags=["hint"] exercise="9.3"
# The second layer has ten units. Each has a weight for each of the 128 hidden units, and a bias: $10 \cdot 128 + 10$.

# %% [markdown] tags=["exercise"]
# ### Exercise 9.4 - build it  (core, 5 min)
#
# Write `make_network`, which returns this network with `hidden_units` hidden units as a `keras.Sequential`: the input
# of 784 numbers, a `Dense` layer with the activation "relu", and a `Dense` layer with ten outputs and no activation.
# The small network above shows the form.

# %% tags=["answer"] exercise="9.4"
def make_network(hidden_units):
    """A keras.Sequential with 784 inputs, `hidden_units` ReLU units and ten logits."""
    ### BEGIN SOLUTION
    return keras.Sequential([keras.layers.Input((784,)),
                             keras.layers.Dense(hidden_units, activation="relu"),
                             keras.layers.Dense(10)])
    ### END SOLUTION

# %%
check("9.4", make_network)

# %% [markdown] tags=["hint"] exercise="9.4"
# A list with three entries in `keras.Sequential([...])`. Where the small network has `Input((2,))`, this one has 784.
# Do not forget the `return`.

# %% [markdown] tags=["hint"] exercise="9.4"
# The second entry is `keras.layers.Dense(hidden_units, activation="relu")`. The third has 10 units, and no
# `activation` at all.

# %% [markdown]
# The seed is set first, because the weights begin as random numbers. `count_params` counts as you did.

# %%
make_network = accepted("9.4", make_network)
runtime.seed(seed)
model = make_network(hidden_units)
assert hidden_units != 128 or model.count_params() == 101_770
print(f"{model.count_params():,} parameters")

# %% [markdown]
# ## From logits to probabilities
#
# The softmax of lesson 03 turns logits into probabilities: $p_k = e^{z_k} / \sum_j e^{z_j}$. The largest logit is
# subtracted first; this changes nothing, and keeps $e^z$ from overflowing.

# %%
def softmax(logits):
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


assert np.allclose(softmax(np.array([2.0, 1.0, -1.0])), [0.7054, 0.2595, 0.0351], atol=5e-5)
softmax(np.array([2.0, 1.0, -1.0])).round(4)

# %% [markdown]
# The loss is the cross-entropy of lesson 04: minus the logarithm of the probability that the right digit was given,
# averaged. In the code, `[np.arange(len(labels)), labels]` takes from each row the entry of its label. The accuracy
# is the share of pictures whose largest logit stands at the right digit. **Predict**: the weights are random so far.
# About which accuracy will the network have, and about which loss?

# %%
def cross_entropy(logits, labels):
    return -np.log(softmax(logits)[np.arange(len(labels)), labels]).mean()


def accuracy(logits, labels):
    return np.mean(logits.argmax(axis=1) == labels)


untrained = model.predict(x_validation, batch_size=1000, verbose=0)     # (example, digit)
assert abs(cross_entropy(untrained, y_validation) - np.log(10)) < 0.5
print(f"accuracy {accuracy(untrained, y_validation):.0%}, "
      f"loss {cross_entropy(untrained, y_validation):.1f}; ln 10 is {np.log(10):.1f}")

# %% [markdown]
# It guesses: about one in ten is right. Whoever knows nothing gives each digit the probability $\frac{1}{10}$, and
# has a loss of $-\ln \frac{1}{10} = \ln 10$; the network is close to that. This takes a second to look at, and is
# worth doing for every network: a loss far away from it, before any training, means that something is wrong.
#
# ## Train
#
# `compile` says what training is: which loss, which optimizer, which numbers to report. The loss is told that it gets
# logits; "sparse" means that the labels are whole numbers instead of one-hot rows. The optimizer is the Adam of
# lesson 05. Its learning rate starts at 0.004 and falls to zero along half a cosine wave: large steps first, fine
# ones in the end. `fit` goes through all training pictures `epochs` times, in batches of 256, which makes 215 steps
# in each epoch; `show_progress` says how far it is, in the place of Keras's own lines (`verbose=0`). It takes about
# ten seconds. (The stand-in is forty times smaller. Smaller batches and more rounds give it about as many updates.)

# %%
batch_size, rounds = (32, 5 * epochs) if digits.stand_in else (256, epochs)
steps = rounds * int(np.ceil(len(x_train) / batch_size))
model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
              optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.004, steps)),
              metrics=["accuracy"])
history = model.fit(x_train, y_train, batch_size=batch_size, epochs=rounds, verbose=0,
                    validation_data=(x_validation, y_validation), callbacks=[show_progress()])

# %% [markdown]
# Look at where the dashed line, the pictures that were set aside, crosses the solid one.

# %%
show(plot_history(history, metric="accuracy"),
     alt="Two panels over the epochs. Left: the training loss falls steadily towards zero; the validation loss "
         "begins below it, falls more and more slowly, and ends above it. Right: the accuracies; training "
         "begins lower and ends near 1, validation ends a little below.")

# %% [markdown]
# In the beginning the dashed line is even the better one: the training numbers are averaged over an epoch in which the
# network was still learning, the validation numbers are taken at its end. After the crossing the network goes on
# getting better on what it has seen, and much more slowly on what it has not: it begins to know the training pictures
# by heart. Lesson 10 is about this gap.
#
# What `fit` did in each step you could write yourself: forward, cross-entropy, the backward pass of lesson 06, an
# update. The companion of this lesson, `09_handwritten_digits_further`, does so, and shows that it is the same.
#
# ## The test set, once
#
# Now the pictures that the network has never seen, opened once the network is finished: what follows only looks, and
# nothing is chosen by it. A result without its spread says little, since the next seed might give something else. So
# here are five networks that we trained with five seeds (`data/measurements` in the course's repository keeps them).

# %%
five_seeds = [0.9782, 0.9782, 0.9794, 0.9792, 0.9787]  # MNIST, 128 hidden units, 8 epochs, two cores
median, lowest, highest = np.median(five_seeds), min(five_seeds), max(five_seeds)
assert (median, lowest, highest) == (0.9787, 0.9782, 0.9794)
print(f"five seeds: median {median:.2%}, from {lowest:.2%} to {highest:.2%}")

# %% [markdown]
# A **checkpoint** shows your own network's result beside a bound: the worst of the five, minus twice their range,
# rounded down. It is stated for the data as they were published ("official") and for the stand-in ("digits28"), at
# the standard size of the lesson. On your machine the last digits may be others; "met" says that your run is like
# ours. All later bounds were found in the same way, some with more room.

# %%
x_test, y_test = prepare(digits.x_test), digits.y_test
test_logits = model.predict(x_test, batch_size=1000, verbose=0)         # (example, digit)
predictions = test_logits.argmax(axis=1)
checkpoint("09.1", accuracy(test_logits, y_test),
           bounds={("official", "standard"): 0.975, ("digits28", "standard"): 0.95}, variant=digits)

# %% [markdown]
# About 98 of 100 digits are read correctly, after seconds of training. But a single number hides what the mistakes
# are, and who would suffer from them.
#
# ## What it gets wrong
#
# The **confusion matrix** counts every pair: in row 4, column 9 stands how many fours were taken for nines. The
# diagonal is what went right. (This is a good place for a pause.)

# %% [markdown] tags=["exercise"]
# ### Exercise 9.5 - the confusion matrix  (core, 6 min)
#
# Write `confusion`. `labels` and `predictions` are arrays of whole numbers below `classes`. The result is a matrix of
# whole numbers, (classes, classes): row = the label, column = the prediction, entry = how often this pair occurs.

# %% tags=["answer"] exercise="9.5"
def confusion(labels, predictions, classes):
    """How often each label (row) got each prediction (column): whole numbers, (classes, classes)."""
    ### BEGIN SOLUTION
    counts = np.zeros((classes, classes), dtype=int)
    for label, prediction in zip(labels, predictions):
        counts[label, prediction] += 1
    return counts
    ### END SOLUTION

# %%
check("9.5", confusion)

# %% [markdown] tags=["hint"] exercise="9.5"
# Begin with a matrix of whole zeros, `np.zeros((classes, classes), dtype=int)`. Go through the pairs, and count each
# in its place.

# %% [markdown] tags=["hint"] exercise="9.5"
# `zip(labels, predictions)` gives one pair at a time. `counts[label, prediction] += 1` counts it. (Without a loop,
# `counts[labels, predictions] += 1` looks right, and counts each pair only once however often it occurs.)

# %% [markdown]
# In the figure the diagonal is left pale, so that the mistakes can be seen; an empty field means none. Which pair is
# darkest? Is the matrix symmetric?

# %%
confusion = accepted("9.5", confusion)
counts = confusion(y_test, predictions, 10)
assert counts.sum() == len(y_test)
show(plot_confusion(counts, [str(digit) for digit in range(10)]),
     alt="A ten by ten grid, rows for the digit that was written, columns for the one that was read. The "
         "diagonal is pale with counts that are far larger than all others. The mistakes are spread over "
         "many pairs, each a few; among the larger ones are 4 read as 9, 5 read as 3 and 7 read as 2.")

# %% [markdown]
# Mistakes are not spread evenly. Digits with similar forms are confused: with MNIST, fours read as nines, fives as
# threes and sevens as twos are among the darkest fields. And the matrix is not symmetric: fives are read as threes
# more often than threes as fives.
#
# Two questions can be asked of each digit. **Recall**: of all nines that were written, which share was
# read as a nine? **Precision**: of all that was read as a nine, which share was one?
#
# With $C_{ij}$, the count in row $i$ and column $j$:
#
# $$\text{recall}_k = \frac{C_{kk}}{\sum_j C_{kj}}, \qquad \text{precision}_k = \frac{C_{kk}}{\sum_i C_{ik}}$$

# %% [markdown] tags=["exercise"]
# ### Exercise 9.6 - precision and recall  (core, 5 min)
#
# Write both for all classes at once. `counts` has the labels in its rows and the predictions in its columns, as above.

# %% tags=["answer"] exercise="9.6"
def precision_and_recall(counts):
    """The pair (precision, recall), each an array with a share for each class, from a confusion matrix."""
    ### BEGIN SOLUTION
    right = np.diagonal(counts)
    return right / counts.sum(axis=0), right / counts.sum(axis=1)
    ### END SOLUTION

# %%
check("9.6", precision_and_recall)

# %% [markdown] tags=["hint"] exercise="9.6"
# `np.diagonal(counts)` is what went right. For recall it is divided by what was written, one row for each digit; for
# precision by what was read, one column for each.

# %% [markdown] tags=["hint"] exercise="9.6"
# `counts.sum(axis=1)` adds along each row and gives how often each digit was written. `axis=0` adds down each column.

# %% [markdown]
# Which digit is read best, and which worst? The scale begins far above zero.

# %%
precision_and_recall = accepted("9.6", precision_and_recall)
precision, recall = precision_and_recall(counts)
assert np.isclose(recall @ counts.sum(axis=1) / counts.sum(), accuracy(test_logits, y_test))
positions = np.arange(10)
_, ax = plt.subplots(figsize=(6, 3), layout="constrained")
ax.plot(positions - 0.1, recall, "o", positions + 0.1, precision, "s")
ax.set(xlabel="digit", ylabel="share", xticks=positions)
ax.legend(["recall", "precision"], loc="lower left")
show(ax,
     alt="Recall as discs and precision as squares for the digits 0 to 9, side by side, all between 0.9 and 1. "
         "The one is near the top with both; for most others one of the two lies clearly below the other.")

# %% [markdown]
# The recall of a class is the accuracy on that class alone. Look where disc and square lie apart. Threes have a high
# recall and a low precision: nearly every three is found, but fives and others are read as threes, too; look down
# column 3 of the matrix. Neither number alone would have told you. (Each digit occurs about 1,000 times, so digits
# that lie close together change places with another seed.)
#
# And now the mistakes themselves. These are the ones about which the network was most certain: below each stands what
# it read, what was meant, and the probability it gave, rounded.

# %%
probabilities = softmax(test_logits)                          # (example, digit)
certainty = probabilities.max(axis=1)
wrong = np.flatnonzero(predictions != y_test)
worst = wrong[np.argsort(-certainty[wrong])][:12]
notes = [f"read {predictions[i]}, is {y_test[i]}\n{certainty[i]:.2f}" for i in worst]
show(plot_pictures(digits.x_test[worst], notes, columns=6),
     alt="Twelve test pictures that were read wrongly with a probability near 1. Some are hard for people, too: "
         "strokes are missing or run together. Others are plain to a human reader.")

# %% [markdown]
# Some of these nobody could read. Others are plain, and the network was certain all the same. In MNIST, look for
# sevens with a bar low across the stem, as some people write them: they are read as twos. Those who wrote MNIST lived
# in the United States, where few write that bar, so the network has seen few; and a low bar looks like the foot of a
# two.
#
# Note the numbers below the pictures, too. They are called probabilities because they are positive and add up to one.
# That a digit read with 0.99 is right in 99 of 100 cases, nobody has promised.
#
# ## What it has not learned
#
# Remember the nine. **Predict**: all test pictures are moved to the left, by 1, 2, 3, up to 8 pixels. A person reads
# them as before, until at the end some ink is cut off. What is left of the 98 % at four pixels?

# %%
shifts = np.arange(9)
scores = []
for columns in shifts:
    shifted = np.array([shift_left(picture, columns) for picture in digits.x_test])
    scores.append(accuracy(model.predict(prepare(shifted), batch_size=1000, verbose=0), y_test))
_, ax = plt.subplots(figsize=(6, 3), layout="constrained")
ax.plot(shifts, scores, "o-")
ax.axhline(0.1, color="grey", linestyle=":", label="guessing")
ax.set(xlabel="pixels to the left", ylabel="test accuracy", ylim=(0, 1.02))
ax.legend()
show(ax,
     alt="Test accuracy against the shift in pixels: near 1 without a shift, a little lower at 1, falling "
         "steeply from 2 pixels on, below one half at 4, close to guessing at 8.")

# %% [markdown]
# The curve falls steeply from the second pixel on. The checkpoint holds the value at four pixels.

# %%
checkpoint("09.2", scores[4], variant=digits,
           bounds={("official", "standard"): ("at most", 0.5),
                   ("digits28", "standard"): ("at most", 0.3)})

# %% [markdown]
# Four pixels, and more than half of the digits are lost. The network has not learned what a nine is. It has learned
# which of 784 places are bright in a nine **that stands in the middle**. In MNIST every digit does, so the test set
# could not show this. Lesson 13 builds a layer that treats all places alike.
#
# One more, and this time you mend it.

# %% [markdown] tags=["exercise"]
# ### Exercise 9.7 - ink on paper  (core, 3 min)
#
# A colleague scans digits, dark ink on white paper, and feeds them to the network as they are: the negatives of what
# it has learned from. Write `mend`, which turns such scans, whole numbers of the type `uint8` from 0 (ink) to 255
# (paper), into pictures as in MNIST, of the same type.

# %% tags=["answer"] exercise="9.7"
def mend(scans):
    """Scans with dark ink on white as pictures with white ink on black; uint8, the same shape."""
    ### BEGIN SOLUTION
    return 255 - scans
    ### END SOLUTION

# %%
check("9.7", mend)

# %% [markdown] tags=["hint"] exercise="9.7"
# Paper is 255 and must become 0. Ink is 0 and must become 255. A grey of 200 becomes 55.

# %% [markdown] tags=["hint"] exercise="9.7"
# One subtraction does it, for all pixels at once. Take care which number stands first: `uint8` has no negative
# numbers, and goes round from 0 to 255.

# %% [markdown]
# **Predict**: how many of the scans are read correctly before they are mended: all, half, one in ten, or fewer?
# (`np.bitwise_not` makes negatives of `uint8` pictures.)

# %%
mend = accepted("9.7", mend)
scans = np.bitwise_not(digits.x_test)
as_they_are = accuracy(model.predict(prepare(scans), batch_size=1000, verbose=0), y_test)
mended = accuracy(model.predict(prepare(mend(scans)), batch_size=1000, verbose=0), y_test)
print("mended, as many are read correctly as before:", mended == accuracy(test_logits, y_test))
checkpoint("09.3", as_they_are, variant=digits,
           bounds={("official", "standard"): ("at most", 0.3),
                   ("digits28", "standard"): ("at most", 0.3)})

# %% [markdown]
# Fewer than guessing would get: the bright paper outweighs the ink, and what is written hardly matters any more.
# There was no error message and no warning: a network takes whatever has the right shape. What does it do with a
# picture that is no digit at all? Here are printed capital letters, which it has never seen (without I, O and S,
# which look like digits). **Predict**: how certain is it about them? The checkpoint shows the median of its largest
# probability.

# %%
letters = load("glyphs", classes="ABCDEFGHJKLMNPQRTUVWXYZ", per_class=40)
shares = softmax(model.predict(prepare(letters.x_train), verbose=0))      # (picture, digit)
certain = shares.max(axis=1)
notes = [f"read {row.argmax()}\n{row.max():.2f}" for row in shares[:10]]
show(plot_pictures(letters.x_train[:10], notes, columns=10),
     alt="Ten printed letters in various typefaces, each with the digit that the network reads in it and how "
         "certain it is, often above nine tenths.")
checkpoint("09.4", np.median(certain), variant=digits,
           bounds={("official", "standard"): 0.7,
                   ("digits28", "standard"): 0.4})

# %% [markdown]
# Each letter gets a digit, many with great certainty. An honest answer would be one tenth for each. But the network
# was only ever asked to tell ten things apart, and nobody told it that there are others. The companion lets it keep
# silent.
#
# ## Your own digit
#
# Now draw. Use the mouse, a finger or a pen on the black field, or the keyboard: the arrow keys move, the space bar
# puts the pen down and lifts it. If you would rather type, the text grid does the same, and a photo can be uploaded.
# What you draw is prepared as MNIST was: scaled to a box of 20 x 20 pixels, its centre of mass moved to the middle.
# (On a page without a running kernel there is nothing to draw on; the next cells show an example.)

# %%
def read_digit(picture, model):
    logits = model.predict(prepare(picture[None]), verbose=0)[0]          # (digit,)
    return {str(digit): float(share) for digit, share in enumerate(softmax(logits))}


pad = draw_digit()
pad.show_answer(lambda picture: read_digit(picture, model))
pad

# %% [markdown]
# Draw sevens with and without a bar, a four that is open on top, a letter. Which digit of yours does it get wrong, and
# why? The next cell takes what is on your pad, or an example, and shows what the network gets to see.

# %%
example = Drawing()
example.from_text(["........", ".######.", "......#.", ".....#..",
                   "....#...", "...#....", "...#....", "........"])
drawing = pad if pad.drawn else example
seen = drawing.as_mnist()
answer = read_digit(seen, model)
read = max(answer, key=answer.get)
show(plot_pictures([seen], [f"read as {read}, with {answer[read]:.2f}"], columns=1),
     alt="A drawn digit as the network gets it, 28 by 28 pixels, white on black, with what it reads and how "
         "certain it is; in the example a seven of straight strokes without a bar.")
assert np.isclose(sum(answer.values()), 1, atol=1e-5)

# %% [markdown]
# Was it right? If it reads your digits worse than 98 %, you have met the difference between a test set and the world:
# your way to write a one was not in the data. More on this in lessons 11 and 16.
#
# **What you can now do**: look at data before using it, prepare pictures, build a network in Keras and check its
# first loss, train with a validation set, report a result with its spread, and ask of a classifier which mistakes it
# makes, how certain it is of them, and what it has never learned.
#
# Keras 3 is what you meet in current code. TensorFlow 1 with its sessions and `tf.train.AdamOptimizer`, Theano, CNTK,
# MXNet and Swift for TensorFlow are history; older texts still use them.
#
# **Next**: the companion of this lesson builds the same network in two more ways and writes the training loop by hand.
# Lesson 10 closes the gap between the two curves.

# %%
progress(9)
