"""The guidance desk in its states: what is marked, what is copied, what goes wrong."""

import json
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from rag.messages import Answer
from server.event_stream import events
from tests.server.accessibility import violations
from tests.server.desk import (
    CONTESTED,
    DISCLOSURE,
    UNCOVERED,
    allow_clipboard,
    answer_with,
    ask,
    ask_and_wait,
    bodies,
    clipboard,
)

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)> \u202egnidloh\u202c zero\u200bwidth 🌱 fox\u0303 grows."


def test_passages_mark_the_words_that_match_and_the_sentences_that_are_quoted(
    page: Page,
) -> None:
    ask_and_wait(page, CONTESTED)
    page.get_by_role("button", name="Show 6 more").click()
    expect(page.locator(".passage-card")).to_have_count(10)
    matched = {text.casefold() for text in page.locator(".match").all_text_contents()}
    assert {"safety", "behaviors", "treatment"} <= matched
    assert not matched & {"the", "or", "do", "anxiety"}
    quotes = set(page.locator(".quote blockquote p:not(.neighbour)").all_text_contents())
    assert set(page.locator(".passage mark").all_text_contents()) <= quotes
    assert page.locator(".passage mark").count() >= 2


def test_marks_count_code_points(page: Page, client: httpx.Client) -> None:
    text = "🌱🌱 A fox\u0303 runs. 👩‍👩‍👧 It sleeps at night."
    start, end = text.index("A fox"), text.index(" 👩")
    answer = client.post("/v1/ask", json={"question": CONTESTED}).json()
    found = client.post("/v1/search", json={"question": CONTESTED, "top_k": 1}).json()
    hit = found["hits"][0] | {"text": text, "span": {"start": 100, "end": 100 + len(text)}}
    fox = text.index("fox")
    hit["matches"] = [{"start": fox, "end": fox + 4}, {"start": text.index("night"), "end": 36}]
    citation = answer["citations"][0] | {"document_id": hit["document_id"]}
    position, quote = citation["selector"]
    citation["selector"] = [position | {"start": 100 + start, "end": 100 + end}, quote]
    statement = answer["statements"][0] | {"citations": [1], "text": text, "highlights": []}
    answer_with(page, answer | {"citations": [citation], "statements": [statement]})
    page.route("**/v1/search", lambda route: route.fulfill(json=found | {"hits": [hit]}))
    page.route("**/v1/export", lambda route: route.fulfill(body="A reference."))
    ask_and_wait(page, CONTESTED)
    assert page.locator(".passage").text_content() == text
    assert page.locator(".passage mark").all_text_contents() == ["A fox\u0303 runs."]
    assert page.locator(".passage mark .match").all_text_contents() == ["fox\u0303"]


def test_the_reading_pane_marks_code_points_and_keeps_the_text(
    page: Page, client: httpx.Client
) -> None:
    answer = client.post("/v1/ask", json={"question": CONTESTED}).json()
    citation = answer["citations"][0]
    identifier = citation["document_id"]
    document = client.get(f"/v1/documents/{identifier}").json()
    text = f"🌱 Before. {HOSTILE} 🌱 After."
    start = text.index("<img")
    span = {"start": 0, "end": len(text)}
    block: dict[str, Any] = {
        "kind": "paragraph",
        "span": span,
        "heading_path": [],
        "level": None,
        "page": None,
    }
    position, quote = citation["selector"]
    citation["selector"] = [position | {"start": start, "end": start + len(HOSTILE)}, quote]
    changed = document | {"text": text, "blocks": [block]}
    answer_with(page, answer | {"citations": [citation], "statements": answer["statements"][:1]})
    page.route("**/v1/export", lambda route: route.fulfill(body="A reference."))
    page.route(f"**/v1/documents/{identifier}", lambda route: route.fulfill(json=changed))
    ask(page, CONTESTED)
    page.locator(".quote .chip").first.click()
    expect(page.locator("#reader mark.current")).to_have_count(1)
    assert page.locator("#reader mark.current").text_content() == HOSTILE
    assert page.locator("#reader .reader-text").text_content() == text
    assert page.locator("img, a[href^=javascript]").count() == 0


def test_hostile_sources_show_as_plain_text(page: Page, client: httpx.Client) -> None:
    answer = client.post("/v1/ask", json={"question": CONTESTED}).json()
    citation = answer["citations"][0] | {
        "title": HOSTILE,
        "section": HOSTILE,
        "url": "javascript:alert(1)",
        "deep_link": "javascript:alert(1)",
    }
    statement = answer["statements"][0] | {"text": HOSTILE, "highlights": []}
    answer_with(page, answer | {"citations": [citation], "statements": [statement]})
    ask(page, CONTESTED)
    expect(page.locator(".quote blockquote")).to_have_text(HOSTILE)
    expect(page.locator(".where cite")).to_have_text(HOSTILE)
    assert page.locator("img, script:not([src]), a[href^=javascript]").count() == 0


def test_help_is_shown_before_the_rest_of_the_stream_and_stays(
    page: Page, client: httpx.Client
) -> None:
    answer = client.post("/v1/ask", json={"question": DISCLOSURE}).json()
    help_first = next(events(Answer.model_validate_json(json.dumps(answer))))
    page.route("**/v1/ask", lambda route: route.fulfill(body=help_first))  # and then cut off
    asked = bodies(page, "/v1/ask")
    for _ in range(2):
        ask(page, DISCLOSURE)
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.locator("#result")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".failed")).to_have_count(0)
    assert asked[1]["history"] == [{"question": DISCLOSURE, "passage_ids": []}]


def test_what_was_not_looked_up_has_its_reason_and_no_nearest_passages(
    page: Page, client: httpx.Client
) -> None:
    answer = client.post("/v1/ask", json={"question": UNCOVERED}).json()
    searched = bodies(page, "/v1/search")
    for reason, said in (
        ("small_talk", "Happy to help."),
        ("form", "Footnote only quotes; it cannot shorten, translate or reword."),
        ("sources", "The sources stand below each answer"),
        ("contents", "You can ask about anything in these documents."),
        ("displeased", "Please ask in other words"),
        ("personal", "Only someone who knows the person can say"),
        ("order", "Footnote only looks up questions"),
    ):
        answer_with(page, answer | {"reason": reason})
        ask(page, UNCOVERED)
        expect(page.locator(".none")).to_contain_text(said)
        expect(page.locator("#announcement")).to_contain_text(said)
        expect(page.locator("#passages")).to_be_hidden()
        n_folds = 0 if reason in {"form", "sources"} else 1
        expect(page.locator(".covers")).to_have_count(n_folds)
    assert searched == []


def test_what_a_quote_leans_on_stands_around_it_as_plain_text(
    page: Page, client: httpx.Client
) -> None:
    answer = client.post("/v1/ask", json={"question": CONTESTED}).json()
    sides = {
        name: {"text": text, "span": {"start": 0, "end": 1}}
        for name, text in (("before", HOSTILE), ("after", "However, no."))
    }
    statement = answer["statements"][0] | sides
    answer_with(page, answer | {"statements": [statement], "citations": answer["citations"][:1]})
    ask(page, CONTESTED)
    around = page.locator(".quote blockquote p")
    expect(around).to_contain_text(["Before it: ", statement["text"], "After it: However, no."])
    assert around.first.locator("bdi").text_content() == HOSTILE
    assert page.locator("img, script:not([src])").count() == 0


def test_the_part_of_a_question_that_nothing_answers_is_named(
    page: Page, client: httpx.Client
) -> None:
    answer = client.post("/v1/ask", json={"question": CONTESTED}).json()
    answer_with(page, answer | {"unanswered": ["Who pays?"]})
    ask(page, CONTESTED)
    expect(page.locator(".none")).to_have_text("No sentence found that answers: Who pays?")


def test_quotes_without_sides_are_grouped_by_document(page: Page, client: httpx.Client) -> None:
    answer = client.post("/v1/ask", json={"question": CONTESTED}).json()
    plain = [s | {"group": None, "group_assigned_by": None} for s in answer["statements"]]
    titles = list(dict.fromkeys(c["title"] for c in answer["citations"]))
    answer_with(page, answer | {"statements": plain})
    ask(page, CONTESTED)
    for title in titles:
        group = page.get_by_role("region", name=title, exact=True)
        expect(group.get_by_text("AI-generated study answer · 27").first).to_be_visible()
    assert page.locator(".by-document").count() == len(titles) == 2
    assert page.locator(".column").count() == 0


def test_sources_that_state_nothing_are_said_to_state_nothing(page: Page) -> None:
    ask_and_wait(page, "How do safety behaviours differ from coping strategies?")
    brief = page.locator(".sources li", has_text="Do You Really Know")
    rows = [row.split(":") for row in brief.locator(".provenance").inner_text().split("\n") if row]
    assert "not stated" in str(rows)
    lines = brief.locator(".provenance div").all_text_contents()
    assert lines == [
        "KindTraining brief",
        "Authornot stated",
        "Datenot stated",
        "Peer reviewednot stated",
    ]


def test_related_questions_ask_and_earlier_ones_can_be_asked_again(page: Page) -> None:
    first = page.locator("#related button").first.inner_text()
    page.locator("#related button").first.click()
    expect(page.get_by_role("heading", name=first, level=2)).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value(first)
    ask_and_wait(page, UNCOVERED)
    page.locator("#earlier").get_by_role("button", name=first).click()
    expect(page.get_by_role("heading", name=first, level=2)).to_be_visible()


def test_downloads_carry_the_text_under_a_plain_name(page: Page, client: httpx.Client) -> None:
    ask_and_wait(page, CONTESTED)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the answer as CSL-JSON").click()
    assert waiting.value.suggested_filename == "sources.json"
    answer = client.post("/v1/ask", json={"question": CONTESTED}).json()
    body = {"format": "csl-json", "citations": answer["citations"]}
    expected = client.post("/v1/export", json=body).text
    assert waiting.value.path().read_text(encoding="utf-8") == expected


def test_the_link_of_a_passage_names_document_and_place_alone(page: Page) -> None:
    allow_clipboard(page.context)
    ask_and_wait(page, CONTESTED)
    card = page.locator(".passage-card").first
    card.get_by_role("button", name="Copy the link").click()
    expect(card.locator(".outcome")).to_have_text("Copied the link.")
    address = clipboard(page)
    path, _, query = address.partition("?")
    assert "/sources/" in path
    start, end = query.removesuffix("#cited").split("&")
    assert start.removeprefix("start=").isdigit()
    assert end.removeprefix("end=").isdigit()
    page.goto(address)
    expect(page.locator("mark#cited")).to_be_in_viewport()


def test_without_a_clipboard_the_text_is_there_to_copy_by_hand(page: Page) -> None:
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    ask_and_wait(page, CONTESTED)
    page.get_by_role("button", name="Copy the answer as BibTeX").click()
    by_hand = page.get_by_label("Text to copy")
    expect(by_hand).to_be_focused()
    assert by_hand.input_value().startswith("@misc{")
    assert violations(page) == []


def test_an_error_keeps_the_question_and_can_be_tried_again(failing_page: Page) -> None:
    page = failing_page
    page.route("**/v1/ask", lambda route: route.abort())
    ask(page, CONTESTED)
    expect(page.locator(".failed")).to_contain_text("cannot be reached")
    expect(page.get_by_label("Your question")).to_have_value(CONTESTED)
    assert violations(page) == []
    page.unroute("**/v1/ask")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".column").first).to_be_visible()


def test_passages_and_sources_that_do_not_load_can_be_tried_again(failing_page: Page) -> None:
    page = failing_page

    def refuse(route: Route) -> None:
        route.fulfill(status=503, json={"detail": "Too busy."})

    page.route("**/v1/search", refuse)
    ask(page, CONTESTED)
    expect(page.locator("#passages")).to_contain_text("could not be loaded. Too busy.")
    expect(page.locator(".column").first).to_be_visible()
    page.unroute("**/v1/search")
    page.get_by_role("button", name="Load the passages again").click()
    expect(page.locator(".passage-card").first).to_be_visible()

    page.route("**/v1/documents/**", refuse)
    page.locator(".quote .chip").first.click()
    pane = page.locator("#reader")
    expect(pane).to_contain_text("could not be opened. Too busy.")
    assert violations(page) == []
    page.unroute("**/v1/documents/**")
    pane.get_by_role("button", name="Try again").click()
    expect(pane.locator("mark.current")).to_be_in_viewport()


def test_a_question_is_counted_in_characters(page: Page) -> None:
    asked = bodies(page, "/v1/ask")
    ask(page, "🌱" * 2001)
    said = page.get_by_label("Your question").evaluate("box => box.validationMessage")
    assert said == "At most 2,000 characters: 1 too many."
    assert asked == []
    ask(page, "🌱" * 2000)
    expect(page.locator(".none")).to_be_visible()
    assert asked[0]["question"] == "🌱" * 2000


def test_the_reading_pane_quotes_where_a_source_takes_a_side(
    page: Page, client: httpx.Client
) -> None:
    answer = client.post("/v1/ask", json={"question": CONTESTED}).json()
    identifier = answer["citations"][0]["document_id"]
    document = client.get(f"/v1/documents/{identifier}").json()
    paragraphs = [b["span"] for b in document["blocks"] if b["kind"] == "paragraph"][:2]
    stance = document["stances"][0] | {"section": None}
    sides = [stance | {"span": span} for span in paragraphs]
    changed = document | {"stances": sides}
    page.route(f"**/v1/documents/{identifier}", lambda route: route.fulfill(json=changed))
    answer_with(page, answer)
    ask(page, CONTESTED)
    page.get_by_role("button", name="Quote 1:").first.click()
    page.get_by_text("Sides that this source takes").click()
    lines = page.locator(".reader-stances li").all_text_contents()
    assert len(set(lines)) == 2
    for line, span in zip(lines, paragraphs, strict=True):
        words = document["text"][span["start"] : span["end"]].split()
        assert f"where it says “{' '.join(words[:8])}" in line


def test_a_quote_copied_alone_is_cited_as_in_the_whole_answer(page: Page) -> None:
    allow_clipboard(page.context)
    ask_and_wait(page, CONTESTED)
    told = []
    for quote in page.locator(".quote").all():
        quote.get_by_text("Cite").click()
        quote.get_by_role("button", name="as APA").click()
        expect(quote.locator(".outcome").first).to_have_text("Copied as APA.")
        told.append(clipboard(page).partition("References")[2].strip())
    page.get_by_role("button", name="Copy the answer as APA").click()
    expect(page.locator(".take .outcome").first).to_have_text("Copied as APA.")
    references = clipboard(page).partition("References")[2].strip().split("\n\n")
    assert len(references) == 2
    assert set(told) == set(references)
