-- expects nothing
--- migration
CREATE POLICY a ON users USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY b ON users USING (tenant_id::text = current_setting('app.tenant_id', true)::text);
CREATE POLICY c ON users
  USING (tenant_id = CASE WHEN current_setting('app.tenant_id', true) = '' THEN NULL ELSE current_setting('app.tenant_id', true)::uuid END);
CREATE POLICY d ON users USING (current_setting('server_version_num')::integer > 1);
SELECT current_setting('app.tenant_id', true)::uuid;
