-- What recipients see and do on their own page, and phones that are shared.

-- shared: whether the phone is shared with others, so that the session ends sooner.
ALTER TABLE sessions ADD COLUMN shared BIGINT NOT NULL DEFAULT 0;

-- When its recipient opened a message last, and the kind of browser that did; since when it is not in their list any more.
ALTER TABLE deliveries ADD COLUMN last_opened_at BIGINT;
ALTER TABLE deliveries ADD COLUMN last_opened_from TEXT;
ALTER TABLE deliveries ADD COLUMN removed_at BIGINT;
