-- expects findings
--- migration
CREATE RULE accounts_kept AS ON DELETE TO accounts DO INSTEAD NOTHING;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-create-rule warning
CREATE OR REPLACE RULE users_noted AS ON UPDATE TO users DO ALSO NOTIFY users_changed;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-create-rule warning
