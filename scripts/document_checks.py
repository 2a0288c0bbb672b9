"""Writes docs/checks.md from what the checks declare."""

from pathlib import Path

from registry_tray.checks import declared
from registry_tray.core.targets import Form
from registry_tray.wire.strategy import Option, Strategy

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


def render() -> str:
    """The page."""
    return HEAD + "".join(_section(strategy) for strategy in declared())


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
