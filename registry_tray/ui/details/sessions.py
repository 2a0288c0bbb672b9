"""The lives of the instance: when each began, how it ended, and what ran."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP

from registry_tray.core.models import Session
from registry_tray.core.status import Registration
from registry_tray.ui import texts
from registry_tray.ui.details.section import Rows, Section
from registry_tray.ui.language import tr
from registry_tray.ui.sayings import say, spoken

READ = 6
_SHORT = 7  # characters that tell one commit from another
_ENDINGS = {
    Registration.STOPPED: QT_TRANSLATE_NOOP("", "stopped"),
    Registration.CRASHED: QT_TRANSLATE_NOOP("", "crashed"),
    Registration.LOST: QT_TRANSLATE_NOOP("", "lost"),
    Registration.ARCHIVED: QT_TRANSLATE_NOOP("", "archived"),
}


class Sessions(Section):
    """Newest first; gone where nothing is known."""

    def __init__(self) -> None:
        super().__init__(self.tr("Sessions"))
        self.rows = Rows(("caption", ""), stretch=1, named=True)
        self.body.addWidget(self.rows)

    def show_sessions(self, sessions: Sequence[Session], now: datetime) -> None:
        """Newest first."""
        self.setVisible(bool(sessions))
        self.rows.show_rows([(texts.clock_time(session.started_at, now), self._describe(session, now)) for session in sessions])

    def _describe(self, session: Session, now: datetime) -> str:
        ran = " · ".join((*version_parts(session), *([self.tr("pid {0}").format(session.pid)] if session.pid else [])))
        return "\n".join(part for part in (self._life(session, now), ran) if part)

    def _life(self, session: Session, now: datetime) -> str:
        if session.ended_at is None:
            return self.tr("Runs for {0}").format(spoken(now - session.started_at))
        how = tr(str(_ENDINGS[session.ending])) if session.ending in _ENDINGS else self.tr("ended")
        length = spoken(session.ended_at - session.started_at)
        said = self.tr("Until {0} ({1}), {2}").format(texts.clock_time(session.ended_at, now), length, how)
        reason = say(session.reason)
        if session.exit_code is not None and "exit code" not in session.reason:
            reason = " ".join(part for part in (reason, self.tr("(exit code {0})").format(session.exit_code)) if part)
        return f"{said}: {reason}" if reason else said


def version_parts(session: Session) -> list[str]:
    """What ran: `2.14.0`, `main@1a2b3c4`."""
    commit = session.commit[:_SHORT]
    source = f"{session.branch}@{commit}" if session.branch and commit else session.branch or commit
    return [part for part in (session.version, source) if part]
