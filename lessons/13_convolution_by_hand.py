# ---
# jupyter:
#   course: {number: 13, title: Convolution by hand, part: 3, minutes: 90, builds_on: [6, 9], data: []}
# ---
# %% [markdown]
# # 13 · Convolution by hand
#
# Nine numbers, moved across a photograph, find its edges. You work one such filter out on paper, write it as a loop and
# without one, give it borders, colours and company until it is a layer of a network, and at the end let gradient
# descent find the nine numbers by itself.
#
# Afterwards you can
# - compute a convolution by hand, its size, its parameters and its multiplications,
# - write the layers that vision networks are made of: convolution and pooling,
# - say what such a layer does when the picture moves, and measure it.
#
# About 90 minutes, with paper at hand and a break after Exercise 13.5. Builds on lesson 06 (gradients) and lesson 09
# (pictures as inputs).

# %%
import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils import accepted, check, load, progress, runtime, show
from course_utils.figures import SIGNED, plot_matrices

# %% [markdown]
# The seed fixes all random numbers below, such as the start of the filter that is learned in the end.

# %% tags=["parameters"]
seed = 0

# %% [markdown]
# ## A small window that moves
#
# The network of lesson 09 got a picture as one long row of numbers. It did not know which pixels are neighbours, and
# when a nine moved by two pixels, about 200 of its 784 inputs changed. Two ideas mend this:
#
# 1. **Look at a small window at a time.** What is near belongs together: an edge, a corner, a dot.
# 2. **Look at every window in the same way.** What is worth finding in one place is worth finding in another.
#
# Here is a picture of 6 by 6 pixels, and a pattern of 3 by 3 weights, called a **filter** or **kernel**. (In code it
# is `kernel`, because Python has a function named `filter`.) The filter is laid over the first window. Each number is
# multiplied by the weight that lies on it, and everything is added up:
#
# $$4 \cdot 1 + 9 \cdot 0 + 2 \cdot (-1) \;+\; 5 \cdot 1 + 6 \cdot 0 + 2 \cdot (-1) \;+\; 2 \cdot 1 + 4 \cdot 0 + 5 \cdot (-1) = 2$$

# %%
picture = np.array([[4, 9, 2, 5, 8, 3], [5, 6, 2, 4, 0, 3], [2, 4, 5, 4, 5, 2],
                    [5, 6, 5, 4, 7, 8], [5, 7, 7, 9, 2, 1], [5, 8, 5, 3, 8, 4]])   # (row, column)
kernel = np.array([[1, 0, -1]] * 3)                                               # (row, column)
first_window = picture[0:3, 0:3]
assert np.sum(first_window * kernel) == 2
print(first_window * kernel, "adds up to", np.sum(first_window * kernel))

# %% [markdown]
# That 2 is the first number of the result. In the figure, the frame is the window; the weights of the filter lie on
# its nine numbers.

# %%
result = np.full((4, 4), np.nan)
result[0, 0] = 2
show(plot_matrices([picture, kernel, result], ["picture, 6 x 6", "filter, 3 x 3", "result, 4 x 4"],
                   marked=[(0, 0, 3, 3), None, (0, 0, 1, 1)], signs=["∗", "="]),
     alt="A table of 6 by 6 numbers with a frame around the upper left 3 by 3, the filter with the rows 1, 0, -1, "
         "and a result of 4 by 4 places, of which only the first is filled, with a 2.")

# %% [markdown]
# Now the window moves one column to the right, and its result goes one column to the right. When it has reached the
# right border, it goes on one row further down. It fits into the picture in four places along each direction, so the
# result is 4 by 4. **Predict** from the filter alone: on which windows does it give 0, and on which a large number?
#
# It takes the left column minus the right column, and does not look at the middle one. Where both sides are equally
# bright it gives 0. Where the left is brighter, the number is positive; where the right is brighter, negative. So it
# finds **vertical edges**, and their direction.

# %% [markdown] tags=["exercise"]
# ### Exercise 13.1 - one window on paper  (core, 3 min)
#
# Find the number in the **third row and fourth column** of the result, `result[2, 3]`, on paper.

# %% tags=["answer"] exercise="13.1"
one_result = ...
### BEGIN SOLUTION
one_result = (4 + 4 + 9) - (2 + 8 + 1)  # rows 2, 3, 4 of the picture; columns 3 and 5
### END SOLUTION

# %%
check("13.1", one_result)

# %% [markdown] tags=["hint"] exercise="13.1"
# The window begins in the row and the column of the result, counted from zero: row 2, column 3 of the picture.

# %% [markdown] tags=["hint"] exercise="13.1"
# The window has the rows 4 5 2, 4 7 8 and 9 2 1. Add up its left column, and subtract the sum of its right column.

# %% [markdown] tags=["exercise"]
# ### Exercise 13.2 - every window  (core, 7 min)
#
# Write `convolve_loops`. It gets a picture and a kernel, each of any number of rows and columns (the kernel is not
# larger than the picture), and returns the result for all places in which the kernel lies wholly inside. The numbers
# may be fractions, of either sign.

# %% tags=["answer"] exercise="13.2"
def convolve_loops(picture, kernel):
    """The sums of window x kernel, one for each place in which the kernel fits; two axes."""
    ### BEGIN SOLUTION
    rows = picture.shape[0] - kernel.shape[0] + 1
    columns = picture.shape[1] - kernel.shape[1] + 1
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = picture[row:row + kernel.shape[0], column:column + kernel.shape[1]]
            result[row, column] = np.sum(window * kernel)
    return result
    ### END SOLUTION

# %%
check("13.2", convolve_loops)

# %% [markdown] tags=["hint"] exercise="13.2"
# First find the size of the result. A kernel of 3 rows fits into 6 rows in 4 places: one more than $6 - 3$. Make an
# array of zeros of that size, and fill it in two loops, one over its rows and one over its columns.

# %% [markdown] tags=["hint"] exercise="13.2"
# In the inner loop, the window is `picture[row:row + kernel.shape[0], column:column + kernel.shape[1]]`. Multiply it by
# the kernel, and put `np.sum` of the product into `result[row, column]`.

# %% [markdown]
# Here are all sixteen numbers. How many multiplications did they take? Each of the $4 \cdot 4$ results needs
# $3 \cdot 3$ of them.

# %%
convolve_loops = accepted("13.2", convolve_loops)
by_loops = convolve_loops(picture, kernel)
assert np.array_equal(by_loops, [[2, 6, -4, 5], [0, 4, 0, -1], [-5, 0, 3, 6], [-2, 5, 0, 3]])
assert 4 * 4 * 3 * 3 == 144
print(by_loops.astype(int), "\nmultiplications:", by_loops.size * kernel.size)

# %% [markdown]
# ## All windows at once
#
# Python's loops go one step at a time; the companion measures what that costs. NumPy can hand out all windows in one array: `sliding_window_view(picture, (3, 3))` has the
# shape (4, 4, 3, 3), four rows of four windows of 3 by 3. It copies nothing, it only looks at the same memory in
# another way. `windows * kernel` lays the kernel on every window, since NumPy repeats it along the first two axes
# (**broadcasting**); `np.sum` with `axis=(2, 3)` adds up inside each window.

# %%
def convolve_windows(picture, kernel):
    windows = sliding_window_view(picture, kernel.shape)     # (row, column, kernel row, kernel column)
    return np.sum(windows * kernel, axis=(2, 3))


assert sliding_window_view(picture, (3, 3)).shape == (4, 4, 3, 3)
assert np.array_equal(convolve_windows(picture, kernel), by_loops)
random = np.random.default_rng(seed)
for picture_size, kernel_size in [((7, 7), (3, 3)), ((8, 5), (2, 4)), ((5, 9), (5, 1))]:
    some, other = random.normal(size=picture_size), random.normal(size=kernel_size)
    assert np.allclose(convolve_windows(some, other), convolve_loops(some, other))
print("equal for odd and even sizes")

# %% [markdown]
# ## Which of two operations is it?
#
# In mathematics, **convolution** turns the filter by 180 degrees before it is laid on. What you have computed, without
# the turn, is called **cross-correlation**. NumPy has both for single rows: `np.convolve` turns the filter,
# `np.correlate` does not. The libraries for networks leave it as it is, and call it convolution all the same, as we
# shall. For filters that are learned it makes no difference: where the turned filter is needed, it is learned turned.
#
# `kernel[::-1, ::-1]` counts rows and columns backwards, which is the turn. **Predict**: what does it do to our result?

# %%
turned = kernel[::-1, ::-1]
print(convolve_windows(picture, turned))
for operation in (np.correlate, np.convolve):
    print("first row alone,", operation.__name__, operation(picture[0], [1, 0, -1], "valid"))

# %% [markdown]
# The negative, everywhere. Turned, this filter takes right minus left. (That is a property of this filter. In
# general the turned filter gives another result, not the negative one.)
#
# ## Filters on a photograph
#
# Now a real picture, a part of a photograph with 80 by 104 pixels. It is in colour; we take the mean of red, green and
# blue, divided by 255, so that black is 0 and white is 1. Five filters:
#
# - **blur**: nine times one ninth, the mean of the window.
# - **sharpen**: five times the pixel minus its four neighbours.
# - **emboss**: lower right minus upper left, plus the pixel itself: brighter where the picture gets brighter that way.
# - **edge**: eight times the pixel minus its eight neighbours.
# - **vertical edges**: the one from above.
#
# Add up the entries of each. **Predict** from the sums: which results keep the brightness of a plain sky, and which
# become 0 there?

# %%
photo = load("photographs").china[172:252, 72:176]            # (row, column, channel), 0 to 255
grey = photo.mean(axis=2) / 255                               # (row, column), 0 to 1
kernels = {
    "blur": np.full((3, 3), 1 / 9),
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "emboss": np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
    "edge": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
    "vertical edges": kernel,
}
assert np.array_equal(convolve_windows(picture, turned), -by_loops)    # of the turn above

# %% [markdown]
# The first four are drawn from black, 0, to white, 1; what lies outside is cut off, which makes two of them look
# harsh. In the last two white is 0, blue is positive and orange negative, deepest at 2 and -2. Find the columns in the
# last two, and the bright ledge below them that runs from left to right. (`|` makes one dictionary of two.)

# %%
results = {name: convolve_windows(grey, entries) for name, entries in kernels.items()}
results = {"the photograph": grey} | results
figure, axes = plt.subplots(2, 3, figsize=(6.6, 3.6), layout="constrained")
for ax, (name, values) in zip(axes.flat, results.items()):
    signed = name in ("edge", "vertical edges")
    low, high, colours = (-2, 2, SIGNED) if signed else (0, 1, "gray")
    ax.imshow(values, cmap=colours, vmin=low, vmax=high, interpolation="nearest")
    ax.set_title(name)
    ax.set_axis_off()
show(figure,
     alt="A storey of a Chinese tower in grey, with columns and below them a bright ledge, and what five filters "
         "make of it. Blur: softer. Sharpen: the details stand out. Emboss: like a relief. Edge: outlines of "
         "columns and ledge, a nearly empty sky. Vertical edges: the columns, blue on one side and orange on "
         "the other; the ledge is gone.")

# %% [markdown]
# Filters whose entries add up to 1 keep the brightness of a plain area. Those that add up to 0 leave nothing of it, only
# the changes: the sky is nearly empty. The last filter sees the columns and is blind to the ledge, which is the longest
# line in the "edge" picture on its left. A column has an edge on both sides, one from bright to dark and one from dark to bright, hence two colours.
#
# ### Where it goes wrong: whole numbers that go round
#
# Photographs come as `uint8`, whole numbers from 0 to 255. There is no $-1$ in this type: below 0 it starts again at
# 255. The smallest edge filter is left neighbour minus right neighbour. **Predict**: done in `uint8`, for which share
# of the pixels is the difference wrong: next to none, about half, or nearly all?

# %%
levels = photo.mean(axis=2).astype("uint8")
wrapped = levels[:, :-1] - levels[:, 1:]
correct = levels[:, :-1].astype(int) - levels[:, 1:]
wrong = np.mean(wrapped != correct)
assert np.array([3], "uint8") - np.array([5], "uint8") == 254
assert np.allclose([np.sum(entries) for entries in kernels.values()], [1, 1, 1, 0, 0])
figure, axes = plt.subplots(1, 2, figsize=(5.4, 2.3), layout="constrained")
for ax, values, title in zip(axes, (wrapped, correct), ("in uint8", "in whole numbers with a sign")):
    ax.imshow(values, cmap=SIGNED, vmin=-255, vmax=255, interpolation="nearest")
    ax.set_title(title)
    ax.set_axis_off()
show(figure,
     alt="Left, differences of neighbours in uint8: speckled with dark blue, where small negative numbers became "
         "numbers near 255. Right, the same differences with a sign: pale everywhere but at the edges.")
print(f"{wrong:.0%} of the differences are wrong")

# %% [markdown]
# Nearly half: every difference that should be negative. $3 - 5$ became 254, drawn in dark blue like a strong edge. The
# dark roof and walls, where neighbours differ by a level or two, are full of edges that are not there, and even the sky
# has some. No error was raised. So change the type **before** you filter; `grey` has fractions already.

# %% [markdown] tags=["exercise"]
# ### Exercise 13.3 - how to sharpen  (core, 5 min)
#
# What a blur takes away are the details: details = picture - blurred picture. To sharpen, add them back a second time:
#
# $$\text{sharpened} = \text{picture} + a \cdot (\text{picture} - \text{blurred picture})$$
#
# This takes no two passes, **one** 3 x 3 filter does all of it. For each window,
# $\text{window} \cdot K_1 + \text{window} \cdot K_2 = \text{window} \cdot (K_1 + K_2)$: instead of two results you may add
# the two filters. Write `sharpen_kernel(amount)`, which returns that filter for any $a$. The blur is the mean of the
# 3 x 3 window.

# %% tags=["answer"] exercise="13.3"
def sharpen_kernel(amount):
    """The 3 x 3 filter that gives picture + amount * (picture - blurred picture)."""
    ### BEGIN SOLUTION
    unchanged = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
    blur = np.full((3, 3), 1 / 9)
    return unchanged + amount * (unchanged - blur)
    ### END SOLUTION

# %%
check("13.3", sharpen_kernel)

# %% [markdown] tags=["hint"] exercise="13.3"
# Which 3 x 3 filter leaves the picture as it is? Put that filter into the formula in the place of "picture", and the
# filter of the blur in the place of "blurred picture".

# %% [markdown] tags=["hint"] exercise="13.3"
# The filter that changes nothing has a 1 in the middle and 0 elsewhere. The blur is `np.full((3, 3), 1 / 9)`. Whatever
# the amount, the nine entries add up to 1.

# %% [markdown]
# Here is your filter with three amounts. With $-1$ it takes the details away: what is left is the blur.

# %%
sharpen_kernel = accepted("13.3", sharpen_kernel)
figure, axes = plt.subplots(1, 3, figsize=(5.4, 1.6), layout="constrained")
for ax, amount in zip(axes, (-1, 1, 3)):
    ax.imshow(convolve_windows(grey, sharpen_kernel(amount)), cmap="gray", vmin=0, vmax=1)
    ax.set_title(f"a = {amount}")
    ax.set_axis_off()
show(figure,
     alt="The storey of the tower with the amounts -1, 1 and 3: blurred, crisp, and so sharp that edges get bright "
         "and dark rims and the walls become grainy.")
assert 0.42 < wrong < 0.5 and np.allclose(sharpen_kernel(-1), kernels["blur"])

# %% [markdown]
# The rims at $a = 3$ are the details, added too often. Every photo program sharpens in this way.
#
# ## The border, and how large the result is
#
# A result that is smaller than the picture is a nuisance: from 6 by 6 pixels two layers leave 4 by 4 and then 2 by 2,
# into which the next filter does not fit. The remedy is
# **padding**: a frame of zeros around the picture, `np.pad(picture, 1)` for one pixel on every side. Then the 3 x 3
# filter fits in six places, and the result is 6 by 6. Look at the first window: five of its nine numbers are padding.

# %%
padded = np.pad(picture, 1)
with_border = convolve_windows(padded, kernel)
assert padded.shape == (8, 8) and with_border.shape == (6, 6) and np.sum(padded[:3, :3] == 0) == 5
assert with_border[0, 0] == -15 and np.array_equal(with_border[1:-1, 1:-1], by_loops)
assert with_border[:, 0].max() < -14 and with_border[:, -1].min() > 7
show(plot_matrices([padded, kernel, with_border], ["padded by 1, 8 x 8", "filter", "result, 6 x 6"],
                   marked=[(0, 0, 3, 3), None, (0, 0, 1, 1)], signs=["∗", "="]),
     alt="The picture with a frame of zeros, 8 by 8; the window in the upper left corner holds five zeros and 4, 9, "
         "5, 6. The result is 6 by 6 and begins with -15. Its left column is negative throughout, -15 to -21, its "
         "right column positive, 8 to 17.")

# %% [markdown]
# $0 - 9 + 0 - 6 = -15$. In the middle stand the sixteen numbers of before. But compare the outer columns with them:
# left all are $-15$ or less, right all are 8 or more. The filter has found an edge, the one between the picture and
# our zeros. Padding keeps the size, and it invents edges at the border.
#
# The second way to change the size is the **stride**: the window moves by $s$ pixels instead of 1, so there are about
# $s$ times fewer places in each direction. The window begins at pixel 0, then at $s$, then at $2 s$, and so on, as long
# as all of it lies on the picture. What does not fill a whole window at the end is left out.

# %% [markdown] tags=["exercise"]
# ### Exercise 13.4 - the size of the result  (core, 5 min)
#
# In how many places does the kernel fit along one direction? Find the formula, and write it as a function of the number
# of pixels, the size of the kernel, the padding **on each side** and the stride. A 5 on 32 pixels with padding 2 and
# stride 1 has 32 places; a 3 on 8 pixels without padding, with stride 2, has 3. `//` divides and rounds down. The result
# is a whole number, not a float.

# %% tags=["answer"] exercise="13.4"
def output_size(size, kernel_size, padding=0, stride=1):
    """In how many places the kernel fits along one direction: a whole number."""
    ### BEGIN SOLUTION
    return (size + 2 * padding - kernel_size) // stride + 1
    ### END SOLUTION

# %%
check("13.4", output_size)

# %% [markdown] tags=["hint"] exercise="13.4"
# Where does the last window begin? With a kernel of 3 on 8 pixels at pixel $8 - 3 = 5$ at the latest. With stride 2 it
# begins at 0, 2 and 4: the first place, and two moves.

# %% [markdown] tags=["hint"] exercise="13.4"
# Moves first: `(...) // stride`, where the bracket holds the last pixel at which a window may begin. The first place
# comes on top, `+ 1`. The padding counts twice, since it stands on both sides.

# %% [markdown] tags=["exercise"]
# ### Exercise 13.5 - padding and stride  (core, 6 min)
#
# With $n$ pixels, a kernel of $k$, padding $p$ and stride $s$ you have found, rounded down,
#
# $$\left\lfloor \frac{n + 2 p - k}{s} \right\rfloor + 1 \qquad\qquad \frac{32 + 2 \cdot 2 - 5}{1} + 1 = 32$$
#
# Now write `convolve` with both: first the picture is padded with zeros by `padding` on every side, then the window moves by
# `stride`, to the right as well as downwards, beginning in the upper left corner. (`windows[::3]` takes every third
# entry of an axis, as `[::-1]` took them backwards.)

# %% tags=["answer"] exercise="13.5"
def convolve(picture, kernel, padding=0, stride=1):
    """The sums of window x kernel over the padded picture, every `stride`-th window; two axes."""
    ### BEGIN SOLUTION
    windows = sliding_window_view(np.pad(picture, padding), kernel.shape)
    return np.sum(windows[::stride, ::stride] * kernel, axis=(2, 3))
    ### END SOLUTION

# %%
check("13.5", convolve)

# %% [markdown] tags=["hint"] exercise="13.5"
# `np.pad(picture, padding)` pads on all four sides. After that you need every `stride`-th window only, along both
# axes: a slice with a step for each.

# %% [markdown] tags=["hint"] exercise="13.5"
# `sliding_window_view(np.pad(picture, padding), kernel.shape)` has the rows and columns of the windows as its first two
# axes. Take `[::stride, ::stride]` of it, and go on as `convolve_windows` does.

# %% [markdown]
# One knob with several settings: what do kernel, padding and stride do to a picture of 32 by 32, and how many
# multiplications does a setting cost? **Predict** which of the four is the cheapest, and which padding a kernel of 7
# needs to keep the 32 pixels.

# %%
output_size, convolve = accepted("13.4", output_size), accepted("13.5", convolve)
square = random.normal(size=(32, 32))
sizes, costs = [], []
for kernel_size, padding, stride in [(3, 1, 1), (5, 2, 1), (5, 0, 1), (5, 2, 2)]:
    values = convolve(square, np.ones((kernel_size, kernel_size)), padding, stride)
    assert len(values) == output_size(32, kernel_size, padding, stride)
    sizes.append(len(values))
    costs.append(values.size * kernel_size ** 2)
    print(f"kernel {kernel_size}  padding {padding}  stride {stride}:  {sizes[-1]} x {sizes[-1]}, "
          f"{costs[-1]:6,} multiplications")
print("kernel 7  keeps 32 pixels with padding", [p for p in range(6) if output_size(32, 7, p) == 32])

# %% [markdown]
# Stride 2 with the large kernel: a quarter of the places, so a quarter of the work. Padding of $(k - 1) / 2$ with an
# odd kernel and stride 1 keeps the size, 3 for a kernel of 7. (This is a good place for a pause.)
#
# ## Channels and many filters
#
# A colour picture has three **channels**, so the window has three layers, and so has the filter: 3 x 3 x 3 weights. All
# products are added up into **one** number, together with a bias. So the result has no colours; it is a single
# **feature map**, a map of where the filter found what it looks for. For 6 x 6 pixels with three channels that is
# $4 \cdot 4 \cdot 3 \cdot 3 \cdot 3 = 432$ multiplications.
#
# The figure shows one such number, from three layers of the window and three layers of the filter.

# %%
colour = np.stack([picture, picture + 1, 2 * picture], axis=2)       # (row, column, channel)
deep = np.stack([kernel, kernel, -kernel], axis=2)                   # kernel: (row, column, channel)
layers = [convolve(colour[:, :, channel], deep[:, :, channel]) for channel in range(3)]
one_map = layers[0] + layers[1] + layers[2]
assert sizes == [32, 32, 28, 16] and costs == [9_216, 25_600, 19_600, 6_400]
assert np.array_equal(one_map, 0 * by_loops) and one_map.size * deep.size == 432
first = colour[0:3, 0:3]                                             # one window, all channels
show(plot_matrices(
    [part[:, :, channel] for channel in range(3) for part in (first, deep)] + [one_map[:1, :1]],
    ["red", "filter", "green", "filter", "blue", "filter", "sum"],
    signs=["∗", "+", "∗", "+", "∗", "="]),
     alt="Three layers of a window, red, green and blue, each with its layer of the filter: 1, 0, -1 in every row for "
         "red and green, -1, 0, 1 for blue. All 27 products are added up into one number, 0.")

# %% [markdown]
# Red gives 2, green 2, blue -4. These numbers were chosen such that they cancel: what one filter finds in red and green,
# it takes away in blue. A filter over channels can compare colours, not only places.
#
# To look for several things, take several filters. Their feature maps are stacked, and are the channels of the next
# layer. The weights of a layer thus have four axes, in Keras's order: kernel row, kernel column, channel, filter. A slice
# of the first two axes keeps the others: `colour[0:3, 0:3]` above has all channels, and the shape (3, 3, 3).

# %% [markdown] tags=["exercise"]
# ### Exercise 13.6 - a convolutional layer  (core, 8 min)
#
# Write `conv_layer`, without padding and with stride 1. `picture` is (row, column, channel), `kernels` is (kernel row,
# kernel column, channel, filter), `biases` is (filter,). The result is (row, column, filter).

# %% tags=["answer"] exercise="13.6"
def conv_layer(picture, kernels, biases):
    """The feature maps of all filters, biases added: (row, column, filter)."""
    ### BEGIN SOLUTION
    high, wide = kernels.shape[:2]
    rows, columns = picture.shape[0] - high + 1, picture.shape[1] - wide + 1
    maps = np.zeros((rows, columns, kernels.shape[3]))
    for row in range(rows):
        for column in range(columns):
            window = picture[row:row + high, column:column + wide]        # (high, wide, channel)
            maps[row, column] = np.tensordot(window, kernels, axes=3)     # (filter,)
    return maps + biases
    ### END SOLUTION

# %%
check("13.6", conv_layer)

# %% [markdown] tags=["hint"] exercise="13.6"
# Go over the places in two loops, as in 13.2. A third loop over the filters is fine: filter number `f` is
# `kernels[:, :, :, f]` and has the shape of the window. The bias of each filter is added to its whole map.

# %% [markdown] tags=["hint"] exercise="13.6"
# For one place and filter: `maps[row, column, f] = np.sum(window * kernels[:, :, :, f]) + biases[f]`. (Without the third
# loop: `np.tensordot(window, kernels, axes=3)` sums over the three axes that both have.)

# %% [markdown]
# How many numbers does such a layer learn? Ten filters of 5 x 5 on three channels have $10 \cdot 5 \cdot 5 \cdot 3$
# weights and 10 biases: 760, whether the picture has 32 by 32 pixels or a million. A dense layer from the 3,072 numbers
# of a 32 x 32 colour picture to as many outputs as the convolution has with padding 2, 32 x 32 x 10 = 10,240, would need
# a weight for each pair.

# %%
conv_layer = accepted("13.6", conv_layer)
kernels, biases = random.normal(size=(5, 5, 3, 10)), random.normal(size=10)
small = random.normal(size=(12, 12, 3))
maps = conv_layer(small, kernels, biases)
inputs, outputs = 32 * 32 * 3, output_size(32, 5, padding=2) ** 2 * 10
assert maps.shape == (8, 8, 10) and kernels.size + biases.size == 10 * (5 * 5 * 3) + 10 == 760
assert inputs == 3072 and outputs == 10_240 and inputs * outputs + outputs == 31_467_520
assert 32 * 32 * kernels.size == 768_000 and kernels.size == 750
print(f"convolution: {kernels.size + biases.size} parameters, dense: {inputs * outputs + outputs:,}")

# %% [markdown]
# 760 against 31 million. Small windows alone, with weights of their own in each of the 32 x 32 places, would still need
# 768,000 weights. Shared by all places, the same windows need 750, and 10 biases.
#
# ## Pooling
#
# Between convolutions networks often shrink the maps: each block of 2 x 2 is replaced by its largest number (**max
# pooling**) or its mean (**average pooling**). The blocks do not overlap: window 2, stride 2. There is nothing to learn
# in it, no weight and no bias. Average pooling is a convolution that you have already, with four times one quarter
# and stride 2, on each channel by itself. (`Conv2D` would add the channels up.)

# %%
table = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])
largest = sliding_window_view(table, (2, 2))[::2, ::2].max(axis=(2, 3))
averages = convolve(table, np.full((2, 2), 1 / 4), stride=2)
assert np.array_equal(largest, [[6, 8], [3, 4]]) and np.allclose(averages, [[3.25, 5.25], [2, 2]])
show(plot_matrices([table, largest, averages], ["before", "max pooling", "average pooling"],
                   marked=[(0, 2, 2, 2), (0, 1, 1, 1), (0, 1, 1, 1)]),
     alt="A table of 4 by 4 numbers with a frame around its upper right block 2, 4, 7, 8. Max pooling makes of the "
         "four blocks 6, 8, 3, 4; average pooling 3.25, 5.25, 2, 2. The block in the frame became 8 and 5.25.")

# %% [markdown] tags=["exercise"]
# ### Exercise 13.7 - max pooling  (core, 6 min)
#
# Write `max_pool` for feature maps (row, column, channel) and blocks of `size` by `size`. Each channel is pooled by
# itself. Rows and columns that are left over at the lower or right border, because they fill no whole block, are
# dropped.

# %% tags=["answer"] exercise="13.7"
def max_pool(maps, size=2):
    """The largest number of each block of size x size: (row, column, channel)."""
    ### BEGIN SOLUTION
    rows, columns, channels = maps.shape[0] // size, maps.shape[1] // size, maps.shape[2]
    whole = maps[:rows * size, :columns * size]
    return whole.reshape(rows, size, columns, size, channels).max(axis=(1, 3))
    ### END SOLUTION

# %%
check("13.7", max_pool)

# %% [markdown] tags=["hint"] exercise="13.7"
# The result has `maps.shape[0] // size` rows. In loops: the block of row `r` and column `c` begins at `r * size` and
# `c * size`. Its largest number in each channel is `.max(axis=(0, 1))`, over its rows and columns.

# %% [markdown] tags=["hint"] exercise="13.7"
# `maps[r * size:(r + 1) * size, c * size:(c + 1) * size].max(axis=(0, 1))` goes to place `[r, c]` of an array of zeros
# of shape (rows, columns, channels). Negative numbers are no problem: each place is overwritten.

# %% [markdown]
# It is often said that pooling reduces the number of parameters. **Predict** what changes: 16 maps of 224 x 224 go into
# a convolution of 32 filters of 3 x 3, once as they are, and once after pooling to 112 x 112.

# %%
max_pool = accepted("13.7", max_pool)
counted = {}
for name, side in (("without", 224), ("with", len(max_pool(np.zeros((224, 224, 1)))))):
    parameters, activations = 3 * 3 * 16 * 32 + 32, side * side * 16
    counted[name] = side, parameters, activations
    print(f"{name:8s} pooling: {side} x {side}, {activations:,} activations, {parameters:,} parameters")

# %% [markdown]
# The parameters are the same. What pooling reduces, to a quarter, are the numbers in the maps, which are called
# **activations**, too (like the functions whose results they often are), and with them memory and
# multiplications. (A dense layer would have fewer inputs after pooling, and so fewer weights. But those are its own.)
#
# ## When the picture moves
#
# The camera turns a little, and everything in the picture moves. Two words tell apart what a layer may do:
#
# - **equivariant**: the result moves along. What was found there is now found here.
# - **invariant**: the result stays the same. It only says that something was found.
#
# Shared filters are often said to give invariance. **Predict**, and then measure: the view moves by 7 pixels. Is the
# edge map the same? Is it the same, moved? The map holds how strong each vertical edge is, whatever its direction
# (`np.abs`). `change` is the sum of all differences, as a share of the old map: 0 means the same, and for comparison
# the same numbers in random order give a value near 1.2. The view moves to the right, so what stood in column 7 now
# stands in column 0: `edges[7][:, :-7]` and `edges[0][:, 7:]` show the same part of the world.

# %%
def change(new, old):
    return np.abs(new - old).sum() / np.abs(old).sum()


wide = load("photographs").china.mean(axis=2) / 255
views = {step: wide[90:250, 90 + step:250 + step] for step in (0, 1, 2, 4, 7)}  # (160, 160) each
edges = {step: np.abs(convolve(view, kernel)) for step, view in views.items()}  # (158, 158) each
moved = change(edges[7][:, :-7], edges[0][:, 7:])
same = change(edges[7], edges[0])
shuffled = change(random.permutation(edges[0].ravel()), edges[0].ravel())
print(f"change place by place {same:.2f}, moved back {moved:.2f}; in random order {shuffled:.2f}")
assert counted == {"without": (224, 4640, 802_816), "with": (112, 4640, 200_704)}

# %% [markdown]
# Moved back, nothing differs: convolution with stride 1 is **equivariant**, exactly, as long as the window stays inside
# the picture. (With stride 2 the result moves along only where the view moves by 2, 4, 6, ... pixels.) It is not
# invariant at all: place by place, the change is three quarters of what the same numbers in random order give.
#
# So where does invariance come from? From pooling, a little of it. Below are two maps, one moved by 2 pixels, and what is
# left of them after pooling in blocks of 8; a part of each, on the left. Find the black lines, then the black blocks. Then
# read the table: a row for each size of the blocks (1 is no pooling), a column for each move, and last the pooled map
# in random order. (`[:, :, None]` adds an axis of one channel, which `max_pool` wants.)

# %%
pooled = {(size, step): max_pool(values[:, :, None], size)[:, :, 0]
          for size in (1, 2, 4, 8) for step, values in edges.items()}
figure, axes = plt.subplots(1, 4, figsize=(6.6, 1.9), layout="constrained")
for ax, (size, step) in zip(axes, [(1, 0), (1, 2), (8, 0), (8, 2)]):
    corner = pooled[size, step][80 // size:128 // size, :48 // size]   # 48 pixels, 6 blocks of 8
    ax.imshow(corner, cmap="gray_r", vmin=0, vmax=2, interpolation="nearest")
    ax.set_title(f"{'edges' if size == 1 else 'pooled by 8'}, moved by {step}", fontsize=8)
    ax.set_axis_off()
show(figure, alt="The edge map of a view and of the view moved by 2 pixels: three black lines, which "
                 "are further left in the second. Both pooled in blocks of 8: the same black blocks in the "
                 "same places, greys alike.")
changes = {key: change(values, pooled[key[0], 0]) for key, values in pooled.items()}
for size in (1, 2, 4, 8):
    row = (f"moved by {step}: {changes[size, step]:.2f}  " for step in views if step)
    values = pooled[size, 0].ravel()
    any_order = change(np.random.default_rng(seed).permutation(values), values)
    print(f"blocks of {size}:  ", *row, f"random order: {any_order:.2f}")
    assert size == 1 or changes[size, 1] < 0.3 < 0.65 < any_order
for step in (2, 4):
    assert change(pooled[2, step][:, :-step // 2], pooled[2, 0][:, step // 2:]) < 1e-12
assert moved < 1e-12 and 0.7 < same / shuffled < 0.8 and 1.1 < shuffled < 1.3

# %% [markdown]
# The lines have moved by two pixels, the black blocks have stayed. The larger the block and the smaller the move, the less
# the pooled map notices. (The last column falls, too, since coarse maps are more alike to anything, but the first falls
# much faster.) That is **approximate and local** invariance: small moves, and not exactly none. It comes from the blocks,
# not from the maximum: the mean of each block does nearly as well. Pooling has its price in the other property, as the
# stride has: blocks of 2 are equivariant for moves by 2, 4, 6, ... only. The companion measures more moves, rotation and
# scale.
#
# ## A filter that is learned
#
# In networks nobody writes filters by hand. Suppose you have a picture $x$ and the result $t$ that you would like to
# have, and you do not know the weights $w$ of the filter. Begin with random weights, and follow the slope of the mean squared error
# $L = \frac{1}{N} \sum_{rc} (y_{rc} - t_{rc})^2$ over the $N$ places of the result $y$. Which weights are to blame for
# an error? Every weight $w_{ij}$ was used in **every** place, each time with another pixel:
#
# $$y_{rc} = \sum_{ij} w_{ij}\, x_{r+i,\,c+j} \qquad\Longrightarrow\qquad
# \frac{\partial L}{\partial w_{ij}} = \sum_{rc} \frac{2}{N} (y_{rc} - t_{rc})\; x_{r+i,\,c+j}$$
#
# A value that is used in several places collects what comes back from each: lesson 06. And look at the second formula.
# A table, $\frac{2}{N} (y - t)$, is laid on the picture, moved by $i$ and $j$, multiplied and added up. You have
# written a function that does just this.

# %% [markdown] tags=["exercise"]
# ### Exercise 13.8 - the gradient of a filter  (core, 7 min)
#
# Write `kernel_gradient`: the derivatives of $L$ with respect to the entries of `kernel`, in an array of its shape. The
# forward pass is `convolve(picture, kernel)`, without padding and with stride 1.

# %% tags=["answer"] exercise="13.8"
def kernel_gradient(picture, kernel, targets):
    """dL/dkernel for L = mean((convolve(picture, kernel) - targets)^2); the shape of the kernel."""
    ### BEGIN SOLUTION
    errors = convolve(picture, kernel) - targets
    return convolve(picture, 2 * errors / errors.size)
    ### END SOLUTION

# %%
check("13.8", kernel_gradient)

# %% [markdown] tags=["hint"] exercise="13.8"
# Two lines. First the errors, $y - t$. Then the second formula: which table is the picture, and which the filter? The
# result has the shape of the kernel by itself, since $6 - 4 + 1 = 3$.

# %% [markdown] tags=["hint"] exercise="13.8"
# `convolve(picture, 2 * errors / errors.size)`. With a loop over $i$ and $j$ it would be
# `np.sum(2 / errors.size * errors * picture[i:i + rows, j:j + columns])`, where `rows, columns = errors.shape`.

# %% [markdown]
# The training loop of lesson 05. The picture is noise, and the targets are what the vertical filter makes of it; the
# loop gets to see only these two. It keeps the filter after each step. In the tables, watch the middle column, which
# should become 0, and the right one, which should become $-1$.

# %%
kernel_gradient = accepted("13.8", kernel_gradient)
noise = random.normal(size=(32, 32))
targets = convolve(noise, kernel)
learned = np.random.default_rng(seed).normal(size=(3, 3))
losses, kept = [], {0: learned}
for step in range(1, 101):
    losses.append(np.mean((convolve(noise, learned) - targets) ** 2))
    learned = learned - 0.1 * kernel_gradient(noise, learned, targets)
    kept[step] = learned
assert np.abs(learned - kernel).max() < 1e-4 and losses[-1] < 1e-8
print(f"loss {losses[0]:.2f} at first, {losses[10]:.4f} after 10 steps, {losses[99]:.6f} in the end")
show(plot_matrices([kept[step] for step in (0, 3, 10, 100)], decimals=2,
                   titles=["at random", "3 steps", "10 steps", "100 steps"]),
     alt="Four tables of 3 by 3 numbers. The first is random, the next ones come closer and closer to the wanted "
         "filter, and after 100 steps it is reached to two decimals: three rows of 1.00, 0.00, -1.00.")

# %% [markdown]
# Gradient descent has found the edge filter from one picture and its result. Networks learn their filters in just this
# way, except that nobody tells them what a filter's result should be: the errors come back from later layers.
#
# Does a loss of nearly zero mean that the filter is found? The knob now is **what it learns from**, 20 by 20 pixels each:
# noise, a part of the photograph, a picture in which all rows are alike, and a flat grey one. **Predict** for each: will
# the loss become small? Will the filter be found? (`np.tile` repeats a row.)

# %%
stripes = np.tile(random.uniform(size=20), (20, 1))                  # 20 equal rows
sources = {"noise": noise[:20, :20], "photograph": grey[20:40, 30:50], "equal rows": stripes,
           "flat grey": np.full((20, 20), 0.5)}
found = {}
for name, source in sources.items():
    learned, wanted = np.random.default_rng(seed).normal(size=(3, 3)), convolve(source, kernel)
    before = np.mean((convolve(source, learned) - wanted) ** 2)
    for _ in range(300):
        learned = learned - 0.2 * kernel_gradient(source, learned, wanted)
    left = np.mean((convolve(source, learned) - wanted) ** 2) / before
    found[name] = np.abs(learned - kernel).max()
    print(f"{name:10}   {left:4.1%} of the loss is left, largest error of the filter {found[name]:.1f}")
    assert left < 0.03

# %% [markdown]
# All losses are small, and in 300 steps only the noise has given the filter away. Where all rows are alike, only the sum of each
# column of the filter matters, and many filters share it. In flat grey only the sum of all nine matters. In neither
# would more steps help. In a photograph neighbouring pixels are nearly alike, so some mixtures of weights hardly matter,
# and are learned slowly: with a great many steps it does give the filter away. A network
# learns what its examples can tell it, and no more.
#
# ## The same in Keras
#
# The last rung. A `Conv2D` layer gets our kernels and biases; it works on batches, so the picture gets a first axis,
# `small[None]`. `build` makes its weights for inputs (batch, row, column, channel), where `None` stands for any size.
# `runtime.start` gives `None` where Keras is not installed. Keras computes with 32 bits, hence equal to $10^{-5}$ of the
# size of the numbers.

# %%
assert found["noise"] < 0.01 < 0.1 < min(found["photograph"], found["equal rows"], found["flat grey"])
keras = runtime.start(optional=True)
if keras is not None:
    layer, pool = keras.layers.Conv2D(10, 5), keras.layers.MaxPooling2D(2)
    layer.build((None, None, None, 3))
    layer.set_weights([kernels, biases])
    by_keras = np.array(layer(small[None]))[0]                       # (8, 8, 10)
    assert layer.count_params() == 760 and pool.count_params() == 0
    near = 1e-5 * np.abs(maps).max()
    assert np.allclose(by_keras, maps, atol=near)
    assert np.allclose(np.array(pool(by_keras[None]))[0], max_pool(maps), atol=near)
    print("Conv2D and MaxPooling2D agree with yours:", by_keras.shape, "and", max_pool(maps).shape)

# %% [markdown]
# ## What you can now do
#
# You can slide a filter over a picture by hand, in loops and without them, and say beforehand how large the result is,
# what it costs and how many parameters it has. You know that a convolution moves along with the picture, and that
# pooling forgives small moves. And you have seen nine numbers learn to find edges.

# %%
progress(13)

# %% [markdown]
# Next, lesson 14 puts these layers into whole networks. The companion, `13_convolution_by_hand_further`, turns a
# convolution into one matrix product and times it, compares every setting with Keras, sends errors back through
# convolution and pooling, and measures moves, turns and scales.
