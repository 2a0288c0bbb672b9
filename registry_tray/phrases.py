"""Texts for people, which the core writes in English, and who shows them says in the language of the user.

`phrase` is for what is shown at once: it remembers how it was made. `remark` is for what is stored, as English alone: it is
recognised by its sentence when it is read again. All else that is a text for people is one of the two, or is not translated
for a reason that the tests name.
"""

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

    def __str__(self) -> str:
        """Itself, so that `str(error)` of an error that was made of it is a phrase too."""
        return self


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

    def __str__(self) -> str:
        """Itself, as a phrase."""
        return self


def phrase(sentence: str, *values: object) -> Phrase:
    """The text that this sentence gives with these values. The sentence is a literal: translators find it by this call."""
    return Phrase(sentence, *values)


def remark(sentence: str, *values: object) -> str:
    """The same for a text that is stored. What is said by a place must be clear from the words around it."""
    return sentence.format(*values) if values else sentence


def plain(text: object) -> str:
    """A phrase as nothing but its text; for encoders, which ask of what they do not know, and take a TypeError for an answer."""
    if not isinstance(text, str):
        raise TypeError(f"{type(text).__name__} cannot be encoded")
    return str.__str__(text)
