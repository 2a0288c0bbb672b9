"""What the instance has said of itself, with what can be opened or copied."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from registry_tray.core.models import Instance, Session
from registry_tray.ui import texts
from registry_tray.ui.details.section import Section, caption_drop, name_width
from registry_tray.ui.direction import margins
from registry_tray.ui.flow import FlowLayout
from registry_tray.ui.language import tr
from registry_tray.ui.sayings import spoken
from registry_tray.ui.tokens import GAP, GAP_SMALL, GAP_TINY
from registry_tray.ui.whole_text import WholeText
from registry_tray.ui.widgets import LinkButton, button, label, narrow_label

_MOST = 40  # facts; a registration may carry anything
_LONGEST = 300
_FRAME = 2  # pixels of a link around its text, which values have too, so that all of them stand in line
_TOKEN = 24  # characters without a space that fit surely


class Facts(Section):
    """Built anew only when the instance itself has changed."""

    def __init__(self) -> None:
        super().__init__(self.tr("Facts"))
        self._shown: tuple[Instance, Session | None] | None = None
        self._table = QWidget()
        self.body.addWidget(self._table)

    def show_instance(self, instance: Instance, session: Session | None, now: datetime) -> None:
        """Show what is known of it, and of the last life of it."""
        known = replace(instance, lease_ends=None), session  # a sign of life is no other fact
        if known == self._shown:
            return
        self._shown = known
        self._table.hide()
        self._table.deleteLater()
        self._table = QWidget()
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP - _FRAME)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, name_width(self))
        grid.setColumnStretch(1, 1)
        for number, (name, value, action) in enumerate(self._facts(instance, session, now)):
            called = label(name, "caption", wrap=len(name) > 16)
            called.setContentsMargins(0, _FRAME + caption_drop(self), 0, _FRAME)
            grid.addWidget(called, number, 0, Qt.AlignmentFlag.AlignTop)
            shown = self._value(value) if isinstance(value, str) else value
            grid.addWidget(shown, number, 1, 1, 1 if action else 2, Qt.AlignmentFlag.AlignTop)
            if action is not None:
                grid.addWidget(action, number, 2, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(self._table)

    def _facts(
        self, instance: Instance, session: Session | None, now: datetime
    ) -> Iterator[tuple[str, str | QWidget, QPushButton | None]]:
        yield self.tr("Identifier"), instance.identifier, None
        yield self.tr("Host"), instance.hostname, None
        if instance.environment:
            yield self.tr("Environment"), instance.environment, None
        yield self.tr("Registered"), texts.clock_time(instance.registered_at, now), None
        if instance.description:
            yield self.tr("Description"), instance.description, None
        for name, value in self._versions(session):
            yield name, value, None
        if instance.tags:
            yield self.tr("Tags"), _flow([label(tag, "tag") for tag in instance.tags], GAP_TINY + 2, _FRAME), None
        if instance.links:
            yield self.tr("Links"), _flow([_link(name, address) for name, address in instance.links.items()], GAP, 0), None
        if instance.ttl:
            yield self.tr("Sign of life"), self.tr("at least every {0}").format(spoken(instance.ttl)), None
        told = {"version"} if session is not None and session.version else set()
        for number, (name, value) in enumerate(pair for pair in flatten(instance.data) if pair[0] not in told):
            if number == _MOST:
                yield "…", self.tr("and more"), None
                return
            yield name, value[:_LONGEST], self._action(name, value, instance.hostname)

    def _versions(self, session: Session | None) -> Iterator[tuple[str, str]]:
        if session is None:
            return
        for name, value in (
            (self.tr("Version"), session.version), (self.tr("Branch"), session.branch), (self.tr("Commit"), session.commit),
        ):  # fmt: skip
            if value:
                yield name, value

    def _action(self, name: str, value: str, host: str) -> QPushButton | None:
        if name == "server.port" and value.isdigit():
            address = f"http://localhost:{value}"
            made = button(self.tr("Open"), lambda: QDesktopServices.openUrl(QUrl(address)), kind="link")
            made.setToolTip(address)
            made.setAccessibleName(self.tr("Open {0}").format(address))
            return made
        if name == "repl.port" and value.isdigit():
            return self._copy_link(self.tr("Copy nc"), f"nc {host} {value}")
        return self._copy_link(self.tr("Copy"), value) if "://" in value else None

    def _copy_link(self, caption: str, text: str) -> QPushButton:
        made = button(caption, kind="link")
        made.setToolTip(self.tr("Copy “{0}”").format(text))
        made.setAccessibleName(self.tr("Copy {0}").format(text))

        def on_clicked() -> None:
            QGuiApplication.clipboard().setText(text)
            made.setText(self.tr("Copied"))

        made.clicked.connect(on_clicked)
        return made

    def _value(self, value: str) -> QWidget:
        if len(value) > _TOKEN and " " not in value:
            long = WholeText(value, "value", _FRAME)
            long.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            return long
        shown = narrow_label(value)
        shown.setContentsMargins(margins(_FRAME, _FRAME, GAP_SMALL, _FRAME))
        return shown


def _flow(parts: Iterable[QWidget], gap: int, above: int) -> QWidget:
    made = QWidget()
    layout = FlowLayout(made, gap)
    layout.setContentsMargins(_FRAME, above, _FRAME, above)
    for part in parts:
        layout.addWidget(part)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


def _link(name: str, address: str) -> LinkButton:
    """Only pages of the web are opened: what a link names comes from outside. Any other address is copied, and says so."""
    if QUrl(address).scheme() in ("http", "https"):
        made = LinkButton(name, lambda: QDesktopServices.openUrl(QUrl(address)))
        made.setToolTip(address)
        made.setAccessibleDescription(tr("Opens {0}").format(address))
        return made

    def on_clicked() -> None:
        QGuiApplication.clipboard().setText(address)
        copy.setText(tr("{0} (copied)").format(name))
        copy.setAccessibleName(copy.text())

    copy = LinkButton(tr("Copy {0}").format(name), on_clicked)
    copy.setToolTip(address)
    copy.setAccessibleDescription(tr("Copies {0}").format(address))
    return copy


def flatten(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Nested JSON as (`server.port`, `3000`)."""
    for key, value in data.items():
        name = f"{prefix}{key}"
        match value:
            case Mapping():
                yield from flatten(value, f"{name}.")
            case list():
                yield name, ", ".join(map(str, value))
            case bool():
                yield name, "true" if value else "false"
            case None:
                yield name, "null"
            case _:
                yield name, str(value)
