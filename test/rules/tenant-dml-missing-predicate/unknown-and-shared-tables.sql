-- expects nothing
--- migration
-- Nobody knows whose rows an unknown table holds, and plans are everybody's.
UPDATE accounts a SET display_name = s.name FROM staging_names s WHERE s.email = a.email;
UPDATE accounts a SET display_name = p.code FROM plans p WHERE p.id = a.plan_id;
