"""Readers of texts, pairs of sentences and series."""
import csv
import gzip
import io
import re
import tarfile
import zipfile

import numpy as np

LABELS = np.int64
# In the copy of the first 15,000 reviews somebody has replaced these by reviews of telephone apps.
NOT_OF_FILMS = {"train/neg/2_1", "train/neg/9_1", "train/pos/0_9", "train/pos/7_7",
                "test/pos/0_10", "test/pos/2_7", "test/pos/7_9", "test/pos/9_7"}


def read_imdb(files, left_out=()):
    """Return x_train, x_test (tuples of reviews), y (0 negative, 1 positive) and rating (1 to 4 or 7 to 10 stars).

    Sorted by the number of the review, so that negative and positive ones alternate. Reviews without a label are left out,
    and those whose names, such as "train/neg/2_1", are in `left_out`.
    """
    (path,) = files.values()
    found = {"train": [], "test": []}
    with tarfile.open(path) as archive:
        for member in archive:
            match = re.search(r"/(train|test)/(neg|pos)/(\d+)_(\d+)\.txt$", member.name)
            if match and match[0][1:-len(".txt")] not in left_out:
                text = archive.extractfile(member).read().decode("utf-8")
                found[match[1]].append((int(match[3]), match[2] == "pos", int(match[4]), text))
    parts = {}
    for side, reviews in found.items():
        _, labels, ratings, texts = zip(*sorted(reviews))
        parts |= {f"x_{side}": texts, f"y_{side}": np.array(labels, dtype=LABELS),
                  f"rating_{side}": np.array(ratings, dtype=LABELS)}
    return parts


def read_imdb_first(files):
    """Return the parts of `read_imdb` less the eight reviews of the copy that are not of films."""
    return read_imdb(files, NOT_OF_FILMS)


def read_one_text(files):
    """Return text, the whole file as one string."""
    (path,) = files.values()
    return {"text": path.read_bytes().decode("utf-8")}


def read_lines(files):
    """Return names, a tuple of the lines of the file."""
    (path,) = files.values()
    return {"names": tuple(path.read_bytes().decode("utf-8").split())}


def read_pairs(files):
    """Return pairs, a tuple of (English, French), from lines "ENGLISH<tab>FRENCH"; what follows a second tab is left out.

    The file is such a text, or a zip file that holds it under the name fra.txt.
    """
    (path,) = files.values()
    content = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = [name for name in archive.namelist() if name.rsplit("/")[-1] == "fra.txt"]
            if not inside:
                raise ValueError("it holds no fra.txt")
            content = archive.read(inside[0])
    lines = content.decode("utf-8").splitlines()
    return {"pairs": tuple(tuple(line.split("\t")[:2]) for line in lines if "\t" in line)}


def read_multi30k(files):
    """Return train, val and test, each a tuple of (English, German, French), from nine files of one sentence a line."""
    columns = {}
    for name, path in files.items():
        split, language = re.search(r"(train|val|test)[^/]*\.(en|de|fr)\.gz$", name).groups()
        columns[split, language] = gzip.decompress(path.read_bytes()).decode("utf-8").strip("\n").split("\n")
    parts = {}
    for split in ("train", "val", "test"):
        languages = [columns[split, language] for language in ("en", "de", "fr")]
        if len({len(lines) for lines in languages}) > 1:
            raise ValueError(f"the three languages of {split} have different numbers of lines")
        parts[split] = tuple(zip(*languages))
    return parts


def read_series(files):
    """Return dates, (observations,) of datetime64, by day or by month, and values, (observations,) of float64."""
    (path,) = files.values()
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8"))))[1:]
    rows = [row for row in rows if len(row) == 2]
    return {"dates": np.array([date for date, _ in rows], dtype="datetime64"),
            "values": np.array([float(value) for _, value in rows])}


# Part: column of the table, and its unit.
AIR_COLUMNS = {"pm25": "pm2.5",  # micrograms per cubic metre, NaN where it was not measured
               "temperature": "TEMP", "dew_point": "DEWP",  # degrees Celsius
               "pressure": "PRES",  # hectopascals
               "wind_speed": "Iws",  # metres per second, summed up since the wind last turned
               "snow": "Is", "rain": "Ir"}  # hours, summed up


def read_air_quality(files):
    """Return dates, (hours,) of datetime64, one float64 array for each of AIR_COLUMNS, and wind_direction, of text."""
    (path,) = files.values()
    content = path.read_bytes()
    content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
    hours = [f"{int(row['year']):04d}-{int(row['month']):02d}-{int(row['day']):02d}T{int(row['hour']):02d}" for row in rows]
    columns = {part: np.array([float("nan" if row[column] == "NA" else row[column]) for row in rows])
               for part, column in AIR_COLUMNS.items()}
    return {"dates": np.array(hours, dtype="datetime64[h]"), **columns,
            "wind_direction": np.array([row["cbwd"] for row in rows])}
