"""Exercises of lesson 15 that build blocks; those that count and compare stand in lesson_15.py."""
from course_utils.checks import answers_15_blocks as right
from course_utils.checks import answers_15_slips as slips
from course_utils.checks import close, exercise, mistake, per_key, script


def _shape(got, expected):
    return None if got == expected else (f"What comes out has the shape {tuple(got)} (row, column, map); it should have "
                                         f"{tuple(expected)}.")


def _parameters(got, expected):
    return None if got == expected else f"The block has {got} parameters; it should have {expected}."


def _momentum(got, expected):
    return None if got == expected else ("A batch normalisation has another momentum than 0.9. In a training as short as ours "
                                         "its running mean would come too late: `momentum=0.9`.")


def _answers(got, expected):
    return None if close(1e-3, 1e-4)(got, expected) is None else (
        "Shape and number of parameters are right, and the numbers that come out are not. Is a ReLU too many, missing or in "
        "another place? Does each layer get what it should?")


_ONE = per_key(shape=_shape, parameters=_parameters, momentum=_momentum, answers=_answers)


def _blocks(got, expected):
    """Compare what a block does for each size, and name the size."""
    if isinstance(got, list) and any(entry is None for entry in got):
        return "The result is None. Is there a `return`?"
    if not isinstance(got, list) or len(got) != len(expected):
        return "It should be a function of x and maps that returns a Keras tensor."
    return next((reason for reason in map(_ONE, got, expected) if reason is not None), None)


def _probe(*sizes):
    shown = " and ".join(f"{maps_in} maps come in and {maps} are asked for" for maps_in, maps in sizes)
    says = f"{shown}, each weight is given a known value, and two pictures are put in"
    return [script(right.behaviour(sizes), says, reveals=False)]


exercise(
    "15.3", right=right.inception_block, points=2, seconds=60, probes=_probe((6, 16), (24, 8)), accept=_blocks,
    also_right=[right.inception_by_hand],
    mistakes=[
        mistake("The branches follow each other. Each of the four begins at `x`.", slips.chained),
        mistake("The first branch was given the name `x`, and the others begin there. Each of the four begins at the `x` that "
                "came in: choose other names.", slips.overwritten),
        mistake("The 3 x 3 begins at the first branch. It has a bottleneck of its own, which begins at `x`.",
                slips.one_bottleneck),
        mistake("A layer was made and not called. It takes two pairs of brackets: `layers.MaxPooling2D(...)(x)`.",
                slips.pooled_uncalled),
        mistake("In the last branch the pooling comes first, and then the 1 x 1.", right.inception_of(pool=slips.pooled_late)),
        mistake("The sizes are exchanged: `maps // 2` maps by 3 x 3, `maps // 8` by 5 x 5.", right.inception_of(
            three=lambda x, maps: right.middle(x, maps, size=5), five=lambda x, maps: right.wide(x, maps, size=3))),
        mistake("Without `padding=\"same\"` the pooling loses the border, and its maps no longer fit the others.",
                right.inception_of(pool=slips.pooled_valid)),
        mistake("Maps are laid behind one another along the last axis, which is what `Concatenate()` does unless it is told an "
                "`axis`.", slips.joined_along_rows),
        mistake("`stride=5` leaves places out. The size of the kernel is `size=5`.", right.inception_of(five=slips.strided)),
        mistake("`Concatenate()` gets **one** list: `layers.Concatenate()([a, b, c, d])`.", slips.joined_without_list),
        mistake("The bottlenecks were given the name `x`, and the branches after them begin there. Each of the four begins at "
                "the `x` that came in: choose other names.", slips.bottlenecks_named_x),
        mistake("The branches are added. `layers.Concatenate()([...])` puts their maps behind one another.", slips.added),
        mistake("The branch with the pooling is missing.", right.inception_of(pool=None)),
        mistake("In the last branch the pooling is missing: the 1 x 1 works on `x` itself.",
                right.inception_of(pool=lambda x, maps: right.convolve(x, maps // 8, 1))),
        mistake("The last branch takes the mean. `MaxPooling2D` is asked for.",
                right.inception_of(pool=lambda x, maps: right.pooled(x, maps, kind="AveragePooling2D"))),
        mistake("In the last branch the convolution is a 3 x 3, which `convolve` makes unless it is told `size=1`.",
                right.inception_of(pool=lambda x, maps: right.pooled(x, maps, 3))),
        mistake("The 3 x 3 branch has no bottleneck: a 1 x 1 to `maps // 4` maps comes first.",
                right.inception_of(three=lambda x, maps: right.convolve(x, maps // 2))),
        mistake("The 5 x 5 branch has no bottleneck: a 1 x 1 to `maps // 8` maps comes first.",
                right.inception_of(five=lambda x, maps: right.convolve(x, maps // 8, 5))),
        mistake("Neither the 3 x 3 nor the 5 x 5 has a bottleneck: a 1 x 1 comes before each of them.",
                right.inception_of(three=lambda x, maps: right.convolve(x, maps // 2),
                                   five=lambda x, maps: right.convolve(x, maps // 8, 5))),
        mistake("The bottleneck of the 3 x 3 is too wide: `maps // 4` maps.",
                right.inception_of(three=lambda x, maps: right.middle(x, maps, narrow=2))),
        mistake("The bottleneck of the 5 x 5 has `maps // 8` maps.",
                right.inception_of(five=lambda x, maps: right.wide(x, maps, narrow=4))),
        mistake("The third branch ends in a 3 x 3. It has a 5 x 5: `size=5`.",
                right.inception_of(five=lambda x, maps: right.wide(x, maps, size=3))),
        mistake("The bottlenecks look around: they are 3 x 3, which `convolve` makes unless it is told `size=1`.",
                right.inception_of(three=lambda x, maps: right.middle(x, maps, first=3),
                                   five=lambda x, maps: right.wide(x, maps, first=3))),
        mistake("The bottleneck of the 3 x 3 looks around: it is a 3 x 3 as well unless `convolve` is told `size=1`.",
                right.inception_of(three=lambda x, maps: right.middle(x, maps, first=3))),
        mistake("The bottleneck of the 5 x 5 looks around: it is a 3 x 3 unless `convolve` is told `size=1`.",
                right.inception_of(five=lambda x, maps: right.wide(x, maps, first=3))),
        mistake("None of the convolutions is a 1 x 1: `convolve` makes 3 x 3 unless it is told `size=1`.",
                right.inception_of(one=lambda x, maps: right.one_by_one(x, maps, 3),
                                   three=lambda x, maps: right.middle(x, maps, first=3),
                                   five=lambda x, maps: right.wide(x, maps, first=3),
                                   pool=lambda x, maps: right.pooled(x, maps, 3))),
        mistake("The first branch is a 3 x 3, which `convolve` makes unless it is told `size=1`.",
                right.inception_of(one=lambda x, maps: right.one_by_one(x, maps, 3))),
        mistake("`/` makes a fraction, and there is no convolution with 4.0 maps: `//` keeps whole numbers whole.",
                lambda x, maps: right.convolve(x, maps / 4, 1)),
        mistake("The pooling makes the maps smaller: without `strides=1` its windows do not overlap.", right.inception_of(
            pool=lambda x, maps: right.pooled(x, maps, strides=None))),
        mistake("The number of maps is fixed. It should come from `maps`.", lambda x, maps: right.inception_block(x, 24)),
    ],
)

exercise(
    "15.4", right=right.residual_block, points=2, seconds=60, probes=_probe((8, 8), (6, 8), (12, 8), (1, 8)),
    accept=_blocks, also_right=[right.residual_with_add, lambda x, maps: right.residual_block(x, maps)],
    mistakes=[
        mistake("There is no ReLU after the addition.", right.residual_with(last=False)),
        mistake("The ReLU comes before the addition, and there is none after it: `relu=False` for the second convolution, "
                "and ReLU of the sum.", right.residual_with(second_relu=True, last=False)),
        mistake("The second convolution has a ReLU. Then the change could never be negative: `relu=False`.",
                right.residual_with(second_relu=True)),
        mistake("The second convolution and the shortcut both have a ReLU: `relu=False` for both.",
                right.residual_with(second_relu=True, shortcut_relu=True)),
        mistake("The shortcut has a ReLU where it is convolved: `relu=False`.", right.residual_with(shortcut_relu=True)),
        mistake("Where the shortcut is convolved, it is a 3 x 3, which `convolve` makes unless it is told `size=1`.",
                right.residual_with(size=3)),
        mistake("The shortcut goes through a 1 x 1 even where `x` has the right number of maps. Then it should be `x` itself.",
                right.residual_with(needed=lambda x, maps: True)),
        mistake("The two convolutions work on the convolved shortcut. They get the `x` that came in: make the change first.",
                slips.residual_from_projected),
        mistake("What is added is no longer the `x` that came in: its name was given to the result of the first convolution.",
                slips.residual_on_itself),
        mistake("The change is added to itself: the name `x` was given to it. Keep the `x` that came in under its name.",
                slips.change_twice),
        mistake("The shortcut is a bare convolution with biases. Make it with `convolve`, which normalises it: `size=1`, "
                "`relu=False`.", slips.shortcut_with_biases),
        mistake("The first convolution makes as many maps as come in. Both make `maps` maps.", slips.first_keeps_maps),
        mistake("Nothing is added: this is a VGG block.", lambda x, maps: right.convolve(right.convolve(x, maps), maps)),
        mistake("F has one convolution here. It has two; does the second begin at `x` again?", right.residual_with(depth=1)),
        mistake("The shortcut lacks its batch normalisation: it is made with `convolve`, too.", slips.bare_shortcut),
        mistake("Between the two convolutions the ReLU is missing. Only the second has `relu=False`.", slips.no_relu_between),
        mistake("A layer takes two pairs of brackets: `layers.ReLU()(x + change)`. The first makes it, the second calls it.",
                slips.layer_not_called),
        mistake("The shortcut is changed only where `x` has fewer maps than are asked for. It may have more, too: `!=`.",
                right.residual_with(needed=lambda x, maps: x.shape[-1] < maps)),
        mistake("`x` with one map is added as it is, to each of the maps. It needs the 1 x 1 convolution, too: ask `!= maps`.",
                right.residual_with(needed=lambda x, maps: x.shape[-1] not in (1, maps))),
        mistake("The shortcut is laid behind the change. It should be added to it.",
                right.residual_with(combine=lambda one, other: right.join([one, other]))),
        mistake("The shortcut is multiplied with the change. It should be added.",
                right.residual_with(combine=lambda one, other: one * other)),
        mistake("The change is subtracted. Both are added.", right.residual_with(combine=lambda one, other: one - other)),
        mistake("`x` is added with 6 maps to a change of 8. The `if` is missing, the wrong way round, or asked of an `x` "
                "that was given a new value: where the numbers differ, the shortcut needs a 1 x 1 convolution.",
                right.residual_with(needed=lambda x, maps: False)),
    ],
)

exercise(
    "15.5", right=right.mobile_block, points=2, seconds=60, probes=_probe((4, 6), (6, 6)), accept=_blocks,
    also_right=[right.mobile_unrolled],
    mistakes=[
        mistake("There is one round only. Does a `return` in the loop end it, or does the second round begin at the first `x` "
                "again? Each line gives `x` a new value.", right.mobile_with(rounds=1)),
        mistake("The 1 x 1 convolution stands after the loop. It belongs to each of the two rounds.", slips.mobile_mixed_once),
        mistake("A layer was made and not called. It takes two pairs of brackets: `layers.DepthwiseConv2D(...)(x)`.",
                slips.depthwise_uncalled),
        mistake("A depthwise convolution is not told a number of maps: it keeps those of `x`. Its first number is the size, 3.",
                slips.depthwise_with_maps),
        mistake("One layer is used in both rounds, and cannot be: it was made for as many maps as `x` has. Make a new one "
                "in each round.", slips.layer_shared),
        mistake("There are three rounds. Two are asked for.", right.mobile_with(rounds=3)),
        mistake("The depthwise filters are 5 x 5. The first number is 3.", right.mobile_with(kernel=5)),
        mistake("The pointwise convolution comes first. First look around, then mix.", right.mobile_with(turned=True)),
        mistake("The 3 x 3 is an ordinary convolution, which mixes the maps already. `DepthwiseConv2D` is asked for.",
                right.mobile_with(whole=True)),
        mistake("After the depthwise convolution, batch normalisation and ReLU are missing.",
                right.mobile_with(normalise=False, relu=False)),
        mistake("After the depthwise convolution the batch normalisation is missing.", right.mobile_with(normalise=False)),
        mistake("After the depthwise convolution the ReLU is missing.", right.mobile_with(relu=False)),
        mistake("The ReLU comes before the batch normalisation. It is the other way round.",
                right.mobile_with(relu_first=True)),
        mistake("The depthwise convolution has biases: `use_bias=False`.", right.mobile_with(bias=True)),
        mistake("The pointwise convolution is a 3 x 3, which `convolve` makes unless it is told `size=1`.",
                right.mobile_with(pointwise=3)),
        mistake("The maps have lost their border: `padding=\"same\"` is missing.", right.mobile_with(padding="valid")),
        mistake("`SeparableConv2D` is both halves at once, without batch normalisation and ReLU between them.",
                slips.mobile_by_keras),
        mistake("The depthwise filters are 1 x 1, and do not look around: the first number is 3.", right.mobile_with(kernel=1)),
    ],
)
