-- expects findings
--- history
CREATE TABLE people (id uuid PRIMARY KEY, email text NOT NULL);
--- policy
-- tenancy: { sharedTables: [plans, people] }
--- migration
-- What a shared row takes with it is mostly shared too.
CREATE TABLE sessions (id uuid PRIMARY KEY, person_id uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE);
--           ^^^^^^^^ tenant-table-missing-column info fix
-- What only points to one is not.
CREATE TABLE subscriptions (id uuid PRIMARY KEY, person_id uuid NOT NULL REFERENCES people (id));
--           ^^^^^^^^^^^^^ tenant-table-missing-column warning fix
