-- Times are milliseconds since 1970-01-01T00:00:00Z, ids are 16 bytes, hashes and indexes of hidden values are 32 bytes.
-- Everything called sealed or wrapped is a ciphertext that begins with its algorithm id.
-- Tables of small rows found by their id are kept in its order (WITHOUT ROWID): one tree less to write.

CREATE TABLE accounts (
    id          BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    email       TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    role        TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT, WITHOUT ROWID;

-- A phone number: an HMAC to find it, and the number itself sealed.
CREATE TABLE recipients (
    id              BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    phone_index     BLOB NOT NULL UNIQUE CHECK (length(phone_index) = 32),
    last_four_index BLOB NOT NULL CHECK (length(last_four_index) = 32),
    phone_sealed    BLOB NOT NULL,
    created_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX recipients_last_four ON recipients (last_four_index);

-- The keys of a person: an account or a recipient.
CREATE TABLE credentials (
    person_id   BLOB PRIMARY KEY NOT NULL CHECK (length(person_id) = 16),
    key_id      BLOB NOT NULL CHECK (length(key_id) = 16),
    public_key  BLOB NOT NULL,
    salt        BLOB NOT NULL,
    memory_kib  INTEGER NOT NULL,
    iterations  INTEGER NOT NULL,
    parallelism INTEGER NOT NULL,
    verifier    BLOB NOT NULL,
    wrapped_key BLOB NOT NULL,
    created_at  INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL
) STRICT;

-- What is large comes last, so that reading the rest of a row does not walk past it.
CREATE TABLE messages (
    id          BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    account_id  BLOB NOT NULL REFERENCES accounts (id),
    fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
    created_at  INTEGER NOT NULL,
    not_before  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    recalled_at INTEGER,
    erased_at   INTEGER,
    subject     BLOB,
    body        BLOB
) STRICT;
-- A sender's list, newest first: ids are ordered by time.
CREATE INDEX messages_sent ON messages (account_id, id);
CREATE INDEX messages_expiry ON messages (expires_at) WHERE erased_at IS NULL;

-- A message's data key, sealed to one of those who may read it.
CREATE TABLE sealed_keys (
    message_id BLOB NOT NULL REFERENCES messages (id),
    person_id  BLOB NOT NULL CHECK (length(person_id) = 16),
    key_id     BLOB NOT NULL CHECK (length(key_id) = 16),
    sealed     BLOB NOT NULL,
    PRIMARY KEY (message_id, person_id)
) STRICT;

-- rank repeats how far along the state is, so that a state can only move forward.
-- account_id repeats the message's, so that a sender's list by state is one walk along an index.
CREATE TABLE deliveries (
    id           BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    message_id   BLOB NOT NULL REFERENCES messages (id),
    account_id   BLOB NOT NULL,
    recipient_id BLOB NOT NULL REFERENCES recipients (id),
    locator_hash BLOB NOT NULL UNIQUE CHECK (length(locator_hash) = 32),
    state        TEXT NOT NULL,
    rank         INTEGER NOT NULL,
    failure      TEXT,
    queued_at    INTEGER NOT NULL,
    sent_at      INTEGER,
    delivered_at INTEGER,
    opened_at    INTEGER,
    failed_at    INTEGER,
    ended_at     INTEGER,
    UNIQUE (message_id, recipient_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_inbox ON deliveries (recipient_id, message_id);
CREATE INDEX deliveries_state ON deliveries (account_id, state, message_id);

-- ready_at is when somebody may take a queued notice: when it is due, or when the lease on it ends.
CREATE TABLE notices (
    id          BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    delivery_id BLOB NOT NULL REFERENCES deliveries (id),
    kind        TEXT NOT NULL,
    state       TEXT NOT NULL,
    due_at      INTEGER NOT NULL,
    ready_at    INTEGER NOT NULL,
    attempts    INTEGER NOT NULL,
    lease_owner BLOB,
    lease_until INTEGER,
    give_up_at  INTEGER NOT NULL,
    gateway     TEXT,
    reference   TEXT,
    last_error  TEXT,
    created_at  INTEGER NOT NULL,
    settled_at  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_ready ON notices (ready_at, due_at) WHERE state = 'queued';
CREATE INDEX notices_leased ON notices (lease_owner) WHERE lease_owner IS NOT NULL;
CREATE INDEX notices_delivery ON notices (delivery_id);

CREATE TABLE sessions (
    token_hash  BLOB PRIMARY KEY NOT NULL CHECK (length(token_hash) = 32),
    person_id   BLOB NOT NULL CHECK (length(person_id) = 16),
    wrapped_key BLOB,
    created_at  INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL,
    idle_until  INTEGER NOT NULL,
    ends_at     INTEGER NOT NULL,
    agent       TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_end ON sessions (idle_until);

CREATE TABLE throttles (
    subject       BLOB PRIMARY KEY NOT NULL CHECK (length(subject) = 32),
    failures      INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX throttles_age ON throttles (updated_at);

-- Refers to rows by id only: what happened outlives what it happened to.
CREATE TABLE audit (
    id          INTEGER PRIMARY KEY NOT NULL,
    at          INTEGER NOT NULL,
    actor_kind  TEXT NOT NULL,
    actor_id    BLOB,
    action      TEXT NOT NULL,
    message_id  BLOB,
    delivery_id BLOB,
    person_id   BLOB,
    detail      TEXT
) STRICT;
CREATE INDEX audit_message ON audit (message_id, at);

-- The instance's own secrets, wrapped by the master key.
CREATE TABLE instance (
    name    TEXT PRIMARY KEY NOT NULL,
    wrapped BLOB NOT NULL
) STRICT;

-- The keys to which messages are sealed until their recipients have keys of their own.
CREATE TABLE waiting_keys (
    key_id     BLOB PRIMARY KEY NOT NULL CHECK (length(key_id) = 16),
    public_key BLOB NOT NULL,
    wrapped    BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- What the simulated phone has received.
CREATE TABLE simulator_texts (
    id       BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    to_index BLOB NOT NULL CHECK (length(to_index) = 32),
    sealed   BLOB NOT NULL,
    at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX simulator_texts_time ON simulator_texts (at);
CREATE INDEX simulator_texts_phone ON simulator_texts (to_index, at);
