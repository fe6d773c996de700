-- expects nothing
--- history
CREATE UNIQUE INDEX payments_new_pkey ON payments (id);
--- migration
ALTER TABLE payments
  DROP CONSTRAINT payments_pkey,
  ADD CONSTRAINT payments_pkey PRIMARY KEY USING INDEX payments_new_pkey;
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes DROP CONSTRAINT notes_pkey;
