-- expects findings
--- history
CREATE VIEW open_payments AS SELECT id, amount FROM payments;
GRANT SELECT ON open_payments TO app_user;
CREATE VIEW names AS SELECT id, name, email FROM users;
--- migration
DROP VIEW open_payments, names;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-create-or-replace-view-columns warning
CREATE VIEW open_payments AS SELECT id, amount FROM payments;
CREATE VIEW names AS SELECT id, name FROM users;
