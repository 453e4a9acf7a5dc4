"""Exercise 1.10 of the companion of lesson 01: filling gaps and scaling without a leak."""
import numpy as np

from course_utils.checks import call, close, exercise, mistake
from course_utils.checks.accept import named
from course_utils.checks.answers_01_further import fill_and_scale, prepare, prepare_by_loops, statistics

_GAP = np.nan
_TRAINING = np.array([[1.0, 200.0], [3.0, _GAP], [5.0, 500.0], [_GAP, 800.0]])
_OTHERS = np.array([[2.0, _GAP], [9.0, 300.0], [4.0, 700.0]])


def _each_alone(training, others):
    return prepare(training, training)[0], prepare(others, others)[0]


def _all_together(training, others):
    mean, spread = statistics(np.concatenate([training, others]))
    return fill_and_scale(training, mean, mean, spread), fill_and_scale(others, mean, mean, spread)


def _with(filling=None, centre=None, width=None):
    """Return `prepare` with one of its three numbers made otherwise, each from the training rows."""
    def wrong(training, others):
        mean, spread = statistics(training)
        numbers = [rule(training) if rule else right
                   for rule, right in ((filling, mean), (centre, mean), (width, spread))]
        return fill_and_scale(training, *numbers), fill_and_scale(others, *numbers)
    return wrong


def _with_gaps(training, others):
    """Return both arrays scaled by the training rows, gaps left as they are."""
    return [(rows - statistics(training)[0]) / statistics(training)[1] for rows in (training, others)]


def _filled_first(training, others):
    """Return what comes out where mean and spread are taken after filling the gaps."""
    mean = np.nanmean(training, axis=0)
    filled = np.where(np.isnan(training), mean, training)
    return fill_and_scale(training, mean, mean, filled.std(axis=0)), fill_and_scale(others, mean, mean, filled.std(axis=0))


def _of_each(rule):
    """Return a wrong `prepare` that treats each array by `rule(rows, mean, spread)`, with the numbers of the training rows."""
    return lambda training, others: [rule(rows, *statistics(training)) for rows in (training, others)]


def _others_by(rule):
    """Return a wrong `prepare`: the training rows are right, the others are `rule(others, training)`."""
    return lambda training, others: (prepare(training, others)[0], rule(others, training))


def _filled(rows, training):
    """Return rows with each gap filled by the mean of the training rows."""
    return np.where(np.isnan(rows), statistics(training)[0], rows)


def _after_filling(fill, own):
    """Return a wrong `prepare`: fills by `fill(rows, training)`, then scales each array by itself, or both by both."""
    def wrong(training, others):
        filled = [fill(rows, training) for rows in (training, others)]
        return [fill_and_scale(rows, 0, *statistics(rows if own else np.concatenate(filled))) for rows in filled]
    return wrong


def _by_rows(training, others):
    """Return both arrays prepared with a mean and a spread for each row."""
    return [prepare(rows.T, rows.T)[0].T for rows in (training, others)]


def _some_rows(random):
    training, others = random.normal(5, 3, (7, 3)), random.normal(6, 2, (4, 3))
    training[1, 0] = training[4, 2] = others[0, 1] = _GAP
    return call(training, others)


exercise(
    "1.10", right=prepare, points=3, accept=named(close(rtol=1e-4, atol=1e-5), "training", "others"), further=True,
    probes=[call(_TRAINING, _OTHERS)], random_probes=lambda random: [_some_rows(random)],
    also_right=[prepare_by_loops, lambda training, others: prepare(training.astype("float32"), others.astype("float32")),
                lambda training, others: [np.nan_to_num((rows - np.nanmean(training, 0)) / np.nanstd(training, 0))
                                          for rows in (training, others)]],
    mistakes=[
        mistake("Brackets are missing: a division comes before a subtraction. First subtract, then divide: "
                "(rows - mean) / spread.", _of_each(lambda rows, mean, spread: fill_and_scale(rows, mean, mean / spread, 1))),
        mistake("The sign is turned: from each value its column's mean is subtracted.",
                _of_each(lambda rows, mean, spread: -fill_and_scale(rows, mean, mean, spread))),
        mistake("You multiplied by the spread. Divide, so that each column has the spread 1.",
                _of_each(lambda rows, mean, spread: fill_and_scale(rows, mean, mean, 1 / spread))),
        mistake("The gaps are filled, and nothing is scaled yet: subtract the mean, divide by the standard deviation.",
                _of_each(lambda rows, mean, spread: fill_and_scale(rows, mean, 0, 1))),
        mistake("The arguments of np.where are exchanged: np.where(condition, where it is true, where it is not).",
                _of_each(lambda rows, mean, spread: (np.where(np.isnan(rows), rows, mean) - mean) / spread)),
        mistake("The parameters are exchanged: `training` comes first, and the means and spreads are taken from it.",
                lambda training, others: prepare(others, training)),
        mistake("Gaps became 0 before the means were taken, so these are means with invented zeros. Measure first, on the "
                "values that are there; then fill.",
                lambda training, others: prepare(*map(np.nan_to_num, (training, others)))),
        mistake("Means and spreads were taken from the rows without a gap only. Each column has more values than that: "
                "np.nanmean and np.nanstd use them all.",
                lambda training, others: [fill_and_scale(rows, statistics(whole)[0], *statistics(whole)) for whole in [
                    training[~np.isnan(training).any(axis=1)]] for rows in (training, others)]),
        mistake("Each row was scaled by its own mean and spread. Each column has its own: axis=0.", _by_rows),
        mistake("The other rows were filled, but not scaled yet.", _others_by(_filled)),
        mistake("The other rows are not divided by the spread yet.",
                _others_by(lambda others, training: _filled(others, training) - statistics(training)[0])),
        mistake("The other rows were divided by their own spreads. Use those of the training rows for both.",
                _others_by(lambda others, training: fill_and_scale(
                    others, statistics(training)[0], statistics(training)[0], statistics(others)[1]))),
        mistake("Each array was scaled by its own means and spreads, after filling. Measure the training rows alone, before "
                "filling, and use these numbers for both.", _after_filling(_filled, own=True)),
        mistake("Each array was filled with its own means, and then scaled by its own means and spreads. Measure the training "
                "rows alone, before filling, and use these numbers for both.",
                _after_filling(lambda rows, training: _filled(rows, rows), own=True)),
        mistake("Means and spreads were taken from all rows together, after filling. Something of the other rows has leaked "
                "into training: measure `training` alone.", _after_filling(_filled, own=False)),
        mistake("Both tables came back in one array. Return two: `return first, second`.",
                lambda training, others: np.concatenate(prepare(training, others)),
                when=lambda got, right: isinstance(got, np.ndarray) and len(got) == sum(map(len, right))),
        mistake("The two arrays were put into one with np.array. Return them side by side: `return first, second`.",
                lambda training, others: np.array(prepare(training, others), dtype=object),
                when=lambda got, right: getattr(got, "kind", "") == "array of object"),
        mistake("The other rows were scaled with their own means and spreads. In use there may be one row alone, and the model "
                "has learned on the scale of the training rows: use their numbers for both.", _each_alone),
        mistake("Means and spreads were taken from all rows together. Something of the other rows has leaked into training: "
                "compute them from `training` alone.", _all_together),
        mistake("The gaps were filled with 0 and scaled afterwards. Zero is a value like any other; fill in the mean.",
                _with(filling=lambda training: 0.0)),
        mistake("The other rows came first: return training, then others.",
                lambda training, others: prepare(training, others)[::-1]),
        mistake("The spreads were taken after the gaps had been filled, which makes them smaller. Take them from the values "
                "that are there: np.nanstd(training, axis=0).", _filled_first),
        mistake("The division by the standard deviation is missing.", _with(width=lambda training: 1.0)),
        mistake("The mean is not subtracted.", _with(centre=lambda training: 0.0)),
        mistake("You divided by the variance. Its root, the standard deviation, has the unit of the column.",
                _with(width=lambda training: np.nanvar(training, axis=0))),
        mistake("This is one mean and one spread for the whole table. Each column has its own: axis=0.",
                _with(np.nanmean, np.nanmean, np.nanstd)),
        mistake("Gaps were filled with the mean of the whole table. Each column has its own mean: axis=0.",
                _with(filling=np.nanmean)),
        mistake("The gaps were filled with the median. The mean is asked for here, although the median is a good choice, too.",
                _with(filling=lambda training: np.nanmedian(training, axis=0))),
        mistake("np.mean and np.std give NaN for a column with a gap. np.nanmean and np.nanstd leave the gaps out.",
                _with(None, lambda training: training.mean(axis=0), lambda training: training.std(axis=0))),
        mistake("The gaps are still there. Fill them with the mean of their column. (`rows == np.nan` is never "
                "true, since NaN equals nothing; np.isnan(rows) finds them.)",
                _with_gaps),
        mistake("The gaps of the other rows are still there. Fill them, too, with the means of the training rows.",
                lambda training, others: (prepare(training, others)[0],
                                          (others - statistics(training)[0]) / statistics(training)[1])),
        mistake("The gaps of the other rows were filled with their own means. Use those of the training rows for both.",
                lambda training, others: (prepare(training, others)[0], fill_and_scale(
                    others, statistics(others)[0], *statistics(training)))),
        mistake("Rows with a gap were left out. Fill the gaps, so that every row stays.",
                lambda training, others: [rows[~np.isnan(rows).any(axis=1)] for rows in _with_gaps(training, others)]),
        mistake("The spread is divided by one less than the number of values (ddof=1). np.nanstd as it is does not.",
                _with(width=lambda training: np.nanstd(training, axis=0, ddof=1))),
        mistake("The columns were brought to 0 to 1. Subtract the mean, and divide by the standard deviation.",
                _with(None, lambda training: np.nanmin(training, axis=0),
                      lambda training: np.nanmax(training, axis=0) - np.nanmin(training, axis=0))),
        mistake("Only the training rows were filled and scaled; the others are as they were.",
                lambda training, others: (prepare(training, others)[0], others)),
    ],
)
