-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- history
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER accounts_noted BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION note_change();
--- migration
ALTER TABLE accounts DISABLE TRIGGER accounts_noted;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-enable-disable-trigger warning
UPDATE accounts SET balance = 0;
ALTER TABLE accounts ENABLE TRIGGER accounts_noted;
