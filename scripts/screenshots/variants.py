"""The ways in which every state is rendered: theme, width, scale, size of text, language and direction."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch

HEIGHTS = {900: 640, 1180: 760, 1600: 1000}
"""The height of the window, by its width."""


@dataclass(frozen=True, slots=True)
class Look:
    """What holds for a whole process: the scale of the screen, the language, and the direction of reading."""

    scale: int = 1
    language: str = "en"
    is_mirrored: bool = False

    @property
    def environment(self) -> dict[str, str]:
        """What Qt is told of it."""
        return {"QT_SCALE_FACTOR": str(self.scale)} if self.scale != 1 else {}


@dataclass(frozen=True, slots=True)
class Variant:
    """One folder of pictures."""

    theme: str
    width: int
    look: Look = Look()
    text: int = 100

    @property
    def name(self) -> str:
        """`dark-900`, `light-1600-scale200`, `light-1180-es`."""
        parts = [self.theme, str(self.width)]
        if self.look.scale != 1:
            parts.append(f"scale{self.look.scale}00")
        if self.text != 100:
            parts.append(f"text{self.text}")
        if self.look.language != "en":
            parts.append(self.look.language)
        if self.look.is_mirrored:
            parts.append("rtl")
        return "-".join(parts)


THEMES = ("light", "dark")
PLAIN, DOUBLE, SPANISH, MIRRORED = Look(), Look(scale=2), Look(language="es"), Look(is_mirrored=True)
VARIANTS = (
    *(Variant(theme, width) for theme in THEMES for width in (900, 1180, 1600)),
    *(Variant(theme, width, text=200) for theme in THEMES for width in (900, 1600)),
    *(Variant(theme, width, DOUBLE) for theme in THEMES for width in (900, 1180, 1600)),
    *(Variant(theme, width, SPANISH) for theme in THEMES for width in (900, 1180)),
    *(Variant(theme, 1180, MIRRORED) for theme in THEMES),
)


def chosen(patterns: list[str]) -> Iterator[tuple[Look, list[Variant]]]:
    """Those that fit one of the patterns, such as `dark-*`, by what a process has to be started for."""
    for look in dict.fromkeys(variant.look for variant in VARIANTS):
        fitting = [each for each in VARIANTS if each.look == look and any(fnmatch(each.name, pattern) for pattern in patterns)]
        if fitting:
            yield look, fitting
