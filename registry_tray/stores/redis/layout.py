"""The layout of the Redis store, version by version. A released step is never edited; the next change is the next step.

Under the prefix, everything belongs to the slot of the prefix:

    layout, owner, written, number      texts: the version, who writes, the last step, the counter for orders
    meta                                hash: boot, tally (a document)
    applications, instances, jobs, sessions, alerts, events        hashes of documents by id
    instances:order, jobs:order, events:order                      sorted sets of ids
    events:at, sessions:ended, errors:last                         sorted sets by time, for what is too old
    jobs:epoch, jobs:instance, sessions:open, outages:open         hashes from a job, or the instance of a session
    instance:<id>:jobs                                             set
    instance:<id>:sessions, instance:<id>:events, job:<id>:events  sorted sets by time or number
    instance:<id>:errors, ...:count, ...:first, ...:last           hashes by fingerprint; sorted set by the last time
    job:<id>:checks                                                sorted set of packed rows by milliseconds
    job:<id>:rollups:<seconds>                                     sorted set of packed rows by the number of the period
    job:<id>:outages, ...:ended, ...:reason                        sorted set by the beginning; hashes by it
"""

STEPS: tuple[str, ...] = ("",)
"""Lua; KEYS[1] is the version's key, ARGV[1] the prefix. Each is done whole or not at all."""
