-- expects findings
--- policy
-- version: "14.0"
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
REINDEX INDEX CONCURRENTLY accounts_pkey;
--            ^^^^^^^^^^^^ pg-index-corruption error
REINDEX (CONCURRENTLY) TABLE accounts;
--       ^^^^^^^^^^^^ pg-index-corruption error
CREATE INDEX accounts_plan_idx ON accounts (plan_id);
