"""The exercise on Grad-CAM of the companion of lesson 14; the others are in lesson_14_further.py."""
import numpy as np

from course_utils.checks import answers_14_further as right
from course_utils.checks import call, close, exercise, mistake

SEEN = np.array([[[1.0, 2.0], [0.0, 1.0], [3.0, 0.0]], [[0.0, 4.0], [2.0, 2.0], [1.0, 0.0]]])
SLOPES = np.array([[[0.6, -1.2], [0.0, 0.0], [1.2, 0.6]], [[0.6, -0.6], [1.8, 0.0], [0.0, -1.8]]])


def _scaled(heat):
    return heat / heat.max()


exercise(
    "14.10", right=right.grad_cam, points=3, accept=close(rtol=1e-5, atol=1e-5), further=True,
    probes=[call(SEEN, SLOPES)],
    random_probes=lambda random: [call(random.normal(size=(4, 5, 6)), random.normal(size=(4, 5, 6))).named(
        "random maps and gradients of shape (4, 5, 6)")],
    also_right=[lambda maps, gradients: np.maximum(0, sum(
        gradients[:, :, k].mean() * maps[:, :, k] for k in range(maps.shape[2]))),
        lambda maps, gradients: np.clip(np.tensordot(maps, gradients.mean((0, 1)), axes=1), 0, None),
        lambda maps, gradients: right.grad_cam(np.float32(maps), np.float32(gradients)),
        lambda maps, gradients: np.maximum(maps @ (gradients.sum(axis=(0, 1)) / np.prod(gradients.shape[:2])), 0)],
    mistakes=[
        mistake("The ReLU is missing: what speaks against the class is cut off.", right.cam_with(end=lambda total: total)),
        mistake("The signs are lost. A ReLU sets negative numbers to 0.", right.cam_with(end=np.abs)),
        mistake("The weights are sums of the gradients. They are means over the places: divide by their number.",
                right.cam_with(weigh=lambda gradients: gradients.sum(axis=(0, 1)))),
        mistake("Each place is multiplied by its own gradient. In Grad-CAM one weight for each map, the mean of its gradients, "
                "counts for all places.", right.cam_with(weigh=lambda gradients: gradients)),
        mistake("The gradients alone are added up, without the maps.", right.cam_with(
            weigh=lambda gradients: gradients, join=lambda maps, weights: weights)),
        mistake("The maps are added up without weights.", right.cam_with(weigh=lambda gradients: 1.0)),
        mistake("The signs of the gradients are lost before the mean. A map whose gradients are negative counts against the "
                "class.", right.cam_with(weigh=lambda gradients: np.abs(gradients).mean(axis=(0, 1)))),
        mistake("The ReLU comes too early, on the gradients. It comes at the end, on the sum.",
                right.cam_with(weigh=lambda gradients: np.maximum(gradients, 0).mean(axis=(0, 1)))),
        mistake("The ReLU comes too early, on the weights. It comes at the end, on the sum.",
                right.cam_with(weigh=lambda gradients: np.maximum(gradients.mean(axis=(0, 1)), 0))),
        mistake("The ReLU stands on the weights, and the end has none. It comes at the end, on the sum.",
                right.cam_with(weigh=lambda gradients: np.maximum(gradients.mean(axis=(0, 1)), 0), end=lambda total: total)),
        mistake("The sums are divided by the number of rows alone. A map has rows times columns places.",
                right.cam_with(weigh=lambda gradients: gradients.sum(axis=(0, 1)) / gradients.shape[0])),
        mistake("The sums are divided by the number of columns alone. A map has rows times columns places.",
                right.cam_with(weigh=lambda gradients: gradients.sum(axis=(0, 1)) / gradients.shape[1])),
        mistake("A fixed number of places, 7 x 7, is in the code. Take it from the shape, or use `mean`.",
                right.cam_with(weigh=lambda gradients: gradients.sum(axis=(0, 1)) / 49)),
        mistake("The largest gradient of each map is its weight here. It is the mean.",
                right.cam_with(weigh=lambda gradients: gradients.max(axis=(0, 1)))),
        mistake("The mean goes over the rows alone, so that each column has a weight. It goes over both: `axis=(0, 1)`.",
                right.cam_with(weigh=lambda gradients: gradients.mean(axis=0))),
        mistake("The mean goes over the columns alone, so that each row has a weight. It goes over both: `axis=(0, 1)`.",
                right.cam_with(weigh=lambda gradients: gradients.mean(axis=1, keepdims=True))),
        mistake("What speaks for the class is cut off: a ReLU keeps the larger of 0 and the sum, `np.maximum`.",
                right.cam_with(end=lambda total: np.minimum(total, 0))),
        mistake("The sum was divided by the sum of the weights, as `np.average` does. Add up, and divide by nothing.",
                right.cam_averaged),
        mistake("Fractions are cut off: the result is an array of whole numbers. Begin with `np.zeros`, without `dtype=int`.",
                lambda maps, gradients: right.grad_cam(maps, gradients).astype(int)),
        mistake("The ReLU comes too early, on each weighted map. Add the maps up first.",
                right.cam_with(join=lambda maps, weights: np.maximum(maps * weights, 0))),
        mistake("The largest of the weighted maps is taken in each place. They are added up: `sum(axis=2)`.",
                lambda maps, gradients: np.maximum(maps * gradients.mean(axis=(0, 1)), 0).max(axis=2)),
        mistake("The mean goes over columns and maps. A weight belongs to a map, so it goes over rows and columns: "
                "`mean(axis=(0, 1))`.", right.cam_with(weigh=lambda gradients: gradients.mean(axis=(1, 2), keepdims=True))),
        mistake("All is too small by the number of maps. The weighted maps are added up, without a mean; and the weights are "
                "divided by the places of one map, rows times columns, not by `gradients.size`.",
                lambda maps, gradients: right.grad_cam(maps, gradients) / maps.shape[2]),
        mistake("The mean goes over the maps here, and each place has a weight. It goes over the places: `mean(axis=(0, 1))`.",
                right.cam_with(weigh=lambda gradients: gradients.mean(axis=2, keepdims=True))),
        mistake("The mean of maps times gradients was taken. First comes the mean of the gradients, then the product with the "
                "maps, whose places stay.", lambda maps, gradients: np.maximum((maps * gradients).mean(axis=(0, 1)), 0)),
        mistake("All gradients were put into one mean. Each map has a weight of its own: `mean(axis=(0, 1))`.",
                right.cam_with(weigh=lambda gradients: gradients.mean())),
        mistake("The result was divided by its largest value. That is for drawing; here the sum itself is asked for.",
                lambda maps, gradients: _scaled(right.grad_cam(maps, gradients))),
        mistake("The weighted maps are not added up yet: `sum(axis=2)`.",
                lambda maps, gradients: np.maximum(maps * gradients.mean(axis=(0, 1)), 0)),
        mistake("The sign is turned. What speaks for the class counts positive.",
                lambda maps, gradients: right.grad_cam(maps, -gradients)),
        mistake("These are the weights of the maps. With them, the maps are added up.",
                lambda maps, gradients: gradients.mean(axis=(0, 1))),
        mistake("Maps and gradients are exchanged: the weights are means of the gradients, and the maps are added up.",
                lambda maps, gradients: right.grad_cam(gradients, maps)),
    ],
)
