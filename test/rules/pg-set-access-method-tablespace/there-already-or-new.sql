-- expects nothing
--- migration
ALTER TABLE payments SET TABLESPACE pg_default, SET ACCESS METHOD heap;
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes SET TABLESPACE fast_disk;
