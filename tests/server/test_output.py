import io

import pytest

from server.cli.output import is_terminal, show, show_pieces
from server.cli.progress import progress_bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_text_is_styled_on_a_terminal_that_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for term, is_styled in (("xterm", True), ("dumb", False)):
        monkeypatch.setenv("TERM", term)
        stream = Terminal()
        monkeypatch.setattr("sys.stdout", stream)
        show("Sources", bold=True)
        show_pieces([("a", False), ("b", True)])
        assert ("\x1b" in stream.getvalue()) is is_styled


def test_a_closed_stream_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_terminal(None)
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    show("Sources", bold=True)
    with progress_bar() as progress:
        assert progress is None
