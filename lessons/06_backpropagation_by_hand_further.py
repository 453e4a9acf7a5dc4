# ---
# jupyter:
#   course: {number: 6, title: "Backpropagation by hand: further", part: 1, minutes: 60, builds_on: [6], data: [],
#            quick: {most_examples: 12000}, full: {most_examples: 240000}}
# ---
# %% [markdown]
# # 06 · Backpropagation by hand: further
#
# Four things that did not fit the lesson: a network that solves XOR, and a way of training it that gets stuck; many
# examples at once; the chain rule with matrices; and the pair that ends nearly every classifier, softmax with
# cross-entropy.
#
# Afterwards you can
# - write the gradient of a whole batch, with the mean in the right place,
# - say why the error is sent backwards and not forwards,
# - derive the shortest gradient in deep learning, $p - t$.
#
# About 60 minutes. Builds on lesson 06.

# %%
import numpy as np

from course_utils import accepted, check, progress, show
from course_utils.figures import plot_curves, plot_network

np.set_printoptions(precision=8, suppress=True)

# %% tags=["parameters"]
most_examples = 60_000

# %% [markdown]
# ## One step on XOR
#
# XOR is 1 if exactly one of two inputs is 1. Lesson 02 showed that no single neuron can do it. Two hidden neurons
# can, and they can *learn* it. This network starts from weights that a well-known lecture uses: $W$ and $b$ into the
# hidden neurons, $u$ and $c$ into the output.

# %%
start = {
    "hidden_weights": np.array([[-0.07, 0.94], [0.22, 0.46]]),  # W (input, hidden)
    "hidden_biases": np.array([-0.46, 0.10]),                   # b (hidden,)
    "output_weights": np.array([[-0.22], [0.58]]),              # u (hidden, output)
    "output_biases": np.array([0.78]),                          # c (output,)
}

# %% [markdown]
# The forward pass is the lesson's. It takes a whole batch as it is: with one example in each row, `@` does all of
# them. Look at the weights first.

# %%
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward(network, inputs):
    hidden = sigmoid(inputs @ network["hidden_weights"] + network["hidden_biases"])    # (batch, hidden)
    return hidden, sigmoid(hidden @ network["output_weights"] + network["output_biases"])  # (batch, output)


show(plot_network([["x1", "x2"], ["h1\nb -0.46", "h2\nb 0.10"], ["f\nc 0.78"]],
                  weights=[start["hidden_weights"], start["output_weights"]], layer_names=["inputs", "hidden", "output"]),
     alt="Inputs x1 and x2, hidden neurons h1 with bias -0.46 and h2 with bias 0.10, output f with bias 0.78. Weights: x1 to h1 "
         "-0.07, x1 to h2 0.94, x2 to h1 0.22, x2 to h2 0.46, h1 to f -0.22, h2 to f 0.58.")

# %% [markdown]
# Take the example $x = (1, 0)$ with target $y = 1$. Only the first row of $W$ matters, since $x_2 = 0$:
#
# $$z = (-0.07 - 0.46,\; 0.94 + 0.10) = (-0.53,\; 1.04), \qquad L = \tfrac12 (y - f)^2$$

# %%
example, target = np.array([[1.0, 0.0]]), np.array([[1.0]])
net = example @ start["hidden_weights"] + start["hidden_biases"]
hidden, output = forward(start, example)
pre_output = hidden @ start["output_weights"] + start["output_biases"]
loss = 0.5 * np.sum((target - output) ** 2)
assert np.allclose(net, [[-0.53, 1.04]])
assert np.allclose(hidden, [[0.37051689, 0.73885001]], atol=5e-9)
assert np.allclose([pre_output.item(), output.item(), loss], [1.12701929, 0.75528840, 0.02994188], atol=5e-9)
print(f"pre-output {pre_output.item():.8f}   output {output.item():.8f}   loss {loss:.8f}")

# %% [markdown]
# The printed lecture gives 1.1122, 0.7525 and 0.0306 for the same three numbers. They fit each other: 0.7525 is the
# sigmoid of 1.1122. So the slip must have happened earlier, in one of the nine numbers of the network.

# %% [markdown] tags=["exercise"]
# ### Exercise 6.9 - find the misprint  (stretch, 7 min)
#
# Suppose that **one digit** of one of the nine numbers was misread. Which, and as what? Answer with the entry's name
# (`"W11"`, `"W12"`, `"W21"`, `"W22"`, `"b1"`, `"b2"`, `"u1"`, `"u2"` or `"c"`) and the misread value, with two
# decimals.

# %% tags=["answer"] exercise="6.9"
misprint = {"entry": ..., "value": ...}
### BEGIN SOLUTION
# The pre-output is too small by 1.1270 - 1.1122 = 0.0148. A digit of u2 counts 0.01 h2 = 0.0074 of it: two digits are missing.
misprint = {"entry": "u2", "value": 0.56}
### END SOLUTION

# %%
check("6.9", misprint)

# %% [markdown] tags=["hint"] exercise="6.9"
# By how much is the printed pre-output too small? The entries next to the output are the easiest to try: a change of
# 0.01 in $u_1$ moves the pre-output by $0.01\, h_1$, one in $u_2$ by $0.01\, h_2$, one in $c$ by 0.01.

# %% [markdown] tags=["hint"] exercise="6.9"
# It is too small by 0.0148. Divide this by $0.01\, h_1 = 0.0037$, by $0.01\, h_2 = 0.0074$ and by 0.01. Where does a
# whole number come out?

# %% [markdown]
# Two answers fit all three printed numbers: $u_2 = 0.56$ instead of 0.58, and $u_1 = -0.26$ instead of $-0.22$. Four
# printed decimals cannot tell them apart, and it is honest to say so. Everything else printed there fits the network
# as it stands here.

# %%
for entry, value in (("u1", -0.26), ("u2", 0.56)):
    misread = start["output_weights"].copy()
    misread[("u1", "u2").index(entry)] = value
    result = (hidden @ misread + start["output_biases"]).item()
    print(f"{entry} = {value}: pre-output {result:.4f}, output {sigmoid(result):.4f}, loss {0.5 * (1 - sigmoid(result)) ** 2:.4f}")
    assert np.allclose([result, sigmoid(result), 0.5 * (1 - sigmoid(result)) ** 2], [1.1122, 0.7525, 0.0306], atol=5e-5)

# %% [markdown]
# ## A batch at once
#
# With several examples, the error is their mean. Each example has its own deltas, one row each; the weights are
# shared. A shared value adds up what arrives along all its paths, so the gradient of a weight is the mean over the
# examples of what it carried, times the delta:
#
# $$\frac{\partial E}{\partial W} = \frac{1}{N} A^{\mathsf T} \Delta, \qquad A: (N, \text{in}), \quad \Delta: (N, \text{out})$$

# %% [markdown] tags=["exercise"]
# ### Exercise 6.10 - the gradient of a layer  (core, 6 min)
#
# Write it, for the weights and for the biases. No loop over the examples is needed.

# %% tags=["answer"] exercise="6.10"
def layer_gradient(activations, deltas):
    """Mean gradients (weights, biases) over a batch; shapes (batch, in), (batch, out) -> (in, out), (out,)."""
    ### BEGIN SOLUTION
    return activations.T @ deltas / len(deltas), deltas.mean(axis=0)
    ### END SOLUTION

# %%
check("6.10", layer_gradient)

# %% [markdown] tags=["hint"] exercise="6.10"
# `np.outer(activations[0], deltas[0])` is what the first example contributes to the weights. Write the sum of these
# over all examples as a loop first, then look which matrix product does the same.

# %% [markdown] tags=["hint"] exercise="6.10"
# `activations.T @ deltas` is (in, batch) times (batch, out): it sums over the batch. Divide by the number of
# examples. A bias has the input 1 in each example, so its gradient is the mean of its column of deltas.

# %% [markdown]
# A batch of one must give the step of the lesson. For the network above and $\eta = 0.5$, on paper: $u_1 \to
# -0.21162085$ and $W_{11} \to -0.07116040$.

# %%
layer_gradient = accepted("6.10", layer_gradient)


def step(network, inputs, targets, learning_rate, gradient_of=layer_gradient):
    hidden, outputs = forward(network, inputs)
    output_deltas = (outputs - targets) * outputs * (1 - outputs)                          # (batch, output)
    hidden_deltas = output_deltas @ network["output_weights"].T * hidden * (1 - hidden)    # (batch, hidden)
    gradients = (*gradient_of(inputs, hidden_deltas), *gradient_of(hidden, output_deltas))
    return {name: network[name] - learning_rate * gradient for name, gradient in zip(network, gradients)}


moved = step(start, example, target, 0.5)
assert np.isclose(moved["output_weights"][0, 0], -0.21162085, atol=5e-9)
assert np.isclose(moved["hidden_weights"][0, 0], -0.07116040, atol=5e-9)
output = forward(moved, example)[1].item()
assert np.allclose([output, 0.5 * (1 - output) ** 2], [0.76238, 0.02823], atol=5e-6)
print(f"after the step: f = {output:.5f}, L = {0.5 * (1 - output) ** 2:.5f}")

# %% [markdown]
# One step closer to 1. Now all four examples, until every output is within 0.1 of its target. Each run counts
# examples seen, so that a step on four costs four. **Predict:** the *sum* of the four gradients is four times their
# mean. With the same learning rate of 0.5, how many more steps will the mean need?

# %%
corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
xor = np.array([[0.0], [1.0], [1.0], [0.0]])


def train(network, inputs, targets, batches, learning_rate, most):
    recorded, seen = [], 0
    while seen < most:
        outputs = forward(network, inputs)[1]
        recorded.append(np.mean((outputs - targets) ** 2) / 2)
        if np.abs(outputs - targets).max() < 0.1:
            break
        for rows in batches():
            network = step(network, inputs[rows], targets[rows], learning_rate)
            seen += len(rows)
    return network, np.array(recorded), seen


def everything():
    return [[0, 1, 2, 3]]


# %% [markdown]
# The sum at 0.5 is the mean at 2.0, so one function does both.

# %%
summed, errors_summed, seen_summed = train(start, corners, xor, everything, 4 * 0.5, most=60_000)
averaged, errors_averaged, seen_averaged = train(start, corners, xor, everything, 0.5, most=60_000)
assert abs(seen_summed / 4 - 1203) <= 5 and abs(seen_averaged / 4 - 4804) <= 20
print(f"summed: {seen_summed // 4:,} steps   mean: {seen_averaged // 4:,} steps   outputs", forward(summed, corners)[1].ravel())

# %% [markdown]
# Four times as many, almost to the step: 1,203 and 4,804. Far from any cliff, half as long steps mean twice as many.
# When you read "learning rate 0.5" anywhere, ask whether the loss is a sum or a mean.
#
# ## The same examples, one at a time
#
# It should be even better to move after each example, four small steps instead of one. Go through them in their
# order, again and again, with the learning rate 0.5. **Predict** how many examples it takes.

# %%
def in_order():
    return [[0], [1], [2], [3]]


stuck, errors_stuck, seen_stuck = train(start, corners, xor, in_order, 0.5, most=most_examples)
assert np.abs(forward(stuck, corners)[1] - xor).max() > 0.4
print(f"after {seen_stuck:,} examples:", forward(stuck, corners)[1].ravel())

# %% [markdown]
# It never gets there. Two outputs are right, and the ones for $(0, 1)$ and $(1, 1)$ stay near one half. Before you
# look for a bug, look at what the hidden neurons make of these two.

# %%
stuck_hidden = forward(stuck, corners)[0]
print("hidden activations, one row for each corner:")
print(stuck_hidden.round(4))
assert stuck_hidden[[1, 3]].max() < 0.02

# %% [markdown]
# The second and the fourth row are almost zero in both columns. Both neurons are off for $(0, 1)$ and for $(1, 1)$,
# so the output cannot tell these two apart and answers one half to both. And as the neurons are saturated there, with
# a slope $h (1 - h)$ near zero, no error gets back to them. The gradient is not wrong. It is nearly zero in a place
# where the network is not right.
#
# What drove it there? Four examples visited round and round stand in a circle. A circle of four has six orders.

# %%
for rest in ([1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]):
    circle = [[0]] + [[row] for row in rest]
    seen = train(start, corners, xor, lambda circle=circle: circle, 0.5, most=12_000)[2]
    print("order 0", *rest, f"  solved after {seen:,} examples" if seen < 12_000 else "  not solved")
    assert (seen < 6_000) == (rest != [1, 2, 3])

# %% [markdown]
# Five of six orders solve it, with about as many examples as the batch. Only the order in which the examples happen
# to be written down does not. In each round the same four pushes follow each other in the same way, and here they add
# up to a drift.

# %% [markdown] tags=["exercise"]
# ### Exercise 6.11 - visit them differently  (stretch, 5 min)
#
# Write a function that returns the order of one epoch, so that training does not depend on how the examples are
# arranged. An epoch visits every example once. `random` is a NumPy generator, such as `np.random.default_rng(0)`. The
# check trains six networks and takes a few seconds.

# %% tags=["answer"] exercise="6.11"
def next_order(count, random):
    """The order, as integers from 0 to count - 1, in which the next epoch visits its examples."""
    ### BEGIN SOLUTION
    return random.permutation(count)
    ### END SOLUTION

# %%
check("6.11", next_order)

# %% [markdown] tags=["hint"] exercise="6.11"
# Any fixed order is the unlucky one for some arrangement. So the order has to change from one epoch to the next.

# %% [markdown] tags=["hint"] exercise="6.11"
# NumPy generators have a method for exactly this. It is called `permutation`.

# %% [markdown]
# With your order, and five different seeds:

# %%
next_order = accepted("6.11", next_order)
shuffled_counts = []
for seed in range(5):
    random = np.random.default_rng(seed)
    _, errors_shuffled, seen = train(start, corners, xor, lambda random=random: [[row] for row in next_order(4, random)], 0.5, most=12_000)
    shuffled_counts.append(seen)
assert max(shuffled_counts) < 6_500
print("solved after", shuffled_counts, "examples")

# %% [markdown]
# Compare the three ways, epoch by epoch. Solved runs stop, and their lines go on level. There are two heights at
# which a curve can rest: which are they?

# %%
def first_epochs(errors, count=3001, every=25):
    return np.pad(errors[:count], (0, max(0, count - len(errors))), mode="edge")[::every]


curves = {"batch, summed": first_epochs(errors_summed), "one by one, shuffled": first_epochs(errors_shuffled),
          "one by one, fixed order": first_epochs(errors_stuck)}
show(plot_curves(curves, x=np.arange(0, 3001, 25), x_label="epoch", y_label="mean error"),
     alt="Three error curves over 3,000 epochs. All drop to 0.125 at once. The batch leaves that height after about 300 epochs and "
         "the shuffled run after about 400, both for almost zero. The fixed order stays until epoch 1,600, then comes to rest at 0.065.")

# %% [markdown]
# All three first learn to answer one half to everything, at a mean error of $\tfrac12 \cdot 0.5^2 = 0.125$. Two leave
# that plateau soon. The fixed order leaves it five times later, in another direction, and comes to rest where only
# two outputs are one half, at half the height. Nothing in the formulas warns of it. This is why every training loop
# in this course shuffles.

# %%
assert np.isclose(errors_stuck[-1], 0.0625, atol=0.004)

# %% [markdown]
# ## The chain rule with matrices
#
# A layer turns a vector into a vector. Its derivative is a matrix, the **Jacobian** $J_{ij} = \partial y_i / \partial
# x_j$: how much each output moves with each input. A chain of layers is a product of their Jacobians. Here is the
# network of lesson 06 again; a sigmoid works on each element alone, so its Jacobian is diagonal.

# %%
inputs, targets = np.array([0.1, 0.5]), np.array([0.05, 0.95])
into_hidden, into_output = np.array([[0.1, 0.2], [0.3, 0.4]]), np.array([[0.5, 0.7], [0.6, 0.8]])
hidden = sigmoid(inputs @ into_hidden + 0.25)
outputs = sigmoid(hidden @ into_output + 0.35)
through_output_sigmoid = np.diag(outputs * (1 - outputs))    # (output, output)
through_output_weights = into_output.T                       # (output, hidden): net = W^T h + b
through_hidden_sigmoid = np.diag(hidden * (1 - hidden))      # (hidden, hidden)

# %% [markdown]
# The error is the first vector in the chain. Multiply it into the Jacobians from the left, one at a time, and the
# deltas of lesson 06 appear:

# %%
row = outputs - targets                                      # dE/do, (output,)
output_deltas = row @ through_output_sigmoid
hidden_deltas = output_deltas @ through_output_weights @ through_hidden_sigmoid
assert np.allclose(output_deltas, [0.13342995, -0.02929110], atol=5e-9)
assert np.allclose(hidden_deltas, [0.01108058, 0.01340240], atol=5e-9)
output_deltas, hidden_deltas

# %% [markdown]
# A product of matrices may be computed from either end, and the result is the same. The work is not. **Predict:**
# with 20 layers of 1,000 neurons, how many times more multiplications does it take from the right, inputs first?

# %%
def count_multiplications(width, layers):
    from_the_left = layers * width ** 2                      # a row times a matrix, each time
    from_the_right = (layers - 1) * width ** 3 + width ** 2  # matrix times matrix, and the row at the end
    return from_the_left, from_the_right


backwards, forwards = count_multiplications(1000, 20)
print(f"from the error: {backwards:,}   from the inputs: {forwards:,}   ratio {forwards / backwards:.0f}")
assert forwards // backwards == 950

# %% [markdown]
# Nearly a thousand times, the width of a layer. That is the whole reason for going **back**: the error is one number,
# so its end of the chain is a thin row, and a row stays thin.
#
# ## Softmax and cross-entropy
#
# A sigmoid works on each output alone. For one choice among several classes, lesson 03 uses the softmax, $p_i =
# e^{z_i} / \sum_j e^{z_j}$. Its outputs add up to 1, so each depends on every logit, and its Jacobian is a full
# matrix:
#
# $$\frac{\partial p_i}{\partial z_j} = p_i\,(\mathbb 1_{i = j} - p_j)$$

# %% [markdown] tags=["exercise"]
# ### Exercise 6.12 - the Jacobian of the softmax  (core, 5 min)
#
# Write it as a matrix, from the probabilities of one example.

# %% tags=["answer"] exercise="6.12"
def softmax_jacobian(probabilities):
    """dp_i / dz_j of a softmax; (classes,) -> (classes, classes)."""
    ### BEGIN SOLUTION
    return np.diag(probabilities) - np.outer(probabilities, probabilities)
    ### END SOLUTION

# %%
check("6.12", softmax_jacobian)

# %% [markdown] tags=["hint"] exercise="6.12"
# On the diagonal $i = j$, so the entry is $p_i - p_i p_i$. Anywhere else it is $0 - p_i p_j$. Which two matrices are
# subtracted here?

# %% [markdown] tags=["hint"] exercise="6.12"
# `np.diag(probabilities)` has $p_i$ on the diagonal and zeros elsewhere, and `np.outer(probabilities, probabilities)`
# holds all products $p_i p_j$.

# %% [markdown]
# The **cross-entropy** of lesson 04 is $L = -\sum_i t_i \log p_i$, with the derivative $-t_i / p_i$. That is the row
# that comes from the left. Take three logits, and let the second class be the right one. The third is nearly
# impossible for the network, which makes no difference here.

# %%
softmax_jacobian = accepted("6.12", softmax_jacobian)
logits, one_hot = np.array([2.0, 1.0, -3.0]), np.array([0.0, 1.0, 0.0])
probabilities = np.exp(logits) / np.exp(logits).sum()
chained = (-one_hot / probabilities) @ softmax_jacobian(probabilities)
assert np.allclose(chained, probabilities - one_hot)
print("probabilities        ", probabilities)
print("gradient by the chain", chained)

# %% [markdown]
# Compare the two lines. A full matrix, a division, and what remains is $p - t$: **what was said, minus what was
# true**. The division by $p$ and the slope of the softmax cancel. With squared error they do not, and a confidently
# wrong output has a slope near zero, as the stuck XOR above. Cross-entropy keeps a gradient where it is needed most.

# %%
def gradients_when_wrong(logit):
    p = sigmoid(logit)                                       # the target is 0
    return p * p * (1 - p), p                                # squared error (p - 0) p (1 - p), cross-entropy p - 0


print("logit   squared error   cross-entropy")
for logit in (0.0, 2.0, 5.0, 10.0):
    squared, entropy = gradients_when_wrong(logit)
    print(f"{logit:5.0f} {squared:15.6f} {entropy:15.6f}")
assert squared < 5e-5 and entropy > 0.9999

# %% [markdown]
# At a logit of 10 the output is as wrong as can be. Squared error sends back 0.00005, cross-entropy 1.

# %% [markdown] tags=["exercise"]
# ### Exercise 6.13 - the end of every classifier  (core, 6 min)
#
# Write the gradient of the **mean** cross-entropy of a batch with respect to the logits. Compute the softmax inside,
# along the last axis.

# %% tags=["answer"] exercise="6.13"
def cross_entropy_gradient(logits, targets):
    """Gradient of the mean cross-entropy; logits and one-hot targets (batch, classes) -> (batch, classes)."""
    ### BEGIN SOLUTION
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    return (probabilities - targets) / len(logits)
    ### END SOLUTION

# %%
check("6.13", cross_entropy_gradient)

# %% [markdown] tags=["hint"] exercise="6.13"
# First the probabilities: each row by itself adds up to 1. `sum(axis=1, keepdims=True)` sums over classes and keeps
# the axis, so that a division works row by row.

# %% [markdown] tags=["hint"] exercise="6.13"
# Then it is the probabilities minus the targets. A mean over the batch has one more factor, $1/N$.

# %% [markdown]
# A last word from the judge, on a batch of three random examples.

# %%
cross_entropy_gradient = accepted("6.13", cross_entropy_gradient)


def mean_cross_entropy(logits, targets):
    return np.mean(np.log(np.exp(logits).sum(axis=1)) - (logits * targets).sum(axis=1))


logits, targets = np.random.default_rng(0).normal(size=(3, 4)), np.eye(4)[[2, 0, 1]]
for index in np.ndindex(logits.shape):
    nudge = np.zeros(logits.shape)
    nudge[index] = 1e-5
    judged = (mean_cross_entropy(logits + nudge, targets) - mean_cross_entropy(logits - nudge, targets)) / 2e-5
    assert np.isclose(judged, cross_entropy_gradient(logits, targets)[index], atol=1e-9)
print("twelve derivatives agree")

# %% [markdown]
# ## What you can now do
#
# You can train on batches, know that a sum and a mean differ by the size of the batch, and have seen a correct
# gradient get stuck for want of shuffling. You know why the error travels backwards. And whenever a classifier ends
# in softmax and cross-entropy, you know what it sends back: $p - t$.

# %%
progress(6)

# %% [markdown]
# Next, lesson 07: an engine that does all of this by itself.
