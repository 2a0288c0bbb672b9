"""What depends on what."""

from collections.abc import Iterator

from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import Fault, InvalidPayloadError
from registry_tray.core.models import AppId, Instance
from registry_tray.phrases import phrase


def dependencies(catalog: Catalog, instance: Instance) -> Iterator[Instance]:
    """The known instances that this one names, by identifier, or as all instances of an application."""
    for name in instance.depends_on:
        found = catalog.find(name)
        if found is not None:
            yield found
        else:
            yield from catalog.siblings(AppId(name))


def dependants(catalog: Catalog, instance: Instance) -> list[Instance]:
    """The instances that depend on this one directly."""
    names = dict.fromkeys((instance.id, instance.identifier, instance.app_id))
    found = dict.fromkeys(each for name in names for each in catalog.needed.having(name) if each != instance.id)
    return [catalog.instance(each) for each in found]


def refuse_cycle(catalog: Catalog, instance: Instance) -> None:
    """InvalidPayloadError where the instance, with the dependencies that it now has, would depend on itself."""
    own = {instance.id, instance.identifier, instance.app_id}
    seen: set[str] = set()
    waiting = [(instance, instance.name)]
    while waiting:
        each, path = waiting.pop()
        if not own.isdisjoint(each.depends_on):
            raise InvalidPayloadError(
                Fault("dependsOn", phrase("leads back to itself: {0} -> {1}; leave one of them out", path, instance.name))
            )
        for other in dependencies(catalog, each):
            if other.id not in seen:
                seen.add(other.id)
                waiting.append((other, f"{path} -> {other.name}"))
