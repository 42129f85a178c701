-- A second wrapping of a person's private key, by a code that they keep. verifier: HMAC of what the code is proven with.
-- wrapped: the private key, wrapped by the code and then by the master key. It is of use once: then there is another one.
CREATE TABLE recovery_codes (
    person_id  BLOB PRIMARY KEY NOT NULL CHECK (length(person_id) = 16),
    key_id     BLOB NOT NULL CHECK (length(key_id) = 16),
    verifier   BLOB NOT NULL CHECK (length(verifier) = 32),
    wrapped    BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
