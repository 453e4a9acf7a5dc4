"""Showing a verdict once: as HTML where there is a notebook, as text everywhere."""
import html
import re

from course_utils.checks.judging import BROKEN, PASSED, RAISED, UNTOUCHED, WRONG
from course_utils.notebook import show_both

# A sign and a colour each, so that colour is never the only cue; both are legible on light and on dark pages.
_SIGNS = {PASSED: ("✓", "#009E73"), UNTOUCHED: ("○", "#8c8c8c"), WRONG: ("✗", "#D55E00"), RAISED: ("!", "#CC79A7"),
          BROKEN: ("?", "#E69F00")}


def as_text(verdict, note=""):
    """Return the verdict as plain text, one line for the outcome and one for each fact."""
    lines = [f"{_SIGNS[verdict.outcome][0]} Exercise {verdict.exercise}: {verdict.outcome}."]
    lines[0] += f" {verdict.reason}" if verdict.reason else ""
    lines += [f"    {label}: {text}" for label, text in verdict.facts]
    return "\n".join(lines + ([f"    ({note})"] if note else []))


def as_html(verdict, note=""):
    """Return the verdict as HTML that says the same as the text; whatever came from an answer is escaped."""
    sign, colour = _SIGNS[verdict.outcome]
    reason = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(verdict.reason, quote=False))
    rows = "".join(f'<tr><td style="text-align:left">{html.escape(label)}</td><td style="text-align:left">'
                   f"<code>{html.escape(text)}</code></td></tr>" for label, text in verdict.facts)
    return (f'<div style="border-left:5px solid {colour}; padding:0.3em 0.8em" role="status">'
            f'<b><span style="color:{colour}" aria-hidden="true">{sign}</span> '
            f"Exercise {verdict.exercise}: {verdict.outcome}.</b> {reason}"
            + (f"<table>{rows}</table>" if rows else "")
            + (f"<p><small>{html.escape(note)}</small></p>" if note else "") + "</div>")


def show_verdict(verdict, note=""):
    """Display the verdict once, in both forms; print the text outside of IPython."""
    show_both(as_text(verdict, note), as_html(verdict, note))
