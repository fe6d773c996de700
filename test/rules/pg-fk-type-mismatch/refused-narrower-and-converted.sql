-- expects findings
--- history
CREATE TABLE days (day date PRIMARY KEY);
--- migration
CREATE TABLE a (id bigint PRIMARY KEY, plan_id integer REFERENCES plans);
--                                                     ^^^^^^^^^^^^^^^^ pg-fk-type-mismatch warning fix
CREATE TABLE b (id bigint PRIMARY KEY, account_id text REFERENCES accounts (id));
--                                                     ^^^^^^^^^^^^^^^^^^^^^^^^ pg-fk-type-mismatch error fix
CREATE TABLE c (id bigint PRIMARY KEY, at timestamptz REFERENCES days);
--                                                    ^^^^^^^^^^^^^^^ pg-fk-type-mismatch info
CREATE TABLE d (plan_id smallserial, FOREIGN KEY (plan_id) REFERENCES plans (id));
--                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-fk-type-mismatch warning
ALTER TABLE invoices ADD COLUMN plan_id int REFERENCES plans (id);
--                                          ^^^^^^^^^^^^^^^^^^^^^ pg-fk-type-mismatch warning fix
