-- Companies that the firm's application asks the provider to make. Who they are is not here: what is asked, what came of
-- it and what is still being typed are sealed rows of secrets (row = id; col = 'application', 'answer', 'draft', 'row').
CREATE TABLE drafts (
	id          TEXT PRIMARY KEY,
	environment TEXT NOT NULL,
	changed     INTEGER NOT NULL,
	rev         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Written down before anything is sent, and never removed: nothing else says what may exist at the provider. The
-- numbers go up, so that whoever writes one down can say up to where they have looked.
CREATE TABLE attempts (
	seq         INTEGER PRIMARY KEY AUTOINCREMENT,
	id          TEXT NOT NULL UNIQUE,
	environment TEXT NOT NULL,
	state       TEXT NOT NULL CHECK (state IN ('written', 'created', 'claimed', 'refused', 'not_sent', 'unknown', 'settled_created', 'settled_not')),
	holder      TEXT NOT NULL,
	actor       TEXT NOT NULL,
	written     INTEGER NOT NULL,
	link_id     TEXT NOT NULL,
	rev         INTEGER NOT NULL
) STRICT;
CREATE INDEX attempts_by_environment ON attempts (environment);

-- Many at once: one batch at a time and environment. A row is sent by the attempt that it names.
CREATE TABLE batches (
	environment TEXT PRIMARY KEY,
	id          TEXT NOT NULL,
	state       TEXT NOT NULL CHECK (state IN ('ready', 'running', 'paused', 'stopped', 'done')),
	holder      TEXT NOT NULL,
	actor       TEXT NOT NULL,
	begun       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE batch_rows (
	environment TEXT NOT NULL REFERENCES batches (environment) ON DELETE CASCADE,
	position    INTEGER NOT NULL,
	id          TEXT NOT NULL UNIQUE,
	attempt     TEXT REFERENCES attempts (id),
	PRIMARY KEY (environment, position)
) STRICT, WITHOUT ROWID;
