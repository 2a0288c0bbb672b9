"""What the core says, which knows no Qt, in the user's language."""

import re
from datetime import timedelta
from functools import lru_cache
from string import Formatter

from registry_tray import durations
from registry_tray.phrases import Phrase, Phrases
from registry_tray.ui.language import tr
from registry_tray.ui.reasons import REASONS, WORDS

_DAYS = re.compile(r"(\d+) days?( .+)?")


def say(text: str) -> str:
    """A text of the core: a phrase, whose sentence is known, or one that reads like a known reason. Others stay as they are."""
    match text:
        case Phrase():
            sentence = tr(text.sentence)
            values = (say(value) if isinstance(value, str) else value for value in text.values)
            return sentence.format(*values) if text.values else sentence
        case Phrases():
            return text.separator.join(map(say, text.parts))
    return _recognised(text)


def spoken(duration: timedelta) -> str:
    """For a sentence, two units at most: `4 min 12 s`, `3 days 4 h`."""
    return say(durations.spoken(duration))


@lru_cache(maxsize=4096)
def _recognised(text: str) -> str:
    if days := _DAYS.fullmatch(text):
        return (tr("1 day") if days[1] == "1" else tr("{0} days").format(days[1])) + (days[2] or "")
    for sentence, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found and (said := tr(sentence)) != sentence:
            return said.format(*map(_recognised, found.groups()))
    return text


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The sentences as patterns: those that say the most come first, for the others may fit as well."""
    known = sorted(map(str, REASONS + WORDS), key=lambda sentence: len(re.sub(r"\{\d\}", "", sentence)), reverse=True)
    return tuple((sentence, re.compile(_pattern(sentence), re.DOTALL)) for sentence in known)


def _pattern(sentence: str) -> str:
    return "".join(re.escape(text) + ("(.+?)" if place is not None else "") for text, place, _, _ in Formatter().parse(sentence))
