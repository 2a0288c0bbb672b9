"""For how long popups may be held back: what the settings offer, and what is always there."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from registry_tray.config import Settings
from registry_tray.ui import texts
from registry_tray.ui.language import tr


def mute_menu(parent: QWidget, settings: Callable[[], Settings], on_chosen: Callable[[timedelta | None], None]) -> QMenu:
    """For how long. None stands for until tomorrow at nine, which is known only when it is chosen."""
    menu = QMenu(parent)

    def fill() -> None:
        menu.clear()
        for action in choices(menu, settings(), on_chosen):
            menu.addAction(action)

    menu.aboutToShow.connect(fill)
    fill()
    return menu


def choices(
    parent: QMenu, settings: Settings, on_chosen: Callable[[timedelta | None], None], *, of_all: bool = False
) -> Iterator[QAction]:
    """The choices one by one; with `of_all` those that make sense for all popups together."""
    offered: list[tuple[str, timedelta | None]] = [
        (texts.for_how_long(duration), duration) for duration in settings.alerts.mute_choices.durations
    ]
    if not of_all:
        offered.append((tr("Until it recovers"), texts.UNTIL_RECOVERY))
    offered.append((tr("Until tomorrow, 9:00"), None))
    if not of_all:
        offered.append((tr("For ever"), texts.FOR_EVER))
    for text, duration in offered:
        action = QAction(text, parent)
        action.triggered.connect(partial(_choose, on_chosen, duration))
        yield action


def _choose(on_chosen: Callable[[timedelta | None], None], duration: timedelta | None, _checked: bool = False) -> None:
    on_chosen(duration)
