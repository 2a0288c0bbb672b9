"""The routes: one line a resource."""

from registry_tray.api.operations import Operation
from registry_tray.api.routes import applications, care, export, health, history, jobs, registration, strategies, stream

RESOURCES = (
    registration.routes,
    applications.routes,
    care.routes,
    jobs.routes,
    strategies.routes,
    history.routes,
    stream.routes,
    export.routes,
    health.routes,
)

OPERATIONS: tuple[Operation, ...] = tuple(operation for resource in RESOURCES for operation in resource.operations)
