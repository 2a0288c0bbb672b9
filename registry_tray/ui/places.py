"""Where an application shows itself to a person."""

from urllib.parse import urlsplit

from registry_tray.ui.board import Row

_WEB = ("http", "https")


def page_of(row: Row) -> str:
    """The address to open: where its health is asked over HTTP, else its server port, else its first link; "" for none."""
    for job in row.jobs:
        parts = urlsplit(job.target)
        if parts.scheme in _WEB and parts.hostname:
            return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"
    if row.instance.port is not None:
        return f"http://localhost:{row.instance.port}/"
    return next((address for address in row.instance.links.values() if urlsplit(address).scheme in _WEB), "")
