"""Lines of a web page that are the site's, not the text's: shares, adverts, menus, notices."""

import re

_SHARE_NAMES = frozenset(
    "x twitter facebook fb linkedin reddit email e-mail mail bluesky whatsapp telegram pinterest "
    "tumblr mastodon threads instagram youtube tiktok pocket flipboard messenger sms print share "
    "tweet pin it copy link save like follow on via this us more".split()
)
_MENU_NAMES = frozenset(
    "home|about|about us|contact|contact us|menu|search|login|log in|sign in|sign up|register|"
    "subscribe|my account|cart|basket|shop|blog|news|faq|faqs|help|donate|skip to content|"
    "skip to main content|skip to navigation|toggle navigation|close|close menu|back to top|top|"
    "book now|buy now|register now|apply now|enrol now|add to cart|find out more|get started|"
    "previous|next|previous post|next post|previous article|next article|read more|load more|"
    "show more|see more|view all|see all|learn more|continue reading|leave a comment|"
    "leave a reply|post comment|reply|terms|terms of use|terms of service|"
    "terms and conditions|privacy|privacy policy|cookie policy|cookie settings|sitemap|"
    "accessibility|careers|advertise|accept|accept all|accept cookies|reject all|decline|got it|"
    "manage preferences|manage cookies|listen|listen to this article|bookmark|download|pdf".split(
        "|"
    )
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:- ?|— ?)?(?:advertisement|advertisements|advert|ad|ads|sponsored|sponsored content|"
        r"promoted|paid content|article continues below(?: advertisement)?|"
        r"(?:scroll|continue) (?:down )?(?:to continue|below).*)(?: ?-| ?—)?",
        r"(?:share|tweet|print|email|e-mail|save|follow)(?: (?:this|us|on|via|with|friends|article|"
        r"post|page|story|link|it|for later|by email|facebook|twitter|x|linkedin|instagram|"
        r"whatsapp|pinterest))*:?",
        r"\d[\d,.]*[km]? (?:comments?|shares?|likes?|views?|replies|reads?|claps?|reactions?)"
        r"(?: so far)?",
        r"(?:no )?comments?(?: \(\d+\)| are closed| are off)?\.?",
        r"(?:©|\(c\)|copyright)\s.{0,150}",
        r".{0,80}\ball rights reserved\b.{0,40}",
        r"(?:this|our|the) (?:web)?site uses cookies\b.{0,400}",
        r"we (?:and our partners )?use cookies\b.{0,400}",
        r"by (?:continuing|using|clicking)\b.{0,150}\b(?:cookies|terms|privacy policy)\b.{0,200}",
        r"(?:please )?(?:subscribe|sign up|signup|join|register)\b.{0,80}\b"
        r"(?:newsletter|mailing list|inbox|updates|email list)\b.{0,150}",
        r"(?:get|receive|want)\b.{0,80}\b(?:newsletter|inbox|in your email)\b.{0,100}",
        r"enter your e-?mail(?: address)?.{0,60}",
        r"(?:your )?e-?mail address\*?",
        r"(?:photo|image|picture)(?: credit)?s?: .{1,80}",
        r"(?:powered by|designed by|website by) .{1,60}",
        r"page \d+ of \d+",
        r"\d+ of \d+",
        r"loading\W*",
        r"(?:filed under|posted in|tags?|tagged(?: with)?):? .{1,120}",
        r"rate this (?:article|page|post).{0,40}",
        r"was this (?:article|page|post|information) helpful\W?(?: yes no)?",
        r"[\W_]+",
    )
)


def is_furniture(line: str) -> bool:
    """Whether a line, as a whole, belongs to the page around the text."""
    plain = line.strip().strip("|•·").strip().lower()
    return (
        plain in _MENU_NAMES
        or _is_share_bar(plain)
        or any(pattern.fullmatch(plain) for pattern in _PATTERNS)
    )


def _is_share_bar(plain: str) -> bool:
    names = [name for name in re.split(r"[\s,:|/•·]+", plain) if name]
    return len(names) >= 2 and all(name in _SHARE_NAMES for name in names)
