"""The timeline: labels in order and clear of one another, next to their years; spans where they belong."""
import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.figures import plot_timeline
from course_utils.figures.timeline import spread_out

EVENTS = [(2012, "late"), (1943, "first"), (1957, "second"), (1958, "close to it"), (1959, "and closer"), (2012, "same year")]


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def labels_of(ax):
    ax.get_figure(root=True).canvas.draw()
    return [text for text in ax.texts if text.get_gid() == "event-label"]


def test_labels_stand_in_the_order_of_the_years():
    labels = labels_of(plot_timeline(EVENTS))
    assert [label.get_text() for label in labels] == [
        "1943  first", "1957  second", "1958  close to it", "1959  and closer", "2012  late", "2012  same year"]
    assert np.all(np.diff([label.get_position()[1] for label in labels]) > 0)


def test_no_two_labels_overlap():
    boxes = [label.get_window_extent() for label in labels_of(plot_timeline(EVENTS * 4))]
    assert not any(one.overlaps(other) for number, one in enumerate(boxes) for other in boxes[number + 1:])


def test_labels_lie_inside_the_axes():
    ax = plot_timeline(EVENTS * 3)
    frame, boxes = ax.get_window_extent(), [label.get_window_extent() for label in labels_of(ax)]
    assert all(frame.y0 <= box.y0 and box.y1 <= frame.y1 for box in boxes)


def test_each_event_has_its_disc_at_its_year():
    discs = [line for line in plot_timeline(EVENTS).get_lines() if line.get_marker() == "o"]
    assert discs[0].get_ydata().tolist() == sorted(year for year, _ in EVENTS)


def test_a_span_covers_its_years_and_earlier_years_are_above():
    ax = plot_timeline(EVENTS, [(1974, 1980, "winter")])
    span = next(patch for patch in ax.patches if patch.get_gid() == "span")
    assert (span.get_y(), span.get_height()) == (1974, 6) and ax.get_ylim()[0] > ax.get_ylim()[1]


def test_places_are_moved_no_more_than_they_have_to_be():
    assert np.allclose(spread_out([0, 10, 20], 5), [0, 10, 20])
    assert np.allclose(spread_out([0, 10, 10, 10], 4), [0, 6, 10, 14])
    assert np.allclose(spread_out([0, 1, 2], 3), [-2, 1, 4])


def test_the_places_are_the_best_among_many_tried():
    random = np.random.default_rng(0)
    places = np.sort(random.uniform(0, 10, 6))
    best = np.sum((spread_out(places, 1.5) - places) ** 2)
    for _ in range(500):
        tried = np.cumsum(1.5 + np.abs(random.normal(size=6)) * random.choice([0, 0.3])) + random.uniform(-4, 6)
        assert np.sum((tried - places) ** 2) >= best


@pytest.mark.parametrize("events, spans, says", [
    ([], [], "empty"), ([(np.nan, "no year")], [], "not finite"), (EVENTS, [(1980, 1974, "winter")], "end after"),
])
def test_what_cannot_be_drawn_is_named(events, spans, says):
    with pytest.raises(ValueError) as raised:
        plot_timeline(events, spans)
    assert says in str(raised.value)
