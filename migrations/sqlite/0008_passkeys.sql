-- Passkeys (Web Authentication). counter: what the device said last, 0 when it does not count. wrapped: the private key, by what the passkey's PRF gives and then by the master key. name: by
-- the master key, since people call their devices by their own names.
CREATE TABLE passkeys (
    id            BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    person_id     BLOB NOT NULL CHECK (length(person_id) = 16),
    key_id        BLOB NOT NULL CHECK (length(key_id) = 16),
    credential_id BLOB NOT NULL UNIQUE,
    public_key    BLOB NOT NULL,
    algorithm     INTEGER NOT NULL,
    counter       INTEGER NOT NULL,
    wrapped       BLOB NOT NULL,
    name          BLOB NOT NULL,
    created_at    INTEGER NOT NULL,
    used_at       INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX passkeys_person ON passkeys (person_id, id);

-- What passkeys were asked to sign: gone when it is answered, whatever the answer, or when its time is up.
CREATE TABLE passkey_challenges (
    challenge BLOB PRIMARY KEY NOT NULL CHECK (length(challenge) = 32),
    ceremony  TEXT NOT NULL,
    person_id BLOB,
    ends_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX passkey_challenges_end ON passkey_challenges (ends_at);

-- The passkey that a session began with: it counts as a second factor.
ALTER TABLE sessions ADD COLUMN passkey_id BLOB;
