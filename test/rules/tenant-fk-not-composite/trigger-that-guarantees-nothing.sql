-- expects findings
--- history
CREATE FUNCTION set_tenant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.tenant_id := (SELECT tenant_id FROM accounts WHERE id = NEW.account_id);
  RETURN NEW;
END;
$$;
CREATE FUNCTION set_tenant_if_missing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.tenant_id IS NOT NULL THEN
    RETURN NEW;
  END IF;
  NEW.tenant_id := (SELECT tenant_id FROM accounts WHERE id = NEW.account_id);
  RETURN NEW;
END;
$$;
CREATE FUNCTION set_tenant_and_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.tenant_id := (SELECT tenant_id FROM accounts WHERE id = NEW.account_id);
  NEW.account_id := gen_random_uuid();
  RETURN NEW;
END;
$$;
CREATE FUNCTION set_tenant_of_parent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.tenant_id := (SELECT tenant_id FROM accounts WHERE id = NEW.parent_id);
  RETURN NEW;
END;
$$;
--- migration
-- An UPDATE may move the row to another tenant.
CREATE TABLE a (id bigint PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants (id), account_id uuid REFERENCES accounts (id));
--                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-not-composite warning fix
CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION set_tenant();
CREATE TABLE b (id bigint PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants (id), account_id uuid REFERENCES accounts (id));
--                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-not-composite warning fix
CREATE TRIGGER t BEFORE INSERT OR UPDATE OF tenant_id ON b FOR EACH ROW EXECUTE FUNCTION set_tenant();
-- Only rows without a tenant get that of the account.
CREATE TABLE c (id bigint PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants (id), account_id uuid REFERENCES accounts (id));
--                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-not-composite warning fix
CREATE TRIGGER t BEFORE INSERT OR UPDATE ON c FOR EACH ROW EXECUTE FUNCTION set_tenant_if_missing();
-- The row points elsewhere afterwards.
CREATE TABLE d (id bigint PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants (id), account_id uuid REFERENCES accounts (id));
--                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-not-composite warning fix
CREATE TRIGGER t BEFORE INSERT OR UPDATE ON d FOR EACH ROW EXECUTE FUNCTION set_tenant_and_account();
-- The tenant is that of another key.
CREATE TABLE e (id bigint PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants (id), account_id uuid REFERENCES accounts (id), parent_id uuid);
--                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-not-composite warning fix
CREATE TRIGGER t BEFORE INSERT OR UPDATE ON e FOR EACH ROW EXECUTE FUNCTION set_tenant_of_parent();
-- The trigger does not run.
CREATE TABLE f (id bigint PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants (id), account_id uuid REFERENCES accounts (id));
--                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-not-composite warning fix
CREATE TRIGGER t BEFORE INSERT OR UPDATE ON f FOR EACH ROW EXECUTE FUNCTION set_tenant();
ALTER TABLE f DISABLE TRIGGER t;
