"""Exercises of lesson 13 on layers and pooling."""
import numpy as np

from course_utils.checks import answers_13_layers as right
from course_utils.checks import answers_13_slips as slips
from course_utils.checks import call, exercise, mistake
from course_utils.checks.answers_13 import convolve
from course_utils.checks.answers_13_layers import conv_layer, max_pool

_RANDOM = np.random.default_rng(13)
COLOUR = _RANDOM.integers(0, 256, (4, 5, 3), dtype=np.uint8)
LITTLE = _RANDOM.integers(-3, 4, (4, 4, 2)).astype(float)
WEIGHTS = _RANDOM.integers(-2, 3, (2, 2, 2, 3)).astype(float)


def _layer(random, picture=(5, 6, 3), kernels=(3, 2, 3, 4)):
    whole = [random.integers(-3, 4, size).astype(float) for size in (picture, kernels, kernels[3])]
    return call(*whole).named(
        f"a picture {picture}, kernels {kernels}, biases {kernels[3:]}")


def _without_sum(picture, kernels, biases):
    return np.stack([conv_layer(picture[:, :, [channel]], kernels[:, :, [channel]], biases)
                     for channel in range(picture.shape[2])], axis=2)


def _bias_for_each_channel(picture, kernels, biases):
    return conv_layer(picture, kernels, picture.shape[2] * biases)


exercise(
    "13.6", right=conv_layer, points=3,
    probes=[call(LITTLE, WEIGHTS, np.array([10.0, 0.0, -5.0])).named("a picture (4, 4, 2), kernels (2, 2, 2, 3), biases (3,)"),
            call(COLOUR, _RANDOM.integers(-3, 4, (2, 3, 3, 2)) / 4, np.array([1, -1])).named(
                "a uint8 picture (4, 5, 3), kernels (2, 3, 3, 2), biases (2,)")],
    random_probes=lambda random: [_layer(random), _layer(random, (6, 6, 1), (3, 3, 1, 2))],
    also_right=[right.conv_layer_by_maps, right.conv_layer_by_shifts, lambda p, k, b: np.array(
        [[[np.sum(p[i:i + k.shape[0], j:j + k.shape[1]] * k[:, :, :, f]) + b[f] for f in range(len(b))]
          for j in range(p.shape[1] - k.shape[1] + 1)] for i in range(p.shape[0] - k.shape[0] + 1)])],
    mistakes=[
        mistake("All biases at once do not fit into one place of one map. Filter number f adds `biases[f]`.",
                slips.layer_loops(bias=lambda biases, number: biases)),
        mistake("All biases are added to the map of one filter. It adds its own, `biases[f]`.",
                slips.layered(bias=lambda biases, number: biases)),
        mistake("`kernels[f]` is row f of the kernels. The filter is the last of the four axes: `kernels[:, :, :, f]`.",
                slips.layer_loops(weights=lambda kernels, number: kernels[number])),
        mistake("An axis has fewer entries than you count. In `kernels` the channel is the third axis and the filter the "
                "fourth. How many channels there are, `picture.shape[2]` says.",
                slips.layered(weights=lambda kernels, number, channel: kernels[:, :, number, channel])),
        mistake("The window is always 3 by 3. Take its size from the first two axes of `kernels`.",
                slips.layer_loops(side=lambda kernels: (3, 3))),
        mistake("The window is square, and these kernels are not: `kernels.shape[0]` rows and `kernels.shape[1]` columns.",
                slips.layer_loops(side=lambda kernels: (len(kernels), len(kernels)))),
        mistake("`convolve` takes a picture and a kernel of two axes each. Call it for one channel and one filter, or add up "
                "the windows yourself.", lambda p, k, b: convolve(p, k) + b),
        mistake("`convolve` sums over two axes, and a window here has three. Call it for one channel at a time, and add up.",
                lambda p, k, b: np.stack([convolve(p, k[:, :, :, f]) + b[f] for f in range(len(b))], axis=2)),
        mistake("`np.tensordot` finds axes of different lengths. For one window it is `axes=3`: row, column and channel. In "
                "all windows of a view the channel stands before kernel row and column: `transpose(0, 1, 3, 4, 2)` first.",
                slips.two_axes_summed),
        mistake("The last two axes of `kernels` are exchanged: (kernel row, kernel column, channel, filter), so the channels "
                "come before the filters.", slips.channels_as_filters),
        mistake("Rows and columns are exchanged in the size of the result: its rows come from `picture.shape[0]` and "
                "`kernels.shape[0]`.", slips.layer_loops(turn=-1)),
        mistake("Only the last number of all has its bias: that line stands behind the loops. Move it into them.",
                slips.bias_after_loops),
        mistake("Only the first row is filled: the `return` stands inside the outer loop, and ends it in its first round.",
                slips.layer_returned_early(1)),
        mistake("The first row is filled, elsewhere are biases alone: the `return` stands inside the outer loop, and ends it.",
                slips.layer_returned_early(1, bias=lambda kept, biases: biases)),
        mistake("Only the first place is filled: the `return` stands inside the second loop, and ends it in its first round.",
                slips.layer_returned_early(1, 1)),
        mistake("The first place is filled, elsewhere are biases alone: the `return` stands inside the second loop.",
                slips.layer_returned_early(1, 1, bias=lambda kept, biases: biases)),
        mistake("Only a single number is there: the `return` stands inside the innermost loop.",
                slips.layer_returned_early(1, 1, 1)),
        mistake("Rows and columns of the filters are exchanged, as `.T` does. Lay them on as they are.",
                lambda p, k, b: conv_layer(p, k.transpose(1, 0, 2, 3), b)),
        mistake("Every map got the first bias. Filter number f adds `biases[f]`.",
                lambda p, k, b: conv_layer(p, k, b[0] + 0 * b)),
        mistake("The maps are in the opposite order: the map of filter 0 comes first.",
                lambda p, k, b: conv_layer(p, k, b)[:, :, ::-1]),
        mistake("The sum of one filter goes on in the next. Begin each map with 0.",
                lambda p, k, b: conv_layer(p, np.cumsum(k, axis=3), b)),
        mistake("`reshape` does not exchange axes, it counts the numbers anew. Use `np.stack(maps, axis=2)`, or transpose.",
                slips.maps_reshaped),
        mistake("Fractions are cut off: the maps are an array of whole numbers. Leave `dtype=int` out.",
                lambda p, k, b: (conv_layer(p, k, 0 * b) + b).astype(int)),
        mistake("The weights were put into the number type of the picture, which has no room for fractions or a sign.",
                lambda p, k, b: conv_layer(p, k.astype(p.dtype), b)),
        mistake("The biases are missing: each filter adds its own to the whole map.", lambda p, k, b: conv_layer(p, k, 0 * b)),
        mistake("The channels are not added up: here each channel has maps of its own. One filter gives one map.",
                _without_sum),
        mistake("The bias is added once for each channel. It is added once for each number of the map.",
                _bias_for_each_channel),
        mistake("The bias is added to every product, inside the sum. It is added once, outside of `np.sum`.",
                right.bias_inside_sum),
        mistake("The products of all filters went into one sum. Each filter has a sum of its own: `axis=(0, 1, 2)`, or a loop "
                "over the filters.", right.one_sum_for_all),
        mistake("All maps are made by the first filter. Filter number f is `kernels[:, :, :, f]`.", right.first_filter_for_all),
        mistake("The window has three axes and `kernels` four, with the filter last. Take one filter, `kernels[:, :, :, f]`, "
                "or give the window a fourth axis, `window[..., None]`.", right.without_new_axis),
        mistake("The picture was padded here. The filters are laid on only where they lie wholly inside.",
                lambda p, k, b: conv_layer(np.pad(p, ((1, 1), (1, 1), (0, 0))), k, b)),
        mistake("Only the first channel is used. The filter has weights for all of them, and their sums are added.",
                lambda p, k, b: conv_layer(p[:, :, :1], k[:, :, :1], b)),
        mistake("Only the last channel is left: each channel overwrites the one before. Add them up.",
                lambda p, k, b: conv_layer(p[:, :, -1:], k[:, :, -1:], b)),
        mistake("You took the mean over the channels. Add them up.",
                lambda p, k, b: conv_layer(p, k / p.shape[2], b)),
        mistake("The filter is the first axis here. It comes last: (row, column, filter).",
                lambda p, k, b: conv_layer(p, k, b).transpose(2, 0, 1)),
        mistake("Rows and columns are exchanged in the result.", lambda p, k, b: conv_layer(p, k, b).transpose(1, 0, 2)),
        mistake("Only the first filter is used. There is one map for each.",
                lambda p, k, b: conv_layer(p, k[:, :, :, :1], b[:1])),
        mistake("This is the map of the first filter alone, and it has lost its last axis. There is one map for each filter.",
                lambda p, k, b: conv_layer(p, k[:, :, :, :1], b[:1])[:, :, 0]),
        mistake("The maps of all filters are added up. Each is kept, along the last axis.",
                lambda p, k, b: conv_layer(p, k, b).sum(axis=2)),
        mistake("The last row and the last column are missing: the kernel fits in rows - k + 1 places.",
                lambda p, k, b: conv_layer(p, k, b)[:-1, :-1]),
        mistake("The filters are turned by 180 degrees here. Networks lay them on as they are.",
                lambda p, k, b: conv_layer(p, k[::-1, ::-1], b)),
        mistake("The channels of the filters are used in the opposite order.", lambda p, k, b: conv_layer(p, k[:, :, ::-1], b)),
        mistake("Negative numbers were set to 0. The activation is another step; it is not asked for here.",
                lambda p, k, b: np.maximum(conv_layer(p, k, b), 0)),
        mistake("The biases are subtracted. They are added.", lambda p, k, b: conv_layer(p, k, -b)),
        mistake("Each map is multiplied by its bias. The bias is added.", lambda p, k, b: conv_layer(p, k, 0 * b) * b),
        mistake("All biases are added to every map. Each filter has its own.",
                lambda p, k, b: conv_layer(p, k, 0 * b) + b.sum()),
        mistake("The products are averaged over the window. Add them up.",
                lambda p, k, b: conv_layer(p, k / k[:, :, :, 0].size, b)),
    ],
)

TABLE = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])[:, :, None]


def _pool_one_axis(maps, size=2):
    return maps[:len(maps) // size * size].reshape(-1, size, *maps.shape[1:]).max(axis=1)


def _every_window(maps, size=2):
    return np.lib.stride_tricks.sliding_window_view(maps, (size, size), axis=(0, 1)).max(axis=(3, 4))


exercise(
    "13.7", right=max_pool, points=2,
    probes=[call(TABLE), call(-1.0 - TABLE), call(-1e6 - TABLE), call(np.arange(48.0).reshape(4, 6, 2) % 11)],
    random_probes=lambda random: [
        call(random.normal(size=(5, 7, 3))).named("random maps of 5 x 7 with 3 channels, size 2"),
        call(random.normal(size=(7, 10, 2)) - 3, 3).named("random maps of 7 x 10 with 2 channels, most negative, size 3")],
    also_right=[right.max_pool_loops, right.pool_by_windows],
    mistakes=[
        mistake("This is the mean of each block. Take its largest number.", lambda m, s=2: max_pool(m, s, np.mean)),
        mistake("This is the sum of each block. Take its largest number.", lambda m, s=2: max_pool(m, s, np.sum)),
        mistake("This is the smallest number of each block.", lambda m, s=2: max_pool(m, s, np.min)),
        mistake("Negative numbers are lost: a maximum that begins with 0 never gets below it. Take the maximum of the block "
                "alone.", lambda m, s=2: np.maximum(max_pool(m, s), 0)),
        mistake("A maximum that begins with -10 never gets below it, and these numbers do. Take that of the block alone.",
                lambda m, s=2: np.maximum(max_pool(m, s), -10)),
        mistake("`.max(axis=0)` is the largest of each column of the block. Its rows and columns are `axis=(0, 1)`.",
                slips.pool_loops(lambda block: block.max(axis=0))),
        mistake("Axes 1 and 2 of a block are its columns and channels. Its rows and columns are `axis=(0, 1)`.",
                slips.pool_loops(lambda block: block.max(axis=(1, 2)))),
        mistake("`np.zeros_like(maps)` is as large as the maps. The result has `maps.shape[0] // size` rows.",
                slips.pool_in_place_of_maps),
        mistake("`reshape` counts row after row, so the size of a block comes right after its place: (rows, size, columns, "
                "size, channels), not (rows, columns, size, size, channels).", slips.pool_reshaped),
        mistake("This is where in its block the largest number stands. Take the number itself, `max` and not `argmax`.",
                slips.pool_loops(lambda block: block.reshape(-1, block.shape[2]).argmax(axis=0))),
        mistake("Left-over rows and columns are dropped above and on the left here. They are dropped below and on the right.",
                slips.pool_from_the_end),
        mistake("The last row and column of each block are left out. A slice ends before its second number.",
                slips.pool_last_left_out),
        mistake("A view of three axes needs to know which two to slide along: `axis=(0, 1)`.",
                lambda m, s=2: np.lib.stride_tricks.sliding_window_view(m, (s, s))),
        mistake("These are single numbers, `size` apart, and more where a block is not whole. Take the largest of each.",
                lambda m, s=2: m[::s, ::s]),
        mistake("The sign is left out: this is the largest size of a number. The largest of -3 and -7 is -3.",
                lambda m, s=2: max_pool(np.abs(m), s)),
        mistake("The blocks overlap here: the window moves by 1. It moves by `size`.", _every_window),
        mistake("`size` is not used: the blocks are always 2 by 2.", lambda m, s=2: max_pool(m, 2)),
        mistake("The blocks begin one pixel apart, and overlap. The block of row r begins at `r * size`.",
                right.pool_without_step),
        mistake("Some slices hold no numbers: a block begins at `r * size` and ends at `(r + 1) * size`.",
                right.pool_with_short_slices),
        mistake("What is left over at the border has to be cut off before `reshape`: the numbers do not fill whole blocks.",
                right.pool_uncut),
        mistake("What is left over at the border does not fit into blocks: cut it off first, then `reshape`.",
                lambda m, s=2: m.reshape(m.shape[0] // s, s, m.shape[1] // s, s, -1).max(axis=(1, 3))),
        mistake("Left-over rows and columns were filled up with zeros to whole blocks. They are dropped.",
                lambda m, s=2: max_pool(np.pad(m, ((0, -m.shape[0] % s), (0, -m.shape[1] % s), (0, 0))), s)),
        mistake("The channel is the first axis here. It stays the last: (row, column, channel).",
                lambda m, s=2: max_pool(m, s).transpose(2, 0, 1)),
        mistake("Rows and columns of the result are exchanged.", lambda m, s=2: max_pool(m, s).transpose(1, 0, 2)),
        mistake("Left-over rows and columns became smaller blocks. They are dropped.", right.pool_with_leftovers),
        mistake("Pixels of different blocks were put together: in `reshape` the place comes before the place inside the block, "
                "(rows, size, columns, size, channels).", right.pool_wrong_blocks),
        mistake("The channels were pooled, too. Each is pooled by itself: `.max(axis=(0, 1))` of the block.",
                lambda m, s=2: max_pool(m, s).max(axis=2)),
        mistake("The largest of all channels stands in each of them. Each is pooled by itself: `.max(axis=(0, 1))`.",
                lambda m, s=2: right.max_pool_loops(m, s, channels=np.max)),
        mistake("Only the rows are pooled. The blocks have columns as well.", _pool_one_axis),
        mistake("This is the first number of each block, not the largest.",
                lambda m, s=2: m[:m.shape[0] // s * s:s, :m.shape[1] // s * s:s]),
        mistake("This is the largest number of the whole map.", lambda m, s=2: m.max(axis=(0, 1))),
        mistake("Fractions are cut off: the result is an array of whole numbers.",
                lambda m, s=2: right.max_pool_loops(m, s, fill=0)),
        mistake("The axis of the channels is lost: the result is (row, column, channel).",
                lambda m, s=2: max_pool(m, s)[:, :, 0]),
    ],
)
