-- expects findings
--- migration
CREATE POLICY accounts_named ON accounts TO app_user USING (email IS NOT NULL);
--                                                         ^^^^^^^^^^^^^^^^^^^ rls-permissive-plus-permissive warning fix
CREATE POLICY accounts_public ON public.accounts FOR SELECT USING (display_name LIKE 'Public%');
--                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-permissive-plus-permissive info fix
