-- expects findings
--- migration
CREATE TABLE copies (LIKE accounts);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-create-table-like-loses-rls error fix
GRANT SELECT ON copies TO app_user;
CREATE TABLE children () INHERITS (accounts);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-create-table-like-loses-rls error fix
GRANT ALL ON children TO PUBLIC;
SELECT tenant_id, email INTO mails FROM accounts;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-create-table-like-loses-rls error fix
GRANT SELECT ON mails TO app_user;
