"""What a question gets in the chat: an answer as it arrives, both sides, things to do with it."""

import json
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.server.chat import (
    CONTESTED,
    NOT_COVERED,
    QUESTION,
    ask,
    ask_and_wait,
    box,
    heard_events,
    listen,
    origin_of,
    show_chat,
)
from tests.server.desk import answer_with
from tests.server.slow_service import slow_service

pytestmark = pytest.mark.browser

SIDES = (
    "Sides on whether safety behaviours help or harm treatment, assigned by the maintainers of "
    "Footnote, by reading; not reviewed by a clinician"
)
ONE_SIDE = "What are the arguments against safety behaviours?"


def test_statements_arrive_one_by_one(page: Page, client: httpx.Client) -> None:
    with slow_service(page, client) as slowly:
        ask(page, CONTESTED)
        turn = page.locator(".turn")
        expect(turn.get_by_text("Reading the texts…")).to_be_visible()
        expect(page.get_by_role("button", name="Stop")).to_be_visible()
        shown = 0
        for n, part in enumerate(slowly.parts[:-1], start=1):
            slowly.allowed = n
            shown += part.startswith(b"event: statement")
            expect(turn.locator(".quote")).to_have_count(shown)
            if shown:
                expect(turn.locator(".quote mark").first).to_be_visible()
        assert shown > 1
        expect(turn.locator(".waiting")).to_have_count(0)
        expect(turn.get_by_role("button", name="Copy answer")).to_have_count(0)
        expect(page.get_by_role("status")).to_have_text("Reading the texts…")
        slowly.allowed = len(slowly.parts)
        expect(turn.get_by_role("button", name="Copy answer")).to_be_visible()
        expect(page.get_by_role("status")).to_contain_text(f"Answer: {shown} quotes from")
        expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()


@pytest.mark.parametrize("mode", ["inline", "launcher"])
def test_a_slow_answer_grows_where_it_is_seen(
    browser: Browser, client: httpx.Client, mode: str
) -> None:
    page = browser.new_context(viewport={"width": 360, "height": 640}).new_page()
    with slow_service(page, client) as slowly:
        chat = page.locator("footnote-chat")
        chat.evaluate("(chat, mode) => { chat.setAttribute('mode', mode); chat.open(); }", mode)
        for _ in range(2):
            slowly.allowed = len(slowly.parts)
            ask_and_wait(page, CONTESTED)
            slowly.allowed = 0
        ask(page, CONTESTED)
        turn = page.locator(".turn").last
        n_shown = 0
        for n, part in enumerate(slowly.parts[:-1], start=1):  # all but the end
            slowly.allowed = n
            n_shown += part.startswith(b"event: statement")
            expect(turn.locator(".quote")).to_have_count(n_shown)
        question = turn.locator("h3").bounding_box()
        assert question is not None
        assert 0 < question["y"] < 160  # what has arrived has the rest of the screen
    page.context.close()


def test_the_finished_answer_is_announced_once(page: Page, client: httpx.Client) -> None:
    show_chat(page, client, mode="inline")
    page.evaluate(
        """() => {
          const chat = document.querySelector("footnote-chat");
          const status = chat.shadowRoot.querySelector("[role=status]");
          window.said = [];
          new MutationObserver(() => window.said.push(status.textContent))
            .observe(status, { childList: true });
        }"""
    )
    turn = ask_and_wait(page, QUESTION)
    said = page.evaluate("window.said")
    assert said[0] == "Reading the texts…"
    assert len(said) == 2
    first = "".join(turn.locator(".quote").first.locator("p .words").all_text_contents())
    assert said[1].startswith("Answer: ")
    assert first in said[1]
    log = page.get_by_role("log", name="Conversation")
    expect(log).to_have_attribute("aria-live", "off")
    assert page.get_by_role("status").count() == 1


def test_both_sides_stand_beside_each_other_with_who_says_so(
    page: Page, client: httpx.Client
) -> None:
    answer = client.post("/v1/ask", json={"question": CONTESTED}).json()
    groups = list(dict.fromkeys(statement["group"] for statement in answer["statements"]))
    assert {"supports", "cautions"} <= set(groups)
    show_chat(page, client, mode="inline")
    turn = ask_and_wait(page, CONTESTED)
    expect(turn.get_by_text("Sides on ")).to_have_text(SIDES)
    sides = turn.locator(".column")
    expect(sides.locator("h4")).to_have_text([group.capitalize() for group in groups])
    boxes = [sides.nth(n).bounding_box() for n in range(2)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] < boxes[1]["x"]


def test_a_single_side_stands_in_the_order_of_the_answer_and_says_which_it_is(
    page: Page, client: httpx.Client
) -> None:
    show_chat(page, client, mode="inline")
    answer = client.post("/v1/ask", json={"question": ONE_SIDE}).json()
    sides = [statement["group"] for statement in answer["statements"]]
    assert set(sides) == {"cautions"}
    turn = ask_and_wait(page, ONE_SIDE)
    expect(turn.locator(".column")).to_have_count(0)
    numbers = [str(statement["citations"][0]) for statement in answer["statements"]]
    expect(turn.locator(".chip")).to_have_text(numbers)
    cautious = turn.locator(".quote").nth(sides.index("cautions"))
    expect(cautious).to_contain_text("Cautions")
    expect(turn.get_by_text("Sides on ")).to_have_text(SIDES)


@pytest.mark.parametrize(
    ("reason", "said", "covers"),
    [
        ("small_talk", "Happy to help. Ask about anything in these documents.", "shown"),
        ("contents", "You can ask about anything in these documents.", "shown"),
        ("form", "Footnote only quotes; it cannot shorten, translate or reword.", "left out"),
        ("sources", "The sources stand below each answer", "left out"),
        ("displeased", "Please ask in other words", "folded"),
        ("personal", "Only someone who knows you can say", "folded"),
        ("order", "Footnote only looks up questions in these documents", "folded"),
        ("nothing_found", "No sentence found that answers this.", "folded"),
        (None, "No sentence found that answers this.", "folded"),
    ],
)
def test_no_answer_says_why(
    page: Page, client: httpx.Client, reason: str | None, said: str, covers: str
) -> None:
    answer = client.post("/v1/ask", json={"question": NOT_COVERED}).json()
    assert answer["nearest"]
    show_chat(page, client, mode="inline")
    ask_and_wait(page, NOT_COVERED)
    answer_with(page, answer | {"reason": reason})
    turn = ask_and_wait(page, "And this?")
    expect(turn.locator(".none")).to_contain_text(said)
    expect(page.get_by_role("status")).to_contain_text(said)
    is_looked_up = reason in {"nothing_found", None}
    expect(turn.get_by_role("button", name="Change the question")).to_have_count(int(is_looked_up))
    expect(turn.locator(".nearest")).to_have_count(int(is_looked_up))
    fold = turn.locator("details").filter(has_text="What these documents cover")
    expect(fold).to_have_count(0 if covers == "left out" else 1)
    if covers != "left out":
        assert fold.evaluate("fold => fold.open") is (covers == "shown")
    page.locator("footnote-chat").evaluate("chat => { chat.lang = 'de'; }")
    expect(turn.locator(".none")).not_to_contain_text(said)


def test_of_several_questions_those_without_an_answer_are_named(
    page: Page, client: httpx.Client
) -> None:
    question = f"When is the masterclass? {NOT_COVERED}"
    answer = client.post("/v1/ask", json={"question": question}).json()
    assert answer["unanswered"] == [NOT_COVERED]
    show_chat(page, client, mode="inline")
    turn = ask_and_wait(page, question)
    expect(turn.locator(".quote").first).to_be_visible()
    expect(turn.locator(".none")).to_have_text(
        f"{NOT_COVERED} No sentence found that answers this."
    )
    expect(page.get_by_role("status")).to_contain_text(
        f"{NOT_COVERED} No sentence found that answers this."
    )


@pytest.mark.parametrize(
    "question", ["Do safety behaviors interfere with exposure for OCD?", "Who discovered OCD?"]
)
def test_words_that_no_document_uses_are_named(
    page: Page, client: httpx.Client, question: str
) -> None:
    show_chat(page, client, mode="inline")
    turn = ask_and_wait(page, question)
    expect(turn.get_by_text("No document mentions: OCD", exact=True)).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("No document mentions: OCD")


def test_the_link_of_a_source_leads_to_all_its_places(page: Page, client: httpx.Client) -> None:
    show_chat(page, client, mode="inline")
    question = "What are the main arguments for using safety behaviors?"
    answer = client.post("/v1/ask", json={"question": question}).json()
    names = [citation["document_id"] for citation in answer["citations"]]
    twice = next(name for name in names if names.count(name) > 1)
    title = next(c["title"] for c in answer["citations"] if c["document_id"] == twice)
    turn = ask_and_wait(page, question)
    with page.expect_popup() as opened:
        turn.locator(".sources").get_by_role("link", name=title).click()
    expect(opened.value.locator("mark#cited")).to_be_in_viewport()
    quotes = [
        part["exact"]
        for citation in answer["citations"]
        for part in citation["selector"]
        if citation["document_id"] == twice and "exact" in part
    ]
    assert opened.value.locator("mark").all_text_contents() == quotes


def test_a_citation_opens_and_closes_with_context_and_origin(
    page: Page, client: httpx.Client
) -> None:
    show_chat(page, client, mode="inline")
    answer = client.post("/v1/ask", json={"question": CONTESTED}).json()
    citation = answer["citations"][0]
    (quote,) = [part for part in citation["selector"] if part["type"] == "TextQuoteSelector"]
    turn = ask_and_wait(page, CONTESTED)
    button = turn.get_by_role("button", name=f"Source 1: {citation['title']}")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    source = turn.get_by_role("group", name=f"Source 1: {citation['title']}")
    expect(source.locator(".context mark")).to_have_text(quote["exact"])
    before = f"…{quote['prefix']}" if quote["prefix"] else ""
    after = f"{quote['suffix']}…" if quote["suffix"] else ""
    assert source.locator(".context").text_content() == f"{before}{quote['exact']}{after}"
    expect(source).to_contain_text("Training brief")
    href = source.get_by_role("link").get_attribute("href")
    assert href == f"{origin_of(client)}{citation['deep_link']}"
    button.click()
    expect(source).to_have_count(0)
    expect(button).to_have_attribute("aria-expanded", "false")


def test_an_answer_is_copied_with_numbered_sources(browser: Browser, client: httpx.Client) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    show_chat(page, client, mode="inline")
    turn = ask_and_wait(page, CONTESTED)
    answer = client.post("/v1/ask", json={"question": CONTESTED}).json()
    turn.get_by_role("button", name="Copy answer").click()
    expect(page.get_by_role("status")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied[0] == CONTESTED
    for statement in answer["statements"]:
        side = statement["group"].capitalize()
        assert f"{side}: “{statement['text']}” [{statement['citations'][0]}]" in copied
    assert SIDES in copied
    for citation in answer["citations"]:
        (line,) = [line for line in copied if line.startswith(f"[{citation['index']}] ")]
        assert citation["title"] in line
        address = line.rpartition(" ")[2]
        assert "<mark" in client.get(address).text
    context.close()


def test_a_copy_says_how_a_question_was_understood_and_what_is_not_answered(
    browser: Browser, client: httpx.Client
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    answer = client.post("/v1/ask", json={"question": CONTESTED}).json()
    title = answer["citations"][0]["title"]
    assert title.endswith("?")
    more = {"interpreted_as": "What of it?", "unanswered": [NOT_COVERED]}
    for citation in answer["citations"]:
        citation["section"] = ""
    answer_with(page, answer | more)
    show_chat(page, client, mode="inline")
    ask_and_wait(page, CONTESTED).get_by_role("button", name="Copy answer").click()
    expect(page.get_by_role("status")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied[:3] == [CONTESTED, "Understood as: What of it?", ""]
    assert f"{NOT_COVERED} No sentence found that answers this." in copied
    assert any(line.startswith(f"[1] {title} Training brief") for line in copied)
    context.close()


BEFORE = "Two were \u202etried: <b>one</b>."
AFTER = "However, few were asked."


def leaning_answer(client: httpx.Client) -> dict[str, Any]:
    """An answer whose first statement has a sentence on either side, the second only one after."""
    answer: dict[str, Any] = client.post("/v1/ask", json={"question": CONTESTED}).json()
    span = {"start": 0, "end": 1}
    for statement in answer["statements"][:2]:
        statement["after"] = {"text": AFTER, "span": span}
    answer["statements"][0]["before"] = {"text": BEFORE, "span": span}
    return answer


def test_what_a_quote_leans_on_stands_around_it_is_copied_and_read_out(
    browser: Browser, client: httpx.Client
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    answer = leaning_answer(client)
    answer_with(page, answer)
    show_chat(page, client, mode="inline")
    turn = ask_and_wait(page, CONTESTED)
    said = page.get_by_role("status").text_content() or ""
    around = turn.locator(".quote").first.locator("blockquote p")
    first = answer["statements"][0]["text"]
    expect(around).to_contain_text([f"Before it: {BEFORE}", first, f"After it: {AFTER}"])
    assert around.nth(0).locator("bdi").text_content() == BEFORE
    expect(turn.locator(".neighbour mark")).to_have_count(0)
    expect(turn.locator(".neighbour")).to_have_count(3)
    assert f"(Before it: “{BEFORE}”) {first} (After it: “{AFTER}”)" in said
    turn.get_by_role("button", name="Copy answer").click()
    expect(page.get_by_role("status")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    at = copied.index(f"(Before it: “{BEFORE}”)")
    assert f"“{first}” [1]" in copied[at + 1]
    assert copied[at + 2] == f"(After it: “{AFTER}”)"
    page.locator("footnote-chat").evaluate("chat => { chat.lang = 'fr'; }")
    expect(around.first).to_have_text(f"Avant : {BEFORE}")
    context.close()


def test_an_answer_can_be_copied_by_hand_where_the_page_may_not(
    page: Page, client: httpx.Client
) -> None:
    show_chat(page, client, mode="inline")
    turn = ask_and_wait(page, QUESTION)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    turn.get_by_role("button", name="Copy answer").click()
    text = turn.get_by_label("Copy the text from here:")
    expect(text).to_be_focused()
    assert QUESTION in text.input_value()
    assert text.evaluate("box => box.selectionEnd - box.selectionStart") > len(QUESTION)


def test_feedback_thanks_tells_the_page_and_sends_nothing(page: Page, client: httpx.Client) -> None:
    show_chat(page, client, mode="inline")
    listen(page)
    turn = ask_and_wait(page, QUESTION)
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))
    helpful = turn.get_by_role("button", name="Helpful", exact=True)
    helpful.click()
    helpful.click()
    expect(helpful).to_have_attribute("aria-pressed", "true")
    expect(turn.get_by_text("Thank you.")).to_be_visible()
    turn.get_by_role("button", name="Not helpful").click()
    expect(helpful).to_have_attribute("aria-pressed", "false")
    told = [event["helpful"] for event in heard_events(page) if event["name"] == "feedback"]
    assert told == [True, False]
    assert sent == []


def test_a_question_of_two_thousand_characters_is_sent_and_a_longer_one_is_not(
    page: Page, client: httpx.Client
) -> None:
    show_chat(page, client, mode="inline")
    ask(page, "🌱" * 2001)  # the service counts characters, not the units of JavaScript
    hint = page.get_by_text("At most 2,000 characters: 1 too many.")
    expect(hint.first).to_be_visible()
    expect(box(page)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".turn")).to_have_count(0)
    ask_and_wait(page, "🌱" * 2000)
    expect(page.locator(".turn .refusal")).to_be_visible()


def test_enter_sends_but_not_a_new_line_and_not_while_composing(
    page: Page, client: httpx.Client
) -> None:
    show_chat(page, client, mode="inline")
    box(page).press_sequentially("one")
    box(page).press("Shift+Enter")
    box(page).press_sequentially("two")
    expect(box(page)).to_have_value("one\ntwo")
    for composing in ("{ isComposing: true }", "{ keyCode: 229 }"):
        box(page).evaluate(
            "(box, [options]) => box.dispatchEvent(new KeyboardEvent('keydown',"
            " { key: 'Enter', bubbles: true, composed: true, cancelable: true, ...options }))",
            [
                json.loads(
                    composing.replace("isComposing", '"isComposing"').replace(
                        "keyCode", '"keyCode"'
                    )
                )
            ],
        )
    expect(page.locator(".turn")).to_have_count(0)
    box(page).fill("   ")
    box(page).press("Enter")
    expect(page.locator(".turn")).to_have_count(0)
    ask_and_wait(page, NOT_COVERED)


def test_keys_pressed_in_the_chat_are_not_the_pages_shortcuts(
    page: Page, client: httpx.Client
) -> None:
    show_chat(page, client, mode="inline")
    page.evaluate("document.addEventListener('keydown', () => { window.pressed = true; })")
    box(page).press_sequentially("safety?")
    expect(box(page)).to_have_value("safety?")
    assert page.evaluate("window.pressed") is None
