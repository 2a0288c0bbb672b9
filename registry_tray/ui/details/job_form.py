"""The form of a job: where, how often, when it speaks of failure, and the options of its kind of check."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from registry_tray.core.errors import RegistryError
from registry_tray.core.models import Check, InstanceId, Job
from registry_tray.ui import journal_texts, texts
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.details.fields import FormField
from registry_tray.ui.details.form import Form
from registry_tray.ui.details.policy_fields import attribute, in_pairs, policy_fields
from registry_tray.ui.language import tr
from registry_tray.ui.sayings import say
from registry_tray.ui.tokens import GAP, GAP_SMALL, GAP_TINY
from registry_tray.ui.widgets import button, narrow_label
from registry_tray.wire.records import StrategyRecord


class JobForm(Form):
    """Adds a job where none is given, else edits it. What the registry refuses is said at the field."""

    def __init__(self, bridge: Bridge, instance_id: InstanceId, job: Job | None) -> None:
        super().__init__("strong")
        self._bridge = bridge
        self._instance_id = instance_id
        self._job = job
        self._strategies: Sequence[StrategyRecord] = bridge.commands.jobs.strategies()
        self._kind = QComboBox()
        self._kind.setAccessibleName(self.tr("Kind of check"))
        for strategy in self._strategies:
            if strategy.available:
                self._kind.addItem(strategy.name, strategy.name)
                self._kind.setItemData(self._kind.count() - 1, tr(strategy.description), Qt.ItemDataRole.ToolTipRole)
        self._kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._kind.setMinimumContentsLength(12)
        self._kind.activated.connect(self._on_kind)
        self.fields = {each.name: each for each in self._make_fields()}
        self.options: dict[str, FormField] = {}
        self._options = QWidget()
        self._are_options_open = bool(job and job.asked.options)
        self.more = button("", self._on_more, kind="link")
        self.more.hide()
        self.try_button = button(
            self.tr("Try"), self._on_try, description=self.tr("Checks once with these values; keeps nothing")
        )
        self._lay_out()
        self.fields["endpoint"].edited.connect(self._show_options)
        self.saves_with_enter(self.fields.values())
        self._fill()

    def values(self) -> dict[str, Any] | None:
        """What is typed; None where a field makes no sense, which is said there."""
        found = self.collect((*self.fields.values(), *self.options.values()))
        if found is None:
            return None
        given = {name: value for name, value in found.items() if value is not None or name in self.options}
        if self._job is not None and given.get("endpoint") == self._job.target:
            given["endpoint"] = self._job.endpoint
        return given

    def _make_fields(self) -> list[FormField]:
        return [
            FormField("endpoint", self.tr("Address"), "text", hint="http://localhost:8000/health"),
            FormField("name", self.tr("Name"), "text", hint="health"),
            *policy_fields(self.tr("as in Settings")),
        ]

    def _lay_out(self) -> None:
        address = QHBoxLayout()
        address.setSpacing(GAP_SMALL)
        address.addWidget(self.fields["endpoint"], 1)
        address.addWidget(self.try_button, 0, Qt.AlignmentFlag.AlignBottom)
        kind = QVBoxLayout()
        kind.setSpacing(GAP_TINY)
        kind.addWidget(narrow_label(self.tr("Kind"), "caption"))
        kind.addWidget(self._kind)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addLayout(self.head(self.tr("Edit check") if self._job else self.tr("New check")))
        self._column.addLayout(kind)
        self._column.addLayout(address)
        self._column.addWidget(self.outcome)
        self._column.addWidget(self.fields["name"])
        self._column.addLayout(in_pairs(self.fields))
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._options)

    def _fill(self) -> None:
        if self._job is not None:
            asked = self._job.asked
            for name, field in self.fields.items():
                field.fill(getattr(asked, attribute(name)))
            self.fields["endpoint"].fill(self._job.target)  # its password is not shown
        self._show_options()
        if self._job is not None:
            for name, value in self._job.asked.options.items():
                if name in self.options:
                    self.options[name].fill(value)

    def _strategy(self) -> StrategyRecord | None:
        scheme = self._endpoint().text().partition(":")[0].strip().lower()
        return next((each for each in self._strategies if scheme in {known.scheme for known in each.schemes}), None)

    def _endpoint(self) -> QLineEdit:
        editor = self.fields["endpoint"].editor
        assert isinstance(editor, QLineEdit)
        return editor

    def _show_options(self) -> None:
        """Those of the kind that the address names; what was typed into an option that stays, stays."""
        strategy = self._strategy()
        wanted = [option.name for option in strategy.options] if strategy else []
        if strategy is not None:
            self._kind.setCurrentIndex(self._kind.findData(strategy.name))
        if wanted == list(self.options):
            return
        before, self._options = self._options, QWidget()
        column = QVBoxLayout(self._options)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.options = {}
        for option in strategy.options if strategy else ():
            hint = "" if option.default in (None, "") else str(option.default)
            field = FormField(option.name, tr(title(option.name)), option.type, tr(option.description), option.choices, hint)
            if option.type in ("flag", "choice"):
                field.fill(option.default)
            self.options[option.name] = field
            column.addWidget(field)
        self._column.replaceWidget(before, self._options)
        self._options.setVisible(self._are_options_open)
        self.more.setVisible(bool(self.options))
        self._say_more()
        before.deleteLater()

    def _on_more(self) -> None:
        self._are_options_open = not self._are_options_open
        self._options.setVisible(self._are_options_open)
        self._say_more()

    def _say_more(self) -> None:
        text = self.tr("Hide options") if self._are_options_open else self.tr("Options ({0})").format(len(self.options))
        self.more.setText(text)
        self.more.setAccessibleName(text)

    def _on_kind(self, place: int) -> None:
        name = self._kind.itemData(place)
        strategy = next(each for each in self._strategies if each.name == name)
        if self._strategy() is not strategy:
            self._endpoint().setText(strategy.example)
            self._show_options()
        self._endpoint().setFocus(Qt.FocusReason.OtherFocusReason)

    def on_save(self) -> None:
        given = self.values()
        if given is not None:
            self._bridge.commands.jobs.save(self._instance_id, self._job, given, self.closed.emit, self.on_refused)

    def _on_try(self) -> None:
        given = self.values()
        if given is not None:
            self.try_button.setEnabled(False)
            self.show_outcome(self.tr("Asking …"))
            job_id = self._job.id if self._job else None
            self._bridge.commands.jobs.try_out(self._instance_id, job_id, given, self._on_tried, self.on_refused)

    def _on_tried(self, check: Check) -> None:
        self.try_button.setEnabled(True)
        code = f" {check.code}" if check.code else ""
        latency = f" · {texts.latency(check.latency)}" if check.latency is not None else ""
        said = f"{journal_texts.result_word(check.result)}{code}{latency}"
        self.show_outcome(f"{said}\n{say(check.error)}" if check.error else said)

    def on_refused(self, error: RegistryError) -> None:
        self.try_button.setEnabled(True)
        super().on_refused(error)

    def field(self, path: str) -> FormField | None:
        name = path.partition(".")[0]
        if name in self.options and not self._are_options_open:
            self._on_more()
        every: Mapping[str, FormField] = self.fields | self.options
        return every.get("endpoint" if name == "url" else name)


def title(name: str) -> str:
    """`jsonPointer` as `JSON pointer`."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).split()
    words[0] = words[0].upper() if words[0] in ("ca", "json", "tls") else words[0].capitalize()
    return " ".join(words)
