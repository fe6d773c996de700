-- expects nothing
--- history
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
--- migration
CREATE TRIGGER accounts_noted BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION note_change();
UPDATE accounts SET balance = 0 WHERE id = '00000000-0000-0000-0000-000000000000';
DROP TRIGGER accounts_noted ON accounts;
