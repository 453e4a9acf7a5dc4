"""Generated texts: dates in many notations, sentences with a sentiment, invented names."""
import datetime

import numpy as np

from course_utils.data.generated import at_least, generated

FIRST_DAY, LAST_DAY = datetime.date(1950, 1, 1).toordinal(), datetime.date(2049, 12, 31).toordinal()
DAYS = {"en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche"}
MONTHS = {"en": "January February March April May June July August September October November December",
          "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
          "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"}
ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
# Ways to write one date; {short} and {brief} are the first three letters of the month and the last two digits of the year.
NOTATIONS = ("{day} {month} {year}", "{month} {day}, {year}", "{weekday}, {day} {month} {year}", "{day:02}.{number:02}.{year}",
             "{day}{ending} of {month} {year}", "{short} {day}, {year}", "{day} {short} {brief:02}",
             "{weekday} {month} {day} {year}", "{year}/{number:02}/{day:02}", "{day}-{short}-{year}")


def _any(items, random):
    """Return one of the items, each equally likely; of 64 bits, because C's own integers are smaller on Windows."""
    return items[random.randint(len(items), dtype=np.int64)]


def dates(pairs=5000, seed=0):
    """Return pairs, a tuple of (a date as people write it, the same as year-month-day), from 1950 to 2049, all different."""
    random = np.random.RandomState(seed)
    found = {}
    for date in _days(pairs, random):
        found.setdefault(_written(date, _any(NOTATIONS, random)), date.isoformat())
    return generated("dates", "dates in many notations, each with its ISO 8601 form", {"pairs": tuple(found.items())})


def date_triples(train=4000, val=400, test=400, seed=0):
    """Return train, val and test, each a tuple of one date in English, German and French; no date is in two of them."""
    random = np.random.RandomState(seed)
    days = random.permutation(np.arange(FIRST_DAY, LAST_DAY + 1))[:train + val + test].tolist()
    triples = tuple(_three_languages(datetime.date.fromordinal(day)) for day in days)
    return generated("date_triples", "dates in words, in English, German and French", {
        "train": triples[:train], "val": triples[train:train + val], "test": triples[train + val:]})


def _days(count, random):
    at_least(1, pairs=count)
    return [datetime.date.fromordinal(day) for day in random.randint(FIRST_DAY, LAST_DAY + 1, count, dtype=np.int64).tolist()]


def _written(date, notation):
    month = MONTHS["en"].split()[date.month - 1]
    return notation.format(day=date.day, month=month, short=month[:3], year=date.year, brief=date.year % 100,
                           number=date.month, weekday=DAYS["en"].split()[date.weekday()], ending=ENDINGS.get(date.day, "th"))


def _three_languages(date):
    day, month = ({code: words.split()[place] for code, words in names.items()}
                  for names, place in ((DAYS, date.weekday()), (MONTHS, date.month - 1)))
    return (f"{day['en']}, {date.day} {month['en']} {date.year}", f"{day['de']}, {date.day}. {month['de']} {date.year}",
            f"{day['fr']} {date.day} {month['fr']} {date.year}")


STARS = (1, 2, 3, 4, 7, 8, 9, 10)
GOOD = "wonderful moving clever funny gripping thoughtful brilliant charming fresh superb".split()
BAD = "dull clumsy predictable tedious shallow noisy dreadful lifeless stale forgettable".split()
SUBJECTS = ("the plot", "the acting", "the music", "the camera work", "the ending", "the script", "the cast", "the dialogue")
PLAIN = ("I saw it on a Friday evening.", "It runs for about two hours.", "My sister had bought the tickets.",
         "It is set in a small town by the sea.", "The film was made in three countries.", "There is a cat in it.")
FRAMES = ("{Subject} is {word}.", "I found {subject} {word}.", "{Subject} was really {word}.", "What a {word} film!",
          "{Subject} seemed {word} to me.")
TURNED = ("{Subject} is not {word} at all.", "Nobody could call {subject} {word}.",
          "I had expected {subject} to be {word}, but no.")


def sentences(reviews=2000, test_share=0.25, seed=0):
    """Return short reviews made from templates: x_ and y_ (0 negative, 1 positive) and rating_ (stars), _train and _test.

    Opinions of both kinds occur in each review, the more the nearer its stars are to the middle; some are turned round by
    a "not". x is a tuple of texts, the others are (reviews,) of int64.
    """
    at_least(2, reviews=reviews)
    random = np.random.RandomState(seed)
    ratings = np.array(STARS)[random.randint(len(STARS), size=reviews, dtype=np.int64)]
    texts = [_review(rating, random) for rating in ratings]
    first = round(test_share * reviews)
    parts = {"x": tuple(texts), "y": (ratings > 5).astype(np.int64), "rating": ratings}
    return generated("sentences", "film reviews made from templates", {
        **{f"{name}_train": part[first:] for name, part in parts.items()},
        **{f"{name}_test": part[:first] for name, part in parts.items()}}, ("negative", "positive"))


def _review(rating, random):
    """Return five opinions, of which the more agree with the rating the further it is from the middle, and a plain fact."""
    good = rating > 5
    agreeing = 5 if rating in (1, 2, 9, 10) else 4
    opinions = [_opinion(good if place < agreeing else not good, random) for place in range(5)]
    said = [*opinions, _any(PLAIN, random)]
    return " ".join(said[place] for place in random.permutation(len(said)))


def _opinion(good, random):
    turned = random.uniform() < 0.2
    word = _any(GOOD if good != turned else BAD, random)
    frames = TURNED if turned else FRAMES
    subject = _any(SUBJECTS, random)
    return _any(frames, random).format(subject=subject, Subject=subject.capitalize(), word=word)


STARTS = ("al an be bri ca co da de el em fa gi ha is ja jo ka ke la le li lo ma mi na no or ra re ro sa so ta te tho vi wi "
          "za").split()
MIDDLES = "da di la li lo ma me mi na ne ni no ra re ri ro sa se ta ti va ya".split()
ENDS = "bel da dan la lie lin lyn ma min na ne ny ra rah rin ry sa son ta than vin".split()


def invented_names(count=5000, seed=0):
    """Return names, a tuple of different names put together from syllables, in lower case; the stand-in for names."""
    at_least(1, count=count)
    possible = len(STARTS) * len(ENDS) * (1 + len(MIDDLES) + len(MIDDLES) ** 2)
    if count > possible // 10:
        raise ValueError(f"count is {count}; at most {possible // 10} different names are made.")
    random = np.random.RandomState(seed)
    found = {}
    while len(found) < count:
        middle = [_any(MIDDLES, random) for _ in range(_any((0, 1, 2), random))]
        found["".join([_any(STARTS, random), *middle, _any(ENDS, random)])] = None
    return generated("invented_names", "names put together from syllables", {"names": tuple(found)})
