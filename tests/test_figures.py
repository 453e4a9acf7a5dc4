"""The plots of course_utils.figures, judged by what they put on their Axes, and show(), judged by what it sends."""
import base64
import io
import itertools
import json
import subprocess
import sys

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb
from PIL import Image

from course_utils.figures import PALETTE, SIGNED, Node, plot_confusion, plot_curves, plot_graph, plot_network, show
from course_utils.figures.display import png_bytes
from course_utils.figures.layering import layer_graph
from course_utils.figures.style import BACKWARD, FORWARD, GREY, fade, number_text

INPUTS = np.array([0.1, 0.5])
HIDDEN = np.array([[0.1, 0.2], [0.3, 0.4]])
OUTPUT = np.array([[0.5, 0.7], [0.6, 0.8]])
ALT = "Two inputs on the left, two hidden and two output neurons; each arrow carries its weight."
SQUARE = [  # f = (a b + c)^2 at a = 2, b = -3, c = 10; derivatives by hand: df/ds = 2 s = 8, df/da = 8 b, df/db = 8 a
    Node("a", value=2.0, gradient=-24.0), Node("b", value=-3.0, gradient=16.0), Node("c", value=10.0, gradient=8.0),
    Node("p", "*", ("a", "b"), -6.0, 8.0), Node("s", "+", ("p", "c"), 4.0, 8.0), Node("f", "(·)²", ("s",), 16.0, 1.0)]
FORK = [  # x and y are used more than once, two edges are long
    Node("x"), Node("y"), Node("xy", "*", ("x", "y")), Node("x2", "*", ("x", "x")), Node("s", "+", ("xy", "x2")),
    Node("q", "exp", ("y",)), Node("v", "-", ("s", "q")), Node("L", "+", ("v", "x")), Node("M", "max", ("L", "xy"))]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def found(ax, start=""):
    """Return the artists of `ax` whose gid begins with `start`, by gid, after drawing."""
    ax.get_figure().canvas.draw()
    named = {artist.get_gid(): artist for artist in ax.findobj() if artist.get_gid()}
    return {gid: artist for gid, artist in named.items() if gid.startswith(start)}


def words(ax, start=""):
    return {gid: text.get_text() for gid, text in found(ax, start).items() if hasattr(text, "get_text")}


def weights_of(counts):
    rng = np.random.default_rng(0)
    return [rng.normal(size=shape) for shape in itertools.pairwise(counts)]


def boxes_of(ax):
    """Return the boxes on the screen of edge labels with their white ground, and those of the circles."""
    labels = [text.get_bbox_patch().get_window_extent() for text in found(ax, "edge-label").values()]
    circles = [patch.get_window_extent() for gid, patch in found(ax, "node-").items() if gid.count("-") == 2]
    return labels, circles


def assert_clear(ax):
    """Assert that no label touches another or a circle; circles are tested as circles, not as squares."""
    labels, circles = boxes_of(ax)
    assert labels and circles
    assert not [pair for pair in itertools.combinations(labels, 2) if pair[0].overlaps(pair[1])]
    for label, circle in itertools.product(labels, circles):
        middle = np.array([(circle.x0 + circle.x1) / 2, (circle.y0 + circle.y1) / 2])
        nearest = np.clip(middle, label.min, label.max)
        assert np.hypot(*(nearest - middle)) > circle.width / 2


# ---- show ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def notebook_outputs(tmp_path_factory):
    """Return the outputs of a cell that ends in show(), run by a kernel whose figures appear by themselves."""
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell, new_notebook

    folder = tmp_path_factory.mktemp("notebook")
    source = ("%matplotlib inline\nfrom course_utils.figures import plot_network, show\n"
              "show(plot_network([2, 1]), alt='Two inputs, x < 1 & y > 0, and the one neuron that they feed.')")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        patch.setenv("IPYTHONDIR", str(folder))
        patch.setenv("COURSE_PROGRESS_DIR", str(folder))
        notebook = new_notebook(cells=[new_code_cell(source)])
        NotebookClient(notebook, timeout=120, kernel_name="python3",
                       resources={"metadata": {"path": str(folder)}}).execute()
    return notebook.cells[0].outputs


def test_a_notebook_shows_the_picture_once_and_its_description_once(notebook_outputs):
    assert [sorted(output.data) for output in notebook_outputs] == [
        ["image/png", "text/plain"], ["text/html", "text/plain"]]
    assert {output.output_type for output in notebook_outputs} == {"display_data"}


def test_the_picture_carries_the_description(notebook_outputs):
    picture = notebook_outputs[0]
    assert picture.metadata["image/png"]["alt"] == "Two inputs, x < 1 & y > 0, and the one neuron that they feed."
    assert picture.data["text/plain"] == "[figure]"
    assert base64.b64decode(picture.data["image/png"]).startswith(b"\x89PNG")


def test_the_description_is_folded_and_escaped(notebook_outputs):
    data = notebook_outputs[1].data
    assert data["text/html"] == ("<details><summary>Figure description</summary><p>Two inputs, x &lt; 1 &amp; y &gt; "
                                 "0, and the one neuron that they feed.</p></details>")
    assert data["text/plain"] == "Figure description: Two inputs, x < 1 & y > 0, and the one neuron that they feed."


def test_show_prints_the_description_outside_notebooks_and_closes_the_figure(capsys):
    ax = plot_network([2, 1])
    assert show(ax, alt=ALT) is None
    assert capsys.readouterr().out == f"Figure description: {ALT}\n"
    assert plt.get_fignums() == []


@pytest.mark.parametrize("alt, reason", [
    ("", "0 characters"), ("Too short.", "10 characters"), ("   " + "x" * 29 + "\n", "29 characters"),
    ("A plot of the error over two hundred steps.", "is a figure is known"),
    ("an image of the digit nine, slightly turned.", "is a figure is known")])
def test_show_refuses_descriptions_that_describe_nothing(alt, reason):
    with pytest.raises(ValueError, match=reason):
        show(plot_network([2, 1]), alt=alt)


def test_show_refuses_what_is_no_figure():
    _, axes = plt.subplots(1, 2)
    with pytest.raises(TypeError, match="ndarray.*pass the figure"):
        show(axes, alt=ALT)
    with pytest.raises(TypeError, match="alt is NoneType"):
        show(axes[0], alt=None)


def test_the_same_figure_gives_the_same_bytes():
    first, second = (plot_network([INPUTS, 2, 2], weights=[HIDDEN, OUTPUT]).get_figure() for _ in range(2))
    once = png_bytes(first)
    assert once == png_bytes(first) == png_bytes(second)


def test_line_figures_are_small_opaque_and_on_white():
    ax = plot_curves({"training": np.geomspace(1, 0.1, 200), "test": np.geomspace(1, 0.2, 200)}, x_label="epoch",
                     y_label="loss")
    png = png_bytes(ax.get_figure())
    picture = Image.open(io.BytesIO(png))
    assert picture.mode == "P" and "transparency" not in picture.info
    assert picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert len(png) < 60_000


def test_photographs_keep_all_their_colours():
    figure, ax = plt.subplots()
    ax.imshow(np.random.default_rng(0).random((64, 64, 3)))
    picture = Image.open(io.BytesIO(png_bytes(figure)))
    assert len(picture.convert("RGB").getcolors(1_000_000)) > 1_000
    assert "Software" not in picture.info  # it would change with every release of matplotlib


# ---- style -----------------------------------------------------------------------------------------------------------


def test_importing_figures_loads_no_framework_and_not_yet_pyplot(tmp_path):
    code = ("import json, sys, course_utils.figures\n"
            "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules} | {'pyplot'} & {\n"
            "    name.split('.')[-1] for name in sys.modules if name.startswith('matplotlib.')})))")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert "matplotlib" in loaded
    assert not loaded & {"tensorflow", "keras", "pandas", "sklearn", "scipy", "pyplot"}


def test_the_style_uses_the_palette_and_an_opaque_ground():
    cycle = [colour.lstrip("#").upper() for colour in plt.rcParams["axes.prop_cycle"].by_key()["color"]]
    assert {f"#{colour}" for colour in cycle} <= set(PALETTE.values())
    assert plt.rcParams["savefig.facecolor"] == "white" and not plt.rcParams["savefig.transparent"]
    assert not plt.rcParams["axes.spines.top"] and plt.rcParams["font.sans-serif"][0] == "DejaVu Sans"


def luminance(colour):
    """Return the relative luminance of WCAG 2.2."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return float(np.dot([0.2126, 0.7152, 0.0722], parts))


@pytest.mark.parametrize("colour", [FORWARD, BACKWARD, GREY, fade("#222222", 0.66)])
def test_small_print_has_the_contrast_of_wcag_aa(colour):
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_the_signed_map_is_centred_and_both_halves_grow_darker():
    assert luminance(SIGNED(0.5)) > 0.85
    for half in (np.linspace(0.5, 1, 20), np.linspace(0.5, 0, 20)):
        assert np.all(np.diff([luminance(SIGNED(value)) for value in half]) < 0)


@pytest.mark.parametrize("value, text", [
    (0.60108788, "0.6011"), (-0.5, "−0.5"), (-0.0, "0"), (np.float32(2), "2"), (12345.0, "12345"), ("w1", "w1")])
def test_numbers_are_written_with_four_digits(value, text):
    assert number_text(value) == text


# ---- networks --------------------------------------------------------------------------------------------------------


def test_neurons_stand_in_columns_and_carry_their_values():
    ax = plot_network([INPUTS, 2, ["o1\nout 0.73", "o2"]])
    texts = words(ax, "node-text")
    assert [texts[f"node-text-0-{index}"] for index in (0, 1)] == ["0.1", "0.5"]
    assert texts["node-text-2-0"] == "o1\nout 0.73" and texts["node-text-1-0"] == ""
    circles = found(ax, "node-0") | found(ax, "node-1")
    assert circles["node-0-0"].center[0] == circles["node-0-1"].center[0] < circles["node-1-0"].center[0]
    assert circles["node-0-0"].center[1] > circles["node-0-1"].center[1]


def test_edges_carry_the_weight_from_the_row_to_the_column():
    ax = plot_network([2, 2], weights=[[[0.11, -0.22], [0.33, 0.44]]])
    assert words(ax, "edge-label") == {"edge-label-0-0-0": "0.11", "edge-label-0-0-1": "−0.22",
                                       "edge-label-0-1-0": "0.33", "edge-label-0-1-1": "0.44"}


def test_edges_are_thicker_for_larger_weights_and_coloured_by_sign():
    edges = found(plot_network([1, 3], weights=[[[0.5, -1.0, 0.0]]]), "edge-0")
    positive, negative, zero = (edges[f"edge-0-0-{index}"] for index in range(3))
    assert negative.get_linewidth() > positive.get_linewidth() > zero.get_linewidth()
    assert [to_hex(edge.get_edgecolor()).upper() for edge in (positive, negative, zero)] == [
        PALETTE["blue"], PALETTE["vermilion"], GREY]


def test_labels_replace_numbers_and_none_leaves_an_edge_bare():
    ax = plot_network([2, 1], weights=[[[1.0], [2.0]]], edge_labels=[[["w1 = 1"], [None]]])
    assert words(ax, "edge-label") == {"edge-label-0-0-0": "w1 = 1"}


def test_an_edge_runs_from_circle_to_circle():
    ax = plot_network([1, 2], weights=[[[0.3, 0.4]]])
    circles, edge = found(ax, "node-"), found(ax, "edge-0")["edge-0-0-1"]
    start, end = edge.get_path().vertices[0], circles["node-1-1"].center
    assert np.hypot(*(start - circles["node-0-0"].center)) == pytest.approx(circles["node-0-0"].radius, rel=0.1)
    assert start[0] < end[0]


@pytest.mark.parametrize("counts", [(2, 2, 2), (2, 3, 3, 3), (3, 4, 2), (1, 2, 1)])
@pytest.mark.parametrize("named", [False, True])
def test_labels_touch_neither_one_another_nor_a_circle(counts, named):
    weights = weights_of(counts)
    names = [[[f"w{i}{j} = {value:.2f}" for j, value in enumerate(row)] for i, row in enumerate(grid)]
             for grid in weights]
    assert_clear(plot_network([np.full(count, -0.7435) for count in counts], weights=weights,
                              edge_labels=names if named else None))


def test_labels_in_four_panels_stay_clear_and_panels_look_alike():
    figure, axes = plt.subplots(2, 2, figsize=(7.2, 5.6))
    labels = [[["dE/dw1\n0.001108", "$w_2$"], ["$w_3$", "$w_4$"]], [["$w_5$\n0.0667", "$w_7$"], ["$w_6$", "$w_8$"]]]
    for index, ax in enumerate(axes.flat):
        plot_network([["$i_1$", "$i_2$"], 2, ["+0.1334", "-0.0293"]], edge_labels=labels, size=0.75,
                     title=f"Step {index}", reverse=True, ax=ax,
                     highlight=[(0, 0, 0), (1, 0, 0), (1, 0, 1), (2, index % 2)])
    for ax in axes.flat:
        assert_clear(ax)
    first, last = (found(ax, "node-")["node-1-0"].get_window_extent() for ax in (axes[0, 0], axes[1, 1]))
    assert first.width == pytest.approx(last.width, rel=0.01)


def test_circles_have_one_size_whatever_stands_out():
    layers = [["$i_1$"], ["+0.1334"]]
    radii = {found(plot_network(layers, highlight=chosen), "node-")["node-1-0"].radius
             for chosen in ([(1, 0)], [(0, 0)], [(0, 0, 0)])}
    assert len(radii) == 1
    assert found(plot_network(layers, highlight=[(0, 0)]), "node-text")["node-text-1-0"].get_weight() == "normal"


def test_nothing_lies_outside_the_figure():
    ax = plot_network([INPUTS, 2, 2], weights=[HIDDEN, OUTPUT], layer_names=["the inputs", "hidden", "the outputs"],
                      node_labels=[None, ["bias 0.25"] * 2, ["target 0.05", "target 0.95"]], title="Forward")
    ax.get_figure().canvas.draw()
    frame = ax.get_figure().bbox
    texts = [text for text in ax.findobj(matplotlib.text.Text) if text.get_text()]
    assert {"the inputs", "bias 0.25", "target 0.95", "Forward"} <= {text.get_text() for text in texts}
    for extent in (text.get_window_extent() for text in texts):
        assert frame.x0 <= extent.x0 and extent.x1 <= frame.x1 and frame.y0 <= extent.y0 and extent.y1 <= frame.y1


def test_highlighted_edges_are_strong_bold_and_pointed_and_the_rest_is_faded():
    ax = plot_network([2, 2], weights=[HIDDEN], highlight=[(0, 0, 1)])
    edges, labels = found(ax, "edge-0"), found(ax, "edge-label")
    assert to_hex(edges["edge-0-0-1"].get_edgecolor()).upper() == FORWARD
    assert edges["edge-0-0-1"].get_linewidth() > edges["edge-0-1-1"].get_linewidth()
    assert luminance(edges["edge-0-1-1"].get_edgecolor()) > luminance(FORWARD) + 0.2
    assert [labels[f"edge-label-0-0-{index}"].get_weight() for index in (0, 1)] == ["normal", "bold"]
    assert type(edges["edge-0-0-1"].get_arrowstyle()) is not type(edges["edge-0-1-1"].get_arrowstyle())


def test_a_highlighted_neuron_stands_out_and_the_ends_of_an_edge_are_not_faded():
    circles = found(plot_network([2, 2], highlight=[(0, 0, 0), (1, 0)]), "node-")
    assert circles["node-1-0"].get_linewidth() > circles["node-0-0"].get_linewidth()
    assert to_hex(circles["node-0-0"].get_edgecolor()) == GREY
    assert to_hex(circles["node-0-1"].get_edgecolor()) == fade(GREY, 0.3)


def test_reverse_turns_the_arrows_round():
    forward = found(plot_network([1, 1]), "edge-0")["edge-0-0-0"].get_path().vertices
    backward = found(plot_network([1, 1], reverse=True), "edge-0")["edge-0-0-0"].get_path().vertices
    assert forward[0, 0] < forward[:, 0].mean()
    assert backward[0, 0] > backward[:, 0].mean()


@pytest.mark.parametrize("layers, options, message", [
    ([2], {}, "two or more"),
    ([2, 0], {}, "Layer 1 has 0 neurons"),
    ([784, 10], {}, "Layer 0 has 784"),
    ([2, 3], {"weights": [np.ones((3, 2))]}, r"weights\[0\] has shape \(3, 2\).*\(2, 3\)"),
    ([2, 3], {"weights": []}, "0 entries, but there are 1 gaps"),
    ([1, 1], {"weights": [[[np.nan]]]}, "not finite"),
    ([1, 2], {"edge_labels": [[["a"]]]}, r"edge_labels\[0\] has shape \(1, 1\)"),
    ([1, 2], {"node_labels": [None, ["a"]]}, r"\[0, 1\] texts a layer"),
    ([1, 2], {"layer_names": ["input"]}, "1 entries for 2 layers"),
    ([1, 2], {"highlight": [(0, 0, 2)]}, r"\(0, 0, 2\), which is not in"),
    ([1, 2], {"highlight": [(2, 0)]}, r"\(2, 0\), which is not in"),
])
def test_networks_that_do_not_fit_together_are_refused(layers, options, message):
    with pytest.raises(ValueError, match=message):
        plot_network(layers, **options)


# ---- graphs ----------------------------------------------------------------------------------------------------------


def test_a_graph_shows_operations_values_and_gradients():
    texts = words(plot_graph(SQUARE))
    assert [texts[f"box-{name}"] for name in "abcpsf"] == ["a", "b", "c", "×", "+", "(·)²"]
    assert [texts[f"value-{name}"] for name in "abcpsf"] == ["2", "−3", "10", "−6", "4", "16"]
    assert [texts[f"gradient-{name}"] for name in "abcpsf"] == ["−24", "16", "8", "8", "8", "1"]
    assert {"value (forward)", "gradient (backward)"} <= set(shown(plot_graph(SQUARE)))


def shown(ax):
    return [text.get_text() for text in ax.texts]


def test_without_gradients_nothing_is_said_about_them():
    ax = plot_graph([Node("a", value=2.0), Node("f", "exp", ("a",), 7.389)])
    assert "gradient (backward)" not in shown(ax) and "7.39" in shown(ax)
    assert words(ax, "gradient-") == {"gradient-a": "", "gradient-f": ""}


def test_values_stand_above_their_line_and_gradients_below():
    texts = found(plot_graph(SQUARE))
    for name in "abcpsf":
        line = texts[f"line-{name}"].get_window_extent()
        assert texts[f"value-{name}"].get_window_extent().y0 > line.y1 - 3
        assert texts[f"gradient-{name}"].get_window_extent().y1 < line.y0 + 3


def test_a_value_used_twice_has_an_edge_for_each_use():
    edges = found(plot_graph(FORK), "edge-")
    assert {"edge-x-xy-0", "edge-x-x2-0", "edge-x-x2-1", "edge-x-L-1"} <= set(edges)
    assert len(edges) == sum(len(node.inputs) for node in FORK)
    tips = [edges[f"edge-x-x2-{index}"].get_window_extent().y0 for index in (0, 1)]
    assert abs(tips[0] - tips[1]) > 3  # pixels: they do not lie on each other


@pytest.mark.parametrize("nodes", [SQUARE, FORK])
def test_no_edge_runs_through_a_box_of_another_node(nodes):
    ax = plot_graph(nodes)
    boxes, edges = found(ax, "node-"), found(ax, "edge-")
    for gid, edge in edges.items():
        curve = edge.get_transform().transform_path(edge.get_path()).to_polygons(closed_only=False)[0]
        points = np.array([start + (end - start) * t for start, end in itertools.pairwise(curve) for t in (0.0, 0.5)])
        for box in [box for name, box in boxes.items() if name[len("node-"):] not in gid.split("-")]:
            extent = box.get_window_extent()
            assert not np.any(np.all((points > extent.min) & (points < extent.max), axis=1)), (gid, box.get_gid())


@pytest.mark.parametrize("nodes", [SQUARE, FORK])
def test_boxes_and_texts_of_a_graph_do_not_overlap(nodes):
    artists = found(plot_graph(nodes))
    kinds = ("node-", "value-", "gradient-", "name-", "legend")
    boxes = [artist.get_window_extent() for gid, artist in artists.items()
             if gid.startswith(kinds) and (not hasattr(artist, "get_text") or artist.get_text())]
    assert len(boxes) > len(nodes)
    assert not [pair for pair in itertools.combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_text_shrinks_in_a_panel():
    _, axes = plt.subplots(1, 2, figsize=(7, 2.4))
    small, large = found(plot_graph(SQUARE, ax=axes[0]), "box-a"), found(plot_graph(SQUARE), "box-a")
    assert small["box-a"].get_fontsize() < large["box-a"].get_fontsize()


@pytest.mark.parametrize("seed", range(10))
def test_random_graphs_run_from_left_to_right_with_room_between_rows(seed):
    rng = np.random.default_rng(seed)
    inputs = {0: ()} | {node: tuple(rng.choice(node, size=min(node, 2)).tolist()) for node in range(1, 12)}
    places, routes = layer_graph(inputs)
    assert all(places[source][0] < places[node][0] for node, sources in inputs.items() for source in sources)
    for column in {column for column, _ in places.values()}:
        rows = sorted(row for at, row in places.values() if at == column)
        assert np.all(np.diff(rows) > 0.99)
    assert all(len(route) == places[edge[1]][0] - places[edge[0]][0] - 1 for edge, route in routes.items())


@pytest.mark.parametrize("nodes, message", [
    ([], "nodes is empty"),
    ([Node("a"), Node("a")], r"\['a'\] stand for more than one"),
    ([Node("a"), Node("f", "+", ("a", "c"))], r"'f' takes \['c'\]"),
    ([Node("a", "+", ("b",)), Node("b", "+", ("a",))], "cycle: .*a.*b"),
    ([Node("a", "+")], "an operation needs inputs"),
    ([Node("a"), Node("b", None, ("a",))], "a leaf has neither"),
])
def test_graphs_that_make_no_sense_are_refused(nodes, message):
    with pytest.raises(ValueError, match=message):
        plot_graph(nodes)


# ---- curves ----------------------------------------------------------------------------------------------------------


def test_curves_draw_what_they_were_given():
    ax = plot_curves({"training": [3.0, 2.0, 1.0], "held out": [3.5, 2.5, 2.0]}, x_label="epoch", y_label="loss (nats)")
    assert [line.get_label() for line in ax.lines] == ["training", "held out"]
    assert ax.lines[1].get_xydata().tolist() == [[1, 3.5], [2, 2.5], [3, 2.0]]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("epoch", "loss (nats)")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["training", "held out"]


def test_validation_is_dashed_and_colour_is_never_the_only_difference():
    curves = {name: np.arange(1.0, 30.0) + index for index, name in enumerate(["train", "valid", "third"])}
    lines = plot_curves(curves, x_label="epoch", y_label="loss", validation=["valid"]).lines
    assert [line.is_dashed() for line in lines] == [False, True, False]
    assert len({line.get_marker() for line in lines}) == len({line.get_color() for line in lines}) == 3


def test_logarithmic_axes_and_own_x():
    ax = plot_curves({"E": [1.0, 0.1]}, x=[1, 100], x_label="step", y_label="E", log_x=True, log_y=True, title="E")
    assert (ax.get_xscale(), ax.get_yscale(), ax.get_title()) == ("log", "log", "E")
    assert ax.lines[0].get_xdata().tolist() == [1, 100] and ax.get_legend() is None


@pytest.mark.parametrize("curves, options, message", [
    ({}, {}, "curves is empty"),
    ({"a": [1, 2], "b": [1, np.inf]}, {}, "'b' holds inf at index 1"),
    ({"a": [1, 2, 3], "b": [1, 2]}, {}, "3 values of x, but 'b' has 2"),
    ({"a": [1, 2]}, {"x": [1, 2, 3]}, "'a' has 2"),
    ({"a": [[1, 2]]}, {}, r"'a' has shape \(1, 2\)"),
    ({"a": [1, 0]}, {"log_y": True}, "'a' reaches down to 0"),
    ({"a": [1, 2]}, {"x": [0, 1], "log_x": True}, "x reaches down to 0"),
    ({"a": [1, 2]}, {"validation": ["v"]}, r"validation names \['v'\]"),
])
def test_curves_that_cannot_be_drawn_are_refused_by_name(curves, options, message):
    with pytest.raises(ValueError, match=message):
        plot_curves(curves, x_label="epoch", y_label="loss", **options)


# --- confusion matrices -------------------------------------------------------------------------------------------------

def test_a_confusion_matrix_writes_its_counts_and_shades_the_mistakes_only():
    ax = plot_confusion([[90, 2], [0, 80]], ["cat", "dog"])
    assert sorted(text.get_text() for text in ax.texts) == ["2", "80", "90"]
    assert ax.images[0].get_array().tolist() == [[0, 2], [0, 0]]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["cat", "dog"]


@pytest.mark.parametrize(("counts", "names", "said"), [([[1, 2]], None, "square matrix"),
                                                       ([[1, 0], [0, 1]], ["a"], "1 names for 2")])
def test_a_confusion_matrix_of_another_form_is_refused(counts, names, said):
    with pytest.raises(ValueError, match=said):
        plot_confusion(counts, names)
