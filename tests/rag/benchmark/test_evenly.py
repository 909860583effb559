from rag.benchmark.evenly import evenly


def test_no_more_than_the_limit_are_drawn_and_they_lie_apart() -> None:
    assert evenly("abcdefghij", 6) == ["a", "b", "d", "f", "g", "i"]  # 10 / 6 apart, rounded down
    assert evenly("abcd", 2) == ["a", "c"]


def test_all_are_kept_where_there_are_not_more() -> None:
    assert evenly("abc", 3) == "abc"
    assert evenly("abc", 5) == "abc"
    assert evenly("abc", None) == "abc"
    assert evenly("", 5) == ""
