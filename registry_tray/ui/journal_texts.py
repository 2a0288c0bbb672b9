"""What has happened, and what checks have shown, in words and glyphs."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

from registry_tray.core.models import Instance, StatusEvent
from registry_tray.core.status import EventKind, Result, Status
from registry_tray.ui.language import tr
from registry_tray.ui.sayings import say, spoken
from registry_tray.ui.tokens import Colours

_RESULTS = {
    Result.OK: QT_TRANSLATE_NOOP("", "OK"),
    Result.WARN: QT_TRANSLATE_NOOP("", "Warning"),
    Result.REFUSED: QT_TRANSLATE_NOOP("", "Refused"),
    Result.TIMEOUT: QT_TRANSLATE_NOOP("", "Timed out"),
    Result.STATUS: QT_TRANSLATE_NOOP("", "Status"),
    Result.TLS: QT_TRANSLATE_NOOP("", "TLS"),
    Result.BODY: QT_TRANSLATE_NOOP("", "Body"),
    Result.INCONCLUSIVE: QT_TRANSLATE_NOOP("", "Inconclusive"),
}

_SAID = {
    EventKind.DOWN: QT_TRANSLATE_NOOP("", "is down"),
    EventKind.CRASH: QT_TRANSLATE_NOOP("", "has crashed"),
    EventKind.LOST: QT_TRANSLATE_NOOP("", "is lost"),
    EventKind.RETURN: QT_TRANSLATE_NOOP("", "answers again, though it has not registered"),
    EventKind.ERROR: QT_TRANSLATE_NOOP("", "reported an error"),
    EventKind.REGISTER: QT_TRANSLATE_NOOP("", "registered"),
    EventKind.UNREGISTER: QT_TRANSLATE_NOOP("", "unregistered"),
    EventKind.MUTE: QT_TRANSLATE_NOOP("", "was muted"),
    EventKind.UNMUTE: QT_TRANSLATE_NOOP("", "was unmuted"),
    EventKind.ACKNOWLEDGE: QT_TRANSLATE_NOOP("", "was acknowledged"),
    EventKind.UNACKNOWLEDGE: QT_TRANSLATE_NOOP("", "is not acknowledged any more"),
    EventKind.PAUSE: QT_TRANSLATE_NOOP("", "is not checked any more"),
    EventKind.RESUME: QT_TRANSLATE_NOOP("", "is checked again"),
    EventKind.ARCHIVE: QT_TRANSLATE_NOOP("", "was archived"),
    EventKind.SLEEP: QT_TRANSLATE_NOOP("", "slept"),
    EventKind.DELETE: QT_TRANSLATE_NOOP("", "was deleted"),
}
_EXPLAINED = frozenset(
    {
        EventKind.DOWN,
        EventKind.CRASH,
        EventKind.LOST,
        EventKind.ERROR,
        EventKind.REGISTER,
        EventKind.ACKNOWLEDGE,
        EventKind.ARCHIVE,
        EventKind.DELETE,
    }
)
_GLYPHS: dict[EventKind, tuple[str, Status | str]] = {
    EventKind.DOWN: ("status-down", Status.DOWN),
    EventKind.CRASH: ("status-crashed", Status.CRASHED),
    EventKind.LOST: ("status-lost", Status.LOST),
    EventKind.ERROR: ("warning", Status.DEGRADED),
    EventKind.UP: ("status-up", Status.UP),
    EventKind.REGISTER: ("register", "accent"),
    EventKind.RETURN: ("register", "accent"),
    EventKind.RESTART: ("refresh", "accent"),
    EventKind.UNREGISTER: ("status-stopped", "muted"),
    EventKind.MUTE: ("bell-off", "muted"),
    EventKind.UNMUTE: ("bell", "muted"),
    EventKind.ACKNOWLEDGE: ("check", "muted"),
    EventKind.UNACKNOWLEDGE: ("bell", "muted"),
    EventKind.PAUSE: ("status-paused", "muted"),
    EventKind.RESUME: ("refresh", "muted"),
    EventKind.ARCHIVE: ("status-stopped", "muted"),
    EventKind.SLEEP: ("status-paused", "muted"),
    EventKind.DELETE: ("status-stopped", "muted"),
}


def result_word(result: Result) -> str:
    """One word for what a check has shown."""
    return tr(str(_RESULTS[result]))


def event_text(event: StatusEvent) -> str:
    """What happened, as the end of a sentence whose subject is the application."""
    spans = {
        EventKind.UP: (tr("is back after {0}"), tr("is up")),
        EventKind.SLEEP: (tr("slept {0}"), tr("slept")),
        EventKind.RESTART: (tr("restarted ({0})"), tr("restarted")),
    }
    if event.kind in spans:
        long, short = spans[event.kind]
        return long.format(spoken(event.downtime)) if event.downtime else short
    said = tr(str(_SAID[event.kind]))
    return f"{said}: {say(event.description)}" if event.description and event.kind in _EXPLAINED else said


def event_subject(event: StatusEvent, instance: Instance | None) -> str:
    """Whom an event is about."""
    if not event.instance_id:
        return tr("This computer")
    return instance.name if instance else tr("A forgotten application")


def event_glyph(event: StatusEvent, colours: Colours) -> tuple[str, str]:
    """The icon of an event, and its colour."""
    glyph, ink = _GLYPHS[event.kind]
    match ink:
        case Status():
            return glyph, colours.status[ink]
        case "accent":
            return glyph, colours.accent
    return glyph, colours.muted
