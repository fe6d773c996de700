-- expects findings
--- history
CREATE VIEW noted AS SELECT id, note FROM invoices WHERE note IS NOT NULL;
ALTER TABLE payments ADD COLUMN cents bigint GENERATED ALWAYS AS ((amount * 100)::bigint) STORED;
CREATE POLICY named ON accounts USING (owner_email IS NOT NULL);
CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER renamed BEFORE UPDATE ON users FOR EACH ROW WHEN (NEW.name IS NOT NULL) EXECUTE FUNCTION told();
--- migration
ALTER TABLE invoices ALTER COLUMN note TYPE text;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-dependent-fails error
ALTER TABLE accounts ALTER COLUMN owner_email TYPE varchar, ALTER COLUMN tenant_id TYPE text;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-dependent-fails error
ALTER TABLE payments ALTER COLUMN amount TYPE numeric(14, 2);
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-dependent-fails error
ALTER TABLE users ALTER COLUMN name TYPE varchar;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-dependent-fails error
