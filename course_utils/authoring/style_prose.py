"""House style of prose: title cell, words that are not wanted, spelling, reading time. Each rule returns problems."""
import re

from course_utils.authoring.style_code import learner_lines

WORDS_PER_MINUTE, LINES_PER_MINUTE, TIME_TOLERANCE = 200, 6, 0.2
WORDS_PER_LINE = (5, 14)
# Words that praise instead of saying something, and words that call easy what a learner may find hard.
UNWANTED = re.compile(
    r"\b(simply|obvious(?:ly)?|trivial(?:ly)?|eas(?:y|ily)|effortless(?:ly)?|needless to say|powerful|"
    r"magic(?:al(?:ly)?)?|seamless(?:ly)?|state[- ]of[- ]the[- ]art|cutting[- ]edge|ground[- ]?breaking|revolutionary|"
    r"game[- ]chang(?:er|ing)|amazing(?:ly)?|awesome|mind[- ]blowing|unleash(?:es|ed)?|supercharge[sd]?|"
    r"div(?:e|ing) (?:deep(?:er)? )?into|deep[- ]dive|delv(?:e|es|ing))\b", re.IGNORECASE)
_BRITISH = {
    "color": "colour", "neighbor": "neighbour", "behavior": "behaviour", "favor": "favour", "centered": "centred",
    "centering": "centring", "center": "centre", "gray": "grey", "labeled": "labelled", "labeling": "labelling",
    "modeled": "modelled", "modeling": "modelling", "analyz": "analys", "canceled": "cancelled",
}
_OUR = re.compile(rf"\b(?P<part>{'|'.join(_BRITISH)})(?P<rest>\w*)", re.IGNORECASE)
# Not -izer: optimizer, initializer, regularizer are names of the field's libraries.
_IZE = re.compile(
    r"\b(?P<part>(?:re|un)?(?:normal|general|regular|initial|vector|visual|recogn|minim|maxim|summar|organ|standard|penal|"
    r"emphas|optim|real|factor|digit|special|random|symbol|parametr))iz(?P<rest>e[sd]?|ing|ations?)\b", re.IGNORECASE)
_NOT_PROSE = [re.compile(pattern, flags) for pattern, flags in (
    (r"^(`{3,}|~{3,}).*?^\1", re.DOTALL | re.MULTILINE),   # fenced code
    (r"`[^`]+`", 0),                                       # code spans
    (r"\$\$.+?\$\$", re.DOTALL),                           # displayed formulas
    (r"\\begin\{(\w+\*?)\}.+?\\end\{\1\}", re.DOTALL),
    (r"(?<![\\$])\$(?:\\.|[^$\\])+\$", re.DOTALL),         # formulas in the text
    (r"!\[[^\]]*\]\([^)]*\)", 0),                          # images
    (r"<!--.*?-->", re.DOTALL),
    (r"</?[a-zA-Z][^>]*>", 0),                             # HTML tags
    (r"(?<=\])\([^)]*\)", 0),                              # addresses of links
    (r"https?://\S+", 0),
)]
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_QUOTED = re.compile(r'"[^"]{1,200}"|“[^”]{1,200}”')


def prose_of(markdown):
    """Return the text of a markdown cell without code, formulas, images, tags and addresses."""
    for pattern in _NOT_PROSE:
        markdown = pattern.sub(" ", markdown)
    return markdown


def words_in(markdown):
    """Return the number of words of prose; a number counts as a word, a formula does not."""
    return len(_WORD.findall(prose_of(markdown)))


def prose_words(lesson):
    """Return the words a learner reads from top to bottom: hints are folded and not counted."""
    return sum(words_in(cell.source) for cell in lesson.cells if cell.kind == "markdown" and cell.role != "hint")


def exercise_minutes(lesson):
    """Return the minutes that the headings of the exercises state, summed."""
    return sum(int(heading["minutes"]) for heading in lesson.exercises.values())


def reading_minutes(lesson):
    """Return the estimated minutes: words / 200 + lines of code / 6 + the minutes of the exercises."""
    return prose_words(lesson) / WORDS_PER_MINUTE + learner_lines(lesson) / LINES_PER_MINUTE + exercise_minutes(lesson)


def title_problems(lesson):
    """Return what is wrong with the first cell: it has the number and title of the header, and states the minutes."""
    header, first = lesson.header, lesson.cells[0] if lesson.cells else None
    wanted = f"# {header.number:02d} · {header.title}"
    # What follows the title on its line may tell the companion from the lesson.
    if first is None or first.kind != "markdown" or not first.source.startswith(wanted):
        return [f"the first cell must begin with {wanted!r}, as the header has it."]
    if not re.search(rf"\b{header.minutes} minutes\b", first.source):
        return [f"the first cell does not say '{header.minutes} minutes', as the header has it."]
    return []


def wording_problems(lesson):
    """Return the unwanted words and American spellings in markdown cells; code, formulas and quotations are exempt."""
    problems = []
    for cell in lesson.cells:
        if cell.kind != "markdown":
            continue
        prose = _QUOTED.sub(" ", prose_of(cell.source))
        problems += [f"cell {cell.number}: the word {match.group()!r} is not wanted. Say what is so, or leave it out."
                     for match in UNWANTED.finditer(prose)]
        problems += [f"cell {cell.number}: {match.group()!r} is American; write {british!r}."
                     for match, british in _american(prose)]
    return problems


def _american(prose):
    for match in _OUR.finditer(prose):
        yield match, _BRITISH[match["part"].lower()] + match["rest"]
    for match in _IZE.finditer(prose):
        yield match, f"{match['part']}is{match['rest']}"


def amount_problems(lesson):
    """Return what is wrong with the amount of prose: words for each line of code, and the stated minutes."""
    words, lines, problems = prose_words(lesson), learner_lines(lesson), []
    fewest, most = WORDS_PER_LINE
    if not lesson.introduction and not fewest <= words / max(lines, 1) <= most:
        problems.append(f"has {words / max(lines, 1):.1f} words of prose to a line of code ({words} words, {lines} "
                        f"lines); {fewest} to {most} are wanted.")
    estimate, stated = reading_minutes(lesson), lesson.header.minutes
    if abs(stated - estimate) > TIME_TOLERANCE * estimate:
        problems.append(f"states {stated} minutes, but takes about {estimate:.0f}: {words} words / {WORDS_PER_MINUTE} "
                        f"+ {lines} lines / {LINES_PER_MINUTE} + {exercise_minutes(lesson)} min of exercises. State "
                        "that, or move something to the companion _further.")
    return problems
