-- What senders learn of a recipient's keys, and a recipient who is locked until they claim their number anew.

-- What became of a person's keys. kind: claimed, replaced (after a forgotten password), ended (by a sender, account_id) or
-- claimed-again. agent: the kind of browser that it was done with, in a few words.
CREATE TABLE key_changes (
    person_id  BLOB NOT NULL CHECK (length(person_id) = 16),
    at         INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    agent      TEXT,
    account_id BLOB CHECK (length(account_id) = 16),
    PRIMARY KEY (person_id, at, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX key_changes_account ON key_changes (account_id, at) WHERE account_id IS NOT NULL;

-- Up to when a sender has seen what became of a recipient's keys.
CREATE TABLE keys_seen (
    account_id BLOB NOT NULL CHECK (length(account_id) = 16),
    person_id  BLOB NOT NULL CHECK (length(person_id) = 16),
    at         INTEGER NOT NULL,
    PRIMARY KEY (account_id, person_id)
) STRICT, WITHOUT ROWID;

-- locked_at: since when nothing but a passcode makes keys for the number. visited_at: when its owner signed in last.
-- language: the one that they chose.
ALTER TABLE recipients ADD COLUMN locked_at INTEGER;
ALTER TABLE recipients ADD COLUMN visited_at INTEGER;
ALTER TABLE recipients ADD COLUMN language TEXT;
