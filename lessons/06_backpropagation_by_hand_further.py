# ---
# jupyter:
#   course: {number: 6, title: "Backpropagation by hand: further", part: 1, minutes: 75, builds_on: [6], data: [],
#            quick: {most_examples: 12000}, full: {most_examples: 240000}}
# ---
# %% [markdown]
# # 06 · Backpropagation by hand: further
#
# Four things that did not fit the lesson: a network that learns XOR, and a way of training it that gets stuck; many
# examples at once; the chain rule with matrices; and the pair that ends nearly every classifier, softmax with
# cross-entropy.
#
# Afterwards you can
# - write the gradient of a whole batch, with the mean in the right place,
# - say why the error is sent backwards and not forwards,
# - derive the shortest gradient in deep learning, $p - t$.
#
# About 75 minutes, in two sittings if you like. Builds on lesson 06.

# %%
import numpy as np

from course_utils import accepted, check, progress, show
from course_utils.figures import plot_curves, plot_network

np.set_printoptions(precision=8, suppress=True)

# %% [markdown]
# One number can be set from outside: for how many examples the longest run below goes on.

# %% tags=["parameters"]
most_examples = 60_000

# %% [markdown]
# ## One step on XOR
#
# XOR is 1 if exactly one of two inputs is 1. Lesson 02 showed that no single neuron can do it. Two hidden neurons
# can, and they can *learn* it. This network starts from weights that a well-known lecture uses: $W$ and $b$ into the
# hidden neurons, $u$ and $c$ into the output $f$.

# %%
start = {
    "hidden_weights": np.array([[-0.07, 0.94], [0.22, 0.46]]),  # W: row x1, row x2; (input, hidden)
    "hidden_biases": np.array([-0.46, 0.10]),                   # b: (hidden,)
    "output_weights": np.array([[-0.22], [0.58]]),              # u: (hidden, output)
    "output_biases": np.array([0.78]),                          # c: (output,)
}

# %% [markdown]
# In the figure blue weights are positive and vermilion ones negative, and a thick line is a large weight. Which of
# the two hidden neurons will decide about the output?

# %%
neurons = [["x1", "x2"], ["h1\n-0.46", "h2\n0.10"], ["f\n0.78"]]
weights = [start["hidden_weights"], start["output_weights"]]
show(plot_network(neurons, weights=weights, layer_names=["inputs", "hidden, bias", "output, bias"]),
     alt="Inputs x1 and x2, hidden neurons h1 with bias -0.46 and h2 with bias 0.10, output f with "
         "bias 0.78. Weights: x1 to h1 -0.07, x1 to h2 0.94, x2 to h1 0.22, x2 to h2 0.46, h1 to f "
         "-0.22, h2 to f 0.58.")

# %% [markdown]
# The lower one, as things stand: more flows into it and out of it. Take the example $x = (1, 0)$ with the target $y =
# 1$. Only the first row of $W$ matters, since $x_2 = 0$. The loss is half the square again, here called $L$:
#
# $$z = (-0.07 - 0.46,\; 0.94 + 0.10) = (-0.53,\; 1.04), \qquad h = \sigma(z), \qquad L = \tfrac12 (y - f)^2$$
#
# The function below is the lesson's, and it takes a whole batch as it is: with one example in each row, `@` does them
# all.

# %%
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward(network, inputs):                                                # (batch, input)
    hidden = sigmoid(inputs @ network["hidden_weights"] + network["hidden_biases"])   # (batch, hidden)
    outputs = sigmoid(hidden @ network["output_weights"] + network["output_biases"])
    return hidden, outputs                                                   # outputs: (batch, output)


example, target = np.array([[1.0, 0.0]]), np.array([[1.0]])                  # a batch of one
net = example @ start["hidden_weights"] + start["hidden_biases"]
hidden, output = forward(start, example)
pre_output = hidden @ start["output_weights"] + start["output_biases"]
loss = 0.5 * np.sum((target - output) ** 2)
assert np.allclose([net, hidden], [[[-0.53, 1.04]], [[0.37051689, 0.73885001]]], atol=5e-9)
assert np.allclose([pre_output.item(), output.item()], [1.12701929, 0.75528840], atol=5e-9)
assert np.isclose(loss, 0.02994188, atol=5e-9)
print(f"before the last sigmoid {pre_output.item():.8f}, f = {output.item():.8f}, L = {loss:.8f}")

# %% [markdown]
# Backwards, with the rules of the lesson and the learning rate 0.5. The delta of the output is $(f - y)\, f (1 - f)$,
# that of $h_1$ is this, times $u_1$, times the slope of $h_1$:
#
# $$\delta_f = -0.24471160 \cdot 0.18482783 = -0.04522951, \qquad \delta_{h_1} = \delta_f \cdot (-0.22) \cdot 0.23323413 =
# 0.00232079$$
#
# $$u_1 \leftarrow -0.22 - 0.5 \cdot \delta_f \cdot 0.37051689 = -0.21162085, \qquad W_{11} \leftarrow -0.07 - 0.5 \cdot
# \delta_{h_1} \cdot 1 = -0.07116040$$

# %%
wrong, slope = (output - target).item(), (output * (1 - output)).item()
delta_f, slope_h1 = wrong * slope, hidden[0, 0] * (1 - hidden[0, 0])
delta_h1 = delta_f * -0.22 * slope_h1
assert np.allclose([wrong, slope], [-0.24471160, 0.18482783], atol=5e-9)
assert np.allclose([delta_f, slope_h1, delta_h1], [-0.04522951, 0.23323413, 0.00232079], atol=5e-9)
assert np.isclose(-0.22 - 0.5 * delta_f * hidden[0, 0], -0.21162085, atol=5e-9)
assert np.isclose(-0.07 - 0.5 * delta_h1 * example[0, 0], -0.07116040, atol=5e-9)

# %% [markdown]
# ## A batch at once
#
# Now several examples. Each has its own deltas, one row each, but all share the weights. A shared weight receives a
# share of blame from every example, and these add up. If the error of a batch is defined as the **mean** over its $N$
# examples, there is also a factor $1/N$:
#
# $$\frac{\partial E}{\partial W} = \frac{1}{N} \sum_{n=1}^{N} a_n\, \delta_n^{\mathsf T} = \frac{1}{N} A^{\mathsf T} \Delta$$
#
# Each product $a_n \delta_n^{\mathsf T}$ is the `np.outer` of lesson 06. Row $n$ of $A$ is what example $n$ sent
# through the layer, of shape $(N, \text{in})$; row $n$ of $\Delta$ are its deltas, of shape $(N, \text{out})$.
# $A^{\mathsf T}$ is $A$ with rows and columns exchanged, in NumPy `A.T`.

# %% [markdown] tags=["exercise"]
# ### Exercise 6.9 - the gradient of a layer  (core, 6 min)
#
# Write it, for the weights and for the biases. It should work for a batch of any size, and needs no loop.

# %% tags=["answer"] exercise="6.9"
def layer_gradient(activations, deltas):
    """Mean gradients (weights, biases); shapes (batch, in), (batch, out) -> (in, out), (out,)."""
    ### BEGIN SOLUTION
    return activations.T @ deltas / len(deltas), deltas.mean(axis=0)
    ### END SOLUTION

# %%
check("6.9", layer_gradient)

# %% [markdown] tags=["hint"] exercise="6.9"
# `np.outer(activations[0], deltas[0])` is what the first example contributes to the weights. Write the sum of these
# over all examples as a loop first, then look which matrix product does the same.

# %% [markdown] tags=["hint"] exercise="6.9"
# `activations.T @ deltas` is (in, batch) times (batch, out): it sums over the batch. Divide by the number of
# examples. A bias has the input 1 in each example, so its gradient is the mean of its column of deltas.

# %% [markdown]
# With it, a whole step takes a few lines. One of them is new: in a batch the deltas go back through the weights as
# `output_deltas @ output_weights.T`, of shapes (batch, output) times (output, hidden). Each row of that is the sum of
# Exercise 6.5 for one example; the slope follows on the next line. A batch of one must give the step from above.

# %%
layer_gradient = accepted("6.9", layer_gradient)


def step(network, inputs, targets, learning_rate):
    hidden, outputs = forward(network, inputs)
    output_deltas = (outputs - targets) * outputs * (1 - outputs)              # (batch, output)
    sent_back = output_deltas @ network["output_weights"].T                    # (batch, hidden)
    hidden_deltas = sent_back * hidden * (1 - hidden)
    gradients = [*layer_gradient(inputs, hidden_deltas), *layer_gradient(hidden, output_deltas)]
    return {name: network[name] - learning_rate * slope for name, slope in zip(network, gradients)}


moved = step(start, example, target, 0.5)
assert np.isclose(moved["output_weights"][0, 0], -0.21162085, atol=5e-9), "is a batch of one handled?"
assert np.isclose(moved["hidden_weights"][0, 0], -0.07116040, atol=5e-9)
output = forward(moved, example)[1].item()
assert np.allclose([output, 0.5 * (1 - output) ** 2], [0.76238, 0.02823], atol=5e-6)
print(f"after the step: f = {output:.5f}, L = {0.5 * (1 - output) ** 2:.5f}")

# %% [markdown]
# One step closer to 1. Now all four corners of XOR, until every output is within 0.1 of its target. `train` walks
# through epochs. What `next_batches()` returns says which rows make up each batch of the coming epoch: `[[0, 1, 2,
# 3]]` is one batch of four, `[[0], [1], [2], [3]]` is four batches of one.

# %%
corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
xor = np.array([[0.0], [1.0], [1.0], [0.0]])


def train(network, inputs, targets, next_batches, learning_rate, most):
    errors, examples_seen = [], 0
    while examples_seen < most:
        outputs = forward(network, inputs)[1]
        errors.append(np.mean((outputs - targets) ** 2) / 2)
        if np.abs(outputs - targets).max() < 0.1:
            break
        for rows in next_batches():
            network = step(network, inputs[rows], targets[rows], learning_rate)
            examples_seen += len(rows)
    return network, np.array(errors), examples_seen


def always(batches):
    def next_batches():
        return batches
    return next_batches

# %% [markdown]
# **Predict:** the *sum* of the four gradients is four times their mean. With the same learning rate of 0.5, how many
# times as many steps will the mean need? (The sum at 0.5 is the mean at 2.0, so one function does both.)

# %%
at_once = always([[0, 1, 2, 3]])
summed, errors_summed, seen_summed = train(start, corners, xor, at_once, 4 * 0.5, most=60_000)
averaged, errors_averaged, seen_averaged = train(start, corners, xor, at_once, 0.5, most=60_000)
assert abs(seen_summed / 4 - 1203) <= 5 and abs(seen_averaged / 4 - 4804) <= 20
print(f"sum: {seen_summed // 4:,} steps   mean: {seen_averaged // 4:,} steps")
print("outputs at the end:", forward(summed, corners)[1].ravel())

# %% [markdown]
# Four times as many, almost to the step: 1,203 and 4,804. When you read "learning rate 0.5" anywhere, ask whether the
# loss is a sum or a mean.
#
# ## The same examples, one at a time
#
# It seems better still to move after each example: four small steps in an epoch instead of one. Visit the corners in
# the order they are written down, again and again, with the learning rate 0.5. The summed batch needed 1,203 steps of
# four, about 4,800 examples. **Predict** how many this takes.

# %%
in_order = always([[0], [1], [2], [3]])
stuck, errors_stuck, seen_stuck = train(start, corners, xor, in_order, 0.5, most=most_examples)
assert np.abs(forward(stuck, corners)[1] - xor).max() > 0.4
print(f"after {seen_stuck:,} examples:", forward(stuck, corners)[1].ravel())

# %% [markdown]
# After all these examples, still not. Two outputs are right, and the ones for $(0, 1)$ and $(1, 1)$ stay near one
# half. Before you look for a bug, look at what the hidden neurons make of these two, and at their deltas.

# %%
stuck_hidden, stuck_outputs = forward(stuck, corners)
stuck_deltas = (stuck_outputs - xor) * stuck_outputs * (1 - stuck_outputs)
print("  corner   hidden activations   delta of the output")
for corner, row, delta in zip(corners, stuck_hidden, stuck_deltas.ravel()):
    print(f"{corner}      {row[0]:.4f}  {row[1]:.4f}          {delta:+.3f}")
assert stuck_hidden[[1, 3]].max() < 0.02
assert np.allclose(stuck_deltas[[1, 3], 0], [-0.127, 0.123], atol=0.005)

# %% [markdown]
# Compare the second row with the fourth. Both neurons are off for $(0, 1)$ and for $(1, 1)$, so the output cannot
# tell the two corners apart and answers one half to both. Its deltas are large, $-0.127$ and $+0.123$, but they ask
# for opposite things and cancel. And what goes back to the hidden neurons is multiplied by $h (1 - h)$, which for
# these two corners is nearly zero. No formula is wrong. The network sits in a place where the gradient is nearly zero
# and the answers are not right.
#
# What drove it there? Four corners visited round and round stand in a circle. Hold the first one fixed: the other
# three can follow in $3 \cdot 2 \cdot 1 = 6$ orders.

# %%
examples_needed = []
for rest in ([1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]):
    circle = always([[0]] + [[row] for row in rest])
    seen = train(start, corners, xor, circle, 0.5, most=12_000)[2]
    examples_needed.append(seen)
    print("order 0", *rest, f"  solved after {seen:,} examples" if seen < 12_000 else "  not solved")
assert seen_summed < min(examples_needed[1:]) < max(examples_needed[1:]) < 6_000
assert examples_needed[0] >= 12_000
small_steps = train(start, corners, xor, in_order, 0.1, most=60_000)[2]
assert 20_000 < small_steps < 30_000
print(f"order 0 1 2 3 with learning rate 0.1  solved after {small_steps:,} examples")

# %% [markdown]
# Five of six orders solve it, and none of them with fewer examples than the summed batch. Only the order in which the
# corners happen to be written down does not. The size of the steps has a share in it: with a learning rate of 0.1
# this order gets there as well, if late.

# %% [markdown] tags=["exercise"]
# ### Exercise 6.10 - visit them differently  (stretch, 5 min)
#
# Write a function that returns the order of one epoch, so that training does not depend on how the examples are
# arranged. An epoch visits every example once. `random` is a NumPy generator, such as `np.random.default_rng(0)`. The
# check trains six networks and takes a few seconds.

# %% tags=["answer"] exercise="6.10"
def next_order(count, random):
    """The order, as integers from 0 to count - 1, in which the next epoch visits its examples."""
    ### BEGIN SOLUTION
    return random.permutation(count)
    ### END SOLUTION

# %%
check("6.10", next_order)

# %% [markdown] tags=["hint"] exercise="6.10"
# Any fixed order is the unlucky one for some arrangement. So the order has to change from one epoch to the next.

# %% [markdown] tags=["hint"] exercise="6.10"
# NumPy generators can return the numbers below `count` in random order. Look for "perm" in what
# `dir(np.random.default_rng())` lists.

# %% [markdown]
# With your order, and five different seeds:

# %%
next_order = accepted("6.10", next_order)


def shuffled(seed):
    random = np.random.default_rng(seed)

    def next_batches():
        return [[row] for row in next_order(4, random)]
    return next_batches


runs = [train(start, corners, xor, shuffled(seed), 0.5, most=12_000) for seed in range(5)]
errors_shuffled = runs[0][1]
assert max(run[2] for run in runs) < 6_500
print("solved after", [run[2] for run in runs], "examples")

# %% [markdown]
# Compare the three ways, epoch by epoch. Solved runs stop, and their lines go on level. On the way there are two
# heights at which a curve can linger. Which?

# %%
def first_epochs(errors, count=3001, every=25):
    return np.pad(errors[:count], (0, max(0, count - len(errors))), mode="edge")[::every]


curves = {"batch, summed": first_epochs(errors_summed),
          "one by one, shuffled": first_epochs(errors_shuffled),
          "one by one, fixed order": first_epochs(errors_stuck)}
show(plot_curves(curves, x=np.arange(0, 3001, 25), x_label="epoch", y_label="mean error"),
     alt="Three error curves over 3,000 epochs. All drop to 0.125 at once. The batch leaves that height "
         "after about 300 epochs and the shuffled run after about 400, both for almost zero. The fixed "
         "order stays until epoch 1,600, then comes to rest at 0.065.")

# %% [markdown]
# All three first learn to answer one half to everything, at a mean error of $\tfrac12 \cdot 0.5^2 = 0.125$. Two leave
# that plateau soon. The fixed order leaves it about four times later, in another direction, and settles towards half
# the height, 0.0625, where only two of four outputs are one half. This is why every training loop in this course
# shuffles.
#
# **Predict:** does shuffling also *cure*? Take the stuck network and go on with shuffled epochs.

# %%
cured, _, _ = train(stuck, corners, xor, shuffled(0), 0.5, most=most_examples)
assert np.isclose(errors_stuck[-1], 0.0625, atol=0.004)
assert np.abs(forward(cured, corners)[1] - xor).max() > 0.4
print(f"after {most_examples:,} more examples:", forward(cured, corners)[1].ravel())

# %% [markdown]
# From this start shuffling prevents the trap; it does not lead out of it. Where two corners have lost their slopes,
# no order of examples brings them back.
#
# ## The chain rule with matrices
#
# A layer turns a vector into a vector. Its derivative is a matrix, the **Jacobian** $J_{ij} = \partial y_i / \partial
# x_j$: how much each output moves with each input. The net inputs of a layer, written as a column, are $W^{\mathsf T}
# h + b$, which is what `h @ W + b` computes as a row; their Jacobian is $W^{\mathsf T}$. A sigmoid works on each
# element alone, so moving one input moves one output, and its Jacobian has zeros everywhere but on the diagonal. Here
# are both, for the network of lesson 06.

# %%
inputs, targets = np.array([0.1, 0.5]), np.array([0.05, 0.95])
hidden = sigmoid(inputs @ np.array([[0.1, 0.2], [0.3, 0.4]]) + 0.25)
output_weights = np.array([[0.5, 0.7], [0.6, 0.8]])
outputs = sigmoid(hidden @ output_weights + 0.35)
through_output_sigmoid = np.diag(outputs * (1 - outputs))    # (output, output)
through_weights = output_weights.T                           # (output, hidden)
through_hidden_sigmoid = np.diag(hidden * (1 - hidden))      # (hidden, hidden)
print(f"sigmoid of the outputs:\n{through_output_sigmoid}\nweights:\n{through_weights}")

# %% [markdown]
# A chain of layers is a product of Jacobians. In front, on the left, stands the derivative of the error with respect
# to the outputs, one row of numbers: as in $\partial E / \partial o \cdot \partial o / \partial \text{net} \cdots$,
# the last step comes first. Multiply the matrices onto it one at a time, and the deltas of lesson 06 appear:

# %%
row = outputs - targets                                      # dE/do: (output,)
output_deltas = row @ through_output_sigmoid                 # (output,)
hidden_deltas = output_deltas @ through_weights @ through_hidden_sigmoid
assert np.allclose(output_deltas, [0.13342995, -0.02929110], atol=5e-9)
assert np.allclose(hidden_deltas, (output_weights @ output_deltas) * hidden * (1 - hidden))   # 6.5
assert np.allclose(hidden_deltas, [0.01108058, 0.01340240], atol=5e-9)
print("deltas:", output_deltas, hidden_deltas)

# %% [markdown]
# A product of matrices may be computed from either end, with the same result but not with the same work. A row times
# an $n \times n$ matrix takes $n^2$ multiplications. A matrix times a matrix does that for each of its $n$ rows:
# $n^3$. **Predict:** with 20 layers of 1,000 neurons, how many times more is it from the inputs' end, where matrices
# meet matrices: about 20, 1,000 or 1,000,000?

# %%
def count_multiplications(width, layers):
    from_the_error = layers * width ** 2                      # a row times a matrix, each time
    from_the_inputs = (layers - 1) * width ** 3 + width ** 2  # matrices, and the row at the end
    return from_the_error, from_the_inputs


backwards, forwards = count_multiplications(1000, 20)
print(f"from the error: {backwards:,}, from the inputs: {forwards:,}, ratio {forwards / backwards:.0f}")
assert forwards // backwards == 950

# %% [markdown]
# Nearly 1,000 times, the width of a layer. That is the whole reason for going **back**: the error is a single number,
# so its derivative is a single row, and a row times a matrix is again a row.
#
# ## Softmax and cross-entropy
#
# A sigmoid works on each output alone. For one choice among several classes, lesson 03 uses the softmax. It turns the
# net inputs $z$ of the last layer, called **logits**, into probabilities:
#
# $$p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$$
#
# Raise one logit: its own $e^{z}$ grows, and so does the sum below *every* $p$. So its own probability rises and all
# others fall, and the Jacobian is a full matrix. By the quotient rule its entries are
#
# $$\frac{\partial p_i}{\partial z_i} = p_i - p_i\, p_i \qquad\text{and for } i \ne j\text{:}\qquad \frac{\partial p_i}{\partial
# z_j} = -p_i\, p_j$$

# %% [markdown] tags=["exercise"]
# ### Exercise 6.11 - the Jacobian of the softmax  (core, 5 min)
#
# Write it as a matrix, from the probabilities of one example with any number of classes.

# %% tags=["answer"] exercise="6.11"
def softmax_jacobian(probabilities):
    """dp_i / dz_j of a softmax; (classes,) -> (classes, classes)."""
    ### BEGIN SOLUTION
    return np.diag(probabilities) - np.outer(probabilities, probabilities)
    ### END SOLUTION

# %%
check("6.11", softmax_jacobian)

# %% [markdown] tags=["hint"] exercise="6.11"
# In all places, on the diagonal too, a product $p_i p_j$ is subtracted. From what? On the diagonal from $p_i$,
# elsewhere from zero. Which two matrices are these?

# %% [markdown] tags=["hint"] exercise="6.11"
# `np.diag(probabilities)` has $p_i$ on the diagonal and zeros elsewhere, and `np.outer(probabilities, probabilities)`
# holds all products $p_i p_j$.

# %% [markdown]
# The **cross-entropy** of lesson 04 is $L = -\sum_i t_i \log p_i$. Its derivative $-t_i / p_i$ is the row that stands
# in front of the Jacobian. Multiply the two, on paper:
#
# $$\frac{\partial L}{\partial z_j} = -\frac{t_j}{p_j}\, p_j + \sum_i \frac{t_i}{p_i}\, p_i\, p_j = -t_j + p_j \sum_i t_i = p_j - t_j$$
#
# The first term is the diagonal, the second the products; the targets add up to 1. Everything that was complicated
# has cancelled: the gradient is **what was said, minus what was true**. With three logits, where the second class is
# the right one:

# %%
softmax_jacobian = accepted("6.11", softmax_jacobian)
logits, one_hot = np.array([2.0, 1.0, -1.0]), np.array([0.0, 1.0, 0.0])
probabilities = np.exp(logits) / np.exp(logits).sum()
chained = (-one_hot / probabilities) @ softmax_jacobian(probabilities)
assert np.allclose(chained, probabilities - one_hot)
print("probabilities        ", probabilities)
print("gradient by the chain", chained)

# %% [markdown]
# Compare the two lines: they differ by 1 at the right class. This is no small convenience. With two classes softmax
# is the sigmoid of one logit (set the other to 0), and cross-entropy sends back $p - t$, where squared error sends
# $(p - t)\, p\, (1 - p)$. **Predict:** the target is 0 and the logit 10, so the output is as wrong as can be. What
# does each send back?

# %%
print("logit   squared error   cross-entropy")
for logit in (0.0, 2.0, 5.0, 10.0):
    p = sigmoid(logit)                                       # the target is 0
    squared, entropy = p * p * (1 - p), p
    print(f"{logit:5.0f} {squared:15.6f} {entropy:15.6f}")
assert np.isclose(squared, 0.00005, atol=5e-6) and entropy > 0.9999
with_squared = with_entropy = 10.0
for _ in range(20):
    p, q = sigmoid(with_squared), sigmoid(with_entropy)
    with_squared, with_entropy = with_squared - p * p * (1 - p), with_entropy - q
assert 9.99 < with_squared < 10 and -4 < with_entropy < -2
print(f"after 20 steps the logit is {with_squared:.3f} with the one, {with_entropy:.3f} with the other")

# %% [markdown]
# Squared error sends back 0.00005, cross-entropy 1. The last line shows what comes of it in 20 steps with the
# learning rate 1: one logit is still at 10, the other has come home. In lesson 06 the learning rate 60 left an output
# in that state. Cross-entropy does nothing, though, for *hidden* neurons that are off, as in the stuck XOR: their
# slope still stands in the way.

# %% [markdown] tags=["exercise"]
# ### Exercise 6.12 - the end of every classifier  (core, 6 min)
#
# Write the gradient of the **mean** cross-entropy of a batch with respect to the logits. Compute the softmax inside;
# each row is one example.

# %% tags=["answer"] exercise="6.12"
def cross_entropy_gradient(logits, targets):
    """Gradient of the mean cross-entropy; logits and one-hot targets, both (batch, classes)."""
    ### BEGIN SOLUTION
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    return (probabilities - targets) / len(logits)
    ### END SOLUTION

# %%
check("6.12", cross_entropy_gradient)

# %% [markdown] tags=["hint"] exercise="6.12"
# First the probabilities: each row by itself adds up to 1. `sum(axis=1, keepdims=True)` sums over classes and keeps
# the axis, so that a division works row by row.

# %% [markdown] tags=["hint"] exercise="6.12"
# Then it is the probabilities minus the targets. A mean over the batch has one more factor, $1/N$.

# %% [markdown]
# A last word from the judge, on three random examples. The logarithm of the softmax is $z_i - \log \sum_j e^{z_j}$,
# which is how the loss is written here.

# %%
cross_entropy_gradient = accepted("6.12", cross_entropy_gradient)


def mean_cross_entropy(logits, targets):
    log_softmax = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return -np.mean((targets * log_softmax).sum(axis=1))


logits, one_hot = np.random.default_rng(0).normal(size=(3, 4)), np.eye(4)[[2, 0, 1]]
gradient = cross_entropy_gradient(logits, one_hot)
for index in np.ndindex(logits.shape):
    nudge = np.zeros(logits.shape)
    nudge[index] = 1e-5
    right = mean_cross_entropy(logits + nudge, one_hot)
    left = mean_cross_entropy(logits - nudge, one_hot)
    assert np.isclose((right - left) / 2e-5, gradient[index], atol=1e-9)
print("twelve derivatives agree")

# %% [markdown]
# ## A case for a detective
#
# The printed lecture from which the XOR network comes gives 1.1122, 0.7525 and 0.0306, where you found 1.1270, 0.7553
# and 0.0299. Its three numbers fit each other: 0.7525 is the sigmoid of 1.1122. So the slip happened earlier. Suppose
# that in one of the nine numbers of the network **one digit was read as another** when the forward pass for $x = (1,
# 0)$ was worked out. Derivatives help to find it: moving $u_1$ by a little moves the number before the last sigmoid
# by $h_1$ times as much.

# %%
entries = {"W11": -0.07, "W12": 0.94,   # from x1 to h1, from x1 to h2
           "W21": 0.22, "W22": 0.46,    # from x2
           "b1": -0.46, "b2": 0.10, "u1": -0.22, "u2": 0.58, "c": 0.78}


def work_out(entries):
    h1, h2 = sigmoid(entries["W11"] + entries["b1"]), sigmoid(entries["W12"] + entries["b2"])
    pre_output = entries["u1"] * h1 + entries["u2"] * h2 + entries["c"]
    return np.array([pre_output, sigmoid(pre_output), 0.5 * (1 - sigmoid(pre_output)) ** 2])


print(work_out(entries).round(4))

# %% [markdown] tags=["exercise"]
# ### Exercise 6.13 - find the misprint  (stretch, 7 min)
#
# Which entry, and what was read in its place? Give its name, and the misread value with two decimals, such as `"c"`
# and 0.76. If you find more than one, any of them will do.

# %% tags=["answer"] exercise="6.13"
misprint = {"entry": ..., "value": ...}
### BEGIN SOLUTION
# The number before the last sigmoid is too small by 1.1270 - 1.1122 = 0.0148.
# With u2, 0.01 counts 0.01 h2 = 0.0074: two such steps down. (With u1 it is 0.0037: four steps, -0.26.)
misprint = {"entry": "u2", "value": 0.56}
### END SOLUTION

# %%
check("6.13", misprint)

# %% [markdown] tags=["hint"] exercise="6.13"
# By how much is the printed 1.1122 too small? The entries next to the output are the easiest to try: a change of 0.01
# in $u_1$ counts $0.01\, h_1$, one in $u_2$ counts $0.01\, h_2$, one in $c$ counts 0.01.

# %% [markdown] tags=["hint"] exercise="6.13"
# It is too small by 0.0148. Divide this by $0.01\, h_1 = 0.0037$, by $0.01\, h_2 = 0.0074$ and by 0.01. Where does
# nearly a whole number come out?

# %%
misprint = accepted("6.13", misprint)
misread = work_out({**entries, misprint["entry"]: misprint["value"]})
assert np.allclose(misread, [1.1122, 0.7525, 0.0306], atol=5e-5)
print("with the misprint:", misread.round(4))

# %% [markdown]
# Two answers fit all three printed numbers, and the check accepts either. Four decimals cannot tell them apart, and
# it is honest to leave it there.
#
# ## What you can now do
#
# You can train on batches, know that a sum and a mean differ by the size of the batch, and have seen correct
# gradients get stuck for want of shuffling. You know why the error travels backwards. And whenever a classifier ends
# in softmax and cross-entropy, you know what it sends back, and can derive it: $p - t$.

# %%
progress(6, further=True)

# %% [markdown]
# Next, lesson 07: an engine that does all of this by itself.
