-- expects nothing
--- history
CREATE PUBLICATION changes FOR TABLE plans;
ALTER PUBLICATION changes ADD TABLE accounts;
--- migration
ALTER PUBLICATION changes SET TABLE accounts, users;
ALTER PUBLICATION changes SET (publish = 'insert');
CREATE PUBLICATION everything FOR ALL TABLES;
DROP PUBLICATION changes;
CREATE PUBLICATION filtered FOR TABLE accounts WHERE (tenant_id = '00000000-0000-4000-8000-00000000000a');
