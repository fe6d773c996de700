-- expects findings
--- history
CREATE TABLE events (tenant_id uuid NOT NULL, what text);
CREATE TABLE hits (tenant_id uuid NOT NULL);
CREATE PUBLICATION inbound;
--- migration
CREATE PUBLICATION outbound FOR TABLE payments, events, hits;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-logical-replication warning fix
ALTER PUBLICATION inbound ADD TABLE events;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-logical-replication warning fix
CREATE PUBLICATION everything FOR ALL TABLES;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-logical-replication warning
CREATE PUBLICATION by_schema FOR TABLES IN SCHEMA public WITH (publish = 'insert, update');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-logical-replication warning fix
