"""What the list is narrowed by: the search, the chips, and the environments and tags."""

from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QSizePolicy

from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.entries import Group
from registry_tray.ui.models.instances import InstanceModel
from registry_tray.ui.pages.chips import Chips
from registry_tray.ui.pages.labels import LabelFilter
from registry_tray.ui.search_line import SearchLine
from registry_tray.ui.theme import Theme

_DEBOUNCE = 150  # ms; filtering 10,000 rows at every key would be felt


class Filters(QObject):
    """The page puts the widgets where it likes."""

    def __init__(self, bridge: Bridge, model: InstanceModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self.search = self._make_search(theme)
        self.chips = Chips(theme)
        self.environments = LabelFilter(self.tr("Environment"), bridge.rows, lambda row: (row.instance.environment or "",), theme)
        self.tags = LabelFilter(self.tr("Tag"), bridge.rows, lambda row: row.instance.tags, theme)
        self.chips.add(self.environments)
        self.chips.add(self.tags)
        self._debounce = QTimer(self, singleShot=True, interval=_DEBOUNCE)
        self._debounce.timeout.connect(self.apply)
        self.search.textEdited.connect(lambda: self._debounce.start())
        self.search.textChanged.connect(lambda text: None if text else self.apply())
        self.chips.chosen.connect(model.narrow)
        self.environments.picked.connect(self._on_picked)
        self.tags.picked.connect(self._on_picked)

    def apply(self) -> None:
        """Search for what is in the box."""
        self._debounce.stop()
        self._model.search(self.search.text())

    def clear(self) -> None:
        """List everything."""
        self.search.clear()
        self.chips.choose(Group.ALL)
        self.environments.choose(())
        self.tags.choose(())
        self.apply()

    def step_back(self) -> bool:
        """Take back the last narrowing: the search, then labels, then the chip; whether there was one."""
        if self.search.text():
            self.search.clear()
        elif self.environments.chosen or self.tags.chosen:
            self.environments.choose(())
            self.tags.choose(())
        elif self._model.filter.group is not Group.ALL:
            self.chips.choose(Group.ALL)
        else:
            return False
        return True

    def focus_search(self) -> None:
        """Put the cursor into the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def save_state(self, state: QSettings) -> None:
        """Remember how it was left."""
        state.setValue("applications/search", self.search.text())
        state.setValue("applications/group", str(self._model.filter.group))
        state.setValue("applications/environments", sorted(self.environments.chosen))
        state.setValue("applications/tags", sorted(self.tags.chosen))

    def restore_state(self, state: QSettings) -> None:
        """Take it up from the last time."""
        self.search.setText(str(state.value("applications/search") or ""))
        group = str(state.value("applications/group") or "")
        self.chips.choose(Group(group) if group in list(Group) else Group.ALL)
        self.environments.choose(texts_of(state.value("applications/environments")))
        self.tags.choose(texts_of(state.value("applications/tags")))
        self.apply()

    def _make_search(self, theme: Theme) -> SearchLine:
        box = SearchLine(theme, self.tr("Search"), 240)
        box.setAccessibleName(self.tr("Search"))
        box.setAccessibleDescription(self.tr("Searches name, identifier, host, environment, tags and address"))
        box.setToolTip(self.tr("Search (/ or Ctrl+F)"))
        box.setMinimumWidth(96)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return box

    def _on_picked(self) -> None:
        self._model.pick(self.environments.chosen, self.tags.chosen)


def texts_of(value: object) -> list[str]:
    """A list as the settings give it back: one of one entry is a text."""
    if isinstance(value, str):
        return [value] if value else []
    return [str(each) for each in value] if isinstance(value, list) else []
