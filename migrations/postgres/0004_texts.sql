-- Texts through several gateways: routes, receipts, opt-outs, and the organisation's own words.

-- The state unknown has come between queued and sent.
UPDATE deliveries SET rank = rank + 1 WHERE rank >= 1;

-- priority: 0 urgent, 1 normal, 2 bulk. language: of the notices, as the sender wishes. phrase: what sender and
-- recipient agreed on, sealed.
ALTER TABLE messages ADD COLUMN priority BIGINT NOT NULL DEFAULT 1;
ALTER TABLE messages ADD COLUMN language TEXT;
ALTER TABLE messages ADD COLUMN phrase BYTEA;

-- Of the notices of one priority, the one with the lowest turn goes first: when it was due, and later for those of a
-- sender who has many. unclear: how often a gateway may have taken it and did not say so. route: the only one that it
-- may take, when somebody decided so. checked: whether the number's SIM was looked at, or need not be. A notice that is
-- not due yet is planned, and queued from then on.
ALTER TABLE notices ADD COLUMN priority BIGINT NOT NULL DEFAULT 1;
ALTER TABLE notices ADD COLUMN turn BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notices ADD COLUMN unclear BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notices ADD COLUMN route TEXT;
ALTER TABLE notices ADD COLUMN checked BIGINT NOT NULL DEFAULT 0;
UPDATE notices SET turn = due_at WHERE state = 'queued';
DROP INDEX notices_ready;
CREATE INDEX notices_turn ON notices (priority, turn, id, ready_at) WHERE state = 'queued';
CREATE INDEX notices_planned ON notices (due_at) WHERE state = 'planned';
CREATE INDEX notices_reference ON notices (reference) WHERE reference IS NOT NULL;
CREATE INDEX notices_settled ON notices (settled_at) WHERE state IN ('failed', 'unknown');
CREATE INDEX notices_held ON notices (due_at) WHERE state = 'held';

-- Who wants no texts: from anybody (account_id is all zeros), or from one sender.
CREATE TABLE opt_outs (
    phone_index BYTEA NOT NULL CHECK (length(phone_index) = 32),
    account_id  BYTEA NOT NULL CHECK (length(account_id) = 16),
    source      TEXT NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (phone_index, account_id)
);

-- Texts from phones, by an HMAC of the gateway's id for them. sealed has number and words, until they are erased.
CREATE TABLE inbound_texts (
    id          BYTEA PRIMARY KEY CHECK (length(id) = 32),
    route       TEXT NOT NULL,
    phone_index BYTEA NOT NULL CHECK (length(phone_index) = 32),
    sealed      BYTEA,
    reading     TEXT NOT NULL,
    at          BIGINT NOT NULL,
    decision    TEXT,
    decided_at  BIGINT,
    decided_by  BYTEA
);
CREATE INDEX inbound_texts_open ON inbound_texts (at) WHERE decision IS NULL;
CREATE INDEX inbound_texts_age ON inbound_texts (at) WHERE sealed IS NOT NULL;

-- What is answered to them. Each is tried until it may have gone out, and never again.
CREATE TABLE replies (
    id           BYTEA PRIMARY KEY CHECK (length(id) = 16),
    kind         TEXT NOT NULL,
    phone_sealed BYTEA NOT NULL,
    language     TEXT NOT NULL,
    route        TEXT NOT NULL,
    state        TEXT NOT NULL,
    ready_at     BIGINT NOT NULL,
    attempts     BIGINT NOT NULL,
    give_up_at   BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    settled_at   BIGINT
);
CREATE INDEX replies_ready ON replies (ready_at) WHERE state = 'queued';

-- Receipts that came before it was known what they are about.
CREATE TABLE early_receipts (
    route     TEXT NOT NULL,
    reference TEXT NOT NULL,
    outcome   TEXT NOT NULL,
    failure   TEXT,
    at        BIGINT NOT NULL,
    PRIMARY KEY (route, reference, outcome)
);
CREATE INDEX early_receipts_age ON early_receipts (at);

-- What each route did in each minute since 1970, and what that cost, in millionths of a currency.
CREATE TABLE route_minutes (
    route      TEXT NOT NULL,
    minute     BIGINT NOT NULL,
    sent       BIGINT NOT NULL,
    refused    BIGINT NOT NULL,
    unclear    BIGINT NOT NULL,
    errors     BIGINT NOT NULL,
    delivered  BIGINT NOT NULL,
    failed     BIGINT NOT NULL,
    took_ms    BIGINT NOT NULL,
    PRIMARY KEY (route, minute)
);
CREATE TABLE route_costs (
    route    TEXT NOT NULL,
    day      BIGINT NOT NULL,
    currency TEXT NOT NULL,
    micros   BIGINT NOT NULL,
    PRIMARY KEY (route, day, currency)
);

-- Routes that somebody holds.
CREATE TABLE held_routes (
    route   TEXT PRIMARY KEY,
    held_at BIGINT NOT NULL
);

-- The organisation's own words.
CREATE TABLE templates (
    occasion   TEXT NOT NULL,
    language   TEXT NOT NULL,
    words      TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (occasion, language)
);
