"""What the settings page calls its sections and settings, where their names in the file are too short for a person."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_CONTEXT = "settings"
SECTIONS = {
    "appearance": QT_TRANSLATE_NOOP("settings", "Appearance"),
    "alerts": QT_TRANSLATE_NOOP("settings", "Notifications"),
    "checks": QT_TRANSLATE_NOOP("settings", "Checks"),
    "mqtt": QT_TRANSLATE_NOOP("settings", "MQTT"),
    "store": QT_TRANSLATE_NOOP("settings", "Store"),
    "retention": QT_TRANSLATE_NOOP("settings", "History"),
    "server": QT_TRANSLATE_NOOP("settings", "API and security"),
}
"""In the order in which they are shown: what people change most comes first. Others follow under their own names."""

LABELS = {
    "alerts.hold": QT_TRANSLATE_NOOP("settings", "Wait before notifying"),
    "alerts.grace": QT_TRANSLATE_NOOP("settings", "Time to start"),
    "alerts.failures": QT_TRANSLATE_NOOP("settings", "Failures before down"),
    "alerts.successes": QT_TRANSLATE_NOOP("settings", "Successes before up"),
    "alerts.resume_grace": QT_TRANSLATE_NOOP("settings", "Patience after sleep"),
    "alerts.network_grace": QT_TRANSLATE_NOOP("settings", "Patience after a change of network"),
    "alerts.notify_lifecycle": QT_TRANSLATE_NOOP("settings", "Tell of registrations"),
    "checks.timeout": QT_TRANSLATE_NOOP("settings", "Timeout on this machine"),
    "checks.remote_timeout": QT_TRANSLATE_NOOP("settings", "Timeout elsewhere"),
    "checks.concurrency": QT_TRANSLATE_NOOP("settings", "Checks at the same time"),
    "store.url": QT_TRANSLATE_NOOP("settings", "Redis"),
    "store.prefix": QT_TRANSLATE_NOOP("settings", "Prefix of keys"),
    "mqtt.url": QT_TRANSLATE_NOOP("settings", "Broker"),
    "mqtt.prefix": QT_TRANSLATE_NOOP("settings", "Prefix of topics"),
    "mqtt.embedded": QT_TRANSLATE_NOOP("settings", "Broker of our own"),
    "retention.checks": QT_TRANSLATE_NOOP("settings", "Single checks"),
    "retention.stopped": QT_TRANSLATE_NOOP("settings", "Archive what was stopped"),
    "retention.crashed": QT_TRANSLATE_NOOP("settings", "Archive what has crashed"),
    "retention.lost": QT_TRANSLATE_NOOP("settings", "Archive what was lost"),
    "retention.archived": QT_TRANSLATE_NOOP("settings", "Delete what was archived"),
    "retention.events": QT_TRANSLATE_NOOP("settings", "Journal"),
    "retention.size": QT_TRANSLATE_NOOP("settings", "Size of the store"),
    "server.bind": QT_TRANSLATE_NOOP("settings", "Listen on"),
    "appearance.text_size": QT_TRANSLATE_NOOP("settings", "Text size"),
}
AT_NEXT_START = ("server.", "store.")
"""Settings that are only read when the program starts."""


def translate(text: str) -> str:
    """The text in the user's language."""
    return QCoreApplication.translate(_CONTEXT, text)


def section_text(section: str) -> str:
    """The headline of a section."""
    return translate(str(SECTIONS[section])) if section in SECTIONS else section.capitalize()


def label_text(path: str) -> str:
    """What a setting is called."""
    if path in LABELS:
        return translate(str(LABELS[path]))
    return path.partition(".")[2].replace("_", " ").capitalize()


def abilities_text(abilities: frozenset[str]) -> str:
    """What notifications can do on this desktop, in words."""
    if not abilities:
        return translate("Your desktop shows no notifications; the window says what they would have said.")
    lacks = [
        text
        for ability, text in (
            ("actions", translate("buttons (use the window or the tray instead)")),
            ("body", translate("more than a title")),
        )
        if ability not in abilities
    ]
    if not lacks:
        return translate("Your desktop shows notifications with text and buttons.")
    return translate("Your desktop shows notifications, but without {0}.").format(translate(" and ").join(lacks))
