-- expects findings
--- policy
-- version: 14.3
--- migration
CREATE INDEX CONCURRENTLY accounts_plan_idx ON accounts (plan_id);
--           ^^^^^^^^^^^^ pg-index-corruption error
