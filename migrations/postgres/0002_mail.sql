-- Mail: HTML, attachments, app passwords, and the mails that go back.

-- A message may have HTML beside its text, and a list of attachments.
ALTER TABLE messages ADD COLUMN html BYTEA;
ALTER TABLE messages ADD COLUMN manifest BYTEA;
ALTER TABLE messages ALTER COLUMN html SET STORAGE EXTERNAL, ALTER COLUMN manifest SET STORAGE EXTERNAL;
-- Of which events the sender is told by mail (bits), and how they asked for it.
ALTER TABLE messages ADD COLUMN word_back BIGINT NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN mail_return BYTEA;

-- Attachments are stored before their message: whose they are until it comes.
CREATE TABLE uploads (
    message_id BYTEA PRIMARY KEY CHECK (length(message_id) = 16),
    account_id BYTEA NOT NULL REFERENCES accounts (id),
    bytes      BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX uploads_age ON uploads (created_at);

CREATE TABLE chunks (
    message_id BYTEA NOT NULL CHECK (length(message_id) = 16),
    attachment BIGINT NOT NULL,
    number     BIGINT NOT NULL,
    sealed     BYTEA NOT NULL,
    PRIMARY KEY (message_id, attachment, number)
);
ALTER TABLE chunks ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- What a mail program signs in with. hash is an HMAC of the password.
CREATE TABLE app_passwords (
    id           BYTEA PRIMARY KEY CHECK (length(id) = 16),
    account_id   BYTEA NOT NULL REFERENCES accounts (id),
    name         TEXT NOT NULL,
    hash         BYTEA NOT NULL UNIQUE CHECK (length(hash) = 32),
    created_at   BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at   BIGINT
);
CREATE INDEX app_passwords_account ON app_passwords (account_id, id);

-- Mails that were accepted, by an HMAC of account, Message-ID and recipient, so that a repeated one is known.
CREATE TABLE mail_ids (
    hash    BYTEA PRIMARY KEY CHECK (length(hash) = 32),
    seen_at BIGINT NOT NULL
);
CREATE INDEX mail_ids_age ON mail_ids (seen_at);

-- Mails to senders that wait for the relay. ready_at is as for notices.
CREATE TABLE reports (
    id          BYTEA PRIMARY KEY CHECK (length(id) = 16),
    delivery_id BYTEA NOT NULL REFERENCES deliveries (id),
    kind        TEXT NOT NULL,
    state       TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    ready_at    BIGINT NOT NULL,
    attempts    BIGINT NOT NULL,
    lease_owner BYTEA,
    give_up_at  BIGINT NOT NULL,
    last_error  TEXT,
    settled_at  BIGINT
);
CREATE INDEX reports_ready ON reports (ready_at) WHERE state = 'queued';
CREATE INDEX reports_delivery ON reports (delivery_id);
