-- expects findings
--- migration
-- Generated scripts index the primary key once more, which keeps no value from anybody that it did not keep before.
CREATE TABLE notes (
  id uuid NOT NULL,
  number integer NOT NULL,
  tenant_id uuid NOT NULL,
  CONSTRAINT notes_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX notes_id_key ON notes (id);
CREATE UNIQUE INDEX notes_id_number_key ON notes (id, number);
CREATE UNIQUE INDEX notes_number_key ON notes (number);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-unique-not-scoped warning fix
