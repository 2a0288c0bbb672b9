"""The registry on an MQTT broker. What needs the MQTT library is imported when a broker is configured."""

from registry_tray.mqtt.supervisor import Supervisor

__all__ = ["Supervisor"]
