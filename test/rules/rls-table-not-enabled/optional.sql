-- expects nothing
--- policy
-- tenancy: { rls: optional }
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
