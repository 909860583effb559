import logging
import re
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from rag.safety.directory import load_directory
from rag.settings import SafetySettings, ServerSettings, Settings
from server.app import create_app
from server.help_lines import HelpLines, dialled, help_lines
from server.readiness import Readiness
from server.templates import rendered
from tests.rag.safety.test_readability import OLDEST_READING_AGE, reading_age

DIRECTORY = load_directory()
PATHS = ["/", "/documents", "/benchmarks", "/problems/not-found", "/nowhere"]


def help_of(page: str) -> str:
    (found,) = re.findall(r'<details class="help">.*?</details>', page, re.DOTALL)
    return str(found)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_names_the_lines_of_the_browsers_region(client: httpx.Client, path: str) -> None:
    headers = {"Accept": "text/html", "Accept-Language": "en-GB,en;q=0.8"}
    shown = help_of(client.get(path, headers=headers).text)
    contacts = DIRECTORY.contacts("GB")
    for line in (*contacts.lines, contacts.emergency):
        assert line.name in shown
        if line.phone:
            assert f'href="tel:{line.phone.replace(" ", "")}"' in shown
        if line.sms:
            assert f'href="sms:{line.sms}"' in shown


def test_a_source_names_them_too(client: httpx.Client) -> None:
    name = client.get("/v1/documents").json()["documents"][0]["document_id"]
    page = client.get(f"/sources/{name}", headers={"Accept-Language": "en-AU"})
    assert "These lines are for AU." in help_of(page.text)
    assert "Accept-Language" in page.headers["vary"]


@pytest.mark.parametrize("region", [*sorted(DIRECTORY.regions), None])
def test_every_region_can_be_shown(region: str | None) -> None:
    shown = help_of(rendered("problem.html", help_lines=lines(region), kind=KIND))
    contacts = DIRECTORY.contacts(region)
    assert all(line.name.replace("&", "&amp;") in shown for line in contacts.lines)
    assert "None" not in shown


@pytest.mark.parametrize(
    ("asked", "languages", "region"),
    [
        ("?region=IE", "en-GB", "IE"),
        ("", "en-GB,en;q=0.8", "GB"),
        ("", "en", None),
        ("?region=AQ", "en-GB", None),
    ],
)
def test_they_can_be_asked_for_without_a_question(
    client: httpx.Client, asked: str, languages: str, region: str | None
) -> None:
    response = client.get(f"/v1/help-lines{asked}", headers={"Accept-Language": languages})
    told = response.json()
    contacts = DIRECTORY.contacts(region)
    assert told["region"] == region
    assert [line["name"] for line in told["resources"]] == [
        line.name for line in (*contacts.lines, contacts.emergency)
    ]
    assert (told["elsewhere"] is None) is (region is None)
    assert response.headers["cache-control"] == "no-store"


def test_a_region_is_two_capital_letters(client: httpx.Client) -> None:
    assert client.get("/v1/help-lines?region=canary").status_code == 422


def test_they_are_told_before_the_index_is_open_and_to_listed_sites() -> None:
    readiness = Readiness(lambda: pytest.fail("not needed"))
    site = "https://school.example"
    app = create_app(Settings(server=ServerSettings(allowed_origins=(site,))), readiness)
    response = TestClient(app, base_url="http://localhost").get(
        "/v1/help-lines?region=GB", headers={"Origin": site}
    )
    assert response.json()["resources"][0]["phone"] == "116 123"
    assert response.headers["access-control-allow-origin"] == site


KIND = {"title": "T", "status": 404, "explanation": "E"}


def lines(region: str | None, **settings: object) -> HelpLines:
    return help_lines(SafetySettings.model_validate(settings), region)


def test_the_settings_region_counts_when_the_browser_tells_none() -> None:
    assert help_lines(SafetySettings(region="NZ"), None).region == "NZ"
    assert help_lines(SafetySettings(region="NZ"), "IE").region == "IE"


def test_a_region_without_lines_gets_those_for_any_place() -> None:
    found = help_lines(SafetySettings(), "AQ")
    assert found.region is None
    assert found.resources == (*DIRECTORY.contacts(None).lines, DIRECTORY.contacts(None).emergency)
    shown = help_of(rendered("problem.html", help_lines=found, kind=KIND))
    assert "No lines for AQ are known here" in shown
    assert "does not say" not in shown


def test_a_browser_that_tells_no_region_is_told_so() -> None:
    found = help_lines(SafetySettings(), None)
    assert found.without_lines is None
    assert "does not say" in help_of(rendered("problem.html", help_lines=found, kind=KIND))


def test_a_file_that_cannot_be_read_leaves_nobody_without_lines(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "resources.yaml"
    broken.write_text("regions: 3", encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        found = help_lines(SafetySettings(resources=broken), "GB")
    assert found.resources[0] == DIRECTORY.contacts("GB").lines[0]
    assert "shipped help lines are shown" in caplog.text


@pytest.mark.parametrize(
    ("number", "digits"),
    [("116 123", "116123"), ("HOME to 741741", "741741"), ("+44 (0)20-1", "+440201"), ("ask", "")],
)
def test_only_digits_are_dialled(number: str, digits: str) -> None:
    assert dialled(number) == digits


def test_what_it_says_is_easy_to_read() -> None:
    shown = help_of(rendered("problem.html", kind=KIND))
    texts = re.findall(r"<(?:p|summary)[^>]*>([^<]+)", shown)
    assert len(texts) >= 3
    for text in texts:
        assert reading_age(text) <= OLDEST_READING_AGE, text
