"""Makes text of strangers fit to be shown: names and answers of applications come from outside."""

import unicodedata

TITLE_LIMIT = 40  # characters; what the freedesktop specification asks of a summary
BODY_LIMIT = 1000  # characters; a popup shows some lines, and some servers choke on more


def plain(text: str) -> str:
    """The text without characters that cannot be seen: controls, halves of surrogate pairs, changes of direction. Lines stay."""
    spaced = text.replace("\r\n", "\n").replace("\t", " ")
    return "".join(character for character in spaced if character == "\n" or not _is_hidden(character)).strip()


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, the last one an ellipsis where something was left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def fit(title: str, body: str) -> tuple[str, str]:
    """Title and body as they may be shown; a title that had to be cut stands in full at the head of the body."""
    whole = " ".join(plain(title).split())
    short = cut(whole, TITLE_LIMIT)
    rest = plain(body)
    return short, cut(rest if short == whole else f"{whole}\n{rest}".strip(), BODY_LIMIT)


def escape(text: str) -> str:
    """For a server that reads markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or unicodedata.bidirectional(character) in _DIRECTIONS


_DIRECTIONS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
