"""A timeline: dated events with labels that keep clear of one another, and spans of years."""
import numpy as np
from matplotlib.patches import Rectangle

from course_utils.figures.style import GREY, INK, PALETTE, axes_or_new, fade

WIDTH, ROW, FRAME = 6.6, 0.22, 0.3   # inches: of the figure, of a label with the room around it, above and below all
LINE, LABELS = 0.24, 0.33            # where events stand, and spans end, and where labels begin, as shares of the width
ROOMY = 1.6                          # how much higher the figure is than all labels together, so that they stay near
FONT_SIZE = 9.5


def plot_timeline(events, spans=(), *, title=None, ax=None):
    """Return the Axes with a timeline that runs from top to bottom: a disc for each event, its label to the right.

    events: pairs (year, text); the order does not matter. Each label, "year  text", stands as near to its year as the others
    allow, in order, and a thin line joins the two. spans: triples (first year, last year, name), shaded up to the line of the
    events, their name inside.
    Without `ax` the figure is as high as the labels need.

    Raises ValueError where there are no events, for years that are not finite and for spans that end before they begin.
    """
    events, spans = _checked(events, spans)
    years = np.array([year for year, _ in events])
    first, last = min([years[0], *(span[0] for span in spans)]), max([years[-1], *(span[1] for span in spans)])
    ax = axes_or_new(ax, (WIDTH, FRAME + ROW * ROOMY * len(events)))
    row = max(last - first, 1) / len(events) / ROOMY  # years that a label needs
    heights = spread_out(years, row)
    for year, height, (_, text) in zip(years, heights, events):
        ax.plot([LINE, (LINE + LABELS) / 2, LABELS - 0.01], [year, height, height], color=fade(GREY, 0.55), linewidth=0.9)
        ax.text(LABELS, height, f"{year:g}  {text}", va="center", fontsize=FONT_SIZE, color=INK, gid="event-label")
    ax.plot(np.full(len(years), LINE), years, "o", color=PALETTE["blue"], markersize=5, linestyle="none", zorder=3)
    ax.axvline(LINE, color=GREY, linewidth=1.2, zorder=1)
    for start, end, name in spans:
        ax.add_patch(Rectangle((0, start), LINE, end - start, facecolor=fade(PALETTE["sky"], 0.35), edgecolor=GREY,
                               linewidth=0.8, gid="span"))
        ax.text(LINE / 2, (start + end) / 2, name, ha="center", va="center", fontsize=FONT_SIZE - 1.5, color=INK)
    ax.set(xlim=(0, 1), ylim=(max(last, heights[-1]) + row, min(first, heights[0]) - row), xticks=[], ylabel="year",
           title=title or "")
    ax.spines[["top", "right", "bottom"]].set_visible(False)
    return ax


def spread_out(places, gap):
    """Return the sorted `places`, moved as little as possible (in squares) until neighbours are at least `gap` apart.

    places: (n,) in rising order. Neighbours that are too close are pooled into a block around their mean, block by block:
    the pool-adjacent-violators algorithm (Barlow et al. 1972) on places with the gaps taken out.
    """
    blocks = []  # [sum, number] of the places less their gaps, whose means rise from block to block
    for index, place in enumerate(np.asarray(places, dtype=float)):
        blocks.append([place - index * gap, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:
            total, number = blocks.pop()
            blocks[-1] = [blocks[-1][0] + total, blocks[-1][1] + number]
    flat = np.concatenate([np.full(number, total / number) for total, number in blocks])
    return flat + gap * np.arange(len(flat))


def _checked(events, spans):
    """Return events sorted by year, and spans, with years as floats, or raise ValueError."""
    events = sorted(((float(year), str(text)) for year, text in events), key=lambda event: event[0])
    spans = [(float(start), float(end), str(name)) for start, end, name in spans]
    if not events:
        raise ValueError("events is empty; give at least one pair (year, text).")
    if not np.isfinite([year for year, _ in events] + [year for span in spans for year in span[:2]]).all():
        raise ValueError("events and spans hold a year that is not finite.")
    for start, end, name in spans:
        if end <= start:
            raise ValueError(f"The span {name!r} runs from {start:g} to {end:g}; it must end after it begins.")
    return events, spans
