"""The words of the notifications."""

from datetime import datetime, timedelta

from registry_tray.core.models import Instance
from registry_tray.core.ports import Notice
from registry_tray.durations import spoken

OPEN, CHECK, MUTE = "open", "check", "mute"
MUTE_FOR = timedelta(hours=1)
ACTIONS = ((OPEN, "Open"), (CHECK, "Check now"), (MUTE, "Mute 1 h"))


def outage(instance: Instance, what: str, reason: str, since: datetime) -> Notice:
    """What broke, why, and since when by the user's own clock. `what` completes the sentence: "is down", "has crashed"."""
    return Notice(
        instance.id, f"{instance.name} {what}", f"{reason or 'No answer'}, since {since.astimezone():%H:%M:%S}", ACTIONS
    )


def recovery(instance: Instance, downtime: timedelta) -> Notice:
    """That it is over, and how long it lasted."""
    return Notice(instance.id, f"{instance.name} is back", f"after {spoken(downtime)}", ((OPEN, "Open"),), is_recovery=True)


def lifecycle(instance: Instance, what: str) -> Notice:
    """That an application has registered or unregistered, for those who want to know."""
    return Notice(instance.id, f"{instance.name} {what}", instance.identifier, ((OPEN, "Open"),), is_recovery=True)
