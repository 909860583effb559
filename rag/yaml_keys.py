"""Keys of YAML that stand twice: YAML takes the last of two equal keys without a word."""

from typing import NamedTuple

import yaml


class RepeatedKey(NamedTuple):
    key: str
    line: int  # 1-based, of the second


def repeated_key(text: str) -> RepeatedKey | None:
    """A key that a mapping of `text` has twice; None when there is none.

    Raises:
        yaml.YAMLError: `text` is no YAML.
        RecursionError: it is nested too deeply.
    """
    waiting, seen = [yaml.compose(text, Loader=yaml.SafeLoader)], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen or not isinstance(node, yaml.CollectionNode):
            continue
        seen.add(id(node))
        if not isinstance(node, yaml.MappingNode):
            waiting += node.value
            continue
        names: set[str] = set()
        for key, value in node.value:
            waiting.append(value)
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in names:
                return RepeatedKey(key.value, key.start_mark.line + 1)
            names.add(key.value)
    return None
