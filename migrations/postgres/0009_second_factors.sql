-- The second factor of an account: an authenticator app (RFC 6238). secret: wrapped by the master key. It counts when
-- confirmed_at says that a first code has shown that the app has it. last_step: the newest time step whose code was used;
-- neither it nor an older one is taken again. tried_at: written first by whoever tries a code, so that tries of one person
-- come one after the other.
CREATE TABLE totps (
    person_id    BYTEA PRIMARY KEY NOT NULL CHECK (length(person_id) = 16),
    secret       BYTEA NOT NULL,
    created_at   BIGINT NOT NULL,
    confirmed_at BIGINT,
    last_step    BIGINT NOT NULL,
    tried_at     BIGINT NOT NULL
);

-- What is left of an account's backup codes. hash is an HMAC; a row goes when its code is used.
CREATE TABLE backup_codes (
    person_id  BYTEA NOT NULL CHECK (length(person_id) = 16),
    hash       BYTEA NOT NULL CHECK (length(hash) = 32),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, hash)
);

-- Sign-ins whose password was right and whose second factor is awaited. They are no sessions and hold no key.
CREATE TABLE pending_sign_ins (
    token_hash BYTEA PRIMARY KEY NOT NULL CHECK (length(token_hash) = 32),
    person_id  BYTEA NOT NULL CHECK (length(person_id) = 16),
    ends_at    BIGINT NOT NULL
);
CREATE INDEX pending_sign_ins_person ON pending_sign_ins (person_id);
CREATE INDEX pending_sign_ins_end ON pending_sign_ins (ends_at);

-- Mails to an account about its own sign-in. They go out as reports do. left_over: how many backup codes there still were.
CREATE TABLE warnings (
    id          BYTEA PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    account_id  BYTEA NOT NULL REFERENCES accounts (id),
    kind        TEXT NOT NULL,
    left_over   BIGINT NOT NULL,
    state       TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    ready_at    BIGINT NOT NULL,
    attempts    BIGINT NOT NULL,
    lease_owner BYTEA,
    give_up_at  BIGINT NOT NULL,
    last_error  TEXT,
    settled_at  BIGINT
);
CREATE INDEX warnings_ready ON warnings (ready_at) WHERE state = 'queued';
