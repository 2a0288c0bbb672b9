"""Renders the states of the window in the variants of one look: a process of its own, on a desktop that is there."""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from functools import cache
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from registry_tray.config import Language, Settings
from registry_tray.ui.language import speak
from registry_tray.ui.theme import Theme
from scripts.screenshots import fleet
from scripts.screenshots.scene import Scene
from scripts.screenshots.stage import Stage
from scripts.screenshots.states import State, states
from scripts.screenshots.variants import HEIGHTS, VARIANTS, Variant

READ = 20  # the row of the journal up to which a person has read


@cache
def scene(name: str) -> Scene:
    """The sample of this name."""
    samples = {"empty": (), "story": fleet.STORY, "few": fleet.FEW, "workday": fleet.WORKDAY, "crowd": fleet.crowd()}
    return Scene(samples[name])


def render(theme: Theme, variant: Variant, wanted: Sequence[State], folder: Path) -> Iterator[Path]:
    """One folder of pictures."""
    settings = Settings().with_value("appearance.theme", variant.theme, "the gallery")
    theme.follow(settings.with_value("appearance.text_size", variant.text, "the gallery"))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as kept:
        state_file = Path(kept) / "window.ini"
        state_file.write_text(f"[activity]\nread={READ}\n")
        for name, members in groupby(sorted(wanted, key=lambda state: state.scene), key=lambda state: state.scene):
            with Stage(scene(name), theme, state_file, variant.width, HEIGHTS[variant.width]) as stage:
                for state in members:
                    stage.reset()
                    file = folder / f"{state.name}.png"
                    stage.render(state.go(stage), file)
                    yield file


def main() -> int:
    """The exit status: 1 where nothing was rendered."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("variants", nargs="+")
    parser.add_argument("--states", nargs="+", default=["*"])
    arguments = parser.parse_args()
    variants = [each for each in VARIANTS if each.name in arguments.variants]
    look = variants[0].look
    application = QApplication(sys.argv[:1])
    application.setCursorFlashTime(0)
    speak(application, Language(look.language))
    if look.is_mirrored:
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    theme = Theme(application, Settings())
    wanted = [state for state in states() if any(fnmatch(state.name, pattern) for pattern in arguments.states)]
    count = 0
    for variant in variants:
        for _ in render(theme, variant, wanted, arguments.folder / variant.name):
            count += 1
        print(f"{variant.name}: {len(wanted)} states", flush=True)
    return 0 if count else 1


if __name__ == "__main__":
    sys.exit(main())
