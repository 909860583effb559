"""The languages of <footnote-chat> and their messages."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from rag.messages import NoAnswerReason
from tests.server.chat import show_chat

pytestmark = pytest.mark.browser

ASSETS = Path(__file__).parents[2] / "server" / "pages" / "assets"


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
