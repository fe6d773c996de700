-- expects nothing
--- migration
SET LOCAL lock_timeout = '2s';
CREATE TABLE account_notes (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id bigint NOT NULL,
  account_id uuid NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX account_notes_version ON account_notes (account_id, version);
ALTER TABLE account_notes ADD CONSTRAINT account_notes_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id);
