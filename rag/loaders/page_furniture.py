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
_LABELS_OF_ADVERTS = re.compile(
    r"(?:- ?|— ?)?(?:advertisement|advertisements|advert|ad|ads|sponsored|sponsored content|"
    r"promoted|paid content|article continues below(?: (?:this )?advert(?:isement)?)?|"
    r"(?:scroll|continue)(?: down)?(?: below to continue| to continue| below)"
    r"(?: reading| with (?:the )?content| for more)?)(?: ?-| ?—)?",
    re.IGNORECASE,
)
_LEGAL_LINES = re.compile(
    r"(?:©|(?:\(c\)|copyright)\s+(?:©|\(c\)|(?:19|20)\d\d\b|by\b)).{0,150}|"
    r".{0,80}\ball rights reserved\b.{0,40}",
    re.IGNORECASE,
)
_AGENCIES = (
    r"(?:getty|shutterstock|unsplash|istock|pexels|adobe stock|alamy|flickr|pixabay|reuters|"
    r"wikimedia|creative commons|cc[ -]by)"
)
_TO_INBOX = r"(?:straight|direct|directly|delivered|sent|right)(?: \w+){0,3} (?:in|to|into) your"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:share|tweet|print|email|e-mail|save|follow)(?: (?:this|us|on|via|with|friends|article|"
        r"post|page|story|link|it|for later|by email|facebook|twitter|x|linkedin|instagram|"
        r"whatsapp|pinterest))*:?",
        r"\d[\d,.]*[km]? (?:comments?|shares?|likes?|views?|replies|reads?|claps?|reactions?)"
        r"(?: so far)?",
        r"(?:no )?comments?(?: \(\d+\)| are closed| are off)?\.?",
        r"(?:this|our|the) (?:web)?site uses cookies\b.{0,400}",
        r"we (?:and our partners )?use cookies\b.{0,400}",
        r"by (?:continuing|using|clicking)\b.{0,150}\b(?:cookies|(?:our|the) terms|terms of "
        r"(?:use|service)|terms and conditions|privacy policy)\b.{0,200}",
        r"(?:please )?(?:subscribe|sign up|signup|register)\b.{0,80}\b"
        r"(?:newsletters?|mailing list|inbox|updates|email list)\b.{0,150}",
        rf"(?:join|get|receive|want)\b.{{0,80}}\b(?:newsletters?|mailing list|email list|"
        rf"in your email|{_TO_INBOX} inbox)\b.{{0,150}}",
        r"enter your e-?mail(?: address)?.{0,60}",
        r"(?:your )?e-?mail address\*?",
        r"(?:photo|image|picture)s? (?:credit|source|courtesy)s?(?: of)?:? .{1,80}",
        rf"(?:photo|image|picture)s?: .{{0,60}}\b{_AGENCIES}\b.{{0,40}}",
        r"(?:powered by|(?:web)?site (?:designed |built )?by) [^.!?]{1,60}",
        r"page \d+ of \d+",
        r"\d+ of \d+",
        r"loading\W*",
        r"(?:filed under|posted in|tags?|tagged(?: with)?): .{1,120}",
        r"(?:filed under|posted in|tagged)(?: [^\s.!?]+){1,3}",
        r"rate this (?:article|page|post).{0,40}",
        r"was this (?:article|page|post|information) helpful\W?(?: yes no)?",
        r"[\W_]+",
    )
)
_WHOLE_SENTENCE_WORDS = 8


def is_furniture(line: str) -> bool:
    """Whether a line, as a whole, belongs to the page around the text.

    A sentence of eight words or more that ends in a full stop never does, but for legal lines: a
    notice that stays does less harm than a sentence that is gone.
    """
    plain = _plain(line)
    if is_page_label(line) or _is_share_bar(plain) or _LEGAL_LINES.fullmatch(plain):
        return True
    if plain.endswith(".") and len(plain.split()) >= _WHOLE_SENTENCE_WORDS:
        return False
    return any(pattern.fullmatch(plain) for pattern in _PATTERNS)


def is_page_label(line: str) -> bool:
    """Whether a line is one of the few words of a menu, or over an advert."""
    plain = _plain(line)
    return plain in _MENU_NAMES or _LABELS_OF_ADVERTS.fullmatch(plain) is not None


def _plain(line: str) -> str:
    return line.strip().strip("|•·").strip().lower()


def _is_share_bar(plain: str) -> bool:
    names = [name for name in re.split(r"[\s,:|/•·]+", plain) if name]
    return len(names) >= 2 and all(name in _SHARE_NAMES for name in names)
