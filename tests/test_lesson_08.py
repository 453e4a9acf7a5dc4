"""Lesson 08: what its syllabus names is in a cell, what its prose claims holds over seeds, and no check can be cheated."""
import re

import numpy as np
import pytest
from lesson_runs import ROOT, code_cells

from course_utils.checks import collect, find_exercise, judge
from course_utils.checks.answers_08 import count_parameters, early_stopping, stopping_against, success_rate
from course_utils.checks.answers_08_reached import Goal, attempt, changed
from course_utils.checks.showing import as_text
from course_utils.slopes import central_difference
from course_utils.widgets import Playground, PlaygroundError, PlaygroundState, open_playground

CELLS = code_cells(ROOT / "lessons" / "08_playground.py", "solved")
CODE = "\n".join(cell.source for cell in CELLS)
PROSE = (ROOT / "lessons" / "08_playground.py").read_text(encoding="utf-8")
# What the syllabus names, and a piece of the code that does it; "prose:" is looked for in the text.
SYLLABUS = {
    "circle": "data=circle", "XOR": "data=xor", "two Gaussians": "data=gaussians", "spiral": "data=spiral",
    "plane": "data=plane", "multi-Gaussian": "data=multi-gaussian", "own points": "data=own",
    "clicked points": "prose:Own points",
    "noise": "noise=", "train/test ratio": "share=", "batch size": "batch=all", "squares": "inputs=x1^2,x2^2",
    "product": "inputs=x1x2", "sines": "x1,x2,sin1,sin2", "hidden layers": "hidden=8,8,8", "activation": "activation=linear",
    "learning rate": "rate=", "L1/L2 and rate": "regularisation=l2 strength=", "optimizer": "optimizer=momentum",
    "initialisation": "initialisation=zero", "play, pause": "prose:**Pause**", "step": "prose:**Step**",
    "reset": "prose:**Reset**",
    "keyboard": "prose:arrow keys", "seed": "seed=", "decision surface": "plot_playground", "neuron heat maps": "neuron_maps",
    "weights as line widths": "prose:the wider, the larger", "loss curves": "plot_curves", "epoch counter": "description()",
    "discretise output": "prose:discretise", "show test data": "prose:show test", "live": "open_playground",
    "shareable setting string": "prose:`view.setting`", "predictions": "prose:**Predict",
    "over-fitting": "prose:**over-fitting**",
    "why features or depth": "epochs_needed", "break it": "rate={factor * limit",
}


@pytest.mark.parametrize("what", SYLLABUS)
def test_what_the_syllabus_names_is_in_the_lesson(what, tally):
    wanted = SYLLABUS[what]
    text, wanted = (PROSE, wanted[6:]) if wanted.startswith("prose:") else (CODE, wanted)
    assert wanted in text
    tally["lesson 08: things of the syllabus found"] += 1


def test_settings_of_prose_and_code_are_understood():
    """Each code span of the prose that is a setting can be read, so that nobody copies a line in vain; one is misspelt."""
    spans = [span for span in re.findall(r"`([^`\n]+)`", PROSE) if re.match(r"(data|hidden)=", span)]
    spans.remove("data=spirals")
    assert len(spans) >= 5
    for span in spans:
        PlaygroundState.from_text(span)
    with pytest.raises(PlaygroundError, match="Did you mean 'spiral'"):
        PlaygroundState.from_text("data=spirals")


# What the prose claims ------------------------------------------------------------------------------------------------

def losses(setting, epochs, seeds=range(5)):
    return [Playground(f"{setting} seed={seed}").run(epochs).test_loss for seed in seeds]


def test_the_step_by_hand_is_the_slope_of_the_loss():
    playground = Playground("data=gaussians hidden=none batch=all rate=0.5 seed=1")
    points, classes = playground.data.side(True)
    before = playground.weights[0][:, 0]

    def loss(weights):
        return np.mean(np.logaddexp(0, -classes * (points @ weights)))

    playground.step()
    moved = [central_difference(lambda value, place=place: loss(np.where(np.arange(2) == place, value, before)), before[place])
             for place in range(2)]
    assert np.allclose(playground.weights[0][:, 0], before - 0.5 * np.array(moved), atol=1e-7)


@pytest.mark.parametrize("seed", range(5))
def test_the_largest_safe_rate_of_the_plane(seed):
    playground = Playground(f"data=plane hidden=none batch=all seed={seed}")
    inputs = np.column_stack([playground.data.side(True)[0], np.ones(200)])
    limit = 2 / np.linalg.eigvalsh(2 / 200 * inputs.T @ inputs).max()
    ends = [Playground(f"data=plane hidden=none batch=all seed={seed} rate={factor * limit:.4f}").run(300)
            for factor in (0.95, 1.05)]
    assert ends[0].training_loss < 1e-6 and not ends[0].stopped and ends[1].stopped


def test_two_relu_neurons_never_solve_the_quarters_even_on_other_seeds():
    setting = "data=xor examples=200 activation=relu optimizer=adam rate=0.1 batch=20 hidden=2"
    assert success_rate(setting, 100, range(10, 30), 0.1) == 0


@pytest.mark.parametrize("seed", range(5))
def test_two_neurons_do_not_close_the_circle_and_three_do(seed):
    for activation in ("tanh", "relu", "sigmoid"):
        setting = f"data=circle optimizer=adam activation={activation} seed={seed}"
        assert Playground(f"{setting} hidden=2").run(300).test_loss > 0.2
    assert min(Playground(f"data=circle hidden=3 optimizer=adam seed={seed}").run(150).test_losses) < 0.1


def test_two_swish_neurons_may_close_the_circle():
    lucky = Playground("data=circle hidden=2 activation=swish rate=0.1 optimizer=adam batch=20 seed=3").run(300, until=0.1)
    surface = lucky.surface(40)
    rim = np.concatenate([surface[0], surface[-1], surface[:, 0], surface[:, -1]])
    assert lucky.test_loss < 0.1 and np.all(rim < 0) and np.any(surface > 0.9)
    assert find_exercise("8.3").accept(attempt(Goal("data=circle seed=3", 0.1, most_parameters=13), lucky), None) is None


@pytest.mark.parametrize("seed", range(5))
def test_one_layer_does_not_unwind_the_spiral_and_two_do(seed):
    spiral = f"data=spiral examples=800 batch=40 activation=swish optimizer=adam rate=0.03 seed={seed}"
    two = Playground(f"{spiral} hidden=8,8").run(150, until=0.1)
    three = Playground(f"{spiral} hidden=8,8,8").run(150, until=0.1)
    assert Playground(f"{spiral} hidden=8").run(150).test_loss > 0.2
    assert two.test_loss < 0.1 and three.test_loss < 0.1 and three.epoch < two.epoch


def test_the_loss_of_a_rate_that_is_too_large_jumps():
    curves = [np.array(Playground(f"examples=200 hidden=4 batch=20 seed=1 rate={rate}").run(60).training_losses)
              for rate in (0.01, 1, 10)]
    jumps = [np.abs(np.diff(curve[5:])).max() for curve in curves]
    assert curves[0][-1] > 0.6 and curves[1][-1] < 0.1 and jumps[2] > 0.5 > 5 * max(jumps[:2])


def test_the_usual_values_told_are_those_of_the_playground():
    """The table of controls: each row's names and values, read from the text, give the state of an empty line."""
    rows = [re.findall(r"`([^`]+)`", line) for line in PROSE.splitlines() if line.startswith("# |")]
    pairs = [pair for names, values in filter(None, rows) for pair in zip(names.split(), values.split(), strict=True)]
    told = " ".join(f"{name}={value}" for name, value in pairs)
    assert len(pairs) == 16 and PlaygroundState.from_text(told) == PlaygroundState()


def test_the_spiral_needs_a_hidden_layer_even_with_the_sines():
    assert min(losses("data=spiral hidden=none inputs=x1,x2,sin1,sin2 optimizer=adam rate=0.1 batch=20", 150)) > 0.6


def test_over_fitting_turns_round_on_every_seed_and_l2_cures_it():
    noisy = "data=circle examples=500 share=10 noise=40 batch=25 hidden=8,8 optimizer=adam rate=0.03"
    for seed in range(5):
        fitted = Playground(f"{noisy} seed={seed}").run(200)
        cured = Playground(f"{noisy} regularisation=l2 strength=0.02 seed={seed}").run(200)
        assert fitted.training_loss < 0.05 and fitted.test_loss > 1.2 * min(fitted.test_losses)
        assert cured.test_loss < 0.7 * fitted.test_loss
        print(f"seed {seed}: least {min(fitted.test_losses):.2f}, then {fitted.test_loss:.2f}; with L2 {cured.test_loss:.2f}")


@pytest.mark.parametrize("seed", range(5))
def test_l1_keeps_the_two_squares(seed):
    names = ("x1", "x2", "x1^2", "x2^2", "x1x2", "sin1", "sin2")
    state = PlaygroundState(noise=30, hidden=(), inputs=names, learning_rate=0.01, regularisation="l1", strength=0.1, seed=seed)
    weights = np.abs(Playground(state).run(100).weights[0][:, 0])
    assert set(np.argsort(weights)[-2:]) == {2, 3} and np.sum(weights < 0.02) == 5
    free, l2 = (Playground(state.changed(regularisation=penalty)).run(100).weights[0] for penalty in ("none", "l2"))
    assert np.sum(l2 ** 2) < np.sum(free ** 2) and np.sum(np.abs(l2) < 0.01) <= 2


def test_the_hidden_weights_move_where_they_do_not_begin_at_zero():
    assert np.any(Playground("data=circle hidden=4 initialisation=small").run(1).weights[0] != 0)


# The answers ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("inputs, hidden", [(2, ()), (7, (8,)), (2, (4, 2)), (3, (1, 8, 2, 5, 6, 7))])
def test_parameters_are_those_of_the_network(inputs, hidden):
    names = ("x1", "x2", "x1^2", "x2^2", "x1x2", "sin1", "sin2")[:inputs]
    network = Playground(PlaygroundState(inputs=names, hidden=hidden)).network
    assert count_parameters(inputs, hidden) == sum(parameter.value.size for parameter in network.parameters)


def test_early_stopping_is_that_of_keras():
    """Keras's callback, played by hand: `restore_best_weights` goes back to the epoch that we return."""
    random = np.random.default_rng(8)
    for patience in (1, 2, 3, 5, 8):
        curve = np.abs(np.linspace(-1, 1, 30)) + random.normal(0, 0.2, 30)
        best, wait, kept = np.inf, 0, 0
        for epoch, value in enumerate(curve):
            wait += 1
            if value < best:
                best, wait, kept = value, 0, epoch
            if wait >= patience:
                break
        assert early_stopping(curve, patience) == kept


# Reached settings are trained anew, and nothing else counts -----------------------------------------------------------

GOAL = Goal("data=gaussians seed=3", below=0.2, most_epochs=30, most_parameters=25)
GOOD = {"setting": "data=gaussians seed=3 hidden=none rate=0.1", "epochs": 10}


def verdict(goal, answer):
    return goal.accept(attempt(goal, answer), None)


def test_a_view_a_playground_a_dictionary_and_a_pair_are_all_judged():
    view = open_playground(GOOD["setting"])
    view.step(10)
    for answer in (GOOD, view, view.playground, view.reached, tuple(GOOD.values()), list(GOOD.values()),
                   (PlaygroundState.from_text(GOOD["setting"]), np.int64(10)), GOOD | {"epochs": 10.0},
                   GOOD | {"test_loss": 9}):
        assert verdict(GOAL, answer) is None


@pytest.mark.parametrize("answer, said", [
    ({"setting": "data=gaussian hidden=none", "epochs": 10}, "Did you mean 'gaussians'"),
    ({"setting": "data=gaussians sed=3", "epochs": 10}, "seed"),
    ({"setting": GOOD["setting"], "epochs": "ten"}, "must be a whole number"),
    ({"setting": GOOD["setting"], "epochs": 1.5}, "must be a whole number"),
    ({"setting": GOOD["setting"], "epochs": float("nan")}, "must be a whole number"),
    ({"setting": GOOD["setting"], "epochs": True}, "must be a whole number"),
    ({"setting": 7, "epochs": 10}, "give a line of text"), (GOOD["setting"], "how many epochs"),
    (str(GOOD), "no quotes around the braces"),
    ({"setting": GOOD["setting"]}, "does not say"), (0.01, "does not say"), ([], "does not say"),
])
def test_what_cannot_be_trained_is_told_as_such(answer, said):
    assert said in verdict(GOAL, answer)


@pytest.mark.parametrize("change, said", [
    ("noise=1", "noise must stay"), ("share=90", "share must stay"), ("examples=20", "examples must stay"),
    ("seed=4", "seed must stay"),
    ("data=circle", "data must stay"), ("inputs=x1,x2,sin1", "inputs must stay"), ("batch=9", "at least 10"),
    ("hidden=6,2", "at most 25"),
])
def test_cheating_is_refused_before_anything_is_trained(change, said):
    key = change.split("=")[0] + "="
    kept = " ".join(part for part in GOOD["setting"].split() if not part.startswith(key))
    seen = attempt(GOAL, {"setting": f"{kept} {change}", "epochs": 10})
    assert said in GOAL.accept(seen, None) and "test loss" not in seen


@pytest.mark.parametrize("number, answer, said", [
    ("8.3", ("seed=3 hidden=none", 200), "no hidden layer"), ("8.3", ("seed=3 hidden=3 rate=0.01", 300), "No epochs are left"),
    ("8.3", ("data=spiral examples=800 batch=20 seed=1", 9), "playground of another exercise"),
    ("8.3", ("seed=3 hidden=3", -5), "from 1 on"), ("8.5", ("data=spiral hidden=8,8,8", 60), "Start from the whole line"),
    ("8.7", ("regularisation=l2 strength=0.02 seed=2", 200), "Copy the whole line"),
])
def test_a_setting_that_falls_short_is_told_why(number, answer, said):
    result = judge(collect(find_exercise(number), answer))
    assert not result and said in as_text(result)


@pytest.mark.parametrize("number, answer, said", [
    ("8.3", ("seed=3 hidden=2 activation=swish optimizer=adam", 300), "Two swish neurons can make it"),
    ("8.3", ("seed=3 hidden=2 optimizer=adam", 200), "one line more"),
    ("8.3", ("seed=3 hidden=1 optimizer=adam", 300), "A single neuron"),
])
def test_neurons_that_are_stuck_are_told_what_holds_for_them(number, answer, said):
    assert said in as_text(judge(collect(find_exercise(number), answer)))


def test_two_swish_neurons_can_make_it():
    assert judge(collect(find_exercise("8.3"), ("seed=3 hidden=2 activation=swish rate=0.1 optimizer=adam batch=20", 139)))


def test_a_return_inside_the_loop_is_named():
    def early(losses, patience):
        for epoch, _ in enumerate(losses):
            return epoch
    assert "`return` stand inside the loop" in as_text(judge(collect(find_exercise("8.6"), early)))


@pytest.mark.parametrize("lowest", [1, 10, 100, 1000, 1e9, 0])
def test_early_stopping_may_not_begin_at_a_fixed_number(lowest):
    result = judge(collect(find_exercise("8.6"), lambda losses, patience: stopping_against(losses, patience, lowest=lowest)))
    assert not result and result.mistake


def test_a_claimed_loss_is_not_believed():
    lazy = {"setting": "data=gaussians seed=3 rate=0.000001", "epochs": 10, "test loss": 0.0}
    assert "it must be below 0.2" in verdict(GOAL, lazy)
    assert "0 epochs" in verdict(GOAL, GOOD | {"epochs": 0}) and "31 epochs" in verdict(GOAL, GOOD | {"epochs": 31})


def test_the_picture_and_unused_points_may_differ():
    own = PlaygroundState.from_text("data=gaussians seed=3 test=yes discretise=yes own=A:1,1;2,2/B:3,3;4,4")
    assert changed(GOAL, own) == []


@pytest.mark.parametrize("number", ["8.3", "8.5", "8.7"])
def test_the_setting_that_a_task_begins_with_does_not_solve_it(number):
    entry = find_exercise(number)
    begin = {"8.3": "data=circle seed=3", "8.5": "data=spiral examples=800 batch=20 seed=1",
             "8.7": "data=circle examples=500 share=10 noise=40 batch=25 hidden=8,8 optimizer=adam rate=0.03 seed=2"}[number]
    shown = begin.replace(" seed=2", "") if number == "8.7" else begin
    assert shown in CODE  # the task in the lesson begins with this very setting
    assert not judge(collect(entry, {"setting": begin, "epochs": 200}))


def test_the_lesson_asks_for_what_the_checks_judge():
    for words in ("test loss below 0.1** with at most **13 parameters**", "300 epochs", "test loss below 0.05**",
                  "200 epochs below 0.3**", "up to 400"):
        assert words in " ".join(PROSE.replace("\n# ", " ").split())
