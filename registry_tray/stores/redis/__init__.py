"""The Redis store; imported only where one is configured, since its client takes a while."""

from registry_tray.stores.redis.store import RedisStore as RedisStore
