-- expects findings
--- migration
CREATE INDEX accounts_rich ON accounts (balance, tenant_id);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-index-not-leading hint
