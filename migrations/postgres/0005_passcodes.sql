-- Data keys that wait for their recipient behind a passcode, in place of a row in sealed_keys. verifier: HMAC of what the
-- passcode is proven with. wrapped: the data key, wrapped by the passcode and then by the master key. tries: wrong ones
-- since the passcode was given; after five it waits for a new one. A row goes when it is opened, or with its message.
CREATE TABLE passcodes (
    message_id  BYTEA NOT NULL CHECK (length(message_id) = 16),
    person_id   BYTEA NOT NULL CHECK (length(person_id) = 16),
    delivery_id BYTEA NOT NULL CHECK (length(delivery_id) = 16),
    salt        BYTEA NOT NULL CHECK (length(salt) = 16),
    memory_kib  BIGINT NOT NULL,
    iterations  BIGINT NOT NULL,
    parallelism BIGINT NOT NULL,
    verifier    BYTEA NOT NULL CHECK (length(verifier) = 32),
    wrapped     BYTEA NOT NULL,
    tries       BIGINT NOT NULL,
    PRIMARY KEY (message_id, person_id)
);
CREATE INDEX passcodes_person ON passcodes (person_id);
