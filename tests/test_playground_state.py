"""The settings of the playground: every value is checked, and the text form brings back exactly what it came from."""
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.widgets import PlaygroundError, PlaygroundState
from course_utils.widgets.playground_points import drawn, from_table, to_pixels
from course_utils.widgets.playground_state import CHOICES, DISPLAY, MOST_LAYERS, MOST_NEURONS, RANGES, SYNONYMS, WHOLE
from course_utils.widgets.playground_text import keys

SETTINGS = 200
POINT = st.tuples(st.floats(-6, 6), st.floats(-6, 6))


def own_points(first, second):
    """Return own points from two lists of places, the second class first, so that their order is not the text's."""
    return (*((*place, "B") for place in second), *((*place, "A") for place in first))


STATES = st.builds(
    PlaygroundState, **{name: st.sampled_from(choices) for name, choices in CHOICES.items() if name != "inputs"},
    **{name: (st.integers if name in WHOLE else st.floats)(*limits) for name, limits in RANGES.items() if name != "batch"},
    inputs=st.lists(st.sampled_from(CHOICES["inputs"]), min_size=1), batch=st.integers(1, 1000) | st.just("all"),
    hidden=st.lists(st.integers(1, MOST_NEURONS), max_size=MOST_LAYERS), discretise=st.booleans(), show_test=st.booleans(),
    own=st.builds(own_points, *2 * [st.lists(POINT, min_size=2, max_size=20)]))


def random_state(random):
    """Return a state in which every setting is drawn at random."""
    settings = {name: str(random.choice(choices)) for name, choices in CHOICES.items()}
    settings |= {name: int(random.integers(low, high + 1)) if name in WHOLE else float(random.uniform(low, high))
                 for name, (low, high) in RANGES.items()}
    settings["inputs"] = random.permutation(CHOICES["inputs"])[:random.integers(1, 8)].tolist()
    settings["hidden"] = random.integers(1, 9, random.integers(0, 7)).tolist()
    settings |= {name: bool(random.integers(2)) for name in DISPLAY}
    settings["own"] = own_points(*random.uniform(-6, 6, (2, random.integers(2, 30), 2)).tolist())
    return PlaygroundState(**settings)


def test_text_restores_random_settings(tally):
    random = np.random.default_rng(0)
    for _ in range(SETTINGS):
        state = random_state(random)
        text = state.text()
        assert PlaygroundState.from_text(text) == state and "\n" not in text
        tally["playground: random settings restored from their text"] += 1


@given(STATES)
def test_text_restores_any_setting(state):
    assert PlaygroundState.from_text(state.text()) == state


def test_text_says_what_differs_and_no_more():
    state = PlaygroundState(data="spiral", hidden=(8, 8), inputs=("sin1", "x1"), learning_rate=1e-4, seed=5, batch="all")
    assert state.text() == "data=spiral batch=all inputs=x1,sin1 hidden=8,8 rate=0.0001 seed=5"
    assert PlaygroundState(hidden=(), discretise=True, learning_rate=1).text() == "hidden=none rate=1 discretise=yes"
    assert PlaygroundState().text() == "default" and PlaygroundState.from_text("default") == PlaygroundState()
    assert len(keys()) == len(fields(PlaygroundState))


@pytest.mark.parametrize("written", [
    "“data=spiral hidden=8,8 rate=0.03 own=A:-1,2;0,0/B:1,1;2,2”", " data = spiral  hidden = 8 , 8\n",
    "`seed=0 HIDDEN=8,8 data=Spiral`",
    "'data=spiral\thidden=8,8'", "data=spiral hidden=8,8 noise=0 own=a:\N{MINUS SIGN}1,2;0,0/b:1,1;2,2",
])
def test_text_survives_quotes_blanks_and_capitals(written):
    state = PlaygroundState.from_text(written)
    assert (state.data, state.hidden) == ("spiral", (8, 8))
    if "own" in written:
        assert state.own == ((-1, 2, "A"), (0, 0, "A"), (1, 1, "B"), (2, 2, "B"))


@pytest.mark.parametrize(("text", "message"), [
    ("data=spirl", "data is 'spirl'. Did you mean 'spiral'?.* multi-gaussian"), ("data=", "data is ''"),
    ("rat=3", "no setting 'rat'. Did you mean 'rate'?.* seed"), ("qqq=3", "no setting 'qqq'. The settings are data"),
    ("spiral", "'spiral' is no setting; write key=value"), ("", "The setting is empty; write 'default'"),
    ("=3", "'=3' is no setting"),
    ("seed=1 seed=2", "seed is set twice"), ("noise=51", r"noise is 51; .* from 0 to 50 \(percent\)"),
    ("noise=2.5", "whole number"),
    ("batch=some", "batch is 'some'; write a number"), ("batch=0", 'from 1 to 1000 or "all"'), ("rate=nan", "rate is nan"),
    ("rate=1e999", "is inf"), ("rate=fast", "rate is 'fast'; write a number"), ("strength=11", "strength is 11; .* 0 to 10"),
    ("hidden=9", "at most 6 layers of 1 to 8"), ("hidden=1,1,1,1,1,1,1", "at most 6 layers"), ("hidden=4;2", "commas"),
    ("inputs=", "inputs is empty"), ("inputs=x1,x3", "inputs is 'x3'"), ("test=maybe", "test is 'maybe'; write yes or no"),
    ("own=A:1,2", "1 points of class A"), ("own=A:1,2;2/B:1,1;2,2", "own is '2'; write two numbers"),
    ("own=C:1,2", "write the points"),
    ("own=A:1,2;7,2/B:1,1;2,2", r"x1 and x2 from -6 to 6"), ("seed=1000000", "from 0 to 999999"),
    ("data=circle,xor", "'circle,xor'"),
])
def test_bad_text_is_explained(text, message):
    with pytest.raises(PlaygroundError, match=message):
        PlaygroundState.from_text(text)


@pytest.mark.parametrize(("settings", "message"), [
    ({"hidden": 4}, r"hidden is 4; give a sequence"), ({"hidden": "44"}, "give a sequence"), ({"seed": "3"}, "seed is '3'"),
    ({"seed": True}, "seed is True"), ({"colour": "red"}, "no setting 'colour'"), ({"data": None}, "data is None"),
    ({"discretise": "yes"}, "True or False"), ({"own": ((1, 2),) * 4}, r"a point is \(x1, x2"), ({"inputs": ()}, "empty"),
    ({"own": ((0, 0, "A"),) * 299 + ((0, 0, "B"),) * 2}, "301 points; at most 300"),
    ({"learning_rate": 0}, "learning_rate is 0"),
])
def test_bad_value_is_explained_and_the_state_stays(settings, message):
    state = PlaygroundState(seed=7)
    with pytest.raises(PlaygroundError, match=message):
        state.changed(**settings)
    assert state == PlaygroundState(seed=7)


@pytest.mark.parametrize("text", [7, None, ["data=spiral"], b"data=spiral"])
def test_what_is_no_text_is_refused(text):
    with pytest.raises(PlaygroundError, match=f"of type {type(text).__name__}"):
        PlaygroundState.from_text(text)


def test_only_the_settings_of_the_picture_leave_the_training_alone():
    state = PlaygroundState()
    assert state.trains_like(state.changed(discretise=True, show_test=True))
    others = {"data": "xor", "noise": 1, "seed": 1, "hidden": (), "own": state.own[1:]}
    assert not any(state.trains_like(state.changed(**{name: value})) for name, value in others.items())


# --- own points -------------------------------------------------------------------------------------------------------

def test_table_of_points_is_read_in_several_ways():
    assert from_table("1.5 -2 A\n\n 0,3, b\n-1;1;-1\n\N{MINUS SIGN}2 0.333 1") == (
        (1.5, -2, "A"), (-2, 0.33, "A"), (0, 3, "B"), (-1, 1, "B"))


@pytest.mark.parametrize(("table", "message"), [
    ("1 2 A\n3 B", "Line 2 of the table is '3 B'"), ("1 2 C", "Line 1 .* class, A or B"), ("\n1 x A", "Line 2"),
    ("1 2 3 A", "Line 1"),
    ("1 9 A", "from -6 to 6"), ("1 nan A", "nan"), ("", "0 points of class A"), ("1 2 A\n2 1 A\n0 0 B", "1 points of class B"),
])
def test_wrong_table_is_explained(table, message):
    with pytest.raises(PlaygroundError, match=message):
        from_table(table)


def test_what_is_drawn_becomes_points_of_the_class_that_is_chosen():
    points = ((0.25, 0.25, "A"),)
    pixels = np.frombuffer(bytes.fromhex(to_pixels(points)), dtype=np.uint8).reshape(24, 24).copy()
    assert np.argwhere(pixels).tolist() == [[11, 12]]
    pixels[0, 0], pixels[0, 1], pixels[23, 23] = 255, 200, 255  # a soft rim is no point
    both = drawn(pixels.tobytes().hex(), points, "B")
    assert both == (*points, (-5.75, 5.75, "B"), (5.75, -5.75, "B"))
    assert drawn("00" * 24 * 24, both, "B") == ()
    assert drawn(to_pixels(both), both, "A") == both


def test_the_short_names_of_the_text_form_will_do_wherever_settings_are_named():
    state = PlaygroundState().changed(rate=0.1, test=True)
    assert (state.learning_rate, state.show_test) == (0.1, True)
    with pytest.raises(PlaygroundError, match="learning_rate is set twice"):
        state.changed(rate=0.1, learning_rate=0.2)


@pytest.mark.parametrize(("name", "in_text", "in_code"), [
    ("lr", "rate", "learning_rate"), ("batch_size", "batch", "batch"), ("regularization", "regularisation", "regularisation"),
    ("layers", "hidden", "hidden"), ("dataset", "data", "data"), ("features", "inputs", "inputs"),
    ("showtest", None, "show_test"),
])
def test_a_setting_by_another_name_is_pointed_to_the_right_one(name, in_text, in_code):
    with pytest.raises(PlaygroundError, match=f"Did you mean '{in_code}'"):
        PlaygroundState().changed(**{name: 1})
    if in_text:
        with pytest.raises(PlaygroundError, match=f"Did you mean '{in_text}'"):
            PlaygroundState.from_text(f"{name}=1")


def test_every_other_name_of_a_setting_leads_to_one_that_there_is():
    assert set(SYNONYMS.values()) <= {field.name for field in fields(PlaygroundState)} and not set(SYNONYMS) & set(keys())
