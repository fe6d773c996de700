-- expects findings
--- migration
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^ rls-enabled-no-policy warning
ALTER TABLE plans ENABLE ROW LEVEL SECURITY;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^ rls-enabled-no-policy info
CREATE TABLE notes (tenant_id uuid NOT NULL);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^ rls-enabled-no-policy info
