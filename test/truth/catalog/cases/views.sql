-- case: replacing a view resets its options and keeps its grants
CREATE ROLE reader_v;
CREATE TABLE t (id int PRIMARY KEY, name text);
CREATE VIEW v WITH (security_invoker = true, security_barrier) AS SELECT id, name FROM t;
GRANT SELECT ON v TO reader_v;
CREATE OR REPLACE VIEW v AS SELECT id, name, 1 AS one FROM t;
ALTER VIEW v SET (security_invoker = true);
ALTER VIEW v RENAME COLUMN one TO uno;
ALTER VIEW v RENAME TO w;
CREATE VIEW checked AS SELECT * FROM t WHERE id > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW v AS SELECT 1;
CREATE VIEW v AS SELECT 2;
-- case: output columns
CREATE TABLE t (id int, name text, at date);
CREATE TABLE u (id int, t_id int, label varchar(5));
CREATE VIEW v1 AS SELECT t.*, u.label AS l, u.t_id FROM t JOIN u ON u.t_id = t.id;
CREATE VIEW v2 (a, b) AS SELECT id, count(*), max(name) FROM t GROUP BY id;
CREATE VIEW v3 AS WITH c AS (SELECT id, label FROM u) SELECT * FROM c;
CREATE VIEW v4 AS SELECT * FROM t JOIN u USING (id);
CREATE VIEW v5 AS SELECT x.id, (SELECT max(label) FROM u) FROM (SELECT id FROM t) x UNION ALL SELECT id, label FROM u;
CREATE VIEW v6 AS SELECT lower(name), now(), name::varchar, coalesce(name, 'x') , id + 1 AS next, CASE WHEN id > 1 THEN name END FROM t;
CREATE VIEW v7 AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n;
CREATE MATERIALIZED VIEW m AS SELECT id, name FROM t WITH NO DATA;
CREATE UNIQUE INDEX ON m (id);
-- case: views stand in the way
CREATE TABLE t (id int, name text, x int);
CREATE VIEW v AS SELECT id, name FROM t;
CREATE VIEW vv AS SELECT name FROM v;
ALTER TABLE t DROP COLUMN name;
ALTER TABLE t DROP COLUMN x;
DROP VIEW v;
DROP TABLE t;
ALTER TABLE t RENAME COLUMN name TO title;
ALTER TABLE t RENAME TO t2;
ALTER TABLE t2 DROP COLUMN title;
ALTER TABLE t2 DROP COLUMN title CASCADE;
-- case: all columns of a star are read
CREATE TABLE t (id int, name text);
CREATE VIEW v AS SELECT * FROM t;
ALTER TABLE t ADD COLUMN later int;
ALTER TABLE t DROP COLUMN later;
ALTER TABLE t DROP COLUMN name;
DROP TABLE t CASCADE;
