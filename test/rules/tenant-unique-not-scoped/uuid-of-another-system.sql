-- expects findings
--- migration
CREATE TABLE runs (
  id bigint PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  run_id uuid NOT NULL UNIQUE
--                     ^^^^^^ tenant-unique-not-scoped info fix
);
-- A person is known by a row that all tenants share, and can be of one tenant only.
CREATE TABLE people (id uuid PRIMARY KEY);
CREATE TABLE memberships (
  id bigint PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  person_id uuid NOT NULL REFERENCES people (id),
  person_name text, UNIQUE (person_id)
--                  ^^^^^^^^^^^^^^^^^^ tenant-unique-not-scoped warning fix
);
