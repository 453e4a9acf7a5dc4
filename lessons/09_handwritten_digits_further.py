# ---
# jupyter:
#   course: {number: 9, title: "Handwritten digits: further", part: 2, minutes: 60, builds_on: [5, 6, 9], data: [mnist],
#            quick: {rounds: 1}, full: {rounds: 20}}
# ---
# %% [markdown]
# # 09 · Handwritten digits: further
#
# Lesson 09 called `fit` and got a network that reads digits. Here you open it up: two more ways to write down the same
# network, the training loop by hand with the gradients of lesson 06, saving and loading, and a network that may say
# "I do not know".
#
# Afterwards you can
# - read Keras code in each of its three styles,
# - write a training loop yourself, and show that it does what Keras does,
# - save a network, load it elsewhere, and say what is not in the file,
# - trade answers for fewer mistakes with a threshold.
#
# About 60 minutes, optional. Builds on lesson 05 (gradient descent), lesson 06 (backpropagation) and lesson 09.

# %%
import tempfile
from pathlib import Path

import numpy as np

from course_utils import accepted, check, checkpoint, load, progress, runtime, show
from course_utils.figures import plot_curves
from course_utils.training import track

# %% [markdown]
# The seed, and how many times the loop by hand goes through all examples of MNIST.

# %% tags=["parameters"]
seed = 0
rounds = 3

# %% [markdown]
# The pictures of lesson 09, prepared in the same way.

# %%
digits = load("mnist")


def prepare(pictures):
    return pictures.reshape(len(pictures), -1).astype("float32") / 255


x_train, y_train = prepare(digits.x_train), digits.y_train        # (example, 784), (example,)
x_test, y_test = prepare(digits.x_test), digits.y_test
print(f"{x_train.shape[1]} inputs")

# %% [markdown]
# ## One network, three ways to write it
#
# You know the first: `Sequential` is a list of layers. It cannot express a network in which an output goes to two
# places. The second way, the **functional** one, can: it names what flows between the layers. What flows is called a
# **tensor**; while you write the network down, it is an array whose numbers are not known yet. You call a layer on a
# tensor, and get the next tensor. Here the inputs go into the hidden layer, and past it as well: the last layer sees
# the inputs and the hidden units.

# %%
runtime.start()
import keras

inputs = keras.Input((2,))                                        # (example, 2)
hidden = keras.layers.Dense(3, activation="relu")(inputs)         # (example, 3)
both = keras.layers.Concatenate()([inputs, hidden])               # (example, 5)
forked = keras.Model(inputs, keras.layers.Dense(1)(both))         # from inputs to the last output
assert forked.count_params() == (2 * 3 + 3) + (5 * 1 + 1) == 15

# %% [markdown] tags=["exercise"]
# ### Exercise 9.8 - the functional way  (core, 6 min)
#
# Write `make_reader`, which returns the network of lesson 09, 784-`hidden_units`-10 with a ReLU in the middle and
# logits at the end, in the functional style.

# %% tags=["answer"] exercise="9.8"
def make_reader(hidden_units):
    """A functional keras.Model with 784 inputs, hidden ReLU units and 10 logits."""
    ### BEGIN SOLUTION
    inputs = keras.Input((784,))                                  # (example, 784)
    hidden = keras.layers.Dense(hidden_units, activation="relu")(inputs)
    return keras.Model(inputs, keras.layers.Dense(10)(hidden))
    ### END SOLUTION

# %%
check("9.8", make_reader)

# %% [markdown] tags=["hint"] exercise="9.8"
# No fork is needed: input, hidden layer, output layer, each called on what the one before it gives. A layer is made in
# one pair of brackets and called in the next: `keras.layers.Dense(3)(tensor)`.

# %% [markdown] tags=["hint"] exercise="9.8"
# Three lines: `inputs = keras.Input((784,))`, then `hidden = keras.layers.Dense(hidden_units,
# activation="relu")(inputs)`, then return `keras.Model` of `inputs` and a `Dense(10)` called on `hidden`.

# %% [markdown]
# The third way is for those who know Python's classes (if you do not, skip the next cell's details): a **subclass**
# of `keras.Model`. Its layers are made in `__init__`, and `call` says how they are used. Here anything that Python
# can say is possible, a loop or a condition. The price: Keras sees the layers, but not how they are connected.

# %%
class Reader(keras.Model):
    def __init__(self, hidden_units):
        super().__init__()
        self.hidden = keras.layers.Dense(hidden_units, activation="relu")
        self.logits = keras.layers.Dense(10)

    def call(self, inputs):                                       # (example, 784)
        return self.logits(self.hidden(inputs))                   # (example, 10)

# %% [markdown]
# All three are the same network if they give the same answers with the same weights. The subclass has no weights yet
# when it is made: it learns the number of its inputs from the first data it sees, so it is shown an example. Here the
# networks are called like functions, which is handier than `predict` for a few examples; `convert_to_numpy` turns what
# they give into an array.

# %%
make_reader = accepted("9.8", make_reader)
sequential = keras.Sequential([keras.layers.Input((784,)),
                               keras.layers.Dense(128, activation="relu"),
                               keras.layers.Dense(10)])
functional, subclass = make_reader(128), Reader(128)
subclass(x_test[:1])
for network in (functional, subclass):
    network.set_weights(sequential.get_weights())
    assert network.count_params() == 101_770
    difference = keras.ops.convert_to_numpy(network(x_test[:100]) - sequential(x_test[:100]))
    assert np.abs(difference).max() < 1e-5
print("three ways, 101,770 parameters each, the same logits")

# %% [markdown]
# Which one to take? A list of layers: Sequential. Anything with branches: functional. A forward pass that has to
# decide something while it runs: a subclass. This course uses the first two.
#
# ## The loop that fit hides
#
# What does `fit` do with a batch? The forward pass; the loss; the gradient of the loss with respect to all 101,770
# parameters; an update. You can write the third step since lesson 06. Two layers, and only two things are new: the
# hidden units are ReLUs, and the loss is averaged over a batch of $n$ examples. For a softmax with cross-entropy
# lesson 06 found $p - t$ at the logits, the probabilities minus the one-hot targets. Each delta is an array with a
# row for each example and a column for each unit, $n \times 10$ and $n \times 128$; $W_2$ are the output weights,
# $128 \times 10$:
#
# $$\delta_{\text{logits}} = \frac{p - t}{n} \qquad \delta_{\text{hidden}} = (\delta_{\text{logits}} W_2^\top) \odot [\text{hidden} > 0]$$
#
# $\odot$ multiplies entry by entry, and the bracket is 1 where the hidden unit was active and 0 where not: the slope
# of the ReLU. Every weight's gradient is what comes in, times the delta of the unit it leads to, summed over the
# examples. A matrix product does just that: in $\text{hidden}^\top \delta$, row $j$ and column $k$ meet for every
# example. For a bias, what comes in is 1:
#
# $$\frac{\partial L}{\partial W_2} = \text{hidden}^\top \delta_{\text{logits}} \qquad \frac{\partial L}{\partial b_2} = \sum_{\text{examples}} \delta_{\text{logits}}$$

# %%
def forward(weights, inputs):
    hidden_weights, hidden_biases, output_weights, output_biases = weights
    hidden = np.maximum(inputs @ hidden_weights + hidden_biases, 0)           # (example, hidden)
    logits = hidden @ output_weights + output_biases                          # (example, digit)
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return hidden, powers / powers.sum(axis=1, keepdims=True)                 # (example, digit)

# %% [markdown] tags=["exercise"]
# ### Exercise 9.9 - the gradients  (core, 15 min)
#
# Write the backward pass. `weights` is the list of the four arrays that `forward` unpacks. Return the list of their
# four gradients, in the same order and of the same shapes. `hidden` and `probabilities` are what `forward` returned.

# %% tags=["answer"] exercise="9.9"
def backward(weights, inputs, labels, hidden, probabilities):
    """Gradients of the mean cross-entropy: [hidden weights, hidden biases, output weights, output biases]."""
    ### BEGIN SOLUTION
    targets = np.eye(probabilities.shape[1])[labels]                          # (example, digit)
    output_deltas = (probabilities - targets) / len(labels)                   # (example, digit)
    hidden_deltas = (output_deltas @ weights[2].T) * (hidden > 0)             # (example, hidden)
    return [inputs.T @ hidden_deltas, hidden_deltas.sum(axis=0),
            hidden.T @ output_deltas, output_deltas.sum(axis=0)]
    ### END SOLUTION

# %%
check("9.9", backward)

# %% [markdown] tags=["hint"] exercise="9.9"
# One-hot targets: `np.eye(10)[labels]`. The deltas of the logits are probabilities minus targets, divided by the
# number of examples: then the mean is in it once and for all.

# %% [markdown] tags=["hint"] exercise="9.9"
# A gradient of weights has the shape (what comes in, units): `inputs.T @ hidden_deltas`, and `hidden.T @
# output_deltas`. The bias of a unit gets the sum of its deltas over the examples. For the hidden deltas send the
# output deltas back through `weights[2].T`, and keep them only where `hidden > 0`.

# %% [markdown]
# Now the test. Keras and your loop start from the same weights and see the same batches, with plain gradient descent
# at a learning rate of 0.1; `train_on_batch` is one step of `fit`. **Predict**: after twenty steps the largest
# difference between your weights and Keras's is about 0.01, or 0.0001, or less than 0.00001?

# %%
backward = accepted("9.9", backward)
runtime.seed(seed)
judge = make_reader(128)
judge.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
              optimizer=keras.optimizers.SGD(0.1))
start = judge.get_weights()
weights = start
for first in range(0, 20 * 32, 32):
    inputs, labels = x_train[first:first + 32], y_train[first:first + 32]
    judge.train_on_batch(inputs, labels)
    gradients = backward(weights, inputs, labels, *forward(weights, inputs))
    weights = [array - 0.1 * gradient for array, gradient in zip(weights, gradients)]
apart = max(np.abs(mine - theirs).max() for mine, theirs in zip(weights, judge.get_weights()))
moved = max(np.abs(mine - before).max() for mine, before in zip(weights, start))
assert apart < 1e-5 and moved > 1e-2
print("largest difference to Keras below 0.00001; largest way from the start above 0.01")

# %% [markdown]
# They have gone more than a thousand times as far as they lie apart. What is left is rounding: Keras computes with
# seven digits, NumPy here with sixteen.
#
# Nothing is hidden in `fit` that you could not write. So train with your own loop: shuffle, cut into batches, forward,
# backward, update. On two cores one round takes a few seconds at most.

# %%
def train_round(weights, inputs, labels, learning_rate, random, batch_size=64):
    order = random.permutation(len(inputs))
    for first in range(0, len(order), batch_size):
        batch = order[first:first + batch_size]
        hidden, probabilities = forward(weights, inputs[batch])
        gradients = backward(weights, inputs[batch], labels[batch], hidden, probabilities)
        weights = [array - learning_rate * gradient for array, gradient in zip(weights, gradients)]
    return weights

# %% [markdown]
# It goes on from the weights of the twenty steps, with larger batches and larger steps. (The stand-in is forty times
# smaller, and gets more rounds.) The test accuracy is measured after each round, only to draw it. Nothing is chosen by
# it.

# %%
random, scores = np.random.default_rng(seed), []
for _ in track(range(rounds * (8 if digits.stand_in else 1)), says="training by hand"):
    weights = train_round(weights, x_train, y_train, 0.2, random)
    scores.append(np.mean(forward(weights, x_test)[1].argmax(axis=1) == y_test))
show(plot_curves({"by hand": scores}, x_label="round", y_label="test accuracy"),
     alt="Test accuracy after each round of the loop by hand: above nine tenths from the first round on, and "
         "higher at the end. The axis begins far above zero.")

# %% [markdown]
# Mind the axis, which begins far above zero: after the first round most digits are read correctly, and the later ones
# still add something. (On the small stand-in the curve has dips: nothing makes the steps smaller towards the end.)

# %%
checkpoint("09.5", scores[-1], variant=digits,
           bounds={("official", "standard"): 0.95, ("digits28", "standard"): 0.9})

# %% [markdown]
# A network of your own, without a framework, with the same arithmetic. What Keras adds is speed on other machines,
# gradients of any network without a formula (lesson 07 builds such a machine), and many people who have looked for
# mistakes in it.
#
# ## Save it, load it
#
# A network is its form and its weights. `save` writes both into one file. Does somebody who loads it get the same
# answers?

# %%
functional.set_weights(weights)
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "reader.keras"
    functional.save(path)
    loaded = keras.models.load_model(path)
    size = path.stat().st_size
difference = keras.ops.convert_to_numpy(loaded(x_test[:50]) - functional(x_test[:50]))
print(f"largest difference of a logit: {np.abs(difference).max():g}")
assert 4 * 101_770 < size < 1.2 * 4 * 101_770
print(f"four bytes for each parameter are {4 * 101_770:,} bytes; the file is a little larger")

# %% [markdown]
# They do. What is **not** in the file: `prepare`. Whoever loads the network and forgets to divide by 255, or feeds it
# black on white, gets answers all the same. Lesson 18 puts the preparation into the model, where it cannot be
# forgotten. And for a subclass the file lacks the form: whoever loads it needs the code of its class.
#
# ## Let it say "I do not know"
#
# The network names a digit for every picture. A sorting machine may do better: it reads what it is certain of, and
# hands the rest to a person. Certain means here that the largest probability reaches a threshold.

# %% [markdown] tags=["exercise"]
# ### Exercise 9.10 - answered, and right  (core, 6 min)
#
# Write `answered_and_right`. It returns two shares: of all pictures, how many get an answer, their largest probability
# being at least `threshold`; and of those that get one, how many are right. If none gets an answer, the second is 1.0.

# %% tags=["answer"] exercise="9.10"
def answered_and_right(probabilities, labels, threshold):
    """The pair (share of pictures answered, share of right ones among the answered)."""
    ### BEGIN SOLUTION
    answered = probabilities.max(axis=1) >= threshold
    if not answered.any():
        return 0.0, 1.0
    right = probabilities.argmax(axis=1) == labels
    return answered.mean(), right[answered].mean()
    ### END SOLUTION

# %%
check("9.10", answered_and_right)

# %% [markdown] tags=["hint"] exercise="9.10"
# `answered = probabilities.max(axis=1) >= threshold` is an array of true and false. Its mean is the first share.

# %% [markdown] tags=["hint"] exercise="9.10"
# `right = probabilities.argmax(axis=1) == labels`. With `right[answered]` you keep those that were answered; the mean
# of nothing is not a number, so look first whether there are any: `answered.any()`.

# %% [markdown]
# Take the thresholds so that 0 %, 1 %, 2 %, ... of the pictures are handed over to a person, the least certain ones
# first. (The thresholds are looked at on test pictures here; to choose one, take validation pictures.) **Predict**:
# how many of 100 pictures have to be handed over until the share of mistakes among the answers is halved: 1, 4, 10 or
# 30?

# %%
answered_and_right = accepted("9.10", answered_and_right)
probabilities = forward(weights, x_test)[1]                       # (example, digit)
thresholds = np.quantile(probabilities.max(axis=1), np.arange(0, 31) / 100)
pairs = [answered_and_right(probabilities, y_test, threshold) for threshold in thresholds]
answered, right = np.array(pairs).T
show(plot_curves({"mistakes": 100 * (1 - right)}, x=100 * (1 - answered),
                 x_label="handed over to a person (%)", y_label="mistakes among the answers (%)"),
     alt="Mistakes among the answers in percent against the share of pictures handed over, from 0 to 30 percent: "
         "a curve that falls steeply at first and ever more slowly afterwards.")

# %% [markdown]
# The curve falls steeply at once: most mistakes are made where the network is least certain. The checkpoint holds the
# share that was handed over when the mistakes were halved.

# %%
half = np.argmax(1 - right <= (1 - right[0]) / 2)
checkpoint("09.6", 1 - answered[half], variant=digits,
           bounds={("official", "standard"): ("at most", 0.06),
                   ("digits28", "standard"): ("at most", 0.2)})

# %% [markdown]
# About 4 of 100 are enough. How many to hand over is not a question to the network: it depends on what a wrong answer
# costs and what a person's look costs. In lesson 17 you choose a threshold from such costs.
#
# Does the threshold also keep the network silent about what is no digit? **Predict**: it answers only if it is certain
# with 0.9 or more, and sees the letters of lesson 09. Which share of them gets an answer?

# %%
letters = load("glyphs", classes="ABCDEFGHJKLMNPQRTUVWXYZ", per_class=40)
certain = forward(weights, prepare(letters.x_train))[1].max(axis=1)
checkpoint("09.7", np.mean(certain >= 0.9), variant=digits,
           bounds={("official", "standard"): 0.15, ("digits28", "standard"): 0.15})

# %% [markdown]
# About a quarter of the letters are taken for a digit, with 0.9 and more, where silence would be right for all. A
# threshold sorts out what is doubtful **among digits**. On what a network has never seen, you cannot rely on it.
#
# **What you can now do**: write one network in three styles, train one with your own loop and show that it agrees with
# Keras, save and load, and let a network pass on what it is not certain of.
#
# **Next**: lesson 10, training that generalises.

# %%
progress(9, further=True)
