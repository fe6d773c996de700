-- expects findings
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--- migration
-- No temporary table can take the place of public.users, but an operator of the caller can that of =.
CREATE FUNCTION set_tenant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^… rls-secdef-function info fix
BEGIN
  NEW.tenant_id := (SELECT tenant_id FROM public.users WHERE id = NEW.user_id);
  RETURN NEW;
END;
$$;
CREATE FUNCTION rename_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^… rls-secdef-function warning fix
BEGIN
  UPDATE users SET name = NEW.name WHERE id = NEW.user_id;
  RETURN NEW;
END;
$$;
