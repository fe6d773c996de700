-- expects nothing
--- migration
CREATE INDEX ON accounts (tenant_id, display_name);
CREATE INDEX ON accounts (plan_id);
CREATE UNIQUE INDEX ON accounts (id);
CREATE INDEX ON accounts (lower(email));
CREATE INDEX ON accounts USING hash (owner_email);
CREATE INDEX ON accounts (balance) WHERE balance < 0;
-- No policy confines it.
CREATE INDEX ON users (name);
