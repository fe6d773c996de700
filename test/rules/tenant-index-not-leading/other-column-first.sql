-- expects findings
--- migration
CREATE INDEX accounts_name ON accounts (display_name);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-index-not-leading hint fix
