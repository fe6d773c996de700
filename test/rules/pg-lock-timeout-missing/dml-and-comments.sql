-- expects nothing
--- migration
UPDATE accounts SET display_name = email;
COMMENT ON TABLE accounts IS 'Customers of a tenant';
