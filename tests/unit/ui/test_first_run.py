"""The first run shows how to begin, and a sample that breaks and comes back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from registry_tray.ui import texts
from tests.unit.ui.support import Open, World

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")


def test_the_welcome_offers_two_commands_to_copy(open_window: Open) -> None:
    welcome = open_window().applications.welcome
    welcome.copy_run.click()
    assert QGuiApplication.clipboard().text() == "registry-tray run --port 8000 -- node server.js"
    assert "--registry http://127.0.0.1:8000 " in texts.run_command("http://127.0.0.1:8000")


def test_the_commands_of_the_welcome_stand_in_line(open_window: Open, qtbot: QtBot) -> None:
    welcome = open_window().applications.welcome
    lines = (welcome.line, welcome.run_line)
    places = [lambda line=line: (line.mapTo(welcome, QPoint()).x(), line.width()) for line in lines]
    qtbot.waitUntil(lambda: places[0]() == places[1]() > (0, 0))


@pytest.mark.parametrize(
    ("scenes", "said"),
    [
        (("well",), "A sample application has registered"),
        (("well", "broken"), "It has broken: watch for the notification"),
        (("well", "broken", "back"), "It answers again"),
        (("well", "broken", "back", "over"), "The sample has unregistered"),
    ],
)
def test_each_scene_says_what_is_to_be_seen(open_window: Open, world: World, scenes: tuple[str, ...], said: str) -> None:
    window = open_window()
    assert window.story.isHidden()
    world.program.scenes = scenes
    window.applications.welcome.example.click()
    assert window.story.headline.text().startswith(said)
    assert window.story.isVisible()
    window.story.dismiss.click()
    assert window.story.isHidden()


def test_the_story_is_told_once_at_a_time(open_window: Open, world: World) -> None:
    window = open_window()
    told = 0

    async def tell(on_scene: Callable[[str], None]) -> None:
        nonlocal told
        told += 1
        on_scene("well")
        window.story.start()

    world.program.show_sample = tell  # type: ignore[method-assign]
    window.story.start()
    assert told == 1
    window.story.start()
    assert told == 2


def test_a_story_that_cannot_be_told_is_said_and_can_be_tried_again(open_window: Open, world: World) -> None:
    window = open_window()
    world.program.trouble = "The sample could not be shown: no room."
    window.applications.welcome.example.click()
    assert window.banners.messages == ["The sample could not be shown: no room."]
    assert window.story.isHidden()
    world.program.trouble = ""
    window.applications.welcome.example.click()
    assert window.story.isVisible()
