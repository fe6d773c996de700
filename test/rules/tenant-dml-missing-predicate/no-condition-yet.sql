-- expects findings
--- migration
-- The comparison becomes the condition, before what comes after it.
UPDATE accounts a SET display_name = u.name FROM users AS u RETURNING a.id;
--                                               ^^^^^^^^^^ tenant-dml-missing-predicate error fix

UPDATE accounts a SET display_name = (SELECT max(CASE WHEN u.name > '' THEN u.name END) FROM users u), balance = 0;
--                                                                                           ^^^^^^^ tenant-dml-missing-predicate error fix

INSERT INTO users (tenant_id, email) SELECT '8f0bd0f2-0000-4000-8000-000000000001', a.email FROM accounts a
--                                                                                               ^^^^^^^^^^ tenant-dml-missing-predicate error fix
ON CONFLICT DO NOTHING;
