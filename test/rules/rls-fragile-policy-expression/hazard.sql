-- expects findings
--- migration
CREATE POLICY users_claim ON users USING (tenant_id = (current_setting('request.jwt.claims', true)::jsonb #>> '{user_metadata,tenant}')::uuid);
--                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-fragile-policy-expression warning
CREATE POLICY users_some ON users USING (random() < 0.5);
--                                      ^^^^^^^^^^^^^^^^ rls-fragile-policy-expression info
