"""What the instance depends on, and what depends on it: each leads to its own details."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from registry_tray.core.dependencies import dependants, dependencies
from registry_tray.core.models import Instance, InstanceId
from registry_tray.core.status import Status
from registry_tray.ui import texts
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.details.section import Section
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP_TINY
from registry_tray.ui.widgets import LinkButton, label, narrow_label

_MOST = 20  # of each direction


@dataclass(frozen=True, slots=True)
class Relation:
    """A line of the section. `status` and `instance_id` are None where nothing is registered under the name."""

    title: str
    name: str
    status: Status | None = None
    instance_id: InstanceId | None = None


class Relations(Section):
    """Gone where there are none."""

    instance_chosen = Signal(object)
    """InstanceId."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__(self.tr("Dependencies"))
        self._bridge = bridge
        self._theme = theme
        self._shown: list[Relation] = []
        self._related: frozenset[InstanceId | None] = frozenset()
        self._names: frozenset[str] = frozenset()
        self._links: list[LinkButton] = []
        self._table = QWidget()
        self.body.addWidget(self._table)

    def is_touched(self, changed: Iterable[InstanceId]) -> bool:
        """Whether these changes may show here."""
        for instance_id in changed:
            instance = self._bridge.catalog.find(instance_id)
            if instance_id in self._related or instance is None or instance.depends_on:
                return True
            if not self._names.isdisjoint((instance.id, instance.identifier, instance.app_id)):
                return True  # one that was not registered before
        return False

    def show_instance(self, instance: Instance) -> None:
        """Show what it depends on and what depends on it, as they stand."""
        wanted = [*self._dependencies(instance), *self._dependants(instance)]
        self._names = frozenset(instance.depends_on)
        self._related = frozenset(relation.instance_id for relation in wanted)
        self.setVisible(bool(wanted))
        if wanted != self._shown:
            same = [_place(relation) for relation in wanted] == [_place(relation) for relation in self._shown]
            self._shown = wanted
            if same:  # only how they are has changed: what has the keyboard keeps it
                self.retint()
            else:
                self._build()

    def links(self) -> list[LinkButton]:
        """What leads to another instance."""
        return list(self._links)

    def retint(self) -> None:
        """Show how they are, in the colours in force."""
        for relation, link in zip((known for known in self._shown if known.status is not None), self._links, strict=True):
            self._fill(link, relation)

    def _dependencies(self, instance: Instance) -> Iterator[Relation]:
        title = self.tr("Depends on")
        for name in instance.depends_on[:_MOST]:
            found = list(dependencies(self._bridge.catalog, replace(instance, depends_on=(name,))))
            if not found:
                yield Relation(title, self.tr("{0} (not registered)").format(name))
            for other in found[:_MOST]:
                yield self._entry(title, other)

    def _dependants(self, instance: Instance) -> Iterator[Relation]:
        for other in dependants(self._bridge.catalog, instance)[:_MOST]:
            yield self._entry(self.tr("Needed by"), other)

    def _entry(self, title: str, other: Instance) -> Relation:
        return Relation(title, other.identifier, self._bridge.catalog.status(other), other.id)

    def _build(self) -> None:
        focused = next((link for link in self._links if link.hasFocus()), None)
        held = focused.accessibleDescription() if focused is not None else None
        before, self._table, self._links = self._table, QWidget(), []
        column = QVBoxLayout(self._table)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_TINY)
        last = ""
        for relation in self._shown:
            if relation.title != last:
                column.addWidget(label(relation.title, "caption"))
                last = relation.title
            if relation.status is None:
                column.addWidget(narrow_label(relation.name, "muted"))
            else:
                column.addWidget(self._link(relation))
        self.body.addWidget(self._table)
        for link in self._links:
            if link.accessibleDescription() == held:
                link.setFocus(Qt.FocusReason.OtherFocusReason)
        before.hide()
        before.deleteLater()

    def _link(self, relation: Relation) -> LinkButton:
        made = LinkButton(relation.name, lambda: self.instance_chosen.emit(relation.instance_id))
        made.setAccessibleDescription(self.tr("Shows the details of {0}").format(relation.name))
        self._links.append(made)
        self._fill(made, relation)
        return made

    def _fill(self, link: LinkButton, relation: Relation) -> None:
        if relation.status is None:
            return
        word = texts.word(relation.status)
        link.setText(f"{relation.name} · {word}")
        link.setToolTip(link.text())
        link.setAccessibleName(f"{relation.name}, {word.lower()}")
        link.setIcon(self._theme.icon(f"status-{relation.status}", self._theme.colours.status[relation.status]))


def _place(relation: Relation) -> tuple[str, str, InstanceId | None]:
    """What it is, whatever its state."""
    return relation.title, relation.name, relation.instance_id
