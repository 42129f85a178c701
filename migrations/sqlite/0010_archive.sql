-- Emergency access. archive_copies: data keys, sealed to the organisation's archive key where it keeps one, a row for each
-- message; key_id says which archive key. A row goes with its message. archive_openings: when the organisation opened a
-- message with it, and why (sealed by the master key); these stay.
CREATE TABLE archive_copies (
    message_id BLOB PRIMARY KEY NOT NULL CHECK (length(message_id) = 16),
    key_id     BLOB NOT NULL CHECK (length(key_id) = 16),
    sealed     BLOB NOT NULL
) STRICT;
CREATE TABLE archive_openings (
    message_id BLOB NOT NULL CHECK (length(message_id) = 16),
    at         INTEGER NOT NULL,
    key_id     BLOB NOT NULL CHECK (length(key_id) = 16),
    reason     BLOB NOT NULL,
    PRIMARY KEY (message_id, at)
) STRICT, WITHOUT ROWID;
