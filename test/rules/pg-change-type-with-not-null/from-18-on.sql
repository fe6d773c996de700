-- expects findings
--- policy
-- version: 18
--- migration
ALTER TABLE invoices ALTER COLUMN note SET NOT NULL, ALTER COLUMN note TYPE text;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-with-not-null warning fix
