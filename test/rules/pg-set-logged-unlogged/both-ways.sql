-- expects findings
--- history
CREATE UNLOGGED TABLE drafts (id bigint PRIMARY KEY);
--- migration
ALTER TABLE payments SET UNLOGGED;
--                   ^^^^^^^^^^^^ pg-set-logged-unlogged warning
ALTER TABLE drafts SET LOGGED;
--                 ^^^^^^^^^^ pg-set-logged-unlogged warning
