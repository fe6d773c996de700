-- expects findings
--- history
CREATE TABLE events (account_id uuid NOT NULL, at timestamptz NOT NULL) PARTITION BY RANGE (at);
--- migration
ALTER TABLE events ADD CONSTRAINT events_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) NOT VALID;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-fk-not-valid-partitioned error
