"""The layout of the SQLite store, version by version. A released step is never edited; the next change is the next step."""

import sqlite3

from registry_tray.core.errors import StoreError
from registry_tray.phrases import phrase

STEPS = (
    """
    CREATE TABLE applications (id TEXT PRIMARY KEY, doc BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE instances (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc BLOB NOT NULL);
    CREATE TABLE sessions (id TEXT PRIMARY KEY, instance TEXT NOT NULL, started INTEGER NOT NULL, open INTEGER NOT NULL,
        doc BLOB NOT NULL) WITHOUT ROWID;
    CREATE INDEX sessions_of_instance ON sessions (instance, started);
    CREATE INDEX sessions_open ON sessions (open) WHERE open = 1;
    CREATE TABLE jobs (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, epoch INTEGER NOT NULL, doc BLOB NOT NULL);
    CREATE TABLE alerts (instance TEXT PRIMARY KEY, doc BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE checks (job INTEGER NOT NULL, at INTEGER NOT NULL, result INTEGER NOT NULL, latency INTEGER, code INTEGER,
        error TEXT, PRIMARY KEY (job, at)) WITHOUT ROWID;
    CREATE TABLE hours (job INTEGER NOT NULL, start INTEGER NOT NULL, observed REAL NOT NULL, up REAL NOT NULL,
        PRIMARY KEY (job, start)) WITHOUT ROWID;
    CREATE TABLE events (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, instance TEXT NOT NULL, job TEXT, kind TEXT NOT NULL,
        description TEXT NOT NULL, downtime INTEGER);
    CREATE INDEX events_of_instance ON events (instance, number);
    CREATE INDEX events_of_job ON events (job, number) WHERE job IS NOT NULL;
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    """,
    """
    CREATE TABLE errors (instance TEXT NOT NULL, fingerprint TEXT NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL,
        first INTEGER NOT NULL, doc BLOB NOT NULL, PRIMARY KEY (instance, fingerprint)) WITHOUT ROWID;
    CREATE INDEX errors_newest ON errors (instance, last);
    """,
    """
    ALTER TABLE hours ADD COLUMN latencies TEXT NOT NULL DEFAULT '';
    """,
    # Hours become one kind of roll-up; the outages of the journal, and those that last, get rows of their own. Milliseconds.
    """
    CREATE TABLE rollups (job INTEGER NOT NULL, period INTEGER NOT NULL, start INTEGER NOT NULL, observed INTEGER NOT NULL,
        up INTEGER NOT NULL, latencies BLOB NOT NULL, PRIMARY KEY (job, period, start)) WITHOUT ROWID;
    INSERT INTO rollups SELECT job, 3600, start, CAST(round(observed * 1000) AS INTEGER), CAST(round(up * 1000) AS INTEGER),
        latencies FROM hours;
    DROP TABLE hours;
    CREATE TABLE outages (job INTEGER NOT NULL, began INTEGER NOT NULL, ended INTEGER, reason TEXT NOT NULL,
        PRIMARY KEY (job, began)) WITHOUT ROWID;
    INSERT OR IGNORE INTO outages SELECT jobs.number, up.at - up.downtime, up.at, coalesce((SELECT description FROM events AS down
        WHERE down.job = up.job AND down.kind = 'down' AND down.number < up.number ORDER BY down.number DESC LIMIT 1), '')
        FROM events AS up JOIN jobs ON jobs.id = up.job WHERE up.kind = 'up' AND up.downtime IS NOT NULL;
    INSERT OR IGNORE INTO outages
        SELECT number, strftime('%s', since) * 1000 + CAST(substr(strftime('%f', since), 4) AS INTEGER), NULL, reason
        FROM (SELECT number, doc ->> 'down_since' AS since, doc ->> 'health' AS health, coalesce(doc ->> 'reason', '') AS reason
            FROM (SELECT number, CAST(doc AS TEXT) AS doc FROM jobs))
        WHERE since IS NOT NULL AND health != 'suspect';
    INSERT INTO meta SELECT 'checks', count(*) FROM checks;
    """,
    # The open session of an instance is found without a look at all that it ever had.
    """
    DROP INDEX sessions_open;
    CREATE INDEX sessions_open ON sessions (instance) WHERE open = 1;
    """,
)


def migrate(connection: sqlite3.Connection, steps: tuple[str, ...] = STEPS) -> None:
    """Bring the file to the newest layout, each step whole or not at all. StoreError where the file is newer than we are."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(steps):
        raise StoreError(
            phrase(
                "The store was written by a newer Registry Tray (layout {0}, this one knows {1}). "
                "Update Registry Tray, or start it with another --data-dir.",
                version,
                len(steps),
            )
        )
    for number in range(version, len(steps)):
        connection.executescript(f"BEGIN IMMEDIATE; {steps[number]}; PRAGMA user_version = {number + 1}; COMMIT;")
