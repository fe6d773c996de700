-- expects nothing
--- migration
-- Before each row is checked, it gets the tenant of the account that it points to.
CREATE TABLE notes (
  id bigint PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  account_id uuid NOT NULL REFERENCES accounts (id)
);
CREATE FUNCTION set_notes_tenant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  NEW.tenant_id := (SELECT a.tenant_id FROM public.accounts a WHERE a.id = NEW.account_id);
  RETURN NEW;
END;
$$;
CREATE TRIGGER set_notes_tenant BEFORE INSERT OR UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION set_notes_tenant();

-- A row that points nowhere may have any tenant.
CREATE TABLE drafts (
  id bigint PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  account_id uuid REFERENCES accounts (id)
);
CREATE FUNCTION set_drafts_tenant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.account_id IS NOT NULL THEN
    NEW.tenant_id := (SELECT tenant_id FROM accounts WHERE NEW.account_id = id);
  ELSIF NEW.tenant_id IS NULL THEN
    RAISE EXCEPTION 'a draft needs a tenant';
  END IF;
  RETURN NEW;
END;
$$;
CREATE TRIGGER set_drafts_tenant BEFORE INSERT OR UPDATE OF tenant_id, account_id ON drafts FOR EACH ROW EXECUTE FUNCTION set_drafts_tenant();
