-- expects nothing
--- policy
-- version: 14
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--- migration
CREATE VIEW names AS SELECT id, name FROM users;
