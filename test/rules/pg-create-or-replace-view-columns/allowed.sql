-- expects nothing
--- history
CREATE VIEW open_payments AS SELECT id, amount FROM payments;
GRANT SELECT ON open_payments TO app_user;
CREATE VIEW names AS SELECT id, name FROM users;
CREATE VIEW elsewhere AS SELECT * FROM unknown_to_history;
CREATE VIEW parts AS SELECT id, lower(name) AS name FROM users;
--- migration
CREATE OR REPLACE VIEW names AS SELECT u.id, name, email FROM users u;
CREATE OR REPLACE VIEW names (id, name, email) AS SELECT id, name, email FROM users;
CREATE OR REPLACE VIEW elsewhere AS SELECT 1 AS one;
CREATE OR REPLACE VIEW parts AS SELECT id, name FROM users;
DROP VIEW open_payments;
CREATE VIEW open_payments AS SELECT amount, id FROM payments;
GRANT SELECT ON open_payments TO app_user;
CREATE VIEW fresh AS SELECT 1 AS one;
DROP VIEW fresh;
CREATE VIEW fresh AS SELECT 2 AS two;
