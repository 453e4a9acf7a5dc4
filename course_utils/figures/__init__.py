"""Plots of the course and `show`, which shows one with its description. Importing this applies the course's style."""
from course_utils.figures.confusion import plot_confusion
from course_utils.figures.curves import plot_curves
from course_utils.figures.display import show
from course_utils.figures.functions import plot_functions
from course_utils.figures.graph import Node, plot_graph
from course_utils.figures.history import plot_history
from course_utils.figures.hyperplanes import plot_hyperplane
from course_utils.figures.landscape import plot_landscape
from course_utils.figures.matrices import plot_matrices
from course_utils.figures.network import plot_network
from course_utils.figures.numbers import plot_numbers
from course_utils.figures.pictures import plot_pictures
from course_utils.figures.plane import plot_line, plot_points, plot_regions
from course_utils.figures.style import PALETTE, SIGNED, apply_style
from course_utils.figures.timeline import plot_timeline

__all__ = ["PALETTE", "SIGNED", "Node", "plot_confusion", "plot_curves", "plot_functions", "plot_graph", "plot_history",
           "plot_hyperplane", "plot_landscape", "plot_line", "plot_matrices", "plot_network", "plot_numbers", "plot_pictures",
           "plot_points", "plot_regions", "plot_timeline", "show"]

apply_style()
