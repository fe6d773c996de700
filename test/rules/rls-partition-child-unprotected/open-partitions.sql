-- expects findings
--- history
CREATE TABLE events (tenant_id uuid NOT NULL, at timestamptz NOT NULL) PARTITION BY RANGE (at);
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
CREATE TABLE old_events (tenant_id uuid NOT NULL, at timestamptz NOT NULL);
--- migration
CREATE TABLE e1 PARTITION OF events FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-partition-child-unprotected error fix
GRANT SELECT ON e1 TO app_user;
ALTER TABLE events ATTACH PARTITION old_events FOR VALUES FROM (MINVALUE) TO ('2030-01-01');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-partition-child-unprotected error fix
GRANT INSERT ON old_events TO PUBLIC;
