"""Requests of clients to requests of the domain."""

import dataclasses
from collections.abc import Callable
from dataclasses import replace
from sys import intern
from typing import Any

from registry_tray.core.errors import Fault, InvalidPayloadError
from registry_tray.core.models import AppId, Identifier
from registry_tray.core.registration import RegistrationRequest
from registry_tray.core.reports import ErrorSpec
from registry_tray.core.secrets import mask, mask_text, mask_url
from registry_tray.core.spec import JobSpec, Wishes
from registry_tray.core.targets import Target, is_loopback
from registry_tray.phrases import Phrases, phrase
from registry_tray.wire.reading import Faults, as_object, names, read, read_body, rest
from registry_tray.wire.requests import ErrorBody, HealthBody, JobBody, JobPatch, RegistrationBody, ReportBody, UnregisterBody
from registry_tray.wire.strangers import find_strangers
from registry_tray.wire.strategies import Strategies
from registry_tray.wire.units import duration

NOTHING_TO_CHECK = "none"


def parse_registration(value: Any, peer: str, strategies: Strategies) -> RegistrationRequest:
    """Any of the forms that clients send. `peer` is the address it came from; InvalidPayloadError names every field."""
    payload, faults = as_object(value), Faults()
    body = read(RegistrationBody, payload, faults)
    health, raw = _health(body.health, faults)
    data = rest(RegistrationBody, payload) | (body.data if isinstance(body.data, dict) else {})
    if body.data is not None and not isinstance(body.data, dict):
        data["data"] = body.data
    home = "localhost" if is_loopback(peer) else peer
    hostname = body.hostname or home
    port = _port(data.get("server"))
    # A name that only the application's own machine knows is of no use to us where it registers from this machine.
    guess = _Guess(home if is_loopback(peer) else hostname, port, _port(data.get("repl")))
    spec = _spec(health, guess, strategies, faults, "health")
    spec = strategies.with_options(spec, strategies.read(spec.type, raw, faults, "health"), faults, "health")
    known = names(HealthBody) | {option.name for option in strategies.options(spec.type)}
    strangers = find_strangers(raw, known, faults, "health")
    faults.check()
    return RegistrationRequest(
        app_id=AppId(body.app_id),
        hostname=intern(hostname),  # one for all that run there
        job=spec,
        identifier=Identifier(body.identifier) if body.identifier else None,
        environment=body.environment,
        port=port,
        label=body.label or "",
        description=mask_text(body.description or ""),
        pid=body.pid,
        version=body.version or "",
        branch=(body.git and body.git.branch) or "",
        commit=(body.git and body.git.commit) or "",
        tags=tuple(dict.fromkeys(body.tags or ())),
        links={name: mask_text(url) for name, url in (body.links or {}).items()},
        depends_on=tuple(dict.fromkeys(body.depends_on or ())),
        ttl=duration(body.ttl),
        data=mask(data),
        health=mask(strategies.masked(spec.type, raw)) or None,
        warnings=strangers,
    )


def parse_unregistration(value: Any) -> tuple[str, ErrorSpec | None]:
    """The instance that stops, and the error where it crashed."""
    payload, faults = as_object(value), Faults()
    body = read(UnregisterBody, payload, faults)
    key = body.identifier or body.id
    if not key and not faults:
        faults.add("identifier", phrase("is missing: send the identifier that the registration was answered with"))
    faults.check()
    return key or "", error_spec(body.error) if body.error else None


def parse_report(value: Any) -> tuple[str, ErrorSpec]:
    """The instance that reports an error, and the error."""
    body = read_body(ReportBody, value)
    if not (body.error.type or body.error.message):
        raise InvalidPayloadError(Fault("error.message", phrase("is missing: say what went wrong")))
    return body.identifier, error_spec(body.error)


def error_spec(body: ErrorBody) -> ErrorSpec:
    """The error without secrets."""
    message, stack = mask_text(body.message or ""), mask_text(body.stack or "")
    return ErrorSpec(body.type or ("Error" if message else ""), message, stack, body.exit_code)


def parse_job(value: Any, strategies: Strategies) -> tuple[str, JobSpec]:
    """A job to be created: the id or identifier of its application, and the job."""
    body = read_body(JobBody, value, strategies.option_names)
    faults = Faults()
    spec = _spec(body, _Guess("localhost", None, None), strategies, faults, "")
    strategies.refuse_strangers(spec.type, value, faults)
    spec = strategies.with_options(spec, strategies.read(spec.type, value, faults, ""), faults, "")
    if not spec.endpoint and not faults:
        raise InvalidPayloadError(
            Fault("endpoint", phrase("is missing: name what is checked, such as http://localhost:8000/health"))
        )
    faults.check()
    return body.application, spec


def parse_job_patch(value: Any, strategies: Strategies) -> Callable[[JobSpec], JobSpec]:
    """What makes the present job into the one that is asked for. InvalidPayloadError, also from what is returned."""
    body = read_body(JobPatch, value, strategies.option_names)
    faults = Faults()
    given = _spec(body, _Guess("localhost", None, None), strategies, faults, "")
    faults.check()
    fields = (field.name for field in dataclasses.fields(Wishes))
    changes: dict[str, Any] = {name: getattr(given, name) for name in fields if getattr(given, name) is not None}
    changes |= {name: getattr(given, name) for name in ("name", "label", "description") if getattr(body, name) is not None}
    if given.endpoint:
        changes |= {"endpoint": given.endpoint, "type": given.type}

    def change(spec: JobSpec) -> JobSpec:
        changed = replace(spec, **changes)
        wrong = Faults()
        strategies.refuse_strangers(changed.type, value, wrong)
        values = strategies.merged(changed.type, spec.all_options, value, wrong)
        changed = strategies.with_options(changed, values, wrong, "")
        wrong.check()
        if changed.interval and changed.timeout and changed.timeout >= changed.interval:
            raise InvalidPayloadError(Fault("timeout", phrase("must be shorter than the interval")))
        return changed

    return change


class _Guess:
    """Where to look when a registration does not say it."""

    def __init__(self, host: str, server: int | None, repl: int | None) -> None:
        self.host = f"[{host}]" if ":" in host else host
        self.server = server
        self.repl = repl


def _health(value: Any, faults: Faults) -> tuple[HealthBody, dict[str, Any]]:
    match value:
        case str():
            raw: dict[str, Any] = {"url": value}
        case dict():
            raw = value
        case None | False:
            raw = {}
        case _:
            faults.add("health", phrase('must be an object such as {"url": "http://localhost:8000/health"}, or that URL alone'))
            raw = {}
    return read(HealthBody, raw, faults, "health"), raw


def _spec(body: HealthBody, guess: _Guess, strategies: Strategies, faults: Faults, path: str) -> JobSpec:
    def at(name: str) -> str:
        return f"{path}.{name}" if path else name

    target = _target(body, guess, strategies, faults, at)
    timeout = body.timeout_after or body.timeout
    if body.interval and timeout and timeout >= body.interval:
        name = "timeoutAfter" if body.timeout_after else "timeout"
        faults.add(at(name), phrase("must be shorter than the interval of {0} ms", body.interval))
    return JobSpec(
        type=target.scheme if target else NOTHING_TO_CHECK,
        endpoint=target.url if target else "",
        interval=duration(body.interval),
        timeout=duration(timeout),
        failures=body.error_alert_threshold or body.failures,
        successes=body.successes,
        hold=duration(body.hold),
        grace=duration(body.grace),
        crash_hold=duration(body.crash_hold),
        restart_window=duration(body.restart_window),
        name=body.name or "health",
        label=body.label or "",
        description=mask_text(body.description or ""),
    )


def _target(body: HealthBody, guess: _Guess, strategies: Strategies, faults: Faults, at: Any) -> Target | None:
    name = "url" if body.url or not body.endpoint else "endpoint"
    url = body.url or body.endpoint or ""
    if url.startswith("/"):
        if guess.server is None:
            faults.add(at(name), phrase("is a path: send the whole URL (http://localhost:8000{0}), or server.port with it", url))
            return None
        url = f"http://{guess.host}:{guess.server}{url}"
    if not url:
        # Nothing says where its health can be asked: that its port answers is the most that can be known.
        port = guess.server or guess.repl
        if port is None:
            return None
        url = f"tcp://{guess.host}:{port}"
    try:
        return strategies.target(url)
    except ValueError as error:
        faults.add(at(name), Phrases(" ", repr(mask_url(url)), str(error)))
        return None


def _port(section: Any) -> int | None:
    """A port from 1 to 65535 out of free data, which is never refused."""
    raw = section.get("port") if isinstance(section, dict) else None
    if isinstance(raw, str) and raw.strip().isascii() and raw.strip().isdigit() and len(raw) < 10:
        raw = int(raw)
    return raw if isinstance(raw, int) and not isinstance(raw, bool) and 1 <= raw <= 65535 else None
