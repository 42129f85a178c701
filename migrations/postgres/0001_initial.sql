-- Times are milliseconds since 1970-01-01T00:00:00Z, ids are 16 bytes, hashes and indexes of hidden values are 32 bytes.
-- Everything called sealed or wrapped is a ciphertext that begins with its algorithm id.

CREATE TABLE accounts (
    id          BYTEA PRIMARY KEY CHECK (length(id) = 16),
    email       TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    role        TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    disabled_at BIGINT
);

-- A phone number: an HMAC to find it, and the number itself sealed.
CREATE TABLE recipients (
    id              BYTEA PRIMARY KEY CHECK (length(id) = 16),
    phone_index     BYTEA NOT NULL UNIQUE CHECK (length(phone_index) = 32),
    last_four_index BYTEA NOT NULL CHECK (length(last_four_index) = 32),
    phone_sealed    BYTEA NOT NULL,
    created_at      BIGINT NOT NULL
);
CREATE INDEX recipients_last_four ON recipients (last_four_index);

-- The keys of a person: an account or a recipient.
CREATE TABLE credentials (
    person_id   BYTEA PRIMARY KEY CHECK (length(person_id) = 16),
    key_id      BYTEA NOT NULL CHECK (length(key_id) = 16),
    public_key  BYTEA NOT NULL,
    salt        BYTEA NOT NULL,
    memory_kib  BIGINT NOT NULL,
    iterations  BIGINT NOT NULL,
    parallelism BIGINT NOT NULL,
    verifier    BYTEA NOT NULL,
    wrapped_key BYTEA NOT NULL,
    created_at  BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL
);

CREATE TABLE messages (
    id          BYTEA PRIMARY KEY CHECK (length(id) = 16),
    account_id  BYTEA NOT NULL REFERENCES accounts (id),
    fingerprint BYTEA NOT NULL CHECK (length(fingerprint) = 32),
    created_at  BIGINT NOT NULL,
    not_before  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    recalled_at BIGINT,
    erased_at   BIGINT,
    subject     BYTEA,
    body        BYTEA
);
-- A sender's list, newest first: ids are ordered by time.
CREATE INDEX messages_sent ON messages (account_id, id);
CREATE INDEX messages_expiry ON messages (expires_at) WHERE erased_at IS NULL;
-- Ciphertexts do not compress.
ALTER TABLE messages ALTER COLUMN subject SET STORAGE EXTERNAL, ALTER COLUMN body SET STORAGE EXTERNAL;

-- A message's data key, sealed to one of those who may read it.
CREATE TABLE sealed_keys (
    message_id BYTEA NOT NULL REFERENCES messages (id),
    person_id  BYTEA NOT NULL CHECK (length(person_id) = 16),
    key_id     BYTEA NOT NULL CHECK (length(key_id) = 16),
    sealed     BYTEA NOT NULL,
    PRIMARY KEY (message_id, person_id)
);

-- rank repeats how far along the state is, so that a state can only move forward.
-- account_id repeats the message's, so that a sender's list by state is one walk along an index.
CREATE TABLE deliveries (
    id           BYTEA PRIMARY KEY CHECK (length(id) = 16),
    message_id   BYTEA NOT NULL REFERENCES messages (id),
    account_id   BYTEA NOT NULL,
    recipient_id BYTEA NOT NULL REFERENCES recipients (id),
    locator_hash BYTEA NOT NULL UNIQUE CHECK (length(locator_hash) = 32),
    state        TEXT NOT NULL,
    rank         BIGINT NOT NULL,
    failure      TEXT,
    queued_at    BIGINT NOT NULL,
    sent_at      BIGINT,
    delivered_at BIGINT,
    opened_at    BIGINT,
    failed_at    BIGINT,
    ended_at     BIGINT,
    UNIQUE (message_id, recipient_id)
);
CREATE INDEX deliveries_inbox ON deliveries (recipient_id, message_id);
CREATE INDEX deliveries_state ON deliveries (account_id, state, message_id);

-- ready_at is when somebody may take a queued notice: when it is due, or when the lease on it ends.
CREATE TABLE notices (
    id          BYTEA PRIMARY KEY CHECK (length(id) = 16),
    delivery_id BYTEA NOT NULL REFERENCES deliveries (id),
    kind        TEXT NOT NULL,
    state       TEXT NOT NULL,
    due_at      BIGINT NOT NULL,
    ready_at    BIGINT NOT NULL,
    attempts    BIGINT NOT NULL,
    lease_owner BYTEA,
    lease_until BIGINT,
    give_up_at  BIGINT NOT NULL,
    gateway     TEXT,
    reference   TEXT,
    last_error  TEXT,
    created_at  BIGINT NOT NULL,
    settled_at  BIGINT
);
CREATE INDEX notices_ready ON notices (ready_at, due_at) WHERE state = 'queued';
CREATE INDEX notices_leased ON notices (lease_owner) WHERE lease_owner IS NOT NULL;
CREATE INDEX notices_delivery ON notices (delivery_id);

CREATE TABLE sessions (
    token_hash  BYTEA PRIMARY KEY CHECK (length(token_hash) = 32),
    person_id   BYTEA NOT NULL CHECK (length(person_id) = 16),
    wrapped_key BYTEA,
    created_at  BIGINT NOT NULL,
    seen_at     BIGINT NOT NULL,
    idle_until  BIGINT NOT NULL,
    ends_at     BIGINT NOT NULL,
    agent       TEXT NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_end ON sessions (idle_until);

CREATE TABLE throttles (
    subject       BYTEA PRIMARY KEY CHECK (length(subject) = 32),
    failures      BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL
);
CREATE INDEX throttles_age ON throttles (updated_at);

-- Refers to rows by id only: what happened outlives what it happened to.
CREATE TABLE audit (
    id          BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    at          BIGINT NOT NULL,
    actor_kind  TEXT NOT NULL,
    actor_id    BYTEA,
    action      TEXT NOT NULL,
    message_id  BYTEA,
    delivery_id BYTEA,
    person_id   BYTEA,
    detail      TEXT
);
CREATE INDEX audit_message ON audit (message_id, at);

-- The instance's own secrets, wrapped by the master key.
CREATE TABLE instance (
    name    TEXT PRIMARY KEY,
    wrapped BYTEA NOT NULL
);

-- The keys to which messages are sealed until their recipients have keys of their own.
CREATE TABLE waiting_keys (
    key_id     BYTEA PRIMARY KEY CHECK (length(key_id) = 16),
    public_key BYTEA NOT NULL,
    wrapped    BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);

-- What the simulated phone has received.
CREATE TABLE simulator_texts (
    id       BYTEA PRIMARY KEY CHECK (length(id) = 16),
    to_index BYTEA NOT NULL CHECK (length(to_index) = 32),
    sealed   BYTEA NOT NULL,
    at       BIGINT NOT NULL
);
CREATE INDEX simulator_texts_time ON simulator_texts (at);
CREATE INDEX simulator_texts_phone ON simulator_texts (to_index, at);
