SET LOCAL lock_timeout = '2s';

CREATE TYPE credit_note_reason AS ENUM ('duplicate', 'order_change', 'goodwill', 'write_off');

CREATE TABLE credit_notes (
  tenant_id   uuid NOT NULL REFERENCES tenants (id),
  id          uuid NOT NULL DEFAULT gen_random_uuid(),
  invoice_id  uuid NOT NULL,
  number      text NOT NULL,
  reason      credit_note_reason NOT NULL,
  amount      money_amount NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  voided_at   timestamptz,
  voided_by   uuid,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number),
  FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices (tenant_id, id),
  FOREIGN KEY (tenant_id, voided_by) REFERENCES users (tenant_id, id),
  CONSTRAINT credit_notes_void_names_someone CHECK (voided_at IS NULL OR voided_by IS NOT NULL)
);

ALTER TABLE credit_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE credit_notes FORCE ROW LEVEL SECURITY;

CREATE POLICY credit_notes_isolation ON credit_notes TO app_user
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON credit_notes TO app_user;
