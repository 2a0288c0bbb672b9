"""What the system tells of this computer: that it sleeps, that its network has changed, who listens, how busy it is."""

from registry_tray.host.facts import read_machine
from registry_tray.host.listeners import SystemListeners
from registry_tray.host.network import NetworkWatcher
from registry_tray.host.sleep import SleepWatcher

__all__ = ["NetworkWatcher", "SleepWatcher", "SystemListeners", "read_machine"]
