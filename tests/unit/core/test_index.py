"""What has a word is found by it, as it is now."""

from registry_tray.core.index import Index


def test_what_has_a_word_is_found_by_it() -> None:
    index: Index[int] = Index()
    index.put(1, ("red", "round"))
    index.put(2, ("red",))
    assert list(index.having("red")) == [1, 2]
    assert list(index.having("round")) == [1]
    assert list(index.having("blue")) == []
    assert set(index.words()) == {"red", "round"}


def test_what_has_other_words_by_now_is_found_by_those_alone() -> None:
    index: Index[int] = Index()
    index.put(1, ("red",))
    index.put(1, ("blue",))
    assert list(index.having("red")) == []
    assert list(index.having("blue")) == [1]
    index.put(1, ())
    assert list(index.words()) == []


def test_what_is_dropped_is_found_no_more() -> None:
    index: Index[int] = Index()
    index.put(1, ("red", "red"))
    index.drop(1)
    index.drop(2)
    assert list(index.words()) == []
