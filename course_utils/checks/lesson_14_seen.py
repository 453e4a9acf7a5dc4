"""Exercises of lesson 14 on what a network sees: the receptive field, and the occlusion map."""
import numpy as np

from course_utils.checks import answers_14 as right
from course_utils.checks import answers_14_seen as seen
from course_utils.checks import call, close, exact, exercise, mistake

LENET = [(kernel, stride) for kernel, stride, _ in right.LENET]

exercise(
    "14.5", right=right.receptive_field, points=2, accept=exact(),
    probes=[call([(5, 1)]), call([(3, 1), (3, 1), (3, 1)]), call([(5, 2), (3, 1), (2, 2), (3, 1)]), call(LENET),
            call([(1, 1), (7, 3), (3, 2)])],
    random_probes=lambda random: [call([(int(kernel), int(stride)) for kernel, stride in zip(
        random.integers(2, 6, 4), random.integers(1, 4, 4))])],
    also_right=[right.field_backwards, right.field_with(grow=lambda kernel, stride, jump: kernel * jump - jump)],
    mistakes=[
        mistake("The jump is never used: after a stride of 2, one step on the maps is two pixels of the picture.",
                right.field_with(grow=lambda kernel, stride, jump: kernel - 1)),
        mistake("The jump grows too early: the stride of a layer counts for the layers after it, not for the layer itself.",
                right.field_with(before=True)),
        mistake("Each layer adds `kernel_size - 1` jumps, one less than its kernel: the first was there already.",
                right.field_with(grow=lambda kernel, stride, jump: kernel * jump)),
        mistake("Kernel and stride are exchanged: the kernel size comes first in `layers`.",
                lambda layers: right.receptive_field([(stride, kernel) for kernel, stride in layers])),
        mistake("Field and jump are both returned. The field alone is asked for.", seen.field_and_jump),
        mistake("This is the list of all fields. The last one is asked for.",
                lambda layers: [right.receptive_field(layers[:count]) for count in range(1, len(layers) + 1)]),
        mistake("Brackets are missing: `kernel_size - 1 * jump` takes the jump away from the kernel.",
                right.field_with(grow=lambda kernel, stride, jump: kernel - jump)),
        mistake("Each layer sets the field anew. It adds to the field of the layers before: `field += ...`.",
                seen.field_set_anew),
        mistake("The field begins with 0. Before any layer a unit is one pixel and sees itself: 1.",
                right.field_with(first=0)),
        mistake("The jump is multiplied by the stride of each layer, not added to: two layers with stride 3 make jumps of 9.",
                right.field_with(hop=lambda jump, stride: jump + stride - 1)),
        mistake("The strides are added up. Each stride multiplies the jump.",
                right.field_with(hop=lambda jump, stride: jump + stride)),
        mistake("The jump is the stride of the last layer alone. It is the product of all strides so far.",
                right.field_with(hop=lambda jump, stride: stride)),
        mistake("The stride of the layer itself multiplies its kernel here. Only the strides of the layers before it do.",
                right.field_with(grow=lambda kernel, stride, jump: (kernel - 1) * stride, hop=lambda jump, stride: jump)),
        mistake("The field is multiplied by the kernels. Each layer adds to it.",
                lambda layers: int(np.prod([kernel for kernel, _ in layers]))),
        mistake("This is the sum of the kernels. Neighbouring windows overlap, and the strides count, too.",
                lambda layers: sum(kernel for kernel, _ in layers)),
        mistake("This is the jump, the product of the strides. The field itself is asked for.",
                lambda layers: int(np.prod([stride for _, stride in layers]))),
        mistake("This is the field of the last layer on the maps before it. Count in pixels of the picture.",
                lambda layers: layers[-1][0]),
        mistake("Only the first layer is counted: the `return` stands inside the loop.",
                lambda layers: right.receptive_field(layers[:1])),
        mistake("This is the area. One direction is asked for.", lambda layers: right.receptive_field(layers) ** 2),
        mistake("Going backwards, a field of f units with stride s covers (f - 1) s + kernel_size pixels: the brackets around "
                "f - 1 are missing.", lambda layers: _backwards(layers, lambda field, stride, kernel: field * stride + kernel)),
        mistake("The layers are gone through from the last to the first. The jump grows from the picture on.",
                lambda layers: right.receptive_field(layers[::-1])),
    ],
)


def _backwards(layers, step):
    """Return a field that is found from the last layer to the first by `step(field, stride, kernel)`."""
    field = 1
    for kernel, stride in reversed(layers):
        field = step(field, stride, kernel)
    return field


PICTURE = np.random.default_rng(7).uniform(0.1, 1, (7, 9))
SCORED = "a picture of {} with numbers between 0.1 and 1, and a score that weighs each pixel"


def _case(picture, size, stride):
    shape = " x ".join(str(side) for side in picture.shape)
    return call(picture, seen.weighted_score, size, stride).named(
        f"{SCORED.format(shape)}; a square of {size}, moved by {stride}")


exercise(
    "14.6", right=right.occlusion_map, points=3, accept=close(1e-6, 1e-9),
    probes=[_case(PICTURE, 3, 2), _case(PICTURE, 2, 1), _case(PICTURE[:, :, None], 4, 3),
            _case(np.random.default_rng(8).uniform(0.1, 1, (6, 5, 3)), 3, 2)],
    random_probes=lambda random: [_case(random.uniform(0.2, 1, (8, 6)), 3, 1)],
    also_right=[seen.with_map(seen.fall)],
    mistakes=[
        mistake("This is the score that is left. Asked for is how far it falls: the score of the whole picture minus that.",
                lambda picture, score, *places: score(picture[None])[0] - right.occlusion_map(picture, score, *places)),
        mistake("The sign is turned: the score of the whole picture comes first.",
                lambda *given: -right.occlusion_map(*given)),
        mistake("One copy is covered more and more, and never made whole again. Begin each place with a new copy.",
                seen.never_uncovered),
        mistake("The square is not black: it should hold zeros. Here it is filled with white.",
                seen.covered_with(lambda picture: 1)),
        mistake("The square holds the mean of the picture. It should be black: zeros.",
                seen.covered_with(lambda picture: picture.mean())),
        mistake("The square is grey, 0.5. It should be black: zeros.", seen.covered_with(lambda picture: 0.5)),
        mistake("Only the first channel is covered. The square is black in all channels: `copy[row:row + size, "
                "column:column + size] = 0`.", seen.with_map(seen.first_channel)),
        mistake("The place is not multiplied by the stride: the squares begin in neighbouring places.", seen.without_stride),
        mistake("The square is one pixel too large: a slice ends before its second number, so `row + size` it is.",
                seen.with_map(lambda picture, score, row, column, size: seen.fall(picture, score, row, column, size + 1))),
        mistake("The slice ends at `size` wherever it begins. It ends at `row + size`, and `column + size`.",
                seen.with_map(seen.slice_to_size)),
        mistake("Only one pixel is covered, the corner of the square.", seen.with_map(seen.one_pixel)),
        mistake("All but the square is covered. It should be the other way round.", seen.with_map(seen.kept_outside)),
        mistake("The square moves by 1, whatever the stride.", seen.with_places(step=lambda size, stride: 1)),
        mistake("The square moves by its own size. It moves by `stride`.", seen.with_places(step=lambda size, stride: size)),
        mistake("The last places are missing: a square of 3 fits into 7 rows in 7 - 3 + 1 places, so the range ends at "
                "`rows - size + 1`.", seen.with_places(lambda rows, size: rows - size)),
        mistake("At the right and lower border the square hangs over the picture. It should lie wholly inside.",
                seen.with_places(lambda rows, size: rows)),
        mistake("Rows and columns of the map are exchanged.", lambda *given: right.occlusion_map(*given).T),
        mistake("This is one long row. Give it the shape (rows, columns) of the places.",
                lambda *given: right.occlusion_map(*given).ravel()),
        mistake("The map is as large as the picture, with zeros between the places. It has one entry for each place.",
                seen.in_size_of_picture),
        mistake("The fall is divided by the score. Asked for is the difference.",
                lambda picture, score, size, stride: right.occlusion_map(picture, score, size, stride)
                / score(picture[None])[0]),
        mistake("The sign is lost. Where the score rises, the fall is negative.",
                lambda *given: np.abs(right.occlusion_map(*given))),
        mistake("What is negative is cut off. Where the score rises, the fall is negative, and that says something, too.",
                lambda *given: np.maximum(right.occlusion_map(*given), 0)),
        mistake("`score` takes one array of pictures, not a list of them: `np.array(copies)`.", seen.list_of_pictures),
        mistake("The places are collected column by column, and the map is filled row by row. The rows are the outer loop.",
                seen.columns_first),
        mistake("There is one copy for a whole row of squares. Each place needs a copy of its own.", seen.one_copy_a_row),
        mistake("The squares lie around their places. They begin there: rows from `row` up to `row + size`.",
                seen.with_map(seen.centred)),
        mistake("The stride counts twice: `range` with a step gives the places themselves.", seen.stride_twice),
        mistake("Fractions are cut off: the map is an array of whole numbers.",
                lambda *given: right.occlusion_map(*given).astype(int)),
        mistake("`score` takes a batch of pictures. One picture alone becomes a batch with `picture[None]`.",
                seen.without_batch),
    ],
)
