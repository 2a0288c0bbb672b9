"""Reads from a certificate until when it is valid, also from one that nobody trusts, of which ssl tells nothing."""

from datetime import UTC, datetime, timedelta

from registry_tray.durations import spoken
from registry_tray.phrases import remark

SEQUENCE, UTC_TIME, VERSION = 0x30, 0x17, 0xA0


def valid_until(certificate: bytes) -> datetime:
    """notAfter of a DER certificate (RFC 5280, 4.1); ValueError where it is none."""
    try:
        _, certified, _ = _element(certificate)
        _, rest, _ = _element(certified)
        kind, _, after = _element(rest)
        if kind == VERSION:
            _, _, after = _element(after)  # the serial number comes after it
        for _ in range(2):  # the algorithm and the issuer
            _, _, after = _element(after)
        _, validity, _ = _element(after)
        _, _, after = _element(validity)
        kind, moment, _ = _element(after)
        form = "%y%m%d%H%M%SZ" if kind == UTC_TIME else "%Y%m%d%H%M%SZ"
        return datetime.strptime(moment.decode("ascii"), form).replace(tzinfo=UTC)
    except IndexError:
        raise ValueError("not a certificate") from None


def expiry_warning(until: datetime, now: datetime, days: int) -> str:
    """What to say of a certificate that expires within so many days; "" where there is time. Clearer at 7 days and at 1."""
    left = until - now
    if not days or left > timedelta(days=days):
        return ""
    if left <= timedelta(days=1):
        return remark("The certificate expires within a day, at {0} UTC", f"{until:%Y-%m-%d %H:%M}")
    sentence = (
        remark("The certificate expires within a week, in {0}, on {1}")
        if left <= timedelta(days=7)
        else remark("The certificate expires in {0}, on {1}")
    )
    return sentence.format(spoken(timedelta(days=left.days)), f"{until:%Y-%m-%d}")


def age(since: timedelta) -> str:
    """`3 days`, `5 h`, `2 min`."""
    unit = next(
        (unit for unit in (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)) if since >= unit), timedelta.resolution
    )
    return spoken(since // unit * unit)


def _element(data: bytes) -> tuple[int, bytes, bytes]:
    """Tag and content of the first element, and what comes after it."""
    tag, length, start = data[0], data[1], 2
    if length & 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(data[2 : 2 + size], "big"), 2 + size
    if start + length > len(data):
        raise ValueError("it breaks off")
    return tag, data[start : start + length], data[start + length :]
