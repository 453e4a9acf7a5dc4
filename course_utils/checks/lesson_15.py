"""Exercises of lesson 15, architectures, that count and compare; those that build blocks stand in lesson_15_blocks.py."""
import numpy as np

from course_utils.checks import answers_15 as right
from course_utils.checks import call, exact, exercise, mistake, named
from course_utils.checks.answers_15 import bottleneck_multiplications, compare_stack, stack_with


def _two(*names):
    """Return the comparison of two whole numbers in a row, which may come as an array as well."""
    in_a_row = named(exact(), *names)
    return lambda got, expected: in_a_row(list(got) if isinstance(got, np.ndarray) and got.ndim == 1 else got, expected)


exercise(
    "15.1", right=compare_stack, accept=_two("the stack", "the one layer"),
    probes=[call(1, 3), call(64, 3), call(8, 1), call(10, 2), call(3, 6)],
    also_right=[lambda maps, depth: [depth * 3 * 3 * maps ** 2, (2 * depth + 1) ** 2 * maps ** 2],
                lambda maps, depth: np.array([9 * depth, (2 * depth + 1) ** 2]) * maps ** 2,
                lambda maps, depth: (sum(9 * maps * maps for _ in range(depth)), (3 + 2 * (depth - 1)) ** 2 * maps * maps)],
    mistakes=[
        mistake("The two are exchanged: the stack comes first.", lambda maps, depth: compare_stack(maps, depth)[::-1]),
        mistake("The large layer sees too much: each further layer adds 2 places in a row, not 3. Three layers see 7.",
                stack_with(lambda depth: 3 * depth)),
        mistake("The large layer sees too little: each further layer adds one place on the left **and** one on the right.",
                stack_with(lambda depth: depth + 2)),
        mistake("The large layer sees too little. One layer sees 3 places in a row already, three see 7.",
                stack_with(lambda depth: 2 * depth - 1)),
        mistake("The large layer sees `2 * depth` places in a row, and one more: the one in the middle.",
                stack_with(lambda depth: 2 * depth)),
        mistake("Both numbers are those of three layers, whatever `depth` is.", lambda maps, depth: compare_stack(maps, 3)),
        mistake("The large layer is always 7 x 7. That is right for three layers only.", stack_with(lambda depth: 7)),
        mistake("There is one factor `maps` too few: each filter sees `maps` maps, and there are `maps` filters.",
                lambda maps, depth: (9 * depth * maps, (1 + 2 * depth) ** 2 * maps)),
        mistake("The stack has one layer only. There are `depth` of them.",
                lambda maps, depth: (9 * maps * maps, compare_stack(maps, depth)[1])),
        mistake("The stack is right in its kernels, and lacks a factor `maps`: each filter sees `maps` maps, and there are "
                "`maps` of them.", lambda maps, depth: (9 * depth * maps, compare_stack(maps, depth)[1])),
        mistake("A kernel of the stack has rows and columns: 3 x 3 = 9 weights, not 3.",
                lambda maps, depth: (3 * depth * maps * maps, compare_stack(maps, depth)[1])),
        mistake("`maps` and `depth` have changed places.", lambda maps, depth: compare_stack(depth, maps)),
        mistake("A kernel has rows and columns: 3 x 3 = 9 weights, not 3, and the large one is squared, too.",
                lambda maps, depth: (3 * depth * maps * maps, (1 + 2 * depth) * maps * maps)),
        mistake("The weights of the large layer grow with its rows times its columns: square its size.",
                lambda maps, depth: (9 * depth * maps * maps, (1 + 2 * depth) * maps * maps)),
        mistake("Layers that follow each other have their weights added: `depth` times those of one, not to the power of it.",
                lambda maps, depth: ((9 * maps * maps) ** depth, compare_stack(maps, depth)[1])),
        mistake("Biases are counted as well. Here there are none.", lambda maps, depth: (
            depth * (9 * maps + 1) * maps, ((1 + 2 * depth) ** 2 * maps + 1) * maps)),
        mistake("Asked for are both numbers of weights, not how many times as many.",
                lambda maps, depth: compare_stack(maps, depth)[1] / compare_stack(maps, depth)[0]),
    ],
)

exercise(
    "15.2", right=bottleneck_multiplications, accept=exact(),
    probes=[call(28, 192, 16, 32, 5), call(10, 6, 2, 7, 3), call(7, 12, 12, 5, 1)],
    random_probes=lambda random: [call(*map(int, random.integers(2, 20, 4)), 3)],
    also_right=[lambda side, maps_in, narrow, maps_out, size: side ** 2 * narrow * (maps_in + size ** 2 * maps_out)],
    mistakes=[
        mistake("This is the direct way, without the bottleneck.", lambda s, i, n, o, k: s * s * k * k * i * o),
        mistake("This is the first convolution alone, the 1 x 1. The second one follows.", lambda s, i, n, o, k: s * s * i * n),
        mistake("This is the second convolution alone. The 1 x 1 before it costs something, too.",
                lambda s, i, n, o, k: s * s * k * k * n * o),
        mistake("The 1 x 1 is counted as if it were as large as the second one.",
                lambda s, i, n, o, k: s * s * k * k * (i * n + n * o)),
        mistake("The second convolution is counted as if it were a 1 x 1. It has `size * size` weights for each pair of maps.",
                lambda s, i, n, o, k: s * s * (i * n + n * o)),
        mistake("The second convolution gets the narrow maps, not all that came in.",
                lambda s, i, n, o, k: s * s * (i * n + k * k * i * o)),
        mistake("The places are missing: each weight is used in `side * side` of them. These are the weights.",
                lambda s, i, n, o, k: i * n + k * k * n * o),
        mistake("The places are rows times columns, `side * side`.", lambda s, i, n, o, k: s * (i * n + k * k * n * o)),
        mistake("The kernel has rows and columns: `size * size`.", lambda s, i, n, o, k: s * s * (i * n + k * n * o)),
        mistake("The two convolutions follow each other: their multiplications are added, not multiplied.",
                lambda s, i, n, o, k: s * s * i * n * (s * s * k * k * n * o)),
        mistake("The weights of the two convolutions are multiplied. They follow each other: add their multiplications.",
                lambda s, i, n, o, k: s * s * i * n * k * k * n * o),
        mistake("The bottleneck comes last here. First the 1 x 1 makes few maps, and then the large kernel works on these.",
                lambda s, i, n, o, k: s * s * (k * k * i * n + n * o)),
        mistake("These are the two numbers one by one. Add them.",
                lambda s, i, n, o, k: (s * s * i * n, s * s * k * k * n * o)),
        mistake("Biases take no multiplication: they are added.",
                lambda s, i, n, o, k: bottleneck_multiplications(s, i, n, o, k) + n + o),
        mistake("Asked for are the multiplications, not their share of the direct way.",
                lambda s, i, n, o, k: bottleneck_multiplications(s, i, n, o, k) / (s * s * k * k * i * o)),
        mistake("Brackets are missing: the places count for both convolutions, not for the first alone.",
                lambda s, i, n, o, k: s * s * i * n + k * k * n * o),
        mistake("The border is left out. The maps keep their size, so every place counts: `side * side`, also for the second.",
                lambda s, i, n, o, k: s * s * i * n + (s - k + 1) ** 2 * k * k * n * o),
        mistake("With the additions it would be twice as many. Asked for are the multiplications alone.",
                lambda s, i, n, o, k: 2 * bottleneck_multiplications(s, i, n, o, k)),
    ],
)

COSTS, SCORES = np.array([10., 3., 5., 3., 8.]), np.array([0.9, 0.5, 0.7, 0.6, 0.7])


def _networks(random, number):
    return call(random.integers(1, 6, number).astype(float), random.integers(1, 6, number) / 10).named(
        f"{number} networks with costs from 1 to 5 and scores from 0.1 to 0.5")


exercise(
    "15.6", right=right.front, points=2, accept=exact(),
    probes=[call(COSTS, SCORES), call(np.array([1., 2.]), np.array([0.5, 0.5])), call(np.array([2., 2.]), np.array([0.5, 0.5])),
            call(np.array([4., 4.]), np.array([0.2, 0.3]))],
    random_probes=lambda random: [_networks(random, 5), _networks(random, 9)],
    also_right=[right.front_loops, right.front_by(right.beats)],
    mistakes=[
        mistake("True and false are exchanged: true are those that no other one beats.",
                lambda costs, scores: ~right.front(costs, scores)),
        mistake("Two networks that are equal in both strike each other out, and each strikes out itself: at least one of "
                "the two must be strictly better.", right.front_by(lambda c, s, cost, score: (c <= cost) & (s >= score))),
        mistake("A network is struck out only where another one is strictly better in **both**. It is enough to be no worse "
                "in both, and strictly better in one.",
                right.front_by(lambda c, s, cost, score: (c < cost) & (s > score))),
        mistake("A network is struck out where another one is better in one of the two, even if it is worse in the other.",
                right.front_by(lambda c, s, cost, score: (c < cost) | (s > score))),
        mistake("A network that costs the same and scores more does not strike out here. It should.",
                right.front_by(lambda c, s, cost, score: (c < cost) & (s >= score))),
        mistake("A network that scores the same and costs less does not strike out here. It should.",
                right.front_by(lambda c, s, cost, score: (c <= cost) & (s > score))),
        mistake("`&` binds before `|`: without brackets around the part with `|`, all who are better in the score are taken "
                "for beating.", right.front_by(
                    lambda c, s, cost, score: (c <= cost) & (s >= score) & (c < cost) | (s > score))),
        mistake("Comparisons come after `&`, so each needs brackets: `(costs <= costs[one]) & (scores >= scores[one])`.",
                lambda costs, scores: np.any(costs <= costs[0] & scores >= scores[0])),
        mistake("Only the cheapest and the best are left. Those between are struck out only where **one and the same** network "
                "is no worse in both: join the two parts with `&` before `np.any`.",
                lambda costs, scores: (costs == costs.min()) | (scores == scores.max())),
        mistake("High costs and low scores are taken for good here: it is the other way round for both. (Or are the arguments "
                "exchanged, or does `any` go along the other axis?)",
                lambda costs, scores: right.front(-costs, -scores)),
        mistake("High costs are taken for good. Less is better.", lambda costs, scores: right.front(-costs, scores)),
        mistake("Low scores are taken for good. More is better.", lambda costs, scores: right.front(costs, -scores)),
        mistake("Two networks that are equal in both strike each other out here. At least one number must be strictly better.",
                right.front_of_others),
        mistake("`~` turns Python's own True into -2 and False into -1. Write `not`.",
                lambda costs, scores: -1 - (~right.front(costs, scores)).astype(int)),
        mistake("A network is struck out only where **all** beat it, even itself, so none is. One is enough: `np.any`.",
                lambda costs, scores: np.ones(len(costs), bool)),
        mistake("Each network is compared only with those before it. Those after it count, too.", right.front_of_earlier),
        mistake("Only the best score is left. A network may also be on the front because it costs little.",
                lambda costs, scores: scores == scores.max()),
        mistake("Only the lowest cost is left. A network may also be on the front because it scores well.",
                lambda costs, scores: costs == costs.min()),
        mistake("Only the best score for its cost is left, the best quotient. The front compares both numbers one by one.",
                lambda costs, scores: scores / costs == (scores / costs).max()),
        mistake("These are the positions of the networks on the front. Asked for is a truth value for each.",
                lambda costs, scores: np.flatnonzero(right.front(costs, scores))),
        mistake("These are numbers, 0 and 1. Asked for are truth values: begin with `np.ones(len(costs), dtype=bool)`.",
                lambda costs, scores: right.front(costs, scores).astype(int)),
    ],
)

exercise(
    "15.7", right=right.family, accept=_two("the layers", "the weights"), points=2,
    probes=[call(3, 16), call(5, 16), call(1, 4), call(18, 5)],
    also_right=[lambda blocks, maps: (2 + 6 * blocks, 27 * maps + 40 * maps
                                      + 9 * maps ** 2 * (2 * blocks + 2 + 4 * (2 * blocks - 1) + 8 + 16 * (2 * blocks - 1)))],
    mistakes=[
        mistake("The two are exchanged: the layers come first.", lambda blocks, maps: right.family(blocks, maps)[::-1]),
        mistake("The first convolution of the second and third stage gets half as many maps as it gives. Here it is counted "
                "like the others.", right.family_with(first=lambda before, maps: maps * maps)),
        mistake("Each stage has one convolution too many: the first one is special, and `2 * blocks - 1` others follow.",
                right.family_with(others=lambda blocks: 2 * blocks)),
        mistake("Each block has **two** convolutions.", right.family_with(others=lambda blocks: blocks - 1)),
        mistake("The first convolution, from 3 channels, is missing among the weights.", right.family_with(stem=0)),
        mistake("The first convolution gets 3 channels, and has 3 x 3 weights for each: `9 * 3 * maps`.",
                right.family_with(stem=9)),
        mistake("The weights of the dense layer at the end are missing.", right.family_with(outputs=0)),
        mistake("The dense layer has 10 biases, which are not counted here.", right.family_with(biases=10)),
        mistake("The weights are right. Layers: three stages of `2 * blocks` convolutions, and the first and the last layer.",
                right.family_with(layers=lambda blocks: 6 * blocks)),
        mistake("The weights are right. One layer is missing: the first convolution and the dense layer are two.",
                right.family_with(layers=lambda blocks: 6 * blocks + 1)),
        mistake("The weights are right. For the layers a bracket is too many: `6 * blocks + 2`.",
                right.family_with(layers=lambda blocks: 6 * (blocks + 2))),
        mistake("The weights are right. The layers are too few: each block has two.",
                right.family_with(layers=lambda blocks: 3 * blocks + 2)),
        mistake("From stage to stage the maps become twice as many: `maps`, `2 * maps`, `4 * maps`, not 3.",
                right.family_with(stages=(1, 2, 3))),
        mistake("The third stage has `4 * maps` maps, twice as many as the second.",
                lambda blocks, maps: (6 * blocks + 2, right.family_with(stages=(1, 2, 3))(blocks, maps)[1] + 10 * maps)),
        mistake("Biases are counted, one for each map and each output. Here there are none.",
                lambda blocks, maps: (6 * blocks + 2, right.family(blocks, maps)[1] + maps * (1 + 14 * blocks) + 10)),
        mistake("Batch normalisation is counted. Only the weights of convolutions and of the dense layer are asked for.",
                lambda blocks, maps: (6 * blocks + 2, right.family(blocks, maps)[1] + 2 * maps * (1 + 14 * blocks))),
        mistake("Batch normalisation is counted, with all its four numbers a map. Only the weights of convolutions and of the "
                "dense layer are asked for.",
                lambda blocks, maps: (6 * blocks + 2, right.family(blocks, maps)[1] + 4 * maps * (1 + 14 * blocks))),
        mistake("Shortcuts are counted as 1 x 1 convolutions. Here they have no weights.",
                lambda blocks, maps: (6 * blocks + 2, right.family(blocks, maps)[1] + 10 * maps * maps)),
        mistake("A bracket is at the wrong place: of `2 * blocks` convolutions one is special, so `2 * blocks - 1` are alike.",
                right.family_with(others=lambda blocks: 2 * (blocks - 1))),
        mistake("Only one stage is counted: the `return` stands in the loop.",
                lambda blocks, maps: (6 * blocks + 2, right.family_with(stages=(1,), outputs=40)(blocks, maps)[1])),
        mistake("Only one stage is counted: the `return` stands in the loop, and the dense layer is missing.",
                right.family_with(stages=(1,), outputs=0)),
        mistake("The dense layer is counted in each stage. There is one, at the end.", right.family_with(outputs=30)),
        mistake("In each stage all convolutions are counted as if they got the maps of the stage before. The first alone does.",
                lambda blocks, maps: (6 * blocks + 2, 67 * maps + 2 * blocks * 9 * maps * maps * (1 + 2 + 8))),
        mistake("The first convolution of the first stage is counted with half of the maps. It gets `maps`.",
                lambda blocks, maps: (6 * blocks + 2, right.family(blocks, maps)[1] - 9 * maps * (maps - maps // 2))),
        mistake("The first convolution has 3 channels **and** 9 weights for each: `9 * 3 * maps`.", right.family_with(stem=3)),
        mistake("The mean over all places comes before the dense layer: it gets `4 * maps` numbers, not one for each place.",
                right.family_with(outputs=640)),
        mistake("This is right for one number of blocks. It is the argument `blocks`.",
                lambda blocks, maps: right.family(3, maps)),
        mistake("The weights of the stages are overwritten in each round: add up, `+=`.", right.family_overwritten),
        mistake("All three stages have the same number of maps here. They double.", right.family_with(stages=(1, 1, 1))),
        mistake("The stage before is not remembered: set `before` at the end of each round.",
                lambda blocks, maps: (6 * blocks + 2, 67 * maps + sum(
                    9 * maps * m + (2 * blocks - 1) * 9 * m * m for m in (maps, 2 * maps, 4 * maps)))),
        mistake("The dense layer gets one number for each of the `4 * maps` maps of the last stage.",
                right.family_with(outputs=2.5)),
        mistake("The first convolution of **every** block gets half as many maps here. Only that of a stage does.",
                lambda blocks, maps: (6 * blocks + 2, 67 * maps + 9 * maps * maps * 2 * blocks + sum(
                    blocks * (9 * m * m // 2 + 9 * m * m) for m in (2 * maps, 4 * maps)))),
        mistake("The first stage gets `maps` maps, from the convolution before it: it is not halved.",
                lambda blocks, maps: (6 * blocks + 2, right.family(blocks, maps)[1] - 9 * maps * maps // 2)),
        mistake("Between the first convolution and the first stage there are `maps` maps, no longer 3 channels.",
                lambda blocks, maps: (6 * blocks + 2, right.family(blocks, maps)[1] - 9 * maps * maps + 27 * maps)),
        mistake("This is right for 16 maps. The number of maps is `maps`.", lambda blocks, maps: right.family(blocks, 16)),
        mistake("`blocks` and `maps` have changed places.", lambda blocks, maps: right.family(maps, blocks)),
        mistake("A kernel has rows and columns: 9 weights for each pair of maps, not 3.", right.family_with(each=3)),
        mistake("A kernel of 3 x 3 has 9 weights for each pair of maps; in the stages that factor is missing.",
                right.family_with(each=1)),
    ],
)
