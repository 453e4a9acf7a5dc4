"""One declaration serves every kind of exercise: for each kind the right answer, another right one, and known mistakes."""
import numpy as np
import pytest

from course_utils.checks import (
    at_least,
    call,
    close,
    collect,
    exact,
    exercise,
    gradient,
    judge,
    mistake,
    named,
    one_of,
    per_key,
    same_set,
    same_type,
    script,
    whole_number,
)
from course_utils.checks.declaring import forget


@pytest.fixture
def declare():
    """Return a function that declares exercise 99.1 for the length of a test."""
    def declare_one(**facts):
        forget("99.1")
        return exercise("99.1", **facts)

    yield declare_one
    forget("99.1")


def outcome(entry, answer):
    verdict = judge(collect(entry, answer))
    return verdict.mistake or verdict.outcome


def test_a_number(declare):
    entry = declare(right=2433.33, accept=close(atol=0.01),
                    mistakes=[mistake("This is the sum, not the mean.", 7300.0)])
    assert outcome(entry, 7300 / 3) == "passed"
    assert outcome(entry, np.float32(2433.333)) == "passed"
    assert outcome(entry, 7300) == "This is the sum, not the mean."
    assert outcome(entry, 2400) == "not right"


def test_a_choice(declare):
    entry = declare(right="b", accept=one_of("a", "b", "c"),
                    mistakes=[mistake("It is steeper there, not flatter.", "a")])
    assert outcome(entry, " B ") == "passed"
    assert outcome(entry, "A") == "It is steeper there, not flatter."
    verdict = judge(collect(entry, "d"))
    assert "Choose one of 'a', 'b', 'c'" in verdict.reason
    assert not any("should give" in label for label, _ in verdict.facts), "a choice must not give the right one away"


@pytest.mark.parametrize("answer", [np.array([1, 2]), ["a"], {"a": 1}, 3, np.nan])
def test_a_choice_that_is_no_choice_is_refused(declare, answer):
    entry = declare(right="ReLU", accept=one_of("ReLU", "tanh"))
    assert outcome(entry, "relu ") == "passed"
    assert "Choose one of 'ReLU', 'tanh'" in judge(collect(entry, answer)).reason


def test_text_in_an_array_is_compared_item_by_item(declare):
    entry = declare(right=lambda: np.array(["a", "b"]), probes=[call()])
    assert outcome(entry, lambda: np.array(["a", "b"])) == outcome(entry, lambda: ["a", "b"]) == "passed"
    assert outcome(entry, lambda: ["a", "c"]) == "not right"


def test_a_ragged_list_in_the_place_of_a_gradient_is_named(declare):
    entry = declare(right=lambda: np.ones((2, 2)), probes=[call()], accept=gradient())
    assert "a list or tuple" in judge(collect(entry, lambda: [[1.0], [2.0, 3.0]])).reason


def test_a_function(declare):
    entry = declare(right=lambda x: x ** 2, probes=[call(np.array([1.0, 2.0])), call(np.array([3.0]))],
                    random_probes=lambda random: [call(random.normal(size=4))],
                    mistakes=[mistake("You doubled it; a square multiplies by itself.", lambda x: 2 * x)])
    assert outcome(entry, lambda x: np.array([value * value for value in x])) == "passed"
    assert outcome(entry, lambda x: 2 * x) == "You doubled it; a square multiplies by itself."
    verdict = judge(collect(entry, lambda values: np.abs(values)))
    assert ("when called with", "values = [3.]") in verdict.facts, "the smallest probe that differs is shown"


GRADIENT = np.array([[1.0, -2.0], [0.5, 4.0]])


@pytest.mark.parametrize("answer, words", [
    (-GRADIENT, "the sign is turned"),
    (GRADIENT.T, "transposed"),
    (8 * GRADIENT, "is the mean over the 8 examples missing"),
    (GRADIENT / 8, "divide by the number of examples once too often"),
    (2 * GRADIENT, "2 times what it should be"),
    (GRADIENT + [[0, 0], [0, 1]], "3 of 4 entries are right. The first that is not is at [1, 1]"),
    (GRADIENT * np.nan, "NaN"),
    (GRADIENT[0], "an array of shape (2,); it should be an array of shape (2, 2)"),
])
def test_a_gradient_is_compared_term_by_term(declare, answer, words):
    entry = declare(right=lambda: {"weights": GRADIENT}, probes=[call()], accept=gradient(batch=(8,)))
    assert outcome(entry, lambda: {"weights": GRADIENT.astype(np.float32)}) == "passed"
    assert "np.array(...)" in judge(collect(entry, lambda: {"weights": GRADIENT.tolist()})).reason
    reason = judge(collect(entry, lambda: {"weights": answer})).reason
    assert words in reason and "`weights`" in reason


class Momentum:
    """A class with state, as an exercise asks for it."""

    def __init__(self, learning_rate, beta=0.9):
        self.learning_rate, self.beta, self.velocity = learning_rate, beta, 0.0

    def step(self, position, slope):
        self.velocity = self.beta * self.velocity - self.learning_rate * slope
        return position + self.velocity


class Forgetful(Momentum):
    """Makes the mistake of starting afresh at each step."""

    def step(self, position, slope):
        self.velocity = 0.0
        return super().step(position, slope)


class Written:
    """A right answer with other names inside."""

    def __init__(self, learning_rate):
        self.rate, self.v = learning_rate, None

    def step(self, position, slope):
        self.v = -self.rate * slope if self.v is None else 0.9 * self.v - self.rate * slope
        return position + self.v


def trajectory(optimizer_class):
    optimizer, position = optimizer_class(learning_rate=0.1), 1.0
    for _ in range(4):
        position = optimizer.step(position, 2 * position)
        yield position


def test_a_class_with_state(declare):
    entry = declare(right=Momentum, probes=[script(trajectory, says="four steps are taken from 1 on the parabola")],
                    mistakes=[mistake("The velocity is forgotten after each step.", Forgetful)])
    assert outcome(entry, Written) == "passed"
    assert outcome(entry, Forgetful) == "The velocity is forgotten after each step."
    assert outcome(entry, Momentum(0.1)) == "your code raised"


def test_a_class_whose_methods_are_empty_is_not_attempted(declare):
    class Stub:
        def __init__(self, learning_rate):
            ...

        def step(self, position, slope):
            """Return the next position."""
            ...

    entry = declare(right=Momentum, probes=[script(trajectory, says="four steps are taken")])
    assert outcome(entry, Stub) == "not attempted yet"


def test_a_set_of_options(declare):
    entry = declare(right={"flip", "shift"}, accept=same_set("flip", "shift", "rotate by 180", "contrast"),
                    mistakes=[mistake("A six turned by 180 degrees is a nine.", {"flip", "shift", "rotate by 180"})])
    assert outcome(entry, ["shift", "flip", "flip"]) == "passed"
    assert outcome(entry, ("rotate by 180", "shift", "flip")) == "A six turned by 180 degrees is a nine."
    assert "1 of your 2 choices belong" in judge(collect(entry, {"flip", "contrast"})).reason
    assert "not among the options" in judge(collect(entry, {"flip", "zoom"})).reason
    assert "not among the options" in judge(collect(entry, [np.array([1, 2]), "flip"])).reason


def retrained(answer):
    """Train a line by the learner's cure, from a start that is never the same, and measure it."""
    random = np.random.default_rng()
    x = random.uniform(0, 100, size=400)
    scaled, slope = answer["scale"](x), 0.0
    for _ in range(50):
        slope -= 0.5 * np.mean((slope * scaled - (3 * x / 100)) * scaled)
    error = np.mean((slope * scaled - 3 * x / 100) ** 2)
    return {"cause": answer["cause"], "fit": float(1 - min(1, np.nan_to_num(error, nan=1, posinf=1)))}


def test_a_diagnosis_with_a_noisy_result(declare):
    right = {"cause": "inputs not scaled", "scale": lambda x: x / 100}
    causes = one_of("inputs not scaled", "wrong loss")
    entry = declare(right=right, probes=[script(retrained, says="the network is trained anew with your cure")],
                    accept=per_key(cause=causes, fit=at_least(0.9)),
                    mistakes=[mistake("The cause is found, but after your cure it learns no better.",
                                      {"cause": "inputs not scaled", "scale": lambda x: x * 1.0},
                                      when=lambda got, right: got["cause"] == right["cause"] and got["fit"] < 0.9),
                              mistake("The loss is the right one for this output.", right | {"cause": "wrong loss"},
                                      when=lambda got, right: got["cause"] == "wrong loss")])
    assert outcome(entry, right | {"scale": lambda x: (x - 0) / x.max()}) == "passed"
    for known in entry.mistakes:
        assert outcome(entry, known.wrong) == known.sentence


def test_exact_numbers_and_several_values(declare):
    entry = declare(right=(9, 41), accept=exact())
    assert outcome(entry, [9, 41]) == "passed"
    assert outcome(entry, np.array([9, 41])) == "passed"
    assert judge(collect(entry, (9, 40))).reason == "Value 2 differs."
    assert "should have 2" in judge(collect(entry, (9, 41, 1))).reason


@pytest.mark.slow
def test_a_small_keras_model(declare):
    from course_utils import runtime

    keras = runtime.start()

    def build(units=4, activation="softmax"):
        return keras.Sequential([keras.Input((2,)), keras.layers.Dense(units, activation="relu"),
                                 keras.layers.Dense(2, activation=activation)])

    def functional():
        entry = keras.Input((2,))
        return keras.Model(entry, keras.layers.Dense(2, "softmax")(keras.layers.Dense(4, "relu")(entry)))

    def measure(answer):
        model, random = answer(), np.random.default_rng(0)
        outputs = np.asarray(model(random.normal(size=(8, 2)).astype("float32")))
        return {"output shape": outputs.shape, "parameters": model.count_params(),
                "sums to one": float(np.abs(outputs.sum(axis=1) - 1).max() < 1e-5)}

    entry = declare(right=build, probes=[script(measure, says="your function is called and its model measured")], seconds=60,
                    mistakes=[mistake("A softmax belongs to the output, so that each row sums to one.",
                                      lambda: build(activation="sigmoid")),
                              mistake("There are to be four hidden units, 22 parameters in all.", lambda: build(units=3))])
    assert outcome(entry, functional) == "passed"
    for known in entry.mistakes:
        assert outcome(entry, known.wrong) == known.sentence


def test_a_probe_with_arrays_of_different_shapes_has_a_size():
    assert call([np.ones((2, 3)), np.ones(2)], {"one": 1.0, "more": [1, 2]}).size() == 11


def test_number_types_are_compared_where_that_is_asked_for():
    way = same_type(exact(), "Because.")
    array = np.array([1, 2], dtype=np.uint8)
    assert way(array, array.copy()) is None
    assert "uint8; it should be float32. Because." in way(array, array.astype("float32"))
    assert way(np.array([1, 3], dtype=np.uint8), array) == ""


def test_a_whole_number_as_a_float_is_told_apart_where_that_is_asked_for():
    way = whole_number(exact(), "A size is whole.")
    assert way(4, 4) is None and way(0.5, 0.5) is None
    assert way(4.0, 4) == "The value is right, and it is a float, 4.0. A size is whole."
    assert way(3.0, 4) == way(3, 4) == ""


def test_values_in_a_row_are_called_by_their_names():
    way = named(exact(), "width", "height")
    assert way([1, 2], [1, 2]) is None
    assert way([1, 3], [1, 2]) == way(np.array([1, 3]), [1, 2]) == "`height` differs."
    assert way(np.array([1, 2]), [1, 2]) is None and way(np.array([1]), [1, 2]).startswith("The answer should be 2 values")
    assert way(np.array([1, 2]), [np.array([1]), 2]) == "The answer should be 2 values in a row: width, height."
    assert way(5, [1, 2]) == "The answer should be 2 values in a row: width, height."
    assert way(None, [1, 2]).startswith("The result is None")
    assert way(5, 5) is None, "a known mistake may be of another form"
