-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, body text DEFAULT 'accounts_of_tenants_with_an_overdue_invoice_and_a_disputed_payment_idx');
CREATE INDEX accounts_of_tenants_with_an_overdue_invoice_and_a_disputed_paym ON notes (body);
-- accounts_of_tenants_with_an_overdue_invoice_and_a_disputed_payment_idx
COMMENT ON TABLE notes IS $$accounts_of_tenants_with_an_overdue_invoice_and_a_disputed_payment_idx$$;
