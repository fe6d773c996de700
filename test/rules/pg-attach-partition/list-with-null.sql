-- expects findings
--- history
CREATE TABLE jobs (id bigint, state text) PARTITION BY LIST (state);
CREATE TABLE old_jobs (id bigint, state text);
--- migration
ALTER TABLE jobs ATTACH PARTITION old_jobs FOR VALUES IN ('done', NULL);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-attach-partition warning fix
