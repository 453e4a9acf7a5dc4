"""Exercises of the companion of lesson 14: LeNet as published; Grad-CAM is in lesson_14_cam_further.py."""
import numpy as np

from course_utils.checks import answers_14_further as right
from course_utils.checks import call, close, exact, exercise, mistake, named

SMALL_TABLE = [(0, 2), (1,), (0, 1, 4), (0, 2)]  # two maps see the same; with 5 channels, index errors tell slips apart

exercise(
    "14.7", right=right.connection_mask, accept=exact(), further=True,
    probes=[call(SMALL_TABLE, 5), call([(0, 1, 3), (2,), (1, 3), (0,), (2, 3)], 6),
            call(right.C3_TABLE, 6).named("the table of C3, 6 channels")],
    random_probes=lambda random: [call([tuple(sorted(int(one) for one in random.choice(7, size, replace=False)))
                                        for size in (2, 3, 4)], 7)],
    also_right=[lambda table, channels: np.array([[float(channel in seen) for seen in table] for channel in range(channels)]),
                lambda table, channels: np.array([[channel in seen for seen in table] for channel in range(channels)]) * 1],
    mistakes=[
        mistake("The mask is turned: channels are its rows, maps its columns.",
                lambda table, channels: right.connection_mask(table, channels).T),
        mistake("Ones and zeros are exchanged: 1 is where a map sees a channel.",
                lambda table, channels: 1 - right.connection_mask(table, channels)),
        mistake("Only the first channel of each map is marked. A map sees several.", right.mask_with(right.put_first)),
        mistake("All channels from the first to the last are marked. A map sees only those that its entry names.",
                right.mask_with(right.put_range)),
        mistake("The channels are counted from 0, as everywhere in Python: here each is one too small.",
                right.mask_with(right.put_one_based)),
        mistake("The ones have become the number of channels of the map. A connection is 1.",
                right.mask_with(right.put_number)),
        mistake("Every map sees every channel here. Use the entries of `table`. (And a list made with `[...] * channels` holds "
                "one row several times: what is set in one is set in all.)",
                lambda table, channels: np.ones((channels, len(table)))),
        mistake("There are always six channels here. Take their number from the argument.",
                right.mask_with(lambda mask, number, seen: mask.__setitem__((list(seen), number), 1),
                                lambda table, channels: (6, len(table)))),
        mistake("There are always sixteen maps here. There is one for each entry of the table, `len(table)`.",
                right.mask_with(lambda mask, number, seen: mask.__setitem__((list(seen), number), 1),
                                lambda table, channels: (channels, 16))),
        mistake("This is the number of connections. Asked for is the table of zeros and ones.",
                lambda table, channels: sum(map(len, table))),
        mistake("These are the numbers of channels of each map. Asked for is the table of zeros and ones.",
                lambda table, channels: [len(seen) for seen in table]),
        mistake("These are truth values. Asked for are the numbers 1 and 0: `.astype(int)`, or begin with `np.zeros`.",
                lambda table, channels: right.connection_mask(table, channels) > 0),
        mistake("Only the last map is there: make the mask once, before the loop.",
                lambda table, channels: right.connection_mask([()] * (len(table) - 1) + table[-1:], channels)),
        mistake("Only the first map is there: the `return` stands inside the loop, and ends it in its first round.",
                lambda table, channels: right.connection_mask(table[:1] + [()] * (len(table) - 1), channels)),
        mistake("Only one channel of the first map is there: the `return` stands inside the inner loop. It comes after both.",
                lambda table, channels: right.connection_mask([table[0][:1]] + [()] * (len(table) - 1), channels)),
        mistake("Of two maps that see the same channels only the first is filled: `table.index` finds the first. `enumerate` "
                "counts the maps.", right.mask_by_index),
        mistake("The numbers of the channels stand where a 1 should be.",
                right.mask_with(lambda mask, number, seen: mask.__setitem__((list(seen), number), seen))),
        mistake("Row and column are exchanged: `mask[channel, number]`. A row is a channel, a column a map.",
                right.mask_with(lambda mask, number, seen: mask.__setitem__((number, list(seen)), 1))),
        mistake("The `table` of the notebook is used here, whatever the function is given. Use the names of the arguments.",
                right.mask_of_notebook),
        mistake("Whole rows are filled: `mask[channel]` is a row. The column is the number of the map.",
                right.mask_with(lambda mask, number, seen: mask.__setitem__(list(seen), 1))),
        mistake("As many channels as the map sees are marked, from 0 on. The entry names them: mark these.",
                right.mask_with(lambda mask, number, seen: mask.__setitem__((slice(len(seen)), number), 1))),
        mistake("`reshape` keeps the order of the numbers, and mixes the rows. Exchange the axes with `.T`.",
                lambda table, channels: right.connection_mask(table, channels).T.reshape(channels, len(table))),
        mistake("There are as many rows as the table happens to use. A channel that no map sees has a row of zeros: take "
                "`channels`.", lambda table, channels: right.connection_mask(table, max(map(max, table)) + 1)),
        mistake("The shape is one argument, a pair: `np.zeros((channels, len(table)))`.",
                right.zeros_of_two_arguments),
    ],
)

MAPS = np.arange(1, 17).reshape(2, 4, 2)  # whole numbers: an answer that takes over their type loses fractions


def _maps(random, *shape):
    return call(random.normal(size=shape), random.normal(size=shape[2]), random.normal(size=shape[2])).named(
        f"random maps of shape {shape}, a random coefficient and bias for each channel")


exercise(
    "14.8", right=right.subsample, points=2, accept=close(rtol=1e-5, atol=1e-5), further=True,
    probes=[call(MAPS, np.array([0.25, 0.1]), np.array([2.0, -0.3]))],
    random_probes=lambda random: [_maps(random, 6, 4, 3), _maps(random, 4, 8, 1)],
    also_right=[right.subsampled_in_loops, lambda maps, coefficients, biases: (
        maps[::2, ::2] + maps[1::2, ::2] + maps[::2, 1::2] + maps[1::2, 1::2]) * coefficients + biases],
    mistakes=[
        mistake("You took the mean of each block. In 1998 the four numbers are added up; the coefficient does the rest.",
                right.subsample_by(np.mean)),
        mistake("You took the largest number of each block. In 1998 all four are added up.", right.subsample_by(np.max)),
        mistake("The bias is missing.", right.subsample_by(np.sum, lambda sums, coefficients, biases: sums * coefficients)),
        mistake("The coefficient is missing.", right.subsample_by(np.sum, lambda sums, coefficients, biases: sums + biases)),
        mistake("The coefficient multiplies the bias, too. It belongs to the sum alone; the bias comes after it.",
                right.subsample_by(np.sum, lambda sums, coefficients, biases: (sums + biases) * coefficients)),
        mistake("Coefficient and bias are exchanged: the coefficient multiplies, the bias is added.",
                right.subsample_by(np.sum, lambda sums, coefficients, biases: sums * biases + coefficients)),
        mistake("The blocks overlap here. The next block begins two places further.", right.overlapping),
        mistake("Only the upper left number of each block is used. Add up all four.",
                lambda maps, coefficients, biases: maps[::2, ::2] * coefficients + biases),
        mistake("Only two numbers of each block are added up, one above the other. A block has four.",
                lambda maps, coefficients, biases: (maps[::2, ::2] + maps[1::2, ::2]) * coefficients + biases),
        mistake("Only two numbers of each block are added up, side by side. A block has four.",
                lambda maps, coefficients, biases: (maps[::2, ::2] + maps[::2, 1::2]) * coefficients + biases),
        mistake("Only two numbers of each block are added up, the upper left and the lower right. A block has four.",
                lambda maps, coefficients, biases: (maps[::2, ::2] + maps[1::2, 1::2]) * coefficients + biases),
        mistake("The upper left number of each block is counted twice, and the lower right one is missing: `maps[1::2, 1::2]`.",
                right.slices_with([(0, 0), (1, 0), (0, 1), (0, 0)])),
        mistake("The lower left number of each block is counted twice, and the upper right one is missing: `maps[::2, 1::2]`.",
                right.slices_with([(0, 0), (1, 0), (1, 0), (1, 1)])),
        mistake("The upper right number of each block is counted twice, and the lower left one is missing: `maps[1::2, ::2]`.",
                right.slices_with([(0, 0), (0, 1), (0, 1), (1, 1)])),
        mistake("The sum is multiplied by coefficient plus bias. Only the coefficient multiplies: leave these brackets out.",
                lambda maps, coefficients, biases: right.subsample(maps, coefficients + biases, 0)),
        mistake("The bias is subtracted. It is added.",
                lambda maps, coefficients, biases: right.subsample(maps, coefficients, -biases)),
        mistake("Each of the four numbers gets a bias here. The bias is added once, to the sum.",
                lambda maps, coefficients, biases: right.subsample(maps, coefficients, 4 * biases)),
        mistake("Each of the four numbers gets a bias here, and it is multiplied as well. It is added once, at the end.",
                lambda maps, coefficients, biases: right.subsample(maps, coefficients, 4 * coefficients * biases)),
        mistake("A bracket is missing: `*` comes before `+`, so only the last of the four numbers is multiplied. Put the "
                "sum in brackets.", right.without_brackets),
        mistake("Halves of the picture are added up here, the upper and the lower, the left and the right. Blocks of 2 x 2 "
                "neighbours are asked for: `::2` and `1::2`, or `reshape(row, 2, column, 2, channel)`.", right.halves),
        mistake("`1:2` is one row or column alone. Every second one, from 1 on, is `1::2`.",
                lambda maps, coefficients, biases: (maps[::2, ::2] + maps[1:2, ::2] + maps[::2, 1:2] + maps[1:2, 1:2])
                * coefficients + biases),
        mistake("The bias is added twice.",
                lambda maps, coefficients, biases: right.subsample(maps, coefficients, 2 * biases)),
        mistake("A shape and `range` need whole numbers: divide by `// 2` instead of `/ 2`.",
                lambda maps, coefficients, biases: np.zeros((maps.shape[0] / 2, maps.shape[1] / 2, maps.shape[2]))),
        mistake("The tanh comes after this layer, in the notebook. Here it is not asked for.",
                lambda *given: np.tanh(right.subsample(*given))),
        mistake("The tanh of the paper comes after this layer, in the notebook. Here it is not asked for.",
                lambda *given: 1.7159 * np.tanh(2 / 3 * right.subsample(*given))),
        mistake("The channels are added up as well. Each channel has its own sums.",
                lambda *given: right.subsample(*given).sum(axis=2)),
        mistake("Each block is added up over its channels, too. Each channel has a sum of its own: `sum(axis=(0, 1))`.",
                lambda maps, coefficients, biases: right.subsample(
                    np.repeat(maps.sum(axis=2, keepdims=True), maps.shape[2], axis=2), coefficients, biases)),
        mistake("The first coefficient and the first bias are used for all channels. Each channel has its own.",
                lambda maps, coefficients, biases: right.subsample(maps, coefficients[:1], biases[:1])),
        mistake("Rows and columns of the result are exchanged.",
                lambda *given: right.subsample(*given).transpose(1, 0, 2)),
        mistake("Where the maps are whole numbers, fractions are cut off: `np.zeros_like` takes over their type. Begin with "
                "`np.zeros`.", lambda maps, *given: right.subsample(maps, *given).astype(maps.dtype)),
        mistake("Fractions are cut off: the result is an array of whole numbers.",
                lambda *given: right.subsample(*given).astype(int)),
    ],
)

def _two(*names):
    """Return the comparison of two whole numbers in a row, which may come as an array as well."""
    in_a_row = named(exact(), *names)
    return lambda got, expected: in_a_row(list(got) if isinstance(got, np.ndarray) and got.ndim == 1 else got, expected)


def _table(random):
    return [tuple(range(int(count))) for count in random.integers(1, 5, 5)]


exercise(
    "14.9", right=right.count_partial, points=2, accept=_two("the parameters", "the connections"), further=True,
    probes=[call([(0, 1), (1,)], 3, 4), call([(0,)] * 6, 5, 32).named("C1: six maps that see channel 0, kernel 5, size 32"),
            call(right.C3_TABLE, 5, 14).named("the table of C3, kernel 5, size 14"), call([(0, 1, 2)] * 4, 1, 1)],
    random_probes=lambda random: [call(_table(random), 2, int(random.integers(6, 9)))],
    also_right=[right.counted_one_by_one, lambda table, kernel, size: np.array(right.count_partial(table, kernel, size)),
                lambda table, kernel, size: list(right.count_partial(table, kernel, size))],
    mistakes=[
        mistake("The biases are missing: one for each map.", right.counted_with(biases=lambda table: 0)),
        mistake("There is one bias for all maps here. Each map has its own.", right.counted_with(biases=lambda table: 1)),
        mistake("Each connection to a channel has a bias here. A map has one, however many channels it sees.",
                right.counted_with(biases=lambda table: sum(map(len, table)))),
        mistake("Each map has one kernel here. It has one for each channel that it sees: `len(seen)` of them.",
                right.counted_with(kernels=len)),
        mistake("Every map sees every channel here. Add up the lengths of the entries of `table`.",
                right.counted_with(kernels=lambda table: len(table) * (max(map(max, table)) + 1))),
        mistake("A kernel has rows and columns: `kernel ** 2` weights.", right.counted_with(weights=lambda kernel: kernel)),
        mistake("A kernel has `kernel` times `kernel` weights, which is `kernel ** 2`; twice `kernel` is something else.",
                right.counted_with(weights=lambda kernel: 2 * kernel)),
        mistake("The entries of `table` are tuples, and `sum(table)` would add these. Add up their lengths.",
                right.counted_with(kernels=sum)),
        mistake("There are always 60 kernels here, those of C3. Count them in the argument `table`.",
                right.counted_with(kernels=lambda table: 60)),
        mistake("There are always 10 x 10 places here, those of C3. Work them out from `size` and `kernel`.",
                right.counted_with(side=lambda kernel, size: 10)),
        mistake("The kernels lie beside each other here, without overlap. With stride 1 one begins wherever it fits.",
                right.counted_with(side=lambda kernel, size: size // kernel)),
        mistake("The kernel is always 5 x 5 here. Take its size from the argument.",
                right.counted_with(weights=lambda kernel: 25)),
        mistake("A kernel does not lie in `size` x `size` places: without padding it fits in `size - kernel + 1` a side.",
                right.counted_with(side=lambda kernel, size: size)),
        mistake("The `+ 1` is missing: a kernel fits in `size - kernel + 1` places a side.",
                right.counted_with(side=lambda kernel, size: size - kernel)),
        mistake("The places of one direction are counted. A kernel is laid on in rows and columns: square their number.",
                right.counted_with(square=False)),
        mistake("The biases are counted once among the connections. Each place of a map uses its bias.",
                lambda table, kernel, size: (right.count_partial(table, kernel, size)[0],
                                             right.count_connections(table, kernel, size) + len(table))),
        mistake("The biases are missing among the connections. Each place of a map uses its bias, too.",
                lambda table, kernel, size: (right.count_partial(table, kernel, size)[0],
                                             right.count_connections(table, kernel, size))),
        mistake("Parameters and connections are exchanged.", lambda *given: right.count_partial(*given)[::-1]),
        mistake("These are the parameters alone. Return both: `return parameters, connections`.",
                lambda *given: right.count_partial(*given)[0]),
        mistake("These are the connections alone. Return both: `return parameters, connections`.",
                lambda *given: right.count_partial(*given)[1]),
        mistake("The second number is that of the places. Each place uses every parameter: multiply.",
                lambda table, kernel, size: (right.count_partial(table, kernel, size)[0], (size - kernel + 1) ** 2)),
        mistake("The connections are multiplied by the number of maps once more. The parameters are those of all maps already.",
                lambda table, kernel, size: (right.count_partial(table, kernel, size)[0],
                                             right.count_partial(table, kernel, size)[1] * len(table))),
        mistake("Only the first map is counted: the `return` stands inside the loop.",
                lambda table, kernel, size: right.count_partial(table[:1], kernel, size)),
        mistake("The numbers of the channels are added up. Asked for is how many channels a map sees: `len(seen)`.",
                right.counted_with(kernels=lambda table: sum(map(sum, table)))),
        mistake("The bracket around `kernel + 1` turns its sign: a kernel fits in `size - kernel + 1` places a side.",
                right.counted_with(side=lambda kernel, size: size - (kernel + 1))),
        mistake("The places are added. Each place uses every parameter: multiply.",
                lambda table, kernel, size: (right.count_partial(table, kernel, size)[0],
                                             right.count_partial(table, kernel, size)[0] + (size - kernel + 1) ** 2)),
        mistake("The places are always those of a kernel of 5. Work them out from `kernel`.",
                right.counted_with(side=lambda kernel, size: size - 4)),
    ],
)
