"""The pictures of the live playground as widgets, each of which is sent when it changes, and not more often."""
from course_utils.widgets.playground_frame import curves_panel, legend_html, network_panel, points_panel, surface_panel
from course_utils.widgets.playground_network import RESOLUTION

NETWORK, SURFACE = "520px", "280px"


class Panels:
    """Network, decision surface, points and loss curves of a Playground; `box` holds them, `legend` says what they mean."""

    def __init__(self):
        from ipywidgets import HTML, GridBox, HBox, VBox

        self.network, self.surface, self.points, self.curves, self.legend = (HTML() for _ in range(5))
        for panel in (self.surface, self.points):  # one over the other: the points need not be sent with every surface
            panel.layout.grid_area = "1 / 1 / 2 / 2"
        for panel, width in ((self.network, NETWORK), (self.curves, SURFACE)):
            panel.layout.width = width  # fixed, so that nothing moves when numbers grow
        right = VBox([GridBox([self.surface, self.points]), self.curves], layout={"width": SURFACE, "overflow": "hidden"})
        # On a narrow page the surface goes above the network: the second part of a reversed row is its upper line.
        self.box = HBox([self.network, right], layout={"flex_flow": "row wrap-reverse", "align_items": "flex-end"})

    def show_state(self, state):
        """Show what a PlaygroundState alone decides: the points, and what the colours mean."""
        self.points.value, self.legend.value = points_panel(state), legend_html(state)

    def show(self, playground, footer, surface_only=False):
        """Show a Playground as it is now, with `footer` as a remark beside its numbers; or its decision surface alone."""
        maps = playground.maps(RESOLUTION)
        self.surface.value = surface_panel(playground, maps)
        if not surface_only:
            self.network.value = network_panel(playground, maps, footer)
            self.curves.value = curves_panel(playground)
