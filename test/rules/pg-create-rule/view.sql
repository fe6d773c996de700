-- expects findings
--- history
CREATE VIEW account_names AS SELECT id, display_name FROM accounts;
--- migration
CREATE RULE account_names_kept AS ON DELETE TO account_names DO INSTEAD NOTHING;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-create-rule warning
