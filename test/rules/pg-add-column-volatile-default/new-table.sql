-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes ADD COLUMN public_id uuid DEFAULT gen_random_uuid();
