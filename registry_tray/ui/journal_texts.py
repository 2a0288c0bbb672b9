"""What has happened, and what checks have shown, in words and glyphs."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from registry_tray.core.models import StatusEvent
from registry_tray.core.status import EventKind, Result, Status
from registry_tray.durations import spoken
from registry_tray.ui.tokens import Colours

_RESULTS = {
    Result.OK: QT_TRANSLATE_NOOP("journal", "OK"),
    Result.WARN: QT_TRANSLATE_NOOP("journal", "Warning"),
    Result.REFUSED: QT_TRANSLATE_NOOP("journal", "Refused"),
    Result.TIMEOUT: QT_TRANSLATE_NOOP("journal", "Timed out"),
    Result.STATUS: QT_TRANSLATE_NOOP("journal", "Status"),
    Result.TLS: QT_TRANSLATE_NOOP("journal", "TLS"),
    Result.BODY: QT_TRANSLATE_NOOP("journal", "Body"),
    Result.INCONCLUSIVE: QT_TRANSLATE_NOOP("journal", "Inconclusive"),
}


def result_word(result: Result) -> str:
    """One word for what a check has shown."""
    return _translate(str(_RESULTS[result]))


def event_text(event: StatusEvent) -> str:
    """What happened, as the end of a sentence whose subject is the application."""
    match event.kind:
        case EventKind.DOWN:
            said = _translate("is down")
            return f"{said}: {event.description}" if event.description else said
        case EventKind.UP:
            return _translate("is back after {0}").format(spoken(event.downtime)) if event.downtime else _translate("is up")
        case EventKind.REGISTER:
            return _translate("registered")
        case EventKind.RESTART:
            return _translate("restarted ({0})").format(spoken(event.downtime)) if event.downtime else _translate("restarted")
        case EventKind.UNREGISTER:
            return _translate("unregistered")
        case EventKind.MUTE:
            return _translate("was muted")
        case EventKind.UNMUTE:
            return _translate("was unmuted")


def event_glyph(event: StatusEvent, colours: Colours) -> tuple[str, str]:
    """The icon of an event, and its colour."""
    match event.kind:
        case EventKind.DOWN:
            return "status-down", colours.status[Status.DOWN]
        case EventKind.UP:
            return "status-up", colours.status[Status.UP]
        case EventKind.REGISTER:
            return "register", colours.accent
        case EventKind.RESTART:
            return "refresh", colours.accent
        case EventKind.UNREGISTER:
            return "status-stopped", colours.muted
        case EventKind.MUTE:
            return "bell-off", colours.muted
        case EventKind.UNMUTE:
            return "bell", colours.muted


def _translate(text: str) -> str:
    return QCoreApplication.translate("journal", text)
