import re
from xml.etree import ElementTree

from rag.benchmark.report.drawing import add_legend, elided, legend_columns, plain
from rag.benchmark.report.inline_svg import drawing_style, inline_svg, new_figure, series_colour

NAMES = ("$x$ & <b>", 'style="fill: red" id="k" 0.12345')


def drawn(name: str = "p") -> str:
    with drawing_style():
        figure = new_figure(width=400, height=300)
        axes = figure.add_subplot()
        plain(axes, grid="y")
        axes.plot([0, 1], [0, 1], color=series_colour(0), marker="o")
        add_legend(figure, NAMES, width=600, with_lines=False)
        return inline_svg(figure, name=name, alternative='from 0 "up" to <1>')


def texts(svg: str) -> set[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314 drawn here
    return {"".join(element.itertext()).strip() for element in root.iter("text")}


def test_names_are_drawn_as_they_are() -> None:
    assert set(NAMES) <= texts(drawn())


def test_the_same_figure_gives_the_same_bytes() -> None:
    assert drawn() == drawn()


def test_colours_are_the_page_s_own() -> None:
    svg = drawn()
    assert 'stroke="var(--series-0)"' in svg
    assert re.findall(r"#f0[0-9a-f]{4}", svg) == []


def test_nothing_needs_an_allowance_of_a_strict_policy() -> None:
    root = ElementTree.fromstring(drawn())  # noqa: S314 drawn here
    assert {element.tag for element in root.iter()} <= (
        {"svg", "g", "path", "use", "defs", "clipPath", "rect", "text"}
    )
    assert not [element for element in root.iter() if "style" in element.attrib]


def test_ids_of_two_plots_differ_and_references_are_kept() -> None:
    one, other = (ElementTree.fromstring(drawn(name)) for name in ("a", "b"))  # noqa: S314
    ids = [{e.attrib["id"] for e in root.iter() if "id" in e.attrib} for root in (one, other)]
    assert ids[0].isdisjoint(ids[1])
    assert all(name.startswith("a-") for name in ids[0])
    for element in one.iter("use"):
        assert element.attrib["href"].removeprefix("#") in ids[0]


def test_a_plot_says_in_words_what_it_shows() -> None:
    root = ElementTree.fromstring(drawn())  # noqa: S314 drawn here
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == 'from 0 "up" to <1>'
    assert root.attrib["viewBox"] == "0 0 400 300"


def test_a_legend_takes_the_columns_that_fit() -> None:
    assert legend_columns(["bm25", "dense"], width=400) == 2
    assert legend_columns(["x" * 60, "dense"], width=264) == 1


def test_a_name_that_is_too_long_is_cut() -> None:
    assert elided("bm25", width=60) == "bm25"
    assert elided("localhost-8000", width=60) == "localho…"  # eight letters of 7.5 pixels
