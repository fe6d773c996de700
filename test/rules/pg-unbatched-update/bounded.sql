-- expects nothing
--- migration
UPDATE accounts SET balance = 0 WHERE id = '00000000-0000-0000-0000-000000000000';
UPDATE accounts SET balance = 0 WHERE tenant_id = '00000000-0000-0000-0000-000000000000' AND balance IS NULL;
UPDATE plans SET code = 'x' WHERE id IN (1, 2) OR id = ANY (ARRAY[3, 4]);
UPDATE plans SET code = 'x' WHERE id BETWEEN 1 AND 100;
UPDATE plans SET code = 'x' WHERE id > 100 AND id <= 200;
UPDATE plans SET code = 'x' WHERE id IN (SELECT id FROM plans WHERE code = 'y' LIMIT 100);
WITH few AS (SELECT id FROM plans LIMIT 100) UPDATE plans SET code = 'x' FROM few WHERE few.id = plans.id;
UPDATE plans SET code = v.code FROM (VALUES (1, 'a'), (2, 'b')) AS v (id, code) WHERE v.id = plans.id;
