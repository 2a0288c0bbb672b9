"""The command palette: type what is wanted, Enter does it."""

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from registry_tray.core.status import Status
from registry_tray.ui.board import Row
from registry_tray.ui.language import key_text
from registry_tray.ui.palette.entries import STEP, Entry, find, search
from registry_tray.ui.palette.overlay import Overlay
from registry_tray.ui.search_line import SearchLine
from registry_tray.ui.slices import Slices
from registry_tray.ui.strip import Strip
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import CAPTION, GAP, GAP_SMALL
from registry_tray.ui.widgets import label, rule

_WIDTH, _ROW, _MOST = 560, 36, 12
_SMALL = 1000  # rows; among so many all is found at once
_ENTRY = Qt.ItemDataRole.UserRole


class Palette(Overlay):
    """Offers what makes sense at the moment in which it opens: `commands`, and for each of `rows` what `entry_of` makes of it."""

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        commands: Callable[[], Iterable[Entry]],
        rows: Callable[[], list[Row]],
        entry_of: Callable[[Row], Entry],
    ) -> None:
        super().__init__(parent, theme, _WIDTH)
        self._commands = commands
        self._rows = rows
        self._entry_of = entry_of
        self._entries: list[Entry] = []
        self._found: list[Entry] = []
        self._shown: list[Entry] | None = None
        self._is_small = True
        self._slices = Slices(self, self._show_found)
        self.setAccessibleName(self.tr("Command palette"))
        self.line = SearchLine(theme, self.tr("Type a command or the name of an application"))
        self.line.setAccessibleName(self.tr("Command"))
        self.line.setAccessibleDescription(self.tr("Up and Down choose, Enter does it, Escape closes"))
        self.line.setProperty("look", "plain")
        self.line.textChanged.connect(self._on_text)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("What is found"))
        self.list.setMinimumHeight(0)
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Delegate(self.list, theme))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._on_chosen)
        self.none = label(self.tr("Nothing is called so."), "muted")
        self.body.setSpacing(GAP_SMALL)
        self.body.addWidget(self.line)
        self.body.addWidget(rule())
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.none)

    def open(self) -> None:
        """Begin anew; pressed again, it closes."""
        if self.isVisible():
            self.close_over()
            return
        rows = self._rows()
        self._is_small = len(rows) <= _SMALL
        self.line.clear()
        self.offer()
        self._slices.add("entries", self._take_in(rows))
        self.open_over(self.line)

    def offer(self) -> None:
        """List the commands that make sense now."""
        self._entries = list(self._commands())
        self._found = find(self._entries, "", _MOST)
        self._show_found()

    def wanted_height(self, width: int) -> int:
        list_height = self.list.maximumHeight() if self.list.isVisibleTo(self) else self.none.sizeHint().height()
        margins = self.body.contentsMargins()
        above = self.line.sizeHint().height() + 1 + 2 * self.body.spacing()
        return above + list_height + margins.top() + margins.bottom()

    def titles(self) -> list[str]:
        """What is offered."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Down | Qt.Key.Key_Tab:
                    self._step(1)
                    return True
                case Qt.Key.Key_Up | Qt.Key.Key_Backtab:
                    self._step(-1)
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._on_chosen(self.list.currentItem())
                    return True
        return super().eventFilter(watched, event)

    def _take_in(self, rows: list[Row]) -> Iterator[None]:
        for number, row in enumerate(rows):
            self._entries.append(self._entry_of(row))
            if number % STEP == STEP - 1:
                yield

    def _on_text(self, text: str) -> None:
        self._slices.add("find", self._find(text))
        if self._is_small:
            self._slices.finish()

    def _find(self, text: str) -> Iterator[None]:
        self._found = yield from search(self._entries, text, _MOST)

    def _show_found(self) -> None:
        found = self._found
        if found is self._shown:
            return
        self._shown = found
        self.list.clear()
        for entry in found:
            item = QListWidgetItem(entry.title)
            item.setData(_ENTRY, entry)
            said = ", ".join(filter(None, (entry.title, entry.about, key_text(entry.key))))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        self.list.setMaximumHeight(len(found) * self.list.sizeHintForRow(0) + 2 if found else 0)
        self.none.setVisible(not found)
        self.body.activate()
        self.place()

    def _step(self, by: int) -> None:
        if count := self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + by) % count)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if self._slices.are_left:  # what is meant is found before it is done
            self._slices.finish()
            item = self.list.currentItem()
        entry = item.data(_ENTRY) if item is not None else None
        if isinstance(entry, Entry):
            self.close_over()
            entry.act()


class _Delegate(QStyledItemDelegate):
    """Icon and title, then what it belongs to, and the key at the right."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, max(_ROW, QFontMetrics(self._theme.font()).height() + GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        entry, colours = index.data(_ENTRY), self._theme.colours
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if not isinstance(entry, Entry):
            return
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selected))
            painter.drawRoundedRect(area, 6, 6)
        strip = Strip(painter, area.adjusted(GAP, 0, -GAP, 0), is_mirrored=option.direction is Qt.LayoutDirection.RightToLeft)
        body, caption, size = self._theme.font(), self._theme.font(CAPTION), self._theme.size()
        if entry.icon:
            strip.picture(self._theme.pixmap(entry.icon, self._ink(entry.icon)), GAP)
        else:
            strip.take(size, GAP)
        if key := key_text(entry.key):
            strip.text(key, caption, colours.muted, area=strip.take_end(self._width(caption, key), GAP), at_end=True)
        strip.text(entry.title, body, colours.text, area=strip.take(self._width(body, entry.title), GAP))
        strip.text(entry.about, caption, colours.muted)

    def _ink(self, icon: str) -> str:
        """A status has its own colour."""
        name = icon.removeprefix("status-")
        return self._theme.colours.status[Status(name)] if name != icon and name in list(Status) else ""

    def _width(self, font: QFont, text: str) -> int:
        return QFontMetrics(font).horizontalAdvance(text) + 1
