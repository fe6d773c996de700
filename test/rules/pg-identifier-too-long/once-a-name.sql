-- expects findings
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, body text);
CREATE INDEX accounts_of_tenants_with_an_overdue_invoice_and_a_disputed_payment_idx ON notes (body);
--           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-identifier-too-long warning fix
COMMENT ON INDEX public.ACCOUNTS_OF_TENANTS_WITH_AN_OVERDUE_INVOICE_AND_A_DISPUTED_PAYMENT_IDX IS 'x';
CREATE INDEX "Ärger über Zahlungen, Rechnungen und Überweisungen nach Österreich" ON notes (body);
--           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-identifier-too-long warning fix
