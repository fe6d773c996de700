-- expects findings
--- migration
SELECT set_config('app.tenant_id', '00000000-0000-0000-0000-00000000000a', false);
--     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-context-session-set warning fix
UPDATE accounts SET balance = 0;
CREATE FUNCTION become(tenant uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.tenant_id', tenant::text, false);
--        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-context-session-set warning fix
END $$;
