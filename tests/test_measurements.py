"""Every bound that a lesson states for a result of training is backed by recorded runs over several seeds."""
import ast
import json

import pytest
from lesson_runs import LESSONS, ROOT, code_cells

MEASUREMENTS = ROOT / "data" / "measurements"
SEEDS = 5


def bounds_of(path):
    """Return {checkpoint: {(variant, profile): bound}} as the cells of a lesson state them."""
    calls = [node for cell in code_cells(path, "learner") for node in ast.walk(ast.parse(cell.source))
             if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "checkpoint"]
    return {ast.literal_eval(call.args[0]):
            next(ast.literal_eval(word.value) for word in call.keywords if word.arg == "bounds") for call in calls}


def holds(bound, values):
    """Return whether all values meet a bound with twice their range to spare."""
    spare = 2 * (max(values) - min(values))
    return max(values) + spare <= bound[1] if isinstance(bound, tuple) else min(values) - spare >= bound


TRAINING = [path for path in LESSONS if bounds_of(path)]


@pytest.mark.parametrize("path", TRAINING, ids=lambda path: path.stem)
def test_every_bound_holds_for_the_recorded_seeds_with_twice_their_range_to_spare(path, tally):
    measured = json.loads((MEASUREMENTS / f"{path.stem}.json").read_text(encoding="utf-8"))["checkpoints"]
    for id, bounds in bounds_of(path).items():
        for (variant, profile), bound in bounds.items():
            values = measured[id][f"{variant}|{profile}"]["values"]
            assert len(values) >= SEEDS
            assert holds(bound, values), f"{id} on {variant}: the bound {bound} is too tight for {values}"
            tally["checkpoints: bounds backed by five seeds or more"] += 1


def test_a_bound_that_is_too_tight_is_noticed():
    assert holds(0.955, [0.97, 0.975]) and not holds(0.965, [0.97, 0.975])
    assert holds(("at most", 0.3), [0.1, 0.2 - 1e-9]) is False and holds(("at most", 0.4001), [0.1, 0.2])


def test_no_two_lessons_share_a_checkpoint():
    ids = [id for path in TRAINING for id in bounds_of(path)]
    assert len(ids) == len(set(ids)) > 0
