"""The program with its window, and a hand that does what stdin says as a person would: `python -m bench.window_program ...`."""

import json
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from bench.turns import Turns, watch
from registry_tray.cli import main

if TYPE_CHECKING:
    from registry_tray.ui.main_window import MainWindow


class Hand:
    """Does one thing a line, on the thread of the window, and answers `done` or `turns [...]`."""

    def __init__(self, window: "MainWindow", turns: Turns) -> None:
        from PySide6.QtTest import QTest  # not while its turn is timed

        self._type, self._press = QTest.keyClicks, QTest.keyClick
        self._turns = turns
        self._window = window
        self._page = self._window.applications
        self._deeds: dict[str, Callable[..., object]] = {
            "open": self._window.raise_window,
            "page": self._window.show_page,
            "key": self._press_key,
            "clear": self._page.filters.clear,
            "chip": self._choose,
            "sort": self._sort,
            "closed": lambda on: self._page.model.close_all(closed=on == "1"),
            "next": self._go_to_next,
            "leave": self._page.close_details,
            "wheel": self._turn_wheel,
            "drag": self._drag,
            "palette": self._use_palette,
            "watch": self._watch,
            "rows": lambda: print(f"rows {self._page.model.rowCount()}", flush=True),
            "turns": lambda: print("turns", json.dumps(turns.take()), flush=True),
        }

    def do(self, line: str) -> None:
        """A word and its arguments."""
        word, *arguments = line.split()
        self._deeds[word](*arguments)
        print("done", flush=True)

    def _watch(self, on: str) -> None:
        self._turns.on = on == "1"

    def _press_key(self, letter: str) -> None:
        search = self._page.filters.search
        if not search.hasFocus():
            self._page.filters.focus_search()
        self._type(search, letter)

    def _choose(self, name: str) -> None:
        from registry_tray.ui.models.entries import Group

        self._page.chips.choose(Group(name))

    def _sort(self, column: str, order: str) -> None:
        from PySide6.QtCore import Qt

        self._page.list.sortByColumn(int(column), Qt.SortOrder(int(order)))

    def _go_to_next(self) -> None:
        from PySide6.QtCore import Qt

        self._page.list.setFocus()
        self._press(self._page.list, Qt.Key.Key_Down)

    def _turn_wheel(self, steps: str) -> None:
        from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent

        viewport = self._page.list.viewport()
        middle = QPointF(viewport.rect().center())
        none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
        place = QPointF(viewport.mapToGlobal(viewport.rect().center()))
        turned = QPoint(0, -120 * int(steps))
        event = QWheelEvent(middle, place, QPoint(), turned, none, Qt.KeyboardModifier.NoModifier, phase, False)
        QCoreApplication.postEvent(viewport, event)

    def _drag(self, share: str) -> None:
        bar = self._page.list.verticalScrollBar()
        bar.setValue(round(bar.maximum() * float(share)))

    def _use_palette(self, text: str) -> None:
        palette = self._window.launcher.palette
        if text == "open" or not palette.isVisible():
            palette.open()
        else:
            palette.line.setText(text)


def _obey(turns: Turns) -> None:
    """Lines come on a thread of their own, and only when the program says that it is ready."""
    from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, Slot
    from PySide6.QtWidgets import QApplication

    class Ear(QObject):
        said = Signal(str)
        hand: Hand | None = None

        @Slot(str)
        def hear(self, line: str) -> None:
            window = next((each for each in QApplication.topLevelWidgets() if each.inherits("QMainWindow")), None)
            if self.hand is None and hasattr(window, "launcher"):  # the last thing that it is made of
                self.hand = Hand(cast("MainWindow", window), turns)
            if self.hand is None:  # it is made shortly after the API answers
                QTimer.singleShot(10, lambda: self.hear(line))
            else:
                self.hand.do(line)

    ear: Ear | None = None
    for line in sys.stdin:
        if ear is None:
            application = QCoreApplication.instance()
            assert application is not None
            ear = Ear()
            ear.said.connect(ear.hear, Qt.ConnectionType.QueuedConnection)
            ear.moveToThread(application.thread())
        ear.said.emit(line.strip())


if __name__ == "__main__":
    noted = watch()
    threading.Thread(target=_obey, args=(noted,), daemon=True).start()
    sys.exit(main())
