"""What the settings page calls its sections and settings, where their names in the file are too short for a person."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

from registry_tray.ui.language import tr

SECTIONS = {
    "appearance": QT_TRANSLATE_NOOP("", "Appearance"),
    "alerts": QT_TRANSLATE_NOOP("", "Notifications"),
    "checks": QT_TRANSLATE_NOOP("", "Checks"),
    "mqtt": QT_TRANSLATE_NOOP("", "MQTT"),
    "store": QT_TRANSLATE_NOOP("", "Store"),
    "retention": QT_TRANSLATE_NOOP("", "History"),
    "server": QT_TRANSLATE_NOOP("", "API and security"),
}
"""In the order in which they are shown: what people change most comes first. Others follow under their own names."""

LABELS = {
    "alerts.hold": QT_TRANSLATE_NOOP("", "Wait before notifying"),
    "alerts.crash_hold": QT_TRANSLATE_NOOP("", "Wait after a crash"),
    "alerts.restart_window": QT_TRANSLATE_NOOP("", "Time to restart"),
    "alerts.grace": QT_TRANSLATE_NOOP("", "Time to start"),
    "alerts.failures": QT_TRANSLATE_NOOP("", "Failures before down"),
    "alerts.successes": QT_TRANSLATE_NOOP("", "Successes before up"),
    "alerts.resume_grace": QT_TRANSLATE_NOOP("", "Patience after sleep"),
    "alerts.network_grace": QT_TRANSLATE_NOOP("", "Patience after a change of network"),
    "alerts.mute_choices": QT_TRANSLATE_NOOP("", "Mute for"),
    "alerts.notify_lifecycle": QT_TRANSLATE_NOOP("", "Tell of registrations"),
    "alerts.sound": QT_TRANSLATE_NOOP("", "Play a sound"),
    "checks.timeout": QT_TRANSLATE_NOOP("", "Timeout on this machine"),
    "checks.remote_timeout": QT_TRANSLATE_NOOP("", "Timeout elsewhere"),
    "checks.concurrency": QT_TRANSLATE_NOOP("", "Checks at the same time"),
    "store.url": QT_TRANSLATE_NOOP("", "Redis"),
    "store.prefix": QT_TRANSLATE_NOOP("", "Prefix of keys"),
    "mqtt.url": QT_TRANSLATE_NOOP("", "Broker"),
    "mqtt.prefix": QT_TRANSLATE_NOOP("", "Prefix of topics"),
    "mqtt.embedded": QT_TRANSLATE_NOOP("", "Broker of our own"),
    "retention.checks": QT_TRANSLATE_NOOP("", "Single checks"),
    "retention.stopped": QT_TRANSLATE_NOOP("", "Archive what was stopped"),
    "retention.crashed": QT_TRANSLATE_NOOP("", "Archive what has crashed"),
    "retention.lost": QT_TRANSLATE_NOOP("", "Archive what was lost"),
    "retention.archived": QT_TRANSLATE_NOOP("", "Delete what was archived"),
    "retention.events": QT_TRANSLATE_NOOP("", "Journal"),
    "retention.size": QT_TRANSLATE_NOOP("", "Size of the store"),
    "server.bind": QT_TRANSLATE_NOOP("", "Listen on"),
    "appearance.text_size": QT_TRANSLATE_NOOP("", "Text size"),
}
CHOICES = {
    "system": QT_TRANSLATE_NOOP("", "As the system"),
    "light": QT_TRANSLATE_NOOP("", "Light"),
    "dark": QT_TRANSLATE_NOOP("", "Dark"),
    "en": "English",
    "es": "Español",
}
ZERO = {"alerts.failures": QT_TRANSLATE_NOOP("", "2 or 3"), "server.port": QT_TRANSLATE_NOOP("", "a free one")}
"""What the zero of a number stands for."""

AT_NEXT_START = ("server.", "store.", "appearance.language")
"""Settings that are only read when the program starts."""


def section_text(section: str) -> str:
    """The headline of a section."""
    return tr(str(SECTIONS[section])) if section in SECTIONS else section.capitalize()


def plain_label(path: str) -> str:
    """What a setting without a name of its own is called in English."""
    return path.partition(".")[2].replace("_", " ").capitalize()


def label_text(path: str) -> str:
    """What a setting is called."""
    if path in LABELS:
        return tr(str(LABELS[path]))
    return tr(plain_label(path))


def choice_text(value: str) -> str:
    """What one of several values is called; languages are, in their own."""
    return tr(str(CHOICES.get(value, value.capitalize())))


def abilities_text(abilities: frozenset[str]) -> str:
    """What notifications can do on this desktop, in words."""
    if not abilities:
        return tr("Your desktop shows no notifications; the window says what they would have said.")
    lacks = [
        text
        for ability, text in (
            ("actions", tr("buttons (use the window or the tray instead)")),
            ("body", tr("more than a title")),
        )
        if ability not in abilities
    ]
    if not lacks:
        return tr("Your desktop shows notifications with text and buttons.")
    return tr("Your desktop shows notifications, but without {0}.").format(tr(" and ").join(lacks))
