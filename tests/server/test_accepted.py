import pytest
from starlette.datastructures import Headers

from server.accepted import accepted
from server.event_stream import is_asked_for


def test_names_are_wanted_unless_their_weight_is_nothing() -> None:
    assert accepted("gzip;q=0, br; Q=0.000 ,*;q=0.1, Text/HTML;level=1;q=0,deflate") == {
        "gzip": False,
        "br": False,
        "*": True,
        "text/html": False,
        "deflate": True,
    }


@pytest.mark.parametrize(
    ("accept", "is_wanted"),
    [
        ("text/event-stream", True),
        ("application/json, Text/Event-Stream; charset=utf-8; q=0.5", True),
        ("text/event-stream;q=0", False),
        ("text/event-stream; charset=utf-8; q=0.0, application/json", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_events_are_sent_to_who_wants_them(accept: str, is_wanted: bool) -> None:
    assert is_asked_for(Headers({"accept": accept})) is is_wanted
