-- What belongs to the store itself: its id, where its key is kept, the canary.
CREATE TABLE store (
	key   TEXT PRIMARY KEY,
	value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE grants (
	id           TEXT PRIMARY KEY,
	environment  TEXT NOT NULL,
	client_id    TEXT NOT NULL,
	owner        TEXT NOT NULL,
	owner_name   TEXT NOT NULL,
	redirect_uri TEXT NOT NULL,
	scope        TEXT NOT NULL,
	state        TEXT NOT NULL CHECK (state IN ('held', 'active', 'needs-reauth', 'ending')),
	held_until   INTEGER NOT NULL,
	authorized   INTEGER NOT NULL,
	rev          INTEGER NOT NULL,
	lines        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Hot and narrow, and without an index on anything that moves.
CREATE TABLE pairs (
	grant_id     TEXT PRIMARY KEY REFERENCES grants (id) ON DELETE CASCADE,
	gen          INTEGER NOT NULL,
	sealed       BLOB NOT NULL,
	committed    BLOB NOT NULL,
	renewed      INTEGER NOT NULL,
	lease_holder TEXT,
	lease_token  TEXT,
	lease_until  INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE links (
	id          TEXT PRIMARY KEY,
	grant_id    TEXT NOT NULL REFERENCES grants (id),
	environment TEXT NOT NULL,
	company     TEXT NOT NULL COLLATE NOCASE,
	name        TEXT NOT NULL,
	trade_name  TEXT NOT NULL,
	place       TEXT NOT NULL,
	linked      INTEGER NOT NULL,
	linked_by   TEXT NOT NULL,
	verified    INTEGER NOT NULL,
	verdict     TEXT NOT NULL,
	rev         INTEGER NOT NULL,
	lines       INTEGER NOT NULL,
	UNIQUE (environment, company)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_grant ON links (grant_id);

-- A row stays behind when its secret is deleted, so that a generation is never
-- used twice for the same place.
CREATE TABLE secrets (
	row    TEXT NOT NULL,
	col    TEXT NOT NULL,
	gen    INTEGER NOT NULL,
	sealed BLOB,
	PRIMARY KEY (row, col)
) STRICT, WITHOUT ROWID;

-- Keys that were replaced, each sealed under the present one.
CREATE TABLE retired (
	key_id TEXT PRIMARY KEY,
	sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE profiles (
	id          TEXT PRIMARY KEY,
	environment TEXT NOT NULL,
	label       TEXT NOT NULL,
	base_url    TEXT NOT NULL,
	api_version TEXT NOT NULL,
	client_id   TEXT NOT NULL,
	redirects   TEXT NOT NULL,
	scopes      TEXT NOT NULL,
	changed     INTEGER NOT NULL,
	rev         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per subject: the place of its last change in the order of all changes.
CREATE TABLE changes (
	at      INTEGER PRIMARY KEY AUTOINCREMENT,
	subject TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE audit (
	subject TEXT NOT NULL,
	seq     INTEGER NOT NULL,
	at      INTEGER NOT NULL,
	actor   TEXT NOT NULL,
	action  TEXT NOT NULL,
	detail  TEXT NOT NULL,
	gen     INTEGER NOT NULL,
	hash    BLOB NOT NULL,
	PRIMARY KEY (subject, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'history is not changed'); END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'history is not removed'); END;
