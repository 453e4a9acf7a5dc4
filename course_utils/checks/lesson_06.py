"""Exercises of lesson 06, backpropagation by hand."""
import numpy as np

from course_utils.checks import call, close, exercise, gradient, matching, mistake, one_of
from course_utils.checks.answers_06 import (
    INPUTS,
    TARGETS,
    backward,
    backward_with,
    hidden_error,
    instead,
    make_network,
    numerical_gradient,
    one_sided,
    only_wrong,
    output_error,
    sigmoid,
    step_key_by_key,
    step_layer_by_layer,
    sum_of_cubes,
    train_step,
    wavy,
)

exercise(
    "6.1", right=6, accept=close(atol=1e-6), also_right=[6.0, np.array(6), 2 * (3 * -2 + 3) * (-2 + 1)],
    mistakes=[
        mistake("You followed one path only, the one through the product: 2s times b. But a also enters the sum directly, and "
                "a change travels along both paths at once.", 12),
        mistake("You followed one path only, the direct one into the sum. But a also enters the product, and a change "
                "travels along both paths at once.", -6),
        mistake("Along a path derivatives are multiplied, but the two paths themselves are added, not multiplied.", -72),
        mistake("The size of both paths is right, and you took their difference. What arrives along two paths is added, "
                "each with its sign: 12 and -6.", 18),
        mistake("This is the derivative with respect to b. Its only path goes through the product, where a is the slope.", -18),
        mistake("This is how the sum s moves with a. One step is missing: the square, whose slope is 2s.", -1),
        mistake("This is the value of the sum s, not yet a slope.", -3),
        mistake("The slope of the square is 2s, and s = -3 here: you took s for it, or s is off.", 3),
    ],
)

exercise(
    "6.2", right=numerical_gradient, points=2, accept=close(rtol=1e-6, atol=1e-7),
    probes=[call(sum_of_cubes, np.array([1.0, 2.0])), call(wavy, np.array([[0.5, 1.0], [1.5, 2.0]])),
            call(sum_of_cubes, np.array([1.0, 2.0]), 0.5)],
    also_right=[lambda function, values, step=1e-5: np.array(
        [(function((values.ravel() + step * row).reshape(values.shape))
          - function((values.ravel() - step * row).reshape(values.shape))) / (2 * step)
         for row in np.eye(values.size)]).reshape(values.shape)],
    mistakes=[
        mistake("You look to one side only. With the step to the left as well, (f(v + s) - f(v - s)) / 2s, the error shrinks "
                "with the square of s, and a gradient check can tell a slip in the third digit from rounding.", one_sided),
        mistake("Twice too large: from v - s to v + s the distance is 2s, not s.",
                lambda f, v, step=1e-5: 2 * numerical_gradient(f, v, step)),
        mistake("Look at the brackets: `/ 2 * step` divides by 2 and then multiplies by the step. Write `/ (2 * step)`.",
                lambda f, v, step=1e-5: numerical_gradient(f, v, step) * step ** 2),
        mistake("All entries were moved together, which gives the slope in one common direction. Move one entry at a time "
                "and leave the others where they are.", lambda f, v, step=1e-5: np.full(
                    v.shape, numerical_gradient(lambda t: f(v + t), np.array(0.0), step))),
        mistake("From the second entry on, those before it are moved as well. Begin each entry with fresh zeros.",
                lambda f, v, step=1e-5: np.cumsum(numerical_gradient(f, v, step)).reshape(v.shape),
                when=lambda got, right: np.shape(got) == np.shape(right) and np.allclose(
                    np.ravel(got)[:2], np.cumsum(right)[:2], rtol=1e-3)),
        mistake("The sign is turned: it is the value on the right minus the value on the left.",
                lambda f, v, step=1e-5: -numerical_gradient(f, v, step)),
        mistake("The argument `step` is not used: another size was asked for.",
                lambda f, v, step=1e-5: numerical_gradient(f, v)),
    ],
)

exercise(
    "6.3", right=output_error, points=2, accept=gradient(),
    probes=[call(np.array([0.73492861, 0.77955388]), np.array([0.05, 0.95])), call(np.array([0.2, 0.9, 0.4]), np.ones(3))],
    random_probes=lambda random: [call(float(random.uniform()), 0.3)],
    also_right=[lambda o, t: -(t - o) * (o - o ** 2)],
    mistakes=[
        mistake("You stopped at the output. Between its net input and its value lies the sigmoid, whose slope is o (1 - o); "
                "the error has to pass through it.", lambda o, t: o - t),
        mistake("The sign is turned: with these numbers, a step against your gradient would push the output further from "
                "its target.", lambda o, t: (t - o) * o * (1 - o)),
        mistake("You took the slope at sigmoid(output). The output has been through the sigmoid already, so its slope there is "
                "output (1 - output).", lambda o, t: (o - t) * sigmoid(o) * (1 - sigmoid(o))),
        mistake("Twice too large: the one half in E cancels the two that comes from the square.",
                lambda o, t: 2 * (o - t) * o * (1 - o)),
        mistake("This is the error itself. Its derivative is asked for.", lambda o, t: 0.5 * (t - o) ** 2),
        mistake("The first factor is the error itself; put its derivative there, output minus target.",
                lambda o, t: 0.5 * (t - o) ** 2 * o * (1 - o)),
        mistake("This is the slope of the sigmoid alone. How wrong the output is has to come in as well.",
                lambda o, t: o * (1 - o)),
        mistake("The slope is that of the output, o (1 - o), not of the target.", lambda o, t: (o - t) * t * (1 - t)),
        mistake("A bracket is missing: `o * 1 - o` multiplies first and subtracts then. Write `o * (1 - o)`.",
                lambda o, t: (o - t) * o * 1 - o),
        mistake("A bracket is missing: `o - t * o * (1 - o)` multiplies first. Write `(o - t) * o * (1 - o)`.",
                lambda o, t: o - t * o * (1 - o)),
        mistake("Half of the slope is missing: it is o times (1 - o), not o alone.", lambda o, t: (o - t) * o),
        mistake("Half of the slope is missing: it is o times (1 - o), not 1 - o alone.", lambda o, t: (o - t) * (1 - o)),
        mistake("The difference is squared here; its derivative is the difference itself.",
                lambda o, t: (t - o) ** 2 * o * (1 - o)),
        mistake("The factor h1 belongs to the weight w5, which multiplies it. The delta belongs to the neuron and ends before.",
                lambda o, t: (o - t) * o * (1 - o) * 0.6010878793463479),
        mistake("Sign and slope: it is output minus target, and it has to pass the slope o (1 - o) as well.",
                lambda o, t: t - o),
    ],
)

exercise(
    "6.4", right="w6", accept=one_of("w5", "w6", "w7", "w8"), also_right=[" W6 "],
    mistakes=[
        mistake("Rounded to three digits, the derivative with respect to w5 is 0.080, not 0.082. Rounding does not explain it.",
                "w5"),
        mistake("The derivative with respect to w7 is negative and about a fifth in size.", "w7"),
        mistake("The derivative with respect to w8 is negative and about a fifth in size.", "w8"),
    ],
)

exercise(
    "6.5", right=hidden_error, points=2, accept=gradient(),
    probes=[call(np.array([0.13342995, -0.0292911]), np.array([[0.5, 0.7], [0.6, 0.8]]), np.array([0.60108788, 0.61538376]))],
    random_probes=lambda random: [call(random.normal(size=2), random.normal(size=(3, 2)), random.uniform(size=3))],
    also_right=[lambda d, w, h: np.array([sum(w[j, k] * d[k] for k in range(len(d))) * (h[j] - h[j] ** 2)
                                          for j in range(len(h))])],
    mistakes=[
        mistake("One of the two paths is missing: you sent back the error of the first output alone. A hidden neuron feeds "
                "every output, so it hears from every output.", lambda d, w, h: w[:, 0] * d[0] * h * (1 - h)),
        mistake("The hidden neuron's own slope, h (1 - h), is missing: the error has reached its output but not yet its net "
                "input.", lambda d, w, h: w @ d),
        mistake("You took the slope at sigmoid(h). `hidden` holds activations, which have been through the sigmoid already: "
                "the slope there is h (1 - h).", lambda d, w, h: (w @ d) * sigmoid(h) * (1 - sigmoid(h))),
        mistake("The sign is turned. The sign of the error is inside output_deltas already, and is not turned again.",
                lambda d, w, h: -(w @ d) * h * (1 - h)),
        mistake("You averaged the two paths. What arrives along several paths is added.",
                lambda d, w, h: (w @ d) / len(d) * h * (1 - h)),
        mistake("The matrix is turned: its columns were used where its rows belong. Row j holds the weights that leave hidden "
                "neuron j.", lambda d, w, h: (w.T @ d) * h * (1 - h)),
        mistake("The matrix is turned: `output_deltas @ output_weights` takes its columns. Row j holds the weights that leave "
                "hidden neuron j.", lambda d, w, h: (d @ w) * h * (1 - h)),
        mistake("You added up along the columns. Row j holds the weights that leave hidden neuron j: add up along the rows.",
                lambda d, w, h: (w * d).sum(axis=0) * h * (1 - h)),
        mistake("One of the two paths is missing: you sent back the error of the last output alone.",
                lambda d, w, h: w[:, -1] * d[-1] * h * (1 - h)),
        mistake("Half of the slope is missing: it is h times (1 - h), not h alone.", lambda d, w, h: (w @ d) * h),
        mistake("Half of the slope is missing: it is h times (1 - h), not 1 - h alone.", lambda d, w, h: (w @ d) * (1 - h)),
        mistake("A bracket is missing: `h * 1 - h` multiplies first and subtracts then. Write `h * (1 - h)`.",
                lambda d, w, h: (w @ d) * h * 1 - h),
        mistake("The deltas were added up before the weights came in. Each delta is multiplied by the weight of its own edge.",
                lambda d, w, h: d.sum() * h * (1 - h)),
        mistake("You added up over all hidden neurons as well. Each of them has a sum of its own, over its row of weights.",
                lambda d, w, h: (w * d).sum() * h * (1 - h)),
    ],
)

_CASES = [call(make_network(), INPUTS, TARGETS).named("the network, inputs and targets of the lesson")]
_OTHER = np.random.default_rng(6)
_CASES.append(call(make_network(_OTHER, (3, 4, 2)), _OTHER.normal(size=3), np.array([0.9, 0.2])).named(
    "another network, of 3 inputs, 4 hidden neurons and 2 outputs"))

exercise(
    "6.6", right=backward, points=3, accept=gradient(), probes=_CASES,
    also_right=[backward_with(outer=lambda one, other: one[:, None] * other[None, :])],
    mistakes=[
        mistake("Every sign is turned: a step against your gradient would climb. Start the pass with output minus target.",
                backward_with(lambda o, t: (t - o) * o * (1 - o))),
        mistake("Outputs and targets are exchanged in output_error. Its first argument is what the network gave.",
                backward_with(lambda o, t: output_error(t, o))),
        mistake("The hidden neurons hear from the first output only; the path through the other one is missing.",
                backward_with(hidden_rule=lambda d, w, h: w[:, 0] * d[0] * h * (1 - h))),
        mistake("On the way back the error does not pass through the slope of the hidden neurons, h (1 - h).",
                backward_with(hidden_rule=lambda d, w, h: w @ d)),
        mistake("Rows and columns of the weight gradients are exchanged. They have the shape of the weights, (from, to), so "
                "what the weight carries comes first: np.outer(inputs, hidden_deltas).",
                backward_with(outer=lambda one, other: np.outer(other, one))),
        mistake("The deltas of the outputs lack the slope o (1 - o).", backward_with(lambda o, t: o - t)),
        mistake("A bias is a weight whose input is 1. That 1 is multiplied by the delta: the gradient is the delta itself.",
                lambda n, x, t: backward(n, x, t) | {"hidden_biases": np.ones_like(n["hidden_biases"]),
                                                     "output_biases": np.ones_like(n["output_biases"])}),
        mistake("`*` multiplies place by place. Here each number carried forward meets each delta: np.outer.",
                backward_with(outer=lambda one, other: one * other)),
        mistake("You sent back how wrong the outputs are. Send back their deltas, which have passed the slope of the outputs.",
                backward_with(hidden_rule=lambda d, w, h: hidden_error(d, w, h), sent_back=lambda o, t: o - t)),
        mistake("The slope of the hidden neurons is taken at sigmoid(h). `hidden` holds activations: the slope is h (1 - h).",
                backward_with(hidden_rule=lambda d, w, h: (w @ d) * sigmoid(h) * (1 - sigmoid(h)))),
        mistake("Each hidden neuron has a bias, and so a gradient of its own. You added them up.",
                instead("hidden_biases", lambda right, inputs: right["hidden_biases"].sum())),
        mistake("The two kinds of biases are exchanged: deltas of the hidden neurons, and deltas of the outputs.",
                lambda n, x, t: (lambda right: right | {"hidden_biases": right["output_biases"],
                                                        "output_biases": right["hidden_biases"]})(backward(n, x, t))),
        mistake("The hidden weights lead to the hidden neurons: take the deltas of those, not of the outputs.",
                instead("hidden_weights", lambda right, inputs: np.outer(inputs, right["output_biases"]))),
        mistake("This is the network after a step. Return the gradients alone.", lambda n, x, t: train_step(n, x, t, 1.0)),
        mistake("The deltas of the hidden neurons are right, since their biases are. Look at what the hidden weights carried "
                "forward: it is the inputs.", instead("hidden_weights", lambda right, inputs: right["hidden_weights"] + 1),
                when=lambda got, right: only_wrong(got, right, "hidden_weights")),
        mistake("The deltas of the outputs are right, since their biases are. Look at what the output weights carried "
                "forward: it is the hidden activations.",
                instead("output_weights", lambda right, inputs: right["output_weights"] + 1),
                when=lambda got, right: only_wrong(got, right, "output_weights")),
    ],
)

exercise(
    "6.7", right=train_step, points=2, accept=gradient(rtol=1e-9),
    probes=[call(*case.args, rate).named(f"{case.says}; learning_rate = {rate}") for case, rate in zip(_CASES, (0.6, 0.1))],
    also_right=[lambda network, inputs, targets, rate: {
        name: value - rate * backward(network, inputs, targets)[name] for name, value in sorted(network.items())}],
    mistakes=[
        mistake("The error went back through output weights that had moved already. All gradients belong to one and the same "
                "point: compute them first, with the old weights, then move everything.", step_layer_by_layer),
        mistake("You called `backward` again after some of the arrays had moved, so the gradients belong to different "
                "networks. Call it once, before anything moves.", step_key_by_key),
        mistake("You called `backward` again after the output layer had moved. Call it once, before anything moves.",
                lambda n, x, t, rate: step_key_by_key(n, x, t, rate, order=reversed)),
        mistake("This is the change alone. The old value has to come before it.",
                lambda n, x, t, rate: {name: -rate * g for name, g in backward(n, x, t).items()}),
        mistake("The learning rate multiplies the gradient; you divide by it.",
                lambda n, x, t, rate: {name: n[name] - g / rate for name, g in backward(n, x, t).items()}),
        mistake("You stepped along the gradient, which climbs. Subtract it.",
                lambda n, x, t, rate: {name: n[name] + rate * g for name, g in backward(n, x, t).items()}),
        mistake("The biases stayed where they were. They have gradients as well.",
                lambda n, x, t, rate: train_step(n, x, t, rate) | {
                    name: n[name] for name in ("hidden_biases", "output_biases")}),
        mistake("You returned the gradients, not the network after the step.", lambda n, x, t, rate: backward(n, x, t)),
        mistake("The learning rate is not used: you subtracted the whole gradient.",
                lambda n, x, t, rate: train_step(n, x, t, 1.0)),
        mistake("The learning rate is fixed at 0.6. Use the argument.", lambda n, x, t, rate: train_step(n, x, t, 0.6)),
    ],
)

_RIGHT = {"A": "one path", "B": "new weights", "C": "sign", "D": "slope"}
exercise(
    "6.8", right=_RIGHT, points=3, accept=matching("sign", "one path", "slope", "new weights"),
    also_right=[{"D": "slope", "C": "Sign", "B": "new weights", "A": "one path"}],
    mistakes=[
        mistake("B and D are exchanged. At h the sigmoid is nearly as steep as at the net input, so a wrong slope changes "
                "little, here by 4 or 5 %. But w5 and w6 are a good deal smaller after the step, and bring back less.",
                _RIGHT | {"B": "slope", "D": "new weights"}),
        mistake("A and B are exchanged. The second path pulls w1 down, so leaving it out makes the gradient larger.",
                _RIGHT | {"A": "new weights", "B": "one path"}),
        mistake("A and D are exchanged. A differs from the truth by almost half, far more than a neighbouring slope does.",
                _RIGHT | {"A": "slope", "D": "one path"}),
        mistake("C has the right sizes throughout, so only its sign can be wrong; and a sign is wrong in none of the others.",
                {"A": "sign", "B": "new weights", "C": "one path", "D": "slope"},
                when=lambda got, right: isinstance(got, dict) and str(got.get("C")).lower() in set(right.values()) - {"sign"}),
    ],
)
