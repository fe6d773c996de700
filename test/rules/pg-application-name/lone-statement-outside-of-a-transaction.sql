-- expects findings
--- policy
-- rules: { pg-application-name: hint }
--- migration
VACUUM FULL accounts;
--^^^^^^^^^^^^^^^^^^ pg-application-name hint fix
