-- Texts through several gateways: routes, receipts, opt-outs, and the organisation's own words.

-- The state unknown has come between queued and sent.
UPDATE deliveries SET rank = rank + 1 WHERE rank >= 1;

-- priority: 0 urgent, 1 normal, 2 bulk. language: of the notices, as the sender wishes. phrase: what sender and
-- recipient agreed on, sealed.
ALTER TABLE messages ADD COLUMN priority INTEGER NOT NULL DEFAULT 1;
ALTER TABLE messages ADD COLUMN language TEXT;
ALTER TABLE messages ADD COLUMN phrase BLOB;

-- Of the notices of one priority, the one with the lowest turn goes first: when it was due, and later for those of a
-- sender who has many. unclear: how often a gateway may have taken it and did not say so. route: the only one that it
-- may take, when somebody decided so. checked: whether the number's SIM was looked at, or need not be. A notice that is
-- not due yet is planned, and queued from then on.
ALTER TABLE notices ADD COLUMN priority INTEGER NOT NULL DEFAULT 1;
ALTER TABLE notices ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notices ADD COLUMN unclear INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notices ADD COLUMN route TEXT;
ALTER TABLE notices ADD COLUMN checked INTEGER NOT NULL DEFAULT 0;
UPDATE notices SET turn = due_at WHERE state = 'queued';
DROP INDEX notices_ready;
CREATE INDEX notices_turn ON notices (priority, turn, id, ready_at) WHERE state = 'queued';
CREATE INDEX notices_planned ON notices (due_at) WHERE state = 'planned';
CREATE INDEX notices_reference ON notices (reference) WHERE reference IS NOT NULL;
CREATE INDEX notices_settled ON notices (settled_at) WHERE state IN ('failed', 'unknown');
CREATE INDEX notices_held ON notices (due_at) WHERE state = 'held';

-- Who wants no texts: from anybody (account_id is all zeros), or from one sender.
CREATE TABLE opt_outs (
    phone_index BLOB NOT NULL CHECK (length(phone_index) = 32),
    account_id  BLOB NOT NULL CHECK (length(account_id) = 16),
    source      TEXT NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (phone_index, account_id)
) STRICT, WITHOUT ROWID;

-- Texts from phones, by an HMAC of the gateway's id for them. sealed has number and words, until they are erased.
CREATE TABLE inbound_texts (
    id          BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    route       TEXT NOT NULL,
    phone_index BLOB NOT NULL CHECK (length(phone_index) = 32),
    sealed      BLOB,
    reading     TEXT NOT NULL,
    at          INTEGER NOT NULL,
    decision    TEXT,
    decided_at  INTEGER,
    decided_by  BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX inbound_texts_open ON inbound_texts (at) WHERE decision IS NULL;
CREATE INDEX inbound_texts_age ON inbound_texts (at) WHERE sealed IS NOT NULL;

-- What is answered to them. Each is tried until it may have gone out, and never again.
CREATE TABLE replies (
    id           BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    kind         TEXT NOT NULL,
    phone_sealed BLOB NOT NULL,
    language     TEXT NOT NULL,
    route        TEXT NOT NULL,
    state        TEXT NOT NULL,
    ready_at     INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    give_up_at   INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    settled_at   INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX replies_ready ON replies (ready_at) WHERE state = 'queued';

-- Receipts that came before it was known what they are about.
CREATE TABLE early_receipts (
    route     TEXT NOT NULL,
    reference TEXT NOT NULL,
    outcome   TEXT NOT NULL,
    failure   TEXT,
    at        INTEGER NOT NULL,
    PRIMARY KEY (route, reference, outcome)
) STRICT, WITHOUT ROWID;
CREATE INDEX early_receipts_age ON early_receipts (at);

-- What each route did in each minute since 1970, and what that cost, in millionths of a currency.
CREATE TABLE route_minutes (
    route      TEXT NOT NULL,
    minute     INTEGER NOT NULL,
    sent       INTEGER NOT NULL,
    refused    INTEGER NOT NULL,
    unclear    INTEGER NOT NULL,
    errors     INTEGER NOT NULL,
    delivered  INTEGER NOT NULL,
    failed     INTEGER NOT NULL,
    took_ms    INTEGER NOT NULL,
    PRIMARY KEY (route, minute)
) STRICT, WITHOUT ROWID;
CREATE TABLE route_costs (
    route    TEXT NOT NULL,
    day      INTEGER NOT NULL,
    currency TEXT NOT NULL,
    micros   INTEGER NOT NULL,
    PRIMARY KEY (route, day, currency)
) STRICT, WITHOUT ROWID;

-- Routes that somebody holds.
CREATE TABLE held_routes (
    route   TEXT PRIMARY KEY NOT NULL,
    held_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The organisation's own words.
CREATE TABLE templates (
    occasion   TEXT NOT NULL,
    language   TEXT NOT NULL,
    words      TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (occasion, language)
) STRICT, WITHOUT ROWID;
