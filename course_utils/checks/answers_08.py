"""Lesson 08: its functions, for its checks and tests, and the slips that learners make in them."""
import numpy as np

from course_utils.widgets import Playground, PlaygroundState

CHOICES = ("yes", "no")


def count_parameters(inputs, hidden):
    """Return the number of weights and biases of a network with one output; `hidden` holds sizes. Built in lesson 08."""
    sizes = [inputs, *hidden, 1]
    return sum((before + 1) * after for before, after in zip(sizes, sizes[1:]))


def count_layer_by_layer(inputs, hidden):
    """Return the same as `count_parameters`, by a loop over the layers."""
    total, before = 0, inputs
    for after in [*hidden, 1]:
        total += before * after + after
        before = after
    return total


def success_rate(setting, epochs, seed_list, bound):
    """Return the share of seeds, a float from 0 to 1, with a test loss below `bound` after `epochs`. Built in lesson 08."""
    return np.mean(losses_of(setting, epochs, seed_list) < bound)


def losses_of(setting, epochs, seed_list, side="test_loss"):
    """Return the losses of a setting for several seeds after training, an array (seeds,) of float64."""
    return np.array([getattr(Playground(f"{setting} seed={seed}").run(epochs), side) for seed in seed_list])


def success_by_changing(setting, epochs, seed_list, bound):
    """Return the same as `success_rate`, with one playground that is changed from seed to seed."""
    playground, solved = Playground(setting), 0
    for seed in seed_list:
        playground.change(seed=seed)
        solved += bool(playground.run(epochs).test_loss < bound)
    return solved / len(seed_list)


def success_from_states(setting, epochs, seed_list, bound):
    """Return the same as `success_rate`, over states, as a float32."""
    begun = PlaygroundState.from_text(setting)
    solved = [Playground(begun.changed(seed=seed)).run(epochs).test_loss < bound for seed in seed_list]
    return np.float32(solved.count(True) / len(solved))


def success_on_training(setting, epochs, seed_list, bound):
    """Return the slip of `success_rate` that looks at the training losses."""
    return np.mean(losses_of(setting, epochs, seed_list, "training_loss") < bound)


def success_of_one(setting, epochs, seed_list, bound):
    """Return the slip of `success_rate` that does not use the seeds."""
    return np.mean([Playground(setting).run(epochs).test_loss < bound for _ in seed_list])


def success_without_restart(setting, epochs, seed_list, bound):
    """Return the slip of `success_rate` that trains one and the same network on, again and again."""
    playground = Playground(f"{setting} seed={seed_list[0]}")
    return np.mean([playground.run(epochs).test_loss < bound for _ in seed_list])


def success_at_any_time(setting, epochs, seed_list, bound):
    """Return the slip of `success_rate` that takes the lowest test loss on the way."""
    runs = [Playground(f"{setting} seed={seed}").run(epochs) for seed in seed_list]
    return np.mean([min(run.test_losses) < bound for run in runs])


def success_by_accuracy(setting, epochs, seed_list, bound):
    """Return the slip of `success_rate` that asks for accuracies above the bound."""
    runs = [Playground(f"{setting} seed={seed}").run(epochs) for seed in seed_list]
    return np.mean([run.accuracy() > bound for run in runs])


def success_of_one_playground(setting, epochs, seed_list, bound):
    """Return the slip of `success_rate` that trains one playground on and on, without any seed."""
    playground = Playground(setting)
    return np.mean([playground.run(epochs).test_loss < bound for _ in seed_list])


def success_by_wrong_points(setting, epochs, seed_list, bound):
    """Return the slip of `success_rate` that asks for shares of wrong points below the bound."""
    runs = [Playground(f"{setting} seed={seed}").run(epochs) for seed in seed_list]
    return np.mean([1 - run.accuracy() < bound for run in runs])


def early_stopping(losses, patience):
    """Return the epoch of the best loss before `patience` epochs in a row brought no lower one. Built in lesson 08.

    losses: (epochs + 1,), those after epoch 0, 1, ...; patience: a whole number, at least 1. The early stopping of Prechelt,
    "Early stopping - but when?" (1998), in its plain form.
    """
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best


def stopping_by_counter(losses, patience):
    """Return the same as `early_stopping`, with the lowest loss and a counter of the epochs since."""
    lowest, best, waited = losses[0], 0, 0
    for epoch in range(1, len(losses)):
        waited += 1
        if losses[epoch] < lowest:
            lowest, best, waited = losses[epoch], epoch, 0
        if waited == patience:
            return best
    return best


def stopping_with(losses, patience, better=lambda loss, lowest: loss < lowest, reset=True, previous=False, gives="best",
                  waited=0):
    """Return what a slip of `early_stopping` gives.

    better: when a loss counts as a new best; reset: whether the counter begins anew then; previous: whether a loss is compared
    with the one before instead of the lowest; gives: "best", "last" (the epoch where it stops) or "counted from 1"; waited:
    what the counter begins with.
    """
    best, epoch = 0, 0
    for epoch in range(1, len(losses)):
        if waited >= patience:
            return best
        rises = losses[epoch] >= losses[epoch - 1] if previous else not better(losses[epoch], losses[best])
        waited = waited + 1 if rises else waited * (not reset)
        best = best if not better(losses[epoch], losses[best]) else epoch
        if waited >= patience:
            break
    return {"best": best, "last": epoch, "counted from 1": best + 1}[gives]


def stopping_against(losses, patience, lowest):
    """Return what a slip of `early_stopping` gives: the lowest loss begins at a number, `lowest`."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            best, lowest = epoch, loss
        elif epoch - best >= patience:
            break
    return best


def stopping_else(losses, patience, otherwise):
    """Return the right epoch where the patience runs out, and `otherwise` where the losses end before."""
    best = early_stopping(losses, patience)
    return best if best + patience < len(losses) else otherwise


def stopping_shifted(losses, patience, by_place=False):
    """Return what a slip of `early_stopping` gives that counts from 0 after the first loss was left out.

    With `by_place` the lowest loss is looked up by the wrong epoch, else it is kept.
    """
    best, lowest = 0, losses[0]
    for epoch, loss in enumerate(losses[1:]):
        if loss < (losses[best] if by_place else lowest):
            best, lowest = epoch, loss
        elif epoch - best >= patience:
            break
    return best


def stopping_against_first(losses, patience):
    """Return what a slip of `early_stopping` gives that compares each loss with the first."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[0]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best


def stopping_with_loss(losses, patience):
    """Return what a slip of `early_stopping` gives that keeps the lowest loss in the place of its epoch."""
    best = losses[0]
    for epoch, loss in enumerate(losses):
        if loss < best:
            best = loss
        elif epoch - best >= patience:
            break
    return best


def stopping_at_falls(losses, patience):
    """Return what a slip of `early_stopping` gives that takes each loss below the one before for a new best."""
    best = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[epoch - 1]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best


def stopping_from_one(losses, patience):
    """Return what a slip of `early_stopping` gives whose first best is epoch 1."""
    return 1 + early_stopping(losses[1:], patience)


def stopping_by_value(losses, patience):
    """Return what a slip of `early_stopping` gives that looks up the epoch of a loss by its value."""
    best = 0
    for loss in losses:
        epoch = losses.index(loss)
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best


def as_choices(answer):
    """Return a dictionary of choices with True as "yes" and False as "no"; anything else as it is."""
    if not isinstance(answer, dict):
        return answer
    return {key: CHOICES[not choice] if isinstance(choice, bool | np.bool_) else choice for key, choice in answer.items()}
