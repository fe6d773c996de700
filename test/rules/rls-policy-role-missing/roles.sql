-- expects findings
--- history
CREATE ROLE auditor;
CREATE POLICY audits ON payments TO auditor, app_user USING (true);
--- migration
DROP ROLE auditor;
--^^^^^^^^^^^^^^^ rls-policy-role-missing error
CREATE POLICY all_of_it ON invoices TO reporting, app_user USING (true);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-policy-role-missing error
CREATE ROLE reporting;
