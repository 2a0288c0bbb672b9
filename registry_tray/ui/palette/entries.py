"""What can be found in the command palette, and which of it a text means."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A command, or a place to go to. `about` is what it belongs to, `key` the keys that do the same."""

    title: str
    act: Callable[[], object]
    about: str = ""
    icon: str = ""
    key: str = ""
    words: str = ""
    """More that it is found by."""


def find(entries: Iterable[Entry], text: str, most: int) -> list[Entry]:
    """Those that have all words of the text: what begins with it first, then words that do, then the rest, as they came."""
    words = text.casefold().split()
    ranked = ((rank, entry) for entry in entries if (rank := _rank(entry, words)) is not None)
    return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])[:most]]


def _rank(entry: Entry, words: list[str]) -> int | None:
    title = entry.title.casefold()
    haystack = f"{title} {entry.about.casefold()} {entry.words.casefold()}"
    if not all(word in haystack for word in words):
        return None
    if not words or title.startswith(words[0]):
        return 0
    if any(part.startswith(words[0]) for part in title.split()):
        return 1
    return 2 if words[0] in title else 3
