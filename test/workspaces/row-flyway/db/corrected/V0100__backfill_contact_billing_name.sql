-- Invoices should be addressed to a person. Most contacts are users as well, so take the name from there.
-- An email address names one user within a tenant only: the same person may work for two of them.
--
-- The column and its values share one transaction, which keeps everybody out of contacts until the values are
-- there. That is within the budget of tenantsafe.yaml; a bigger table would be filled in batches afterwards.
SET LOCAL lock_timeout = '2s';

ALTER TABLE contacts ADD COLUMN billing_name text;

UPDATE contacts
SET billing_name = users.full_name
FROM users
WHERE users.tenant_id = contacts.tenant_id
  AND users.email = contacts.email;
