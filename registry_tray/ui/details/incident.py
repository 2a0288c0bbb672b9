"""An outage as Markdown, to be pasted into an issue or a chat."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from registry_tray.core.models import Check, Session
from registry_tray.core.reports import ErrorReport
from registry_tray.core.run import Run
from registry_tray.core.secrets import MASK, mask_text
from registry_tray.core.targets import is_loopback
from registry_tray.ui import journal_texts, texts
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.language import tr
from registry_tray.ui.sayings import say

_CHECKS, _ERRORS, _FRAMES, _LINES = 8, 3, 15, 40
_SECRET = re.compile(
    r"(?i)([\w-]*(?:passw(?:or)?d|secret|token|api_?key|credential)[\w-]*[\"']?\s*[=:]\s*[\"']?"
    r"|authorization:\s*(?:\w+\s)?|bearer\s+)([^\s\"',;&]+)"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was read of an instance: newest first. `owner` is who listens on its port, empty where nobody is known to; `log` is
    the last output, empty where we did not start it.
    """

    checks: Sequence[Check] = ()
    errors: Sequence[ErrorReport] = ()
    session: Session | None = None
    owner: str = ""
    log: str = ""


def local_port(row: Row) -> int | None:
    """The port of this machine that its worst job asks."""
    if row.job is None or "://" not in row.job.endpoint:
        return None
    try:
        parts = urlsplit(row.job.endpoint)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return None
    return port if port and is_loopback(parts.hostname or "") else None


def ask_incident(bridge: Bridge, row: Row, evidence: Callable[[], Evidence], answer: Callable[[str], object]) -> None:
    """Answered with the text when it is known what it said last, and who listens on the port."""

    def on_run(run: Run | None) -> None:
        known, port = replace(evidence(), log=run.log if run is not None else ""), local_port(row)

        def on_owner(owner: str) -> None:
            answer(incident_text(row, replace(known, owner=owner), bridge.clock.now()))

        if port is None:
            on_owner("")
        else:
            bridge.commands.ask_port_owner(port, on_owner)

    bridge.commands.runs.look(row.instance.id, on_run)


def incident_text(row: Row, evidence: Evidence, now: datetime) -> str:
    """What, since when, why, the last answers, errors, and what ran. What looks like a secret is masked."""
    text = "\n".join((*_head(row, evidence, now), *_answers(evidence, now), *_errors(evidence, now), *_log(evidence))) + "\n"
    return _SECRET.sub(lambda match: match.group(1) + MASK, mask_text(text))


def _head(row: Row, evidence: Evidence, now: datetime) -> Iterator[str]:
    instance, session = row.instance, evidence.session
    yield f"## {instance.name}: {texts.state_sentence(row, now)}"
    yield ""
    facts = [
        (tr("Since"), f"{row.since.astimezone():%Y-%m-%d %H:%M:%S %z}"),
        (tr("Instance"), f"`{instance.identifier}`"),
        (tr("Environment"), instance.environment or ""),
        (tr("Checked"), f"`{row.job.target}` ({row.job.type})" if row.job and row.job.target else ""),
        (tr("Version"), session.version if session else ""),
        (tr("Branch"), session.branch if session else ""),
        (tr("Commit"), f"`{session.commit}`" if session and session.commit else ""),
        (tr("Process"), f"pid {session.pid}" if session and session.pid else ""),
    ]
    port = local_port(row)
    if port is not None:
        facts.append((tr("Port {0}").format(port), evidence.owner or tr("nothing listens, as far as is known")))
    known = instance.acknowledged
    if row.is_acknowledged and known is not None:
        facts.append((tr("Acknowledged"), known.note or tr("yes")))
    yield from (f"- **{name}:** {value}" for name, value in facts if value)


def _answers(evidence: Evidence, now: datetime) -> Iterator[str]:
    if not evidence.checks:
        return
    yield ""
    yield "### " + tr("Last answers")
    yield ""
    yield "```"
    for check in evidence.checks[:_CHECKS]:
        code = f" {check.code}" if check.code else ""
        latency = f" {texts.latency(check.latency)}" if check.latency is not None else ""
        error = f": {say(check.error)}" if check.error else ""
        yield f"{texts.precise_time(check.at, now)} {journal_texts.result_word(check.result)}{code}{latency}{error}"
    yield "```"


def _errors(evidence: Evidence, now: datetime) -> Iterator[str]:
    if not evidence.errors:
        return
    yield ""
    yield "### " + tr("Errors")
    for error in evidence.errors[:_ERRORS]:
        yield ""
        what = ": ".join(part for part in (error.type, error.message) if part)
        yield f"{what} ({texts.times(error.count)}, {tr('last {0}').format(texts.precise_time(error.last_at, now))})"
        if error.stack:
            yield ""
            yield "```"
            yield from error.stack.splitlines()[:_FRAMES]
            yield "```"


def _log(evidence: Evidence) -> Iterator[str]:
    lines = evidence.log.rstrip().splitlines()[-_LINES:]
    if not lines:
        return
    yield ""
    yield "### " + tr("Last output")
    yield ""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", evidence.log)), default=0))
    yield fence
    yield from lines
    yield fence
