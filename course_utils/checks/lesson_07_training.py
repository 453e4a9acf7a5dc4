"""Exercises of lesson 07, an autodiff engine: the broken rules, the training loop."""
import numpy as np

from course_utils.checks import close, exercise, matching, mistake, script
from course_utils.checks.accept import fold
from course_utils.checks.answers_07 import backward, train
from course_utils.checks.answers_07_forms import use_train

_SLIPS = {"A": "input", "B": "count", "C": "sign", "D": "average"}


def _said(got, person, slip):
    return str(got[person]).strip().lower() == slip


def _complete(got):
    return set(got) == set(_SLIPS) and set(map(fold, got.values())) <= set(_SLIPS.values())


exercise(
    "7.7", right=_SLIPS, points=2, accept=matching("input", "count", "average", "sign"),
    also_right=[{key: value.upper() for key, value in _SLIPS.items()}, dict(reversed(_SLIPS.items()))],
    mistakes=[
        mistake("B and D are exchanged. Where a division is missing the gradient is too *large*; where there is one too many "
                "it is too small.", _SLIPS | {"B": "average", "D": "count"},
                when=lambda got, right: _complete(got) and _said(got, "B", "average") and _said(got, "D", "count")),
        mistake("Look at C again: each number is right in size. Which slip changes nothing but what stands in front of it?",
                _SLIPS | {"A": "sign", "C": "input"}, when=lambda got, right: _complete(got) and not _said(got, "C", "sign")
                and not (_said(got, "A", "input") or _said(got, "B", "sign") or _said(got, "D", "sign"))),
        mistake("A lost minus turns the sign and leaves the size. Whose numbers are all -1 times the judge's?",
                _SLIPS | {"C": "count", "B": "sign"}, when=lambda got, right: _complete(got) and not _said(got, "C", "sign")),
        mistake("A is wrong by another factor at each place, once even 0. A missing or surplus division would be the same "
                "factor everywhere.", _SLIPS | {"A": "count", "B": "input"},
                when=lambda got, right: _complete(got) and not _said(got, "A", "input")),
        mistake("One slip is named twice, and another not at all. Each of the four belongs to one person.",
                _SLIPS | {"D": "count"}, when=lambda got, right: set(got) == set(_SLIPS)
                and set(map(fold, got.values())) < set(_SLIPS.values())),
    ],
)


def _train(loss_of=None, pick=lambda optimizers, place: optimizers[place],
           store="value", record=lambda loss: float(loss.value), extra=0, back=True, only=None):
    """Return a training loop like the right one, in which one of the pieces may be another."""
    def answer(compute_loss, parameters, optimizers, steps):
        losses, once = [], compute_loss()
        for _ in range(steps + extra):
            loss = once if loss_of == "once" else compute_loss()
            if back:
                loss.backward()
            for place, parameter in enumerate(parameters[only] if only else parameters):
                if loss_of == "for each":
                    loss = compute_loss()
                    loss.backward()
                moved = pick(optimizers, place).step(parameter.value, parameter.gradient)
                _keep(store, parameter, moved)
            losses.append(record(compute_loss() if loss_of == "afterwards" else loss))
        return losses
    return answer


def _keep(store, parameter, moved):
    if store == "value":
        parameter.value = moved
    elif store == "added":
        parameter.value = parameter.value + moved
    elif store == "subtracted":
        parameter.value = parameter.value - moved


def _then(change):
    """Return a training loop that is right but for what it returns."""
    return lambda compute_loss, parameters, optimizers, steps: change(train(compute_loss, parameters, optimizers, steps))


def _returns_in_the_loop(compute_loss, parameters, optimizers, steps):
    return train(compute_loss, parameters, optimizers, 1)


def _inner_backward(compute_loss, parameters, optimizers, steps):
    losses = []
    for _ in range(steps):
        loss = compute_loss()
        losses.append(float(loss.value))
        for parameter, optimizer in zip(parameters, optimizers):
            loss.backward()
            parameter.value = optimizer.step(parameter.value, parameter.gradient)
    return losses


def _nested(compute_loss, parameters, optimizers, steps):
    every = [(parameter, optimizer) for parameter in parameters for optimizer in optimizers]
    return train(compute_loss, *zip(*every), steps)


def _one_after_the_other(compute_loss, parameters, optimizers, steps):
    return [loss for pair in zip(parameters, optimizers) for loss in train(compute_loss, *zip(pair), steps)]


def _no_last_move(compute_loss, parameters, optimizers, steps):
    return [*train(compute_loss, parameters, optimizers, steps - 1), float(compute_loss().value)]


def _late(compute_loss, parameters, optimizers, steps):
    losses = []
    for _ in range(steps):
        loss = compute_loss()
        for parameter, optimizer in zip(parameters, optimizers):
            parameter.value = optimizer.step(parameter.value, parameter.gradient)
        loss.backward()
        losses.append(float(loss.value))
    return losses


def _moved_behind(compute_loss, parameters, optimizers, steps):
    losses = []
    for _ in range(steps):
        loss = compute_loss()
        loss.backward()
        losses.append(float(loss.value))
    for parameter, optimizer in zip(parameters, optimizers):
        parameter.value = optimizer.step(parameter.value, parameter.gradient)
    return losses


def _stored_behind(compute_loss, parameters, optimizers, steps):
    losses = []
    for _ in range(steps):
        loss = compute_loss()
        loss.backward()
        for parameter, optimizer in zip(parameters, optimizers):
            moved = optimizer.step(parameter.value, parameter.gradient)
        parameters[-1].value = moved
        losses.append(float(loss.value))
    return losses


def _moving_by(move):
    """Return a training loop whose parameters get the value move(optimizer, parameter, loss)."""
    def answer(compute_loss, parameters, optimizers, steps):
        losses = []
        for _ in range(steps):
            loss = compute_loss()
            loss.backward()
            for parameter, optimizer in zip(parameters, optimizers):
                parameter.value = move(optimizer, parameter, loss)
            losses.append(float(loss.value))
        return losses
    return answer


exercise(
    "7.8", right=train, points=3, accept=close(rtol=1e-7),
    probes=[script(use_train, says=(
        "the curve (p x + q) r is fitted to six points in 5 steps, the parameters [r, p, q] with an optimizer each"))],
    also_right=[_train(record=lambda loss: loss.value), _train(record=lambda loss: loss.value.item()), _then(tuple)],
    mistakes=[
        mistake("The loss is a tensor, and `float` takes a number: `float(loss.value)`.",
                lambda compute_loss, parameters, optimizers, steps: float(compute_loss())),
        mistake("`compute_loss()` takes no arguments: it knows the parameters already.",
                lambda compute_loss, parameters, optimizers, steps: compute_loss(parameters)),
        mistake("`zip` is missing: `parameters, optimizers` alone is a pair of two lists. `zip(parameters, optimizers)` goes "
                "through both side by side.",
                lambda compute_loss, parameters, optimizers, steps: [one for one, other in (parameters, optimizers)]),
        mistake("`steps` is a number. `range(steps)` counts up to it: `for _ in range(steps):`.",
                lambda compute_loss, parameters, optimizers, steps: list(steps)),
        mistake("Nothing moves, and so the loss stays the same: `loss.backward()` is never called.", _train(back=False)),
        mistake("Nothing moves, and so the loss stays the same. Does what `step` returns go into `parameter.value`? Or are "
                "the gradients set to 0 before `step` reads them? `backward` begins with zeros by itself.",
                _train(store="nowhere")),
        mistake("`loss.backward()` runs once for each parameter. When the first has moved, the rules read its new value: go "
                "back once in a step, then move all of them.", _inner_backward),
        mistake("Every optimizer moves every parameter: two loops, one inside of the other. Go through both lists side by "
                "side, with `zip(parameters, optimizers)`.", _nested),
        mistake("The outer loop goes over the parameters: one is trained to its end, then the next. In each *step* all of them "
                "move.", _one_after_the_other),
        mistake("The losses are rounded. Hand them over as they are.", _then(lambda losses: [round(x, 4) for x in losses]),
                when=lambda got, right: max(abs(a - b) for a, b in zip(got["losses"], right["losses"], strict=True)) < 6e-3
                and all(round(x, 4) == x for x in got["losses"])),
        mistake("The loss is computed once, before the loop. It must be computed anew in every step, with the parameters as "
                "they are then.", _train(loss_of="once")),
        mistake("The parameters move as they should, but the losses are one step late: record the loss that you went backward "
                "from, not a new one after the move.", _train(loss_of="afterwards")),
        mistake("The loss is computed anew between two parameters, so that their gradients belong to different places. One "
                "backward, then move all of them.", _train(loss_of="for each", back=False)),
        mistake("Nothing moves while the steps are counted, and all move once at the end: the loop over parameters and "
                "optimizers belongs inside of the loop over the steps.", _moved_behind),
        mistake("Only the last parameter moves: the line that stores the next value belongs inside of the inner loop.",
                _stored_behind),
        mistake("The optimizers and the parameters are paired the wrong way round: the first optimizer belongs to the first "
                "parameter.", _train(pick=lambda optimizers, place: optimizers[-1 - place])),
        mistake("The gradient is handed over with a minus. `step` goes downhill by itself: give it the gradient as it is.",
                _moving_by(lambda optimizer, p, loss: optimizer.step(p.value, -p.gradient))),
        mistake("`step` is called twice for each parameter in a step. It remembers each gradient that it gets: call it once, "
                "and store what it returns.",
                _moving_by(lambda optimizer, p, loss: (optimizer.step(p.value, p.gradient),
                                                       optimizer.step(p.value, p.gradient))[1]),
                when=lambda got, right: got["calls of step"] == 2 * right["calls of step"] and got["calls of backward"] == 5),
        mistake("All parameters share one optimizer. Each has one of its own, which remembers its gradients: zip the two "
                "lists.", _train(pick=lambda optimizers, place: optimizers[0])),
        mistake("`step` returns the next *value* of the parameter, not a change of it: store it, without adding.",
                _train(store="added")),
        mistake("`step` returns the next *value* of the parameter, not a change of it: store it, without subtracting.",
                _train(store="subtracted")),
        mistake("Only the first parameter moves. Go through the whole list in every step.", _train(only=slice(0, 1))),
        mistake("One step too many is made.", _train(extra=1)),
        mistake("The last step is missing: its loss is in the list, and then the parameters must move once more.",
                _no_last_move, when=lambda got, right: np.allclose(got["losses"], right["losses"])
                and got["calls of backward"] == 4),
        mistake("One step too few is made.", _train(extra=-1)),
        mistake("The optimizers that you were handed are not asked. `optimizer.step(value, gradient)` knows how to move: no "
                "descent of your own, and no new `Adam` either, which would begin without a memory.",
                _moving_by(lambda optimizer, p, loss: p.value - optimizer.learning_rate * p.gradient),
                when=lambda got, right: got["calls of step"] == 0 and got["calls of backward"] > 0),
        mistake("The arguments of `step` are exchanged: first the value, then the gradient.",
                _moving_by(lambda optimizer, p, loss: optimizer.step(p.gradient, p.value))),
        mistake("`step` computes with arrays: hand over `parameter.value`, not the tensor itself.",
                _moving_by(lambda optimizer, p, loss: optimizer.step(p, p.gradient))),
        mistake("The parameters move before `backward` is called, with the gradients of the step before. First the gradients, "
                "then the move.", _late),
        mistake("`backward(loss)` is for the numbers of the first part. A tensor has a method of its own: `loss.backward()`.",
                lambda compute_loss, parameters, optimizers, steps: backward(compute_loss())),
        mistake("`compute_loss` is a function. With brackets behind its name, `compute_loss()`, it runs and returns the loss.",
                lambda compute_loss, parameters, optimizers, steps: compute_loss.backward()),
        mistake("`optimizers` is a list, with an optimizer for each parameter. Go through both lists: `zip(parameters, "
                "optimizers)`.", lambda compute_loss, parameters, optimizers, steps: optimizers.step),
        mistake("There is a loss for each parameter in each step. Append it once a step, outside of the inner loop.",
                _then(lambda losses: [loss for loss in losses for _ in range(3)])),
        mistake("Only the last loss came back. Return the whole list, one loss for each step.",
                _then(lambda losses: losses[-1])),
        mistake("The list is empty: each step has to append its loss.", _then(lambda losses: [])),
        mistake("All steps were made, and the list holds the last loss alone. Is `losses = []` inside of the loop, or `append` "
                "behind it?", _then(lambda losses: losses[-1:])),
        mistake("There is one loss only, and one step was made: is the `return` inside of the loop?", _returns_in_the_loop),
        mistake("The list holds tensors. `float(loss.value)` makes a number of each, and lets its graph go.",
                _train(record=lambda loss: loss)),
        mistake("The step is made with the gradient of the loss itself, which is 1. Each parameter has its own, "
                "`parameter.gradient`.", _moving_by(lambda optimizer, p, loss: optimizer.step(p.value, loss.gradient))),
    ],
)
