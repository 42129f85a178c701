-- The second factor of an account: an authenticator app (RFC 6238). secret: wrapped by the master key. It counts when
-- confirmed_at says that a first code has shown that the app has it. last_step: the newest time step whose code was used;
-- neither it nor an older one is taken again. tried_at: written first by whoever tries a code, so that tries of one person
-- come one after the other.
CREATE TABLE totps (
    person_id    BLOB PRIMARY KEY NOT NULL CHECK (length(person_id) = 16),
    secret       BLOB NOT NULL,
    created_at   INTEGER NOT NULL,
    confirmed_at INTEGER,
    last_step    INTEGER NOT NULL,
    tried_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is left of an account's backup codes. hash is an HMAC; a row goes when its code is used.
CREATE TABLE backup_codes (
    person_id  BLOB NOT NULL CHECK (length(person_id) = 16),
    hash       BLOB NOT NULL CHECK (length(hash) = 32),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, hash)
) STRICT, WITHOUT ROWID;

-- Sign-ins whose password was right and whose second factor is awaited. They are no sessions and hold no key.
CREATE TABLE pending_sign_ins (
    token_hash BLOB PRIMARY KEY NOT NULL CHECK (length(token_hash) = 32),
    person_id  BLOB NOT NULL CHECK (length(person_id) = 16),
    ends_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_sign_ins_person ON pending_sign_ins (person_id);
CREATE INDEX pending_sign_ins_end ON pending_sign_ins (ends_at);

-- Mails to an account about its own sign-in. They go out as reports do. left_over: how many backup codes there still were.
CREATE TABLE warnings (
    id          BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    account_id  BLOB NOT NULL REFERENCES accounts (id),
    kind        TEXT NOT NULL,
    left_over   INTEGER NOT NULL,
    state       TEXT NOT NULL,
    happened_at INTEGER NOT NULL,
    ready_at    INTEGER NOT NULL,
    attempts    INTEGER NOT NULL,
    lease_owner BLOB,
    give_up_at  INTEGER NOT NULL,
    last_error  TEXT,
    settled_at  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX warnings_ready ON warnings (ready_at) WHERE state = 'queued';
