"""Writes docs/checks.md from what the checks declare."""

import re
from pathlib import Path

from registry_tray.checks import declared
from registry_tray.core.targets import Form
from registry_tray.wire.strategy import Option, Strategy

PLACE = r"\{\d\}"
PAGE = Path(__file__).parent.parent / "docs/checks.md"
HEAD = """# Checks

What can be checked, by the scheme of the URL. Made by `scripts/document_checks.py` from the declarations in
`registry_tray/checks/`; `GET /api/strategy` gives the same as JSON.

Options stand beside the URL: in `health` of a registration, or in the body of `POST` and `PATCH /api/job`:

    {"appId": "shop", "health": {"url": "https://localhost:8443/health", "ca": "/home/me/ca.pem", "jsonPointer": "/db"}}

An option that is wrong is a 422 that names it. Secret options (*) reach the check alone: they are shown as `***` everywhere,
and sending `***` back in a `PATCH` leaves them as they are. Names are looked up by the registry itself, and link-local,
multicast and cloud metadata addresses are never asked, also when a name or a redirect leads there.
A file of certificates that cannot be read, and a Docker that does not answer, are no fault of the target: such a check counts
neither for nor against it.

A user and a password are those of the URL, or the options `username` and `password`, which count more. Where a check does not
use them (tcp, tls, grpc), a URL that has them is a 422, as is one that says of TLS what the check does not read (`sslmode`).
MongoDB is asked `hello`, for which nobody has to log in; with a user and a password it must let them in, by SCRAM-SHA-256 or
SCRAM-SHA-1, whichever the server offers (`authSource` and `authMechanism` of the URL count). Every check that speaks TLS warns of
a certificate that expires within 14 days (`expiryDays`), and in plainer words within 7 days and within one.

MySQL and MariaDB are one kind. Nearly all checks are tested against the real server: PostgreSQL, MariaDB, Redis, Mosquitto,
RabbitMQ, gRPC, and Podman, which serves Docker's API. A MongoDB is not to be had from Debian, PyPI or npm: its check is tested
against a server of the tests that speaks its wire, to which MongoDB's own client (pymongo) logs in as well.
"""


# What a check says of a failure, and what that means; "" where the words say it themselves.
FAILURES: dict[str, tuple[tuple[str, str], ...]] = {
    "Nothing answers": (
        ("Connection refused on {0}", "nothing listens on this port"),
        (
            "{0} closed the connection without an answer",
            "it listens, and hangs up before a word: it crashes, or wants to know who asks",
        ),
        ("{0} cannot be reached: {1}", "no way leads there; the system says why"),
        ("The host name {0} is not known", "a typing error, or a name of another network"),
        ("The host name in {0} is not one that can be looked up", "it has letters that no name has"),
        ("No heartbeat in time", "a push job was not called within its interval"),
    ),
    "It takes too long (each ends with `within 3 s`, the timeout)": (
        ("No answer from {0}", "not even the connection was taken: a firewall, or a machine that is off"),
        ("{0} takes the connection, but does not answer the request", "an application that hangs"),
        ("{0} takes the connection, but does not answer the TLS handshake", "it hangs, or does not speak TLS and waits"),
        ("{0} takes the connection, but does not answer as {1} does", "it hangs, or is something else that waits"),
        ("{0} begins to answer, but does not end", "it hangs within its answer, or sends without an end"),
        ("{0} takes the WebSocket, but does not send the text back", "`echo` did not come back"),
        ("The MQTT broker at {0} answers, but no message came on {1}", "nobody published on `topic`"),
        ("The MQTT broker at {0} answers, but nothing is retained on {1},", "with `retained`, only a kept message counts"),
        ("The name server {0} gives no answer for {1}", "`server` hangs, or is none"),
        ("Docker at {0} takes the connection, but does not answer", "Docker hangs"),
        ("The command {0} did not end", "it was killed, with all that it started"),
    ),
    "Something else answers": (
        ("What answers at {0} is not {1}", "another kind of server listens there"),
        ("What answers at {0} is not {1}: {2}", "the same, with what was wrong"),
        ('What answers at {0} is not HTTP: it says "{1}"', "the line that is no HTTP tells what it is"),
        ("What answers at {0} speaks TLS: check it as {1}", "the port is the one for TLS"),
        ("What answers at {0} speaks TLS: check it with the option tls", "the same, of MongoDB"),
        ("{0} broke off in the middle of its answer", "it crashes while it answers"),
        ("The answer broke off in the middle", "the same, over HTTP"),
    ),
    "HTTP and WebSocket": (
        ("HTTP {0}", "a status that does not mean up, and the answer where it is short"),
        ("{0} (expected: {1})", "the status is none of `status`"),
        ('It says of itself "{0}"', "a warning: its status word is one such as `degraded`"),
        (
            'It says of itself "{0}" (HTTP {1})',
            "its status word is one such as `DOWN`; `statusWord` turns this off",
        ),
        ("It answers HTTP 429: too many requests", "a warning: check it less often"),
        ("It redirects more than {0} times", "with `redirects`: it leads in a circle"),
        ('The answer does not contain "{0}"', "`contains`"),
        ('The answer contains "{0}"', "`notContains`"),
        ("The answer is not JSON", "`jsonPointer` needs JSON"),
        ("There is no {0} in the answer", "`jsonPointer` leads nowhere"),
        ("{0} is {1}, not {2}", "`jsonPointer` leads to another value than `jsonValue`"),
        ("{0} answers HTTP {1}, not as a WebSocket does", "no WebSocket under this path, or who asks is refused"),
        ("{0} answers with a handshake that is wrong, not as a WebSocket does", "its WebSocket is not as RFC 6455 has it"),
        ("It answers with a redirect (HTTP {0}), not with a WebSocket", "redirects are not followed: name where it leads"),
        ('"{0}" comes back as "{1}"', "`echo` came back as another text"),
        ("It closes the WebSocket instead of sending the text back", "`echo` was refused"),
    ),
    "TLS": (
        ("The certificate of {0} is not trusted: {1}", "it is for other names, or was revoked or not yet valid"),
        (
            "The certificate of {0} is not trusted: {1}; name its authority's file in the option ca",
            "nobody on this machine knows who signed it",
        ),
        ("TLS: the certificate of {0} expired {1} ago", "renew it"),
        ("The certificate expires in {0}, on {1}", "a warning: renew it; `expiryDays` says how long before"),
        ("The certificate expires within a week, in {0}, on {1}", "a warning"),
        ("The certificate expires within a day, at {0}", "a warning"),
        ("The TLS handshake failed: what answers at {0} does not speak TLS", "the port is the one without TLS"),
        ("The TLS handshake with {0} failed: {1}", "no version or cipher in common, or it wants a certificate of ours"),
        ("{0} at {1} does not speak TLS", "the database was started without TLS: leave out `tls`"),
        ("The file of certificates {0} cannot be used: {1}", "`ca` is missing or no PEM; counts for nothing"),
    ),
    "Databases and brokers": (
        ("{0} at {1} says: {2}", "any other error, in the words of the server"),
        ("{0} at {1} refuses user {2}: {3}", "user or password, or what the server allows"),
        ("{0} at {1} has no database {2}", "the path of the URL names it"),
        ("{0} at {1} is not ready: {2}", "it is starting, or loads its data"),
        ("{0} at {1} cannot be asked: {2}", "the client library gives up"),
        ("{0} at {1} has too many connections", "for the check as for the applications"),
        ("MongoDB at {0} takes no writes: it is no primary", "`primary`"),
        ("Redis at {0} asks for a password", "give `password`"),
        ("Redis at {0} refuses the user name or the password", ""),
        ("Redis at {0} knows no password: leave it out", ""),
        ("The AMQP broker at {0} does not speak AMQP 0-9-1", "it speaks AMQP 1.0 alone"),
        ("The AMQP broker at {0} takes no passwords, only: {1}", "the ways to log in that it offers"),
        ("The AMQP broker at {0} does not let {1} into the virtual host {2}: {3}", "the path of the URL names it"),
        ("The MQTT broker at {0} does not speak MQTT 3.1.1", ""),
        ("The MQTT broker at {0} refuses the client id", ""),
        ("The MQTT broker at {0} is not available", ""),
        ("The MQTT broker at {0} refuses the user name or the password", ""),
        ("The MQTT broker at {0} refuses the log-in: not authorized", "user or password, or its list of who may"),
        ("The MQTT broker at {0} refuses with code {1}", ""),
        ("The MQTT broker at {0} does not let us read {1}", "the user may not subscribe to `topic`"),
        ('The message on {0} is "{1}", without "{2}"', "`contains`"),
    ),
    "gRPC": (
        ("{0} says of itself {1}", "the health service says NOT_SERVING or UNKNOWN"),
        ("The gRPC server at {0} knows no service {1}", "`service`"),
        ("The gRPC server at {0} has no health service", "add `grpc.health.v1` to it"),
    ),
    "Names": (
        ("The name {0} does not exist", ""),
        ("The name {0} leads to {1}, not to {2}", "`values`"),
        ("The name {0} has no {1} records", "`record`"),
        ("The name {0} cannot be asked for: {1}", ""),
        ("The name server gives no answer for {0}: {1}", "it refuses, or fails itself"),
    ),
    "Processes, containers and commands": (
        ("There is no process {0} on this machine", ""),
        ("No process named {0} runs on this machine", ""),
        ("The process {0} is stopped", "by SIGSTOP, or by a debugger"),
        ("The process {0} has ended, and its parent has not taken note", "a zombie"),
        ("Docker at {0} knows no container {1}", ""),
        ("The container {0} is {1}", "paused, created, dead"),
        ("The container {0} is {1}, exit code {2}", "137 is killed, also for want of memory"),
        ("The container {0} is starting", "a warning: its health check has not passed yet"),
        ("The container {0} is unhealthy", ""),
        ("The container {0} is unhealthy: {1}", "the last words of its health check"),
        ("{0} ended with {1}", "the exit code of a command of the settings file"),
        ("{0} ended with {1}: {2}", "the same, with the last line that it said"),
    ),
    "Nothing is said of the target (it counts neither for nor against it)": (
        ("{0} could not be asked from here: {1}", "this machine has no network, no ports or no file handles left"),
        ("The name {0} could not be looked up: no name server answers", ""),
        ("There is no Docker at {0}: start it, or name its socket in the option socket", ""),
        ("Docker at {0} may not be asked: add your user to the group docker", ""),
        ("Docker at {0} does not answer: {1}", ""),
        ("Docker at {0} answers HTTP {1}, and tells nothing of {2}", "Docker itself is in trouble"),
        ("The settings file has no command {0} in its section [exec]", ""),
        ("The command {0} cannot be started: {1}", ""),
        ("Nothing here can check {0}", "a scheme that this version does not know"),
        ("The check itself failed: {0}", "a fault of ours: please report it"),
        ("This computer is going to sleep", ""),
        ("This computer has just woken up", ""),
        ("This computer was too busy to tell", ""),
        ("This computer was asleep or too busy to tell", ""),
        ("The network of this computer has just changed", ""),
    ),
}


def render() -> str:
    """The page."""
    return HEAD + "".join(_section(strategy) for strategy in declared()) + _failures()


def _failures() -> str:
    lines = ["\n## What a failure says\n", "`…` stands for an address, a name or a number.\n"]
    for group, rows in FAILURES.items():
        lines += [f"### {group}\n", "| words | meaning |", "|---|---|"]
        lines += [f"| {re.sub(PLACE, '…', sentence)} | {meaning} |" for sentence, meaning in rows]
        lines.append("")
    return "\n".join(lines)


def _section(strategy: Strategy) -> str:
    schemes = ", ".join(
        f"`{scheme.name}://`" + (f" (port {scheme.port})" if scheme.port and scheme.form is Form.HOST else "")
        for scheme in strategy.schemes
    )
    lines = [f"\n## {strategy.name}\n", f"{strategy.doc} {schemes}, such as `{strategy.example}`."]
    if strategy.refusal:
        lines.append(f"\nOver the API: {strategy.refusal}.")
    if strategy.extra:
        lines.append(f'\nNeeds `pip install "registry-tray[{strategy.extra}]"`.')
    if options := strategy.fields():
        lines += ["\n| option | kind | default | |", "|---|---|---|---|", *map(_row, options)]
    return "\n".join(lines) + "\n"


def _row(option: Option) -> str:
    kind = " ".join(option.choices) if option.choices else option.type
    default = (
        "" if option.default in (None, "", [], {}) else str(option.default).lower() if option.type == "flag" else option.default
    )
    return f"| `{option.name}`{' *' if option.secret else ''} | {kind} | {default} | {option.doc} |"


if __name__ == "__main__":
    PAGE.write_text(render(), "utf-8")
