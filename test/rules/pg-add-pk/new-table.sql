-- expects nothing
--- migration
CREATE TABLE notes (id bigint, tenant_id uuid NOT NULL);
ALTER TABLE notes ADD PRIMARY KEY (id);
