-- expects findings
--- history
CREATE TABLE jobs (id bigint NOT NULL, state text NOT NULL) PARTITION BY RANGE (state, id);
CREATE TABLE old_jobs (id bigint NOT NULL, state text NOT NULL);
--- migration
ALTER TABLE jobs ATTACH PARTITION old_jobs FOR VALUES FROM ('a', 1) TO ('b', 1);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-attach-partition warning
