-- expects nothing
--- history
CREATE VIEW named_users AS SELECT tenant_id, email, name FROM users WHERE name IS NOT NULL;
CREATE VIEW names (address, called) AS SELECT email, name FROM named_users;
--- migration
UPDATE accounts a SET display_name = n.name FROM named_users n WHERE n.email = a.owner_email AND n.tenant_id = a.tenant_id;
