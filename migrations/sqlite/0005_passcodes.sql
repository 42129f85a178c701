-- Data keys that wait for their recipient behind a passcode, in place of a row in sealed_keys. verifier: HMAC of what the
-- passcode is proven with. wrapped: the data key, wrapped by the passcode and then by the master key. tries: wrong ones
-- since the passcode was given; after five it waits for a new one. A row goes when it is opened, or with its message.
CREATE TABLE passcodes (
    message_id  BLOB NOT NULL CHECK (length(message_id) = 16),
    person_id   BLOB NOT NULL CHECK (length(person_id) = 16),
    delivery_id BLOB NOT NULL CHECK (length(delivery_id) = 16),
    salt        BLOB NOT NULL CHECK (length(salt) = 16),
    memory_kib  INTEGER NOT NULL,
    iterations  INTEGER NOT NULL,
    parallelism INTEGER NOT NULL,
    verifier    BLOB NOT NULL CHECK (length(verifier) = 32),
    wrapped     BLOB NOT NULL,
    tries       INTEGER NOT NULL,
    PRIMARY KEY (message_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX passcodes_person ON passcodes (person_id);
