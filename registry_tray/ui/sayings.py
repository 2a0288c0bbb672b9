"""What the core says, which knows no Qt, in the user's language."""

import re
from datetime import timedelta
from functools import lru_cache
from string import Formatter

from PySide6.QtCore import QLocale

from registry_tray import durations
from registry_tray.phrases import Phrase, Phrases
from registry_tray.ui.files import resource
from registry_tray.ui.foreign import FOREIGN
from registry_tray.ui.language import figure, tr

REMARKS = "translations/remarks.txt"
"""The sentences of all remarks, one a line."""

_SECONDS = re.compile(r"(\d+\.\d) s")
_DAYS = re.compile(r"(\d+) days?( .+)?")
_CLOCK = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d\d:\d\d)")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def say(text: str) -> str:
    """A text of the core: a phrase, whose sentence is known, or one that reads like a known remark. Others stay as they are."""
    match text:
        case Phrase():
            sentence = tr(text.sentence)
            return sentence.format(*map(_said, text.values)) if text.values else sentence
        case Phrases():
            return text.separator.join(map(say, text.parts))
    return _recognised(text)


def spoken(duration: timedelta) -> str:
    """For a sentence, two units at most: `4 min 12 s`, `3 days 4 h`."""
    return say(durations.spoken(duration))


def _said(value: object) -> object:
    return say(str(value)) if isinstance(value, (str, BaseException)) else value


@lru_cache(maxsize=4096)
def _recognised(text: str) -> str:
    if days := _DAYS.fullmatch(text):
        return (tr("1 day") if days[1] == "1" else tr("{0} days").format(days[1])) + (days[2] or "")
    if seconds := _SECONDS.fullmatch(text):
        return f"{figure(float(seconds[1]), 1)} s"
    if clock := _CLOCK.fullmatch(text):
        return f"{QLocale().dayName(_WEEKDAYS.index(clock[1]) + 1, QLocale.FormatType.ShortFormat)} {clock[2]}"
    for sentence, words in _sentences():
        if words in text and (said := tr(sentence)) != sentence and (found := _pattern(sentence).fullmatch(text)):
            return said.format(*(_recognised(found[f"p{place}"]) for place in range(_pattern(sentence).groups)))
    return text


@lru_cache(maxsize=1)
def _sentences() -> tuple[tuple[str, str], ...]:
    """Those that are known, and their longest words: those that say the most come first."""
    known = {sentence: _words(sentence) for sentence in (*_remarks(), *map(str, FOREIGN))}
    longest = sorted(known.items(), key=lambda pair: sum(map(len, pair[1])), reverse=True)
    return tuple((sentence, max(words, key=len)[1:]) for sentence, words in longest)


@lru_cache(maxsize=1)
def _remarks() -> frozenset[str]:
    return frozenset(resource(REMARKS).read_text("utf-8").splitlines())


@lru_cache(maxsize=1024)
def _pattern(sentence: str) -> re.Pattern[str]:
    """What reads like it, made when something may: to make all of them takes longer than a frame."""
    ours = sentence in _remarks()
    return re.compile(_places(sentence) if ours else f"(?i:{re.escape(sentence[0])}){_places(sentence[1:])}", re.DOTALL)


def _words(sentence: str) -> list[str]:
    """What stands around the places."""
    return [text for text, *_ in Formatter().parse(sentence)]


def _places(sentence: str) -> str:
    """A place that comes again is the same again."""
    pattern, seen = "", set[str]()
    for text, place, *_ in Formatter().parse(sentence):
        pattern += re.escape(text)
        if place is not None:
            pattern += rf"(?P=p{place})" if place in seen else rf"(?P<p{place}>.+?)"
            seen.add(place)
    return pattern
