-- A reference costs a look-up and a row lock for each row that comes or goes, most of what a message cost the database. Rows of the queue come in
-- one transaction and go in one, by the statements of org.gatepost.ee.store alone, and its tests count what is left.
ALTER TABLE queue_entry DROP CONSTRAINT queue_entry_message_id_fkey;
ALTER TABLE recipient DROP CONSTRAINT recipient_entry_id_fkey;

-- Rows given without due_at are due at once, by the database's clock.
ALTER TABLE queue_entry ALTER COLUMN due_at SET DEFAULT now();

-- Rows live for a second or two: what they leave is cleared away often, in small pieces.
ALTER TABLE message SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 5000);
ALTER TABLE content_chunk SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 5000);
ALTER TABLE queue_entry SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 5000);
ALTER TABLE recipient SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 5000);
