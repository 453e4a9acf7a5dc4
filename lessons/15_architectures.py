# ---
# jupyter:
#   course: {number: 15, title: Architectures, part: 3, minutes: 90, builds_on: [14], data: [cifar10],
#            quick: {pictures: 400, deep_pictures: 128, deep_epochs: 1, test_pictures: 200},
#            full: {pictures: 50000, epochs: 30, width: 64, test_pictures: 10000, deep_pictures: 50000,
#                   deep_epochs: 60, deep_maps: 16, side: 32, judge_deep: true, mixed_precision: true}}
# ---
# %% [markdown]
# # 15 · Architectures
#
# ImageNet was a competition in telling 1,000 kinds of things apart, with five guesses for each photo. Between 2012 and
# 2017, a handful of ideas brought the error of its winners from 16.4 % down to 2.25 %. Each is a way to connect a few
# convolutions. You meet six of them as functions of a few lines, write three yourself, count what they save, and train
# six small networks side by side. At the end you see that a network of 32 layers can be worse than one of 8, and that a
# single addition mends it.
#
# Afterwards you can
# - read the drawing of a block, and write it in Keras,
# - count the parameters and multiplications of a block before you build it, and find where they can be saved,
# - compare networks honestly: under one budget, with their cost beside their score.
#
# About 90 minutes, with a pause before the six networks are trained. Builds on lesson 14 (convolutional networks).

# %%
from time import perf_counter

import matplotlib.pyplot as plt
import numpy as np

from course_utils import accepted, check, checkpoint, load, progress, runtime, show
from course_utils.counting import count_layers, count_multiplications, count_parameters
from course_utils.figures import plot_pictures
from course_utils.training import track

# %% [markdown]
# `seed` is for all. The four lines below it belong to the six networks, the five after that to the deep ones at the end
# (`judge_deep` shows their test accuracy, too). On a GPU, `mixed_precision` lets Keras multiply with 16 bits.

# %% tags=["parameters"]
seed = 0
pictures = 5_000
test_pictures = 2_000
epochs = 1
width = 24
deep_pictures = 2_560
deep_epochs = 4
deep_maps = 4
side = 16
judge_deep = False
mixed_precision = False

# %% [markdown]
# ## The task
#
# CIFAR-10: small colour pictures of ten kinds of things, 32 x 32 pixels each. It is harder than digits. Look for what
# the trucks have in common, or the birds, apart from being trucks and birds: background, colour, size and pose all
# differ.

# %%
things = load("cifar10")
kinds = [things.class_names[label].replace("automobile", "car") for label in things.y_train[4:20]]
show(plot_pictures(things.x_train[4:20], kinds, columns=8),
     alt="Sixteen small colour pictures in two rows, each with its kind below: cars, birds, horses, trucks, cats, a "
         "ship, a deer and a frog, seen from all sides, near and far, on all kinds of backgrounds.")

# %% [markdown]
# At this size some are hard to read for you, too. The pictures become numbers around zero: from each colour channel
# its mean is subtracted, and the result is divided by its standard deviation. Both are measured on the training
# pictures alone. Only a part of the pictures is used here, so that six networks can be trained in less than a minute.

# %%
x_train = np.asarray(things.x_train[:pictures], "float32")          # (picture, row, column, channel)
y_train = things.y_train[:pictures]
mean, deviation = x_train.mean(axis=(0, 1, 2)), x_train.std(axis=(0, 1, 2))     # (channel,)
x_train = (x_train - mean) / deviation
x_test = (np.asarray(things.x_test[:test_pictures], "float32") - mean) / deviation
y_test = things.y_test[:test_pictures]

# %% [markdown]
# ## One frame, six fillings
#
# All six networks get the same **frame**. Its first convolution has stride 2, so that 16 x 16 places remain. Then come
# a **block**, pooling down to 8 x 8, the same kind of block with twice as many maps, and the mean over all places,
# which leaves one number for each map (**global average pooling**). Only the block differs.
#
# So far you have used `Sequential`, a list of layers. Blocks with branches do not fit into a list. In Keras's
# **functional** form a layer is a function: `layers.Conv2D(...)` makes it, and calling it with `x` gives what comes
# out: hence two pairs of brackets, `layers.ReLU()(x)`. It begins with `layers.Input(shape)`, which stands for pictures
# to come, and a network is all that lies between its inputs and its outputs.
#
# Every convolution here is followed by **batch normalisation** and, unless we say otherwise, ReLU. Batch normalisation
# subtracts from each map its mean over batch and places and divides by its standard deviation, then scales and shifts
# by two learned numbers (lesson 10 has more on it). It also keeps a running mean and variance, for pictures that come
# one by one; `momentum=0.9` lets these follow quickly. So it has four numbers for each map. The shift makes the bias
# needless, hence `use_bias=False`. ("he_normal" is He's initialisation of lesson 05.)

# %%
runtime.start()
import keras
from keras import layers, ops

keras.config.set_dtype_policy("mixed_float16" if mixed_precision else "float32")


def convolve(x, maps, size=3, stride=1, relu=True):
    x = layers.Conv2D(maps, size, strides=stride, padding="same", use_bias=False,
                      kernel_initializer="he_normal")(x)
    x = layers.BatchNormalization(momentum=0.9)(x)
    return layers.ReLU()(x) if relu else x


# %% [markdown]
# `make_network` is the frame; it gets the block as a function of `x` and the number of maps. (The name `layers` is
# Keras's module of layers.)

# %%
def make_network(block, width):
    inputs = layers.Input((32, 32, 3))
    x = convolve(inputs, width // 2, stride=2)                      # (16, 16, width / 2)
    x = block(x, width)                                             # (16, 16, width)
    x = layers.MaxPooling2D(2)(x)                                   # (8, 8, width)
    x = block(x, 2 * width)                                         # (8, 8, 2 width)
    x = layers.GlobalAveragePooling2D()(x)                          # (2 width,)
    return keras.Model(inputs, layers.Dense(10, dtype="float32")(x))


# %% [markdown]
# ## 2012 · AlexNet: large filters
#
# **AlexNet** brought the breakthrough: eight layers, ReLU, dropout, two graphics cards. Its filters were large, 11 x
# 11 in the first layer and 5 x 5 in the second. Our AlexNet block is one convolution of 5 x 5. (The networks of 2012
# to early 2015 had no batch normalisation yet. Ours all have it, so that the block is the only difference.)

# %%
def alexnet_block(x, maps):
    return convolve(x, maps, size=5)


network = make_network(alexnet_block, 24)
assert count_parameters(network) == 37_150
for layer in count_layers(network):
    if layer.parameters:
        print(f"{layer.kind:20} {layer.output_shape!s:13} {layer.parameters:6,} parameters")

# %% [markdown]
# Nearly four fifths of the parameters are in the second of the two blocks. The number of weights of a convolution is
# size x size x maps in x maps out, so it grows with the square of the size, and with the square of the maps.
#
# ## 2014 · VGG: small filters, stacked
#
# **VGG** has nothing but 3 x 3 convolutions, more of them. A 3 x 3 convolution sees one place further in each
# direction. Two of them in a row see two places further: 5 x 5. Three see 7 x 7. In the chain below, each result
# depends on three of the row before it, and the top one on seven inputs.

# %%
_, ax = plt.subplots(figsize=(5.4, 2.6), layout="constrained")
for layer in range(4):
    reach = 3 - layer
    for place in range(-reach, reach + 1):
        ax.plot(place, layer, "o", color="C0", markersize=11)
        for below in (-1, 0, 1):
            if layer > 0:
                ax.plot([place, place + below], [layer, layer - 1], color="grey", linewidth=1, zorder=0)
ax.set(xlabel="place in a row of the picture", yticks=range(4), xticks=range(-3, 4),
       yticklabels=["input", "first 3 x 3", "second 3 x 3", "third 3 x 3"])
show(ax,
     alt="A pyramid of dots in four rows. At the top one result of the third convolution; lines lead from it to "
         "three results of the second, from these to five of the first, and from these to seven inputs.")

# %% [markdown]
# So three stacked 3 x 3 convolutions look at the same 7 x 7 places as one large one. What does each cost? Let $C$
# maps come in and $C$ maps go out of every layer:
#
# - one 7 x 7: $7 \cdot 7 \cdot C \cdot C = 49\,C^2$ weights,
# - three 3 x 3: $3 \cdot (3 \cdot 3 \cdot C \cdot C) = 27\,C^2$ weights, and a ReLU after each.

# %% [markdown] tags=["exercise"]
# ### Exercise 15.1 - a stack or one layer  (core, 4 min)
#
# Write `compare_stack` for any number of stacked 3 x 3 convolutions. It returns two whole numbers: the weights of the
# stack, and the weights of the one convolution that sees equally far. `maps` maps go into and out of each layer.
# There are no biases.

# %% tags=["answer"] exercise="15.1"
def compare_stack(maps, depth):
    """The weights of `depth` 3 x 3 convolutions, and of one that sees as far: two whole numbers."""
    ### BEGIN SOLUTION
    size = 1 + 2 * depth
    return depth * 9 * maps * maps, size * size * maps * maps
    ### END SOLUTION

# %%
check("15.1", compare_stack)

# %% [markdown] tags=["hint"] exercise="15.1"
# One layer sees 3 places in a row, two see 5, three see 7. Each further layer adds one on the left and one on the
# right. How many do `depth` layers see?

# %% [markdown] tags=["hint"] exercise="15.1"
# They see `1 + 2 * depth` places in a row, and the same in a column. The one large convolution has that number squared,
# times `maps` in, times `maps` out.

# %% [markdown]
# **Predict**: for five stacked layers, how many times as many weights does the one large convolution need: about 2,
# about 3, or about 10?

# %%
def vgg_block(x, maps):
    return convolve(convolve(x, maps), maps)


compare_stack = accepted("15.1", compare_stack)
assert tuple(compare_stack(1, 3)) == (27, 49) and tuple(compare_stack(1, 5)) == (45, 121)
for depth in range(1, 6):
    stack, one = compare_stack(64, depth)
    size = 2 * depth + 1
    print(f"{depth} layers: {stack:7,} weights; one of {size:2} x {size:2}: {one:7,}, "
          f"{one / stack:.1f} times")

# %% [markdown]
# Nearly three times. And the stack has a ReLU after each layer, so it can form functions that the one layer cannot.
# What it cannot have is every pattern of 7 x 7 weights. Experience says that this is a good exchange. Our `vgg_block`
# has two layers, and sees as much as the AlexNet block.
#
# ## 2014 · GoogLeNet: several sizes at once, through a bottleneck
#
# Which filter size is right? **GoogLeNet** took all of them: its **inception** block has branches with 1 x 1, 3 x 3 and
# 5 x 5 convolutions and a pooling, side by side, and lays their maps behind one another. That would be expensive. The
# way out is the 1 x 1 convolution of lesson 13, which mixes maps and does not look around. It first makes **few** maps
# out of many, and the costly convolution works on these few. This is a **bottleneck**.
#
# In the first inception block of GoogLeNet, 192 maps of 28 x 28 come in, and its 5 x 5 branch gives 32 maps. Without
# a bottleneck this takes
#
# $$28 \cdot 28 \cdot 5 \cdot 5 \cdot 192 \cdot 32 = 120{,}422{,}400 \text{ multiplications.}$$

# %% [markdown] tags=["exercise"]
# ### Exercise 15.2 - through the bottleneck  (core, 3 min)
#
# Write how many multiplications the same branch takes where a 1 x 1 convolution first makes `narrow` maps out of
# `maps_in`, and then a convolution of `size` x `size` makes `maps_out` maps out of these. All maps have `side` x
# `side` places.

# %% tags=["answer"] exercise="15.2"
def bottleneck_multiplications(side, maps_in, narrow, maps_out, size):
    """The multiplications of maps_in -> (1 x 1) -> narrow -> (size x size) -> maps_out: a number."""
    ### BEGIN SOLUTION
    return side * side * (maps_in * narrow + size * size * narrow * maps_out)
    ### END SOLUTION

# %%
check("15.2", bottleneck_multiplications)

# %% [markdown] tags=["hint"] exercise="15.2"
# Two convolutions follow each other, so their multiplications are added. Each takes places x size x size x maps in x
# maps out. What are the maps in and out of the first, and what of the second?

# %% [markdown] tags=["hint"] exercise="15.2"
# The first: `side * side * 1 * 1 * maps_in * narrow`. The second has `narrow` maps in and `maps_out` out, and
# `size * size` weights for each pair of them.

# %% [markdown]
# GoogLeNet narrows to 16 maps. Turn that knob: from how many maps on does the bottleneck save nothing any more?

# %%
bottleneck_multiplications = accepted("15.2", bottleneck_multiplications)
direct = 28 * 28 * 5 * 5 * 192 * 32
assert direct == 120_422_400 and bottleneck_multiplications(28, 192, 16, 32, 5) == 12_443_648
assert np.isclose(25 * 192 * 32 / (192 + 25 * 32), 154.8, atol=0.05)
for narrow in (1, 4, 16, 64, 192):
    cost = bottleneck_multiplications(28, 192, narrow, 32, 5)
    print(f"{narrow:3} maps in between: {cost:11,} multiplications, {cost / direct:.3f} of direct")

# %% [markdown]
# With 16 maps in between, about a tenth. From 155 on it costs more than the direct way: that is where
# $192\,k + 25 \cdot 32\,k = 25 \cdot 192 \cdot 32$. Then why not one map?
#
# ### Where it goes wrong: a bottleneck too narrow
#
# Without the activations, a 1 x 1 convolution is a matrix product at each place: maps in times a matrix. The **rank**
# of the result is the number of patterns that are enough to mix all its maps from; `np.linalg.matrix_rank` finds it.
# **Predict**: 32 maps are made out of 192 by way of 1, 4 or 16. Which rank do the 32 have each time?

# %%
random = np.random.default_rng(seed)
maps_in = random.normal(size=(28 * 28, 192))                        # (place, map)
for narrow in (1, 4, 16):
    maps_out = maps_in @ random.normal(size=(192, narrow)) @ random.normal(size=(narrow, 32))
    assert np.linalg.matrix_rank(maps_out) == narrow
    print(f"through {narrow:2}: {maps_out.shape[1]} maps, {np.linalg.matrix_rank(maps_out):2} patterns")

# %% [markdown]
# With one map in between, 32 maps come out, and all are the same picture, stronger, weaker or as a negative: everything
# had to pass through that one map. Nothing raises an error; there is less in them than their number says. (A ReLU
# between bends this a little, and does not bring back what was lost.) So a bottleneck pays where maps are alike and few
# mixtures of them are enough. How narrow it may be, only training tells.

# %% [markdown] tags=["exercise"]
# ### Exercise 15.3 - an inception block  (core, 8 min)
#
# Write `inception_block` with `convolve` from above; of its settings you need only `size`. Four branches, all beginning
# at `x`:
#
# ```
# x --- 1 x 1, maps // 4 ---------------------------+
# x --- 1 x 1, maps // 4 --- 3 x 3, maps // 2 ------+
# x --- 1 x 1, maps // 8 --- 5 x 5, maps // 8 ------+--- Concatenate
# x --- max pooling 3 x 3 --- 1 x 1, maps // 8 -----+
# ```
#
# The pooling is `layers.MaxPooling2D(3, strides=1, padding="same")`, which keeps the size.
# `layers.Concatenate()([a, b, c, d])` lays their maps behind one another. Together they are `maps` maps, where 8
# divides it.

# %% tags=["answer"] exercise="15.3"
def inception_block(x, maps):
    """`maps` maps of the same size as those in x, out of four branches: a Keras tensor."""
    ### BEGIN SOLUTION
    narrow = convolve(x, maps // 4, size=1)
    middle = convolve(convolve(x, maps // 4, size=1), maps // 2, size=3)
    wide = convolve(convolve(x, maps // 8, size=1), maps // 8, size=5)
    pooled = layers.MaxPooling2D(3, strides=1, padding="same")(x)
    pooled = convolve(pooled, maps // 8, size=1)
    return layers.Concatenate()([narrow, middle, wide, pooled])
    ### END SOLUTION

# %%
check("15.3", inception_block)

# %% [markdown] tags=["hint"] exercise="15.3"
# The first branch is `convolve(x, maps // 4, size=1)`. In the second, what the 1 x 1 gives is what the 3 x 3 gets:
# one call inside the other, or a name in between. Take care that every branch begins at `x`.

# %% [markdown] tags=["hint"] exercise="15.3"
# The third is `convolve(convolve(x, maps // 8, size=1), maps // 8, size=5)`. In the fourth, the pooling layer is made
# with its settings, and then called with `x`: `layers.MaxPooling2D(...)(x)`. Return what `Concatenate` gives.

# %% [markdown]
# ## 2015 · ResNet: what is added
#
# The **residual** block of **ResNet** has one line more than a VGG block: it adds its input to its output. The
# convolutions then need not make the result, only the **change**, the residual:
#
# $$y = \text{ReLU}\left(x + F(x)\right)$$
#
# ```
# x ---+--- 3 x 3, ReLU --- 3 x 3 ---(+)--- ReLU
#      |                              |
#      +---------- shortcut ----------+
# ```
#
# If nothing should change, $F = 0$ will do: $x$ comes out of a ReLU, so it has no negative numbers to lose. The way
# past the convolutions is called the **shortcut**. But what if $x$ and $F(x)$ do not have the same shape? **Predict**
# what happens with 8 and 16 maps.

# %%
x = layers.Input((16, 16, 8))
try:
    layers.Add()([x, convolve(x, 16)])
except ValueError as error:
    print("ValueError:", error)

# %% [markdown]
# Keras refuses: 8 maps and 16 maps cannot be added. (Be glad of it. With **one** map it would have been taken silently,
# added to each of the 16 by broadcasting.) Where the number of maps changes, the shortcut needs a change of its own: a
# 1 x 1 convolution, with batch normalisation and without ReLU, that makes as many maps. (In our frame both blocks
# double the maps, so this is the way that is taken there.)

# %% [markdown] tags=["exercise"]
# ### Exercise 15.4 - a residual block  (core, 6 min)
#
# Write `residual_block`. $F$ is a 3 x 3 convolution to `maps` maps with ReLU, and another one without (`relu=False`):
# the ReLU comes after the addition. The shortcut is `x` itself where it has `maps` maps already (`x.shape[-1]` says how
# many it has), and else a 1 x 1 convolution of it to `maps` maps, without ReLU. Tensors can be added with `+`, and
# `layers.ReLU()(...)` is the ReLU.

# %% tags=["answer"] exercise="15.4"
def residual_block(x, maps):
    """ReLU(shortcut + F(x)) with `maps` maps: a Keras tensor."""
    ### BEGIN SOLUTION
    change = convolve(convolve(x, maps), maps, relu=False)
    if x.shape[-1] != maps:
        x = convolve(x, maps, size=1, relu=False)
    return layers.ReLU()(x + change)
    ### END SOLUTION

# %%
check("15.4", residual_block)

# %% [markdown] tags=["hint"] exercise="15.4"
# First the change, two calls of `convolve`, the second one with `relu=False`. Then the shortcut, with an `if`. Then the
# sum, and the ReLU of it.

# %% [markdown] tags=["hint"] exercise="15.4"
# `change = convolve(convolve(x, maps), maps, relu=False)`. And `if x.shape[-1] != maps:` the shortcut is
# `convolve(x, maps, size=1, relu=False)`, computed from the `x` that came in.

# %% [markdown]
# ## 2016 · DenseNet: nothing is thrown away
#
# **DenseNet** does not add, it puts maps behind one another: each convolution gets **all** maps that were made before
# it, and puts its own few behind them. How many each adds is the **growth rate**. A 1 x 1 convolution at the end makes
# the number of maps that the frame wants. Here are three layers that add 12 maps each.

# %%
def dense_block(x, maps, growth=12):
    for _ in range(3):
        x = layers.Concatenate()([x, convolve(x, growth)])
    return convolve(x, maps, size=1)


# %% [markdown]
# A small growth is enough, since no layer has to make again what an earlier one has made. The price is memory: all
# those maps have to be kept. (The companion counts how maps and weights grow.)
#
# ## 2017 · MobileNet: a convolution in two halves
#
# A convolution does two things at once: it looks around, and it mixes the maps. **MobileNet** does one after the other.
# The **depthwise** convolution has one 3 x 3 filter for each map, and looks around in that map alone. The **pointwise**
# convolution is a 1 x 1, and mixes. Together they are a **depthwise separable** convolution. For $C$ maps in and out:
#
# $$\frac{9\,C + C^2}{9\,C^2} = \frac{1}{C} + \frac{1}{9}$$

# %%
for maps in (8, 32, 128, 512):
    separable, full = 9 * maps + maps * maps, 9 * maps * maps
    assert np.isclose(separable / full, 1 / maps + 1 / 9)
    print(f"{maps:3} maps: {separable:7,} weights instead of {full:9,}, {separable / full:.3f} of them")
assert 9 * 32 + 32 * 32 == 1_312 and 9 * 32 * 32 == 9_216

# %% [markdown]
# The more maps, the nearer to one ninth: the pointwise half is what remains. Since all weights are used in all places,
# the multiplications shrink by the same factor.

# %% [markdown] tags=["exercise"]
# ### Exercise 15.5 - a separable block  (core, 5 min)
#
# Write `mobile_block`. Twice in a row, these four:
#
# 1. a depthwise convolution, `layers.DepthwiseConv2D(3, padding="same", use_bias=False)`,
# 2. `layers.BatchNormalization(momentum=0.9)`,
# 3. `layers.ReLU()`,
# 4. a 1 x 1 convolution to `maps` maps, with `convolve`.

# %% tags=["answer"] exercise="15.5"
def mobile_block(x, maps):
    """Two depthwise separable convolutions in a row, to `maps` maps: a Keras tensor."""
    ### BEGIN SOLUTION
    for _ in range(2):
        x = layers.DepthwiseConv2D(3, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization(momentum=0.9)(x)
        x = layers.ReLU()(x)
        x = convolve(x, maps, size=1)
    return x
    ### END SOLUTION

# %%
check("15.5", mobile_block)

# %% [markdown] tags=["hint"] exercise="15.5"
# `for _ in range(2):`, and in it four lines, each of which gives `x` a new value. A layer is made with its settings
# and then called: `layers.ReLU()(x)`.

# %% [markdown] tags=["hint"] exercise="15.5"
# The first line is `x = layers.DepthwiseConv2D(3, padding="same", use_bias=False)(x)`, the last one
# `x = convolve(x, maps, size=1)`. It needs no number of maps: the depthwise convolution keeps those of `x`.

# %% [markdown]
# (This is a good place for a pause.)
#
# ## Side by side: what they cost
#
# Six networks in the same frame. First the cost, which can be counted before any training. **Predict**: VGG's two 3 x 3
# against AlexNet's one 5 x 5, which needs fewer multiplications?

# %%
blocks = {"AlexNet": alexnet_block, "VGG": vgg_block,
          "inception": accepted("15.3", inception_block), "residual": accepted("15.4", residual_block),
          "dense": dense_block, "MobileNet": accepted("15.5", mobile_block)}
runtime.seed(seed)
networks = {name: make_network(block, width) for name, block in blocks.items()}
parameters = {name: count_parameters(network) for name, network in networks.items()}
work = {name: count_multiplications(network) for name, network in networks.items()}
assert width != 24 or (work["VGG"], work["MobileNet"]) == (4_064_736, 650_208)
assert 5 * 5 * 1 * 2 == 50 and 3 * 3 * 1 * 2 + 3 * 3 * 2 * 2 == 54
for name in blocks:
    print(f"{name:9} {parameters[name]:7,} parameters, {work[name]:10,} multiplications")

# %% [markdown]
# VGG needs a little **more**. Two 3 x 3 have $18\,C^2$ weights, one 5 x 5 has $25\,C^2$, where as many maps come out
# as go in. Here each block doubles them: one 5 x 5 from $C$ to $2C$ maps has $50\,C^2$ weights, and two 3 x 3, of
# which the second has $2C$ maps on both sides, $18\,C^2 + 36\,C^2 = 54\,C^2$. So count the network that you build, not
# the rule.
#
# The residual network has a little more than VGG, because of the 1 x 1 convolutions of its shortcuts. Inception and
# MobileNet need about a sixth of the work of VGG, and have about a sixth of its parameters.
#
# ## Side by side: what they learn
#
# A comparison needs a **budget**, the same for all. There are two candidates: equally many pictures, or equally many
# seconds. Equal seconds is what you would choose for a deadline, but what comes out depends on the machine. We give
# all networks the same pictures equally often, and note the seconds. Rate, optimizer and batch size are the same for
# all, too, and were tuned for none of them. `watch` notes the time after each batch; the first step, in which Keras
# prepares the computation, is left out of the seconds. (`jit_compile=False` keeps that short.)

# %%
def train_network(model, x, y, epochs, batch_size=50):
    steps = epochs * int(np.ceil(len(x) / batch_size))
    model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
                  optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.01, steps)),
                  jit_compile=False)
    stamps = []
    watch = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, logs: stamps.append(perf_counter()))
    model.fit(x, y, batch_size=batch_size, epochs=epochs, verbose=0, callbacks=[watch])
    return stamps[-1] - stamps[0]


# %% [markdown]
# Half of them first. It takes about 15 seconds. (Where fewer pictures are at hand, they are shown more often.) The
# score is the accuracy on test pictures. (Guessing would get 10 %.)

# %%
def accuracy(model, x, y):
    return np.mean(model.predict(x, batch_size=500, verbose=0).argmax(axis=1) == y)


seconds, scores = {}, {}
rounds = epochs * max(1, pictures // len(x_train))
for name in track(["AlexNet", "VGG", "inception"], says="three networks"):
    runtime.seed(seed)
    seconds[name] = train_network(networks[name], x_train, y_train, rounds)
    scores[name] = accuracy(networks[name], x_test, y_test)

# %% [markdown]
# **Predict**: MobileNet needs about a sixth of the multiplications of VGG. Will it be six times as fast? And which of
# the six learns most from 5,000 pictures? The other three take about 20 seconds.

# %%
for name in track(["residual", "dense", "MobileNet"], says="three more networks"):
    runtime.seed(seed)
    seconds[name] = train_network(networks[name], x_train, y_train, rounds)
    scores[name] = accuracy(networks[name], x_test, y_test)

# %% [markdown]
# The whole table. Seconds and accuracies are those of your machine.

# %% tags=["nbval-ignore-output"]
print("            parameters  multiplications  seconds  accuracy")
for name in blocks:
    print(f"{name:10} {parameters[name]:11,} {work[name]:16,} {seconds[name]:8.1f} {scores[name]:9.1%}")

# %% [markdown]
# Drawn: accuracy against what it costs, on the left in multiplications, on the right in seconds. Up and to the left is
# good; the axis of the accuracy begins far above guessing. Compare the order of the six from left to right in the two
# pictures.

# %%
figure, axes = plt.subplots(1, 2, figsize=(7.2, 3.2), sharey=True, layout="constrained")
costs = [{name: count / 1e6 for name, count in work.items()}, seconds]
for ax, cost, label in zip(axes, costs, ("million multiplications a picture", "seconds of training")):
    for name, mark in zip(blocks, "os^DvP"):
        ax.plot(cost[name], scores[name], mark, markersize=8, label=name)
    ax.set(xlabel=label, xlim=(0, None))
axes[0].set(ylabel="test accuracy")
axes[1].legend(fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
show(figure,
     alt="Test accuracy of six networks, on the left against millions of multiplications, on the right against "
         "seconds of training. The accuracies lie close together. On the left inception and MobileNet stand far "
         "apart from the others, at a sixth of the cost; on the right they do not.")
checkpoint("15.1", min(scores.values()), variant=things, bounds={("jpeg", "standard"): 0.33})
checkpoint("15.2", max(scores.values()) - min(scores.values()), variant=things,
           bounds={("jpeg", "standard"): ("at most", 0.12)})
checkpoint("15.3", seconds["MobileNet"] / seconds["VGG"], variant=things, bounds={})
assert np.isclose(np.sqrt(0.4 * 0.6 / 2000), 0.011, atol=0.0005)

# %% [markdown]
# Two things held for all five seeds that we recorded. First, the **accuracies are close together**: the best of the
# six is at most 0.05 above the worst. (With your blocks it may be a little more: the same block, written in another
# order, starts from other weights.) A share $p$ of $n$ pictures is uncertain by $\sqrt{p (1 - p) / n}$, for 40 % of
# 2,000 by about 0.011, and training adds its own chance. So neighbours in your table may change places with the next
# seed, and the order says nothing about ImageNet. (On the stand-in, coloured shapes, the six lie far apart and change
# with every seed.)
#
# Second, **few multiplications are not few seconds**: with a sixth of the multiplications of VGG, MobileNet takes
# about as long. Depthwise convolutions, poolings and concatenations do little arithmetic for each number that they
# fetch from memory, and batch normalisation is counted as nothing. Multiplications are a lower bound for the time, as
# in lesson 14.
#
# The checkpoints hold the lowest of the six accuracies; how far the highest is above it; and the seconds of MobileNet
# over those of VGG, which depend on the machine and are not judged.
#
# So which should you take? Strike out each network for which another one costs no more and scores no less, and is
# better in at least one of the two. What remains is called the **Pareto front**.

# %% [markdown] tags=["exercise"]
# ### Exercise 15.6 - the front  (core, 6 min)
#
# Write `on_front`. `costs` (less is better) and `scores` (more is better) are arrays with one number for each network.
# The result is an array of truth values: false where **another** network costs no more **and** scores no less, and is
# strictly better in at least one of the two; true for all others. Two networks that are equal in both do not beat each
# other.

# %% tags=["answer"] exercise="15.6"
def on_front(costs, scores):
    """Which networks no other one beats: truth values, (networks,)."""
    ### BEGIN SOLUTION
    result = np.ones(len(costs), dtype=bool)
    for one in range(len(costs)):
        no_worse = (costs <= costs[one]) & (scores >= scores[one])
        better = (costs < costs[one]) | (scores > scores[one])
        result[one] = not np.any(no_worse & better)
    return result
    ### END SOLUTION

# %%
check("15.6", on_front)

# %% [markdown] tags=["hint"] exercise="15.6"
# Go through the networks one by one. For each, compare the whole arrays with its own two numbers: `costs <= costs[one]`
# is an array of truth values. `&` is "and", `|` is "or". They bind before `<=`, so each comparison needs brackets
# around it; and `&` binds before `|`, so give the two parts names of their own.

# %% [markdown] tags=["hint"] exercise="15.6"
# `no_worse = (costs <= costs[one]) & (scores >= scores[one])` and `better = (costs < costs[one]) | (scores >
# scores[one])`. It is beaten where both are true of any network: `np.any(no_worse & better)`. The front is the
# opposite.

# %% [markdown]
# Which of the six are on the front, by multiplications and by seconds? Differences as small as those above decide it,
# so on your machine the answer may be another one.

# %% tags=["nbval-ignore-output"]
on_front = accepted("15.6", on_front)
names, reached = np.array(list(blocks)), np.array([scores[name] for name in blocks])
for what, cost in (("multiplications", work), ("seconds", seconds)):
    best = on_front(np.array([cost[name] for name in blocks]), reached)
    print(f"by {what}: {', '.join(names[best])}")

# %% [markdown]
# By multiplications, inception is always on it, since none costs less. By seconds, the younger ones may all be struck
# out: on two processor cores, old and plain is hard to beat. The front depends on what you pay for. For a phone that is
# battery, for a server seconds, for a download parameters. A table with one column of accuracies does not answer the
# question "which is best?".
#
# ## Why not just deeper?
#
# If three layers are better than one, why not thirty? The authors of ResNet asked this with a family of networks for
# CIFAR-10: a first convolution, then three stages with $n$ blocks of two
# convolutions each, and a dense layer. That makes $6n + 2$ layers. From stage to stage the maps become twice as many
# and half as wide and high.

# %% [markdown] tags=["exercise"]
# ### Exercise 15.7 - the family 6n + 2  (core, 5 min)
#
# Write `family`: for `blocks` blocks a stage and `maps` maps in the first stage it returns the number of layers and the
# number of **weights**, two whole numbers. The layers: a 3 x 3 convolution from 3 channels to `maps`; three stages of
# `2 * blocks` 3 x 3 convolutions, with `maps`, `2 * maps` and `4 * maps` maps; a dense layer from `4 * maps` to 10. The
# first convolution of the second and third stage gets half as many maps as it gives. No biases, no batch normalisation,
# and shortcuts that have no weights.

# %% tags=["answer"] exercise="15.7"
def family(blocks, maps):
    """The layers and the weights of the network with 6 blocks + 2 layers: two whole numbers."""
    ### BEGIN SOLUTION
    weights, before = 9 * 3 * maps, maps
    for stage_maps in (maps, 2 * maps, 4 * maps):
        weights += 9 * before * stage_maps + (2 * blocks - 1) * 9 * stage_maps * stage_maps
        before = stage_maps
    return 6 * blocks + 2, weights + 4 * maps * 10
    ### END SOLUTION

# %%
check("15.7", family)

# %% [markdown] tags=["hint"] exercise="15.7"
# Go through the three stages, and remember how many maps the stage before had. In each, the first convolution is
# special, and the other `2 * blocks - 1` are alike.

# %% [markdown] tags=["hint"] exercise="15.7"
# For a stage: `9 * before * stage_maps + (2 * blocks - 1) * 9 * stage_maps ** 2`. Before the first stage `before` is
# `maps`. The convolution at the beginning has `9 * 3 * maps` weights, the dense layer `4 * maps * 10`.

# %% [markdown]
# With 16 maps, as published, ResNet-20 should have 0.27 million parameters and ResNet-32 0.46 million.

# %%
family = accepted("15.7", family)
assert tuple(family(3, 16)) == (20, 268_336) and tuple(family(5, 16)) == (32, 461_872)
assert family(1, 16)[0] == 8
for number in (1, 3, 5, 18):
    depth, weights = family(number, 16)
    print(f"n = {number:2}: {depth:3} layers, {weights / 1e6:.2f} million weights")

# %% [markdown]
# Now in small: 4, 8 and 16 maps, pictures averaged to 16 x 16, and batches of 64. To compare fairly, each network is
# built **once**, with a **switch** on all its shortcuts: a second input, beside the pictures, that is 1 or 0. At 1 it
# is a residual network, at 0 a **plain** one. Both have the same parameters, and start from the same weights. Where the
# maps change, the shortcut takes every second place and fills up with maps of zeros (`ops.pad`), so that it has no
# weights of its own.
#
# Training is stochastic gradient descent as in lesson 05, without momentum. `start` are the weights before training;
# with them the switch can be turned and the training repeated. What comes back is the training loss of each epoch.

# %%
def deep_block(x, switch, maps):
    stride = 1 if x.shape[-1] == maps else 2
    change = convolve(convolve(x, maps, stride=stride), maps, relu=False)
    if stride == 2:
        x = ops.pad(x[:, ::2, ::2], [(0, 0), (0, 0), (0, 0), (0, maps - x.shape[-1])])
    return layers.ReLU()(change + switch * x)


def make_deep(blocks, maps, side):
    inputs, switch = layers.Input((side, side, 3)), layers.Input((1, 1, 1))
    x = convolve(inputs, maps)
    for stage_maps in (maps, 2 * maps, 4 * maps):
        for _ in range(blocks):
            x = deep_block(x, switch, stage_maps)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model([inputs, switch], layers.Dense(10, dtype="float32")(x))


def train_deep(model, start, x, y, shortcuts, epochs):
    model.set_weights(start)
    switch = np.full((len(x), 1, 1, 1), shortcuts, "float32")
    history = model.fit([x, switch], y, batch_size=64, epochs=epochs, verbose=0)
    return history.history["loss"]


# %% [markdown]
# **Predict** the training loss, not the accuracy on new pictures: over-fitting has no part in this. A network of 32
# layers can do all that one of 8 can do, if its other layers pass on what they get. Plain, will it reach a lower loss
# than the network of 8 layers, the same, or a higher one? And with the switch on? (About 30 seconds.)

# %%
x_deep, y_deep = x_train[:deep_pictures], y_train[:deep_pictures]
if side == 16:
    x_deep = x_deep.reshape(-1, 16, 2, 16, 2, 3).mean(axis=(2, 4))      # means of 2 x 2 pixels
deep_rounds = deep_epochs * max(1, deep_pictures // len(x_deep))

losses = {}
for blocks_a_stage in track((1, 3, 5), says="three depths, plain and residual"):
    runtime.seed(seed)
    deep = make_deep(blocks_a_stage, deep_maps, side)
    deep.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
                 optimizer=keras.optimizers.SGD(0.1), jit_compile=False)
    start = deep.get_weights()
    for kind, shortcuts in (("plain", 0), ("residual", 1)):
        runtime.seed(seed)
        losses[kind, family(blocks_a_stage, deep_maps)[0]] = train_deep(
            deep, start, x_deep, y_deep, shortcuts, deep_rounds)
    if judge_deep:
        on = np.ones((len(x_test), 1, 1, 1))
        print(f"test accuracy, residual: {accuracy(deep, [x_test, on], y_test):.1%}")

# %% [markdown]
# Plain on the left, residual on the right, with the same scale. In which order do the three depths come?

# %%
figure, axes = plt.subplots(1, 2, figsize=(7.2, 3), sharey=True, layout="constrained")
for ax, kind in zip(axes, ("plain", "residual")):
    for depth, mark in zip((8, 20, 32), "os^"):
        ax.plot(np.arange(1, deep_rounds + 1), losses[kind, depth], f"{mark}-", label=f"{depth} layers")
    ax.set(title=kind, xlabel="epoch", xticks=range(1, deep_rounds + 1, 1 + deep_rounds // 10))
axes[0].set(ylabel="training loss")
axes[0].legend()
show(figure,
     alt="Training loss by epoch. Left, plain networks: the loss of 8 layers falls furthest, that of 20 less, that of "
         "32 least. Right, the same networks with shortcuts: the losses of 20 and of 32 layers lie below that of 8 "
         "layers in every epoch.")
last = {key: values[-1] for key, values in losses.items()}
checkpoint("15.4", last["plain", 32] - last["residual", 32], variant=things, bounds={})
checkpoint("15.5", last["plain", 32] - last["plain", 8], variant=things, bounds={})
over_residual = [0.324, 0.386, 0.289, 0.403, 0.268]                 # five seeds that we recorded
over_shallow = [0.305, 0.254, 0.141, 0.251, 0.164]
assert min(over_residual) > 0.25 and min(over_shallow) > 0.1
print("recorded medians:", np.median(over_residual), "and", np.median(over_shallow))

# %% [markdown]
# Plain, the network of 32 layers is the worst, **on the pictures it is trained on**. It could copy the shallow one and
# let the rest of its layers do nothing; gradient descent does not find that in this time. For a plain layer, "do
# nothing" is a precise setting of all its weights. With a shortcut it is enough that the last batch normalisation of a
# block scales its maps by nearly 0. And the deep ones are no longer behind. More is not claimed: in this run 32 layers
# are not better than 20, and for 8 layers the shortcut brings nothing.
#
# The checkpoints hold two differences of the training loss in the last epoch: plain minus residual, at 32 layers; and
# plain of 32 minus plain of 8 layers. They change much from seed to seed, so yours are not judged. Below them stand the
# medians of the five seeds that we recorded. All ten differences were positive: the deep plain network was behind with
# every seed.
#
# How large the gap is depends on the setting: ours is small and short, so that it runs on two cores. With 16 to 64
# maps, shifted and mirrored pictures and 64,000 steps, the authors of ResNet report 91.25 % test accuracy for
# 20 layers and 92.49 % for 32 (He et al. 2015, table 6). We have not measured this. The `full` parameters of this
# lesson train on all pictures, wider, longer and on a GPU with 16 bits; without the shifted and mirrored pictures,
# which come in lesson 16, expect less.
#
# What exactly is wrong in the plain network? Often you will read that its gradients vanish. The companion looks at
# them, layer by layer, and finds something else.
#
# **What you can now do**: read the blocks of six architectures and write those of three, count what they cost, compare
# networks under a budget and on more than one axis, and say what a shortcut is for.
#
# **Next**: the companion builds AlexNet and GoogLeNet in full size and counts the published networks to the last
# parameter. Lesson 16 gets more out of the same pictures.

# %%
progress(15)
