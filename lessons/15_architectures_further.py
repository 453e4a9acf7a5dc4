# ---
# jupyter:
#   course: {number: 15, title: "Architectures: further", part: 3, minutes: 70, builds_on: [15], data: [cifar10],
#            quick: {starts: 2}}
# ---
# %% [markdown]
# # 15 · Architectures: further
#
# The published networks in full size, counted to the last parameter, without a byte of memory for their weights. Then
# the record of the competition that made them known, what their training cost, and a look inside the plain network of
# 32 layers.
#
# Afterwards you can
# - rebuild a published architecture from its table, and prove by its parameters that it is the right one,
# - say why two libraries report different numbers for the same network,
# - estimate what a training has cost.
#
# About 70 minutes. Builds on lesson 15.

# %%
import matplotlib.pyplot as plt
import numpy as np

from course_utils import accepted, check, load, progress, runtime, show
from course_utils.counting import count_layers, count_multiplications, count_parameters

# %% [markdown]
# How often the network of the last section is begun anew:

# %% tags=["parameters"]
starts = 5

# %% [markdown]
# ## A network without weights
#
# VGG16 has 138 million parameters, half a gigabyte of numbers. To count them nobody needs the numbers, only their
# shapes. Inside `keras.StatelessScope(initialize_variables=False)` Keras notes the shapes and makes no weights.
# (Such a network can be counted, and not be used.) `keras.applications` has many published architectures;
# `weights=None` says that no trained weights are wanted. **Predict**: VGG16 has 13 convolutions and 3 dense layers.
# Which share of its parameters is in the dense ones?

# %%
runtime.start()
import keras
from keras import layers

with keras.StatelessScope(initialize_variables=False):
    vgg = keras.applications.VGG16(weights=None)
counts = [layer for layer in count_layers(vgg) if layer.parameters]
dense = sum(layer.parameters for layer in counts if layer.kind == "Dense")
print(f"{count_parameters(vgg):,} parameters, {dense / count_parameters(vgg):.0%} in dense layers")

# %% [markdown]
# Nine of ten. The first dense layer alone, which ties 4,096 units to 7 x 7 x 512 numbers, has 102,764,544. Now where
# the work is: compare the two pictures, layer by layer.

# %%
assert count_parameters(vgg) == 138_357_544 and count_multiplications(vgg) == 15_470_264_320
assert dense == 123_642_856 and counts[13].parameters == 102_764_544
figure, axes = plt.subplots(1, 2, figsize=(7.2, 2.8), layout="constrained")
places = np.arange(1, len(counts) + 1)
axes[0].bar(places, [layer.parameters / 1e6 for layer in counts])
axes[1].bar(places, [layer.multiplications / 1e9 for layer in counts], color="C1")
axes[0].set(xlabel="layer of VGG16", ylabel="parameters ($10^6$)", xticks=places[::3])
axes[1].set(xlabel="layer of VGG16", ylabel="multiplications ($10^9$)", xticks=places[::3])
show(figure,
     alt="Two bar charts over the 16 layers of VGG16. Left, parameters: at most 2.4 million each up to layer 13, "
         "about 103 million in layer 14, 17 in layer 15, 4 in layer 16. Right, multiplications: nearly all in the layers 2 "
         "to 13, next to nothing in the last three.")

# %% [markdown]
# The parameters are at the end, the work is before it. That is why later networks end in the mean over all places
# instead of large dense layers: it saves nine tenths of the parameters and hardly any work.
#
# ## AlexNet, with its groups
#
# AlexNet was trained on two graphics cards with 3 GB each. To need little traffic between them, three of its five
# convolutions were split into two **groups**: half of the filters sees only the first half of the maps, the other half
# only the second.

# %% [markdown] tags=["exercise"]
# ### Exercise 15.8 - groups  (core, 4 min)
#
# Write how many parameters, **with biases**, a convolution of `size` x `size` has that makes `maps_out` maps out of
# `maps_in`, in `groups` groups of equal size. One group is an ordinary convolution. `groups` divides both numbers of
# maps.

# %% tags=["answer"] exercise="15.8"
def grouped_parameters(maps_in, maps_out, size, groups):
    """The weights and biases of a convolution in groups: a whole number."""
    ### BEGIN SOLUTION
    return size * size * (maps_in // groups) * maps_out + maps_out
    ### END SOLUTION

# %%
check("15.8", grouped_parameters)

# %% [markdown] tags=["hint"] exercise="15.8"
# Ask a single filter: how many maps does it see, and so how many weights does it have? Then how many filters are
# there, over all groups?

# %% [markdown] tags=["hint"] exercise="15.8"
# Each filter sees `maps_in // groups` maps. There are `maps_out` filters in all, each with one bias.

# %% [markdown]
# Here is AlexNet as its paper describes it (Krizhevsky et al. 2012, section 3.5), as far as parameters go; dropout and
# the normalisation of 2012 have none. Pictures have 227 x 227 pixels: with the 224 of the paper, the sizes do not
# come out right. `padding="valid"` is none. The poolings take 3 x 3 places in steps of 2, so that they overlap.

# %%
def convolution(x, maps, size, stride=1, padding="same", groups=1):
    return layers.Conv2D(maps, size, strides=stride, padding=padding, groups=groups,
                         activation="relu")(x)


def make_alexnet(groups):
    inputs = layers.Input((227, 227, 3))
    x = convolution(inputs, 96, 11, stride=4, padding="valid")      # (55, 55, 96)
    x = convolution(layers.MaxPooling2D(3, 2)(x), 256, 5, groups=groups)
    x = convolution(layers.MaxPooling2D(3, 2)(x), 384, 3)           # (13, 13, 384)
    x = convolution(convolution(x, 384, 3, groups=groups), 256, 3, groups=groups)
    x = layers.Flatten()(layers.MaxPooling2D(3, 2)(x))              # (9216,)
    for _ in range(2):
        x = layers.Dense(4096, activation="relu")(x)
    return keras.Model(inputs, layers.Dense(1000)(x))


# %% [markdown]
# Does the number agree, with two groups? And what would it be without?

# %%
grouped_parameters = accepted("15.8", grouped_parameters)
with keras.StatelessScope(initialize_variables=False):
    alexnet, without_groups = make_alexnet(2), make_alexnet(1)
assert count_parameters(alexnet) == 60_965_224 and count_parameters(without_groups) == 62_378_344
assert grouped_parameters(96, 256, 5, 2) == 307_456 and grouped_parameters(96, 256, 5, 1) == 614_656
assert count_multiplications(alexnet) == 724_406_816
counts = [layer for layer in count_layers(alexnet) if layer.parameters]
for layer in counts:
    print(f"{layer.kind:7} {layer.output_shape!s:14} {layer.parameters:10,} parameters")
dense = sum(layer.parameters for layer in counts if layer.kind == "Dense") / count_parameters(alexnet)
assert 0.961 < dense < 0.962
print(f"{dense:.0%} of all in the dense layers")

# %% [markdown]
# 60,965,224, the "60 million" of the paper. Where you read 62,378,344, the groups were left out. (PyTorch's
# torchvision has yet another count, of a later version for one card, with other numbers of filters.) And again,
# nearly all are in the dense layers.
#
# ## GoogLeNet, from its table
#
# GoogLeNet has nine inception blocks. Their settings are one table (Szegedy et al. 2014, table 1): for each block the
# maps of the 1 x 1 branch; of the bottleneck and the 3 x 3; of the bottleneck and the 5 x 5; and after the pooling.
# `None` stands for a pooling that halves the size. While it was trained, it had two further outputs halfway up;
# without these **auxiliary heads** it is used, and counted here.

# %%
table = [(64, 96, 128, 16, 32, 32), (128, 128, 192, 32, 96, 64), None,
         (192, 96, 208, 16, 48, 64), (160, 112, 224, 24, 64, 64), (128, 128, 256, 24, 64, 64),
         (112, 144, 288, 32, 64, 64), (256, 160, 320, 32, 128, 128), None,
         (256, 160, 320, 32, 128, 128), (384, 192, 384, 48, 128, 128)]


def inception(x, one, narrow_3, three, narrow_5, five, pooled):
    return layers.Concatenate()([
        convolution(x, one, 1),
        convolution(convolution(x, narrow_3, 1), three, 3),
        convolution(convolution(x, narrow_5, 1), five, 5),
        convolution(layers.MaxPooling2D(3, 1, padding="same")(x), pooled, 1)])


def make_googlenet(table):
    def halve(x):
        return layers.MaxPooling2D(3, 2, padding="same")(x)

    inputs = layers.Input((224, 224, 3))
    x = convolution(halve(convolution(inputs, 64, 7, stride=2)), 64, 1)
    x = halve(convolution(x, 192, 3))                               # (28, 28, 192)
    for settings in table:
        x = inception(x, *settings) if settings else halve(x)
    return keras.Model(inputs, layers.Dense(1000)(layers.GlobalAveragePooling2D()(x)))


# %% [markdown]
# It is often said to have 5 million parameters. The paper says that it uses twelve times fewer than AlexNet, and a
# twelfth of 60 million is 5 million. **Predict**: does the table agree? Add up the last block by hand; 832 maps come
# in.

# %%
with keras.StatelessScope(initialize_variables=False):
    googlenet = make_googlenet(table)
ratio = count_parameters(alexnet) / count_parameters(googlenet)
print(f"{count_parameters(googlenet):,} parameters, {ratio:.1f} times fewer than AlexNet")

# %% [markdown]
# It has about 7 million: nearly nine times fewer than AlexNet, not twelve. A number that you can count you need not
# believe. And its work, against that of the two others?

# %%
assert count_parameters(googlenet) == 6_998_552 and 8.7 < ratio < 8.8
assert count_multiplications(googlenet) == 1_582_671_872 > 2 * count_multiplications(alexnet)
for name, model in (("AlexNet", alexnet), ("VGG16", vgg), ("GoogLeNet", googlenet)):
    print(f"{name:9} {count_multiplications(model) / 1e9:5.2f} thousand million multiplications")

# %% [markdown]
# Few parameters are not little work: GoogLeNet multiplies more than twice as often as AlexNet, with about a ninth of
# its parameters. (The paper set itself a budget of 1.5 thousand million multiplications, which fits.)
#
# ## DenseNet: how it grows
#
# In a dense block each 3 x 3 convolution gets all maps that there are, and adds a few to them: the growth rate.

# %% [markdown] tags=["exercise"]
# ### Exercise 15.9 - how it grows  (core, 5 min)
#
# A dense block gets `maps` maps and has `depth` 3 x 3 convolutions that add `growth` maps each. Write `dense_growth`:
# it returns the number of maps after the last of them, and the number of weights of all of them together. No biases,
# no batch normalisation, and no 1 x 1 convolution at the end.

# %% tags=["answer"] exercise="15.9"
def dense_growth(maps, growth, depth):
    """The maps after `depth` layers of a dense block, and their weights: two numbers."""
    ### BEGIN SOLUTION
    weights = 0
    for _ in range(depth):
        weights += 9 * maps * growth
        maps += growth
    return maps, weights
    ### END SOLUTION

# %%
check("15.9", dense_growth)

# %% [markdown] tags=["hint"] exercise="15.9"
# Each layer gets more maps than the one before it. So go through the layers in a loop, and let `maps` grow as you go.

# %% [markdown] tags=["hint"] exercise="15.9"
# In each round, first `weights += 9 * maps * growth`, with the maps that there are now, and then `maps += growth`.

# %% [markdown]
# In DenseNet-121 the first block gets 64 maps and has six layers with growth 32. (In its full form each of them has a
# bottleneck, too; leave it out here.) Turn the growth rate and see what it costs. **Predict**: twice the growth, twice
# the weights?

# %%
dense_growth = accepted("15.9", dense_growth)
weights = []
for growth in (8, 16, 32, 64):
    maps, needed = dense_growth(64, growth, 6)
    weights.append(needed)
    print(f"growth {growth:2}: {maps:3} maps, {needed:7,} weights")
factors = np.divide(weights[1:], weights[:-1])
print("each against the one before:", factors.round(2))

# %% [markdown]
# From 2.5 to 3.1 times as many. Twice as many kernels look at the 64 maps that came in, which doubles their weights.
# But at the maps that were **added** twice as many kernels look, and there are twice as many to look at: four times
# the weights. The larger the growth, the more this part counts.

# %%
assert tuple(dense_growth(64, 32, 6)) == (256, 248_832)
assert tuple(dense_growth(64, 64, 6)) == (448, 774_144)
assert np.allclose(factors, [2.48, 2.77, 3.11], atol=0.005)
came_in = [9 * growth * 64 * 6 for growth in (32, 64)]
assert came_in[1] == 2 * came_in[0] and 774_144 - came_in[1] == 4 * (248_832 - came_in[0])

# %% [markdown]
# ## ResNet-50: two counts of one network
#
# PyTorch's library of vision networks, torchvision, has a ResNet-50 of 25,557,032 parameters, and so it is mostly
# quoted. Keras says something else.

# %%
with keras.StatelessScope(initialize_variables=False):
    resnet = keras.applications.ResNet50(weights=None)
assert count_parameters(resnet) == 25_636_712 and 25_636_712 - 25_557_032 == 79_680
print(f"{count_parameters(resnet):,} in Keras, {25_636_712 - 25_557_032:,} more than in torchvision")

# %% [markdown]
# Two things make up the difference. Batch normalisation keeps two numbers for each map that are **not learned**, a
# running mean and a running variance: its **statistics**, which Keras counts. And the convolutions of Keras's version
# have biases, which torchvision's do not: the shift of the batch normalisation after each takes their place.

# %% [markdown] tags=["exercise"]
# ### Exercise 15.10 - what makes the difference  (core, 6 min)
#
# Write `count_extras`. It gets a Keras model and returns two whole numbers: how many statistics its
# `layers.BatchNormalization` layers keep, and how many biases its `layers.Conv2D` layers have. Go through
# `model.layers`; `isinstance(layer, layers.Conv2D)` asks for the kind. A layer of batch normalisation has
# `layer.moving_mean` and `layer.moving_variance`, a convolution has `layer.bias`; ask `is not None`, since it is
# `None` where there are no biases. All of them have a `.shape` such as `(64,)`; `.shape[0]` is the number.

# %% tags=["answer"] exercise="15.10"
def count_extras(model):
    """The statistics of batch normalisation, and the biases of convolutions: two whole numbers."""
    ### BEGIN SOLUTION
    statistics = biases = 0
    for layer in model.layers:
        if isinstance(layer, layers.BatchNormalization):
            statistics += layer.moving_mean.shape[0] + layer.moving_variance.shape[0]
        if isinstance(layer, layers.Conv2D) and layer.bias is not None:
            biases += layer.bias.shape[0]
    return statistics, biases
    ### END SOLUTION

# %%
check("15.10", count_extras)

# %% [markdown] tags=["hint"] exercise="15.10"
# Two sums that begin at 0, one loop, two questions in it. A batch normalisation of 64 maps keeps 64 means and 64
# variances; a convolution of 64 filters has 64 biases, or none.

# %% [markdown] tags=["hint"] exercise="15.10"
# A batch normalisation adds `layer.moving_mean.shape[0]` to the statistics, and as many again for the variances. For
# the convolutions, ask also that `layer.bias is not None`. Dense layers keep their biases.

# %% [markdown]
# Take both away:

# %%
count_extras = accepted("15.10", count_extras)
statistics, biases = count_extras(resnet)
assert (statistics, biases) == (53_120, 26_560)
assert count_parameters(resnet) - statistics - biases == 25_557_032
print(f"{count_parameters(resnet):,} - {statistics:,} - {biases:,} = "
      f"{count_parameters(resnet) - statistics - biases:,}")

# %% [markdown]
# Both numbers are right, of two things. If you quote one, say what you have counted.
#
# ## The record
#
# The **ImageNet** competition ran from 2010 to 2017: 1.2 million photos to train with, 1,000 kinds of things. An
# answer counts as right if the true kind is among the five that the network finds most likely; what is left is the
# **top-5 error**. The winners, in percent, with layers and millions of parameters where there is one network to
# count. (All winners from 2012 on averaged several networks; layers and parameters are those of one of them.)

# %%
record = {                         # year, top-5 error in %, layers, millions of parameters
    "NEC-UIUC": (2010, 28.2, None, None), "XRCE": (2011, 25.8, None, None),
    "AlexNet": (2012, 16.4, 8, 60.97), "Clarifai": (2013, 11.7, None, None),
    "GoogLeNet": (2014, 6.7, 22, 7.00), "VGG (second)": (2014, 7.3, 19, 143.67),
    "ResNet": (2015, 3.57, 152, 60.19), "Trimps-Soushen": (2016, 2.99, None, None),
    "SENet": (2017, 2.25, 154, 115.09)}
with_more_pictures = {"AlexNet": 15.3}
winners = [error for name, (_, error, _, _) in record.items() if "second" not in name]
assert winners == [28.2, 25.8, 16.4, 11.7, 6.7, 3.57, 2.99, 2.25] and record["VGG (second)"][1] == 7.3
for name, (year, error, depth, millions) in record.items():
    print(f"{year}  {name:15} {error:5} %  {depth or '-':>4} layers  {millions or '-':>6} million")
print("with further pictures to train on:", with_more_pictures)

# %% [markdown]
# The first two winners were no networks: the picture was described by rules that people had designed, and a linear
# classifier decided. In 2013 layers and parameters were not published, and in 2016 the average of quite different
# networks won, so there is no one number. The errors are from the overview of the competition (Russakovsky et al.
# 2015) and its result pages, most of them also in the papers. They are those **without** further pictures to train
# on: for AlexNet you will mostly read 15.3 %, which it reached with them. The 115.09 million are those of SENet-154
# as its reimplementations count them. Two of the other numbers have not been counted here yet: VGG with 19 layers,
# and ResNet with 152.

# %%
with keras.StatelessScope(initialize_variables=False):
    deepest = keras.applications.ResNet152(weights=None)
    vgg_19 = keras.applications.VGG19(weights=None)
without_extras = count_parameters(deepest) - sum(count_extras(deepest))
assert count_parameters(vgg_19) == 143_667_240 and without_extras == 60_192_808
print(f"VGG19: {count_parameters(vgg_19):,}. ResNet-152, as torchvision counts: {without_extras:,}")

# %% [markdown]
# And people? One of the authors of the overview trained himself on 500 pictures, and then had an error of 5.1 % on
# 1,500 others. A second person, with less practice, had 12 %.

# %%
person, second_person = 5.1, 12
assert record["GoogLeNet"][1] > person > record["ResNet"][1] and (person, second_person) == (5.1, 12)
steps = -np.diff(winners)
assert steps.argmax() == 1 and np.isclose(steps.max(), 9.4) and np.isclose(6.7 / 3.57, 1.88, atol=0.005)
_, ax = plt.subplots(figsize=(6.6, 3.2), layout="constrained")
ax.semilogy(range(2010, 2018), winners, "o-")
ax.plot(2014, 7.3, "s", color="C1")
ax.axhline(person, color="grey", linestyle=":")
for name, (year, error, _, _) in record.items():
    ax.annotate(name, (year, error), xytext=(6, 9 if "second" in name else 2), fontsize=8,
                textcoords="offset points", annotation_clip=False)
ax.text(2010, person, "one trained person, 5.1 %", va="bottom", fontsize=8)
ax.set(xlabel="year", ylabel="top-5 error (%)", xlim=(2009.7, 2018), xticks=range(2010, 2018))
ax.set_yticks([2, 5, 10, 20, 30], [2, 5, 10, 20, 30])
ax.minorticks_off()
show(ax,
     alt="Top-5 error of the ImageNet winners by year, on a logarithmic axis: 28.2 and 25.8 percent in 2010 and 2011, "
         "then 16.4 with AlexNet, 11.7, 6.7 with GoogLeNet and 7.3 for the second, VGG; 3.57 with ResNet, 2.99, 2.25. "
         "A dotted line at 5.1 percent for one trained person lies between 2014 and 2015.")

# %% [markdown]
# The axis is logarithmic: equal steps are equal factors. In points, the step of 2012 is the largest, 9.4; as a
# factor, that of ResNet, 1.88. From 2015 on the winners have a lower error than that person. That is a statement
# about this test and this person, as the second one shows. The overview compares the first person with GoogLeNet on
# the same pictures: the person confused breeds of dogs and did not think of some of the 1,000 kinds, the network
# missed small and thin things; and both went wrong where several things are in one picture.
#
# Look at the table again, too. Where the layers are known, there are more with every winner, from 8 to 154. But the
# parameters go up and down: GoogLeNet has the fewest of all.
#
# ## What it cost
#
# For one picture, a network does its multiplications, and as many additions: two operations each. The way back costs
# about twice as much as the way forward, since there are two gradients to compute, of the weights and of the inputs
# (lesson 06). So training takes about
#
# $$2 \cdot 3 \cdot \text{multiplications} \cdot \text{pictures} \cdot \text{passes.}$$

# %% [markdown] tags=["exercise"]
# ### Exercise 15.11 - the operations of a training  (core, 3 min)
#
# Write `training_operations` in a more general form, as papers state it: they give the number of **steps** and the
# size of a **batch** instead of pictures and passes.

# %% tags=["answer"] exercise="15.11"
def training_operations(multiplications, batch_size, steps):
    """About how many additions and multiplications a training takes, forward and back: one number."""
    ### BEGIN SOLUTION
    return 2 * 3 * multiplications * batch_size * steps
    ### END SOLUTION

# %%
check("15.11", training_operations)

# %% [markdown] tags=["hint"] exercise="15.11"
# How many pictures does the network see in all, in so many steps with so many pictures each? That takes the place of
# pictures x passes.

# %% [markdown] tags=["hint"] exercise="15.11"
# Forward is 1, backward 2, together 3 times the forward way. Each multiplication comes with an addition: times 2.

# %% [markdown]
# From the papers: LeNet saw 60,000 pictures 20 times, one at a time; AlexNet about 1.2 million pictures 90 times in
# batches of 128; VGG 370,000 batches of 256; ResNet-152 600,000 batches of 256. The multiplications are those that you
# have counted; for LeNet those of 1998, with its partly connected layer, which makes them fewer than in lesson 14. The
# last two points are networks for **text**, from a later part of this course, and stated by their authors: the large
# transformer of 2017 (Vaswani et al., table 2: hours times processors times their speed) and GPT-3 (Brown et al. 2020,
# appendix D).

# %%
training_operations = accepted("15.11", training_operations)
lenet = 117_600 + 150_000 + 48_000 + 10_080 + 840       # C1, C3, C5, F6, output
trained = {
    "LeNet": (1998, training_operations(lenet, 1, 60_000 * 20)),
    "AlexNet": (2012, training_operations(count_multiplications(alexnet), 128, 1.2e6 * 90 / 128)),
    "VGG16": (2014, training_operations(count_multiplications(vgg), 256, 370_000)),
    "ResNet-152": (2015, training_operations(count_multiplications(deepest), 256, 600_000)),
    "transformer": (2017, 2.3e19), "GPT-3": (2020, 3.14e23)}
for name, (year, operations) in trained.items():
    print(f"{year}  {name:12} {operations:.1e} operations")

# %% [markdown]
# 4.7e17 for AlexNet is also the figure that Sevilla et al. (2022) have in their collection of such estimates, for
# VGG16 they have 8.5e18. They find that until 2010 the amount doubled about every 20 months, and since then about
# every 6.
#
# How do you get a doubling time out of such points? If the amount doubles at a steady pace, its logarithm to base 2
# grows by 1 in each doubling time: a straight line over the years. `np.polyfit(x, y, 1)` returns the slope and height
# of the best one (least squares, lesson 01). The slope is doublings a year. Fit it twice to what came from 2012 on:
# with GPT-3, and without.

# %%
estimates = [trained[name][1] for name in ("LeNet", "AlexNet", "VGG16", "ResNet-152")]
assert lenet == 326_520 and np.allclose(estimates, [2.35e12, 4.7e17, 8.8e18, 1.04e19], rtol=0.01)
assert (trained["transformer"][1], trained["GPT-3"][1]) == (2.3e19, 3.14e23)
years, operations = np.array(list(trained.values())).T
months = {}
for last, points in (("transformer", slice(1, 5)), ("GPT-3", slice(1, 6))):
    slope, height = np.polyfit(years[points] - 2012, np.log2(operations[points]), 1)
    months[last] = 12 / slope
    print(f"AlexNet to {last}: doubled every {12 / slope:.0f} months")

# %% [markdown]
# The line in the figure is the second fit. Each line of the grid is a thousand times the one below it.

# %%
_, ax = plt.subplots(figsize=(6.2, 3.2), layout="constrained")
right = {"ResNet-152": (5, -11), "transformer": (7, -3)}       # their labels stand on the right
for name, (year, amount) in trained.items():
    ax.plot(year, amount, "o", color="C0")
    ax.annotate(name, (year, amount), xytext=right.get(name, (-6, 4)), fontsize=8,
                ha="left" if name in right else "right", textcoords="offset points")
ax.plot([2012, 2020], 2 ** (height + slope * np.array([0, 8])), ":", color="C1")
ax.set(xlabel="year", ylabel="operations of the training", yscale="log", xlim=(1993, 2022),
       ylim=(1e11, 1e25), yticks=[10.0 ** power for power in range(12, 25, 3)])
ax.grid(True, axis="y")
show(ax,
     alt="Operations of training by year on a logarithmic axis: LeNet 1998 near 2e12, AlexNet 2012 near 5e17, VGG16 "
         "and ResNet-152 near 1e19, the transformer 2017 at 2.3e19, GPT-3 in 2020 at 3e23. The dotted line of the fit "
         "rises from 2012 to 2020; the transformer lies far below it, GPT-3 above.")
assert np.allclose([months["transformer"], months["GPT-3"]], [11.0, 5.34], atol=0.05)

# %% [markdown]
# One point more, and the doubling time falls from 11 months to 5. Such a number says little without the points behind
# it: five of them, from two fields, two of them counted otherwise. Sevilla et al. have over a hundred.
#
# ## Inside the plain network
#
# Back to the question that the lesson left open: what is wrong with the plain network of 32 layers? Here it is again,
# with the switch on its shortcuts.

# %%
def normalised(x, maps, stride=1):
    x = layers.Conv2D(maps, 3, strides=stride, padding="same", use_bias=False,
                      kernel_initializer="he_normal")(x)
    return layers.BatchNormalization()(x)


def deep_block(x, switch, maps):
    stride = 1 if x.shape[-1] == maps else 2
    change = normalised(layers.ReLU()(normalised(x, maps, stride)), maps)
    if stride == 2:
        x = keras.ops.pad(x[:, ::2, ::2], [(0, 0), (0, 0), (0, 0), (0, maps - x.shape[-1])])
    return layers.ReLU()(change + switch * x)


# %% [markdown]
# 32 layers: one, then fifteen blocks of two, then the dense one.

# %%
inputs, switch = layers.Input((16, 16, 3)), layers.Input((1, 1, 1))
x = layers.ReLU()(normalised(inputs, 4))
for stage_maps in (4,) * 5 + (8,) * 5 + (16,) * 5:
    x = deep_block(x, switch, stage_maps)
deep = keras.Model([inputs, switch], layers.Dense(10)(layers.GlobalAveragePooling2D()(x)))

# %% [markdown]
# How to get at the gradients of a Keras model? One step of plain gradient descent with learning rate 1 moves each
# weight by minus its gradient. So make a step, see how far the weights have moved, and put them back. Only the kernels
# are looked at, one for each of the 32 layers, at the start of training.

# %%
def gradients(model, start, x, y, shortcuts):
    model.set_weights(start)
    model.train_on_batch([x, np.full((len(x), 1, 1, 1), shortcuts, "float32")], y)
    return [(before - after).ravel() for weight, before, after
            in zip(model.weights, start, model.get_weights()) if weight.name == "kernel"]


# %% [markdown]
# Pictures as in the lesson, averaged to 16 x 16. (`jit_compile=False`: translating the network for the machine would
# take longer than these few steps.)

# %%
things = load("cifar10")
pixels = np.asarray(things.x_train[:1000], "float32")               # (picture, row, column, channel)
pixels = pixels.reshape(-1, 16, 2, 16, 2, 3).mean(axis=(2, 4))
pixels = (pixels - pixels.mean(axis=(0, 1, 2))) / pixels.std(axis=(0, 1, 2))
labels = things.y_train[:1000]
deep.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
             optimizer=keras.optimizers.SGD(1.0), jit_compile=False)

# %% [markdown]
# Four batches of 250 pictures, and for each the gradients of all layers, plain and residual. Two questions: how
# **long** is the gradient of a layer? And do the gradients of different batches **agree**? The second is measured by
# the cosine of the angle between two of them: 1 for the same direction, 0 for directions that have nothing to do with
# each other. With the gradients scaled to length 1, `unit @ unit.T` has the cosines of all pairs at once.
# `np.triu_indices` with `k=1` picks those above the diagonal, so that each pair counts once.

# %%
def agreement(vectors):
    unit = np.array([vector / np.linalg.norm(vector) for vector in vectors])    # (batch, weight)
    cosines = unit @ unit.T
    return cosines[np.triu_indices(len(unit), k=1)].mean()


assert np.isclose(agreement(np.array([[1.0, 0], [5, 0]])), 1)
assert np.isclose(agreement(np.array([[1.0, 0], [0, 2]])), 0)

# %% [markdown]
# One start may be an accident. So the network is begun anew several times, each time with random kernels of the usual
# width, He's (companion of lesson 05).

# %%
def draw_start(model, values, random):
    return [random.normal(0, np.sqrt(2 / np.prod(value.shape[:-1])), value.shape)
            if weight.name == "kernel" else value for weight, value in zip(model.weights, values)]


# %% [markdown]
# **Predict** both for the first layers of the plain network. `pixels[k::4]` is every fourth picture, from number `k`
# on. `zip(*batches)` turns the lists round: from one list a batch to one a layer. (About ten seconds.)

# %%
values = deep.get_weights()
lengths, agreed = ({"plain": [], "residual": []} for _ in range(2))     # (start, layer)
for number in range(starts):
    start = draw_start(deep, values, np.random.default_rng(number))
    for kind, shortcuts in (("plain", 0), ("residual", 1)):
        batches = [gradients(deep, start, pixels[k::4], labels[k::4], shortcuts) for k in range(4)]
        lengths[kind].append([np.linalg.norm(gradient) for gradient in batches[0]])
        agreed[kind].append([agreement(layer) for layer in zip(*batches)])
sizes = [gradient.size for gradient in batches[0]]
assert len(sizes) == 32 and (min(sizes), max(sizes)) == (108, 2304)

# %% [markdown]
# On the left the length, on a logarithmic axis, on the right the agreement; layer 1 is the one next to the picture.
# The lines are the means of all starts, the bands go from the smallest to the largest.

# %%
figure, axes = plt.subplots(1, 2, figsize=(7.2, 3), layout="constrained")
for kind, mark in (("plain", "o-"), ("residual", "s-")):
    for ax, seen in zip(axes, (lengths[kind], agreed[kind])):
        ax.plot(range(1, 33), np.mean(seen, axis=0), mark, markersize=3, label=kind)
        ax.fill_between(range(1, 33), np.min(seen, axis=0), np.max(seen, axis=0), alpha=0.2)
axes[0].set(xlabel="layer", ylabel="length of the gradient", yscale="log")
axes[0].set_yticks([0.1, 0.3, 1, 3, 10], [0.1, 0.3, 1, 3, 10])
axes[1].set(xlabel="layer", ylabel="agreement of batches (cosine)")
axes[1].axhline(0, color="grey", linestyle=":")
axes[1].legend()
show(figure,
     alt="Two panels over the 32 layers. Left, gradient length, logarithmic: in the plain network it falls from near 9 in "
         "layer 1 to 0.2 at the end, in the residual one from about 1 to 0.4 in layer 8, and stays there but for the "
         "last layer with 4. Right, agreement: plain near 0 up to layer 26, then rising to 0.8; residual rising from "
         "about 0.1 in layer 1 to nearly 1 in the last, with a wide band in the first half.")

# %% [markdown]
# What the figure says, in numbers that hold for every single start:

# %%
for number in range(starts if not things.stand_in else 0):
    long, short = (np.array(lengths[kind][number]) for kind in ("plain", "residual"))
    plain, residual = (np.array(agreed[kind][number]) for kind in ("plain", "residual"))
    assert long[:8].mean() > 3 * long[8:31].mean() and short[:8].mean() < 2.5 * short[8:31].mean()
    assert abs(plain[:24].mean()) < 0.1 and residual[8:24].mean() > 0.3
    assert residual[16:31].mean() > 0.5 > plain[16:31].mean() and short.argmax() == 31
first_eight = np.array(agreed["residual"])[:, :8].mean(axis=1)      # one number a start
assert things.stand_in or np.median(first_eight) < 0.3

# %% [markdown]
# They do **not** vanish. With batch normalisation, the gradients of the plain network grow on their way back: in the
# first eight layers they are on average more than three times as long as behind them, although these layers have the
# fewest weights (a kernel has 108 to 2,304). The authors of ResNet found vanishing gradients an unlikely cause, too:
# they saw lengths that looked healthy.
#
# What is lost is their **meaning**: in the first 24 layers of the plain network, two batches ask for directions that
# have nothing to do with each other. The steps are mostly noise. This is a relative of what Balduzzi et al. (2017)
# call shattered gradients; they compare the gradients with respect to two inputs that are close together.
#
# The shortcut carries the error past the layers; only the ReLU after each addition is in its way, and the two places
# where the maps become half as wide and high. With it the lengths differ far less, but for the last, dense layer. And
# the agreement rises through the network to nearly 1. How soon depends on the start: in the first eight layers the
# batches hardly agree in most of them, either; in the second half they do in all. So a shortcut does not give every
# layer a clear direction from the first step on, but many of them. (All of this is the start of training; how it goes
# on was not measured here.)
#
# **What you can now do**: rebuild a network from its table and prove it by counting, read quoted numbers with care,
# estimate the cost of a training, and look at gradients layer by layer instead of guessing.
#
# **Next**: lesson 16 gets more out of the same pictures, and lesson 17 uses networks that others have trained.

# %%
progress(15, further=True)
