"""Plots of the course and `show`, which shows one with its description. Importing this applies the course's style."""
from course_utils.figures.confusion import plot_confusion
from course_utils.figures.curves import plot_curves
from course_utils.figures.display import show
from course_utils.figures.graph import Node, plot_graph
from course_utils.figures.history import plot_history
from course_utils.figures.network import plot_network
from course_utils.figures.pictures import plot_pictures
from course_utils.figures.plane import plot_line, plot_points, plot_regions
from course_utils.figures.style import PALETTE, SIGNED, apply_style

__all__ = ["PALETTE", "SIGNED", "Node", "plot_confusion", "plot_curves", "plot_graph", "plot_history", "plot_line",
           "plot_network", "plot_pictures", "plot_points", "plot_regions", "show"]

apply_style()
