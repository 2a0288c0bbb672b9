"""What a person does with one or several instances at once: with those for which it makes sense, and so that it can be undone."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from registry_tray.config import Settings
from registry_tray.core.jobs import can_be_asked
from registry_tray.core.status import Registration
from registry_tray.ui import texts
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.places import page_of
from registry_tray.ui.sayings import spoken
from registry_tray.ui.undo import Undo


class Deeds:
    """Each takes the rows that a person means."""

    def __init__(self, bridge: Bridge, undo: Undo) -> None:
        self._bridge = bridge
        self.undo = undo

    def tr(self, text: str) -> str:
        """The text in the user's language."""
        return QCoreApplication.translate("Deeds", text)

    def open(self, rows: Sequence[Row]) -> None:
        """Show their pages in the browser."""
        for address in dict.fromkeys(filter(None, map(page_of, rows))):
            QDesktopServices.openUrl(QUrl(address))

    def settings(self) -> Settings:
        """The settings in force."""
        return self._bridge.settings

    def check(self, rows: Sequence[Row]) -> None:
        """Check them now."""
        for row in filter(can_check, rows):
            self._bridge.commands.check_now(row.instance.id)

    def mute(self, rows: Sequence[Row], duration: timedelta | None) -> None:
        """No popups of them for so long; None lasts until tomorrow, nine o'clock."""
        now = self._bridge.clock.now()
        length = duration or texts.until_morning(now)
        meant = [row for row in rows if can_mute(row)]
        for row in meant:
            self._bridge.commands.mute(row.instance.id, length)
        text = self.tr("{0} muted for ever") if length >= texts.FOR_EVER else self.tr("{0} muted for {1}")
        if length == texts.UNTIL_RECOVERY:
            text = self.tr("{0} muted until recovery")
        self._done(meant, text.format("{0}", spoken(length)), lambda: self._restore_mutes(meant))

    def unmute(self, rows: Sequence[Row]) -> None:
        """Popups of them again."""
        meant = [row for row in rows if row.is_muted]
        for row in meant:
            self._bridge.commands.mute(row.instance.id, None)
        self._done(meant, self.tr("{0} unmuted"), lambda: self._restore_mutes(meant))

    def acknowledge(self, rows: Sequence[Row], note: str = "") -> None:
        """The user knows of their outages."""
        meant = [row for row in rows if row.is_troubled]
        for row in meant:
            self._bridge.commands.acknowledge(row.instance.id, note)
        self._done(meant, self.tr("{0} acknowledged"), lambda: self._restore_notes(meant))

    def pause(self, rows: Sequence[Row]) -> None:
        """Check them no more until they are resumed."""
        meant = [row for row in rows if can_pause(row)]
        jobs = [job.id for row in meant for job in row.jobs if job.active]
        self._bridge.commands.jobs.pause(jobs)
        self._done(meant, self.tr("{0} no longer checked"), lambda: self._bridge.commands.jobs.resume(jobs))

    def resume(self, rows: Sequence[Row]) -> None:
        """Check them again."""
        meant = [row for row in rows if can_resume(row)]
        jobs = [job.id for row in meant for job in row.jobs if job.is_paused]
        self._bridge.commands.jobs.resume(jobs)
        self._done(meant, self.tr("{0} checked again"), lambda: self._bridge.commands.jobs.pause(jobs))

    def pin(self, rows: Sequence[Row], *, pinned: bool) -> None:
        """Keep them in the list whatever their age, or no more."""
        meant = [row for row in rows if row.instance.is_pinned != pinned]
        text = self.tr("{0} pinned") if pinned else self.tr("{0} unpinned")
        self._set_pins(meant, pinned=pinned)
        self._done(meant, text, lambda: self._set_pins(meant, pinned=not pinned))

    def archive(self, rows: Sequence[Row]) -> None:
        """Put away those that no longer run."""
        meant = [row for row in rows if can_archive(row)]
        for row in meant:
            self._bridge.commands.archive(row.instance.id)
        self._done(meant, self.tr("{0} archived"), lambda: self._bring_back(meant))

    def copy(self, rows: Sequence[Row]) -> None:
        """Copy their identifiers, a line each."""
        QGuiApplication.clipboard().setText("\n".join(row.instance.identifier for row in rows))

    def _done(self, rows: Sequence[Row], text: str, take_back: Callable[[], None]) -> None:
        if rows:
            self.undo.push(text.format(self._name(rows)), take_back)

    def _name(self, rows: Sequence[Row]) -> str:
        return rows[0].instance.name if len(rows) == 1 else self.tr("{0} instances").format(len(rows))

    def _restore_mutes(self, before: Sequence[Row]) -> None:
        now = self._bridge.clock.now()
        for row in before:
            until = row.instance.muted_until
            length = until - now if until is not None and until > now else None
            ends_so = length is not None and row.instance.mute_ends_on_recovery
            self._bridge.commands.mute(row.instance.id, texts.UNTIL_RECOVERY if ends_so else length)

    def _restore_notes(self, before: Sequence[Row]) -> None:
        for row in before:
            known = row.instance.acknowledged if row.is_acknowledged else None
            self._bridge.commands.acknowledge(row.instance.id, known.note if known else None)

    def _set_pins(self, rows: Sequence[Row], *, pinned: bool) -> None:
        for row in rows:
            self._bridge.commands.pin(row.instance.id, pinned=pinned)

    def _bring_back(self, before: Sequence[Row]) -> None:
        for row in before:
            self._bridge.commands.bring_back(row.instance.id, row.instance.registration)


def can_open(row: Row) -> bool:
    """Whether it has a page, and may answer there."""
    return row.is_active and bool(page_of(row))


def can_check(row: Row) -> bool:
    """Whether there is something to check now."""
    return row.is_active and any(map(can_be_asked, row.jobs))


def can_mute(row: Row) -> bool:
    """Whether it may pop up, and is not muted."""
    return not row.is_muted and row.instance.registration not in (Registration.STOPPED, Registration.ARCHIVED)


def can_pause(row: Row) -> bool:
    """Whether it is checked."""
    return row.is_active and any(job.active for job in row.jobs)


def can_resume(row: Row) -> bool:
    """Whether a person has paused its checks."""
    return row.is_active and any(job.is_paused for job in row.jobs)


def can_archive(row: Row) -> bool:
    """Whether it no longer runs, and was not put away."""
    return not row.is_active and not row.is_archived
