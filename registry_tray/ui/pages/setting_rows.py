"""Rows of the settings page that do something instead of holding a value."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from registry_tray.ui.bridge import Bridge
from registry_tray.ui.language import tr
from registry_tray.ui.pages import setting_words as words
from registry_tray.ui.sayings import say
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import BODY, GAP, GAP_LARGE, GAP_SMALL, GAP_TINY
from registry_tray.ui.widgets import CopyButton, button, label


class ActionRow(QWidget):
    """Name and help at the left, controls at the right, and below what came of it."""

    def __init__(self, name: str, help_text: str) -> None:
        super().__init__()
        self.help = label(help_text, "caption", wrap=True)
        self.outcome = label("", "caption", wrap=True, selectable=True)
        self.outcome.hide()
        self.controls = QHBoxLayout()
        self.controls.setSpacing(GAP_SMALL)
        self._words = QVBoxLayout()
        self._words.setSpacing(GAP_TINY)
        for text in (label(name, "strong", wrap=True), self.help, self.outcome):
            self._words.addWidget(text)
        self._words.addStretch()
        side = QVBoxLayout()
        side.addLayout(self.controls)
        side.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP_LARGE, GAP, GAP_LARGE, GAP)
        layout.setSpacing(GAP_LARGE)
        layout.addLayout(self._words, 1)
        layout.addLayout(side)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say what came of it."""
        self.outcome.setProperty("role", "error" if wrong else "good")
        self.outcome.style().polish(self.outcome)
        self.outcome.setText(text)
        self.outcome.setVisible(bool(text))


class LoginRow(ActionRow):
    """Whether the system starts us."""

    def __init__(self, bridge: Bridge) -> None:
        name = tr("Start at log-in")
        super().__init__(name, tr("The tray is there when you log in. Default: off."))
        self._bridge = bridge
        self.switch = QCheckBox()
        self.switch.setProperty("bare", "true")
        self.switch.setAccessibleName(name)
        self.switch.setAccessibleDescription(self.help.text())
        self.switch.clicked.connect(self._on_clicked)
        self.controls.addWidget(self.switch)

    def look(self) -> None:
        """Ask the system how it is."""
        self._bridge.ask(self._bridge.program.starts_at_login(), self.switch.setChecked)

    def _on_clicked(self, on: bool) -> None:
        self.switch.setChecked(not on)  # until it is so
        self._bridge.ask(self._bridge.program.start_at_login(on=on), self.switch.setChecked)


class FileRow(ActionRow):
    """The settings file to another place, and from there."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(tr("Settings file"), tr("Take the settings to another machine, or bring them from there."))
        self._bridge = bridge
        self.export = button(tr("Export …"), lambda: self._choose(self.export_to, saving=True))
        self.bring = button(tr("Import …"), lambda: self._choose(self.import_from, saving=False))
        for each in (self.export, self.bring):
            self.controls.addWidget(each)

    def export_to(self, file: str) -> None:
        """Write them there."""
        said = tr("Written to {0}.").format(file)
        self._bridge.ask(self._bridge.program.export_settings(Path(file)), lambda _: self.say(said))

    def import_from(self, file: str) -> None:
        """Take them from there."""

        def on_done(_: object) -> None:
            self.say(tr("Taken from {0}. The settings before are kept in config.old.").format(file))
            self._bridge.settings_changed.emit(self._bridge.settings)

        self._bridge.ask(self._bridge.program.import_settings(Path(file)), on_done)

    def _choose(self, on_chosen: Callable[[str], None], *, saving: bool) -> None:
        dialog = QFileDialog(self.window(), tr("Settings file"), "registry-tray.toml", "TOML (*.toml)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave if saving else QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile if saving else QFileDialog.FileMode.ExistingFile)
        dialog.setDefaultSuffix("toml")
        dialog.fileSelected.connect(on_chosen)
        dialog.open()


class NotificationRow(ActionRow):
    """Shows a notification, and says what notifications can do on this desktop."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(tr("Notifications of this desktop"), "")
        self._bridge = bridge
        self.test = button(tr("Test notification"), self._on_test)
        self.controls.addWidget(self.test)

    def look(self) -> None:
        """Ask the desktop what it can do."""
        self._bridge.ask(
            self._bridge.program.notification_abilities(), lambda abilities: self.help.setText(words.abilities_text(abilities))
        )

    def _on_test(self) -> None:
        asked = self._bridge.program.try_notification(
            tr("This is a test"), tr("Outages of your applications are told like this.")
        )
        self._bridge.ask(
            asked, lambda trouble: self.say(say(trouble) or tr("It was handed over to the desktop."), wrong=bool(trouble))
        )


class ConnectionRow(ActionRow):
    """Tries a connection as it is set."""

    def __init__(self, bridge: Bridge, name: str, attempt: Callable[[], Coroutine[Any, Any, str] | None]) -> None:
        super().__init__(name, tr("Connects once with these settings, and changes nothing."))
        self._bridge = bridge
        self._attempt = attempt
        self.test = button(tr("Test"), self._on_test)
        self.test.setAccessibleName(name)
        self.controls.addWidget(self.test)

    def _on_test(self) -> None:
        asked = self._attempt()
        if asked is None:
            self.say(tr("No address is set: there is nothing to connect to."), wrong=True)
            return
        self.test.setEnabled(False)
        self.say(tr("Connecting …"))
        self._bridge.ask(self._settled(asked), self._on_answer)

    async def _settled(self, asked: Coroutine[Any, Any, str]) -> str:
        try:
            return await asked
        finally:
            self.test.setEnabled(True)

    def _on_answer(self, trouble: str) -> None:
        self.say(say(trouble) or tr("It works."), wrong=bool(trouble))


class TokenRow(ActionRow):
    """The token for other machines: hidden until it is asked for."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__(
            tr("Token for other machines"),
            tr("They must send it as “Authorization: Bearer …” where the API listens beyond this machine."),
        )
        self._bridge = bridge
        self.line = QLineEdit()
        self.line.setReadOnly(True)
        self.line.setFont(theme.font(BODY, mono=True))
        self.line.setAccessibleName(tr("Token for other machines"))
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line.hide()
        self.show_button = button(tr("Show"), self._on_show)
        self.copy = CopyButton(theme, self.line.text)
        self.copy.hide()
        self.renew = button(tr("Renew"), self._on_renew)
        self.renew.setToolTip(tr("The old token is worth nothing from then on"))
        for each in (self.show_button, self.copy, self.renew):
            self.controls.addWidget(each)
        self._words.insertWidget(2, self.line)

    def forget(self) -> None:
        """Show it no more."""
        self._show("")

    def _on_show(self) -> None:
        if self.line.isHidden():
            self._bridge.ask(self._bridge.program.token(), self._show)
        else:
            self.forget()

    def _on_renew(self) -> None:
        def on_renewed(token: str) -> None:
            self._show(token)
            self.say(tr("The old token is worth nothing any more."))

        self._bridge.ask(self._bridge.program.renew_token(), on_renewed)

    def _show(self, token: str) -> None:
        self.line.setText(token)
        self.line.setCursorPosition(0)
        self.line.setVisible(bool(token))
        self.copy.setVisible(bool(token))
        self.show_button.setText(tr("Hide") if token else tr("Show"))
        self.say("")
