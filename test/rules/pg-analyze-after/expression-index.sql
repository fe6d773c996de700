-- expects findings
--- migration
CREATE INDEX accounts_email_lower_idx ON accounts (lower(email));
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-analyze-after hint fix
CREATE INDEX accounts_email_upper_idx ON accounts (tenant_id, upper(email));
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-analyze-after hint fix
