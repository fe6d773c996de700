-- expects nothing
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE VIEW names WITH (security_invoker) AS SELECT id, name FROM users;
CREATE VIEW codes WITH (security_invoker) AS SELECT id, code FROM plans;
CREATE VIEW never AS SELECT id, name FROM users;
--- migration
CREATE OR REPLACE VIEW names WITH (security_invoker = true) AS SELECT id, name FROM users;
CREATE OR REPLACE VIEW codes AS SELECT id, code FROM plans;
CREATE OR REPLACE VIEW never AS SELECT id, name FROM users;
