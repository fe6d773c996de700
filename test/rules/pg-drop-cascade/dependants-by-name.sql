-- expects findings
--- history
CREATE VIEW open_payments AS SELECT id, amount FROM payments;
CREATE VIEW biggest AS SELECT max(amount) AS amount FROM open_payments;
--- migration
DROP TABLE payments CASCADE;
--                  ^^^^^^^ pg-drop-cascade warning
ALTER TABLE accounts DROP CONSTRAINT accounts_pkey CASCADE;
--                                                 ^^^^^^^ pg-drop-cascade info fix
ALTER TABLE accounts DROP COLUMN tenant_id CASCADE;
--                                         ^^^^^^^ pg-drop-cascade warning
