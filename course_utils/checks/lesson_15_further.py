"""Exercises of the companion of lesson 15: dense blocks, groups, what libraries count, what a training costs."""

from course_utils.checks import answers_15_further as right
from course_utils.checks import call, close, exact, exercise, mistake, named, script
from course_utils.checks.answers_15_further import count_with, dense_growth, grouped_parameters, training_operations

exercise(
    "15.8", right=grouped_parameters, accept=exact(), further=True,
    probes=[call(96, 256, 5, 2), call(6, 9, 3, 3), call(5, 4, 3, 1), call(8, 8, 1, 8)],
    also_right=[lambda maps_in, maps_out, size, groups: maps_out * (1 + size ** 2 * maps_in // groups),
                lambda maps_in, maps_out, size, groups: groups * (
                    size * size * (maps_in / groups) * (maps_out / groups) + maps_out / groups)],
    mistakes=[
        mistake("The biases are missing: one for each of the `maps_out` filters.", lambda i, o, k, g: k * k * (i // g) * o),
        mistake("The groups make no difference here. A filter sees only the maps of its group, `maps_in // groups`.",
                lambda i, o, k, g: k * k * i * o + o),
        mistake("This is one group alone. There are `groups` of them.",
                lambda i, o, k, g: k * k * (i // g) * (o // g) + o // g),
        mistake("These are the weights of one group alone. There are `groups` of them, and `maps_out` biases.",
                lambda i, o, k, g: k * k * (i // g) * (o // g) + o),
        mistake("The biases are divided among the groups. Each of the `maps_out` filters has its own.",
                lambda i, o, k, g: k * k * (i // g) * o + o // g),
        mistake("Each filter has one bias, not one for each group.", lambda i, o, k, g: k * k * (i // g) * o + o * g),
        mistake("A bias is added for each map that comes in. Each filter has one, and there are `maps_out` of them. (Or have "
                "the first two arguments changed places?)",
                lambda i, o, k, g: k * k * (i // g) * o + i),
        mistake("Groups save weights: divide by their number, do not multiply.", lambda i, o, k, g: k * k * i * g * o + o),
        mistake("A kernel has rows and columns: `size * size`.", lambda i, o, k, g: k * (i // g) * o + o),
        mistake("Each weight is given a bias here: the biases are added inside the brackets.",
                lambda i, o, k, g: (k * k + 1) * (i // g) * o),
        mistake("The 1 for the bias stands in brackets with the maps, and so it is multiplied by the size of the kernel, too.",
                lambda i, o, k, g: k * k * (i // g + 1) * o),
        mistake("`+ maps_out` stands in brackets and is multiplied by all weights of a filter. Add it at the very end.",
                lambda i, o, k, g: k * k * (i // g) * (o + o)),
        mistake("There is one bias for each filter, so `maps_out` of them, not one for each group.",
                lambda i, o, k, g: k * k * (i // g) * o + g),
        mistake("`^` is no power in Python. Write `size ** 2`, or `size * size`.",
                lambda i, o, k, g: (k ^ 2) * (i // g) * o + o),
    ],
)

exercise(
    "15.9", right=dense_growth, accept=named(exact(), "maps", "weights"), points=2, further=True,
    probes=[call(64, 32, 6), call(10, 4, 1), call(7, 3, 4), call(5, 8, 2)],
    random_probes=lambda random: [call(*map(int, random.integers(2, 30, 3)))],
    also_right=[right.dense_growth_by_formula, right.dense_growth_by_arrays, lambda maps, growth, depth: [
        maps + depth * growth, sum(9 * (maps + layer * growth) * growth for layer in range(depth))]],
    mistakes=[
        mistake("The two are exchanged: the maps come first.",
                lambda maps, growth, depth: dense_growth(maps, growth, depth)[::-1]),
        mistake("The maps are counted up one line too early: a layer gets what was there before it. First the weights, then "
                "`maps += growth`.", right.grown_too_early),
        mistake("All layers are counted as if they got the first `maps` maps. Each gets what those before it have added, too.",
                lambda maps, growth, depth: (maps + depth * growth, depth * 9 * maps * growth)),
        mistake("All layers are counted as if they got the maps of the end.", lambda maps, growth, depth: (
            maps + depth * growth, depth * 9 * (maps + depth * growth) * growth)),
        mistake("These are the weights of the last layer alone, or of layers that get only what the one before has added. Each "
                "gets all maps that are there, and the weights are added up: `weights += ...`.", right.weights_of_last),
        mistake("The `return` stands in the loop and ends it in its first round.", right.returned_in_loop),
        mistake("Each layer makes `growth` maps. It is counted here as if it made all maps anew.", lambda maps, growth, depth: (
            maps + depth * growth, sum(9 * (maps + k * growth) * (maps + (k + 1) * growth) for k in range(depth)))),
        mistake("The maps are those of the last layer alone. Nothing is thrown away: what came in is still there.",
                lambda maps, growth, depth: (growth, dense_growth(maps, growth, depth)[1])),
        mistake("The maps that came in are still there at the end: add them.",
                lambda maps, growth, depth: (depth * growth, dense_growth(maps, growth, depth)[1])),
        mistake("A 3 x 3 kernel has 9 weights for each pair of maps; that factor is missing.",
                lambda maps, growth, depth: (maps + depth * growth, dense_growth(maps, growth, depth)[1] // 9)),
        mistake("A kernel has rows and columns: 3 x 3 = 9 weights, not 3.",
                lambda maps, growth, depth: (maps + depth * growth, dense_growth(maps, growth, depth)[1] // 3)),
        mistake("There is one layer too few. `range(depth)` has `depth` rounds.",
                lambda maps, growth, depth: dense_growth(maps, growth, depth - 1)),
        mistake("There is one layer too many. `range(depth)` has `depth` rounds.",
                lambda maps, growth, depth: dense_growth(maps, growth, depth + 1)),
        mistake("There are always six layers here. Their number is the argument `depth`.",
                lambda maps, growth, depth: dense_growth(maps, growth, 6)),
        mistake("This is the result for one block alone, whatever the arguments are. Compute with all three of them.",
                lambda maps, growth, depth: (256, 248_832)),
        mistake("The weights are right. The maps are those that the last layer gets; its own `growth` maps come on top.",
                lambda maps, growth, depth: (maps + (depth - 1) * growth, dense_growth(maps, growth, depth)[1])),
        mistake("The weights are right. To the maps `growth` is added only once; each of the `depth` layers adds as many.",
                lambda maps, growth, depth: (maps + growth, dense_growth(maps, growth, depth)[1])),
        mistake("The maps are right. In the weights the first layer is missing, the one that gets the maps that came in.",
                lambda maps, growth, depth: (maps + depth * growth, dense_growth(maps, growth, depth)[1] - 9 * maps * growth)),
        mistake("Biases are counted as well. Here there are none.", lambda maps, growth, depth: (
            maps + depth * growth, dense_growth(maps, growth, depth)[1] + depth * growth)),
    ],
)


def _model(make, says):
    return script(lambda count: count(make()), f"`model` is {says}")


exercise(
    "15.10", right=right.count_extras, points=2, seconds=30, further=True, accept=named(exact(), "statistics", "biases"),
    probes=[_model(right.first_model, "Conv2D with 5 filters and biases, named stem; BatchNormalization of 5 maps"),
            _model(right.bare_model, "one Conv2D with 4 filters and no biases"),
            _model(right.mixed_model, "Conv2D with 7 filters and no biases; BatchNormalization of 7 maps with scale=False; "
                                      "DepthwiseConv2D of 7 maps with biases; BatchNormalization of 7 maps; Conv2D with 3 "
                                      "filters and biases; Conv2D with 2 filters and biases; Dense with 6 units")],
    also_right=[right.by_weights, right.by_array],
    mistakes=[
        mistake("Scale and shift (`gamma` and `beta`) are learned, and a layer may do without one of them. The statistics are "
                "`moving_mean` and `moving_variance`.", right.learned),
        mistake("As many are counted as batch normalisation learns. Its statistics are those that are not learned, a mean "
                "and a variance for each map, whatever else the layer has.",
                count_with(lambda layer: sum(weight.shape[0] for weight in layer.trainable_weights))),
        mistake("Batch normalisation keeps two numbers for each map, a mean and a variance. One is counted here.",
                count_with(lambda layer: layer.moving_mean.shape[0])),
        mistake("All numbers of batch normalisation are counted. Scale and shift are learned; statistics are mean and "
                "variance.", count_with(lambda layer: layer.count_params())),
        mistake("Four numbers for each map are counted. Two of the four are learned, scale and shift; the statistics are the "
                "other two.", count_with(lambda layer: 4 * layer.moving_mean.shape[0])),
        mistake("The biases of dense layers are counted, too. Only those of `layers.Conv2D` are asked for.",
                count_with(further=["Dense"])),
        mistake("The biases of a depthwise convolution are counted, too. It is a layer of another kind: ask "
                "`isinstance(layer, layers.Conv2D)`.", count_with(further=["DepthwiseConv2D"])),
        mistake("The biases of all layers are counted. Only those of `layers.Conv2D` are asked for.",
                count_with(further=["DepthwiseConv2D", "Dense"])),
        mistake("A convolution without biases is counted by its filters. Ask first whether `layer.bias` is `None`.",
                count_with(biases=lambda layer: layer.filters)),
        mistake("All parameters of a convolution are counted. Asked for are its biases: `layer.bias.shape[0]`.",
                count_with(biases=lambda layer: layer.count_params(), guarded=lambda layer: layer.bias is not None)),
        mistake("A convolution without biases has `None` there, which has no shape: ask `layer.bias is not None` first.",
                right.unguarded),
        mistake("Write `layer.bias is not None`. With `!=` Keras tries to compare the numbers in it.",
                count_with(guarded=lambda layer: layer.bias != None)),  # noqa: E711
        mistake("Write `layer.bias is not None`. The layer's biases are many numbers, and neither true nor false.",
                count_with(guarded=lambda layer: True if layer.bias else False)),
        mistake("A variable of Keras has no `len()`. The first number of its shape says how long it is: `.shape[0]`.",
                count_with(lambda layer: len(layer.moving_mean))),
        mistake("`.shape` is not a number: it holds one for each axis. Here there is one axis: `.shape[0]`.",
                count_with(lambda layer: layer.moving_mean.shape + layer.moving_variance.shape)),
        mistake("A shape is multiplied, which is not a number. The number is its first entry, `.shape[0]`.",
                count_with(lambda layer: 2 * layer.moving_mean.shape)),
        mistake("In `isinstance` the layer stands first and the kind after it.", right.exchanged_in_isinstance),
        mistake("Not all layers have these. Ask for the kind first: `if isinstance(layer, layers.BatchNormalization):`.",
                right.without_asking),
        mistake("A model is no list. Its layers are in `model.layers`.", right.over_the_model),
        mistake("The two are exchanged: the statistics come first.", lambda model: right.count_extras(model)[::-1]),
        mistake("Only the last layer of each kind is counted. Add up: `statistics += ...`.", right.last_layer_only),
        mistake("The biases are those of one convolution alone. Add up: `biases += ...`.", right.last_biases_only),
        mistake("Nothing is found in any model. Is there a `return` inside the loop? It would end it at the first layer, the "
                "input. Or is the kind compared with `is`, `==` or a name? Ask `isinstance(layer, layers.Conv2D)`.",
                right.only_first_layer),
        mistake("Layers are told apart by their names here, and anyone may name a layer otherwise. Ask for the kind with "
                "`isinstance`.", right.by_name),
        mistake("These are the layers that have them. Asked for is how many numbers they hold.", right.layers_counted(1)),
        mistake("These are two for each layer of batch normalisation. They are two for each of its maps: `.shape[0]`.",
                right.layers_counted(2)),
        mistake("Two for each layer of batch normalisation is too few: it keeps two for each map, `.shape[0]` of them.",
                count_with(lambda layer: 2)),
        mistake("This is the result for ResNet-50, whatever the model is. Go through the layers of the argument `model`.",
                lambda model: (53_120, 26_560)),
        mistake("The function gets its model as the argument `model`. Use that name, not one of the notebook.",
                right.missing_name("resnet")),
        mistake("Asked for are the two numbers one by one, not their sum.", lambda model: sum(right.count_extras(model))),
        mistake("This is the number of all parameters that are not trained, and one number. Two are asked for.",
                lambda model: sum(int(weight.shape[0]) for weight in model.non_trainable_weights)),
    ],
)

exercise(
    "15.11", right=training_operations, accept=close(1e-6), further=True,
    probes=[call(1000, 10, 7), call(724_406_816, 128, 843_750.0), call(3, 1, 5)],
    also_right=[lambda multiplications, batch_size, steps: (2 * multiplications + 4 * multiplications) * batch_size * steps],
    mistakes=[
        mistake("This is the way forward alone. Training goes back as well, at twice the cost.",
                lambda m, b, s: 2 * m * b * s),
        mistake("Each multiplication comes with an addition: times 2.", lambda m, b, s: 3 * m * b * s),
        mistake("The way back costs twice as much as the way forward, together 3 times. Here the factor is 2: either the way "
                "back is counted once, or the way forward is missing.",
                lambda m, b, s: 4 * m * b * s),
        mistake("This counts neither the additions nor the way back.", lambda m, b, s: m * b * s),
        mistake("The batch is missing: each step works on `batch_size` pictures.", lambda m, b, s: 6 * m * s),
        mistake("The steps are missing.", lambda m, b, s: 6 * m * b),
        mistake("The number of pictures seen is `batch_size * steps`, a product.", lambda m, b, s: 6 * m * (b + s)),
        mistake("The number of pictures seen is `batch_size * steps`: multiply, do not divide.",
                lambda m, b, s: 6 * m * s / b),
        mistake("The way back alone is twice the way forward. Both together are three times.",
                lambda m, b, s: 2 * 2 * m * b * s + m * b * s),
        mistake("The factor is twice too large. An addition for each multiplication makes 2, forward and back 3: together 6.",
                lambda m, b, s: 12 * m * b * s),
        mistake("With their additions the operations are twice as many as the multiplications: times 2, not to the power of 2.",
                lambda m, b, s: m ** 2 * 3 * b * s),
        mistake("The factor is too large: 2 for multiplication and addition, times 3 for forward and back, is 6.",
                lambda m, b, s: 9 * m * b * s),
        mistake("A step takes the whole batch: multiply by `batch_size` and by `steps`, do not divide.",
                lambda m, b, s: 6 * m * b / s),
        mistake("There is a plus between the factors. 2 and 3 are multiplied, too.", lambda m, b, s: 2 + 3 * m * b * s),
        mistake("The pictures of AlexNet's training are fixed here. How many are seen says `batch_size * steps`.",
                lambda m, b, s: 6 * m * 1.2e6 * 90),
        mistake("The numbers of one network are fixed here. Compute with the three arguments.",
                lambda m, b, s: 6 * 416_520 * 60_000 * 20),
        mistake("The function does not get pictures and passes. `batch_size * steps` takes the place of their product.",
                right.missing_name("pictures")),
    ],
)
