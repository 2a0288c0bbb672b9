"""What can be found in the command palette, and which of it a text means."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from unicodedata import combining, normalize

from registry_tray.ui.slices import finished


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
    order: int = 0
    """Of those that a text means as much, the lowest come first."""


STEP = 100  # entries that are looked at in one step


def find(entries: Iterable[Entry], text: str, most: int) -> list[Entry]:
    """What has all words of the text: what begins with it first, then words that do, then the rest, each in their order."""
    return finished(search(entries, text, most))


def search(entries: Iterable[Entry], text: str, most: int) -> Generator[None, None, list[Entry]]:
    """The same in steps."""
    words = _folded(text).split()
    ranked: list[tuple[int, int, Entry]] = []
    for number, entry in enumerate(entries):
        rank = _rank(entry, words)
        if rank is not None:
            ranked.append((rank, entry.order, entry))
        if number % STEP == STEP - 1:
            yield
    return [entry for *_, entry in sorted(ranked, key=lambda each: each[:2])[:most]]


def _rank(entry: Entry, words: list[str]) -> int | None:
    title = _folded(entry.title)
    haystack = f"{title} {_folded(entry.about)} {_folded(entry.words)}"
    if not all(word in haystack for word in words):
        return None
    if not words or title.startswith(words[0]):
        return 0
    if any(part.startswith(words[0]) for part in title.split()):
        return 1
    return 2 if words[0] in title else 3


def _folded(text: str) -> str:
    """Without capitals and without accents, which many do not type."""
    if text.isascii():
        return text.casefold()
    return "".join(letter for letter in normalize("NFD", text.casefold()) if not combining(letter))
