-- expects findings
--- migration
CREATE FUNCTION refresh_names() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
--^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-dml-missing-predicate error
  UPDATE accounts a SET display_name = b.email FROM accounts b WHERE b.email = a.owner_email
$$;
