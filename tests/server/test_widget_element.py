"""<footnote-chat> as a page uses it: attributes, methods, events, languages, storage."""

import json
import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, Request, Route, expect

from rag.messages import NoAnswerReason
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
from tests.server.desk import answer_with

pytestmark = pytest.mark.browser

ASSETS = Path(__file__).parents[2] / "server" / "pages" / "assets"


def launcher(chat: Locator) -> Locator:
    return chat.locator(".launcher")


def dialog(chat: Locator) -> Locator:
    return chat.get_by_role("dialog")


def bodies(page: Page) -> list[dict[str, object]]:
    """Bodies of the questions that the page asks from now on."""
    asked: list[dict[str, object]] = []

    def note(request: Request) -> None:
        if request.url.endswith("/v1/ask"):
            asked.append(json.loads(request.post_data or "{}"))

    page.on("request", note)
    return asked


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
    asked = bodies(page)
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
    asked = bodies(page)
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


def test_by_default_nothing_is_stored(page: Page, client: httpx.Client) -> None:
    show_chat(page, client, mode="inline")
    ask_and_wait(page, QUESTION)
    stored = "sessionStorage.length + localStorage.length + document.cookie.length"
    assert page.evaluate(stored) == 0
    page.reload()
    expect(box(page)).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)


def test_with_session_storage_a_conversation_outlasts_a_reload_but_never_a_safety_message(
    page: Page, client: httpx.Client
) -> None:
    chat = show_chat(page, client, mode="inline", storage="session")
    ask_and_wait(page, "When is the masterclass?")
    ask_and_wait(page, DISCLOSURE)
    ask_and_wait(page, "What are safety behaviors?")
    kept = page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
    assert "safety behaviors" in kept
    assert DISCLOSURE not in kept
    assert "masterclass" not in kept
    page.reload()
    expect(chat.locator(".turn h3")).to_have_text(["You asked: What are safety behaviors?"])
    expect(chat.locator(".quote").first).to_be_visible()
    asked = bodies(page)
    ask_and_wait(page, "How many CPD hours does it give?")
    history = asked[0]["history"]
    assert isinstance(history, list)
    assert [turn["question"] for turn in history] == ["What are safety behaviors?"]
    chat.get_by_role("button", name="Clear conversation").click()
    expect(box(page)).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("The conversation is cleared.")
    assert page.evaluate("sessionStorage.length") == 0
    page.reload()
    expect(chat.locator(".suggestion").first).to_be_visible()
    expect(chat.locator(".turn")).to_have_count(0)


def test_each_endpoint_has_its_own_stored_conversation(
    browser: Browser, client: httpx.Client
) -> None:
    page = browser.new_page()  # not the quiet one: the page's policy refuses the other endpoint
    chat = show_chat(page, client, mode="inline", storage="session")
    ask_and_wait(page, QUESTION)
    put = "(chat, at) => chat.setAttribute('endpoint', at)"
    elsewhere = origin_of(client).replace("127.0.0.1", "localhost")
    chat.evaluate(put, elsewhere)
    expect(chat.locator(".turn")).to_have_count(0)
    chat.evaluate(put, origin_of(client))
    expect(chat.locator(".turn .quote").first).to_be_visible()
    page.close()


HALF = '[{"question": "x", "answer": {"statements": [{"text": "x"}], "citations": []}}]'


@pytest.mark.parametrize(
    "stored", ["no JSON", "[1]", '[{"question": "x", "answer": {}}]', "{}", HALF]
)
def test_what_is_not_a_stored_conversation_is_passed_over(
    page: Page, client: httpx.Client, stored: str
) -> None:
    show_chat(page, client, mode="inline", storage="session")
    page.evaluate(
        "([key, value]) => sessionStorage.setItem(key, value)",
        [f"footnote-chat:{origin_of(client)}", stored],
    )
    page.reload()
    expect(page.locator(".suggestion").first).to_be_visible()
    ask_and_wait(page, QUESTION)
    expect(page.locator(".turn")).to_have_count(1)


def test_earlier_turns_go_along_but_none_from_before_a_safety_message(
    page: Page, client: httpx.Client
) -> None:
    show_chat(page, client, mode="inline")
    asked = bodies(page)
    questions = ["What are safety behaviors" + n * "?" for n in range(1, 8)]
    for question in questions:
        ask_and_wait(page, question)
    history = asked[-1]["history"]
    assert isinstance(history, list)
    assert [turn["question"] for turn in history] == questions[1:6]
    assert all(turn["passage_ids"] for turn in history)
    ask_and_wait(page, DISCLOSURE)
    ask_and_wait(page, QUESTION)
    ask_and_wait(page, questions[0])
    assert DISCLOSURE not in str(asked[-1])
    history = asked[-1]["history"]
    assert isinstance(history, list)
    assert [turn["question"] for turn in history] == [QUESTION]


def test_a_question_that_goes_on_from_a_safety_message_is_met_with_help_too(
    page: Page, client: httpx.Client
) -> None:
    show_chat(page, client, mode="inline", storage="session")
    asked = bodies(page)
    ask_and_wait(page, QUESTION)
    told = {"question": DISCLOSURE, "passage_ids": []}
    ask_and_wait(page, DISCLOSURE)
    for question, before in (("how many would it take?", 1), ("how long would it take?", 2)):
        turn = ask_and_wait(page, question)
        expect(turn.get_by_role("alert")).to_be_visible()
        history = asked[-1]["history"]
        assert isinstance(history, list)
        assert (history[0], len(history)) == (told, before)
    assert page.evaluate("Object.values(sessionStorage)") == ["[]"]
    turn = ask_and_wait(page, "What are the risks?")
    expect(turn.get_by_role("alert")).to_have_count(0)
    expect(turn).not_to_contain_text("Understood as")


def test_what_was_met_with_help_goes_along_until_a_question_is_answered(
    page: Page, client: httpx.Client
) -> None:
    help_shown = client.post("/v1/ask", json={"question": DISCLOSURE}).json()
    nothing = client.post("/v1/ask", json={"question": "What is the boiling point?"}).json()
    assert (help_shown["outcome"], nothing["outcome"]) == ("safety", "no_answer")
    show_chat(page, client, mode="inline")
    asked = bodies(page)
    ask_and_wait(page, QUESTION)
    answer_with(page, help_shown)
    ask_and_wait(page, DISCLOSURE)
    for n in range(24):
        answer_with(page, nothing if n % 3 == 0 else help_shown)
        ask_and_wait(page, f"reply {n}")
    page.unroute("**/v1/ask")
    ask_and_wait(page, QUESTION)
    ask_and_wait(page, QUESTION)
    sent = [[turn["question"] for turn in body["history"]] for body in asked]  # type: ignore[attr-defined]
    assert sent[2] == [DISCLOSURE]
    assert sent[3:10] == [[DISCLOSURE, *(f"reply {n}" for n in range(k))] for k in range(1, 8)]
    assert sent[-2] == [DISCLOSURE, *(f"reply {n}" for n in range(5, 24))]
    assert sent[-1] == [QUESTION]


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


@pytest.mark.parametrize(
    ("attribute", "around", "browsers", "spoken"),
    [
        ("de", "fr", "es", "de"),
        ("de-AT", "", "en", "de"),
        ("xx", "de", "de", "en"),
        ("", "fr", "es", "fr"),
        ("", "xx", "de", "en"),
        ("", "", "es-MX", "es"),
        ("", "", "fi-FI", "en"),
    ],
)
def test_the_language_is_the_attributes_the_pages_or_the_browsers(
    browser: Browser,
    client: httpx.Client,
    attribute: str,
    around: str,
    browsers: str,
    spoken: str,
) -> None:
    context = browser.new_context(locale=browsers)
    page = context.new_page()
    chat = show_chat(page, client, mode="inline", lang=attribute)
    chat.evaluate(
        """(chat, lang) => {
          document.documentElement.lang = lang;
          document.body.append(chat);
        }""",
        around,
    )
    expect(chat.locator(".chat")).to_have_attribute("lang", spoken)
    context.close()


def test_every_language_has_every_message_with_the_same_values(
    page: Page, client: httpx.Client
) -> None:
    show_chat(page, client)
    version = page.evaluate(
        "performance.getEntriesByType('resource').map(e => e.name)"
        ".find(name => name.endsWith('/chat_messages.js'))"
    )
    messages = page.evaluate("async (at) => (await import(at)).MESSAGES", version)
    assert set(messages) == {"en", "es", "de", "fr"}

    def shape(message: object) -> object:
        """What must be alike: names of kinds, plural forms beyond `other`, values in braces."""
        if isinstance(message, dict) and "other" not in message:
            return sorted(message)
        forms = message if isinstance(message, dict) else {"other": message}
        assert set(forms) <= {"zero", "one", "two", "few", "many", "other"}
        return [sorted(part.split("}")[0] for part in str(forms["other"]).split("{")[1:])]

    english = {key: shape(message) for key, message in messages["en"].items()}
    for language, own in messages.items():
        assert {key: shape(message) for key, message in own.items()} == english, language
        texts = [text for text in own.values() if isinstance(text, str)]
        assert all(text.strip() for text in texts)


def test_every_message_is_used() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in ASSETS.glob("*.js")}
    messages = sources.pop("chat_messages.js").partition("  es: {")[0]
    keys = set(re.findall(r"^    (\w+):", messages, re.MULTILINE))
    by_value = {"supports", "cautions", "mixed", "unreachable", "slow", "brokenOff"}
    by_value |= {"kinds", "whyNot"}  # tables
    for key in keys - by_value:
        assert any(f'"{key}"' in source for source in sources.values()), key


def test_every_reason_for_no_answer_has_words() -> None:
    for name in ("chat_messages.js", "guidance_no_answer.js"):
        source = (ASSETS / name).read_text(encoding="utf-8")
        for reason in set(NoAnswerReason) - {NoAnswerReason.NOTHING_FOUND}:
            assert re.search(rf"^ +{reason}:", source, re.MULTILINE), (name, reason)
