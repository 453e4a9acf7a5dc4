"""How a training went: loss and metric of each epoch."""
import numpy as np

from course_utils.figures.curves import plot_curves
from course_utils.figures.style import axes_or_new


def plot_history(history, metric=None, *, ax=None):
    """Return the Axes with the loss after each epoch, training solid and validation dashed.

    `history` is what Keras' `fit` returned, or a dictionary such as {"loss": [...], "val_loss": [...]}, one number for
    each epoch. With `metric`, such as "accuracy", a second Axes to the right in the same figure shows that; `ax` is then a
    pair. What has no validation is drawn without.

    Raises ValueError, naming what there is, for a history that holds no loss or no such metric, and for an `ax` that is no
    pair where two are needed.
    """
    values = getattr(history, "history", history)
    names = ["loss"] if metric is None else ["loss", metric]
    if missing := [name for name in names if name not in values]:
        raise ValueError(f"The history has no {missing[0]!r}; it holds {', '.join(values) or 'nothing'}. Name one of these, or "
                         "ask for it in model.compile(metrics=[...]) and fit again.")
    axes = _axes_for(names, ax)
    for name, one in zip(names, axes):
        curves = {label: values[key] for label, key in (("training", name), ("validation", f"val_{name}")) if key in values}
        plot_curves(curves, x_label="epoch", y_label=name.replace("_", " "), validation=set(curves) & {"validation"}, ax=one)
    return axes[0]


def _axes_for(names, ax):
    """Return as many Axes as there are `names`: those given, or those of a new figure."""
    if ax is not None:
        given = list(np.ravel(ax))
        if len(given) != len(names):
            raise ValueError(f"plot_history() was given {len(given)} Axes for {' and '.join(names)}; it needs {len(names)}. "
                             "Make them with plt.subplots(1, 2), or leave ax out.")
        return given
    if len(names) == 1:
        return [axes_or_new(None)]
    import matplotlib.pyplot as plt  # here, because it takes a while and not every lesson draws

    return list(plt.subplots(1, len(names), figsize=(9, 3.6), layout="constrained")[1])
