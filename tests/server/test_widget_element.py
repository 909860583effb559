"""<footnote-chat> as a page uses it: attributes, methods, events."""

import json
import re

import httpx
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from server.assets import read_assets
from server.widget_modules import modules_of
from tests.server.chat import (
    DISCLOSURE,
    QUESTION,
    ask_and_wait,
    box,
    heard_events,
    listen,
    origin_of,
    show_chat,
)
from tests.server.desk import bodies

pytestmark = pytest.mark.browser


def launcher(chat: Locator) -> Locator:
    return chat.locator(".launcher")


def dialog(chat: Locator) -> Locator:
    return chat.get_by_role("dialog")


def test_the_launcher_opens_a_dialog_and_gets_the_focus_back(
    page: Page, client: httpx.Client
) -> None:
    chat = show_chat(page, client)
    listen(page)
    button = launcher(chat)
    expect(button).to_have_text("Ask the documents")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(dialog(chat)).to_have_count(0)
    button.press("Enter")
    expect(chat.get_by_role("dialog", name="Ask the documents")).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(chat).to_have_attribute("open", "")
    expect(box(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog(chat)).to_have_count(0)
    expect(button).to_be_focused()
    assert chat.get_attribute("open") is None
    button.click()
    chat.get_by_role("button", name="Close").click()
    expect(button).to_be_focused()
    assert [event["name"] for event in heard_events(page)] == ["open", "close", "open", "close"]


def test_on_a_narrow_screen_the_dialog_is_modal(page: Page, client: httpx.Client) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    chat = show_chat(page, client, body="<button id=behind>Behind</button>")
    launcher(chat).click()
    assert dialog(chat).evaluate("panel => panel.matches(':modal')")
    for _ in range(20):  # around everything in the dialog, and never behind it
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") != "behind"
    page.keyboard.press("Escape")
    expect(launcher(chat)).to_be_focused()


def test_a_page_that_loads_with_an_open_dialog_keeps_its_focus(
    page: Page, client: httpx.Client
) -> None:
    chat = show_chat(page, client, open="")
    expect(dialog(chat)).to_be_visible()
    assert page.evaluate("document.activeElement === document.body")


def test_attributes_may_change_while_the_page_is_open(page: Page, client: httpx.Client) -> None:
    chat = show_chat(page, client)

    def put(name: str, value: str) -> None:
        chat.evaluate("(chat, [name, value]) => chat.setAttribute(name, value)", [name, value])

    put("heading", "Ask us")
    expect(launcher(chat)).to_have_text("Ask us")
    put("open", "")
    expect(box(page)).to_be_focused()
    put("placeholder", "What about …")
    expect(box(page)).to_have_attribute("placeholder", "What about …")
    put("suggestions", '["One?", 2, "Three?"]')
    expect(chat.locator(".suggestion")).to_have_text(["One?", "Three?"])
    ask_and_wait(page, QUESTION)
    put("mode", "inline")
    expect(dialog(chat)).to_have_count(0)
    expect(chat.get_by_role("heading", name="Ask us")).to_be_visible()
    expect(chat.locator(".turn")).to_have_count(1)
    put("theme", "dark")
    assert chat.locator(".chat").evaluate("chat => getComputedStyle(chat).colorScheme") == "dark"
    put("lang", "fr")
    expect(chat.get_by_role("button", name="Demander")).to_be_visible()
    expect(chat.get_by_role("button", name="Copier la réponse")).to_be_visible()
    asked = bodies(page, "/v1/ask")
    put("region", "de")
    ask_and_wait(page, DISCLOSURE)
    expect(chat.get_by_role("link", name="Appeler le 0800 111 0 111")).to_be_visible()
    assert (asked[0]["region"], asked[0]["lang"]) == ("DE", "fr")
    put("lang", "en")
    expect(chat.get_by_role("link", name="Call 0800 111 0 111")).to_be_visible()
    expect(chat.locator(".turn")).to_have_count(2)
    put("mode", "launcher")
    expect(dialog(chat)).to_be_visible()
    chat.evaluate("chat => chat.removeAttribute('open')")
    expect(dialog(chat)).to_have_count(0)


def test_another_endpoint_is_another_conversation(page: Page, client: httpx.Client) -> None:
    chat = show_chat(page, client, mode="inline")
    ask_and_wait(page, QUESTION)
    chat.evaluate("(chat, at) => chat.setAttribute('endpoint', at)", f"{origin_of(client)}/#x")
    expect(chat.locator(".turn")).to_have_count(0)
    expect(chat.locator(".suggestion").first).to_be_visible()


@pytest.mark.parametrize("end", ["", "/", "/?a=b#c"])
def test_a_service_below_a_path_is_asked_there(page: Page, client: httpx.Client, end: str) -> None:
    asked: list[str] = []

    def pass_on(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_(url=route.request.url.replace("/reading/list/", "/"))

    page.route("**/reading/list/**", pass_on)
    show_chat(page, client, mode="inline", endpoint=f"{origin_of(client)}/reading/list{end}")
    turn = ask_and_wait(page, QUESTION)
    below = f"{origin_of(client)}/reading/list"
    assert f"{below}/v1/ask" in asked
    href = turn.locator(".sources").get_by_role("link").first.get_attribute("href")
    assert href is not None
    assert href.startswith(f"{below}/sources/")


def test_half_a_character_is_asked_as_the_sign_for_one(page: Page, client: httpx.Client) -> None:
    show_chat(page, client, mode="inline")
    asked = bodies(page, "/v1/ask")
    box(page).evaluate(
        """box => {
          box.value = "When is the masterclass? \\ud83c";
          box.dispatchEvent(new Event("input"));
        }"""
    )
    box(page).press("Enter")
    expect(page.locator(".turn .actions, .turn .refusal").first).to_be_visible()
    assert asked[0]["question"] == "When is the masterclass? \ufffd"


@pytest.mark.parametrize("endpoint", ["", "javascript:alert(1)", "http://[", "ftp://x"])
def test_an_endpoint_that_is_none_means_where_the_script_came_from(
    page: Page, client: httpx.Client, endpoint: str
) -> None:
    show_chat(page, client, mode="inline", endpoint=endpoint)
    expect(ask_and_wait(page, QUESTION).locator(".quote").first).to_be_visible()


@pytest.mark.parametrize("given", ["not JSON", '"text"', "null", "{}", ""])
def test_suggestions_that_cannot_be_read_give_way_to_the_documents(
    page: Page, client: httpx.Client, given: str
) -> None:
    chat = show_chat(page, client, mode="inline", suggestions=given)
    expect(chat.locator(".suggestion").first).to_have_text(
        "What is the impact of safety behaviors on the effectiveness of exposure therapy?"
    )


def test_an_empty_list_of_suggestions_shows_none(page: Page, client: httpx.Client) -> None:
    chat = show_chat(page, client, mode="inline", suggestions="[]")
    with page.expect_response("**/v1/documents*"):
        page.reload()
    expect(box(page)).to_be_visible()
    expect(chat.locator("[part=suggestions]")).to_be_hidden()


def test_a_site_key_goes_with_every_request(page: Page, client: httpx.Client) -> None:
    show_chat(page, client, mode="inline", site_key="school-1")
    with page.expect_request("**/v1/ask") as asked:
        ask_and_wait(page, QUESTION)
    assert asked.value.headers["x-footnote-site-key"] == "school-1"


def test_methods_do_what_a_person_could(page: Page, client: httpx.Client) -> None:
    chat = show_chat(page, client)
    outcome = chat.evaluate("(chat, question) => chat.ask(question)", f"  {QUESTION} ")
    assert outcome == "answered"
    expect(dialog(chat)).to_be_visible()
    assert (
        chat.evaluate("chat => chat.ask('What is the boiling point of nitrogen?')") == "no_answer"
    )
    assert chat.evaluate("(chat, q) => chat.ask(q)", DISCLOSURE) == "safety"
    assert chat.evaluate("chat => chat.ask('  ')") == "stopped"
    expect(chat.locator(".turn")).to_have_count(3)
    chat.evaluate("chat => chat.close()")
    expect(dialog(chat)).to_have_count(0)
    chat.evaluate("chat => chat.open()")
    expect(dialog(chat)).to_be_visible()
    chat.evaluate("chat => chat.reset()")
    expect(chat.locator(".turn")).to_have_count(0)
    expect(chat.locator(".suggestion").first).to_be_visible()


def everything_that_happens(page: Page, client: httpx.Client, **attributes: str) -> str:
    chat = show_chat(page, client, **attributes)
    listen(page)
    launcher(chat).click()
    turn = ask_and_wait(page, QUESTION)
    turn.locator(".chip").first.click()
    turn.get_by_role("button", name="Helpful", exact=True).click()
    return json.dumps(heard_events(page))


def test_events_tell_what_happened_and_no_word_of_it(page: Page, client: httpx.Client) -> None:
    told = everything_that_happens(page, client)
    names = [event["name"] for event in json.loads(told)]
    assert names == ["open", "ask", "answer", "citation", "feedback"]
    _, asked, answer, citation, feedback = json.loads(told)
    assert asked == {"name": "ask", "turn": 1, "followsUp": False}
    assert answer["outcome"] == "answered"
    assert (answer["statements"] >= 1, answer["documents"] >= 1) == (True, True)
    assert citation.keys() == {"name", "turn", "index", "document_id"}
    assert feedback == {"name": "feedback", "turn": 1, "helpful": True}
    assert "safety behaviours" not in told.lower()


def test_events_hold_the_words_when_the_page_asks_for_them(
    page: Page, client: httpx.Client
) -> None:
    told = json.loads(everything_that_happens(page, client, share_text=""))
    asked, answer = told[1], told[2]
    assert asked["question"] == QUESTION
    assert answer["answer"]["statements"][0]["text"]


@pytest.mark.parametrize(
    ("attributes", "outcome"), [({}, "no_answer"), ({"share_text": ""}, "safety")]
)
def test_that_someone_was_met_with_help_is_told_only_where_words_are_shared(
    page: Page, client: httpx.Client, attributes: dict[str, str], outcome: str
) -> None:
    show_chat(page, client, mode="inline", **attributes)
    listen(page)
    expect(ask_and_wait(page, DISCLOSURE).get_by_role("alert")).to_be_visible()
    answer = heard_events(page)[-1]
    assert (answer["name"], answer["outcome"]) == ("answer", outcome)
    assert ("safety" in json.dumps(heard_events(page))) is bool(attributes)


def test_a_chat_that_is_moved_or_defined_twice_keeps_working(
    page: Page, client: httpx.Client
) -> None:
    again = f'<script type="module" src="{origin_of(client)}/widget/footnote-chat.js?2"></script>'
    chat = show_chat(page, client, mode="inline", head=again)
    ask_and_wait(page, QUESTION)
    page.evaluate("document.body.append(document.querySelector('footnote-chat'))")
    expect(chat.locator(".turn")).to_have_count(1)
    ask_and_wait(page, "What are safety behaviors?")
    expect(chat.locator(".turn")).to_have_count(2)


def test_a_browser_fetches_the_named_modules_and_nothing_else(
    page: Page, client: httpx.Client
) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    show_chat(page, client)
    assets = read_assets()
    expected = {f"{origin_of(client)}{assets.address(name)}" for name in modules_of(assets)}
    assert expected == {url for url in fetched if "/assets/" in url}
    assert len(fetched) == len(expected) + 2  # the page, the script; documents when it is opened


def test_a_browser_without_the_youngest_functions_is_served(
    page: Page, client: httpx.Client
) -> None:
    page.add_init_script("delete URL.parse; delete URL.canParse;")
    show_chat(page, client, endpoint=origin_of(client), mode="inline")
    turn = ask_and_wait(page, QUESTION)
    expect(turn.locator(".sources a").first).to_have_attribute("href", re.compile("/sources/"))
