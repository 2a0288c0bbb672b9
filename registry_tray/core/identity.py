"""Which instance a registration means: reproducible, and never two running ones under one name."""

from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import Fault, InvalidPayloadError
from registry_tray.core.models import Identifier, Instance
from registry_tray.core.registration import RegistrationRequest
from registry_tray.core.status import Registration
from registry_tray.phrases import phrase


def resolve(catalog: Catalog, request: RegistrationRequest) -> Instance | None:
    """The known instance that registers, None where it is a new one. InvalidPayloadError where its identifier is not its own.

    An identifier decides. Without one it is the instance of that application on that host with the same port and
    environment; else one from which nothing tells it; else one that no longer runs, whose place it takes.
    """
    if request.identifier:
        named = catalog.find(request.identifier)
        if named is not None and named.app_id != request.app_id:
            message = phrase(
                "belongs to the application {0}; leave it out, and one is made from appId and hostname", repr(named.app_id)
            )
            raise InvalidPayloadError(Fault("identifier", message))
        return named
    siblings = [sibling for sibling in catalog.siblings(request.app_id) if sibling.hostname == request.hostname]
    for rule in (request.is_same, request.may_be, lambda sibling: not _is_live(catalog, sibling)):
        found = next(filter(rule, siblings), None)
        if found is not None:
            return found
    return None


def free_identifier(catalog: Catalog, request: RegistrationRequest) -> Identifier:
    """The plainest identifier for a new instance that no other one has."""
    candidates = request.identifiers()
    for candidate in candidates:
        if catalog.find(candidate) is None:
            return candidate
    number = 2
    while catalog.find(f"{candidates[-1]}#{number}"):
        number += 1
    return Identifier(f"{candidates[-1]}#{number}")


def _is_live(catalog: Catalog, instance: Instance) -> bool:
    """Whether the instance runs as far as is known, so that a registration that differs from it must be another one."""
    if instance.registration is not Registration.ACTIVE:
        return False
    return not any(job.is_failing for job in catalog.jobs_of(instance.id))
