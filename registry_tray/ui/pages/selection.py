"""Which instances are selected, whatever rows they move to, and which one of them has its details shown."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject, Signal
from PySide6.QtWidgets import QAbstractItemView

from registry_tray.core.models import InstanceId
from registry_tray.ui.board import Row
from registry_tray.ui.models.instances import InstanceModel
from registry_tray.ui.models.listing import runs

_MANY = 20  # lines; of so many Qt would find out one by one where they have moved to
_FLAGS = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class Selection(QObject):
    """What a person has selected stays selected while rows come, go and move; also where filters hide it for a while."""

    chosen = Signal(object)
    """InstanceId whose details are to be shown, or None."""
    changed = Signal()
    """More or fewer are selected."""

    def __init__(self, view: QAbstractItemView, model: InstanceModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._ids: dict[InstanceId, None] = {}
        self._restoring = False
        self.first: InstanceId | None = None
        """The one whose details are shown."""
        # Heard before the view hears of it, which then selects the neighbour of the row that goes.
        model.rowsAboutToBeRemoved.connect(self._on_rows_about_to_be_removed)
        model.layoutAboutToBeChanged.connect(self._on_about_to_move)

    def follow(self) -> None:
        """The view has the model now."""
        self._view.selectionModel().selectionChanged.connect(self._on_changed)
        self._model.modelReset.connect(self.show)
        self._model.rowsRemoved.connect(self._mark)
        self._model.rowsInserted.connect(self._mark)
        self._model.layoutChanged.connect(self._on_moved)

    def choose(self, instance_id: InstanceId | None) -> None:
        """Select this one alone, or none."""
        self._ids = {instance_id: None} if instance_id is not None else {}
        self.first = instance_id
        self.show()
        self.changed.emit()

    def rows(self) -> list[Row]:
        """Those that are selected and listed, in the order of the list."""
        return self._model.rows_of(self._model.listed[place] for place in sorted(self._places()))

    def show(self) -> None:
        """Mark them, and bring the first one into view."""
        self._mark()
        index = self._model.find(self.first)
        if index.isValid():
            self._view.scrollTo(index)
        else:
            self._view.setCurrentIndex(QModelIndex())

    def _places(self) -> Iterator[int]:
        return (place for place in map(self._model.positions.get, self._ids) if place is not None)

    def _on_changed(self) -> None:
        # Not the current row: Qt makes the first row current when the list gets the focus, which is no choice.
        if self._restoring:
            return
        ids = [self._model.listed[place] for place in _rows(self._view.selectionModel().selection())]
        self._ids = dict.fromkeys(ids)
        current = self._view.currentIndex()
        first = self._model.listed[current.row()] if current.isValid() else None
        if first not in self._ids:
            first = ids[0] if ids else None
        if first is not None and self._model.tree.branch(first) is not None:
            first = None  # an application has no details of its own
        if first != self.first:
            self.first = first
            self.chosen.emit(first)
        self.changed.emit()

    def _on_rows_about_to_be_removed(self) -> None:
        self._restoring = True

    def _on_about_to_move(self) -> None:
        if len(self._ids) > _MANY:
            self._view.selectionModel().reset()

    def _on_moved(self) -> None:
        if len(self._ids) > _MANY:
            self._mark()
            self._view.selectionModel().setCurrentIndex(self._model.find(self.first), QItemSelectionModel.SelectionFlag.NoUpdate)

    def _mark(self) -> None:
        """Select the rows of what is selected, none of what is not listed: its details may stay."""
        wanted = sorted(self._places())
        self._restoring = True
        if wanted != sorted(_rows(self._view.selectionModel().selection())):
            selection = QItemSelection()
            last = self._model.columnCount() - 1
            everything = [(0, len(wanted) - 1)] if len(wanted) == self._model.rowCount() else None
            for top, bottom in everything or runs(wanted):
                selection.select(self._model.index(top, 0), self._model.index(bottom, last))
            self._view.selectionModel().select(selection, _FLAGS)
            if len(wanted) == 1:
                current = self._model.index(wanted[0], 0)
                self._view.selectionModel().setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._restoring = False


def _rows(selection: Any) -> Iterator[int]:
    """Of a QItemSelection, which is a list of ranges, although its stubs do not say so."""
    for each in selection:
        yield from range(each.top(), each.bottom() + 1)
