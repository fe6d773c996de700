-- expects nothing
--- migration
-- Row-level security shows whoever calls it no rows of others.
CREATE FUNCTION refresh_names() RETURNS void LANGUAGE sql AS $$
  UPDATE accounts a SET display_name = b.email FROM accounts b WHERE b.email = a.owner_email
$$;
CREATE FUNCTION refresh_of(tenant uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE accounts a SET display_name = u.name FROM users u
  WHERE u.email = a.owner_email AND u.tenant_id = tenant AND a.tenant_id = tenant;
END $$;
CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO users (tenant_id, email) SELECT NEW.tenant_id, a.email FROM accounts a WHERE a.tenant_id = NEW.tenant_id;
  RETURN NEW;
END $$;
