-- expects findings
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER forget AFTER DELETE ON payments FOR EACH ROW EXECUTE FUNCTION forget();
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN NEW.email := 1; INSERT INTO users (email) VALUES (NEW.email); RETURN NEW; END';
--- migration
CREATE OR REPLACE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN DELETE FROM users WHERE name = OLD.reference; RETURN NULL; END';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-trigger-or-rule-bypass warning
CREATE TRIGGER note BEFORE INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION note();
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-trigger-or-rule-bypass warning
CREATE RULE forget AS ON DELETE TO invoices DO ALSO DELETE FROM users WHERE email = OLD.note;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-trigger-or-rule-bypass warning
