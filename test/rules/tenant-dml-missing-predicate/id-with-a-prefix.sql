-- expects findings
--- history
CREATE TABLE documents (id integer PRIMARY KEY, tenant_id uuid NOT NULL, title text);
CREATE TABLE envelopes (id text PRIMARY KEY, tenant_id uuid NOT NULL, secondary_id text NOT NULL, title text);
--- migration
-- A key with a word before it finds its row as the key alone does.
UPDATE envelopes e SET title = d.title FROM documents d WHERE e.secondary_id = 'document_' || d.id;
--                                          ^^^^^^^^^^^ tenant-dml-missing-predicate warning fix
-- What is put together from two columns may be that of another row.
UPDATE envelopes e SET title = d.title FROM documents d WHERE e.secondary_id = d.title || d.id;
--                                          ^^^^^^^^^^^ tenant-dml-missing-predicate error fix
