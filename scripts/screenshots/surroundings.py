"""What the desktop itself draws for us: the icon in its panel, the tray's menu, and notifications."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.screenshots.face import NOTICES, READY
from tests.desktop.desktop import Desktop, wait_until

_MARGIN = 24  # pixels around what is cut out
_WIDTH = 1440


def render(desktop: Desktop, folder: Path, environment: dict[str, str]) -> Iterator[Path]:
    """All of them, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in ("en", "es"):
        for name in NOTICES if language == "en" else ("outage", "root-cause"):
            yield _notice(desktop, name, language, folder, environment)
    for scene in ("few", "workday"):
        yield _tray(desktop, scene, folder, environment)


def _notice(desktop: Desktop, name: str, language: str, folder: Path, environment: dict[str, str]) -> Path:
    file = folder / (f"notification-{name}.png" if language == "en" else f"notification-{name}-{language}.png")
    before = len(desktop.session.notified)
    process = desktop.run([sys.executable, "-m", "scripts.screenshots.face", "notice", name, language], environment)
    assert process.wait(20) == 0, process.stdout and process.stdout.read()
    [notified] = wait_until(lambda: [each for each in desktop.session.notified[before:] if each.number], "the notification")
    popup = wait_until(lambda: desktop.access.find(desktop.notifications.pid, notified.title), "the popup")
    shown = {window: desktop.place(window) for window in desktop.surfaces()}
    left, top, width, height = next(
        place for place in shown.values() if place[0] <= popup.x and popup.y < place[1] + place[3] and place[2] < _WIDTH / 2
    )
    _picture(desktop, file, left - _MARGIN, 0, width + 2 * _MARGIN, top + height + _MARGIN)
    desktop.close_popup(notified.number)
    return file


def _tray(desktop: Desktop, scene: str, folder: Path, environment: dict[str, str]) -> Path:
    file = folder / f"tray-menu-{scene}.png"
    process = desktop.run([sys.executable, "-m", "scripts.screenshots.face", "tray", scene, "en"], environment)
    assert process.stdout is not None
    wait_until(lambda: process.stdout and process.stdout.readline().strip() == READY, "the tray", 20)
    wait_until(lambda: desktop.session.item_of(process.pid), "the icon in the tray", 20)
    x, y = wait_until(desktop.tray_button, "the icon in the panel")
    before = desktop.surfaces()
    desktop.click(x, y, button=3)
    [menu] = wait_until(lambda: desktop.surfaces() - before, "the menu")
    left, top, _, height = wait_until(lambda: _steady(desktop, menu), "the menu's place")
    _picture(desktop, file, left - _MARGIN, 0, _WIDTH - left + _MARGIN, top + height + _MARGIN)
    desktop.key("Escape")
    process.terminate()
    process.wait(10)
    return file


def _steady(desktop: Desktop, window: str) -> tuple[int, int, int, int] | None:
    """Where it is, as soon as two looks agree."""
    place = desktop.place(window)
    return place if place == desktop.place(window) and place[3] > 1 else None


def _picture(desktop: Desktop, file: Path, x: int, y: int, width: int, height: int) -> None:
    desktop.screenshot(file)
    cut = f"{width}x{height}+{max(0, x)}+{y}"
    subprocess.run(["convert", str(file), "-crop", cut, "+repage", str(file)], check=True)
