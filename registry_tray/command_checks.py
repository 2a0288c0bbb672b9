"""The commands of the settings file are applications of their own, each with its check."""

import logging
from collections.abc import Coroutine, Mapping
from typing import Any

from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import RegistryError
from registry_tray.core.models import AppId, Identifier
from registry_tray.core.registration import RegistrationRequest
from registry_tray.core.registry import Registry
from registry_tray.core.spec import JobSpec
from registry_tray.core.status import Registration
from registry_tray.phrases import remark

logger = logging.getLogger(__name__)

SCHEME = "exec"


async def register_commands(registry: Registry, catalog: Catalog, commands: Mapping[str, str]) -> None:
    """Begin with those that are new, and stop those that are no longer there. What cannot be kept is logged."""
    running = {
        job.endpoint: job.instance_id
        for job in catalog.jobs()
        if job.type == SCHEME and catalog.instance(job.instance_id).registration is Registration.ACTIVE
    }
    wanted = {f"{SCHEME}://{name}": name for name in commands}
    for endpoint in running.keys() - wanted.keys():
        await _tried(
            registry.end(running[endpoint], Registration.STOPPED, remark("Its command is no longer in the settings file"))
        )
    for endpoint in wanted.keys() - running.keys():
        name = wanted[endpoint]
        job, identifier = JobSpec(SCHEME, endpoint), Identifier(f"{name}@{SCHEME}")
        await _tried(registry.register(RegistrationRequest(AppId(name), "localhost", job, identifier=identifier)))


async def _tried(change: Coroutine[Any, Any, object]) -> None:
    try:
        await change
    except RegistryError as error:
        logger.warning("a command of the settings file: %s", error)
