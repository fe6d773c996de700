-- expects findings
--- migration
CREATE FUNCTION refresh_names() RETURNS void LANGUAGE sql AS $$
--^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-dml-missing-predicate error
  UPDATE accounts a SET display_name = u.name FROM users u WHERE u.email = a.owner_email
$$;
CREATE FUNCTION share() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
--^^^^^^^^^^^^^^^^^^^ tenant-dml-missing-predicate error
BEGIN
  INSERT INTO users (tenant_id, email) SELECT NEW.tenant_id, a.email FROM accounts a WHERE a.email = NEW.email;
  RETURN NEW;
END $$;
