"""What happens in Redis as one step: every write is one call of this script, all or nothing.

Redis checks its memory, its disk and its role before the first write of a script, and runs nothing beside it.
All keys have the prefix in braces, so that a cluster keeps them on one node.
"""

from hashlib import sha1

APPLY = """
local p, me, token = ARGV[1], ARGV[2], ARGV[3]
local owner = redis.call('GET', p .. 'owner')
if owner and owner ~= me then return redis.error_reply('OWNER ' .. owner) end
redis.call('SET', p .. 'written', token)

local function order(key, id)
  if not redis.call('ZSCORE', key, id) then redis.call('ZADD', key, redis.call('INCR', p .. 'number'), id) end
end

local function forget_events(key, other)
  for _, number in ipairs(redis.call('ZRANGE', key, 0, -1)) do
    redis.call('HDEL', p .. 'events', number)
    redis.call('ZREM', p .. 'events:order', number)
    redis.call('ZREM', p .. 'events:at', number)
    if other then redis.call('ZREM', other, number) end
  end
  redis.call('DEL', key)
end

local function forget_job(id)
  local instance = redis.call('HGET', p .. 'jobs:instance', id)
  local theirs = instance and p .. 'instance:' .. instance
  forget_events(p .. 'job:' .. id .. ':events', theirs and theirs .. ':events')
  local parts = {'checks', 'rollups:60', 'rollups:3600', 'rollups:86400', 'outages', 'outages:ended', 'outages:reason'}
  for _, part in ipairs(parts) do
    redis.call('DEL', p .. 'job:' .. id .. ':' .. part)
  end
  for _, key in ipairs({'jobs', 'jobs:epoch', 'jobs:instance', 'outages:open'}) do redis.call('HDEL', p .. key, id) end
  redis.call('ZREM', p .. 'jobs:order', id)
  if theirs then redis.call('SREM', theirs .. ':jobs', id) end
end

local apply = {
  boot = {1, function(value) redis.call('HSET', p .. 'meta', 'boot', value) end},
  tally = {1, function(doc) redis.call('HSET', p .. 'meta', 'tally', doc) end},
  application = {2, function(id, doc) redis.call('HSET', p .. 'applications', id, doc) end},
  instance = {2, function(id, doc)
    redis.call('HSET', p .. 'instances', id, doc)
    order(p .. 'instances:order', id)
  end},
  session = {5, function(id, instance, started, ended, doc)
    redis.call('HSET', p .. 'sessions', id, doc)
    redis.call('ZADD', p .. 'instance:' .. instance .. ':sessions', started, id)
    local open = redis.call('HGET', p .. 'sessions:open', instance)
    if ended == '' then
      -- A new life ends the old one, which went without a word.
      if open and open ~= id then redis.call('ZADD', p .. 'sessions:ended', started, open) end
      redis.call('HSET', p .. 'sessions:open', instance, id)
      redis.call('ZREM', p .. 'sessions:ended', id)
    else
      if open == id then redis.call('HDEL', p .. 'sessions:open', instance) end
      redis.call('ZADD', p .. 'sessions:ended', ended, id)
    end
  end},
  job = {5, function(id, instance, epoch, doc, forced)
    local known = tonumber(redis.call('HGET', p .. 'jobs:epoch', id) or '-1')
    if tonumber(epoch) < known and forced ~= '1' then return end
    redis.call('HSET', p .. 'jobs', id, doc)
    redis.call('HSET', p .. 'jobs:epoch', id, epoch)
    redis.call('HSET', p .. 'jobs:instance', id, instance)
    redis.call('SADD', p .. 'instance:' .. instance .. ':jobs', id)
    order(p .. 'jobs:order', id)
  end},
  alert = {2, function(instance, doc)
    if doc == '' then redis.call('HDEL', p .. 'alerts', instance) else redis.call('HSET', p .. 'alerts', instance, doc) end
  end},
  error = {7, function(instance, fingerprint, last, count, first, doc, most)
    local key = p .. 'instance:' .. instance .. ':errors'
    redis.call('HSET', key, fingerprint, doc)
    redis.call('HINCRBY', key .. ':count', fingerprint, count)
    redis.call('HSETNX', key .. ':first', fingerprint, first)
    redis.call('ZADD', key .. ':last', last, fingerprint)
    redis.call('ZADD', p .. 'errors:last', last, instance .. ' ' .. fingerprint)
    for _, old in ipairs(redis.call('ZRANGE', key .. ':last', 0, -1 - tonumber(most))) do
      for _, part in ipairs({'', ':count', ':first'}) do redis.call('HDEL', key .. part, old) end
      redis.call('ZREM', key .. ':last', old)
      redis.call('ZREM', p .. 'errors:last', instance .. ' ' .. old)
    end
  end},
  event = {5, function(number, at, instance, job, doc)
    redis.call('HSET', p .. 'events', number, doc)
    redis.call('ZADD', p .. 'events:order', number, number)
    redis.call('ZADD', p .. 'events:at', at, number)
    redis.call('ZADD', p .. 'instance:' .. instance .. ':events', number, number)
    if job ~= '' then redis.call('ZADD', p .. 'job:' .. job .. ':events', number, number) end
  end},
  state = {3, function(id, epoch, doc)
    if redis.call('HGET', p .. 'jobs:epoch', id) == epoch then redis.call('HSET', p .. 'jobs', id, doc) end
  end},
  check = {3, function(job, at, row)
    if redis.call('HEXISTS', p .. 'jobs', job) == 0 then return end
    local key = p .. 'job:' .. job .. ':checks'
    if redis.call('ZCOUNT', key, at, at) == 0 then redis.call('ZADD', key, at, row) end
  end},
  rollup = {4, function(job, period, start, row)
    if redis.call('HEXISTS', p .. 'jobs', job) == 0 then return end
    local key = p .. 'job:' .. job .. ':rollups:' .. period
    redis.call('ZREMRANGEBYSCORE', key, start, start)
    redis.call('ZADD', key, start, row)
  end},
  outage = {4, function(job, began, ended, reason)
    if redis.call('HEXISTS', p .. 'jobs', job) == 0 then return end
    local key = p .. 'job:' .. job .. ':outages'
    -- What a crash has left open is not open for ever: a job is in one outage at a time.
    local open = redis.call('HGET', p .. 'outages:open', job)
    if open and open ~= began then
      redis.call('ZREM', key, open)
      for _, part in ipairs({':ended', ':reason'}) do redis.call('HDEL', key .. part, open) end
      redis.call('HDEL', p .. 'outages:open', job)
    end
    redis.call('ZADD', key, began, began)
    redis.call('HSET', key .. ':ended', began, ended)
    redis.call('HSETNX', key .. ':reason', began, reason)
    if ended == '' then redis.call('HSET', p .. 'outages:open', job, began) else redis.call('HDEL', p .. 'outages:open', job) end
  end},
  delete_job = {1, forget_job},
  delete_instance = {1, function(id)
    local theirs = p .. 'instance:' .. id
    for _, job in ipairs(redis.call('SMEMBERS', theirs .. ':jobs')) do forget_job(job) end
    for _, session in ipairs(redis.call('ZRANGE', theirs .. ':sessions', 0, -1)) do
      redis.call('HDEL', p .. 'sessions', session)
      redis.call('ZREM', p .. 'sessions:ended', session)
    end
    forget_events(theirs .. ':events')
    for _, print in ipairs(redis.call('HKEYS', theirs .. ':errors')) do
      redis.call('ZREM', p .. 'errors:last', id .. ' ' .. print)
    end
    for _, part in ipairs({'', ':count', ':first', ':last'}) do redis.call('DEL', theirs .. ':errors' .. part) end
    redis.call('DEL', theirs .. ':jobs', theirs .. ':sessions')
    redis.call('HDEL', p .. 'sessions:open', id)
    redis.call('HDEL', p .. 'alerts', id)
    redis.call('HDEL', p .. 'instances', id)
    redis.call('ZREM', p .. 'instances:order', id)
  end},
}

local at = 4
while at <= #ARGV do
  local known = apply[ARGV[at]]
  known[2](unpack(ARGV, at + 1, at + known[1]))
  at = at + 1 + known[1]
end
return 'OK'
"""

# Takes the prefix for an owner for some seconds; answers who has it.
OWN = """
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return owner end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return ARGV[1]
"""

DISOWN = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end return 'OK'"


def digest(script: str) -> str:
    """The name under which Redis keeps a script."""
    return sha1(script.encode(), usedforsecurity=False).hexdigest()
