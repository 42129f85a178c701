-- No rows that these refer to are ever deleted, and a submission's rows are written together, by one piece of code.
-- Checking each reference again was a tenth of the work that a mail makes. SQLite, on which every test of the engine
-- runs too, goes on checking them.
ALTER TABLE messages DROP CONSTRAINT messages_account_id_fkey;
ALTER TABLE sealed_keys DROP CONSTRAINT sealed_keys_message_id_fkey;
ALTER TABLE deliveries DROP CONSTRAINT deliveries_message_id_fkey;
ALTER TABLE deliveries DROP CONSTRAINT deliveries_recipient_id_fkey;
ALTER TABLE notices DROP CONSTRAINT notices_delivery_id_fkey;
