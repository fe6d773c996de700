-- expects findings
--- history
CREATE TABLE events (tenant_id uuid NOT NULL, what text);
--- migration
ALTER TABLE payments REPLICA IDENTITY NOTHING;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^ pg-replica-identity warning
ALTER TABLE accounts REPLICA IDENTITY FULL;
--                   ^^^^^^^^^^^^^^^^^^^^^ pg-replica-identity info
ALTER TABLE users REPLICA IDENTITY USING INDEX users_tenant_id_email_key;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-replica-identity info
ALTER TABLE events REPLICA IDENTITY DEFAULT;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^ pg-replica-identity warning
