-- expects nothing
--- migration
ALTER TABLE plans ADD CONSTRAINT plans_code_key2 UNIQUE (code);
ALTER TABLE tenants ADD CONSTRAINT tenants_name_key UNIQUE (name);
