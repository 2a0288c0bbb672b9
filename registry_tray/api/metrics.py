"""What Prometheus is told."""

from collections.abc import Iterator

from registry_tray.api.services import Services
from registry_tray.core.status import Health


def metrics_text(ours: Services) -> bytes:
    """All metrics in Prometheus' text format."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
    from prometheus_client.registry import Collector

    class Everything(Collector):
        def collect(self) -> Iterator[Metric]:
            names = ["application", "identifier", "job"]
            up = GaugeMetricFamily("registry_tray_job_up", "1 while the target is up, 0 while it is down", labels=names)
            latency = GaugeMetricFamily("registry_tray_job_latency_seconds", "Latency of the last check", labels=names)
            uptime = GaugeMetricFamily("registry_tray_job_uptime_ratio", "Uptime of the last day", labels=names)
            checks = CounterMetricFamily("registry_tray_job_checks", "Checks so far", labels=names)
            failures = CounterMetricFamily("registry_tray_job_failures", "Failed checks so far", labels=names)
            statuses = GaugeMetricFamily("registry_tray_instances", "Instances by status", labels=["status"])
            counts: dict[str, int] = {}
            now = ours.clock.now()
            for instance in ours.catalog.instances():
                status = ours.catalog.status(instance).value
                counts[status] = counts.get(status, 0) + 1
                for job in ours.catalog.jobs_of(instance.id):
                    labels = [instance.app_id, instance.identifier, job.name]
                    if job.active and job.health in (Health.UP, Health.SUSPECT, Health.DOWN, Health.RECOVERING):
                        up.add_metric(labels, 0.0 if job.is_failing else 1.0)
                    if job.latency is not None:
                        latency.add_metric(labels, job.latency.total_seconds())
                    share = ours.stats.uptime(job.id, now)
                    if share is not None:
                        uptime.add_metric(labels, share)
                    checks.add_metric(labels, job.ping_count)
                    failures.add_metric(labels, job.error_count)
            for name, count in counts.items():
                statuses.add_metric([name], count)
            problems = GaugeMetricFamily("registry_tray_problems", "Parts of the registry that do not work")
            problems.add_metric([], len(ours.problems()))
            yield from (up, latency, uptime, checks, failures, statuses, problems)

    registry = CollectorRegistry()
    registry.register(Everything())
    return generate_latest(registry)
