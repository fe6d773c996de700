-- expects findings
--- history
CREATE TABLE flows (id uuid PRIMARY KEY, tenant_id uuid NOT NULL);
CREATE TABLE versions (id uuid PRIMARY KEY, tenant_id uuid NOT NULL, flow_id uuid NOT NULL, number integer NOT NULL, title text);
CREATE TABLE triggers (id uuid PRIMARY KEY, tenant_id uuid NOT NULL, version_id uuid NOT NULL, title text, note text);
CREATE TABLE schedules (id uuid PRIMARY KEY, tenant_id uuid NOT NULL, trigger_id uuid NOT NULL, note text);
--- migration
-- No key is declared, and each hop goes over ids: of versions of one flow the last is of the flow's tenant.
WITH latest AS (
  SELECT DISTINCT ON (flow_id) id, flow_id FROM versions ORDER BY flow_id, number DESC
--                                              ^^^^^^^^ tenant-dml-missing-predicate warning
), moved AS (
  SELECT s.id, last.id AS trigger_id
  FROM schedules s
  JOIN triggers t ON t.id = s.trigger_id
--     ^^^^^^^^^^ tenant-dml-missing-predicate warning fix
  JOIN versions v ON v.id = t.version_id
--     ^^^^^^^^^^ tenant-dml-missing-predicate warning fix
  JOIN latest l ON l.flow_id = v.flow_id
  JOIN triggers last ON last.version_id = l.id
--     ^^^^^^^^^^^^^ tenant-dml-missing-predicate warning fix
)
UPDATE schedules SET trigger_id = moved.trigger_id FROM moved WHERE schedules.id = moved.id;
-- One hop over a title is enough to meet another tenant.
WITH named AS (
  SELECT s.id, last.note
  FROM schedules s
  JOIN triggers t ON t.id = s.trigger_id
--     ^^^^^^^^^^ tenant-dml-missing-predicate warning fix
  JOIN triggers last ON last.title = t.title
--     ^^^^^^^^^^^^^ tenant-dml-missing-predicate error fix
)
UPDATE schedules SET note = named.note FROM named WHERE schedules.id = named.id;
