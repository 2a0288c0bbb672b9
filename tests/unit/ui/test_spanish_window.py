"""In Spanish, no state of the window shows, tells or explains anything in English."""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QHeaderView, QTabBar, QWidget

from registry_tray.config import Settings
from registry_tray.ui.theme import Theme
from scripts.screenshots.gallery import scene
from scripts.screenshots.stage import Stage
from scripts.screenshots.states import states
from tests.unit.ui.test_language import PLACES, messages

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support")

_ROWS, _COLUMNS = 40, 12
_TELLING = 10  # letters around its places that a sentence is known by
_SAID = ("text", "title", "windowTitle", "toolTip", "placeholderText", "accessibleName", "accessibleDescription")
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.usefixtures("spanish")
@pytest.mark.parametrize("name", sorted({state.scene for state in states()}))
def test_no_state_of_the_window_says_anything_in_english(name: str, qapp: QApplication, tmp_path: Path) -> None:
    english, known = _english(), set[str]()
    with Stage(scene(name), Theme(qapp, Settings()), tmp_path / "window.ini", 1180, 760) as stage:
        for state in (state for state in states() if state.scene == name):
            stage.reset()
            shown = state.go(stage)
            stage.settle()
            seen = {text for top in filter(None, (stage.window, shown)) for text in _texts(top)} - known
            assert [text for text in seen if _is_said_so(text, english)] == [], state.name
            known |= seen
            if shown is not None:
                shown.hide()
    assert len(known) > 100


@pytest.mark.usefixtures("spanish")
def test_all_tabs_of_the_details_show_in_a_window_of_900_pixels(qapp: QApplication, tmp_path: Path) -> None:
    with Stage(scene("workday"), Theme(qapp, Settings()), tmp_path / "window.ini", 900, 640) as stage:
        [log] = [state for state in states() if state.name == "tab-log"]
        stage.reset()
        log.go(stage)
        stage.settle()
        bar = stage.window.applications.details.tabs.bar
        assert all(map(bar.isTabVisible, range(bar.count())))
        words = [bar.fontMetrics().size(0, bar.tabText(place)).width() for place in range(bar.count())]
        assert all(bar.rect().contains(bar.tabRect(place)) for place in range(bar.count()))
        assert all(bar.tabRect(place).width() > wide for place, wide in enumerate(words))


def _english() -> dict[str, re.Pattern[str]]:
    """The sentences of the catalogue that say something else in Spanish, but those that are little more than places."""
    return {
        source: re.compile(r"[^\n]+?".join(map(re.escape, PLACES.split(source))))
        for _, source, said in messages()
        if source not in said and (not PLACES.search(source) or len(PLACES.sub("", source)) >= _TELLING)
    }


def _is_said_so(text: str, sentences: Mapping[str, re.Pattern[str]]) -> bool:
    return text in sentences or any(
        pattern.fullmatch(text) for sentence, pattern in sentences.items() if max(PLACES.split(sentence), key=len) in text
    )


def _texts(top: QWidget) -> Iterator[str]:
    for each in (top, *top.findChildren(QWidget), *top.findChildren(QAction)):
        said = (getattr(each, name, None) for name in _SAID)
        yield from (str(say()).replace("&", "").partition("\t")[0] for say in said if callable(say))
        match each:
            case QComboBox():
                yield from (each.itemText(index) for index in range(each.count()))
            case QTabBar():
                yield from (each.tabText(index) for index in range(each.count()))
            case QHeaderView():
                yield from (str(each.model().headerData(section, each.orientation()) or "") for section in range(each.count()))
            case QAbstractItemView() if each.model() is not None:
                yield from _items(each.model(), QModelIndex())


def _items(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    for row, column in product(range(min(_ROWS, model.rowCount(parent))), range(_COLUMNS)):
        if model.hasIndex(row, column, parent):
            index = model.index(row, column, parent)
            yield from (text for role in _ROLES if isinstance(text := index.data(role), str))
            if column == 0:
                yield from _items(model, index)
