-- expects findings
--- policy
-- tenancy: { model: schema }
--- migration
CREATE TABLE subscriptions (id bigint PRIMARY KEY, plan_id bigint REFERENCES plans (id));
--                                                                           ^^^^^ tenant-schema-unqualified-shared info fix
INSERT INTO subscriptions SELECT id, id FROM plans AS p WHERE EXISTS (SELECT FROM tenants);
--                                           ^^^^^ tenant-schema-unqualified-shared info fix
