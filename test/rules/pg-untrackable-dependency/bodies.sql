-- expects findings
--- history
CREATE FUNCTION balance_of(uuid) RETURNS integer LANGUAGE sql AS 'SELECT balance FROM accounts WHERE id = $1';
CREATE FUNCTION pay(who uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one record;
BEGIN
  FOR one IN SELECT id FROM payments LOOP
    UPDATE accounts SET owner_email = 'x' WHERE id = who;
  END LOOP;
  EXECUTE 'DELETE FROM invoice_lines';
EXCEPTION WHEN others THEN
  RAISE NOTICE 'no';
END $$;
CREATE FUNCTION tidy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.email IS NULL THEN
    RAISE EXCEPTION 'no';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tidy BEFORE INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION tidy();
--- migration
ALTER TABLE accounts RENAME COLUMN balance TO amount;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-untrackable-dependency warning
ALTER TABLE accounts DROP COLUMN owner_email, DROP COLUMN email;
--                   ^^^^^^^^^^^^^^^^^^^^^^^ pg-untrackable-dependency warning
--                                            ^^^^^^^^^^^^^^^^^ pg-untrackable-dependency warning
ALTER TABLE payments RENAME TO receipts;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-untrackable-dependency warning
DROP TABLE invoice_lines;
--^^^^^^^^^^^^^^^^^^^^^^ pg-untrackable-dependency warning
