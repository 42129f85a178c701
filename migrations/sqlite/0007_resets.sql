-- Requests of people who have forgotten their password, one at a time for each. state: asked, approved or declined by the
-- account that wrote the message whose link they used. ready_at: when an approved one can be followed.
CREATE TABLE resets (
    person_id   BLOB PRIMARY KEY NOT NULL CHECK (length(person_id) = 16),
    delivery_id BLOB NOT NULL CHECK (length(delivery_id) = 16),
    message_id  BLOB NOT NULL CHECK (length(message_id) = 16),
    account_id  BLOB NOT NULL CHECK (length(account_id) = 16),
    state       TEXT NOT NULL,
    asked_at    INTEGER NOT NULL,
    decided_at  INTEGER,
    ready_at    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX resets_account ON resets (account_id) WHERE state = 'asked';
CREATE INDEX resets_message ON resets (message_id);
