"""What the benchmarks compute is right; what they measured is judged from the record, never from the clock of a test."""
from importlib import import_module

import numpy as np
import pytest

from course_utils import nn
from course_utils.nn.graph import sort_graph
from course_utils.nn.scalar import sort_numbers
from course_utils.running import RunError, bench_engine, bench_mnist, benchmarks


def test_the_three_steps_that_are_compared_compute_the_same():
    x, y, layers = bench_engine.make_task()
    model, optimizer = bench_engine.engine_model(layers)
    numbers = bench_engine.number_layers(layers)
    for _ in range(2):
        loss, layers = bench_engine.bare_step(x, y, layers)
        slow = bench_engine.number_step(x, y, numbers)
        assert np.allclose([loss, slow.value], bench_engine.engine_step(x, y, model, optimizer), rtol=1e-12)
    for layer, bare, number in zip(model.layers, layers, numbers):
        assert np.allclose(layer.weights.value, bare[0], rtol=1e-12)
        assert np.allclose([[n.value for n in row] for row in number[0]], bare[0], rtol=1e-12)
        assert np.allclose(layer.biases.value, bare[1]) and np.allclose([n.value for n in number[1]], bare[1])


def test_the_slow_one_has_a_node_for_each_number_and_the_engine_one_for_each_array():
    x, y, layers = bench_engine.make_task()
    model, _ = bench_engine.engine_model(layers)
    few = len(sort_graph(nn.mean_squared_error(model(x), y)))
    many = len(sort_numbers(bench_engine.number_step(x, y, bench_engine.number_layers(layers))))
    assert few == 18 and many > 60_000


@pytest.mark.parametrize("name", benchmarks.BENCHMARKS)
def test_the_recorded_figures_keep_what_is_promised(name, tally):
    figures = benchmarks.read_figures(name)
    for what, (direction, bound) in import_module(benchmarks.BENCHMARKS[name]).BOUNDS.items():
        assert benchmarks.judge(figures[what], (direction, bound)), (what, figures[what])
    for what, value in figures.items():
        unit, factor = (", in tenths of a per cent", 1000) if "accuracy" in what else ("", 1)
        what, factor = (what.replace("seconds", "milliseconds"), 1000) if "seconds of training" in what else (what, factor)
        tally[f"recorded benchmark of the {name}: {what}{unit}"] = round(factor * value)


def test_a_missed_bound_is_told(monkeypatch, capsys):
    monkeypatch.setattr(bench_engine, "measure", lambda: dict.fromkeys(bench_engine.BOUNDS, 9.0))
    assert benchmarks.bench(["engine"]) == 1
    assert capsys.readouterr().out.count("not met") == 2


def test_an_unknown_benchmark_is_named():
    with pytest.raises(RunError, match="no benchmark 'motor'; there is engine, mnist"):
        benchmarks.bench(["motor"])


def test_a_race_ends_at_its_goal_and_counts_only_the_training(monkeypatch):
    data, clock = bench_mnist.digits(limit=300), iter(range(1000))
    monkeypatch.setattr(bench_mnist.time, "perf_counter", lambda: next(clock))  # one second for whatever is measured
    model = bench_mnist.compiled(bench_mnist.small_network(width=2), 0.001)
    assert bench_mnist.race(model, data, 1, seed=0, batch=64, goal=0.0)[:2] == (1, 1 / 3)
    seconds, epochs, accuracy = bench_mnist.race(model, data, 1, seed=0, batch=64, goal=1.1)
    assert seconds is None and epochs == 1 and 0 <= accuracy <= 1


def test_the_ratio_of_the_races_is_that_of_their_times():
    races = [{"ours": (10.0, 2, 0.99), "usual": (usual, 8, 0.99)} for usual in (70.0, 100.0, 90.0)]
    figures = bench_mnist.summarise(races, 3.0, 5.0)
    assert figures["times as soon, median"] == 9 and figures["times as soon, lowest of five seeds"] == 7
    assert figures["seconds to 99 %, the usual example, median"] == 90
    with pytest.raises(ValueError, match="'usual' did not reach 99%"):
        bench_mnist.summarise([{"ours": (10.0, 2, 0.99), "usual": (None, 20, 0.98)}], 3.0, 5.0)


def test_the_networks_of_the_race_are_those_that_are_named():
    from course_utils.counting import count_parameters

    assert count_parameters(bench_mnist.small_network()) == 26_530
    assert count_parameters(bench_mnist.usual_network()) == 34_826
