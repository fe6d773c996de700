-- expects findings
--- migration
GRANT SELECT, INSERT ON users, plans TO app_user;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-grant-on-unprotected error fix
GRANT ALL ON invoice_lines TO PUBLIC;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-grant-on-unprotected error
