from collections.abc import Iterator

import pytest
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from rag.settings import AnswerSettings, RetrievalSettings, ServerSettings, Settings


def fields(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every section and setting, whatever its depth."""
    for name, field in model.model_fields.items():
        yield f"{path}{name}", field
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from fields(field.annotation, f"{path}{name}.")


def test_every_section_and_setting_is_explained() -> None:
    assert {"index", "index.path", "answers.passages_read"} <= dict(fields(Settings)).keys()
    unexplained = [
        name for name, field in fields(Settings) if not (field.description or "").strip()
    ]
    assert unexplained == []


def test_every_setting_has_a_default_and_the_defaults_are_allowed() -> None:
    assert [name for name, field in fields(Settings) if field.is_required()] == []
    defaults = Settings()
    assert Settings.model_validate(defaults.model_dump()) == defaults


def test_defaults_survive_json() -> None:
    assert Settings.model_validate_json(Settings().model_dump_json()) == Settings()


@pytest.mark.parametrize("known", ["index", "encoder", "passages", "retrieval", "answers"])
def test_an_unknown_key_is_refused_in_every_section(known: str) -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Settings.model_validate({known: {"colour": "red"}})
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Settings.model_validate({f"{known}s_": {}})


def test_settings_cannot_be_changed_afterwards() -> None:
    settings = Settings()
    with pytest.raises(ValidationError, match="frozen"):
        setattr(settings.server, "port", 1)  # noqa: B010 mypy refuses the assignment, rightly


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        (RetrievalSettings, "lexical_weight", 1.01),
        (RetrievalSettings, "lexical_weight", -0.01),
        (RetrievalSettings, "bm25_b", 2),
        (RetrievalSettings, "candidates", 0),
        (AnswerSettings, "passages_read", 0),
        (AnswerSettings, "passages_read", 101),
        (ServerSettings, "port", 65536),
        (ServerSettings, "port", -1),
        (ServerSettings, "max_concurrent", 0),
    ],
)
def test_values_outside_their_range_are_refused(
    section: type[BaseModel], key: str, value: float
) -> None:
    with pytest.raises(ValidationError, match=key):
        section.model_validate({key: value})


@pytest.mark.parametrize(
    ("stated", "compared"),
    [
        ("https://School.Example", "https://school.example"),
        ("HTTPS://school.example:443", "https://school.example"),
        ("http://school.example:80", "http://school.example"),
        ("http://school.example:443", "http://school.example:443"),
        ("https://school.example:08443", "https://school.example:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),  # as RFC 3492 encodes it
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("*", "*"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(stated: str, compared: str) -> None:
    assert ServerSettings(allowed_origins=(stated,)).allowed_origins == (compared,)


@pytest.mark.parametrize(
    "origin", ["school.example", "https://a.example/page", "https://me@a.example", "https://", 7]
)
def test_what_no_browser_sends_as_an_origin_is_refused(origin: object) -> None:
    with pytest.raises(ValidationError, match="allowed_origins"):
        ServerSettings.model_validate({"allowed_origins": [origin]})
