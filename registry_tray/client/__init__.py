"""What a Python application imports to register itself: one line, standard library only, and never in the way."""

from registry_tray.client.registered import Registered as Registered
from registry_tray.client.registered import register as register
