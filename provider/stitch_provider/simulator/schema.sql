-- The simulator's database. Columns have the names of the fields in records.py. Mappings are stored as JSON.

CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS sequences (kind TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS accounts (client_id INTEGER PRIMARY KEY, email TEXT UNIQUE, region TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS api_tokens (token TEXT PRIMARY KEY, client_id INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS oauth_codes (
    code TEXT PRIMARY KEY, client_id INTEGER NOT NULL, expires_time REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS sources (
    id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, display_name TEXT NOT NULL,
    properties TEXT NOT NULL, destination_id INTEGER, discovered INTEGER NOT NULL, created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL, paused_at TEXT, system_paused_at TEXT, deleted_at TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS source_names ON sources (client_id, name) WHERE deleted_at IS NULL;

CREATE TABLE IF NOT EXISTS destinations (
    id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL, type TEXT NOT NULL, name TEXT, description TEXT,
    properties TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, deleted_at TEXT
);

CREATE TABLE IF NOT EXISTS checks (
    kind TEXT NOT NULL, owner_id INTEGER NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL, started_at TEXT NOT NULL,
    completed_at TEXT, due REAL, error TEXT, PRIMARY KEY (kind, owner_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS checks_due ON checks (due) WHERE status = 'running';

CREATE TABLE IF NOT EXISTS shapes (
    id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, schema TEXT NOT NULL, stream TEXT NOT NULL, fields TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS streams (
    id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, tap_stream_id TEXT NOT NULL, stream_name TEXT NOT NULL,
    shape_id INTEGER NOT NULL, selected INTEGER, chosen TEXT NOT NULL, chosen_fields TEXT NOT NULL,
    UNIQUE (source_id, tap_stream_id)
);
CREATE INDEX IF NOT EXISTS selected_streams ON streams (source_id) WHERE selected = 1;

CREATE TABLE IF NOT EXISTS import_tokens (
    id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, value TEXT NOT NULL, created_at TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS jobs (
    name TEXT PRIMARY KEY, client_id INTEGER NOT NULL, source_id INTEGER NOT NULL, source_type TEXT NOT NULL,
    started_at TEXT NOT NULL, started_time REAL NOT NULL, completed_at TEXT, completed_time REAL, due REAL,
    terminated INTEGER NOT NULL, tap_exit_status INTEGER, tap_description TEXT
);
CREATE INDEX IF NOT EXISTS jobs_of_source ON jobs (source_id, started_time);
CREATE INDEX IF NOT EXISTS jobs_running ON jobs (due) WHERE completed_time IS NULL;

CREATE TABLE IF NOT EXISTS loads (
    client_id INTEGER NOT NULL, source_id INTEGER NOT NULL, source_name TEXT NOT NULL, stream_name TEXT NOT NULL,
    attempted_time REAL NOT NULL, last_batch_loaded_at TEXT, error_state TEXT, PRIMARY KEY (source_id, stream_name)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS emails (
    id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL, email_address TEXT NOT NULL, created_at TEXT NOT NULL,
    disabled_at TEXT
);

CREATE TABLE IF NOT EXISTS hooks (
    id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL, destination_id INTEGER NOT NULL, config TEXT NOT NULL,
    created_at TEXT NOT NULL, modified_at TEXT NOT NULL, disabled_at TEXT
);
