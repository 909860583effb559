"""What makes a comparison of two runs less than fair."""

from collections.abc import Mapping


def made_otherwise(a: Mapping[str, object], b: Mapping[str, object]) -> tuple[str, ...]:
    """Sentences for people on how two manifests say that their runs were made differently."""
    found = []
    if a.get("commit") != b.get("commit"):
        found.append("They were made with different versions of the program.")
    if a.get("packages") != b.get("packages"):
        found.append("They were made with different versions of packages.")
    return tuple(found)
