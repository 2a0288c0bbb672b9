"""Deleting the oldest history of the Redis store in short steps, and what it weighs."""

from datetime import datetime

from registry_tray.core.ports import Kept
from registry_tray.core.rollup import Period
from registry_tray.stores import rows
from registry_tray.stores.redis.link import Link

PERIODS = {Kept.MINUTES: Period.MINUTE, Kept.HOURS: Period.HOUR, Kept.DAYS: Period.DAY}
PAGE = 500  # keys weighed at once

# ARGV: the prefix, the kind, where in the keys of a job its rows are, before which score, how many rows.
PRUNE = """
local p, kind, part, before, limit = ARGV[1], ARGV[2], ARGV[3], '(' .. ARGV[4], tonumber(ARGV[5])
local gone = 0

local function over(key)
  if gone >= limit then return {} end
  return redis.call('ZRANGEBYSCORE', key, '-inf', before, 'LIMIT', 0, limit - gone)
end

local function drop(key, member)
  gone = gone + redis.call('ZREM', key, member)
end

if kind == 'events' then
  for _, number in ipairs(over(p .. 'events:at')) do
    local event = cjson.decode(redis.call('HGET', p .. 'events', number))
    drop(p .. 'events:at', number)
    redis.call('HDEL', p .. 'events', number)
    redis.call('ZREM', p .. 'events:order', number)
    redis.call('ZREM', p .. 'instance:' .. event.instance_id .. ':events', number)
    if type(event.job_id) == 'string' then redis.call('ZREM', p .. 'job:' .. event.job_id .. ':events', number) end
  end
  for _, id in ipairs(over(p .. 'sessions:ended')) do
    local session = cjson.decode(redis.call('HGET', p .. 'sessions', id))
    drop(p .. 'sessions:ended', id)
    redis.call('HDEL', p .. 'sessions', id)
    redis.call('ZREM', p .. 'instance:' .. session.instance_id .. ':sessions', id)
  end
  for _, name in ipairs(over(p .. 'errors:last')) do
    local instance, fingerprint = string.match(name, '^(.*) (.-)$')
    local key = p .. 'instance:' .. instance .. ':errors'
    drop(p .. 'errors:last', name)
    redis.call('ZREM', key .. ':last', fingerprint)
    for _, each in ipairs({'', ':count', ':first'}) do redis.call('HDEL', key .. each, fingerprint) end
  end
  return gone
end

for _, job in ipairs(redis.call('ZRANGE', p .. 'jobs:order', 0, -1)) do
  if gone >= limit then break end
  local key = p .. 'job:' .. job .. ':' .. part
  for _, member in ipairs(over(key)) do
    if kind == 'outages' then
      local ended = redis.call('HGET', key .. ':ended', member)
      if ended ~= '' and tonumber(ended) < tonumber(ARGV[4]) then
        drop(key, member)
        for _, each in ipairs({':ended', ':reason'}) do redis.call('HDEL', key .. each, member) end
      end
    else
      drop(key, member)
    end
  end
end
return gone
"""


async def prune(link: Link, kind: Kept, before: datetime, limit: int) -> int:
    """Delete about `limit` rows that were over before then. How many are gone."""
    last = PERIODS[kind].number(before) if kind in PERIODS else rows.milliseconds(before)
    return int(await link.client.eval(PRUNE, 1, link.key("written"), link.prefix, kind.value, _part(kind), last, limit))


async def oldest(link: Link, kind: Kept) -> datetime | None:
    """When the oldest row of a kind began."""
    keys = [link.key("events:at")]
    if kind is not Kept.EVENTS:
        (jobs,) = await link.ask(("ZRANGE", link.key("jobs:order"), 0, -1))
        keys = [link.key("job", job.decode(), _part(kind)) for job in jobs]
    found: list[float] = []
    for start in range(0, len(keys), PAGE):
        answers = await link.ask(*(("ZRANGE", key, 0, 0, "WITHSCORES") for key in keys[start : start + PAGE]))
        found += [_score(answer) for answer in answers if answer]
    size = PERIODS[kind].value * 1000 if kind in PERIODS else 1
    return rows.moment(int(min(found)) * size) if found else None


async def size(link: Link) -> int:
    """About how many bytes all keys of ours take up, as Redis estimates them from samples."""
    plain = ("applications", "instances", "jobs", "sessions", "alerts", "events", "events:order", "events:at", "sessions:ended")
    keys = [link.key(name) for name in plain]
    jobs, instances = await link.ask(("ZRANGE", link.key("jobs:order"), 0, -1), ("ZRANGE", link.key("instances:order"), 0, -1))
    of_job = ("checks", "events", "outages", "outages:ended", "outages:reason", *(f"rollups:{each.value}" for each in Period))
    keys += [link.key("job", job.decode(), part) for job in jobs for part in of_job]
    keys += [link.key("instance", each.decode(), part) for each in instances for part in ("sessions", "events", "errors")]
    total = 0
    for start in range(0, len(keys), PAGE):
        found = await link.ask(*(("MEMORY USAGE", key) for key in keys[start : start + PAGE]))
        total += sum(each or 0 for each in found)
    return total


def _part(kind: Kept) -> str:
    return f"rollups:{PERIODS[kind].value}" if kind in PERIODS else kind.value


def _score(answer: list[object]) -> float:
    """A member with its score is a pair with some versions of the client, and flat with others."""
    first = answer[0]
    return float(first[1] if isinstance(first, (tuple, list)) else answer[1])  # type: ignore[arg-type]
