"""What is wrong with the broker, in words with the fix."""

import socket
import ssl

from registry_tray.broker_address import BrokerAddress
from registry_tray.phrases import phrase

BAD_PASSWORD = frozenset({"Bad user name or password", "Not authorized"})
SILENT = "Keep alive timeout"


class Words:
    """About one broker, and whether it is tried again."""

    def __init__(self, address: BrokerAddress, *, retries: bool = True) -> None:
        self._again = phrase("; retrying") if retries else ""
        self._broker = phrase("MQTT broker at {0}", address.name)
        self._address = address

    def unreachable(self, error: BaseException | None) -> str:
        """No connection could be made."""
        match error:
            case ConnectionRefusedError():
                return phrase(
                    "{0} refuses connections{1}. Start it, or correct mqtt.url in the settings.", self._broker, self._again
                )
            case ssl.SSLCertVerificationError():
                why = getattr(error, "verify_message", "") or phrase("it is not trusted")
                return phrase(
                    "The certificate of the MQTT broker at {0} is not accepted ({1}){2}. Trust it on this machine.",
                    self._address.name,
                    why,
                    self._again,
                )
            case ssl.SSLError() | ConnectionResetError() if self._address.is_tls:
                return phrase(
                    "{0} does not speak TLS{1}. Use mqtt:// in mqtt.url, or the broker's port for TLS.", self._broker, self._again
                )
            case TimeoutError():
                return self.silent()
            case socket.gaierror():
                return phrase(
                    "The host {0} of the MQTT broker is not known{1}. Correct mqtt.url in the settings.",
                    self._address.host,
                    self._again,
                )
            case OSError() if error.strerror:
                return phrase(
                    "{0} cannot be reached ({1}){2}. Start it, or correct mqtt.url.", self._broker, error.strerror, self._again
                )
        return phrase("{0} cannot be reached{1}. Start it, or correct mqtt.url in the settings.", self._broker, self._again)

    def refused(self, reason: str) -> str:
        """The broker lets nobody in, or not us."""
        if reason not in BAD_PASSWORD:
            return phrase("{0} does not let us in ({1}){2}. Its log says why.", self._broker, reason, self._again)
        if self._address.user is None:
            return phrase(
                "{0} asks for a password{2}. Name it in mqtt.url: mqtt://user:password@{1}",
                self._broker,
                self._address.name,
                self._again,
            )
        return phrase(
            "{0} refuses user {1} with this password{2}. Correct them in mqtt.url.",
            self._broker,
            repr(self._address.user),
            self._again,
        )

    def closed(self, reason: str, *, has_answered: bool) -> str:
        """A connection has ended that nobody wanted to end."""
        if reason == SILENT or not has_answered:
            return self.silent()
        return phrase("{0} closed the connection{1}. Its log may say why.", self._broker, self._again)

    def silent(self) -> str:
        """It takes connections, or not even these, and says nothing."""
        return phrase(
            "{0} does not answer{1}. Restart it, or see whether mqtt.url names another program.", self._broker, self._again
        )

    def forbidden(self, topics: list[str]) -> str:
        """It does not let us hear requests."""
        return phrase(
            "{0} forbids us to subscribe to {1}. Allow it in the broker's access list.", self._broker, ", ".join(topics)
        )

    def flooded(self, count: int) -> str:
        """More came than could be taken."""
        return phrase("{0} sends more than can be taken; messages dropped: {1}. Find out who floods it.", self._broker, count)
