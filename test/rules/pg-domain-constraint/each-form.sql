-- expects findings
--- history
CREATE DOMAIN email AS text;
ALTER TABLE users ADD COLUMN contact email;
ALTER DOMAIN email ADD CONSTRAINT email_short CHECK (length(VALUE) < 200) NOT VALID;
--- migration
ALTER DOMAIN email ADD CONSTRAINT email_at CHECK (VALUE LIKE '%@%');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-domain-constraint warning fix
ALTER DOMAIN email VALIDATE CONSTRAINT email_short;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-domain-constraint warning
ALTER DOMAIN email SET NOT NULL;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-domain-constraint warning
