"""Generated series: a trend, seasons and noise, and four that resemble the registered ones."""
import numpy as np

from course_utils.data.generated import DECIMALS, at_least, generated

DIRECTIONS = np.array(["NW", "NE", "SE", "cv"])  # cv: calm and variable


def series(points=1000, trend=0.01, season=2.0, period=50, noise=0.5, seed=0):
    """Return dates, (points,) of datetime64 by day, and values, (points,) of float64: trend + season + noise.

    `trend` is the rise a day, `season` the height of a sine wave of `period` days, `noise` the standard deviation of
    normal numbers, independent of each other.
    """
    at_least(1, points=points, period=period)
    at_least(0, noise=noise)
    day = np.arange(points)
    values = trend * day + season * np.sin(2 * np.pi * day / period) + noise * np.random.RandomState(seed).normal(size=points)
    return _series("series", "a trend, a season and noise", "2001-01-01", values)


def simulated_temperatures(points=3650, seed=0):
    """Return ten years of daily lowest temperatures of a southern city, in degrees Celsius; parts as for `series`."""
    at_least(1, points=points)
    day = np.arange(points)
    values = 11 + 4 * np.cos(2 * np.pi * (day - 30) / 365) + _persistent(points, 0.55, 2.2, seed)
    return _series("simulated_temperatures", "daily lowest temperatures, simulated, in degrees Celsius", "1981-01-01",
                   np.maximum(np.round(values, 1), 0))


def simulated_sunspots(points=2820, seed=0):
    """Return monthly numbers that rise and fall in cycles of about 11 years, never below 0; parts as for `series`."""
    at_least(1, points=points)
    random = np.random.RandomState(seed)
    phase = np.cumsum(2 * np.pi / 132 * (1 + 0.3 * random.normal(size=points)))
    height = 55 + 25 * np.sin(2 * np.pi * np.arange(points) / 1080)
    values = height * (1 - np.cos(phase)) ** 1.3 * 0.8 + _persistent(points, 0.6, 10, seed + 1)
    return _series("simulated_sunspots", "monthly numbers of sunspots, simulated", "1749-01",
                   np.maximum(np.round(values, 1), 0))


def simulated_passengers(points=144, seed=0):
    """Return monthly passengers in thousands: growth and seasons that multiply; parts as for `series`."""
    at_least(1, points=points)
    month = np.arange(points)
    season = np.array([0.91, 0.89, 1.01, 0.98, 0.98, 1.11, 1.23, 1.22, 1.06, 0.92, 0.80, 0.90])[month % 12]
    values = 115 * 1.0095 ** month * season * np.exp(0.03 * np.random.RandomState(seed).normal(size=points))
    return _series("simulated_passengers", "monthly airline passengers, simulated, in thousands", "1949-01", np.round(values))


def simulated_air_quality(points=43824, seed=0):
    """Return hours of fine dust and weather, the parts of the set air_quality: fine dust rises in calm, cold air.

    pm25 is NaN in about every twentieth hour.
    """
    at_least(1, points=points)
    random = np.random.RandomState(seed)
    hour = np.arange(points)
    yearly, daily = -np.cos(2 * np.pi * hour / 8766), -np.cos(2 * np.pi * (hour - 3) / 24)
    temperature = 12 + 15 * yearly + 4 * daily + _persistent(points, 0.98, 0.6, seed + 1)
    calm = _persistent(points, 0.98, 0.2, seed + 2)
    pm25 = np.round(np.exp(4.2 - 0.35 * yearly + 0.8 * calm + 0.1 * random.normal(size=points)))
    pm25[random.uniform(size=points) < 0.05] = np.nan
    wet = calm > 1.5
    columns = {"pm25": pm25, "temperature": np.round(temperature), "dew_point": np.round(temperature - 10 + 6 * calm),
               "pressure": np.round(1016 - 10 * yearly - 2 * calm), "wind_speed": np.round(20 * np.exp(-calm), 2),
               "snow": _hours_since(wet & (temperature < 0)), "rain": _hours_since(wet & (temperature >= 0))}
    directions = DIRECTIONS[np.digitize(calm, [-0.7, 0, 0.7])]
    dates = np.datetime64("2010-01-01T00", "h") + hour
    return generated("simulated_air_quality", "hourly fine dust and weather, simulated; units as in air_quality",
                     {"dates": dates, **columns, "wind_direction": directions})


def _series(name, about, start, values):
    dates = np.datetime64(start) + np.arange(len(values))
    return generated(name, about, {"dates": dates, "values": np.round(values, DECIMALS)})


def _persistent(points, memory, step, seed):
    """Return noise (points,) that keeps the share `memory` of its last value and adds normal steps."""
    steps = step * np.random.RandomState(seed).normal(size=points)
    values = np.empty(points)
    last = 0.0
    for index, change in enumerate(steps.tolist()):
        last = memory * last + change
        values[index] = last
    return values


def _hours_since(condition):
    """Return for each hour how long the condition has held without a break, as float64."""
    hour = np.arange(1, len(condition) + 1)
    return (hour - np.maximum.accumulate(np.where(condition, 0, hour))).astype(np.float64)
