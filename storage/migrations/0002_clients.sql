-- The firm's own entries. EINs are not here: each is a sealed row of secrets
-- (row = client, col = 'ein'), and its last four digits are for finding it.
-- number_key is the number as it is compared: folded, NULL when there is none.
CREATE TABLE clients (
	id         TEXT PRIMARY KEY,
	number     TEXT NOT NULL,
	number_key TEXT UNIQUE,
	name       TEXT NOT NULL,
	ein_end    TEXT NOT NULL,
	grouping   TEXT NOT NULL,
	tags       TEXT NOT NULL,
	notes      TEXT NOT NULL,
	rev        INTEGER NOT NULL,
	lines      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE links ADD COLUMN client_id TEXT REFERENCES clients (id);
CREATE INDEX links_by_client ON links (client_id) WHERE client_id IS NOT NULL;

-- Ways to look at the list, as the window wrote them down.
CREATE TABLE views (
	name     TEXT PRIMARY KEY COLLATE NOCASE,
	body     TEXT NOT NULL,
	position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One sitting at a time and environment: consents for many clients, one after another.
CREATE TABLE sittings (
	environment TEXT PRIMARY KEY,
	id          TEXT NOT NULL,
	body        TEXT NOT NULL,
	begun       INTEGER NOT NULL,
	rev         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sitting_items (
	environment TEXT NOT NULL REFERENCES sittings (environment) ON DELETE CASCADE,
	position    INTEGER NOT NULL,
	body        TEXT NOT NULL,
	PRIMARY KEY (environment, position)
) STRICT, WITHOUT ROWID;

-- Companies to be left for everyone: asked for, and not told to the provider before due.
CREATE TABLE farewells (
	environment TEXT NOT NULL,
	company     TEXT NOT NULL COLLATE NOCASE,
	name        TEXT NOT NULL,
	asked       INTEGER NOT NULL,
	due         INTEGER NOT NULL,
	actor       TEXT NOT NULL,
	claimed     INTEGER NOT NULL,
	PRIMARY KEY (environment, company)
) STRICT, WITHOUT ROWID;
