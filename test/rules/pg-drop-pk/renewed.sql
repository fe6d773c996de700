-- expects nothing
--- history
CREATE UNIQUE INDEX payments_new_pkey ON payments (id);
--- migration
ALTER TABLE payments
  DROP CONSTRAINT payments_pkey,
  ADD CONSTRAINT payments_pkey PRIMARY KEY USING INDEX payments_new_pkey;
ALTER TABLE users DROP CONSTRAINT users_pkey, DROP COLUMN id, ADD PRIMARY KEY (tenant_id, email);
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes DROP CONSTRAINT notes_pkey;
