-- expects nothing
--- migration
CREATE DATABASE reporting;
--- rollback (linted)
DROP DATABASE reporting;
