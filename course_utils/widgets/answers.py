"""Showing what a learner's function says of a drawing: as bars for probabilities, as it is for text, in words if it fails."""
from html import escape
from traceback import extract_tb

BAR = "#0072B2"
PROBLEM = "#D55E00"
WIDEST = 120  # pixels


def answer_html(function, picture):
    """Return HTML for what `function(picture)` gives: text as it is, a dict of label to probability as bars with numbers.

    What the function raises, or gives of another kind, is said in the HTML and goes no further: a widget's own errors
    end in a log that nobody reads.
    """
    try:
        answer = function(picture)
    except Exception as error:  # whatever a learner's function may raise
        return problem_html(f"Your function raised {type(error).__name__}: {error}{_where(error)}")
    if isinstance(answer, str):
        return answer
    try:
        return _bars({str(label): float(share) for label, share in answer.items()})
    except (AttributeError, TypeError, ValueError):
        return problem_html(f"Your function returned {type(answer).__name__} {str(answer)[:60]!r}; it must return text, or a "
                            "dictionary of label to probability such as {\"0\": 0.1, \"1\": 0.9}.")


def problem_html(text):
    """Return a sentence about something that went wrong as HTML, announced at once by a screen reader."""
    return (f'<div role="alert" style="line-height:1.4; border-left:5px solid {PROBLEM}; padding-left:0.6em">'
            f"{escape(text)}</div>")


def _where(error):
    """Return the line of the learner's function that raised, as " (line 3 of recognise)"."""
    frames = extract_tb(error.__traceback__)[1:]  # the first is the call above
    return f" (line {frames[0].lineno} of {frames[0].name})" if frames else ""


def _bars(shares):
    """Return a table with a row for each label: the label, a bar, the number; the largest is named first, in words."""
    if not shares or not all(0 <= share <= 1.000001 for share in shares.values()):
        raise ValueError("probabilities lie between 0 and 1")
    best = max(shares, key=shares.get)
    rows = "".join(
        f'<tr><td style="text-align:right">{escape(label)}</td><td style="width:{WIDEST}px"><div aria-hidden="true" '
        f'style="background:{BAR}; height:0.8em; width:{WIDEST * share:.0f}px"></div></td><td>{share:.2f}</td></tr>'
        for label, share in shares.items())
    return (f'<div style="line-height:1.4"><b role="status">Most likely: {escape(best)} ({shares[best]:.2f})</b>'
            f"<table>{rows}</table></div>")
