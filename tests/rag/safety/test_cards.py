from datetime import date
from pathlib import Path

import pytest
import yaml

from rag.errors import SafetyFileError
from rag.messages import Safety
from rag.safety.directory import load_directory, shipped_card_file
from rag.safety.gate import load_gate
from rag.safety.regions import region_of_accept_language, region_of_tag
from rag.settings import SafetySettings

REGIONS = {"GB", "IE", "US", "CA", "AU", "NZ", "DE", "FR", "ES"}
LOCAL = "I want to die"


def card(message: str, region: str | None = None) -> Safety:
    safety = load_gate(SafetySettings()).help_for(message, region=region)
    assert safety is not None
    return safety


def test_the_shipped_regions_are_those_that_were_promised() -> None:
    assert load_directory().regions == REGIONS


def test_every_entry_names_its_source_and_when_it_was_read_or_why_not() -> None:
    file = yaml.safe_load(shipped_card_file("resources.yaml"))
    for region in (file["international"], *file["emergency_alone"], *file["regions"].values()):
        for entry in (region["emergency"], *region.get("resources", ())):
            assert entry["source"].startswith("http")
            assert isinstance(entry["verified"], date) or entry["unverified_because"]
            assert (
                any(entry.get(way) for way in ("phone", "sms", "url")) or entry["verified"] is None
            )


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "A line", "phone": "1", "source": "https://a.example"},
        {"name": "A line", "phone": "1", "source": "https://a.example", "verified": None},
        {"name": "A line", "phone": "1", "verified": date(2026, 1, 1)},
        {"name": "A line", "phone": "1", "source": "a friend", "verified": date(2026, 1, 1)},
    ],
)
def test_an_entry_that_does_not_account_for_itself_is_refused(
    tmp_path: Path, entry: dict[str, object]
) -> None:
    good = {
        "name": "112",
        "phone": "112",
        "source": "https://a.example",
        "verified": date(2026, 1, 1),
    }
    file = {"international": {"emergency": good, "resources": [entry]}, "regions": {}}
    path = tmp_path / "resources.yaml"
    path.write_text(yaml.safe_dump(file), encoding="utf-8")
    with pytest.raises(SafetyFileError, match="resources"):
        load_directory(path)


def test_what_was_not_read_from_its_source_comes_after_what_was() -> None:
    for region in (None, *REGIONS):
        contacts = load_directory().contacts(region)
        for lines in (contacts.lines, contacts.harm_lines):
            read = [line.verified is not None for line in lines]
            assert read == sorted(read, reverse=True)


@pytest.mark.parametrize("region", sorted(REGIONS))
def test_a_card_begins_with_the_regions_own_line_and_says_what_this_is(region: str) -> None:
    safety = card(LOCAL, region)
    assert safety.resources[0].region == region
    first = safety.resources[0]
    assert first.phone is not None
    assert first.phone in safety.message.splitlines()[1]
    assert "someone you trust" in safety.message
    assert "doctor" in safety.message
    assert "search tool, not a person" in safety.message
    assert safety.emergency not in safety.resources


@pytest.mark.parametrize("message", ["i swallowed all my tablets", "my toddler drank bleach"])
def test_an_overdose_puts_the_emergency_number_first(message: str) -> None:
    safety = card(message, "GB")
    assert safety.resources[0] == safety.emergency
    assert "call 999" in safety.message.splitlines()[0]


@pytest.mark.parametrize("region", sorted(REGIONS))
def test_who_is_harmed_is_shown_lines_for_that_and_nothing_of_an_overdose(region: str) -> None:
    contacts = load_directory().contacts(region)
    safety = card("My uncle raped me", region)
    assert safety.resources == (safety.emergency, *contacts.harm_lines, *contacts.lines)
    assert contacts.harm_lines
    assert "not your fault" in safety.message
    assert contacts.harm_lines[0].name in safety.message
    assert "someone you trust" in safety.message
    assert "what has happened" not in safety.message


def test_lines_for_the_harmed_are_shown_to_nobody_else() -> None:
    lines = load_directory().contacts("GB").harm_lines
    for message in (LOCAL, "my friend wants to kill herself", "I am going to stab my boss tonight"):
        assert not set(lines) & set(card(message, "GB").resources)


def test_who_may_harm_someone_is_told_to_keep_away_and_whom_to_call_first() -> None:
    safety = card("I'm going to stab my stepfather tonight", "GB")
    assert safety.resources[0] == safety.emergency
    assert "call 999" in safety.message.splitlines()[0]
    assert "Go away from the people" in safety.message


@pytest.mark.parametrize("disclosure", ["I want to die", "i swallowed all my tablets"])
def test_shown_again_a_card_is_shorter_and_names_the_same_lines(disclosure: str) -> None:
    gate = load_gate(SafetySettings())
    first = card(disclosure, "GB")
    again = gate.help_for("no", region="GB", earlier=[disclosure])
    assert again is not None
    assert again.resources == first.resources
    assert len(again.message) < len(first.message)
    assert "call 116 123" in again.message
    assert "search tool, not a person" in again.message


def test_about_someone_else_the_card_speaks_to_the_helper() -> None:
    assert "worried about someone" in card("my friend wants to kill herself").message


@pytest.mark.parametrize("region", [None, "FJ"])
def test_without_a_known_region_the_international_directories_are_shown(region: str | None) -> None:
    safety = card(LOCAL, region)
    assert [resource.region for resource in safety.resources] == [None] * 3
    assert "your local emergency number" in safety.message
    assert "None" not in safety.message


def test_uk_is_another_name_of_gb() -> None:
    assert card(LOCAL, "UK") == card(LOCAL, "GB")


@pytest.mark.parametrize("region", ["AT", "IT", "SE", "CH", "NO"])
def test_a_region_of_europe_without_lines_has_its_emergency_number(region: str) -> None:
    safety = card(LOCAL, region)
    assert (safety.emergency.phone, safety.emergency.region) == ("112", region)
    assert "call 112" in safety.message
    assert safety.resources == card(LOCAL).resources


def test_an_unknown_region_is_told_what_works_from_most_phones() -> None:
    assert "112 or 911" in card(LOCAL, "FJ").message


def test_the_operators_region_fills_in_and_the_requests_region_wins() -> None:
    gate = load_gate(SafetySettings(region="IE"))
    own, told = gate.help_for(LOCAL), gate.help_for(LOCAL, region="US")
    assert own is not None
    assert told is not None
    assert (own.emergency.region, told.emergency.region) == ("IE", "US")


def test_nothing_in_a_card_grades_the_person() -> None:
    assert set(Safety.model_fields) == {"message", "resources", "emergency"}


@pytest.mark.parametrize(
    ("header", "region"),
    [
        ("en-GB,en;q=0.8", "GB"),
        ("de", "DE"),
        ("de-AT", "AT"),
        ("en", None),
        ("fr", None),
        ("en, es-ES;q=0.5", "ES"),
        ("en-US;q=0.2, en-IE;q=0.9", "IE"),
        ("en-US;q=0", None),
        ("zh-Hant-TW", "TW"),
        ("*", None),
        ("", None),
        (None, None),
        ("en-GB;q=oops", None),
        ("-" * 5000, None),
    ],
)
def test_a_browsers_languages_tell_its_region(header: str | None, region: str | None) -> None:
    assert region_of_accept_language(header) == region


@pytest.mark.parametrize(
    ("locale", "region"),
    [("en_GB.UTF-8", "GB"), ("de_DE@euro", "DE"), ("C.UTF-8", None), ("", None)],
)
def test_a_locale_tells_its_region(locale: str, region: str | None) -> None:
    assert region_of_tag(locale) == region
