-- expects findings
--- history
CREATE VIEW open_payments AS SELECT id, amount FROM payments;
GRANT SELECT ON open_payments TO app_user;
CREATE VIEW names AS SELECT id, name FROM users;
CREATE VIEW numbers AS SELECT id, number FROM invoices;
CREATE VIEW top_numbers AS SELECT number FROM numbers;
CREATE VIEW everything AS SELECT * FROM invoice_lines;
--- migration
CREATE OR REPLACE VIEW open_payments AS SELECT amount, id FROM payments;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-create-or-replace-view-columns error fix
CREATE OR REPLACE VIEW names AS SELECT id FROM users;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-create-or-replace-view-columns error
CREATE OR REPLACE VIEW numbers (id, number) AS SELECT id::text, number FROM invoices;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-create-or-replace-view-columns error
CREATE OR REPLACE VIEW everything AS SELECT line, amount FROM invoice_lines;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-create-or-replace-view-columns error
