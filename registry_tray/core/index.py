"""Which of many have a word in common, found without looking at all of them."""

from collections.abc import Collection, Hashable, Iterable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Index(Generic[K]):
    """Kept with every change."""

    def __init__(self) -> None:
        self._words: dict[K, tuple[str, ...]] = {}
        self._having: dict[str, dict[K, None]] = {}

    def put(self, key: K, words: Iterable[str]) -> None:
        """It has these words, and no others."""
        wanted = tuple(words)
        if self._words.get(key, ()) == wanted:
            return
        self.drop(key)
        if wanted:
            self._words[key] = wanted
        for word in wanted:
            self._having.setdefault(word, {})[key] = None

    def drop(self, key: K) -> None:
        """Nothing is known of it any more."""
        for word in self._words.pop(key, ()):
            having = self._having.get(word, {})
            having.pop(key, None)
            if not having:
                self._having.pop(word, None)

    def having(self, word: str) -> Collection[K]:
        """All that have this word."""
        return self._having.get(word, {}).keys()

    def words(self) -> Collection[str]:
        """All words that something has."""
        return self._having.keys()
