"""What <footnote-chat> remembers of a conversation, and what goes along with the next question."""

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.server.chat import (
    DISCLOSURE,
    QUESTION,
    ask_and_wait,
    box,
    origin_of,
    show_chat,
)
from tests.server.desk import answer_with, bodies

pytestmark = pytest.mark.browser

HALF = '[{"question": "x", "answer": {"statements": [{"text": "x"}], "citations": []}}]'


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
    asked = bodies(page, "/v1/ask")
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
    asked = bodies(page, "/v1/ask")
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
    asked = bodies(page, "/v1/ask")
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
    asked = bodies(page, "/v1/ask")
    ask_and_wait(page, QUESTION)
    answer_with(page, help_shown)
    ask_and_wait(page, DISCLOSURE)
    for n in range(24):
        answer_with(page, nothing if n % 3 == 0 else help_shown)
        ask_and_wait(page, f"reply {n}")
    page.unroute("**/v1/ask")
    ask_and_wait(page, QUESTION)
    ask_and_wait(page, QUESTION)
    sent = [[turn["question"] for turn in body["history"]] for body in asked]
    assert sent[2] == [DISCLOSURE]
    assert sent[3:10] == [[DISCLOSURE, *(f"reply {n}" for n in range(k))] for k in range(1, 8)]
    assert sent[-2] == [DISCLOSURE, *(f"reply {n}" for n in range(5, 24))]
    assert sent[-1] == [QUESTION]
