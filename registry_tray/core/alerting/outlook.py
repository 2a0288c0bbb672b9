"""How instances stand, read from the catalog: their trouble, what hinders its telling, and whom they pull along."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from registry_tray.core.alert import Alert, Why
from registry_tray.core.alerting.outbox import Surroundings
from registry_tray.core.alerting.returns import BACK, Returns
from registry_tray.core.alerting.standing import Hindrance, Standing
from registry_tray.core.alerting.trouble import find_trouble
from registry_tray.core.catalog import Catalog
from registry_tray.core.dependencies import dependants, dependencies
from registry_tray.core.jobs import can_be_asked
from registry_tray.core.models import Instance, InstanceId
from registry_tray.core.spec import Policy
from registry_tray.core.status import AlertState, Health, Registration

_ORDER = (Why.ROOT_DOWN, Why.ROOT_SUSPECT, Why.ROOT_STARTING, Why.ROOT_BACK)
_GONE = (Registration.STOPPED, Registration.ARCHIVED)
_ENDED = (Registration.CRASHED, Registration.LOST)


def standing(
    catalog: Catalog,
    instance_id: InstanceId,
    now: datetime,
    *,
    returns: Returns,
    policy: Policy,
    pause: Hindrance | None = None,
    announced: Iterable[datetime] = (),
) -> Standing:
    """How an instance stands. `returns` says who came back and since when is looked, `policy` is that of one without jobs."""
    instance = catalog.find(instance_id)
    if instance is None or instance.registration in _GONE:
        return Standing(instance_id, is_gone=True)
    jobs = catalog.jobs_of(instance_id)
    trouble = find_trouble(instance, jobs, policy)
    return Standing(
        instance_id,
        trouble,
        is_starting=any(job.health is Health.STARTING for job in jobs),
        muted_until=instance.muted_until,
        acknowledged_at=instance.acknowledged.at if instance.acknowledged is not None else None,
        pause=pause,
        blame=_blame(catalog, instance, trouble.since, returns, now) if trouble is not None and instance.depends_on else None,
        announced=tuple(announced),
        asked=frozenset(job.id for job in jobs if job.active),
    )


def surroundings(
    catalog: Catalog, alerts: Iterable[Alert], news: Collection[InstanceId], holds: Sequence[datetime]
) -> Surroundings:
    """What else goes on, beside the instances that there is news of."""
    members: dict[InstanceId, dict[InstanceId, str]] = {}
    unsteady: set[InstanceId] = set()
    recovering = False
    for alert in alerts:
        if alert.is_told:
            instance = catalog.find(alert.instance_id)
            members.setdefault(alert.card, {})[alert.instance_id] = instance.name if instance else alert.instance_id
            if alert.state is AlertState.FLAPPING and not alert.failing:
                unsteady.add(alert.instance_id)
            if alert.instance_id not in news:
                healths = {job.health for job in catalog.jobs_of(alert.instance_id)}
                recovering = recovering or bool(healths & {Health.RECOVERING, Health.STARTING})
    watched = sum(1 for each in catalog.instances() if each.registration is Registration.ACTIVE)
    suspects = sum(1 for job in catalog.jobs() if job.active and job.health is Health.SUSPECT)
    return Surroundings(members, holds, recovering, suspects, watched, frozenset(unsteady))


def needed(catalog: Catalog) -> frozenset[str]:
    """All that is named as a dependency."""
    return frozenset(catalog.needed.words())


def affected(catalog: Catalog, root: Instance) -> tuple[str, ...]:
    """The names of those that are not well and depend on `root`, directly or by another that is not well."""
    found: dict[InstanceId, str] = {}
    waiting = [root]
    while waiting:
        for other in dependants(catalog, waiting.pop()):
            if other.id not in found and other.id != root.id and _unwell(catalog, other) in (Why.ROOT_DOWN, Why.ROOT_SUSPECT):
                found[other.id] = other.name
                waiting.append(other)
    return tuple(sorted(found.values()))


def can_check(catalog: Catalog, instance: Instance) -> bool:
    """Whether "Check now" would do something."""
    return any(map(can_be_asked, catalog.jobs_of(instance.id)))


def _blame(catalog: Catalog, instance: Instance, since: datetime, returns: Returns, now: datetime) -> Hindrance | None:
    found: list[Hindrance] = []
    for dependency in dependencies(catalog, instance):
        if dependency.id == instance.id or _is_outlived(catalog, instance, since, dependency, returns):
            continue
        why, until = _unwell(catalog, dependency), None
        if why is None and (returned := returns.known.get(dependency.id)) is not None and returned.explains(since, now):
            why, until = Why.ROOT_BACK, returned.at + BACK
        if why is not None:
            top = _top(catalog, dependency, returns) if why is Why.ROOT_DOWN else dependency
            if top.id != instance.id:  # in a circle nobody would be told at all
                found.append(Hindrance(why, until, top.id, top.name))
    return min(found, key=lambda each: _ORDER.index(each.why), default=None)


def _is_outlived(catalog: Catalog, instance: Instance, since: datetime | None, dependency: Instance, returns: Returns) -> bool:
    """Whether the instance was seen to be well long after the end of what it depends on: then that is not why it fails.

    What has crashed or is lost is looked at rarely or not at all, and may run again without having said so. What nobody looked at
    was not seen to be well either.
    """
    if dependency.registration not in _ENDED or dependency.ended_at is None or since is None:
        return False
    seen = max(dependency.ended_at, returns.looking_since)
    pace = max((job.interval for job in catalog.jobs_of(instance.id) if job.active), default=BACK)
    return since > seen + BACK + 2 * pace


def _top(catalog: Catalog, instance: Instance, returns: Returns) -> Instance:
    """The last in the chain of dependencies that are down, and that those before it suffer from: the one that is told."""
    seen = {instance.id}
    while True:
        since = _failing_since(catalog, instance)
        deeper = (each for each in dependencies(catalog, instance) if _unwell(catalog, each) is Why.ROOT_DOWN)
        to_blame = (each for each in deeper if not _is_outlived(catalog, instance, since, each, returns))
        found = next((each for each in to_blame if each.id not in seen), None)
        if found is None:
            return instance
        seen.add(found.id)
        instance = found


def _failing_since(catalog: Catalog, instance: Instance) -> datetime | None:
    if instance.registration in _ENDED:
        return instance.ended_at
    return min((job.down_since for job in catalog.jobs_of(instance.id) if job.is_failing and job.down_since), default=None)


def _unwell(catalog: Catalog, instance: Instance) -> Why | None:
    if instance.registration in _ENDED:
        return Why.ROOT_DOWN
    if instance.registration is not Registration.ACTIVE:
        return None
    healths = {job.health for job in catalog.jobs_of(instance.id) if job.active}
    if healths & {Health.DOWN, Health.RECOVERING}:
        return Why.ROOT_DOWN
    if Health.SUSPECT in healths:
        return Why.ROOT_SUSPECT
    return Why.ROOT_STARTING if Health.STARTING in healths else None
