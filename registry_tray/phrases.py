"""Texts that remember how they were made, so that who shows them can say them in another language."""

from typing import Self


class Phrase(str):
    """A text in English, made of a sentence with places `{0}`, `{1}` and of what stands there; Phrases among it are kept."""

    __slots__ = ("sentence", "values")
    sentence: str
    values: tuple[object, ...]

    def __new__(cls, sentence: str, *values: object) -> Self:
        made = super().__new__(cls, sentence.format(*values) if values else sentence)
        made.sentence = sentence
        made.values = values
        return made


class Phrases(str):
    """Several texts, one after the other."""

    __slots__ = ("parts", "separator")
    parts: tuple[str, ...]
    separator: str

    def __new__(cls, separator: str, *parts: str) -> Self:
        made = super().__new__(cls, separator.join(parts))
        made.separator = separator
        made.parts = parts
        return made


def phrase(sentence: str, *values: object) -> Phrase:
    """The text that this sentence gives with these values. The sentence is a literal: translators find it by this call."""
    return Phrase(sentence, *values)
