-- Emergency access. archive_copies: data keys, sealed to the organisation's archive key where it keeps one, a row for each
-- message; key_id says which archive key. A row goes with its message. archive_openings: when the organisation opened a
-- message with it, and why (sealed by the master key); these stay.
CREATE TABLE archive_copies (
    message_id BYTEA PRIMARY KEY NOT NULL CHECK (length(message_id) = 16),
    key_id     BYTEA NOT NULL CHECK (length(key_id) = 16),
    sealed     BYTEA NOT NULL
);
CREATE TABLE archive_openings (
    message_id BYTEA NOT NULL CHECK (length(message_id) = 16),
    at         BIGINT NOT NULL,
    key_id     BYTEA NOT NULL CHECK (length(key_id) = 16),
    reason     BYTEA NOT NULL,
    PRIMARY KEY (message_id, at)
);
