"""What is wrong with the broker, in words with the fix."""

import socket
import ssl

from registry_tray.broker_address import BrokerAddress

BAD_PASSWORD = frozenset({"Bad user name or password", "Not authorized"})
SILENT = "Keep alive timeout"


class Words:
    """About one broker."""

    def __init__(self, address: BrokerAddress) -> None:
        self._broker = f"MQTT broker at {address.name}"
        self._address = address

    def unreachable(self, error: BaseException | None) -> str:
        """No connection could be made."""
        match error:
            case ConnectionRefusedError():
                return f"{self._broker} refuses connections; retrying. Start it, or correct mqtt.url in the settings."
            case ssl.SSLCertVerificationError():
                why = getattr(error, "verify_message", "") or "it is not trusted"
                return f"The certificate of the {self._broker} is not accepted ({why}); retrying. Trust it on this machine."
            case ssl.SSLError() | ConnectionResetError() if self._address.is_tls:
                return f"{self._broker} does not speak TLS; retrying. Use mqtt:// in mqtt.url, or the broker's port for TLS."
            case TimeoutError():
                return self.silent()
            case socket.gaierror():
                return (
                    f"The host {self._address.host} of the MQTT broker is not known; retrying. Correct mqtt.url in the settings."
                )
            case OSError() if error.strerror:
                return f"{self._broker} cannot be reached ({error.strerror}); retrying. Start it, or correct mqtt.url."
        return f"{self._broker} cannot be reached; retrying. Start it, or correct mqtt.url in the settings."

    def refused(self, reason: str) -> str:
        """The broker lets nobody in, or not us."""
        if reason not in BAD_PASSWORD:
            return f"{self._broker} does not let us in ({reason}); retrying. Its log says why."
        if self._address.user is None:
            return f"{self._broker} asks for a password; retrying. Name it in mqtt.url: mqtt://user:password@{self._address.name}"
        return f"{self._broker} refuses user {self._address.user!r} with this password; retrying. Correct them in mqtt.url."

    def closed(self, reason: str, *, has_answered: bool) -> str:
        """A connection has ended that nobody wanted to end."""
        if reason == SILENT or not has_answered:
            return self.silent()
        return f"{self._broker} closed the connection; retrying. Its log may say why."

    def silent(self) -> str:
        """It takes connections, or not even these, and says nothing."""
        return f"{self._broker} does not answer; retrying. Restart it, or see whether mqtt.url names another program."

    def forbidden(self, topics: list[str]) -> str:
        """It does not let us hear requests."""
        return f"{self._broker} forbids us to subscribe to {', '.join(topics)}. Allow it in the broker's access list."

    def flooded(self, count: int) -> str:
        """More came than could be taken."""
        return f"{self._broker} sends more than can be taken; messages dropped: {count}. Find out who floods it."
