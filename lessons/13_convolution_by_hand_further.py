# ---
# jupyter:
#   course: {number: 13, title: "Convolution by hand: further", part: 3, minutes: 80, builds_on: [13], data: []}
# ---
# %% [markdown]
# # 13 · Convolution by hand: further
#
# Six things that did not fit the lesson: filters with gaps; a convolution as one matrix product, timed against the
# loops and against Keras; filters of a single pixel; one filter that does the work of two; how errors come back through
# convolution and pooling; and what a layer makes of a picture that is moved, turned or scaled.
#
# Afterwards you can
# - turn any convolution into a matrix product, and say what that costs,
# - send an error back to the filter and to the picture, and check both,
# - say which change of a picture a layer forgives, with numbers.
#
# About 80 minutes, in two sittings if you like. Builds on lesson 13.

# %%
from time import perf_counter

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils import accepted, check, load, progress, runtime, show
from course_utils.figures import plot_curves, plot_matrices

# %% [markdown]
# The seed fixes the random pictures and filters.

# %% tags=["parameters"]
seed = 0

# %% [markdown]
# ## Filters with gaps
#
# A filter of 3 x 3 sees 3 by 3 pixels. To see further, make it larger, and pay for every new weight. Or spread its nine
# weights: with **dilation** $d$ they lie on every $d$-th pixel. It then spans $d\,(k - 1) + 1$ pixels, has as many
# weights as before, and costs as many multiplications at each place. In the formula for the size, the span takes the
# place of $k$:
#
# $$\left\lfloor \frac{n + 2p - (d\,(k - 1) + 1)}{s} \right\rfloor + 1 \qquad\qquad
# n = 7,\; k = 3,\; d = 2: \quad \frac{7 - 5}{1} + 1 = 3$$

# %% [markdown] tags=["exercise"]
# ### Exercise 13.9 - spread a filter  (core, 5 min)
#
# Write `dilate`, which returns the large filter that a dilated one amounts to: the weights `dilation` places apart, and
# zeros in the gaps. The first weight stays in the first place, the last one in the last place. A kernel may have any
# number of rows and columns, and fractions.

# %% tags=["answer"] exercise="13.9"
def dilate(kernel, dilation):
    """The kernel with its weights `dilation` places apart and zeros between them."""
    ### BEGIN SOLUTION
    rows, columns = (dilation * (size - 1) + 1 for size in kernel.shape)
    spread = np.zeros((rows, columns))
    spread[::dilation, ::dilation] = kernel
    return spread
    ### END SOLUTION

# %%
check("13.9", dilate)

# %% [markdown] tags=["hint"] exercise="13.9"
# First the size: two weights that are $d$ apart take $d + 1$ places, three take $2d + 1$. Begin with zeros of that size.

# %% [markdown] tags=["hint"] exercise="13.9"
# `spread[::dilation, ::dilation]` are the places of the weights: every `dilation`-th row and column. Something of the
# shape of the kernel can be put there.

# %% [markdown]
# In the figure, the frame is what the spread filter covers of a picture of 7 by 7. Only the nine numbers in circles
# take part. So in NumPy no zeros are needed: of each large window, every $d$-th number is taken.

# %%
dilate = accepted("13.9", dilate)
kernel = np.array([[1, 0, -1]] * 3)
table = np.arange(1, 50).reshape(7, 7)
spread = dilate(kernel, 2)
windows = sliding_window_view(table, (5, 5))[:, :, ::2, ::2]      # (row, column, 3, 3)
result = np.sum(windows * kernel, axis=(2, 3))
assert spread.shape == (5, 5) and result.shape == (3, 3) and np.all(result == -12)
assert np.array_equal(result, np.sum(sliding_window_view(table, (5, 5)) * spread, axis=(2, 3)))
ax = plot_matrices([table, spread, result], ["7 x 7", "filter, spread to 5 x 5", "result"],
                   signs=["∗", "="], marked=[(0, 0, 5, 5), None, (0, 0, 1, 1)])
ax.plot([0.5, 2.5, 4.5] * 3, [0.5] * 3 + [2.5] * 3 + [4.5] * 3, "o", markersize=15, fillstyle="none")
show(ax,
     alt="The numbers 1 to 49 in 7 rows with a frame around the upper left 5 by 5, in it circles around 1, 3, 5, "
         "15, 17, 19, 29, 31, 33. The rows of the spread filter are 1, 0, 0, 0, -1, then zeros, and so on. The "
         "result is 3 by 3, -12 throughout.")

# %% [markdown]
# From left to right the numbers grow by 1, and left and right weight are four pixels apart, in three rows:
# $3 \cdot (-4) = -12$, everywhere.
#
# ## One matrix product
#
# The lesson's loops are slow. Computers are at their best with one large matrix product. So lay every window out as a
# **row** of a matrix, and every filter as a **column** of another. Their product has a row for each place and a column
# for each filter: all the sums at once. This is called **im2col** (image to columns; some libraries lay the windows out
# as columns, hence the name).

# %% [markdown] tags=["exercise"]
# ### Exercise 13.10 - windows as rows  (core, 7 min)
#
# Write `im2col`. `picture` is (row, column, channel), the windows are `size` by `size`, without padding and with stride 1.
# The matrix has one row for each window, in reading order. In each row stand the numbers of the window in the order of
# the weights: window row, window column, channel, the channel running fastest. With two channels, and the pixels (1, 10)
# and (2, 20) side by side in the upper left corner, the first row begins 1, 10, 2, 20.

# %% tags=["answer"] exercise="13.10"
def im2col(picture, size):
    """Every window as a row: (places, size * size * channels)."""
    ### BEGIN SOLUTION
    rows, columns = picture.shape[0] - size + 1, picture.shape[1] - size + 1
    return np.array([picture[row:row + size, column:column + size].reshape(-1)
                     for row in range(rows) for column in range(columns)])
    ### END SOLUTION

# %%
check("13.10", im2col)

# %% [markdown] tags=["hint"] exercise="13.10"
# One window is `picture[row:row + size, column:column + size]`, of shape (size, size, channels). `.reshape(-1)` lays it out
# in the right order: the last axis runs fastest. Collect these rows in a list, and make an array of it.

# %% [markdown] tags=["hint"] exercise="13.10"
# The number of places is `picture.shape[0] - size + 1` downwards, and the same with `shape[1]` to the right. Two loops (or
# one list with two `for`), the one over the rows outside.

# %% [markdown]
# A toy: nine numbers, windows of 2 by 2, one channel. Follow the framed window into its row.

# %%
im2col = accepted("13.10", im2col)
nine = np.arange(1, 10).reshape(3, 3, 1)                           # (row, column, channel)
rows = im2col(nine, 2)                                             # (place, weight)
assert np.array_equal(rows, [[1, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 8, 9]])
column = np.array([[10, 0, 0, 1]]).T                               # a 2 x 2 filter as a column
assert (rows @ column).T.tolist() == [[15, 26, 48, 59]]
tables = [nine[:, :, 0], column.reshape(2, 2), rows, column, rows @ column]
titles = ["picture", "filter", "windows as rows", "filter", "result"]
show(plot_matrices(tables, titles, signs=["∗", "→", "·", "="],
                   marked=[(0, 1, 2, 2), None, (1, 0, 1, 4), None, (1, 0, 1, 1)]),
     alt="The numbers 1 to 9 in a square with a frame around 2, 3, 5, 6, and a filter of 2 by 2: 10, 0, 0, 1. Beside "
         "them four rows, one for each window; the second, framed, is 2, 3, 5, 6. Times the filter, now the column "
         "10, 0, 0, 1, the rows give 15, 26, 48, 59.")

# %% [markdown]
# The 5 stands in the picture once and in the matrix four times: that is the price. **Predict**, without computing:
# windows of 3 x 3 on a picture of 32 x 32 x 3, how many times as many numbers as in the picture, at most?

# %%
assert im2col(np.zeros((32, 32, 3)), 3).size == 30 * 30 * 27 == 24_300
assert 7.9 < 24_300 / 3_072 < 8
print(f"{24_300:,} numbers, {24_300 / 3_072:.1f} times as many as in the picture")

# %% [markdown]
# Nine times would be the most, because a pixel lies in nine windows, as often as the window has places. Only near the
# border it lies in fewer.
#
# ## All rungs, all settings
#
# Now the three ways side by side, for any padding, stride and dilation, several channels and several filters. First the
# loops. `np.ndindex` counts through all places of the result; `...` stands for "all other axes".

# %%
def layer_loops(picture, kernels, padding=0, stride=1, dilation=1):
    padded = np.pad(picture, ((padding, padding), (padding, padding), (0, 0)))
    high, wide = (dilation * (size - 1) + 1 for size in kernels.shape[:2])
    rows, columns = (padded.shape[0] - high) // stride + 1, (padded.shape[1] - wide) // stride + 1
    maps = np.zeros((rows, columns, kernels.shape[3]))
    for row, column, number in np.ndindex(maps.shape):
        top, left = row * stride, column * stride
        window = padded[top:top + high:dilation, left:left + wide:dilation]     # (row, column, channel)
        maps[row, column, number] = np.sum(window * kernels[..., number])
    return maps

# %% [markdown]
# Then the windows. With `axis=(0, 1)` they move along rows and columns only, and NumPy puts the axes inside of the
# window at the end: (row, column, channel, kernel row, kernel column). `transpose(0, 1, 3, 4, 2)` names the axes in the
# order that we want, with the channel last, as the weights have it. `*options` collects whatever else is given, here
# padding, stride and dilation, and hands it on.

# %%
def windows_of(picture, shape, padding=0, stride=1, dilation=1):
    padded = np.pad(picture, ((padding, padding), (padding, padding), (0, 0)))
    span = tuple(dilation * (size - 1) + 1 for size in shape)
    windows = sliding_window_view(padded, span, axis=(0, 1))            # the channel is axis 2
    return windows[::stride, ::stride, :, ::dilation, ::dilation].transpose(0, 1, 3, 4, 2)


def layer_windows(picture, kernels, *options):
    windows = windows_of(picture, kernels.shape[:2], *options)
    return np.stack([np.sum(windows * kernels[..., number], axis=(2, 3, 4))
                     for number in range(kernels.shape[3])], axis=2)

# %% [markdown]
# The third rung, the matrix product, takes the same windows, each reshaped to a row.

# %%
def layer_matrix(picture, kernels, *options):
    windows = windows_of(picture, kernels.shape[:2], *options)
    rows = windows.reshape(windows.shape[0] * windows.shape[1], -1)     # (place, weight)
    maps = rows @ kernels.reshape(-1, kernels.shape[3])                 # (place, filter)
    return maps.reshape(*windows.shape[:2], -1)

# %% [markdown]
# Seven settings, with odd and even pictures, odd and even filters. The numbers are: size of the picture, size of the
# filter, channels, filters; then padding, stride and dilation, which go into the list `rest`. Each rung must agree with
# the one before. **Predict** the size that comes out of the last one.

# %%
settings = [(8, 3, 1, 1, 0, 1, 1), (9, 3, 3, 4, 1, 1, 1), (9, 4, 2, 3, 0, 2, 1), (10, 5, 3, 2, 2, 3, 1),
            (11, 3, 2, 4, 0, 1, 2), (12, 2, 1, 3, 1, 1, 3), (12, 3, 3, 2, 2, 2, 2)]
random, examples = np.random.default_rng(seed), []
for size, side, channels, filters, *rest in settings:
    picture = random.normal(size=(size, size, channels))
    kernels = random.normal(size=(side, side, channels, filters))
    maps = layer_loops(picture, kernels, *rest)
    assert np.allclose(layer_windows(picture, kernels, *rest), maps, atol=1e-12)
    assert np.allclose(layer_matrix(picture, kernels, *rest), maps, atol=1e-12)
    examples.append((picture, kernels, rest, maps))
    print(f"{picture.shape}, kernels {kernels.shape}, padding, stride, dilation {rest} -> {maps.shape}")
assert maps.shape == (6, 6, 2)

# %% [markdown]
# Twelve pixels and two on each side are 16; the filter spans 5; $\lfloor 11 / 2 \rfloor + 1 = 6$.
#
# Then Keras. Its `Conv2D` allows a stride or a dilation above 1, not both at once, so that the last setting is left to
# NumPy; the condition `min(rest[1:]) == 1` does this. Keras computes with 32 bits by itself, which is good for about
# seven digits, so $10^{-5}$ of the size of the numbers is what we ask. Padding is done by `np.pad`; why not by Keras, you
# will see in a moment.

# %%
def keras_layer(keras, picture, kernels, padding, stride, dilation):
    side, filters = kernels.shape[0], kernels.shape[3]
    layer = keras.layers.Conv2D(filters, side, stride, dilation_rate=dilation, use_bias=False)
    padded = np.pad(picture, ((padding, padding), (padding, padding), (0, 0)))[None]
    layer.build(padded.shape)
    layer.set_weights([kernels])
    return np.array(layer(padded))[0]


keras = runtime.start(optional=True)
if keras is not None:
    agreed = [np.allclose(keras_layer(keras, picture, kernels, *rest), maps,
                          atol=1e-5 * np.abs(maps).max())
              for picture, kernels, rest, maps in examples if min(rest[1:]) == 1]
    assert agreed == [True] * 6
    print(f"{sum(agreed)} settings agree with Keras")

# %% [markdown]
# ### Where it goes wrong: what is in a word
#
# Keras can pad by itself: `padding="same"` makes the result $n / s$ in size, rounded up. For $n = 8$, $k = 3$, $s = 2$ this
# is 4, and our padding of 1 gives 4 as well. Equal sizes; equal numbers? **Predict**. The cell compares three: our padding
# on both sides, padding on the lower and right side alone, and Keras.

# %%
picture, kernels = random.normal(size=(8, 8, 1)), random.normal(size=(3, 3, 1, 1))
both_sides = layer_matrix(picture, kernels, 1, 2)
one_side = layer_matrix(np.pad(picture, ((0, 1), (0, 1), (0, 0))), kernels, 0, 2)
assert both_sides.shape == one_side.shape == (4, 4, 1) and not np.allclose(both_sides, one_side)
if keras is not None:
    layer = keras.layers.Conv2D(1, 3, 2, padding="same", use_bias=False)
    layer.build((None, 8, 8, 1))
    layer.set_weights([kernels])
    same = np.array(layer(picture[None]))[0]
    assert np.allclose(same, one_side, atol=1e-5) and not np.allclose(same, both_sides, atol=0.01)
    print("Keras's result is that of a padding of 1 on the lower and right side only")

# %% [markdown]
# For four places the window has to reach over $2 \cdot 3 + 3 = 9$ pixels: **one** row and column more than there are.
# Keras puts the odd one below and on the right. Other libraries put padding on both sides. Whoever carries weights from
# one to the other gets results that are shifted by a pixel, without any error.
#
# ## What it costs
#
# A picture of 64 x 64 x 3 and 16 filters of 5 x 5. Each of the $60 \cdot 60$ places and 16 filters takes
# $5 \cdot 5 \cdot 3$ multiplications. For the matrix product one counts rows times inner size times columns.
# **Predict**: which rung multiplies least?

# %%
picture, kernels = random.normal(size=(64, 64, 3)), random.normal(size=(5, 5, 3, 16))
maps = layer_matrix(picture, kernels)
rows = im2col(picture, 5)                                               # (place, weight)
by_loops = maps.size * kernels[..., 0].size
by_windows = 16 * sliding_window_view(picture, (5, 5), axis=(0, 1)).size
by_matrix = rows.shape[0] * rows.shape[1] * kernels.shape[3]
assert by_loops == by_windows == by_matrix == 4_320_000
print(f"{by_loops:,} multiplications on every rung")

# %% [markdown]
# None: it is the same work, in another order. Now the time for it. (The numbers are those of this machine, and the only
# ones in this notebook that are not compared.)

# %% tags=["nbval-ignore-output"]
ways = {"loops": layer_loops, "windows": layer_windows, "matrix product": layer_matrix}
if keras is not None:
    layer = keras.layers.Conv2D(16, 5, use_bias=False)
    layer.build((None, 64, 64, 3))
    layer.set_weights([kernels])
    ways["Keras"] = lambda picture, kernels: layer(picture[None].astype("float32"))
for name, way in ways.items():
    way(picture, kernels)                                               # once before the clock runs
    start = perf_counter()
    way(picture, kernels)
    print(f"{name:15} {1000 * (perf_counter() - start):8.1f} ms for {by_loops:,} multiplications")

# %% [markdown]
# On our machine, the windows were about twenty times faster than the loops, and the matrix product several hundred times;
# Keras came close to it. The loops spend their time on Python's bookkeeping. The windows write every product down before
# they add; the matrix product multiplies and adds at once. Counting multiplications tells how the work grows; only the
# clock tells how long it takes.
#
# ## Filters of one pixel
#
# A filter of 1 x 1 sees no neighbours. What is it good for? It mixes **channels**: at every pixel the same little dense
# layer. A photograph in grey, with equal weights for red, green and blue, is such a layer with one filter.

# %%
photo = load("photographs").china[172:252, 72:176] / 255              # (row, column, channel)
mix = np.full((1, 1, 3, 1), 1 / 3)
assert np.allclose(layer_matrix(photo, mix)[..., 0], photo.mean(axis=2))
wide, few = random.normal(size=(6, 6, 64)), random.normal(size=(1, 1, 64, 32))
assert np.allclose(layer_matrix(wide, few), wide @ few[0, 0])         # (row, column, 64) @ (64, 32)
print(layer_matrix(wide, few).shape)

# %% [markdown]
# With 64 maps going in and 32 coming out, it makes the maps fewer, and what comes after it cheaper. At 56 x 56 pixels,
# count its parameters and multiplications, and compare with filters of 3 x 3 from 64 to 32 maps, with padding 1.

# %%
for side in (3, 1):
    parameters = side * side * 64 * 32 + 32
    multiplications = 56 * 56 * side * side * 64 * 32
    print(f"{side} x {side}: {parameters:6,} parameters, {multiplications:10,} multiplications")
assert parameters == 2_080 and multiplications == 6_422_528

# %% [markdown]
# 2,080 parameters and 6.4 million multiplications, about a ninth of the other (which mixes neighbours as well). Lesson 15
# shows what GoogLeNet and ResNet did with this.
#
# ## What true convolution is good for
#
# Lay two filters on a picture, one after the other. Is there **one** filter that does both? In one dimension, the pixel
# $m$ places from the corner of the window gets the weight $a_i$ of the one and $b_j$ of the other wherever $i + j = m$:
# its weight in the larger filter is the sum of those products. When one index grows, the other falls, so the second
# filter is laid on the first one backwards, **turned**, with so much padding that the two need only touch. That is the
# true convolution of mathematics, at full size.

# %%
def correlate(picture, kernel, padding=0):
    windows = sliding_window_view(np.pad(picture, padding), kernel.shape)
    return np.sum(windows * kernel, axis=(2, 3))


def full_convolution(table, kernel):
    above, beside = kernel.shape[0] - 1, kernel.shape[1] - 1
    padded = np.pad(table, ((above, above), (beside, beside)))
    return correlate(padded, kernel[::-1, ::-1])

# %% [markdown]
# For example the vertical filter of the lesson and then its emboss filter, on the photograph. The table is the filter of
# 5 x 5 that does the work of both. The last assert forgets the turn, and gets another result.

# %%
emboss, grey = np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]), photo.mean(axis=2)
both = full_convolution(kernel, emboss)                                # (5, 5)
twice = correlate(correlate(grey, kernel), emboss)
assert both.shape == (5, 5) and np.allclose(twice, correlate(grey, both))
assert np.array_equal(full_convolution(emboss, kernel), both)
assert not np.allclose(twice, correlate(grey, correlate(kernel, emboss, 2)))
print(both)

# %% [markdown]
# The order of the two does not matter, which is why mathematics prefers the turned form. And it means that two
# convolutions in a row, with nothing between them, are one larger convolution (without padding; with it the border
# differs): as with dense layers in lesson 03, it takes something that is not linear between them, such as an
# activation or max pooling, to make two layers more than one.
#
# ## Backwards
#
# In the lesson errors came back to the **filter**. In a network there are layers before this one, so they must come
# back to the **picture** as well. Let $g_{rc} = \partial L / \partial y_{rc}$ be what arrives at the result. The number
# $y_{rc}$ was made of the window at $r, c$, so its error goes back to that window, each pixel getting it times the
# weight that lay on it. A pixel belongs to several windows, and collects from all of them:
#
# $$\frac{\partial L}{\partial x_{mn}} = \sum_{ij} g_{m-i,\,n-j}\; k_{ij}$$
#
# (Where $m - i$ or $n - j$ lies outside of the result there is no $g$; such terms are left out.)
#
# By hand: a picture of 3 by 3, a filter of 2 by 2, and an error at one place of the result only. It puts the filter
# there, as with a stamp. Two errors put down two stamps.

# %%
stamp = np.array([[1, 2], [3, 4]])
one, two = np.array([[1, 0], [0, 0]]), np.array([[1, 0], [0, 10]])
from_one = np.array([[1, 2, 0], [3, 4, 0], [0, 0, 0]])
from_two = from_one + 10 * np.array([[0, 0, 0], [0, 1, 2], [0, 3, 4]])
assert from_two.tolist() == [[1, 2, 0], [3, 14, 20], [0, 30, 40]]

# %% [markdown]
# The last frame is where the two stamps overlap: there they add up.

# %%
titles = ["filter", "one error", "comes back", "two errors", "comes back"]
show(plot_matrices([stamp, one, from_one, two, from_two], titles,
                   marked=[None, (0, 0, 1, 1), (0, 0, 2, 2), None, (1, 1, 1, 1)]),
     alt="The filter 1, 2, 3, 4. An error of 1 in the upper left place puts 1, 2, 3, 4 into the upper left of a "
         "picture of 3 by 3. With another error of 10 in the lower right place, 10, 20, 30, 40 are added there, and "
         "the middle, framed, holds 4 + 10 = 14.")

# %% [markdown] tags=["exercise"]
# ### Exercise 13.11 - errors come back to the picture  (core, 6 min)
#
# Write `picture_gradient` for one channel, without padding and with stride 1. `errors` has the shape of the result. The
# answer has the shape of the picture, which was larger. Put down one stamp for each error.

# %% tags=["answer"] exercise="13.11"
def picture_gradient(errors, kernel):
    """dL/dpicture, where errors is dL/dresult; larger than the errors by the kernel less one."""
    ### BEGIN SOLUTION
    high, wide = kernel.shape
    gradient = np.zeros((errors.shape[0] + high - 1, errors.shape[1] + wide - 1))
    for row, column in np.ndindex(errors.shape):
        gradient[row:row + high, column:column + wide] += errors[row, column] * kernel
    return gradient
    ### END SOLUTION

# %%
check("13.11", picture_gradient)

# %% [markdown] tags=["hint"] exercise="13.11"
# The size first: with $n - k + 1$ places in the result, the picture had $n$ = places + $k - 1$ pixels. Begin with zeros
# of that size, go over all errors, and put down one stamp for each.

# %% [markdown] tags=["hint"] exercise="13.11"
# With `high, wide = kernel.shape`, a stamp is `gradient[row:row + high, column:column + wide] += errors[row, column] *
# kernel`. It is `+=`, because stamps overlap.

# %% [markdown]
# The stamps have built something that you have seen: compare your result with `full_convolution`, for random numbers.

# %%
picture_gradient = accepted("13.11", picture_gradient)
errors, some = random.normal(size=(4, 5)), random.normal(size=(3, 2))
assert np.allclose(picture_gradient(errors, some), full_convolution(errors, some))
assert np.array_equal(picture_gradient(two, stamp), from_two)
print("equal:", picture_gradient(errors, some).shape)

# %% [markdown]
# Going back through the network's convolution is the true convolution of mathematics, with the turned filter.
#
# Now a whole layer, with channels, filters and stride. Each place of the result has an error for each filter, and does
# two things on the way back. Its window, times its errors, goes to the gradient of the kernels: `[..., None]` gives the
# window a last axis of length 1, along which NumPy repeats it for every filter. And the kernels, times its errors, go to
# its window of the gradient of the picture: `kernels @ error` multiplies along the last axis, so each pixel and channel
# collects from all filters. Biases get the sum of the errors. (`np.s_[...]` keeps a slice under a name.)

# %%
def layer_backward(picture, kernels, errors, stride=1):
    for_picture, for_kernels = np.zeros(picture.shape), np.zeros(kernels.shape)
    high, wide = kernels.shape[:2]
    for row, column in np.ndindex(errors.shape[:2]):
        top, left, error = row * stride, column * stride, errors[row, column]
        window = np.s_[top:top + high, left:left + wide]
        for_kernels += picture[window][..., None] * error                # (high, wide, channel, filter)
        for_picture[window] += kernels @ error                           # (high, wide, channel)
    return for_picture, for_kernels, errors.sum(axis=(0, 1))

# %% [markdown]
# And the judge of lesson 06, who knows no calculus: central differences of every single pixel and weight. The loss is
# the sum of the results, each times a random number; those numbers are then the errors that arrive.

# %%
def numerical_gradient(function, values, step=1e-5):
    gradient = np.zeros(values.shape)
    for index in np.ndindex(values.shape):
        nudge = np.zeros(values.shape)
        nudge[index] = step
        gradient[index] = (function(values + nudge) - function(values - nudge)) / (2 * step)
    return gradient


def judge(picture, kernels, errors, stride):
    def loss(picture, kernels):
        return np.sum(errors * layer_matrix(picture, kernels, 0, stride))
    return (numerical_gradient(lambda moved: loss(moved, kernels), picture),
            numerical_gradient(lambda moved: loss(picture, moved), kernels))

# %% [markdown]
# Two settings, with odd and even sizes. (The bias is added to every place of its map; that its errors add up needs no
# judge. `zip` ends with the shorter of the two, after picture and kernels.)

# %%
for size, side, step in [(6, 3, 1), (7, 2, 2)]:
    picture, kernels = random.normal(size=(size, size, 2)), random.normal(size=(side, side, 2, 3))
    errors = random.normal(size=layer_loops(picture, kernels, 0, step).shape)
    pairs = zip(layer_backward(picture, kernels, errors, step), judge(picture, kernels, errors, step))
    assert all(np.allclose(mine, theirs, atol=1e-7) for mine, theirs in pairs)
    print(f"stride {step}: {picture.size + kernels.size} derivatives agree with central differences")

# %% [markdown]
# How does this fit your `picture_gradient`, which knows of no stride? **Predict** what must be done to the errors of
# stride 2, before it may have them.

# %%
with_stride = layer_backward(picture[..., :1], kernels[:, :, :1, :1], errors[..., :1], 2)[0][..., 0]
gaps = dilate(errors[..., 0], 2)
assert errors.shape[:2] == (3, 3) and gaps.shape == (5, 5) and with_stride.shape == (7, 7)
assert np.allclose(with_stride[:6, :6], picture_gradient(gaps, kernels[:, :, 0, 0]))
assert np.all(with_stride[6] == 0) and np.all(with_stride[:, 6] == 0)
print("equal; the last row and column of the picture met no window and stay 0")

# %% [markdown]
# The errors are **dilated**: where the forward pass left out places, there are zeros on the way back.
#
# Pooling has no parameters, so errors only pass through. Average pooling gives each pixel of the block the same share,
# a quarter in a block of four. In max pooling only the largest number had any influence.

# %% [markdown] tags=["exercise"]
# ### Exercise 13.12 - back through max pooling  (core, 6 min)
#
# Write `pool_gradient` for one channel. `picture` (row, column) has a whole number of blocks along both directions, and no
# block holds its largest number twice. `errors` has one number for each block.

# %% tags=["answer"] exercise="13.12"
def pool_gradient(picture, errors, size=2):
    """dL/dpicture for max pooling in blocks of size x size; the shape of the picture."""
    ### BEGIN SOLUTION
    gradient = np.zeros(picture.shape)
    for row, column in np.ndindex(errors.shape):
        block = np.s_[row * size:(row + 1) * size, column * size:(column + 1) * size]
        gradient[block] = errors[row, column] * (picture[block] == picture[block].max())
    return gradient
    ### END SOLUTION

# %%
check("13.12", pool_gradient)

# %% [markdown] tags=["hint"] exercise="13.12"
# The result is zero almost everywhere. In each block one pixel gets the whole error of the block. Which one?

# %% [markdown] tags=["hint"] exercise="13.12"
# `block == block.max()` is True at the largest number and False elsewhere; times the error, that is the error in one
# place and zeros in the others. Put it where the block lies in an array of zeros.

# %% [markdown]
# One block of the lesson's table: what comes back, and what the judge says. Only the 8 hears of the error. (In a plain sky
# all numbers of a block are equal, and there is no slope: a nudge up counts in full, a nudge down not at all. Libraries
# choose one of the pixels. With `block == block.max()` each of them gets the error, and it comes back several times.)

# %%
pool_gradient = accepted("13.12", pool_gradient)
block = np.array([[2.0, 4.0], [7.0, 8.0]])
back = pool_gradient(block, np.array([[5.0]]))
judged = numerical_gradient(lambda block: 5 * block.max(), block)
assert np.array_equal(back, [[0, 0], [0, 5]]) and np.allclose(back, judged)
print(back)

# %% [markdown]
# ## Moved, turned, scaled
#
# The lesson moved the view by a pixel. Now further, and with a control: views of three other places in the photograph.
# Without it, 0.5 would say nothing, since maps of different scenes have something in common as well. `change` is the sum
# of all differences, as a share of the old map. In `pool`, the reshape splits each axis into the number of the block and
# the place inside of it, and `reduce` is the function that makes one number of a block. **Predict**, for blocks of 8: how
# far may the view move until it has changed half as much as another place would?

# %%
def edge_map(view):
    return np.abs(correlate(view, np.array([[1, 0, -1]] * 3)))


def pool(values, size, reduce=np.max):
    rows, columns = len(values) // size, values.shape[1] // size
    whole = values[:rows * size, :columns * size]
    return reduce(whole.reshape(rows, size, columns, size), axis=(1, 3))


def change(new, old):
    return np.abs(new - old).sum() / np.abs(old).sum()

# %% [markdown]
# Each row is a size of the blocks; in it stand moves by 0, 1, 2, 4, 8 and 16 pixels, and the mean of the other places.

# %%
scene = load("photographs").china.mean(axis=2) / 255                  # (row, column)
view, moves, changed, controls = scene[90:250, 90:250], (0, 1, 2, 4, 8, 16), {}, []
others = [scene[top:top + 160, left:left + 160] for top, left in ((200, 0), (200, 400), (250, 200))]
for size in (1, 2, 4, 8):
    before = pool(edge_map(view), size)
    after = [pool(edge_map(scene[90:250, 90 + move:250 + move]), size) for move in moves]
    controls.append(np.mean([change(pool(edge_map(other), size), before) for other in others]))
    changed[size] = [change(values, before) for values in after]
    row = " ".join(f"{value:.2f}" for value in changed[size])
    print(f"blocks of {size}: {row}   elsewhere {controls[-1]:.2f}")
    assert controls[-1] > max(changed[size])
assert changed[1][1] > 0.7 and changed[8][1] < 0.1 and changed[2][4] > 0.55
assert 0.25 < changed[8][4] < controls[3] / 2 < changed[8][5]

# %% [markdown]
# Each line is a size of the blocks; 1 means no pooling. The dashes on the right are the other places. How steep is the
# beginning of each line, and how far below its dash does it end?

# %%
ax = plot_curves({f"blocks of {size}": values for size, values in changed.items()}, x=moves,
                 x_label="the view moves by (pixels)", y_label="change of the pooled map (share)")
for line, control in zip(list(ax.lines), controls):
    ax.plot([17, 18.5], [control] * 2, "--", color=line.get_color(), marker=line.get_marker())
ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
show(ax,
     alt="Four curves over moves from 0 to 16 pixels. Without pooling the change jumps to 0.8 at one pixel and "
         "stays above. With blocks of 2 it is about 0.3 at one pixel and 0.7 in the end, with blocks of 4 about "
         "0.15 and 0.6, with blocks of 8 about 0.05 and 0.4. Dashes on the right, the changes at other places, "
         "lie above each: 1.2, 1.05, 0.9 and 0.75.")

# %% [markdown]
# Pooling is invariant **approximately** and **locally**: a block forgives moves that are small against its own size.
# Without pooling the first pixel does most of the damage; blocks of 8 hardly notice it. Half of what another place gives
# is reached between 8 and 16 pixels. (Part of this is bought with detail: the dashes fall as well, since a coarse map of
# anything is more alike to any other.)
#
# Now the other changes. The question is whether the map **moves along**: is the map of the changed view the changed map
# of the view? The view is moved by 7, turned by 90 degrees, and halved in size by averaging blocks of 2. Moved, it was 0
# in the lesson. **Predict**, for the vertical filter: which of the other two is worse, and does pooling mend it?

# %%
def half(values):
    return pool(values, 2, np.mean)


moved = change(edge_map(scene[90:250, 97:257])[:, :-7], edge_map(view)[:, 7:])
shares = {"turned": [], "scaled": [], "turned and pooled": []}
for other in (view, *others):
    along, turned = np.rot90(edge_map(view)), edge_map(np.rot90(other))
    smaller = half(edge_map(view)[1:-1, 1:-1])                                # (78, 78)
    shares["turned"].append(change(turned, along))
    shares["scaled"].append(change(edge_map(half(other)), smaller))
    shares["turned and pooled"].append(change(pool(turned, 8), pool(along, 8)))
assert moved < 1e-12 and all(mine < np.mean(rest) for mine, *rest in shares.values())
for name, (mine, *rest) in shares.items():
    assert mine > 0.5
    print(f"{name:17} {mine:.2f}   elsewhere {np.mean(rest):.2f}")

# %% [markdown]
# Neither moves along. Turned, the columns are lines that this filter does not see: the map is nearly as far off as that
# of another place. At half the size, the thin lines of before are thinner than the filter. Pooling in blocks of 8 makes
# the number smaller, but that of another place as well: it helps, and does not mend. There is one exception, and it is a
# property of the filter: one that looks the same after a quarter turn, such as the edge filter with the 8 in the middle,
# moves along with quarter turns.

# %%
symmetric = np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])
outlines = np.abs(correlate(view, symmetric))
turned = change(np.abs(correlate(np.rot90(view), symmetric)), np.rot90(outlines))
scaled = change(np.abs(correlate(half(view), symmetric)), half(outlines[1:-1, 1:-1]))
assert turned < 1e-12 and scaled > 0.5
print(f"with the symmetric filter: turned {turned:.2f}, scaled {scaled:.2f}")

# %% [markdown]
# What a network has to know about turns and sizes it must learn from examples that show them: lesson 16.
#
# ## What you can now do
#
# You can write a convolution as a matrix product, with gaps, strides and padding, and know when two libraries pad
# differently. You can send errors back through it, to the filter and to the picture, and through pooling. And you
# know what moves along: shifts, exactly. Small shifts are forgiven by pooling, turns and sizes by neither.

# %%
progress(13, further=True)

# %% [markdown]
# Next, lesson 14: whole networks made of these layers.
