"""What the parts of the details pane have in common: a heading, and rows of text that are changed in place."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPixmap, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from registry_tray.ui.tokens import CAPTION, GAP, GAP_SMALL, LINE
from registry_tray.ui.widgets import label, narrowed

Cell = str | QPixmap
_NAMES = 104  # pixels, for text of the usual size: of a column of names at least, so that those of several sections are in line


def name_width(shown: QWidget) -> int:
    """How wide a column of names is at least, in the text of this widget."""
    return round(_NAMES * max(1.0, shown.fontMetrics().height() / LINE))


def caption_drop(shown: QWidget) -> int:
    """How much lower a caption stands to be on the line of the text beside it, in the text of this widget."""
    caption = QFont(shown.font())
    caption.setPointSizeF(caption.pointSizeF() * CAPTION)
    return shown.fontMetrics().ascent() - QFontMetrics(caption).ascent()


class Section(QWidget):
    """A heading, `corner` at its end, and what belongs to it."""

    def __init__(self, title: str, corner: QWidget | None = None) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(GAP_SMALL)
        self.heading = label(title, "section")
        if corner is None:
            self.body.addWidget(self.heading)
            return
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(corner)
        self.body.addLayout(head)


class Rows(QWidget):
    """A grid of labels; labels are kept, for making them anew flickers and loses what was selected."""

    def __init__(self, roles: Sequence[str], stretch: int, *, named: bool = False) -> None:
        """`named` is whether the first column has names, in line with those of other sections."""
        super().__init__()
        self._named = named
        self._roles = roles
        self._stretch = stretch
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP_SMALL)
        self._grid.setColumnStretch(stretch, 1)
        self._labels: list[list[QLabel]] = []
        self._wanted: tuple[Sequence[Sequence[Cell]], Sequence[str]] | None = None
        self._fit()

    def show_rows(self, rows: Sequence[Sequence[Cell]], tooltips: Sequence[str] = ()) -> None:
        """Show these, a cell for each role; what nobody sees is made when it is looked at."""
        self._wanted = rows, tooltips
        if self.isVisible():
            self._fill()

    def filled(self) -> Iterator[None]:
        """Fill it, a row a step, where it is about to be looked at."""
        while self._wanted is not None and len(self._labels) < len(self._wanted[0]):
            self._labels.append(self._make_row(len(self._labels)))
            yield
        self._fill()
        yield

    def showEvent(self, event: QShowEvent) -> None:
        self._fill()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self._grid.setColumnMinimumWidth(0, name_width(self) if self._named else 0)
        for row in self._labels:
            self._put_in_line(row)

    def _fill(self) -> None:
        if self._wanted is None:
            return
        (rows, tooltips), self._wanted = self._wanted, None
        while len(self._labels) < len(rows):
            self._labels.append(self._make_row(len(self._labels)))
        for number, labels in enumerate(self._labels):
            for column, shown in enumerate(labels):
                shown.setVisible(number < len(rows))
                if number < len(rows):
                    _put(shown, rows[number][column])
                    shown.setToolTip(tooltips[number] if number < len(tooltips) else "")

    def texts(self) -> list[list[str]]:
        """What is shown."""
        self._fill()
        return [[cell.text() for cell in row] for row in self._labels if not row[0].isHidden()]

    def _make_row(self, number: int) -> list[QLabel]:
        made = []
        for column, role in enumerate(self._roles):
            cell = label("", role, selectable=True, wrap=column == self._stretch)
            if column == self._stretch:
                narrowed(cell)
            self._grid.addWidget(cell, number, column, Qt.AlignmentFlag.AlignTop)
            made.append(cell)
        self._put_in_line(made)
        return made

    def _put_in_line(self, row: Sequence[QLabel]) -> None:
        drop = caption_drop(self) if "" in self._roles else 0
        for role, cell in zip(self._roles, row, strict=True):
            cell.setContentsMargins(0, drop if role == "caption" else 0, 0, 0)


def _put(shown: QLabel, content: Cell) -> None:
    if isinstance(content, QPixmap):
        shown.setPixmap(content)
    elif shown.text() != content:
        shown.setText(content)
