-- expects findings
--- migration
CREATE TABLE notes (tenant_id uuid NOT NULL, account_id uuid NOT NULL, id bigint, PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id));
  --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-fk-without-index hint fix
