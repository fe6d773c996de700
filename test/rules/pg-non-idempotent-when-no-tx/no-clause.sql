-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
CREATE TYPE mood AS ENUM ('glad');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info
ALTER TYPE mood ADD VALUE 'sad';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info fix
ALTER TABLE accounts ADD CONSTRAINT accounts_balance_check CHECK (balance >= 0) NOT VALID;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info
ALTER TABLE accounts RENAME COLUMN display_name TO label;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info
CREATE INDEX ON accounts (plan_id);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info
DELETE FROM plans WHERE id = 1;
