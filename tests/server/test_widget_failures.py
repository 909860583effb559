"""What the chat does when a service is slow, overloaded, away or broken: no question is lost."""

import json
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from rag.errors import InvalidQuestion
from rag.messages import Answer, AskRequest
from tests.server.chat import (
    CONTESTED,
    DISCLOSURE,
    QUESTION,
    ask,
    ask_and_wait,
    box,
    heard_events,
    listen,
    show_chat,
)
from tests.server.live import serving_script
from tests.server.slow_service import slow_service

pytestmark = pytest.mark.browser


@pytest.fixture
def loud_page(browser: Browser) -> Iterator[Page]:
    """For failures on purpose: a browser writes failed requests to the console by itself."""
    context = browser.new_context(locale="en-US")
    yield context.new_page()
    context.close()


def test_waiting_can_be_stopped_and_the_question_comes_back(
    page: Page, client: httpx.Client
) -> None:
    with slow_service(page, client) as slowly:
        slowly.allowed = 3
        ask(page, CONTESTED)
        expect(page.locator(".quote")).to_have_count(1)
        page.get_by_role("button", name="Stop").click()
        expect(page.locator(".turn").get_by_text("Stopped.")).to_be_visible()
        expect(box(page)).to_have_value(CONTESTED)
        expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
        slowly.allowed = len(slowly.parts)
        assert slowly.left.wait(5)
        expect(page.locator(".quote")).to_have_count(1)
        expect(page.get_by_text("Incomplete: this much had arrived.")).to_be_visible()
        page.get_by_role("button", name="Try again").click()
        expect(page.get_by_role("button", name="Copy answer")).to_be_visible()
        expect(page.get_by_text("Incomplete")).to_have_count(0)
        expect(page.locator(".turn")).to_have_count(1)


def test_the_next_question_takes_the_place_of_one_that_still_runs(
    page: Page, client: httpx.Client
) -> None:
    with slow_service(page, client) as slowly:
        ask(page, "First?")
        expect(page.get_by_role("button", name="Stop")).to_be_visible()
        ask(page, "Second?")
        slowly.allowed = len(slowly.parts)
        first = page.locator(".turn").first
        expect(first.get_by_text("Left for your next question.")).to_be_visible()
        expect(page.get_by_text("Stopped.")).to_have_count(0)
        expect(page.locator(".turn").last.locator(".quote").first).to_be_visible()
        expect(first.locator(".quote")).to_have_count(0)
        expect(box(page)).to_have_value("")
        first.get_by_role("button", name="Try again").click()
        last = page.locator(".turn").last
        expect(last.locator("h3")).to_contain_text("First?")
        expect(last.locator(".quote").first).to_be_visible()


def test_a_service_that_takes_too_long_is_given_up(page: Page, client: httpx.Client) -> None:
    page.clock.install()
    with slow_service(page, client) as slowly:
        listen(page)
        ask(page, CONTESTED)
        expect(page.get_by_text("Reading the texts…").first).to_be_visible()
        page.clock.fast_forward(9_000)
        expect(page.locator(".waiting")).to_have_text("This takes longer than usual.")
        page.clock.fast_forward(60_000)
        expect(page.locator(".failed")).to_contain_text("The service did not answer in time.")
        expect(box(page)).to_have_value(CONTESTED)
        assert heard_events(page)[-1]["kind"] == "slow"
        slowly.allowed = len(slowly.parts)
        page.get_by_role("button", name="Try again").click()
        expect(page.locator(".quote").first).to_be_visible()
        expect(box(page)).to_have_value("")
        expect(page.locator(".failed")).to_have_count(0)


@pytest.mark.parametrize("status", [429, 503])
def test_an_overloaded_service_says_when_to_come_back(
    loud_page: Page, client: httpx.Client, status: int
) -> None:
    page = loud_page
    with slow_service(page, client) as slowly:
        slowly.status = status
        listen(page)
        ask(page, CONTESTED)
        expect(page.locator(".failed")).to_contain_text("Many people are asking at the moment.")
        expect(page.locator(".failed")).to_contain_text("It may answer in 7 s.")
        expect(box(page)).to_have_value(CONTESTED)
        told = heard_events(page)[-1]
        assert (told["kind"], told["retryAfter"]) == ("busy", 7)
        slowly.status, slowly.allowed = 200, len(slowly.parts)
        page.get_by_role("button", name="Try again").click()
        expect(page.locator(".quote").first).to_be_visible()
        expect(page.locator(".turn")).to_have_count(1)


def test_an_answer_that_breaks_off_says_so(loud_page: Page, client: httpx.Client) -> None:
    page = loud_page
    with slow_service(page, client) as slowly:
        del slowly.parts[4:]
        slowly.allowed = 4
        ask(page, CONTESTED)
        failed = page.locator(".failed")
        expect(failed).to_contain_text("The answer broke off before it was complete.")
        expect(page.locator(".quote")).to_have_count(1)
        expect(page.get_by_text("Incomplete: this much had arrived.")).to_be_visible()
        expect(box(page)).to_have_value(CONTESTED)


def test_help_stays_whatever_comes_after_it(page: Page, client: httpx.Client) -> None:
    with slow_service(page, client, DISCLOSURE) as slowly:
        slowly.allowed = 1  # nothing more ever comes
        ask(page, DISCLOSURE)
        card = page.get_by_role("alert")
        expect(card).to_be_visible()
        expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
        assert slowly.left.wait(5)
        expect(box(page)).to_have_value("")
        with page.expect_request("**/v1/ask") as asked:
            ask(page, "how many would it take?")
        body = asked.value.post_data_json or {}
        assert body["history"] == [{"question": DISCLOSURE, "passage_ids": []}]
        expect(card).to_have_count(2)


def test_a_question_typed_meanwhile_is_not_overwritten(
    loud_page: Page, client: httpx.Client
) -> None:
    page = loud_page
    with slow_service(page, client) as slowly:
        ask(page, "First?")
        expect(page.get_by_role("button", name="Stop")).to_be_visible()
        box(page).fill("The next one")
        del slowly.parts[1:]
        slowly.allowed = 1
        expect(page.locator(".failed")).to_be_visible()
        expect(box(page)).to_have_value("The next one")
        expect(page.locator(".turn h3")).to_contain_text("First?")


def test_a_refusal_is_told_in_the_services_words(loud_page: Page) -> None:
    def refuse(_: AskRequest) -> Answer:
        raise InvalidQuestion("nothing to search for")

    with serving_script(refuse) as client:
        show_chat(loud_page, client, mode="inline")
        ask(loud_page, "?")
        expect(loud_page.locator(".failed")).to_contain_text(
            "The service says: nothing to search for"
        )


def test_a_message_that_is_not_as_expected_is_no_answer(page: Page, client: httpx.Client) -> None:
    stream = b'event: meta\ndata: {}\n\nevent: statement\ndata: {"text": null}\n\n'
    page.route("**/v1/ask", lambda route: route.fulfill(body=stream))
    show_chat(page, client, mode="inline")
    ask(page, QUESTION)
    expect(page.locator(".failed")).to_contain_text("The answer could not be shown.")
    expect(box(page)).to_have_value(QUESTION)


def test_overload_that_is_told_after_the_stream_began_is_told_as_such(
    page: Page, client: httpx.Client
) -> None:
    problem = {"type": "/problems/overloaded", "title": "x", "status": 503, "detail": "tired"}
    stream = f": ping\n\nevent: error\ndata: {json.dumps(problem)}\n\n"
    page.route("**/v1/ask", lambda route: route.fulfill(body=stream))
    show_chat(page, client, mode="inline")
    listen(page)
    ask(page, QUESTION)
    expect(page.locator(".failed")).to_contain_text("Many people are asking at the moment.")
    assert heard_events(page)[-1]["kind"] == "busy"


def test_a_change_of_language_leaves_every_turn_in_its_place(
    loud_page: Page, client: httpx.Client
) -> None:
    page = loud_page
    chat = show_chat(page, client, mode="inline")
    page.route("**/v1/ask", lambda route: route.abort())
    ask(page, "First?")
    expect(page.locator(".failed")).to_be_visible()
    page.unroute("**/v1/ask")
    ask_and_wait(page, QUESTION)
    chat.evaluate("chat => { chat.lang = 'de'; }")
    expect(page.locator(".turn h3 .words")).to_have_text(["First?", QUESTION])
    expect(page.locator(".turn").last.locator("h3")).to_contain_text("Sie fragten:")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".turn").last.locator(".actions").first).to_be_visible()
    chat.evaluate("chat => { chat.lang = 'fr'; }")
    expect(page.locator(".turn h3 .words")).to_have_text([QUESTION, "First?"])


def test_a_question_asked_again_stands_where_the_conversation_goes_on(
    loud_page: Page, client: httpx.Client
) -> None:
    page = loud_page
    show_chat(page, client, mode="inline")
    page.route("**/v1/ask", lambda route: route.abort())
    for question in (QUESTION, "When is the masterclass?", QUESTION):
        ask(page, question)  # the same words again: the same turn
    turns = page.locator(".turn h3 .words")
    expect(turns).to_have_text(["When is the masterclass?", QUESTION])
    expect(page.locator(".failed")).to_have_count(2)
    page.unroute("**/v1/ask")
    ask_and_wait(page, "What are safety behaviors?")
    with page.expect_request("**/v1/ask") as asked:
        page.get_by_role("button", name="Try again").last.click()
    turn = page.locator(".turn").last
    expect(turn.locator(".actions").first).to_be_visible()
    expect(turns).to_have_text(["When is the masterclass?", "What are safety behaviors?", QUESTION])
    expect(turn).to_be_in_viewport()
    history = (asked.value.post_data_json or {})["history"]
    assert [earlier["question"] for earlier in history] == ["What are safety behaviors?"]
