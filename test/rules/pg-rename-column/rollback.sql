-- expects nothing
--- migration
ALTER TABLE accounts RENAME display_name TO full_name;
--- rollback (linted)
ALTER TABLE accounts RENAME full_name TO display_name;
