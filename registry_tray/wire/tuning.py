"""What is in force for an instance and where it comes from, and what a person sets for its application."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from registry_tray.core.errors import Fault, InvalidPayloadError
from registry_tray.core.models import Instance, Job
from registry_tray.core.secrets import mask
from registry_tray.core.spec import Wishes
from registry_tray.core.tuning import Source, source_of
from registry_tray.phrases import phrase
from registry_tray.wire.reading import as_object, read_body
from registry_tray.wire.records import InForceRecord
from registry_tray.wire.requests import TuningBody
from registry_tray.wire.strategies import Strategies
from registry_tray.wire.units import duration, milliseconds


def in_force(
    instance: Instance, jobs: Sequence[Job], strategies: Strategies, general: Mapping[str, timedelta]
) -> list[InForceRecord]:
    """Of every job, then of the instance, then what holds for all."""
    rows = [row for job in jobs for row in _of_job(job, strategies)]
    rows.append(InForceRecord(job=None, setting="ttl", value=milliseconds(instance.ttl), source=Source.REGISTRATION.value))
    for name, value in general.items():
        rows.append(InForceRecord(job=None, setting=name, value=milliseconds(value), source=Source.SETTINGS.value))
    return rows


def parse_tuning(value: Any) -> Callable[[Wishes], Wishes]:
    """What makes the present wishes for an application into those that are asked for. InvalidPayloadError, also from what is
    returned."""
    payload = as_object(value)
    body = read_body(TuningBody, value)
    sent = {_snake(name): getattr(body, _snake(name)) for name in payload}
    counts = ("failures", "successes")
    changes: dict[str, Any] = {name: given if name in counts else duration(given) for name, given in sent.items()}

    def change(before: Wishes) -> Wishes:
        wishes = dataclasses.replace(before, **changes)
        if wishes.interval and wishes.timeout and wishes.timeout >= wishes.interval:
            raise InvalidPayloadError(Fault("timeout", phrase("must be shorter than the interval")))
        return wishes

    return change


def _of_job(job: Job, strategies: Strategies) -> Iterator[InForceRecord]:
    policy = job.policy
    asked = Source.REGISTRATION.value
    yield InForceRecord(job=job.id, setting="endpoint", value=job.target, source=asked)
    for name, value in (
        ("interval", milliseconds(job.interval)),
        ("timeout", milliseconds(job.timeout)),
        ("failures", policy.failures),
        ("successes", policy.successes),
        ("hold", milliseconds(policy.hold)),
        ("crash_hold", milliseconds(policy.crash_hold)),
        ("grace", milliseconds(policy.grace)),
        ("restart_window", milliseconds(policy.restart_window)),
    ):
        yield InForceRecord(job=job.id, setting=_camel(name), value=value, source=source_of(job, name).value)
    given = mask(dict(job.asked.options))
    for option in strategies.options(job.type):
        source = asked if option.name in given else Source.DEFAULT.value
        yield InForceRecord(job=job.id, setting=option.name, value=given.get(option.name, option.default), source=source)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
