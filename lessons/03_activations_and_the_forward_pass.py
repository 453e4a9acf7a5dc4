# ---
# jupyter:
#   course: {number: 3, title: Activations and the forward pass, part: 1, minutes: 90, builds_on: [2], data: [],
#            quick: {most_bumps: 64}, full: {most_bumps: 256}}
# ---
# %% [markdown]
# # 03 · Activations and the forward pass
#
# A neural network is a function: numbers go in, numbers come out. In this lesson you work one out by hand, neuron by
# neuron, write it in a few lines for any size, and then build a network that follows a curve of your choice, without
# any learning.
#
# Afterwards you can
# - say what each of the common activations does, how steep it is, and where nothing gets through any more,
# - run the forward pass of any network of layers, count its parameters, and choose its last layer,
# - say what the activations between the layers are for, and build a network that draws a curve.
#
# About 90 minutes, with paper at hand, and a break after Exercise 3.4. Builds on lesson 02 (the perceptron).

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import accepted, check, progress, runtime, show
from course_utils.figures import plot_curves, plot_functions, plot_network

np.set_printoptions(precision=4, suppress=True)

# %% [markdown]
# One number can be set from outside: the number of bumps of the largest network near the end, 64 to 256.

# %% tags=["parameters"]
most_bumps = 128

# %% [markdown]
# ## What a neuron does with its sum
#
# A neuron weights its inputs, adds them up with its bias, and gets the net input $z$. Then it applies a function to
# $z$, its **activation function**. The perceptron of lesson 02 had a **step**: 0 or 1, nothing between. Other
# functions have taken its place. Here are the five to know by heart:
#
# $$\text{step}(z) = \begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases} \qquad \text{identity}(z) = z \qquad
# \sigma(z) = \frac{1}{1 + e^{-z}} \qquad \tanh(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}} \qquad \text{ReLU}(z) = \max(0,
# z)$$
#
# $\sigma$ is the **sigmoid**, tanh the hyperbolic tangent, which NumPy has, and **ReLU** stands for rectified linear
# unit. In code, each takes a whole array and treats every number of it by itself. `np.maximum(0, z)` compares
# each number with 0. `z > 0` gives an array of true and false, and multiplied by 1.0 these become 1 and 0. (The step is
# called `binary_step` here, since `step` will soon mean something else.)

# %%
def binary_step(z):
    return (z > 0) * 1.0


def identity(z):
    return z


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def relu(z):
    return np.maximum(0, z)


activations = {"step": binary_step, "identity": identity, "ReLU": relu,
               "sigmoid": sigmoid, "tanh": np.tanh}

# %% [markdown]
# Look at three things in each panel: which values can come out, whether it is flat somewhere, and whether it has a
# corner or a jump.

# %%
z = np.linspace(-4, 4, 800)  # an even number of values: 0 is not among them
show(plot_functions(activations, z, y_limits=(-1.3, 1.6)),
     alt="Five panels over z from -4 to 4. The step jumps from 0 to 1 at zero. The identity is a straight "
         "line. ReLU is 0 up to zero and then a straight line. The sigmoid rises smoothly from 0 to 1, "
         "through one half at zero. Tanh rises smoothly from -1 to 1, through 0 at zero.")

# %% [markdown]
# Step and sigmoid answer between 0 and 1, tanh between $-1$ and 1. ReLU and identity have no upper end (the panels are
# cut off at 1.6). The step has a jump at 0, ReLU a corner. The sigmoid is a step that has been made smooth, and tanh has
# the same shape: it is a sigmoid of twice the input, stretched to twice the height and moved down by one,
#
# $$\tanh(z) = 2\, \sigma(2 z) - 1$$

# %% [markdown]
# ## How steep is it?
#
# A network learns by asking: if this number moves a little, what happens to the result? For an activation the answer
# is its slope, the **derivative**. You can find it for any function without calculus. Move $z$ by a small step $s$ to
# either side, and see how much the function changes over the distance $2s$:
#
# $$f'(z) \approx \frac{f(z + s) - f(z - s)}{2 s}$$
#
# This is called a **central difference**. It will judge every derivative of this course, so build it well.

# %% [markdown] tags=["exercise"]
# ### Exercise 3.1 - the slope of anything  (core, 4 min)
#
# Write `central_difference`. It gets a function such as `sigmoid`, and an array of values of any shape, and returns the
# slope at each of them, in an array of the same shape. `step` is the $s$ of the formula.

# %% tags=["answer"] exercise="3.1"
def central_difference(function, values, step=1e-5):
    """The slope of `function` at each of `values`; an array of the shape of `values`."""
    ### BEGIN SOLUTION
    return (function(values + step) - function(values - step)) / (2 * step)
    ### END SOLUTION

# %%
check("3.1", central_difference)

# %% [markdown] tags=["hint"] exercise="3.1"
# `values + step` moves all the values at once, each by the same small step, and `function` takes the whole array. So no
# loop is needed: it is the formula, with `values` in the place of $z$.

# %% [markdown] tags=["hint"] exercise="3.1"
# Two calls, `function(values + step)` and `function(values - step)`. Their difference, in brackets, is divided by `(2 *
# step)`, which needs brackets too.

# %% [markdown]
# At a corner or a jump there is no slope, and the formula gives a number all the same. The companion of this lesson
# looks at that, and at the question which step is best.
#
# ## The sigmoid's slope, written with its own value
#
# For a smooth function, school calculus gives a formula. Write the sigmoid as a power and use the chain rule. (If that
# is long ago, go on to the result in bold: the cell below it checks it without calculus.)
#
# $$\sigma(z) = (1 + e^{-z})^{-1} \qquad \sigma'(z) = (1 + e^{-z})^{-2} \cdot e^{-z} = \underbrace{\frac{1}{1 +
# e^{-z}}}_{\sigma(z)} \cdot \underbrace{\frac{e^{-z}}{1 + e^{-z}}}_{1 - \sigma(z)}$$
#
# The last bracket holds because $1 - \frac{1}{1 + e^{-z}} = \frac{e^{-z}}{1 + e^{-z}}$. So **$\sigma' = \sigma\,(1 -
# \sigma)$**: whoever has the value has the slope, with one multiplication. In the same way tanh has the
# slope $1 - \tanh^2 z$; you will find out why in the companion. What does the judge say?

# %%
def sigmoid_slope(z):
    return sigmoid(z) * (1 - sigmoid(z))


central_difference = accepted("3.1", central_difference)
assert np.allclose(central_difference(np.square, np.array([3.0, -1.0])), [6, -2])  # z^2: 2z
assert np.allclose(sigmoid_slope(z), central_difference(sigmoid, z), atol=1e-9)
assert np.allclose(np.tanh(z), 2 * sigmoid(2 * z) - 1)
assert np.allclose(1 - np.tanh(z) ** 2, central_difference(np.tanh, z), atol=1e-9)
print(f"slope of the sigmoid at 0: {sigmoid_slope(0.0)}, of tanh: {1 - np.tanh(0.0) ** 2}")

# %% [markdown]
# It agrees. Here are the same five panels again, now with the slopes, all found by your central difference. `slope_of`
# makes a new function: one that is written inside it, and returned. Where is each of the slopes zero?

# %%
def slope_of(function):
    def slope(z):
        return central_difference(function, z)
    return slope


slopes = {name: slope_of(function) for name, function in activations.items()}
show(plot_functions(activations, z, slopes=slopes, y_limits=(-1.3, 1.6)),
     alt="The five activations, each with its slope dashed. Step: 0 on both sides of its jump. Identity: 1 everywhere. ReLU: 0 "
         "below zero, 1 above. Sigmoid: a low hill, a quarter high at zero. Tanh: a hill of height 1 at zero, "
         "and nearly 0 beyond -3 and 3.")

# %% [markdown]
# The step has the slope 0 everywhere except at its jump, where it has none. Whoever moves a weight a little sees no change
# at all, which is why networks that learn by slopes cannot use it. ReLU passes all or nothing, with a corner between.
# The sigmoid's slope is a quarter at most, tanh's is 1 at most, and both vanish to either side.
#
# ## Where nothing gets through
#
# A unit whose $z$ lies where the function is flat is called **saturated**. Its output hardly moves, whatever its inputs
# do. The first table has the slopes ever further from 0.
#
# In a chain of functions, slopes multiply. **Predict**: send a number through ten sigmoids in a row, each fed with the
# output of the one before. If the first input moves a little, how much of the move arrives at the end: about a tenth, a
# thousandth, or less than a millionth?

# %%
def chain_of(length):
    def chain(z):
        for _ in range(length):
            z = sigmoid(z)
        return z
    return chain


places = np.array([0.0, 2.0, 5.0, 10.0])
sigmoid_slopes, tanh_slopes = sigmoid_slope(places), 1 - np.tanh(places) ** 2
print("   z    sigmoid'      tanh'")
for place, one, other in zip(places, sigmoid_slopes, tanh_slopes):
    print(f"{place:4.0f}    {one:.6f}   {other:.8f}")
for length in (1, 2, 5, 10):
    slope = central_difference(chain_of(length), np.array([0.0]), 1e-3)[0]
    print(f"{length:2d} sigmoids: slope {slope:.1e}   at most 0.25^{length} = {0.25 ** length:.1e}")
assert np.allclose(sigmoid_slopes, [0.25, 0.104994, 0.006648, 0.000045], atol=5e-7)
assert np.allclose(tanh_slopes, [1, 0.07065082, 0.00018158, 0.00000001], atol=5e-9)
assert 0 < slope < 0.25 ** 10 < 1e-6

# %% [markdown]
# At 5 the sigmoid passes on less than one hundredth of a change, at 10 less than a ten-thousandth. Tanh saturates even
# sooner. ReLU, which has the slope 1 for every positive $z$, passes on all of it.
#
# And ten sigmoids let through less than a millionth, though every unit of the chain is near the middle of its range,
# where it is steepest: each takes away three quarters or more. This is one reason why deep networks of sigmoids
# were so hard to train, and why ReLU took their place in hidden layers.
#
# ## Several classes: softmax, and numbers that are too large
#
# One more activation is special, since it does not treat each number by itself. The **softmax** turns the net inputs of
# a whole layer, here called **logits**, into shares that add up to 1:
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$
#
# The largest logit gets the largest share, and all shares are positive, so they can be read as probabilities of
# classes. Written down as it stands:

# %%
def softmax_naive(logits):
    powers = np.exp(logits)
    return powers / np.sum(powers)


assert np.allclose(np.exp([2, 1, -1]), [7.3891, 2.7183, 0.3679], atol=5e-5)
assert np.allclose(softmax_naive(np.array([2.0, 1.0, -1.0])), [0.7054, 0.2595, 0.0351], atol=5e-5)
print("logits 2, 1, -1:", softmax_naive(np.array([2.0, 1.0, -1.0])))

# %% [markdown]
# $7.3891 + 2.7183 + 0.3679 = 10.4752$, and $7.3891 / 10.4752 = 0.7054$.
#
# **Predict**: now add 1000 to each of the three logits. What becomes of the probabilities, in mathematics, and on the
# computer? (`np.errstate` silences the warnings that NumPy would print.)

# %%
large = np.array([1002.0, 1001.0, 999.0])
with np.errstate(over="ignore", invalid="ignore"):
    broken = softmax_naive(large)
    print("e to the 1002:", np.exp(large[0]), "  softmax:", broken)
assert np.isnan(broken).all() and np.isfinite(np.exp(709)) and 1.7e308 < np.finfo(float).max < 1.8e308

# %% [markdown]
# In mathematics nothing changes, since $e^{1000}$ can be cancelled from top and bottom. The computer's largest number
# is about $1.8 \cdot 10^{308}$, and from $z = 710$ on $e^z$ is larger. What comes out is `inf`, infinity, and
# infinity divided by infinity is `nan`, "not a number". One `nan` spoils everything that is computed from it.
#
# The cure follows from the same fact: **adding a constant to all logits changes nothing**, so subtract the largest.
# Then the largest power is $e^0 = 1$, and nothing can overflow. Only powers that are too small to matter become 0.

# %% [markdown] tags=["exercise"]
# ### Exercise 3.2 - a softmax that survives  (core, 6 min)
#
# Write `softmax` for a **batch**: `logits` has one row for each example and one column for each class. Each row becomes
# probabilities that add up to 1, and the result is an array of the same shape. It must survive logits of any size, also
# when one row is a thousand above another. They may be whole numbers.
#
# Two things that NumPy offers: `logits.max(axis=1)` is the largest of each row, and with `keepdims=True` it comes as a
# column, (batch, 1). NumPy then subtracts this column from every column of (batch, classes). That is called
# **broadcasting**: an axis of length 1 is repeated as often as needed. `sum` takes the same two arguments.

# %% tags=["answer"] exercise="3.2"
def softmax(logits):
    """Probabilities of each row; (batch, classes) -> (batch, classes)."""
    ### BEGIN SOLUTION
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
    ### END SOLUTION

# %%
check("3.2", softmax)

# %% [markdown] tags=["hint"] exercise="3.2"
# Three steps, each for all rows at once: subtract from each row its largest logit, take `np.exp`, divide each row by
# its sum. Without `keepdims=True` the largest of each row would be a flat (batch,), which NumPy would lay along the
# rows.

# %% [markdown] tags=["hint"] exercise="3.2"
# `logits - logits.max(axis=1, keepdims=True)` is the first step. For the last, `powers.sum(axis=1, keepdims=True)`
# has one sum for each row.

# %% [markdown]
# The sigmoid has the same weak spot, since it is a softmax of the two logits $z$ and 0:
#
# $$\frac{e^z}{e^z + e^0} = \frac{1}{1 + e^{-z}} = \sigma(z)$$
#
# The form on the right computes $e^{1000}$ at $z = -1000$; the result, $1 / \infty = 0$, is right by luck, and comes with
# a warning. The form on the left breaks at $z = 1000$. The trick is the same: never take a positive power. So use the
# right form for positive $z$ and the left one for negative $z$. `np.where(condition, a, b)` takes each number from `a`
# where the condition is true, and from `b` where it is not. But it computes both of them for every $z$ first. So both
# are written with $e^{-|z|}$, which is the power that each form needs, and never above 1. From here on `sigmoid` is
# this one.

# %%
softmax = accepted("3.2", softmax)
assert np.allclose(softmax(large[None]), softmax_naive(large - 1000))    # [None]: (3,) to (1, 3)
sigmoid_naive = sigmoid


def sigmoid(z):
    small = np.exp(-np.abs(z))                             # between 0 and 1, whatever z is
    return np.where(z >= 0, 1 / (1 + small), small / (1 + small))


assert np.allclose(sigmoid(z), sigmoid_naive(z))
assert np.allclose(sigmoid(np.array([-1000.0, 1000.0])), [0, 1])         # no warning
assert np.allclose(softmax(np.array([[1.7, 0.0]]))[0, 0], sigmoid(1.7))
with np.errstate(all="ignore"):
    print("e^z / (1 + e^z) at 1000:", np.exp(1000.0) / (1 + np.exp(1000.0)), "  safe:", sigmoid(1000.0))

# %% [markdown]
# ## A network is a function
#
# Now put neurons together. A **layer** is some neurons that all receive the same inputs. A network is layers in a row:
# **weigh and add, bend, repeat**. This one has two inputs, two hidden layers of three ReLU neurons, and three outputs
# with a softmax. Its size is written 2-3-3-3, and it is called a 3-layer network, since **the input is not counted**.
# As in all lessons, row $i$ of a weight matrix belongs to input $i$, and **column $j$ to neuron $j$**. So the first
# neuron has the weights 1 and 1, and the second 2 and $-1$.

# %%
layer_1 = np.array([[1, 2, -1],
                    [1, -1, 1]]), np.array([-1, -1, 0])           # weights (2, 3), biases (3,)
layer_2 = np.array([[1, -1, 1],
                    [3, 2, -2],
                    [-1, 1, 2]]), np.array([0, -1, -1])           # weights (3, 3), biases (3,)
layer_3 = np.array([[-1, 1, 0],
                    [1, 2, 1],
                    [1, 0, -1]]), np.array([0, 0, 2])             # weights (3, 3), biases (3,)

# %% [markdown]
# Follow the input $x = (1, 2)$, with paper beside you. The neurons of the first layer are $h_1, h_2, h_3$:
#
# | neuron | weighted sum and bias | $z$ | ReLU |
# |---|---|---|---|
# | $h_1$ | $1 \cdot 1 + 2 \cdot 1 - 1$ | 2 | 2 |
# | $h_2$ | $1 \cdot 2 + 2 \cdot (-1) - 1$ | $-1$ | 0 |
# | $h_3$ | $1 \cdot (-1) + 2 \cdot 1 + 0$ | 1 | 1 |
#
# The second layer, $k_1, k_2, k_3$, receives 2, 0, 1. Its weights stand in the columns of the second matrix:
#
# | neuron | weighted sum and bias | $z$ | ReLU |
# |---|---|---|---|
# | $k_1$ | $2 \cdot 1 + 0 \cdot 3 + 1 \cdot (-1) + 0$ | 1 | 1 |
# | $k_2$ | $2 \cdot (-1) + 0 \cdot 2 + 1 \cdot 1 - 1$ | $-2$ | 0 |
# | $k_3$ | $2 \cdot 1 + 0 \cdot (-2) + 1 \cdot 2 - 1$ | 3 | 3 |
#
# The outputs receive 1, 0, 3. Their softmax is the one that you have seen above:
#
# | output | weighted sum and bias | logit | $e^z$ | probability |
# |---|---|---|---|---|
# | $o_1$ | $1 \cdot (-1) + 0 \cdot 1 + 3 \cdot 1 + 0$ | 2 | 7.3891 | 0.7054 |
# | $o_2$ | $1 \cdot 1 + 0 \cdot 2 + 3 \cdot 0 + 0$ | 1 | 2.7183 | 0.2595 |
# | $o_3$ | $1 \cdot 0 + 0 \cdot 1 + 3 \cdot (-1) + 2$ | $-1$ | 0.3679 | 0.0351 |
#
# The same in loops. The inner loop is one neuron's sum, the outer one goes from neuron to neuron.

# %%
def layer_loops(x, weights, biases):
    z = []
    for neuron in range(len(biases)):
        total = biases[neuron]
        for i in range(len(x)):
            total = total + x[i] * weights[i, neuron]
        z.append(total)
    return np.array(z)


z_h = layer_loops([1, 2], *layer_1)  # * hands over the two parts, weights and biases
z_k = layer_loops(relu(z_h), *layer_2)
z_o = layer_loops(relu(z_k), *layer_3)
assert z_h.tolist() == [2, -1, 1] and z_k.tolist() == [1, -2, 3] and z_o.tolist() == [2, 1, -1]
assert relu(z_h).tolist() == [2, 0, 1] and relu(z_k).tolist() == [1, 0, 3]
assert np.allclose(softmax(z_o[None]), [[0.7054, 0.2595, 0.0351]], atol=5e-5)

# %% [markdown]
# In the drawing a blue line is a positive weight and a vermilion one a negative weight; the thicker, the larger.
# Thin grey is a weight of 0. Look for the two neurons whose value is zero.

# %%
values = [["x1\n1", "x2\n2"]] + [[f"{name}{i + 1}\n{value}" for i, value in enumerate(layer)]
                                 for name, layer in zip("hk", (relu(z_h), relu(z_k)))]
outputs = [f"o{i + 1}\n{share:.4f}" for i, share in enumerate(softmax(z_o[None])[0])]
lines = [[[""] * 3] * size for size in (2, 3, 3)]                           # no text at the lines
show(plot_network([*values, outputs], weights=[layer_1[0] / 2, layer_2[0] / 2, layer_3[0] / 2],
                  edge_labels=lines, layer_names=["inputs", "ReLU", "ReLU", "softmax"]),
     alt="A network from left to right: inputs 1 and 2; hidden neurons with the values 2, 0, 1; hidden neurons "
         "with the values 1, 0, 3; outputs 0.7054, 0.2595 and 0.0351. Every neuron is joined to every neuron "
         "of the next layer by a line, blue for positive and vermilion for negative weights.")

# %% [markdown]
# $h_2$ and $k_2$ are silent for this input: ReLU has cut them off, and nothing of them goes on. For another input other
# neurons are silent. Find out which.

# %% [markdown] tags=["exercise"]
# ### Exercise 3.3 - another input, on paper  (core, 5 min)
#
# Send $x = (1, 0)$ through the same network, by hand. What are the three **logits**, in the order $o_1, o_2, o_3$?
# Write them as a list of three numbers.

# %% tags=["answer"] exercise="3.3"
logits = ...
### BEGIN SOLUTION
logits = [-2, 5, 3]  # h: z = 0, 1, -1, so 0, 1, 0; k: z = 3, 1, -3, so 3, 1, 0
### END SOLUTION

# %%
check("3.3", logits)

# %% [markdown] tags=["hint"] exercise="3.3"
# With $x_2 = 0$ only the first row of the first matrix counts: $z$ is that row plus the biases. Do not forget ReLU
# before you go on.

# %% [markdown] tags=["hint"] exercise="3.3"
# The first layer sends 0, 1, 0. So of the second matrix only the second row counts, 3, 2, $-2$, plus the biases 0,
# $-1$, $-1$. Then ReLU again.

# %% [markdown]
# ## All neurons, and all examples, at once
#
# The sum over the inputs, for each neuron, is what a matrix product is. NumPy writes it `@`, and the whole layer fits
# in one line: `x @ weights + biases`. It also takes many examples at a time, one in each row. Read the shapes: the
# inner sizes must agree, and vanish. The biases, (3,), are broadcast: added to every row.

# %%
batch = np.array([[1.0, 2.0], [1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]])        # (example, input): (4, 2)
weights, biases = layer_1                                                   # (2, 3), (3,)
z_batch = batch @ weights + biases  # (4, 2) @ (2, 3) + (3,) = (4, 3)
assert z_batch.shape == (4, 3)
assert np.allclose(z_batch, [layer_loops(x, weights, biases) for x in batch])
z_batch

# %% [markdown] tags=["exercise"]
# ### Exercise 3.4 - the forward pass  (core, 6 min)
#
# Write `forward` for any network. `layers` is a list with one entry for each layer: `(weights, biases, activation)`.
# The last of the three is a function such as `relu`. What a layer gives is what the next one gets. `x` is a batch.

# %% tags=["answer"] exercise="3.4"
def forward(x, layers):
    """Outputs of the last layer; x: (batch, inputs), result: (batch, neurons of the last layer)."""
    ### BEGIN SOLUTION
    for weights, biases, activation in layers:
        x = activation(x @ weights + biases)
    return x
    ### END SOLUTION

# %%
check("3.4", forward)

# %% [markdown] tags=["hint"] exercise="3.4"
# `for weights, biases, activation in layers:` goes through the layers and names the three parts. In the loop, `x` is
# replaced by what the layer makes of it.

# %% [markdown] tags=["hint"] exercise="3.4"
# One layer is `activation(x @ weights + biases)`. Assign it to `x`, and return `x` after the loop, at the depth of the
# `for`.

# %% [markdown]
# Everything of this section in one call. Each row is one example; you know the first from the tables, and the second
# from your paper.

# %%
forward = accepted("3.4", forward)
network = [(*layer_1, relu), (*layer_2, relu), (*layer_3, softmax)]         # * puts in both parts
probabilities = forward(batch, network)                                     # (4, 3)
assert np.allclose(probabilities[0], [0.7054, 0.2595, 0.0351], atol=5e-5)
assert np.allclose(probabilities.sum(axis=1), 1)
probabilities

# %% [markdown]
# And in Keras, where such a layer is called `Dense`. It takes the same arrays, in the same order. Keras computes with
# about seven digits, so agreement to one millionth is what can be asked.

# %%
keras = runtime.start(optional=True)
if keras is not None:
    dense = [keras.layers.Dense(3, activation=name) for name in ("relu", "relu", "softmax")]
    model = keras.Sequential([keras.Input((2,)), *dense])
    model.set_weights([array for layer in (layer_1, layer_2, layer_3) for array in layer])
    assert np.allclose(model.predict(batch, verbose=0), forward(batch, network), atol=1e-6)
    print(f"Keras agrees, and counts {model.count_params()} parameters")

# %% [markdown]
# ## The last layer follows from the question
#
# Hidden layers can be chosen freely, and ReLU is a good first choice. The **last** layer cannot: its activation decides
# what kind of answer is possible. And it goes together with the loss, which says how wrong an answer is; lesson 04 is
# about that. Three questions, asked of one and the same hidden layer with the values 1, 0, 3:

# %%
hidden = np.array([[1.0, 0.0, 3.0]])                                        # (1, 3)
heads = {
    "yes or no?": (np.array([[-1.0], [0.0], [0.5]]), np.array([0.0]), sigmoid),
    "which of three?": (*layer_3, softmax),
    "how much?": (np.array([[-6.0], [2.0], [1.0]]), np.array([-10.0]), identity),
}
for question, layer in heads.items():
    answer = forward(hidden, [layer])[0]
    print(f"{question:16s} {layer[2].__name__:8s} {answer}")
assert np.allclose(sigmoid(0.5), 0.6225, atol=5e-5) and answer.tolist() == [-13]

# %% [markdown]
# | output | last layer | what comes out | loss (lesson 04) |
# |---|---|---|---|
# | binary: yes or no | one neuron, sigmoid | one probability, 0 to 1 | binary cross-entropy |
# | categorical: one of several | a neuron for each class, softmax | probabilities that add up to 1 | categorical cross-entropy |
# | continuous: an amount | linear: the identity | any number, here $-13$ | mean squared error |
#
# A sigmoid could never answer $-13$, and with ReLU at the end negative amounts would all become 0.
#
# ## How many numbers are there to learn?
#
# The weights and biases are the **parameters** of a network: what training will change. A layer has a weight for each
# pair of an input and a neuron, and a bias for each neuron. Inputs compute nothing. So 3-4-2 has three inputs and
# six neurons, four and two; it is a 2-layer network.

# %% [markdown] tags=["exercise"]
# ### Exercise 3.5 - count the parameters  (core, 4 min)
#
# Write `parameter_count`. It gets the sizes as a list, such as `[3, 4, 2]`, and returns the number of weights and
# biases, a single number. Do 3-4-2 on paper first. In code you need neighbours: `zip(sizes[:-1], sizes[1:])` lays the
# list without its last size beside the list without its first, and gives the pairs (3, 4) and (4, 2).

# %% tags=["answer"] exercise="3.5"
def parameter_count(sizes):
    """How many weights and biases a network of these sizes has; sizes[0] are the inputs."""
    ### BEGIN SOLUTION
    return sum(before * after + after for before, after in zip(sizes[:-1], sizes[1:]))
    ### END SOLUTION

# %%
check("3.5", parameter_count)

# %% [markdown] tags=["hint"] exercise="3.5"
# From 3 inputs to 4 neurons there are $3 \cdot 4$ weights and 4 biases. Then the same from 4 to 2.

# %% [markdown] tags=["hint"] exercise="3.5"
# For a pair `before, after` it is `before * after + after`. Add these up over all pairs.

# %% [markdown]
# Two networks to remember, and ours. The count must be what you get by looking into the arrays.

# %%
parameter_count = accepted("3.5", parameter_count)
assert parameter_count([3, 4, 2]) == 26 and sum([3, 4, 2][1:]) == 6
assert parameter_count([3, 4, 4, 1]) == 41 and sum([3, 4, 4, 1][1:]) == 9
assert parameter_count([2, 3, 3, 3]) == 33
assert sum(array.size for layer in network for array in layer[:2]) == 33
for sizes in ([3, 4, 2], [3, 4, 4, 1], [2, 3, 3, 3]):
    print(sizes, f"{sum(sizes[1:])} neurons, {parameter_count(sizes)} parameters")

# %% [markdown]
# ## What the bend is for
#
# Why not leave the activation out? A network with one input, two hidden layers of eight neurons and one output, with
# random weights, draws a curve: send it many values of $x$ and look. (`[:, None]` adds an axis of length 1, so that 301
# numbers become a batch of 301 examples with one input each.) **Predict**: without activations (identity), what curves
# can it draw?

# %%
random = np.random.default_rng(6)
sizes = [1, 8, 8, 1]
drawn = [(random.normal(size=(before, after)), random.normal(size=after))
         for before, after in zip(sizes[:-1], sizes[1:])]
x = np.linspace(-3, 3, 301)[:, None]                                        # (301, 1)
curves = {name: forward(x, [(*drawn[0], bend), (*drawn[1], bend), (*drawn[2], identity)])[:, 0]
          for name, bend in (("identity", identity), ("ReLU", relu), ("tanh", np.tanh))}
ax = plot_curves(curves, x=x[:, 0], x_label="input x", y_label="output")
ax.legend(loc="center right")
show(ax,
     alt="Three curves over x from -3 to 3 drawn by networks with the same weights. With the identity it is a "
         "straight line. With ReLU it is made of straight pieces with corners. With tanh it is a smooth, "
         "bent curve.")
rises = np.diff(curves["identity"])                                         # from value to value
assert np.allclose(rises, rises[0])                                         # it bends nowhere

# %% [markdown]
# A straight line, and nothing else. With ReLU corners appear, with tanh smooth bends. The weights are the same in all
# three.
#
# Take two layers without activation and put one into the other:
#
# $$(x\, W_1 + b_1)\, W_2 + b_2 = x\, \underbrace{W_1 W_2}_{W} + \underbrace{b_1 W_2 + b_2}_{b}$$
#
# That is one layer, with the weights $W$ and the biases $b$. A third one can be joined to it in the same way, and so
# on.

# %% [markdown] tags=["exercise"]
# ### Exercise 3.6 - many layers, one layer  (core, 5 min)
#
# Write `collapse`. It gets a list of `(weights, biases)`, of one layer or more, and returns the weights and the biases of
# the **one** layer that computes the same as all of them in a row, without activations.

# %% tags=["answer"] exercise="3.6"
def collapse(layers):
    """The (weights, biases) of one layer for a list of them; shapes (inputs, neurons), (neurons,)."""
    ### BEGIN SOLUTION
    weights, biases = layers[0]
    for next_weights, next_biases in layers[1:]:
        weights, biases = weights @ next_weights, biases @ next_weights + next_biases
    return weights, biases
    ### END SOLUTION

# %%
check("3.6", collapse)

# %% [markdown] tags=["hint"] exercise="3.6"
# Begin with the first layer, and join one further layer at a time. The formula says what the weights and the biases of
# the joined layer are; the old biases have to go through the next weights, too.

# %% [markdown] tags=["hint"] exercise="3.6"
# In a loop over `layers[1:]`, with `next_weights, next_biases`: the new weights are `weights @ next_weights`, the new
# biases `biases @ next_weights + next_biases`. Do not replace `weights` or `biases` before both are computed.

# %% [markdown]
# The 1-8-8-1 network without activations, 97 parameters, in two numbers. And our 2-3-3-3 network, if its ReLUs were
# left out:

# %%
collapse = accepted("3.6", collapse)
weights, biases = collapse(drawn)
assert np.allclose((x @ weights + biases)[:, 0], curves["identity"])
assert parameter_count(sizes) == 97
print(f"97 parameters, one line: output = {weights[0, 0]:.3f} x {biases[0]:+.3f}")
weights, biases = collapse([layer_1, layer_2, layer_3])
assert weights.tolist() == [[-11, 12, 7], [6, -7, -7]] and biases.tolist() == [2, -8, 0]

# %% [markdown]
# However deep, without a bend between them layers are one layer. Depth is worth something only because of the
# activations.
#
# ## Any curve you like
#
# With bends, what can a network draw? Start with two sigmoids. Each is a smooth step, if its weight is large:
# $\sigma(s\, (x - l))$ rises around $x = l$, the more steeply the larger $s$ is. Subtract a second one that rises
# further right, at $r$. What remains is a **bump**: about 1 between $l$ and $r$, about 0 elsewhere.

# %% [markdown] tags=["exercise"]
# ### Exercise 3.7 - a bump  (core, 4 min)
#
# Write `bump`, for an array `x` of any shape. Use `sigmoid` twice. The steepness is the $s$ of the text.

# %% tags=["answer"] exercise="3.7"
def bump(x, left, right, steepness):
    """About 1 where left < x < right and about 0 elsewhere; an array of the shape of x."""
    ### BEGIN SOLUTION
    return sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right))
    ### END SOLUTION

# %%
check("3.7", bump)

# %% [markdown] tags=["hint"] exercise="3.7"
# The first sigmoid rises at `left`: its argument is 0 there, so `x - left` is in it, times the steepness. The second
# rises at `right`.

# %% [markdown] tags=["hint"] exercise="3.7"
# `sigmoid(steepness * (x - left))` is about 1 everywhere to the right of `left`. Subtract the same with `right`.

# %% [markdown]
# Now lay bumps side by side, each as high as the curve is at its middle. Here the curve is $f(x) = \sin 6x + x$, from 0
# to 1. A bump takes two hidden neurons, so all of this is a network with one hidden layer. Nothing is learned: all
# weights follow from values of the curve.
#
# Begin with two bumps, of the width 1, around 0 and around 1. Their left edges are $-0.5$ and 0.5, their right edges 0.5
# and 1.5, so there are four hidden neurons. Each has the weight $s$, say 20, and since $s\, (x - l) = s\, x - s\, l$, the
# bias is $-20$ times its edge. The output neuron adds the left steps, each with the height of its bump, and subtracts
# the right ones: its weights are $f(0), f(1), -f(0), -f(1)$.
#
# `np.concatenate` puts arrays one after the other. `sharpness` is the steepness for bumps of the width 1; narrower ones
# get steeper edges.

# %%
def curve(x):
    return np.sin(6 * x) + x


def curve_network(function, number, sharpness=20):
    middles = np.linspace(0, 1, number)                                     # (number,)
    width = middles[1] - middles[0]
    edges = np.concatenate([middles - width / 2, middles + width / 2])      # (2 number,), left first
    heights = np.concatenate([function(middles), -function(middles)]) + 0.0  # (2 number,), 0 for -0
    steepness = sharpness / width
    steps = steepness * np.ones((1, 2 * number)), -steepness * edges, sigmoid
    return [steps, (heights[:, None], np.zeros(1), identity)]


bump = accepted("3.7", bump)
x = np.linspace(0, 1, 1001)
steps, output = curve_network(curve, 2)
assert steps[0].tolist() == [[20, 20, 20, 20]] and steps[1].tolist() == [10, -10, -10, -30]
by_bumps = curve(0) * bump(x, -0.5, 0.5, 20) + curve(1) * bump(x, 0.5, 1.5, 20)
assert np.allclose(forward(x[:, None], [steps, output])[:, 0], by_bumps)
print("hidden biases:", steps[1], "  output weights:", output[0][:, 0])

# %% [markdown]
# Your `forward` with these weights gives what your two bumps give, added up. Now more of them. On the left, the dashed
# step minus the dotted one makes one bump. Then compare 11 bumps with 41: what has become smaller, and in which
# proportion?

# %%
target, sharpness = curve, 20                                               # try others, too
figure, axes = plt.subplots(1, 3, figsize=(8.4, 3), sharey=True)
axes[0].plot(x, bump(x, 0.65, 0.85, 60), label="bump", linewidth=3)
axes[0].plot(x, sigmoid(60 * (x - 0.65)), "--", label="left step")
axes[0].plot(x, sigmoid(60 * (x - 0.85)), ":", label="right step")
axes[0].set(xlabel="x", ylabel="value", title="two steps, one bump")
for ax, number in zip(axes[1:], (11, 41)):
    network_values = forward(x[:, None], curve_network(target, number, sharpness))[:, 0]
    ax.plot(x, target(x), label="curve", linestyle=(0, (4, 1.5)))
    ax.plot(x, network_values, label=f"{number} bumps")
    ax.set(xlabel="x", title=f"largest error {np.abs(network_values - target(x)).max():.2f}")
for ax in axes:
    ax.legend()
show(figure,
     alt="Left: two smooth steps at 0.65 and at 0.85, and their difference, a bump of height 1 between the two. "
         "Middle and right: a wavy curve from 0 to 1 and the sum of bumps that follows it. With 11 bumps it is "
         "a staircase of broad, rounded steps with a largest error of 0.21. With 41 bumps the steps are narrow, "
         "and the largest error is 0.05.")

# %% [markdown]
# Steps a quarter as wide, and an error about a quarter as large.
#
# **Try it**: set `target` to another function, such as `np.sqrt`, or one that you write like `curve`, and run the cell
# again. Then go back to `curve` and set `sharpness` to 2, and to 200. Soft edges leak at the right end, where no
# neighbour makes up for what flows out; hard edges make a staircase.
#
# ## How good can it get?
#
# How does the error fall with the number of bumps? On two logarithmic axes a straight line means a power law, and its
# slope is the power. We ask for a second target as well: a step from 0 to 1 at 0.3, a curve with a **jump**.
# **Predict**: what becomes of its largest error?

# %%
def jump(x):
    return (x > 0.3) * 1.0


def largest_error(function, number):
    x = np.linspace(0, 1, 4001)
    values = forward(x[:, None], curve_network(function, number))[:, 0]
    return np.abs(values - function(x)).max()


numbers = [number for number in (8, 16, 32, 64, 128, 256) if number <= most_bumps]
errors = {name: np.array([largest_error(function, number) for number in numbers])
          for name, function in (("sin 6x + x", curve), ("jump at 0.3", jump))}
print("bumps   sin 6x + x   jump at 0.3")
for number, smooth, broken in zip(numbers, *errors.values()):
    print(f"{number:5d} {smooth:12.3f} {broken:13.2f}")
assert np.allclose(errors["jump at 0.3"][:2], [1, 0.5], atol=0.01)
assert errors["jump at 0.3"].min() > 0.49

# %% [markdown]
# Why is the jump's line lower at 16 bumps only?

# %%
ax = plot_curves(errors, x=numbers, x_label="number of bumps", y_label="largest error",
                 log_x=True, log_y=True)
ax.set_xticks(numbers, numbers)
heights = (1, 0.5, 0.2, 0.1, 0.05, 0.02)
ax.set_yticks(heights, heights)
ax.minorticks_off()
show(ax,
     alt="The largest error against the number of bumps, both axes logarithmic. For the curve sin 6x + x it falls "
         "along a straight line, halving with each doubling. For the jump it stays between one half and one.")
rise = np.log(errors["sin 6x + x"][-1] / errors["sin 6x + x"][0])
power = rise / np.log(numbers[-1] / numbers[0])                             # slope, first to last point
assert -1.1 < power < -1 and np.isclose((1 - sigmoid(10)) * curve(1), 0.000033, atol=5e-7)
print(f"the error falls with the power {power:.2f} of the number of bumps")

# %% [markdown]
# Twice as many bumps, half the error. (There is a floor, far below: the right edge of the last bump takes 0.000033 away
# at $x = 1$, however many bumps there are. For less, sharpen the edges, too.)
#
# For the jump the error is one half or more. It cannot be otherwise: the network has no jump, so close to 0.3 it has
# nearly the same value on both sides, while the target is 0 on the left and 1 on the right. On one of the two it is
# wrong by a half at least. Mostly a whole step is missed, between 0.3 and the next edge of a bump; only where an edge
# falls on 0.3, as with 16 bumps, is it one half.
#
# And what does the network do beyond the ends of the interval?

# %%
wide = np.linspace(-0.5, 1.5, 401)
outside = forward(wide[:, None], curve_network(curve, 41))[:, 0]
assert np.abs(outside[(wide < -0.03) | (wide > 1.03)]).max() < 1e-4 and curve(1.5) > 1.9
shown = {"curve": curve(wide), "network, 41 bumps": outside}
show(plot_curves(shown, x=wide, x_label="x", y_label="value"),
     alt="The curve and the network from -0.5 to 1.5. Between 0 and 1 they lie on top of each other. Outside, the "
         "curve goes on. The network is zero on the left, and on the right it falls to zero just beyond 1.")

# %% [markdown]
# Outside the interval it knows nothing: where its last bump ends, half a bump beyond 1, it falls to 0 and stays there.
#
# What you have built is a proof, in pictures, of **universal approximation**: for every *continuous* function on a
# *closed interval* (in more dimensions: on a bounded, closed region) and for every error you allow, there is a
# network with one hidden layer that stays within it. The theorem is often told as "a network can learn anything". It
# says neither "learn" nor "anything". The jump shows that "continuous" matters, the last figure that the interval
# does. And it promises that such weights **exist**, not that training finds them: you placed every bump knowing the
# curve's height at each middle. How weights are found from examples is what the next lessons are about.
#
# ## What you can now do
#
# You can run a network forward, by hand and for a whole batch: **weigh and add, bend, repeat.** You know five
# activations and their slopes, you can judge any slope with a central difference, keep large numbers from overflowing,
# count parameters, and choose a last layer. And you know what the bend is for.

# %%
progress(3)

# %% [markdown]
# Next, lesson 04 asks how wrong an answer is: the losses that go with the three last layers. If you would like more
# activations, see why their corners matter, compare bumps with the series of Taylor and Fourier, or see what depth is
# good for, take `03_activations_and_the_forward_pass_further`.
