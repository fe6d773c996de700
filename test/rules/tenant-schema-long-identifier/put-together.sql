-- expects findings
--- policy
-- tenancy: { model: schema }
--- migration
CREATE INDEX ${tenant}_accounts_email_address_lower_idx ON accounts (lower(email));
--           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-long-identifier info no fix
DO $$
DECLARE s text;
BEGIN
  EXECUTE 'CREATE INDEX ' || s || '_accounts_email_address_upper_idx ON accounts (upper(email))';
--        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-long-identifier info no fix
END $$;
