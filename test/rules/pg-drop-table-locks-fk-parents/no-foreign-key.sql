-- expects nothing
--- history
CREATE TABLE audit_log (id bigint PRIMARY KEY, what text);
--- migration
DROP TABLE audit_log;
