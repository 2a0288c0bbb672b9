"""Tries a Redis before it is chosen."""

from redis import exceptions

from registry_tray.phrases import phrase
from registry_tray.redis_url import parse_redis_url
from registry_tray.stores.redis.link import Link
from registry_tray.stores.redis.troubles import TroubleError, diagnose


async def try_redis(url: str, prefix: str) -> str:
    """Looks, and changes nothing. Empty where it could keep everything, else what is wrong and the fix."""
    place = parse_redis_url(url)
    link = Link(place, prefix)
    try:
        return await link.look()
    except (exceptions.RedisError, exceptions.RedisClusterException, OSError, TroubleError) as error:
        trouble = diagnose(error)
        return phrase("Redis at {0} {1}. {2}", place.shown, trouble.what, trouble.fix)
    finally:
        await link.close()
