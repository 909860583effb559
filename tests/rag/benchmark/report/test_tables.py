from pathlib import Path

from rag.benchmark.report.figures import best_systems, main_measure
from rag.benchmark.report.runs import read_sections
from rag.benchmark.report.tables import (
    Cell,
    command,
    made_with_table,
    measures_table,
    overview_table,
    speed_table,
    system_files,
    wins_table,
)
from tests.rag.benchmark.report.run_folders import MANIFEST, three_systems, write_run


def test_measures_have_intervals_and_the_best_is_marked(tmp_path: Path) -> None:
    table = measures_table(read_sections(three_systems(tmp_path))[0])
    assert table.head == ("System", "nDCG@10", "Judged@10")
    bm25, dense = table.rows
    assert bm25[:2] == (Cell("bm25"), Cell("0.5000", "0.400 to 0.600", is_best=True))
    assert dense[1] == Cell("0.4167", "0.317 to 0.517")  # (0.75 + 0.5 + 0) / 3
    assert not bm25[2].is_best  # how much is judged is no merit


def test_a_mean_over_some_of_the_queries_says_over_how_many(tmp_path: Path) -> None:
    write_run(tmp_path, {"q1": {"hit@1": 1.0, "EM": 0.0}, "q2": {"EM": 1.0}}, task="answers")
    table = measures_table(read_sections(tmp_path)[0])
    assert table.rows[0][1:] == (
        Cell("1.0000", "0.900 to 1.100, n = 1"),
        Cell("0.5000", "0.400 to 0.600"),
    )
    assert table.caption.endswith("; n: over how many, where not over all")


def test_many_measures_stand_below_each_other(tmp_path: Path) -> None:
    write_run(tmp_path, {"q": {f"P@{k}": k / 10 for k in range(1, 8)}})
    table = measures_table(read_sections(tmp_path)[0])
    assert table.head == ("Measure", "bm25")
    assert table.rows[1] == (Cell("P@2"), Cell("0.2000", "0.100 to 0.300"))
    assert len(table.rows) == 7


def test_the_lower_area_under_risk_is_the_better(tmp_path: Path) -> None:
    write_run(tmp_path, {"q": {"AURC": 0.25, "quote_exactness": 1.0}})
    write_run(tmp_path, {"q": {"AURC": 0.125, "quote_exactness": 1.0}}, system="dense")
    (section,) = read_sections(tmp_path)
    assert best_systems(section, "AURC") == {"dense"}
    assert best_systems(section, "quote_exactness") == {"bm25", "dense"}
    table = measures_table(section)
    assert table.head == ("System", "AURC ↓", "quote_exactness *")
    assert table.caption.endswith("↓ lower is better; * of the questions that were answered")


def test_a_system_alone_is_not_the_best(tmp_path: Path) -> None:
    write_run(tmp_path, {"q": {"AP": 0.25}})
    assert best_systems(read_sections(tmp_path)[0], "AP") == frozenset()


def test_a_measure_that_one_run_lacks_is_a_dash(tmp_path: Path) -> None:
    write_run(tmp_path, {"q": {"AP": 0.25}})
    write_run(tmp_path, {"q": {"AP": 0.5, "RR": 0.5}}, system="dense")
    bm25, _ = measures_table(read_sections(tmp_path)[0]).rows
    assert bm25[2] == Cell("–")


def test_time_and_size_are_written_with_their_units(tmp_path: Path) -> None:
    row = speed_table(read_sections(three_systems(tmp_path))[0]).rows[0]
    texts = [cell.text for cell in row]
    assert texts == (
        ["bm25", "1.5 ms", "2.6 ms", "3.7 ms", "1.0 ms", "0.5 ms", "0.0 ms", "2.5 MB", "12.3 s"]
    )


def test_a_server_has_no_index_to_report(tmp_path: Path) -> None:
    write_run(tmp_path, {"q": {"AP": 0.25}}, manifest={"index": None, "latency": {}})
    texts = [cell.text for cell in speed_table(read_sections(tmp_path)[0]).rows[0]]
    assert texts == ["bm25", *["–"] * 8]


def test_wins_are_counted_against_the_baseline(tmp_path: Path) -> None:
    table = wins_table(read_sections(three_systems(tmp_path))[0])
    assert table is not None
    assert [cell.text for cell in table.rows[0]] == ["dense", "−0.0833", "1", "1", "1"]


def test_one_system_is_held_against_nothing(tmp_path: Path) -> None:
    write_run(tmp_path, {"q": {"AP": 0.25}})
    assert wins_table(read_sections(tmp_path)[0]) is None


def test_the_overview_has_the_main_measure_of_each_dataset(tmp_path: Path) -> None:
    table = overview_table(read_sections(three_systems(tmp_path)))
    assert table.head == ("System", "kitchen, nDCG@10", "seeds, full_answer")
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["bm25", "0.5000", "–"],
        ["dense", "0.4167", "–"],
        ["hybrid", "–", "0.5000"],
        ["served", "–", "1.0000"],
    ]


def test_a_measure_of_no_known_name_stands_in_when_it_is_all_there_is(tmp_path: Path) -> None:
    write_run(tmp_path, {"q": {"P@5": 0.25}})
    assert main_measure(read_sections(tmp_path)[0]) == "P@5"


def test_the_command_is_safe_to_paste(tmp_path: Path) -> None:
    source = MANIFEST["dataset"] | {"source": "/my data/$(kitchen)"}
    write_run(tmp_path, {"q": {"AP": 0.25}}, manifest={"dataset": source})
    assert command(read_sections(tmp_path)[0]) == (
        "footnote bench run '/my data/$(kitchen)' \\\n  --system bm25 \\\n  --out runs/"
    )


def test_systems_of_one_s_own_and_measures_are_part_of_the_command(tmp_path: Path) -> None:
    per_query = {"q": {"P@5": 0.25}}
    server = {"name": "h-80", "config": {"url": "http://h:80"}}
    write_run(tmp_path, per_query, system="a", manifest={"measures": ["P@5", "AP"]})
    write_run(tmp_path, per_query, system="b", manifest={"system": server})
    (section,) = read_sections(tmp_path)
    assert command(section).splitlines()[1:] == [
        "  --system a.yaml \\",
        "  --system http://h:80 \\",
        "  --measures 'P@5 AP' \\",
        "  --out runs/",
    ]
    assert system_files(section) == ("a.yaml",)


def test_a_build_that_took_vectors_from_the_cache_says_so(tmp_path: Path) -> None:
    index = {"build_seconds": 1.0, "texts_embedded": 10, "texts_from_cache": 1990}
    write_run(tmp_path, {"q": {"AP": 0.25}}, manifest={"index": index})
    (row,) = speed_table(read_sections(tmp_path)[0]).rows
    assert row[-1] == Cell("1.0 s", "10 of 2,000 texts embedded")


def test_the_manifests_stand_side_by_side(tmp_path: Path) -> None:
    table = made_with_table(read_sections(three_systems(tmp_path))[0])
    assert table.head == ("Manifest", "bm25", "dense")
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in table.rows}
    assert rows["system.name"] == ["bm25", "dense"]
    assert rows["platform.python"] == ["3.11.9", "3.11.9"]
    assert rows["packages"] == ["numpy 2.4.6", "numpy 2.4.6"]
    assert "latency.total.p50" not in rows
