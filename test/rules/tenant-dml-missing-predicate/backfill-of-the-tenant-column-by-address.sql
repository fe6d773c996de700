-- expects findings
--- history
CREATE TABLE notes (id uuid PRIMARY KEY, account_id uuid NOT NULL, tenant_id uuid, email text);
--- migration
UPDATE notes n SET tenant_id = u.tenant_id FROM users u WHERE u.email = n.email;
--                                              ^^^^^^^ tenant-dml-missing-predicate error
