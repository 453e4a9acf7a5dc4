# ---
# jupyter:
#   course: {number: 6, title: Backpropagation by hand, part: 1, minutes: 75, builds_on: [3, 5], data: [],
#            quick: {steps: 1000}, full: {steps: 20000}}
# ---
# %% [markdown]
# # 06 · Backpropagation by hand
#
# A network with four neurons gives a wrong answer. In this lesson you work out how much each of its eight weights
# contributed to the error: on paper first, then in a few lines of NumPy. At the end Keras must blame the same weights
# by the same amounts.
#
# Afterwards you can
# - follow an error backwards through any network of sums and activations,
# - write the gradient of a layer from memory, with its shapes,
# - tell from the numbers alone that a gradient is wrong, and often why.
#
# About 75 minutes, with paper at hand; plan more if all of it is new to you, and a break after Exercise 6.5. Builds
# on lesson 03 (forward pass) and lesson 05 (gradient descent).

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import accepted, check, progress, runtime, show
from course_utils.figures import Node, plot_curves, plot_graph, plot_network

np.set_printoptions(precision=8, suppress=True)

# %% [markdown]
# One number can be set from outside: the steps of the long training in the second half, 1,000 or more.

# %% tags=["parameters"]
steps = 5000

# %% [markdown]
# ## The network and its mistake
#
# Two inputs, two hidden neurons, two outputs. The weights have values you can remember: $w_1 = 0.1$, $w_2 = 0.2$, and
# so on up to $w_8 = 0.8$. Each hidden neuron adds the bias 0.25, each output the bias 0.35. For the inputs 0.1 and
# 0.5 the outputs ought to be 0.05 and 0.95.
#
# The weights of a layer form a matrix. What leaves the first input stands in the first row; what arrives at the first
# hidden neuron stands in the first column.

# %%
inputs = np.array([0.1, 0.5])                              # (input,)
targets = np.array([0.05, 0.95])                           # (output,)
network = {
    "hidden_weights": np.array([[0.1, 0.2], [0.3, 0.4]]),  # (input, hidden): w1 w2 / w3 w4
    "hidden_biases": np.array([0.25, 0.25]),               # (hidden,)
    "output_weights": np.array([[0.5, 0.7], [0.6, 0.8]]),  # (hidden, output): w5 w7 / w6 w8
    "output_biases": np.array([0.35, 0.35]),               # (output,)
}

# %% [markdown]
# Look at the two arrows that leave the upper hidden neuron $h_1$. They carry $w_5$ and $w_7$, and they will matter:
# what happens in $h_1$ reaches both outputs.

# %%
names = [[["w1 = 0.1", "w2 = 0.2"], ["w3 = 0.3", "w4 = 0.4"]],
         [["w5 = 0.5", "w7 = 0.7"], ["w6 = 0.6", "w8 = 0.8"]]]
neurons = [["i1\n0.1", "i2\n0.5"], ["h1", "h2"], ["o1", "o2"]]
show(plot_network(neurons, edge_labels=names, layer_names=["inputs", "hidden", "outputs"]),
     alt="Two inputs, i1 = 0.1 and i2 = 0.5, on the left, two hidden neurons h1 and h2, two outputs o1 "
         "and o2 on the right. w1 and w3 lead into h1, w2 and w4 into h2, w5 and w6 into o1, w7 and w8 "
         "into o2.")

# %% [markdown]
# What a neuron receives, weighted and summed with its bias, is called its **net input**. $h_1$ receives 0.1 along
# $w_1$ and 0.5 along $w_3$. The sigmoid $\sigma$ turns the net input into the neuron's output, its **activation**. We
# call both the neuron and its activation $h_1$:
#
# $$\text{net}_{h_1} = 0.1 \cdot 0.1 + 0.5 \cdot 0.3 + 0.25 = 0.41, \qquad h_1 = \sigma(0.41) = 0.60108788$$
#
# The whole forward pass is this, four times. `@` does two neurons at once. The `assert` lines hold what you get on
# paper with eight digits; they would stop the notebook if it were not true.

# %%
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward(network, inputs):
    hidden = sigmoid(inputs @ network["hidden_weights"] + network["hidden_biases"])       # (hidden,)
    outputs = sigmoid(hidden @ network["output_weights"] + network["output_biases"])      # (output,)
    return hidden, outputs


hidden_net = inputs @ network["hidden_weights"] + network["hidden_biases"]
hidden, outputs = forward(network, inputs)
output_net = hidden @ network["output_weights"] + network["output_biases"]
assert np.allclose([hidden_net, hidden], [[0.41, 0.47], [0.60108788, 0.61538376]], atol=5e-9)
assert np.allclose(output_net, [1.01977419, 1.26306852], atol=5e-9)
assert np.allclose(outputs, [0.73492861, 0.77955388], atol=5e-9)
print(f"hidden: net {hidden_net}, out {hidden}\noutput: net {output_net}, out {outputs}")

# %% [markdown]
# The first output should be 0.05 and is 0.73. **Predict** before you run the next cell: the error of an output is
# half the square of the difference, $E_1 = \tfrac12 (t_1 - o_1)^2$. By what factor is the error of the first output
# larger than that of the second: about 2, 4, or 16?

# %%
def error(network, inputs, targets):
    outputs = forward(network, inputs)[1]
    return 0.5 * np.sum((targets - outputs) ** 2)


errors = 0.5 * (targets - outputs) ** 2
assert np.allclose(errors, [0.23456360, 0.01452594], atol=5e-9)
assert np.isclose(error(network, inputs, targets), 0.24908954, atol=5e-9)
print(f"E1 = {errors[0]:.8f}   E2 = {errors[1]:.8f}   E = {errors.sum():.8f}")
print(f"E1 is {errors[0] / errors[1]:.1f} times E2")

# %% [markdown]
# The difference is four times as large, and the square makes sixteen of it. Remember $E = 0.24908954$. Everything
# from here on answers one question: **if one weight changes a little, by how much does $E$ change?**
#
# ## The chain rule on a graph
#
# Between a weight and the error lie several steps. To see how steps combine, take something smaller:
#
# $$f = (a \cdot b + c)^2 \qquad a = 2,\; b = -3,\; c = 10$$
#
# Each step knows its own slope. The square of $s$ has the slope $2s$. A sum passes changes on as they are, so its
# slope is 1. In the product $p = a \cdot b$, the slope with respect to $a$ is $b$, and the other way round. From the
# result back to an input you **multiply** the slopes along the way. That is the chain rule.
#
# The result is written $\partial f / \partial a$, in code `df_da`: by how much $f$ moves for a small move of $a$,
# while all other inputs stay. All these derivatives together are called the **gradient**. In the figure, read the
# blue numbers from left to right, then the orange ones from right to left. The first orange number is 1: how $f$
# moves with itself.

# %%
a, b, c = 2, -3, 10
p = a * b
s = p + c
f = s ** 2
df_ds = 2 * s
df_dp, df_dc = df_ds * 1, df_ds * 1
df_da, df_db = df_dp * b, df_dp * a
assert (f, df_ds, df_dc, df_da, df_db) == (16, 8, 8, -24, 16)
graph = [Node("a", "", (), a, df_da), Node("b", "", (), b, df_db), Node("c", "", (), c, df_dc),
         Node("p", "a · b", ("a", "b"), p, df_dp), Node("s", "p + c", ("p", "c"), s, df_ds),
         Node("f", "s²", ("s",), f, 1)]
show(plot_graph(graph),
     alt="A graph from left to right. a = 2 and b = -3 enter the product p = -6; p and c = 10 enter the "
         "sum s = 4; its square is f = 16. Below the lines, from right to left, the derivatives of f: "
         "1 at f, 8 at s, p and c, -24 at a, 16 at b.")

# %% [markdown]
# At $a$ stands $-24$. A little more $a$, say 0.001, lowers $f$ by about 0.024. The path from $f$ to $a$ is square,
# sum, product: $8 \cdot 1 \cdot (-3)$.
#
# One more rule is needed. If a value is used in **two places**, a change of it travels along both paths, and the two
# effects **add up**. The smallest example is $f = a + a$: each of the two paths has the slope 1, and $2a$ has the
# slope 2.

# %% [markdown] tags=["exercise"]
# ### Exercise 6.1 - one value, two paths  (core, 4 min)
#
# Now $a$ is used twice:
#
# $$f = (a \cdot b + a)^2 \qquad a = 3,\; b = -2$$
#
# Find $\dfrac{\partial f}{\partial a}$ on paper: draw the graph, write the values along it, walk both paths back.

# %% tags=["answer"] exercise="6.1"
slope_a = ...
### BEGIN SOLUTION
slope_a = 6  # s = -6 + 3 = -3, so df/ds = -6; through the product -6 * b = 12, directly -6 * 1 = -6
### END SOLUTION

# %%
check("6.1", slope_a)

# %% [markdown] tags=["hint"] exercise="6.1"
# With $s = a b + a$, what is $s$, and what is the slope of $s^2$ there? That is what arrives at the sum, and a sum
# passes it on to each of its two terms.

# %% [markdown] tags=["hint"] exercise="6.1"
# $s = -3$, so $-6$ arrives at both terms. One term is $a$ itself. The other is the product $a b$, whose slope with
# respect to $a$ is $b = -2$.

# %% [markdown]
# ## A judge that knows no calculus
#
# Before you trust any derivative, build something to test it with. A derivative says what happens when a value moves
# a little. So move it, by a small step $s$ to the right and to the left, and look:
#
# $$\frac{\partial E}{\partial v} \approx \frac{E(v + s) - E(v - s)}{2 s}$$
#
# This is a **central difference**. It is slow, since it needs two forward passes for each weight, and it is nearly
# always right. Comparing it with a derivative from the chain rule is called a **gradient check**.

# %% [markdown] tags=["exercise"]
# ### Exercise 6.2 - the gradient check  (core, 6 min)
#
# Write `numerical_gradient`. It gets a function of an array, and the array `values`, which it must not change. For
# each entry it moves that entry alone by `step` to either side, and it returns the central differences in an array of
# the same shape. `np.ndindex(values.shape)` runs over all indices: 0, 1, ... for a vector, (0, 0), (0, 1), ... for a
# matrix.

# %% tags=["answer"] exercise="6.2"
def numerical_gradient(function, values, step=1e-5):
    """Central differences of `function` at the array `values`; an array of the same shape."""
    ### BEGIN SOLUTION
    gradient = np.zeros(values.shape)
    for index in np.ndindex(values.shape):
        nudge = np.zeros(values.shape)
        nudge[index] = step
        gradient[index] = (function(values + nudge) - function(values - nudge)) / (2 * step)
    return gradient
    ### END SOLUTION

# %%
check("6.2", numerical_gradient)

# %% [markdown] tags=["hint"] exercise="6.2"
# Make an array of zeros for the result. For one index, you need a second array of zeros, with `step` at that index:
# adding it to `values` moves one entry and leaves the others, and `values` itself stays as it was.

# %% [markdown] tags=["hint"] exercise="6.2"
# Inside the loop: `nudge = np.zeros(values.shape)`, then `nudge[index] = step`, then two calls, `function(values +
# nudge)` and `function(values - nudge)`. Their difference is divided by the distance, `2 * step`.

# %% [markdown]
# From here on the lesson uses your function. If the check has not passed yet, it uses the course's, and says so. Does
# it agree with the $-24$ and the 16 of the graph?

# %%
numerical_gradient = accepted("6.2", numerical_gradient)
slopes = numerical_gradient(lambda v: (v[0] * v[1] + v[2]) ** 2, np.array([2.0, -3.0, 10.0]))
assert np.allclose(slopes, [-24, 16, 8])
slopes

# %% [markdown]
# ## The last layer
#
# Take $w_5$, which leads from $h_1$ to $o_1$. Between it and the error lie three steps: the weight is multiplied by
# $h_1$ in the net input, the sigmoid makes the output of it, and the output is compared with the target. Each step
# has a slope. You know from lesson 03 that the slope of the sigmoid can be written with its own value, $\sigma' =
# \sigma (1 - \sigma)$; at $o_1$ it is $0.7349 \cdot 0.2651 = 0.1948$. In the figure, follow the one strong arrow from
# right to left.

# %%
how_wrong = outputs[0] - targets[0]
slope = outputs[0] * (1 - outputs[0])
assert np.allclose([how_wrong, slope], [0.6849, 0.1948], atol=5e-5)
assert np.allclose([outputs[0], 1 - outputs[0]], [0.7349, 0.2651], atol=5e-5)
notes = [["", ""], [f"sends {hidden[0]:.4f}", ""], [f"wrong by {how_wrong:.4f}\nslope {slope:.4f}", ""]]
show(plot_network([["i1", "i2"], ["h1", "h2"], ["o1", "o2"]], edge_labels=names, node_labels=notes,
                  highlight=[(1, 0, 0)], reverse=True),
     alt="The network with one arrow drawn strongly, from output o1, which is wrong by 0.6849 and has the "
         "slope 0.1948, back to hidden neuron h1, which sends 0.6011: weight w5. The rest is faint.")

# %% [markdown]
# The three numbers in the figure are the three factors:
#
# $$\frac{\partial E}{\partial w_5} = \underbrace{(o_1 - t_1)}_{\text{how wrong}} \cdot \underbrace{o_1 (1 - o_1)}_{\text{slope of
# the sigmoid}} \cdot \underbrace{h_1}_{\text{what } w_5 \text{ multiplies}}$$
#
# The first comes from $\tfrac12 (t_1 - o_1)^2$. The inner minus turns $t_1 - o_1$ into $o_1 - t_1$, so it is positive
# where the output is too large.

# %%
gradient_w5 = how_wrong * slope * hidden[0]
assert np.allclose([how_wrong, slope, gradient_w5], [0.68492861, 0.19480855, 0.08020312], atol=5e-9)
print(f"{how_wrong:.8f} x {slope:.8f} x {hidden[0]:.8f} = {gradient_w5:.8f}")

# %% [markdown]
# Raising $w_5$ by 0.01 would raise the error by about 0.0008. The first two factors are the same for every weight
# that leads into $o_1$. They belong to the neuron: their product says by how much $E$ moves with the neuron's net
# input. It is called the neuron's **delta**, $\delta_{o_1} = \partial E / \partial \text{net}_{o_1}$.

# %% [markdown] tags=["exercise"]
# ### Exercise 6.3 - the delta of an output  (core, 3 min)
#
# Write the delta for any sigmoid output under $E = \tfrac12 (\text{target} - \text{output})^2$. It should work for an
# array of outputs and for a single number.

# %% tags=["answer"] exercise="6.3"
def output_error(outputs, targets):
    """dE/dnet of sigmoid outputs under E = (target - output)^2 / 2; arrays of equal shape."""
    ### BEGIN SOLUTION
    return (outputs - targets) * outputs * (1 - outputs)
    ### END SOLUTION

# %%
check("6.3", output_error)

# %% [markdown] tags=["hint"] exercise="6.3"
# Two steps lie between the error and the net input, the square and the sigmoid, so there are two factors. Which sign
# must the first have when the output is too large?

# %% [markdown] tags=["hint"] exercise="6.3"
# Both factors stand in the formula for $w_5$ above, below the words "how wrong" and "slope of the sigmoid". Only the
# names differ.

# %% [markdown]
# With the deltas, all four weights into the outputs have the same form: **the delta of the neuron it leads to, times
# the activation it comes from**. `np.outer` multiplies each with each, and the result has the shape of the weights.
#
# The judge only ever moves one array of the network, so it needs a network with that array replaced. In Python
# `{**network, name: values}` is a copy of the dictionary with one entry replaced.

# %%
def judge(network, name, inputs, targets):
    def error_with(values):
        return error({**network, name: values}, inputs, targets)
    return numerical_gradient(error_with, network[name], step=1e-5)


output_error = accepted("6.3", output_error)
output_deltas = output_error(outputs, targets)                # (output,)
gradient_output = np.outer(hidden, output_deltas)             # (hidden, output)
judged = judge(network, "output_weights", inputs, targets)
assert np.allclose(output_deltas, [0.13342995, -0.02929110], atol=5e-9)
assert np.allclose(judged, gradient_output, atol=1e-9)
print(f"by the chain rule\n{gradient_output}\nby the judge\n{judged}")

# %% [markdown]
# The judge knows nothing of deltas, and agrees. Both entries of the second column are negative: the second output is
# too small, so raising $w_7$ or $w_8$ lowers the error.

# %% [markdown] tags=["exercise"]
# ### Exercise 6.4 - a slip in print  (core, 3 min)
#
# One set of printed lecture notes works through this very network and gives $\partial E / \partial w_5 = 0.082$ in
# one place. The gradient check above does not agree. The author copied another weight's derivative. Which one:
# `"w5"`, `"w6"`, `"w7"` or `"w8"`?

# %% tags=["answer"] exercise="6.4"
copied_from = ...
### BEGIN SOLUTION
copied_from = "w6"  # 0.08211062 rounds to 0.082; w5 has 0.08020312
### END SOLUTION

# %%
check("6.4", copied_from)

# %% [markdown] tags=["hint"] exercise="6.4"
# The matrix is laid out like the weights: rows are the hidden neurons the weights come from, columns the outputs they
# lead to.

# %% [markdown] tags=["hint"] exercise="6.4"
# Round each of the four numbers to three decimals. Which one becomes 0.082, and which hidden neuron does its row
# belong to?

# %% [markdown]
# A slip in the third decimal, in print, and a few lines of code find it. No proofreader did.
#
# ## One layer further back
#
# How much is $w_1$ to blame, which leads from $i_1$ into $h_1$? Follow the error back from $o_1$. You have its delta,
# which is how $E$ moves with the net input of $o_1$. That net input is $h_1 w_5 + h_2 w_6 + 0.35$, so with respect to
# $h_1$ its slope is $w_5$: **on the way back, an edge multiplies by its weight**, just as on the way forward. Then
# comes the slope of $h_1$'s own sigmoid, and last $i_1$, which $w_1$ multiplies:
#
# $$\underbrace{\delta_{o_1}}_{\text{arrives at } o_1} \cdot \underbrace{w_5}_{\text{edge}} \cdot \underbrace{h_1 (1 -
# h_1)}_{\text{slope}} \cdot \underbrace{i_1}_{\text{what } w_1 \text{ multiplies}}$$
#
# But $h_1$ feeds **both** outputs. There is a second path, over $o_2$ and $w_7$, and as in Exercise 6.1 the two add
# up. **Predict:** $w_5$ and $w_7$ are both positive, $o_1$ is too large and $o_2$ too small. Will the two paths pull
# $w_1$ in the same direction?

# %%
slope_h1 = hidden[0] * (1 - hidden[0])
w5, w7 = network["output_weights"][0]
through_o1 = output_deltas[0] * w5 * slope_h1 * inputs[0]
through_o2 = output_deltas[1] * w7 * slope_h1 * inputs[0]
gradient_w1 = through_o1 + through_o2
assert np.allclose([through_o1, through_o2], [0.00159970, -0.00049164], atol=5e-9)
assert np.isclose(gradient_w1, 0.00110806, atol=5e-9)
print(f"through o1 {through_o1:+.8f}   through o2 {through_o2:+.8f}   together {gradient_w1:+.8f}")

# %% [markdown]
# They pull in opposite directions, and the larger error wins. Follow it in four panels, edge by edge. In panels 2 and
# 3 watch what arrives at $h_1$ along each edge. Panel 4 adds the two, multiplies by the slope of $h_1$, which gives
# the number inside $h_1$, and ends at $w_1$ with its derivative.

# %%
along_w5, along_w7 = output_deltas[0] * w5, output_deltas[1] * w7
delta_h1 = (along_w5 + along_w7) * slope_h1
at_outputs = [["i1", "i2"], ["h1", "h2"], [f"{delta:+.4f}" for delta in output_deltas]]
at_hidden = [["i1", "i2"], [f"{delta_h1:+.4f}", "h2"], ["o1", "o2"]]
first, second = {(1, 0, 0): f"{along_w5:+.4f}"}, {(1, 0, 1): f"{along_w7:+.4f}"}
last = {(0, 0, 0): f"{gradient_w1:+.5f}"}
panels = [("1  two errors: the deltas of o1 and o2", at_outputs, {}, [(2, 0), (2, 1)]),
          (f"2  along w5: {output_deltas[0]:.4f} · 0.5", at_outputs, first, first),
          (f"3  along w7: {output_deltas[1]:.4f} · 0.7", at_outputs, first | second, second),
          (f"4  (sum of both) · {slope_h1:.4f}, then · 0.1", at_hidden, first | second | last, last)]
figure, axes = plt.subplots(2, 2, figsize=(8, 5.6))
for ax, (title, inside, notes, marked) in zip(axes.flat, panels):
    labels = [[[notes.get((gap, start, end), "") for end in range(2)] for start in range(2)]
              for gap in range(2)]
    plot_network(inside, edge_labels=labels, highlight=list(marked), reverse=True, size=0.85,
                 title=title, ax=ax)
show(figure,
     alt="Four drawings of the network. 1: the deltas +0.1334 at o1 and -0.0293 at o2. 2: along w5, "
         "times 0.5, +0.0667 goes back to h1. 3: along w7, times 0.7, -0.0205 goes back to h1. "
         "4: their sum times the slope 0.2398 of h1 is its delta, +0.0111, and times the input 0.1 "
         "it is +0.00111, the derivative for w1.")

# %% [markdown]
# The number inside $h_1$ in the last panel is its delta. In words: **add up the deltas of all neurons it feeds, each
# times the weight between, and multiply by its own slope.**
#
# $$\delta_{h_j} = h_j (1 - h_j) \sum_k w_{jk}\, \delta_{o_k}$$
#
# Here $w_{jk}$ leads from hidden neuron $j$ to output $k$, so $w_{12}$ is our $w_7$. In `output_weights` these are
# row $j$ and column $k$.

# %% [markdown] tags=["exercise"]
# ### Exercise 6.5 - the delta of a hidden neuron  (core, 6 min)
#
# Write `hidden_error`. It gets the deltas of the outputs, the weights between, and the hidden activations, and
# returns one delta for each hidden neuron.

# %% tags=["answer"] exercise="6.5"
def hidden_error(output_deltas, output_weights, hidden):
    """dE/dnet of the hidden neurons; (output,), (hidden, output), (hidden,) -> (hidden,)."""
    ### BEGIN SOLUTION
    return (output_weights @ output_deltas) * hidden * (1 - hidden)
    ### END SOLUTION

# %%
check("6.5", hidden_error)

# %% [markdown] tags=["hint"] exercise="6.5"
# Start with the sum for $h_1$ alone: $w_5 \delta_{o_1} + w_7 \delta_{o_2}$. Which row of the matrix are the two
# weights, and what do you call a sum of products of a row with a vector?

# %% [markdown] tags=["hint"] exercise="6.5"
# `output_weights @ output_deltas` does the sum for all hidden neurons at once: (hidden, output) times (output,) is
# (hidden,). The slope of each neuron is still missing. `hidden` holds activations, so it is $h (1 - h)$.

# %% [markdown]
# ## All eight weights and four biases
#
# Every derivative has the same two factors: the delta of the neuron it leads to, and what it carried forward. A bias
# carries a 1, so its derivative is the delta itself. First the four deltas:
#
# | delta | comes from | formula | numbers | value |
# |---|---|---|---|---|
# | $\delta_{o_1}$ | the error of $o_1$, through its slope | $(o_1 - t_1)\, o_1 (1 - o_1)$ | $0.68492861 \cdot 0.19480855$ | 0.13342995 |
# | $\delta_{o_2}$ | the error of $o_2$, through its slope | $(o_2 - t_2)\, o_2 (1 - o_2)$ | $-0.17044612 \cdot 0.17184963$ | -0.02929110 |
# | $\delta_{h_1}$ | $o_1$ along $w_5$, $o_2$ along $w_7$, through its slope | $(w_5 \delta_{o_1} + w_7 \delta_{o_2})\, h_1 (1 - h_1)$ | $(0.06671498 - 0.02050377) \cdot 0.23978124$ | 0.01108058 |
# | $\delta_{h_2}$ | $o_1$ along $w_6$, $o_2$ along $w_8$, through its slope | $(w_6 \delta_{o_1} + w_8 \delta_{o_2})\, h_2 (1 - h_2)$ | $(0.08005797 - 0.02343288) \cdot 0.23668659$ | 0.01340240 |
#
# They are the derivatives of the four biases. And then the eight weights:
#
# | weight | from, to | formula | numbers | derivative |
# |---|---|---|---|---|
# | $w_1$ | from $i_1$ to $h_1$ | $\delta_{h_1} i_1$ | $0.01108058 \cdot 0.1$ | 0.00110806 |
# | $w_2$ | from $i_1$ to $h_2$ | $\delta_{h_2} i_1$ | $0.01340240 \cdot 0.1$ | 0.00134024 |
# | $w_3$ | from $i_2$ to $h_1$ | $\delta_{h_1} i_2$ | $0.01108058 \cdot 0.5$ | 0.00554029 |
# | $w_4$ | from $i_2$ to $h_2$ | $\delta_{h_2} i_2$ | $0.01340240 \cdot 0.5$ | 0.00670120 |
# | $w_5$ | from $h_1$ to $o_1$ | $\delta_{o_1} h_1$ | $0.13342995 \cdot 0.60108788$ | 0.08020312 |
# | $w_6$ | from $h_2$ to $o_1$ | $\delta_{o_1} h_2$ | $0.13342995 \cdot 0.61538376$ | 0.08211062 |
# | $w_7$ | from $h_1$ to $o_2$ | $\delta_{o_2} h_1$ | $-0.02929110 \cdot 0.60108788$ | -0.01760653 |
# | $w_8$ | from $h_2$ to $o_2$ | $\delta_{o_2} h_2$ | $-0.02929110 \cdot 0.61538376$ | -0.01802527 |
#
# The same in code, one line for each weight. Below the loop, every number of the two tables is held against what was
# computed.

# %%
hidden_error = accepted("6.5", hidden_error)
hidden_deltas = hidden_error(output_deltas, network["output_weights"], hidden)
blame = {
    "w1": hidden_deltas[0] * inputs[0],
    "w2": hidden_deltas[1] * inputs[0],
    "w3": hidden_deltas[0] * inputs[1],
    "w4": hidden_deltas[1] * inputs[1],
    "w5": output_deltas[0] * hidden[0],
    "w6": output_deltas[0] * hidden[1],
    "w7": output_deltas[1] * hidden[0],
    "w8": output_deltas[1] * hidden[1],
}
for name, value in blame.items():
    print(f"{name}: {value:+.8f}")
assert np.allclose(outputs - targets, [0.68492861, -0.17044612], atol=5e-9)
assert np.allclose(outputs * (1 - outputs), [0.19480855, 0.17184963], atol=5e-9)
assert np.allclose(hidden * (1 - hidden), [0.23978124, 0.23668659], atol=5e-9)
back = network["output_weights"] * output_deltas          # (hidden, output): along each edge
assert np.allclose(back, [[0.06671498, -0.02050377], [0.08005797, -0.02343288]], atol=5e-9)
assert np.allclose(output_deltas, [0.13342995, -0.02929110], atol=5e-9)
assert np.allclose(hidden_deltas, [0.01108058, 0.01340240], atol=5e-9)
w1_to_w4, w5_to_w8 = np.array(list(blame.values())).reshape(2, 4)
assert np.allclose(w1_to_w4, [0.00110806, 0.00134024, 0.00554029, 0.00670120], atol=5e-9)
assert np.allclose(w5_to_w8, [0.08020312, 0.08211062, -0.01760653, -0.01802527], atol=5e-9)

# %% [markdown]
# On the network itself the pattern is plain to see. The numbers in the neurons are the deltas, and so the derivatives
# of the four biases. Compare the two layers of weights: which would you change first?

# %%
amounts = [[f"{value:+.5f}" for value in blame.values()][start:start + 2] for start in (0, 2, 4, 6)]
into_outputs = [[amounts[2][0], amounts[3][0]], [amounts[2][1], amounts[3][1]]]
deltas = [[f"{delta:+.4f}" for delta in layer] for layer in (hidden_deltas, output_deltas)]
show(plot_network([["i1", "i2"], *deltas], edge_labels=[amounts[:2], into_outputs], reverse=True,
                  layer_names=["inputs", "deltas of h", "deltas of o"]),
     alt="The network with the derivative on every weight and the delta in every neuron. Towards o1 about "
         "+0.080 and +0.082, towards o2 about -0.018 twice, towards the hidden neurons only 0.0011 to "
         "0.0067.")
assert 11.9 < blame["w5"] / blame["w4"] < 12.3 and 72 < blame["w5"] / blame["w1"] < 74.2
assert 0.25 ** 20 < 1e-12

# %% [markdown]
# Those into $o_1$: their derivatives are 12 to 74 times as large as those of the first layer. Three things made the
# latter small. The inputs 0.1 and 0.5 are smaller than $h_1$ and $h_2$. The two paths partly cancel. And on its way
# back the error was multiplied by the slope of one more sigmoid, which is a quarter at most. Only weights of 4 and
# more, or many paths that agree, could make up for that. Twenty slopes of a quarter, one for each layer of a deep
# network, leave less than $10^{-12}$ of an error. You will meet this again as the **vanishing gradient**.

# %% [markdown] tags=["exercise"]
# ### Exercise 6.6 - the whole backward pass  (core, 7 min)
#
# Put it together. `backward` runs the forward pass, finds the deltas of both layers, and returns a dictionary with
# the same four keys and shapes as `network`. It should work for networks of other sizes, too. Your functions from
# above will help, and so will `np.outer`.

# %% tags=["answer"] exercise="6.6"
def backward(network, inputs, targets):
    """Gradients of the error: a dictionary with the keys and shapes of `network`."""
    ### BEGIN SOLUTION
    hidden, outputs = forward(network, inputs)
    output_deltas = output_error(outputs, targets)
    hidden_deltas = hidden_error(output_deltas, network["output_weights"], hidden)
    return {
        "hidden_weights": np.outer(inputs, hidden_deltas),
        "hidden_biases": hidden_deltas,
        "output_weights": np.outer(hidden, output_deltas),
        "output_biases": output_deltas,
    }
    ### END SOLUTION

# %%
check("6.6", backward)

# %% [markdown] tags=["hint"] exercise="6.6"
# `forward`, then `output_error`, then `hidden_error`, then the dictionary. Two of its four entries are the deltas
# themselves.

# %% [markdown] tags=["hint"] exercise="6.6"
# A matrix of weights has the gradient `np.outer(what it carried forward, the deltas it leads to)`, of the shape
# (from, to). The first layer carried the inputs; what did the second carry?

# %% [markdown]
# And the judge's word on all twelve, the biases included:

# %%
backward = accepted("6.6", backward)
gradients = backward(network, inputs, targets)
for name in network:
    disagreement = np.abs(judge(network, name, inputs, targets) - gradients[name]).max()
    assert disagreement < 1e-9
    print(f"{name:15s} agrees to nine decimals")

# %% [markdown]
# ## One step
#
# Gradient descent from lesson 05, with the learning rate $\eta = 0.6$:
#
# $$w \leftarrow w - \eta\, \frac{\partial E}{\partial w} \qquad w_5:\; 0.5 - 0.6 \cdot 0.08020312 = 0.45187813$$
#
# All gradients belong to the **same point**: the network as it was during the forward pass. It is tempting to move
# the output weights as soon as their gradients are known, and to send the error back through the new ones. But the
# forward pass never used those, so what comes back is the gradient of no network at all.

# %% [markdown] tags=["exercise"]
# ### Exercise 6.7 - move everything at once  (core, 4 min)
#
# Write one step of training. It returns a **new** dictionary and leaves the given network as it is.

# %% tags=["answer"] exercise="6.7"
def train_step(network, inputs, targets, learning_rate):
    """The network after one step of gradient descent; the given network stays unchanged."""
    ### BEGIN SOLUTION
    gradients = backward(network, inputs, targets)
    return {name: network[name] - learning_rate * gradients[name] for name in network}
    ### END SOLUTION

# %%
check("6.7", train_step)

# %% [markdown] tags=["hint"] exercise="6.7"
# `backward` returns a dictionary with the same keys. Ask for all gradients first, then build the new dictionary key
# by key.

# %% [markdown] tags=["hint"] exercise="6.7"
# For one key: `network[name] - learning_rate * gradients[name]`. A dictionary comprehension, `{name: ... for name in
# network}`, does it for all four.

# %% [markdown]
# **Predict:** suppose the biases are held where they are, and only the eight weights move. What part of the fall of
# the error remains: about a tenth, nearly half, or nearly all?

# %%
train_step = accepted("6.7", train_step)
moved = train_step(network, inputs, targets, 0.6)
held = {**moved, "hidden_biases": network["hidden_biases"], "output_biases": network["output_biases"]}
assert np.isclose(moved["output_weights"][0, 0], 0.45187813, atol=5e-9)
assert np.isclose(moved["hidden_weights"][0, 0], 0.09933517, atol=5e-9)
after_held, after_moved = error(held, inputs, targets), error(moved, inputs, targets)
assert np.allclose([after_held, after_moved], [0.24072, 0.22921], atol=5e-6)
assert np.allclose([errors.sum() - after_held, after_held - after_moved], [0.0084, 0.0115], atol=5e-5)
print(f"before {errors.sum():.5f}   biases held {after_held:.5f}   biases moved {after_moved:.5f}")

# %% [markdown]
# Nearly half. The eight weights lower the error by 0.0084, the four biases by another 0.0115. What a bias carries is
# 1, and everything that the weights carry here is smaller.

# %% [markdown]
# ## Many steps
#
# This loop is the whole of training. It records the error; drawing comes after. The arrays named in `held` stay as
# they are.

# %%
def train(network, inputs, targets, learning_rate, steps, held=()):
    recorded = [error(network, inputs, targets)]
    for _ in range(steps):
        moved = train_step(network, inputs, targets, learning_rate)
        network = {name: network[name] if name in held else moved[name] for name in network}
        recorded.append(error(network, inputs, targets))
    return network, np.array(recorded)


trained, all_moved = train(network, inputs, targets, 0.6, steps)
biases = ["hidden_biases", "output_biases"]
_, biases_held = train(network, inputs, targets, 0.6, steps, held=biases)
assert np.allclose([all_moved[1000], biases_held[1000]], [1.47e-6, 3.27e-5], rtol=0.01)
print(f"after {steps:,} steps: E = {all_moved[-1]:.0e}, outputs", forward(trained, inputs)[1].round(3))

# %% [markdown]
# The vertical axis is logarithmic: each gridline stands for a tenth of the error of the one above. Where a curve
# falls in a straight line, the error shrinks by the same factor at every step.

# %%
shown = slice(0, 1001, 10)
curves = {"biases moved": all_moved[shown], "biases held": biases_held[shown]}
show(plot_curves(curves, x=np.arange(0, 1001, 10), x_label="step", y_label="error E", log_y=True),
     alt="Two falling error curves over 1,000 steps, on a logarithmic axis. With the biases moved the error "
         "falls from 0.25 to about 0.0000015, with the biases held to about 0.00003. Both fall steeply at "
         "first, then ever straighter.")

# %% [markdown]
# After 1,000 steps the error is about $1.5 \cdot 10^{-6}$ with the biases moved, and about 20 times that with them
# held. This network has memorised one example. That is no achievement, but a useful test: a network that cannot learn
# one example by heart has a bug.

# %% [markdown]
# One knob: the learning rate. **Predict** which of these four ends with the smallest error after 1,000 steps.

# %%
for learning_rate in (0.06, 0.6, 6, 60):
    final, recorded = train(network, inputs, targets, learning_rate, 1000)
    print(f"learning rate {learning_rate:5}   after 1 step {recorded[1]:.4f}   after 1,000 "
          f"{recorded[-1]:.0e}   o1 = {forward(final, inputs)[1][0]:.5f}")
assert np.isclose(recorded[-1], 0.5 * 0.05 ** 2, rtol=0.01)

# %% [markdown]
# Ten times faster still works here, and works better. A hundred times faster does not: look at its $o_1$. The first
# step threw it almost to zero, where the slope $o_1 (1 - o_1)$ is almost zero too. The output is wrong by 0.05, but
# no error gets through such a flat sigmoid, so it stays there, with $E \approx \tfrac12 \cdot 0.05^2$. A neuron in
# this state is called **saturated**.
#
# ## Which slip was it?
#
# In practice nobody tells you that a gradient is wrong. The error falls anyway, only slower. Four people hand in
# their gradients for the hidden weights $w_1$ to $w_4$, at the untrained network. Each has made another one of the
# common slips.

# %%
handed_in = {
    "A": np.array([[0.00159970, 0.00189486], [0.00799850, 0.00947432]]),
    "B": np.array([[0.00094668, 0.00117715], [0.00473339, 0.00588577]]),
    "C": np.array([[-0.00110806, -0.00134024], [-0.00554029, -0.00670120]]),
    "D": np.array([[0.00105690, 0.00128963], [0.00528452, 0.00644815]]),
}
for person, matrix in handed_in.items():
    print(person, "divided by the truth:", (matrix / gradients["hidden_weights"]).round(4).tolist())

# %% [markdown] tags=["exercise"]
# ### Exercise 6.8 - four suspects  (core, 8 min)
#
# Who did what? The slips are
# - `"sign"`: target minus output, at the start of the backward pass,
# - `"one path"`: only the error of $o_1$ was sent back,
# - `"slope"`: the slope of the hidden sigmoid taken at $h$ instead of at its net input, $\sigma(h)\,(1 - \sigma(h))$,
# - `"new weights"`: the error sent back through output weights that had moved already, by the step above with $\eta = 0.6$.
#
# Two can be told from the ratios alone. For the other two, compute what the slip would give. Add a cell of your own
# (key `B` in JupyterLab), call `hidden_error` with something else in one of its three places, and divide by
# `hidden_deltas`.

# %% tags=["answer"] exercise="6.8"
slips = {"A": ..., "B": ..., "C": ..., "D": ...}
### BEGIN SOLUTION
slips = {"A": "one path", "B": "new weights", "C": "sign", "D": "slope"}
### END SOLUTION

# %%
check("6.8", slips)

# %% [markdown] tags=["hint"] exercise="6.8"
# Start with the two that stand out. One is larger than the truth: what was left out must have pulled the other way.
# In the four panels you saw something that did.

# %% [markdown] tags=["hint"] exercise="6.8"
# The network after a step is called `moved`, so `hidden_error(output_deltas, moved["output_weights"], hidden)` is one
# of the two that remain. For the other, `sigmoid(hidden)` stands in the place of `hidden`.

# %% [markdown]
# Here are the four slips as code. Each is one small change, each gives a gradient that looks reasonable, and a
# gradient check rejects every one of them. The last line compares them with what was handed in, by your answer if it
# passed.

# %%
slips = accepted("6.8", slips)
weights, slope = network["output_weights"], hidden * (1 - hidden)
deltas_with = {
    "sign": hidden_error(-output_deltas, weights, hidden),
    "one path": weights[:, 0] * output_deltas[0] * slope,
    "slope": hidden_error(output_deltas, weights, sigmoid(hidden)),
    "new weights": hidden_error(output_deltas, moved["output_weights"], hidden),
}
for person, slip in slips.items():
    assert np.allclose(np.outer(inputs, deltas_with[slip]), handed_in[person], atol=5e-9)
    assert not np.allclose(handed_in[person], gradients["hidden_weights"], rtol=0.03)

# %% [markdown]
# ## The same network in Keras
#
# Keras finds gradients by the same rules, on graphs of any size; lesson 07 builds such an engine. It does not hand
# them out in `fit`, but there is a way to see them: plain gradient descent with **learning rate 1** subtracts exactly
# the gradient. So old weights minus new weights is the gradient.
#
# One more thing fits by luck. Keras's mean squared error divides by the number of outputs, which is 2 here: the mean
# is our $\tfrac12 \sum$. Starting TensorFlow takes a few seconds. Keras computes with 32 bits, about seven digits, so
# agreement to one millionth is what can be asked.

# %%
def keras_gradients(keras, network, inputs, targets):
    layers = [keras.layers.Dense(2, activation="sigmoid") for _ in range(2)]
    model = keras.Sequential([keras.Input((2,)), *layers])
    before = list(network.values())                    # Keras has the same order: weights, biases
    model.set_weights(before)
    model.compile(optimizer=keras.optimizers.SGD(learning_rate=1.0), loss="mean_squared_error")
    model.train_on_batch(inputs[None], targets[None])  # [None] makes a batch of one: (1, 2)
    return [old - new for old, new in zip(before, model.get_weights())]


keras = runtime.start(optional=True)
if keras is not None:
    for name, gradient in zip(network, keras_gradients(keras, network, inputs, targets)):
        assert np.allclose(gradient, backward(network, inputs, targets)[name], atol=1e-6)
        print(f"{name:15s}", gradient.round(6).tolist())

# %% [markdown]
# The same numbers, to six decimals, from a library that trains networks with billions of weights. It knows no other
# rule than the ones you have used.
#
# ## What you can now do
#
# You can send an error backwards through a network: **delta at the output, through the weights, times the slope, and
# again.** You can write the gradient of a layer as an outer product, with its shape; you can test it without
# calculus; and from the ratio to the truth you can often name the slip.

# %%
progress(6)

# %% [markdown]
# Next, lesson 07 lets the computer do this for any formula: you build an automatic differentiation engine. If you
# would like more by hand first, `06_backpropagation_by_hand_further` goes on with XOR, batches, Jacobians, and
# softmax with cross-entropy.
