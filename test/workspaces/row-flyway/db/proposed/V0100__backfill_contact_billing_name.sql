-- Invoices should be addressed to a person. Most contacts are users as well, so take the name from there.
ALTER TABLE contacts ADD COLUMN billing_name text;

UPDATE contacts
SET billing_name = users.full_name
FROM users
WHERE users.email = contacts.email;
