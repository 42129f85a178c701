-- Mail: HTML, attachments, app passwords, and the mails that go back.

-- A message may have HTML beside its text, and a list of attachments.
ALTER TABLE messages ADD COLUMN html BLOB;
ALTER TABLE messages ADD COLUMN manifest BLOB;
-- Of which events the sender is told by mail (bits), and how they asked for it.
ALTER TABLE messages ADD COLUMN word_back INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN mail_return BLOB;

-- Attachments are stored before their message: whose they are until it comes.
CREATE TABLE uploads (
    message_id BLOB PRIMARY KEY NOT NULL CHECK (length(message_id) = 16),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    bytes      INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_age ON uploads (created_at);

CREATE TABLE chunks (
    message_id BLOB NOT NULL CHECK (length(message_id) = 16),
    attachment INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    sealed     BLOB NOT NULL,
    PRIMARY KEY (message_id, attachment, number)
) STRICT;

-- What a mail program signs in with. hash is an HMAC of the password.
CREATE TABLE app_passwords (
    id           BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    account_id   BLOB NOT NULL REFERENCES accounts (id),
    name         TEXT NOT NULL,
    hash         BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at   INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX app_passwords_account ON app_passwords (account_id, id);

-- Mails that were accepted, by an HMAC of account, Message-ID and recipient, so that a repeated one is known.
CREATE TABLE mail_ids (
    hash    BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_ids_age ON mail_ids (seen_at);

-- Mails to senders that wait for the relay. ready_at is as for notices.
CREATE TABLE reports (
    id          BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    delivery_id BLOB NOT NULL REFERENCES deliveries (id),
    kind        TEXT NOT NULL,
    state       TEXT NOT NULL,
    happened_at INTEGER NOT NULL,
    ready_at    INTEGER NOT NULL,
    attempts    INTEGER NOT NULL,
    lease_owner BLOB,
    give_up_at  INTEGER NOT NULL,
    last_error  TEXT,
    settled_at  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX reports_ready ON reports (ready_at) WHERE state = 'queued';
CREATE INDEX reports_delivery ON reports (delivery_id);
